//! What the result hangs on: each assumption between both ends of its range, the longest bars first.

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::SensitivityFindings;
use gevinst::report::sensitivity::sensitivity_report;
use gevinst::report::table::{Phrase, Row, Unit, Value};
use gevinst::report::words::Words;

use super::Picture;
use super::bars::{axis, axis_ticks};
use super::canvas::{Anchor, Ink, Stroke, WIDTH};
use super::money::{Amount, Money, in_kroner};
use super::scale::{Scale, extent};
use super::sheet::{EDGE, Sheet, present, seen_by};
use super::text::PLAIN;

/// Bars that are shown.
const SHOWN: usize = 12;

/// Lines that a name may take.
const LINES: usize = 3;

/// Height of a bar \[units\].
const THICK: f64 = 13.0;

/// One assumption: its name, its values at both ends, and the results there.
struct Bar {
    label: String,
    ends: [(String, Amount, String); 2],
}

impl Bar {
    /// Whether both ends lie on the same side of the result.
    fn same_way(&self, base: f64) -> bool {
        let [low, high] = self.ends.each_ref().map(|(_, amount, _)| amount.mean - base);
        low * high > 0.0
    }
}

/// The tornado of a perspective; nothing where no assumption moves the result.
pub(super) fn one_way(findings: &SensitivityFindings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let tables = sensitivity_report(findings, perspective);
    let table = tables.iter().find(|table| table.key == "one_way")?;
    let moved = |row: &&Row| matches!(row.cells.get(5), Some(Value::Figure { value, .. }) if *value > 0.0);
    let shown = table.rows.iter().filter(moved).take(SHOWN);
    let bars: Vec<Bar> = shown.filter_map(|row| bar(row, words)).collect();
    let base = *findings.base.get(perspective as usize)?;
    let base_value = Value::Figure { value: base.value, error: base.standard_error, unit: Unit::Gain };
    let base = Amount::of(&base_value).filter(|_| !bars.is_empty())?;
    let results = || bars.iter().flat_map(|bar| bar.ends.iter().map(|(_, amount, _)| amount.mean)).chain([base.mean]);
    let money = Money::suiting(results());
    let titles = [seen_by("picture.one_way", perspective), present(money, Some(&findings.manifest))];
    let mut sheet = Sheet::new("one_way", perspective, words, titles);
    legend(&mut sheet);

    let ends = |side: usize| bars.iter().map(move |bar| PLAIN.width(&bar.ends[side].0)).fold(0.0, f64::max);
    let room = EDGE + ends(0).max(ends(1)) + 6.0;
    let scale = Scale { values: extent(results()), places: (room, WIDTH - room) };
    let ticks = axis_ticks(scale, money, words);
    for bar in &bars {
        row(&mut sheet, bar, scale, base.mean, &ticks.values);
    }
    axis(&mut sheet, scale, &ticks, money);
    sheet.note(&Phrase::new("picture.one_way_note").with("base", in_kroner(&base_value, words).as_str()));
    if bars.iter().any(|bar| bar.same_way(base.mean)) {
        sheet.note(&Phrase::new("picture.one_way_inner"));
    }
    let said = bars.iter().map(|bar| {
        let [low, high] = bar.ends.each_ref().map(|(value, _, result)| (value.as_str(), result.as_str()));
        let phrase = Phrase::new("picture.one_way_said").with("assumption", bar.label.as_str());
        words.phrase(&phrase.with("low", low.0).with("at_low", low.1).with("high", high.0).with("at_high", high.1))
    });
    let said: Vec<String> = said.collect();
    Some(sheet.finish(&said.join(" ")))
}

/// The bar of a row of the table: value, low, high, result at low, result at high.
fn bar(row: &Row, words: &Words) -> Option<Bar> {
    let end = |value: usize, result: usize| -> Option<(String, Amount, String)> {
        let (value, result) = (row.cells.get(value)?, row.cells.get(result)?);
        Some((short(value, words), Amount::of(result)?, in_kroner(result, words)))
    };
    Some(Bar { label: words.value(&row.label), ends: [end(1, 3)?, end(2, 4)?] })
}

/// A value of an assumption, with three digits where it has many.
fn short(value: &Value, words: &Words) -> String {
    let written = words.value(value);
    match value {
        Value::Figure { value, .. } if written.chars().count() > 7 => words.figure(*value, 0.0, Unit::Significant),
        _ => written,
    }
}

/// Which colour is which end.
fn legend(sheet: &mut Sheet) {
    let mut left = EDGE;
    for (key, ink) in [("picture.low_end", Ink::Second), ("picture.high_end", Ink::First)] {
        let text = sheet.words.word(key);
        sheet.canvas.rect((left, sheet.down + 3.0), (13.0, 13.0), ink);
        sheet.canvas.text((left + 18.0, sheet.down + PLAIN.size), Anchor::Start, PLAIN, Ink::Text, text);
        left += 18.0 + PLAIN.width(text) + 20.0;
    }
    sheet.down += PLAIN.line() + 6.0;
}

/// Draws one bar with its name above and the values of the assumption at its ends.
fn row(sheet: &mut Sheet, bar: &Bar, scale: Scale, base: f64, ticks: &[f64]) {
    for line in PLAIN.wrapped(&bar.label, WIDTH - 2.0 * EDGE, LINES) {
        sheet.canvas.text((EDGE, sheet.down + PLAIN.size), Anchor::Start, PLAIN, Ink::Text, &line);
        sheet.down += PLAIN.line();
    }
    let at = sheet.down + 3.0;
    for value in ticks {
        let place = scale.at(*value);
        let stroke = if *value == 0.0 { Stroke::of(Ink::Text, 1.25) } else { Stroke::of(Ink::Grid, 1.0) };
        sheet.canvas.line((place, at - 2.0), (place, at + THICK + 2.0), stroke);
    }
    let middle = scale.at(base);
    let places = [0, 1].map(|side| scale.at(bar.ends[side].1.mean));
    let inks = [Ink::Second, Ink::First];
    // The longer half first, so that the shorter is seen where both go the same way.
    let longer = usize::from((places[1] - middle).abs() > (places[0] - middle).abs());
    for (side, thick) in [(longer, THICK), (1 - longer, THICK - 4.0)] {
        let thick = if bar.same_way(base) { thick } else { THICK };
        let corner = (places[side].min(middle), at + (THICK - thick) / 2.0);
        sheet.canvas.rect(corner, ((places[side] - middle).abs(), thick), inks[side]);
    }
    sheet.canvas.line((middle, at - 4.0), (middle, at + THICK + 4.0), Stroke::of(Ink::Text, 2.0));
    let left = usize::from(places[1] < places[0]);
    let (outer_left, outer_right) = (places[left].min(middle), places[1 - left].max(middle));
    let base_line = at + THICK - 2.0;
    sheet.canvas.text_on_ground((outer_left - 5.0, base_line), Anchor::End, PLAIN, Ink::Muted, &bar.ends[left].0);
    sheet.canvas.text_on_ground(
        (outer_right + 5.0, base_line),
        Anchor::Start,
        PLAIN,
        Ink::Muted,
        &bar.ends[1 - left].0,
    );
    sheet.down = at + THICK + 8.0;
}
