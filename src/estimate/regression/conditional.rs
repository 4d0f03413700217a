//! The expected outcome given one to four assumptions, by the regression that suits their number.

use crate::estimate::net_benefit::MOST_ORE;
use crate::estimate::refusal::Refusal;
use crate::estimate::regression::penalised::Fit;
use crate::estimate::regression::scores::{evenly, normal_scores};
use crate::estimate::regression::{gaussian_process, spline};

/// Most rows that a regression takes: more are thinned evenly.
pub const MOST_ROWS: usize = 1_500;

/// Fewest rows per assumption.
pub const LEAST_ROWS: usize = 20;

/// The expected outcome given some assumptions: shape `[assumption][row]`, one outcome per row.
///
/// One or two assumptions: [`spline::fit`]; three or four: [`gaussian_process::fit`]. Both work on the normal scores of
/// the values ([`normal_scores`]), so the order of the values counts and their scale does not. Equal values and
/// assumptions with few levels share scores; assumptions that say the same are fitted as one. Above [`MOST_ROWS`] rows
/// they are thinned evenly; [`Fit::rows`] says which were kept.
///
/// Matrix kernels may differ in the last bits between processors, so fitted values are not to the bit.
///
/// # Errors
/// Not one to four assumptions; fewer than [`LEAST_ROWS`] rows for each; a value that is missing, infinite or not a
/// number; an assumption that has one value throughout.
///
/// # Examples
/// ```
/// use gevinst::estimate::regression::conditional::conditional_expectation;
///
/// let known: Vec<f64> = (0..200).map(f64::from).collect();
/// let outcome: Vec<f64> = (0..200).map(|row| f64::from(row) + if row % 2 == 0 { 5.0 } else { -5.0 }).collect();
/// let fit = conditional_expectation(&[known], &outcome)?;
/// assert!((fit.fitted[100] - 100.0).abs() < 2.0);
/// assert!(fit.explained_share > 0.98);
/// # Ok::<(), gevinst::estimate::refusal::Refusal>(())
/// ```
pub fn conditional_expectation(assumptions: &[Vec<f64>], outcome: &[f64]) -> Result<Fit, Refusal> {
    let asked = assumptions.len();
    if !(1..=4).contains(&asked) {
        return Err(Refusal::Asked { asked });
    }
    let least = LEAST_ROWS * asked;
    if outcome.len() < least {
        return Err(Refusal::FewSamples { samples: outcome.len(), least });
    }
    // A number that is none lies in no range.
    if let Some(row) = outcome.iter().position(|value| !(-MOST_ORE..=MOST_ORE).contains(value)) {
        return Err(Refusal::Outcome { row, value: outcome[row] });
    }
    for (assumption, values) in assumptions.iter().enumerate() {
        if values.len() != outcome.len() {
            return Err(Refusal::Values { assumption, values: values.len(), samples: outcome.len() });
        }
        if let Some(sample) = values.iter().position(|value| !value.is_finite()) {
            return Err(Refusal::NotFinite { assumption, sample, value: values[sample] });
        }
    }
    let rows = evenly(outcome.len(), MOST_ROWS);
    let taken = |values: &[f64]| -> Vec<f64> { rows.iter().map(|row| values[*row]).collect() };
    let mut scores = Vec::with_capacity(asked);
    for (assumption, values) in assumptions.iter().enumerate() {
        let values = taken(values);
        if values.iter().all(|value| *value == values[0]) {
            return Err(Refusal::Fixed { assumption });
        }
        scores.push(normal_scores(&values));
    }
    let outcome = taken(outcome);
    Ok(if asked <= 2 { spline::fit(&scores, &outcome, rows) } else { gaussian_process::fit(&scores, &outcome, rows) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(rows: usize) -> Vec<f64> {
        (0..rows).map(|row| (row as f64 * 0.618_034).fract()).collect()
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let (x, y) = (column(200), column(200));
        let refused =
            |assumptions: &[Vec<f64>], outcome: &[f64]| conditional_expectation(assumptions, outcome).unwrap_err();
        assert_eq!(refused(&[], &y), Refusal::Asked { asked: 0 });
        assert_eq!(refused(&vec![x.clone(); 5], &y), Refusal::Asked { asked: 5 });
        assert_eq!(
            refused(&[x[..30].to_vec(), x[..30].to_vec()], &y[..30]),
            Refusal::FewSamples { samples: 30, least: 40 }
        );
        assert_eq!(refused(&[x[..9].to_vec()], &y), Refusal::Values { assumption: 0, values: 9, samples: 200 });
        assert_eq!(refused(&[x.clone(), vec![2.0; 200]], &y), Refusal::Fixed { assumption: 1 });
        let mut hole = x.clone();
        hole[7] = f64::NAN;
        let text = refused(&[x.clone(), hole.clone()], &y).to_string();
        assert!(text.starts_with("assumption 1 is NaN in sample 7"), "{text}");
        assert!(matches!(refused(&[x], &hole), Refusal::Outcome { row: 7, .. }));
    }

    #[test]
    fn few_levels_are_fitted_by_their_means() {
        for levels in [2.0, 4.0] {
            let x: Vec<f64> = column(600).iter().map(|x| (x * levels).floor()).collect();
            let noise = |row: usize| [1.0, -1.0, 0.0, 0.0][(row * 7 + row / 4) % 4];
            let outcome: Vec<f64> = x.iter().enumerate().map(|(row, x)| 10.0 * x + noise(row)).collect();
            let fit = conditional_expectation(std::slice::from_ref(&x), &outcome).expect("a fit");
            for (x, fitted) in x.iter().zip(&fit.fitted) {
                assert!((fitted - 10.0 * x).abs() < 0.3, "{levels} levels, at {x}: {fitted}");
            }
        }
    }

    #[test]
    fn thins_evenly_and_follows_order_only() {
        let x = column(4_000);
        let outcome: Vec<f64> = x.iter().map(|x| x * x).collect();
        let fit = conditional_expectation(std::slice::from_ref(&x), &outcome).expect("a fit");
        assert_eq!((fit.rows.len(), fit.fitted.len()), (MOST_ROWS, MOST_ROWS));
        let logarithm: Vec<f64> = x.iter().map(|x| (x + 1e-3).ln()).collect();
        assert_eq!(conditional_expectation(&[logarithm], &outcome).expect("a fit").fitted, fit.fitted);
    }
}
