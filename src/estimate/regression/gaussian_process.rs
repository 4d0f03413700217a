//! A Gaussian process of three or four assumptions.

use nalgebra::DMatrix;

use crate::estimate::regression::penalised::{Fit, PenalisedModel};
use crate::estimate::regression::scores::evenly;
use crate::estimate::regression::simplex::lowest;

/// Most rows on which length scales and nugget are chosen.
pub const MOST_ROWS_TO_CHOOSE: usize = 250;

/// Most calls of the likelihood in that choice.
const MOST_CALLS: usize = 150;

/// Mean variance of the process that the kernel's factor may leave out [0-1], and the most columns it may have.
const LEFT_OUT: f64 = 1e-6;
const MOST_COLUMNS: usize = 400;

/// Bounds of the logarithms: of a length scale over a standard deviation, and of the nugget over the variance.
const LENGTHS: [f64; 2] = [-1.6, 3.0];
const NUGGETS: [f64; 2] = [-9.0, 9.0];

/// Logarithms at which the search may start: (length scale, nugget).
const STARTS: [(f64, f64); 6] = [(0.0, -2.0), (0.0, 1.0), (0.7, -2.0), (0.7, 1.0), (0.7, 4.0), (1.5, 0.0)];

/// The expected outcome given the scores of some assumptions: shape `[assumption][row]`.
///
/// ```text
/// y(x) = b_0 + sum over j of b_j x_j + g(x) + e,      e independent with variance s^2
/// cov(g(x), g(z)) = s^2 / nugget x exp(-1/2 sum over j of ((x_j - z_j) / length_j)^2)
/// ```
///
/// Source: Strong, Oakley and Brennan (2014), Medical Decision Making 34(3). The line is free and s² profiled out;
/// length scales and nugget maximise the restricted likelihood on at most 250 evenly chosen rows (simplex, from the
/// best of six starts), then all rows are fitted once. The kernel's matrix K enters by its pivoted Cholesky factor
/// (Harbrecht, Peters and Schneider 2012, Applied Numerical Mathematics 62), K = L L' but for a millionth of the
/// variance or after 400 columns: the process is then the penalised model with the columns of L, and time grows with the
/// rows instead of their cube.
///
/// *When not to trust it*: steps and thresholds (the process is smooth everywhere); errors do not know that length scales
/// and nugget were chosen from the same rows; below some 100 rows per assumption the choice itself is a matter of luck.
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
    let start = |(length, nugget): (f64, f64)| [vec![length; scores.len()], vec![nugget]].concat();
    let start = STARTS
        .map(start)
        .into_iter()
        .map(|start| (criterion(&start), start))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(Vec::new, |(_, start)| start);
    let chosen = Chosen::of(&lowest(criterion, &start, 1.0, 1e-2, MOST_CALLS).at);
    let (model, penalties) = chosen.model(scores, outcome);
    model.fit(&penalties, rows)
}

/// Length scales and nugget.
struct Chosen {
    lengths: Vec<f64>,
    nugget: f64,
    /// Square of how far the logarithms lie outside their bounds: keeps the search from wandering where nothing changes.
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

    fn points(rows: usize) -> Vec<Vec<f64>> {
        let part = |row: usize, by: f64| (row as f64 * by).fract() * 4.0 - 2.0;
        (0..rows).map(|row| vec![part(row, 0.618_034), part(row, 0.754_878), part(row, 0.569_840)]).collect()
    }

    #[test]
    fn the_factor_gives_the_kernel_back() {
        let points = points(60);
        let factor = kernel_factor(&points);
        assert!(factor.len() < 60);
        let mean_left: f64 =
            (0..60).map(|row| 1.0 - factor.iter().map(|c| c[row] * c[row]).sum::<f64>()).sum::<f64>() / 60.0;
        assert!((0.0..LEFT_OUT).contains(&mean_left), "{mean_left}");
        for (i, j) in [(0, 1), (7, 33), (59, 2)] {
            let product: f64 = factor.iter().map(|column| column[i] * column[j]).sum();
            assert!((product - kernel(&points[i], &points[j])).abs() < 1e-4);
        }
        let same = vec![vec![1.0, 2.0, 3.0]; 9];
        assert_eq!(kernel_factor(&same).len(), 1, "equal points need one column");
    }

    #[test]
    fn finds_a_curved_surface_under_noise() {
        let points = points(240);
        let scores: Vec<Vec<f64>> = (0..3).map(|j| points.iter().map(|point| point[j]).collect()).collect();
        let surface = |point: &[f64]| 2.0 * (point[0] * point[1]).sin() + point[2] * point[2];
        let noise = |row: usize| [1.0, -1.0, 0.0, 0.0][(row * 7 + row / 4) % 4];
        let outcome: Vec<f64> = points.iter().enumerate().map(|(row, point)| surface(point) + noise(row)).collect();
        let found = fit(&scores, &outcome, (0..240).collect());
        let error: f64 =
            points.iter().zip(&found.fitted).map(|(point, fitted)| (fitted - surface(point)).powi(2)).sum();
        assert!(error / 240.0 < 0.25, "mean square error {} with noise of 1/2", error / 240.0);
        assert!(found.degrees_of_freedom < 120.0 && found.explained_share > 0.7);
    }
}
