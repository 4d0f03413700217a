//! From a table to texts in a language: the last step before a format.

use crate::report::number::supported;
use crate::report::table::{Column, Shows, Table, Unit, Value};
use crate::report::words::Words;

/// How a figure is to be marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither gain nor loss.
    #[default]
    Plain,
    /// A gain.
    Gain,
    /// A loss, marked as plainly as a gain.
    Loss,
}

/// A cell as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordedCell {
    /// The text.
    pub text: String,
    /// How to mark it.
    pub tone: Tone,
}

/// A column's heading as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordedColumn {
    /// The heading.
    pub heading: String,
    /// Whether its texts stand to the right, as figures do.
    pub right: bool,
}

/// A row as texts: its label first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordedRow {
    /// One cell per heading.
    pub cells: Vec<WordedCell>,
    /// Whether it sums up the others.
    pub total: bool,
}

/// A table as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordedTable {
    /// Title.
    pub title: String,
    /// Headings, that over the labels first.
    pub columns: Vec<WordedColumn>,
    /// Rows.
    pub rows: Vec<WordedRow>,
    /// Lines under the table.
    pub notes: Vec<String>,
}

impl Table {
    /// The table in a language; a column with intervals becomes two.
    pub fn worded(&self, words: &Words) -> WordedTable {
        let mut columns = vec![WordedColumn { heading: words.phrase(&self.rows_heading), right: false }];
        for column in &self.columns {
            columns.push(WordedColumn { heading: words.value(&column.heading), right: !column.words });
            if column.shows == Shows::MeanAndInterval {
                columns.push(WordedColumn { heading: words.word("column.interval").to_owned(), right: true });
            }
        }
        let rows = self.rows.iter().map(|row| {
            let label = WordedCell { text: words.value(&row.label), tone: Tone::Plain };
            let cells = self.columns.iter().zip(&row.cells).flat_map(|(column, value)| cells(words, column, value));
            WordedRow { cells: std::iter::once(label).chain(cells).collect(), total: row.total }
        });
        WordedTable {
            title: words.phrase(&self.title),
            columns,
            rows: rows.collect(),
            notes: self.notes.iter().map(|note| words.phrase(note)).collect(),
        }
    }
}

/// The one or two texts of a value in a column.
fn cells(words: &Words, column: &Column, value: &Value) -> Vec<WordedCell> {
    let mut cells = vec![WordedCell { text: words.value(value), tone: tone(value) }];
    if column.shows == Shows::MeanAndInterval {
        let interval = match value {
            Value::Summary { summary, .. } if summary.p05 == summary.p95 && summary.mean == summary.p05 => {
                words.word("value.fixed").to_owned()
            }
            Value::Summary { summary, unit } => words.value(&Value::Interval { summary: *summary, unit: *unit }),
            _ => String::new(),
        };
        cells.push(WordedCell { text: interval, tone: Tone::Plain });
    }
    cells
}

/// Whether a value, rounded to what its error supports, is a gain or a loss.
pub fn tone(value: &Value) -> Tone {
    let (figure, error, unit) = match value {
        Value::Figure { value, error, unit } => (*value, *error, *unit),
        Value::Summary { summary, unit } => (summary.mean, summary.standard_error, *unit),
        _ => return Tone::Plain,
    };
    let smallest = if unit == Unit::GainInThousands { 1000.0 } else { 1.0 };
    let shown = supported(figure / unit.divisor(), error / unit.divisor(), smallest);
    match shown {
        _ if !unit.is_gain() => Tone::Plain,
        gain if gain > 0.0 => Tone::Gain,
        loss if loss < 0.0 => Tone::Loss,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::{Tone, tone};
    use crate::report::table::{Unit, Value};

    #[test]
    fn what_rounds_to_nothing_is_neither_gain_nor_loss() {
        let figure = |value, error| tone(&Value::Figure { value, error, unit: Unit::Gain });
        assert_eq!(figure(-100.0, 0.0), Tone::Loss);
        assert_eq!(figure(100.0, 0.0), Tone::Gain);
        assert_eq!(figure(100.0, 10_000.0), Tone::Plain);
        assert_eq!(tone(&Value::exact(-5.0, Unit::Change)), Tone::Plain);
    }
}
