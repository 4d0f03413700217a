//! Where the money comes from: purpose by purpose down to the net present value.

use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::savings::by_purpose as table;
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{Bar, draw, of_table, said, unit};
use super::sheet::{Sheet, present, seen_by, uncertainty};

/// The waterfall by purpose; nothing where no money moves.
pub(super) fn by_purpose(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let table = table(findings, perspective);
    let mut sum = 0.0;
    let mut ended = false;
    // Every purpose begins where the last one ended; the total, and what is part of it, begin at zero.
    let stepped = of_table(&table, 0, words).into_iter().map(|bar| {
        ended |= bar.total;
        if ended {
            return bar;
        }
        let from = sum;
        sum += bar.amount.mean;
        Bar { span: (from, sum), whisker: false, ..bar }
    });
    let bars: Vec<Bar> = stepped.collect();
    let money = unit(&bars)?;
    let titles = [seen_by("picture.by_purpose", perspective), present(money, Some(&findings.manifest))];
    let mut sheet = Sheet::new("by_purpose", perspective, words, titles);
    draw(&mut sheet, &bars, money);
    sheet.note(&uncertainty("picture.waterfall", &findings.manifest));
    for note in table.notes.iter().skip(1) {
        sheet.note(note);
    }
    Some(sheet.finish(&said(&bars, words)))
}
