//! How the ledger of a study is laid out in its municipality's budget: the chart of accounts as data for the estimates.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Month;
use crate::domain::flow::{Cashable, Frame, Line};
use crate::domain::party::Party;
use crate::domain::source::Verification;
use crate::estimate::budget::{BudgetPlan, BudgetPrices, BudgetRow};
use crate::rules::budget_line::budget_line;
use crate::study::privacy::Classes;

/// Years that a municipality budgets: the budget year and three estimates.
const SHOWN_YEARS: i32 = 4;

/// Which years the municipality's budget table shows, and in which prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BudgetTable {
    /// The budget year, before three that follow; the study's first calendar year where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// In which prices: `running`, or those of the budget year.
    pub prices: BudgetPrices,
}

/// The plan of a study that begins in `start` and lasts so many months, with families that may be shown.
pub fn budget_plan(table: &BudgetTable, start: Month, months: usize, classes: &Classes) -> BudgetPlan {
    let entry = |line: Line| (line.sign(Party::Municipality) != 0).then(|| shown_row(line, classes));
    let entries: Vec<Option<BudgetRow>> = Line::all().map(entry).collect();
    let place = |row: &BudgetRow| (row.frame, row.account.clone(), row.cashable);
    let mut rows: Vec<BudgetRow> = entries.iter().flatten().cloned().collect();
    rows.sort();
    rows.dedup_by_key(|row| place(row));
    let row_of = |entry: &Option<BudgetRow>| {
        let entry = entry.as_ref()?;
        rows.iter().position(|row| place(row) == place(entry))
    };
    let verified = |entry: &Option<BudgetRow>| entry.as_ref().map_or(Verification::Unverified, |row| row.verified);
    let first = table.year.unwrap_or(start.year());
    let shown = |(year, _): &(i32, Range<usize>)| (first..first + SHOWN_YEARS).contains(year);
    BudgetPlan {
        row_of: entries.iter().map(row_of).collect(),
        verified: entries.iter().map(verified).collect(),
        years: calendar_years(start, months).into_iter().filter(shown).collect(),
        prices: table.prices,
        rows,
    }
}

/// The row of a ledger line; that of the others where it would tell of a family that may not be shown by itself.
fn shown_row(line: Line, classes: &Classes) -> BudgetRow {
    let families = classes.families();
    // Some purposes without a family are posted by few families only.
    let telling = line.purpose.tells_of_families() && families.other().next().is_some();
    match line.family {
        Some(family) if families.hides(&family) => others(),
        None if telling => others(),
        _ => row(line),
    }
}

/// Families with few persons of a file together: one row, in one frame, so that no subtotal tells them apart.
fn others() -> BudgetRow {
    BudgetRow {
        frame: Frame::OtherTransfer,
        account: Some("other".to_owned()),
        cashable: Cashable::Yes,
        verified: Verification::Unverified,
    }
}

/// The row of a ledger line that concerns the municipality; one without a function where the chart does not name it.
fn row(line: Line) -> BudgetRow {
    match budget_line(line) {
        Some(entry) => BudgetRow {
            frame: entry.frame,
            account: Some(entry.account.clone()),
            cashable: entry.cashable,
            verified: entry.verified,
        },
        None => BudgetRow {
            frame: Frame::OtherTransfer,
            account: None,
            cashable: Cashable::Yes,
            verified: Verification::Unverified,
        },
    }
}

/// The calendar years of a study with their months, counted from its first.
pub fn calendar_years(start: Month, months: usize) -> Vec<(i32, Range<usize>)> {
    stretches(months, |month| (start + month).year())
}

/// The calendar quarters of a study: the months of each, counted from the study's first.
pub fn calendar_quarters(start: Month, months: usize) -> Vec<Range<usize>> {
    let quarter = |month: Month| (month.year(), (month.month() - 1) / 3);
    stretches(months, |month| quarter(start + month)).into_iter().map(|(_, months)| months).collect()
}

/// Consecutive months in which something is the same, with what it is.
fn stretches<T: PartialEq>(months: usize, of: impl Fn(u32) -> T) -> Vec<(T, Range<usize>)> {
    let mut stretches: Vec<(T, Range<usize>)> = Vec::new();
    for month in 0..months {
        let this = of(month as u32);
        match stretches.last_mut() {
            Some((last, range)) if *last == this => range.end = month + 1,
            _ => stretches.push((this, month..month + 1)),
        }
    }
    stretches
}
