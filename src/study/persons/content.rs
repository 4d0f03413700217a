//! What was read of the people, and how a problem says where it stands.

use crate::domain::person::KnownPerson;
use crate::rules::policy::MonthRules;
use crate::study::error::Problem;
use crate::study::persons::soundness;

/// The name under which positions and messages know the people of the file, as if they were a cohort.
pub(crate) const COHORT: &str = "persons";

/// The people of a file, or those given in code.
#[derive(PartialEq)]
pub(crate) struct Content {
    /// Columns of the file in their order; empty for people given in code, who stand in no file.
    pub(crate) columns: Vec<&'static str>,
    /// The people, in the order in which they stand.
    pub(crate) rows: Vec<Row>,
}

/// A person, and where they stand: line of the file, or position among those given; from 1.
#[derive(PartialEq)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) person: KnownPerson,
}

impl Content {
    /// A problem of a row: the path names line and column, never what stands there.
    pub(crate) fn problem(
        &self,
        line: u64,
        column: &str,
        wrong: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Problem {
        let row = if self.columns.is_empty() { line.to_string() } else { format!("line {line}") };
        let dot = if column.is_empty() { "" } else { "." };
        let problem = Problem::new(format!("{COHORT}[{row}]{dot}{column}"), wrong, remedy);
        let cell = self.columns.iter().position(|name| *name == column).map_or(1, |position| position + 1);
        Problem { cell: (!self.columns.is_empty()).then_some((line as usize, cell)), ..problem }
    }

    /// A problem of a whole column, where the file has it.
    pub(crate) fn of_column(&self, column: &str, wrong: impl Into<String>, remedy: impl Into<String>) -> Problem {
        let cell = self.columns.iter().position(|name| *name == column).map(|position| (1, position + 1));
        Problem { cell, ..Problem::new(format!("{COHORT}.{column}"), wrong, remedy) }
    }

    /// What is wrong with the rows, each by itself and beside each other.
    pub(crate) fn problems(&self, first: &MonthRules) -> Vec<Problem> {
        let alone = self.rows.iter().flat_map(|row| {
            let flaws = soundness::flaws(&row.person, first).into_iter();
            flaws.map(|flaw| self.problem(row.line, flaw.column, flaw.wrong, flaw.remedy))
        });
        let twice = soundness::repeated(self.rows.iter().map(|row| (row.person.id.as_str(), row.line)))
            .into_iter()
            .map(|(line, first)| {
                let (wrong, remedy) =
                    (format!("line {first} has the same id"), "give each person one row and an own id");
                self.problem(line, "id", wrong, remedy)
            });
        let mut problems: Vec<Problem> = alone.chain(twice).collect();
        problems.sort_by_key(|problem| problem.cell);
        problems
    }
}
