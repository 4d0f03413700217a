//! Is chance fair? Populations without places against the exact yardstick of matrix powers.

use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::declared::{DeclaredFamily, LadderRow, PaidOutBy};
use gevinst::domain::municipality::Municipality;
use gevinst::domain::population::{Cohort, Frailty, RateKind};
use gevinst::domain::programme::Programme;
use gevinst::domain::survival::Survival;
use gevinst::domain::transition::{Cause, DurationRate, Origin, OutsideWork, Transition, WithWork};
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
const MONTHS: [usize; 5] = [1, 6, 12, 36, 60];

/// What is compared, in every month.
const INDICATORS: [Indicator; 11] = [
    Indicator::People,
    Indicator::OnCashBenefit,
    Indicator::CashBenefitWithHours,
    Indicator::OnFlexWaitingBenefit,
    Indicator::OnFlexSubsidy,
    Indicator::OnDisabilityPension,
    Indicator::OnSicknessBenefit,
    Indicator::OnJobClarificationBenefit,
    Indicator::OnResourceBenefit,
    Indicator::FullySelfSupporting,
    Indicator::InWork,
];

/// Standard errors beyond which a share is wrong. 5 months x 11 indicators x 12 groups are 660 comparisons; at 4.85
/// two-sided (1.2e-6 each) Bonferroni gives a false alarm in fewer than one of 1,000 seeds.
const BOUND: f64 = 4.85;

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
        pay_to: None,
        survival: Survival::exponential(mean_months),
    }
}

fn model(transitions: Vec<Transition>, frailty: Frailty, people: u32) -> Model {
    Model {
        start: Month::january(2026),
        // One more than the last month compared, whose state at its start is counted.
        months: 61,
        price_year: 2026,
        municipality: Municipality::new("x", 0.25),
        wage_growth: 0.03.into(),
        declared: None,
        cohorts: vec![Cohort { age: [32.0, 50.0], ..Cohort::new("people", "all", Family::CashBenefit, people) }],
        persons: Vec::new(),
        frailty,
        transitions,
        outside_work: vec![
            outside(Form::OrdinaryJob, 37.0, 20.0),
            outside(Form::WageHours, 5.0, 9.0),
            outside(Form::FlexJob, 8.0, 50.0),
        ],
        enquiries: Vec::new(),
        other_services: Vec::new(),
        own_time: 0.0.into(),
        arms: vec![Arm { programme: Programme::default(), policy: Policy::danish(), world: 0 }],
        seed: 11,
    }
}

/// Which states an indicator counts.
fn counts(indicator: Indicator, state: State) -> bool {
    match (indicator, state) {
        (Indicator::People, state) => state != State::Out,
        (Indicator::FullySelfSupporting, state) => matches!(state, State::OwnWork(_)),
        (Indicator::InWork, State::OwnWork(_) | State::Support(Family::FlexSubsidy, _)) => true,
        (Indicator::InWork, State::Support(_, form)) => form.is_some(),
        (Indicator::CashBenefitWithHours, State::Support(Family::CashBenefit, form)) => form.is_some(),
        (indicator, State::Support(family, _)) => indicator == Indicator::on(family),
        _ => false,
    }
}

/// Holds the simulated shares of a model's one cohort against the exact ones; the largest distance in standard errors.
fn compare(model: &Model, draws: u64) -> f64 {
    let instance = Instance::of(model, &[]);
    let exact = Occupancy::of(&instance, 0).expect("no memory");
    let start = State::Support(model.cohorts[0].family, None);
    let outcomes: Vec<_> = (0..draws)
        .map(|replicate| simulate(&instance, DrawNumber { sample: 0, replicate }).expect("the law answers"))
        .collect();
    let lives = f64::from(model.cohorts[0].count) * draws as f64;
    let mut largest = 0.0_f64;
    for month in MONTHS {
        let expected = exact.after(start, month as u32);
        assert!((expected.sum() - 1.0).abs() < 1e-12);
        for indicator in INDICATORS {
            let counted = exact.states().iter().zip(&expected).filter(|(state, _)| counts(indicator, **state));
            let share: f64 = counted.map(|(_, p)| p).sum();
            let seen: i64 = outcomes.iter().map(|outcome| outcome.arms[0].activity.at(month, indicator)).sum();
            if share < 1e-9 {
                assert_eq!(seen, 0, "{start:?}, {indicator:?}, month {month}: nobody can be there");
                continue;
            }
            // A share of (nearly) everybody has no error; a thousandth of a life keeps the quotient finite.
            let error = (share * (1.0 - share).max(0.0) / lives).sqrt().max(1e-3 / lives);
            let distance = (seen as f64 / lives - share) / error;
            largest = largest.max(distance.abs());
            assert!(
                distance.abs() < BOUND,
                "{start:?}, {indicator:?}, month {month}: {distance:.2} standard errors from {share:.4}"
            );
        }
    }
    largest
}

#[test]
fn occupancy_agrees_with_powers_of_the_transition_matrix() {
    let largest = compare(&model(transitions(), Frailty::default(), PEOPLE), DRAWS);
    println!("the largest of 55 distances is {largest:.2} standard errors");
}

/// Rates so high that several causes strike in most months, from every state to every other: a wrong order within the
/// month, or a wrong state to which work ends, cannot hide.
fn busy_transitions() -> Vec<Transition> {
    let any = |from, cause, rate: f64| Transition { with_work: WithWork::Any, ..Transition::new(from, cause, rate) };
    vec![
        any(Origin::Any, Cause::OrdinaryJob, 2.0),
        any(Origin::Any, Cause::WageHours, 3.0),
        any(Origin::Any, Cause::SmallJob, 2.5),
        any(Origin::FlexWaitingBenefit, Cause::FlexJob, 6.0),
        any(Origin::CashBenefit, Cause::FlexApproval, 2.0),
        any(Origin::SelfSupporting, Cause::DisabilityPension, 1.5),
        any(Origin::FlexSubsidy, Cause::DisabilityPension, 2.0),
        any(Origin::SelfSupporting, Cause::SicknessBenefit, 1.2),
        any(Origin::UnemploymentBenefit, Cause::SicknessBenefit, 1.5),
        any(Origin::SicknessBenefit, Cause::JobClarification, 2.0),
        any(Origin::JobClarificationBenefit, Cause::ResourceProgramme, 1.5),
        any(Origin::ResourceBenefit, Cause::CashBenefit, 1.0),
        any(Origin::SicknessBenefit, Cause::CashBenefit, 0.8),
        Transition::new(Origin::Any, Cause::Moving, 0.1),
        Transition::new(Origin::Any, Cause::Death, 0.2),
    ]
}

/// A family that a few hours never eat up.
fn declared() -> DeclaredFamily {
    DeclaredFamily {
        name: "living wage".to_owned(),
        amount: 9_000.0.into(),
        free_amount: 2_000.0.into(),
        taper: 0.5.into(),
        ceiling: None,
        ladder: vec![LadderRow { from_week: 1, state_share: 0.6.into() }],
        taxable: false,
        paid_out_by: PaidOutBy::Municipality,
        uprating_per_year: None,
    }
}

#[test]
fn occupancy_agrees_from_every_family_when_much_happens() {
    let law = Policy::danish();
    for family in Family::ALL.into_iter().filter(|family| law.in_force(*family, Month::january(2026)).is_ok()) {
        let mut model = model(busy_transitions(), Frailty::default(), 4_000);
        // Other draws for each family, so that one lucky seed does not speak for all.
        model.seed += 1 + family as u64;
        let approved = matches!(family, Family::FlexWaitingBenefit | Family::FlexSubsidy);
        model.cohorts[0] = Cohort {
            flex_approved: approved.then_some(Month::january(2025)),
            pension_awarded: (family == Family::DisabilityPension).then_some(Month::january(2025)),
            family,
            ..model.cohorts[0].clone()
        };
        model.declared = (family == Family::Declared).then(declared);
        model.outside_work = vec![
            outside(Form::OrdinaryJob, 37.0, 2.0),
            outside(Form::WageHours, 5.0, 1.5),
            outside(Form::SmallJob, 2.0, 1.0),
            outside(Form::FlexJob, 8.0, 2.5),
        ];
        if family == Family::UnemploymentBenefit {
            // Work beside it uses up the weeks of supplementary benefit: memory that no state holds.
            let hours = |cause| matches!(cause, Cause::WageHours | Cause::SmallJob);
            model.transitions.retain(|transition| !hours(transition.cause));
        }
        let largest = compare(&model, 2);
        println!("{family:?}: the largest of 55 distances is {largest:.2} standard errors");
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

fn refusal(model: &Model) -> Option<NotMarkov> {
    Occupancy::of(&Instance::of(model, &[]), 0).err()
}

#[test]
fn what_depends_on_more_than_the_state_is_refused() {
    let frail = Frailty { variance: 0.5.into(), ..Frailty::default() };
    assert_eq!(refusal(&model(transitions(), frail, 1)), Some(NotMarkov::Memory));

    let with = |change: &dyn Fn(&mut Model)| {
        let mut model = model(transitions(), Frailty::default(), 1);
        change(&mut model);
        refusal(&model)
    };
    let aged = |model: &mut Model| model.transitions[0].age = Some([18, 40]);
    assert_eq!(with(&aged), Some(NotMarkov::Memory));
    let weibull = |model: &mut Model| model.outside_work[0].survival = Survival::weibull(0.7, 20.0);
    assert_eq!(with(&weibull), Some(NotMarkov::Memory));
    // A single row that begins later is duration too, not a rate of zero.
    let late = |model: &mut Model| {
        let row = DurationRate { from_months: 6, rate_per_year: 0.3.into() };
        model.transitions[0] =
            Transition { rate_per_year: None, by_duration: Some(vec![row]), ..transitions()[0].clone() };
    };
    assert_eq!(with(&late), Some(NotMarkov::Memory));
    // What concerns another target group does not disturb this one.
    let of_others = |model: &mut Model| {
        model.transitions[0].target_group = Some("others".to_owned());
        model.transitions[0].age = Some([18, 40]);
    };
    assert_eq!(with(&of_others), None);
    let old = |model: &mut Model| model.cohorts[0].age = [32.0, 63.0];
    assert_eq!(with(&old), Some(NotMarkov::Pension));
}

#[test]
fn infinite_rates_are_refused_before_the_matrix_exponential_meets_them() {
    let with = |change: &dyn Fn(&mut Model)| {
        let mut model = model(transitions(), Frailty::default(), 1);
        change(&mut model);
        refusal(&model)
    };
    for rate in [f64::INFINITY, 1e300] {
        let infinite = |model: &mut Model| model.transitions[0].rate_per_year = Some(rate.into());
        assert_eq!(with(&infinite), Some(NotMarkov::Rate), "{rate}");
    }
    // Surely over within the month: the chance is 1, the rate of continuous time has no number.
    let at_once = |model: &mut Model| model.outside_work[0].survival = Survival::exponential(1e-3);
    assert_eq!(with(&at_once), Some(NotMarkov::Rate));
}

#[test]
fn a_cause_without_jobs_outside_ends_the_work_and_begins_none() {
    let mut model = model(transitions(), Frailty::default(), 1_500);
    model.outside_work.retain(|work| work.form != Form::OrdinaryJob);
    compare(&model, 2);
}

/// People of the tests of the first exit.
const GROUP: u32 = 20_000;

/// Share of a group without work or other exits that has found its first job by each month: shape `[month]`.
fn found_work(frailty: Frailty, rate: f64) -> Vec<f64> {
    let transitions = vec![Transition::new(Origin::CashBenefit, Cause::OrdinaryJob, rate)];
    let mut model = model(transitions, frailty, GROUP);
    // Nobody comes back, so that only first exits are seen.
    model.outside_work = vec![outside(Form::OrdinaryJob, 37.0, 1e12)];
    let outcome =
        simulate(&Instance::of(&model, &[]), DrawNumber { sample: 0, replicate: 0 }).expect("the law answers");
    (0..=60).map(|m| outcome.arms[0].activity.at(m, Indicator::FullySelfSupporting) as f64 / f64::from(GROUP)).collect()
}

/// Variance of frailty, and the rate [1/year], of the tests of the first exit.
const VARIANCE: f64 = 0.8;
const RATE: f64 = 0.4;

/// Exact share that has left by month m under a gamma frailty, whose cumulated factor on the frailty is A(m):
///
/// ```text
/// 1 - E[exp(-Z A)] = 1 - (1 + v A)^(-1/v)
/// ```
fn left_by(month: usize, rates: RateKind) -> f64 {
    let monthly = RATE / 12.0;
    let factor = |m: usize| match rates {
        RateKind::Marginal => (VARIANCE * monthly * m as f64).exp(),
        RateKind::Individual => 1.0,
    };
    let cumulated: f64 = (0..month).map(|m| monthly * factor(m)).sum();
    1.0 - (1.0 + VARIANCE * cumulated).powf(-1.0 / VARIANCE)
}

/// The group's rate of first exit between two months [1/year].
fn group_rate(left: &dyn Fn(usize) -> f64, from: usize, to: usize) -> f64 {
    ((1.0 - left(from)) / (1.0 - left(to))).ln() * 12.0 / (to - from) as f64
}

#[test]
fn the_group_shows_marginal_rates_and_individual_ones_fall() {
    let years = [(0, 12), (12, 24), (24, 36), (36, 48), (48, 60)];
    for rates in [RateKind::Marginal, RateKind::Individual] {
        let seen = found_work(Frailty { variance: VARIANCE.into(), rates }, RATE);
        let exact = |month| left_by(month, rates);
        // 5 shares and 5 rates of each kind are 20 comparisons: beyond 4.1 fewer than one of 1,000 seeds.
        let mut by_year = Vec::new();
        for (from, to) in years {
            let (share, group) = (exact(to), f64::from(GROUP));
            let error = (share * (1.0 - share) / group).sqrt();
            assert!((seen[to] - share).abs() < 4.1 * error, "{rates:?}, month {to}: {} {share}", seen[to]);
            let (expected, found) = (group_rate(&exact, from, to), group_rate(&|month| seen[month], from, to));
            // Those at risk at the start of the year exit with chance p: the error of -ln(1 - p).
            let at_risk = group * (1.0 - exact(from));
            let kept = (1.0 - exact(to)) / (1.0 - exact(from));
            let error = ((1.0 - kept) / (kept * at_risk)).sqrt();
            assert!((found - expected).abs() < 4.1 * error, "{rates:?}, year to {to}: {found} {expected}");
            by_year.push(expected);
        }
        println!("{rates:?}: exact rate of first exit by year {by_year:.3?}, said {RATE}");
        match rates {
            // The monthly step of exp(v H) costs less than 2 % of the rate.
            RateKind::Marginal => assert!(by_year.iter().all(|rate| (rate / RATE - 1.0).abs() < 0.02), "{by_year:?}"),
            // The strongest leave first.
            RateKind::Individual => {
                assert!(by_year.windows(2).all(|pair| pair[1] < 0.95 * pair[0]), "{by_year:?}");
            }
        }
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
