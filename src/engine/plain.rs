//! The plain engine, the yardstick of the real one: every arm lives every person through every month, one by one.
//!
//! It shares people, law, draws and the tables of a sample with [`simulation`](crate::engine::simulation) and nothing
//! else: no life is shared between arms, none is put off, nothing is taken back. Both leave the same øre.

use crate::domain::activity::{Activity, Indicator};
use crate::domain::benefit::Family;
use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Month, WEEKS_PER_MONTH};
use crate::domain::flow::{Flow, Line};
use crate::domain::flow_list::FlowList;
use crate::domain::money::Money;
use crate::domain::person::Person;
use crate::domain::programme::CostPer;
use crate::domain::spell::{MonthFacts, Status, Work, YearToDate};
use crate::domain::transition::Cause;
use crate::domain::work::{Employer, Form, MonthWage, PayRates};
use crate::engine::draw::{Chance, Decision, Draws, uniform};
use crate::engine::instance::Instance;
use crate::engine::model::DrawNumber;
use crate::engine::offer::Offer;
use crate::engine::outcome::Record;
use crate::engine::permutation::Permutation;
use crate::engine::place_flows::Held;
use crate::engine::plain::citizen::{Citizen, Job};
use crate::engine::settlement::settle;
use crate::engine::synthesis::People;
use crate::engine::terms::{ArmTerms, NextTerms, PositionTerms};
use crate::rules::assessment::{Assessment, assess};
use crate::rules::error::LawError;
use crate::rules::policy::MonthRules;

mod citizen;

/// Runs one draw of every arm, each arm by itself; an error where the law has no answer to a person-month.
pub fn simulate(instance: &Instance, draw: DrawNumber) -> Result<Vec<Record>, LawError> {
    let draws = Draws::new(instance.model.seed, draw.sample, draw.replicate);
    let people: Vec<Person> = People::of(instance.model, &draws, instance.frailty_variance).all().collect();
    let mut arms = Vec::new();
    for (terms, rules) in instance.arms.iter().zip(&instance.rules) {
        let offer = Offer::of(terms, instance.model.months, &draws);
        arms.push(Around { instance, terms, offer, rules, draws }.run(&people)?);
    }
    settle(instance, &mut arms);
    Ok(arms)
}

/// What surrounds the people of an arm and does not change.
struct Around<'a> {
    instance: &'a Instance<'a>,
    terms: &'a ArmTerms,
    offer: Offer,
    rules: &'a [MonthRules],
    draws: Draws,
}

impl Around<'_> {
    fn run(&self, people: &[Person]) -> Result<Record, LawError> {
        let citizen = |person: &Person| Citizen {
            person: *person,
            here: false,
            status: Status::On(person.family),
            job: None,
            self_support_in_a_row: 0,
            cumulated: 0.0,
            last_stay: None,
            year_to_date: YearToDate::default(),
        };
        let mut citizens: Vec<Citizen> = people.iter().map(citizen).collect();
        let mut record = Record::new(self.instance.model.months);
        for month in 0..self.instance.model.months {
            for citizen in &mut citizens {
                if citizen.person.entry == self.calendar(month) {
                    citizen.here = true;
                    let (form, months) = citizen.person.work.unzip();
                    self.find_outside(citizen, month, form, NextTerms::default());
                    citizen.job.iter_mut().zip(months).for_each(|(job, months)| job.months = months);
                }
                if let Some(place) = citizen.place().filter(|place| self.is_shut(*place, month)) {
                    citizen.lose(&self.offer, month);
                    citizen.go_back(self.position_of(place).stay.returns_to);
                }
            }
            self.fill(&mut citizens, month, &mut record);
            self.post_costs(&citizens, month, &mut record);
            for citizen in citizens.iter_mut().filter(|citizen| citizen.here) {
                let facts = self.facts(citizen, month);
                let mut answer = assess(&self.rules[month], &self.instance.terms, &facts)?;
                let work = citizen.job.map(|job| (job.form, job.hours));
                self.instance.beside.post(self.instance, citizen.status, work, month, &mut answer.flows);
                post_month(citizen, &answer, month, &mut record);
                let employed = &self.instance.model.municipality.need_equalisation.employed;
                let idle =
                    (20..60).contains(&facts.age()) && citizen.job.is_none_or(|job| !employed.contains(&job.form));
                record.activity.count(month, Indicator::WithoutEmployment, i64::from(idle));
                self.post_place(citizen, month, &mut record)?;
                citizen.here = self.month_ends(citizen, month, &answer);
                citizen.job = citizen.job.filter(|_| citizen.here);
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
        &self.terms.positions[self.offer.places[place].position]
    }

    /// Step 1: whether an enterprise has closed, in any month after its first.
    fn has_closed(&self, enterprise: usize, month: usize) -> bool {
        let enterprise = &self.offer.enterprises[enterprise];
        let chance = (enterprise.opens + 1..=month)
            .any(|month| self.strikes(enterprise.closing, enterprise.entity, month, Decision::EnterpriseClosing));
        chance || enterprise.closes.is_some_and(|closes| closes <= month)
    }

    /// Step 1: whether a place no longer exists.
    fn is_shut(&self, place: usize, month: usize) -> bool {
        let planned = self.position_of(place).closes.is_some_and(|closes| closes <= month);
        planned || self.has_closed(self.offer.places[place].enterprise, month)
    }

    /// Step 2: vacancies, in the order of the places.
    fn fill(&self, citizens: &mut [Citizen], month: usize, record: &mut Record) {
        for (number, place) in self.offer.places.iter().enumerate() {
            let position = self.position_of(number);
            let taken = citizens.iter().any(|citizen| citizen.place() == Some(number));
            let delivered = self.strikes(position.delivery, place.entity, 0, Decision::Delivery);
            let exists = delivered && month >= place.opens && !self.is_shut(number, month);
            if taken || !exists || !self.strikes(position.filling, place.entity, month, Decision::Filling) {
                continue;
            }
            let mut named: Vec<usize> = (0..citizens.len()).collect();
            named.retain(|person| position.cohorts[citizens[*person].person.cohort]);
            let order =
                Permutation::new(named.len() as u64, self.draws.word(position.entity, 0, Decision::Permutation, 0));
            let asked = (0..order.len()).map(|turn| named[order.at(turn) as usize]);
            let eligible = asked.filter(|person| self.is_eligible(place.position, &citizens[*person], month));
            let weight = |person: usize| {
                let factor = self.factor(&citizens[person], month, Cause::OrdinaryJob);
                let chance = -libm::expm1(-12.0 * self.rate_to_work(&citizens[person], month) * factor);
                (person, libm::pow(chance, position.creaming))
            };
            let field: Vec<(usize, f64)> = eligible.take(position.shortlist).map(weight).collect();
            let ticket = self.draws.uniform(place.entity, month as u32, Decision::ChoiceOfPerson, 0);
            let Some(person) = draw_one(&field, ticket) else { continue };
            let citizen = &mut citizens[person];
            record.activity.count(month, Indicator::Placements, 1);
            record.activity.count(month, Indicator::FirstPlacements, i64::from(citizen.last_stay.is_none()));
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

    /// Step 3: what the programme costs, and what comes in and is open.
    fn post_costs(&self, citizens: &[Citizen], month: usize, record: &mut Record) {
        let filled = citizens.iter().filter_map(Citizen::place).count() as i64;
        let open = (0..self.offer.enterprises.len())
            .filter(|number| self.offer.enterprises[*number].opens <= month && !self.has_closed(*number, month));
        record.activity.count(month, Indicator::OpenEnterprises, open.count() as i64);
        record.activity.count(month, Indicator::Enquiries, self.offer.enquiries[month].into());
        record.activity.count(month, Indicator::LostEnquiries, self.offer.lost[month].into());
        for cost in self.terms.costs.iter().filter(|cost| cost.months.contains(&month)) {
            let times = match cost.per {
                CostPer::Once => i64::from(month == cost.months.start),
                CostPer::Year => 1,
                CostPer::PlaceMonth => filled,
                CostPer::Placement => record.activity.at(month, Indicator::Placements),
                CostPer::Enquiry => self.offer.enquiries[month].into(),
            };
            let paid = self.instance.money(cost.amount, month);
            for (purpose, share) in &cost.moves {
                let amount = Money::from_ore(paid.times(*share).ore() * times);
                record.ledger.post(month, &Flow { line: Line::of(*purpose), amount, due_in: 0 });
            }
        }
    }

    /// Step 3: what a filled place moves beside the wage and support of its holder.
    fn post_place(&self, citizen: &Citizen, month: usize, record: &mut Record) -> Result<(), LawError> {
        let Some((job, place)) = citizen.job.and_then(|job| job.place.map(|place| (job, place))) else { return Ok(()) };
        let place = &self.position_of(place).flows;
        let held = Held { hours: job.paid_hours(), pay: job.pay, months: job.months };
        let mut flows = FlowList::new();
        place.post_month(self.instance, &self.rules[month], &held, month, &mut flows)?;
        flows.iter().for_each(|flow| record.ledger.post(month, flow));
        let village = job.paid_hours() * WEEKS_PER_MONTH * Activity::HOUR as f64 * place.village_share();
        record.activity.count(month, Indicator::VillageHours, village.round() as i64);
        Ok(())
    }

    fn facts(&self, citizen: &Citizen, month: usize) -> MonthFacts {
        let index = self.instance.wage_index[month];
        let work = citizen.job.map(|job| {
            let position = job.place.map(|place| self.position_of(place));
            let public_employer = position.is_some_and(|position| position.public_employer);
            let pay = PayRates { hourly: job.pay.hourly * index, ..job.pay };
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
            month: self.calendar(month),
            birth: citizen.person.birth,
            status: citizen.status,
            benefit: citizen.person.benefit,
            work,
            clock: citizen.person.clock,
            year_to_date: if self.calendar(month).month() == 1 { YearToDate::default() } else { citizen.year_to_date },
        }
    }

    /// Step 4: stays end or step up, causes strike, clocks move; whether the person is still followed.
    fn month_ends(&self, citizen: &mut Citizen, month: usize, answer: &Assessment) -> bool {
        let cause = self.first_cause(citizen, month);
        let lock_in = citizen.place().map_or(1.0, |place| self.position_of(place).stay.lock_in);
        citizen.cumulated += lock_in * self.rate_to_work(citizen, month);
        citizen.settle(answer);
        let retires = self.calendar(month + 1) >= self.rules[month].pension_month(citizen.person.birth);
        let (status, months) = (citizen.status, citizen.person.months_in_status);
        let work_ended = self.work_ends(citizen, month);
        match cause {
            Some(Cause::Death | Cause::Moving) => return false,
            Some(cause) if !work_ended => self.happens(citizen, month, cause),
            _ => {}
        }
        citizen.person.months_in_status = if citizen.status == status { months } else { 0 };
        !retires
    }

    /// Whether the work ends this month. If not, it grows a month older, and a place may step up.
    fn work_ends(&self, citizen: &mut Citizen, month: usize) -> bool {
        let (person, Some(mut job)) = (citizen.person, citizen.job) else { return false };
        let stay = job.place.map(|place| &self.position_of(place).stay);
        let outside = self.instance.outside[job.form as usize].as_ref();
        let ending = stay.map(|stay| &stay.ending).or(outside.map(|terms| &terms.ending));
        let decision = if stay.is_some() { Decision::StayEnd } else { Decision::JobEnd };
        if ending.is_some_and(|ending| self.strikes(ending.at(job.months), person.entity, month, decision))
            || self.months_left(citizen, job, month) == Some(0)
        {
            citizen.lose(&self.offer, month + 1);
            let drawn = self.draws.uniform(person.entity, month as u32, Decision::StayDestination, 0);
            let next = match stay {
                Some(stay) if drawn < stay.leaves[0] => Some(Form::OrdinaryJob),
                Some(stay) if drawn < stay.leaves[1] => stay.next_form,
                _ => None,
            };
            if next.is_none() {
                citizen.go_back(stay.and_then(|stay| stay.returns_to));
            }
            let stated = stay.filter(|stay| drawn >= stay.leaves[0]).map_or(NextTerms::default(), |stay| stay.next);
            self.find_outside(citizen, month, next, stated);
            return true;
        }
        job.months += 1;
        if let Some(stay) = stay {
            let steps_up = self.strikes(stay.step, person.entity, month, Decision::StepUp);
            let most = stay.max_hours.min(person.capacity).max(job.hours);
            job.hours = if steps_up { (job.hours + stay.step_hours).min(most) } else { job.hours };
        }
        citizen.job = Some(job);
        false
    }

    /// Months that the law leaves a stay after this one; `None` where it sets no limit.
    fn months_left(&self, citizen: &Citizen, job: Job, month: usize) -> Option<u32> {
        let (Status::On(family), place) = (citizen.status, job.place?) else { return None };
        let most = self.rules[month].most_months(job.form, family, self.position_of(place).public_employer)?;
        Some(most.saturating_sub(job.months + 1))
    }

    fn happens(&self, citizen: &mut Citizen, month: usize, cause: Cause) {
        citizen.lose(&self.offer, month + 1);
        let next = Some(self.calendar(month + 1));
        let family = match cause {
            Cause::DisabilityPension => Family::DisabilityPension,
            Cause::FlexApproval => Family::FlexWaitingBenefit,
            Cause::SicknessBenefit => Family::SicknessBenefit,
            Cause::JobClarification => Family::JobClarificationBenefit,
            Cause::ResourceProgramme => Family::ResourceBenefit,
            Cause::CashBenefit => Family::CashBenefit,
            _ => return self.find_outside(citizen, month, cause.work(), NextTerms::default()),
        };
        let facts = &mut citizen.person.benefit;
        facts.pension_awarded = if family == Family::DisabilityPension { next } else { facts.pension_awarded };
        facts.flex_approved = if family == Family::FlexWaitingBenefit { next } else { facts.flex_approved };
        citizen.change(Status::On(family));
        citizen.run_out();
    }

    fn find_outside(&self, citizen: &mut Citizen, month: usize, form: Option<Form>, stated: NextTerms) {
        let Some(form) = form else { return };
        let Some(terms) = &self.instance.outside[form as usize] else { return };
        let drawn = |decision| self.draws.uniform(citizen.person.entity, month as u32, decision, 0);
        let usual = terms.hours[0] + (terms.hours[1] - terms.hours[0]) * drawn(Decision::JobHours);
        let hours = stated.hours.unwrap_or(usual).min(citizen.person.capacity).min(FULL_TIME_HOURS_PER_WEEK);
        let more = terms.pay_to.map_or(0.0, |to| (to - terms.pay.hourly) * drawn(Decision::JobPay));
        let pay = stated.pay.unwrap_or(PayRates { hourly: terms.pay.hourly + more, ..terms.pay });
        citizen.take(Job { form, hours, pay, months: 0, place: None });
    }

    /// Marginal rate of a cause [1/month]; at a place that of the support behind it, else with hours that of such work.
    fn rate(&self, citizen: &Citizen, month: usize, cause: Cause) -> f64 {
        let (person, placed) = (&citizen.person, citizen.place().is_some());
        let status =
            if placed && citizen.status == Status::SelfSupporting { citizen.support() } else { citizen.status };
        let hours = citizen.job.is_some_and(|job| job.form == Form::SmallJob || job.form == Form::WageHours);
        let age = self.calendar(month) - person.birth;
        let rows = self.instance.hazards.rows(status, hours && !placed).iter().filter(|row| row.cause == cause);
        rows.map(|row| row.at(person.cohort, age, person.months_in_status)).sum()
    }

    fn rate_to_work(&self, citizen: &Citizen, month: usize) -> f64 {
        Cause::ALL.iter().filter(|cause| cause.work().is_some()).map(|cause| self.rate(citizen, month, *cause)).sum()
    }

    /// What frailty, a stay and its after-effect make of a rate \[1\].
    fn factor(&self, citizen: &Citizen, month: usize, cause: Cause) -> f64 {
        let held = citizen.place().map(|place| &self.position_of(place).stay);
        let left = citizen.last_stay.map(|(position, from)| (&self.terms.positions[position].stay, from));
        let stay = held.or(left.map(|(stay, _)| stay));
        let variance = if self.instance.marginal { self.instance.frailty_variance } else { 0.0 };
        let own = citizen.person.frailty * libm::exp(variance * citizen.cumulated);
        let after = left.map_or(1.0, |(stay, from)| stay.after[month - from]);
        match cause {
            Cause::DisabilityPension => stay.map_or(1.0, |stay| stay.pension_factor),
            Cause::FlexApproval => stay.map_or(1.0, |stay| stay.flex_factor),
            _ if cause.work().is_none() => 1.0,
            _ => own * held.map_or(after, |stay| stay.lock_in),
        }
    }

    /// The cause with the earliest latent time within the month.
    fn first_cause(&self, citizen: &Citizen, month: usize) -> Option<Cause> {
        let latent = |cause: Cause| {
            let rate = self.rate(citizen, month, cause) * self.factor(citizen, month, cause);
            let word = self.draws.word(citizen.person.entity, month as u32, Decision::cause(cause), 0);
            if rate > 0.0 { -libm::log1p(-uniform(word)) / rate } else { f64::INFINITY }
        };
        let strike = Cause::ALL.into_iter().filter(|cause| latent(*cause) < 1.0);
        strike.min_by(|one, other| latent(*one).total_cmp(&latent(*other)))
    }
}

/// Draws one of a field of (person, weight) in proportion to weight; by lot where all weigh nothing.
fn draw_one(field: &[(usize, f64)], drawn: f64) -> Option<usize> {
    let total: f64 = field.iter().map(|(_, weight)| weight).sum();
    let mut ticket = drawn;
    let found = field.iter().find(|(_, its)| {
        ticket -= if total > 0.0 { its / total } else { 1.0 / field.len() as f64 };
        ticket < 0.0
    });
    found.or(field.last()).map(|(person, _)| *person)
}

/// Posts the flows of a person-month and counts what the person did.
fn post_month(citizen: &Citizen, answer: &Assessment, month: usize, record: &mut Record) {
    answer.flows.iter().for_each(|flow| record.ledger.post(month, flow));
    record.incomes.post(answer.wage, answer.benefit, 1);
    let mut count = |indicator, amount| record.activity.count(month, indicator, amount);
    count(Indicator::People, 1);
    count(Indicator::FullySelfSupporting, i64::from(!answer.public_payment));
    if let Status::On(family) = citizen.status {
        count(Indicator::on(family), 1);
        let ordinary = citizen.job.is_some_and(|job| job.form.is_ordinary());
        count(Indicator::CashBenefitWithHours, i64::from(family == Family::CashBenefit && ordinary));
    }
    let Some(job) = citizen.job else { return };
    let paid = job.form != Form::Internship;
    let hours = if paid { job.month_hours() } else { 0 };
    count(Indicator::InWork, i64::from(paid));
    count(Indicator::PaidHours, hours);
    count(Indicator::PartlySelfSupporting, i64::from(paid && answer.public_payment));
    count(Indicator::FilledPlaces, i64::from(job.place.is_some()));
    count(Indicator::PlaceHours, job.place.map_or(0, |_| hours));
}
