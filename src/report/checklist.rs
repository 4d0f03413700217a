//! The twelve things that a budget officer checks, each answered from the run itself.
//!
//! Where neither scenario nor run says anything, the answer is that it is not stated.

use crate::domain::activity::Indicator;
use crate::domain::calendar::Month;
use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::domain::source::Verification;
use crate::report::budget::frames;
use crate::report::decisions::Dossier;
use crate::report::document::Answer;
use crate::report::findings::{AssumptionFinding, Findings, SupportKind, Warning};
use crate::report::headline::{gain, headline, parties};
use crate::report::hour::more_worked;
use crate::report::language::Language;
use crate::report::people::indicator_label;
use crate::report::reservations::warning;
use crate::report::savings::measurable;
use crate::report::sensitivity::sensitivity_headline;
use crate::report::table::{Phrase, Unit, Value};
use crate::report::words::Words;

/// The perspective whose budget the questions are about.
const OFFICE: Perspective = Perspective::Municipality;

/// Assumptions named in one answer; the table of assumptions holds all.
const NAMED: usize = 5;

/// The questions with their answers.
pub fn checklist(dossier: &Dossier) -> Vec<Answer> {
    let run = &dossier.run;
    let answers = [
        ("checklist.counterfactual", counterfactual(run)),
        ("checklist.whose_money", whose_money(run)),
        ("checklist.budget_line", budget_line(run)),
        ("checklist.net_of_cost", net_of_cost(run)),
        ("checklist.stay", stay(dossier)),
        ("checklist.hours", hours(run)),
        ("checklist.displacement", displacement(run)),
        ("checklist.twice", twice(run)),
        ("checklist.success", success(run)),
        ("checklist.range", range(dossier)),
        ("checklist.prices", prices(run)),
        ("checklist.register", register(run)),
    ];
    answers.into_iter().map(|(question, said)| Answer { question: Phrase::new(question), said }).collect()
}

/// Whether people are followed without the programme, and what they would have done anyway.
fn counterfactual(run: &Findings) -> Vec<Phrase> {
    let mut said = vec![Phrase::new("answer.counterfactual")];
    if let Some(work) = run.activity(Indicator::InWork) {
        said.push(
            Phrase::new("answer.in_work")
                .with("without", counted(work.baseline.mean, work.baseline.standard_error))
                .with("with", counted(work.programme.mean, work.programme.standard_error)),
        );
    }
    let at = OFFICE as usize;
    if let (Some(gross), Some(own)) = (run.arising.gross.get(at), run.arising.own_accord.get(at)) {
        said.push(Phrase::new("answer.own_accord").with("gross", gain(*gross)).with("own", gain(*own)));
    }
    said.push(named(run, "answer.own_rates", "answer.no_rates", |name| name.contains("->ordinary_job")));
    said
}

/// Whose money the figures are.
fn whose_money(run: &Findings) -> Vec<Phrase> {
    let refund =
        purpose(run, OFFICE, Purpose::Refund).map(|amount| Phrase::new("answer.refund").with("amount", amount));
    std::iter::once(parties(run)).chain(refund).collect()
}

/// Whether the saving stands on lines that can be lowered.
fn budget_line(run: &Findings) -> Vec<Phrase> {
    let savings = run.savings(OFFICE);
    let lines = savings.cashable.map(|part| {
        Phrase::new("answer.lines")
            .with("whole", gain(savings.net_present_value))
            .with("cashable", gain(part.net_present_value))
    });
    let years = run.budget.years.first().zip(run.budget.years.last());
    let frames = years.and_then(|(first, last)| frames(run, *first, *last));
    let unverified = run.budget.rows.iter().filter(|(row, _)| row.verified == Verification::Unverified).count();
    let unverified = (unverified > 0).then(|| {
        Phrase::new("answer.unverified_lines")
            .with("count", Value::Number(unverified as i64))
            .with("of", Value::Number(run.budget.rows.len() as i64))
    });
    lines.into_iter().chain(frames).chain(unverified).collect()
}

/// Whether what the effort costs is taken off, and what of it the scenario does not have.
fn net_of_cost(run: &Findings) -> Vec<Phrase> {
    let asked = [
        Purpose::ContactPerson,
        Purpose::Mentor,
        Purpose::WageSubsidy,
        Purpose::PlacePayment,
        Purpose::StartUp,
        Purpose::Administration,
        Purpose::FollowUp,
    ];
    let items = asked.into_iter().map(|wanted| {
        let what = Phrase::new(format!("purpose.{}", wanted.key()));
        match purpose(run, OFFICE, wanted) {
            Some(amount) => Phrase::new("answer.item_kroner").with("what", what).with("amount", amount),
            None => Phrase::new("answer.not_in_scenario").with("what", what),
        }
    });
    let equalisation = match purpose(run, OFFICE, Purpose::Equalisation) {
        Some(amount) => {
            let what = Phrase::new(format!("purpose.{}", Purpose::Equalisation.key()));
            Phrase::new("answer.item_kroner").with("what", what).with("amount", amount)
        }
        None => Phrase::new("answer.no_equalisation"),
    };
    std::iter::once(Phrase::new("answer.taken_off")).chain(items).chain([equalisation]).collect()
}

/// Whether people stay, and whether the effect lasts.
fn stay(dossier: &Dossier) -> Vec<Phrase> {
    let run = &dossier.run;
    let mut said = Vec::new();
    let begun = run.activity(Indicator::Placements).map(|found| found.difference);
    let filled = run.activity(Indicator::FilledPlaces).map(|found| found.difference);
    if let Some((begun, filled)) = begun.zip(filled).filter(|(begun, _)| begun.mean > 0.0) {
        said.push(
            Phrase::new("answer.stays")
                .with("placements", counted(begun.mean, begun.standard_error))
                .with("months", counted(filled.mean, filled.standard_error))
                .with("each", counted(filled.mean / begun.mean, filled.standard_error / begun.mean)),
        );
    }
    let lasting = |name: &str| {
        let own = !name.starts_with("outside_work") && !name.contains("leaves_to");
        own && ["stay", "half_life", "after_effect"].iter().any(|part| name.contains(part))
    };
    said.push(named(run, "answer.lasting", "answer.no_lasting", lasting));
    let savings = run.savings(OFFICE);
    let last = savings.last_year_share.filter(|_| measurable(savings.net_present_value));
    said.extend(last.map(|share| Phrase::new("answer.last_year").with("share", Value::exact(share, Unit::Share))));
    said.extend(longest(dossier));
    said
}

/// The sentence on the assumption that the answer hangs on most.
fn longest(dossier: &Dossier) -> Option<Phrase> {
    let lines = sensitivity_headline(dossier.sensitivity.as_ref()?, OFFICE);
    lines.into_iter().find(|line| line.key == "sensitivity.longest")
}

/// What an hour brings after free amount and taper, and what flex jobs cost against the benefit that they replace.
fn hours(run: &Findings) -> Vec<Phrase> {
    let each = |perspective| more_worked(run, perspective);
    let hour = each(Perspective::Citizen).zip(each(OFFICE)).map(|(citizen, office)| {
        let money = |(value, error)| Value::Figure { value, error, unit: Unit::Gain };
        Phrase::new("answer.hour").with("citizen", money(citizen)).with("municipality", money(office))
    });
    let mut shown: Vec<&str> = Vec::new();
    let rules = run.law.iter().filter(|value| {
        let name = value.parameter.as_str();
        let wanted = (name.contains(".free_amount") || name.contains("taper")) && !shown.contains(&name);
        wanted.then(|| shown.push(name)).is_some() && value.value.is_some()
    });
    let rules: Vec<Value> = rules.map(|value| rule(&value.parameter, value.value, &value.unit)).collect();
    let rules = (!rules.is_empty()).then(|| Phrase::new("answer.tapers").with("rules", Value::List(rules)));
    let flex = run.support.iter().find(|found| found.kind == SupportKind::Flex);
    let flex = match flex.and_then(|found| Some((found.months, *found.net_present_value.get(OFFICE as usize)?))) {
        Some((months, amount)) => {
            Phrase::new("answer.flex").with("months", Value::mean(months, Unit::Change)).with("amount", gain(amount))
        }
        None => Phrase::new("answer.no_flex"),
    };
    hour.into_iter().chain(rules).chain([flex]).collect()
}

/// A value of the law by its name.
fn rule(parameter: &str, value: Option<f64>, unit: &str) -> Value {
    let value = match (value, unit) {
        (Some(share), "share") => Value::exact(share, Unit::Share),
        (Some(kroner), "kr") => {
            Phrase::new("reproduction.kroner").with("amount", Value::exact(kroner * 100.0, Unit::Money)).into()
        }
        (number, _) => number.map_or(Value::None, |number| Value::exact(number, Unit::Plain)),
    };
    let said = parameter.split_once('.').and_then(|(family, rule)| {
        let known = |section: &str, key: &str| {
            let key = format!("{section}.{key}");
            Words::of(Language::English).knows(&key).then(|| Phrase::new(key))
        };
        Some(Phrase::new("rule.of").with("family", known("family", family)?).with("rule", known("rule", rule)?))
    });
    let what = said.map_or_else(|| parameter.into(), Value::Phrase);
    Phrase::new("answer.rule").with("what", what).with("amount", value).into()
}

/// Whether others lose their work, and whether the easiest to place come first.
fn displacement(run: &Findings) -> Vec<Phrase> {
    let society = run.savings(Perspective::Society);
    let lost = society.by_purpose.iter().find(|(its, _)| *its == Purpose::DisplacedProduction);
    let displaced = match (run.arising.displaces, lost) {
        (true, Some((_, lost))) => Phrase::new("answer.displaced").with("amount", gain(*lost)),
        (true, None) => Phrase::new("answer.displaced_hours"),
        (false, _) => Phrase::new("answer.no_displacement"),
    };
    vec![displaced, named(run, "answer.creaming", "answer.no_creaming", |name| name.contains("creaming"))]
}

/// Whether anything is counted twice.
fn twice(run: &Findings) -> Vec<Phrase> {
    let of = |perspective| gain(run.savings(perspective).net_present_value);
    vec![
        Phrase::new("answer.entries"),
        Phrase::new("answer.sums")
            .with("municipality", of(OFFICE))
            .with("state", of(Perspective::State))
            .with("region", of(Perspective::Region))
            .with("others", of(Perspective::OtherMunicipalities))
            .with("public_sector", of(Perspective::PublicSector)),
    ]
}

/// Whether success and its date are fixed beforehand; what the run says that can be measured.
fn success(run: &Findings) -> Vec<Phrase> {
    let manifest = &run.manifest;
    let end = manifest.start.parse::<Month>().map_or(Value::None, |start| Value::Month(start + (manifest.months - 1)));
    let measured = [Indicator::FirstPlacements, Indicator::PaidHours, Indicator::FullySelfSupporting];
    let measured = measured.into_iter().filter_map(|indicator| {
        let found = run.activity(indicator)?.difference;
        let unit = if indicator.is_hours() { Unit::HoursChange } else { Unit::Change };
        let label = indicator_label(indicator, manifest.declared_family.as_deref());
        Some(Phrase::new("answer.item").with("what", label).with("amount", Value::mean(found, unit)))
    });
    let fixed = Phrase::new("answer.fixed").with("hash", manifest.scenario_hash.as_str());
    let foretold = Phrase::new("answer.foretold").with("end", end);
    [Phrase::new("answer.no_success"), foretold].into_iter().chain(measured).chain([fixed]).collect()
}

/// Range, chance of a loss, thresholds, and a run without effect.
fn range(dossier: &Dossier) -> Vec<Phrase> {
    let run = &dossier.run;
    let wanted = ["headline.interval", "headline.failure"];
    let mut said: Vec<Phrase> =
        headline(run, OFFICE).into_iter().filter(|line| wanted.contains(&line.key.as_str())).collect();
    let savings = run.savings(OFFICE);
    let (gained, error) = match savings.cashable {
        Some(part) => (part.chance_of_gain, part.chance_of_gain_error),
        None => (savings.chance_of_gain, savings.chance_of_gain_error),
    };
    let chance = Value::Figure { value: 1.0 - gained, error, unit: Unit::Chance };
    said.insert(said.len().min(1), Phrase::new("answer.no_gain").with("chance", chance));
    match &dossier.sensitivity {
        Some(found) => said.extend(
            sensitivity_headline(found, OFFICE)
                .into_iter()
                .filter(|line| !["sensitivity.base", "sensitivity.longest"].contains(&line.key.as_str())),
        ),
        None => said.push(Phrase::new("document.cancelled")),
    }
    said
}

/// In which prices, and under which year's law.
fn prices(run: &Findings) -> Vec<Phrase> {
    let projected = run.law.iter().filter(|value| value.projected).count();
    let rules = Phrase::new("answer.prices")
        .with("price_year", Value::Number(i64::from(run.manifest.price_year)))
        .with("projected", Value::Number(projected as i64))
        .with("values", Value::Number(run.law.len() as i64));
    let of_law = |found: &&Warning| matches!(found, Warning::ProjectedLaw { .. } | Warning::UnsettledLaw { .. });
    std::iter::once(rules).chain(run.warnings.iter().filter(of_law).map(warning)).collect()
}

/// Whether the assumptions come from registers.
fn register(run: &Findings) -> Vec<Phrase> {
    let graded = |grade: Option<char>| {
        Value::Number(run.assumptions.iter().filter(|assumption| assumption.grade == grade).count() as i64)
    };
    let sourced = run.assumptions.iter().filter(|assumption| assumption.source.is_some()).count();
    vec![
        Phrase::new("answer.sources")
            .with("sourced", Value::Number(sourced as i64))
            .with("count", Value::Number(run.assumptions.len() as i64)),
        Phrase::new("answer.grades")
            .with("a", graded(Some('A')))
            .with("b", graded(Some('B')))
            .with("c", graded(Some('C')))
            .with("d", graded(Some('D')))
            .with("none", graded(None)),
        Phrase::new("answer.no_register"),
    ]
}

/// The assumptions whose names a question asks for, with value and source; or the sentence that there are none.
fn named(run: &Findings, some: &str, none: &str, wanted: impl Fn(&str) -> bool) -> Phrase {
    let found: Vec<&AssumptionFinding> = run.assumptions.iter().filter(|of| wanted(&of.name.key)).collect();
    if found.is_empty() {
        return Phrase::new(none);
    }
    let said = found.iter().take(NAMED).map(|assumption| {
        let phrase = match &assumption.source {
            Some(source) => Phrase::new("answer.assumption").with("source", source.as_str()),
            None => Phrase::new("answer.without_source"),
        };
        let value = Value::exact(assumption.value, Unit::Significant);
        phrase.with("assumption", assumption.name.quoted()).with("value", value).into()
    });
    Phrase::new(some).with("assumptions", Value::List(said.collect()))
}

/// What a purpose gives a perspective.
fn purpose(run: &Findings, perspective: Perspective, wanted: Purpose) -> Option<Value> {
    let by_purpose = &run.savings(perspective).by_purpose;
    by_purpose.iter().find(|(its, _)| *its == wanted).map(|(_, summary)| gain(*summary))
}

/// A count as it stands in sentences.
fn counted(value: f64, error: f64) -> Value {
    Value::Figure { value, error, unit: Unit::Count }
}
