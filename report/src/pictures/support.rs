//! How many support themselves month by month, with the programme and without.

use gevinst::domain::activity::Indicator;
use gevinst::domain::party::Perspective;
use gevinst::report::findings::{ActivityFinding, Findings};
use gevinst::report::number::decimal;
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;

use super::Picture;
use super::canvas::{Anchor, Ink, Stroke, WIDTH};
use super::chart::{EndLabel, Plot};
use super::scale::{Scale, Ticks, extent};
use super::sheet::{EDGE, Sheet};
use super::text::{PLAIN, STRONG};

/// Height of each plot \[units\].
const HEIGHT: f64 = 120.0;

/// Citizens who support themselves in full and in part; nothing where it may not be shown or nobody does.
pub(super) fn self_support(findings: &Findings, perspective: Perspective, words: &Words) -> Option<Picture> {
    let panels = [
        ("picture.fully_self_supporting", Indicator::FullySelfSupporting),
        ("picture.partly_self_supporting", Indicator::PartlySelfSupporting),
    ];
    let found = panels.map(|(key, indicator)| findings.activity(indicator).filter(|it| drawn(it)).map(|it| (key, it)));
    let panels: Vec<(&str, &ActivityFinding)> = found.into_iter().flatten().collect();
    if panels.is_empty() {
        return None;
    }
    let titles = [Phrase::new("picture.self_support"), Phrase::new("picture.self_support_counted")];
    let mut sheet = Sheet::new("self_support", perspective, words, titles);
    let said: Vec<String> = panels.iter().map(|(key, finding)| panel(&mut sheet, findings, key, finding)).collect();
    sheet.note(&Phrase::new("note.activity"));
    Some(sheet.finish(&said.join(" ")))
}

/// Whether both arms have figures, and some are not zero.
fn drawn(finding: &ActivityFinding) -> bool {
    let (without, with) = (&finding.baseline_by_month, &finding.programme_by_month);
    let both = || without.iter().chain(with);
    !with.is_empty() && without.len() == with.len() && both().all(|it| it.is_finite()) && both().any(|it| *it != 0.0)
}

/// Draws one plot with both arms, and says where they end.
fn panel(sheet: &mut Sheet, findings: &Findings, key: &str, finding: &ActivityFinding) -> String {
    let words = sheet.words;
    let heading = words.word(key);
    sheet.canvas.text((EDGE, sheet.down + STRONG.size), Anchor::Start, STRONG, Ink::Text, heading);
    let arms = [
        ("column.programme", &finding.programme_by_month, Stroke::of(Ink::First, 2.75)),
        ("column.baseline", &finding.baseline_by_month, Stroke::dashed(Ink::Second, 2.75)),
    ];
    let values = extent(arms.iter().flat_map(|(_, means, _)| means.iter().copied()));
    let ticks = Ticks::within(values, 4);
    let tick = |value: f64| decimal(value, ticks.decimals(1.0), words.language());
    let last = |means: &[f64]| words.value(&Value::exact(means.last().copied().unwrap_or(0.0), Unit::Count));
    let ends = arms.map(|(arm, means, stroke)| EndLabel {
        value: means.last().copied().unwrap_or(0.0),
        text: format!("{} {}", words.word(arm), last(means)),
        ink: Ink::Text,
        sample: Some(stroke),
    });
    let left = EDGE + 6.0 + ticks.values.iter().map(|value| PLAIN.width(&tick(*value))).fold(0.0, f64::max);
    let right = WIDTH - EDGE - EndLabel::room(&ends);
    let top = sheet.down + 28.0;
    let months = finding.programme_by_month.len();
    let plot = Plot {
        across: Scale { values: (0.0, months as f64), places: (left, right) },
        up: Scale { values, places: (top + HEIGHT, top) },
    };
    plot.rows(sheet, &ticks, tick);
    plot.years(sheet, &findings.manifest.start, months);
    for (_, means, stroke) in arms.iter().rev() {
        let points: Vec<_> = means.iter().enumerate().map(|(month, mean)| plot.at(month as f64 + 0.5, *mean)).collect();
        sheet.canvas.curve(&points, *stroke);
    }
    plot.end_labels(sheet, &ends);
    sheet.down += 8.0;
    let both = ends.map(|label| label.text).join(", ");
    words.phrase(&Phrase::new("picture.self_support_said").with("what", heading).with("both", both.as_str()))
}
