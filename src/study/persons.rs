//! The people of a file, one row each, or given in code: where they come from, and what every row must keep to.

mod columns;
mod content;
mod file;
mod pseudonym;
mod soundness;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::person::KnownPerson;
use crate::engine::draw::entity;
use crate::rules::policy::MonthRules;
use crate::study::error::Problem;
use crate::study::persons::content::{Content, Row};

/// The name under which positions and messages know the people of the file, as if they were a cohort.
pub const COHORT: &str = content::COHORT;

/// Problems of one file that are shown; of the others only the number is.
const SHOWN_PROBLEMS: usize = 20;

/// People from a file (CSV with a header), one row each.
///
/// Needed are the columns `id` (a pseudonym), `target_group`, `family`, `birth` (2026-03) and `clock_weeks`. May be
/// left out, as for cohorts: `months_in_status`, `self_support_window` (36 signs 0 or 1, the oldest month first, in
/// groups where wanted), `capacity`, `benefit_months_left` and `falls_to` (what follows a
/// temporary benefit), `insurance` (full_time or part_time), `free_card`, `wage_hours` (has hours beside the benefit now), `months_in_job`, `provider`,
/// `single`, `partner_pensioner`, `at_parents`, `residence_test`, `work_test`, `activity_ready`, `leisure_children`,
/// `adaptation`, `flex_approved`, `flex_job_after_july_2014`, `pension_awarded` and `weight`.
///
/// What the file holds stays out of every message, of findings, and of the study when it is written down: only the path
/// is part of it. `Debug` shows how many rows there are and none of them.
///
/// # Examples
/// ```
/// use gevinst::domain::benefit::Family;
/// use gevinst::domain::calendar::Month;
/// use gevinst::domain::person::KnownPerson;
/// use gevinst::study::persons::Persons;
///
/// let known = |number: i32| {
///     let id = format!("p{number}");
///     KnownPerson::new(&id, "activity_ready", Family::CashBenefit, Month::january(1970 + number))
/// };
/// let persons = Persons::given((0..12).map(known).collect());
/// assert_eq!(persons.known().count(), 12);
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    /// File (CSV with a header), by a path relative to the scenario file; in code, to the working directory.
    file: String,
    /// Sign between the cells: `;`, `,`, `|` or a tab; found in the header where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    separator: Option<char>,
    #[serde(skip)]
    #[schemars(skip)]
    content: Option<Arc<Content>>,
}

impl Persons {
    /// The people of a file, read when the study is checked or run; the path is relative to the working directory.
    pub fn from_file(path: impl Into<String>) -> Persons {
        Persons { file: path.into(), separator: None, content: None }
    }

    /// People given in code. A study with them can be run, and written down only without them.
    pub fn given(people: Vec<KnownPerson>) -> Persons {
        let rows = people.into_iter().zip(1..).map(|(person, line)| Row { line, person }).collect();
        let content = Content { columns: Vec::new(), rows };
        Persons { file: String::new(), separator: None, content: Some(Arc::new(content)) }
    }

    /// The same with another sign between the cells than the header shows.
    pub fn separated_by(mut self, separator: char) -> Persons {
        self.separator = Some(separator);
        self
    }

    /// The path of the file as it was written.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The people; nobody before the file is read.
    pub fn known(&self) -> impl Iterator<Item = &KnownPerson> {
        self.content.iter().flat_map(|content| &content.rows).map(|row| &row.person)
    }

    /// Reads the file where it has not been read; `first` is the law of the study's first month.
    ///
    /// # Errors
    /// Everything that is wrong with the file, without a word of what stands in its rows.
    pub(crate) fn read(&mut self, folder: &Path, first: &MonthRules) -> Result<(), Vec<Problem>> {
        if self.content.is_some() {
            return Ok(());
        }
        let (content, mut problems) = file::read(&folder.join(&self.file), self.separator)?;
        if !problems.is_empty() {
            problems.extend(content.problems(first));
            problems.sort_by_key(|problem| problem.cell);
            return Err(limited(problems));
        }
        self.content = Some(Arc::new(content));
        Ok(())
    }

    /// Everything that is wrong with people who have been read, as the study has it.
    pub(crate) fn check(&self, first: &MonthRules) -> Vec<Problem> {
        let Some(content) = &self.content else { return Vec::new() };
        let mut problems = content.problems(first);
        if problems.is_empty() {
            let few = soundness::too_few(content.rows.len());
            let many = soundness::too_many(self.known());
            problems.extend(few.map(|(wrong, remedy)| Problem::new(COHORT, wrong, remedy)));
            problems.extend(many.map(|(wrong, remedy)| content.of_column("weight", wrong, remedy)));
        }
        limited(problems)
    }

    /// A hash of what is known of everybody, independent of the order of the rows, hexadecimal.
    pub(crate) fn content_hash(&self) -> String {
        let mut people: Vec<&KnownPerson> = self.known().collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        let texts: Vec<String> = people.into_iter().map(columns::canonical).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        format!("{:016x}", entity(&texts, texts.len() as u64))
    }
}

impl fmt::Debug for Persons {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let rows = self.content.as_ref().map(|content| content.rows.len());
        out.debug_struct("Persons").field("file", &self.file).field("rows", &rows).finish_non_exhaustive()
    }
}

/// At most so many problems as a reader takes in, then the number of the others.
fn limited(mut problems: Vec<Problem>) -> Vec<Problem> {
    let more = problems.len().saturating_sub(SHOWN_PROBLEMS);
    if more > 0 {
        let cell = problems[SHOWN_PROBLEMS].cell;
        problems.truncate(SHOWN_PROBLEMS);
        let last = Problem::new(COHORT, format!("{more} more problems in the file"), "correct those above first");
        problems.push(Problem { cell, ..last });
    }
    problems
}
