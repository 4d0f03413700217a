//! Gamma quantiles for every shape, and the gamma that has two given percentiles.

use crate::engine::quantile::normal::standard_normal;
use crate::engine::quantile::special::stirling_error;

/// From this shape on the Cornish-Fisher expansion is exact to 12 digits or more.
const NEARLY_NORMAL: f64 = 1e5;

/// Bound on the terms of a series or fraction; at the largest shapes some 5,000 are needed.
const MOST_TERMS: u32 = 100_000;

/// A gamma distribution with scale 1.
///
/// Quantiles are found in y = ln x, where the logarithms of both tails are concave: Newton's method then converges from
/// everywhere, and quantiles of small shapes keep their digits where x itself would underflow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    /// ln(gamma(shape + 1)) below shape 10; ln(2 pi shape) / 2 and Stirling's error from there on.
    ln_norm: f64,
}

impl Gamma {
    /// The gamma distribution of a shape \[1\] above zero.
    pub fn new(shape: f64) -> Gamma {
        let ln_norm = if shape < 10.0 {
            libm::lgamma(shape + 1.0)
        } else {
            0.5 * libm::log(std::f64::consts::TAU * shape) + stirling_error(shape)
        };
        Gamma { shape, ln_norm }
    }

    /// The quantile; 0 where it is too small for a number.
    pub fn quantile(&self, u: f64) -> f64 {
        libm::exp(self.ln_quantile(u))
    }

    /// The logarithm of the quantile.
    pub fn ln_quantile(&self, u: f64) -> f64 {
        if self.shape >= NEARLY_NORMAL {
            return libm::log(self.cornish_fisher(u));
        }
        let lower = u <= 0.5;
        let ln_tail = libm::log(if lower { u } else { 1.0 - u });
        let mut y = self.start(u, lower, ln_tail);
        for _ in 0..60 {
            let (ln_share, slope) = if lower { self.ln_below(y) } else { self.ln_above(y) };
            let step = (ln_share - ln_tail) / slope;
            y -= step;
            if step.abs() <= 1e-9 * y.abs().max(1.0) {
                break;
            }
            if !lower {
                y = y.min(self.above_all(ln_tail));
            }
        }
        y
    }

    /// The share below `x`.
    pub fn below(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { libm::exp(self.ln_below(libm::log(x)).0) }
    }

    /// The share above `x`.
    pub fn above(&self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { libm::exp(self.ln_above(libm::log(x)).0) }
    }

    /// Where Newton's method starts: Wilson and Hilferty's cube, or a bound.
    fn start(&self, u: f64, lower: bool, ln_tail: f64) -> f64 {
        let nine = 9.0 * self.shape;
        let root = 1.0 - 1.0 / nine + standard_normal(u) / nine.sqrt();
        if self.shape >= 0.5 && root > 0.2 {
            libm::log(self.shape) + 3.0 * libm::log(root)
        } else if lower {
            // The share below x is at most x^shape / gamma(shape + 1).
            (ln_tail + libm::lgamma(self.shape + 1.0)) / self.shape
        } else {
            self.above_all(ln_tail)
        }
    }

    /// A bound of ln x: the share above shape + sqrt(2 shape t) + t is at most exp(-t).
    fn above_all(&self, ln_tail: f64) -> f64 {
        libm::log(self.shape + (-2.0 * self.shape * ln_tail).sqrt() - ln_tail)
    }

    /// ln of x^shape exp(-x) / gamma(shape + 1), which is x times the density over the shape.
    fn ln_weight(&self, y: f64, x: f64) -> f64 {
        if self.shape < 10.0 {
            self.shape * y - x - self.ln_norm
        } else {
            let off = (x - self.shape) / self.shape;
            self.shape * (libm::log1p(off) - off) - self.ln_norm
        }
    }

    /// The logarithm of the share below exp(y), and its derivative in y.
    fn ln_below(&self, y: f64) -> (f64, f64) {
        let x = libm::exp(y);
        let ln_weight = self.ln_weight(y, x);
        if x < self.shape + 1.0 {
            let sum = self.series(x);
            (ln_weight + libm::log(sum), self.shape / sum)
        } else {
            let density = self.shape * libm::exp(ln_weight);
            let above = density * self.fraction(x);
            (libm::log1p(-above), density / (1.0 - above))
        }
    }

    /// The logarithm of the share above exp(y), and its derivative in y.
    fn ln_above(&self, y: f64) -> (f64, f64) {
        let x = libm::exp(y);
        let ln_weight = self.ln_weight(y, x);
        if x < self.shape + 1.0 {
            let weight = libm::exp(ln_weight);
            let above = (1.0 - weight * self.series(x)).max(f64::MIN_POSITIVE);
            (libm::log(above), -self.shape * weight / above)
        } else {
            let fraction = self.fraction(x);
            (ln_weight + libm::log(self.shape * fraction), -1.0 / fraction)
        }
    }

    /// The share below x over its leading term: 1 + x / (shape + 1) + x^2 / ((shape + 1)(shape + 2)) + ...
    fn series(&self, x: f64) -> f64 {
        let (mut term, mut sum) = (1.0, 1.0);
        for n in 1..MOST_TERMS {
            term *= x / (self.shape + f64::from(n));
            sum += term;
            if term <= sum * 1e-17 {
                break;
            }
        }
        sum
    }

    /// Legendre's continued fraction of the share above x, by Lentz's method.
    fn fraction(&self, x: f64) -> f64 {
        let mut b = x + 1.0 - self.shape;
        let mut c = f64::INFINITY;
        let mut d = 1.0 / b;
        let mut value = d;
        for n in 1..MOST_TERMS {
            let a = -f64::from(n) * (f64::from(n) - self.shape);
            b += 2.0;
            d = 1.0 / (a * d + b);
            c = b + a / c;
            let turn = c * d;
            value *= turn;
            if (turn - 1.0).abs() <= 4e-16 {
                break;
            }
        }
        value
    }

    /// Cornish and Fisher's expansion in 1 / sqrt(shape).
    fn cornish_fisher(&self, u: f64) -> f64 {
        let (a, z) = (self.shape, standard_normal(u));
        let (root, z2) = (a.sqrt(), z * z);
        let terms = [
            (z2 - 1.0) / 3.0,
            z * (z2 - 7.0) / 36.0,
            (16.0 - z2 * (3.0 * z2 + 7.0)) / 810.0,
            z * (z2 * (9.0 * z2 + 256.0) - 433.0) / 38880.0,
        ];
        a + root * z + terms.iter().rev().fold(0.0, |sum, term| sum / root + term)
    }
}

/// The gamma whose 5th and 95th percentile are `low` and `high`, and the logarithm of its scale [ln unit].
///
/// The shape is the only one whose percentiles have the ratio `high` / `low`; it is found between bounds by the
/// Illinois method on logarithms, where the ratio is nearly a straight line. `None` where the two lie closer than
/// some millionths: a shape above 1e12 cannot be told from a lognormal.
pub fn gamma_from_percentiles(low: f64, high: f64) -> Option<(Gamma, f64)> {
    let (ln_low, ln_high) = (libm::log(low), libm::log(high));
    let target = libm::log(ln_high - ln_low);
    let miss = |ln_shape: f64| {
        let law = Gamma::new(libm::exp(ln_shape));
        libm::log(law.ln_quantile(0.95) - law.ln_quantile(0.05)) - target
    };
    let (mut from, mut to) = (libm::log(1e-4), libm::log(1e12));
    let (mut miss_from, mut miss_to) = (miss(from), miss(to));
    // Also refuses what is not a number.
    if !(miss_from > 0.0 && miss_to < 0.0) {
        return None;
    }
    for _ in 0..200 {
        let middle = (from * miss_to - to * miss_from) / (miss_to - miss_from);
        let miss_middle = miss(middle);
        if miss_middle * miss_to > 0.0 {
            // The same end twice: halve the other end's weight, so that it moves as well.
            miss_from *= 0.5;
        } else {
            (from, miss_from) = (to, miss_to);
        }
        (to, miss_to) = (middle, miss_middle);
        if miss_to.abs() <= 1e-14 || (to - from).abs() <= 1e-14 {
            break;
        }
    }
    let law = Gamma::new(libm::exp(to));
    let scales = [ln_low - law.ln_quantile(0.05), ln_high - law.ln_quantile(0.95)];
    Some((law, 0.5 * (scales[0] + scales[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (shape, u, ln x) by 40-digit arithmetic (mpmath 1.3).
    const EXACT: [(f64, f64, f64); 28] = [
        (0.01, 1.1102230246251565e-16, -3674.2490877623172),
        (0.01, 0.05, -300.14225815000606),
        (0.01, 0.6, -51.65159317120604),
        (0.01, 0.9999999999999999, 3.3596291695075875),
        (0.5, 1.1102230246251565e-16, -73.7151656146247),
        (0.5, 0.05, -6.231718652596122),
        (0.5, 0.6, -1.037997595182193),
        (0.5, 0.9999999999999999, 3.5375222968534707),
        (4.0, 1.1102230246251565e-16, -8.389641243249086),
        (4.0, 0.05, 0.31211982092058604),
        (4.0, 0.6, 1.4291772865926917),
        (4.0, 0.9999999999999999, 3.8401080479124743),
        (10.0, 1.1102230246251565e-16, -2.1526823676817766),
        (10.0, 0.05, 1.6910926795043946),
        (10.0, 0.6, 2.3490567800362174),
        (10.0, 0.9999999999999999, 4.112583715790286),
        (1000.5, 1.1102230246251565e-16, 6.636610063681238),
        (1000.5, 0.05, 6.8554581606835665),
        (1000.5, 0.6, 6.9159219200352915),
        (1000.5, 0.9999999999999999, 7.156741089646521),
        (99999.0, 1.1102230246251565e-16, 11.486838316360677),
        (99999.0, 0.05, 11.507706101233273),
        (99999.0, 0.6, 11.513713183591415),
        (99999.0, 0.9999999999999999, 11.53876128569102),
        (100001.0, 1.1102230246251565e-16, 11.48685857829796),
        (100001.0, 0.05, 11.507726153405299),
        (100001.0, 0.6, 11.51373317564865),
        (100001.0, 0.9999999999999999, 11.538781028380324),
    ];

    #[test]
    fn agrees_with_40_digit_arithmetic() {
        for (shape, u, ln_x) in EXACT {
            let ours = Gamma::new(shape).ln_quantile(u);
            assert!((ours - ln_x).abs() <= 1e-12, "shape {shape}, u {u}: {ours} against {ln_x}");
        }
    }

    #[test]
    fn the_expansion_meets_the_iteration() {
        for u in [1e-12, 0.05, 0.5, 0.95, 1.0 - 1e-12] {
            let (below, above) = (Gamma::new(NEARLY_NORMAL * (1.0 - 1e-13)), Gamma::new(NEARLY_NORMAL));
            assert!((below.ln_quantile(u) - above.ln_quantile(u)).abs() < 1e-12, "u {u}");
        }
    }

    #[test]
    fn percentiles_give_back_the_shape_and_scale() {
        for shape in [0.01, 0.3, 1.0, 7.5, 400.0, 9e6] {
            let (law, scale) = (Gamma::new(shape), 3.5);
            let (fitted, ln_scale) =
                gamma_from_percentiles(scale * law.quantile(0.05), scale * law.quantile(0.95)).expect("a shape");
            assert!((fitted.shape / shape - 1.0).abs() < 1e-9, "shape {shape} became {}", fitted.shape);
            assert!((libm::exp(ln_scale) / scale - 1.0).abs() < 1e-9, "shape {shape}: {ln_scale}");
        }
    }
}
