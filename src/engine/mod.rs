//! CHANCE AND TIME: arms over the same people with the same random numbers.
//!
//! This floor must never know discounting, perspectives or files.

pub mod draw;
pub mod permutation;
pub mod philox;
pub mod quantile;
