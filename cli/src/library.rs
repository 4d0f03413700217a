//! What the command line asks of the library: the one place where the two meet.

use std::path::Path;

use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::flow::Flow;
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::spell::MonthFacts;
use gevinst::estimate::summary::Summary;
use gevinst::report::findings::Findings;
use gevinst::rules::parameter::LawValue;

use crate::failure::Failure;

/// What `check` shows of a scenario that can be run.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Title of the study.
    pub title: String,
    /// Names of assumptions without a range.
    pub without_range: Vec<String>,
    /// Names of assumptions without a source.
    pub without_source: Vec<String>,
    /// Share on cash benefit with ordinary hours, baseline: month counted from 1, share.
    pub shares: Vec<(u32, Summary)>,
    /// People at the start of each year.
    pub pool: Vec<(i32, Summary)>,
    /// Gross spending on each family in the first twelve months, baseline [øre].
    pub spending: Vec<(Family, Summary)>,
}

/// A parameter of the law and the months for which the book has it.
#[derive(Clone, Debug)]
pub struct Covered {
    /// Name of the parameter.
    pub parameter: String,
    /// First month.
    pub from: String,
    /// Last month with a published value, or the repeal.
    pub until: String,
}

/// The numbers of a municipality that the law asks for.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Municipal tax rate [0-1].
    pub tax_rate: f64,
    /// How it budgets its tax base.
    pub tax_base: TaxBase,
    /// Months until tax is settled.
    pub tax_lag_months: u16,
    /// Share that equalisation takes [0-1].
    pub equalisation: f64,
}

/// One flow, with the rule and the figures behind it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The flow.
    pub flow: Flow,
    /// Parameter or section.
    pub rule: String,
    /// The arithmetic.
    pub arithmetic: String,
}

/// Runs a scenario. `on_progress` is told how many samples are done, of how many.
pub fn run(
    path: &Path,
    _settings: &[(String, String)],
    _threads: Option<usize>,
    _on_progress: impl Fn(u64, u64) + Sync + Send,
) -> Result<Findings, Failure> {
    // Study::from_toml_with(path, settings)?.runner().threads(threads).on_progress(on_progress).run()
    Err(apart(&path.display().to_string()))
}

/// Reads a scenario and looks at what it implies, without running the programme.
pub fn preview(path: &Path, _settings: &[(String, String)]) -> Result<Preview, Failure> {
    // Study::from_toml_with(path, settings)?.preview()
    Err(apart(&path.display().to_string()))
}

/// Every value of the law in force in a month.
pub fn law(month: Month, _wage_growth: f64) -> Result<Vec<LawValue>, Failure> {
    // Policy::danish().values(month, Growth { wage })
    Err(apart(&month.to_string()))
}

/// What the law book covers.
pub fn coverage() -> Result<Vec<Covered>, Failure> {
    // Policy::danish().coverage()
    Err(apart("coverage"))
}

/// The ledger of one person over some months, each month with its flows; clock and year to date go on by themselves.
pub fn explain(
    facts: &MonthFacts,
    months: u32,
    terms: Terms,
    _wage_growth: f64,
) -> Result<Vec<(Month, Vec<Explained>)>, Failure> {
    // for each month: explanation::explain(&policy.at(month, growth), &terms, &facts), then
    // assess(...) gives the next clock and year to date
    let Terms { tax_rate, tax_base, tax_lag_months, equalisation } = terms;
    Err(apart(&format!("{} ({months}; {tax_rate}, {tax_base:?}, {tax_lag_months}, {equalisation})", facts.month)))
}

/// The sentence of a library that cannot answer yet.
fn apart(asked: &str) -> Failure {
    Failure::Refused(format!("this build of the command line is not joined to the simulation yet: {asked}"))
}
