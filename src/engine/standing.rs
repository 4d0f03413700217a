//! What a month of a life comes to: reckoned once, for all the months in which it stays the same.

use std::ops::Range;

use crate::domain::calendar::Month;
use crate::domain::flow_list::FlowList;
use crate::domain::person::Person;
use crate::domain::spell::{MonthFacts, Work, YearToDate};
use crate::domain::work::{Employer, MonthWage, PayRates};
use crate::engine::course::Course;
use crate::engine::life::{Job, Life};
use crate::engine::place_flows::Held;
use crate::rules::assessment::post_flows;
use crate::rules::entitlement::{Entitlement, entitle};
use crate::rules::error::LawError;
use crate::rules::self_support::Counted;

/// A month of a life, as the law and the place see it; and until when every month of the life is like it, if
/// nothing happens.
///
/// Most months of a life are like the month before. So a month only draws whether anything strikes, and moves the clocks;
/// what it comes to is reckoned when something has happened, when the law or wages may be others, on birthdays that matter,
/// on the next rung of the refund's ladder, and month by month while anything else runs on that the law looks at.
///
/// What money moves is reckoned only of months that are told.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The first month.
    pub from: usize,
    /// The facts of that month.
    pub facts: MonthFacts,
    /// Work.
    pub job: Option<Job>,
    /// Whether a person of working age counts as without employment.
    pub without_employment: bool,
    /// What the law grants. What it says of clocks holds in the first month.
    pub entitlement: Entitlement,
    /// How the month counts for the refund.
    pub counted: Counted,
    /// Month in which the person reaches the state pension age.
    pub pension_month: Month,
    /// First month that has to be reckoned anew.
    pub until: usize,
    /// Months in which time by itself only moves the refund's clock on: not the first, nor one before the state pension, nor
    /// while months of self-support or of a temporary benefit are counted.
    pub quiet: Range<usize>,
}

/// What a month of a standing moves.
#[derive(Clone, Debug)]
pub struct Bill {
    /// The flows of the law, and those beside it.
    pub flows: FlowList,
    /// The flows of the place, where the life holds one.
    pub of_place: FlowList,
}

impl Course<'_> {
    /// What a month of a life comes to.
    ///
    /// # Errors
    /// Where the law has no answer.
    #[inline]
    pub fn standing(&self, person: &Person, life: &Life, month: usize) -> Result<Standing, LawError> {
        let (instance, rules) = (self.instance, &self.rules[month]);
        let facts = self.facts(person, life, month);
        let entitlement = entitle(rules, &facts)?;
        let form = life.job.map(|job| job.form);
        let alike = entitlement.months_alike(rules, &facts).min(self.months_alike_at_place(life, month));
        let months = alike.min(instance.months_to_age(facts.month - person.birth));
        let until = self.renewals[month].min(month.saturating_add(months));
        let counted = Counted::of(&entitlement, facts.clock, form);
        let pension_month = rules.pension_month(person.birth);
        let before_pension = (pension_month - instance.model.start - 1).max(0) as usize;
        let counts = counted.alone || life.self_support.window != 0 || life.limit.is_some();
        Ok(Standing {
            from: month,
            job: life.job,
            without_employment: instance.settlement.without_employment(facts.age(), form),
            counted,
            entitlement,
            pension_month,
            until,
            quiet: month + 1..if counts { 0 } else { until.min(before_pension) },
            facts,
        })
    }

    /// What each month of a standing moves.
    ///
    /// # Errors
    /// Where the law has no answer.
    pub fn bill(&self, standing: &Standing) -> Result<Bill, LawError> {
        let Standing { from: month, facts, job, entitlement, .. } = standing;
        let rules = &self.rules[*month];
        let mut bill = Bill { flows: FlowList::new(), of_place: FlowList::new() };
        post_flows(rules, &self.instance.terms, facts, entitlement, &mut bill.flows)?;
        let work = job.map(|job| (job.form, job.hours));
        self.instance.beside.post(self.instance, facts.status, work, *month, &mut bill.flows);
        if let Some(job) = job
            && let Some(seat) = job.place
        {
            self.position(seat).flows.post_month(self.instance, rules, &held(job), *month, &mut bill.of_place)?;
        }
        Ok(bill)
    }

    /// The facts of a person-month for the law.
    fn facts(&self, person: &Person, life: &Life, month: usize) -> MonthFacts {
        let calendar = self.calendar(month);
        let work = life.job.map(|job| {
            let position = job.place.map(|seat| self.position(seat));
            let public_employer = position.is_some_and(|position| position.public_employer);
            let pay = PayRates { hourly: job.pay.hourly * self.instance.wage_index[month], ..job.pay };
            Work {
                form: job.form,
                employer: if job.place.is_some() { Employer::Enterprise } else { Employer::Outside },
                public_employer,
                special_subsidy: position.is_some_and(|position| position.special_subsidy),
                hours_per_week: job.paid_hours(),
                wage: MonthWage::of(job.paid_hours(), self.rules[month].pay(job.form, public_employer, pay)),
                productivity: position.map_or(1.0, |position| position.productivity),
            }
        });
        MonthFacts {
            month: calendar,
            birth: person.birth,
            status: life.status,
            benefit: life.benefit,
            work,
            clock: life.self_support.clock,
            year_to_date: if calendar.month() == 1 { YearToDate::default() } else { life.year_to_date },
        }
    }

    /// For how many months the place that a life holds, if it holds one, moves the same.
    fn months_alike_at_place(&self, life: &Life, month: usize) -> usize {
        let held_place = life.job.and_then(|job| job.place.map(|seat| (job, seat)));
        held_place
            .map_or(usize::MAX, |(job, seat)| self.position(seat).flows.months_alike(&self.rules[month], &held(&job)))
    }
}

/// The holder of a place, as far as its flows depend on it.
fn held(job: &Job) -> Held {
    Held { hours: job.paid_hours(), pay: job.pay, months: job.months }
}
