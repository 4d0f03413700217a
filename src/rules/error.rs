//! What the law cannot answer, and what to do then.

use crate::domain::calendar::Month;

/// A question to which the law book has no answer. The message names parameter, month and remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// Asked before the first value on file.
    #[error("{parameter} has no value for {month}: the law book begins in {first}; choose a later month")]
    BeforeFirst {
        /// The parameter.
        parameter: String,
        /// The month asked for.
        month: Month,
        /// The first month on file.
        first: Month,
    },
    /// Asked after repeal.
    #[error("{parameter} has no value for {month}: it was repealed from {since}; use {instead}")]
    Repealed {
        /// The parameter.
        parameter: String,
        /// The month asked for.
        month: Month,
        /// First month without it.
        since: Month,
        /// What holds instead.
        instead: String,
    },
    /// A reform of a table.
    #[error(
        "{parameter} cannot be set from {month}: it is a table, and a reform sets one number; leave the reform out"
    )]
    Table {
        /// The parameter.
        parameter: String,
        /// The month asked for.
        month: Month,
    },
    /// A reform of a figure that no rule uses.
    #[error("{parameter} cannot be set from {month}: no rule uses it, and nothing would change; leave the reform out")]
    NotCounted {
        /// The parameter.
        parameter: String,
        /// The month asked for.
        month: Month,
    },
    /// No source for a figure was found.
    #[error("{what} is not on file for {month}: {remedy}")]
    NotOnFile {
        /// What was asked for.
        what: &'static str,
        /// The month asked for.
        month: Month,
        /// What to do.
        remedy: &'static str,
    },
    /// No parameter of that name.
    #[error("there is no parameter `{name}` in the law book; `gevinst law --coverage` lists them all")]
    Unknown {
        /// The name asked for.
        name: String,
    },
    /// The facts contradict each other.
    #[error("{month}: {what}; {remedy}")]
    Facts {
        /// What is wrong.
        what: &'static str,
        /// The month.
        month: Month,
        /// What to do.
        remedy: &'static str,
    },
}
