//! Do the two engines agree to the øre, and do draws keep what the model promises of them?

use gevinst::domain::activity::Indicator;
use gevinst::domain::assumption::Shares;
use gevinst::domain::benefit::{FallsTo, Family};
use gevinst::domain::calendar::Month;
use gevinst::domain::enterprise::{Enterprise, Position, Stay, StayCause};
use gevinst::domain::flow::{Line, Purpose};
use gevinst::domain::money::Money;
use gevinst::domain::party::Party;
use gevinst::domain::population::{Cohort, Frailty, RateKind};
use gevinst::domain::programme::Programme;
use gevinst::domain::reform::Reform;
use gevinst::domain::survival::Survival;
use gevinst::domain::transition::{Cause, Origin, Transition};
use gevinst::domain::work::Form;
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{Arm, DrawNumber, Model};
use gevinst::engine::outcome::{Outcome, Record};
use gevinst::engine::simulation::Extent;
use gevinst::engine::{plain, simulation};
use gevinst::rules::policy::Policy;
use proptest::prelude::*;

use crate::busy::*;

fn draw(replicate: u64) -> DrawNumber {
    DrawNumber { sample: 3, replicate }
}

/// The outcome of the real engine, after the plain one has been asked for the same, and the lazy one for the differences.
fn both(model: &Model, replicate: u64) -> Outcome {
    let instance = Instance::of(model, &[]);
    let real = simulation::simulate(&instance, draw(replicate)).expect("the law answers");
    let plain = plain::simulate(&instance, draw(replicate)).expect("the law answers");
    for (arm, (real, plain)) in real.arms.iter().zip(&plain).enumerate() {
        same(real, plain, &format!("arm {arm}, replicate {replicate}"));
    }
    assert_eq!(real.arms, plain);
    let lazy = simulation::simulate_to(Extent::Lazy, &instance, draw(replicate)).expect("the law answers");
    let difference = |outcome: &Outcome, arm: usize| {
        let [first, other] = [&outcome.arms[0], &outcome.arms[arm]];
        (other.ledger.minus(&first.ledger), other.activity.minus(&first.activity))
    };
    for arm in 1..real.arms.len() {
        assert_eq!(difference(&real, arm), difference(&lazy, arm), "lazy, arm {arm}, replicate {replicate}");
    }
    assert_eq!(real.attributions, lazy.attributions, "lazy, replicate {replicate}");
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
    let model = model(60, 20, vec![arm(Programme::default()), arm(programme()), arm(partnership())]);
    let mut placed = 0;
    for replicate in 0..6 {
        let outcome = both(&model, replicate);
        placed += total(&outcome.arms[1], Indicator::Placements);
        assert_ne!(outcome.arms[0], outcome.arms[1], "the programme does something");
    }
    assert!(placed > 60, "places are filled: {placed}");
}

#[test]
fn engines_agree_on_the_temporary_benefits_and_when_they_run_out() {
    let law = Policy::danish();
    let mut seen: Vec<(Family, i64)> = Family::ALL
        .into_iter()
        .filter(|family| law.in_force(*family, START).is_ok())
        .map(|family| (family, 0))
        .collect();
    assert_eq!(seen.len(), Family::COUNT - 2, "education and SHO benefit are repealed");
    for replicate in 0..5 {
        let arms = vec![arm(Programme::default()), arm(programme())];
        let outcome = both(&with_temporary(model(48, 12, arms), 14), replicate);
        assert_ne!(outcome.arms[0], outcome.arms[1], "the programme does something");
        for (family, months) in &mut seen {
            *months += total(&outcome.arms[0], Indicator::on(*family));
        }
    }
    assert!(seen.iter().all(|(_, months)| *months > 200), "{seen:?}");
}

/// People on one benefit and nothing that happens to them: shape `[month]`, on the first and on the second family.
fn running_out(cohort: Cohort, transitions: Vec<Transition>, next: Indicator) -> Vec<[i64; 2]> {
    let first = Indicator::on(cohort.family);
    let mut model = Model { transitions, ..model(12, 1, vec![arm(Programme::default())]) };
    model.cohorts = vec![cohort];
    let record = both(&model, 0).arms.remove(0);
    (0..12).map(|month| [record.activity.at(month, first), record.activity.at(month, next)]).collect()
}

#[test]
fn a_benefit_ends_with_its_last_month() {
    let cohort = |falls_to| Cohort {
        benefit_months_left: Some([3.0, 3.0]),
        falls_to,
        ..Cohort::new("people", "temporary", Family::UnemploymentBenefit, 40)
    };
    for (falls_to, next) in [
        (FallsTo::CashBenefit, Indicator::OnCashBenefit),
        (FallsTo::JobClarificationBenefit, Indicator::OnJobClarificationBenefit),
        (FallsTo::Nothing, Indicator::FullySelfSupporting),
    ] {
        for (month, counted) in running_out(cohort(falls_to), Vec::new(), next).into_iter().enumerate() {
            assert_eq!(counted, if month < 3 { [40, 0] } else { [0, 40] }, "{falls_to:?}, month {month}");
        }
    }
    // Months without the benefit are not counted, and who comes back to none left falls at once.
    let lives = vec![Transition::new(Origin::UnemploymentBenefit, Cause::OrdinaryJob, 30.0)];
    let seen = running_out(cohort(FallsTo::CashBenefit), lives, Indicator::OnCashBenefit);
    let months: i64 = seen.iter().map(|[first, _]| first).sum();
    assert!((40..=120).contains(&months), "three months a person at most: {seen:?}");
    assert!(seen[4][0] > 0, "months left are kept through a job: {seen:?}");
    assert!(seen[11][1] > 0, "{seen:?}");
}

/// Supplementary benefit ends after 30 weeks, the months after that are without support.
#[test]
fn supplementary_benefit_ends_after_thirty_weeks() {
    let cohort = Cohort {
        benefit_months_left: Some([24.0, 24.0]),
        wage_hours: 1.0,
        ..Cohort::new("people", "temporary", Family::UnemploymentBenefit, 30)
    };
    let mut model = model(12, 1, vec![arm(Programme::default())]);
    model.cohorts = vec![cohort];
    model.transitions.clear();
    for work in &mut model.outside_work {
        work.survival = Survival::exponential(1e9);
        work.hours_to = 20.0.into();
    }
    let record = both(&model, 0).arms.remove(0);
    let at = |month, indicator| record.activity.at(month, indicator);
    // 7 months touch 30 weeks; three months without support make them self-supporting.
    for month in 0..12 {
        assert_eq!(at(month, Indicator::PartlySelfSupporting), if month < 7 { 30 } else { 0 }, "month {month}");
        assert_eq!(at(month, Indicator::OnUnemploymentBenefit), if month < 10 { 30 } else { 0 }, "month {month}");
    }
}

/// Causes with high rates lead where they say, in both engines, as often as their rates say.
#[test]
fn each_cause_of_the_third_block_leads_to_its_family() {
    use Cause as C;
    for (from, family, cause, to) in [
        (Origin::UnemploymentBenefit, Family::UnemploymentBenefit, C::SicknessBenefit, Indicator::OnSicknessBenefit),
        (Origin::SicknessBenefit, Family::SicknessBenefit, C::JobClarification, Indicator::OnJobClarificationBenefit),
        (Origin::CashBenefit, Family::CashBenefit, C::ResourceProgramme, Indicator::OnResourceBenefit),
        (Origin::ResourceBenefit, Family::ResourceBenefit, C::CashBenefit, Indicator::OnCashBenefit),
    ] {
        let people = 4_000;
        let cohort = Cohort { age: [30.0, 50.0], ..Cohort::new("people", "all", family, people) };
        let rate = 0.9;
        let counted = running_out(cohort, vec![Transition::new(from, cause, rate)], to);
        for (month, [left, arrived]) in counted.into_iter().enumerate() {
            assert_eq!(left + arrived, i64::from(people), "{cause:?}");
            let share = 1.0 - (-rate * month as f64 / 12.0).exp();
            let error = (share * (1.0 - share) * f64::from(people)).sqrt();
            // 48 comparisons: beyond 4.3 standard errors fewer than one of 1,000 seeds.
            let distance = (arrived as f64 - share * f64::from(people)).abs();
            assert!(distance <= 4.3 * error, "{cause:?}, month {month}: {arrived}, {share}");
        }
    }
}

/// Enterprises and positions that close in a month of their own, a stated next form, and pay that is spread.
#[test]
fn engines_agree_on_planned_closing_and_on_stated_and_spread_work_outside() {
    let mut closing = programme();
    closing.enterprises[0].closes = Some(START + 20);
    closing.enterprises[1].positions[1].closes = Some(START + 14);
    for position in closing.enterprises.iter_mut().flat_map(|enterprise| &mut enterprise.positions) {
        position.stay.next_hours = Some(11.0.into());
        position.stay.next_pay = Some(pay(151.0));
    }
    let mut model = model(36, 20, vec![arm(programme()), arm(closing)]);
    model.outside_work[2].pay_to = Some(220.0.into());
    model.outside_work[0].pay_to = Some(190.0.into());
    let outcome = both(&model, 2);
    let [open, closed] = &outcome.arms[..] else { unreachable!("two arms") };
    assert_ne!(open, closed);
    let filled = |record: &Record, month| record.activity.at(month, Indicator::FilledPlaces);
    assert!(filled(closed, 19) > filled(closed, 20), "the stays end with the enterprise");
    assert!(closed.activity.at(20, Indicator::OpenEnterprises) < closed.activity.at(19, Indicator::OpenEnterprises));
}

#[test]
fn engines_agree_under_two_laws() {
    let other = Programme { name: "smaller".to_owned(), enterprises: enterprises(), ..Programme::default() };
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
        position.places = 9.0.into();
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

/// One place of a form that nobody leaves by themselves, for people on a family who can come back at once.
fn one_place(form: Form, family: Family, public: bool, policy: Policy) -> Record {
    let place = Position {
        ramp_up_months: 0,
        filling_chance_per_month: 1.0.into(),
        delivery: 1.0.into(),
        again_after_months: 0,
        ..position("place", form, 1, 5.0, vec![family], Stay::new(Survival::exponential(1e9)))
    };
    let enterprise = Enterprise { public, ..Enterprise::new("one", vec![place]) };
    let programme = Programme { enterprises: vec![enterprise], ..Programme::default() };
    let arms = vec![Arm { programme, policy, world: 0 }];
    let cohorts = cohorts(6).into_iter().filter(|cohort| cohort.family == family);
    let cohorts = cohorts.map(|cohort| Cohort { wage_hours: 0.0, age: [30.0, 40.0], ..cohort }).collect();
    let model = Model { cohorts, transitions: Vec::new(), enquiries: Vec::new(), ..model(24, 6, arms) };
    both(&model, 0).arms.remove(0)
}

/// The months in which a placement begins.
fn placements(record: &Record) -> Vec<usize> {
    let begins = |month: &usize| record.activity.at(*month, Indicator::Placements) > 0;
    (0..record.activity.months()).filter(begins).collect()
}

#[test]
fn a_subsidised_job_ends_exactly_at_the_legal_month() {
    let reformed = |parameter: &str, from: Month, months: f64| {
        let because = "to see the limit bite".to_owned();
        let reform = Reform { parameter: parameter.to_owned(), from, value: months, because };
        Policy::danish().with_reforms(&[reform]).expect("the parameter exists")
    };
    let begins = |public, policy| {
        let record = one_place(Form::SubsidisedJob, Family::CashBenefit, public, policy);
        assert_eq!(total(&record, Indicator::FilledPlaces), 24, "a place that is left is filled the month after");
        placements(&record)
    };
    for public in [false, true] {
        assert_eq!(begins(public, Policy::danish()), [0, 6, 12, 18], "public: {public}");
    }
    let own = |name: &str| reformed(&format!("wage_subsidy.{name}"), START, 4.0);
    assert_eq!(begins(true, own("months_public_cash_benefit")), [0, 4, 8, 12, 16, 20]);
    assert_eq!(begins(false, own("months_public_cash_benefit")), [0, 6, 12, 18]);
    // The limit is that of the month: from the tenth on it is three, so the stay of months 6-9 ends with the first of them.
    assert_eq!(begins(false, reformed("wage_subsidy.months_private", START + 9, 3.0)), [0, 6, 10, 13, 16, 19, 22]);
    for (form, family) in [
        (Form::WageHours, Family::CashBenefit),
        (Form::PensionSubsidisedJob, Family::DisabilityPension),
        (Form::Internship, Family::CashBenefit),
    ] {
        assert_eq!(placements(&one_place(form, family, true, Policy::danish())), [0], "{form:?} has no limit");
    }
}

#[test]
fn support_of_the_wage_is_no_self_support_and_an_internship_no_paid_work() {
    let sum = |record: &Record, purpose, family| {
        let line = Line { purpose, family };
        (0..record.ledger.months()).map(|month| record.ledger.sum(month, line).ore()).sum::<i64>()
    };
    let cash = Some(Family::CashBenefit);
    let subsidised = one_place(Form::SubsidisedJob, Family::CashBenefit, false, Policy::danish());
    assert_eq!(total(&subsidised, Indicator::FullySelfSupporting), 0, "the status stays, no clock starts anew");
    assert_eq!(total(&subsidised, Indicator::OnCashBenefit), total(&subsidised, Indicator::People));
    assert_eq!(total(&subsidised, Indicator::CashBenefitWithHours), 0, "its hours are not ordinary");
    assert_eq!(total(&subsidised, Indicator::PartlySelfSupporting), 24);
    let (subsidy, refund) =
        (sum(&subsidised, Purpose::WageSubsidy, cash), sum(&subsidised, Purpose::WageSubsidyRefund, cash));
    assert!(subsidy > 0 && refund > 0 && refund < subsidy);

    let internship = one_place(Form::Internship, Family::CashBenefit, false, Policy::danish());
    let nobody = {
        let arms = vec![arm(Programme::default())];
        let cohorts = cohorts(6).into_iter().take(1);
        let cohorts = cohorts.map(|cohort| Cohort { wage_hours: 0.0, age: [30.0, 40.0], ..cohort }).collect();
        both(&Model { cohorts, transitions: Vec::new(), enquiries: Vec::new(), ..model(24, 6, arms) }, 0).arms.remove(0)
    };
    assert_eq!(total(&internship, Indicator::FilledPlaces), 24);
    for indicator in [Indicator::InWork, Indicator::PaidHours, Indicator::PlaceHours, Indicator::PartlySelfSupporting] {
        assert_eq!(total(&internship, indicator), 0, "{indicator:?}");
    }
    let moved = [Purpose::Supervision, Purpose::OwnTime].map(Line::of);
    for line in Line::all().filter(|line| !moved.contains(line)) {
        for month in 0..24 {
            assert_eq!(internship.ledger.sum(month, line), nobody.ledger.sum(month, line), "{line:?}");
        }
    }
    assert!(sum(&internship, Purpose::Supervision, None) > 0, "supervision and materials still cost");
    assert!(sum(&internship, Purpose::OwnTime, None) > 0, "unpaid hours take time too");
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
    // Without places: who gets one depends on who else is there.
    let model = Model { enquiries: Vec::new(), ..model(48, 20, vec![arm(Programme::default())]) };
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
    let families = prop::sample::subsequence(Family::ALL.to_vec(), 1..=Family::COUNT);
    (form, 1u32..6, 1.0..20.0f64, families, chances, times, stays, leaving).prop_map(
        |(form, places, hours, families, chances, times, stays, leaving)| {
            let families = match form {
                Form::FlexJob => vec![Family::FlexWaitingBenefit],
                Form::SubsidisedJob => vec![Family::CashBenefit],
                Form::PensionSubsidisedJob => vec![Family::DisabilityPension],
                _ => families,
            };
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
    let enterprise = (prop::option::of(0u32..30), 0.0..2.0f64, any_position(), any::<bool>());
    prop::collection::vec(enterprise, 0..=3).prop_map(|enterprises| {
        let named =
            |(number, (opens, closing, position, public)): (usize, (Option<u32>, f64, Position, bool))| Enterprise {
                public,
                opens: opens.map(|months| START + months),
                closing_rate_per_year: closing.into(),
                ..Enterprise::new(&format!("enterprise {number}"), vec![position])
            };
        Programme { enterprises: enterprises.into_iter().enumerate().map(named).collect(), ..partnership() }
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
        kept in prop::sample::subsequence(
            [transitions(), temporary_transitions()].concat(),
            0..=transitions().len() + temporary_transitions().len(),
        ),
        temporary in any::<bool>(),
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
            ..model(36, size, arms.collect())
        };
        let model = if temporary { with_temporary(model, size) } else { model };
        let model = Model { transitions: kept.clone(), ..model };
        both(&with_rates_to_work(&model, factor), seed % 5);
    }
}
