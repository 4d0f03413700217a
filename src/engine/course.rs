//! The course of lives, month by month: what the law looks at, what the month changes.

use crate::domain::activity::{Activity, Indicator};
use crate::domain::benefit::Family;
use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Month, WEEKS_PER_MONTH};
use crate::domain::person::Person;
use crate::domain::spell::{Exit, MonthFacts, Status, Work, YearToDate};
use crate::domain::transition::Cause;
use crate::domain::work::{Employer, Form, MonthWage, PayRates};
use crate::engine::attribution::Attribution;
use crate::engine::draw::{Decision, Draws, uniform};
use crate::engine::hazard::CauseRate;
use crate::engine::instance::Instance;
use crate::engine::life::{Job, Life, Seat};
use crate::engine::outcome::Record;
use crate::engine::place_flows::Held;
use crate::engine::terms::{ArmTerms, NextTerms, PositionTerms};
use crate::rules::assessment::{Assessment, assess};
use crate::rules::error::LawError;
use crate::rules::policy::MonthRules;

/// The surroundings in which lives run: the numbers of a sample, the law and the places of an arm, the draws.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// Numbers of the sample.
    pub instance: &'a Instance<'a>,
    /// The law of each month.
    pub rules: &'a [MonthRules],
    /// The places to which seats refer.
    pub arm: &'a ArmTerms,
    /// Named draws.
    pub draws: &'a Draws,
    /// Whether nobody finds work by themselves: the frozen lives against which a gross effect is measured.
    pub frozen: bool,
}

/// Factors on the rates of a life in a month.
struct Factors {
    work: f64,
    pension: f64,
    flex: f64,
}

impl Course<'_> {
    /// The month of the calendar.
    fn calendar(&self, month: usize) -> Month {
        self.instance.model.start + month as u32
    }

    fn position(&self, seat: Seat) -> &PositionTerms {
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

    /// The facts of a person-month for the law.
    pub fn facts(&self, person: &Person, life: &Life, month: usize) -> MonthFacts {
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

    /// The law's answer to a person-month, and the flows beside it.
    pub fn assess(&self, person: &Person, life: &Life, month: usize) -> Result<Assessment, LawError> {
        let mut assessment = assess(&self.rules[month], &self.instance.terms, &self.facts(person, life, month))?;
        let work = life.job.map(|job| (job.form, job.hours));
        self.instance.beside.post(self.instance, life.status, work, month, &mut assessment.flows);
        Ok(assessment)
    }

    /// Whether a person of working age counts as without employment this month.
    pub fn without_employment(&self, person: &Person, life: &Life, month: usize) -> bool {
        let age = (self.calendar(month) - person.birth).div_euclid(12);
        self.instance.settlement.without_employment(age, life.job.map(|job| job.form))
    }

    /// Posts and counts what the place that a life holds this month moves beside.
    ///
    /// # Errors
    /// Where the law has no answer for displaced workers.
    pub fn post_place(
        &self,
        life: &Life,
        cell: usize,
        month: usize,
        record: &mut Record,
        attribution: &mut Attribution,
    ) -> Result<(), LawError> {
        let Some((job, seat)) = life.job.and_then(|job| job.place.map(|seat| (job, seat))) else { return Ok(()) };
        let place = &self.position(seat).flows;
        let held = Held { hours: job.paid_hours(), pay: job.pay, months: job.months };
        let flows = place.of_month(self.instance, &self.rules[month], &held, month)?;
        flows.iter().for_each(|flow| record.ledger.post(month, flow));
        attribution.with_places(cell, month, &flows);
        attribution.fill(cell, job.month_hours());
        let village =
            (job.paid_hours() * WEEKS_PER_MONTH * Activity::HOUR as f64 * place.village_share()).round() as i64;
        record.activity.count(month, Indicator::VillageHours, village);
        Ok(())
    }

    /// Moves a life from the start of `month` to the start of the next: money decides, work ends or steps up, causes
    /// strike, clocks move.
    ///
    /// In the month in which work ends only death and moving can strike: looking for work begins the month after.
    /// Who goes from one job straight to the next stays in the same status, so its months run on.
    pub fn step(&self, person: &Person, life: &mut Life, month: usize, assessment: &Assessment) {
        let next = month + 1;
        let struck = self.strike(person, life, month);
        life.months_in_status += 1;
        settle(life, assessment);
        if self.calendar(next) >= self.rules[month].pension_month(person.birth) {
            return life.leave(Exit::StatePension);
        }
        let (status, months) = (life.status, life.months_in_status);
        let ended = self.end_or_step_up(person, life, month);
        match struck {
            Some(Cause::Death) => life.leave(Exit::Death),
            Some(Cause::Moving) => life.leave(Exit::Moving),
            Some(cause) if !ended => self.follow(person, life, month, cause),
            Some(_) | None => {}
        }
        if life.status == status {
            life.months_in_status = months;
        }
    }

    /// Ends the work, or adds a step of hours at a place; whether it ended.
    fn end_or_step_up(&self, person: &Person, life: &mut Life, month: usize) -> bool {
        let Some(job) = life.job else { return false };
        let word = |decision| self.draws.word(person.entity, month as u32, decision, 0);
        let Some(seat) = job.place else {
            let ending = self.instance.outside[job.form as usize].as_ref().map(|terms| terms.ending.at(job.months));
            let ended = ending.is_some_and(|chance| chance.strikes(word(Decision::JobEnd)));
            if ended {
                life.stop(month + 1);
            } else {
                life.job = Some(Job { months: job.months + 1, ..job });
            }
            return ended;
        };
        let stay = &self.position(seat).stay;
        if self.ends_by_law(life, &job, month) || stay.ending.at(job.months).strikes(word(Decision::StayEnd)) {
            life.stop(month + 1);
            let destination = self.draws.uniform(person.entity, month as u32, Decision::StayDestination, 0);
            if destination < stay.leaves[0] {
                self.begin_outside(person, life, month, (Form::OrdinaryJob, None));
            } else if destination < stay.leaves[1]
                && let Some(form) = stay.next_form
            {
                self.begin_outside(person, life, month, (form, Some(&stay.next)));
            } else {
                self.go_back(life, seat);
            }
            return true;
        }
        let most = stay.max_hours.min(person.capacity).max(job.hours);
        let steps_up = job.hours < most && stay.step.strikes(word(Decision::StepUp));
        let hours = if steps_up { (job.hours + stay.step_hours).min(most) } else { job.hours };
        life.job = Some(Job { hours, months: job.months + 1, ..job });
        false
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

    /// The rows of rates that hold for a life: those of its status, or of the support behind a place or beside hours.
    fn rows(&self, life: &Life) -> &[CauseRate] {
        let placed = life.seat().is_some();
        let status =
            if placed && life.status == Status::SelfSupporting { life.back_to(life.before) } else { life.status };
        let few_hours = life.job.is_some_and(|job| matches!(job.form, Form::SmallJob | Form::WageHours));
        self.instance.hazards.rows(status, few_hours && !placed)
    }

    fn factors(&self, person: &Person, life: &Life, month: usize) -> Factors {
        let own = person.frailty * life.exposure;
        if let Some(seat) = life.seat() {
            let stay = &self.position(seat).stay;
            return Factors { work: own * stay.lock_in, pension: stay.pension_factor, flex: stay.flex_factor };
        }
        match life.after {
            None => Factors { work: own, pension: 1.0, flex: 1.0 },
            Some(after) => {
                let stay = &self.arm.positions[after.position].stay;
                let work = own * stay.after[month - after.from];
                Factors { work, pension: stay.pension_factor, flex: stay.flex_factor }
            }
        }
    }

    /// Marginal rates of a life in a month, by cause [1/month]; rows that hold for the same person add up.
    fn rates(&self, person: &Person, life: &Life, month: usize) -> [f64; Cause::COUNT] {
        let age = self.calendar(month) - person.birth;
        let mut rates = [0.0; Cause::COUNT];
        for row in self.rows(life) {
            rates[row.cause as usize] += row.at(person.cohort, age, life.months_in_status);
        }
        rates
    }

    /// The first cause that strikes within the month, by latent times; and the month's part of exp(v H).
    fn strike(&self, person: &Person, life: &mut Life, month: usize) -> Option<Cause> {
        let rates = self.rates(person, life, month);
        let factors = self.factors(person, life, month);
        let third = rates[Cause::SicknessBenefit as usize..].iter().any(|rate| *rate > 0.0);
        let words = self.draws.causes(person.entity, month as u32, third);
        let mut first: Option<(f64, Cause)> = None;
        let mut work = 0.0;
        for cause in Cause::ALL {
            let marginal = rates[cause as usize];
            if marginal <= 0.0 || (self.frozen && cause.work().is_some()) {
                continue;
            }
            let factor = match cause {
                Cause::DisabilityPension => factors.pension,
                Cause::FlexApproval => factors.flex,
                Cause::Death
                | Cause::Moving
                | Cause::SicknessBenefit
                | Cause::JobClarification
                | Cause::ResourceProgramme
                | Cause::CashBenefit => 1.0,
                Cause::OrdinaryJob | Cause::FlexJob | Cause::WageHours | Cause::SmallJob => {
                    work += marginal;
                    factors.work
                }
            };
            let latent = latent_months(words[cause as usize], marginal * factor);
            if let Some(latent) = latent
                && first.is_none_or(|(earliest, _)| latent < earliest)
            {
                first = Some((latent, cause));
            }
        }
        if work > 0.0 && self.instance.marginal && self.instance.frailty_variance > 0.0 {
            let exposed = life.seat().map_or(1.0, |seat| self.position(seat).stay.lock_in);
            life.exposure *= libm::exp(self.instance.frailty_variance * work * exposed);
        }
        first.map(|(_, cause)| cause)
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

    /// The chance that a life finds work by itself within twelve months, at this month's rates [0-1].
    pub fn chance_of_work(&self, person: &Person, life: &Life, month: usize) -> f64 {
        let rates = self.rates(person, life, month);
        let work: f64 =
            Cause::ALL.iter().filter(|cause| cause.work().is_some()).map(|cause| rates[*cause as usize]).sum();
        -libm::expm1(-12.0 * work * self.factors(person, life, month).work)
    }
}

/// Money decides: the clock of the refund, what runs over a year or is used up, and the status after three months without
/// support.
fn settle(life: &mut Life, assessment: &Assessment) {
    life.self_support = life.self_support.after(assessment, life.job.map(|job| job.form));
    life.year_to_date = assessment.year_to_date;
    life.benefit.supplementary_months = assessment.supplementary_months;
    life.use_up();
    if life.self_support.is_self_supporting() {
        life.change(Status::SelfSupporting);
    }
    life.run_out();
}

/// The latent time of a cause \[months\], where it lies within the month.
///
/// ```text
/// -ln(1 - U) / rate < 1
/// ```
///
/// Since 1 - exp(-x) <= x the logarithm is needed only where U is below the rate.
pub fn latent_months(word: u64, rate_per_month: f64) -> Option<f64> {
    let uniform = uniform(word);
    if uniform >= rate_per_month {
        return None;
    }
    let latent = -libm::log1p(-uniform) / rate_per_month;
    (latent < 1.0).then_some(latent)
}
