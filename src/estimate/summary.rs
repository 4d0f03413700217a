//! The distribution of a figure over the draws, in five numbers and two errors.

use serde::{Deserialize, Serialize};

/// A figure over the draws. Unit: that of the figure (øre for money). *Positive = gain for the party* where it is a saving.
///
/// The interval from `p05` to `p95` holds 90 % of the draws: luck and ignorance together (predictive). It does not
/// shrink with more draws; `standard_error`, the Monte Carlo error of the mean, does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub standard_error: f64,
    /// 5th percentile.
    pub p05: f64,
    /// Median.
    pub median: f64,
    /// 95th percentile.
    pub p95: f64,
}
