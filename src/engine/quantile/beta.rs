//! Beta quantiles, for chances known from counts and for PERT.

use crate::engine::quantile::normal::standard_normal;
use crate::engine::quantile::special::ln_beta;

/// Bound on the steps of the continued fraction; a million trials need some 5,000.
const MOST_TERMS: u32 = 100_000;

/// A beta distribution on [0, 1].
///
/// Quantiles are found in the logit t = ln(x / (1 - x)), where the logarithms of both tails are concave: Newton's method
/// converges from everywhere, and both ends keep their digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
    ln_beta: f64,
}

impl Beta {
    /// The beta distribution with parameters `a` and `b` above zero.
    pub fn new(a: f64, b: f64) -> Beta {
        Beta { a, b, ln_beta: ln_beta(a, b) }
    }

    /// The distribution of (x - low) / (high - low) where x is PERT with weight 4; `low` lies below `high`.
    pub fn pert(low: f64, mode: f64, high: f64) -> Beta {
        let width = high - low;
        Beta::new(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width)
    }

    /// The quantile.
    pub fn quantile(&self, u: f64) -> f64 {
        if u <= 0.5 {
            share(self.ln_lower_logit(libm::log(u)))
        } else {
            let mirrored = Beta { a: self.b, b: self.a, ln_beta: self.ln_beta };
            share(-mirrored.ln_lower_logit(libm::log1p(-u)))
        }
    }

    /// The logit below which lies the share exp(`ln_u`), at most one half.
    fn ln_lower_logit(&self, ln_u: f64) -> f64 {
        let mut t = self.start(ln_u);
        for _ in 0..60 {
            let (ln_share, slope) = self.ln_below(t);
            let step = (ln_share - ln_u) / slope;
            t -= step;
            if step.abs() <= 1e-9 * t.abs().max(1.0) {
                break;
            }
        }
        t
    }

    /// Where Newton's method starts: Carter's approximation, or the leading term of the left tail.
    fn start(&self, ln_u: f64) -> f64 {
        let Beta { a, b, ln_beta } = *self;
        if a > 1.0 && b > 1.0 {
            let z = -standard_normal(libm::exp(ln_u));
            let r = (z * z - 3.0) / 6.0;
            let (s, t) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
            let h = 2.0 / (s + t);
            let w = z * (h + r).sqrt() / h - (t - s) * (r + 5.0 / 6.0 - 2.0 / (3.0 * h));
            return libm::log(a / b) - 2.0 * w;
        }
        let ln_x = (ln_u + libm::log(a) + ln_beta) / a;
        if ln_x < -0.1 { ln_x - libm::log1p(-libm::exp(ln_x)) } else { 0.0 }
    }

    /// The logarithm of the share below the logit `t`, and its derivative in `t`.
    fn ln_below(&self, t: f64) -> (f64, f64) {
        let Beta { a, b, ln_beta } = *self;
        let (x, y) = (share(t), share(-t));
        let ln_weight = a * ln_share(t) + b * ln_share(-t) - ln_beta;
        if x * (a + b + 2.0) < a + 1.0 {
            let fraction = fraction(a, b, x);
            (ln_weight + libm::log(fraction / a), a / fraction)
        } else {
            let weight = libm::exp(ln_weight);
            let above = weight * fraction(b, a, y) / b;
            (libm::log1p(-above), weight / (1.0 - above))
        }
    }
}

/// The share x of a logit.
fn share(t: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-t))
}

/// The logarithm of the share x of a logit.
fn ln_share(t: f64) -> f64 {
    if t < 0.0 { t - libm::log1p(libm::exp(t)) } else { -libm::log1p(libm::exp(-t)) }
}

/// The continued fraction of the incomplete beta function, by Lentz's method; x lies left of (a + 1) / (a + b + 2).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let sum = a + b;
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - sum * x / (a + 1.0));
    let mut value = d;
    for n in 1..MOST_TERMS {
        let m = f64::from(n);
        let even = m * (b - m) * x / ((a - 1.0 + 2.0 * m) * (a + 2.0 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        value *= d * c;
        let odd = -(a + m) * (sum + m) * x / ((a + 2.0 * m) * (a + 1.0 + 2.0 * m));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        let turn = d * c;
        value *= turn;
        if (turn - 1.0).abs() <= 4e-16 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (a, b, u, x) by 40-digit arithmetic (mpmath 1.3).
    const EXACT: [(f64, f64, f64, f64); 24] = [
        (0.5, 0.5, 1.1102230246251565e-16, 3.041306664850244e-32),
        (0.5, 0.5, 0.05, 0.006155829702431139),
        (0.5, 0.5, 0.6, 0.6545084971874737),
        (0.5, 0.5, 0.9999999999999999, 1.0),
        (0.5, 1000.5, 1.1102230246251565e-16, 9.678359891039034e-36),
        (0.5, 1000.5, 0.05, 1.9655766121360904e-06),
        (0.5, 1000.5, 0.6, 0.00035401194105204797),
        (0.5, 1000.5, 0.9999999999999999, 0.03378896622666102),
        (0.1, 0.3, 1.1102230246251565e-16, 3.4401031205730224e-159),
        (0.1, 0.3, 0.05, 1.180780592635001e-12),
        (0.1, 0.3, 0.6, 0.0698391290035396),
        (0.1, 0.3, 0.9999999999999999, 1.0),
        (1.0, 5.0, 1.1102230246251565e-16, 2.2204460492503083e-17),
        (1.0, 5.0, 0.05, 0.010206218313011496),
        (1.0, 5.0, 0.6, 0.16744679259812684),
        (1.0, 5.0, 0.9999999999999999, 0.9993557090279429),
        (10.5, 90.5, 1.1102230246251565e-16, 0.0015165437957310654),
        (10.5, 90.5, 0.05, 0.05907583105141694),
        (10.5, 90.5, 0.6, 0.10912792118332351),
        (10.5, 90.5, 0.9999999999999999, 0.48060277683204417),
        (30.5, 2.5, 1.1102230246251565e-16, 0.2589778814518655),
        (30.5, 2.5, 0.05, 0.837586734957538),
        (30.5, 2.5, 0.6, 0.9431707444625081),
        (30.5, 2.5, 0.9999999999999999, 0.9999999785196207),
    ];

    #[test]
    fn agrees_with_40_digit_arithmetic() {
        for (a, b, u, x) in EXACT {
            let ours = Beta::new(a, b).quantile(u);
            assert!((ours / x - 1.0).abs() <= 1e-12, "Beta({a}, {b}) at {u}: {ours} against {x}");
        }
    }
}
