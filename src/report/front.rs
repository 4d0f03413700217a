//! The first page: the answer, who gains and who loses, when it breaks even, what it hangs on.

use crate::domain::party::Perspective;
use crate::report::decisions::Dossier;
use crate::report::document::{Block, Section};
use crate::report::findings::Findings;
use crate::report::headline::{gain, headline};
use crate::report::savings::{concerned, label, perspective_key, price_year, touched, uncertainty};
use crate::report::sensitivity::sensitivity_headline;
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};
use crate::report::wording::{Tone, tone};

/// Sentences of the headline that are the answer itself.
const ANSWER: [&str; 7] = [
    "headline.gain",
    "headline.loss",
    "headline.even",
    "headline.cashable_gain",
    "headline.cashable_loss",
    "headline.cashable_even",
    "headline.interval",
];

/// Sentences of it that say when it breaks even and what a failure costs.
const TIME: [&str; 3] = ["headline.exposure", "headline.exposure_never", "headline.failure"];

/// Sentences of it that a table of the first page says already.
const IN_TABLE: [&str; 2] = ["headline.parties", "headline.parties_market"];

/// The answer with its chance and its interval.
pub(crate) fn answer(findings: &Findings, perspective: Perspective) -> Vec<Phrase> {
    let lines = headline(findings, perspective).into_iter();
    lines.filter(|line| ANSWER.contains(&line.key.as_str())).collect()
}

/// What to know beside the answer: the sentences of the headline that nothing else on the first page says.
pub(crate) fn beside(findings: &Findings, perspective: Perspective) -> Vec<Phrase> {
    let told: Vec<&str> = [&ANSWER[..], &TIME[..], &IN_TABLE[..]].concat();
    let lines = headline(findings, perspective).into_iter();
    lines.filter(|line| !told.contains(&line.key.as_str())).collect()
}

/// What stands under the answer on the first page.
pub(crate) fn front(dossier: &Dossier, perspective: Perspective) -> Vec<Section> {
    let findings = &dossier.run;
    let lines = headline(findings, perspective);
    let of = |keys: &[&str]| -> Vec<Phrase> {
        lines.iter().filter(|line| keys.contains(&line.key.as_str())).cloned().collect()
    };
    let hangs_on = match &dossier.sensitivity {
        Some(sensitivity) => sensitivity_headline(sensitivity, perspective).into_iter().skip(1).collect(),
        None => vec![Phrase::new("document.cancelled")],
    };
    vec![
        Section::bare("parties", vec![Block::Table(parties(findings))]),
        Section::bare("break_even", vec![Block::Text(of(&TIME))]),
        Section::bare("hangs_on", vec![Block::Points(hangs_on)]),
    ]
}

/// Who gains and who loses, each with the word for it beside the sign.
fn parties(findings: &Findings) -> Table {
    let shown: Vec<_> = findings.savings.iter().filter(|savings| concerned(savings)).collect();
    let rows = shown.iter().map(|savings| {
        let verdict = match tone(&gain(savings.net_present_value)) {
            Tone::Gain => "verdict.gain",
            Tone::Loss => "verdict.loss",
            Tone::Plain => "verdict.even",
        };
        let (value, error) = (savings.chance_of_gain, savings.chance_of_gain_error);
        let chance = Value::Figure { value, error, unit: Unit::Chance };
        let cells = vec![
            Phrase::new(verdict).into(),
            Value::Summary { summary: savings.net_present_value, unit: Unit::GainInThousands },
            if touched(savings) { chance } else { Value::None },
        ];
        let row = Row::new(perspective_key(savings.perspective), label(savings.perspective), cells);
        let sum = matches!(savings.perspective, Perspective::PublicSector | Perspective::Society);
        if sum { row.total() } else { row }
    });
    let values: Vec<_> = shown.iter().map(|savings| savings.net_present_value).collect();
    Table {
        key: "parties",
        title: Phrase::new("title.perspectives").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: vec![
            Column::words("verdict"),
            Column::figures("net_present_value").with_interval(),
            Column::figures("chance_of_gain"),
        ],
        rows: rows.collect(),
        notes: vec![uncertainty(findings, "note.predictive_money", &values, Unit::Money)],
    }
}
