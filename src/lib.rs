//! gevinst
pub mod domain;
pub mod engine;
pub mod estimate;
pub mod rules;
pub mod study;
