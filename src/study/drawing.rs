//! Drawing: the base case, its twins and the variants, block by block; what is kept is not made again.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::activity::Activity;
use crate::domain::party::Perspective;
use crate::engine::model::DrawNumber;
use crate::estimate::columns::Columns;
use crate::estimate::spill::{Spill, Storage};
use crate::study::blocks::{Block, Series};
use crate::study::conclusion::convergence;
use crate::study::drawn::{Draw, Drawn, Rows};
use crate::study::error::Error;
use crate::study::kept::Kept;
use crate::study::prepared::Prepared;
use crate::study::run::Runner;

impl Runner<'_> {
    /// Draws the base case, its twins, and then the variants with as many draws, as long as each is done to its last draw.
    pub(super) fn draw_all(
        &self,
        prepared: &Prepared,
        variants: &[Prepared],
        kept: &Kept,
        storage: &Storage,
    ) -> Result<(Drawn, Vec<Drawn>), Error> {
        let mut base = Drawn::new(prepared.model.months, storage);
        self.expect(prepared.twins().min(self.study().simulation.most() as usize));
        let mut others = Vec::new();
        for samples in self.study().simulation.lengths() {
            let wanted = samples as usize * prepared.replicates();
            self.expect((wanted - base.effects.draws()) * (1 + variants.len()));
            self.prolong(prepared, (Series::Base, &mut base), wanted, kept)?;
            if !base.complete || is_sure(prepared, &base) {
                break;
            }
        }
        if base.complete {
            base.complete = self.draw_twins(prepared, &mut base, kept)?;
        }
        for (variant, at) in variants.iter().zip(0..) {
            let mut drawn = Drawn::new(variant.model.months, storage);
            if base.complete {
                self.prolong(variant, (Series::Variant(at), &mut drawn), base.effects.draws(), kept)?;
            }
            if !drawn.complete {
                break;
            }
            others.push(drawn);
        }
        Ok((base, others))
    }

    /// Goes on drawing until so many draws are done, or the run is cancelled.
    fn prolong(
        &self,
        prepared: &Prepared,
        (series, drawn): (Series, &mut Drawn),
        wanted: usize,
        kept: &Kept,
    ) -> Result<(), Error> {
        for (number, draws) in kept.blocks.within(drawn.effects.draws()..wanted) {
            let whole = draws.len();
            let rows =
                self.block(Block { series, number }, (prepared, &draws), kept, || self.rows(prepared, &draws))?;
            let count = rows.effects.length();
            drawn.add(rows);
            if count < whole {
                break;
            }
        }
        drawn.complete = drawn.effects.draws() == wanted;
        Ok(())
    }

    /// Draws the first samples with other luck, where luck could not be told from ignorance without: whether all were drawn;
    /// none counts where the run is cancelled meanwhile.
    fn draw_twins(&self, prepared: &Prepared, drawn: &mut Drawn, kept: &Kept) -> Result<bool, Error> {
        let wanted = prepared.twins().min(drawn.effects.draws());
        let mut twins = Columns::default();
        for (number, samples) in kept.blocks.within(0..wanted) {
            let block = Block { series: Series::Twins, number };
            let next = self.block(block, (prepared, &samples), kept, || self.twins(prepared, &samples))?;
            if next.length() < samples.len() {
                return Ok(false);
            }
            twins.append(next);
        }
        drawn.twins.add(twins);
        Ok(true)
    }

    /// A block of some draws as it is kept, or made now and kept; one that is cut short, because the run is cancelled, is not
    /// kept.
    fn block<T: OfDraws + Serialize + DeserializeOwned>(
        &self,
        block: Block,
        (prepared, draws): (&Prepared, &Range<usize>),
        kept: &Kept,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(found) = kept.get(block, |found: &T| found.is_of(prepared, draws))? {
            draws.clone().for_each(|_| self.tell());
            return Ok(found);
        }
        let made = make()?;
        if made.length() == draws.len() {
            kept.put(block, &made);
        }
        Ok(made)
    }

    /// Makes a block and keeps it, where it is not kept; whether it was made to its last draw.
    pub(super) fn make(
        &self,
        block: Block,
        (prepared, draws): (&Prepared, &Range<usize>),
        kept: &Kept,
    ) -> Result<bool, Error> {
        let own = (prepared, draws);
        let made = if block.series == Series::Twins {
            self.block(block, own, kept, || self.twins(prepared, draws))?.length()
        } else {
            self.block(block, own, kept, || self.rows(prepared, draws))?.length()
        };
        Ok(made == draws.len())
    }

    /// What some consecutive draws leave; of the first whole samples of them where the run is cancelled meanwhile.
    fn rows(&self, prepared: &Prepared, draws: &Range<usize>) -> Result<Rows, Error> {
        let mut drawn: Vec<Draw> = self.each(draws.clone(), |draw| prepared.draw(draw))?;
        drawn.truncate(drawn.len() - drawn.len() % prepared.replicates());
        Ok(Rows::of(drawn, prepared.model.months))
    }

    /// Net present values of some consecutive samples with other luck, or of the first of them: a column per perspective.
    fn twins(&self, prepared: &Prepared, samples: &Range<usize>) -> Result<Columns, Error> {
        let twins = self.each(samples.clone(), |sample| {
            let number = DrawNumber { sample: sample as u64, replicate: prepared.replicates() as u64 };
            Ok(prepared.difference(&prepared.values(number.sample), number)?.present_value.to_vec())
        })?;
        Ok(Columns::of(&twins))
    }

    /// Draws in parallel, in their order: all of them, or those before the first that was not begun when the run was cancelled.
    ///
    /// They are begun in their order, so that little is lost.
    fn each<T: Send>(
        &self,
        numbers: Range<usize>,
        draw: impl Fn(usize) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let first = numbers.start;
        let begun = numbers.map_while(|number| (!self.is_cancelled()).then_some(number));
        let one = |number: usize| {
            let found = draw(number)?;
            self.tell();
            Ok((number, found))
        };
        let mut found = begun.par_bridge().map(one).collect::<Result<Vec<(usize, T)>, Error>>()?;
        found.sort_unstable_by_key(|(number, _)| *number);
        debug_assert!(found.iter().map(|(number, _)| *number).eq(first..first + found.len()));
        Ok(found.into_iter().map(|(_, found)| found).collect())
    }

    /// Where the draws of a run lie.
    ///
    /// Of people from a file all stay in memory: rows hold sums of which results do not show all.
    pub(super) fn room(&self) -> Storage {
        let study = self.study();
        let draws = if study.persons.is_some() { usize::MAX } else { study.simulation.keep_draws as usize };
        Storage { draws, spill: Arc::new(Spill::new(Arc::clone(self.spill()))) }
    }
}

/// What a block holds.
trait OfDraws {
    /// Number of draws.
    fn length(&self) -> usize;

    /// Whether it can be what some draws of a study leave.
    fn is_of(&self, prepared: &Prepared, draws: &Range<usize>) -> bool;
}

impl OfDraws for Rows {
    fn length(&self) -> usize {
        self.effects.length()
    }

    fn is_of(&self, prepared: &Prepared, draws: &Range<usize>) -> bool {
        let whole = draws.clone().filter(|draw| prepared.is_whole(*draw)).count();
        let months = [&self.counts.change, &self.counts.baseline].map(Activity::months);
        (self.effects.length(), self.levels.length()) == (draws.len(), whole)
            && self.effects.width() <= prepared.layout.width()
            && months == [prepared.model.months; 2]
    }
}

impl OfDraws for Columns {
    fn length(&self) -> usize {
        self.length()
    }

    fn is_of(&self, _: &Prepared, samples: &Range<usize>) -> bool {
        self.length() == samples.len() && self.width() <= Perspective::COUNT
    }
}

/// Whether enough is drawn: of the municipality's net saving, and of what of it can be taken out of the budget.
fn is_sure(prepared: &Prepared, drawn: &Drawn) -> bool {
    convergence(prepared, &drawn.effects).holds()
}

#[cfg(test)]
mod tests {
    use crate::estimate::columns::Columns;
    use crate::study::blocks::{Block, Series};
    use crate::study::drawn::Rows;
    use crate::study::error::Error;
    use crate::study::prepared::Prepared;
    use crate::study::scenario::Study;

    /// Eight draws over two years.
    fn study() -> Study {
        let settings = [("simulation.samples", "8"), ("time.years", "2")];
        Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example")
    }

    #[test]
    fn a_block_that_is_not_what_it_must_be_is_refused() {
        let (study, folder) = (study(), tempfile::tempdir().expect("a folder"));
        let prepared = Prepared::of(&study).expect("an example");
        let draws = |count: usize| (0..count).map(|draw| prepared.draw(draw).expect("the law answers")).collect();
        let right = Rows::of(draws(8), 24);
        let wide = Columns::of(&vec![vec![1; prepared.layout.width() + 1]; 8]);
        let wrong = [
            Rows::of(draws(7), 24),
            Rows::of(Vec::new(), 24),
            Rows { levels: Columns::default(), ..right.clone() },
            Rows { effects: wide, ..right.clone() },
            Rows { counts: Rows::of(Vec::new(), 23).counts, ..right.clone() },
        ];
        for (number, rows) in [right].iter().chain(&wrong).enumerate() {
            let partial = study.partial(&folder.path().join(number.to_string())).expect("a file");
            partial.put(Block { series: Series::Base, number: 0 }, rows);
            match study.runner().keeping(&partial).run() {
                Ok(_) => assert_eq!(number, 0),
                Err(Error::Unusable { reason, .. }) => assert!(number > 0 && reason.contains("block 1"), "{reason}"),
                Err(error) => panic!("{error}"),
            }
        }
    }

    #[test]
    fn a_run_cancelled_in_its_second_draws_says_so() {
        let (study, cancelled) = (study(), std::sync::atomic::AtomicBool::new(false));
        let stop = |done: usize, _| cancelled.store(done > 8, std::sync::atomic::Ordering::Relaxed);
        let found = study.runner().threads(Some(1)).on_progress(stop).cancelled_by(&cancelled).run();
        let found = found.expect("eight samples are done");
        assert_eq!((found.manifest.samples, found.manifest.complete), (8, false));
        assert!(found.variance.iter().all(Option::is_none));
    }
}
