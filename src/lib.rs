//! gevinst
pub mod domain;
pub mod engine;
pub mod estimate;
pub mod report;
pub mod rules;
pub mod study;
