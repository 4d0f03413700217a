//! Running a study: its draws in parallel, its findings in one value.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::party::Perspective;
use crate::engine::model::DrawNumber;
use crate::estimate::effect::Seen;
use crate::estimate::variant::VariantSavings;
use crate::report::findings::{Findings, VariantFinding, Warning};
use crate::study::conclusion::{Conclusion, convergence};
use crate::study::drawn::{Draw, Drawn};
use crate::study::error::Error;
use crate::study::prepared::Prepared;
use crate::study::sampling::Simulation;
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
        Runner { study: self, threads: None, on_progress: None, cancelled: None, steps: Steps::default() }
    }
}

/// What is told how many draws are done, of how many.
type Progress<'a> = Box<dyn Fn(usize, usize) + Send + Sync + 'a>;

/// How many draws are done, of how many in all as far as is known.
#[derive(Debug, Default)]
struct Steps {
    done: AtomicUsize,
    of: AtomicUsize,
}

/// A run of a study for embedding programs.
pub struct Runner<'a> {
    study: &'a Study,
    threads: Option<usize>,
    on_progress: Option<Progress<'a>>,
    cancelled: Option<&'a AtomicBool>,
    steps: Steps,
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
    pub fn run(&self) -> Result<Findings, Error> {
        let prepared = Prepared::of(self.study)?;
        let variants = self.study.variants.iter().map(|variant| Prepared::of(&self.study.variant(variant)));
        let variants = variants.collect::<Result<Vec<Prepared>, Error>>()?;
        let (drawn, others) = self.in_pool(|| self.draw_all(&prepared, &variants))?;
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

    /// The study.
    pub(crate) fn study(&self) -> &'a Study {
        self.study
    }

    /// Does some work on as many threads as were asked for.
    pub(crate) fn in_pool<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build() {
            Ok(pool) => pool.install(work),
            // Without threads of its own (a browser, a machine out of threads) the run uses the calling one.
            Err(_) => work(),
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.is_some_and(|cancelled| cancelled.load(Ordering::Relaxed))
    }

    /// So many more draws are to come.
    pub(crate) fn expect(&self, more: usize) {
        self.steps.of.fetch_add(more, Ordering::Relaxed);
    }

    /// Tells that one more draw is done.
    pub(crate) fn tell(&self) {
        let done = self.steps.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = &self.on_progress {
            progress(done, self.steps.of.load(Ordering::Relaxed).max(done));
        }
    }

    /// Draws the base case, its twins, and then the variants with as many draws, as long as each is done to its last draw.
    fn draw_all(&self, prepared: &Prepared, variants: &[Prepared]) -> Result<(Drawn, Vec<Drawn>), Error> {
        let mut base = Drawn::new(prepared.model.months);
        self.expect(prepared.twins().min(self.study.simulation.most() as usize));
        let mut others = Vec::new();
        for samples in self.study.simulation.lengths() {
            let wanted = samples as usize * prepared.replicates();
            self.expect((wanted - base.effects.len()) * (1 + variants.len()));
            self.prolong(prepared, &mut base, wanted)?;
            if !base.complete || is_sure(&self.study.simulation, &base) {
                break;
            }
        }
        if base.complete {
            self.draw_twins(prepared, &mut base)?;
        }
        for variant in variants {
            let mut drawn = Drawn::new(variant.model.months);
            if base.complete {
                self.prolong(variant, &mut drawn, base.effects.len())?;
            }
            if !drawn.complete {
                break;
            }
            others.push(drawn);
        }
        Ok((base, others))
    }

    /// Goes on drawing until so many draws are done, or the run is cancelled.
    fn prolong(&self, prepared: &Prepared, drawn: &mut Drawn, wanted: usize) -> Result<(), Error> {
        let size = BLOCK.div_ceil(prepared.replicates()) * prepared.replicates();
        for first in (drawn.effects.len()..wanted).step_by(size) {
            let block: Result<Vec<Option<Draw>>, Error> = (first..wanted.min(first + size))
                .into_par_iter()
                .map(|draw| {
                    if self.is_cancelled() {
                        return Ok(None);
                    }
                    let found = prepared.draw(draw)?;
                    self.tell();
                    Ok(Some(found))
                })
                .collect();
            // A block that was cut short is dropped whole.
            let Some(block) = block?.into_iter().collect::<Option<Vec<_>>>() else { break };
            block.into_iter().for_each(|draw| drawn.add(draw));
        }
        drawn.complete = drawn.effects.len() == wanted;
        Ok(())
    }

    /// Draws the first samples with other luck, where luck could not be told from ignorance without; none where the run is
    /// cancelled meanwhile.
    fn draw_twins(&self, prepared: &Prepared, drawn: &mut Drawn) -> Result<(), Error> {
        let twins = prepared.twins().min(drawn.effects.len());
        let twin = |sample: usize| {
            if self.is_cancelled() {
                return Ok(None);
            }
            let number = DrawNumber { sample: sample as u64, replicate: prepared.replicates() as u64 };
            let found = prepared.difference(&prepared.values(number.sample), number)?;
            self.tell();
            Ok(Some(found.present_value))
        };
        let found: Result<Vec<Option<Seen>>, Error> = (0..twins).into_par_iter().map(twin).collect();
        drawn.twins = found?.into_iter().collect::<Option<Vec<Seen>>>().unwrap_or_default();
        Ok(())
    }
}

/// Whether enough is drawn: of the municipality's net saving, and of what of it can be taken out of the budget.
fn is_sure(simulation: &Simulation, drawn: &Drawn) -> bool {
    convergence(simulation, &drawn.effects).holds()
}
