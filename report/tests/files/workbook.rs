//! The workbook, read back cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use gevinst::domain::party::Perspective;
use gevinst::report::decisions::Dossier;
use gevinst::report::findings::Warning;
use gevinst::report::language::Language;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::{Shows, Table, Unit, Value};
use gevinst::report::words::Words;
use gevinst_report::figures::tables;
use gevinst_report::workbook::{shown, workbook};

use crate::dossiers::{JAMMERBUGT, LADDER, PERSONS, SMALL_JOBS};

/// Rows above the first row of figures.
const ABOVE: u32 = 4;

/// Cells by row and column, from 0.
type Cells = BTreeMap<(u32, u32), Data>;

/// A workbook as it was read back.
struct Read {
    /// Cells of each sheet, in order.
    sheets: Vec<(String, Cells)>,
    /// Formulas by sheet and cell.
    formulas: BTreeMap<(usize, u32, u32), String>,
    names: Vec<(String, String)>,
}

fn read(dossier: &Dossier, perspective: Perspective, language: Language) -> Read {
    let bytes = workbook(dossier, perspective, Words::of(language)).expect("a workbook");
    let mut xlsx: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook is read back");
    let (mut sheets, mut formulas) = (Vec::new(), BTreeMap::new());
    for (at, name) in xlsx.sheet_names().into_iter().enumerate() {
        let range = xlsx.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().unwrap_or_default();
        let cells =
            range.used_cells().map(|(row, column, cell)| ((row as u32 + top, column as u32 + left), cell.clone()));
        sheets.push((name.clone(), cells.collect()));
        let range = xlsx.worksheet_formula(&name).expect("its formulas");
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, formula) in range.used_cells() {
            formulas.insert((at, row as u32 + top, column as u32 + left), formula.clone());
        }
    }
    Read { sheets, formulas, names: xlsx.defined_names().to_vec() }
}

impl Read {
    /// The number in a cell; a formula's stored result where it is one.
    fn number(&self, sheet: usize, cell: (u32, u32)) -> Option<f64> {
        match self.sheets[sheet].1.get(&cell) {
            Some(Data::Float(number)) => Some(*number),
            Some(Data::Int(number)) => Some(*number as f64),
            Some(Data::DateTime(date)) => Some(date.as_f64()),
            _ => None,
        }
    }

    /// The sum that a formula of this workbook makes: `SUM(B5:B7,B9)` or `B5-G5`.
    fn computed(&self, sheet: usize, formula: &str) -> f64 {
        let at = |cell: &str| {
            let letters = cell.chars().take_while(char::is_ascii_uppercase);
            let column = letters.clone().fold(0, |sum, letter| sum * 26 + letter as u32 - 'A' as u32 + 1);
            let row: u32 = cell[letters.count()..].parse().expect("a row");
            (row - 1, column - 1)
        };
        let number = |cell| self.number(sheet, cell).unwrap_or_default();
        if let Some((one, less)) = formula.split_once('-') {
            return number(at(one)) - number(at(less));
        }
        let parts = formula.trim_start_matches("SUM(").trim_end_matches(')').split(',');
        let of = |part: &str| -> f64 {
            let ((first, column), (last, _)) = match part.split_once(':') {
                Some((from, to)) => (at(from), at(to)),
                None => (at(part), at(part)),
            };
            (first..=last).map(|row| number((row, column))).sum()
        };
        parts.map(of).sum()
    }
}

/// The numbers that a value puts into the columns of a sheet.
fn numbers(value: &Value, interval: bool) -> Vec<Option<f64>> {
    let of = |value: f64, unit: Unit| Some(value / unit.divisor());
    match value {
        Value::Summary { summary: s, unit } if interval => {
            [s.mean, s.p05, s.median, s.p95, s.standard_error].map(|number| of(number, *unit)).to_vec()
        }
        Value::Summary { summary, unit } => vec![of(summary.mean, *unit)],
        Value::Figure { value, unit, .. } if interval => vec![of(*value, *unit), None, None, None, None],
        Value::Figure { value, unit, .. } => vec![of(*value, *unit)],
        Value::Number(number) => vec![Some(*number as f64)],
        Value::Phrase(phrase) if phrase.key == "value.interval" => {
            phrase.values.iter().flat_map(|(_, end)| numbers(end, false)).collect()
        }
        _ if interval => vec![None; 5],
        _ => vec![None],
    }
}

/// Holds every figure of a table against its sheet, and every text against its words.
fn compare(table: &Table, read: &Read, sheet: usize, words: &Words) -> usize {
    let mut compared = 0;
    for (at, row) in table.rows.iter().enumerate() {
        let mut column = 1;
        for (of, value) in table.columns.iter().zip(&row.cells) {
            let numbers = numbers(value, of.shows == Shows::MeanAndInterval);
            for expected in &numbers {
                let cell = (ABOVE + at as u32, column);
                let found = read.number(sheet, cell);
                match (expected, value) {
                    (Some(expected), _) => {
                        let found = found.unwrap_or_else(|| panic!("{} {cell:?}: no number", table.key));
                        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{} {cell:?}", table.key);
                        compared += 1;
                    }
                    (None, Value::Text(_) | Value::Phrase(_) | Value::List(_)) => {
                        let text = words.value(value);
                        let found = read.sheets[sheet].1.get(&cell).map(ToString::to_string).unwrap_or_default();
                        assert_eq!(found, text, "{} {cell:?}", table.key);
                    }
                    (None, Value::Month(_)) => assert!(found.is_some_and(|date| date > 40_000.0)),
                    (None, _) => assert_eq!(found, None, "{} {cell:?}", table.key),
                }
                column += 1;
            }
        }
    }
    compared
}

#[test]
fn every_figure_stands_in_its_cell() {
    for (dossier, perspective) in [
        (&*SMALL_JOBS, Perspective::Municipality),
        (&*JAMMERBUGT, Perspective::Municipality),
        (&*JAMMERBUGT, Perspective::Society),
        (&*LADDER, Perspective::State),
    ] {
        for language in Language::ALL {
            let (read, words) = (read(dossier, perspective, language), Words::of(language));
            let tables = shown(dossier, perspective);
            assert_eq!(read.sheets.len(), tables.len() + 2, "a guide, key figures and one sheet a table");
            let compared: usize =
                tables.iter().enumerate().map(|(at, table)| compare(table, &read, at + 2, words)).sum();
            assert!(compared > 500, "{compared} figures");
        }
    }
}

/// Nothing of the tables is lost but monthly series of counts that are nothing in either arm.
#[test]
fn the_sheets_hold_the_tables() {
    for (all, shown) in tables(&JAMMERBUGT, Perspective::State).iter().zip(shown(&JAMMERBUGT, Perspective::State)) {
        if all.key == "net_saving_by_year" {
            assert_eq!(all.rows, shown.rows[..all.rows.len()]);
            continue;
        }
        let kept = |key: &str| shown.columns.iter().any(|column| column.key == key);
        assert_eq!(all.rows.len(), shown.rows.len());
        for (all_cells, shown_cells) in all.rows.iter().zip(&shown.rows) {
            let (left_out, told): (Vec<_>, Vec<_>) =
                all.columns.iter().zip(&all_cells.cells).partition(|(column, _)| !kept(&column.key));
            assert!(left_out.iter().all(|(_, cell)| matches!(cell, Value::Figure { value: 0.0, .. })), "{}", all.key);
            assert!(left_out.is_empty() || all.key == "activity_by_month");
            assert!(told.into_iter().map(|(_, cell)| cell).eq(&shown_cells.cells));
        }
    }
}

#[test]
fn sheets_have_short_names_of_their_own_in_the_language() {
    for language in Language::ALL {
        let read = read(&SMALL_JOBS, Perspective::Municipality, language);
        let names: Vec<&str> = read.sheets.iter().map(|(name, _)| name.as_str()).collect();
        let first = if language == Language::Danish { "L\u{e6}sevejledning" } else { "How to read" };
        assert_eq!(names[0], first);
        for name in &names {
            assert!(name.chars().count() <= 31 && !name.contains(['*', '?', ':', '[', ']', '\\', '/']), "{name}");
        }
        let words = Words::of(language);
        for table in shown(&SMALL_JOBS, Perspective::Municipality) {
            assert!(names.contains(&words.word(&format!("sheet.{}", table.key))), "{}", table.key);
        }
        let thousands = words.word("csv.thousand_kroner");
        for (name, cells) in &read.sheets[1..] {
            let titled = cells.get(&(0, 0)).map(ToString::to_string).unwrap_or_default();
            assert!(!titled.is_empty() && !titled.contains(thousands), "{name}: {titled}");
        }
    }
}

#[test]
fn totals_are_formulas_that_agree_with_the_figures() {
    let read = read(&JAMMERBUGT, Perspective::Municipality, Language::English);
    for ((sheet, row, column), formula) in &read.formulas {
        let stored = read.number(*sheet, (*row, *column)).expect("a stored result");
        let computed = read.computed(*sheet, formula);
        let name = &read.sheets[*sheet].0;
        assert!((stored - computed).abs() <= 0.01, "{name} {formula}: {stored} and {computed}");
    }
    let tables = shown(&JAMMERBUGT, Perspective::Municipality);
    let formula = |key: &str, row: &str, column: u32| {
        let at = tables.iter().position(|table| table.key == key).expect("a table");
        let rows = &tables[at].rows;
        let row = rows.iter().position(|its| its.key == row).expect("a row");
        read.formulas.get(&(at + 2, ABOVE + row as u32, column)).unwrap_or_else(|| panic!("{key}: no formula"))
    };
    let purposes = JAMMERBUGT.run.savings(Perspective::Municipality).by_purpose.len();
    assert_eq!(*formula("by_purpose", "net_present_value", 1), format!("SUM(B5:B{})", 4 + purposes));
    for row in ["service", "guaranteed_transfer", "other_transfer", "tax_and_grants", "total"] {
        for year in 0..JAMMERBUGT.run.budget.years.len() as u32 {
            assert!(formula("budget", row, 3 + year).starts_with("SUM("), "{row}");
        }
    }
    let years = JAMMERBUGT.run.years.len();
    assert_eq!(*formula("net_saving_by_year", "all_years", 1), format!("SUM(B5:B{})", 4 + years));
    assert!(formula("by_enterprise", "net_present_value", 3).starts_with("SUM("));
    assert!(formula("by_enterprise", "hotel", 3).starts_with("SUM("));
    assert!(formula("perspectives", "public_sector", 1).starts_with("SUM("));
    assert_eq!(formula("gross_and_net", "state", 11), "B6-G6");
}

#[test]
fn key_figures_and_tables_have_names() {
    let read = read(&JAMMERBUGT, Perspective::Municipality, Language::Danish);
    let names: BTreeMap<&str, &str> =
        read.names.iter().map(|(name, range)| (name.as_str(), range.trim_start_matches('='))).collect();
    let tables = shown(&JAMMERBUGT, Perspective::Municipality);
    let of_tables = names.keys().filter(|name| name.starts_with("Tabel_")).count();
    assert_eq!(of_tables, tables.len());
    let savings = JAMMERBUGT.run.savings(Perspective::Municipality);
    let value = |name: &str| {
        let range = names.get(name).unwrap_or_else(|| panic!("no name `{name}` in {names:?}"));
        let row: u32 = range.trim_start_matches("'Hovedtal'!$B$").parse().unwrap_or_else(|_| panic!("{range}"));
        read.number(1, (row - 1, 1)).expect("a number")
    };
    let kroner = |ore: f64| ore / 100.0;
    assert_eq!(value("Nutidsv\u{e6}rdi"), kroner(savings.net_present_value.mean));
    assert_eq!(value("Nutidsv\u{e6}rdi_5"), kroner(savings.net_present_value.p05));
    assert_eq!(value("Chance_for_gevinst"), savings.chance_of_gain);
    let cashable = savings.cashable.expect("the municipality has a part that can be taken out");
    assert_eq!(value("Kan_realiseres_i_budgettet"), kroner(cashable.net_present_value.mean));
    let society = JAMMERBUGT.run.savings(Perspective::Society);
    assert_eq!(value("Nutidsv\u{e6}rdi_samfundet"), kroner(society.net_present_value.mean));
}

#[test]
fn the_first_sheet_tells_how_to_read_and_how_to_get_the_same() {
    for language in Language::ALL {
        let read = read(&JAMMERBUGT, Perspective::Municipality, language);
        let text: String = read.sheets[0].1.values().map(|cell| format!("{cell}\n")).collect();
        let manifest = &JAMMERBUGT.run.manifest;
        let caveat = if language == Language::Danish { &manifest.caveat_da } else { &manifest.caveat };
        for part in [manifest.scenario_hash.as_str(), &manifest.law_hash, caveat.as_deref().unwrap_or_default()] {
            assert!(text.contains(part), "{part}");
        }
        for (name, _) in &read.sheets[1..] {
            assert!(text.contains(name.as_str()), "{name}");
        }
        let cancelled = Words::of(language).word("guide.not_done");
        assert!(text.contains(cancelled) && !text.contains('{'), "{text}");
    }
}

#[test]
fn the_same_dossier_gives_the_same_bytes() {
    let once = || workbook(&SMALL_JOBS, Perspective::Society, Words::of(Language::Danish)).expect("a workbook");
    let first = once();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == once(), "the clock of a file is in steps of two seconds");
}

/// What stands together in the tables stands together in the sheets, and nothing is told by itself.
#[test]
fn a_file_of_persons_gives_no_small_class_away() {
    let merged = |warning: &Warning| match warning {
        Warning::FewPersons { families } => Some(families.clone()),
        _ => None,
    };
    let families = PERSONS.run.warnings.iter().find_map(merged).expect("small classes are merged in the example");
    for perspective in Perspective::ALL {
        for language in Language::ALL {
            let read = read(&PERSONS, perspective, language);
            let words = Words::of(language);
            let hidden: Vec<&str> =
                families.iter().map(|family| words.word(&format!("family.{}", family.key()))).collect();
            let (guide, sheets) = read.sheets.split_first().expect("a guide");
            assert!(!guide.1.is_empty());
            for (name, cells) in sheets {
                let law = *name == words.word("sheet.law");
                for cell in cells.values().filter(|_| !law).map(ToString::to_string) {
                    assert!(!hidden.contains(&cell.as_str()), "{}: {name}: {cell}", perspective_key(perspective));
                }
            }
            let tables = shown(&PERSONS, perspective);
            for (at, table) in tables.iter().enumerate() {
                for (row, its) in table.rows.iter().enumerate() {
                    let label = sheets[at + 1].1.get(&(ABOVE + row as u32, 0)).map(ToString::to_string);
                    if matches!(its.label, Value::Phrase(_) | Value::Text(_)) {
                        assert_eq!(label, Some(words.value(&its.label)), "{name}", name = sheets[at + 1].0);
                    }
                }
            }
        }
    }
}

#[test]
fn what_a_sheet_cannot_hold_is_told_with_its_place() {
    let mut dossier = SMALL_JOBS.clone();
    dossier.run.assumptions[0].source = Some("x".repeat(40_000));
    let error = workbook(&dossier, Perspective::State, Words::of(Language::English)).expect_err("too long a text");
    let said = error.to_string();
    assert!(said.contains("Assumptions") && said.contains("32,767") && said.contains("CSV"), "{said}");
}
