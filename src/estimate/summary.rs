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

impl Summary {
    /// The summary of one figure per draw, in the order of the draws; `replicates` draws share a sample of assumptions.
    ///
    /// The mean is an exact integer sum, divided once. The standard error is that of the means of the samples, since
    /// replicates within a sample are not independent. Percentiles lie linearly between neighbouring draws (type 7).
    pub fn of(values: &[i64], replicates: usize) -> Summary {
        if values.is_empty() {
            return Summary::default();
        }
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        Summary {
            mean: mean(values),
            standard_error: standard_error(values, replicates),
            p05: percentile(&sorted, 0.05),
            median: percentile(&sorted, 0.5),
            p95: percentile(&sorted, 0.95),
        }
    }
}

impl Summary {
    /// The summary of the figure times a factor \[1\] that is not negative.
    pub fn times(&self, factor: f64) -> Summary {
        debug_assert!(factor >= 0.0, "a negative factor would swap the percentiles");
        Summary {
            mean: self.mean * factor,
            standard_error: self.standard_error * factor,
            p05: self.p05 * factor,
            median: self.median * factor,
            p95: self.p95 * factor,
        }
    }
}

/// The mean: an exact integer sum, divided once.
pub fn mean(values: &[i64]) -> f64 {
    let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
    sum as f64 / values.len().max(1) as f64
}

/// The Monte Carlo standard error of the mean, from the means of the samples; 0 with fewer than two samples.
pub fn standard_error(values: &[i64], replicates: usize) -> f64 {
    let means: Vec<f64> = values.chunks(replicates.max(1)).map(mean).collect();
    if means.len() < 2 {
        return 0.0;
    }
    let count = means.len() as f64;
    let centre = means.iter().sum::<f64>() / count;
    let squares: f64 = means.iter().map(|mean| (mean - centre) * (mean - centre)).sum();
    (squares / (count - 1.0) / count).sqrt()
}

/// The quantile of sorted values, linear between neighbours (type 7).
fn percentile(sorted: &[i64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[at.floor() as usize] as f64, sorted[at.ceil() as usize] as f64);
    below + (above - below) * (at - at.floor())
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn summarises_a_ladder_of_draws() {
        let values: Vec<i64> = (0..=100).rev().collect();
        let summary = Summary::of(&values, 1);
        assert_eq!((summary.mean, summary.p05, summary.median, summary.p95), (50.0, 5.0, 50.0, 95.0));
        assert!((summary.standard_error - (8.585_f64 / 2.937_7)).abs() < 0.02);
        assert_eq!(Summary::of(&[7], 1).standard_error, 0.0);
    }
}
