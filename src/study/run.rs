//! Running a study: its draws in parallel, its findings in one value.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::domain::party::Perspective;
use crate::estimate::sampled::Sampled;
use crate::estimate::spill::{Opening, SpillMedium};
use crate::estimate::variant::VariantSavings;
use crate::report::findings::{Findings, VariantFinding, Warning};
use crate::study::blocks::{Block, Series, Shard};
use crate::study::conclusion::Conclusion;
use crate::study::drawn::Drawn;
use crate::study::error::Error;
use crate::study::kept::Kept;
use crate::study::partial::{Identity, Medium, Partial, unusable};
use crate::study::prepared::Prepared;
use crate::study::scenario::Study;

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

    /// Opens the partial file of a run of this study, or begins it where there is none.
    ///
    /// # Errors
    /// As [`Study::run`]; [`Error::Unusable`] where the file cannot be used for this run.
    pub fn partial(&self, path: &Path) -> Result<Partial, Error> {
        Partial::open(path, self.identity(&path.display().to_string())?)
    }

    /// The same on a medium of one's own, which has a name in messages.
    ///
    /// # Errors
    /// As [`Study::partial`].
    pub fn partial_on(&self, medium: Box<dyn Medium>, name: &str) -> Result<Partial, Error> {
        Partial::on(medium, name.to_owned(), self.identity(name)?)
    }

    fn identity(&self, path: &str) -> Result<Identity, Error> {
        Identity::of(&Prepared::of(self)?, self.variants.len(), path)
    }

    /// A run with other settings than the usual: threads, progress, cancellation.
    pub fn runner(&self) -> Runner<'_> {
        Runner {
            study: self,
            threads: None,
            on_progress: None,
            cancelled: None,
            partial: None,
            spill: Arc::new(|| Ok(Box::new(tempfile::tempfile()?))),
            steps: Steps::default(),
        }
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
    partial: Option<&'a Partial>,
    spill: Opening,
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

    /// Stops soon after `cancelled` is set: the findings are then those of the draws that were done.
    pub fn cancelled_by(mut self, cancelled: &'a AtomicBool) -> Runner<'a> {
        self.cancelled = Some(cancelled);
        self
    }

    /// Keeps every finished block of draws in a partial file, and does not make again what is there.
    pub fn keeping(mut self, partial: &'a Partial) -> Runner<'a> {
        self.partial = Some(partial);
        self
    }

    /// Puts draws that are not kept in memory on a medium of one's own, made when it is first needed; an unnamed temporary
    /// file where not said. The findings are the same.
    pub fn spilling_on(
        mut self,
        opening: impl Fn() -> io::Result<Box<dyn SpillMedium>> + Send + Sync + 'static,
    ) -> Runner<'a> {
        self.spill = Arc::new(opening);
        self
    }

    /// Runs.
    ///
    /// # Errors
    /// As [`Study::run`]; [`Error::Cancelled`] where not one sample was done; and [`Error::Unusable`] where draws that are not
    /// kept in memory cannot be read back.
    pub fn run(&self) -> Result<Findings, Error> {
        let prepared = Prepared::of(self.study)?;
        let variants = self.variants()?;
        let kept = Kept::of(self.partial, &prepared, variants.len())?;
        let storage = self.room();
        let (drawn, others) = self.in_pool(|| self.draw_all(&prepared, &variants, &kept, &storage))?;
        if drawn.effects.is_empty() {
            return Err(Error::Cancelled);
        }
        let mut findings = Conclusion::new(&prepared, &drawn).findings();
        if !variants.is_empty() {
            let count = variants.len() - others.len();
            findings.warnings.extend((count > 0).then_some(Warning::VariantsLeftOut { count }));
            findings.variants = self.side_by_side((&prepared, &drawn), variants.iter().zip(&others));
        }
        let unwritten = self.partial.and_then(Partial::unwritten);
        findings.warnings.extend(unwritten.map(|(count, reason)| Warning::NotKept { count, reason }));
        findings.warnings.extend(storage.spill.unwritten().map(|reason| Warning::StayedInMemory { reason }));
        // Figures of draws that could not be read are none.
        storage.spill.unreadable().map_or(Ok(findings), |reason| Err(unread(&reason)))
    }

    /// Makes the blocks of one part of the run that are not kept yet: so many are made. What they say is found by a run that
    /// has all of them.
    ///
    /// # Errors
    /// As [`Runner::run`]; [`Error::Unusable`] where nothing keeps the blocks, one could not be written, or where only the
    /// draws themselves say how many they are.
    pub fn shard(&self, shard: Shard) -> Result<usize, Error> {
        let prepared = Prepared::of(self.study)?;
        let variants = self.variants()?;
        let kept = Kept::of(self.partial, &prepared, variants.len())?;
        let partial = kept.in_parts()?;
        let lacking = kept.blocks.all().enumerate().filter(|(at, (block, _))| shard.makes(*at) && !partial.has(*block));
        let lacking: Vec<(Block, Range<usize>)> = lacking.map(|(_, block)| block).collect();
        self.expect(lacking.iter().map(|(_, draws)| draws.len()).sum());
        self.in_pool(|| {
            for (block, draws) in &lacking {
                let own = match block.series {
                    Series::Base | Series::Twins => &prepared,
                    Series::Variant(at) => &variants[at as usize],
                };
                if !self.make(*block, (own, draws), &kept)? {
                    return Err(Error::Cancelled);
                }
            }
            partial.all_written()?;
            Ok(lacking.len())
        })
    }

    /// The variants, made ready.
    fn variants(&self) -> Result<Vec<Prepared>, Error> {
        self.study.variants.iter().map(|variant| Prepared::of(&self.study.variant(variant))).collect()
    }

    /// The base case, then each variant that was run to the end.
    fn side_by_side<'b>(
        &self,
        base: (&'b Prepared, &'b Drawn),
        others: impl Iterator<Item = (&'b Prepared, &'b Drawn)>,
    ) -> Vec<VariantFinding> {
        let draws = |(prepared, drawn): (&'b Prepared, &'b Drawn)| prepared.draws_of(&drawn.effects);
        let finding = |name: Option<String>, own: Sampled| {
            let savings = |perspective| VariantSavings::of(perspective, &own, &draws(base));
            VariantFinding { name, savings: Perspective::ALL.map(savings).to_vec() }
        };
        let names = self.study.variants.iter().map(|variant| Some(variant.name.clone()));
        let all = std::iter::once((None, base)).chain(names.zip(others));
        all.map(|(name, drawn)| finding(name, draws(drawn))).collect()
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

    /// How the medium is made on which draws lie that are not kept in memory.
    pub(crate) fn spill(&self) -> &Opening {
        &self.spill
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
}

/// That draws which were put away cannot be read back.
fn unread(reason: &str) -> Error {
    let remedy = "set TMPDIR to a place with room, or keep more draws in memory (`simulation.keep_draws`)";
    unusable("the temporary file of draws", &format!("it cannot be read back: {reason}"), remedy)
}
