//! Do the two engines agree to the øre, and do draws keep what the model promises of them?

use gevinst::domain::activity::Indicator;
use gevinst::domain::assumption::Shares;
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::enterprise::{Enterprise, Position, Stay, StayCause};
use gevinst::domain::flow::Line;
use gevinst::domain::money::Money;
use gevinst::domain::municipality::Municipality;
use gevinst::domain::party::Party;
use gevinst::domain::population::{Cohort, Frailty, RateKind};
use gevinst::domain::programme::{CostKind, CostPer, Programme, ProgrammeCost};
use gevinst::domain::reform::Reform;
use gevinst::domain::survival::{Survival, SurvivalPoint};
use gevinst::domain::transition::{Cause, DurationRate, Origin, OutsideWork, Transition, WithWork};
use gevinst::domain::work::{Form, Pay};
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{Arm, DrawNumber, Model};
use gevinst::engine::outcome::{Outcome, Record};
use gevinst::engine::{plain, simulation};
use gevinst::rules::policy::Policy;
use proptest::prelude::*;

const START: Month = Month::january(2026);

fn draw(replicate: u64) -> DrawNumber {
    DrawNumber { sample: 3, replicate }
}

/// The outcome of the real engine, after the plain one has been asked for the same.
fn both(model: &Model, replicate: u64) -> Outcome {
    let instance = Instance::of(model, &[]);
    let real = simulation::simulate(&instance, draw(replicate)).expect("the law answers");
    let plain = plain::simulate(&instance, draw(replicate)).expect("the law answers");
    for (arm, (real, plain)) in real.arms.iter().zip(&plain.arms).enumerate() {
        same(real, plain, &format!("arm {arm}, replicate {replicate}"));
    }
    assert_eq!(real, plain);
    real
}

/// Fails at the first month in which two records differ, with what differs.
fn same(one: &Record, other: &Record, what: &str) {
    for month in 0..one.activity.months() {
        for indicator in Indicator::ALL {
            let (one, other) = (one.activity.at(month, indicator), other.activity.at(month, indicator));
            assert_eq!(one, other, "{what}, month {month}, {indicator:?}");
        }
        for line in Line::all() {
            let (one, other) = (one.ledger.sum(month, line), other.ledger.sum(month, line));
            assert_eq!(one, other, "{what}, month {month}, {line:?}");
        }
    }
    assert_eq!(one, other, "{what}: what falls due later");
}

/// How often something was counted in all months of an arm.
fn total(record: &Record, indicator: Indicator) -> i64 {
    (0..record.activity.months()).map(|month| record.activity.at(month, indicator)).sum()
}

fn pay(hourly: f64) -> Pay {
    Pay { hourly: hourly.into(), own_pension: 0.04.into(), employer_pension: 0.08.into(), holiday: 0.125.into() }
}

/// Four cohorts in the order of their names, one for each family.
fn cohorts(size: u32) -> Vec<Cohort> {
    let cohort = |name: &str, group: &str, family| Cohort::new(name, group, family, size);
    vec![
        Cohort {
            inflow_per_year: size / 4,
            capacity: [5.0, 37.0],
            provider: 0.3,
            single: 0.6,
            activity_ready: 0.7,
            wage_hours: 0.2,
            age: [25.0, 66.0],
            ..cohort("cash", "vulnerable", Family::CashBenefit)
        },
        Cohort {
            capacity: [4.0, 20.0],
            flex_approved: Some(Month::january(2022)),
            ..cohort("job", "flex", Family::FlexSubsidy)
        },
        Cohort {
            pension_awarded: Some(Month::january(2020)),
            capacity: [0.0, 15.0],
            age: [30.0, 67.0],
            ..cohort("pension", "pensioners", Family::DisabilityPension)
        },
        Cohort {
            inflow_per_year: 2,
            capacity: [4.0, 25.0],
            flex_approved: Some(Month::january(2023)),
            ..cohort("waiting", "flex", Family::FlexWaitingBenefit)
        },
    ]
}

/// Every cause from every origin that has it, with ages, groups, durations and work beside.
fn transitions() -> Vec<Transition> {
    use Cause as C;
    use Origin as O;
    let new = |from, cause, rate: f64| Transition::new(from, cause, rate);
    let beside = |with_work, transition: Transition| Transition { with_work, ..transition };
    let by_duration = |rates: [(u32, f64); 3], transition: Transition| Transition {
        rate_per_year: None,
        by_duration: Some(
            rates.map(|(from_months, rate)| DurationRate { from_months, rate_per_year: rate.into() }).to_vec(),
        ),
        ..transition
    };
    vec![
        new(O::Any, C::Death, 0.01),
        new(O::Any, C::Moving, 0.03),
        Transition { age: Some([55, 70]), ..new(O::Any, C::Death, 0.05) },
        by_duration([(0, 0.5), (6, 0.3), (24, 0.1)], new(O::CashBenefit, C::OrdinaryJob, 0.0)),
        Transition {
            rate_per_year: None,
            chance_per_year: Some(0.25.into()),
            target_group: Some("vulnerable".to_owned()),
            ..new(O::CashBenefit, C::WageHours, 0.0)
        },
        new(O::CashBenefit, C::SmallJob, 0.2),
        beside(WithWork::Hours, new(O::CashBenefit, C::OrdinaryJob, 0.6)),
        beside(WithWork::Any, new(O::CashBenefit, C::DisabilityPension, 0.08)),
        beside(WithWork::Any, new(O::CashBenefit, C::FlexApproval, 0.12)),
        new(O::FlexWaitingBenefit, C::FlexJob, 0.6),
        new(O::FlexWaitingBenefit, C::SmallJob, 0.3),
        beside(WithWork::Any, new(O::FlexWaitingBenefit, C::DisabilityPension, 0.1)),
        new(O::FlexSubsidy, C::FlexJob, 0.2),
        new(O::FlexSubsidy, C::DisabilityPension, 0.05),
        beside(WithWork::Any, new(O::DisabilityPension, C::WageHours, 0.1)),
        new(O::DisabilityPension, C::OrdinaryJob, 0.05),
        by_duration([(0, 0.2), (3, 0.4), (9, 0.7)], new(O::SelfSupporting, C::OrdinaryJob, 0.0)),
        new(O::SelfSupporting, C::FlexApproval, 0.05),
    ]
}

fn outside_work() -> Vec<OutsideWork> {
    let work = |form, from: f64, to: f64, survival| OutsideWork {
        form,
        hours_from: from.into(),
        hours_to: to.into(),
        pay: pay(155.0),
        survival,
    };
    let point = |months, share: f64| SurvivalPoint { months, share: share.into() };
    vec![
        work(Form::SmallJob, 2.0, 8.0, Survival::exponential(8.0)),
        work(Form::WageHours, 5.0, 30.0, Survival::weibull(0.8, 12.0)),
        work(
            Form::OrdinaryJob,
            20.0,
            37.0,
            Survival { weibull: None, table: Some(vec![point(3, 0.7), point(12, 0.4), point(36, 0.2)]) },
        ),
        work(Form::FlexJob, 4.0, 20.0, Survival::exponential(30.0)),
    ]
}

fn stay(mean_months: f64) -> Stay {
    let shares = [("support", 0.5), ("ordinary_job", 0.3), ("next_form", 0.2)];
    Stay {
        leaves_to: Shares(shares.map(|(name, share)| (name.to_owned(), share.into())).into()),
        next_form: Some(Form::WageHours),
        step_hours: 3.0.into(),
        step_rate_per_year: 2.0.into(),
        max_hours: Some(25.0.into()),
        after_effect: 1.8.into(),
        after_effect_half_life_months: 9.0.into(),
        pension_factor: 0.6.into(),
        flex_factor: 1.4.into(),
        ..Stay::new(Survival::weibull(1.2, mean_months))
    }
}

fn position(name: &str, form: Form, places: u32, hours: f64, families: Vec<Family>, stay: Stay) -> Position {
    Position {
        ramp_up_months: 5,
        filling_chance_per_month: 0.8.into(),
        delivery: 0.8.into(),
        creaming: 0.7.into(),
        again_after_months: 3,
        productivity: 0.7.into(),
        supervision_hours: 2.0.into(),
        supervision_hourly: 260.0.into(),
        materials_per_month: 150.0.into(),
        ..Position::new(name, form, places, hours, pay(140.0), families, stay)
    }
}

/// Two enterprises with every form of place.
fn enterprises() -> Vec<Enterprise> {
    let shared = Stay {
        cause: StayCause::Place,
        lock_in: 0.4.into(),
        leaves_to: Shares([("support".to_owned(), 1.0.into())].into()),
        ..stay(14.0)
    };
    let all = Family::ALL.to_vec();
    vec![
        Enterprise {
            name: "Kafé".to_owned(),
            opens: None,
            closing_rate_per_year: 0.25.into(),
            positions: vec![
                position("kitchen", Form::WageHours, 4, 8.0, all.clone(), shared),
                position("errands", Form::SmallJob, 4, 4.0, all, stay(6.0)),
            ],
        },
        Enterprise {
            name: "Tømrer".to_owned(),
            opens: Some(START + 4),
            closing_rate_per_year: 0.1.into(),
            positions: vec![
                Position {
                    target_groups: vec!["vulnerable".to_owned()],
                    creaming: 0.0.into(),
                    ..position("joiner", Form::OrdinaryJob, 3, 20.0, vec![Family::CashBenefit], stay(8.0))
                },
                Position {
                    cohorts: vec!["waiting".to_owned(), "cash".to_owned()],
                    shortlist: 2,
                    ..position("workshop", Form::FlexJob, 4, 6.0, vec![Family::FlexWaitingBenefit], stay(10.0))
                },
            ],
        },
    ]
}

fn costs() -> Vec<ProgrammeCost> {
    let cost = |name: &str, kind, per, amount: f64| ProgrammeCost {
        name: name.to_owned(),
        kind,
        amount: amount.into(),
        per,
        from: None,
        until: None,
        surplus: 0.13.into(),
    };
    vec![
        ProgrammeCost { from: Some(START + 2), ..cost("start", CostKind::StartUp, CostPer::Once, 50_000.0) },
        ProgrammeCost {
            from: Some(START + 1),
            until: Some(START + 30),
            ..cost("contact", CostKind::ContactPerson, CostPer::Year, 310_000.0)
        },
        cost("places", CostKind::PlacePayment, CostPer::PlaceMonth, 3_111.11),
        cost("mentor", CostKind::Mentor, CostPer::Placement, 8_000.5),
        cost("staff", CostKind::Administration, CostPer::Year, 99_999.0),
    ]
}

fn programme() -> Programme {
    Programme { name: "programme".to_owned(), enterprises: enterprises(), costs: costs(), reforms: Vec::new() }
}

fn arm(programme: Programme) -> Arm {
    Arm { programme, policy: Policy::danish(), world: 0 }
}

fn model(months: usize, size: u32, arms: Vec<Arm>) -> Model {
    Model {
        start: START,
        months,
        price_year: 2025,
        municipality: Municipality::new("Prøvekommune", 0.256),
        wage_growth: 0.03.into(),
        cohorts: cohorts(size),
        persons: Vec::new(),
        frailty: Frailty { variance: 0.8.into(), rates: RateKind::Marginal },
        transitions: transitions(),
        outside_work: outside_work(),
        arms,
        seed: 2026,
    }
}

/// A higher free amount for everybody, from the second year on.
fn reformed() -> Policy {
    let reform = Reform {
        parameter: "cash_benefit.taper".to_owned(),
        from: START + 12,
        value: 0.2,
        because: "to have two laws".to_owned(),
    };
    Policy::danish().with_reforms(&[reform]).expect("the parameter exists")
}

#[test]
fn the_plain_engine_leaves_the_same_ore() {
    let model = model(60, 20, vec![arm(Programme::default()), arm(programme())]);
    let mut placed = 0;
    for replicate in 0..6 {
        let outcome = both(&model, replicate);
        placed += total(&outcome.arms[1], Indicator::Placements);
        assert_ne!(outcome.arms[0], outcome.arms[1], "the programme does something");
    }
    assert!(placed > 60, "places are filled: {placed}");
}

#[test]
fn engines_agree_under_two_laws() {
    let other =
        Programme { name: "smaller".to_owned(), enterprises: enterprises(), costs: Vec::new(), reforms: vec![] };
    let reformed = reformed();
    let arms = vec![
        arm(Programme { enterprises: enterprises().split_off(1), ..Programme::default() }),
        arm(programme()),
        Arm { programme: programme(), policy: reformed.clone(), world: 2 },
        Arm { programme: other, policy: reformed, world: 2 },
    ];
    let outcome = both(&model(36, 15, arms), 1);
    assert_ne!(outcome.arms[1], outcome.arms[2], "the reform does something");
}

#[test]
fn engines_agree_without_frailty_and_on_a_self_budgeted_base() {
    let arms = || vec![arm(Programme::default()), arm(programme())];
    let plain = Model { frailty: Frailty::default(), ..model(48, 12, arms()) };
    both(&plain, 2);
    let individual = Frailty { variance: 1.5.into(), rates: RateKind::Individual };
    let mut model = Model { frailty: individual, ..model(48, 12, arms()) };
    model.municipality.tax_base = gevinst::domain::municipality::TaxBase::SelfBudgeted;
    model.municipality.tax_lag_years = 1;
    both(&model, 3);
}

#[test]
fn engines_agree_when_places_are_many_and_short() {
    let mut enterprises = enterprises();
    for position in enterprises.iter_mut().flat_map(|enterprise| &mut enterprise.positions) {
        position.places = 9;
        position.again_after_months = 0;
        position.stay.survival = Survival::exponential(1.5);
        position.creaming = 3.0.into();
    }
    enterprises[0].closing_rate_per_year = 1.0.into();
    let model = model(40, 6, vec![arm(Programme { enterprises, ..programme() }), arm(programme())]);
    for replicate in 0..4 {
        both(&model, replicate);
    }
}

#[test]
fn a_programme_identical_to_the_baseline_saves_nothing() {
    for programme in [Programme::default(), programme()] {
        let model = model(48, 20, vec![arm(programme.clone()), arm(programme)]);
        for replicate in 0..5 {
            let outcome = both(&model, replicate);
            same(&outcome.arms[0], &outcome.arms[1], "null programme");
            let difference = outcome.arms[1].ledger.minus(&outcome.arms[0].ledger);
            for line in Line::all() {
                assert!((0..=difference.months()).all(|month| difference.sum(month, line) == Money::ZERO));
            }
        }
    }
}

#[test]
fn the_balances_of_a_month_sum_to_zero() {
    let outcome = both(&model(48, 20, vec![arm(Programme::default()), arm(programme())]), 7);
    for Record { ledger, .. } in &outcome.arms {
        for month in 0..=ledger.months() {
            let balances = Party::ALL.map(|party| ledger.balance(month, party));
            assert!(balances.iter().any(|balance| *balance != Money::ZERO), "month {month} is empty");
            assert_eq!(balances.into_iter().sum::<Money>(), Money::ZERO, "month {month}");
        }
    }
}

/// What the cohorts of a model leave together without places, each in a model of its own.
fn one_by_one(model: &Model) -> Vec<Record> {
    let alone = |cohort: &Cohort| both(&Model { cohorts: vec![cohort.clone()], ..model.clone() }, 4).arms.remove(0);
    model.cohorts.iter().map(alone).collect()
}

#[test]
fn a_new_cohort_and_another_order_change_nobody() {
    let model = model(48, 20, vec![arm(Programme::default())]);
    let whole = both(&model, 4).arms.remove(0);
    let mut reversed = model.clone();
    reversed.cohorts.reverse();
    same(&whole, &both(&reversed, 4).arms[0], "reversed cohorts");

    let mut sum = Record::new(model.months);
    one_by_one(&model).iter().for_each(|record| sum.add(record));
    same(&whole, &sum, "the whole and its cohorts");

    let mut more = model.clone();
    let newcomer = Cohort::new("added", "others", Family::CashBenefit, 13);
    more.cohorts.insert(0, newcomer.clone());
    let added = both(&Model { cohorts: vec![newcomer], ..model }, 4).arms.remove(0);
    let mut expected = whole;
    expected.add(&added);
    same(&both(&more, 4).arms[0], &expected, "an added cohort");
}

#[test]
fn places_ask_sorted_cohorts_in_an_order_that_the_caller_cannot_change() {
    let model = model(36, 20, vec![arm(Programme::default()), arm(programme())]);
    let mut shuffled = model.clone();
    shuffled.cohorts.rotate_left(2);
    shuffled.cohorts.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(both(&model, 5), both(&shuffled, 5));
}

/// Multiplies every rate to paid work.
fn with_rates_to_work(model: &Model, factor: f64) -> Model {
    let mut model = model.clone();
    for transition in model.transitions.iter_mut().filter(|transition| transition.cause.work().is_some()) {
        if let Some(chance) = transition.chance_per_year.take() {
            transition.rate_per_year = Some((-(-chance.at(&[])).ln_1p()).into());
        }
        let steps = transition.by_duration.iter_mut().flatten().map(|step| &mut step.rate_per_year);
        for rate in transition.rate_per_year.iter_mut().chain(steps) {
            *rate = (rate.at(&[]) * factor).into();
        }
    }
    model
}

/// The first month with a paid hour; the number of months where there is none.
fn first_paid_month(model: &Model, replicate: u64) -> usize {
    let outcome = simulation::simulate(&Instance::of(model, &[]), draw(replicate)).expect("the law answers");
    let paid = |month: &usize| outcome.arms[0].activity.at(*month, Indicator::PaidHours) > 0;
    (0..model.months).find(paid).unwrap_or(model.months)
}

#[test]
fn better_chances_never_delay_the_first_paid_hour() {
    let model = model(60, 1, vec![arm(Programme::default())]);
    let mut sooner = 0;
    for cohort in cohorts(1) {
        let alone = Model { cohorts: vec![Cohort { inflow_per_year: 0, ..cohort }], ..model.clone() };
        let factors = [1.0, 1.2, 2.0, 10.0].map(|factor| with_rates_to_work(&alone, factor));
        for replicate in 0..100 {
            let months = factors.each_ref().map(|model| first_paid_month(model, replicate));
            assert!(months.is_sorted_by(|less, more| less >= more), "replicate {replicate}: {months:?}");
            sooner += usize::from(months[0] > months[3]);
        }
    }
    assert!(sooner > 100, "the rates matter: {sooner}");
}

/// A position of any kind.
fn any_position() -> impl Strategy<Value = Position> {
    let form = prop::sample::select(Form::ALL.to_vec());
    let chances = (0.0..=1.0f64, 0.0..=1.0f64, prop_oneof![Just(0.0), 0.0..4.0f64], 1u32..7);
    let times = (0u32..14, 0u32..14, 0.5..30.0f64, 0.5..2.0f64);
    let stays = (any::<bool>(), 0.0..2.0f64, 0.0..3.0f64, 1.0..20.0f64, 0.0..2.0f64, 0.0..2.0f64);
    let leaving = (0.0..0.5f64, 0.0..0.5f64, prop::sample::select(Form::ALL[..3].to_vec()));
    let families = prop::sample::subsequence(Family::ALL.to_vec(), 1..=4);
    (form, 1u32..6, 1.0..20.0f64, families, chances, times, stays, leaving).prop_map(
        |(form, places, hours, families, chances, times, stays, leaving)| {
            let families = if form == Form::FlexJob { vec![Family::FlexWaitingBenefit] } else { families };
            let (delivery, filling, creaming, shortlist) = chances;
            let (ramp_up_months, again_after_months, scale, shape) = times;
            let (by_place, lock_in, after_effect, half_life, pension_factor, flex_factor) = stays;
            let (ordinary, next, next_form) = if by_place { (0.0, 0.0, leaving.2) } else { leaving };
            let shares = [("support", 1.0 - ordinary - next), ("ordinary_job", ordinary), ("next_form", next)];
            let stay = Stay {
                survival: Survival::weibull(shape, scale),
                cause: if by_place { StayCause::Place } else { StayCause::All },
                lock_in: lock_in.into(),
                leaves_to: Shares(shares.map(|(name, share)| (name.to_owned(), share.into())).into()),
                next_form: Some(next_form),
                after_effect: after_effect.into(),
                after_effect_half_life_months: half_life.into(),
                pension_factor: pension_factor.into(),
                flex_factor: flex_factor.into(),
                ..stay(1.0)
            };
            Position {
                ramp_up_months,
                again_after_months,
                delivery: delivery.into(),
                filling_chance_per_month: filling.into(),
                creaming: creaming.into(),
                shortlist,
                ..position("any", form, places, hours, families, stay)
            }
        },
    )
}

/// A programme of up to three enterprises.
fn any_programme() -> impl Strategy<Value = Programme> {
    let enterprise = (prop::option::of(0u32..30), 0.0..2.0f64, any_position());
    prop::collection::vec(enterprise, 0..=3).prop_map(|enterprises| {
        let named = |(number, (opens, closing, position)): (usize, (Option<u32>, f64, Position))| Enterprise {
            name: format!("enterprise {number}"),
            opens: opens.map(|months| START + months),
            closing_rate_per_year: closing.into(),
            positions: vec![position],
        };
        Programme { enterprises: enterprises.into_iter().enumerate().map(named).collect(), ..programme() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn engines_agree_on_any_model(
        seed in any::<u64>(),
        size in 0u32..9,
        late in 0u32..24,
        variance in prop_oneof![Just(0.0), 0.01..2.0],
        individual in any::<bool>(),
        factor in 0.0..4.0,
        programmes in prop::collection::vec((any_programme(), any::<bool>()), 1..=3),
        kept in prop::sample::subsequence(transitions(), 0..=18),
    ) {
        let laws = [Policy::danish(), reformed()];
        let first = |law: bool| programmes.iter().position(|(_, its)| *its == law).unwrap_or(0);
        let arms = programmes.iter().map(|(programme, law)| Arm {
            programme: programme.clone(),
            policy: laws[usize::from(*law)].clone(),
            world: first(*law),
        });
        let rates = if individual { RateKind::Individual } else { RateKind::Marginal };
        let model = Model {
            start: START + late,
            seed,
            frailty: Frailty { variance: variance.into(), rates },
            transitions: kept.clone(),
            ..model(36, size, arms.collect())
        };
        both(&with_rates_to_work(&model, factor), seed % 5);
    }
}
