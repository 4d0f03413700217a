//! The population as cohorts: a count, and a distribution for each attribute.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::benefit::{FallsTo, Family, Insurance};
use crate::domain::calendar::Month;

/// A group of people who are alike in what the scenario knows of them.
///
/// Attributes with a share are drawn for each person by themselves; a share of 0 or 1 fixes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// Name; it also names the people's draws, so a renamed cohort lives other lives.
    pub name: String,
    /// Target group (målgruppe), as positions and transitions name it.
    pub target_group: String,
    /// Benefit family on entry.
    pub family: Family,
    /// People at the start.
    pub count: u32,
    /// People who enter each year, spread evenly over the months.
    #[serde(default)]
    pub inflow_per_year: u32,
    /// Age on entry, evenly between the two \[years\].
    pub age: [f64; 2],
    /// Work capacity, evenly between the two [h/week].
    #[serde(default = "full_capacity")]
    pub capacity: [f64; 2],
    /// Weeks counted for the refund, evenly between the two \[weeks\], for those there at the start.
    pub clock_weeks: [f64; 2],
    /// The same for those who enter later \[weeks\].
    #[serde(default)]
    pub inflow_clock_weeks: [f64; 2],
    /// Months in the status, evenly between the two \[months\], for those there at the start; newcomers have 0.
    #[serde(default)]
    pub months_in_status: [f64; 2],
    /// Share who provide for children [0-1].
    #[serde(default)]
    pub provider: f64,
    /// Share without a partner [0-1].
    #[serde(default = "one")]
    pub single: f64,
    /// Share who live at their parents' [0-1].
    #[serde(default)]
    pub at_parents: f64,
    /// Share who meet the residence test [0-1].
    #[serde(default = "one")]
    pub residence_test: f64,
    /// Share who meet the work test [0-1].
    #[serde(default = "one")]
    pub work_test: f64,
    /// Share who are activity-ready [0-1].
    #[serde(default = "one")]
    pub activity_ready: f64,
    /// Share who have the social free card (socialt frikort) [0-1].
    #[serde(default)]
    pub free_card: f64,
    /// Share who have wage hours outside the programme beside their benefit on entry, at the start of the study [0-1].
    #[serde(default)]
    pub wage_hours: f64,
    /// Month of approval for a flex job, where approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flex_approved: Option<Month>,
    /// Month of award of the disability pension, where awarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pension_awarded: Option<Month>,
    /// Months that are left of a temporary benefit, evenly between the two \[months\], for those there at the start;
    /// newcomers have the second number. Where left out the benefit has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_months_left: Option<[f64; 2]>,
    /// What people live on when these months are used up.
    #[serde(default)]
    pub falls_to: FallsTo,
    /// Insurance against unemployment, for those who are on unemployment benefit now or later.
    #[serde(default, skip_serializing_if = "Insurance::is_default")]
    pub insurance: Insurance,
}

fn one() -> f64 {
    1.0
}

fn full_capacity() -> [f64; 2] {
    [37.0, 37.0]
}

impl Cohort {
    /// A cohort of single, activity-ready adults between 30 and 59 without children, a year or more on support.
    pub fn new(name: &str, target_group: &str, family: Family, count: u32) -> Cohort {
        Cohort {
            name: name.to_owned(),
            target_group: target_group.to_owned(),
            family,
            count,
            inflow_per_year: 0,
            age: [30.0, 60.0],
            capacity: full_capacity(),
            clock_weeks: [53.0, 300.0],
            inflow_clock_weeks: [0.0, 0.0],
            months_in_status: [12.0, 60.0],
            provider: 0.0,
            single: 1.0,
            at_parents: 0.0,
            residence_test: 1.0,
            work_test: 1.0,
            activity_ready: 1.0,
            free_card: 0.0,
            wage_hours: 0.0,
            flex_approved: None,
            pension_awarded: None,
            benefit_months_left: None,
            falls_to: FallsTo::CashBenefit,
            insurance: Insurance::FullTime,
        }
    }
}

/// Whether rates are what a register shows of a group, or what each person has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateKind {
    /// Marginal: the engine uses h(t) exp(v H(t)), so that the group still shows h(t).
    #[default]
    Marginal,
    /// Individual: the engine uses h(t) as it stands.
    Individual,
}

/// How much people differ in their chance of finding work, beside what is known of them.
///
/// The factor is gamma with mean 1. The same people who find work first would have found it first anyway: without
/// frailty, creaming and long spells look better than they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Frailty {
    /// Variance of the factor \[1\]; 0 switches it off.
    pub variance: Quantity,
    /// How the rates of the transitions are meant.
    #[serde(default)]
    pub rates: RateKind,
}

impl Default for Frailty {
    /// No frailty.
    fn default() -> Frailty {
        Frailty { variance: 0.0.into(), rates: RateKind::Marginal }
    }
}

impl Quantities for Frailty {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("variance", &mut self.variance);
    }
}
