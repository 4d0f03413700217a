//! The net saving of each budget year: a bar with its interval, the figure below.

use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::savings::by_year as table;
use gevinst::report::table::Phrase;
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{of_table, said, unit};
use super::canvas::{Anchor, Ink, WIDTH};
use super::chart::Plot;
use super::scale::{Scale, Ticks, extent};
use super::sheet::{EDGE, Sheet, running, seen_by, uncertainty};
use super::text::PLAIN;

/// Height of the plot \[units\].
const HEIGHT: f64 = 210.0;

/// Net saving per budget year; nothing where no money moves.
pub(super) fn by_year(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let bars = of_table(&table(findings, perspective), 0, words);
    let money = unit(&bars)?;
    let titles = [seen_by("picture.by_year", perspective), running(money)];
    let mut sheet = Sheet::new("net_saving_by_year", perspective, words, titles);
    let values = extent(bars.iter().flat_map(|bar| bar.amount.reach()).chain([0.0]));
    let ticks = Ticks::within(values, 5);
    let tick = |value: f64| money.tick(value, &ticks, words);
    let left = ticks.values.iter().map(|value| PLAIN.width(&tick(*value))).fold(0.0, f64::max) + EDGE + 6.0;
    let plot = Plot {
        across: Scale { values: (0.0, bars.len() as f64), places: (left, WIDTH - EDGE) },
        up: Scale { values, places: (sheet.down + 8.0 + HEIGHT, sheet.down + 8.0) },
    };
    plot.rows(&mut sheet, &ticks, tick);
    let slot = plot.across.at(1.0) - plot.across.at(0.0);
    let thick = (0.6 * slot).min(48.0);
    let figures: Vec<String> = bars.iter().map(|bar| money.figure(&bar.amount, words)).collect();
    let fit = figures.iter().all(|figure| PLAIN.width(figure) + 2.0 <= slot);
    let every = ((PLAIN.width("2026") + 5.0) / slot).ceil().max(1.0) as usize;
    let below = plot.up.places.0;
    for (number, (bar, figure)) in bars.iter().zip(&figures).enumerate() {
        let middle = plot.across.at(number as f64 + 0.5);
        let (zero, end) = (plot.up.at(0.0), plot.up.at(bar.amount.mean));
        let height = (zero - end).abs().max(1.0);
        sheet.canvas.bar((middle - thick / 2.0, zero.min(end)), (thick, height), bar.ink);
        let (low, high) = bar.amount.ends;
        if low < high {
            sheet.canvas.whisker((middle, plot.up.at(low)), (middle, plot.up.at(high)));
        }
        if number.is_multiple_of(every) {
            sheet.canvas.text((middle, below + 18.0), Anchor::Middle, PLAIN, Ink::Muted, &bar.label);
        }
        if fit {
            sheet.canvas.text((middle, below + 36.0), Anchor::Middle, PLAIN, Ink::Text, figure);
        }
    }
    plot.zero(&mut sheet);
    sheet.down = below + if fit { 42.0 } else { 24.0 };
    sheet.note(&uncertainty("picture.whiskers", &findings.manifest));
    let savings = findings.savings(perspective);
    if savings.cashable.is_some_and(|part| part.net_present_value != savings.net_present_value) {
        sheet.note(&Phrase::new("picture.whole"));
    }
    Some(sheet.finish(&said(&bars, words)))
}
