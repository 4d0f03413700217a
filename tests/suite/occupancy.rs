//! Is chance fair? Populations without places against the exact yardstick of matrix powers.

use gevinst::domain::activity::Indicator;
use gevinst::domain::assumption::Quantity;
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::municipality::Municipality;
use gevinst::domain::population::{Cohort, Frailty, RateKind};
use gevinst::domain::programme::Programme;
use gevinst::domain::survival::Survival;
use gevinst::domain::transition::{Cause, Origin, OutsideWork, Transition, WithWork};
use gevinst::domain::work::{Form, Pay};
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{Arm, DrawNumber, Model};
use gevinst::engine::occupancy::{NotMarkov, Occupancy, State};
use gevinst::engine::simulation::simulate;
use gevinst::rules::policy::Policy;

/// People in the cohort, and draws: together the lives behind each share.
const PEOPLE: u32 = 3_000;
const DRAWS: u64 = 4;

/// Months of the comparison, counted from 0: the state at the start of the month.
const MONTHS: [usize; 5] = [1, 6, 12, 36, 59];

/// Standard errors beyond which a share is wrong. 35 comparisons at 4.2 two-sided: a false alarm in about 1,000 seeds.
const BOUND: f64 = 4.2;

fn transitions() -> Vec<Transition> {
    let any =
        |cause, rate: f64| Transition { with_work: WithWork::Any, ..Transition::new(Origin::CashBenefit, cause, rate) };
    vec![
        Transition::new(Origin::CashBenefit, Cause::OrdinaryJob, 0.25),
        Transition::new(Origin::CashBenefit, Cause::WageHours, 0.15),
        any(Cause::FlexApproval, 0.08),
        any(Cause::DisabilityPension, 0.05),
        Transition::new(Origin::FlexWaitingBenefit, Cause::FlexJob, 0.6),
        Transition::new(Origin::Any, Cause::Moving, 0.04),
        Transition::new(Origin::Any, Cause::Death, 0.01),
    ]
}

fn outside(form: Form, hours: f64, mean_months: f64) -> OutsideWork {
    OutsideWork {
        form,
        hours_from: hours.into(),
        hours_to: hours.into(),
        pay: Pay::basic(145.0),
        survival: Survival::exponential(mean_months),
    }
}

fn model(transitions: Vec<Transition>, frailty: Frailty, people: u32) -> Model {
    Model {
        start: Month::january(2026),
        months: 60,
        price_year: 2026,
        municipality: Municipality::new("x", 0.25),
        wage_growth: 0.03.into(),
        cohorts: vec![Cohort { age: [32.0, 50.0], ..Cohort::new("people", "all", Family::CashBenefit, people) }],
        frailty,
        transitions,
        outside_work: vec![
            outside(Form::OrdinaryJob, 37.0, 20.0),
            outside(Form::WageHours, 5.0, 9.0),
            outside(Form::FlexJob, 8.0, 50.0),
        ],
        arms: vec![Arm { programme: Programme::default(), policy: Policy::danish(), world: 0 }],
        seed: 11,
    }
}

/// Which states an indicator counts.
fn counts(indicator: Indicator, state: State) -> bool {
    match (indicator, state) {
        (Indicator::People, state) => state != State::Out,
        (Indicator::FullySelfSupporting, state) => matches!(state, State::OwnWork(_)),
        (Indicator::CashBenefitWithHours, State::Support(Family::CashBenefit, form)) => form.is_some(),
        (indicator, State::Support(family, _)) => indicator == Indicator::on(family),
        _ => false,
    }
}

#[test]
fn occupancy_agrees_with_powers_of_the_transition_matrix() {
    let model = model(transitions(), Frailty::default(), PEOPLE);
    let instance = Instance::of(&model, &[]);
    let exact = Occupancy::of(&instance, 0).expect("no memory");
    let start = State::Support(Family::CashBenefit, None);
    let outcomes: Vec<_> = (0..DRAWS)
        .map(|replicate| simulate(&instance, DrawNumber { sample: 0, replicate }).expect("the law answers"))
        .collect();
    let lives = f64::from(PEOPLE) * DRAWS as f64;
    let indicators = [
        Indicator::People,
        Indicator::OnCashBenefit,
        Indicator::CashBenefitWithHours,
        Indicator::OnFlexWaitingBenefit,
        Indicator::OnFlexSubsidy,
        Indicator::OnDisabilityPension,
        Indicator::FullySelfSupporting,
    ];
    for month in MONTHS {
        let expected = exact.after(start, month as u32);
        for indicator in indicators {
            let share: f64 = exact
                .states()
                .iter()
                .zip(&expected)
                .filter(|(state, _)| counts(indicator, **state))
                .map(|(_, p)| p)
                .sum();
            let seen: i64 = outcomes.iter().map(|outcome| outcome.arms[0].activity.at(month, indicator)).sum();
            if share < 1e-9 {
                assert_eq!(seen, 0, "{indicator:?}, month {month}: nobody can be there");
                continue;
            }
            let error = (share * (1.0 - share) / lives).sqrt();
            let distance = (seen as f64 / lives - share) / error;
            assert!(
                distance.abs() < BOUND,
                "{indicator:?}, month {month}: {distance:.2} standard errors from {share:.4}"
            );
        }
    }
}

#[test]
fn the_monthly_step_is_close_to_continuous_time() {
    let model = model(transitions(), Frailty::default(), 1);
    let exact = Occupancy::of(&Instance::of(&model, &[]), 0).expect("no memory");
    let start = State::Support(Family::CashBenefit, None);
    for months in [1, 12, 60] {
        let (monthly, continuous) = (exact.after(start, months), exact.continuous_after(start, months));
        let most = (monthly.clone() - continuous).abs().max();
        println!("after {months} months the largest distance to continuous time is {most:.5}");
        assert!((monthly.sum() - 1.0).abs() < 1e-12);
        assert!(most < 0.01, "after {months} months: {most}");
    }
}

#[test]
fn memory_is_refused() {
    let frail = Frailty { variance: 0.5.into(), ..Frailty::default() };
    let model = model(transitions(), frail, 1);
    assert_eq!(Occupancy::of(&Instance::of(&model, &[]), 0).unwrap_err(), NotMarkov::Memory);
}

/// Share of a group without work or other exits that has found its first job by each month: shape `[month]`.
fn found_work(frailty: Frailty, rate: f64) -> Vec<f64> {
    let transitions = vec![Transition::new(Origin::CashBenefit, Cause::OrdinaryJob, rate)];
    let mut model = model(transitions, frailty, 20_000);
    // Nobody comes back, so that only first exits are seen.
    model.outside_work = vec![outside(Form::OrdinaryJob, 37.0, 1e12)];
    let outcome =
        simulate(&Instance::of(&model, &[]), DrawNumber { sample: 0, replicate: 0 }).expect("the law answers");
    (0..60).map(|m| outcome.arms[0].activity.at(m, Indicator::FullySelfSupporting) as f64 / 20_000.0).collect()
}

#[test]
fn marginal_rates_are_what_the_group_shows() {
    let rate = 0.4;
    let frail = |rates| Frailty { variance: Quantity::from(0.8), rates };
    let marginal = found_work(frail(RateKind::Marginal), rate);
    let individual = found_work(frail(RateKind::Individual), rate);
    for month in [6, 12, 24, 48] {
        let expected = -(-rate * month as f64 / 12.0).exp_m1();
        let error = (expected * (1.0 - expected) / 20_000.0).sqrt();
        assert!((marginal[month] - expected).abs() < 4.0 * error + 0.004, "{month}: {} {expected}", marginal[month]);
        // Individual rates: the group's rate falls, since the strongest leave first: 1 - (1 + v H)^(-1/v).
        let slower = 1.0 - (1.0 + 0.8 * rate * month as f64 / 12.0).powf(-1.0 / 0.8);
        assert!((individual[month] - slower).abs() < 4.0 * error + 0.004, "{month}: {} {slower}", individual[month]);
    }
}

#[test]
fn the_drift_of_later_spells_is_printed() {
    let with = |frailty| {
        let model = model(transitions(), frailty, 4_000);
        let outcome =
            simulate(&Instance::of(&model, &[]), DrawNumber { sample: 0, replicate: 0 }).expect("the law answers");
        outcome.arms[0].activity.at(59, Indicator::FullySelfSupporting) as f64 / 4_000.0
    };
    let without = with(Frailty::default());
    let marginal = with(Frailty { variance: 0.5.into(), rates: RateKind::Marginal });
    println!("in ordinary jobs after five years: {without:.3} without frailty, {marginal:.3} with marginal rates");
    assert!((without - marginal).abs() < 0.06, "the drift after several spells stays moderate: {without} {marginal}");
}
