//! Curves over time: a plot with money or numbers up its side, years below it, and labels at the ends of its lines.

use gevinst::domain::calendar::{MONTHS_PER_YEAR, Month};

use super::canvas::{Anchor, Ink, Point, Stroke};
use super::scale::{Scale, Ticks};
use super::sheet::Sheet;
use super::text::PLAIN;

/// Two scales: across and up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plot {
    /// Across, to the right.
    pub across: Scale,
    /// Up; places go down.
    pub up: Scale,
}

impl Plot {
    /// Where a pair of values lies.
    pub(super) fn at(&self, across: f64, up: f64) -> Point {
        (self.across.at(across), self.up.at(up))
    }

    /// Lines across at ticks, with their labels to the left; that of zero stands out.
    pub(super) fn rows(&self, sheet: &mut Sheet, ticks: &Ticks, label: impl Fn(f64) -> String) {
        let (left, right) = self.across.places;
        for value in &ticks.values {
            let place = self.up.at(*value);
            let zero = if *value == 0.0 { Stroke::of(Ink::Text, 1.25) } else { Stroke::of(Ink::Grid, 1.0) };
            sheet.canvas.line((left, place), (right, place), zero);
            sheet.canvas.text((left - 6.0, place + 5.0), Anchor::End, PLAIN, Ink::Muted, &label(*value));
        }
    }

    /// The line of zero once more, above bands and bars.
    pub(super) fn zero(&self, sheet: &mut Sheet) {
        let (low, high) = self.up.values;
        if low <= 0.0 && high >= 0.0 {
            let (left, right) = self.across.places;
            let place = self.up.at(0.0);
            sheet.canvas.line((left, place), (right, place), Stroke::of(Ink::Text, 1.25));
        }
    }

    /// Calendar years below the plot, as many as have room; across are months of the study, from 0.
    pub(super) fn years(&self, sheet: &mut Sheet, start: &str, months: usize) {
        let start: Option<Month> = start.parse().ok();
        let whole = MONTHS_PER_YEAR as usize;
        // The first month of each calendar year, or of each year of the study where its start is unknown.
        let before = start.map_or(0, |start| start.month() as usize - 1);
        let starts: Vec<usize> =
            (0..months).filter(|month| (month + before).is_multiple_of(whole) || *month == 0).collect();
        let name = |month: usize| match start {
            Some(start) => (start + month as u32).year().to_string(),
            None => (month / whole + 1).to_string(),
        };
        let (top, below) = (self.up.places.1, self.up.places.0);
        let year = (self.across.at(whole as f64) - self.across.at(0.0)).max(1.0);
        let every = ((PLAIN.width("2026") + 5.0) / year).ceil().max(1.0) as usize;
        for (number, month) in starts.iter().enumerate() {
            let (from, next) = (*month as f64, starts.get(number + 1).map_or(months, |next| *next) as f64);
            if number > 0 {
                let place = self.across.at(from);
                sheet.canvas.line((place, top), (place, below), Stroke::of(Ink::Grid, 0.75));
            }
            let room = self.across.at(next) - self.across.at(from);
            let text = name(*month);
            if number.is_multiple_of(every) && (every > 1 || room >= PLAIN.width(&text) || starts.len() == 1) {
                let middle = self.across.at((from + next) / 2.0);
                sheet.canvas.text((middle, below + 18.0), Anchor::Middle, PLAIN, Ink::Muted, &text);
            }
        }
        sheet.down = below + 24.0;
    }

    /// Labels at the ends of lines, moved apart so that each can be read.
    pub(super) fn end_labels(&self, sheet: &mut Sheet, labels: &[EndLabel]) {
        let places = labels.iter().map(|label| self.up.at(label.value)).collect::<Vec<f64>>();
        let (top, below) = (self.up.places.1, self.up.places.0);
        for (label, place) in labels.iter().zip(apart(&places, PLAIN.line(), (top, below))) {
            let mut left = self.across.places.1 + APART;
            if let Some(stroke) = label.sample {
                sheet.canvas.line((left, place), (left + SAMPLE, place), stroke);
                left += SAMPLE + 4.0;
            }
            sheet.canvas.text((left, place + 5.0), Anchor::Start, PLAIN, label.ink, &label.text);
        }
    }
}

/// From the end of a line to its label \[units\].
const APART: f64 = 8.0;

/// Length of the sample of a line before its label \[units\].
const SAMPLE: f64 = 14.0;

/// What stands at the end of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EndLabel {
    /// Where the line ends, in the plot's values.
    pub value: f64,
    /// What it is.
    pub text: String,
    /// Colour of the text.
    pub ink: Ink,
    /// A sample of the line, where several are alike.
    pub sample: Option<Stroke>,
}

impl EndLabel {
    /// The room that the widest of some labels takes to the right of a plot \[units\].
    pub(super) fn room(labels: &[EndLabel]) -> f64 {
        let sample = |label: &EndLabel| label.sample.map_or(0.0, |_| SAMPLE + 4.0);
        let widths = labels.iter().map(|label| PLAIN.width(&label.text) + sample(label));
        APART + widths.fold(0.0, f64::max)
    }
}

/// Places moved as little as is simple, so that neighbours are a distance apart and all lie between two others.
pub(super) fn apart(places: &[f64], distance: f64, (top, below): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let mut moved = places.to_vec();
    for pair in order.windows(2) {
        moved[pair[1]] = moved[pair[1]].max(moved[pair[0]] + distance);
    }
    let mut most = below;
    for at in order.iter().rev() {
        moved[*at] = moved[*at].min(most).max(top);
        most = moved[*at] - distance;
    }
    moved
}

/// A line through points in pieces that lie above zero or below it: `true` for those above.
pub(super) fn parted(points: &[Point]) -> Vec<(bool, Vec<Point>)> {
    let mut pieces: Vec<(bool, Vec<Point>)> = Vec::new();
    let mut last: Option<Point> = None;
    for point in points {
        let above = point.1 > 0.0 || point.1 == 0.0 && pieces.last().is_none_or(|(above, _)| *above);
        match (pieces.last_mut(), last) {
            (Some((side, piece)), _) if *side == above => piece.push(*point),
            (Some((_, piece)), Some(before)) => {
                let share = before.1 / (before.1 - point.1);
                let crossing = (before.0 + share * (point.0 - before.0), 0.0);
                piece.push(crossing);
                pieces.push((above, vec![crossing, *point]));
            }
            _ => pieces.push((above, vec![*point])),
        }
        last = Some(*point);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{apart, parted};

    #[test]
    fn labels_keep_apart_and_inside() {
        assert_eq!(apart(&[10.0, 12.0, 11.0], 5.0, (0.0, 100.0)), [10.0, 20.0, 15.0]);
        assert_eq!(apart(&[99.0, 98.0], 5.0, (0.0, 100.0)), [100.0, 95.0]);
        assert!(apart(&[], 5.0, (0.0, 1.0)).is_empty());
    }

    #[test]
    fn a_line_is_parted_where_it_crosses_zero() {
        let pieces = parted(&[(0.0, 0.0), (1.0, -2.0), (2.0, 2.0), (3.0, 3.0)]);
        let sides: Vec<bool> = pieces.iter().map(|(above, _)| *above).collect();
        assert_eq!(sides, [true, false, true]);
        assert_eq!(pieces[1].1.last(), Some(&(1.5, 0.0)));
    }
}
