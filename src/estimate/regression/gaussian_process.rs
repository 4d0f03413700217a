//! A Gaussian process of three or four assumptions.

use nalgebra::DMatrix;

use crate::estimate::regression::penalised::{Fit, PenalisedModel};
use crate::estimate::regression::scores::evenly;
use crate::estimate::regression::simplex::{Lowest, lowest};

/// Most rows on which length scales and nugget are chosen.
pub const MOST_ROWS_TO_CHOOSE: usize = 250;

/// Most calls of the likelihood in each of the two searches.
const MOST_CALLS: usize = 150;

/// Mean variance of the process that the kernel's factor may leave out [0-1], and the most columns it may have.
const LEFT_OUT: f64 = 1e-6;
const MOST_COLUMNS: usize = 400;

/// Bounds of the logarithms: of a length scale over a standard deviation, and of the nugget over the variance.
const LENGTHS: [f64; 2] = [-1.6, 3.0];
const NUGGETS: [f64; 2] = [-9.0, 9.0];

/// Logarithms from which the search starts: (length scale, nugget); and by which it then moves each length scale.
const STARTS: [(f64, f64); 6] = [(0.0, -2.0), (0.0, 1.0), (0.7, -2.0), (0.7, 1.0), (0.7, 4.0), (1.5, 0.0)];
const MOVES: [f64; 3] = [0.0, -1.0, 1.5];

/// The expected outcome given the scores of some assumptions: shape `[assumption][row]`.
///
/// ```text
/// y(x) = b_0 + sum over j of b_j x_j + g(x) + e,      e independent with variance s^2
/// cov(g(x), g(z)) = s^2 / nugget x exp(-1/2 sum over j of ((x_j - z_j) / length_j)^2)
/// ```
///
/// Source: Strong, Oakley and Brennan (2014), Medical Decision Making 34(3). The line is free and s² profiled out;
/// length scales and nugget maximise the restricted likelihood on at most 250 evenly chosen rows, then all rows are
/// fitted once. The search starts from the best of six points, tries a shorter and a longer scale for each assumption,
/// and runs the simplex twice: from one start alone it often ended in a valley where a wave along one assumption passes
/// for noise (mean square error three times as high on such a surface).
///
/// The kernel's matrix K enters by its pivoted Cholesky factor (Harbrecht, Peters and Schneider 2012, Applied Numerical
/// Mathematics 62), K = L L' but for a millionth of the variance or after 400 columns. So the process is the penalised
/// model with the columns of L, and time grows with the rows instead of their cube: about a second for 1,500.
///
/// *When not to trust it*: steps and thresholds (the process is smooth everywhere); errors do not know that length
/// scales and nugget were chosen from the same rows; below some 100 rows per assumption the choice itself is a matter
/// of luck.
pub fn fit(scores: &[Vec<f64>], outcome: &[f64], rows: Vec<usize>) -> Fit {
    let few = evenly(outcome.len(), MOST_ROWS_TO_CHOOSE);
    let taken = |values: &[f64]| -> Vec<f64> { few.iter().map(|row| values[*row]).collect() };
    let few_scores: Vec<Vec<f64>> = scores.iter().map(|values| taken(values)).collect();
    let few_outcomes = taken(outcome);
    let criterion = |logarithms: &[f64]| {
        let chosen = Chosen::of(logarithms);
        let (model, penalties) = chosen.model(&few_scores, &few_outcomes);
        model.criterion(&penalties) + chosen.outside
    };
    let best = |starts: Vec<Vec<f64>>| {
        let valued = starts.into_iter().map(|at| Lowest { value: criterion(&at), at });
        valued.min_by(|a, b| a.value.total_cmp(&b.value))
    };
    let same = |(length, nugget): (f64, f64)| [vec![length; scores.len()], vec![nugget]].concat();
    let mut start = best(STARTS.map(same).to_vec()).map_or_else(Vec::new, |start| start.at);
    for axis in 0..scores.len() {
        let moved = |by: f64| {
            let mut at = start.clone();
            at[axis] += by;
            at
        };
        start = best(MOVES.map(moved).to_vec()).map_or_else(Vec::new, |start| start.at);
    }
    let first = lowest(criterion, &start, 1.0, 1e-2, MOST_CALLS).at;
    let chosen = Chosen::of(&lowest(criterion, &first, -0.7, 1e-2, MOST_CALLS).at);
    let (model, penalties) = chosen.model(scores, outcome);
    model.fit(&penalties, rows)
}

/// Length scales and nugget.
struct Chosen {
    lengths: Vec<f64>,
    nugget: f64,
    /// Square of how far the logarithms lie outside their bounds: keeps the search from wandering where nothing
    /// changes.
    outside: f64,
}

impl Chosen {
    /// From the logarithms of the length scales and, last, of the nugget; brought within their bounds.
    fn of(logarithms: &[f64]) -> Chosen {
        let mut outside = 0.0;
        let mut within = |log: f64, [low, high]: [f64; 2]| {
            let kept = log.clamp(low, high);
            outside += (log - kept) * (log - kept);
            libm::exp(kept)
        };
        let last = logarithms.len() - 1;
        let lengths = logarithms[..last].iter().map(|log| within(*log, LENGTHS)).collect();
        let nugget = within(logarithms[last], NUGGETS);
        Chosen { lengths, nugget, outside }
    }

    /// The penalised model with a line's columns, free, and those of the kernel's factor, held back by the nugget.
    fn model(&self, scores: &[Vec<f64>], outcome: &[f64]) -> (PenalisedModel, Vec<f64>) {
        let scaled: Vec<Vec<f64>> = (0..outcome.len())
            .map(|row| scores.iter().zip(&self.lengths).map(|(values, length)| values[row] / length).collect())
            .collect();
        let factor = kernel_factor(&scaled);
        let line = scores.len() + 1;
        let columns = DMatrix::from_fn(outcome.len(), line + factor.len(), |row, column| match column {
            0 => 1.0,
            column if column < line => scores[column - 1][row],
            column => factor[column - line][row],
        });
        let penalties = [vec![0.0; line], vec![self.nugget; factor.len()]].concat();
        (PenalisedModel::new(columns, outcome), penalties)
    }
}

/// Columns L of the pivoted Cholesky factor of the kernel of scaled points (`[row][assumption]`): `[column][row]`.
fn kernel_factor(points: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut left = vec![1.0_f64; points.len()];
    let mut columns: Vec<Vec<f64>> = Vec::new();
    while columns.len() < MOST_COLUMNS.min(points.len()) && left.iter().sum::<f64>() > LEFT_OUT * points.len() as f64 {
        let pivot = (1..points.len()).fold(0, |best, row| if left[row] > left[best] { row } else { best });
        let root = left[pivot].sqrt();
        let mut column: Vec<f64> = points.iter().map(|point| kernel(point, &points[pivot])).collect();
        for earlier in &columns {
            let by = earlier[pivot];
            for (value, part) in column.iter_mut().zip(earlier) {
                *value -= by * part;
            }
        }
        for (value, left) in column.iter_mut().zip(&mut left) {
            *value /= root;
            *left = (*left - *value * *value).max(0.0);
        }
        left[pivot] = 0.0;
        columns.push(column);
    }
    columns
}

/// The correlation of the process at two scaled points.
fn kernel(a: &[f64], b: &[f64]) -> f64 {
    let distance: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    libm::exp(-0.5 * distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::draw::{Decision, Draws};
    use crate::engine::quantile::normal::standard_normal;

    /// Standard normal points; the fourth number of each is noise.
    fn points(rows: usize) -> Vec<Vec<f64>> {
        let normal = |row: usize, axis: u32| Draws::new(7, 0, 0).uniform(row as u64, 0, Decision::Posterior, axis);
        (0..rows).map(|row| (0..4).map(|axis| standard_normal(normal(row, axis))).collect()).collect()
    }

    #[test]
    fn the_factor_gives_the_kernel_back() {
        let points: Vec<Vec<f64>> = points(100).iter().map(|point| point.iter().map(|x| x / 4.0).collect()).collect();
        let factor = kernel_factor(&points);
        assert!(factor.len() < 90, "{} columns", factor.len());
        let kept = |row: usize| factor.iter().map(|column| column[row] * column[row]).sum::<f64>();
        let left = (0..100).map(|row| 1.0 - kept(row)).sum::<f64>() / 100.0;
        assert!((-1e-12..LEFT_OUT).contains(&left), "{left}");
        for (i, j) in [(0, 1), (7, 33), (99, 2)] {
            let product: f64 = factor.iter().map(|column| column[i] * column[j]).sum();
            assert!((product - kernel(&points[i], &points[j])).abs() < 1e-4);
        }
        assert_eq!(kernel_factor(&vec![vec![1.0, 2.0, 3.0]; 9]).len(), 1, "equal points need one column");
    }

    #[test]
    fn finds_a_curved_surface_under_noise() {
        let points = points(240);
        let scores: Vec<Vec<f64>> = (0..3).map(|axis| points.iter().map(|point| point[axis]).collect()).collect();
        let surface = |point: &[f64]| 2.0 * point[0].sin() * point[1] + point[2] * point[2];
        let outcome: Vec<f64> = points.iter().map(|point| surface(point) + 0.7 * point[3]).collect();
        let found = fit(&scores, &outcome, (0..240).collect());
        let square = |(point, fitted): (&Vec<f64>, &f64)| (fitted - surface(point)) * (fitted - surface(point));
        let error = points.iter().zip(&found.fitted).map(square).sum::<f64>() / 240.0;
        // 25 degrees of freedom leave 25 / 240 of the noise's 1/2, hence 0.05; a plane would leave above 3.
        assert!(error < 0.12, "mean square error {error} with {} degrees of freedom", found.degrees_of_freedom);
        assert!((found.residual_variance - 0.49).abs() < 0.1, "{}", found.residual_variance);
    }
}
