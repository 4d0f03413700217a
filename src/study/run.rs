//! Running a study: its draws in parallel, its findings in one value.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::party::Perspective;
use crate::engine::outcome::Outcome;
use crate::estimate::effect::Effect;
use crate::estimate::variant::VariantSavings;
use crate::report::findings::{Findings, VariantFinding, Warning};
use crate::study::conclusion::Conclusion;
use crate::study::drawn::Drawn;
use crate::study::error::Error;
use crate::study::prepared::Prepared;
use crate::study::scenario::Study;

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

/// How many draws are done, of how many in all.
struct Steps {
    done: AtomicUsize,
    of: usize,
}

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
        let variants = self.study.variants.iter().map(|variant| Prepared::of(&self.study.variant(variant)));
        let variants = variants.collect::<Result<Vec<Prepared>, Error>>()?;
        let threads = self.threads.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let (drawn, others) = match pool {
            Ok(pool) => pool.install(|| self.draw_all(&prepared, &variants))?,
            // Without threads of its own (a browser, a machine out of threads) the run uses the calling one.
            Err(_) => self.draw_all(&prepared, &variants)?,
        };
        if drawn.effects.is_empty() {
            return Err(Error::Cancelled);
        }
        let mut findings = Conclusion::new(&prepared, &drawn).findings();
        if !variants.is_empty() {
            let count = variants.len() - others.len();
            findings.warnings.extend((count > 0).then_some(Warning::VariantsLeftOut { count }));
            findings.variants = self.side_by_side(&drawn, &others);
        }
        Ok(findings)
    }

    /// The base case, then each variant that was run to the end.
    fn side_by_side(&self, base: &Drawn, others: &[Drawn]) -> Vec<VariantFinding> {
        let batches = self.study.simulation.batches();
        let finding = |name: Option<String>, drawn: &Drawn| {
            let savings = |perspective| VariantSavings::of(perspective, &drawn.effects, &base.effects, batches);
            VariantFinding { name, savings: Perspective::ALL.map(savings).to_vec() }
        };
        let others = self.study.variants.iter().zip(others).map(|(variant, drawn)| (Some(variant.name.clone()), drawn));
        std::iter::once((None, base)).chain(others).map(|(name, drawn)| finding(name, drawn)).collect()
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.is_some_and(|cancelled| cancelled.load(Ordering::Relaxed))
    }

    /// Draws the base case and then the variants, as long as each is done to its last draw.
    fn draw_all(&self, prepared: &Prepared, variants: &[Prepared]) -> Result<(Drawn, Vec<Drawn>), Error> {
        let steps = Steps { done: AtomicUsize::new(0), of: prepared.draws() * (1 + variants.len()) };
        let base = self.draw(prepared, &steps)?;
        let mut others = Vec::new();
        for variant in variants {
            if base.effects.len() < prepared.draws() {
                break;
            }
            let drawn = self.draw(variant, &steps)?;
            if drawn.effects.len() < variant.draws() {
                break;
            }
            others.push(drawn);
        }
        Ok((base, others))
    }

    fn draw(&self, prepared: &Prepared, steps: &Steps) -> Result<Drawn, Error> {
        let total = prepared.draws();
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
                    let done = steps.done.fetch_add(1, Ordering::Relaxed) + 1;
                    if let Some(progress) = &self.on_progress {
                        progress(done, steps.of);
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
