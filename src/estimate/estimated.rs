//! An estimate and how far it may be off.

use serde::{Deserialize, Serialize};

/// An estimated figure with its standard error. Unit: that of the figure (øre for money).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The estimate.
    pub value: f64,
    /// Standard error of the estimate: it shrinks with more samples.
    pub standard_error: f64,
}

impl Estimated {
    /// The estimate times a factor \[1\].
    pub fn times(self, factor: f64) -> Estimated {
        Estimated { value: self.value * factor, standard_error: self.standard_error * factor.abs() }
    }

    /// Whether the estimate lies more than two standard errors above zero.
    pub fn is_above_zero(self) -> bool {
        self.value > 2.0 * self.standard_error
    }
}
