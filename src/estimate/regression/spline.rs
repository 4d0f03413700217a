//! Penalised B-splines of one or two assumptions.

use nalgebra::{DMatrix, SymmetricEigen};

use crate::estimate::regression::penalised::{Fit, PenalisedModel};
use crate::estimate::regression::simplex::lowest;

/// Stretches between knots: for one assumption, and for each of two.
const SEGMENTS: [usize; 2] = [20, 7];

/// Cubic splines overlap by this many at a knot.
const DEGREE: usize = 3;

/// Logarithm of the smoothing parameter, over the scale of the columns: where the search starts, and its bounds.
const STARTS: [f64; 5] = [-4.0, 0.0, 4.0, 8.0, 12.0];
const BOUNDS: [f64; 2] = [-12.0, 20.0];

/// A cubic spline basis of one assumption, turned so that its penalty is a sum of squares.
struct Margin {
    /// Shape `[row][column]`.
    columns: DMatrix<f64>,
    /// Penalty on the square of each column's coefficient; 0 for the two that make a straight line.
    penalties: Vec<f64>,
}

impl Margin {
    /// Equally spaced knots over the scores, second differences of neighbouring coefficients penalised.
    fn new(scores: &[f64], segments: usize) -> Margin {
        let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let size = segments + DEGREE;
        let mut basis = DMatrix::zeros(scores.len(), size);
        for (row, score) in scores.iter().enumerate() {
            let along = (score - low) / (high - low) * segments as f64;
            let segment = (along as usize).min(segments - 1);
            for (spline, value) in cubic(along - segment as f64).into_iter().enumerate() {
                basis[(row, segment + spline)] = value;
            }
        }
        let mut differences = DMatrix::<f64>::zeros(size - 2, size);
        for row in 0..size - 2 {
            for (column, weight) in [1.0, -2.0, 1.0].into_iter().enumerate() {
                differences[(row, row + column)] = weight;
            }
        }
        let eigen = SymmetricEigen::new(differences.tr_mul(&differences));
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|a, b| eigen.eigenvalues[*a].total_cmp(&eigen.eigenvalues[*b]));
        let turn = DMatrix::from_fn(size, size, |row, column| eigen.eigenvectors[(row, order[column])]);
        // Straight lines have no second differences, whatever the eigenvalue's last bits say.
        let penalty = |place: usize| if place < 2 { 0.0 } else { eigen.eigenvalues[order[place]] };
        Margin { columns: basis * turn, penalties: (0..size).map(penalty).collect() }
    }
}

/// The four cubic B-splines that are not zero in a stretch, at `t` [0-1] of the way through it.
fn cubic(t: f64) -> [f64; DEGREE + 1] {
    let left = 1.0 - t;
    [
        left * left * left / 6.0,
        (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
        (3.0 * left * left * left - 6.0 * left * left + 4.0) / 6.0,
        t * t * t / 6.0,
    ]
}

/// The expected outcome given the scores of one or two assumptions: shape `[assumption][row]`.
///
/// ```text
/// one: f(x) = sum over i of b_i B_i(x)                 penalty a x sum of (second differences of b)^2
/// two: f(x, z) = sum over i, j of b_ij B_i(x) B_j(z)   one such penalty along each assumption
/// ```
///
/// 20 stretches between knots for one assumption, 7 x 7 for two, fewer where there are few rows. A straight line (for
/// two: with its product) is never held back. Source: Eilers and Marx (1996), Statistical Science 11(2); (2003) for the
/// tensor product. The smoothing parameters maximise the restricted likelihood (REML; Wood 2011), which follows noise
/// less often than cross-validation (Reiss and Ogden 2009, Journal of the Royal Statistical Society B 71(2)).
///
/// *When not to trust it*: where degrees of freedom come near the number of columns (bends are sharper than the knots
/// allow: a step at a threshold, for instance); waves shorter than the stretches between knots pass for noise without a
/// sign; and at the ends of the scores few rows carry the line.
pub fn fit(scores: &[Vec<f64>], outcome: &[f64], rows: Vec<usize>) -> Fit {
    let for_rows = if scores.len() == 1 { outcome.len() / 4 } else { (outcome.len() as f64 / 4.0).sqrt() as usize };
    let segments = SEGMENTS[scores.len() - 1].min(for_rows.saturating_sub(DEGREE)).max(1);
    let margins: Vec<Margin> = scores.iter().map(|scores| Margin::new(scores, segments)).collect();
    let (columns, penalties) = match &margins[..] {
        [first, second] => product(first, second),
        rest => (rest[0].columns.clone(), rest[0].penalties.iter().map(|penalty| vec![*penalty]).collect()),
    };
    let model = PenalisedModel::new(columns, outcome);
    let scale = model.scale();
    let smoothed = |logarithms: &[f64]| -> Vec<f64> {
        let smoothing: Vec<f64> =
            logarithms.iter().map(|log| scale * libm::exp(log.clamp(BOUNDS[0], BOUNDS[1]))).collect();
        penalties.iter().map(|parts| parts.iter().zip(&smoothing).map(|(part, by)| part * by).sum()).collect()
    };
    let criterion = |logarithms: &[f64]| model.criterion(&smoothed(logarithms));
    let start = starts(scores.len())
        .into_iter()
        .map(|start| (criterion(&start), start))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(|| vec![0.0; scores.len()], |(_, start)| start);
    let chosen = lowest(criterion, &start, 2.0, 1e-3, 60).at;
    let penalties = smoothed(&chosen);
    model.fit(&penalties, rows)
}

/// Products of the columns of two assumptions, with the penalty along each.
fn product(first: &Margin, second: &Margin) -> (DMatrix<f64>, Vec<Vec<f64>>) {
    let width = second.penalties.len();
    let size = first.penalties.len() * width;
    let columns = DMatrix::from_fn(first.columns.nrows(), size, |row, column| {
        first.columns[(row, column / width)] * second.columns[(row, column % width)]
    });
    let penalty = |column: usize| vec![first.penalties[column / width], second.penalties[column % width]];
    (columns, (0..size).map(penalty).collect())
}

/// Every combination of starting points for so many smoothing parameters.
fn starts(parameters: usize) -> Vec<Vec<f64>> {
    (0..parameters).fold(vec![vec![]], |begun, _| {
        let longer = |start: &Vec<f64>| STARTS.map(|next| [&start[..], &[next]].concat());
        begun.iter().flat_map(longer).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: usize) -> Vec<f64> {
        (0..rows).map(|row| row as f64 / rows as f64 * 4.0 - 2.0).collect()
    }

    /// A fixed zigzag in place of noise: mean 0, variance 1/2.
    fn zigzag(row: usize) -> f64 {
        [1.0, -1.0, 0.0, 0.0][(row * 7 + row / 4) % 4]
    }

    #[test]
    fn the_splines_sum_to_one_and_lines_are_free() {
        for t in [0.0, 0.3, 1.0] {
            assert!((cubic(t).iter().sum::<f64>() - 1.0).abs() < 1e-15);
        }
        let margin = Margin::new(&grid(50), 5);
        assert_eq!(margin.penalties.iter().filter(|penalty| **penalty == 0.0).count(), 2);
        assert!(margin.penalties[2] > 1e-3);
    }

    #[test]
    fn a_straight_line_costs_two_degrees_of_freedom_and_a_wave_more() {
        let x = grid(400);
        let line: Vec<f64> = x.iter().enumerate().map(|(row, x)| 3.0 * x + zigzag(row)).collect();
        let found = fit(std::slice::from_ref(&x), &line, (0..400).collect());
        assert!(found.degrees_of_freedom < 3.0, "{}", found.degrees_of_freedom);
        let wave: Vec<f64> = x.iter().enumerate().map(|(row, x)| 3.0 * (2.0 * x).sin() + zigzag(row)).collect();
        let found = fit(std::slice::from_ref(&x), &wave, (0..400).collect());
        assert!(found.degrees_of_freedom > 5.0 && found.degrees_of_freedom < 20.0, "{}", found.degrees_of_freedom);
        let worst = x.iter().zip(&found.fitted).map(|(x, f)| (f - 3.0 * (2.0 * x).sin()).abs()).fold(0.0, f64::max);
        assert!(worst < 0.4, "{worst}");
    }

    #[test]
    fn the_same_assumption_twice_is_that_assumption() {
        let x = grid(300);
        let outcome: Vec<f64> = x.iter().enumerate().map(|(row, x)| x * x + zigzag(row)).collect();
        let once = fit(std::slice::from_ref(&x), &outcome, (0..300).collect());
        let twice = fit(&[x.clone(), x], &outcome, (0..300).collect());
        let gap = once.fitted.iter().zip(&twice.fitted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(gap < 0.3, "{gap}");
    }
}
