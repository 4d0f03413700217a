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
    /// The summary of one figure per draw, in the order of the draws, which belong together in `batches`.
    ///
    /// The mean is an exact integer sum, divided once. The standard error is that of the means of the batches, since draws
    /// within one are not independent. Percentiles lie linearly between neighbouring draws (type 7).
    pub fn of(values: &[i64], batches: Batches) -> Summary {
        if values.is_empty() {
            return Summary::default();
        }
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        Summary {
            mean: mean(values),
            standard_error: standard_error(values, batches),
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

impl Summary {
    /// The summary with nothing below a bound, in the unit of the figure.
    pub fn at_least(&self, bound: f64) -> Summary {
        let [mean, p05, median, p95] = [self.mean, self.p05, self.median, self.p95].map(|value| value.max(bound));
        Summary { mean, p05, median, p95, ..*self }
    }

    /// The summary of the figure moved by a constant, in the unit of the figure.
    pub fn plus(&self, constant: f64) -> Summary {
        Summary {
            mean: self.mean + constant,
            standard_error: self.standard_error,
            p05: self.p05 + constant,
            median: self.median + constant,
            p95: self.p95 + constant,
        }
    }
}

/// The mean: an exact integer sum, divided once.
pub fn mean(values: &[i64]) -> f64 {
    let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
    sum as f64 / values.len().max(1) as f64
}

/// The share of the values above zero [0-1], and its Monte Carlo standard error.
pub fn chance_of_gain(values: &[i64], batches: Batches) -> (f64, f64) {
    let gains: Vec<i64> = values.iter().map(|value| i64::from(*value > 0)).collect();
    (mean(&gains), standard_error(&gains, batches))
}

/// Which draws belong together: the means of batches are independent of each other, draws within one are not.
///
/// Replicates share a sample of the assumptions. In a design whose samples are laid out together (Latin hypercube, Sobol)
/// the samples of one randomisation belong together too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batches {
    replicates: usize,
    randomisations: Option<usize>,
}

impl Batches {
    /// Each sample by itself, with so many replicates.
    pub fn of_samples(replicates: usize) -> Batches {
        Batches { replicates: replicates.max(1), randomisations: None }
    }

    /// Samples in so many independent randomisations, dealt out in turn, with so many replicates each.
    pub fn of_randomisations(randomisations: usize, replicates: usize) -> Batches {
        Batches { replicates: replicates.max(1), randomisations: Some(randomisations.max(1)) }
    }

    /// Draws that share a sample.
    pub fn replicates(self) -> usize {
        self.replicates
    }

    /// Whether each sample is drawn by itself, so that draws of different samples are independent.
    pub fn are_samples(self) -> bool {
        self.randomisations.is_none()
    }

    /// The figures of each batch, in order; without empty batches.
    pub fn groups(self, values: &[i64]) -> Vec<Vec<i64>> {
        let samples = values.chunks(self.replicates);
        let Some(randomisations) = self.randomisations else { return samples.map(<[i64]>::to_vec).collect() };
        let of = |batch: usize| samples.clone().skip(batch).step_by(randomisations).flatten().copied().collect();
        (0..randomisations).map(of).filter(|batch: &Vec<i64>| !batch.is_empty()).collect()
    }

    /// The mean of each batch, in order.
    fn means(self, values: &[i64]) -> Vec<f64> {
        if self.are_samples() {
            return values.chunks(self.replicates).map(mean).collect();
        }
        self.groups(values).iter().map(|batch| mean(batch)).collect()
    }
}

/// The Monte Carlo standard error of the mean, from the means of the batches; 0 with fewer than two.
pub fn standard_error(values: &[i64], batches: Batches) -> f64 {
    let means = batches.means(values);
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
    use super::{Batches, Summary, standard_error};

    #[test]
    fn summarises_a_ladder_of_draws() {
        let values: Vec<i64> = (0..=100).rev().collect();
        let summary = Summary::of(&values, Batches::of_samples(1));
        assert_eq!((summary.mean, summary.p05, summary.median, summary.p95), (50.0, 5.0, 50.0, 95.0));
        assert!((summary.standard_error - (8.585_f64 / 2.937_7)).abs() < 0.02);
        assert_eq!(Summary::of(&[7], Batches::of_samples(1)).standard_error, 0.0);
    }
    #[test]
    fn the_error_is_that_of_the_means_of_batches() {
        // Two replicates a sample: means 1, 3, 5, 7, with variance 20/3.
        let values = [0, 2, 3, 3, 4, 6, 7, 7];
        let of_samples = standard_error(&values, Batches::of_samples(2));
        assert!((of_samples - (20.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
        // Dealt to two randomisations: means of samples 1 and 5, and of 3 and 7.
        let of_two = standard_error(&values, Batches::of_randomisations(2, 2));
        assert!((of_two - 1.0).abs() < 1e-12, "3 and 5: {of_two}");
    }
}
