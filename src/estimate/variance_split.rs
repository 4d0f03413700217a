//! The split of variance: how much of a figure's spread is luck, and how much ignorance.

use serde::{Deserialize, Serialize};

use crate::estimate::student::two_sided;

/// The level of the interval of the share of ignorance \[1\].
const LEVEL: f64 = 0.90;

/// Part of a sum of squares \[1\] below which a rest counts as nothing.
const NOTHING_LEFT: f64 = 1e-12;

/// The predictive variance of a figure, split into luck and ignorance.
///
/// Replicates r = 1..R of a sample s = 1..S share their assumptions and nothing else (a one-way layout with random
/// effects):
///
/// ```text
/// MSW = sum over s, r of (x_sr - mean_s)^2 / (S (R - 1))         luck      = MSW
/// MSB = R x sum over s of (mean_s - mean)^2 / (S - 1)            ignorance = (MSB - MSW) / R
/// share of ignorance = ignorance / (luck + ignorance) = (MSB - MSW) / (MSB + (R - 1) MSW)
/// ```
///
/// The analysis of variance of Searle, Casella and McCulloch (1992, chapter 3): both variances are unbiased for every
/// distribution, also where luck is larger in some samples than in others. Their shares are as estimated: that of
/// ignorance may fall slightly below 0 (at the least to -1 / (R - 1)), and that of luck then lies above 1.
///
/// The interval is a jackknife over samples of the logarithm of MSB / MSW with Student's t, S - 1 degrees of freedom
/// (Arvesen and Schmitz 1970). It is meant to hold the true share in 90 % of runs. Measured with 10,000 runs each at
/// true shares of 0, 0.1, 0.5 and 0.9, R = 2, the least and the greatest; beside it the exact F interval of normal
/// theory, which is not used:
///
/// ```text
/// effects; luck                        S = 20         S = 50         S = 200        F, S = 50
/// normal; normal                       0.90 - 0.90    0.90 - 0.90    0.89 - 0.90    0.90 - 0.90
/// exponential; exponential             0.86 - 0.87    0.87 - 0.88    0.88 - 0.89    0.67 - 0.91
/// lognormal (sigma 0.8); normal        0.78 - 0.90    0.79 - 0.90    0.84 - 0.90    0.57 - 0.90
/// normal; lognormal (sigma 0.8)        0.84 - 0.88    0.84 - 0.88    0.86 - 0.89    0.67 - 0.93
/// ```
///
/// When not to trust it: below some twenty samples; where the spread of the samples hangs on a few of them (a long
/// tail: the table's third line, and with R = 10 down to 0.72 at S = 20); where luck strikes so seldom that the
/// replicates of most samples are equal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct VarianceSplit {
    /// Variance between replicates of a sample: luck \[unit of the figure, squared\].
    pub luck: f64,
    /// Variance between samples, freed of luck: ignorance \[unit of the figure, squared\]; may lie slightly below 0.
    pub ignorance: f64,
    /// Share of luck \[1\], as estimated; exactly 0 where all replicates of each sample are equal.
    pub share_of_luck: f64,
    /// Share of ignorance \[1\], as estimated: one less the share of luck.
    pub share_of_ignorance: f64,
    /// Interval of 90 % of the share of ignorance \[1\]: its Monte Carlo error. `None` below three samples, and where
    /// one sample alone has luck or differs from the others.
    pub interval: Option<(f64, f64)>,
}

impl VarianceSplit {
    /// The split of a figure in the order of the draws, shape `[sample][replicate]`; an incomplete last sample is left
    /// out.
    ///
    /// Where only the first samples have a second replicate, give those with R = 2. `None` below two samples or two
    /// replicates, and where all values are equal: there is nothing to split. One sample alone says nothing of
    /// ignorance; where no assumption has a range, [`VarianceSplit::luck_alone`] knows the answer.
    ///
    /// # Examples
    /// ```
    /// use gevinst::estimate::variance_split::VarianceSplit;
    ///
    /// // Three samples of two replicates: MSW = (2 + 2 + 2) / 3 = 2, MSB = 2 x 200 / 2 = 200.
    /// let split = VarianceSplit::of(&[-1, 1, 9, 11, 19, 21], 2).unwrap();
    /// assert_eq!((split.luck, split.ignorance), (2.0, 99.0));
    /// assert_eq!(split.share_of_luck, 2.0 / 101.0);
    /// ```
    pub fn of(values: &[i64], replicates: usize) -> Option<VarianceSplit> {
        let samples = values.len().checked_div(replicates)?;
        if samples < 2 || replicates < 2 {
            return None;
        }
        let squares = Squares::of(&values[..samples * replicates], samples, replicates);
        let (count, each) = (samples as f64, replicates as f64);
        let within = squares.within.iter().sum::<f64>() / (count * (each - 1.0));
        let between = each * squares.between.iter().sum::<f64>() / (count - 1.0);
        let spread = between + (each - 1.0) * within;
        if spread <= 0.0 {
            return None;
        }
        Some(VarianceSplit {
            luck: within,
            ignorance: (between - within) / each,
            share_of_luck: each * within / spread,
            share_of_ignorance: (between - within) / spread,
            interval: squares.interval(each),
        })
    }

    /// The split where no assumption has a range: all variance is luck, and ignorance is exactly 0.
    ///
    /// `None` below two draws and where all are equal.
    pub fn luck_alone(values: &[i64]) -> Option<VarianceSplit> {
        if values.len() < 2 {
            return None;
        }
        let luck = Squares::of(values, 1, values.len()).within[0] / (values.len() as f64 - 1.0);
        (luck > 0.0).then_some(VarianceSplit {
            luck,
            ignorance: 0.0,
            share_of_luck: 1.0,
            share_of_ignorance: 0.0,
            interval: Some((0.0, 0.0)),
        })
    }
}

/// Squared deviations; the deviations themselves are exact integers, so that equal values give exactly 0.
struct Squares {
    /// Sum of the squared deviations of the replicates from the mean of their sample: shape `[sample]`.
    within: Vec<f64>,
    /// Squared deviation of the mean of each sample from that of all: shape `[sample]`.
    between: Vec<f64>,
}

impl Squares {
    fn of(values: &[i64], samples: usize, replicates: usize) -> Squares {
        let sum = |values: &[i64]| values.iter().map(|value| i128::from(*value)).sum::<i128>();
        let total = sum(values);
        let square = |deviation: i128, times: usize| {
            let deviation = deviation as f64 / times as f64;
            deviation * deviation
        };
        let rows = values.chunks_exact(replicates);
        let within = |row: &[i64]| {
            let (sum, times) = (sum(row), replicates as i128);
            row.iter().map(|value| square(i128::from(*value) * times - sum, replicates)).sum()
        };
        let between = |row: &[i64]| square(sum(row) * samples as i128 - total, samples * replicates);
        Squares { within: rows.clone().map(within).collect(), between: rows.map(between).collect() }
    }

    /// The interval of the share of ignorance, by leaving out each sample in turn.
    fn interval(&self, replicates: f64) -> Option<(f64, f64)> {
        let count = self.within.len() as f64;
        if count < 3.0 {
            return None;
        }
        let (within, between) = (self.within.iter().sum::<f64>(), self.between.iter().sum::<f64>());
        let rest = |all: f64, part: f64| (all - part > NOTHING_LEFT * all).then_some(all - part);
        // The logarithm of MSB / MSW, but for the constant ln R (R - 1).
        let log_ratio = |within: f64, between: f64, count: f64| libm::log(between / (count - 1.0) / (within / count));
        let without = |(own_within, own_between): (&f64, &f64)| {
            // The mean of the others lies elsewhere: their squares lose S / (S - 1) times the own one.
            let between = rest(between, own_between * count / (count - 1.0))?;
            Some(log_ratio(rest(within, *own_within)?, between, count - 1.0))
        };
        let left = self.within.iter().zip(&self.between).map(without).collect::<Option<Vec<f64>>>()?;
        let centre = left.iter().sum::<f64>() / count;
        let squares: f64 = left.iter().map(|value| (value - centre) * (value - centre)).sum();
        let reach = two_sided(LEVEL, count - 1.0) * (squares * (count - 1.0) / count).sqrt();
        let full = log_ratio(within, between, count);
        let share = |log: f64| {
            let ratio = replicates * (replicates - 1.0) * libm::exp(log);
            if ratio.is_finite() { (ratio - 1.0) / (ratio + replicates - 1.0) } else { 1.0 }
        };
        Some((share(full - reach), share(full + reach)))
    }
}

#[cfg(test)]
mod tests {
    use super::VarianceSplit;

    #[test]
    fn a_table_worked_by_hand() {
        // Means 2, 6, 13; mean 7. Squares within: 2, 8, 18; between: 25 + 1 + 36.
        let split = VarianceSplit::of(&[1, 3, 4, 8, 10, 16], 2).unwrap();
        let (within, between) = (28.0 / 3.0, 2.0 * 62.0 / 2.0);
        assert!((split.luck - within).abs() < 1e-12);
        assert!((split.ignorance - (between - within) / 2.0).abs() < 1e-12);
        assert!((split.share_of_ignorance - (between - within) / (between + within)).abs() < 1e-12);
        assert!((split.share_of_luck + split.share_of_ignorance - 1.0).abs() < 1e-12);
        let (low, high) = split.interval.unwrap();
        assert!(low < split.share_of_ignorance && split.share_of_ignorance < high && high < 1.0 && low > -1.0);
    }

    #[test]
    fn the_interval_leaves_out_each_sample_in_turn() {
        let values = [1_i64, 3, 7, 4, 8, 5, 10, 16, 15, -6, 2, 0, 9, 9, 13];
        let log_ratio = |values: &[i64]| {
            let split = VarianceSplit::of(values, 3).unwrap();
            ((split.luck + 3.0 * split.ignorance) / split.luck).ln()
        };
        let without = |sample: usize| {
            let others = values.chunks(3).enumerate().filter(|(at, _)| *at != sample);
            log_ratio(&others.flat_map(|(_, row)| row.to_vec()).collect::<Vec<_>>())
        };
        let left: Vec<f64> = (0..5).map(without).collect();
        let mean = left.iter().sum::<f64>() / 5.0;
        let error = (left.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() * 4.0 / 5.0).sqrt();
        // Student's t with 4 degrees of freedom, 95th percentile.
        let share = |log: f64| (log.exp() - 1.0) / (log.exp() + 2.0);
        let (low, high) = VarianceSplit::of(&values, 3).unwrap().interval.unwrap();
        assert!((low - share(log_ratio(&values) - 2.131_846_786 * error)).abs() < 1e-8);
        assert!((high - share(log_ratio(&values) + 2.131_846_786 * error)).abs() < 1e-8);
    }

    #[test]
    fn where_nothing_is_drawn_luck_is_exactly_zero() {
        let split = VarianceSplit::of(&[7, 7, 7, 1_000_000_000_001, 1_000_000_000_001, 1_000_000_000_001], 3).unwrap();
        assert_eq!((split.luck, split.share_of_luck, split.share_of_ignorance), (0.0, 0.0, 1.0));
        assert_eq!(split.interval, None);
    }

    #[test]
    fn where_nothing_has_a_range_ignorance_is_exactly_zero() {
        let split = VarianceSplit::luck_alone(&[1, 2, 3, 4]).unwrap();
        assert!((split.luck - 5.0 / 3.0).abs() < 1e-12);
        assert_eq!((split.ignorance, split.share_of_luck, split.share_of_ignorance), (0.0, 1.0, 0.0));
        assert_eq!(VarianceSplit::luck_alone(&[5, 5, 5]), None);
        assert_eq!(VarianceSplit::luck_alone(&[5]), None);
    }

    #[test]
    fn equal_means_give_the_least_share_that_can_be_estimated() {
        let split = VarianceSplit::of(&[-1, 0, 1, -2, 0, 2, -3, 0, 3], 3).unwrap();
        assert_eq!(split.share_of_ignorance, -0.5);
        assert_eq!(split.interval, None);
    }

    #[test]
    fn there_may_be_nothing_to_split() {
        assert_eq!(VarianceSplit::of(&[4, 4, 4, 4], 2), None);
        assert_eq!(VarianceSplit::of(&[1, 2, 3, 4], 4), None);
        assert_eq!(VarianceSplit::of(&[1, 2, 3, 4], 1), None);
        assert_eq!(VarianceSplit::of(&[1, 2, 3, 4], 0), None);
        assert_eq!(VarianceSplit::of(&[], 2), None);
        let complete = VarianceSplit::of(&[1, 3, 4, 8], 2);
        assert!(complete.is_some_and(|split| split.interval.is_none()));
        assert_eq!(complete, VarianceSplit::of(&[1, 3, 4, 8, 99], 2));
    }

    #[test]
    fn neither_unit_nor_size_moves_the_shares() {
        let small = [1_i64, 3, 4, 8, 10, 16, 2, 9];
        let large = small.map(|value| 1_000_000_000_000_000_000 + value * 4_000_000_000_000_000);
        let (small, large) = (VarianceSplit::of(&small, 2).unwrap(), VarianceSplit::of(&large, 2).unwrap());
        assert!((small.share_of_ignorance - large.share_of_ignorance).abs() < 1e-12);
        let ((a, b), (c, d)) = (small.interval.unwrap(), large.interval.unwrap());
        assert!((a - c).abs() < 1e-9 && (b - d).abs() < 1e-9);
    }

    #[test]
    fn one_sample_alone_with_luck_gives_no_interval() {
        let split = VarianceSplit::of(&[1, 1, 2, 2, 4, 4, 5, 9], 2).unwrap();
        assert!(split.luck > 0.0);
        assert_eq!(split.interval, None);
    }
}
