//! FIGURES: from outcomes to what they mean.
//!
//! This floor knows outcomes of draws; it must never know law or file formats.

pub mod arising;
pub mod budget;
pub mod convergence;
pub mod discounting;
pub mod effect;
pub mod frontier;
pub mod one_way;
pub mod savings;
pub mod student;
pub mod summary;
pub mod threshold;
pub mod variance_split;
pub mod variant;
