//! A benefit family declared as data, so that another country, or a scheme of one's own, can be modelled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::party::Party;

/// A benefit family that the scenario declares, under the name `declared`.
///
/// ```text
/// paid = max(0, min(amount - taper x max(0, W - free), ceiling - W))        W gross wage of the month
/// ```
///
/// Amounts are in kroner of the price year. They follow the growth of wages, or `uprating_per_year` where given, from
/// January to January. Its weeks count on the person's one clock, and its ladder gives the state's share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredFamily {
    /// Name, as tables show it.
    pub name: String,
    /// The full benefit before tax [kr/month].
    pub amount: Quantity,
    /// Wage that reduces nothing [kr/month].
    #[serde(default)]
    pub free_amount: Quantity,
    /// Part of each krone of wage above it that the benefit loses [0-1].
    pub taper: Quantity,
    /// What benefit and wage together may reach [kr/month]; no ceiling where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Quantity>,
    /// The state's share by weeks on support, in order; the first row starts at week 1.
    pub ladder: Vec<LadderRow>,
    /// Whether the benefit is taxed.
    #[serde(default = "yes")]
    pub taxable: bool,
    /// Who pays it out: the other level of government then bears its share.
    #[serde(default)]
    pub paid_out_by: PaidOutBy,
    /// Growth of the amounts [1/year]; that of wages where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uprating_per_year: Option<Quantity>,
}

fn yes() -> bool {
    true
}

/// A row of a declared ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderRow {
    /// Week on support from which the row holds, counted from 1.
    pub from_week: u32,
    /// The state's share from then on [0-1].
    pub state_share: Quantity,
}

/// The level of government that pays a declared family out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidOutBy {
    /// The municipality, which gets the state's share back.
    #[default]
    Municipality,
    /// The state, to which the municipality pays its share.
    State,
}

impl PaidOutBy {
    /// The party.
    pub const fn party(self) -> Party {
        match self {
            PaidOutBy::Municipality => Party::Municipality,
            PaidOutBy::State => Party::State,
        }
    }
}

/// A declared family with its drawn numbers, in the prices of its price year.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredRates {
    /// The full benefit [kr/month].
    pub amount: f64,
    /// Wage that reduces nothing [kr/month].
    pub free_amount: f64,
    /// Part of each krone of wage above it that the benefit loses [0-1].
    pub taper: f64,
    /// What benefit and wage together may reach [kr/month].
    pub ceiling: Option<f64>,
    /// First week of each row, counted from 1, and the state's share from it.
    pub ladder: Vec<(u32, f64)>,
    /// Whether the benefit is taxed.
    pub taxable: bool,
    /// Who pays it out.
    pub paid_out_by: Party,
    /// Growth of the amounts [1/year].
    pub uprating: f64,
    /// Year in whose prices the amounts are.
    pub price_year: i32,
}

impl DeclaredFamily {
    /// The family with the drawn `values`, in kroner of a price year, where wages grow by so much a year.
    pub fn at(&self, values: &[f64], wage_growth: f64, price_year: i32) -> DeclaredRates {
        DeclaredRates {
            amount: self.amount.at(values),
            free_amount: self.free_amount.at(values),
            taper: self.taper.at(values),
            ceiling: self.ceiling.as_ref().map(|ceiling| ceiling.at(values)),
            ladder: self.ladder.iter().map(|row| (row.from_week, row.state_share.at(values))).collect(),
            taxable: self.taxable,
            paid_out_by: self.paid_out_by.party(),
            uprating: self.uprating_per_year.as_ref().map_or(wage_growth, |uprating| uprating.at(values)),
            price_year,
        }
    }
}

impl Quantities for DeclaredFamily {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("amount", &mut self.amount);
        walk.leaf("free_amount", &mut self.free_amount);
        walk.leaf("taper", &mut self.taper);
        walk.maybe("ceiling", &mut self.ceiling);
        walk.list("ladder", &mut self.ladder, |row| row.from_week.to_string());
        walk.maybe("uprating_per_year", &mut self.uprating_per_year);
    }
}

impl Quantities for LadderRow {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("state_share", &mut self.state_share);
    }
}
