//! Files into a directory, none of them half-written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file of a report, made and not yet written.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// Its place within the report's directory.
    pub place: String,
    /// What stands in it.
    pub content: Vec<u8>,
}

impl Made {
    /// A file.
    pub(super) fn new(place: impl Into<String>, content: impl Into<Vec<u8>>) -> Made {
        Made { place: place.into(), content: content.into() }
    }
}

/// Writes files into a directory, which is made where there is none: each under a temporary name first, and all of them
/// renamed only when the last one is written.
pub(super) fn write_all(files: &[Made], into: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut written: Vec<(PathBuf, PathBuf)> = Vec::new();
    for file in files {
        let path = into.join(&file.place);
        let temporary = temporary(&path);
        let outcome =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&temporary, &file.content));
        written.push((temporary, path.clone()));
        if let Err(cause) = outcome {
            return Err(given_up(&written, path, cause));
        }
    }
    for (at, (temporary, path)) in written.iter().enumerate() {
        if let Err(cause) = fs::rename(temporary, path) {
            return Err(given_up(&written[at..], path.clone(), cause));
        }
    }
    Ok(written.into_iter().map(|(_, path)| path).collect())
}

/// The name of a file while it is written: in the same directory, so that renaming moves nothing.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.part"))
}

/// The error of a file, after what was begun is taken away.
fn given_up(begun: &[(PathBuf, PathBuf)], path: PathBuf, cause: io::Error) -> Error {
    for (temporary, _) in begun {
        // What is not there needs no taking away.
        let _ = fs::remove_file(temporary);
    }
    Error::Unwritable { path, cause }
}
