//! One-way and two-way analyses: what one assumption, or two together, do to a figure, all others at their base value.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::estimate::estimated::Estimated;
use crate::estimate::summary::{Batches, mean, standard_error};

/// The mean over replicates with its Monte Carlo error; 0 with one replicate.
fn estimated(values: &[i64]) -> Estimated {
    Estimated { value: mean(values), standard_error: standard_error(values, Batches::of_samples(1)) }
}

/// One end of a bar: an assumption at a value, all others at their base value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// Value of the assumption \[its unit\].
    pub value: f64,
    /// The figure: shape `[perspective]`, øre. *Positive = gain*.
    pub figure: Vec<Estimated>,
    /// The figure less that of the base, with the standard error of the paired change: shape `[perspective]`, øre.
    pub change: Vec<Estimated>,
}

/// What an assumption does between both ends of its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Index of the assumption.
    pub assumption: usize,
    /// At the low end.
    pub low: End,
    /// At the high end.
    pub high: End,
}

impl Bar {
    /// The length of the bar of a perspective \[øre\]: from the least to the greatest of base, low and high end.
    pub fn swing(&self, perspective: usize) -> f64 {
        let (low, high) = (self.low.change[perspective].value, self.high.change[perspective].value);
        low.max(high).max(0.0) - low.min(high).min(0.0)
    }
}

/// A one-way analysis (tornado).
///
/// ```text
/// change of an end = mean over r of (f(base with the end's value, luck r) - f(base, luck r))
/// ```
///
/// The same replicates of luck run in every bar, so that the luck which an assumption leaves alone cancels (common
/// random numbers; Law 2015, section 11.2), and the standard error is that of the paired differences. It is the
/// deterministic one-way analysis of Briggs, Claxton and Sculpher (2006).
///
/// Do not trust it for what assumptions do together: where they interact or are correlated, a swing says little; and
/// the base is the figure at base values, not the expected figure, where the model is not linear.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneWay {
    /// The figure with all assumptions at their base value: shape `[perspective]`, øre.
    pub base: Vec<Estimated>,
    /// The bars, in the order in which they were declared.
    pub bars: Vec<Bar>,
}

impl OneWay {
    /// The bars by their swing for a perspective, the longest first; equal ones in the order of declaration.
    pub fn by_swing(&self, perspective: usize) -> Vec<&Bar> {
        let mut sorted: Vec<&Bar> = self.bars.iter().collect();
        sorted.sort_by(|a, b| b.swing(perspective).total_cmp(&a.swing(perspective)));
        sorted
    }
}

/// The range of an assumption in a one-way analysis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssumptionRange {
    /// Index of the assumption among the base values.
    pub assumption: usize,
    /// Low end \[its unit\].
    pub low: f64,
    /// High end \[its unit\].
    pub high: f64,
}

/// The values of an assumption in a two-way analysis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Index of the assumption among the base values.
    pub assumption: usize,
    /// The values \[its unit\].
    pub values: Vec<f64>,
}

/// A two-way analysis: the figure at each pair of values of two assumptions, all others at their base value.
///
/// The same replicates of luck run in every cell, hence cells differ by less than their standard errors suggest. Do not
/// read a chance from the grid: it says nothing of how likely its corners are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TwoWay {
    /// The first assumption: rows.
    pub first: Axis,
    /// The second assumption: columns; put in after the first, should both be the same.
    pub second: Axis,
    /// The figure: shape `[first][second][perspective]`, øre. *Positive = gain*.
    pub cells: Vec<Vec<Vec<Estimated>>>,
}

/// A one-way analysis over `replicates` (at least one) of luck; an end at the base value costs no run.
///
/// `model` gives one figure per perspective \[øre\] for values of the assumptions and a number of luck.
///
/// # Errors
/// Of all runs that fail, the error of the first in order: bar by bar, replicate by replicate.
///
/// # Panics
/// A range is of an assumption that has no base value.
///
/// # Examples
/// ```
/// use std::convert::Infallible;
///
/// use gevinst::estimate::one_way::{AssumptionRange, one_way};
///
/// let saving = |values: &[f64], luck: u64| {
///     Ok::<[i64; 1], Infallible>([(values[0] * values[1]) as i64 + (luck * luck % 7) as i64])
/// };
/// let range = |assumption, low, high| AssumptionRange { assumption, low, high };
/// let ranges = [range(0, 8.0, 11.0), range(1, 50.0, 150.0)];
/// let found = one_way(&[10.0, 100.0], &ranges, 20, saving).unwrap();
/// let longest = found.by_swing(0)[0];
/// assert_eq!((longest.assumption, longest.swing(0)), (1, 1_000.0));
/// assert_eq!(longest.low.change[0].standard_error, 0.0);
/// ```
pub fn one_way<const PERSPECTIVES: usize, E: Send>(
    base: &[f64],
    ranges: &[AssumptionRange],
    replicates: u64,
    model: impl Fn(&[f64], u64) -> Result<[i64; PERSPECTIVES], E> + Sync,
) -> Result<OneWay, E> {
    let mut points = Points(vec![base.to_vec()]);
    let mut with = |assumption: usize, value: f64| {
        let mut values = base.to_vec();
        values[assumption] = value;
        points.index(values)
    };
    let ends: Vec<(usize, usize)> =
        ranges.iter().map(|range| (with(range.assumption, range.low), with(range.assumption, range.high))).collect();
    let figures = points.run(replicates, &model)?;
    let end = |value: f64, point: usize| End {
        value,
        figure: estimates(&figures[point]),
        change: estimates(&changes(&figures[point], &figures[0])),
    };
    let bar = |(range, (low, high)): (&AssumptionRange, &(usize, usize))| Bar {
        assumption: range.assumption,
        low: end(range.low, *low),
        high: end(range.high, *high),
    };
    Ok(OneWay { base: estimates(&figures[0]), bars: ranges.iter().zip(&ends).map(bar).collect() })
}

/// A two-way analysis over `replicates` (at least one) of luck; a pair that comes again costs no run.
///
/// `model` gives one figure per perspective \[øre\] for values of the assumptions and a number of luck.
///
/// # Errors
/// Of all runs that fail, the error of the first in order: row by row, cell by cell, replicate by replicate.
///
/// # Panics
/// An axis is of an assumption that has no base value.
pub fn two_way<const PERSPECTIVES: usize, E: Send>(
    base: &[f64],
    first: Axis,
    second: Axis,
    replicates: u64,
    model: impl Fn(&[f64], u64) -> Result<[i64; PERSPECTIVES], E> + Sync,
) -> Result<TwoWay, E> {
    let mut points = Points(Vec::new());
    let mut with = |of_first: f64, of_second: f64| {
        let mut values = base.to_vec();
        values[first.assumption] = of_first;
        values[second.assumption] = of_second;
        points.index(values)
    };
    let mut row = |of_first: &f64| second.values.iter().map(|of_second| with(*of_first, *of_second)).collect();
    let grid: Vec<Vec<usize>> = first.values.iter().map(&mut row).collect();
    let figures = points.run(replicates, &model)?;
    let cell = |point: &usize| estimates(&figures[*point]);
    let cells = grid.iter().map(|row| row.iter().map(cell).collect()).collect();
    Ok(TwoWay { first, second, cells })
}

/// Values of the assumptions at which the model is asked, each once.
struct Points(Vec<Vec<f64>>);

impl Points {
    /// The place of some values among the points.
    fn index(&mut self, values: Vec<f64>) -> usize {
        self.0.iter().position(|point| *point == values).unwrap_or_else(|| {
            self.0.push(values);
            self.0.len() - 1
        })
    }

    /// The figures of all points: shape `[point][replicate][perspective]`, whatever the order in which they are run.
    ///
    /// After an error, runs further on in the order are left; those before it are made, since they may err too.
    fn run<const PERSPECTIVES: usize, E: Send>(
        &self,
        replicates: u64,
        model: &(impl Fn(&[f64], u64) -> Result<[i64; PERSPECTIVES], E> + Sync),
    ) -> Result<Vec<Vec<[i64; PERSPECTIVES]>>, E> {
        let replicates = replicates.max(1) as usize;
        let first_error = AtomicUsize::new(usize::MAX);
        let one = |run: usize| {
            if run > first_error.load(Ordering::Relaxed) {
                return None;
            }
            let figures = model(&self.0[run / replicates], (run % replicates) as u64);
            if figures.is_err() {
                first_error.fetch_min(run, Ordering::Relaxed);
            }
            Some(figures)
        };
        let runs: Vec<Option<_>> = (0..self.0.len() * replicates).into_par_iter().map(one).collect();
        let figures = runs.into_iter().flatten().collect::<Result<Vec<_>, E>>()?;
        Ok(figures.chunks(replicates).map(<[_]>::to_vec).collect())
    }
}

/// The estimate of each perspective, from shape `[replicate][perspective]`.
fn estimates<const PERSPECTIVES: usize>(figures: &[[i64; PERSPECTIVES]]) -> Vec<Estimated> {
    let of = |at: usize| estimated(&figures.iter().map(|seen| seen[at]).collect::<Vec<i64>>());
    (0..PERSPECTIVES).map(of).collect()
}

/// The paired changes from the base, replicate by replicate.
fn changes<const PERSPECTIVES: usize>(
    figures: &[[i64; PERSPECTIVES]],
    base: &[[i64; PERSPECTIVES]],
) -> Vec<[i64; PERSPECTIVES]> {
    let change = |(seen, base): (&[i64; PERSPECTIVES], &[i64; PERSPECTIVES])| {
        std::array::from_fn(|at| seen[at].saturating_sub(base[at]))
    };
    figures.iter().zip(base).map(change).collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{AssumptionRange, Axis, one_way, two_way};

    const BASE: [f64; 3] = [10.0, 0.5, 4.0];

    fn range(assumption: usize, low: f64, high: f64) -> AssumptionRange {
        AssumptionRange { assumption, low, high }
    }

    fn axis(assumption: usize, values: &[f64]) -> Axis {
        Axis { assumption, values: values.to_vec() }
    }

    /// Linear in the assumptions; the luck is added and does not depend on them.
    fn additive(values: &[f64], luck: u64) -> Result<[i64; 2], Infallible> {
        let figure = 100.0 * values[0] - 4_000.0 * values[1] + 7.0 * values[2];
        Ok([figure as i64 + (luck * luck * 37 % 101) as i64, -(figure as i64)])
    }

    #[test]
    fn a_linear_model_gives_exact_swings_and_common_luck_cancels() {
        let ranges = [range(2, 4.0, 14.0), range(0, 8.0, 13.0), range(1, 0.75, 0.25)];
        let found = one_way(&BASE, &ranges, 50, additive).unwrap();
        assert_eq!(found.bars.iter().map(|bar| bar.swing(0)).collect::<Vec<_>>(), [70.0, 500.0, 2_000.0]);
        assert_eq!(found.by_swing(1).iter().map(|bar| bar.assumption).collect::<Vec<_>>(), [1, 0, 2]);
        let bar = &found.bars[1];
        assert_eq!((bar.low.change[0].value, bar.high.change[0].value), (-200.0, 300.0));
        assert_eq!((bar.low.change[1].value, bar.high.change[1].value), (200.0, -300.0));
        assert!(found.bars.iter().all(|bar| bar.low.change[0].standard_error == 0.0));
        assert!(found.bars.iter().all(|bar| bar.high.change[0].standard_error == 0.0));
        assert!(found.base[0].standard_error > 1.0 && found.base[1].standard_error == 0.0);
        assert_eq!(bar.high.figure[0].value, found.base[0].value + 300.0);
    }

    #[test]
    fn a_bar_that_does_not_straddle_the_base_reaches_to_it() {
        let hill = |values: &[f64], _: u64| Ok::<_, Infallible>([-((values[0] - 10.0) * (values[0] - 10.0)) as i64]);
        let found = one_way(&BASE, &[range(0, 7.0, 13.0), range(0, 12.0, 14.0)], 1, hill).unwrap();
        assert_eq!((found.bars[0].swing(0), found.bars[1].swing(0)), (9.0, 16.0));
    }

    #[test]
    fn luck_that_the_assumption_changes_leaves_an_error() {
        let multiplied = |values: &[f64], luck: u64| Ok::<_, Infallible>([(values[0] * (luck % 5) as f64) as i64]);
        let found = one_way(&BASE, &[range(0, 0.0, 11.0)], 5, multiplied).unwrap();
        // Changes of 0, 1, 2, 3, 4: mean 2, variance 2.5.
        let change = found.bars[0].high.change[0];
        assert!((change.value - 2.0).abs() < 1e-12 && (change.standard_error - 0.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_equals_the_base_or_comes_again_is_not_run() {
        let asked = AtomicU64::new(0);
        let counting = |values: &[f64], luck: u64| {
            asked.fetch_add(1, Ordering::Relaxed);
            additive(values, luck)
        };
        let found = one_way(&BASE, &[range(0, 10.0, 12.0), range(1, 0.5, 0.5)], 8, counting).unwrap();
        assert_eq!(asked.swap(0, Ordering::Relaxed), 2 * 8);
        assert_eq!(found.bars[1].swing(0), 0.0);
        assert_eq!(found.bars[0].low.figure, found.base);
        two_way(&BASE, axis(0, &[1.0, 2.0, 1.0]), axis(1, &[0.5, 0.6]), 8, counting).unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 4 * 8);
    }

    #[test]
    fn a_grid_has_its_rows_and_columns() {
        let product = |values: &[f64], luck: u64| {
            Ok::<_, Infallible>([(values[0] * values[2]) as i64 + if luck == 0 { 2 } else { 0 }])
        };
        let found = two_way(&BASE, axis(0, &[1.0, 2.0]), axis(2, &[3.0, 5.0, 7.0]), 2, product).unwrap();
        let means: Vec<Vec<f64>> =
            found.cells.iter().map(|row| row.iter().map(|cell| cell[0].value).collect()).collect();
        assert_eq!(means, [[4.0, 6.0, 8.0], [7.0, 11.0, 15.0]]);
        assert!(found.cells.iter().flatten().all(|cell| cell[0].standard_error == 1.0));
        assert!(two_way(&BASE, axis(0, &[]), axis(2, &[1.0]), 2, product).unwrap().cells.is_empty());
    }

    #[test]
    fn of_all_errors_the_first_in_order_is_told() {
        let failing = |values: &[f64], luck: u64| {
            if values[0] == 12.0 && luck >= 30 { Err((values[0] as i64, luck)) } else { Ok([0]) }
        };
        for _ in 0..20 {
            let ranges = [range(0, 9.0, 11.0), range(0, 8.0, 12.0), range(1, 0.1, 0.9)];
            assert_eq!(one_way(&BASE, &ranges, 64, failing).unwrap_err(), (12, 30));
        }
        let always = |values: &[f64], luck: u64| Err::<[i64; 1], _>((values[1] as i64, luck));
        assert_eq!(two_way(&BASE, axis(1, &[5.0, 6.0]), axis(2, &[1.0, 2.0]), 9, always).unwrap_err(), (5, 0));
    }

    #[test]
    fn no_replicates_count_as_one() {
        let found = one_way(&BASE, &[range(0, 8.0, 13.0)], 0, additive).unwrap();
        assert_eq!((found.base[0].value, found.base[0].standard_error), (-972.0, 0.0));
    }
}
