//! Where a payment stands in the municipality's budget.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::domain::benefit::Family;
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
    /// Whether a change can be taken out of the budget.
    pub cashable: Cashable,
    /// How far the account is verified.
    pub verified: Verification,
}

#[derive(Deserialize)]
struct LinesFile {
    lines: Vec<BudgetLine>,
}

/// All budget lines.
pub fn budget_lines() -> &'static [BudgetLine] {
    static LINES: OnceLock<Vec<BudgetLine>> = OnceLock::new();
    LINES.get_or_init(|| {
        let file: LinesFile = toml::from_str(include_str!("law/budget_lines.toml"))
            .unwrap_or_else(|problem| unreachable!("the shipped budget lines load: {problem}"));
        file.lines
    })
}

/// The budget line of a ledger line; `None` where the municipality neither pays nor receives.
pub fn budget_line(line: Line) -> Option<&'static BudgetLine> {
    if line.sign(Party::Municipality) == 0 {
        return None;
    }
    let of = |family| budget_lines().iter().find(|entry| entry.purpose == line.purpose && entry.family == family);
    of(line.family).or_else(|| of(None))
}
