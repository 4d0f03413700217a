//! Bars across the picture, one below the other: a label and a figure above each, so that long labels fit a telephone.

use gevinst::report::table::{Phrase, Row, Table, Value};
use gevinst::report::wording::{Tone, tone};
use gevinst::report::words::Words;

use super::canvas::{Anchor, Ink, Stroke, WIDTH};
use super::money::{Amount, Money, in_kroner};
use super::scale::{Scale, Ticks, extent};
use super::sheet::{EDGE, Sheet};
use super::text::{PLAIN, STRONG};

/// Height of a bar \[units\].
const THICK: f64 = 13.0;

/// Lines that a label may take.
const LINES: usize = 3;

/// Room between a bar and the next label \[units\].
const BELOW: f64 = 9.0;

/// A labelled amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    /// What it is.
    pub label: String,
    /// Its figure as tables hold it.
    pub value: Value,
    /// Its figure as it is drawn.
    pub amount: Amount,
    /// Where it begins \[øre\], and where it ends.
    pub span: (f64, f64),
    /// Colour.
    pub ink: Ink,
    /// Whether it sums up others.
    pub total: bool,
    /// Whether its interval is drawn.
    pub whisker: bool,
}

impl Bar {
    /// A bar from zero; nothing where the value is no figure.
    pub(super) fn of(label: String, value: &Value) -> Option<Bar> {
        let amount = Amount::of(value)?;
        let ink = match tone(value) {
            Tone::Gain => Ink::Gain,
            Tone::Loss => Ink::Loss,
            Tone::Plain => Ink::First,
        };
        let value = value.clone();
        Some(Bar { label, value, amount, span: (0.0, amount.mean), ink, total: false, whisker: true })
    }

    /// The bar of a row's figure in a column.
    pub(super) fn of_row(row: &Row, column: usize, words: &Words) -> Option<Bar> {
        let bar = Bar::of(words.value(&row.label), row.cells.get(column)?)?;
        Some(Bar { total: row.total, ..bar })
    }

    /// Every value that the picture must hold.
    fn reach(&self) -> impl Iterator<Item = f64> {
        let ends = if self.whisker { [self.amount.ends.0, self.amount.ends.1] } else { [self.span.0, self.span.1] };
        [self.span.0, self.span.1].into_iter().chain(ends)
    }
}

/// The bars of a column of a table.
pub(super) fn of_table(table: &Table, column: usize, words: &Words) -> Vec<Bar> {
    table.rows.iter().filter_map(|row| Bar::of_row(row, column, words)).collect()
}

/// The unit that suits some bars; nothing where there is nothing to draw.
pub(super) fn unit(bars: &[Bar]) -> Option<Money> {
    let something = bars.iter().any(|bar| bar.amount.is_something());
    something.then(|| Money::suiting(bars.iter().flat_map(|bar| bar.amount.reach())))
}

/// What the bars say, in whole kroner.
pub(super) fn said(bars: &[Bar], words: &Words) -> String {
    let each = bars.iter().map(|bar| format!("{}: {}", bar.label, in_kroner(&bar.value, words)));
    let list = each.collect::<Vec<_>>().join("; ");
    words.phrase(&Phrase::new("picture.said").with("list", list.as_str()))
}

/// Draws bars with the line of zero and an axis below.
pub(super) fn draw(sheet: &mut Sheet, bars: &[Bar], money: Money) {
    let values = extent(bars.iter().flat_map(Bar::reach).chain([0.0]));
    let scale = Scale { values, places: (EDGE + 4.0, WIDTH - EDGE - 4.0) };
    let font = |bar: &Bar| if bar.total { STRONG } else { PLAIN };
    let rows: Vec<(Vec<String>, String)> = bars
        .iter()
        .map(|bar| {
            let figure = money.figure(&bar.amount, sheet.words);
            let room = WIDTH - 2.0 * EDGE - font(bar).width(&figure) - 10.0;
            (font(bar).wrapped(&bar.label, room, LINES), figure)
        })
        .collect();
    let ticks = axis_ticks(scale, money, sheet.words);
    let mut top = sheet.down;
    let mut places = Vec::new();
    for (bar, (label, _)) in bars.iter().zip(&rows) {
        let at = top + label.len().max(1) as f64 * font(bar).line() + 3.0;
        places.push((top, at));
        top = at + THICK + BELOW;
    }
    for (at, (bar, next)) in bars.iter().zip(bars.iter().skip(1)).enumerate() {
        // A thin line leads over to the next where that begins at the end of this one.
        if next.span.0 != 0.0 {
            let place = scale.at(bar.span.1);
            sheet.canvas.line((place, places[at].1), (place, places[at + 1].1), Stroke::of(Ink::Muted, 0.75));
        }
    }
    for ((bar, (label, figure)), (top, at)) in bars.iter().zip(&rows).zip(&places) {
        let font = font(bar);
        for (line, text) in label.iter().enumerate() {
            let base = top + font.size + line as f64 * font.line();
            sheet.canvas.text_on_ground((EDGE, base), Anchor::Start, font, Ink::Text, text);
        }
        sheet.canvas.text_on_ground((WIDTH - EDGE, top + font.size), Anchor::End, font, Ink::Text, figure);
        one(sheet, bar, scale, &ticks, *at);
    }
    sheet.down = top;
    axis(sheet, scale, &ticks, money);
}

/// Draws one bar between its ticks, with its interval and the line of zero.
fn one(sheet: &mut Sheet, bar: &Bar, scale: Scale, ticks: &Ticks, at: f64) {
    for value in &ticks.values {
        let place = scale.at(*value);
        sheet.canvas.line((place, at - 2.0), (place, at + THICK + 2.0), Stroke::of(Ink::Grid, 1.0));
    }
    let (from, to) = (scale.at(bar.span.0), scale.at(bar.span.1));
    sheet.canvas.bar((from.min(to), at), ((to - from).abs().max(1.0), THICK), bar.ink);
    let (low, high) = bar.amount.ends;
    if bar.whisker && low < high {
        let middle = at + THICK / 2.0;
        sheet.canvas.whisker((scale.at(low), middle), (scale.at(high), middle));
    }
    let zero = scale.at(0.0);
    sheet.canvas.line((zero, at - 2.0), (zero, at + THICK + 4.0), Stroke::of(Ink::Text, 1.25));
}

/// Ticks as many as have room for their labels.
pub(super) fn axis_ticks(scale: Scale, money: Money, words: &Words) -> Ticks {
    let fits = |ticks: &Ticks| {
        let widest = ticks.values.iter().map(|value| PLAIN.width(&money.tick(*value, ticks, words)));
        let widest = widest.fold(0.0, f64::max);
        let apart = ticks.step / (scale.values.1 - scale.values.0) * (scale.places.1 - scale.places.0).abs();
        ticks.values.len() < 2 || widest + 10.0 < apart
    };
    let finer = (2..=6).rev().map(|wanted| Ticks::within(scale.values, wanted)).find(fits);
    finer.unwrap_or_else(|| Ticks::within(scale.values, 1))
}

/// The labels of ticks below, kept within the edges.
pub(super) fn axis(sheet: &mut Sheet, scale: Scale, ticks: &Ticks, money: Money) {
    for value in &ticks.values {
        let text = money.tick(*value, ticks, sheet.words);
        let half = PLAIN.width(&text) / 2.0;
        let place = scale.at(*value).clamp(2.0 + half, WIDTH - 2.0 - half);
        sheet.canvas.text((place, sheet.down + PLAIN.size), Anchor::Middle, PLAIN, Ink::Muted, &text);
    }
    sheet.down += PLAIN.line();
}
