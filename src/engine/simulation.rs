//! One draw: the same people through every arm, with the same random numbers.
//!
//! A person who holds no place lives the same life in every arm with the same law. So that life, the *shadow*, is
//! lived once, and an arm lives on its own only from the month in which it gives somebody a place. The record of an arm
//! is that of the shadows, less the shadows of its branched lives from their branching on, plus the branched lives.
//! Sums are whole øre, so this is exact.

mod vacancies;

use crate::engine::arm_run::ArmRun;
use crate::engine::course::Course;
use crate::engine::draw::Draws;
use crate::engine::followed::{Branch, Followed, Roll};
use crate::engine::instance::Instance;
use crate::engine::life::Life;
use crate::engine::model::{Arm, DrawNumber};
use crate::engine::open_record::OpenRecord;
use crate::engine::outcome::{Outcome, Record};
use crate::engine::progress::{Progress, Stretch};
use crate::engine::settlement::settle;
use crate::engine::synthesis::People;
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
    let people = People::of(model, &draws, instance.frailty_variance);
    let no_places = ArmTerms::default();
    let mut run = Run::new(extent, instance, &people, &draws, &no_places);
    for month in 0..model.months {
        for arm in 0..instance.arms.len() {
            run.open_and_fill(arm, month)?;
        }
    }
    run.live_on(model.months)?;
    Ok(run.outcome())
}

struct Run<'a> {
    /// Whether everybody is lived, and the record of the shadows kept.
    everybody: bool,
    /// Whether the frozen lives of gross against net are lived.
    gross: bool,
    instance: &'a Instance<'a>,
    people: &'a People<'a>,
    draws: &'a Draws,
    no_places: &'a ArmTerms,
    /// The record of the shadows under each law, empty unless everybody is lived; `None` where an arm has the law of an
    /// earlier one: shape `[arm]`.
    worlds: Vec<Option<OpenRecord>>,
    arms: Vec<ArmRun>,
    roll: Roll,
    /// Months lived of those who are not followed.
    of_others: usize,
}

impl<'a> Run<'a> {
    fn new(
        extent: Extent,
        instance: &'a Instance<'a>,
        people: &'a People,
        draws: &'a Draws,
        no_places: &'a ArmTerms,
    ) -> Run<'a> {
        let months = instance.model.months;
        let arms = || instance.model.arms.iter().enumerate();
        let laws = arms().filter(|(arm, described)| described.world == *arm).count();
        Run {
            everybody: extent == Extent::Exhaustive || laws > 1,
            gross: extent != Extent::Differences,
            instance,
            people,
            draws,
            no_places,
            worlds: arms().map(|(arm, described)| (described.world == arm).then(|| OpenRecord::new(months))).collect(),
            arms: instance.arms.iter().map(|terms| ArmRun::new(instance, terms, people, draws)).collect(),
            roll: Roll::default(),
            of_others: 0,
        }
    }

    fn world_of(&self, arm: usize) -> usize {
        self.instance.model.arms[arm].world
    }

    /// The course of lives at the places of an arm.
    fn course(&self, arm: usize) -> Course<'a> {
        Course::new(self.instance, arm, self.draws)
    }

    /// The course of lives without places under the law of an arm.
    fn without_places(&self, arm: usize) -> Course<'a> {
        Course { arm: self.no_places, ..self.course(arm) }
    }

    /// A person whose lives begin, one under each law.
    fn entered(&self, position: usize) -> Followed {
        let person = self.people.at(position);
        let month = (person.entry - self.instance.model.start) as usize;
        let shadow = |(world, law): (usize, &Option<OpenRecord>)| {
            law.is_some().then(|| Progress::new(self.without_places(world).enter(&person), month))
        };
        let shadows = self.worlds.iter().enumerate().map(shadow).collect();
        Followed { shadows, branches: self.arms.iter().map(|_| None).collect(), person }
    }

    /// The number of the person at a position, who is followed from now on.
    fn follow(&mut self, position: usize) -> usize {
        match self.roll.number(position) {
            Some(number) => number,
            None => {
                let entered = self.entered(position);
                self.roll.follow(position, entered)
            }
        }
    }

    /// Lives a shadow up to the start of `month`.
    fn shadow(&mut self, world: usize, number: usize, month: usize) -> Result<(), LawError> {
        let course = self.without_places(world);
        let Followed { person, shadows, branches } = self.roll.get_mut(number);
        let Some(shadow) = &mut shadows[world] else { return Ok(()) };
        while let Some(stretch) = shadow.advance(&course, person, month)? {
            let record = self.worlds[world].as_mut().filter(|_| self.everybody);
            told(&course, record, (&mut self.arms, world), branches, &stretch, self.gross)?;
        }
        Ok(())
    }

    /// Lives a branched life up to the start of `month`.
    fn branch(&mut self, arm: usize, number: usize, month: usize) -> Result<(), LawError> {
        let course = self.course(arm);
        let Followed { person, branches, .. } = self.roll.get_mut(number);
        let Some(Branch { progress, stays, .. }) = branches[arm].as_deref_mut() else { return Ok(()) };
        while let Some(stretch) = progress.advance(&course, person, month)? {
            self.arms[arm].with_places(&course, stays, &stretch)?;
        }
        Ok(())
    }

    /// Lives a frozen life to the end, where it has parted from its shadow.
    fn freeze(&mut self, arm: usize, number: usize) -> Result<(), LawError> {
        let course = Course { frozen: true, ..self.without_places(arm) };
        let Followed { person, branches, .. } = self.roll.get_mut(number);
        let frozen = branches[arm].as_deref_mut().and_then(|branch| branch.frozen.as_mut());
        let Some(frozen) = frozen else { return Ok(()) };
        let attribution = &mut self.arms[arm].attribution;
        while let Some(stretch) = frozen.advance(&course, person, self.instance.model.months)? {
            attribution.frozen(stretch.months, &course.bill(stretch.standing)?.flows);
        }
        Ok(())
    }

    /// The life of somebody who has entered, in an arm at the start of `month`.
    fn life(&mut self, arm: usize, number: usize, month: usize) -> Result<&Life, LawError> {
        if self.roll.get(number).branches[arm].is_some() {
            self.branch(arm, number, month)?;
        } else {
            self.shadow(self.world_of(arm), number, month)?;
        }
        let world = self.world_of(arm);
        Ok(self.roll.get(number).in_arm(arm, world).1)
    }

    /// Lets a life branch off from its shadow, which has reached the month.
    fn branch_off(&mut self, arm: usize, number: usize) -> Result<(), LawError> {
        let world = self.world_of(arm);
        let course = self.without_places(world);
        let Followed { shadows, branches, .. } = self.roll.get_mut(number);
        let Some(shadow) = &mut shadows[world] else { return Ok(()) };
        if let Some(stretch) = shadow.tell() {
            let record = self.worlds[world].as_mut().filter(|_| self.everybody);
            told(&course, record, (&mut self.arms, world), branches, &stretch, self.gross)?;
        }
        branches[arm] = Some(Box::new(Branch::of(shadow)));
        Ok(())
    }

    /// Changes a branched life from the month on that it has reached.
    fn change(&mut self, arm: usize, number: usize, change: impl FnOnce(&mut Life)) -> Result<(), LawError> {
        let course = self.course(arm);
        if let Some(Branch { progress, stays, .. }) = self.roll.get_mut(number).branches[arm].as_deref_mut() {
            if let Some(stretch) = progress.change() {
                self.arms[arm].with_places(&course, stays, &stretch)?;
            }
            change(&mut progress.life);
        }
        Ok(())
    }

    /// Lives the lives that the extent asks for up to the start of `month`.
    fn live_on(&mut self, month: usize) -> Result<(), LawError> {
        for number in 0..self.roll.len() {
            // In an arm that gives this person no place, and under the same law, the shadow is the life of every arm.
            let alike = self.roll.get(number).branches.iter().all(Option::is_none);
            if alike && !self.everybody {
                continue;
            }
            for world in 0..self.worlds.len() {
                self.shadow(world, number, month)?;
            }
            for arm in 0..self.arms.len() {
                self.branch(arm, number, month)?;
                self.freeze(arm, number)?;
            }
        }
        if self.everybody { self.live_others(month) } else { Ok(()) }
    }

    /// Lives those who are not followed, one after the other.
    fn live_others(&mut self, month: usize) -> Result<(), LawError> {
        for position in (0..self.people.len()).filter(|position| self.roll.number(*position).is_none()) {
            let Followed { person, mut shadows, .. } = self.entered(position);
            for (world, shadow) in shadows.iter_mut().enumerate() {
                let course = self.without_places(world);
                let (Some(shadow), Some(record)) = (shadow, &mut self.worlds[world]) else { continue };
                while let Some(Stretch { months, standing, .. }) = shadow.advance(&course, &person, month)? {
                    self.of_others += months.len();
                    record.post(months, standing, &course.bill(standing)?, 1);
                }
            }
        }
        Ok(())
    }

    fn outcome(self) -> Outcome {
        let lived = self.of_others + self.roll.lived();
        let worlds: Vec<Option<Record>> = self.worlds.into_iter().map(|world| world.map(OpenRecord::close)).collect();
        let whole = |(arm, described): (ArmRun, &Arm)| {
            let mut record = arm.record.close();
            worlds[described.world].iter().for_each(|world| record.add(world));
            (record, arm.attribution.close())
        };
        let (mut arms, attributions): (Vec<Record>, _) =
            self.arms.into_iter().zip(&self.instance.model.arms).map(whole).unzip();
        settle(self.instance, &mut arms);
        Outcome { arms, attributions, lived }
    }
}

/// What becomes of months of a shadow: they stand in the record of its world, where that is kept, and are taken out of every
/// arm of it in which the life has branched off. With `gross` the frozen lives of those arms part from it where it finds work.
fn told(
    course: &Course,
    record: Option<&mut OpenRecord>,
    (arms, world): (&mut [ArmRun], usize),
    branches: &mut [Option<Box<Branch>>],
    stretch: &Stretch,
    gross: bool,
) -> Result<(), LawError> {
    let Stretch { months, standing, before_work } = stretch;
    let described = &course.instance.model.arms;
    let differs = |(arm, branch): (&Arm, &Option<Box<Branch>>)| {
        arm.world == world && branch.as_ref().is_some_and(|branch| branch.from <= months.start)
    };
    if record.is_none() && !described.iter().zip(branches.iter()).any(differs) {
        return Ok(());
    }
    let bill = course.bill(standing)?;
    if let Some(record) = record {
        record.post(months.clone(), standing, &bill, 1);
    }
    for ((arm, described), branch) in arms.iter_mut().zip(described).zip(branches) {
        if differs((described, branch))
            && let Some(branch) = branch
        {
            if let Some(life) = before_work.as_deref().filter(|_| gross) {
                branch.part(life, months.end - 1);
            }
            arm.without_places(branch, stretch, &bill);
        }
    }
    Ok(())
}
