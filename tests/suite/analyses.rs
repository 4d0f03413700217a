//! Does the decision analysis of a study say what its runs say? Same luck everywhere, same figures as a run, clear refusals.

use gevinst::domain::assumption::{Assumption, Quantities, Shape, Walk, Written};
use gevinst::domain::party::Perspective;
use gevinst::estimate::design::Design;
use gevinst::estimate::frontier::{Choice, Standing};
use gevinst::estimate::threshold::Threshold;
use gevinst::study::analyses::{IndexPlan, Pair, ThresholdRange};
use gevinst::study::error::Error;
use gevinst::study::prepared::Prepared;
use gevinst::study::sampling::{Correlation, Samples, Simulation};
use gevinst::study::scenario::Study;

const MUNICIPALITY: usize = Perspective::Municipality as usize;

/// Ten small jobs over three years, few draws.
fn study() -> Study {
    let settings = [("simulation.samples", "12"), ("time.years", "3"), ("sensitivity.replicates", "3")];
    Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example")
}

fn json(findings: &impl serde::Serialize) -> String {
    serde_json::to_string(findings).expect("findings are JSON")
}

/// The names of the assumptions that have a range, in order.
fn ranged(study: &Study) -> Vec<String> {
    let prepared = Prepared::of(study).expect("a sound study");
    let bars = prepared.assumptions.entries.iter().filter(|listed| listed.assumption.low.is_some());
    bars.map(|listed| listed.name.clone()).collect()
}

/// The problems of a study, as sentences.
fn refused(study: &Study) -> String {
    study.check().iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn an_automatic_run_is_a_fixed_run_of_the_same_length() {
    let mut auto = study();
    auto.time.years = 1;
    auto.simulation.samples = Samples::AUTO;
    // Never sure of the percentiles below 72 draws, and surely not within 200: the most ends the run.
    auto.simulation.most_samples = 200;
    let found = auto.run().expect("it runs");
    let (samples, complete) = (found.manifest.samples, found.manifest.complete);
    assert_eq!((samples, complete, found.convergence.wanted), (200, true, true));
    let mut fixed = auto.clone();
    fixed.simulation.samples = samples.into();
    let mut same = fixed.run().expect("it runs");
    assert!(!same.convergence.wanted);
    same.convergence.wanted = true;
    same.warnings.clone_from(&found.warnings);
    assert_eq!(json(&found), json(&same));
    assert_eq!(found.convergence.holds(), !json(&found.warnings).contains("not_sure"));
}

#[test]
fn an_automatic_run_stops_when_it_is_sure() {
    let mut auto = study();
    auto.programme.enterprises.clear();
    auto.time.years = 1;
    auto.simulation.samples = Samples::AUTO;
    // Costs alone, without a range: every draw is alike, and two samples are enough to see it.
    for cost in &mut auto.programme.costs {
        cost.amount = 100_000.0.into();
    }
    let growth = 0.02.into();
    (auto.economy.wage_growth, auto.economy.price_growth) = (0.03.into(), growth);
    let found = auto.run().expect("it runs");
    assert!(found.convergence.holds());
    assert_eq!(found.manifest.samples, 64, "the first length at which it looks");
}

#[test]
fn a_latin_hypercube_is_refused_where_the_length_is_found_on_the_way() {
    let mut auto = study();
    (auto.simulation.samples, auto.simulation.design) = (Samples::AUTO, Design::LatinHypercube);
    let told = refused(&auto);
    assert!(told.contains("made for one number of samples") && told.contains("`sobol`"), "{told}");
    auto.simulation.samples = 100.into();
    let told = refused(&auto);
    assert!(told.contains("take 112"), "{told}");
    auto.simulation.samples = 112.into();
    assert_eq!(refused(&auto), "");
}

#[test]
fn a_sobol_run_goes_on_from_a_shorter_one() {
    let mut short = study();
    (short.simulation.samples, short.simulation.design) = (32.into(), Design::Sobol);
    let mut long = short.clone();
    long.simulation.samples = 64.into();
    let (short, long) = (Prepared::of(&short).expect("sound"), Prepared::of(&long).expect("sound"));
    for sample in [0, 1, 17, 31] {
        assert_eq!(short.values(sample), long.values(sample));
    }
    let values: Vec<f64> = (0..64).map(|sample| long.values(sample)[0]).collect();
    assert!(values.iter().any(|value| *value != values[0]));
}

#[test]
fn correlated_assumptions_move_together_and_nothing_else_moves() {
    let base = study();
    let names = ranged(&base);
    let mut tied = base.clone();
    let between = [names[0].clone(), names[1].clone()];
    tied.correlations = vec![Correlation { between, rank: 0.9, source: None }];
    let (free, tied) = (Prepared::of(&base).expect("sound"), Prepared::of(&tied).expect("sound"));
    let slots: Vec<usize> = names.iter().map(|name| free.assumptions.slot(name).expect("listed")).collect();
    let concordant = |prepared: &Prepared| {
        let pairs: Vec<[f64; 2]> = (0..200).map(|s| [0, 1].map(|of| prepared.values(s)[slots[of]])).collect();
        let agree = pairs.windows(2).filter(|pair| (pair[0][0] < pair[1][0]) == (pair[0][1] < pair[1][1])).count();
        agree as f64 / 199.0
    };
    assert!(concordant(&tied) > 0.75 && (0.38..0.62).contains(&concordant(&free)));
    for slot in 0..free.assumptions.len() {
        if !slots[..2].contains(&slot) {
            assert_eq!(free.values(3)[slot], tied.values(3)[slot]);
        }
    }
}

#[test]
fn impossible_correlations_are_refused_with_the_nearest_that_can_be() {
    let mut study = study();
    let names = ranged(&study);
    let pair = |one: usize, other: usize, rank| Correlation {
        between: [names[one].clone(), names[other].clone()],
        rank,
        source: None,
    };
    study.correlations = vec![pair(0, 1, 0.9), pair(1, 2, 0.9), pair(0, 2, -0.9)];
    let told = refused(&study);
    assert!(told.contains("correlations") && told.contains("the nearest that can be is"), "{told}");
    study.correlations = vec![pair(0, 1, 0.5)];
    study.sensitivity.indices = Some(IndexPlan { rows: 32, replicates: 2, shown: 2 });
    let refusal = study.runner().sensitivity().expect_err("correlated").to_string();
    assert!(refusal.contains("drawn independently") && refusal.contains(&names[0]), "{refusal}");
}

#[test]
fn names_that_the_study_does_not_know_are_refused_with_advice() {
    let mut study = study();
    let name = ranged(&study)[0].clone();
    study.sensitivity.assumptions = vec![format!("${name}")];
    study.sensitivity.two_way = vec![Pair { rows: name.clone(), columns: name.clone(), steps: 1 }];
    study.sensitivity.thresholds =
        vec![ThresholdRange { assumption: "nothing like it".to_owned(), from: 2.0, to: 1.0 }];
    study.value_of_information.sets = vec![vec![]];
    study.correlations = vec![Correlation { between: [name.clone(), "nothing".to_owned()], rank: 0.1, source: None }];
    let told = refused(&study);
    for part in [
        "without the dollar sign",
        "both assumptions are the same",
        "expected a number from 2 to 50",
        "no number of the study uses an assumption `nothing like it`",
        "the range is empty",
        "not one to four",
        "uses an assumption `nothing`",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn bars_have_the_luck_of_the_base() {
    let study = study();
    let found = study.runner().sensitivity().expect("it runs");
    let prepared = Prepared::of(&study).expect("sound");
    let base = prepared.assumptions.central();
    let mean = |values: &[f64]| {
        let seen = |luck| prepared.experiment(values, luck).expect("the law answers").present_value[MUNICIPALITY];
        (0..3).map(seen).sum::<i64>() as f64 / 3.0
    };
    assert_eq!(found.base[MUNICIPALITY].value, mean(&base));
    assert_eq!(found.bars.len() + found.without_range, prepared.assumptions.len());
    let bar = found
        .bars
        .iter()
        .max_by(|a, b| a.swing(Perspective::Municipality).total_cmp(&b.swing(Perspective::Municipality)));
    let bar = bar.expect("a bar");
    let mut values = base.clone();
    values[prepared.assumptions.slot(&bar.assumption.name.key).expect("listed")] = bar.high.value;
    assert_eq!(bar.high.figure[MUNICIPALITY].value, mean(&values));
    assert_eq!(bar.high.change[MUNICIPALITY].value, mean(&values) - mean(&base));
}

#[test]
fn threads_change_no_byte_of_an_analysis() {
    let mut study = study();
    study.sensitivity.assumptions = ranged(&study)[..3].to_vec();
    study.sensitivity.indices = Some(IndexPlan { rows: 32, replicates: 2, shown: 2 });
    study.value_of_information.samples = 60;
    let sensitivity = |threads| json(&study.runner().threads(Some(threads)).sensitivity().expect("it runs"));
    assert_eq!(sensitivity(1), sensitivity(3));
    let value = |threads| json(&study.runner().threads(Some(threads)).value_of_information().expect("it runs"));
    assert_eq!(value(1), value(3));
}

/// What nothing hangs on has no bar; what the result is proportional to crosses zero where it must.
#[test]
fn a_threshold_lies_where_the_expected_saving_is_zero() {
    let mut study = study();
    // The municipality gains about as much as it pays where the contact person costs nearly nothing.
    study.sensitivity.replicates = 2;
    let name = study.programme.costs.iter().map(|cost| format!("programme.costs[{}].amount", cost.name)).next();
    let name = name.expect("a cost");
    study.sensitivity.assumptions = vec![name.clone()];
    study.sensitivity.perspectives = vec![Perspective::Municipality];
    study.sensitivity.thresholds = vec![ThresholdRange { assumption: name.clone(), from: -2e6, to: 2e6 }];
    let found = study.runner().sensitivity().expect("it runs");
    let [threshold] = found.thresholds.as_slice() else { panic!("one threshold") };
    let Threshold::At { value, rises, .. } = threshold.threshold else { panic!("{:?}", threshold.threshold) };
    assert!(!rises, "a dearer programme saves less");
    let prepared = Prepared::of(&study).expect("sound");
    let at = |cost: f64| {
        let mut values = prepared.assumptions.central();
        values[prepared.assumptions.slot(&name).expect("listed")] = cost;
        let seen = |luck| prepared.experiment(&values, luck).expect("the law answers").present_value[MUNICIPALITY];
        seen(0) + seen(1)
    };
    let tolerance = 4e6 / 200.0;
    assert!(at(value - tolerance) > 0 && at(value + tolerance) < 0);
}

#[test]
fn the_outlook_over_the_whole_study_is_that_of_a_run() {
    let study = study();
    let run = study.run().expect("it runs");
    let found = study.runner().sensitivity().expect("it runs");
    for (perspective, outlooks) in &found.outlooks {
        let last =
            outlooks.iter().find(|outlook| outlook.years == 3 && outlook.rate.is_none()).expect("the whole study");
        let savings = run.savings(*perspective);
        assert_eq!(last.net_present_value, savings.net_present_value);
        assert_eq!(last.chance_of_gain, savings.chance_of_gain);
    }
    let of_run: Vec<_> = run.variance.clone();
    let of_analysis: Vec<_> = found.variance.iter().map(|(_, split)| *split).collect();
    assert_eq!(of_run, of_analysis, "luck and ignorance of the same draws");
}

#[test]
fn without_ranges_all_is_luck() {
    let mut study = study();
    let named = study.assumptions.clone();
    study.walk(&mut Walk::new(&mut |path, quantity| match &quantity.written {
        Written::Number(_) => {}
        // Counts of the shape `dirichlet`: 14, 3 and 3 of 20.
        Written::Inline(assumption) if path.contains("leaves_to") => *quantity = (assumption.central() / 20.0).into(),
        Written::Inline(assumption) => *quantity = assumption.central().into(),
        Written::Named(name) => *quantity = named[name].central().into(),
    }));
    study.value_of_information.samples = 60;
    let found = study.run().expect("it runs");
    let split = found.variance[MUNICIPALITY].expect("luck varies");
    assert_eq!((split.share_of_luck, split.share_of_ignorance), (1.0, 0.0));
    assert!(study.runner().sensitivity().expect("it runs").bars.is_empty());
    let value = study.runner().value_of_information().expect("it runs");
    assert!(value.partial.iter().all(|(_, partial)| partial.is_empty()), "nothing is left to find out");
}

#[test]
fn a_programme_beside_itself_adds_exactly_nothing() {
    let mut one = study();
    one.simulation.replicates = 2;
    let mut other = one.clone();
    other.programme.name = "the same again".to_owned();
    let mut larger = one.clone();
    larger.programme.name = "more places".to_owned();
    larger.programme.enterprises[0].positions[0].places = 14.0.into();
    let found = one.runner().compare(&[other, larger]).expect("they compare");
    let run = one.run().expect("it runs");
    for perspective in Perspective::ALL {
        let at = perspective as usize;
        assert_eq!(found.programmes[0].net_present_value[at], run.savings(perspective).net_present_value);
        let same = found.programmes[1].increment[at];
        assert_eq!((same.mean, same.p05, same.p95), (0.0, 0.0, 0.0));
    }
    assert_ne!(found.programmes[2].increment[MUNICIPALITY].mean, 0.0);
    for decision in &found.decisions {
        let sum: f64 = decision.options.iter().map(|option| option.chance_of_best.value).sum();
        assert!((sum - 1.0).abs() < 1e-9 && decision.options.len() == 4);
    }
    for frontier in &found.frontiers {
        let same = frontier.frontier.programmes[1];
        let like = Standing::Same { like: Choice::Programme(0) };
        // What is like nothing at all is like doing nothing.
        assert!(same == like || same == Standing::Same { like: Choice::Nothing }, "{same:?}");
    }
}

#[test]
fn programmes_for_other_people_are_not_compared() {
    let one = study();
    let mut other = one.clone();
    other.cohorts[0].count += 1;
    let told = one.runner().compare(std::slice::from_ref(&other)).expect_err("other people").to_string();
    assert!(told.contains("`cohorts`") && told.contains("the same people"), "{told}");
    let mut renamed = one.clone();
    let value = Assumption::range(0.1, 0.2, 0.3, Shape::Pert);
    let mut first = one.clone();
    first.assumptions.insert("shared".to_owned(), value.clone());
    renamed.assumptions.insert("shared".to_owned(), value.source("another"));
    let told = first.runner().compare(&[renamed]).expect_err("another assumption of the same name").to_string();
    assert!(told.contains("assumptions.shared") && told.contains("another name"), "{told}");
    assert!(matches!(one.runner().compare(&[]), Err(Error::Problems(_))), "one programme alone");
}

/// Analyses have samples of their own number and layout, whatever the design of the run.
#[test]
fn a_stratified_run_can_be_asked_for_its_analyses() {
    for design in [Design::Sobol, Design::LatinHypercube] {
        let mut study = study();
        (study.simulation.samples, study.simulation.design) = (32.into(), design);
        (study.value_of_information.samples, study.value_of_information.replicates) = (60, 2);
        let random =
            Study { simulation: Simulation { design: Design::Random, ..study.simulation.clone() }, ..study.clone() };
        let value = |study: &Study| study.runner().value_of_information().expect("it runs");
        assert_eq!(value(&study).decisions, value(&random).decisions);
        // One more assumption, in a programme that is else the same, moves nobody who does not pay for it.
        let mut dearer = study.clone();
        dearer.programme.name = "with materials".to_owned();
        let materials = &mut dearer.programme.enterprises[0].positions[0].materials_per_month;
        *materials = Assumption::range(100.0, 200.0, 300.0, Shape::Pert).into();
        let found = study.runner().compare(&[dearer]).expect("they compare");
        let increment = |perspective: Perspective| found.programmes[1].increment[perspective as usize];
        assert_eq!(increment(Perspective::Municipality).p05, 0.0);
        assert_eq!(increment(Perspective::Municipality).p95, 0.0);
        assert_ne!(increment(Perspective::Enterprise).mean, 0.0, "it is the enterprise that pays");
    }
}
