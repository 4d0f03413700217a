//! Scenario files: what can be read, what is refused and with which words.

use std::collections::BTreeSet;

use gevinst::domain::assumption::{Quantities, Walk, Written};
use gevinst::domain::benefit::{FallsTo, Family};
use gevinst::domain::calendar::Month;
use gevinst::domain::population::Cohort;
use gevinst::domain::transition::{Cause, Origin, OutsideWork, Transition};
use gevinst::domain::work::Form;
use gevinst::report::assumption_name::AssumptionName;
use gevinst::report::language::Language;
use gevinst::report::table::Value as Shown;
use gevinst::report::words::Words;
use gevinst::study::assumptions::AssumptionList;
use gevinst::study::error::Error;
use gevinst::study::scenario::Study;
use serde_json::{Value, json};

const COMPLETE: &str = include_str!("scenarios/complete.toml");
const MINIMAL: &str = include_str!("scenarios/minimal.toml");

#[test]
fn reads_what_it_writes() {
    for text in [COMPLETE, MINIMAL] {
        let study = Study::parse(text, "s.toml").unwrap();
        let written = toml::to_string(&study).unwrap();
        assert_eq!(Study::parse(&written, "again.toml").unwrap(), study);
    }
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let table = [
        (
            "tax_rate = 0.256",
            "tax_rte = 0.256",
            "s.toml:14:1: `municipality`: there is no key `tax_rte` here; did you mean `tax_rate`?",
        ),
        (
            "count = 200",
            "count = \"200\"",
            "s.toml:51:9: `cohorts[long on support].count`: a text stands here; expected a whole number: write it without quotes",
        ),
        (
            "tax_rate = 0.256",
            "tax_rate = 25.6",
            "s.toml:14:12: `municipality.tax_rate`: 25.6 is out of range; expected a number from 0 to 1",
        ),
        (
            "start = \"2026-01\"",
            "start = \"2026-13\"",
            "s.toml:8:9: `time.start`: `2026-13` is not a month; write year and month as 2026-03",
        ),
        (
            "\"$job\"",
            "\"$jbo\"",
            "`transitions[cash_benefit->ordinary_job,vulnerable,30-50].chance_per_year`: the assumption `$jbo` is not defined; did you mean `job`?",
        ),
        (
            "\"mid_year\"",
            "\"midyear\"",
            "`economy.discounting.timing`: `midyear` is not known here; did you mean `mid_year`?",
        ),
        ("price_growth = 0.02", "price_growth = 0,02", "s.toml:21:17: the text is not TOML"),
        ("format = 1", "format = 2", "s.toml:2:10: `format`: this library reads version 1"),
        ("name = \"waiting\"", "name = \"pensioners\"", "`cohorts[pensioners]`: `pensioners` stands twice"),
        ("form = \"small_job\"\nplaces", "form = \"flex_job\"\nplaces", "cannot have work of the form `flex_job`"),
        ("low = 6", "low = 13", "`assumptions.stay`: `value` (12) must lie between"),
        ("cause = \"all\"", "cause = \"place\"", "ordinary jobs would be counted twice"),
        ("from_months = 0,", "from_months = 1,", "the first row does not start at 0 months"),
        ("share = 0.74", "share = 0.34", "the share that is left grows"),
        (
            "cohorts = [\"long on support\"",
            "cohorts = [\"long on suport\"",
            "there is no cohort `long on suport`; did you mean",
        ),
        ("flex_approved = \"2020-05\"", "", "people on `flex_waiting_benefit` need `flex_approved`"),
        (
            "benefit_months_left = [1, 24]",
            "",
            "`cohorts[insured].benefit_months_left`: people on `unemployment_benefit` have it for a limited time",
        ),
        (
            "falls_to = \"nothing\"",
            "falls_to = \"job_clarification_benefit\"",
            "`cohorts[insured].falls_to`: job clarification follows sickness benefit",
        ),
        ("falls_to = \"nothing\"", "falls_to = \"nothin\"", "`nothin` is not known here; did you mean `nothing`?"),
        (
            "pension_awarded = \"2016-09\"",
            "pension_awarded = \"2016-09\"\nbenefit_months_left = [1, 24]",
            "people on `disability_pension` have it for as long as they need it",
        ),
        (
            "pension_awarded = \"2016-09\"",
            "pension_awarded = \"2016-09\"\nfalls_to = \"nothing\"",
            "`cohorts[pensioners].falls_to`: no months are used up",
        ),
        (
            "family = \"unemployment_benefit\"",
            "family = \"education_benefit\"",
            "`cohorts[insured].family`: education_benefit.living_out has no value for 2026-01: it was repealed from 2025-07; use cash_benefit",
        ),
        (
            "family = \"unemployment_benefit\"",
            "family = \"resource_benefit\"",
            "`cohorts[insured].inflow_per_year`: `resource_benefit` is closed to new cases from 2026-07 (act 1750 of 2025; whether on 1 February or 1 July 2026 is unverified), and the study runs to 2030-12",
        ),
        (
            "family = \"unemployment_benefit\"",
            "family = \"rehabilitation_benefit\"",
            "the rehabilitation benefit of people under 30 is not on file; start at 30",
        ),
        (
            "cause = \"small_job\"",
            "cause = \"resource_programme\"",
            "`resource_benefit` is closed to new cases from 2026-07",
        ),
        (
            "cause = \"small_job\"",
            "cause = \"sickness_benefit\"",
            "this cannot happen from that status; only from unemployment_benefit, self_supporting",
        ),
        (
            "cause = \"small_job\"",
            "cause = \"cash_benefit\"",
            "only from sickness_benefit, unemployment_benefit, resource_benefit, job_clarification_benefit, rehabilitation_benefit",
        ),
        ("form = \"ordinary_job\"", "form = \"wage_hours\"", "add an [[outside_work]] with form = \"ordinary_job\""),
        ("opens = \"2026-03\"", "opens = \"2031-01\"", "2031-01 is outside the study; it runs from 2026-01 to 2030-12"),
        ("seed = 7", "seed = 7\nseed = 8", "the text is not TOML: duplicate key"),
        ("from_week = 1,", "from_week = 2,", "`declared_family.ladder`: the first row does not start at week 1"),
        ("state_share = 0.7 ", "state_share = 7 ", "`declared_family.ladder[1].state_share`: 7 is out of range"),
        ("taper = 1\n", "taper = 1.1\n", "`declared_family.taper`: 1.1 is out of range"),
        (
            "form = \"small_job\"\nplaces = 10\nhours = 6\npay = { hourly = 140 }",
            "form = \"small_job\"\nplaces = 10\nhours = 6",
            "the pay is missing; add `pay = { hourly = ... }`; only an internship has none",
        ),
        ("form = \"small_job\"\nplaces", "form = \"internship\"\nplaces", "an internship has no pay; take `pay` out"),
        (
            "form = \"small_job\"\nplaces",
            "form = \"internship\"\nplaces",
            "positions[small jobs].displacement`: work of the form `internship` has no paid hours that others would have worked; leave `displacement` out",
        ),
        (
            "form = \"small_job\"\nplaces",
            "form = \"internship\"\nplaces",
            "village_tasks[grocer's round].position`: `small jobs` is work of the form `internship`, without paid hours; name a position with pay",
        ),
        (
            "form = \"small_job\"\nplaces",
            "form = \"subsidised_job\"\nplaces",
            "people on `flex_waiting_benefit` cannot have work of the form `subsidised_job`; only cash_benefit",
        ),
        (
            "form = \"small_job\"\nhours_from",
            "form = \"internship\"\nhours_from",
            "`outside_work[internship].form`: work of the form `internship` is not found outside the programme; write one of small_job,",
        ),
        ("next_form = \"small_job\"", "next_form = \"subsidised_job\"", "offer the others as places"),
        ("rate_per_year = 0.004", "rate_per_year = inf", "`inf` is not a finite number"),
        (
            "closes = \"2030-06\"",
            "closes = \"2026-03\"",
            "`programme.enterprises[repair_cafe].closes`: it closes before it opens; write a month after that in which it opens",
        ),
        ("closes = \"2030-01\"", "closes = \"2031-02\"", "2031-02 is outside the study"),
        (
            "name = \"village grocer\"",
            "name = \"village grocer\"\ncloses = \"2029-01\"",
            "`enquiries[founders].becomes.closes`: nobody knows when it opens",
        ),
        ("next_form = \"small_job\"", "", "stay.next_form`: there is no next form up; add `next_form"),
        ("hourly = 145", "hourly = 0", "stay.next_pay.hourly`: 0 is out of range"),
        (
            "value = 190, low = 170",
            "value = 149, low = 149",
            "`outside_work[ordinary_job].pay_to`: it is below `pay.hourly`",
        ),
        (
            "while = \"without_work\"",
            "while = \"self_supporting\"",
            "the self-supporting are on no family; leave `family` out",
        ),
        (
            "start = \"2026-01\"",
            "start = \"2022-01\"",
            "`economy.market_prices`: society.net_tax_factor has no value for 2022-01",
        ),
    ];
    for (right, wrong, expected) in table {
        assert!(COMPLETE.contains(right), "{right}");
        let message = Study::parse(&COMPLETE.replacen(right, wrong, 1), "s.toml").unwrap_err().to_string();
        assert!(message.contains(expected), "{wrong}:\n{message}");
    }
}

/// What uses a declared family without declaring it is told, each with its place and a remedy.
#[test]
fn an_undeclared_family_is_told() {
    let from = COMPLETE.find("[declared_family]").unwrap();
    let until = COMPLETE[from..].find("[baseline]").unwrap() + from;
    let text = COMPLETE[..from].to_owned() + &COMPLETE[until..];
    let text = text.replace("families = [\"cash_benefit\"", "families = [\"declared\", \"cash_benefit\"");
    let error = Study::parse(&text, "s.toml").unwrap_err();
    let paths: Vec<&str> = error.problems().iter().map(|problem| problem.path.as_str()).collect();
    let expected = [
        "cohorts[on the living wage].family",
        "transitions[declared->ordinary_job].from",
        "programme.enterprises[repair_cafe].positions[small jobs].families",
    ];
    assert_eq!(paths, expected, "{error}");
    assert!(error.problems().iter().all(|problem| problem.remedy.contains("[declared_family]")), "{error}");
    assert!(error.problems().iter().all(|problem| problem.place.is_some()));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text = COMPLETE
        .replace("samples = 50", "sampels = 50")
        .replace("hours = 6", "hours = true")
        .replace("seed = 7", "seed = -7");
    let error = Study::parse(&text, "s.toml").unwrap_err();
    assert_eq!(error.problems().len(), 3, "{error}");
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[test]
fn settings_replace_values() {
    let settings = [
        ("simulation.samples", "9"),
        ("programme.enterprises[repair_cafe].positions[small jobs].places", "3"),
        ("assumptions.stay.value", "10"),
        ("time.start", "2025-12"),
    ];
    let study = Study::parse_with(COMPLETE, "s.toml", &settings).unwrap();
    assert_eq!((study.simulation.most(), study.programme.enterprises[0].positions[0].places.number()), (9, Some(3.0)));
    assert_eq!(study.assumptions["stay"].value, Some(10.0));
    let told = |key, value| Study::parse_with(COMPLETE, "s.toml", &[(key, value)]).unwrap_err().to_string();
    assert!(told("simulation.smaples", "9").contains("did you mean `samples`?"));
    assert!(told("cohorts[waitin].count", "9").contains("did you mean `waiting`?"));
    assert!(told("simulation.samples", "0").starts_with("--set:1:20: "), "{}", told("simulation.samples", "0"));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    assert!(matches!(Study::from_toml("no/such.toml"), Err(Error::Unreadable { .. })));
}

/// Puts a marked assumption wherever the schema takes a quantity; counts them, and notes every key it passes.
fn mark(schema: &Value, root: &Value, value: &mut Value, marked: &mut usize, keys: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        if name == "#/$defs/Quantity" {
            *marked += 1;
            *value = json!({ "value": 0.5, "source": format!("mark {marked}") });
            return;
        }
        let target = root.pointer(&name[1..]).unwrap();
        for key in target["properties"].as_object().into_iter().flatten().map(|(key, _)| key) {
            if value.get(key).is_some() {
                keys.insert(format!("{name}.{key}"));
            }
        }
        return mark(target, root, value, marked, keys);
    }
    for branch in schema["anyOf"].as_array().into_iter().flatten().filter(|branch| branch["type"] != "null") {
        mark(branch, root, value, marked, keys);
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let inner = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                mark(inner, root, member, marked, keys);
            }
        }
        Value::Array(members) => {
            for member in members {
                mark(&schema["items"], root, member, marked, keys);
            }
        }
        _ => {}
    }
}

/// A quantity that a walk forgets would never be drawn; a key that the complete scenario lacks would not be tried.
#[test]
fn the_walk_visits_every_quantity_and_the_complete_scenario_has_every_key() {
    let study = Study::parse(COMPLETE, "s.toml").unwrap();
    let mut value = serde_json::to_value(&study).unwrap();
    let schema = gevinst::study::schema::schema();
    let (mut marked, mut keys) = (0, BTreeSet::new());
    mark(&schema, &schema, &mut value, &mut marked, &mut keys);
    let mut study: Study = serde_json::from_value(value).unwrap();
    let mut visited = BTreeSet::new();
    study.walk(&mut Walk::new(&mut |_, quantity| {
        if let Written::Inline(assumption) = &quantity.written {
            visited.insert(assumption.source.clone());
        }
    }));
    assert!(marked > 50, "{marked}");
    assert_eq!(visited.len(), marked);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        for key in definition["properties"].as_object().into_iter().flatten().map(|(key, _)| key) {
            let known = keys.contains(&format!("#/$defs/{name}.{key}"));
            assert!(known || name == "Assumption", "complete.toml lacks `{key}` of {name}");
        }
    }
}

/// An assumption without a label stands in tables and sentences as words for its key path.
#[test]
fn every_quantity_is_said_in_words() {
    let mut study = Study::parse(COMPLETE, "s.toml").unwrap();
    let (mut said, mut used) = (BTreeSet::new(), BTreeSet::new());
    study.walk(&mut Walk::new(&mut |path, _| {
        let shown = AssumptionName::new(path).shown();
        let Shown::Phrase(phrase) = &shown else { panic!("no word for `{path}`") };
        match phrase.values.first() {
            Some((_, Shown::Phrase(what))) if phrase.key == "assumption.at" => used.insert(what.key.clone()),
            _ => used.insert(phrase.key.clone()),
        };
        for words in [Language::English, Language::Danish].map(Words::of) {
            let text = words.value(&shown);
            let plain = text.replace("repair_cafe", "repair cafe");
            assert!(!plain.contains(['{', '_', '>']), "`{path}` is said as `{text}`");
            assert!(said.insert((words.language().code(), text.clone())), "`{text}` is said of two quantities");
        }
    }));
    // The complete scenario describes a stay by a curve.
    used.insert("quantity.stay_survival_table_share".to_owned());
    let known = Words::of(Language::English).keys().filter(|key| key.starts_with("quantity."));
    assert_eq!(used, known.map(str::to_owned).collect());
}

#[test]
fn labels_are_checked() {
    let told = |label: &str| {
        let settings = [("assumptions.stay", format!("{{ value = 12, {label} }}"))];
        let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
        Study::parse_with(COMPLETE, "s.toml", &settings).unwrap_err().to_string()
    };
    assert!(told("label_da = 'Opholdets længde'").contains("there is no `label` beside it"));
    assert!(told("label = ' '").contains("the label is empty"), "{}", told("label = ' '"));
    assert!(told(&format!("label = '{}'", "x".repeat(101))).contains("longer than 100 characters"));
}

#[test]
fn danish_names_are_checked() {
    let told = |danish: &str| {
        let written = format!("'{danish}'");
        Study::parse_with(COMPLETE, "s.toml", &[("names_da.waiting", written.as_str())]).unwrap_err().to_string()
    };
    assert!(told("a[b").contains("holds brackets") && told(" ").contains("the name is empty"));
}

#[test]
fn assumptions_are_listed_by_name() {
    let mut study = Study::parse(COMPLETE, "s.toml").unwrap();
    let list = AssumptionList::of(&mut study).unwrap();
    assert!(list.entries.windows(2).all(|pair| pair[0].name < pair[1].name));
    assert!(list.entries.iter().any(|entry| entry.name == "stay") && list.unused.is_empty());
}

/// Mistakes of the keyboard and of cut and paste, with a fixed seed.
#[test]
fn a_hundred_thousand_mutations_end_in_a_study_or_in_a_sentence() {
    let mut state = 20260301_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) as usize) % below.max(1)
    };
    const PIECES: [&str; 16] =
        ["=", "\"", "[", "]", "[[", "-1", "nan", "1e999", "æ", "\n", ",", "{", "}", "true", "$", "0,5"];
    for round in 0..100_000 {
        let text = if round % 10 == 0 { COMPLETE } else { MINIMAL };
        let mutated = if round % 3 == 0 {
            let mut lines: Vec<&str> = text.lines().collect();
            let (from, to) = (draw(lines.len()), draw(lines.len()));
            match draw(3) {
                0 => lines.swap(from, to),
                1 => drop(lines.remove(from)),
                _ => lines.insert(to, lines[from]),
            }
            lines.join("\n")
        } else {
            let mut at = draw(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let skip = text[at..].chars().next().map_or(0, char::len_utf8) * draw(2);
            format!("{}{}{}", &text[..at], PIECES[draw(PIECES.len())], &text[at + skip..])
        };
        if let Err(error) = Study::parse(&mutated, "s.toml") {
            assert!(!error.problems().is_empty(), "{error}");
            for problem in error.problems() {
                assert!(problem.place.is_some() && problem.wrong.len() > 5, "{error}\n{mutated}");
            }
        }
    }
}

/// Which status each cause can strike from, family by family.
#[test]
fn causes_strike_only_where_the_law_lets_them() {
    use Cause as C;
    let temporary = ["sickness_benefit", "unemployment_benefit", "resource_benefit", "job_clarification_benefit"];
    let temporary = [&temporary[..], &["rehabilitation_benefit"]].concat();
    let others = ["cash_benefit", "education_benefit", "sho_benefit", "declared"];
    let (flex, pensions) = (["flex_waiting_benefit", "flex_subsidy"], ["disability_pension", "senior_pension"]);
    let all = |parts: &[&[&'static str]]| parts.concat();
    let working = all(&[&temporary, &others, &flex[..1]]);
    let every = all(&[&temporary, &others, &flex, &pensions, &["any", "self_supporting"]]);
    let table = [
        (C::Death, every.clone()),
        (C::Moving, every),
        (C::DisabilityPension, all(&[&temporary, &others, &flex])),
        (C::FlexApproval, all(&[&temporary, &others])),
        (C::OrdinaryJob, working.clone()),
        (C::FlexJob, vec!["flex_waiting_benefit"]),
        (C::WageHours, all(&[&working, &pensions])),
        (C::SmallJob, all(&[&working, &pensions])),
        (C::SicknessBenefit, vec!["unemployment_benefit", "self_supporting"]),
        (C::JobClarification, vec!["sickness_benefit"]),
        (C::ResourceProgramme, all(&[&temporary, &others])),
        (C::CashBenefit, temporary),
    ];
    let mut study = Study::parse(COMPLETE, "s.toml").unwrap();
    study.outside_work = Form::ALL.map(|form| OutsideWork { form, ..study.outside_work[0].clone() }).to_vec();
    // Before resource programmes close to new cases.
    (study.time.start, study.time.years) = (Month::january(2025), 1);
    for (cause, origins) in table {
        for from in Origin::ALL {
            let key = serde_json::to_value(from).unwrap();
            let known = origins.iter().any(|origin| key == *origin)
                && !(cause == C::ResourceProgramme && from == Origin::ResourceBenefit);
            study.transitions = vec![Transition::new(from, cause, 0.1)];
            let told = study.check().iter().any(|problem| problem.wrong.contains("cannot happen from that status"));
            assert_eq!(told, !known, "{cause:?} from {key}");
        }
    }
}

/// Running cases of what is closed to new ones go on; and the law of every family that people can reach is listed.
#[test]
fn a_study_of_temporary_benefits_runs() {
    let mut study = Study::parse(MINIMAL, "s.toml").unwrap();
    study.time.years = 3;
    (study.simulation.samples, study.simulation.replicates) = (2.into(), 1);
    let cohort = |family: Family, months, falls_to| Cohort {
        benefit_months_left: months,
        falls_to,
        ..Cohort::new(family.key(), "group", family, 20)
    };
    study.cohorts = vec![
        Cohort {
            inflow_per_year: 10,
            ..cohort(Family::SicknessBenefit, Some([1.0, 5.0]), FallsTo::JobClarificationBenefit)
        },
        cohort(Family::UnemploymentBenefit, Some([1.0, 24.0]), FallsTo::CashBenefit),
        cohort(Family::ResourceBenefit, Some([3.0, 30.0]), FallsTo::CashBenefit),
        cohort(Family::RehabilitationBenefit, None, FallsTo::CashBenefit),
        cohort(Family::SeniorPension, None, FallsTo::CashBenefit),
    ];
    study.transitions = vec![Transition::new(Origin::JobClarificationBenefit, Cause::FlexApproval, 0.3)];
    let findings = study.run().unwrap_or_else(|error| panic!("{error}"));
    let books = [
        "sickness_benefit.weekly_maximum",
        "supplementary_unemployment_benefit.most_weeks",
        "job_clarification_benefit.other",
        "senior_pension.single",
        "cash_benefit.raised_rate",
        "flex_waiting_benefit.rate",
    ];
    for book in books {
        assert!(findings.law.iter().any(|value| value.parameter == book), "{book}");
    }
    assert!(!findings.law.iter().any(|value| value.parameter.starts_with("disability_pension.")));
    let spent: Vec<Family> =
        findings.first_year_spending.iter().filter_map(|(family, _)| family.class().copied()).collect();
    let expected = Family::ALL.into_iter().filter(|family| {
        study.cohorts.iter().any(|cohort| cohort.family == *family)
            || matches!(family, Family::CashBenefit | Family::JobClarificationBenefit | Family::FlexWaitingBenefit)
    });
    assert_eq!(spent, expected.collect::<Vec<_>>());
}
