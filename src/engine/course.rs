//! The course of lives: what a month changes.

use crate::domain::benefit::Family;
use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Month};
use crate::domain::person::Person;
use crate::domain::spell::{Exit, Status};
use crate::domain::transition::Cause;
use crate::domain::work::{Form, PayRates};
use crate::engine::draw::{Decision, Draws, uniform};
use crate::engine::instance::Instance;
use crate::engine::life::{Job, Life, Seat};
use crate::engine::standing::Standing;
use crate::engine::terms::{ArmTerms, NextTerms, PositionTerms};
use crate::rules::policy::MonthRules;

/// The surroundings in which lives run: the numbers of a sample, the law and the places of an arm, the draws.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// Numbers of the sample.
    pub instance: &'a Instance<'a>,
    /// The law of each month.
    pub rules: &'a [MonthRules],
    /// First month after each in which the law or the level of wages may be another.
    pub renewals: &'a [usize],
    /// The places to which seats refer.
    pub arm: &'a ArmTerms,
    /// Named draws.
    pub draws: &'a Draws,
    /// Whether nobody finds work by themselves: the frozen lives against which a gross effect is measured.
    pub frozen: bool,
}

impl<'a> Course<'a> {
    /// The course of lives in an arm and at its places.
    pub fn new(instance: &'a Instance<'a>, arm: usize, draws: &'a Draws) -> Course<'a> {
        let (rules, renewals) = (&instance.rules[arm], &instance.renewals[arm]);
        Course { instance, rules, renewals, arm: &instance.arms[arm], draws, frozen: false }
    }

    /// The month of the calendar.
    pub(crate) fn calendar(&self, month: usize) -> Month {
        self.instance.model.start + month as u32
    }

    pub(crate) fn position(&self, seat: Seat) -> &PositionTerms {
        &self.arm.positions[seat.position]
    }

    /// The life of a person on entry, with the work that they have then.
    pub fn enter(&self, person: &Person) -> Life {
        let mut life = Life::enter(person);
        if let Some((form, months)) = person.work {
            let month = (person.entry - self.instance.model.start) as usize;
            self.begin_outside(person, &mut life, month, (form, None));
            life.job = life.job.map(|job| Job { months, ..job });
        }
        life
    }

    /// Moves a life from the start of `month` to the start of the next: money decides, work ends or steps up, what has
    /// struck takes effect, clocks move. Tells whether anything has changed, so that the life no longer stands as it did.
    ///
    /// In the month in which work ends only death and moving can strike: looking for work begins the month after.
    /// Who goes from one job straight to the next stays in the same status, so its months run on.
    #[inline]
    pub fn step(
        &self,
        person: &Person,
        life: &mut Life,
        month: usize,
        standing: &Standing,
        struck: Option<Cause>,
    ) -> bool {
        life.months_in_status += 1;
        let (stood, clock) = (life.status, life.self_support.clock);
        if standing.quiet.contains(&month) {
            life.self_support.clock = clock + standing.counted.weeks;
            if life.job.is_none() && struck.is_none() {
                return false;
            }
        } else {
            settle(life, standing);
            if self.calendar(month + 1) >= standing.pension_month {
                life.leave(Exit::StatePension);
                return true;
            }
        }
        let (status, months) = (life.status, life.months_in_status);
        let (ended, stepped_up) = self.end_or_step_up(person, life, month);
        match struck {
            Some(Cause::Death) => life.leave(Exit::Death),
            Some(Cause::Moving) => life.leave(Exit::Moving),
            Some(cause) if !ended => self.follow(person, life, month, cause),
            Some(_) | None => {}
        }
        if life.status == status {
            life.months_in_status = months;
        }
        let started_anew = life.self_support.clock < clock;
        status != stood || started_anew || ended || stepped_up || struck.is_some()
    }

    /// Ends the work, or adds a step of hours at a place; whether it ended, and whether it stepped up.
    fn end_or_step_up(&self, person: &Person, life: &mut Life, month: usize) -> (bool, bool) {
        let Some(mut job) = life.job else { return (false, false) };
        let words = self.draws.block(person.entity, month as u32, Decision::JobEnd.block(), 0);
        let word = |decision: Decision| words[decision.lane()];
        let mut stepped_up = false;
        if let Some(seat) = job.place {
            let stay = &self.position(seat).stay;
            if self.ends_by_law(life, &job, month) || stay.ending.at(job.months).strikes(word(Decision::StayEnd)) {
                life.stop(month + 1);
                self.go_on(person, life, month, seat, uniform(word(Decision::StayDestination)));
                return (true, false);
            }
            let most = stay.max_hours.min(person.capacity).max(job.hours);
            stepped_up = job.hours < most && stay.step.strikes(word(Decision::StepUp));
            if stepped_up {
                job.hours = (job.hours + stay.step_hours).min(most);
            }
        } else if let Some(terms) = &self.instance.outside[job.form as usize]
            && terms.ending.at(job.months).strikes(word(Decision::JobEnd))
        {
            life.stop(month + 1);
            return (true, false);
        }
        job.months += 1;
        life.job = Some(job);
        (false, stepped_up)
    }

    /// Moves somebody whose stay has ended on to work outside, or back; `destination` is the uniform that decides.
    fn go_on(&self, person: &Person, life: &mut Life, month: usize, seat: Seat, destination: f64) {
        let stay = &self.position(seat).stay;
        if destination < stay.leaves[0] {
            self.begin_outside(person, life, month, (Form::OrdinaryJob, None));
        } else if destination < stay.leaves[1]
            && let Some(form) = stay.next_form
        {
            self.begin_outside(person, life, month, (form, Some(&stay.next)));
        } else {
            self.go_back(life, seat);
        }
    }

    /// Moves somebody whose stay has ended to the family that the position names: not from a pension, nor from waiting
    /// for a flex job.
    pub fn go_back(&self, life: &mut Life, seat: Seat) {
        let Some(returns_to) = self.position(seat).stay.returns_to else { return };
        let bound = matches!(
            life.status,
            Status::On(Family::DisabilityPension | Family::SeniorPension | Family::FlexWaitingBenefit) | Status::Out(_)
        );
        if !bound {
            life.limit = returns_to.limit().or(life.limit);
            life.change(Status::On(returns_to.family));
        }
    }

    /// Whether the law lets a stay last no longer than this month.
    fn ends_by_law(&self, life: &Life, job: &Job, month: usize) -> bool {
        let (Status::On(family), Some(seat)) = (life.status, job.place) else { return false };
        let most = self.rules[month].most_months(job.form, family, self.position(seat).public_employer);
        most.is_some_and(|most| job.months + 1 >= most)
    }

    /// What a cause does to a life.
    fn follow(&self, person: &Person, life: &mut Life, month: usize, cause: Cause) {
        let next = month + 1;
        if let Some(form) = cause.work() {
            life.stop(next);
            return self.begin_outside(person, life, month, (form, None));
        }
        let Some(family) = cause.leads_to() else { return };
        life.stop(next);
        match family {
            Family::DisabilityPension => life.benefit.pension_awarded = Some(self.calendar(next)),
            Family::FlexWaitingBenefit => life.benefit.flex_approved = Some(self.calendar(next)),
            _ => {}
        }
        life.change(Status::On(family));
        life.run_out();
    }

    /// Starts a job of a form outside the programme, with what a stay states of it; the person's capacity limits its hours.
    fn begin_outside(
        &self,
        person: &Person,
        life: &mut Life,
        month: usize,
        (form, stated): (Form, Option<&NextTerms>),
    ) {
        let Some(terms) = &self.instance.outside[form as usize] else { return };
        let between = |[from, to]: [f64; 2], decision| {
            from + (to - from) * self.draws.uniform(person.entity, month as u32, decision, 0)
        };
        let hours = stated.and_then(|next| next.hours).unwrap_or_else(|| between(terms.hours, Decision::JobHours));
        let hours = hours.min(person.capacity).min(FULL_TIME_HOURS_PER_WEEK);
        let spread = |to| PayRates { hourly: between([terms.pay.hourly, to], Decision::JobPay), ..terms.pay };
        let pay = stated.and_then(|next| next.pay).unwrap_or_else(|| terms.pay_to.map_or(terms.pay, spread));
        life.start(Job { form, hours, pay, months: 0, place: None });
    }
}

/// Money decides: the clock of the refund, what runs over a year or is used up, and the status after three months without
/// support.
fn settle(life: &mut Life, standing: &Standing) {
    life.self_support = life.self_support.after(standing.counted);
    life.year_to_date = standing.entitlement.year_to_date;
    life.benefit.supplementary_months = standing.entitlement.supplementary_months;
    life.use_up();
    if life.self_support.is_self_supporting() {
        life.change(Status::SelfSupporting);
    }
    life.run_out();
}
