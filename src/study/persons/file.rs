//! Reads a file of persons: encoding, header, rows. Its messages name line and column, and never a cell.

use std::path::Path;

use csv::{ByteRecord, Position, ReaderBuilder, Trim};

use crate::domain::benefit::Family;
use crate::domain::person::KnownPerson;
use crate::study::error::Problem;
use crate::study::persons::columns::{COLUMNS, Column, nobody};
use crate::study::persons::content::{COHORT, Content, Row};
use crate::study::persons::pseudonym::looks_like_cpr;

use crate::study::suggestion::advice;

/// Signs that may stand between cells.
const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];

/// What UTF-8 files of spreadsheets begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What files of other programs begin with, and what such a file is.
const OTHERS: [(&[u8], &str); 4] = [
    (b"PK", "a workbook (xlsx or ods), which is no text"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (xls), which is no text"),
    (b"\xff\xfe", "text in UTF-16, as \"Unicode text\" of a spreadsheet is"),
    (b"\xfe\xff", "text in UTF-16, as \"Unicode text\" of a spreadsheet is"),
];

/// The content of a file and what is wrong with it, row by row.
///
/// # Errors
/// Where there is nothing to read rows from: no file, no known separator, no header.
pub(crate) fn read(path: &Path, separator: Option<char>) -> Result<(Content, Vec<Problem>), Vec<Problem>> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        let remedy = "the path is relative to the scenario file: check it, and that you may read the file";
        vec![Problem::new(format!("{COHORT}.file"), format!("cannot read `{shown}`: {error}"), remedy)]
    })?;
    if let Some((_, what)) = OTHERS.into_iter().find(|(mark, _)| bytes.starts_with(mark)) {
        let remedy = "open it in the spreadsheet and save it as CSV UTF-8";
        return Err(vec![at(1, 1, "", format!("the file is {what}"), remedy)]);
    }
    let text = bytes.strip_prefix(MARK).unwrap_or(&bytes);
    let separator = separator.unwrap_or_else(|| separator_of(text));
    if !SEPARATORS.contains(&separator) {
        let remedy = "write \";\", \",\", \"|\" or \"\\t\", or leave it out";
        return Err(vec![Problem::new(format!("{COHORT}.separator"), "it separates no cells", remedy)]);
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(separator as u8)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text);
    let mut records = reader.byte_records().filter_map(Result::ok);
    let header = records.next().ok_or_else(|| {
        let remedy = format!("expected a header ({}) and a line for each person", needed_names());
        vec![at(1, 1, "", "the file is empty", remedy)]
    })?;
    if let Some(open) = open_quote(&header, 1) {
        return Err(vec![open]);
    }
    let columns = columns(&header)?;
    let mut content = Content { columns: columns.iter().map(|column| column.name).collect(), rows: Vec::new() };
    let mut problems = Vec::new();
    for record in records.filter(|record| record.iter().any(|cell| !cell.is_empty())) {
        let line = record.position().map_or(0, |position| line_of(text, position));
        match person(&record, line, &columns) {
            Ok(person) => content.rows.push(Row { line, person }),
            Err(wrong) => problems.extend(wrong),
        }
    }
    Ok((content, problems))
}

/// A cell that goes on in the next line: its quote was never closed, for no cell of such a file has two lines.
fn open_quote(record: &ByteRecord, line: u64) -> Option<Problem> {
    let cell = record.iter().position(|cell| cell.contains(&b'\n'))? + 1;
    let wrong = "a quote (\") is opened here and not closed in the line";
    Some(at(line, cell, "", wrong, "close it behind the cell, or take it out"))
}

/// The separator that stands in the first line; a comma where none does.
fn separator_of(text: &[u8]) -> char {
    let header = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    SEPARATORS.into_iter().find(|sign| *sign != ',' && header.contains(&(*sign as u8))).unwrap_or(',')
}

/// The line of a row: the reader counts empty lines before it as its own.
fn line_of(text: &[u8], position: &Position) -> u64 {
    let rest = text.get(position.byte() as usize..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + empty.filter(|byte| **byte == b'\n').count() as u64
}

/// A problem at a place of the file; the path ends with the column where it has a name.
fn at(line: u64, cell: usize, column: &str, wrong: impl Into<String>, remedy: impl Into<String>) -> Problem {
    let mut path = format!("{COHORT}[line {line}]");
    if !column.is_empty() {
        path += &format!(".{column}");
    }
    Problem { cell: Some((line as usize, cell)), ..Problem::new(path, wrong, remedy) }
}

fn needed_names() -> String {
    let names = COLUMNS.iter().filter(|column| column.needed).map(|column| column.name);
    names.collect::<Vec<_>>().join(", ")
}

/// The columns of a header, in its order.
fn columns(header: &ByteRecord) -> Result<Vec<&'static Column>, Vec<Problem>> {
    let names: Vec<String> = header.iter().map(|cell| String::from_utf8_lossy(cell).to_lowercase()).collect();
    let known = |name: &String| COLUMNS.iter().find(|column| column.name == *name);
    // A file without a header has a person in its first line, of whom nothing may be shown.
    if 2 * names.iter().filter_map(known).count() <= names.len() {
        let wrong = "the first line is no header: most of its cells are no known columns";
        let remedy = format!("expected at least {}; is the separator the right one?", needed_names());
        return Err(vec![at(1, 1, "", wrong, remedy)]);
    }
    let (mut columns, mut problems) = (Vec::new(), Vec::new());
    for (name, cell) in names.iter().zip(1..) {
        let Some(column) = known(name) else {
            problems.push(unknown_column(name, cell));
            continue;
        };
        if columns.iter().any(|other: &&Column| other.name == column.name) {
            problems.push(at(1, cell, column.name, "the column stands twice", "leave one of them out"));
        }
        columns.push(column);
    }
    for column in COLUMNS.iter().filter(|column| column.needed && !names.iter().any(|name| *name == column.name)) {
        let remedy = format!("add it: expected {}", column.expected);
        problems.push(at(1, 1, column.name, "the column is missing", remedy));
    }
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

/// A column that nobody knows; it is named where it reads like a name of a column, and cannot be somebody's number.
fn unknown_column(name: &str, cell: usize) -> Problem {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let nameable = !name.is_empty() && name.chars().count() <= 40 && name.chars().all(plain) && digits <= 4;
    if !nameable || looks_like_cpr(name) {
        let remedy = "leave the column out: only what the model knows may stand in the file";
        return at(1, cell, "", format!("column {cell} has no known name"), remedy);
    }
    let known = COLUMNS.iter().map(|column| column.name);
    let remedy = format!("{}; what the model does not know stays out of the file", advice(name, known));
    at(1, cell, "", format!("there is no column `{name}`"), remedy)
}

/// The person of a row, or everything that is wrong with its cells.
fn person(record: &ByteRecord, line: u64, columns: &[&'static Column]) -> Result<KnownPerson, Vec<Problem>> {
    if let Some(open) = open_quote(record, line) {
        return Err(vec![open]);
    }
    if record.len() != columns.len() {
        let (cells, of) = (record.len(), columns.len());
        let remedy = format!("expected {of}, as in the header; a cell that holds the separator stands in quotes");
        return Err(vec![at(line, cells.min(of) + 1, "", format!("the line has {cells} cells"), remedy)]);
    }
    let mut person = nobody();
    let mut problems = Vec::new();
    for ((bytes, column), cell) in record.iter().zip(columns).zip(1..) {
        let mut wrong = |wrong: &str, remedy: String| problems.push(at(line, cell, column.name, wrong, remedy));
        match std::str::from_utf8(bytes) {
            Err(_) => wrong("the cell is not UTF-8 text", "save the file as CSV UTF-8".to_owned()),
            Ok("") if column.needed => wrong("the cell is empty", format!("expected {}", expected(column))),
            Ok("") => {}
            Ok(text) => {
                if (column.set)(&mut person, text).is_none() {
                    wrong("something else stands here", format!("expected {}", expected(column)));
                }
            }
        }
    }
    if problems.is_empty() { Ok(person) } else { Err(problems) }
}

/// What a cell of a column holds; of words, all that are known.
fn expected(column: &Column) -> String {
    if column.name != "family" {
        return column.expected.to_owned();
    }
    let families: Vec<&str> = Family::ALL.iter().map(|family| family.key()).collect();
    format!("one of {}", families.join(", "))
}
