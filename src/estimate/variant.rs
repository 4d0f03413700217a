//! What a perspective gains in a variant, beside the base case with the same draws.

use serde::{Deserialize, Serialize};

use crate::domain::party::Perspective;
use crate::estimate::sampled::Sampled;
use crate::estimate::summary::{Summary, chance_of_gain};

/// The savings of a variant, seen from one perspective. *Positive = gain.*
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct VariantSavings {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Net present value \[øre\], prices of the price year, discounted.
    pub net_present_value: Summary,
    /// Net present value less that of the base case, draw by draw \[øre\].
    pub change: Summary,
    /// Share of the draws with a net present value above zero [0-1].
    pub chance_of_gain: f64,
    /// Monte Carlo standard error of that share [0-1].
    pub chance_of_gain_error: f64,
}

impl VariantSavings {
    /// The savings over the draws of a variant, beside the same draws of the base case.
    pub fn of(perspective: Perspective, draws: &Sampled, base: &Sampled) -> VariantSavings {
        let values_of = |draws: &Sampled| draws.values(&draws.layout.net_present_value(perspective));
        let (values, base) = (values_of(draws), values_of(base));
        let changes: Vec<i64> = values.iter().zip(base).map(|(value, base)| value - base).collect();
        let batches = draws.batches;
        let (chance_of_gain, chance_of_gain_error) = chance_of_gain(&values, batches);
        VariantSavings {
            perspective,
            net_present_value: Summary::of(&values, batches),
            change: Summary::of(&changes, batches),
            chance_of_gain,
            chance_of_gain_error,
        }
    }
}
