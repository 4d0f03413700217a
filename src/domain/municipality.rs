//! The municipality of the study, as far as its money is concerned.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};

/// How the municipality budgets its tax base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxBase {
    /// On the state's guarantee: a change of tax reaches the municipality after `tax_lag_years`, net of equalisation.
    #[default]
    Guaranteed,
    /// On its own forecast: a change of tax counts in the year, and is equalised after `tax_lag_years`.
    SelfBudgeted,
}

/// The municipality of the study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Name.
    pub name: String,
    /// Municipal tax rate [0-1].
    pub tax_rate: Quantity,
    /// How it budgets its tax base.
    #[serde(default)]
    pub tax_base: TaxBase,
    /// Years until a change of tax is settled or enters the guaranteed base.
    #[serde(default = "three")]
    pub tax_lag_years: u32,
    /// Share of a change in its tax base that equalisation takes, at the average tax rate [0-1]: 0.75, 0.95 or 0.93.
    #[serde(default = "three_quarters")]
    pub equalisation: Quantity,
}

fn three() -> u32 {
    3
}

fn three_quarters() -> Quantity {
    0.75.into()
}

impl Municipality {
    /// A municipality with a tax rate [0-1], on the guaranteed base, 75 % equalised.
    pub fn new(name: &str, tax_rate: impl Into<Quantity>) -> Municipality {
        Municipality {
            name: name.to_owned(),
            tax_rate: tax_rate.into(),
            tax_base: TaxBase::Guaranteed,
            tax_lag_years: three(),
            equalisation: three_quarters(),
        }
    }
}

impl Quantities for Municipality {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("tax_rate", &mut self.tax_rate);
        walk.leaf("equalisation", &mut self.equalisation);
    }
}
