//! The frame of every picture: its title, what it counts in, notes, and the text for those who cannot see it.

use gevinst::domain::party::Perspective;
use gevinst::report::findings::Manifest;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;

use super::Picture;
use super::canvas::{Anchor, Canvas, Ink, WIDTH};
use super::money::Money;
use super::text::{Font, PLAIN, TITLE};

/// Free room along the edges \[units\].
pub(super) const EDGE: f64 = 12.0;

/// A picture while it is drawn, from top to bottom.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// What is drawn on.
    pub canvas: Canvas,
    /// The words.
    pub words: &'a Words,
    /// How far down it is drawn \[units\].
    pub down: f64,
    key: &'static str,
    title: String,
    notes: Vec<String>,
}

impl<'a> Sheet<'a> {
    /// A sheet with its title, and below it what is counted.
    pub(super) fn new(
        key: &'static str,
        perspective: Perspective,
        words: &'a Words,
        [title, counted]: [Phrase; 2],
    ) -> Sheet<'a> {
        let canvas = Canvas::named(format!("{key}-{}", perspective_key(perspective)));
        let (title, counted) = (words.phrase(&title), words.phrase(&counted));
        let mut sheet = Sheet { canvas, words, down: EDGE, key, title, notes: Vec::new() };
        let title = sheet.title.clone();
        sheet.paragraph(&title, TITLE, Ink::Text, 3);
        sheet.paragraph(&counted, PLAIN, Ink::Muted, 2);
        sheet.down += 6.0;
        sheet
    }

    fn paragraph(&mut self, text: &str, font: Font, ink: Ink, most: usize) {
        for line in font.wrapped(text, WIDTH - 2.0 * EDGE, most) {
            self.canvas.text((EDGE, self.down + font.size), Anchor::Start, font, ink, &line);
            self.down += font.line();
        }
    }

    /// A line to mind below the picture.
    pub(super) fn note(&mut self, note: &Phrase) {
        self.notes.push(self.words.phrase(note));
    }

    /// The picture, described by what it says.
    pub(super) fn finish(mut self, said: &str) -> Picture {
        self.down += 4.0;
        let notes = self.notes.join(" ");
        self.paragraph(&notes, PLAIN, Ink::Muted, 12);
        let description = [said, notes.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
        let description = description.join(" ");
        let language = self.words.language().code();
        let svg = self.canvas.svg(self.down + EDGE, language, &self.title, &description);
        Picture { key: self.key, title: self.title, description, svg }
    }
}

/// A title seen by somebody.
pub(super) fn seen_by(key: &str, perspective: Perspective) -> Phrase {
    Phrase::new(key).with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
}

/// Money in running prices.
pub(super) fn running(money: Money) -> Phrase {
    Phrase::new("picture.running").with("unit", money.name())
}

/// Money as present value.
pub(super) fn present(money: Money, manifest: Option<&Manifest>) -> Phrase {
    let year = manifest.map_or(Value::None, |manifest| Value::Number(i64::from(manifest.price_year)));
    Phrase::new("picture.present").with("unit", money.name()).with("price_year", year)
}

/// Of how many draws an interval is, and which uncertainty it shows.
pub(super) fn uncertainty(key: &str, manifest: &Manifest) -> Phrase {
    let draws = u64::from(manifest.samples) * u64::from(manifest.replicates);
    Phrase::new(key).with("draws", Value::exact(draws as f64, Unit::Count))
}
