//! Discounting: what a krone of a later month is worth today.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Discounting {
    /// Flat real rate [1/year]; the Finance Ministry's 3.5 % (2.5 % from year 36, 1.5 % from year 71) where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// When in the year a flow counts.
    pub timing: Timing,
}

/// When in the year a flow counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Month t counts (1 + r)^(-t/12), the first month undiscounted.
    #[default]
    Monthly,
    /// Every flow of year y (0, 1, ...) counts (1 + r)^(-(y + 1)).
    EndOfYear,
    /// Every flow of year y counts (1 + r)^(-(y + 1/2)).
    MidYear,
}
