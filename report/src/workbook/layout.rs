//! Which columns of a sheet a table's columns become: an interval becomes five, two ends become two.

use gevinst::report::table::{Column, Phrase, Shows, Table, Value};
use gevinst::report::words::Words;

/// What a column of a sheet shows of the cells of a column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All there is to show.
    Whole,
    /// The mean over the draws.
    Mean,
    /// Its 5th percentile.
    P05,
    /// Its median.
    Median,
    /// Its 95th percentile.
    P95,
    /// Its Monte Carlo error.
    Error,
    /// The lower of two ends.
    Low,
    /// The upper of two ends.
    High,
}

impl Part {
    /// Whether formulas may stand for it: only means add up.
    pub(super) fn adds(self) -> bool {
        matches!(self, Part::Whole | Part::Mean)
    }
}

/// A column of a sheet.
pub(super) struct Place<'a> {
    /// The column of the table, from 0.
    pub(super) column: usize,
    /// The same.
    pub(super) of: &'a Column,
    /// What it shows of it.
    pub(super) part: Part,
}

/// The columns of a sheet after that of the labels.
pub(super) fn places(table: &Table) -> Vec<Place<'_>> {
    let parts = |column: usize, of: &Column| -> &'static [Part] {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        if of.shows == Shows::MeanAndInterval {
            &[Part::Mean, Part::P05, Part::Median, Part::P95, Part::Error]
        } else if cells.any(|cell| ends(cell).is_some()) {
            &[Part::Low, Part::High]
        } else {
            &[Part::Whole]
        }
    };
    let of = |(column, of): (usize, _)| parts(column, of).iter().map(move |part| Place { column, of, part: *part });
    table.columns.iter().enumerate().flat_map(of).collect()
}

/// The two ends of a cell that goes from one figure to another.
pub(super) fn ends(value: &Value) -> Option<[&Value; 2]> {
    match value {
        Value::Range(ends) => Some([&ends[0], &ends[1]]),
        Value::Phrase(Phrase { key, values }) if key == "value.interval" => match values.as_slice() {
            [(_, low), (_, high)] => Some([low, high]),
            _ => None,
        },
        _ => None,
    }
}

/// The heading of a column of a sheet.
pub(super) fn heading(place: &Place, words: &Words) -> String {
    let key = match place.part {
        Part::Whole => return words.value(&place.of.heading),
        Part::Mean => "workbook.mean",
        Part::P05 => "workbook.p05",
        Part::Median => "workbook.median",
        Part::P95 => "workbook.p95",
        Part::Error => "workbook.error",
        Part::Low => "workbook.low",
        Part::High => "workbook.high",
    };
    words.phrase(&Phrase::new(key).with("heading", place.of.heading.clone()))
}
