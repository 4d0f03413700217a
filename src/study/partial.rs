//! A partial file: the finished blocks of a run on disk, from which it goes on, and which others can join.
//!
//! A block is in the file when its record is whole. What a killed run left behind the last whole record is written over.

mod identity;
mod merge;
mod records;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::study::blocks::Block;
use crate::study::error::Error;
pub(crate) use crate::study::partial::identity::Identity;
pub use crate::study::partial::records::Medium;
use crate::study::partial::records::{Contents, MAGIC, bytes, record};

/// A partial file that is open.
pub struct Partial {
    name: String,
    identity: Identity,
    contents: Mutex<Contents>,
}

impl Partial {
    /// Opens the partial file of a run, or begins it where there is none.
    ///
    /// # Errors
    /// [`Error::Unusable`] where it cannot be read, is in use, is damaged, or is of another run.
    pub(crate) fn open(path: &Path, identity: Identity) -> Result<Partial, Error> {
        let name = path.display().to_string();
        let whole = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        // What is there can be shown where nothing can be added.
        let whole = whole.or_else(|cause| File::open(path).map_err(|_| cause));
        let refused = |cause: io::Error| {
            unusable(
                &name,
                &format!("it cannot be opened: {cause}"),
                "see that its folder is there and may be written to",
            )
        };
        let file = whole.map_err(refused)?;
        // Where the file system knows no locks the run goes on without.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(unusable(&name, "another run has it open", "wait for that run, or give each its own file"));
        }
        Partial::on(Box::new(file), name, identity)
    }

    /// The partial file on a medium, which has a name in messages.
    ///
    /// # Errors
    /// As [`Partial::open`].
    pub(crate) fn on(mut medium: Box<dyn Medium>, name: String, identity: Identity) -> Result<Partial, Error> {
        let head = [MAGIC, &record(&bytes(&identity), 0)].concat();
        if is_begun(medium.as_mut(), &head).map_err(|cause| unreadable(&name, &cause))? {
            let written = medium.rewind().and_then(|()| medium.write_all(&head)).and_then(|()| medium.settle());
            written
                .map_err(|cause| unusable(&name, &format!("it cannot be written: {cause}"), "choose another place"))?;
        }
        let (found, contents) = Contents::read(medium, &name)?;
        if let Some(difference) = identity.differs(&found) {
            return Err(foreign(&name, &difference));
        }
        Ok(Partial { name, identity, contents: Mutex::new(contents) })
    }

    /// What it is called in messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Refuses another run than the one that it is of.
    pub(crate) fn is_of(&self, run: &Identity) -> Result<(), Error> {
        run.differs(&self.identity).map_or(Ok(()), |difference| Err(foreign(&self.name, &difference)))
    }

    /// Whether a block is there.
    pub(crate) fn has(&self, block: Block) -> bool {
        self.contents().found.contains_key(&block)
    }

    /// The blocks that are there.
    pub fn blocks(&self) -> Vec<Block> {
        self.contents().found.keys().copied().collect()
    }

    /// What a block holds; `None` where it is not there.
    ///
    /// # Errors
    /// [`Error::Unusable`] where it cannot be read any more.
    pub(crate) fn get<T: DeserializeOwned>(&self, block: Block) -> Result<Option<T>, Error> {
        let rows = self.contents().rows(block).map_err(|cause| unreadable(&self.name, &cause))?;
        let read = |rows: Vec<u8>| postcard::from_bytes(&rows);
        rows.map(read).transpose().map_err(|cause| damaged(&self.name, &format!("{block} does not read: {cause}")))
    }

    /// Puts a block there. One that cannot be written is counted, and the run goes on.
    pub(crate) fn put<T: Serialize>(&self, block: Block, rows: &T) {
        let mut contents = self.contents();
        if let Err(cause) = contents.append(block, &bytes(rows), self.identity.seed()) {
            contents.unwritten = (contents.unwritten.0 + 1, cause.to_string());
        }
    }

    /// How many blocks could not be written, and why the last one could not; `None` where all were.
    pub(crate) fn unwritten(&self) -> Option<(usize, String)> {
        let unwritten = self.contents().unwritten.clone();
        (unwritten.0 > 0).then_some(unwritten)
    }

    /// Refuses where a block could not be written.
    pub(crate) fn all_written(&self) -> Result<(), Error> {
        let Some((count, reason)) = self.unwritten() else { return Ok(()) };
        let reason = format!("{count} blocks could not be written: {reason}");
        Err(unusable(&self.name, &reason, "make room and run it again: the blocks that are there stay"))
    }

    /// Refuses a run that cannot be made in parts.
    pub(crate) fn takes_parts(&self) -> Result<(), Error> {
        self.identity.takes_parts(&self.name)
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        // A thread that panicked left at worst a torn record, which the next one writes over.
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether there is nothing yet, or no more than the beginning of this head: all that a run that was killed at once leaves.
fn is_begun(medium: &mut dyn Medium, head: &[u8]) -> io::Result<bool> {
    if medium.seek(SeekFrom::End(0))? >= head.len() as u64 {
        return Ok(false);
    }
    let mut begun = Vec::new();
    medium.rewind()?;
    medium.read_to_end(&mut begun)?;
    Ok(head.starts_with(&begun))
}

/// That a path cannot be used, why not, and what to do.
pub(crate) fn unusable(path: &str, reason: &str, remedy: &str) -> Error {
    Error::Unusable { path: path.to_owned(), reason: reason.to_owned(), remedy: remedy.to_owned() }
}

fn foreign(path: &str, difference: &str) -> Error {
    unusable(path, difference, "give this run a file of its own, or run what that one was begun with")
}

fn unreadable(path: &str, cause: &io::Error) -> Error {
    unusable(path, &format!("it cannot be read: {cause}"), "see that it is there and may be read and written")
}

pub(crate) fn damaged(path: &str, reason: &str) -> Error {
    unusable(path, reason, "it is damaged: remove it and run again")
}
