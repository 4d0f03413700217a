//! One draw: the same people through every arm, with the same random numbers.
//!
//! A person who holds no place lives the same life in every arm with the same law. So that life, the *shadow*, is
//! lived once, and an arm lives on its own only from the month in which it gives somebody a place. The record of an arm
//! is that of the shadows, less the shadows of its branched lives from their branching on, plus the branched lives.
//! Sums are whole øre, so this is exact.

use crate::domain::activity::Indicator;
use crate::domain::flow::{Flow, Line, Purpose};
use crate::domain::money::Money;
use crate::domain::person::Person;
use crate::domain::programme::CostPer;
use crate::engine::draw::{Decision, Draws};
use crate::engine::instance::{ArmTerms, Instance};
use crate::engine::life::{Course, Life};
use crate::engine::model::{Arm, DrawNumber};
use crate::engine::outcome::{Outcome, Record};
use crate::engine::placement::{Places, choose, is_eligible, job_at};
use crate::engine::synthesis;
use crate::rules::error::LawError;

/// Runs one draw of every arm and lives every life to the end.
///
/// # Errors
/// Where the law has no answer to a person-month; the study asks for every month and family before it runs.
pub fn simulate(instance: &Instance, draw: DrawNumber) -> Result<Outcome, LawError> {
    let model = instance.model;
    let draws = Draws::new(model.seed, draw.sample, draw.replicate);
    let people = synthesis::population(model, &draws, instance.frailty_variance);
    let no_places = ArmTerms::default();
    let mut run = Run::new(instance, &people, &draws, &no_places);
    for month in 0..model.months {
        for arm in 0..instance.arms.len() {
            run.open_and_fill(arm, month)?;
        }
    }
    run.live_on(model.months)?;
    Ok(run.outcome())
}

/// A life on its way, and the month that it has reached.
#[derive(Clone, Debug)]
struct Progress {
    life: Life,
    month: usize,
}

/// The shadows under one law.
struct World {
    shadows: Vec<Progress>,
    record: Record,
}

/// What one arm does differently.
struct ArmRun {
    places: Places,
    branches: Vec<Option<Progress>>,
    /// Month in which each life branched off; the number of months where it never did.
    branched_in: Vec<usize>,
    record: Record,
}

struct Run<'a> {
    instance: &'a Instance<'a>,
    people: &'a [Person],
    draws: &'a Draws,
    no_places: &'a ArmTerms,
    worlds: Vec<Option<World>>,
    arms: Vec<ArmRun>,
}

impl<'a> Run<'a> {
    fn new(instance: &'a Instance<'a>, people: &'a [Person], draws: &'a Draws, no_places: &'a ArmTerms) -> Run<'a> {
        let months = instance.model.months;
        let start = instance.model.start;
        let world = |(arm, described): (usize, &Arm)| {
            let course = Course { instance, rules: &instance.rules[arm], arm: no_places, draws };
            let enter =
                |person: &Person| Progress { life: course.enter(person), month: (person.entry - start) as usize };
            (described.world == arm)
                .then(|| World { shadows: people.iter().map(enter).collect(), record: Record::new(months) })
        };
        let arm = |terms: &ArmTerms| ArmRun {
            places: Places::new(terms, people, draws),
            branches: vec![None; people.len()],
            branched_in: vec![months; people.len()],
            record: Record::new(months),
        };
        Run {
            instance,
            people,
            draws,
            no_places,
            worlds: instance.model.arms.iter().enumerate().map(world).collect(),
            arms: instance.arms.iter().map(arm).collect(),
        }
    }

    fn world_of(&self, arm: usize) -> usize {
        self.instance.model.arms[arm].world
    }

    /// Lives a shadow up to the start of `month`.
    fn shadow(&mut self, world: usize, person: usize, month: usize) -> Result<(), LawError> {
        let course = Course {
            instance: self.instance,
            rules: &self.instance.rules[world],
            arm: self.no_places,
            draws: self.draws,
        };
        let World { shadows, record, .. } = self.worlds[world].as_mut().expect("the world of an arm exists");
        let progress = &mut shadows[person];
        while progress.month < month && !progress.life.is_out() {
            let (now, life) = (progress.month, &mut progress.life);
            let assessment = course.assess(&self.people[person], life, now)?;
            record.post(now, life, &assessment, 1);
            for (arm, described) in self.arms.iter_mut().zip(&self.instance.model.arms) {
                if described.world == world && arm.branched_in[person] <= now {
                    arm.record.post(now, life, &assessment, -1);
                }
            }
            course.step(&self.people[person], life, now, &assessment);
            progress.month += 1;
        }
        Ok(())
    }

    /// Lives a branched life up to the start of `month`.
    fn branch(&mut self, arm: usize, person: usize, month: usize) -> Result<(), LawError> {
        let course = Course {
            instance: self.instance,
            rules: &self.instance.rules[arm],
            arm: &self.instance.arms[arm],
            draws: self.draws,
        };
        let ArmRun { branches, record, .. } = &mut self.arms[arm];
        let Some(progress) = &mut branches[person] else { return Ok(()) };
        while progress.month < month && !progress.life.is_out() {
            let (now, life) = (progress.month, &mut progress.life);
            let assessment = course.assess(&self.people[person], life, now)?;
            record.post(now, life, &assessment, 1);
            course.step(&self.people[person], life, now, &assessment);
            progress.month += 1;
        }
        Ok(())
    }

    /// The life of a person in an arm at the start of `month`; `None` before entry.
    fn life(&mut self, arm: usize, person: usize, month: usize) -> Result<Option<&Life>, LawError> {
        if (self.people[person].entry - self.instance.model.start) as usize > month {
            return Ok(None);
        }
        if self.arms[arm].branched_in[person] <= month {
            self.branch(arm, person, month)?;
            return Ok(self.arms[arm].branches[person].as_ref().map(|progress| &progress.life));
        }
        let world = self.world_of(arm);
        self.shadow(world, person, month)?;
        Ok(self.worlds[world].as_ref().map(|world| &world.shadows[person].life))
    }

    /// One month of an arm's places: enterprises open and close, vacancies are filled, filled places cost.
    fn open_and_fill(&mut self, arm: usize, month: usize) -> Result<(), LawError> {
        let terms = &self.instance.arms[arm];
        self.arms[arm].places.close(terms, month, self.draws);
        for place in 0..terms.places.len() {
            self.vacate(arm, place, month)?;
        }
        for place in 0..terms.places.len() {
            if self.arms[arm].places.seeks(terms, place, month, self.draws) {
                self.fill(arm, place, month)?;
            }
        }
        let filled: Vec<usize> =
            (0..terms.places.len()).filter(|p| self.arms[arm].places.holders[*p].is_some()).collect();
        post_costs(self.instance, terms, &filled, month, &mut self.arms[arm].record);
        Ok(())
    }

    /// Notes that a holder has left, or ends the stay where the place no longer exists.
    fn vacate(&mut self, arm: usize, place: usize, month: usize) -> Result<(), LawError> {
        let Some(person) = self.arms[arm].places.holders[place] else { return Ok(()) };
        let holds = self.life(arm, person, month)?.and_then(Life::seat).is_some_and(|seat| seat.place == place);
        let open = self.arms[arm].places.is_open(&self.instance.arms[arm], place, month);
        if holds && open {
            return Ok(());
        }
        self.arms[arm].places.holders[place] = None;
        if holds && let Some(progress) = &mut self.arms[arm].branches[person] {
            progress.life.stop(month);
        }
        Ok(())
    }

    /// Seeks somebody for a vacant place: the first eligible people on the list form the field, one of them is chosen.
    fn fill(&mut self, arm: usize, place: usize, month: usize) -> Result<(), LawError> {
        let terms = &self.instance.arms[arm];
        let index = terms.places[place].position;
        let position = &terms.positions[index];
        let asked: Vec<usize> = self.arms[arm].places.asked(index).collect();
        let people = self.people;
        let course =
            Course { instance: self.instance, rules: &self.instance.rules[arm], arm: terms, draws: self.draws };
        let (mut field, mut chances) = (Vec::with_capacity(position.shortlist), Vec::with_capacity(position.shortlist));
        for person in asked {
            let Some(life) = self.life(arm, person, month)? else { continue };
            if is_eligible(position, index, &people[person], life, month) {
                chances.push(course.chance_of_work(&people[person], life, month));
                field.push(person);
                if field.len() == position.shortlist {
                    break;
                }
            }
        }
        if field.is_empty() {
            return Ok(());
        }
        let uniform = self.draws.uniform(terms.places[place].entity, month as u32, Decision::ChoiceOfPerson, 0);
        let person = field[choose(&chances, position.creaming, uniform)];
        self.place(arm, place, person, month);
        Ok(())
    }

    /// Gives a person a place; the life branches off from its shadow if it has not before.
    fn place(&mut self, arm: usize, place: usize, person: usize, month: usize) {
        let job = job_at(&self.instance.arms[arm], place, &self.people[person]);
        let world = self.world_of(arm);
        let shadow = self.worlds[world].as_ref().map(|world| world.shadows[person].clone());
        let run = &mut self.arms[arm];
        let first = run.branches[person].is_none();
        if first {
            run.branches[person] = shadow;
            run.branched_in[person] = month;
        }
        if let Some(progress) = &mut run.branches[person] {
            progress.life.start(job);
        }
        run.places.holders[place] = Some(person);
        run.record.activity.count(month, Indicator::Placements, 1);
        run.record.activity.count(month, Indicator::FirstPlacements, i64::from(first));
    }

    /// Lives every life up to the start of `month`.
    fn live_on(&mut self, month: usize) -> Result<(), LawError> {
        for person in 0..self.people.len() {
            for world in 0..self.worlds.len() {
                if self.worlds[world].is_some() {
                    self.shadow(world, person, month)?;
                }
            }
            for arm in 0..self.arms.len() {
                self.branch(arm, person, month)?;
            }
        }
        Ok(())
    }

    fn outcome(self) -> Outcome {
        let worlds = self.worlds;
        let whole = |(mut arm, described): (ArmRun, &Arm)| {
            if let Some(world) = &worlds[described.world] {
                arm.record.add(&world.record);
            }
            arm.record
        };
        Outcome { arms: self.arms.into_iter().zip(&self.instance.model.arms).map(whole).collect() }
    }
}

/// Posts what a month of an arm costs beside the flows of persons: the programme's costs and the enterprises' own.
fn post_costs(instance: &Instance, terms: &ArmTerms, filled: &[usize], month: usize, record: &mut Record) {
    let placements = record.activity.at(month, Indicator::Placements);
    let mut post = |purpose: Purpose, amount: Money| {
        record.ledger.post(month, &Flow { line: Line::of(purpose), amount, due_in: 0 });
    };
    for place in filled {
        let position = &terms.positions[terms.places[*place].position];
        post(Purpose::Supervision, instance.money(position.supervision, month));
    }
    for cost in terms.costs.iter().filter(|cost| cost.months.contains(&month)) {
        let amount = instance.money(cost.amount, month);
        let times = match cost.described.per {
            CostPer::Once => i64::from(month == cost.months.start),
            CostPer::Year => 1,
            CostPer::PlaceMonth => filled.len() as i64,
            CostPer::Placement => placements,
        };
        let used = amount.times(1.0 - cost.surplus);
        post(cost.described.kind.purpose(), Money::from_ore(amount.ore() * times));
        post(cost.described.kind.resources(), Money::from_ore(used.ore() * times));
    }
}
