//! Quantiles of counts and of lists.

use crate::engine::quantile::gamma::Gamma;
use crate::engine::quantile::normal::standard_normal;

/// The quantile of the Poisson distribution: the smallest count k with P(count <= k) >= u.
///
/// The search starts at Cornish and Fisher's approximation, which is off by one or two at most.
pub fn poisson(mean: f64, u: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    // P(count <= k) is the share above the mean of a gamma with shape k + 1. Each half is measured in its own tail.
    let reached = |k: f64| {
        let law = Gamma::new(k + 1.0);
        if u <= 0.5 { law.above(mean) >= u } else { law.below(mean) <= 1.0 - u }
    };
    let z = standard_normal(u);
    let mut count = (mean + z * mean.sqrt() + (z * z - 1.0) / 6.0).floor().max(0.0);
    if reached(count) {
        while count > 0.0 && reached(count - 1.0) {
            count -= 1.0;
        }
    } else {
        count += 1.0;
        while !reached(count) {
            count += 1.0;
        }
    }
    count
}

/// The quantile of a list of values in ascending order, each as likely.
pub fn empirical(values: &[f64], u: f64) -> f64 {
    let place = (u * values.len() as f64) as usize;
    values.get(place).or(values.last()).copied().unwrap_or(0.0)
}
