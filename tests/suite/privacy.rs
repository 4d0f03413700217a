//! Results of a file of persons: can a class of few be found in any figure?

use std::fs;
use std::path::Path;

use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::Family;
use gevinst::domain::enterprise::{Enterprise, Stay};
use gevinst::domain::flow::Purpose;
use gevinst::domain::party::Perspective;
use gevinst::domain::shown::Shown;
use gevinst::engine::attribution::Stays;
use gevinst::engine::outcome::Outcome;
use gevinst::estimate::levels::spending;
use gevinst::report::findings::{Findings, SupportKind, Warning};
use gevinst::study::persons::Persons;
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

/// The same file and its small jobs, with jobs for pensioners at an enterprise of their own or at the workshop.
fn with_pension_jobs(name: &str, pensioners: usize, enterprise: &str) -> Study {
    let mut people = FILE;
    people[2].1 = pensioners;
    let mut study = study(name, &people, 12);
    // Present values are plain sums then, which the test can add up by itself.
    study.economy.discounting.rate = Some(0.0);
    study.economy.price_growth = 0.0.into();
    let workshop = &mut study.programme.enterprises[0];
    let mut position = workshop.positions[0].clone();
    (position.name, position.families) = ("pension jobs".to_owned(), vec![Family::DisabilityPension]);
    position.stay = Stay::new(position.stay.survival);
    (position.filling_chance_per_month, position.delivery, position.ramp_up_months) = (1.0.into(), 1.0.into(), 0);
    if enterprise == workshop.name {
        workshop.positions.push(position);
    } else {
        study.programme.enterprises.push(Enterprise::new(enterprise, vec![position]));
    }
    study
}

/// What would tell of the last position of the programme: its stays and its money, in every draw and on average, and
/// the same of all the other positions.
fn secrets_of_last_position(study: &Study) -> [Vec<f64>; 2] {
    let prepared = Prepared::of(study).expect("sound");
    let positions: usize = study.programme.enterprises.iter().map(|enterprise| enterprise.positions.len()).sum();
    let (mut counts, mut money) = (vec![Vec::new(); 8], vec![Vec::new(); 2 * Perspective::COUNT]);
    for draw in 0..prepared.draws() {
        let outcome = prepared.outcome(draw).expect("the law answers").0;
        let places = &outcome.attributions[1];
        let cells = places.stays.len();
        let last = cells - cells / positions..cells;
        for (at, cells) in [last.clone(), 0..last.start].into_iter().enumerate() {
            let stays: Vec<_> = cells.clone().map(|cell| places.stays[cell]).collect();
            let sum = |figure: fn(&Stays) -> i64| stays.iter().map(figure).sum::<i64>() as f64;
            counts[4 * at].push(sum(|stays| stays.citizens));
            counts[4 * at + 1].push(sum(|stays| stays.placements));
            counts[4 * at + 2].push(sum(|stays| stays.place_months));
            counts[4 * at + 3].push(sum(|stays| stays.hours));
            for perspective in Perspective::ALL {
                let month =
                    |month| cells.clone().map(|cell| places.by_cell.seen(cell, month, perspective)).sum::<i64>();
                let value = (0..prepared.model.months).map(month).sum::<i64>() as f64;
                money[Perspective::COUNT * at + perspective as usize].push(value);
            }
        }
    }
    for values in counts.iter_mut().chain(&mut money) {
        values.push(values.iter().sum::<f64>() / values.len() as f64);
    }
    // Where the last position moves nothing, the others are the whole and tell nothing of it.
    let told = |figures: Vec<Vec<f64>>| -> Vec<f64> {
        let (own, others) = figures.split_at(figures.len() / 2);
        let pairs = own.iter().flatten().zip(others.iter().flatten()).filter(|(own, _)| **own != 0.0);
        pairs.flat_map(|(own, others)| [*own, *others]).filter(|value| *value != 0.0).collect()
    };
    [told(counts), told(money)]
}

/// Where findings tell of it.
fn leak_at_places(findings: &Findings, [counts, money]: &[Vec<f64>; 2]) -> Option<(String, f64)> {
    let among =
        |secrets: &[f64], number: f64| secrets.iter().any(|secret| (number - secret).abs() <= 1e-9 * secret.abs());
    let told =
        |path: &str, number: f64| (path.starts_with(".arising") && among(counts, number)) || among(money, number);
    let placed =
        findings.activity(Indicator::FirstPlacements).map(|row| ("first placements".to_owned(), row.programme.mean));
    let placed = placed.filter(|(_, mean)| among(counts, *mean));
    numbers(findings).into_iter().find(|(path, number)| told(path, *number)).or(placed)
}

#[test]
fn four_who_can_come_to_a_position_are_found_in_no_figure() {
    for enterprise in ["café", "repair workshop"] {
        let study = with_pension_jobs("places_four", 4, enterprise);
        let findings = study.run().expect("it runs");
        let secrets = secrets_of_last_position(&study);
        assert!(secrets[0].iter().any(|count| (1.0..=4.0).contains(count)), "they do come");
        assert_eq!(leak_at_places(&findings, &secrets), None, "{enterprise}");
        let together = match enterprise {
            "café" => vec!["café".to_owned(), "repair workshop".to_owned()],
            _ => vec!["repair workshop / pension jobs".to_owned(), "repair workshop / small jobs".to_owned()],
        };
        assert!(findings.warnings.contains(&Warning::FewAtPlaces { parts: together }), "{:?}", findings.warnings);
        let others = findings.arising.other_enterprises.as_ref();
        let first = &findings.arising.enterprises[0];
        match (enterprise, others, &first.whole) {
            ("café", Some(others), None) => assert!(first.positions.is_empty() && others.citizens > 0.0),
            ("repair workshop", None, Some(whole)) => {
                assert_eq!(first.positions.len(), 1);
                assert_eq!(first.positions[0].name, Shown::Other);
                assert_eq!(first.positions[0].citizens, whole.citizens);
            }
            found => panic!("{found:?}"),
        }
    }
}

/// The search must be seen to find: with one pensioner more, both are told by themselves.
#[test]
fn five_who_can_come_to_a_position_are_told() {
    for enterprise in ["café", "repair workshop"] {
        let study = with_pension_jobs("places_five", 5, enterprise);
        let findings = study.run().expect("it runs");
        assert!(leak_at_places(&findings, &secrets_of_last_position(&study)).is_some(), "{enterprise}");
        assert!(findings.arising.other_enterprises.is_none());
        assert!(!findings.warnings.iter().any(|warning| matches!(warning, Warning::FewAtPlaces { .. })));
    }
}

#[test]
fn a_third_enterprise_is_told_where_two_hide_each_other() {
    let mut study = with_pension_jobs("places_third", 4, "café");
    let mut waiting = study.programme.enterprises[0].clone();
    waiting.name = "hotel".to_owned();
    waiting.positions[0].families = vec![Family::FlexWaitingBenefit];
    study.programme.enterprises.push(waiting);
    let findings = study.run().expect("it runs");
    let told: Vec<&str> =
        findings.arising.enterprises.iter().filter(|e| e.whole.is_some()).map(|e| e.name.as_str()).collect();
    assert_eq!(told, ["repair workshop"], "the hotel is the smaller one");
    assert!(findings.arising.other_enterprises.is_some());
}

/// A group of many of whom the places can take four: the row of the group would tell of these.
#[test]
fn a_group_of_which_four_can_come_is_not_told_by_itself() {
    let groups = |pensioners: usize| {
        let mut study = with_pension_jobs("places_groups", pensioners, "repair workshop");
        let people = study.persons.iter().flat_map(Persons::known).cloned().map(|mut person| {
            // Those who wait for a flex job are of the pensioners' group, and no place takes them.
            let apart = person.family != Family::CashBenefit;
            person.target_group = if apart { "apart" } else { "ready" }.to_owned();
            person
        });
        study.persons = Some(Persons::given(people.collect()));
        study.programme.enterprises[0].positions[0].families = vec![Family::CashBenefit];
        let findings = study.run().expect("it runs");
        findings.arising.target_groups.iter().map(|(group, _)| group.to_string()).collect::<Vec<_>>()
    };
    assert!(!groups(4).contains(&"apart".to_owned()) && !groups(4).contains(&"ready".to_owned()));
    assert_eq!(groups(5)[..], ["apart", "ready"]);
}

#[test]
fn places_that_reach_four_persons_alone_are_refused() {
    let mut study = with_pension_jobs("places_alone", 4, "café");
    study.programme.enterprises.remove(0);
    let message = study.run().expect_err("four persons alone").to_string();
    assert!(message.contains("`programme.enterprises`: the places can take fewer than 5 persons"), "{message}");
    // What the programme adds to the baseline are the four.
    let mut study = with_pension_jobs("places_added", 4, "café");
    study.baseline.enterprises = vec![study.programme.enterprises[0].clone()];
    assert!(study.run().expect_err("four persons more").to_string().contains("so few more than those of the baseline"));
    let mut study = with_pension_jobs("places_enough", 5, "café");
    study.programme.enterprises.remove(0);
    assert!(study.run().is_ok());
}
