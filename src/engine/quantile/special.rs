//! The gamma function's corrections, where logarithms of factorials would cancel.

/// The error of Stirling's formula: ln(gamma(x + 1)) - (x ln x - x + ln(2 pi x) / 2), for x of at least 10.
pub fn stirling_error(x: f64) -> f64 {
    debug_assert!(x >= 10.0, "Stirling's series needs 10 or more, not {x}");
    let s = 1.0 / (x * x);
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360360.0, 1.0 / 156.0];
    series.iter().rev().fold(0.0, |sum, term| sum * s + term) / x
}

/// The logarithm of the beta function B(a, b).
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    let sum = small + large;
    // ln(large / sum), in the form that keeps its digits where `large` is all but the sum.
    let ln_share = libm::log1p(-small / sum);
    if small >= 10.0 {
        let correction = stirling_error(small) + stirling_error(large) - stirling_error(sum);
        let half_ln_tau = 0.918_938_533_204_672_8;
        half_ln_tau - 0.5 * libm::log(large) + correction + (small - 0.5) * libm::log(small / sum) + large * ln_share
    } else if large >= 10.0 {
        let correction = stirling_error(large) - stirling_error(sum);
        libm::lgamma(small) + correction + small - small * libm::log(sum) + (large - 0.5) * ln_share
    } else {
        libm::lgamma(small) + (libm::lgamma(large) - libm::lgamma(sum))
    }
}
