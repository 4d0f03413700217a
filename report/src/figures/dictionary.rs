//! The data dictionary: every column of the files and of the tables in them, with its unit and its meaning.

use std::collections::BTreeSet;

use gevinst::domain::party::Perspective;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::{Column, Phrase, Table, Value};
use gevinst::report::words::Words;

use super::{DICTIONARY_COLUMNS, FIGURE_COLUMNS, Format, TEXT_COLUMNS, in_kroner, says, unit_name, written};

/// The dictionary of the files of some tables: first the columns of the files, then table by table its title with its
/// notes and its columns.
pub(super) fn dictionary(tables: &[Table], words: &Words, format: Format) -> String {
    let columns: [&[&str]; 3] = [&FIGURE_COLUMNS, &TEXT_COLUMNS, &DICTIONARY_COLUMNS];
    let mut rows = Vec::new();
    for (file, columns) in format.names.iter().zip(columns) {
        rows.extend(columns.iter().map(|column| of_file(file, column, words, format)));
    }
    for table in tables {
        rows.extend(of_table(table, words, format));
    }
    // Two tables of one kind have most of their columns in common.
    let mut told = BTreeSet::new();
    rows.retain(|row| told.insert(row.clone()));
    written(&DICTIONARY_COLUMNS, rows.into_iter(), words, format)
}

/// A column of a file.
fn of_file(file: &str, column: &str, words: &Words, format: Format) -> Vec<String> {
    let figure = ["mean", "p05", "median", "p95", "standard_error"].contains(&column);
    let unit = if figure { words.word("csv.unit_of_row") } else { "" };
    let label = words.word(&format!("csv.{column}"));
    let name = if format.worded { label } else { column };
    let meaning = words.word(&format!("csv.of_{column}"));
    [file, "", name, label, unit, meaning].map(str::to_owned).to_vec()
}

/// A table with its notes, and its columns.
fn of_table(table: &Table, words: &Words, format: Format) -> Vec<Vec<String>> {
    let title = in_kroner(&words.phrase(&table.title), words);
    let notes: Vec<String> = table.notes.iter().map(|note| words.phrase(note)).collect();
    let [figures, texts, _] = format.names;
    let heading = [figures, table.key, "", title.as_str(), "", notes.join(" ").as_str()].map(str::to_owned).to_vec();
    let mut rows = vec![heading];
    for (at, column) in table.columns.iter().enumerate() {
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(at));
        let units: BTreeSet<&str> = cells().filter_map(unit_of).collect();
        let said = cells().any(says);
        let files = [(figures, !units.is_empty()), (texts, said)];
        for (file, _) in files.into_iter().filter(|(_, holds)| *holds) {
            let names = units.iter().filter(|_| file == figures).map(|unit| unit_name(unit, words, format));
            rows.push(vec![
                file.to_owned(),
                table.key.to_owned(),
                column.key.clone(),
                in_kroner(&words.value(&column.heading), words),
                names.collect::<Vec<_>>().join(", "),
                meaning(table, column, &title, words),
            ]);
        }
    }
    rows
}

/// What a figure is counted in.
fn unit_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Figure { unit, .. } | Value::Summary { unit, .. } | Value::Interval { unit, .. } => Some(unit.key()),
        _ => None,
    }
}

/// What a column means: of a party its net, otherwise the words for it, or where it stands.
fn meaning(table: &Table, column: &Column, title: &str, words: &Words) -> String {
    let key = column.key.as_str();
    let party = Perspective::ALL.into_iter().find(|perspective| perspective_key(*perspective) == key);
    let own = format!("meaning.{key}");
    let phrase = match party {
        Some(_) if table.key == "thresholds" => within(title, column),
        Some(_) => Phrase::new("meaning.perspective").with("who", Phrase::new(format!("who.{key}"))),
        None if words.knows(&own) => Phrase::new(own),
        None => within(title, column),
    };
    words.phrase(&phrase)
}

fn within(title: &str, column: &Column) -> Phrase {
    Phrase::new("meaning.within").with("title", title).with("label", column.heading.clone())
}
