//! What it would be worth to know an assumption before one decides.

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::InformationFindings;
use gevinst::report::information::information_report;
use gevinst::report::table::{Phrase, Row, Value};
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{Bar, draw, said, unit};
use super::sheet::{Sheet, present, seen_by};

/// Assumptions that are shown.
const SHOWN: usize = 10;

/// The most valuable assumptions; nothing where no value can be told from zero.
pub(super) fn worth(findings: &InformationFindings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let tables = information_report(findings, perspective);
    let table = tables.iter().find(|table| table.key == "partial_information")?;
    // Two standard errors above zero, as the sentences have it.
    let told =
        |row: &&Row| matches!(row.cells.first(), Some(Value::Figure { value, error, .. }) if *value > 2.0 * error);
    let shown = table.rows.iter().filter(told).take(SHOWN);
    let bars: Vec<Bar> = shown.filter_map(|row| Bar::of_row(row, 0, words)).collect();
    let money = unit(&bars)?;
    let titles = [seen_by("picture.worth", perspective), present(money, Some(&findings.manifest))];
    let mut sheet = Sheet::new("value_of_information", perspective, words, titles);
    draw(&mut sheet, &bars, money);
    sheet.note(&Phrase::new("picture.worth_note"));
    Some(sheet.finish(&said(&bars, words)))
}
