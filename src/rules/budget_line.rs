//! Where a payment stands in the municipality's budget.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::domain::benefit::Family;
use crate::domain::calendar::Month;
use crate::domain::flow::{Cashable, Frame, Line, Purpose};
use crate::domain::party::Party;
use crate::domain::source::Verification;

/// A line of the municipality's budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetLine {
    /// The purpose of the payments on it.
    pub purpose: Purpose,
    /// Their benefit family; every family without a line of its own where left out.
    #[serde(default)]
    pub family: Option<Family>,
    /// Function of the authorised chart of accounts: `5.57.73`.
    pub account: String,
    /// Frame.
    pub frame: Frame,
    /// When a saving can be taken out of the budget; a cost is real money at once.
    pub cashable: Cashable,
    /// How far the account is verified.
    pub verified: Verification,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinesFile {
    chart: Month,
    lines: Vec<BudgetLine>,
}

fn file() -> &'static LinesFile {
    static FILE: OnceLock<LinesFile> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("law/budget_lines.toml"))
            .unwrap_or_else(|problem| unreachable!("the shipped budget lines load: {problem}"))
    })
}

/// All budget lines.
pub fn budget_lines() -> &'static [BudgetLine] {
    &file().lines
}

/// The month of the chart of accounts in which the functions were read.
pub fn chart() -> Month {
    file().chart
}

/// The budget line of a ledger line; `None` where the municipality neither pays nor receives.
pub fn budget_line(line: Line) -> Option<&'static BudgetLine> {
    if line.sign(Party::Municipality) == 0 {
        return None;
    }
    let of = |family| budget_lines().iter().find(|entry| entry.purpose == line.purpose && entry.family == family);
    of(line.family).or_else(|| of(None))
}
