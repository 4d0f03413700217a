//! gevinst
pub mod domain;
pub mod rules;

pub mod estimate;

pub mod report;

pub mod study;
