//! A person: facts, and the three clocks.

use crate::domain::benefit::{BenefitFacts, Family, Limit};
use crate::domain::calendar::{Month, Weeks};
use crate::domain::work::Form;

/// A person as they enter the population. Facts only: rules derive rates, the engine lives the life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Stable number: a hash of (cohort, ordinal), never a row number.
    pub entity: u64,
    /// Position of the cohort in the population, in the order of the cohorts' names.
    pub cohort: usize,
    /// Month of entry into the population.
    pub entry: Month,
    /// Month of birth.
    pub birth: Month,
    /// Family on entry.
    pub family: Family,
    /// Household and case.
    pub benefit: BenefitFacts,
    /// The months that are left of the benefit, where it is one with an end.
    pub limit: Option<Limit>,
    /// Paid hours a week that the person can do [h/week].
    pub capacity: f64,
    /// Weeks counted for the refund on entry.
    pub clock: Weeks,
    /// Months of self-support among the last 36, newest in the lowest bit.
    pub self_support_window: u64,
    /// Months in the status on entry.
    pub months_in_status: u32,
    /// Work outside the programme on entry, where there is any, and for how long \[months\].
    pub work: Option<(Form, u32)>,
    /// Factor on the person's chance of finding work; mean 1 over the population.
    pub frailty: f64,
}
