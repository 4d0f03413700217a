//! The state of one person's life: status, work, clocks; and what starts, ends or changes it.

use crate::domain::activity::Activity;
use crate::domain::benefit::{BenefitFacts, Family, Limit};
use crate::domain::calendar::WEEKS_PER_MONTH;
use crate::domain::person::Person;
use crate::domain::spell::{Exit, Status, YearToDate};
use crate::domain::work::{Form, PayRates};
use crate::rules::self_support::SelfSupport;

/// The state of a life at the start of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Legal status.
    pub status: Status,
    /// Family to which the person goes back when work ends.
    pub before: Family,
    /// Household and case.
    pub benefit: BenefitFacts,
    /// The months that are left of a temporary benefit.
    pub limit: Option<Limit>,
    /// Work.
    pub job: Option<Job>,
    /// The clock of the refund and the months of self-support.
    pub self_support: SelfSupport,
    /// Months since the status began.
    pub months_in_status: u32,
    /// exp(v H): factor that keeps marginal rates marginal.
    pub exposure: f64,
    /// The last stay at a place that has ended.
    pub after: Option<AfterStay>,
    /// Posted since January.
    pub year_to_date: YearToDate,
}

/// Work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    /// Form.
    pub form: Form,
    /// Hours [h/week], paid but in an internship.
    pub hours: f64,
    /// Pay, in the wages of the price year.
    pub pay: PayRates,
    /// Months in the job.
    pub months: u32,
    /// The seat, where it is a place of the arm: position of the place, and of its position.
    pub place: Option<Seat>,
}

/// A seat of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Position of the place in the arm.
    pub place: usize,
    /// Position of its position in the arm.
    pub position: usize,
}

/// A stay that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterStay {
    /// The position that was left.
    pub position: usize,
    /// First month after the stay.
    pub from: usize,
}

impl Job {
    /// Paid hours [h/week].
    pub fn paid_hours(&self) -> f64 {
        if self.form.is_paid() { self.hours } else { 0.0 }
    }

    /// Paid hours of a month [1/100 h].
    pub fn month_hours(&self) -> i64 {
        (self.paid_hours() * WEEKS_PER_MONTH * Activity::HOUR as f64).round() as i64
    }
}

impl Life {
    /// A person as they enter the population, before work.
    pub(crate) fn enter(person: &Person) -> Life {
        Life {
            status: Status::On(person.family),
            before: person.family,
            benefit: person.benefit,
            limit: person.limit,
            job: None,
            self_support: SelfSupport { clock: person.clock, window: person.self_support_window, run: 0 },
            months_in_status: person.months_in_status,
            exposure: 1.0,
            after: None,
            year_to_date: YearToDate::default(),
        }
    }

    /// Whether the person is still followed.
    pub fn is_out(&self) -> bool {
        matches!(self.status, Status::Out(_))
    }

    /// The place that the person holds.
    pub fn seat(&self) -> Option<Seat> {
        self.job.and_then(|job| job.place)
    }

    pub(crate) fn change(&mut self, status: Status) {
        if self.status != status {
            if let Status::On(family) = self.status {
                self.before = family;
            }
            self.status = status;
            self.months_in_status = 0;
            self.benefit.supplementary_months = 0;
        }
    }

    /// The status to which the person goes back on the support of a family: a flex job ends in ledighedsydelse, and
    /// what follows a temporary benefit stands in for it once its months are used up.
    pub(crate) fn back_to(&self, family: Family) -> Status {
        match self.limit {
            Some(limit) if limit.family == family && limit.months == 0 => {
                limit.falls_to.family().map_or(Status::SelfSupporting, Status::On)
            }
            _ if family == Family::FlexSubsidy => Status::On(Family::FlexWaitingBenefit),
            _ => Status::On(family),
        }
    }

    /// Counts a month on a temporary benefit.
    pub(crate) fn use_up(&mut self) {
        if let Some(limit) = &mut self.limit
            && self.status == Status::On(limit.family)
        {
            limit.months = limit.months.saturating_sub(1);
        }
    }

    /// Leaves a temporary benefit whose months are used up.
    pub(crate) fn run_out(&mut self) {
        if let Some(limit) = self.limit
            && limit.months == 0
            && self.status == Status::On(limit.family)
        {
            self.change(self.back_to(limit.family));
        }
    }

    /// Starts work of a form: an ordinary job ends the benefit, a flex job brings the flex subsidy.
    pub fn start(&mut self, job: Job) {
        match job.form {
            Form::OrdinaryJob => self.change(Status::SelfSupporting),
            Form::FlexJob => self.change(Status::On(Family::FlexSubsidy)),
            Form::SmallJob | Form::WageHours | Form::SubsidisedJob | Form::PensionSubsidisedJob | Form::Internship => {}
        }
        self.job = Some(job);
    }

    /// Ends the work; `next` is the first month without it.
    pub fn stop(&mut self, next: usize) {
        let Some(job) = self.job.take() else { return };
        if let Some(seat) = job.place {
            self.after = Some(AfterStay { position: seat.position, from: next });
        }
        match self.status {
            Status::SelfSupporting => self.change(self.back_to(self.before)),
            Status::On(Family::FlexSubsidy) => self.change(Status::On(Family::FlexWaitingBenefit)),
            Status::On(_) | Status::Out(_) => {}
        }
    }

    pub(crate) fn leave(&mut self, exit: Exit) {
        self.status = Status::Out(exit);
        self.job = None;
    }
}
