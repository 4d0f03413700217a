//! Who gains and who loses: every party by itself, and the public sector and society as sums.

use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::savings::perspectives as table;
use gevinst::report::table::Phrase;
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{draw, of_table, said, unit};
use super::sheet::{Sheet, present, uncertainty};

/// Net present value of every party; nothing where no money moves.
pub(super) fn parties(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let table = table(findings);
    let bars = of_table(&table, 0, words);
    let money = unit(&bars)?;
    let titles = [Phrase::new("picture.parties"), present(money, Some(&findings.manifest))];
    let mut sheet = Sheet::new("parties", perspective, words, titles);
    draw(&mut sheet, &bars, money);
    sheet.note(&uncertainty("picture.whiskers", &findings.manifest));
    for note in table.notes.iter().skip(2) {
        sheet.note(note);
    }
    Some(sheet.finish(&said(&bars, words)))
}
