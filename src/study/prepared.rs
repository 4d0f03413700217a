//! A study made ready to run: checked, its assumptions listed, its model built, its draws one call away.

use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::programme::Programme;
use crate::engine::draw::{Decision, Draws, entity};
use crate::engine::instance::Instance;
use crate::engine::model::{Arm, DrawNumber, Model};
use crate::engine::outcome::Outcome;
use crate::engine::quantile::Sampler;
use crate::engine::simulation::simulate;
use crate::estimate::budget::BudgetPlan;
use crate::estimate::effect::{Effect, Valuation};
use crate::rules::parameter::Growth;
use crate::rules::policy::Policy;
use crate::study::assumptions::AssumptionList;
use crate::study::budget_plan::budget_plan;
use crate::study::error::Error;
use crate::study::parts::NamedParts;
use crate::study::scenario::{FORMAT, Study};

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
    samplers: Vec<Sampler>,
}

impl Prepared {
    /// Makes a study ready.
    ///
    /// # Errors
    /// All problems of the study together; or a reform of a parameter that the law does not know.
    pub fn of(study: &Study) -> Result<Prepared, Error> {
        let problems = study.check();
        if !problems.is_empty() {
            return Err(Error::from_problems(problems));
        }
        let mut study = study.clone();
        debug_assert_eq!(study.format, FORMAT);
        study.cohorts.sort_by(|a, b| a.name.cmp(&b.name));
        study.transitions.sort_by_key(|transition| transition.key());
        let assumptions = AssumptionList::of(&mut study).map_err(Error::from_problems)?;
        let samplers = assumptions.entries.iter().map(|listed| Sampler::new(&listed.distribution)).collect();
        let model = model(&study)?;
        let plan = budget_plan(&study.budget, model.start, model.months);
        let parts = NamedParts::of(&study);
        Ok(Prepared { study, model, assumptions, plan, parts, samplers })
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.study.simulation.samples as usize * self.replicates()
    }

    /// Replicates per sample.
    pub fn replicates(&self) -> usize {
        self.study.simulation.replicates as usize
    }

    /// The drawn values of a sample: shape `[assumption]`.
    pub fn values(&self, sample: u64) -> Vec<f64> {
        let draws = Draws::new(self.model.seed, sample, 0);
        let uniform = |name: &str| draws.uniform(entity(&["assumption", name], 0), 0, Decision::Assumption, 0);
        let drawn = self.assumptions.entries.iter().zip(&self.samplers);
        drawn.map(|(listed, sampler)| sampler.at(uniform(&listed.name))).collect()
    }

    /// The wage growth of projected law, at the central assumptions.
    pub fn central_growth(&self) -> Growth {
        Growth { wage: self.model.wage_growth.at(&self.assumptions.central()) }
    }

    /// Discount factor over price index of each month: shape `[month]`.
    fn factors(&self, values: &[f64]) -> Vec<f64> {
        let growth = self.study.economy.price_growth.at(values);
        let discount = self.study.economy.discounting.factors(self.model.months);
        let years = |month: usize| (self.model.start + month as u32).year() - self.model.price_year;
        let deflated = |(month, factor): (usize, f64)| factor * libm::pow(1.0 + growth, -f64::from(years(month)));
        discount.into_iter().enumerate().map(deflated).collect()
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

    fn number(&self, draw: usize) -> DrawNumber {
        DrawNumber { sample: (draw / self.replicates()) as u64, replicate: (draw % self.replicates()) as u64 }
    }

    /// The effect of a draw, and the outcome behind it.
    ///
    /// # Errors
    /// The law's refusal.
    pub fn effect(&self, draw: usize) -> Result<(Effect, Outcome), Error> {
        let number = self.number(draw);
        let values = self.values(number.sample);
        let instance = Instance::of(&self.model, &values);
        let outcome = simulate(&instance, number)?;
        let valuation = Valuation {
            factors: &self.factors(&values),
            wage_index: &instance.wage_index,
            plan: &self.plan,
            deflators: &self.plan.deflators(self.study.economy.price_growth.at(&values)),
            parts: self.parts.cells(),
        };
        Ok((Effect::of(&outcome, &valuation), outcome))
    }
}

/// The model of a study whose quantities have their slots.
fn model(study: &Study) -> Result<Model, Error> {
    let law = Policy::danish().with_readings(study.law);
    let arm = |programme: &Programme, world: usize| -> Result<Arm, Error> {
        Ok(Arm { programme: programme.clone(), policy: law.with_reforms(&programme.reforms)?, world })
    };
    let same_law = study.baseline.reforms == study.programme.reforms;
    Ok(Model {
        start: study.time.start,
        months: (study.time.years * MONTHS_PER_YEAR) as usize,
        price_year: study.time.price_year.unwrap_or(study.time.start.year()),
        municipality: study.municipality.clone(),
        wage_growth: study.economy.wage_growth.clone(),
        declared: study.declared_family.clone(),
        cohorts: study.cohorts.clone(),
        frailty: study.frailty.clone(),
        transitions: study.transitions.clone(),
        outside_work: study.outside_work.clone(),
        enquiries: study.enquiries.clone(),
        arms: vec![arm(&study.baseline, 0)?, arm(&study.programme, usize::from(!same_law))?],
        seed: study.simulation.seed,
    })
}
