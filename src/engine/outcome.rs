//! What one draw leaves: a ledger and an activity per arm, and where in the arm it arises.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};
use crate::domain::benefit::Family;
use crate::domain::ledger::Ledger;
use crate::domain::money::Money;
use crate::domain::spell::Status;
use crate::domain::work::Form;
use crate::engine::attribution::Attribution;
use crate::engine::standing::{Bill, Standing};

/// What one draw leaves, arm by arm in the order of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// One record per arm.
    pub arms: Vec<Record>,
    /// One attribution per arm: what of its record arises at which places.
    pub attributions: Vec<Attribution>,
}

/// Sums over a population: money and what people do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Sums of flows.
    pub ledger: Ledger,
    /// Counts.
    pub activity: Activity,
    /// What people live on.
    pub incomes: Incomes,
}

/// What the people of a population live on, summed over all months, running prices \[øre\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incomes {
    /// Wages before tax, own pension contributions included.
    pub wages: i64,
    /// Benefits before tax.
    pub benefits: i64,
}

impl Incomes {
    /// Adds wage and benefit of a person-month so many times; -1 takes them out again.
    pub fn post(&mut self, wage: Money, benefit: Money, times: i64) {
        self.wages += wage.ore() * times;
        self.benefits += benefit.ore() * times;
    }
}

impl Record {
    /// An empty record of so many months.
    pub fn new(months: usize) -> Record {
        Record { ledger: Ledger::new(months), activity: Activity::new(months), incomes: Incomes::default() }
    }

    /// Adds every sum and count of another record.
    pub fn add(&mut self, other: &Record) {
        self.ledger.add(&other.ledger);
        self.activity.add(&other.activity);
        self.incomes.wages += other.incomes.wages;
        self.incomes.benefits += other.incomes.benefits;
    }

    /// Posts months of a life that stand alike: the flows of the law, and what the person did. `times` is -1 to take them
    /// out again.
    pub fn post(&mut self, months: Range<usize>, standing: &Standing, bill: &Bill, times: i64) {
        let Standing { facts, entitlement, job, .. } = standing;
        for flow in bill.flows.iter() {
            self.ledger.post_each(months.clone(), flow, times);
        }
        self.incomes.post(facts.wage(), entitlement.benefit(), times * months.len() as i64);
        let mut count = |indicator, amount: i64| self.activity.count_each(months.clone(), indicator, amount * times);
        count(Indicator::People, 1);
        if standing.without_employment {
            count(Indicator::WithoutEmployment, 1);
        }
        if let Status::On(family) = facts.status {
            count(Indicator::on(family), 1);
        }
        match job {
            None => {}
            Some(job) => {
                if job.form.is_paid() {
                    count(Indicator::InWork, 1);
                    count(Indicator::PaidHours, job.month_hours());
                    if entitlement.public_payment {
                        count(Indicator::PartlySelfSupporting, 1);
                    }
                }
                if job.form.is_ordinary() && facts.status == Status::On(Family::CashBenefit) {
                    count(Indicator::CashBenefitWithHours, 1);
                }
                if job.place.is_some() {
                    count(Indicator::FilledPlaces, 1);
                    count(Indicator::PlaceHours, job.month_hours());
                }
                debug_assert!(
                    job.form != Form::FlexJob || facts.status != Status::SelfSupporting || !entitlement.public_payment
                );
            }
        }
        if !entitlement.public_payment {
            count(Indicator::FullySelfSupporting, 1);
        }
    }
}
