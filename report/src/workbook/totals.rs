//! Which figures are sums of others in their sheet, so that they can stand as formulas.

use std::collections::BTreeSet;

use gevinst::report::findings::Findings;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::{Column, Phrase, Row, Table, Unit, Value};
use gevinst::report::words::Words;
use rust_xlsxwriter::utility::row_col_to_cell;

use super::cells::Content;
use super::layout::{Part, Place};
use super::table_sheet::{FIRST_ROW, sheet_column};

/// How far a sum of means may lie from the mean of the sum: one øre [kr].
const TOLERANCE: f64 = 0.01;

/// The most arguments that a function of a spreadsheet takes.
const MOST_ARGUMENTS: usize = 255;

/// A table as its sheet shows it. Where it has one row per budget year, with the sum over all years, which the findings hold
/// as the balance after the last month; where it has a series per count, without the counts that are nothing all along. Long
/// names of assumptions stand in full, so that no two of them read alike.
pub(super) fn as_shown(mut table: Table, findings: &Findings) -> Table {
    for row in &mut table.rows {
        if matches!(&row.label, Value::Text(label) if label.starts_with('…')) {
            row.label = Value::Text(row.key.clone());
        }
    }
    if table.key == "activity_by_month" {
        return told(table);
    }
    if table.key == "net_saving_by_year" {
        let cells = table.columns.iter().map(|column| {
            let seen = findings.savings.iter().find(|savings| perspective_key(savings.perspective) == column.key);
            let whole = seen.and_then(|savings| savings.cumulated.last());
            whole.map_or(Value::None, |whole| Value::Summary { summary: *whole, unit: Unit::GainInThousands })
        });
        table.rows.push(Row::new("all_years", Phrase::new("workbook.all_years"), cells.collect()).total());
    }
    table
}

/// The table without the counts of which neither arm has any.
fn told(mut table: Table) -> Table {
    let count = |column: &Column| column.key.rsplit_once('.').map_or(column.key.clone(), |(count, _)| count.to_owned());
    let nothing = |value: &Value| matches!(value, Value::None | Value::Figure { value: 0.0, .. });
    let counted: BTreeSet<String> = (table.columns.iter().enumerate())
        .filter(|(at, _)| !table.rows.iter().all(|row| row.cells.get(*at).is_none_or(nothing)))
        .map(|(_, column)| count(column))
        .collect();
    let kept: Vec<bool> = table.columns.iter().map(|column| counted.contains(&count(column))).collect();
    let mut keep = kept.iter();
    table.columns.retain(|_| keep.next().copied().unwrap_or_default());
    for row in &mut table.rows {
        let mut keep = kept.iter();
        row.cells.retain(|_| keep.next().copied().unwrap_or_default());
    }
    table
}

/// What a figure is made of.
enum Made {
    /// The sum of these rows.
    Rows(Vec<usize>),
    /// One column less another, in its own row.
    Less(&'static str, &'static str),
}

/// The formula of a figure in kroner that others of its table make, to the øre; `None` where it stands by itself.
pub(super) fn formula(table: &Table, places: &[Place], row: usize, at: usize, words: &Words) -> Option<String> {
    let place = places.get(at)?;
    let figure = number(table, row, place, words).filter(|_| place.part.adds())?;
    let (sum, formula) = match made(table, row, &place.of.key)? {
        Made::Rows(rows) => {
            let parts = rows.iter().filter_map(|row| number(table, *row, place, words));
            (parts.sum::<f64>(), sum_of(&rows, sheet_column(at))?)
        }
        Made::Less(one, other) => {
            let of = |key: &str| {
                let at = places.iter().position(|place| place.of.key == key && place.part.adds())?;
                let cell = row_col_to_cell(FIRST_ROW + row as u32, sheet_column(at));
                Some((number(table, row, &places[at], words)?, cell))
            };
            let ((one, from), (other, less)) = (of(one)?, of(other)?);
            (one - other, format!("={from}-{less}"))
        }
    };
    ((sum - figure).abs() <= TOLERANCE).then_some(formula)
}

/// An amount of money in kroner; `None` for everything else.
fn number(table: &Table, row: usize, place: &Place, words: &Words) -> Option<f64> {
    let value = table.rows.get(row)?.cells.get(place.column)?;
    let money = match value {
        Value::Figure { unit, .. } | Value::Summary { unit, .. } => unit.key() == Unit::Gain.key(),
        _ => false,
    };
    match Content::of(value, if place.part == Part::Mean { Part::Mean } else { Part::Whole }, words) {
        Content::Number(number, _) if money => Some(number),
        _ => None,
    }
}

/// What a row of a table is made of in a column.
fn made(table: &Table, row: usize, column: &str) -> Option<Made> {
    let key = table.rows[row].key.as_str();
    let rows = |wanted: &dyn Fn(usize, &Row) -> bool| -> Option<Made> {
        let found = table.rows.iter().enumerate().filter(|(at, part)| *at != row && wanted(*at, part));
        let found: Vec<usize> = found.map(|(at, _)| at).collect();
        (!found.is_empty()).then_some(Made::Rows(found))
    };
    match (table.key, key) {
        ("net_saving_by_year", "all_years") => rows(&|_, _| true),
        ("by_purpose", "net_present_value") => rows(&|at, _| at < row),
        ("budget", "total") => rows(&|_, part| part.total),
        ("budget", frame) if table.rows[row].total => {
            let prefix = format!("{frame}.");
            rows(&|_, part| part.key.starts_with(&prefix))
        }
        ("by_enterprise", "net_present_value") => {
            let positions = positions(table);
            rows(&|at, _| !positions[at])
        }
        ("by_enterprise", enterprise) if !positions(table)[row] => {
            let prefix = format!("{enterprise}/");
            rows(&|at, part| at > row && part.key.starts_with(&prefix))
        }
        ("gross_and_net", _) if column == "net_present_value" => Some(Made::Less("gross", "own_accord")),
        ("gross_and_net", "public_sector") => rows(&|_, part| is_public(&part.key)),
        ("perspectives", "public_sector") if column == "net_present_value" => rows(&|_, part| is_public(&part.key)),
        _ => None,
    }
}

/// Whether a party is one of those that make the public sector.
fn is_public(key: &str) -> bool {
    ["municipality", "other_municipalities", "state", "region"].contains(&key)
}

/// Which rows are positions of the enterprise above them.
fn positions(table: &Table) -> Vec<bool> {
    let mut enterprise = None;
    let mut of = |row: &Row| {
        let position = enterprise.as_ref().is_some_and(|prefix: &String| row.key.starts_with(prefix));
        if !position {
            enterprise = Some(format!("{}/", row.key));
        }
        position
    };
    table.rows.iter().map(&mut of).collect()
}

/// The sum over rows of a column of a sheet, rows that follow one another as ranges.
fn sum_of(rows: &[usize], column: u16) -> Option<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let cell = |row: usize| row_col_to_cell(FIRST_ROW + row as u32, column);
    let ranges = runs.iter().map(|(first, last)| match first == last {
        true => cell(*first),
        false => format!("{}:{}", cell(*first), cell(*last)),
    });
    (runs.len() <= MOST_ARGUMENTS).then(|| format!("=SUM({})", ranges.collect::<Vec<_>>().join(",")))
}

#[cfg(test)]
mod tests {
    use super::sum_of;

    #[test]
    fn rows_that_follow_are_a_range() {
        assert_eq!(sum_of(&[0, 1, 2], 1).as_deref(), Some("=SUM(B5:B7)"));
        assert_eq!(sum_of(&[2, 6, 7], 3).as_deref(), Some("=SUM(D7,D11:D12)"));
        let apart: Vec<usize> = (0..300).map(|row| 2 * row).collect();
        assert_eq!(sum_of(&apart, 1), None);
    }
}
