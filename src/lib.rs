#![doc = include_str!("../README.md")]

pub mod domain;

pub mod rules;

pub mod engine;

pub mod estimate;

pub mod report;

pub mod study;
