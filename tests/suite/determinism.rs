//! Does the same scenario and seed give the same øre? On every thread count and in every order; and exactly nothing
//! where nothing is done.

use std::sync::atomic::{AtomicBool, Ordering};

use gevinst::domain::benefit::{Family, Insurance};
use gevinst::domain::calendar::Month;
use gevinst::domain::enterprise::{Displacement, Position, Stay};
use gevinst::domain::flow::Purpose;
use gevinst::domain::party::Perspective;
use gevinst::domain::population::Cohort;
use gevinst::domain::reform::Reform;
use gevinst::domain::work::Form;
use gevinst::report::findings::Findings;
use gevinst::study::error::Error;
use gevinst::study::scenario::Study;

fn study(file: &str) -> Study {
    Study::from_toml_with(file, &[("simulation.samples", "12"), ("time.years", "4")]).expect("an example")
}

fn json(findings: &Findings) -> String {
    serde_json::to_string(findings).expect("findings are JSON")
}

#[test]
fn threads_change_no_byte() {
    let study = study("examples/ladder.toml");
    let run = |threads| json(&study.runner().threads(Some(threads)).run().expect("the ladder runs"));
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}

#[test]
fn threads_change_no_byte_over_several_blocks() {
    let settings = [("simulation.samples", "70"), ("time.years", "2")];
    let study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example");
    let run = |threads| json(&study.runner().threads(Some(threads)).run().expect("it runs"));
    let one = run(1);
    for threads in [2, 7] {
        assert!(one == run(threads), "{threads} threads give other findings than one");
    }
}

#[test]
fn the_order_of_cohorts_and_transitions_changes_no_byte() {
    let study = study("examples/ladder.toml");
    let mut shuffled = study.clone();
    shuffled.cohorts.reverse();
    shuffled.transitions.reverse();
    assert_eq!(json(&study.run().expect("it runs")), json(&shuffled.run().expect("it runs")));
}

#[test]
fn a_null_programme_saves_exactly_nothing_for_everybody() {
    let mut study = study("examples/ladder.toml");
    study.baseline.enterprises = study.programme.enterprises.clone();
    study.baseline.costs = study.programme.costs.clone();
    let findings = study.run().expect("it runs");
    for savings in &findings.savings {
        let figures = [savings.net_present_value, savings.largest_exposure, savings.programme_cost];
        let cashable = savings.cashable.map(|part| part.net_present_value);
        for figure in figures.iter().chain(&savings.by_year).chain(&savings.cumulated).chain(&cashable) {
            assert_eq!((figure.mean, figure.p05, figure.p95), (0.0, 0.0, 0.0), "{:?}", savings.perspective);
        }
        assert!(savings.by_purpose.is_empty());
        assert_eq!((savings.chance_of_gain, savings.chance_of_gain_error), (0.0, 0.0));
        let ratios = [savings.benefit_cost_ratio, savings.net_per_krone, savings.last_year_share];
        let per = [savings.per_place_year, savings.per_citizen_placed, savings.per_place_hour];
        assert_eq!((ratios, per), ([None; 3], [None; 3]), "nothing is divided by nothing");
    }
    for entry in &findings.no_effect {
        assert_eq!(entry.net_present_value.mean, 0.0, "{:?}", entry.perspective);
    }
    assert!(findings.activity.iter().all(|finding| finding.difference.mean == 0.0));
}

#[test]
fn a_reform_that_only_moves_money_leaves_society_as_it_is() {
    let mut study = study("examples/small_jobs.toml");
    study.baseline.enterprises = study.programme.enterprises.clone();
    study.baseline.costs = study.programme.costs.clone();
    study.programme.reforms = vec![Reform {
        parameter: "cash_benefit.free_amount_raised".to_owned(),
        from: Month::january(2027),
        value: 5000.0,
        because: "a question".to_owned(),
    }];
    let findings = study.run().expect("it runs");
    let society = findings.savings(Perspective::Society).net_present_value;
    assert_eq!((society.mean, society.p05, society.p95), (0.0, 0.0, 0.0));
    assert!(findings.savings(Perspective::Citizen).net_present_value.p05 > 0.0);
}

/// The same places in both arms, and people of every kind whom the parameters below concern.
fn with_the_same_places() -> Study {
    let mut study = study("examples/small_jobs.toml");
    study.simulation.samples = 4.into();
    let insured = |name: &str, insurance| Cohort {
        benefit_months_left: Some([12.0, 24.0]),
        insurance,
        ..Cohort::new(name, "insured", Family::UnemploymentBenefit, 20)
    };
    study.cohorts.extend([insured("insured", Insurance::FullTime), insured("part-time", Insurance::PartTime)]);
    let pensioners = Cohort::new("pensioners", "pensioners", Family::DisabilityPension, 20);
    study.cohorts.push(Cohort { pension_awarded: Some(Month::january(2020)), ..pensioners });
    study.cohorts.iter_mut().for_each(|cohort| cohort.free_card = 0.3);
    let enterprise = &mut study.programme.enterprises[0];
    let small = enterprise.positions[0].clone();
    for (form, families) in [
        (Form::SubsidisedJob, vec![Family::CashBenefit, Family::UnemploymentBenefit]),
        (Form::PensionSubsidisedJob, vec![Family::DisabilityPension]),
    ] {
        let mut position = Position { form, families, ..small.clone() };
        position.name = form.key().to_owned();
        (position.target_groups, position.cohorts) = (Vec::new(), Vec::new());
        position.stay = Stay::new(position.stay.survival);
        position.displacement = Some(Displacement { share: 0.2.into(), months: 6 });
        enterprise.positions.push(position);
    }
    study.baseline.enterprises = study.programme.enterprises.clone();
    study.baseline.costs = study.programme.costs.clone();
    study
}

/// Taxes, benefits, subsidies and refunds move money between parties. Where nobody's life hangs on them, society has
/// neither more nor less, to the øre in every draw.
#[test]
fn whatever_only_moves_money_leaves_society_as_it_is() {
    let study = with_the_same_places();
    for (parameter, value) in [
        ("cash_benefit.taper", 0.4),
        ("cash_benefit.raised_rate", 12_000.0),
        ("wage_subsidy.private_hourly", 60.0),
        ("wage_subsidy.pensioner_hourly", 50.0),
        ("wage_subsidy.pensioner_refund", 0.2),
        ("social_free_card.amount", 20_000.0),
        ("unemployment_benefit.maximum", 24_000.0),
        ("unemployment_benefit.part_time_maximum", 10_000.0),
        ("disability_pension.single", 20_000.0),
        ("income_tax.bottom_tax", 0.10),
        ("income_tax.labour_market_contribution", 0.05),
        ("income_tax.personal_allowance", 60_000.0),
    ] {
        let mut study = study.clone();
        let because = "a question".to_owned();
        study.programme.reforms =
            vec![Reform { parameter: parameter.to_owned(), from: Month::january(2027), value, because }];
        let findings = study.run().unwrap_or_else(|error| panic!("{parameter}: {error}"));
        let society = findings.savings(Perspective::Society);
        for summary in society.by_year.iter().chain([&society.net_present_value]) {
            assert_eq!((summary.mean, summary.p05, summary.p95), (0.0, 0.0, 0.0), "{parameter}");
        }
        let moved = findings.savings.iter().map(|savings| savings.net_present_value.mean.abs()).fold(0.0, f64::max);
        assert!(moved > 1000.0, "{parameter} moves money");
    }
    // The ladder itself is a table, which no reform sets.
    let mut study = study;
    let because = "a question".to_owned();
    study.programme.reforms =
        vec![Reform { parameter: "reimbursement.ladder".to_owned(), from: Month::january(2027), value: 0.5, because }];
    assert!(study.run().expect_err("a table").to_string().contains("a reform sets one number"));
}

#[test]
fn without_effect_only_the_programme_s_own_flows_are_left() {
    let findings = study("examples/small_jobs.toml").run().expect("it runs");
    let seen = |perspective: Perspective| {
        findings
            .no_effect
            .iter()
            .find(|entry| entry.perspective == perspective)
            .expect("every perspective")
            .net_present_value
    };
    let municipality = findings.savings(Perspective::Municipality);
    let costs: f64 = municipality
        .by_purpose
        .iter()
        .filter(|(shown, _)| shown.class().is_some_and(|purpose| purpose.is_programme_cost()))
        .map(|(_, summary)| summary.mean)
        .sum();
    assert!(costs < 0.0 && (seen(Perspective::Municipality).mean - costs).abs() <= 2.0);
    assert_eq!(seen(Perspective::Citizen).mean, 0.0);
    for savings in &findings.savings {
        let own = savings.by_purpose.iter().filter(|(shown, _)| shown.class().is_some_and(|p| !p.is_personal()));
        let sum: f64 = own.map(|(_, summary)| summary.mean).sum();
        // Each purpose is rounded to øre by itself.
        let found = seen(savings.perspective).mean;
        assert!((found - sum).abs() <= Purpose::ALL.len() as f64, "{:?}: {found} {sum}", savings.perspective);
    }
    assert!((seen(Perspective::Municipality).mean + municipality.programme_cost.mean).abs() <= 2.0);
    // Supervision is the enterprise's own expense: no cost of the programme, but lost to society all the same.
    let society = findings.savings(Perspective::Society);
    let supervision = society.by_purpose.iter().find(|(purpose, _)| *purpose == Purpose::Supervision);
    let supervision = supervision.map_or(0.0, |(_, summary)| summary.mean);
    let lost = supervision - society.programme_cost.mean;
    assert!(supervision < 0.0 && (seen(Perspective::Society).mean - lost).abs() <= 2.0);
}

/// Golden figures [øre]: whoever moves them says *value-breaking* in the changelog and why.
#[test]
fn golden_results() {
    let findings = study("examples/small_jobs.toml").run().expect("it runs");
    let mean = |perspective| (findings.savings(perspective).net_present_value.mean * 12.0).round() as i64;
    let sums = [Perspective::Municipality, Perspective::State, Perspective::Citizen, Perspective::Society].map(mean);
    assert_eq!(sums, GOLDEN, "sums over 12 draws");
}

const GOLDEN: [i64; 4] = [-486_060_739, 523_662_189, 650_439_833, -794_548_747];

#[test]
fn a_cancelled_run_keeps_the_samples_that_are_done_or_says_so() {
    let mut study = study("examples/small_jobs.toml");
    study.simulation.samples = 400.into();
    let cancelled = AtomicBool::new(true);
    let refused = study.runner().cancelled_by(&cancelled).run();
    assert!(matches!(refused, Err(Error::Cancelled)));
    let later = AtomicBool::new(false);
    let run = study
        .runner()
        .threads(Some(1))
        .cancelled_by(&later)
        .on_progress(|done, _| later.store(done >= 70, Ordering::Relaxed));
    let findings = run.run().expect("some samples were done");
    drop(run);
    assert!(!findings.manifest.complete && findings.manifest.samples == 70);
    study.simulation.samples = 70.into();
    let whole = study.run().expect("it runs");
    assert_eq!(whole.savings, findings.savings);
}
