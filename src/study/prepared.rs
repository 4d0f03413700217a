//! A study made ready to run: checked, its assumptions listed, its model built, its draws one call away.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::benefit::Family;
use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::person::KnownPerson;
use crate::domain::population::Cohort;
use crate::domain::programme::Programme;
use crate::engine::draw::entity;
use crate::engine::instance::Instance;
use crate::engine::model::{Arm, DrawNumber, Model};
use crate::engine::outcome::Outcome;
use crate::engine::simulation::{Extent, simulate, simulate_to};
use crate::estimate::budget::BudgetPlan;
use crate::estimate::difference::Difference;
use crate::estimate::draw_table::DrawTable;
use crate::estimate::effect::{Valuation, effect};
use crate::estimate::levels::{Engine, Levels};
use crate::estimate::row::{RowLayout, Shape};
use crate::estimate::sampled::Sampled;
use crate::estimate::summary::Batches;
use crate::rules::parameter::Growth;
use crate::rules::policy::Policy;
use crate::rules::society::net_tax_factor;
use crate::study::assumptions::AssumptionList;
use crate::study::budget_plan::{budget_plan, calendar_quarters};
use crate::study::drawn::{Counts, Draw};
use crate::study::error::Error;
use crate::study::parts::NamedParts;
use crate::study::persons::{COHORT, Persons};
use crate::study::privacy::Classes;
use crate::study::scenario::{FORMAT, Study};
use crate::study::values::{Sampling, Sides};

/// A study made ready: checked, its assumptions listed, its model built.
pub struct Prepared {
    /// The study, cohorts in the order of their names, quantities with their slots.
    pub study: Study,
    /// The model.
    pub model: Model,
    /// The assumptions by slot.
    pub assumptions: AssumptionList,
    /// How the ledger is laid out in the municipality's budget.
    pub plan: BudgetPlan,
    /// The parts of the programme by which results are told.
    pub parts: NamedParts,
    /// What may be shown of the persons of a file.
    pub classes: Classes,
    /// Which columns the row of a draw has.
    pub layout: RowLayout,
    /// Factor on society's figures \[1\]: 1 in factor prices, the net tax factor in market prices.
    pub society: f64,
    sampling: Sampling,
}

/// The stream of every draw of a sensitivity design: luck is the same at all points.
const SENSITIVITY: u64 = u64::MAX;

impl Prepared {
    /// Makes a study ready.
    ///
    /// # Errors
    /// All problems of the study together; or a reform of a parameter that the law does not know.
    pub fn of(study: &Study) -> Result<Prepared, Error> {
        let mut study = study.clone();
        let problems = study.read_persons(Path::new("")).err().unwrap_or_else(|| study.check());
        if !problems.is_empty() {
            return Err(Error::from_problems(problems));
        }
        debug_assert_eq!(study.format, FORMAT);
        study.cohorts.sort_by(|a, b| a.name.cmp(&b.name));
        study.transitions.sort_by_key(|transition| transition.key());
        let assumptions = AssumptionList::of(&mut study).map_err(Error::from_problems)?;
        let sampling = Sampling::of(&study, &assumptions).map_err(|problem| Error::from_problem(*problem))?;
        let model = model(&study)?;
        let classes = Classes::of(model.persons.iter().map(|(_, person)| person));
        let plan = budget_plan(&study.budget, model.start, model.months, &classes);
        let parts = NamedParts::of(&study, &model, &classes);
        let society = if study.economy.market_prices { net_tax_factor(study.time.start)? } else { 1.0 };
        let shape = Shape {
            quarters: calendar_quarters(model.start, model.months),
            budget_rows: plan.rows.len(),
            budget_years: plan.years.len(),
            parts: parts.cells().count,
        };
        let layout = RowLayout::new(shape, society);
        Ok(Prepared { study, model, assumptions, plan, parts, classes, layout, society, sampling })
    }

    /// Number of draws, or the most that there can be.
    pub fn draws(&self) -> usize {
        self.study.simulation.most() as usize * self.replicates()
    }

    /// Replicates per sample.
    pub fn replicates(&self) -> usize {
        self.study.simulation.replicates as usize
    }

    /// First samples that have one replicate more, so that luck can be told from ignorance.
    pub fn twins(&self) -> usize {
        if self.replicates() == 1 { self.study.simulation.twins as usize } else { 0 }
    }

    /// Which draws belong together.
    pub fn batches(&self) -> Batches {
        self.study.simulation.batches()
    }

    /// Draws of the study, and how they are read.
    pub fn draws_of<'a>(&'a self, effects: &'a DrawTable) -> Sampled<'a> {
        Sampled { table: effects, layout: &self.layout, batches: self.batches() }
    }

    /// The drawn values of a sample: shape `[assumption]`.
    pub fn values(&self, sample: u64) -> Vec<f64> {
        self.sampling.values(&self.assumptions, sample)
    }

    /// Two independent designs of so many rows, for Sobol indices.
    ///
    /// # Errors
    /// Assumptions that are correlated.
    pub fn sides(&self, rows: u32) -> Result<Sides<'_>, Error> {
        Sides::of(&self.sampling, &self.assumptions, &self.study, rows).map_err(|problem| Error::from_problem(*problem))
    }

    /// The wage growth of projected law, at the central assumptions.
    pub fn central_growth(&self) -> Growth {
        Growth { wage: self.model.wage_growth.at(&self.assumptions.central()) }
    }

    /// What a krone of each month is in prices of the price year \[1\]: shape `[month]`.
    fn deflators(&self, values: &[f64]) -> Vec<f64> {
        let growth = self.study.economy.price_growth.at(values);
        let years = |month: usize| (self.model.start + month as u32).year() - self.model.price_year;
        (0..self.model.months).map(|month| libm::pow(1.0 + growth, -f64::from(years(month)))).collect()
    }

    /// Discount factor of each month \[1\]: shape `[month]`.
    fn discount(&self) -> Vec<f64> {
        self.study.economy.discounting.factors(self.model.months)
    }

    /// Discount factor over price index of each month: shape `[month]`.
    fn factors(&self, values: &[f64]) -> Vec<f64> {
        self.discount().into_iter().zip(self.deflators(values)).map(|(factor, deflator)| factor * deflator).collect()
    }

    /// The outcome of a draw with its drawn values.
    ///
    /// # Errors
    /// The law's refusal.
    pub fn outcome(&self, draw: usize) -> Result<(Outcome, Vec<f64>), Error> {
        let number = self.number(draw);
        let values = self.values(number.sample);
        let outcome = simulate(&Instance::of(&self.model, &values), number)?;
        Ok((outcome, values))
    }

    /// What the programme changes with these values and this luck, from the lives that differ between the arms alone: to the
    /// øre what [`Prepared::effect`] finds.
    ///
    /// # Errors
    /// The law's refusal.
    pub fn difference(&self, values: &[f64], number: DrawNumber) -> Result<Difference, Error> {
        let outcome = simulate_to(Extent::Differences, &Instance::of(&self.model, values), number)?;
        Ok(Difference::of(&outcome, &self.discount(), self.deflators(values), self.society))
    }

    /// What the programme changes with values of one's own choice, with numbered luck that is the same at all values
    /// (common random numbers).
    ///
    /// # Errors
    /// The law's refusal.
    pub fn experiment(&self, values: &[f64], luck: u64) -> Result<Difference, Error> {
        self.difference(values, DrawNumber { sample: SENSITIVITY, replicate: luck })
    }

    /// The sample and the replicate of a draw.
    pub fn number(&self, draw: usize) -> DrawNumber {
        DrawNumber { sample: (draw / self.replicates()) as u64, replicate: (draw % self.replicates()) as u64 }
    }

    /// What a draw leaves: in some draws everybody is lived, in the others whom the engine of the study lives.
    ///
    /// # Errors
    /// The law's refusal.
    pub fn draw(&self, draw: usize) -> Result<Draw, Error> {
        let whole = self.is_whole(draw);
        let extent = if whole { Extent::Exhaustive } else { Extent::Lazy };
        let (effect, outcome) = self.valued(extent, draw)?;
        let levels = whole.then(|| Levels::of(&outcome).row());
        Ok(Draw { effect, levels, counts: Counts::of(&outcome, whole) })
    }

    /// The effect of a draw in which everybody is lived, as a row, and the outcome behind it.
    ///
    /// # Errors
    /// The law's refusal.
    pub fn effect(&self, draw: usize) -> Result<(Vec<i64>, Outcome), Error> {
        self.valued(Extent::Exhaustive, draw)
    }

    /// The engine that the study's draws have: where the law of the arms differs everybody's life does, and is lived.
    pub fn engine(&self) -> Engine {
        let one_law = self.model.arms.iter().all(|arm| arm.world == 0);
        if one_law { self.study.simulation.engine } else { Engine::Exhaustive }
    }

    /// Whether everybody is lived in a draw: with the lazy engine in one draw of each of the first samples.
    pub(crate) fn is_whole(&self, draw: usize) -> bool {
        let DrawNumber { sample, replicate } = self.number(draw);
        self.engine() == Engine::Exhaustive || (replicate == 0 && sample < u64::from(self.study.simulation.level_draws))
    }

    /// Which of the draws in which everybody is lived belong together.
    pub fn level_batches(&self) -> Batches {
        match self.engine() {
            Engine::Lazy => self.study.simulation.batches_of(1),
            Engine::Exhaustive => self.batches(),
        }
    }

    fn valued(&self, extent: Extent, draw: usize) -> Result<(Vec<i64>, Outcome), Error> {
        let number = self.number(draw);
        let values = self.values(number.sample);
        let instance = Instance::of(&self.model, &values);
        let outcome = simulate_to(extent, &instance, number)?;
        let valuation = Valuation {
            layout: &self.layout,
            factors: &self.factors(&values),
            wage_index: &instance.wage_index,
            plan: &self.plan,
            deflators: &self.plan.deflators(self.study.economy.price_growth.at(&values)),
            parts: self.parts.cells(),
        };
        Ok((effect(&outcome, &valuation), outcome))
    }
}

/// The model of a study whose quantities have their slots.
fn model(study: &Study) -> Result<Model, Error> {
    let law = Policy::danish().with_readings(study.law);
    let arm = |programme: &Programme, world: usize| -> Result<Arm, Error> {
        Ok(Arm { programme: programme.clone(), policy: law.with_reforms(&programme.reforms)?, world })
    };
    let same_law = study.baseline.reforms == study.programme.reforms;
    let (cohorts, persons) = population(study);
    Ok(Model {
        start: study.time.start,
        months: (study.time.years * MONTHS_PER_YEAR) as usize,
        price_year: study.time.price_year.unwrap_or(study.time.start.year()),
        municipality: study.municipality.clone(),
        wage_growth: study.economy.wage_growth.clone(),
        declared: study.declared_family.clone(),
        cohorts,
        persons,
        frailty: study.frailty.clone(),
        transitions: study.transitions.clone(),
        outside_work: study.outside_work.clone(),
        enquiries: study.enquiries.clone(),
        other_services: study.other_services.clone(),
        own_time: study.economy.own_time_hourly.clone(),
        arms: vec![arm(&study.baseline, 0)?, arm(&study.programme, usize::from(!same_law))?],
        seed: study.simulation.seed,
    })
}

/// The cohorts of a study, then one for each target group of its file; and the people of the file, each with theirs.
///
/// The people stand in the order of their entity numbers, so that the order of the file changes nothing.
fn population(study: &Study) -> (Vec<Cohort>, Vec<(usize, KnownPerson)>) {
    let mut people: Vec<&KnownPerson> = study.persons.iter().flat_map(Persons::known).collect();
    people.sort_by_cached_key(|person| (entity(&["file", &person.id], 0), person.id.as_str()));
    let mut groups: BTreeMap<&str, Vec<&KnownPerson>> = BTreeMap::new();
    for person in &people {
        groups.entry(&person.target_group).or_default().push(person);
    }
    let first = study.cohorts.len();
    let of_group = |(group, people): (&&str, &Vec<&KnownPerson>)| {
        let years = |person: &&KnownPerson| f64::from(study.time.start - person.birth) / f64::from(MONTHS_PER_YEAR);
        let ages =
            people.iter().map(years).fold([f64::INFINITY, 0.0], |[low, high], age| [age.min(low), age.max(high)]);
        let family = people.first().map_or(Family::CashBenefit, |person| person.family);
        Cohort { age: ages, ..Cohort::new(COHORT, group, family, 0) }
    };
    let cohorts = study.cohorts.iter().cloned().chain(groups.iter().map(of_group)).collect();
    let position = |group: &str| first + groups.keys().take_while(|name| **name < group).count();
    (cohorts, people.into_iter().map(|person| (position(&person.target_group), person.clone())).collect())
}
