//! The blocks of one run that are kept: in a partial file, or nowhere.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::study::blocks::{Block, Blocks};
use crate::study::error::Error;
use crate::study::partial::{Identity, Partial, damaged, unusable};
use crate::study::prepared::Prepared;

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

    /// What a block holds; `None` where it is not there.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what the block must be.
    pub fn get<T: DeserializeOwned>(&self, block: Block, is_right: impl Fn(&T) -> bool) -> Result<Option<T>, Error> {
        let Some(partial) = self.partial else { return Ok(None) };
        match partial.get(block)? {
            Some(found) if !is_right(&found) => {
                Err(damaged(partial.name(), &format!("{block} does not hold its draws of this study")))
            }
            found => Ok(found),
        }
    }

    /// Puts a block there, where there is a file.
    pub fn put<T: Serialize>(&self, block: Block, rows: &T) {
        if let Some(partial) = self.partial {
            partial.put(block, rows);
        }
    }

    /// The file, which a part of a run needs.
    ///
    /// # Errors
    /// Where there is none, or the run cannot be made in parts.
    pub fn in_parts(&self) -> Result<&'a Partial, Error> {
        let refused = || unusable("a part of a run", "nothing keeps its blocks", "name a partial file");
        let partial = self.partial.ok_or_else(refused)?;
        partial.takes_parts().map(|()| partial)
    }
}
