//! CHANCE AND TIME: arms over the same people with the same random numbers.
//!
//! This floor must never know discounting, perspectives or files.

mod arm_run;
pub mod attribution;
pub mod beside;
pub mod course;
pub mod draw;
mod followed;
pub mod hazard;
pub mod instance;
pub mod life;
pub mod model;
pub mod occupancy;
pub mod offer;
pub mod open_record;
pub mod outcome;
pub mod permutation;
pub mod philox;
pub mod place_flows;
pub mod placement;
pub mod plain;
pub mod progress;
pub mod quantile;
pub mod risk;
pub mod settlement;
pub mod simulation;
pub mod standing;
pub mod synthesis;
pub mod terms;
