//! Pictures of findings as plain SVG, each usable alone on a slide.
//!
//! A picture carries its own title, which uncertainty it shows, and a text for those who cannot see it. It is drawn for
//! a telephone: at a width of 343 px no text is smaller than 10 px. Shapes have their light colours as attributes, which
//! office programs read; a style sheet within changes them in the dark and leaves paper alone. Its classes begin with
//! `gv-`, so that a page may restyle what it embeds (`.gv-fill-paper`, the ground). Gain is blue-green, loss vermilion and
//! hatched, so that they differ without colours too. The same findings give the same bytes everywhere.

mod bars;
mod canvas;
mod chart;
mod comparison;
mod fan;
mod gross;
mod horizon;
mod information;
mod money;
mod parties;
mod scale;
mod sheet;
mod support;
mod text;
mod tornado;
mod variants;
mod waterfall;
mod years;

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::{ComparisonFindings, Dossier};
use gevinst::report::words::Words;

/// A picture in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Name, also of a file.
    pub key: &'static str,
    /// Title, as it stands on the picture.
    pub title: String,
    /// What it shows, in words and figures, for those who cannot see it.
    pub description: String,
    /// The picture: an `svg` element for a page, or a file by itself.
    pub svg: String,
}

/// The pictures of a study seen from one perspective, from the answer to what it rests on. What there is nothing to draw
/// of (no variants, no sensitivity, no money that moves) has no picture.
pub fn pictures(dossier: &Dossier, perspective: Perspective, words: &Words) -> Vec<Picture> {
    let run = &dossier.run;
    let of_run = [
        fan::cumulated(run, perspective, words),
        years::by_year(run, perspective, words),
        waterfall::by_purpose(run, perspective, words),
        parties::parties(run, perspective, words),
        support::self_support(run, perspective, words),
    ];
    let of_sensitivity = dossier.sensitivity.as_ref();
    let of_information = dossier.information.as_ref();
    of_run
        .into_iter()
        .chain([of_sensitivity.and_then(|found| tornado::one_way(found, perspective, words))])
        .chain([gross::gross_and_net(run, perspective, words)])
        .chain([of_sensitivity.and_then(|found| horizon::chance(found, perspective, words))])
        .chain([variants::variants(run, perspective, words)])
        .chain([of_information.and_then(|found| information::worth(found, perspective, words))])
        .flatten()
        .collect()
}

/// The pictures of programmes side by side, seen from one perspective.
pub fn comparison_pictures(findings: &ComparisonFindings, perspective: Perspective, words: &Words) -> Vec<Picture> {
    [comparison::programmes(findings, perspective, words), comparison::plane(findings, perspective, words)]
        .into_iter()
        .flatten()
        .collect()
}
