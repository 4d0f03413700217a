//! LAW: facts of a person-month in, flows out.
//!
//! Pure functions of dated parameters. This floor must never know randomness, arms or programmes.

pub mod parameter;
pub mod policy;
