//! Drawing: the base case, its twins and the variants, block by block; what is kept is not made again.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::model::DrawNumber;
use crate::estimate::effect::Seen;
use crate::study::blocks::{Block, Series};
use crate::study::conclusion::convergence;
use crate::study::drawn::{Drawn, Rows};
use crate::study::error::Error;
use crate::study::kept::Kept;
use crate::study::prepared::Prepared;
use crate::study::run::Runner;
use crate::study::sampling::Simulation;

impl Runner<'_> {
    /// Draws the base case, its twins, and then the variants with as many draws, as long as each is done to its last draw.
    pub(super) fn draw_all(
        &self,
        prepared: &Prepared,
        variants: &[Prepared],
        kept: &Kept,
    ) -> Result<(Drawn, Vec<Drawn>), Error> {
        let mut base = Drawn::new(prepared.model.months);
        self.expect(prepared.twins().min(self.study().simulation.most() as usize));
        let mut others = Vec::new();
        for samples in self.study().simulation.lengths() {
            let wanted = samples as usize * prepared.replicates();
            self.expect((wanted - base.rows.effects.len()) * (1 + variants.len()));
            self.prolong(prepared, (Series::Base, &mut base), wanted, kept)?;
            if !base.complete || is_sure(&self.study().simulation, &base) {
                break;
            }
        }
        if base.complete {
            self.draw_twins(prepared, &mut base, kept)?;
        }
        for (variant, at) in variants.iter().zip(0..) {
            let mut drawn = Drawn::new(variant.model.months);
            if base.complete {
                self.prolong(variant, (Series::Variant(at), &mut drawn), base.rows.effects.len(), kept)?;
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
        for (number, draws) in kept.blocks.within(drawn.rows.effects.len()..wanted) {
            let count = draws.len();
            let rows = self.block(Block { series, number }, count, kept, || self.rows(prepared, draws))?;
            // A block that was cut short is dropped whole.
            let Some(rows) = rows else { break };
            drawn.rows.add(rows);
        }
        drawn.complete = drawn.rows.effects.len() == wanted;
        Ok(())
    }

    /// Draws the first samples with other luck, where luck could not be told from ignorance without; none where the run is
    /// cancelled meanwhile.
    fn draw_twins(&self, prepared: &Prepared, drawn: &mut Drawn, kept: &Kept) -> Result<(), Error> {
        let wanted = prepared.twins().min(drawn.rows.effects.len());
        for (number, samples) in kept.blocks.within(0..wanted) {
            let block = Block { series: Series::Twins, number };
            let Some(twins) = self.block(block, samples.len(), kept, || self.twins(prepared, samples))? else {
                drawn.twins.clear();
                break;
            };
            drawn.twins.extend(twins);
        }
        Ok(())
    }

    /// A block of so many draws as it is kept, or made now and kept; `None` where the run is cancelled.
    fn block<T: Serialize + DeserializeOwned>(
        &self,
        block: Block,
        draws: usize,
        kept: &Kept,
        make: impl FnOnce() -> Result<Option<T>, Error>,
    ) -> Result<Option<T>, Error> {
        if let Some(found) = kept.get(block)? {
            (0..draws).for_each(|_| self.tell());
            return Ok(Some(found));
        }
        let made = make()?;
        if let Some(made) = &made {
            kept.put(block, made);
        }
        Ok(made)
    }

    /// What some consecutive draws leave; `None` where the run is cancelled meanwhile.
    pub(super) fn rows(&self, prepared: &Prepared, draws: Range<usize>) -> Result<Option<Rows>, Error> {
        let drawn = self.each(draws, |draw| prepared.draw(draw))?;
        Ok(drawn.map(|drawn| Rows::of(drawn, prepared.model.months)))
    }

    /// Net present values of some consecutive samples with other luck; `None` where the run is cancelled meanwhile.
    pub(super) fn twins(&self, prepared: &Prepared, samples: Range<usize>) -> Result<Option<Vec<Seen>>, Error> {
        self.each(samples, |sample| {
            let number = DrawNumber { sample: sample as u64, replicate: prepared.replicates() as u64 };
            Ok(prepared.difference(&prepared.values(number.sample), number)?.present_value)
        })
    }

    /// Draws in parallel, in their order; `None` where the run is cancelled meanwhile.
    fn each<T: Send>(
        &self,
        numbers: Range<usize>,
        draw: impl Fn(usize) -> Result<T, Error> + Sync,
    ) -> Result<Option<Vec<T>>, Error> {
        let one = |number: usize| {
            if self.is_cancelled() {
                return Ok(None);
            }
            let found = draw(number)?;
            self.tell();
            Ok(Some(found))
        };
        let found: Result<Vec<Option<T>>, Error> = numbers.into_par_iter().map(one).collect();
        Ok(found?.into_iter().collect())
    }
}

/// Whether enough is drawn: of the municipality's net saving, and of what of it can be taken out of the budget.
fn is_sure(simulation: &Simulation, drawn: &Drawn) -> bool {
    convergence(simulation, &drawn.rows.effects).holds()
}
