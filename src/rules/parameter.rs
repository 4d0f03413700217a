//! Dated values of the law, each with its reference.

use serde::{Deserialize, Serialize};

use crate::domain::source::Reference;

/// One value of the law as it holds in a month, for lists and reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LawValue {
    /// Name of the parameter: `cash_benefit.free_amount_basic`.
    pub parameter: String,
    /// The value, in `unit`.
    pub value: f64,
    /// Unit: `kr`, `share`, ...
    pub unit: String,
    /// What it is counted by: `month`, `year`, `hour`.
    pub per: String,
    /// First month in which the published value behind it holds, as `2026-01`.
    pub from: String,
    /// Whether it is rolled forward past the last published value.
    pub projected: bool,
    /// Where it stands.
    pub reference: Reference,
    /// When somebody last checked it, as a date.
    pub checked_on: String,
}
