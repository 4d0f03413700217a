//! From a uniform to a value: inverse distribution functions.
//!
//! One named uniform gives one value, so that a draw never depends on how many others were asked. Only + - x / sqrt
//! and the pinned `libm` are used: the same bits on every machine. All functions are finite for u in (0, 1) where the
//! parameters are (below 1e150), and rise with u, up to rounding in the last digits (relative 1e-12).

pub mod beta;
pub mod discrete;
pub mod gamma;
pub mod normal;
pub mod simple;
pub mod special;

use crate::domain::assumption::Distribution;
use crate::engine::quantile::beta::Beta;
use crate::engine::quantile::discrete::{empirical, poisson};
use crate::engine::quantile::gamma::{Gamma, gamma_from_percentiles};
use crate::engine::quantile::normal::{Halves, TruncatedHalves, standard_normal};
use crate::engine::quantile::simple::{Weibull, triangular, uniform};

/// The value of a distribution below which lies the share `u` (0-1, both excluded).
///
/// It compiles a [`Sampler`] for one value; whoever draws more than once keeps the sampler.
///
/// # Examples
/// ```
/// use gevinst::domain::assumption::Distribution;
/// use gevinst::engine::quantile::quantile;
///
/// let hours = Distribution::Normal { low: 4.0, median: 8.0, high: 20.0 };
/// assert!((quantile(&hours, 0.05) - 4.0).abs() < 1e-12);
/// assert!((quantile(&hours, 0.5) - 8.0).abs() < 1e-12);
/// assert!((quantile(&hours, 0.95) - 20.0).abs() < 1e-12);
/// ```
pub fn quantile(distribution: &Distribution, u: f64) -> f64 {
    Sampler::new(distribution).at(u)
}

/// A distribution made ready for drawing: what is costly (percentiles to parameters, gamma functions) is done once.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler(Law);

#[derive(Clone, Debug, PartialEq)]
enum Law {
    Fixed(f64),
    Uniform {
        low: f64,
        high: f64,
    },
    Triangular {
        low: f64,
        mode: f64,
        high: f64,
    },
    Beta {
        law: Beta,
        low: f64,
        high: f64,
    },
    Normal(Halves),
    TruncatedNormal(TruncatedHalves),
    /// Of the logarithm around that of the median, hence with middle 0.
    Lognormal {
        median: f64,
        halves: Halves,
    },
    Gamma {
        law: Gamma,
        ln_scale: f64,
    },
    Weibull(Weibull),
    Poisson {
        mean: f64,
    },
    /// In ascending order.
    Empirical(Vec<f64>),
}

impl Sampler {
    /// Compiles a distribution. Bounds that coincide give a fixed value.
    pub fn new(distribution: &Distribution) -> Sampler {
        use Distribution as D;
        Sampler(match *distribution {
            D::Fixed(value) => Law::Fixed(value),
            D::Pert { low, high, .. } | D::Triangular { low, high, .. } | D::Uniform { low, high } if low >= high => {
                Law::Fixed(low)
            }
            D::Pert { low, mode, high } => Law::Beta { law: Beta::pert(low, mode, high), low, high },
            D::Triangular { low, mode, high } => Law::Triangular { low, mode, high },
            D::Uniform { low, high } => Law::Uniform { low, high },
            D::Normal { low, median, high } => Law::Normal(Halves::new(low, median, high)),
            D::TruncatedNormal { low, median, high, min, max } => {
                Law::TruncatedNormal(TruncatedHalves::new(Halves::new(low, median, high), min, max))
            }
            D::Lognormal { low, median, high } => lognormal(low, median, high),
            D::GammaPercentiles { low, high } | D::WeibullPercentiles { low, high } if low >= high => Law::Fixed(low),
            D::GammaPercentiles { low, high } => match gamma_from_percentiles(low, high) {
                Some((law, ln_scale)) => Law::Gamma { law, ln_scale },
                // So narrow that gamma and lognormal are the same to six digits of the width.
                None => lognormal(low, low.sqrt() * high.sqrt(), high),
            },
            D::WeibullPercentiles { low, high } => Law::Weibull(Weibull::from_percentiles(low, high)),
            D::Beta { a, b } => Law::Beta { law: Beta::new(a, b), low: 0.0, high: 1.0 },
            D::Gamma { shape, rate } => Law::Gamma { law: Gamma::new(shape), ln_scale: -libm::log(rate) },
            D::Poisson { mean } => Law::Poisson { mean },
            D::Empirical(ref values) => {
                let mut values = values.clone();
                values.sort_by(f64::total_cmp);
                Law::Empirical(values)
            }
        })
    }

    /// The value below which lies the share `u` (0-1, both excluded).
    pub fn at(&self, u: f64) -> f64 {
        debug_assert!(0.0 < u && u < 1.0, "a uniform lies between 0 and 1, not at {u}");
        match &self.0 {
            Law::Fixed(value) => *value,
            Law::Uniform { low, high } => uniform(*low, *high, u),
            Law::Triangular { low, mode, high } => triangular(*low, *mode, *high, u),
            Law::Beta { law, low, high } => (low + (high - low) * law.quantile(u)).clamp(*low, *high),
            Law::Normal(halves) => halves.at(standard_normal(u)),
            Law::TruncatedNormal(halves) => halves.at(u),
            Law::Lognormal { median, halves } => median * libm::exp(halves.at(standard_normal(u))),
            Law::Gamma { law, ln_scale } => libm::exp(law.ln_quantile(u) + ln_scale),
            Law::Weibull(law) => law.quantile(u),
            Law::Poisson { mean } => poisson(*mean, u),
            Law::Empirical(values) => empirical(values, u),
        }
    }
}

/// Two half-lognormals joined at the median.
fn lognormal(low: f64, median: f64, high: f64) -> Law {
    let middle = libm::log(median);
    Law::Lognormal { median, halves: Halves::new(libm::log(low) - middle, 0.0, libm::log(high) - middle) }
}
