//! What better knowledge would be worth, in tables and a few sentences.

use crate::domain::party::Perspective;
use crate::estimate::estimated::Estimated;
use crate::estimate::partial_information::Doubt;
use crate::report::assumption_name::AssumptionName;
use crate::report::comparison::much_luck;
use crate::report::decisions::{DecisionFinding, InformationFindings, PartialFinding};
use crate::report::savings::perspective_key;
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// Assumptions that a reader is shown; files hold all of them.
const SHOWN: usize = 12;

/// The answer in a few sentences: whether more knowledge could change the decision, what it is worth at most, and of which
/// assumptions.
pub fn information_headline(findings: &InformationFindings, perspective: Perspective) -> Vec<Phrase> {
    let Some(decision) = decision(findings, perspective) else { return Vec::new() };
    let who = Phrase::new(format!("who.{}", perspective_key(perspective)));
    let evpi = decision.perfect_information;
    let chosen = usize::from(decision.options.get(1).is_some_and(|option| option.net_benefit.value > 0.0));
    let wrong = 1.0 - decision.options[chosen].chance_of_best.value;
    let key = if chosen == 1 { "information.take_up" } else { "information.leave" };
    let mut lines = vec![Phrase::new(key).with("who", who.clone()).with(
        "wrong",
        Value::Figure {
            value: wrong,
            error: decision.options[chosen].chance_of_best.standard_error,
            unit: Unit::Chance,
        },
    )];
    lines.extend(much_luck(decision));
    if !evpi.is_above_zero() {
        lines.push(Phrase::new("information.nothing").with("who", who));
        return lines;
    }
    lines.push(Phrase::new("information.at_most").with("who", who).with("amount", money(evpi, Unit::Money)));
    if findings.served != 1.0 {
        lines.push(
            Phrase::new("information.served")
                .with("municipalities", Value::exact(findings.municipalities, Unit::Plain))
                .with("years", Value::Number(i64::from(findings.years)))
                .with("amount", money(evpi.times(findings.served), Unit::Money)),
        );
    }
    let worth = |partial: &&PartialFinding| partial.value.is_above_zero();
    let best: Vec<Value> = partial(findings, perspective).iter().filter(worth).take(3).map(named_with_value).collect();
    lines.push(if best.is_empty() {
        Phrase::new("information.no_single")
    } else {
        Phrase::new("information.most").with("assumptions", Value::List(best))
    });
    lines
}

/// An assumption, or several, with what knowing them is worth.
fn named_with_value(partial: &PartialFinding) -> Value {
    let amount = money(partial.value, Unit::Money);
    let said = Value::List(partial.assumptions.iter().map(AssumptionName::quoted).collect());
    Phrase::new("information.partial").with("assumptions", said).with("amount", amount).into()
}

fn names(partial: &PartialFinding) -> Value {
    match partial.assumptions.as_slice() {
        [one] => one.shown(),
        several => Value::List(several.iter().map(AssumptionName::shown).collect()),
    }
}

fn decision(findings: &InformationFindings, perspective: Perspective) -> Option<&DecisionFinding> {
    findings.decisions.iter().find(|decision| decision.perspective == perspective)
}

fn partial(findings: &InformationFindings, perspective: Perspective) -> &[PartialFinding] {
    let of = findings.partial.iter().find(|(of, _)| *of == perspective);
    of.map_or(&[], |(_, partial)| partial)
}

fn money(estimated: Estimated, unit: Unit) -> Value {
    Value::Figure { value: estimated.value, error: estimated.standard_error, unit }
}

/// The tables that a reader is shown, for one perspective.
pub fn information_report(findings: &InformationFindings, perspective: Perspective) -> Vec<Table> {
    vec![decisions(findings), partials(findings, perspective, SHOWN)]
}

/// The same tables with every assumption, for files.
pub fn information_figures(findings: &InformationFindings, perspective: Perspective) -> Vec<Table> {
    vec![decisions(findings), partials(findings, perspective, usize::MAX)]
}

/// The decision of each perspective, and what perfect information is worth to it.
fn decisions(findings: &InformationFindings) -> Table {
    let rows = findings.decisions.iter().map(|decision| {
        let programme = decision.options.get(1);
        let expected = programme.map_or(Value::None, |option| money(option.net_benefit, Unit::GainInThousands));
        let chance = programme.map_or(Value::None, |option| Value::Figure {
            value: option.chance_of_best.value,
            error: option.chance_of_best.standard_error,
            unit: Unit::Chance,
        });
        let evpi = decision.perfect_information;
        let cells = vec![
            expected,
            chance,
            money(evpi, Unit::MoneyInThousands),
            money(evpi.times(findings.served), Unit::MoneyInThousands),
            Value::exact(decision.luck_share, Unit::Share),
        ];
        let key = perspective_key(decision.perspective);
        Row::new(key, Phrase::new(format!("perspective.{key}")), cells)
    });
    Table {
        key: "perfect_information",
        title: Phrase::new("title.perfect_information").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: ["expected", "chance_of_best", "evpi", "evpi_served", "luck_left"]
            .into_iter()
            .map(Column::figures)
            .collect(),
        rows: rows.collect(),
        notes: vec![
            Phrase::new("note.perfect_information")
                .with("municipalities", Value::exact(findings.municipalities, Unit::Plain))
                .with("years", Value::Number(i64::from(findings.years)))
                .with("samples", Value::Number(i64::from(findings.samples)))
                .with("replicates", Value::Number(i64::from(findings.replicates))),
        ],
    }
}

/// What knowing an assumption, or some together, is worth to a perspective.
fn partials(findings: &InformationFindings, perspective: Perspective, most: usize) -> Table {
    let found = partial(findings, perspective);
    let rows = found.iter().take(most).map(|partial| {
        let doubts: Vec<Value> = partial.doubts.iter().map(|doubt| doubt_in_words(*doubt)).collect();
        let cells = vec![
            money(partial.value, Unit::MoneyInThousands),
            Value::exact(partial.value.standard_error, Unit::MoneyInThousands),
            money(partial.value.times(findings.served), Unit::MoneyInThousands),
            Value::exact(partial.explained_share, Unit::Share),
            if doubts.is_empty() { Phrase::new("information.no_doubt").into() } else { Value::List(doubts) },
        ];
        let keys: Vec<&str> = partial.assumptions.iter().map(|name| name.key.as_str()).collect();
        Row::new(keys.join("+"), names(partial), cells)
    });
    let mut notes = vec![Phrase::new("note.partial_information")];
    if let Some(left) = found.len().checked_sub(most).filter(|left| *left > 0) {
        notes.push(Phrase::new("note.more_assumptions").with("count", Value::Number(left as i64)));
    }
    Table {
        key: "partial_information",
        title: Phrase::new("title.partial_information")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.assumption"),
        columns: vec![
            Column::figures("evppi"),
            Column::figures("standard_error"),
            Column::figures("evpi_served"),
            Column::figures("explained"),
            Column::words("doubts"),
        ],
        rows: rows.collect(),
        notes,
    }
}

fn doubt_in_words(doubt: Doubt) -> Value {
    let key = match doubt {
        Doubt::FewRows => "few_rows",
        Doubt::TooBent => "too_bent",
        Doubt::UnevenResiduals => "uneven_residuals",
        Doubt::FarFromNormal => "far_from_normal",
        Doubt::NotDistinguishable => "not_distinguishable",
        Doubt::AboveEvpi => "above_evpi",
    };
    Phrase::new(format!("doubt.{key}")).into()
}

fn price_year(findings: &InformationFindings) -> Value {
    Value::Number(i64::from(findings.manifest.price_year))
}
