//! Why a report could not be made or written: what, where, and what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a report could not be made or written.
///
/// `Display` and `Debug` print the same sentence, because `fn main() -> Result` prints `Debug`.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or directory cannot be written.
    #[error("cannot write `{}`: {cause}; {}", path.display(), remedy(cause))]
    Unwritable {
        /// The file or the directory.
        path: PathBuf,
        /// What the operating system says.
        cause: io::Error,
    },
    /// A part of the report cannot be made from these findings.
    #[error("cannot make {part}: {reason}; leave it out, or report the findings that it came from")]
    Unmade {
        /// The part: a page, a workbook, a table.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// No language was asked for.
    #[error("a report needs a language: ask for Danish, English or both")]
    NoLanguage,
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Error {
    /// A part that cannot be made, with the reason.
    pub fn unmade(part: &str, reason: impl fmt::Display) -> Error {
        Error::Unmade { part: part.to_owned(), reason: reason.to_string() }
    }
}

/// What to do where the operating system refuses.
fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "name a directory in which you may write",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "name a directory, not a file",
        io::ErrorKind::StorageFull => "free space on the disk and write the report again",
        _ => "close the file where another program has it open, or name another directory",
    }
}
