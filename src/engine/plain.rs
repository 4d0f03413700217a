//! The plain engine, the yardstick of the real one: every arm lives every person through every month, one by one.
//!
//! It shares people, law, draws and the tables of a sample with [`simulation`](crate::engine::simulation) and nothing
//! else: no life is shared between arms, none is put off, nothing is taken back. Both leave the same øre.

use crate::domain::activity::{Activity, Indicator};
use crate::domain::benefit::Family;
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
        let town = Town {
            citizens: people.iter().map(Citizen::of).collect(),
            closed: vec![false; terms.enterprises.len()],
            record: Record::new(instance.model.months),
        };
        outcome.arms.push(Around { instance, terms, rules, draws }.run(town)?);
    }
    Ok(outcome)
}

/// What changes in an arm.
struct Town {
    citizens: Vec<Citizen>,
    closed: Vec<bool>,
    record: Record,
}

/// A person, with what becomes of them.
struct Citizen {
    /// The facts: family is the last one, benefit, clock and months in status are those of the month.
    person: Person,
    /// Whether the person has entered and not left.
    here: bool,
    status: Status,
    job: Option<Job>,
    /// Whether each month was one of self-support, oldest first.
    history: Vec<bool>,
    /// Months of self-support in a row.
    in_a_row: u32,
    /// H: marginal rates to work, summed since entry.
    cumulated: f64,
    /// Position of the last stay, and the first month after it.
    last_stay: Option<(usize, usize)>,
    ever_placed: bool,
    year_to_date: YearToDate,
}

/// Paid work: at a place of the arm, or outside.
#[derive(Clone, Copy)]
struct Job {
    form: Form,
    hours: f64,
    pay: PayRates,
    months: u32,
    place: Option<usize>,
}

impl Citizen {
    fn of(person: &Person) -> Citizen {
        Citizen {
            person: *person,
            here: false,
            status: Status::On(person.family),
            job: None,
            history: (0..36).rev().map(|age| person.self_support_window >> age & 1 == 1).collect(),
            in_a_row: 0,
            cumulated: 0.0,
            last_stay: None,
            ever_placed: false,
            year_to_date: YearToDate::default(),
        }
    }

    fn place(&self) -> Option<usize> {
        self.job.and_then(|job| job.place)
    }

    fn change(&mut self, status: Status) {
        if status != self.status {
            if let Status::On(family) = self.status {
                self.person.family = family;
            }
            (self.status, self.person.months_in_status) = (status, 0);
        }
    }

    fn take(&mut self, job: Job) {
        match job.form {
            Form::OrdinaryJob => self.change(Status::SelfSupporting),
            Form::FlexJob => self.change(Status::On(Family::FlexSubsidy)),
            _ => {}
        }
        self.ever_placed |= job.place.is_some();
        self.job = Some(job);
    }

    /// The support to which the person goes back; nobody keeps the flex subsidy without the job.
    fn support(&self) -> Status {
        match (self.status, self.person.family) {
            (Status::SelfSupporting, Family::FlexSubsidy) => Status::On(Family::FlexWaitingBenefit),
            (Status::SelfSupporting, family) => Status::On(family),
            (Status::On(Family::FlexSubsidy), _) => Status::On(Family::FlexWaitingBenefit),
            (status, _) => status,
        }
    }

    /// Loses the work, if any; `next` is the first month without it.
    fn lose(&mut self, terms: &ArmTerms, next: usize) {
        let Some(job) = self.job.take() else { return };
        if let Some(place) = job.place {
            self.last_stay = Some((terms.places[place].position, next));
        }
        self.change(self.support());
    }

    /// Money decides: clock, window of self-support, and the status after three months of it in a row.
    fn settle(&mut self, answer: &Assessment) {
        let flex_job = self.job.is_some_and(|job| job.form == Form::FlexJob);
        let self_support = !answer.public_payment && !flex_job;
        self.year_to_date = answer.year_to_date;
        self.person.clock = answer.clock_after;
        self.history.push(self_support);
        if self.history.iter().rev().take(36).filter(|month| **month).count() >= 12 {
            self.person.clock = Weeks::ZERO;
            self.history.clear();
        }
        self.in_a_row = if self_support { self.in_a_row + 1 } else { 0 };
        self.person.months_in_status += 1;
        if self.in_a_row >= 3 {
            self.change(Status::SelfSupporting);
        }
    }
}

/// What surrounds the people of an arm and does not change.
struct Around<'a> {
    instance: &'a Instance<'a>,
    terms: &'a ArmTerms,
    rules: &'a [MonthRules],
    draws: Draws,
}

impl Around<'_> {
    fn run(&self, mut town: Town) -> Result<Record, LawError> {
        for month in 0..self.instance.model.months {
            for citizen in town.citizens.iter_mut().filter(|citizen| citizen.person.entry == self.calendar(month)) {
                citizen.here = true;
                if let Some((form, months)) = citizen.person.work {
                    self.find_outside(citizen, month, form);
                    citizen.job.iter_mut().for_each(|job| job.months = months);
                }
            }
            self.close(&mut town, month);
            self.fill(&mut town, month);
            self.post_costs(&mut town, month);
            for citizen in town.citizens.iter_mut().filter(|citizen| citizen.here) {
                let facts = self.facts(citizen, month);
                let answer = assess(&self.rules[month], &self.instance.terms, &facts)?;
                post_month(citizen, &answer, month, &mut town.record);
                citizen.here = self.month_ends(citizen, month, &answer);
                citizen.job = citizen.job.filter(|_| citizen.here);
            }
        }
        Ok(town.record)
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

    /// Step 1: enterprises close, and with them the stays of their people.
    fn close(&self, town: &mut Town, month: usize) {
        for (enterprise, closed) in self.terms.enterprises.iter().zip(&mut town.closed) {
            let may = month > enterprise.opens;
            *closed |= may && self.strikes(enterprise.closing, enterprise.entity, month, Decision::EnterpriseClosing);
        }
        for citizen in &mut town.citizens {
            if citizen.place().is_some_and(|place| town.closed[self.position_of(place).enterprise]) {
                citizen.lose(self.terms, month);
            }
        }
    }

    /// Step 2: vacancies, in the order of the places.
    fn fill(&self, town: &mut Town, month: usize) {
        for (number, place) in self.terms.places.iter().enumerate() {
            let position = self.position_of(number);
            let taken = town.citizens.iter().any(|citizen| citizen.place() == Some(number));
            let exists = self.strikes(position.delivery, place.entity, 0, Decision::Delivery)
                && month >= place.opens
                && !town.closed[position.enterprise];
            if taken || !exists || !self.strikes(position.filling, place.entity, month, Decision::Filling) {
                continue;
            }
            let mut named: Vec<usize> = (0..town.citizens.len()).collect();
            named.retain(|person| position.cohorts[town.citizens[*person].person.cohort]);
            let key = self.draws.word(position.entity, 0, Decision::Permutation, 0);
            let order = Permutation::new(named.len() as u64, key);
            let mut field: Vec<(usize, f64)> = Vec::new();
            for turn in 0..named.len() {
                let person = named[order.at(turn as u64) as usize];
                let citizen = &town.citizens[person];
                if field.len() < position.shortlist && self.is_eligible(place.position, citizen, month) {
                    field.push((person, libm::pow(self.chance_of_work(citizen, month), position.creaming)));
                }
            }
            let ticket = self.draws.uniform(place.entity, month as u32, Decision::ChoiceOfPerson, 0);
            let Some(person) = draw_one(&field, ticket) else { continue };
            let citizen = &mut town.citizens[person];
            town.record.activity.count(month, Indicator::Placements, 1);
            town.record.activity.count(month, Indicator::FirstPlacements, i64::from(!citizen.ever_placed));
            let hours = position.hours.min(citizen.person.capacity);
            citizen.take(Job { form: position.form, hours, pay: position.pay, months: 0, place: Some(number) });
        }
    }

    fn is_eligible(&self, index: usize, citizen: &Citizen, month: usize) -> bool {
        let position = &self.terms.positions[index];
        let back_for = citizen.last_stay.filter(|stay| stay.0 == index).map(|stay| month - stay.1);
        citizen.here
            && citizen.job.is_none()
            && position.families.iter().any(|family| citizen.status == Status::On(*family))
            && citizen.person.capacity >= position.hours
            && back_for.is_none_or(|months| months >= position.again_after)
    }

    /// 12-month chance of work without a place.
    fn chance_of_work(&self, citizen: &Citizen, month: usize) -> f64 {
        let factor = self.factor(citizen, month, Cause::OrdinaryJob);
        -libm::expm1(-12.0 * self.rate_to_work(citizen, month) * factor)
    }

    /// Step 3: what the filled places and the programme cost.
    fn post_costs(&self, town: &mut Town, month: usize) {
        let mut post = |purpose: Purpose, amount: Money, times: i64| {
            let amount = Money::from_ore(amount.ore() * times);
            town.record.ledger.post(month, &Flow { line: Line::of(purpose), amount, due_in: 0 });
        };
        let mut filled = 0;
        for place in town.citizens.iter().filter_map(Citizen::place) {
            filled += 1;
            post(Purpose::Supervision, self.instance.money(self.position_of(place).supervision, month), 1);
        }
        for cost in self.terms.costs.iter().filter(|cost| cost.months.contains(&month)) {
            let times = match cost.described.per {
                CostPer::Once => i64::from(month == cost.months.start),
                CostPer::Year => 1,
                CostPer::PlaceMonth => filled,
                CostPer::Placement => town.record.activity.at(month, Indicator::Placements),
            };
            let paid = self.instance.money(cost.amount, month);
            post(cost.described.kind.purpose(), paid, times);
            post(cost.described.kind.resources(), paid.times(1.0 - cost.surplus), times);
        }
    }

    fn facts(&self, citizen: &Citizen, month: usize) -> MonthFacts {
        let work = citizen.job.map(|job| {
            let hourly = job.pay.hourly * self.instance.wage_index[month];
            Work {
                form: job.form,
                employer: if job.place.is_some() { Employer::Enterprise } else { Employer::Outside },
                hours_per_week: job.hours,
                wage: MonthWage::of(job.hours, PayRates { hourly, ..job.pay }),
                productivity: job.place.map_or(1.0, |place| self.position_of(place).productivity),
            }
        });
        let january = self.calendar(month).month() == 1;
        MonthFacts {
            month: self.calendar(month),
            birth: citizen.person.birth,
            status: citizen.status,
            benefit: citizen.person.benefit,
            work,
            clock: citizen.person.clock,
            year_to_date: if january { YearToDate::default() } else { citizen.year_to_date },
        }
    }

    /// Step 4: stays end or step up, causes strike, clocks move; whether the person is still followed.
    fn month_ends(&self, citizen: &mut Citizen, month: usize, answer: &Assessment) -> bool {
        let cause = self.first_cause(citizen, month);
        let lock_in = citizen.place().map_or(1.0, |place| self.position_of(place).stay.lock_in);
        citizen.cumulated += lock_in * self.rate_to_work(citizen, month);
        citizen.settle(answer);
        if self.calendar(month + 1) >= self.rules[month].pension_month(citizen.person.birth) {
            return false;
        }
        let (status, months) = (citizen.status, citizen.person.months_in_status);
        let work_ended = self.work_ends(citizen, month);
        match cause {
            Some(Cause::Death | Cause::Moving) => return false,
            Some(cause) if !work_ended => self.happens(citizen, month, cause),
            _ => {}
        }
        if citizen.status == status {
            citizen.person.months_in_status = months;
        }
        true
    }

    /// Whether the work ends this month. If not, it grows a month older, and a place may step up.
    fn work_ends(&self, citizen: &mut Citizen, month: usize) -> bool {
        let (person, Some(mut job)) = (citizen.person, citizen.job) else { return false };
        let stay = job.place.map(|place| &self.position_of(place).stay);
        let outside = self.instance.outside[job.form as usize].as_ref();
        let ends = match stay {
            Some(stay) => self.strikes(stay.ending.at(job.months), person.entity, month, Decision::StayEnd),
            None => outside
                .is_some_and(|terms| self.strikes(terms.ending.at(job.months), person.entity, month, Decision::JobEnd)),
        };
        if ends {
            citizen.lose(self.terms, month + 1);
            let where_to = self.draws.uniform(person.entity, month as u32, Decision::StayDestination, 0);
            match stay {
                Some(stay) if where_to < stay.leaves[0] => self.find_outside(citizen, month, Form::OrdinaryJob),
                Some(stay) if where_to < stay.leaves[1] => {
                    stay.next_form.into_iter().for_each(|form| self.find_outside(citizen, month, form));
                }
                _ => {}
            }
            return true;
        }
        job.months += 1;
        if let Some(stay) = stay {
            let most = stay.max_hours.min(person.capacity);
            if job.hours < most && self.strikes(stay.step, person.entity, month, Decision::StepUp) {
                job.hours = (job.hours + stay.step_hours).min(most);
            }
        }
        citizen.job = Some(job);
        false
    }

    fn happens(&self, citizen: &mut Citizen, month: usize, cause: Cause) {
        citizen.lose(self.terms, month + 1);
        if let Some(form) = cause.work() {
            self.find_outside(citizen, month, form);
        } else if cause == Cause::DisabilityPension {
            citizen.person.benefit.pension_awarded = Some(self.calendar(month + 1));
            citizen.change(Status::On(Family::DisabilityPension));
        } else {
            citizen.person.benefit.flex_approved = Some(self.calendar(month + 1));
            citizen.change(Status::On(Family::FlexWaitingBenefit));
        }
    }

    fn find_outside(&self, citizen: &mut Citizen, month: usize, form: Form) {
        let Some(terms) = &self.instance.outside[form as usize] else { return };
        let drawn = self.draws.uniform(citizen.person.entity, month as u32, Decision::JobHours, 0);
        let hours = terms.hours[0] + (terms.hours[1] - terms.hours[0]) * drawn;
        let hours = hours.min(citizen.person.capacity).min(FULL_TIME_HOURS_PER_WEEK);
        citizen.take(Job { form, hours, pay: terms.pay, months: 0, place: None });
    }

    /// Marginal rate of a cause [1/month]; at a place that of the support behind it, else with hours that of such work.
    fn rate(&self, citizen: &Citizen, month: usize, cause: Cause) -> f64 {
        let (person, placed) = (&citizen.person, citizen.place().is_some());
        let behind = placed && citizen.status == Status::SelfSupporting;
        let status = if behind { citizen.support() } else { citizen.status };
        let hours = citizen.job.is_some_and(|job| job.form == Form::SmallJob || job.form == Form::WageHours);
        let age = self.calendar(month) - person.birth;
        let rows = self.instance.hazards.rows(status, hours && !placed).iter().filter(|row| row.cause == cause);
        rows.map(|row| row.at(person.cohort, age, person.months_in_status)).sum()
    }

    fn rate_to_work(&self, citizen: &Citizen, month: usize) -> f64 {
        let to_work = Cause::ALL.into_iter().filter(|cause| cause.work().is_some());
        to_work.map(|cause| self.rate(citizen, month, cause)).sum()
    }

    /// What frailty, a stay and its after-effect make of a rate [1].
    fn factor(&self, citizen: &Citizen, month: usize, cause: Cause) -> f64 {
        let held = citizen.place().map(|place| &self.position_of(place).stay);
        let left = citizen.last_stay.map(|(position, from)| (&self.terms.positions[position].stay, from));
        let stay = held.or(left.map(|(stay, _)| stay));
        match cause {
            Cause::Death | Cause::Moving => return 1.0,
            Cause::DisabilityPension => return stay.map_or(1.0, |stay| stay.pension_factor),
            Cause::FlexApproval => return stay.map_or(1.0, |stay| stay.flex_factor),
            Cause::OrdinaryJob | Cause::FlexJob | Cause::WageHours | Cause::SmallJob => {}
        }
        let variance = if self.instance.marginal { self.instance.frailty_variance } else { 0.0 };
        let own = citizen.person.frailty * libm::exp(variance * citizen.cumulated);
        let after = left.map_or(1.0, |(stay, from)| stay.after[month - from]);
        own * held.map_or(after, |stay| stay.lock_in)
    }

    /// The cause with the earliest latent time within the month.
    fn first_cause(&self, citizen: &Citizen, month: usize) -> Option<Cause> {
        let (mut first, mut earliest) = (None, 1.0);
        for cause in Cause::ALL {
            let rate = self.rate(citizen, month, cause) * self.factor(citizen, month, cause);
            let word = self.draws.word(citizen.person.entity, month as u32, Decision::cause(cause), 0);
            let latent = if rate > 0.0 { -libm::log1p(-uniform(word)) / rate } else { f64::INFINITY };
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
    let lot = total == 0.0;
    let mut ticket = drawn * if lot { field.len() as f64 } else { total };
    let found = field.iter().find(|(_, weight)| {
        ticket -= if lot { 1.0 } else { *weight };
        ticket < 0.0
    });
    found.or(field.last()).map(|(person, _)| *person)
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
