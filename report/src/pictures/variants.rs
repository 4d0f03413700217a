//! Variants side by side: named readings of the law and growths of prices, with the same draws.

use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::variants::variants as table;
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{Bar, draw, of_table, said, unit};
use super::sheet::{Sheet, present, seen_by, uncertainty};

/// Net present value in every variant, the base case first; nothing where there is only that, or no money moves.
pub(super) fn variants(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    if findings.variants.len() < 2 {
        return None;
    }
    let bars = of_table(&table(findings, perspective), 0, words);
    let of_base = |(number, bar): (usize, Bar)| Bar { total: number == 0, ..bar };
    let bars: Vec<Bar> = bars.into_iter().enumerate().map(of_base).collect();
    let money = unit(&bars)?;
    let titles = [seen_by("picture.variants", perspective), present(money, Some(&findings.manifest))];
    let mut sheet = Sheet::new("variants", perspective, words, titles);
    draw(&mut sheet, &bars, money);
    sheet.note(&uncertainty("picture.whiskers", &findings.manifest));
    Some(sheet.finish(&said(&bars, words)))
}
