//! Student's t: how many standard errors an interval reaches where the standard error itself is estimated from few.

use crate::engine::quantile::beta::Beta;

/// The quantile of |t| below which lies the share `level` (0-1, both excluded) with `degrees` of freedom above 0 \[1\].
///
/// ```text
/// t^2 / (degrees + t^2) ~ Beta(1/2, degrees / 2)
/// ```
///
/// Do not trust it for figures that are far from normal over fewer than some ten independent values.
///
/// # Examples
/// ```
/// use gevinst::estimate::student::two_sided;
///
/// assert!((two_sided(0.90, 9.0) - 1.833_113).abs() < 1e-6);
/// ```
pub fn two_sided(level: f64, degrees: f64) -> f64 {
    let share = Beta::new(0.5, degrees / 2.0).quantile(level);
    (degrees * share / (1.0 - share)).sqrt()
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, StudentsT};

    use super::two_sided;

    #[test]
    fn the_tails_are_those_of_the_oracle() {
        for degrees in [1.0, 2.0, 5.0, 15.0, 99.0, 1_999.0] {
            let oracle = StudentsT::new(0.0, 1.0, degrees).unwrap();
            for level in [0.5, 0.9, 0.95, 0.99] {
                let tail = oracle.sf(two_sided(level, degrees));
                assert!((2.0 * tail - (1.0 - level)).abs() < 1e-9, "{level} with {degrees}: {tail}");
            }
        }
    }
}
