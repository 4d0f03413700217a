//! Running a study: its draws in parallel, its findings in one value.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::activity::Indicator;
use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::programme::Programme;
use crate::engine::draw::{Decision, Draws, entity};
use crate::engine::instance::Instance;
use crate::engine::model::{Arm, DrawNumber, Model};
use crate::engine::outcome::{Outcome, Record};
use crate::engine::quantile::Sampler;
use crate::engine::simulation::simulate;
use crate::estimate::effect::{Effect, Valuation};
use crate::report::findings::Findings;
use crate::rules::budget_line::budget_line;
use crate::rules::parameter::Growth;
use crate::rules::policy::Policy;
use crate::study::assumptions::AssumptionList;
use crate::study::conclusion::Conclusion;
use crate::study::error::Error;
use crate::study::scenario::{FORMAT, Study};

/// Draws that are run, at least, before their figures are put away in order; a block holds whole samples.
const BLOCK: usize = 64;

impl Study {
    /// Runs the study with its own settings.
    ///
    /// # Errors
    /// All problems of the study together; or the law's refusal of a month, a family or a household.
    ///
    /// # Examples
    /// ```
    /// # fn main() -> Result<(), gevinst::study::error::Error> {
    /// use gevinst::domain::party::Perspective;
    /// use gevinst::study::scenario::Study;
    ///
    /// let study = Study::from_toml_with("examples/small_jobs.toml", &[("simulation.samples", "8")])?;
    /// let findings = study.run()?;
    /// assert_eq!(findings.savings(Perspective::Municipality).by_year.len(), findings.years.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn run(&self) -> Result<Findings, Error> {
        self.runner().run()
    }

    /// A run with other settings than the usual: threads, progress, cancellation.
    pub fn runner(&self) -> Runner<'_> {
        Runner { study: self, threads: None, on_progress: None, cancelled: None }
    }
}

/// What is told how many draws are done, of how many.
type Progress<'a> = Box<dyn Fn(usize, usize) + Send + Sync + 'a>;

/// A run of a study for embedding programs.
pub struct Runner<'a> {
    study: &'a Study,
    threads: Option<usize>,
    on_progress: Option<Progress<'a>>,
    cancelled: Option<&'a AtomicBool>,
}

impl<'a> Runner<'a> {
    /// Runs on so many threads; as many as there are processors where not said. The findings are the same.
    pub fn threads(mut self, threads: Option<usize>) -> Runner<'a> {
        self.threads = threads;
        self
    }

    /// Tells `progress` how many draws are done, of how many, from whichever thread has done one.
    pub fn on_progress(mut self, progress: impl Fn(usize, usize) + Send + Sync + 'a) -> Runner<'a> {
        self.on_progress = Some(Box::new(progress));
        self
    }

    /// Stops soon after `cancelled` is set: the findings are then those of the blocks of draws that were done.
    pub fn cancelled_by(mut self, cancelled: &'a AtomicBool) -> Runner<'a> {
        self.cancelled = Some(cancelled);
        self
    }

    /// Runs.
    ///
    /// # Errors
    /// As [`Study::run`]; and [`Error::Cancelled`] where not one block of draws was done.
    pub fn run(self) -> Result<Findings, Error> {
        let prepared = Prepared::of(self.study)?;
        let threads = self.threads.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let drawn = match pool {
            Ok(pool) => pool.install(|| self.draw(&prepared))?,
            // Without threads of its own (a browser, a machine out of threads) the run uses the calling one.
            Err(_) => self.draw(&prepared)?,
        };
        if drawn.effects.is_empty() {
            return Err(Error::Cancelled);
        }
        Ok(Conclusion::new(&prepared, &drawn).findings())
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.is_some_and(|cancelled| cancelled.load(Ordering::Relaxed))
    }

    fn draw(&self, prepared: &Prepared) -> Result<Drawn, Error> {
        let total = prepared.draws();
        let done = AtomicUsize::new(0);
        let mut drawn = Drawn::new(prepared.model.months);
        let size = BLOCK.div_ceil(prepared.replicates()) * prepared.replicates();
        for first in (0..total).step_by(size) {
            let block: Result<Vec<Option<(Effect, Outcome)>>, Error> = (first..total.min(first + size))
                .into_par_iter()
                .map(|draw| {
                    if self.is_cancelled() {
                        return Ok(None);
                    }
                    let found = prepared.effect(draw)?;
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    if let Some(progress) = &self.on_progress {
                        progress(done, total);
                    }
                    Ok(Some(found))
                })
                .collect();
            // A block that was cut short is dropped whole.
            let Some(block) = block?.into_iter().collect::<Option<Vec<_>>>() else { break };
            block.into_iter().for_each(|(effect, outcome)| drawn.add(effect, &outcome));
        }
        Ok(drawn)
    }
}

/// A study made ready: checked, its assumptions listed, its model built.
pub struct Prepared {
    /// The study, cohorts in the order of their names, quantities with their slots.
    pub study: Study,
    /// The model.
    pub model: Model,
    /// The assumptions by slot.
    pub assumptions: AssumptionList,
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
        Ok(Prepared { study, model, assumptions, samplers })
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
        let number =
            DrawNumber { sample: (draw / self.replicates()) as u64, replicate: (draw % self.replicates()) as u64 };
        let values = self.values(number.sample);
        let outcome = simulate(&Instance::of(&self.model, &values), number)?;
        Ok((outcome, values))
    }

    fn effect(&self, draw: usize) -> Result<(Effect, Outcome), Error> {
        let (outcome, values) = self.outcome(draw)?;
        let factors = self.factors(&values);
        let cashable = |line| budget_line(line).map(|entry| entry.cashable);
        let valuation = Valuation { factors: &factors, cashable: &cashable };
        let [baseline, programme] = outcome.arms.as_slice() else { unreachable!("a study has two arms") };
        Ok((Effect::of(baseline, programme, &valuation), outcome))
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
        cohorts: study.cohorts.clone(),
        frailty: study.frailty.clone(),
        transitions: study.transitions.clone(),
        outside_work: study.outside_work.clone(),
        arms: vec![arm(&study.baseline, 0)?, arm(&study.programme, usize::from(!same_law))?],
        seed: study.simulation.seed,
    })
}

/// What the draws left: an effect of each, and the sums of what people do.
pub struct Drawn {
    /// One effect per draw, in order.
    pub effects: Vec<Effect>,
    /// Sum over the draws of each count: shape `[arm][indicator][month]`.
    pub activity: [BTreeMap<Indicator, Vec<i64>>; 2],
}

impl Drawn {
    fn new(months: usize) -> Drawn {
        let nothing = || Indicator::ALL.into_iter().map(|indicator| (indicator, vec![0; months])).collect();
        Drawn { effects: Vec::new(), activity: [nothing(), nothing()] }
    }

    fn add(&mut self, effect: Effect, outcome: &Outcome) {
        self.effects.push(effect);
        for (sums, record) in self.activity.iter_mut().zip(&outcome.arms) {
            add_activity(sums, record);
        }
    }
}

fn add_activity(sums: &mut BTreeMap<Indicator, Vec<i64>>, record: &Record) {
    for (indicator, months) in sums {
        for (month, sum) in months.iter_mut().enumerate() {
            *sum += record.activity.at(month, *indicator);
        }
    }
}
