//! Are the differences between the arms the same when only the lives that differ are lived?

use std::fs;

use gevinst::domain::activity::Indicator;
use gevinst::domain::calendar::Month;
use gevinst::domain::party::Perspective;
use gevinst::domain::reform::Reform;
use gevinst::engine::instance::Instance;
use gevinst::engine::model::DrawNumber;
use gevinst::engine::simulation::{Extent, simulate, simulate_to};
use gevinst::estimate::levels::Engine;
use gevinst::study::prepared::Prepared;
use gevinst::study::scenario::Study;

fn compare(study: &Study, draws: u64) {
    let prepared = Prepared::of(study).expect("the study is sound");
    for sample in 0..draws {
        let values = prepared.values(sample);
        let number = DrawNumber { sample, replicate: 0 };
        let instance = Instance::of(&prepared.model, &values);
        let whole = simulate(&instance, number).expect("the law answers");
        let part = simulate_to(Extent::Differences, &instance, number).expect("the law answers");
        let difference = |arms: &[gevinst::engine::outcome::Record]| arms[1].ledger.minus(&arms[0].ledger);
        assert_eq!(difference(&whole.arms), difference(&part.arms), "{}", study.title);
        let (effect, _) = prepared.effect(sample as usize * prepared.replicates()).expect("the law answers");
        let quick = prepared.difference(&values, number).expect("the law answers");
        let layout = &prepared.layout;
        let value = |perspective| layout.net_present_value(perspective).in_row(&effect);
        assert_eq!(Perspective::ALL.map(value), quick.present_value, "{}", study.title);
        let no_effect = |perspective| layout.no_effect(perspective).in_row(&effect);
        assert_eq!(Perspective::ALL.map(no_effect), quick.no_effect, "{}", study.title);
        let change = |indicator| layout.change(&[indicator]).in_row(&effect);
        assert!(Indicator::ALL.map(change).iter().eq(&quick.activity), "{}", study.title);
    }
    // With and without everybody: the whole effect, gross against net and where it arises included.
    let mut lazy = study.clone();
    lazy.simulation.level_draws = 2;
    let lazy = Prepared::of(&lazy).expect("the study is sound");
    for draw in 0..draws as usize + 1 {
        let (effect, _) = lazy.effect(draw).expect("the law answers");
        let found = lazy.draw(draw).expect("the law answers");
        assert_eq!(effect, found.effect, "{}", study.title);
        assert_eq!(found.levels.is_some(), draw < 2 || lazy.engine() == Engine::Exhaustive, "{}", study.title);
    }
}

#[test]
fn every_example_has_the_same_differences() {
    for entry in fs::read_dir("examples").expect("the folder of examples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let mut study = Study::from_toml_with(&path, &[("time.years", "4")]).expect("the example is sound");
            // Of the whole country some people are enough.
            for cohort in &mut study.cohorts {
                cohort.count = cohort.count.min(2_000);
                cohort.inflow_per_year = cohort.inflow_per_year.min(500);
            }
            compare(&study, 2);
        }
    }
}

#[test]
fn where_the_law_differs_everybody_is_lived() {
    let mut study = Study::from_toml_with("examples/small_jobs.toml", &[("time.years", "3")]).expect("an example");
    study.programme.reforms = vec![Reform {
        parameter: "cash_benefit.free_amount_raised".to_owned(),
        from: Month::january(2027),
        value: 5000.0,
        because: "a question".to_owned(),
    }];
    compare(&study, 2);
}

/// The short way is shorter: without places there is nothing to live.
#[test]
fn without_places_nobody_is_lived() {
    let mut study = Study::from_toml_with("examples/small_jobs.toml", &[("time.years", "3")]).expect("an example");
    study.programme.enterprises.clear();
    let prepared = Prepared::of(&study).expect("the study is sound");
    let instance = Instance::of(&prepared.model, &prepared.values(0));
    let number = DrawNumber { sample: 0, replicate: 0 };
    let people = |extent| {
        let outcome = simulate_to(extent, &instance, number).expect("the law answers");
        (0..prepared.model.months).map(|month| outcome.arms[0].activity.at(month, Indicator::People)).sum::<i64>()
    };
    assert_eq!(people(Extent::Differences), 0);
    assert!(people(Extent::Exhaustive) > 0);
}

/// Replicates share a sample of the assumptions: levels are from one draw of each sample, and their error is not nothing.
#[test]
fn levels_are_of_samples_and_places_of_every_draw() {
    let settings = [("simulation.samples", "6"), ("simulation.replicates", "20"), ("simulation.level_draws", "4")];
    let study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example");
    let findings = study.run().expect("it runs");
    assert_eq!((findings.manifest.draws(), findings.manifest.level_draws), (120, 4));
    let people = findings.activity(Indicator::OnCashBenefit).expect("a row");
    assert!(people.baseline.standard_error > 0.0, "{:?}", people.baseline);
    let moved = people.programme.mean - people.baseline.mean - people.difference.mean;
    assert!(moved.abs() < 1e-6, "the programme is the baseline and the difference: {moved}");
    let places = findings.activity(Indicator::FilledPlaces).expect("a row");
    assert_eq!(places.programme, places.difference, "the baseline has none, and every draw knows of the places");
    assert!(
        Study::from_toml_with("examples/small_jobs.toml", &[("simulation.level_draws", "1")])
            .is_err_and(|error| { error.to_string().contains("simulation.level_draws") })
    );
}

/// What a study implies is looked at without its design.
#[test]
fn every_design_can_be_checked() {
    for design in ["random", "latin_hypercube", "sobol"] {
        let settings = [("simulation.design", format!("\"{design}\"")), ("simulation.samples", "64".to_owned())];
        let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
        let study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example");
        study.preview().unwrap_or_else(|error| panic!("{design}: {error}"));
    }
}
