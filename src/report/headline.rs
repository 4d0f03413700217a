//! The answer in a few sentences: what a budget officer reads first.

use crate::domain::party::Perspective;
use crate::estimate::savings::{CashableSavings, Savings};
use crate::estimate::summary::Summary;
use crate::report::findings::Findings;
use crate::report::savings::{break_even, concerned, perspective_key, touched};
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
///
/// Where not all of a municipality's saving can be taken out of its budget, what can leads, and the whole is a memo.
pub fn headline(findings: &Findings, perspective: Perspective) -> Vec<Phrase> {
    let savings = findings.savings(perspective);
    let who = perspective_key(perspective);
    // Without any money there is no chance to speak of.
    let whole_chance = chance(savings.chance_of_gain, savings.chance_of_gain_error);
    let whole = Answer {
        value: savings.net_present_value,
        chance: if touched(savings) { whole_chance } else { Value::None },
        keys: ["headline.gain", "headline.loss", "headline.even"],
    };
    let leads = savings.cashable.filter(|part| part.net_present_value != savings.net_present_value);
    let mut lines: Vec<Phrase> = match leads {
        Some(part) => {
            let amount = gain(savings.net_present_value);
            let memo = Phrase::new("headline.memo").with("amount", amount).with("chance", whole.chance);
            let lead = Answer {
                value: part.net_present_value,
                chance: chance(part.chance_of_gain, part.chance_of_gain_error),
                keys: ["headline.cashable_gain", "headline.cashable_loss", "headline.cashable_even"],
            };
            let interval = interval(lead.value);
            let lead = [answer(findings, perspective, lead), interval];
            lead.into_iter().chain(split(findings, perspective)).chain([memo, parties(findings)]).collect()
        }
        None => {
            let (answer, interval) = (answer(findings, perspective, whole), interval(savings.net_present_value));
            let amount = |part: CashableSavings| gain(part.net_present_value);
            let cashable = savings.cashable.map(|part| Phrase::new("headline.cashable").with("amount", amount(part)));
            let lead = [answer, interval].into_iter().chain(split(findings, perspective));
            lead.chain([parties(findings)]).chain(cashable).collect()
        }
    };
    let (exposure, paid_back) = match leads {
        Some(part) => (part.largest_exposure, part.break_even),
        None => (savings.largest_exposure, savings.break_even),
    };
    let never = Value::exact(paid_back.never, Unit::Share);
    let exposure = match paid_back.median_month {
        Some(_) => Phrase::new("headline.exposure").with("break_even", break_even(findings, paid_back)),
        None => Phrase::new("headline.exposure_never"),
    }
    .with("exposure", gain(exposure));
    lines.push(exposure.with("never", never));
    if let Some(failure) = findings.no_effect.iter().find(|failure| failure.perspective == perspective) {
        let failure = gain(failure.net_present_value);
        lines.push(
            Phrase::new("headline.failure").with("who", Phrase::new(format!("who.{who}"))).with("amount", failure),
        );
    }
    lines
}

/// The money as it stands in sentences, signed.
pub(crate) fn gain(summary: Summary) -> Value {
    Value::mean(summary, Unit::Gain)
}

fn chance(value: f64, error: f64) -> Value {
    Value::Figure { value, error, unit: Unit::Chance }
}

/// A figure that answers the question, and the sentences for gain, loss and neither.
struct Answer {
    value: Summary,
    chance: Value,
    keys: [&'static str; 3],
}

fn answer(findings: &Findings, perspective: Perspective, answer: Answer) -> Phrase {
    let Answer { value: summary, chance, keys: [gained, lost, even] } = answer;
    let (key, shown) = match tone(&gain(summary)) {
        Tone::Gain => (gained, summary.mean),
        Tone::Loss => (lost, -summary.mean),
        Tone::Plain => (even, summary.mean),
    };
    let amount = Value::Figure { value: shown, error: summary.standard_error, unit: Unit::Money };
    Phrase::new(key)
        .with("who", Phrase::new(format!("perspective.{}", perspective_key(perspective))))
        .with("amount", amount)
        .with("price_year", Value::Number(i64::from(findings.manifest.price_year)))
        .with("chance", chance)
}

/// How wide the answer is, and which uncertainty that shows.
fn interval(summary: Summary) -> Phrase {
    Phrase::new("headline.interval").with("interval", Value::Interval { summary, unit: Unit::Gain })
}

/// How much of the uncertainty is luck, where that could be told.
fn split(findings: &Findings, perspective: Perspective) -> Option<Phrase> {
    let split = findings.variance.get(perspective as usize).copied().flatten()?;
    let error = split.interval.map_or(0.0, |(low, high)| (high - low) / 4.0);
    let luck = Value::Figure { value: split.share_of_luck.clamp(0.0, 1.0), error, unit: Unit::Share };
    Some(Phrase::new("headline.split").with("luck", luck))
}

/// Who gains and who loses, each party by itself, the largest first.
pub(crate) fn parties(findings: &Findings) -> Phrase {
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
    let key = if findings.manifest.net_tax_factor.is_some() { "headline.parties_market" } else { "headline.parties" };
    Phrase::new(key)
        .with("gainers", said(Tone::Gain))
        .with("losers", said(Tone::Loss))
        .with("public_sector", sum(Perspective::PublicSector))
        .with("society", sum(Perspective::Society))
}
