//! The plain engine, the yardstick of the real one: every arm lives every person through every month, one by one.
//!
//! It shares people, law, draws and the tables of a sample with [`simulation`](crate::engine::simulation) and nothing
//! else: no life is shared between arms, none is put off, nothing is taken back. Both leave the same øre.

use crate::domain::activity::{Activity, Indicator};
use crate::domain::benefit::{BenefitFacts, Family};
use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Month, WEEKS_PER_MONTH, Weeks};
use crate::domain::flow::{Flow, Line, Purpose};
use crate::domain::money::Money;
use crate::domain::person::Person;
use crate::domain::programme::CostPer;
use crate::domain::spell::{MonthFacts, Status, Work, YearToDate};
use crate::domain::transition::Cause;
use crate::domain::work::{Employer, Form, MonthWage, PayRates};
use crate::engine::draw::{Chance, Decision, Draws, uniform};
use crate::engine::instance::{ArmTerms, Instance, PositionTerms};
use crate::engine::model::DrawNumber;
use crate::engine::outcome::{Outcome, Record};
use crate::engine::permutation::Permutation;
use crate::engine::synthesis;
use crate::rules::assessment::{Assessment, assess};
use crate::rules::error::LawError;
use crate::rules::policy::MonthRules;

/// Runs one draw of every arm, each arm by itself.
///
/// # Errors
/// Where the law has no answer to a person-month.
pub fn simulate(instance: &Instance, draw: DrawNumber) -> Result<Outcome, LawError> {
    let draws = Draws::new(instance.model.seed, draw.sample, draw.replicate);
    let people = synthesis::population(instance.model, &draws, instance.frailty_variance);
    let mut outcome = Outcome { arms: Vec::new() };
    for (terms, rules) in instance.arms.iter().zip(&instance.rules) {
        let around = Around { instance, terms, rules, draws };
        outcome.arms.push(around.run(&people)?);
    }
    Ok(outcome)
}

/// Someone who has entered and is still followed.
#[derive(Clone, Debug)]
struct Citizen {
    status: Status,
    /// The last family of support.
    family: Family,
    benefit: BenefitFacts,
    job: Option<Job>,
    weeks: Weeks,
    /// Whether each month was one of self-support, oldest first.
    history: Vec<bool>,
    /// Months of self-support in a row.
    in_a_row: u32,
    months_in_status: u32,
    /// H: marginal rates to work, summed since entry.
    cumulated: f64,
    /// Position of the last stay, and the first month after it.
    last_stay: Option<(usize, usize)>,
    ever_placed: bool,
    year_to_date: YearToDate,
}

/// Paid work: at a place of the arm, or outside.
#[derive(Clone, Copy, Debug)]
struct Job {
    form: Form,
    hours: f64,
    pay: PayRates,
    months: u32,
    place: Option<usize>,
}

/// Nobody goes back to a flex job's subsidy without the job.
fn support_after(family: Family) -> Status {
    Status::On(if family == Family::FlexSubsidy { Family::FlexWaitingBenefit } else { family })
}

impl Citizen {
    fn place(&self) -> Option<usize> {
        self.job.and_then(|job| job.place)
    }

    fn turn(&mut self, status: Status) {
        if status == self.status {
            return;
        }
        if let Status::On(family) = self.status {
            self.family = family;
        }
        self.status = status;
        self.months_in_status = 0;
    }

    fn take(&mut self, job: Job) {
        if job.form == Form::OrdinaryJob {
            self.turn(Status::SelfSupporting);
        }
        if job.form == Form::FlexJob {
            self.turn(Status::On(Family::FlexSubsidy));
        }
        self.ever_placed |= job.place.is_some();
        self.job = Some(job);
    }

    /// Loses the work, if any; `first_without` is the first month without it.
    fn lose(&mut self, terms: &ArmTerms, first_without: usize) {
        let Some(job) = self.job else { return };
        if let Some(place) = job.place {
            self.last_stay = Some((terms.places[place].position, first_without));
        }
        self.job = None;
        if self.status == Status::SelfSupporting {
            self.turn(support_after(self.family));
        } else if self.status == Status::On(Family::FlexSubsidy) {
            self.turn(Status::On(Family::FlexWaitingBenefit));
        }
    }

    /// Money decides: clock, window of self-support, and the status after three months of it in a row.
    fn settle(&mut self, answer: &Assessment) {
        let flex_job = self.job.is_some_and(|job| job.form == Form::FlexJob);
        let self_support = !answer.public_payment && !flex_job;
        self.year_to_date = answer.year_to_date;
        self.weeks = answer.clock_after;
        self.history.push(self_support);
        if self.history.iter().rev().take(36).filter(|month| **month).count() >= 12 {
            self.weeks = Weeks::ZERO;
            self.history.clear();
        }
        self.in_a_row = if self_support { self.in_a_row + 1 } else { 0 };
        self.months_in_status += 1;
        if self.in_a_row >= 3 {
            self.turn(Status::SelfSupporting);
        }
    }
}

/// All that surrounds the people of an arm.
#[derive(Clone, Copy)]
struct Around<'a> {
    instance: &'a Instance<'a>,
    terms: &'a ArmTerms,
    rules: &'a [MonthRules],
    draws: Draws,
}

impl Around<'_> {
    fn run(&self, people: &[Person]) -> Result<Record, LawError> {
        let model = self.instance.model;
        let mut record = Record::new(model.months);
        let mut citizens: Vec<Option<Citizen>> = vec![None; people.len()];
        let mut closed = vec![false; self.terms.enterprises.len()];
        for month in 0..model.months {
            for (person, citizen) in people.iter().zip(&mut citizens) {
                if person.entry == self.calendar(month) {
                    *citizen = Some(self.enter(person, month));
                }
            }
            self.close(&mut closed, &mut citizens, month);
            self.fill(&closed, people, &mut citizens, month, &mut record);
            self.post_costs(&citizens, month, &mut record);
            for (person, slot) in people.iter().zip(&mut citizens) {
                let Some(citizen) = slot else { continue };
                let facts = self.facts(person, citizen, month);
                let answer = assess(&self.rules[month], &self.instance.terms, &facts)?;
                post_month(citizen, &answer, month, &mut record);
                if !self.month_ends(person, citizen, month, &answer) {
                    *slot = None;
                }
            }
        }
        Ok(record)
    }

    fn calendar(&self, month: usize) -> Month {
        self.instance.model.start + month as u32
    }

    fn strikes(&self, chance: Chance, entity: u64, month: usize, decision: Decision) -> bool {
        chance.strikes(self.draws.word(entity, month as u32, decision, 0))
    }

    fn position_of(&self, place: usize) -> &PositionTerms {
        &self.terms.positions[self.terms.places[place].position]
    }

    fn enter(&self, person: &Person, month: usize) -> Citizen {
        let mut citizen = Citizen {
            status: Status::On(person.family),
            family: person.family,
            benefit: person.benefit,
            job: None,
            weeks: person.clock,
            history: (0..36).rev().map(|age| person.self_support_window >> age & 1 == 1).collect(),
            in_a_row: 0,
            months_in_status: person.months_in_status,
            cumulated: 0.0,
            last_stay: None,
            ever_placed: false,
            year_to_date: YearToDate::default(),
        };
        if let Some((form, months)) = person.work {
            self.find_outside(person, &mut citizen, month, form);
            if let Some(job) = &mut citizen.job {
                job.months = months;
            }
        }
        citizen
    }

    /// Step 1: enterprises close, and with them the stays of their people.
    fn close(&self, closed: &mut [bool], citizens: &mut [Option<Citizen>], month: usize) {
        for (enterprise, closed) in self.terms.enterprises.iter().zip(closed.iter_mut()) {
            let may = month > enterprise.opens;
            *closed |= may && self.strikes(enterprise.closing, enterprise.entity, month, Decision::EnterpriseClosing);
        }
        for citizen in citizens.iter_mut().flatten() {
            if citizen.place().is_some_and(|place| closed[self.position_of(place).enterprise]) {
                citizen.lose(self.terms, month);
            }
        }
    }

    /// Step 2: vacancies, in the order of the places.
    fn fill(
        &self,
        closed: &[bool],
        people: &[Person],
        citizens: &mut [Option<Citizen>],
        month: usize,
        record: &mut Record,
    ) {
        for (number, place) in self.terms.places.iter().enumerate() {
            let position = self.position_of(number);
            let taken = citizens.iter().flatten().any(|citizen| citizen.place() == Some(number));
            let exists = self.strikes(position.delivery, place.entity, 0, Decision::Delivery)
                && month >= place.opens
                && !closed[position.enterprise];
            if taken || !exists || !self.strikes(position.filling, place.entity, month, Decision::Filling) {
                continue;
            }
            let mut named: Vec<usize> = (0..people.len()).collect();
            named.retain(|person| position.cohorts[people[*person].cohort]);
            let key = self.draws.word(position.entity, 0, Decision::Permutation, 0);
            let order = Permutation::new(named.len() as u64, key);
            let mut field: Vec<(usize, f64)> = Vec::new();
            for turn in 0..named.len() {
                let person = named[order.at(turn as u64) as usize];
                let Some(citizen) = &citizens[person] else { continue };
                if field.len() < position.shortlist && self.eligible(place.position, &people[person], citizen, month) {
                    let chance = self.chance_of_work(&people[person], citizen, month);
                    field.push((person, libm::pow(chance, position.creaming)));
                }
            }
            let ticket = self.draws.uniform(place.entity, month as u32, Decision::ChoiceOfPerson, 0);
            let Some(person) = draw_one(&field, ticket) else { continue };
            let Some(citizen) = &mut citizens[person] else { continue };
            record.activity.count(month, Indicator::Placements, 1);
            record.activity.count(month, Indicator::FirstPlacements, i64::from(!citizen.ever_placed));
            let hours = position.hours.min(people[person].capacity);
            citizen.take(Job { form: position.form, hours, pay: position.pay, months: 0, place: Some(number) });
        }
    }

    fn eligible(&self, index: usize, person: &Person, citizen: &Citizen, month: usize) -> bool {
        let position = &self.terms.positions[index];
        let back_since = citizen.last_stay.filter(|stay| stay.0 == index).map(|stay| month - stay.1);
        citizen.job.is_none()
            && position.families.iter().any(|family| citizen.status == Status::On(*family))
            && person.capacity >= position.hours
            && back_since.is_none_or(|months| months >= position.again_after)
    }

    /// 12-month chance of work without a place.
    fn chance_of_work(&self, person: &Person, citizen: &Citizen, month: usize) -> f64 {
        let rate = self.rate_to_work(person, citizen, month) * self.factor(person, citizen, month, Cause::OrdinaryJob);
        -libm::expm1(-12.0 * rate)
    }

    /// Step 3: what the filled places and the programme cost.
    fn post_costs(&self, citizens: &[Option<Citizen>], month: usize, record: &mut Record) {
        let mut post = |purpose: Purpose, amount: Money, times: i64| {
            let amount = Money::from_ore(amount.ore() * times);
            record.ledger.post(month, &Flow { line: Line::of(purpose), amount, due_in: 0 });
        };
        let mut filled = 0;
        for place in citizens.iter().flatten().filter_map(Citizen::place) {
            filled += 1;
            post(Purpose::Supervision, self.instance.money(self.position_of(place).supervision, month), 1);
        }
        for cost in &self.terms.costs {
            let times = match cost.described.per {
                _ if !cost.months.contains(&month) => 0,
                CostPer::Once => i64::from(month == cost.months.start),
                CostPer::Year => 1,
                CostPer::PlaceMonth => filled,
                CostPer::Placement => record.activity.at(month, Indicator::Placements),
            };
            let paid = self.instance.money(cost.amount, month);
            post(cost.described.kind.purpose(), paid, times);
            post(cost.described.kind.resources(), paid.times(1.0 - cost.surplus), times);
        }
    }

    fn facts(&self, person: &Person, citizen: &Citizen, month: usize) -> MonthFacts {
        let january = self.calendar(month).month() == 1;
        let work = citizen.job.map(|job| {
            let mut pay = job.pay;
            pay.hourly *= self.instance.wage_index[month];
            Work {
                form: job.form,
                employer: if job.place.is_some() { Employer::Enterprise } else { Employer::Outside },
                hours_per_week: job.hours,
                wage: MonthWage::of(job.hours, pay),
                productivity: job.place.map_or(1.0, |place| self.position_of(place).productivity),
            }
        });
        MonthFacts {
            month: self.calendar(month),
            birth: person.birth,
            status: citizen.status,
            benefit: citizen.benefit,
            work,
            clock: citizen.weeks,
            year_to_date: if january { YearToDate::default() } else { citizen.year_to_date },
        }
    }

    /// Step 4: stays end or step up, causes strike, clocks move; whether the person is still followed.
    fn month_ends(&self, person: &Person, citizen: &mut Citizen, month: usize, answer: &Assessment) -> bool {
        let cause = self.first_cause(person, citizen, month);
        let lock_in = citizen.place().map_or(1.0, |place| self.position_of(place).stay.lock_in);
        citizen.cumulated += lock_in * self.rate_to_work(person, citizen, month);
        citizen.settle(answer);
        if self.calendar(month + 1) >= self.rules[month].pension_month(person.birth) {
            return false;
        }
        let (status, months) = (citizen.status, citizen.months_in_status);
        let work_ended = self.work_ends(person, citizen, month);
        match cause {
            Some(Cause::Death | Cause::Moving) => return false,
            Some(cause) if !work_ended => self.happens(person, citizen, month, cause),
            _ => {}
        }
        if citizen.status == status {
            citizen.months_in_status = months;
        }
        true
    }

    /// Whether the work ends this month. If not, it grows a month older, and a place may step up.
    fn work_ends(&self, person: &Person, citizen: &mut Citizen, month: usize) -> bool {
        let Some(job) = citizen.job else { return false };
        let Some(place) = job.place else {
            let outside = self.instance.outside[job.form as usize].as_ref();
            let ends =
                outside.is_some_and(|t| self.strikes(t.ending.at(job.months), person.entity, month, Decision::JobEnd));
            if ends {
                citizen.lose(self.terms, month + 1);
            } else {
                citizen.job = Some(Job { months: job.months + 1, ..job });
            }
            return ends;
        };
        let stay = &self.position_of(place).stay;
        if self.strikes(stay.ending.at(job.months), person.entity, month, Decision::StayEnd) {
            citizen.lose(self.terms, month + 1);
            let where_to = self.draws.uniform(person.entity, month as u32, Decision::StayDestination, 0);
            if where_to < stay.leaves[0] {
                self.find_outside(person, citizen, month, Form::OrdinaryJob);
            } else if where_to < stay.leaves[1] {
                stay.next_form.into_iter().for_each(|form| self.find_outside(person, citizen, month, form));
            }
            return true;
        }
        let most = stay.max_hours.min(person.capacity);
        let mut hours = job.hours;
        if hours < most && self.strikes(stay.step, person.entity, month, Decision::StepUp) {
            hours = (hours + stay.step_hours).min(most);
        }
        citizen.job = Some(Job { hours, months: job.months + 1, ..job });
        false
    }

    fn happens(&self, person: &Person, citizen: &mut Citizen, month: usize, cause: Cause) {
        citizen.lose(self.terms, month + 1);
        match cause {
            Cause::DisabilityPension => {
                citizen.benefit.pension_awarded = Some(self.calendar(month + 1));
                citizen.turn(Status::On(Family::DisabilityPension));
            }
            Cause::FlexApproval => {
                citizen.benefit.flex_approved = Some(self.calendar(month + 1));
                citizen.turn(Status::On(Family::FlexWaitingBenefit));
            }
            _ => cause.work().into_iter().for_each(|form| self.find_outside(person, citizen, month, form)),
        }
    }

    fn find_outside(&self, person: &Person, citizen: &mut Citizen, month: usize, form: Form) {
        let Some(terms) = &self.instance.outside[form as usize] else { return };
        let drawn = self.draws.uniform(person.entity, month as u32, Decision::JobHours, 0);
        let hours = terms.hours[0] + (terms.hours[1] - terms.hours[0]) * drawn;
        let hours = hours.min(person.capacity).min(FULL_TIME_HOURS_PER_WEEK);
        citizen.take(Job { form, hours, pay: terms.pay, months: 0, place: None });
    }

    /// Marginal rate of a cause [1/month]; at a place that of the support behind it, else with hours that of such work.
    fn rate(&self, person: &Person, citizen: &Citizen, month: usize, cause: Cause) -> f64 {
        let placed = citizen.place().is_some();
        let behind = placed && citizen.status == Status::SelfSupporting;
        let status = if behind { support_after(citizen.family) } else { citizen.status };
        let hours = citizen.job.is_some_and(|job| job.form == Form::SmallJob || job.form == Form::WageHours);
        let age = self.calendar(month) - person.birth;
        let rows = self.instance.hazards.rows(status, hours && !placed).iter().filter(|row| row.cause == cause);
        rows.map(|row| row.at(person.cohort, age, citizen.months_in_status)).sum()
    }

    fn rate_to_work(&self, person: &Person, citizen: &Citizen, month: usize) -> f64 {
        let to_work = Cause::ALL.into_iter().filter(|cause| cause.work().is_some());
        to_work.map(|cause| self.rate(person, citizen, month, cause)).sum()
    }

    /// What frailty, a stay and its after-effect make of a rate [1].
    fn factor(&self, person: &Person, citizen: &Citizen, month: usize, cause: Cause) -> f64 {
        let held = citizen.place().map(|place| &self.position_of(place).stay);
        let left = citizen.last_stay.map(|(position, from)| (&self.terms.positions[position].stay, from));
        let stay = held.or(left.map(|(stay, _)| stay));
        match cause {
            Cause::Death | Cause::Moving => 1.0,
            Cause::DisabilityPension => stay.map_or(1.0, |stay| stay.pension_factor),
            Cause::FlexApproval => stay.map_or(1.0, |stay| stay.flex_factor),
            Cause::OrdinaryJob | Cause::FlexJob | Cause::WageHours | Cause::SmallJob => {
                let variance = if self.instance.marginal { self.instance.frailty_variance } else { 0.0 };
                let own = person.frailty * libm::exp(variance * citizen.cumulated);
                match (held, left) {
                    (Some(stay), _) => own * stay.lock_in,
                    (None, Some((stay, from))) => own * stay.after[month - from],
                    (None, None) => own,
                }
            }
        }
    }

    /// The cause with the earliest latent time within the month.
    fn first_cause(&self, person: &Person, citizen: &Citizen, month: usize) -> Option<Cause> {
        let mut first = None;
        let mut earliest = 1.0;
        for cause in Cause::ALL {
            let rate = self.rate(person, citizen, month, cause) * self.factor(person, citizen, month, cause);
            let drawn = uniform(self.draws.word(person.entity, month as u32, Decision::cause(cause), 0));
            let latent = if rate > 0.0 { -libm::log1p(-drawn) / rate } else { f64::INFINITY };
            if latent < earliest {
                (first, earliest) = (Some(cause), latent);
            }
        }
        first
    }
}

/// Draws one of a field of (person, weight) in proportion to weight; by lot where all weigh nothing.
fn draw_one(field: &[(usize, f64)], drawn: f64) -> Option<usize> {
    let total: f64 = field.iter().map(|(_, weight)| weight).sum();
    if total == 0.0 {
        return field.get((drawn * field.len() as f64) as usize).map(|(person, _)| *person);
    }
    let mut ticket = drawn * total;
    for (person, weight) in field {
        if ticket < *weight {
            return Some(*person);
        }
        ticket -= weight;
    }
    field.last().map(|(person, _)| *person)
}

/// Posts the flows of a person-month and counts what the person did.
fn post_month(citizen: &Citizen, answer: &Assessment, month: usize, record: &mut Record) {
    answer.flows.iter().for_each(|flow| record.ledger.post(month, flow));
    let mut count = |indicator, amount| record.activity.count(month, indicator, amount);
    count(Indicator::People, 1);
    count(Indicator::FullySelfSupporting, i64::from(!answer.public_payment));
    if let Status::On(family) = citizen.status {
        count(Indicator::on(family), 1);
    }
    let Some(job) = citizen.job else { return };
    let hours = (job.hours * WEEKS_PER_MONTH * Activity::HOUR as f64).round() as i64;
    let (placed, on_cash_benefit) = (job.place.is_some(), citizen.status == Status::On(Family::CashBenefit));
    count(Indicator::InWork, 1);
    count(Indicator::PaidHours, hours);
    count(Indicator::CashBenefitWithHours, i64::from(on_cash_benefit));
    count(Indicator::PartlySelfSupporting, i64::from(answer.public_payment));
    count(Indicator::FilledPlaces, i64::from(placed));
    count(Indicator::PlaceHours, if placed { hours } else { 0 });
}
