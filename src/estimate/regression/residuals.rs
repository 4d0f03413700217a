//! What residuals say about a fit: even or uneven, near normal or far from it.

/// Ratio of variances between thirds above which residuals are uneven.
const UNEVEN: f64 = 3.0;

/// |Skewness| and kurtosis above which residuals are far from normal.
const SKEWED: f64 = 2.0;
const PEAKED: f64 = 10.0;

/// Fewest residuals from which anything is said.
const LEAST: usize = 30;

/// Whether the mean square of the residuals in one third of the rows, by fitted value, is more than three times
/// another's.
///
/// A size, not a test: with many rows every unevenness is significant. Below that ratio errors of least squares change
/// little. Equal fitted values stay together.
pub fn are_uneven(fitted: &[f64], residuals: &[f64]) -> bool {
    if fitted.len() < LEAST {
        return false;
    }
    let mut order: Vec<usize> = (0..fitted.len()).collect();
    order.sort_by(|a, b| fitted[*a].total_cmp(&fitted[*b]));
    let mut thirds = [(0.0, 0); 3];
    let mut from = 0;
    for tied in order.chunk_by(|a, b| fitted[*a] == fitted[*b]) {
        let middle = from + tied.len() / 2;
        let (sum, count) = &mut thirds[(3 * middle / fitted.len()).min(2)];
        *sum += tied.iter().map(|row| residuals[*row] * residuals[*row]).sum::<f64>();
        *count += tied.len();
        from += tied.len();
    }
    let squares = thirds.iter().filter(|(_, count)| *count >= LEAST / 3).map(|(sum, count)| sum / *count as f64);
    let (low, high) = squares.fold((f64::INFINITY, 0.0_f64), |(low, high), square| (low.min(square), high.max(square)));
    high > UNEVEN * low
}

/// Whether |skewness| is above 2 or kurtosis above 10 (West, Finch and Curran 1995 warn from 2 and, in excess, 7).
pub fn are_far_from_normal(residuals: &[f64]) -> bool {
    if residuals.len() < LEAST {
        return false;
    }
    let count = residuals.len() as f64;
    let mean = residuals.iter().sum::<f64>() / count;
    let moment = |of: fn(f64) -> f64| residuals.iter().map(|residual| of(residual - mean)).sum::<f64>() / count;
    let variance = moment(|x| x * x);
    if variance <= 0.0 {
        return false;
    }
    let skewness = moment(|x| x * x * x) / (variance * variance.sqrt());
    skewness.abs() > SKEWED || moment(|x| x * x * x * x) / (variance * variance) > PEAKED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::quantile::normal::standard_normal;

    fn normals() -> Vec<f64> {
        (0..300).map(|row| standard_normal(((row * 37 % 300) as f64 + 0.5) / 300.0)).collect()
    }

    #[test]
    fn sees_what_grows_with_the_fitted_value() {
        let fitted: Vec<f64> = (0..300).map(f64::from).collect();
        assert!(!are_uneven(&fitted, &normals()));
        let growing: Vec<f64> = normals().iter().zip(&fitted).map(|(z, f)| z * (50.0 + f)).collect();
        assert!(are_uneven(&fitted, &growing));
        assert!(!are_uneven(&vec![1.0; 300], &growing), "one fitted value has no thirds");
    }

    #[test]
    fn sees_skewness_and_tails() {
        assert!(!are_far_from_normal(&normals()));
        assert!(are_far_from_normal(&normals().iter().map(|z| z.exp()).collect::<Vec<_>>()));
        assert!(are_far_from_normal(&normals().iter().map(|z| z * z * z).collect::<Vec<_>>()));
        assert!(!are_far_from_normal(&vec![4.0; 300]));
    }
}
