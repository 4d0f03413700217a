//! A person: facts, and the three clocks; and what a register knows of one.

use std::fmt;

use crate::domain::benefit::{BenefitFacts, FallsTo, Family, Limit};
use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Month, Weeks};
use crate::domain::work::Form;

/// A person as they enter the population. Facts only: rules derive rates, the engine lives the life.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Stable number: a hash of (cohort, ordinal) or of the id in a file, never a row number.
    pub entity: u64,
    /// Position of the cohort in the model.
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

/// What is known of a person who is no draw of a cohort but somebody in a file: one row of it.
///
/// Luck adds the rest in each draw: frailty, and for how long a job has lasted where that is not known. `Debug` shows
/// nothing of it, so that no message of a program does.
#[derive(Clone, PartialEq)]
pub struct KnownPerson {
    /// Pseudonym; it names the person's draws, so that neither another order nor other rows change a life.
    pub id: String,
    /// Target group (målgruppe), as positions and transitions name it.
    pub target_group: String,
    /// Benefit family at the start of the study.
    pub family: Family,
    /// Month of birth.
    pub birth: Month,
    /// Household and case.
    pub benefit: BenefitFacts,
    /// Paid hours a week that the person can do [h/week].
    pub capacity: f64,
    /// Weeks counted for the refund at the start of the study.
    pub clock: Weeks,
    /// Months of self-support among the last 36, newest in the lowest bit.
    pub self_support_window: u64,
    /// Months in the status at the start of the study.
    pub months_in_status: u32,
    /// Months that are left of a temporary benefit \[months\]; it does not run out where not known.
    pub benefit_months_left: Option<u32>,
    /// What follows when they are used up.
    pub falls_to: FallsTo,
    /// Has wage hours outside the programme beside the benefit.
    pub wage_hours: bool,
    /// Months in the job held at the start; drawn, evenly up to two years, where not known.
    pub months_in_job: Option<u32>,
    /// For how many people the row stands \[persons\].
    pub weight: f64,
}

impl KnownPerson {
    /// A single, activity-ready adult without children and work, fully able, whose weeks begin to be counted.
    pub fn new(id: &str, target_group: &str, family: Family, birth: Month) -> KnownPerson {
        KnownPerson {
            id: id.to_owned(),
            target_group: target_group.to_owned(),
            family,
            birth,
            benefit: BenefitFacts::default(),
            capacity: FULL_TIME_HOURS_PER_WEEK,
            clock: Weeks::ZERO,
            self_support_window: 0,
            months_in_status: 0,
            benefit_months_left: None,
            falls_to: FallsTo::default(),
            wage_hours: false,
            months_in_job: None,
            weight: 1.0,
        }
    }

    /// The months that are left of a temporary benefit.
    pub fn limit(&self) -> Option<Limit> {
        self.benefit_months_left.map(|months| Limit { family: self.family, months, falls_to: self.falls_to })
    }

    /// The form of work outside the programme at the start: a flex job where that is the status.
    pub fn work(&self) -> Option<Form> {
        match self.family {
            Family::FlexSubsidy => Some(Form::FlexJob),
            _ => self.wage_hours.then_some(Form::WageHours),
        }
    }
}

impl fmt::Debug for KnownPerson {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.debug_struct("KnownPerson").finish_non_exhaustive()
    }
}
