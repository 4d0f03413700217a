//! gevinst
pub mod domain;
pub mod estimate;
pub mod rules;
pub mod study;
