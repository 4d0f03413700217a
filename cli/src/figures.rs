//! Tables as files of figures: one row a figure for machines, and the form that a Danish spreadsheet opens.

use std::path::Path;

use gevinst::report::language::Language;
use gevinst::report::table::{Table, Unit, Value};
use gevinst::report::words::Words;

use crate::failure::Failure;

/// The columns of every file of figures.
const COLUMNS: [&str; 9] = ["table", "row", "column", "unit", "mean", "p05", "median", "p95", "standard_error"];

/// How a file of figures is written.
#[derive(Clone, Copy)]
struct Format {
    separator: char,
    decimal: char,
    mark: &'static str,
}

/// Comma and point.
const MACHINE: Format = Format { separator: ',', decimal: '.', mark: "" };

/// Semicolon, decimal comma and a byte-order mark, as a Danish Excel opens by itself.
const DANISH_EXCEL: Format = Format { separator: ';', decimal: ',', mark: "\u{feff}" };

/// Writes `figures.csv` and `texts.csv` (words of the assumptions and the law) into a directory, and with Danish words
/// `tal-excel.csv` and `tekster-excel.csv` beside them.
pub fn write(tables: &[Table], words: &Words, into: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(into).map_err(Failure::unwritable(into))?;
    let mut files = vec![("figures.csv", figures(tables, MACHINE)), ("texts.csv", texts(tables, words, MACHINE))];
    if words.language() == Language::Danish {
        files.push(("tal-excel.csv", figures(tables, DANISH_EXCEL)));
        files.push(("tekster-excel.csv", texts(tables, words, DANISH_EXCEL)));
    }
    for (name, text) in files {
        let path = into.join(name);
        std::fs::write(&path, text).map_err(Failure::unwritable(&path))?;
    }
    Ok(())
}

/// One row a figure; unrounded, in the unit that the row names.
fn figures(tables: &[Table], format: Format) -> String {
    let mut text = format.mark.to_owned() + &line(&COLUMNS, format);
    for (table, row, column, value) in each(tables) {
        let (unit, numbers): (Unit, [Option<f64>; 5]) = match value {
            Value::Figure { value, error, unit } => (*unit, [Some(*value), None, None, None, Some(*error)]),
            Value::Summary { summary: s, unit } | Value::Interval { summary: s, unit } => {
                (*unit, [s.mean, s.p05, s.median, s.p95, s.standard_error].map(Some))
            }
            _ => continue,
        };
        let mut fields = [table, row, column, unit.key()].map(str::to_owned).to_vec();
        fields.extend(numbers.map(|number| {
            let written = number.map_or(String::new(), |number| (number / unit.divisor()).to_string());
            written.replace('.', &format.decimal.to_string())
        }));
        text += &line(&fields, format);
    }
    text
}

/// One row a text: what the tables say in words.
fn texts(tables: &[Table], words: &Words, format: Format) -> String {
    let mut text = format.mark.to_owned() + &line(&["table", "row", "column", "text"], format);
    for (table, row, column, value) in each(tables) {
        if let Value::Text(_) | Value::Phrase(_) | Value::Month(_) = value {
            text += &line(&[table, row, column, &words.value(value)], format);
        }
    }
    text
}

/// Every cell with its table, row and column.
fn each(tables: &[Table]) -> impl Iterator<Item = (&str, &str, &str, &Value)> {
    tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            let cells = table.columns.iter().zip(&row.cells);
            cells.map(move |(column, value)| (table.key, row.key.as_str(), column.key.as_str(), value))
        })
    })
}

/// A line of fields, quoted where they hold a separator, a quote or a line break.
fn line(fields: &[impl AsRef<str>], format: Format) -> String {
    let quoted = fields.iter().map(AsRef::as_ref).map(|field| {
        if field.contains([format.separator, '"', '\n', '\r']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field.to_owned()
        }
    });
    quoted.collect::<Vec<_>>().join(&format.separator.to_string()) + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::{DANISH_EXCEL, MACHINE, figures, line};
    use gevinst::report::table::{Column, Phrase, Row, Table, Unit, Value};

    #[test]
    fn quotes_what_needs_it() {
        assert_eq!(line(&["a,b", "say \"x\"", "c;d"], MACHINE), "\"a,b\",\"say \"\"x\"\"\",c;d\r\n");
        assert_eq!(line(&["a,b", "c;d"], DANISH_EXCEL), "a,b;\"c;d\"\r\n");
    }

    #[test]
    fn figures_stand_in_kroner_in_both_forms() {
        let table = Table {
            key: "t",
            title: Phrase::new("title.law"),
            rows_heading: Phrase::new("rows.year"),
            columns: vec![Column::figures("value")],
            rows: vec![Row::new("r", "label", vec![Value::exact(-123_450.0, Unit::Gain)])],
            notes: Vec::new(),
        };
        assert!(figures(std::slice::from_ref(&table), MACHINE).ends_with("t,r,value,kr,-1234.5,,,,0\r\n"));
        let danish = figures(&[table], DANISH_EXCEL);
        assert!(danish.starts_with('\u{feff}') && danish.ends_with("t;r;value;kr;-1234,5;;;;0\r\n"), "{danish}");
    }
}
