//! What can go wrong, how it is drawn, and the exit code that says so.

use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use gevinst::rules::error::LawError;
use gevinst::study::error::{Error, Problem, Source};

use crate::interrupt;
use crate::terminal::Look;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// The scenario has problems.
    Scenario {
        /// The texts that the places of the problems point into.
        sources: Vec<Source>,
        /// The problems.
        problems: Vec<Problem>,
    },
    /// The scenario cannot be read, or the law refuses; the sentence says why and what to do.
    Refused(String),
    /// The run was cancelled before it had figures.
    Cancelled,
    /// The run was cancelled after something was done; with the file that keeps it.
    CutShort(Option<PathBuf>),
    /// A file could not be written.
    Unwritable(PathBuf, std::io::Error),
    /// A report could not be made or written; the sentence says which file and what to do.
    Report(gevinst_report::Error),
}

impl Failure {
    /// A file that could not be written.
    pub fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
        let path = path.to_owned();
        move |cause| Failure::Unwritable(path, cause)
    }

    /// That the command was cut short, where it was.
    pub fn if_interrupted(kept: Option<PathBuf>) -> Result<(), Failure> {
        if interrupt::pressed() { Err(Failure::CutShort(kept)) } else { Ok(()) }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Scenario { .. } | Failure::Refused(_) => 1,
            Failure::Cancelled | Failure::CutShort(_) => interrupt::CODE,
            Failure::Unwritable(..) | Failure::Report(_) => 4,
        }
    }

    /// The failure as a reader of a terminal sees it.
    pub fn drawn(&self, look: Look) -> String {
        let renderer = if look.colours { Renderer::styled() } else { Renderer::plain() };
        match self {
            Failure::Scenario { sources, problems } => {
                let drawn: Vec<String> =
                    problems.iter().map(|problem| renderer.render(&[group(problem, sources)])).collect();
                drawn.join("\n\n")
            }
            Failure::Refused(message) => simple(&renderer, message),
            Failure::Cancelled => simple(&renderer, "cancelled before the first sample was done: no figures"),
            Failure::CutShort(kept) => {
                let message = "cancelled: what is shown is of the draws that were done";
                let remedy = kept.as_ref().map(|path| format!("; the same command goes on from `{}`", path.display()));
                simple(&renderer, &format!("{message}{}", remedy.unwrap_or_default()))
            }
            Failure::Report(error) => simple(&renderer, &error.to_string()),
            Failure::Unwritable(path, cause) => {
                simple(&renderer, &format!("cannot write `{}`: {cause}", path.display()))
            }
        }
    }
}

/// A problem, with the lines where it stands.
fn group<'a>(problem: &'a Problem, sources: &'a [Source]) -> Group<'a> {
    let key = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
    let title = Level::ERROR.primary_title(format!("{key}{}", problem.wrong));
    let place = problem.place.as_ref().and_then(|place| sources.get(place.source).map(|source| (place, source)));
    let mut group = match place {
        // Of a file of persons only the place is known here, and shown.
        Some((place, source)) if source.text.is_empty() => {
            title.element(Origin::path(source.name.as_str()).line(place.line).char_column(place.column))
        }
        Some((place, source)) => title.element(
            Snippet::source(source.text.as_str())
                .path(source.name.as_str())
                .annotation(AnnotationKind::Primary.span(place.span.clone())),
        ),
        None => Group::with_title(title),
    };
    if !problem.remedy.is_empty() {
        group = group.element(Level::HELP.message(problem.remedy.as_str()));
    }
    group
}

fn simple(renderer: &Renderer, message: &str) -> String {
    renderer.render(&[Group::with_title(Level::ERROR.primary_title(message))])
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Cancelled => Failure::Cancelled,
            Error::Problems(_) => {
                Failure::Scenario { sources: error.sources().to_vec(), problems: error.problems().to_vec() }
            }
            other => Failure::Refused(other.to_string()),
        }
    }
}

impl From<gevinst_report::Error> for Failure {
    fn from(error: gevinst_report::Error) -> Failure {
        Failure::Report(error)
    }
}

impl From<LawError> for Failure {
    fn from(error: LawError) -> Failure {
        Failure::Refused(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use crate::terminal::Look;
    use gevinst::study::scenario::Study;

    #[test]
    fn a_problem_shows_its_line() {
        let error = Study::parse("format = 1\ntitel = \"a\"\n", "s.toml").expect_err("an unknown key");
        let failure = Failure::from(error);
        let drawn = failure.drawn(Look::PLAIN);
        assert!(drawn.contains("s.toml:2:1") && drawn.contains("titel = "), "{drawn}");
        assert_eq!(failure.code(), 1);
    }
}
