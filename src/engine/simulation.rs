//! One draw: the same people through every arm, with the same random numbers.
//!
//! A person who holds no place lives the same life in every arm with the same law. So that life, the *shadow*, is
//! lived once, and an arm lives on its own only from the month in which it gives somebody a place. The record of an arm
//! is that of the shadows, less the shadows of its branched lives from their branching on, plus the branched lives.
//! Sums are whole øre, so this is exact.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::person::Person;
use crate::engine::arm_run::ArmRun;
use crate::engine::course::Course;
use crate::engine::draw::{Decision, Draws};
use crate::engine::instance::Instance;
use crate::engine::life::Life;
use crate::engine::model::{Arm, DrawNumber};
use crate::engine::outcome::{Outcome, Record};
use crate::engine::placement::{choose, is_eligible, job_at};
use crate::engine::progress::Progress;
use crate::engine::settlement::settle;
use crate::engine::standing::Standing;
use crate::engine::synthesis;
use crate::engine::terms::ArmTerms;
use crate::rules::error::LawError;

/// Which lives a draw lives to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every life: levels and differences, and what would have come anyway.
    Exhaustive,
    /// Only lives that some arm gives a place: differences between arms, and what would have come anyway, are those of
    /// [`Extent::Exhaustive`] to the øre; levels are not there. Where the law of the arms differs, everybody's life does, and
    /// all are lived.
    Lazy,
    /// As [`Extent::Lazy`], without the lives frozen for gross against net.
    Differences,
}

/// Runs one draw of every arm and lives every life to the end.
///
/// # Errors
/// Where the law has no answer to a person-month; the study asks for every month and family before it runs.
pub fn simulate(instance: &Instance, draw: DrawNumber) -> Result<Outcome, LawError> {
    simulate_to(Extent::Exhaustive, instance, draw)
}

/// Runs one draw of every arm and lives the lives that the extent asks for to the end.
///
/// # Errors
/// As [`simulate`].
pub fn simulate_to(extent: Extent, instance: &Instance, draw: DrawNumber) -> Result<Outcome, LawError> {
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
    run.live_on(extent, model.months)?;
    Ok(run.outcome())
}

/// The shadows under one law.
struct World {
    shadows: Vec<Progress>,
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
            let course = Course { arm: no_places, ..Course::new(instance, arm, draws) };
            let enter = |person: &Person| Progress::new(course.enter(person), (person.entry - start) as usize);
            (described.world == arm)
                .then(|| World { shadows: people.iter().map(enter).collect(), record: Record::new(months) })
        };
        let arm = |terms: &ArmTerms| ArmRun::new(instance, terms, people, draws);
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

    /// The course of lives at the places of an arm.
    fn course(&self, arm: usize) -> Course<'a> {
        Course::new(self.instance, arm, self.draws)
    }

    /// Lives a shadow up to the start of `month`.
    fn shadow(&mut self, world: usize, person: usize, month: usize) -> Result<(), LawError> {
        let course = Course { arm: self.no_places, ..self.course(world) };
        let World { shadows, record } = self.worlds[world].as_mut().expect("the world of an arm exists");
        let tell = told(&mut self.arms, &self.instance.model.arms, record, world, person);
        shadows[person].live(&course, &self.people[person], month, tell)
    }

    /// Lives a branched life up to the start of `month`.
    fn branch(&mut self, arm: usize, person: usize, month: usize) -> Result<(), LawError> {
        let course = self.course(arm);
        let run = &mut self.arms[arm];
        let Some(mut progress) = run.branches[person].take() else { return Ok(()) };
        let tell = |months: Range<usize>, standing: &Standing| run.with_places(person, months, standing);
        progress.live(&course, &self.people[person], month, tell)?;
        run.branches[person] = Some(progress);
        Ok(())
    }

    /// Lives a frozen life to the end.
    fn freeze(&mut self, arm: usize, person: usize) -> Result<(), LawError> {
        let course = Course { arm: self.no_places, frozen: true, ..self.course(arm) };
        let run = &mut self.arms[arm];
        let Some(mut progress) = run.frozen[person].take() else { return Ok(()) };
        progress.live(&course, &self.people[person], self.instance.model.months, |months, standing| {
            run.attribution.frozen(months, &standing.assessment.flows);
        })
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
        let places = &mut self.arms[arm].places;
        places.close(month, self.draws);
        let number = places.offer.places.len();
        for place in 0..number {
            self.vacate(arm, place, month)?;
        }
        for place in 0..number {
            if self.arms[arm].places.seeks(terms, place, month, self.draws) {
                self.fill(arm, place, month)?;
            }
        }
        self.arms[arm].post_costs(self.instance, terms, month);
        Ok(())
    }

    /// Notes that a holder has left, or ends the stay where the place no longer exists.
    fn vacate(&mut self, arm: usize, place: usize, month: usize) -> Result<(), LawError> {
        let Some(person) = self.arms[arm].places.holders[place] else { return Ok(()) };
        let holds = self.life(arm, person, month)?.and_then(Life::seat).is_some_and(|seat| seat.place == place);
        let open = self.arms[arm].places.is_open(&self.instance.arms[arm], place, month);
        let course = self.course(arm);
        if holds && open {
            return Ok(());
        }
        self.arms[arm].places.holders[place] = None;
        if holds {
            self.change(arm, person, |life| {
                if let Some(seat) = life.seat() {
                    life.stop(month);
                    course.go_back(life, seat);
                }
            });
        }
        Ok(())
    }

    /// Seeks somebody for a vacant place: the first eligible people on the list form the field, one of them is chosen.
    fn fill(&mut self, arm: usize, place: usize, month: usize) -> Result<(), LawError> {
        let terms = &self.instance.arms[arm];
        let seat = self.arms[arm].places.offer.places[place];
        let index = seat.position;
        let position = &terms.positions[index];
        let people = self.people;
        let course = self.course(arm);
        let (mut field, mut chances) = (Vec::with_capacity(position.shortlist), Vec::with_capacity(position.shortlist));
        let able = |person: usize| people[person].capacity >= position.hours;
        let mut turn = 0;
        while field.len() < position.shortlist
            && let Some(person) = self.arms[arm].places.asked(index, turn, able)
        {
            match self.life(arm, person, month)? {
                Some(life) if life.is_out() => {
                    self.arms[arm].places.strike_off(index, turn);
                    continue;
                }
                Some(life) if is_eligible(position, index, &people[person], life, month) => {
                    chances.push(course.chance_of_work(&people[person], life, month));
                    field.push(person);
                }
                Some(_) | None => {}
            }
            turn += 1;
        }
        if field.is_empty() {
            return Ok(());
        }
        let uniform = self.draws.uniform(seat.entity, month as u32, Decision::ChoiceOfPerson, 0);
        let person = field[choose(&chances, position.creaming, uniform)];
        self.place(arm, (place, index), person, month);
        Ok(())
    }

    /// Gives a person a place; the life branches off from its shadow if it has not before.
    fn place(&mut self, arm: usize, (place, position): (usize, usize), person: usize, month: usize) {
        let job = job_at(&self.instance.arms[arm], place, position, &self.people[person]);
        let group = self.instance.groups[self.people[person].cohort];
        let first = self.arms[arm].branches[person].is_none();
        if first {
            self.branch_off(arm, person, month);
        }
        self.change(arm, person, |life| life.start(job));
        let run = &mut self.arms[arm];
        let cell = run.attribution.cell(position, group);
        run.stays[person].push((month, cell));
        run.attribution.place(cell, first);
        run.places.holders[place] = Some(person);
        run.record.activity.count(month, Indicator::Placements, 1);
        run.record.activity.count(month, Indicator::FirstPlacements, i64::from(first));
    }

    /// Lets a life branch off from its shadow, which has reached the month.
    fn branch_off(&mut self, arm: usize, person: usize, month: usize) {
        let world = self.world_of(arm);
        let World { shadows, record } = self.worlds[world].as_mut().expect("the world of an arm exists");
        let shadow = &mut shadows[person];
        shadow.tell(told(&mut self.arms, &self.instance.model.arms, record, world, person));
        let run = &mut self.arms[arm];
        run.branches[person] = Some(Box::new(shadow.branch()));
        run.frozen[person] = Some(Box::new(shadow.branch()));
        run.branched_in[person] = month;
    }

    /// Changes a branched life from the month on that it has reached.
    fn change(&mut self, arm: usize, person: usize, change: impl FnOnce(&mut Life)) {
        let run = &mut self.arms[arm];
        if let Some(mut progress) = run.branches[person].take() {
            progress.end_standing(|months, standing| run.with_places(person, months, standing));
            change(&mut progress.life);
            run.branches[person] = Some(progress);
        }
    }

    /// Lives the lives that the extent asks for up to the start of `month`.
    fn live_on(&mut self, extent: Extent, month: usize) -> Result<(), LawError> {
        let one_law = self.worlds.iter().flatten().count() == 1;
        for person in 0..self.people.len() {
            // In an arm that gives this person no place, and under the same law, the shadow is the life of every arm.
            let alike = one_law && self.arms.iter().all(|arm| arm.branches[person].is_none());
            if extent != Extent::Exhaustive && alike {
                continue;
            }
            for world in 0..self.worlds.len() {
                if self.worlds[world].is_some() {
                    self.shadow(world, person, month)?;
                }
            }
            for arm in 0..self.arms.len() {
                self.branch(arm, person, month)?;
                if extent != Extent::Differences {
                    self.freeze(arm, person)?;
                }
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
            (arm.record, arm.attribution)
        };
        let (mut arms, attributions): (Vec<Record>, _) =
            self.arms.into_iter().zip(&self.instance.model.arms).map(whole).unzip();
        settle(self.instance, &mut arms);
        Outcome { arms, attributions }
    }
}

/// What becomes of the months of a shadow: they stand in the record of its world, and are taken out of every arm of it in
/// which the life has branched off.
fn told<'r>(
    arms: &'r mut [ArmRun],
    described: &'r [Arm],
    record: &'r mut Record,
    world: usize,
    person: usize,
) -> impl FnMut(Range<usize>, &Standing) + 'r {
    move |months, standing| {
        record.post(months.clone(), standing, 1);
        for (arm, _) in arms.iter_mut().zip(described).filter(|(_, described)| described.world == world) {
            arm.without_places(person, months.clone(), standing);
        }
    }
}
