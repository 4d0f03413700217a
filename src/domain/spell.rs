//! Legal status, and the facts of one person-month that the law looks at.

use serde::{Deserialize, Serialize};

use crate::domain::benefit::{BenefitFacts, Family};
use crate::domain::calendar::{Month, Weeks};
use crate::domain::money::Money;
use crate::domain::work::{Employer, Form, MonthWage};

/// Why a person is no longer followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// Reached the state pension age.
    StatePension,
    /// Died.
    Death,
    /// Moved to another municipality.
    Moving,
}

/// Legal status of a person in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// On one benefit family.
    On(Family),
    /// Self-supporting.
    SelfSupporting,
    /// Out of the population.
    Out(Exit),
}

/// Work in a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// The form of the work.
    pub form: Form,
    /// Who employs.
    pub employer: Employer,
    /// The employer is a public one: decides the wage subsidy.
    pub public_employer: bool,
    /// The higher rate of special cases, in a subsidised job of a disability pensioner.
    pub special_subsidy: bool,
    /// Paid hours [h/week]; 0 in an internship.
    pub hours_per_week: f64,
    /// The month's wage.
    pub wage: MonthWage,
    /// Value of an hour's production divided by its full wage cost \[1\].
    pub productivity: f64,
}

/// What has been posted since January, for limits that run over a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearToDate {
    /// Work income counted against the pension's yearly free income.
    pub pension_income: Money,
    /// Reduction of the pension posted so far.
    pub pension_reduction: Money,
    /// Wage counted on the social free card.
    pub free_card: Money,
}

/// The facts of one person-month: all that the law may look at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonthFacts {
    /// The month.
    pub month: Month,
    /// Month of birth.
    pub birth: Month,
    /// Legal status.
    pub status: Status,
    /// Household and case.
    pub benefit: BenefitFacts,
    /// Work, if any.
    pub work: Option<Work>,
    /// Weeks counted for the refund before this month.
    pub clock: Weeks,
    /// Posted since January, this month not included.
    pub year_to_date: YearToDate,
}

impl MonthFacts {
    /// The wage of the month before tax, own pension contribution included.
    pub fn wage(&self) -> Money {
        self.work.map_or(Money::ZERO, |work| work.wage.gross)
    }

    /// Age in completed years at the start of the month.
    pub fn age(&self) -> i32 {
        (self.month - self.birth).div_euclid(12)
    }
}
