//! Normal quantiles, whole, as two halves joined at the median, and cut.

/// The standard normal's 95th percentile.
pub const Z95: f64 = 1.6448536269514722;

/// The standard normal's quantile, to some 16 digits: Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
pub fn standard_normal(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * polynomial(&A, r) / polynomial(&B, r);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        polynomial(&C, r - 1.6) / polynomial(&D, r - 1.6)
    } else {
        polynomial(&E, r - 5.0) / polynomial(&F, r - 5.0)
    };
    if q < 0.0 { -z } else { z }
}

/// The share of a standard normal below `z`.
pub fn standard_normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Two half-normals joined at the median, so that the 5th percentile, the median and the 95th percentile are met.
///
/// Where the median lies in the middle it is the normal distribution itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halves {
    middle: f64,
    below: f64,
    above: f64,
}

impl Halves {
    /// From the 5th percentile, the median and the 95th percentile.
    pub fn new(low: f64, median: f64, high: f64) -> Halves {
        Halves { middle: median, below: (median - low) / Z95, above: (high - median) / Z95 }
    }

    /// The value at `z` standard deviations of the half in which it lies.
    pub fn at(&self, z: f64) -> f64 {
        self.middle + z * if z < 0.0 { self.below } else { self.above }
    }

    /// How many standard deviations of its half a value other than the median lies from the median.
    fn deviations(&self, value: f64) -> f64 {
        (value - self.middle) / if value < self.middle { self.below } else { self.above }
    }
}

/// Two half-normals cut to an interval that holds the median.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedHalves {
    halves: Halves,
    min: f64,
    max: f64,
    /// The share cut off below and above.
    cut: [f64; 2],
}

impl TruncatedHalves {
    /// Cuts to `min`..`max`, either of which may be infinite; the median must lie inside.
    pub fn new(halves: Halves, min: f64, max: f64) -> TruncatedHalves {
        let cut = [standard_normal_below(halves.deviations(min)), standard_normal_below(-halves.deviations(max))];
        TruncatedHalves { halves, min, max, cut }
    }

    /// The value below which lies the share `u` of what is left.
    pub fn at(&self, u: f64) -> f64 {
        let [below, above] = self.cut;
        let left = 1.0 - below - above;
        // Each tail is measured from its own end, so that neither loses digits.
        let lower = below + u * left;
        let z = if lower <= 0.5 { standard_normal(lower) } else { -standard_normal(above + (1.0 - u) * left) };
        self.halves.at(z).clamp(self.min, self.max)
    }
}

/// Horner's scheme; coefficients from the constant up.
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

// Coefficients of the centre (A / B), the tails (C / D) and the far tails (E / F).
const A: [f64; 8] = [
    3.3871328727963665,
    133.14166789178438,
    1971.5909503065513,
    13731.69376550946,
    45921.95393154987,
    67265.7709270087,
    33430.57558358813,
    2509.0809287301227,
];
const B: [f64; 8] = [
    1.0,
    42.31333070160091,
    687.1870074920579,
    5394.196021424751,
    21213.794301586597,
    39307.89580009271,
    28729.085735721943,
    5226.495278852854,
];
const C: [f64; 8] = [
    1.4234371107496835,
    4.630337846156546,
    5.769497221460691,
    3.6478483247632045,
    1.2704582524523684,
    0.2417807251774506,
    0.022723844989269184,
    0.0007745450142783414,
];
const D: [f64; 8] = [
    1.0,
    2.053191626637759,
    1.6763848301838038,
    0.6897673349851,
    0.14810397642748008,
    0.015198666563616457,
    0.0005475938084995345,
    1.0507500716444169e-09,
];
const E: [f64; 8] = [
    6.657904643501103,
    5.463784911164114,
    1.7848265399172913,
    0.29656057182850487,
    0.026532189526576124,
    0.0012426609473880784,
    2.7115555687434876e-05,
    2.0103343992922881e-07,
];
const F: [f64; 8] = [
    1.0,
    0.599832206555888,
    0.1369298809227358,
    0.014875361290850615,
    0.0007868691311456133,
    1.8463183175100548e-05,
    1.421511758316446e-07,
    2.0442631033899397e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_95th_percentile_is_met_on_both_sides() {
        assert!((standard_normal(0.95) - Z95).abs() < 1e-15);
        assert!((standard_normal(0.05) + Z95).abs() < 1e-15);
        assert_eq!(standard_normal(0.5), 0.0);
    }

    #[test]
    fn a_cut_far_from_the_tails_changes_nothing() {
        let halves = Halves::new(-1.0, 0.0, 3.0);
        let cut = TruncatedHalves::new(halves, f64::NEG_INFINITY, f64::INFINITY);
        for u in [1e-12, 0.2, 0.5, 0.9, 1.0 - 1e-12] {
            assert!((cut.at(u) - halves.at(standard_normal(u))).abs() < 1e-12);
        }
    }
}
