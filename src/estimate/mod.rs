//! FIGURES: from outcomes to what they mean.
//!
//! This floor knows outcomes of draws; it must never know law or file formats.

pub mod arising;
pub mod budget;
pub mod columns;
pub mod convergence;
pub mod copula;
pub mod design;
pub mod difference;
pub mod discounting;
pub mod draw_table;
pub mod effect;
pub mod estimated;
pub mod figure;
pub mod frontier;
pub mod horizon;
pub mod indices;
pub mod information;
pub mod levels;
pub mod moment_matching;
pub mod net_benefit;
pub mod one_way;
pub mod packed;
pub mod partial_information;
pub mod reading;
pub mod refusal;
pub mod regression;
pub mod row;
pub mod sampled;
pub mod savings;
pub mod self_support;
pub mod spill;
pub mod student;
pub mod summary;
pub mod threshold;
pub mod variance_split;
pub mod variant;
