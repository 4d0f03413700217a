//! Penalised least squares: a smooth fit as a linear model of which some columns are held back.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// What is added to the diagonal of the columns' squares, as a part of its mean: collinear columns stay solvable.
const RIDGE: f64 = 1e-8;

/// Smallest residual sum of squares, as a part of the outcome's: below it an outcome counts as fitted exactly.
const EXACT: f64 = 1e-12;

/// A linear model of an outcome before the penalty is chosen.
///
/// ```text
/// minimise |y - X b|^2 + sum over columns of penalty x b^2
/// ```
///
/// It is the mixed model in which a penalised coefficient is normal with variance residual variance / penalty, and a
/// column with penalty 0 is free.
pub struct PenalisedModel {
    /// Shape `[row][column]`.
    columns: DMatrix<f64>,
    /// X'X with the ridge.
    squares: DMatrix<f64>,
    ridge: f64,
    /// X'y of the centred outcome.
    products: DVector<f64>,
    /// The outcome less its mean: shape `[row]`.
    outcome: DVector<f64>,
    mean: f64,
}

/// A fitted conditional expectation. Unit: that of the outcome.
///
/// ```text
/// fitted = X b,  b = (X'X + S)^-1 X'y,  posterior of b: normal around it with covariance s^2 (X'X + S)^-1
/// s^2    = (|y - X b|^2 + b'S b) / (rows - free columns)
/// ```
#[derive(Clone, Debug)]
pub struct Fit {
    /// Rows of the input that were used, in their order.
    pub rows: Vec<usize>,
    /// Expected outcome given the assumptions: shape `[row]`.
    pub fitted: Vec<f64>,
    /// Outcome less fitted: shape `[row]`.
    pub residuals: Vec<f64>,
    /// Variance of the residuals s², in the square of the unit.
    pub residual_variance: f64,
    /// Share of the outcome's variance that the assumptions explain, in these rows [0-1].
    pub explained_share: f64,
    /// Effective degrees of freedom: the trace of the matrix that makes fitted values of outcomes.
    pub degrees_of_freedom: f64,
    /// Columns of the model: what the degrees of freedom cannot pass.
    pub columns: usize,
    /// What posterior draws need; `None` where the outcome does not vary.
    posterior: Option<Posterior>,
}

#[derive(Clone, Debug)]
struct Posterior {
    columns: DMatrix<f64>,
    factor: Cholesky<f64, Dyn>,
    /// Square root of each penalty with the ridge: shape `[column]`.
    roots: DVector<f64>,
}

impl PenalisedModel {
    /// The model of an outcome with one value per row of the columns.
    pub fn new(columns: DMatrix<f64>, outcome: &[f64]) -> PenalisedModel {
        let mean = outcome.iter().sum::<f64>() / outcome.len().max(1) as f64;
        let outcome = DVector::from_iterator(outcome.len(), outcome.iter().map(|value| value - mean));
        let mut squares = columns.tr_mul(&columns);
        let ridge = RIDGE * squares.trace() / squares.nrows().max(1) as f64;
        for column in 0..squares.nrows() {
            squares[(column, column)] += ridge;
        }
        PenalisedModel { products: columns.tr_mul(&outcome), columns, squares, ridge, outcome, mean }
    }

    /// Mean square of the columns, summed over the rows: the scale on which a penalty is large or small.
    pub fn scale(&self) -> f64 {
        self.squares.trace() / self.squares.nrows().max(1) as f64
    }

    fn factor(&self, penalties: &[f64]) -> Option<Cholesky<f64, Dyn>> {
        let mut matrix = self.squares.clone();
        for (column, penalty) in penalties.iter().enumerate() {
            matrix[(column, column)] += penalty;
        }
        Cholesky::new(matrix)
    }

    /// Rows less free columns, at least one.
    fn rows_left(&self, penalties: &[f64]) -> f64 {
        let free = penalties.iter().filter(|penalty| **penalty == 0.0).count();
        self.outcome.len().saturating_sub(free).max(1) as f64
    }

    /// Penalised sum of squares |y - X b|^2 + b'S b, at least [`EXACT`] of the outcome's.
    fn misfit(&self, coefficients: &DVector<f64>) -> f64 {
        let all = self.outcome.norm_squared();
        (all - self.products.dot(coefficients)).max(EXACT * all)
    }

    /// -2 x log restricted likelihood of the penalties, residual variance profiled out, but for a constant.
    ///
    /// ```text
    /// (rows - free) ln(misfit) + ln|X'X + S| - sum over penalised columns of ln(penalty)
    /// ```
    ///
    /// Lower is better; infinite where the matrix cannot be factored. Source: Wood (2011), Journal of the Royal
    /// Statistical Society B 73(1).
    pub fn criterion(&self, penalties: &[f64]) -> f64 {
        let Some(factor) = self.factor(penalties) else { return f64::INFINITY };
        let misfit = self.misfit(&factor.solve(&self.products));
        let lower = factor.l_dirty();
        let determinant: f64 = (0..lower.nrows()).map(|i| 2.0 * libm::log(lower[(i, i)])).sum();
        let held: f64 = penalties.iter().filter(|penalty| **penalty > 0.0).map(|penalty| libm::log(*penalty)).sum();
        self.rows_left(penalties) * libm::log(misfit) + determinant - held
    }

    /// The fit with chosen penalties, of the given rows of the input.
    ///
    /// Where the outcome does not vary, or the matrix cannot be factored, it is the mean.
    pub fn fit(self, penalties: &[f64], rows: Vec<usize>) -> Fit {
        let all = self.outcome.norm_squared();
        let factor = if all > 0.0 { self.factor(penalties) } else { None };
        let Some(factor) = factor else { return self.mean_only(rows) };
        let coefficients = factor.solve(&self.products);
        let shape = &self.columns * &coefficients;
        let residuals = &self.outcome - &shape;
        let inverse = factor.inverse();
        let with_ridge = DVector::from_iterator(penalties.len(), penalties.iter().map(|penalty| penalty + self.ridge));
        let held: f64 = with_ridge.iter().zip(inverse.diagonal().iter()).map(|(penalty, part)| penalty * part).sum();
        Fit {
            rows,
            fitted: shape.iter().map(|value| self.mean + value).collect(),
            residuals: residuals.iter().copied().collect(),
            residual_variance: self.misfit(&coefficients) / self.rows_left(penalties),
            explained_share: (1.0 - residuals.norm_squared() / all).clamp(0.0, 1.0),
            degrees_of_freedom: penalties.len() as f64 - held,
            columns: penalties.len(),
            posterior: Some(Posterior { columns: self.columns, factor, roots: with_ridge.map(f64::sqrt) }),
        }
    }

    fn mean_only(self, rows: Vec<usize>) -> Fit {
        let variance = self.outcome.norm_squared() / (self.outcome.len().max(2) - 1) as f64;
        Fit {
            rows,
            fitted: vec![self.mean; self.outcome.len()],
            residuals: self.outcome.iter().copied().collect(),
            residual_variance: variance,
            explained_share: 0.0,
            degrees_of_freedom: 1.0,
            columns: self.columns.ncols(),
            posterior: None,
        }
    }
}

impl Fit {
    /// One draw of the fitted values from their posterior, from standard normal numbers: shape `[row]`.
    ///
    /// ```text
    /// fitted + X (X'X + S)^-1 s (S^(1/2) z - X'e),      z per column (`prior`), e per row (`noise`)
    /// ```
    ///
    /// It has the posterior's covariance s² X (X'X + S)^-1 X' without a factor of it, as conditioning of sampled paths
    /// does (Matheron's rule). Why noise per row? Outcomes that share their luck can share it here too.
    pub fn posterior_draw(&self, prior: &[f64], noise: &[f64]) -> Vec<f64> {
        let Some(posterior) = &self.posterior else { return self.fitted.clone() };
        let noise = DVector::from_column_slice(noise);
        let mut right = -posterior.columns.tr_mul(&noise);
        for (value, (root, normal)) in right.iter_mut().zip(posterior.roots.iter().zip(prior)) {
            *value += root * normal;
        }
        let shift = &posterior.columns * posterior.factor.solve(&right) * self.residual_variance.sqrt();
        self.fitted.iter().zip(shift.iter()).map(|(fitted, shift)| fitted + shift).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> (DMatrix<f64>, Vec<f64>) {
        let columns = DMatrix::from_fn(6, 2, |row, column| if column == 0 { 1.0 } else { row as f64 });
        (columns, vec![1.0, 2.0, 4.0, 3.0, 6.0, 5.0])
    }

    #[test]
    fn without_penalty_it_is_least_squares() {
        let (columns, outcome) = line();
        let fit = PenalisedModel::new(columns, &outcome).fit(&[0.0, 0.0], (0..6).collect());
        // Slope 15.5 / 17.5 around the means 2.5 and 3.5.
        for (row, fitted) in fit.fitted.iter().enumerate() {
            assert!((fitted - (3.5 + 15.5 / 17.5 * (row as f64 - 2.5))).abs() < 1e-6, "row {row}: {fitted}");
        }
        assert!((fit.degrees_of_freedom - 2.0).abs() < 1e-6);
        assert!((fit.residual_variance - (17.5 - 15.5 * 15.5 / 17.5) / 4.0).abs() < 1e-6);
    }

    #[test]
    fn draws_have_the_posterior_covariance() {
        let (columns, outcome) = line();
        let penalties = [0.0, 3.0];
        let model = PenalisedModel::new(columns.clone(), &outcome);
        let inverse = model.factor(&penalties).expect("it is positive definite").inverse();
        let fit = model.fit(&penalties, (0..6).collect());
        let wanted = &columns * inverse * columns.transpose() * fit.residual_variance;
        // The draw is linear in its normals: the covariance is the sum of squares of its answers to unit vectors.
        let mut reached = DMatrix::<f64>::zeros(6, 6);
        for unit in 0..8 {
            let (mut prior, mut noise) = ([0.0; 2], [0.0; 6]);
            if unit < 2 {
                prior[unit] = 1.0
            } else {
                noise[unit - 2] = 1.0
            }
            let draw = fit.posterior_draw(&prior, &noise);
            let shift = DVector::from_iterator(6, draw.iter().zip(&fit.fitted).map(|(draw, fitted)| draw - fitted));
            reached.ger(1.0, &shift, &shift, 1.0);
        }
        assert!((reached - wanted).abs().max() < 1e-6);
    }

    #[test]
    fn an_outcome_that_does_not_vary_is_its_mean() {
        let (columns, _) = line();
        let fit = PenalisedModel::new(columns, &[7.0; 6]).fit(&[0.0, 0.0], (0..6).collect());
        assert_eq!((fit.fitted, fit.residual_variance, fit.explained_share), (vec![7.0; 6], 0.0, 0.0));
    }
}
