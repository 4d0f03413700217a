//! What people do, counted: the figures beside money.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::benefit::Family;

/// Something counted in a month. Hours are counted in hundredths, so that sums are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// People in the population \[persons\].
    People,
    /// On cash benefit \[persons\].
    OnCashBenefit,
    /// On ledighedsydelse \[persons\].
    OnFlexWaitingBenefit,
    /// On flex subsidy \[persons\].
    OnFlexSubsidy,
    /// On disability pension \[persons\].
    OnDisabilityPension,
    /// On cash benefit with ordinary paid hours \[persons\].
    CashBenefitWithHours,
    /// With paid work of any form \[persons\].
    InWork,
    /// With a wage and a benefit in the same month \[persons\].
    PartlySelfSupporting,
    /// Without any public support \[persons\].
    FullySelfSupporting,
    /// Paid hours, everywhere [1/100 h].
    PaidHours,
    /// Places filled \[places\].
    FilledPlaces,
    /// Placements begun \[placements\].
    Placements,
    /// Persons placed for the first time \[persons\].
    FirstPlacements,
    /// Paid hours at places [1/100 h].
    PlaceHours,
    /// On a family that is not shown by itself \[persons\]. No engine counts it: results sum it up from families.
    OnOtherSupport,
}

impl Indicator {
    /// All indicators, in the order of every table and array.
    pub const ALL: [Indicator; 15] = [
        Indicator::People,
        Indicator::OnCashBenefit,
        Indicator::OnFlexWaitingBenefit,
        Indicator::OnFlexSubsidy,
        Indicator::OnDisabilityPension,
        Indicator::CashBenefitWithHours,
        Indicator::InWork,
        Indicator::PartlySelfSupporting,
        Indicator::FullySelfSupporting,
        Indicator::PaidHours,
        Indicator::FilledPlaces,
        Indicator::Placements,
        Indicator::FirstPlacements,
        Indicator::PlaceHours,
        Indicator::OnOtherSupport,
    ];

    /// Number of indicators.
    pub const COUNT: usize = Indicator::ALL.len();

    /// The indicator that counts the recipients of a family.
    pub const fn on(family: Family) -> Indicator {
        match family {
            Family::CashBenefit => Indicator::OnCashBenefit,
            Family::FlexWaitingBenefit => Indicator::OnFlexWaitingBenefit,
            Family::FlexSubsidy => Indicator::OnFlexSubsidy,
            Family::DisabilityPension => Indicator::OnDisabilityPension,
        }
    }

    /// Whether the count is of hundredths of hours.
    pub const fn is_hours(self) -> bool {
        matches!(self, Indicator::PaidHours | Indicator::PlaceHours)
    }
}

/// Counts, `[month][indicator]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    counts: Vec<i64>,
}

impl Activity {
    /// What one hour counts [1/100 h].
    pub const HOUR: i64 = 100;

    /// Nothing counted in so many months.
    pub fn new(months: usize) -> Activity {
        Activity { counts: vec![0; months * Indicator::COUNT] }
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.counts.len() / Indicator::COUNT
    }

    /// Counts `amount` more.
    pub fn count(&mut self, month: usize, indicator: Indicator, amount: i64) {
        self.counts[month * Indicator::COUNT + indicator as usize] += amount;
    }

    /// People on any benefit family in a month \[persons\].
    pub fn on_support(&self, month: usize) -> i64 {
        Family::ALL.into_iter().map(|family| self.at(month, Indicator::on(family))).sum()
    }

    /// The count of one month.
    pub fn at(&self, month: usize, indicator: Indicator) -> i64 {
        self.counts[month * Indicator::COUNT + indicator as usize]
    }

    /// Adds every count of another activity of the same length.
    pub fn add(&mut self, other: &Activity) {
        for (own, its) in self.counts.iter_mut().zip(&other.counts) {
            *own += its;
        }
    }
}
