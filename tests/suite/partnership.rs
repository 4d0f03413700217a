//! Enterprises, providers, agreement and entry point: does each move what the scenario says, and nothing else?

use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::Family;
use gevinst::domain::enterprise::{Displacement, Enterprise, Position};
use gevinst::domain::flow::{Line, Purpose};
use gevinst::domain::partnership::{Beneficiary, EntryPoint, VillageTask};
use gevinst::domain::party::{Party, Perspective};
use gevinst::domain::programme::Programme;
use gevinst::domain::revenue::Revenue;
use gevinst::domain::transition::Transition;
use gevinst::domain::work::Form;
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{DrawNumber, Model};
use gevinst::engine::outcome::{Outcome, Record};
use gevinst::engine::simulation::simulate;

use crate::busy::*;

fn run(model: &Model, replicate: u64) -> Outcome {
    simulate(&Instance::of(model, &[]), DrawNumber { sample: 1, replicate }).expect("the law answers")
}

fn total(record: &Record, indicator: Indicator) -> i64 {
    (0..record.activity.months()).map(|month| record.activity.at(month, indicator)).sum()
}

fn paid(record: &Record, purpose: Purpose) -> i64 {
    (0..=record.ledger.months()).map(|month| record.ledger.sum(month, Line::of(purpose)).ore()).sum()
}

/// One market enterprise with one position and nothing else.
fn alone(position: Position) -> Programme {
    Programme {
        name: "one".to_owned(),
        enterprises: vec![Enterprise::new("one", vec![position])],
        ..Default::default()
    }
}

fn kitchen() -> Position {
    position("kitchen", Form::WageHours, 4, 8.0, vec![Family::CashBenefit], stay(14.0))
}

/// Two programmes that differ in one thing, with the same luck.
fn pair(one: Programme, other: Programme) -> (Record, Record) {
    let model = Model { enquiries: Vec::new(), ..model(48, 20, vec![arm(one), arm(other)]) };
    let mut arms = run(&model, 3).arms;
    let other = arms.pop().expect("two arms");
    (arms.pop().expect("two arms"), other)
}

#[test]
fn a_provider_differs_from_a_market_enterprise_only_by_what_it_is_paid() {
    let provider = Position { payment_per_month: 14_175.0.into(), payment_surplus: 0.2.into(), ..kitchen() };
    let mut bought = alone(provider);
    bought.enterprises[0].revenue = Some(Revenue { market: 0.1, municipal_services: 0.9, grants: 0.0 });
    let (market, provider) = pair(alone(kitchen()), bought);
    assert_eq!(market.activity, provider.activity, "equal people, places and hours");
    for line in Line::all() {
        let differs = (0..=48).any(|month| market.ledger.sum(month, line) != provider.ledger.sum(month, line));
        let said =
            line.family.is_none() && [Purpose::PlacePayment, Purpose::EnterpriseResources].contains(&line.purpose);
        assert_eq!(differs, said, "{line:?}");
    }
    let months = total(&provider, Indicator::FilledPlaces);
    assert!(months > 50 && paid(&provider, Purpose::PlacePayment) > months * 1_417_500);
    let surplus = paid(&provider, Purpose::PlacePayment) - paid(&provider, Purpose::EnterpriseResources);
    let share = surplus as f64 / paid(&provider, Purpose::PlacePayment) as f64;
    assert!((share - 0.2).abs() < 1e-6, "{share}");
}

#[test]
fn a_fund_pays_its_share_and_uses_up_nothing_less() {
    let mut programme = alone(kitchen());
    programme.costs = costs();
    let mut unfunded = programme.clone();
    unfunded.costs.iter_mut().for_each(|cost| cost.funded_share = 0.0.into());
    let (without, with) = pair(unfunded, programme);
    for purpose in [Purpose::StartUp, Purpose::PlacePayment, Purpose::Mentor] {
        let share = paid(&with, purpose) as f64 / paid(&without, purpose) as f64;
        assert!((share - 0.7).abs() < 1e-5, "{purpose:?}: {share}");
    }
    let whole = paid(&without, Purpose::StartUp) + paid(&without, Purpose::PlacePayment);
    let fund = paid(&with, Purpose::FundPayment) as f64 / whole as f64;
    assert!((fund - 0.3).abs() < 1e-5 && paid(&without, Purpose::FundPayment) == 0, "{fund}");
    for purpose in [Purpose::StaffResources, Purpose::EnterpriseResources] {
        assert_eq!(paid(&with, purpose), paid(&without, purpose), "{purpose:?}");
    }
    assert_eq!(with.activity, without.activity);
}

#[test]
fn village_hours_are_not_counted_again_as_production() {
    let task = |accrues_to| VillageTask {
        name: "grocer".to_owned(),
        enterprise: "one".to_owned(),
        position: "kitchen".to_owned(),
        hours_share: 0.25.into(),
        value_hourly: 100.0.into(),
        accrues_to,
    };
    let with = |accrues_to| Programme {
        agreement: Some(gevinst::domain::partnership::Agreement {
            follow_up: None,
            village_tasks: vec![task(accrues_to)],
        }),
        ..alone(kitchen())
    };
    let (none, village) = pair(alone(kitchen()), with(Beneficiary::Village));
    let left = paid(&village, Purpose::Production) as f64 / paid(&none, Purpose::Production) as f64;
    assert!((left - 0.75).abs() < 1e-5, "{left}");
    let (hours, village_hours) = (total(&village, Indicator::PlaceHours), total(&village, Indicator::VillageHours));
    assert!((village_hours as f64 / hours as f64 - 0.25).abs() < 0.001);
    // 100 kr of 2025 an hour, at 3 % growth: at most 100 x 1.03^4 in the last year.
    let each = paid(&village, Purpose::VillageTask) as f64 / village_hours as f64;
    assert!((103.0..112.6).contains(&each), "{each} kr/h");
    let (_, municipal) = pair(alone(kitchen()), with(Beneficiary::Municipality));
    assert_eq!(paid(&municipal, Purpose::MunicipalVillageTask), paid(&village, Purpose::VillageTask));
    assert_eq!(paid(&municipal, Purpose::VillageTask), 0);
}

#[test]
fn displaced_hours_cost_others_their_production_and_the_public_purse_a_benefit_for_a_while() {
    let displacing = |months| Position { displacement: Some(Displacement { share: 0.5.into(), months }), ..kitchen() };
    let (none, some) = pair(alone(kitchen()), alone(displacing(6)));
    assert_eq!(none.activity, some.activity, "nobody of the population lives otherwise");
    let (_, longer) = pair(alone(kitchen()), alone(displacing(1000)));
    let wage_cost = paid(&longer, Purpose::Wage) + paid(&longer, Purpose::PensionContribution);
    let lost = paid(&longer, Purpose::DisplacedProduction);
    assert!((lost as f64 / wage_cost as f64 - 0.5).abs() < 1e-5, "half of the hours at the same pay");
    assert!(paid(&some, Purpose::DisplacedProduction) * 10 < lost * 9, "after six months they have other work");
    let benefit = paid(&some, Purpose::DisplacedBenefit);
    let share = paid(&some, Purpose::DisplacedCoFinancing) as f64 / benefit as f64;
    // Weeks 1-4 cost the municipality 20 %, weeks 5-26 60 %: over six whole months 0.538 on average.
    assert!((0.23..0.54).contains(&share), "{share}");
    for record in [&none, &some, &longer] {
        for month in 0..=48 {
            let sum: i64 = Party::ALL.into_iter().map(|party| record.ledger.balance(month, party).ore()).sum();
            assert_eq!(sum, 0);
        }
    }
}

#[test]
fn an_internship_displaces_no_paid_hours_and_does_no_village_task() {
    let trial = |displacement| Position {
        displacement,
        ..position("kitchen", Form::Internship, 4, 12.0, vec![Family::CashBenefit], stay(6.0))
    };
    let mut displacing = alone(trial(Some(Displacement { share: 0.5.into(), months: 1000 })));
    displacing.agreement = Some(gevinst::domain::partnership::Agreement {
        follow_up: None,
        village_tasks: vec![VillageTask {
            name: "grocer".to_owned(),
            enterprise: "one".to_owned(),
            position: "kitchen".to_owned(),
            hours_share: 0.25.into(),
            value_hourly: 100.0.into(),
            accrues_to: Beneficiary::Village,
        }],
    });
    let (none, some) = pair(alone(trial(None)), displacing);
    assert!(total(&some, Indicator::FilledPlaces) > 20);
    assert_eq!(total(&some, Indicator::VillageHours), 0);
    assert_eq!(none, some, "nobody is paid, so nobody loses pay, draws a benefit or produces less");
}

fn with_entry_point() -> Programme {
    let entry_point = EntryPoint { hours_per_week: 12.0.into(), hours_per_enquiry: 20.0.into(), hourly: 390.0.into() };
    Programme { name: "entry".to_owned(), entry_point: Some(entry_point), ..Default::default() }
}

#[test]
fn enquiries_are_the_same_in_all_arms_and_what_is_kept_is_a_thinned_poisson() {
    let model = model(36, 1, vec![arm(Programme::default()), arm(with_entry_point())]);
    let draws = 400;
    let mut counts = [[0i64; 2]; 2];
    for replicate in 0..draws {
        let outcome = run(&model, replicate);
        let [without, with] = &outcome.arms[..] else { unreachable!("two arms") };
        for month in 0..36 {
            let received = |record: &Record| record.activity.at(month, Indicator::Enquiries);
            assert_eq!(received(without), received(with));
            assert!((3..30).contains(&month) || received(with) == 0, "none before the first month or after the last");
            let lost = |record: &Record| record.activity.at(month, Indicator::LostEnquiries);
            assert!(lost(with) <= lost(without), "what is kept without an entry point is kept with one");
        }
        for (arm, record) in outcome.arms.iter().enumerate() {
            counts[arm][0] += total(record, Indicator::Enquiries);
            counts[arm][1] += total(record, Indicator::LostEnquiries);
        }
    }
    // Three enquiries a year for 27 months; 30 % kept without, 80 % with an entry point. Poisson: variance = mean.
    for (arm, kept) in [(0, 0.3), (1, 0.8)] {
        let expected = 6.75 * kept * draws as f64;
        let found = (counts[arm][0] - counts[arm][1]) as f64;
        assert!((found - expected).abs() < 4.0 * expected.sqrt(), "arm {arm}: {found} of {expected} expected");
    }
}

/// What is kept opens, unless that is after the end: the number of founded enterprises is a thinned Poisson too.
#[test]
fn the_number_of_enterprises_opened_from_enquiries_is_the_thinned_poisson() {
    let mut model = model(36, 1, vec![arm(Programme::default()), arm(with_entry_point())]);
    for enquiries in &mut model.enquiries {
        enquiries.becomes.closing_rate_per_year = 0.0.into();
        enquiries.until = None;
    }
    let draws = 500;
    let mut opened = [0i64; 2];
    for replicate in 0..draws {
        for (arm, record) in run(&model, replicate).arms.iter().enumerate() {
            // Nothing closes, so those that are open in the last month are all that have opened.
            opened[arm] += record.activity.at(35, Indicator::OpenEnterprises);
        }
    }
    // Three enquiries a year in months 3-32, from which an enterprise opens three months later; 30 % kept without, 80 %
    // with an entry point. Poisson: variance = mean; four standard errors are passed by fewer than one of 10,000 seeds.
    for (arm, kept) in [(0, 0.3), (1, 0.8)] {
        let expected = 7.5 * kept * draws as f64;
        let found = opened[arm] as f64;
        assert!((found - expected).abs() < 4.0 * expected.sqrt(), "arm {arm}: {found} of {expected} expected");
    }
}

#[test]
fn the_contact_person_costs_working_time_and_enquiries_cost_more_of_it() {
    let model = model(24, 1, vec![arm(with_entry_point())]);
    let record = run(&model, 5).arms.remove(0);
    let enquiries = total(&record, Indicator::Enquiries);
    let index = |month: i32| 1.03_f64.powi((START + month as u32).year() - 2025);
    let hours = |month: i32| {
        let received = record.activity.at(month as usize, Indicator::Enquiries) as f64;
        12.0 * 13.0 / 3.0 + 20.0 * received
    };
    let expected: f64 = (0..24).map(|month| hours(month) * 390.0 * index(month) * 100.0).sum();
    let found = paid(&record, Purpose::ContactPerson) as f64;
    assert!(enquiries > 0 && (found - expected).abs() < 100.0, "{found} {expected}");
    assert_eq!(paid(&record, Purpose::ContactPerson), paid(&record, Purpose::StaffResources));
}

#[test]
fn what_arises_at_the_places_and_what_the_programme_costs_is_the_whole_difference() {
    use Purpose::{Administration, ContactPerson, FollowUp, FollowUpTime, Mentor, StaffResources};
    let in_common = [Administration, ContactPerson, FollowUp, FollowUpTime, Mentor, StaffResources];
    let mut costly = partnership();
    costly.costs.retain(|cost| in_common.contains(&cost.kind.purpose()));
    let model = model(48, 20, vec![arm(Programme::default()), arm(costly)]);
    let outcome = run(&Model { enquiries: Vec::new(), ..model }, 6);
    let [baseline, programme] = &outcome.arms[..] else { unreachable!("two arms") };
    let difference = programme.ledger.minus(&baseline.ledger);
    let common = difference.only(|line| in_common.contains(&line.purpose));
    let places = &outcome.attributions[1].by_cell;
    for (party, perspective) in [
        (Party::Citizen, Perspective::Citizen),
        (Party::Municipality, Perspective::Municipality),
        (Party::OtherMunicipalities, Perspective::OtherMunicipalities),
        (Party::State, Perspective::State),
        (Party::Enterprise, Perspective::Enterprise),
        (Party::Others, Perspective::Others),
    ] {
        for month in 0..=48 {
            let cells: i64 = (0..places.cells()).map(|cell| places.seen(cell, month, perspective)).sum();
            let whole = difference.balance(month, party).ore();
            assert_eq!(cells + common.balance(month, party).ore(), whole, "{party:?}, month {month}");
        }
    }
    let stays = &outcome.attributions[1].stays;
    assert_eq!(stays.iter().map(|s| s.place_months).sum::<i64>(), total(programme, Indicator::FilledPlaces));
    assert_eq!(stays.iter().map(|s| s.hours).sum::<i64>(), total(programme, Indicator::PlaceHours));
    assert_eq!(stays.iter().map(|s| s.placements).sum::<i64>(), total(programme, Indicator::Placements));
    assert_eq!(stays.iter().map(|s| s.citizens).sum::<i64>(), total(programme, Indicator::FirstPlacements));
}

#[test]
fn own_accord_is_worth_nothing_where_nobody_finds_work_and_counts_in_full_where_all_are_placed_at_once() {
    let idle = |transitions: Vec<Transition>| -> Vec<Transition> {
        transitions.into_iter().filter(|transition| transition.cause.work().is_none()).collect()
    };
    let everybody = Position {
        filling_chance_per_month: 1.0.into(),
        ..position("all", Form::SmallJob, 30, 3.0, vec![Family::CashBenefit], stay(5.0))
    };
    let people = |cohort: &gevinst::domain::population::Cohort| cohort.family == Family::CashBenefit;
    let mut busy = Model { enquiries: Vec::new(), ..model(48, 10, vec![arm(alone(everybody))]) };
    busy.cohorts.retain(people);
    for cohort in &mut busy.cohorts {
        (cohort.inflow_per_year, cohort.wage_hours, cohort.capacity) = (0, 0.0, [20.0, 37.0]);
    }
    let frozen = Model { transitions: idle(busy.transitions.clone()), ..busy.clone() };
    let nothing = run(&frozen, 2);
    assert!(total(&nothing.arms[0], Indicator::FirstPlacements) == 10);
    for month in 0..=48 {
        assert_eq!(nothing.attributions[0].own_accord.seen(0, month, Perspective::Municipality), 0);
    }
    let without = |model: &Model| {
        let idle_arm = Model { arms: vec![arm(Programme::default())], ..model.clone() };
        run(&idle_arm, 2).arms.remove(0).ledger
    };
    let expected = without(&busy).minus(&without(&frozen));
    let found = run(&busy, 2).attributions.remove(0).own_accord;
    for month in 0..=48 {
        let seen = found.seen(0, month, Perspective::Municipality);
        assert_eq!(seen, expected.balance(month, Party::Municipality).ore(), "month {month}");
    }
    assert!((0..48).map(|month| found.seen(0, month, Perspective::Municipality)).sum::<i64>() > 0);
}
