//! The answer in a few sentences: what a budget officer reads first.

use crate::domain::party::Perspective;
use crate::estimate::savings::Savings;
use crate::estimate::summary::Summary;
use crate::report::findings::Findings;
use crate::report::savings::{break_even, concerned, perspective_key};
use crate::report::table::{Phrase, Unit, Value};
use crate::report::wording::{Tone, tone};

/// The parties by themselves: the perspectives that are not sums of others.
const ALONE: [Perspective; 7] = [
    Perspective::Municipality,
    Perspective::State,
    Perspective::Region,
    Perspective::OtherMunicipalities,
    Perspective::Citizen,
    Perspective::Enterprise,
    Perspective::Others,
];

/// The answer, from one perspective: net saving with chance and interval; who gains and who loses; what can be taken
/// out of the budget; what it takes of the cash box; what a failure costs.
pub fn headline(findings: &Findings, perspective: Perspective) -> Vec<Phrase> {
    let savings = findings.savings(perspective);
    let who = perspective_key(perspective);
    let mut lines = vec![answer(findings, savings), interval(savings), parties(findings)];
    if let Some(cashable) = savings.cashable {
        lines.push(Phrase::new("headline.cashable").with("amount", gain(cashable)));
    }
    lines.push(
        Phrase::new("headline.exposure")
            .with("exposure", gain(savings.largest_exposure))
            .with("break_even", break_even(findings, savings.break_even))
            .with("never", Value::exact(savings.break_even.never, Unit::Share)),
    );
    if let Some(failure) = findings.no_effect.iter().find(|failure| failure.perspective == perspective) {
        let failure = gain(failure.net_present_value);
        lines.push(
            Phrase::new("headline.failure").with("who", Phrase::new(format!("who.{who}"))).with("amount", failure),
        );
    }
    lines
}

/// The money as it stands in sentences, signed.
fn gain(summary: Summary) -> Value {
    Value::mean(summary, Unit::Gain)
}

fn answer(findings: &Findings, savings: &Savings) -> Phrase {
    let summary = savings.net_present_value;
    let (key, shown) = match tone(&gain(summary)) {
        Tone::Gain => ("headline.gain", summary.mean),
        Tone::Loss => ("headline.loss", -summary.mean),
        Tone::Plain => ("headline.even", summary.mean),
    };
    let amount = Value::Figure { value: shown, error: summary.standard_error, unit: Unit::Money };
    let error = savings.chance_of_gain_error;
    Phrase::new(key)
        .with("who", Phrase::new(format!("perspective.{}", perspective_key(savings.perspective))))
        .with("amount", amount)
        .with("price_year", Value::Number(i64::from(findings.manifest.price_year)))
        .with("chance", Value::Figure { value: savings.chance_of_gain, error, unit: Unit::Chance })
}

/// How wide the answer is, and which uncertainty that shows.
fn interval(savings: &Savings) -> Phrase {
    let summary = savings.net_present_value;
    Phrase::new("headline.interval").with("interval", Value::Interval { summary, unit: Unit::Gain })
}

/// Who gains and who loses, each party by itself, the largest first.
fn parties(findings: &Findings) -> Phrase {
    let mut parties: Vec<&Savings> = ALONE.iter().map(|alone| findings.savings(*alone)).collect();
    parties.retain(|savings| concerned(savings));
    parties.sort_by(|a, b| b.net_present_value.mean.abs().total_cmp(&a.net_present_value.mean.abs()));
    let said = |wanted: Tone| {
        let members = parties.iter().filter(|savings| tone(&gain(savings.net_present_value)) == wanted);
        let said = members.map(|savings| {
            let who = Phrase::new(format!("who.{}", perspective_key(savings.perspective)));
            Value::Phrase(
                Phrase::new("headline.party").with("who", who).with("amount", gain(savings.net_present_value)),
            )
        });
        Value::List(said.collect())
    };
    let sum = |perspective| gain(findings.savings(perspective).net_present_value);
    Phrase::new("headline.parties")
        .with("gainers", said(Tone::Gain))
        .with("losers", said(Tone::Loss))
        .with("public_sector", sum(Perspective::PublicSector))
        .with("society", sum(Perspective::Society))
}
