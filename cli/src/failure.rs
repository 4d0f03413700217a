//! What can go wrong, how it is drawn, and the exit code that says so.

use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::terminal::Look;

/// One problem of a scenario, and where it stands.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Bytes of the file that it concerns, where it concerns some.
    pub span: Option<std::ops::Range<usize>>,
    /// Key path, such as `municipality.tax_rate`; empty where it concerns no key.
    pub key: String,
    /// What is wrong, what was expected, what to do.
    pub message: String,
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// The scenario has problems.
    #[allow(dead_code, reason = "the library's own error says when")]
    Scenario {
        /// Name of the file.
        name: String,
        /// Its text.
        text: String,
        /// The problems.
        problems: Vec<Problem>,
    },
    /// The scenario cannot be read, or the law refuses; the sentence says why and what to do.
    Refused(String),
    /// The run was cancelled.
    #[allow(dead_code, reason = "the library's own error says when")]
    Cancelled,
    /// A file could not be written.
    Unwritable(PathBuf, std::io::Error),
}

impl Failure {
    /// A file that could not be written.
    pub fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
        let path = path.to_owned();
        move |cause| Failure::Unwritable(path, cause)
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Scenario { .. } | Failure::Refused(_) => 1,
            Failure::Cancelled => 3,
            Failure::Unwritable(..) => 4,
        }
    }

    /// The failure as a reader of a terminal sees it.
    pub fn drawn(&self, look: Look) -> String {
        let renderer = if look.colours { Renderer::styled() } else { Renderer::plain() };
        match self {
            Failure::Scenario { name, text, problems } => {
                let drawn = problems.iter().map(|problem| {
                    let title = if problem.key.is_empty() {
                        problem.message.clone()
                    } else {
                        format!("{}: {}", problem.key, problem.message)
                    };
                    let title = Level::ERROR.primary_title(title.as_str());
                    let inside = problem.span.clone().filter(|span| text.get(span.clone()).is_some());
                    let group = match inside {
                        Some(span) => title.element(
                            Snippet::source(text.as_str())
                                .path(name.as_str())
                                .annotation(AnnotationKind::Primary.span(span).label("here")),
                        ),
                        None => Group::with_title(title),
                    };
                    renderer.render(&[group])
                });
                drawn.collect::<Vec<_>>().join("\n\n")
            }
            Failure::Refused(message) => simple(&renderer, message),
            Failure::Cancelled => simple(&renderer, "cancelled before the first sample was done: no figures"),
            Failure::Unwritable(path, cause) => {
                simple(&renderer, &format!("cannot write `{}`: {cause}", path.display()))
            }
        }
    }
}

fn simple(renderer: &Renderer, message: &str) -> String {
    renderer.render(&[Group::with_title(Level::ERROR.primary_title(message))])
}

#[cfg(test)]
mod tests {
    use super::{Failure, Problem};
    use crate::terminal::Look;

    #[test]
    fn a_problem_shows_its_line() {
        let text = "title = \"a\"\ntax = 26\n".to_owned();
        let message = "must lie between 0 and 1; write 0.26".to_owned();
        let problem = Problem { span: Some(18..20), key: "tax".to_owned(), message };
        let failure = Failure::Scenario { name: "s.toml".to_owned(), text, problems: vec![problem] };
        let drawn = failure.drawn(Look::PLAIN);
        assert!(drawn.contains("s.toml:2:7") && drawn.contains("tax = 26") && drawn.contains("write 0.26"), "{drawn}");
        assert_eq!(failure.code(), 1);
    }

    #[test]
    fn a_span_outside_the_text_does_no_harm() {
        let problem = Problem { span: Some(18..20), key: String::new(), message: "wrong".to_owned() };
        let failure = Failure::Scenario { name: "s".to_owned(), text: String::new(), problems: vec![problem] };
        assert!(failure.drawn(Look::PLAIN).contains("wrong"));
    }
}
