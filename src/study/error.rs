//! The one public error: what was wrong, where, what was expected, what to do.

use std::fmt;
use std::ops::Range;

use crate::rules::error::LawError;

/// Why a study could not be read or run.
///
/// `Display` and `Debug` print the same sentences, because `fn main() -> Result` prints `Debug`.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The scenario file cannot be read.
    #[error("cannot read `{path}`: {reason}; {remedy}")]
    Unreadable {
        /// The path as it was given.
        path: String,
        /// What the operating system says.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// The scenario has problems: all that were found, together.
    #[error("{0}")]
    Problems(Box<Problems>),
    /// The law gives no answer.
    #[error("{0}")]
    Law(#[from] LawError),
    /// A partial file cannot be used, or not be written.
    #[error("cannot use `{path}`: {reason}; {remedy}")]
    Unusable {
        /// The path as it was given.
        path: String,
        /// Why not.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// The run was cancelled before it had a figure to show, or its part of one done.
    #[error(
        "the run was cancelled before it was done; run it again: blocks that a partial file keeps are not made anew"
    )]
    Cancelled,
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Error {
    /// The problems of the scenario, in the order of the file; empty for every other error.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Error::Problems(all) => &all.problems,
            _ => &[],
        }
    }

    /// The texts that the places of the problems point into: the file, then each setting of the command line.
    pub fn sources(&self) -> &[Source] {
        match self {
            Error::Problems(all) => &all.sources,
            _ => &[],
        }
    }

    /// The error of one problem without a place.
    pub fn from_problem(problem: Problem) -> Error {
        Error::from_problems(vec![problem])
    }

    /// The error of a study that was built in code: its problems have key paths and no places.
    ///
    /// # Panics
    /// Where there is no problem.
    pub fn from_problems(problems: Vec<Problem>) -> Error {
        assert!(!problems.is_empty(), "an error holds at least one problem");
        Error::Problems(Box::new(Problems { sources: Vec::new(), problems }))
    }
}

/// All problems of a scenario, with the texts in which they stand.
#[derive(Clone, PartialEq, Eq)]
pub struct Problems {
    /// The texts.
    pub sources: Vec<Source>,
    /// The problems, in the order of the texts.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                writeln!(out)?;
            }
            if let Some(place) = &problem.place {
                let name = self.sources.get(place.source).map_or("", |source| source.name.as_str());
                write!(out, "{name}:{}:{}: ", place.line, place.column)?;
            }
            write!(out, "{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A text that a scenario was read from: the file, or one setting of the command line.
///
/// A file of persons is one too, without its text: its content is in no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// File name, or `--set`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Key path: `cohorts[long on support].count`; empty where the whole file is meant.
    pub path: String,
    /// What is wrong.
    pub wrong: String,
    /// What was expected or what to do; may be empty.
    pub remedy: String,
    /// Where it stands; `None` in a study that was built in code.
    pub place: Option<Place>,
    /// Which of several members of the same name is meant, 0 the first.
    pub(crate) occurrence: usize,
    /// Line and cell of the file of persons, counted from 1, where it stands there.
    pub(crate) cell: Option<(usize, usize)>,
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Position of the text in [`Error::sources`].
    pub source: usize,
    /// Byte range in that text.
    pub span: Range<usize>,
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in characters; in a file of persons, the number of the cell.
    pub column: usize,
}

impl Problem {
    /// A problem at a key path, without a place.
    pub fn new(path: impl Into<String>, wrong: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem {
            path: path.into(),
            wrong: wrong.into(),
            remedy: remedy.into(),
            place: None,
            occurrence: 0,
            cell: None,
        }
    }

    /// What is wrong and what to do, without path and place, for a label beside the text.
    pub fn sentence(&self) -> String {
        if self.remedy.is_empty() { self.wrong.clone() } else { format!("{}; {}", self.wrong, self.remedy) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        if !self.path.is_empty() {
            write!(out, "`{}`: ", self.path)?;
        }
        write!(out, "{}", self.sentence())
    }
}
