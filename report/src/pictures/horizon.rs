//! The chance of a gain by how far one looks, and at which rate.

use gevinst::domain::party::Perspective;
use gevinst::estimate::horizon::Outlook;
use gevinst::report::decisions::SensitivityFindings;
use gevinst::report::number::decimal;
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;

use super::Picture;
use super::canvas::{Anchor, Ink, Stroke, WIDTH};
use super::chart::{EndLabel, Plot};
use super::scale::{Scale, Ticks};
use super::sheet::{EDGE, Sheet, seen_by};
use super::text::PLAIN;

/// Height of the plot \[units\].
const HEIGHT: f64 = 200.0;

/// Rates beside the study's own that are shown.
const RATES: usize = 3;

/// A curve for each rate; nothing with fewer than two horizons.
pub(super) fn chance(findings: &SensitivityFindings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let (_, outlooks) = findings.outlooks.iter().find(|(of, _)| *of == perspective)?;
    let mut horizons: Vec<u32> = outlooks.iter().map(|outlook| outlook.years).collect();
    horizons.dedup();
    let (first, last) = (*horizons.first()?, *horizons.last()?);
    let moves = outlooks.iter().any(|outlook| outlook.net_present_value.mean != 0.0);
    if horizons.len() < 2 || !moves || outlooks.iter().any(|outlook| !outlook.chance_of_gain.is_finite()) {
        return None;
    }
    let rates: Vec<Option<f64>> = outlooks.iter().filter(|it| it.years == first).map(|it| it.rate).collect();
    let curves: Vec<(Option<f64>, Vec<&Outlook>)> = rates
        .into_iter()
        .take(1 + RATES)
        .map(|rate| (rate, outlooks.iter().filter(|outlook| outlook.rate == rate).collect()))
        .collect();
    let titles = [seen_by("picture.outlooks", perspective), Phrase::new("picture.outlooks_counted")];
    let mut sheet = Sheet::new("chance_by_horizon", perspective, words, titles);

    let share = |share: f64| format!("{}\u{a0}%", decimal(share * 100.0, 0, words.language()));
    let left = EDGE + 6.0 + PLAIN.width(&share(1.0));
    let ends: Vec<EndLabel> = curves.iter().filter_map(|(rate, curve)| end(*rate, curve, words)).collect();
    let right = WIDTH - EDGE - EndLabel::room(&ends);
    let top = sheet.down + 10.0;
    let plot = Plot {
        across: Scale { values: (f64::from(first), f64::from(last)), places: (left, right) },
        up: Scale { values: (0.0, 1.0), places: (top + HEIGHT, top) },
    };
    plot.rows(&mut sheet, &Ticks { step: 0.25, values: vec![0.0, 0.25, 0.5, 0.75, 1.0] }, share);
    let even = plot.up.at(0.5);
    sheet.canvas.line((left, even), (right, even), Stroke::dashed(Ink::Muted, 1.25));
    let mut free = f64::NEG_INFINITY;
    for years in &horizons {
        let (place, text) = (plot.across.at(f64::from(*years)), years.to_string());
        if place - PLAIN.width(&text) / 2.0 >= free {
            sheet.canvas.text((place, plot.up.places.0 + 18.0), Anchor::Middle, PLAIN, Ink::Muted, &text);
            free = place + PLAIN.width(&text) / 2.0 + 8.0;
        }
    }
    for (rate, curve) in curves.iter().rev() {
        let own = rate.is_none();
        let points: Vec<_> = curve.iter().map(|it| plot.at(f64::from(it.years), it.chance_of_gain)).collect();
        let stroke = if own { Stroke::of(Ink::First, 2.75) } else { Stroke::dashed(Ink::Muted, 1.5) };
        sheet.canvas.curve(&points, stroke);
        for point in points.iter().filter(|_| own) {
            sheet.canvas.dot(*point, Ink::First, false);
        }
    }
    plot.end_labels(&mut sheet, &ends);
    sheet.down = plot.up.places.0 + 22.0;
    let middle = (left + right) / 2.0;
    let years = words.word("rows.horizon");
    sheet.canvas.text((middle, sheet.down + PLAIN.size), Anchor::Middle, PLAIN, Ink::Muted, years);
    sheet.down += PLAIN.line();
    sheet.note(&Phrase::new("picture.outlooks_note"));
    Some(sheet.finish(&said(&curves, words)))
}

/// The rate at the end of its curve.
fn end(rate: Option<f64>, curve: &[&Outlook], words: &Words) -> Option<EndLabel> {
    let value = curve.last()?.chance_of_gain;
    let (text, ink) = match rate {
        None => (words.word("picture.own_rate").to_owned(), Ink::Text),
        Some(rate) => (format!("{}\u{a0}%", words.figure(rate * 100.0, 0.0, Unit::Significant)), Ink::Muted),
    };
    Some(EndLabel { value, text, ink, sample: None })
}

/// The chances at the study's own rate.
fn said(curves: &[(Option<f64>, Vec<&Outlook>)], words: &Words) -> String {
    let own = curves.iter().find(|(rate, _)| rate.is_none()).map_or(&[][..], |(_, curve)| curve.as_slice());
    let each = own.iter().map(|outlook| {
        let chance =
            Value::Figure { value: outlook.chance_of_gain, error: outlook.chance_of_gain_error, unit: Unit::Chance };
        let phrase = Phrase::new("picture.outlooks_said").with("years", Value::Number(i64::from(outlook.years)));
        words.phrase(&phrase.with("chance", chance))
    });
    format!("{}.", each.collect::<Vec<_>>().join("; "))
}
