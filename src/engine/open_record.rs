//! A record while the months of lives are posted.

use std::ops::Range;

use crate::domain::activity::{Activity, Indicator};
use crate::domain::benefit::Family;
use crate::domain::flow::{Flow, Line};
use crate::domain::ledger::Ledger;
use crate::domain::open_sums::OpenSums;
use crate::domain::spell::Status;
use crate::domain::work::Form;
use crate::engine::outcome::{Incomes, Record};
use crate::engine::standing::{Bill, Standing};

/// A record that is still being posted.
#[derive(Clone, Debug)]
pub struct OpenRecord {
    ledger: OpenSums,
    activity: OpenSums,
    incomes: Incomes,
}

impl OpenRecord {
    /// Nothing posted yet, in so many months.
    pub fn new(months: usize) -> OpenRecord {
        OpenRecord {
            ledger: OpenSums::new(Line::COUNT, months),
            activity: OpenSums::new(Indicator::COUNT, months),
            incomes: Incomes::default(),
        }
    }

    /// Posts flows of each of some months, so many times.
    pub fn post_flows(&mut self, months: Range<usize>, flows: &[Flow], times: i64) {
        for flow in flows {
            self.ledger.post_due(flow.line.index(), months.clone(), flow.due_in, flow.amount.ore() * times);
        }
    }

    /// Counts so many more in each of some months.
    pub fn count(&mut self, months: Range<usize>, indicator: Indicator, amount: i64) {
        self.activity.post(indicator as usize, months, amount);
    }

    /// Posts months of a life that stand alike: the flows of the law, and what the person did. `times` is -1 to take them
    /// out again.
    pub fn post(&mut self, months: Range<usize>, standing: &Standing, bill: &Bill, times: i64) {
        let Standing { facts, entitlement, job, .. } = standing;
        self.post_flows(months.clone(), &bill.flows, times);
        self.incomes.post(facts.wage(), entitlement.benefit(), times * months.len() as i64);
        let mut count = |indicator, amount: i64| self.count(months.clone(), indicator, amount * times);
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

    /// The record, once all is posted.
    pub fn close(self) -> Record {
        Record { ledger: Ledger::of(self.ledger), activity: Activity::of(self.activity), incomes: self.incomes }
    }
}
