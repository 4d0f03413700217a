//! A person of the plain engine, with what becomes of them: status, work, and what a month changes.

use crate::domain::activity::Activity;
use crate::domain::benefit::{Family, Limit};
use crate::domain::calendar::{WEEKS_PER_MONTH, Weeks};
use crate::domain::enterprise::ReturnsTo;
use crate::domain::person::Person;
use crate::domain::spell::{Status, YearToDate};
use crate::domain::work::{Form, PayRates};
use crate::engine::offer::Offer;
use crate::rules::assessment::Assessment;

/// A person, with what becomes of them.
pub(super) struct Citizen {
    /// Facts: the last family; benefit, clock, window and months in status those of the month.
    pub(super) person: Person,
    pub(super) here: bool,
    pub(super) status: Status,
    pub(super) job: Option<Job>,
    pub(super) self_support_in_a_row: u32,
    /// H: marginal rates to work, summed since entry.
    pub(super) cumulated: f64,
    /// Position of the last stay, and the first month after it.
    pub(super) last_stay: Option<(usize, usize)>,
    pub(super) year_to_date: YearToDate,
}

/// Paid work: at a place of the arm, or outside.
#[derive(Clone, Copy)]
pub(super) struct Job {
    pub(super) form: Form,
    pub(super) hours: f64,
    pub(super) pay: PayRates,
    pub(super) months: u32,
    pub(super) place: Option<usize>,
}

impl Job {
    /// Hours done in a month [1/100 h].
    pub(super) fn month_hours(&self) -> i64 {
        (self.hours * WEEKS_PER_MONTH * Activity::HOUR as f64).round() as i64
    }

    pub(super) fn paid_hours(&self) -> f64 {
        if self.form == Form::Internship { 0.0 } else { self.hours }
    }
}

impl Citizen {
    pub(super) fn place(&self) -> Option<usize> {
        self.job.and_then(|job| job.place)
    }

    pub(super) fn change(&mut self, status: Status) {
        if status != self.status {
            if let Status::On(family) = self.status {
                self.person.family = family;
            }
            (self.status, self.person.months_in_status) = (status, 0);
            self.person.benefit.supplementary_months = 0;
        }
    }

    pub(super) fn take(&mut self, job: Job) {
        match job.form {
            Form::OrdinaryJob => self.change(Status::SelfSupporting),
            Form::FlexJob => self.change(Status::On(Family::FlexSubsidy)),
            _ => {}
        }
        self.job = Some(job);
    }

    /// The support to which the person goes back; nobody keeps the flex subsidy without the job, or a benefit that is
    /// used up.
    pub(super) fn support(&self) -> Status {
        let last = if let Status::On(family) = self.status { family } else { self.person.family };
        let used_up = self.person.limit.filter(|limit| limit.family == last && limit.months == 0);
        match used_up {
            Some(limit) => limit.falls_to.family().map_or(Status::SelfSupporting, Status::On),
            None => Status::On(if last == Family::FlexSubsidy { Family::FlexWaitingBenefit } else { last }),
        }
    }

    /// Leaves a benefit that is used up.
    pub(super) fn run_out(&mut self) {
        if self.person.limit.is_some_and(|limit| self.status == Status::On(limit.family)) {
            self.change(self.support());
        }
    }

    /// Loses the work, if any; `next` is the first month without it.
    pub(super) fn lose(&mut self, offer: &Offer, next: usize) {
        let Some(job) = self.job.take() else { return };
        self.last_stay = job.place.map(|place| (offer.places[place].position, next)).or(self.last_stay);
        self.change(self.support());
    }

    /// Goes to the family that a stay names; not from a pension, nor from waiting for a flex job.
    pub(super) fn go_back(&mut self, to: Option<ReturnsTo>) {
        let keep = [Family::DisabilityPension, Family::SeniorPension, Family::FlexWaitingBenefit];
        let Some(to) = to.filter(|_| !keep.map(Status::On).contains(&self.status)) else { return };
        self.person.limit = to.limit().or(self.person.limit);
        self.change(Status::On(to.family));
    }

    /// Money decides: clock, window of self-support, and the status after three months of it in a row.
    pub(super) fn settle(&mut self, answer: &Assessment) {
        let self_support = !answer.public_payment && self.job.is_none_or(|job| !job.form.is_supported());
        (self.person.clock, self.year_to_date) = (answer.clock_after, answer.year_to_date);
        self.person.self_support_window = self.person.self_support_window << 1 | u64::from(self_support);
        if (0..36).filter(|age| self.person.self_support_window >> age & 1 == 1).count() >= 12 {
            (self.person.clock, self.person.self_support_window) = (Weeks::ZERO, 0);
        }
        self.self_support_in_a_row = if self_support { self.self_support_in_a_row + 1 } else { 0 };
        self.person.months_in_status += 1;
        self.person.benefit.supplementary_months = answer.supplementary_months;
        let on_it = |limit: &&mut Limit| Status::On(limit.family) == self.status;
        self.person.limit.iter_mut().filter(on_it).for_each(|limit| limit.months -= 1);
        self.change(if self.self_support_in_a_row >= 3 { Status::SelfSupporting } else { self.status });
        self.run_out();
    }
}
