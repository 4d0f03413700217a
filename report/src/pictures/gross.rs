//! Gross against net: what would look like an effect, what of it would have come anyway, and what is left.

use gevinst::domain::party::Perspective;
use gevinst::report::arising::gross_and_net as table;
use gevinst::report::findings::Findings;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::Phrase;
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{Bar, draw, said, unit};
use super::canvas::Ink;
use super::sheet::{Sheet, present, seen_by, uncertainty};

/// Gross, own accord and net of a perspective; nothing where no money moves or nothing would have come anyway.
pub(super) fn gross_and_net(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let table = table(findings);
    let row = table.rows.iter().find(|row| row.key == perspective_key(perspective))?;
    let bar = |key: &str, column: usize| Bar::of(words.word(key).to_owned(), row.cells.get(column)?);
    let gross = bar("column.gross", 0)?;
    let own = bar("picture.own_accord", 1).filter(|own| own.amount.is_something())?;
    let net = bar("rows.net_present_value", 2)?;
    // Taken off from gross: it lies between gross and net.
    let span = (gross.amount.mean, net.amount.mean);
    let own = Bar { span, ink: Ink::Second, whisker: false, ..own };
    let bars = [gross, own, Bar { total: true, ..net }];
    let money = unit(&bars)?;
    let titles = [seen_by("picture.gross_and_net", perspective), present(money, Some(&findings.manifest))];
    let mut sheet = Sheet::new("gross_and_net", perspective, words, titles);
    draw(&mut sheet, &bars, money);
    sheet.note(&uncertainty("picture.whiskers", &findings.manifest));
    sheet.note(&Phrase::new("note.gross_and_net"));
    Some(sheet.finish(&said(&bars, words)))
}
