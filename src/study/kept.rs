//! The blocks of one run that are kept: in a partial file, or nowhere.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::study::blocks::{Block, Blocks};
use crate::study::error::Error;
use crate::study::partial::{Identity, Partial};
use crate::study::prepared::Prepared;
use crate::study::sampling::{Samples, Simulation};

/// The blocks of a run, and the file in which they are kept.
pub(crate) struct Kept<'a> {
    /// Which blocks the run has.
    pub blocks: Blocks,
    partial: Option<&'a Partial>,
}

impl<'a> Kept<'a> {
    /// What is kept of the run of a prepared study with so many variants.
    ///
    /// # Errors
    /// Where the file is of another run.
    pub fn of(partial: Option<&'a Partial>, prepared: &Prepared, variants: usize) -> Result<Kept<'a>, Error> {
        if let Some(partial) = partial {
            partial.is_of(&Identity::of(prepared, variants, partial.name())?)?;
        }
        Ok(Kept { blocks: Blocks::of(prepared, variants), partial })
    }

    /// Whether a block is there.
    pub fn has(&self, block: Block) -> bool {
        self.partial.is_some_and(|partial| partial.has(block))
    }

    /// What a block holds; `None` where it is not there.
    pub fn get<T: DeserializeOwned>(&self, block: Block) -> Result<Option<T>, Error> {
        self.partial.map_or(Ok(None), |partial| partial.get(block))
    }

    /// Puts a block there, where there is a file.
    pub fn put<T: Serialize>(&self, block: Block, rows: &T) {
        if let Some(partial) = self.partial {
            partial.put(block, rows);
        }
    }

    /// Refuses a run that cannot be made in parts.
    pub fn takes_shards(&self, simulation: &Simulation) -> Result<(), Error> {
        let refused = |reason: &str, remedy: &str| {
            let path = self.partial.map_or("a part of a run", Partial::name).to_owned();
            Err(Error::Unusable { path, reason: reason.to_owned(), remedy: remedy.to_owned() })
        };
        if self.partial.is_none() {
            return refused("nothing keeps its blocks", "name a partial file");
        }
        if let Samples::UntilSure(_) = simulation.samples {
            return refused(
                "with samples = \"auto\" nobody knows how many blocks there are",
                "give a number of samples",
            );
        }
        Ok(())
    }

    /// Refuses where a block could not be written.
    pub fn all_written(&self) -> Result<(), Error> {
        let Some((partial, (count, reason))) = self.partial.and_then(|file| Some((file, file.unwritten()?))) else {
            return Ok(());
        };
        Err(Error::Unusable {
            path: partial.name().to_owned(),
            reason: format!("{count} blocks could not be written: {reason}"),
            remedy: "make room and run it again: the blocks that are there stay".to_owned(),
        })
    }
}
