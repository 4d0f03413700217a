//! Tables as tidy files: one row a figure for machines, and the form that a Danish spreadsheet opens.

mod dictionary;

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::Dossier;
use gevinst::report::information::information_figures;
use gevinst::report::language::Language;
use gevinst::report::sensitivity::sensitivity_figures;
use gevinst::report::table::{Column, Row, Table, Unit, Value};
use gevinst::report::tables::{appendix, report};
use gevinst::report::words::Words;

/// A file of comma-separated values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    /// Name of the file.
    pub name: &'static str,
    /// What stands in it, UTF-8.
    pub text: String,
}

/// The columns of a file of figures.
pub const FIGURE_COLUMNS: [&str; 11] =
    ["table", "row", "row_label", "column", "column_label", "unit", "mean", "p05", "median", "p95", "standard_error"];

/// The columns of a file of texts.
pub const TEXT_COLUMNS: [&str; 6] = ["table", "row", "row_label", "column", "column_label", "text"];

/// The columns of a data dictionary.
pub const DICTIONARY_COLUMNS: [&str; 6] = ["file", "table", "column", "label", "unit", "meaning"];

/// The form of a file of figures.
#[derive(Clone, Copy)]
struct Format {
    separator: u8,
    decimal: char,
    mark: &'static str,
    /// The files of figures, of texts, and the dictionary.
    names: [&'static str; 3],
    /// Whether headings and units are words of the language, not keys.
    worded: bool,
}

/// Comma, point and keys as headings, the same in both languages.
const MACHINE: Format = Format {
    separator: b',',
    decimal: '.',
    mark: "",
    names: ["figures.csv", "texts.csv", "dictionary.csv"],
    worded: false,
};

/// Semicolon, decimal comma, Danish headings and a byte-order mark, as a Danish Excel opens by itself.
const DANISH_EXCEL: Format = Format {
    separator: b';',
    decimal: ',',
    mark: "\u{feff}",
    names: ["tal-excel.csv", "tekster-excel.csv", "dataordbog-excel.csv"],
    worded: true,
};

/// Every table of a dossier in full, in the order of a report: what a reader is shown, what drives it, what better
/// knowledge is worth, and the long tables last.
pub fn tables(dossier: &Dossier, perspective: Perspective) -> Vec<Table> {
    let mut tables = report(&dossier.run, perspective);
    tables.extend(dossier.sensitivity.iter().flat_map(|found| sensitivity_figures(found, perspective)));
    tables.extend(dossier.information.iter().flat_map(|found| information_figures(found, perspective)));
    tables.extend(appendix(&dossier.run));
    tables
}

/// The files of a dossier: figures, texts and their dictionary.
pub fn figures(dossier: &Dossier, perspective: Perspective, words: &Words) -> Vec<Csv> {
    files(&tables(dossier, perspective), words)
}

/// The files of some tables: `figures.csv`, `texts.csv` (what the tables say in words) and `dictionary.csv`, and with
/// Danish words `tal-excel.csv`, `tekster-excel.csv` and `dataordbog-excel.csv` beside them.
pub fn files(tables: &[Table], words: &Words) -> Vec<Csv> {
    let forms: &[Format] = match words.language() {
        Language::Danish => &[MACHINE, DANISH_EXCEL],
        Language::English => &[MACHINE],
    };
    let of = |format: &Format| {
        let [figures, texts, dictionary] = format.names;
        [
            Csv { name: figures, text: figures_of(tables, words, *format) },
            Csv { name: texts, text: texts_of(tables, words, *format) },
            Csv { name: dictionary, text: dictionary::dictionary(tables, words, *format) },
        ]
    };
    forms.iter().flat_map(of).collect()
}

/// A title or a heading with its amounts in kroner, as files state them.
pub(crate) fn in_kroner(text: &str, words: &Words) -> String {
    text.replace(words.word("csv.thousand_kroner"), words.word("csv.kroner"))
}

/// One row a figure; unrounded, in the unit that the row names.
fn figures_of(tables: &[Table], words: &Words, format: Format) -> String {
    let rows = each(tables).filter_map(|(table, row, column, value)| {
        let (unit, numbers): (Unit, [Option<f64>; 5]) = match value {
            Value::Figure { value, error, unit } => (*unit, [Some(*value), None, None, None, Some(*error)]),
            Value::Summary { summary: s, unit } | Value::Interval { summary: s, unit } => {
                (*unit, [s.mean, s.p05, s.median, s.p95, s.standard_error].map(Some))
            }
            _ => return None,
        };
        let mut fields = place(table, row, column, words).to_vec();
        fields.push(unit_name(unit.key(), words, format));
        fields.extend(numbers.map(|number| match number {
            Some(number) => (number / unit.divisor()).to_string().replace('.', &format.decimal.to_string()),
            None => String::new(),
        }));
        Some(fields)
    });
    written(&FIGURE_COLUMNS, rows, words, format)
}

/// One row a text: what the tables say in words.
fn texts_of(tables: &[Table], words: &Words, format: Format) -> String {
    let rows = each(tables).filter(|(.., value)| says(value)).map(|(table, row, column, value)| {
        let mut fields = place(table, row, column, words).to_vec();
        fields.push(words.value(value));
        fields
    });
    written(&TEXT_COLUMNS, rows, words, format)
}

/// Whether a cell says something in words.
fn says(value: &Value) -> bool {
    match value {
        Value::None | Value::Figure { .. } | Value::Summary { .. } | Value::Interval { .. } => false,
        Value::Text(text) => !text.is_empty(),
        Value::Said { text, .. } => !text.is_empty(),
        Value::Phrase(_) | Value::List(_) | Value::Range(_) => true,
        Value::Number(_) | Value::Month(_) => true,
    }
}

/// Where a cell stands: keys and labels of table, row and column.
fn place(table: &Table, row: &Row, column: &Column, words: &Words) -> [String; 5] {
    let (row_label, column_label) = (words.value(&row.label), in_kroner(&words.value(&column.heading), words));
    [table.key.to_owned(), row.key.clone(), row_label, column.key.clone(), column_label]
}

/// The name of a unit: its key, or its word.
fn unit_name(key: &str, words: &Words, format: Format) -> String {
    if format.worded { words.word(&format!("unit_name.{key}")).to_owned() } else { key.to_owned() }
}

/// Every cell with its table, row and column.
fn each(tables: &[Table]) -> impl Iterator<Item = (&Table, &Row, &Column, &Value)> {
    tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            let cells = table.columns.iter().zip(&row.cells);
            cells.map(move |(column, value)| (table, row, column, value))
        })
    })
}

/// Rows under their headings, in a form.
fn written(columns: &[&str], rows: impl Iterator<Item = Vec<String>>, words: &Words, format: Format) -> String {
    let heading = |column: &&str| match format.worded {
        true => words.word(&format!("csv.{column}")).to_owned(),
        false => (*column).to_owned(),
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(format.separator)
        .terminator(csv::Terminator::CRLF)
        .from_writer(format.mark.as_bytes().to_vec());
    for fields in std::iter::once(columns.iter().map(heading).collect()).chain(rows) {
        writer.write_record(fields).expect("a row has as many fields as the headings, and memory takes them");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("fields are text")
}

#[cfg(test)]
mod tests {
    use super::{DANISH_EXCEL, MACHINE, figures_of, texts_of, written};
    use gevinst::report::language::Language::{Danish, English};
    use gevinst::report::table::{Column, Phrase, Row, Table, Unit, Value};
    use gevinst::report::words::Words;

    fn table(cells: Vec<Value>) -> Table {
        Table {
            key: "t",
            title: Phrase::new("title.law"),
            rows_heading: Phrase::new("rows.year"),
            columns: vec![Column::figures("value"), Column::words("doubts")],
            rows: vec![Row::new("r", "label", cells)],
            notes: Vec::new(),
        }
    }

    #[test]
    fn quotes_what_needs_it() {
        let fields = ["a,b", "say \"x\"", "c;d"];
        let line = |format| {
            let rows = std::iter::once(fields.map(str::to_owned).to_vec());
            let text = written(&["table", "row", "text"], rows, Words::of(English), format);
            text.split_once("\r\n").expect("headings").1.to_owned()
        };
        assert_eq!(line(MACHINE), "\"a,b\",\"say \"\"x\"\"\",c;d\r\n");
        assert_eq!(line(DANISH_EXCEL), "a,b;\"say \"\"x\"\"\";\"c;d\"\r\n");
    }

    #[test]
    fn figures_stand_in_kroner_in_both_forms() {
        let table = [table(vec![Value::exact(-123_450.0, Unit::Gain), Value::None])];
        let machine = figures_of(&table, Words::of(Danish), MACHINE);
        assert!(machine.starts_with("table,row,row_label,column,column_label,unit,mean,"), "{machine}");
        assert!(machine.ends_with("t,r,label,value,Værdi,kr,-1234.5,,,,0\r\n"), "{machine}");
        let danish = figures_of(&table, Words::of(Danish), DANISH_EXCEL);
        assert!(danish.starts_with("\u{feff}tabel;række;"), "{danish}");
        assert!(danish.ends_with("t;r;label;value;Værdi;kr.;-1234,5;;;;0\r\n"), "{danish}");
    }

    #[test]
    fn what_is_said_several_times_is_a_text_and_nothing_is_none() {
        let list = Value::List(vec!["a".into(), "b".into()]);
        let said = texts_of(&[table(vec![Value::Text(String::new()), list])], Words::of(English), MACHINE);
        assert_eq!(said.lines().skip(1).collect::<Vec<_>>(), ["t,r,label,doubts,Doubts,a and b"]);
    }
}
