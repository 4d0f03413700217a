//! Quantiles with a closed form: uniform, triangular, Weibull.

/// The quantile of the uniform distribution between two bounds.
pub fn uniform(low: f64, high: f64, u: f64) -> f64 {
    (low + (high - low) * u).clamp(low, high)
}

/// The quantile of the triangular distribution; `low` lies below `high`, the mode between them.
pub fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let width = high - low;
    let value = if u * width < mode - low {
        low + (u * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * width * (high - mode)).sqrt()
    };
    value.clamp(low, high)
}

/// A Weibull distribution: the share above x is exp(-(x / scale)^shape).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    inverse_shape: f64,
    ln_scale: f64,
}

impl Weibull {
    /// From shape \[1\] and scale [unit], both above zero.
    pub fn new(shape: f64, scale: f64) -> Weibull {
        Weibull { inverse_shape: 1.0 / shape, ln_scale: libm::log(scale) }
    }

    /// The Weibull whose 5th and 95th percentile are `low` and `high`: shape = ln(ln 0.05 / ln 0.95) / ln(high / low).
    pub fn from_percentiles(low: f64, high: f64) -> Weibull {
        let (at_low, at_high) = (libm::log(-libm::log1p(-0.05)), libm::log(-libm::log(0.05)));
        let inverse_shape = (libm::log(high) - libm::log(low)) / (at_high - at_low);
        Weibull { inverse_shape, ln_scale: libm::log(high) - inverse_shape * at_high }
    }

    /// Its shape \[1\].
    pub fn shape(&self) -> f64 {
        1.0 / self.inverse_shape
    }

    /// Its scale [unit].
    pub fn scale(&self) -> f64 {
        libm::exp(self.ln_scale)
    }

    /// The quantile.
    pub fn quantile(&self, u: f64) -> f64 {
        libm::exp(self.ln_scale + self.inverse_shape * libm::log(-libm::log1p(-u)))
    }
}
