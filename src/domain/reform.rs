//! A change of law, as data of the same kind as the law.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Month;

/// One parameter with a new value from a month on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reform {
    /// Name of the parameter, as `gevinst law` lists it: `cash_benefit.free_amount_basic`.
    pub parameter: String,
    /// First month in which the value holds.
    pub from: Month,
    /// The value, in the parameter's unit.
    pub value: f64,
    /// Why: the bill, the proposal, the question asked.
    pub because: String,
}
