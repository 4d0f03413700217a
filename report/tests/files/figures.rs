//! Figures, texts and their dictionary as CSV.

use std::collections::BTreeSet;

use gevinst::domain::party::Perspective;
use gevinst::report::language::Language;
use gevinst::report::table::Value;
use gevinst::report::words::Words;
use gevinst_report::figures::{Csv, DICTIONARY_COLUMNS, FIGURE_COLUMNS, TEXT_COLUMNS, figures, tables};

use crate::dossiers::{JAMMERBUGT, SMALL_JOBS};

/// The records of a file, headings first.
fn records(file: &Csv) -> Vec<Vec<String>> {
    let danish = file.name.ends_with("-excel.csv");
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    assert_eq!(text.len() < file.text.len(), danish, "{}", file.name);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(if danish { b';' } else { b',' })
        .from_reader(text.as_bytes());
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

fn named<'a>(files: &'a [Csv], name: &str) -> &'a Csv {
    files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("no file `{name}`"))
}

/// The five numbers of a value, in the unit that files state.
fn numbers(value: &Value) -> Option<[Option<f64>; 5]> {
    let (divisor, numbers) = match value {
        Value::Figure { value, error, unit } => (unit.divisor(), [Some(*value), None, None, None, Some(*error)]),
        Value::Summary { summary: s, unit } => {
            (unit.divisor(), [s.mean, s.p05, s.median, s.p95, s.standard_error].map(Some))
        }
        _ => return None,
    };
    Some(numbers.map(|number| number.map(|number| number / divisor)))
}

#[test]
fn every_figure_is_read_back_in_both_forms() {
    for dossier in [&*SMALL_JOBS, &*JAMMERBUGT] {
        let words = Words::of(Language::Danish);
        let files = figures(dossier, Perspective::Municipality, words);
        let tables = tables(dossier, Perspective::Municipality);
        let expected: Vec<[Option<f64>; 5]> =
            tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.cells.iter().filter_map(numbers)).collect();
        for (name, decimal) in [("figures.csv", '.'), ("tal-excel.csv", ',')] {
            let records = records(named(&files, name));
            assert_eq!(records.len() - 1, expected.len());
            for (record, expected) in records[1..].iter().zip(&expected) {
                let read = |text: &String| match text.as_str() {
                    "" => None,
                    number => Some(number.replace(decimal, ".").parse::<f64>().expect("a number")),
                };
                let read: Vec<Option<f64>> = record[6..].iter().map(read).collect();
                assert_eq!(read, expected, "{record:?}");
            }
        }
    }
}

#[test]
fn headings_and_names_follow_the_language_and_keys_never_do() {
    let of = |language| figures(&SMALL_JOBS, Perspective::State, Words::of(language));
    let (english, danish) = (of(Language::English), of(Language::Danish));
    let names = |files: &[Csv]| files.iter().map(|file| file.name).collect::<Vec<_>>();
    let machine = ["figures.csv", "texts.csv", "dictionary.csv"];
    assert_eq!(names(&english), machine);
    assert_eq!(names(&danish)[..3], machine);
    assert_eq!(names(&danish)[3..], ["tal-excel.csv", "tekster-excel.csv", "dataordbog-excel.csv"]);
    let [en, da, excel] =
        [named(&english, "figures.csv"), named(&danish, "figures.csv"), named(&danish, "tal-excel.csv")].map(records);
    assert_eq!((en[0].as_slice(), en[0].clone()), (da[0].as_slice(), FIGURE_COLUMNS.map(str::to_owned).to_vec()));
    assert_eq!(excel[0][6..], ["gennemsnit", "5 %", "median", "95 %", "Monte Carlo-fejl"]);
    let keys = |records: &[Vec<String>]| -> Vec<[String; 4]> {
        records[1..].iter().map(|record| [0, 1, 3, 6].map(|at| record[at].clone())).collect()
    };
    assert_eq!(keys(&en), keys(&da));
    assert!(en[1..].iter().zip(&da[1..]).any(|(en, da)| en[4] != da[4]), "labels are in the language");
}

#[test]
fn the_dictionary_covers_every_column() {
    for language in Language::ALL {
        let files = figures(&SMALL_JOBS, Perspective::Municipality, Words::of(language));
        let of_form = |excel: bool| files.iter().filter(move |file| file.name.ends_with("-excel.csv") == excel);
        for excel in [false, true] {
            let form: Vec<&Csv> = of_form(excel).collect();
            let Some(dictionary) = form.iter().find(|file| file.name.starts_with("d")) else { continue };
            let told = records(dictionary);
            assert!(told[1..].iter().all(|entry| !entry[3].is_empty() && entry.len() == DICTIONARY_COLUMNS.len()));
            let told: BTreeSet<[&str; 3]> =
                told[1..].iter().map(|entry| [&entry[0], &entry[1], &entry[2]].map(String::as_str)).collect();
            for file in form.iter().filter(|file| file.name != dictionary.name) {
                let records = records(file);
                for heading in &records[0] {
                    assert!(told.contains(&[file.name, "", heading]), "{}: {heading}", file.name);
                }
                let column = records[0].len().min(TEXT_COLUMNS.len()).min(4) - 1;
                for record in &records[1..] {
                    let key = [file.name, &record[0], &record[column]];
                    assert!(told.contains(&key), "{key:?}");
                }
            }
        }
        let dictionary = records(named(&files, "dictionary.csv"));
        let thousands = Words::of(language).word("csv.thousand_kroner");
        assert!(dictionary.iter().flatten().all(|field| !field.contains(thousands)), "figures stand in kroner");
        let meanings = dictionary[1..].iter().filter(|entry| !entry[2].is_empty());
        assert!(meanings.clone().all(|entry| !entry[5].is_empty()));
        assert!(meanings.filter(|entry| entry[5].contains('{')).count() == 0);
    }
}
