//! The cumulated balance quarter by quarter: mean, interval and where it is paid back.

use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::over_time::{QUARTER, ends_of};
use gevinst::report::savings::break_even;
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;

use super::Picture;
use super::canvas::{Anchor, Ink, Point, Stroke, WIDTH};
use super::chart::{EndLabel, Plot, parted};
use super::money::{Amount, Money, in_kroner};
use super::scale::{Scale, Ticks, extent};
use super::sheet::{EDGE, Sheet, running, seen_by, uncertainty};
use super::text::PLAIN;

/// Height of the plot \[units\].
const HEIGHT: f64 = 230.0;

/// The cumulated net saving with its fan; nothing where no money moves.
pub(super) fn cumulated(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let savings = findings.savings(perspective);
    let value = |summary| Value::Summary { summary, unit: Unit::Gain };
    let found = savings.cumulated.iter().map(|summary| Amount::of(&value(*summary)));
    let amounts: Vec<Amount> = found.collect::<Option<_>>()?;
    let last = *amounts.last().filter(|_| amounts.iter().any(Amount::is_something))?;
    let quarters = ends_of(QUARTER, findings);
    let reach = || amounts.iter().flat_map(Amount::reach);
    let money = Money::suiting(reach());
    let titles = [seen_by("picture.cumulated", perspective), running(money)];
    let mut sheet = Sheet::new("cumulated", perspective, words, titles);

    let values = extent(reach().chain([0.0]));
    let ticks = Ticks::within(values, 5);
    let tick = |value: f64| money.tick(value, &ticks, words);
    let end = |value| money.figure(&Amount { mean: value, ..last }, words);
    let label = |value, text, ink| EndLabel { value, text, ink, sample: None };
    let mut ends = vec![label(last.mean, end(last.mean), Ink::Text)];
    if last.ends.0 < last.ends.1 {
        let error = gevinst::report::number::error_of_percentile(last.error);
        let percentile = |mean| money.figure(&Amount { mean, error, ..last }, words);
        ends.extend([last.ends.0, last.ends.1].map(|value| label(value, percentile(value), Ink::Muted)));
    }
    let left = EDGE + ticks.values.iter().map(|value| PLAIN.width(&tick(*value))).fold(0.0, f64::max) + 6.0;
    let right = WIDTH - EDGE - EndLabel::room(&ends);
    let top = sheet.down + PLAIN.line() + 6.0;
    let plot = Plot {
        across: Scale { values: (0.0, f64::from(findings.manifest.months)), places: (left, right) },
        up: Scale { values, places: (top + HEIGHT, top) },
    };

    let along = |figure: fn(&Amount) -> f64| -> Vec<Point> {
        let after = quarters.iter().zip(&amounts).map(|((month, _), amount)| (*month as f64 + 1.0, figure(amount)));
        std::iter::once((0.0, 0.0)).chain(after).collect()
    };
    let placed =
        |points: Vec<Point>| points.into_iter().map(|(month, value)| plot.at(month, value)).collect::<Vec<_>>();
    let (low, mut high) = (placed(along(|amount| amount.ends.0)), placed(along(|amount| amount.ends.1)));
    high.reverse();
    sheet.canvas.area(&low.into_iter().chain(high).collect::<Vec<_>>(), Ink::Band);
    plot.years(&mut sheet, &findings.manifest.start, findings.manifest.months as usize);
    plot.rows(&mut sheet, &ticks, tick);
    for (above, piece) in parted(&along(|amount| amount.mean)) {
        let stroke = if above { Stroke::of(Ink::Gain, 2.75) } else { Stroke::dashed(Ink::Loss, 2.75) };
        sheet.canvas.curve(&placed(piece), stroke);
    }
    plot.end_labels(&mut sheet, &ends);
    let paid_back = mark_paid_back(&mut sheet, findings, perspective, &plot);

    sheet.note(&uncertainty("picture.fan", &findings.manifest));
    if savings.cashable.is_some_and(|part| part.net_present_value != savings.net_present_value) {
        sheet.note(&Phrase::new("picture.whole"));
    }
    let said = savings.cumulated.last().map_or(String::new(), |last| in_kroner(&value(*last), words));
    let said = Phrase::new("picture.cumulated_said").with("last", said.as_str()).with("paid_back", paid_back.as_str());
    Some(sheet.finish(&words.phrase(&said)))
}

/// Marks the median month of the break-even above the plot, and says it.
fn mark_paid_back(sheet: &mut Sheet, findings: &Findings, perspective: Perspective, plot: &Plot) -> String {
    let found = findings.savings(perspective).break_even;
    let never = Value::exact(found.never, Unit::Share);
    let (key, month) = match found.median_month {
        None => ("picture.never_paid_back", None),
        Some(0 | 1) => ("picture.paid_back_at_once", None),
        Some(month) => ("picture.paid_back", Some(month)),
    };
    let phrase = Phrase::new(key).with("month", break_even(findings, found)).with("never", never);
    let text = sheet.words.phrase(&phrase);
    let (left, right) = plot.across.places;
    let (top, zero) = (plot.up.places.1 - 8.0, plot.up.at(0.0));
    let wide = PLAIN.width(&text);
    let place = month.map_or(left, |month| {
        let place = plot.across.at(f64::from(month));
        sheet.canvas.line((place, top), (place, zero), Stroke::dashed(Ink::Muted, 1.25));
        sheet.canvas.dot((place, zero), Ink::Text, true);
        place
    });
    let start = (place - wide / 2.0).min(right + 30.0 - wide).max(EDGE);
    let text_in_room = PLAIN.fitted(&text, WIDTH - EDGE - start);
    sheet.canvas.text((start, top - 6.0), Anchor::Start, PLAIN, Ink::Text, &text_in_room);
    text
}
