//! Where draws lie for which there is no room in memory: on whatever can be written and read back.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What can be written, and read back from any place: a file, or memory.
pub trait SpillMedium: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> SpillMedium for T {}

/// How a medium is made, when it is first needed.
pub type Opening = Arc<dyn Fn() -> io::Result<Box<dyn SpillMedium>> + Send + Sync>;

/// A place outside memory, made when it is first needed.
///
/// What cannot be written stays where it is. What cannot be read back is told by [`Spill::unreadable`], which whoever has
/// read must ask before believing what was read.
pub struct Spill {
    opening: Opening,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    medium: Option<Box<dyn SpillMedium>>,
    /// Where the last whole piece ends \[bytes\].
    end: u64,
    unwritten: Option<String>,
    unreadable: Option<String>,
}

impl State {
    fn write(&mut self, opening: &Opening, bytes: &[u8]) -> io::Result<u64> {
        let medium = match &mut self.medium {
            Some(medium) => medium,
            empty => empty.insert(opening()?),
        };
        medium.seek(SeekFrom::Start(self.end))?;
        medium.write_all(bytes)?;
        medium.flush()?;
        self.end += bytes.len() as u64;
        Ok(self.end - bytes.len() as u64)
    }

    fn read(&mut self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let medium = self.medium.as_mut().ok_or(io::ErrorKind::NotFound)?;
        let mut bytes = vec![0; length];
        medium.seek(SeekFrom::Start(at))?;
        medium.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Spill {
    /// A spill whose medium is made in this way.
    pub fn new(opening: Opening) -> Spill {
        Spill { opening, state: Mutex::default() }
    }

    /// Puts a piece there, and says where it lies; `None` where it cannot be written.
    pub fn put(&self, bytes: &[u8]) -> Option<u64> {
        let mut state = self.state();
        let written = state.write(&self.opening, bytes);
        written.map_err(|cause| state.unwritten = Some(cause.to_string())).ok()
    }

    /// So many bytes from a place; none where they cannot be read.
    pub fn get(&self, at: u64, length: usize) -> Vec<u8> {
        let mut state = self.state();
        let read = state.read(at, length);
        read.unwrap_or_else(|cause| {
            state.unreadable = Some(cause.to_string());
            Vec::new()
        })
    }

    /// Why something could not be written; `None` where all was.
    pub fn unwritten(&self) -> Option<String> {
        self.state().unwritten.clone()
    }

    /// Why something could not be read back; `None` where all was.
    pub fn unreadable(&self) -> Option<String> {
        self.state().unreadable.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked left at worst a piece that nobody knows of.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Spill {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "Spill of {} bytes", self.state().end)
    }
}

/// How many draws of a table stay in memory, and where the others go.
#[derive(Clone, Debug)]
pub struct Storage {
    /// Draws that stay in memory.
    pub draws: usize,
    /// Where those beyond go.
    pub spill: Arc<Spill>,
}
