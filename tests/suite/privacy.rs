//! Results of a file of persons: can a class of few be found in any figure?

use std::fs;
use std::path::Path;

use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::Family;
use gevinst::domain::flow::Purpose;
use gevinst::domain::shown::Shown;
use gevinst::engine::outcome::Outcome;
use gevinst::estimate::effect::spending;
use gevinst::report::findings::{Findings, SupportKind, Warning};
use gevinst::study::prepared::Prepared;
use gevinst::study::scenario::Study;
use serde_json::Value;

/// A file with so many people of each family, of whom so many on cash benefit have hours.
fn study(name: &str, people: &[(Family, usize)], with_hours: usize) -> Study {
    let mut text =
        "id;target_group;family;birth;clock_weeks;capacity;wage_hours;flex_approved;pension_awarded\n".to_owned();
    for (family, count) in people {
        for n in 0..*count {
            let hours = u8::from(*family == Family::CashBenefit && n < with_hours);
            let id = format!("{}{n}", family.key());
            let birth = format!("19{}-06", 65 + n % 30);
            text += &format!("{id};activity_ready;{};{birth};{};9;{hours};2020-01;2020-01\n", family.key(), 60 + n);
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("privacy_{name}.csv"));
    fs::write(&path, text).expect("a file");
    let settings = [
        ("persons.file", path.to_str().expect("a path")),
        ("cohorts[newcomers].inflow_per_year", "0"),
        ("programme.enterprises[repair workshop].positions[small jobs].target_groups", "[]"),
        ("simulation.samples", "6"),
        ("time.years", "2"),
    ];
    let mut study = Study::from_toml_with("examples/persons.toml", &settings).expect("sound");
    // Nobody dies or moves, so that a count of few stays what it is.
    study.transitions.retain(|transition| transition.from.family().is_some());
    study
}

/// Every number that findings hold of people and money, with where it stands.
fn numbers(findings: &Findings) -> Vec<(String, f64)> {
    fn collect(path: &str, value: &Value, found: &mut Vec<(String, f64)>) {
        match value {
            Value::Number(number) => found.extend(number.as_f64().map(|number| (path.to_owned(), number))),
            Value::Array(members) => {
                members.iter().enumerate().for_each(|(at, member)| collect(&format!("{path}[{at}]"), member, found));
            }
            Value::Object(members) => {
                members.iter().for_each(|(key, member)| collect(&format!("{path}.{key}"), member, found));
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(findings).expect("findings are JSON");
    for key in ["manifest", "law", "assumptions", "years"] {
        value.as_object_mut().expect("an object").remove(key);
    }
    let mut found = Vec::new();
    collect("", &value, &mut found);
    found
}

/// What would tell of a family: how many are on it in the first month, when nothing has happened yet; and the sums of
/// its months and its spending in the baseline, in every draw and on average. Each with the same of all the others.
struct Secrets {
    first_month: Vec<f64>,
    sums: Vec<f64>,
}

fn secrets(study: &Study, family: Family) -> Secrets {
    let prepared = Prepared::of(study).expect("sound");
    let outcomes: Vec<Outcome> =
        (0..prepared.draws()).map(|draw| prepared.outcome(draw).expect("the law answers").0).collect();
    let both = |figure: &dyn Fn(&Outcome, Family) -> i64| -> Vec<f64> {
        let own: Vec<i64> = outcomes.iter().map(|outcome| figure(outcome, family)).collect();
        let all = outcomes.iter().map(|outcome| Family::ALL.into_iter().map(|of| figure(outcome, of)).sum());
        let others: Vec<i64> = own.iter().zip(all).map(|(own, all): (&i64, i64)| all - own).collect();
        let mean = |values: &[i64]| values.iter().sum::<i64>() as f64 / values.len() as f64;
        let each = own.iter().chain(&others).map(|value| *value as f64);
        each.chain([mean(&own), mean(&others)]).filter(|value| *value != 0.0).collect()
    };
    let on = |outcome: &Outcome, month, of| outcome.arms[0].activity.at(month, Indicator::on(of));
    let mut sums = both(&|outcome, of| (0..prepared.model.months).map(|month| on(outcome, month, of)).sum());
    sums.extend(both(&|outcome, of| spending(&outcome.arms[0].ledger, of, 0..12)));
    Secrets { first_month: both(&|outcome, of| on(outcome, 0, of)), sums }
}

/// Where a figure of the findings is one of the secrets.
fn leak(findings: &Findings, secrets: &Secrets) -> Option<(String, f64)> {
    let among = |secrets: &[f64], number: f64| secrets.iter().any(|secret| (number - secret).abs() < 1e-9 * secret);
    let told = |path: &str, number| {
        let by_month = path.contains("_by_month[");
        (path.ends_with("_by_month[0]") && among(&secrets.first_month, number))
            || (!by_month && among(&secrets.sums, number))
    };
    numbers(findings).into_iter().find(|(path, number)| told(path, *number))
}

const FILE: [(Family, usize); 3] =
    [(Family::CashBenefit, 40), (Family::FlexWaitingBenefit, 17), (Family::DisabilityPension, 4)];

#[test]
fn four_persons_are_found_in_no_figure() {
    let study = study("four", &FILE, 12);
    let findings = study.run().expect("it runs");
    let secrets = secrets(&study, Family::DisabilityPension);
    assert!(secrets.first_month.contains(&4.0) && secrets.first_month.contains(&57.0));
    assert_eq!(leak(&findings, &secrets), None);
    let shown: Vec<Shown<Family>> = findings.first_year_spending.iter().map(|(family, _)| *family).collect();
    assert_eq!(shown, [Shown::Class(Family::CashBenefit), Shown::Other]);
    assert!(findings.activity(Indicator::OnDisabilityPension).is_none());
    assert_eq!(findings.activity(Indicator::OnOtherSupport).expect("shown").baseline_by_month[0], 21.0);
    let refund = Shown::Class(Purpose::Refund);
    assert!(findings.savings.iter().flat_map(|savings| &savings.by_purpose).all(|(purpose, _)| *purpose != refund));
    let merged = vec![Family::FlexWaitingBenefit, Family::FlexSubsidy, Family::DisabilityPension];
    assert!(findings.warnings.contains(&Warning::FewPersons { families: merged }));
    let json = serde_json::to_string(&findings).expect("JSON");
    assert!(!json.contains("cash_benefit17") && !json.contains("1972-06"), "no id, no birth");
}

/// The search must be seen to find: with one person more, nothing is hidden.
#[test]
fn five_persons_are_shown_and_the_search_finds_them() {
    let mut people = FILE;
    people[2].1 = 5;
    let study = study("five", &people, 12);
    let findings = study.run().expect("it runs");
    assert!(leak(&findings, &secrets(&study, Family::DisabilityPension)).is_some());
    assert_eq!(findings.activity(Indicator::OnDisabilityPension).expect("shown").baseline_by_month[0], 5.0);
    assert!(findings.activity(Indicator::OnOtherSupport).is_none());
    let rows = findings.savings.iter().flat_map(|savings| &savings.by_purpose);
    assert!(rows.clone().any(|(purpose, _)| *purpose == Purpose::Refund) && rows.count() > 0);
}

#[test]
fn the_check_before_a_run_obeys_the_same() {
    let preview = study("preview", &FILE, 12).preview().expect("sound");
    let shown: Vec<Shown<Family>> = preview.spending.iter().map(|(family, _)| *family).collect();
    assert_eq!(shown, [Shown::Class(Family::CashBenefit), Shown::Other]);
    assert_eq!(preview.shares.len(), 2);
    let preview = study("preview_hours", &FILE, 3).preview().expect("sound");
    assert!(preview.shares.is_empty(), "three with hours");
}

/// Who works at the start is a class too: the first month counts it.
#[test]
fn few_at_work_are_found_in_no_figure() {
    let first_month = |findings: &Findings, indicator| findings.activity(indicator).map(|row| row.baseline_by_month[0]);
    let run = |name: &str, people: &[(Family, usize)], hours: usize| study(name, people, hours).run().expect("it runs");
    // Twelve have hours and four a flex job: all at work less those with hours would be the four.
    let people = [(Family::CashBenefit, 40), (Family::FlexWaitingBenefit, 17), (Family::FlexSubsidy, 4)];
    let findings = run("flex_four", &people, 12);
    assert_eq!(first_month(&findings, Indicator::InWork), Some(16.0));
    assert_eq!(first_month(&findings, Indicator::CashBenefitWithHours), None);
    assert!(findings.warnings.contains(&Warning::FewWithHours));
    let flex = |findings: &Findings| findings.support.iter().any(|finding| finding.kind == SupportKind::Flex);
    assert!(!flex(&findings), "waiting and flex subsidy together, less those who wait, would be the four");
    assert!(flex(&run("flex_many", &[(Family::CashBenefit, 40), (Family::FlexSubsidy, 30)], 12)));
    // Nobody has hours: all at work are the four.
    let findings = run("flex_only", &people, 0);
    for indicator in [Indicator::InWork, Indicator::PaidHours, Indicator::PartlySelfSupporting] {
        assert_eq!(first_month(&findings, indicator), None);
    }
    assert!(findings.warnings.contains(&Warning::FewWorking));
    assert_eq!(findings.self_support, None, "what is earned is what the four earn");
    assert_eq!(leak(&findings, &Secrets { first_month: vec![4.0, 57.0], sums: Vec::new() }), None);
    // All but three of those on cash benefit have hours.
    let findings = run("all_but_three", &FILE[..2], 37);
    assert_eq!(first_month(&findings, Indicator::CashBenefitWithHours), None);
}
