//! Budget guarantee and equalisation of needs: by hand arithmetic, through differences alone, and off means nothing.

use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::Family;
use gevinst::domain::flow::{Flow, Line, Purpose};
use gevinst::domain::money::Money;
use gevinst::domain::municipality::{BudgetGuarantee, NeedEqualisation, Reach};
use gevinst::domain::party::{Party, Perspective};
use gevinst::domain::population::Cohort;
use gevinst::domain::programme::Programme;
use gevinst::domain::work::Form;
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{DrawNumber, Model};
use gevinst::engine::outcome::Record;
use gevinst::engine::settlement::{NEED_LAG_MONTHS, settle};
use gevinst::engine::{plain, simulation};
use proptest::prelude::*;

use crate::busy::*;

const POSTED: [Purpose; 3] = [Purpose::BudgetGuarantee, Purpose::BudgetGuaranteeOfOthers, Purpose::NeedEqualisation];

fn guarantee(share: f64, reach: Reach) -> Option<BudgetGuarantee> {
    Some(BudgetGuarantee { population_share: share.into(), reach })
}

fn need(on: bool) -> NeedEqualisation {
    NeedEqualisation { on, kr_per_person_year: 42_500.0.into(), ..NeedEqualisation::default() }
}

/// The busy model over four years with some settings of its municipality.
fn settled(budget_guarantee: Option<BudgetGuarantee>, need_equalisation: NeedEqualisation) -> Model {
    let mut model = model(48, 20, vec![arm(Programme::default()), arm(partnership())]);
    model.municipality.budget_guarantee = budget_guarantee;
    model.municipality.need_equalisation = need_equalisation;
    model
}

/// The records of both arms; both engines give the same.
fn run(model: &Model) -> Vec<Record> {
    let instance = Instance::of(model, &[]);
    let draw = DrawNumber { sample: 2, replicate: 1 };
    let arms = simulation::simulate(&instance, draw).expect("the law answers").arms;
    assert_eq!(arms, plain::simulate(&instance, draw).expect("the law answers"));
    arms
}

fn sum(record: &Record, month: usize, purpose: Purpose) -> i64 {
    record.ledger.sum(month, Line::of(purpose)).ore()
}

/// A month with so much gross cash benefit [kr], of which the state refunds a fifth, and so many without employment.
fn month_with(record: &mut Record, benefit: f64, people: i64) {
    let flow = |purpose, kr| Flow {
        line: Line::for_family(purpose, Family::CashBenefit),
        amount: Money::from_kr(kr),
        due_in: 0,
    };
    record.ledger.post(0, &flow(Purpose::Benefit, benefit));
    record.ledger.post(0, &flow(Purpose::Refund, benefit / 5.0));
    record.activity.count(0, Indicator::WithoutEmployment, people);
}

/// Two arms by hand: 1,000 and 900 kr of benefit, ten and eight people, prices of the first month.
fn by_hand(model: &Model) -> Vec<Record> {
    let mut arms = vec![Record::new(48), Record::new(48)];
    month_with(&mut arms[0], 1_000.0, 10);
    month_with(&mut arms[1], 900.0, 8);
    settle(&Instance::of(model, &[]), &mut arms);
    arms
}

#[test]
fn guarantee_by_hand() {
    // Net spending falls from 1,000 - 200 = 800 to 900 - 180 = 720: by 80 kr. At a share of 0.64 %: 0.512 kr.
    for (reach, own, others) in [(Reach::Alone, -51, -7_949), (Reach::All, -8_000, 0)] {
        let arms = by_hand(&settled(guarantee(0.0064, reach), need(false)));
        let posted = |arm: usize| POSTED.map(|purpose| sum(&arms[arm], 0, purpose));
        assert_eq!(posted(0), [0, 0, 0], "the first arm is what a change is measured from");
        assert_eq!(posted(1), [own, others, 0], "{reach:?}");
        let moved = |party| arms[1].ledger.balance(0, party) - arms[0].ledger.balance(0, party);
        assert_eq!(moved(Party::Municipality), Money::from_ore(8_000 + own), "{reach:?}: what it keeps of 80 kr");
        assert_eq!(moved(Party::State), Money::from_kr(20.0) - Money::from_ore(own + others), "{reach:?}");
    }
}

#[test]
fn needs_by_hand() {
    let mut model = settled(None, need(true));
    model.price_year = 2026;
    let arms = by_hand(&model);
    // 0.93 x 42,500 / 12 = 3,293.75 kr a person and month, three years later.
    let posted = |arm: usize, month| sum(&arms[arm], month, Purpose::NeedEqualisation);
    assert_eq!((posted(0, 36), posted(1, 36)), (3_293_750, 2_635_000));
    let elsewhere = (0..=48).filter(|month| *month != usize::from(NEED_LAG_MONTHS));
    assert!(elsewhere.into_iter().all(|month| posted(0, month) == 0 && posted(1, month) == 0));
    assert_eq!(arms[0].ledger.balance(36, Party::OtherMunicipalities), Money::from_ore(-3_293_750));
}

#[test]
fn the_guarantee_follows_the_guaranteed_lines_of_a_draw() {
    use Family as F;
    let arms = run(&settled(guarantee(0.0099, Reach::Alone), need(false)));
    let families =
        [F::CashBenefit, F::FlexWaitingBenefit, F::EducationBenefit, F::ShoBenefit, F::RehabilitationBenefit];
    let spending = |record: &Record, month| -> i64 {
        let line = |purpose, family| record.ledger.sum(month, Line::for_family(purpose, family)).ore();
        let paid = families.map(|family| line(Purpose::Benefit, family) - line(Purpose::Refund, family));
        paid.iter().sum::<i64>() + line(Purpose::CoFinancing, F::DisabilityPension)
    };
    let mut moved = 0;
    for month in 0..48 {
        let change = spending(&arms[1], month) - spending(&arms[0], month);
        let own = (change as f64 * 0.0099).round() as i64;
        let posted = POSTED.map(|purpose| sum(&arms[1], month, purpose));
        assert_eq!(posted, [own, change - own, 0], "month {month}");
        moved += change.abs();
    }
    assert!(moved > 0, "the programme changes guaranteed transfers");
}

#[test]
fn off_is_nothing_and_on_moves_nothing_else() {
    let off = run(&settled(None, NeedEqualisation::default()));
    let on = run(&settled(guarantee(0.0064, Reach::All), need(true)));
    for (off, on) in off.iter().zip(&on) {
        assert_eq!(off.activity, on.activity);
        for month in 0..=48 {
            assert_eq!(POSTED.map(|purpose| sum(off, month, purpose)), [0, 0, 0], "month {month}");
            for line in Line::all().filter(|line| !POSTED.contains(&line.purpose)) {
                assert_eq!(off.ledger.sum(month, line), on.ledger.sum(month, line), "month {month}, {line:?}");
            }
            let society = |record: &Record| -> Money {
                let within = Party::ALL.into_iter().filter(|party| Perspective::Society.includes(*party));
                within.map(|party| record.ledger.balance(month, party)).sum()
            };
            assert_eq!(society(off), society(on), "month {month}");
        }
    }
    let posted = |purpose| (0..=48).map(|month| sum(&on[1], month, purpose).abs()).sum::<i64>();
    assert!(posted(Purpose::BudgetGuarantee) > 0 && posted(Purpose::NeedEqualisation) > 0);
    assert_eq!(posted(Purpose::BudgetGuaranteeOfOthers), 0, "when all save, each gives back its own");
}

#[test]
fn a_thousand_people_without_places_in_both_arms_change_no_difference() {
    let small = {
        let mut model = settled(guarantee(0.0099, Reach::Alone), need(true));
        let cohorts: Vec<String> = model.cohorts.iter().map(|cohort| cohort.name.clone()).collect();
        for arm in &mut model.arms {
            for position in arm.programme.enterprises.iter_mut().flat_map(|enterprise| &mut enterprise.positions) {
                position.target_groups.clear();
                position.cohorts = cohorts.clone();
            }
        }
        Model { enquiries: Vec::new(), ..model }
    };
    let mut large = small.clone();
    large
        .cohorts
        .push(Cohort { age: [25.0, 58.0], ..Cohort::new("zz, many more", "others", Family::CashBenefit, 1_000) });
    let difference = |model: &Model| {
        let instance = Instance::of(model, &[]);
        let draw = DrawNumber { sample: 2, replicate: 1 };
        let arms = simulation::simulate(&instance, draw).expect("the law answers").arms;
        let people = arms[0].activity.at(0, Indicator::WithoutEmployment);
        (people, arms[1].ledger.minus(&arms[0].ledger))
    };
    let ((few, one), (many, other)) = (difference(&small), difference(&large));
    assert!(many >= few + 900, "{few} and {many} without employment");
    for month in 0..=48 {
        for line in Line::all() {
            assert_eq!(one.sum(month, line), other.sum(month, line), "month {month}, {line:?}");
        }
    }
    assert!((0..=48).any(|month| one.sum(month, Line::of(Purpose::NeedEqualisation)) != Money::ZERO));
}

/// People without employment in all months of the programme's arm.
fn without_employment(employed: &[Form]) -> i64 {
    let record = &run(&settled(None, NeedEqualisation { employed: employed.to_vec(), ..need(false) }))[1];
    (0..48).map(|month| record.activity.at(month, Indicator::WithoutEmployment)).sum()
}

#[test]
fn every_form_of_work_has_its_own_switch() {
    let nobody = without_employment(&[]);
    let each = Form::ALL.map(|form| nobody - without_employment(&[form]));
    assert!(each.iter().all(|counted| *counted > 0), "each form counts somebody: {each:?}");
    assert_eq!(nobody - without_employment(&Form::ALL), each.iter().sum::<i64>(), "nobody has two jobs");
}

#[test]
fn only_people_aged_20_to_59_count() {
    let mut model = settled(None, NeedEqualisation { employed: Vec::new(), ..need(false) });
    let aged = |from, to| Cohort { age: [from, to], ..Cohort::new("all", "all", Family::CashBenefit, 40) };
    let mut counted = |from, to| {
        model.cohorts = vec![aged(from, to)];
        run(&model)[0].activity.at(0, Indicator::WithoutEmployment)
    };
    assert_eq!((counted(25.0, 59.0), counted(61.0, 65.0)), (40, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is spent, nobody outside the public sector is touched, and nothing is rounded away.
    #[test]
    fn settlement_moves_money_within_the_public_sector(
        amounts in prop::collection::vec((0.0..1e6f64, 0i64..2_000), 2),
        share in 0.0..1.0f64,
        all in any::<bool>(),
    ) {
        let reach = if all { Reach::All } else { Reach::Alone };
        let model = settled(guarantee(share, reach), need(true));
        let mut arms = vec![Record::new(48), Record::new(48)];
        for (record, (benefit, people)) in arms.iter_mut().zip(&amounts) {
            month_with(record, *benefit, *people);
        }
        let before = arms.clone();
        settle(&Instance::of(&model, &[]), &mut arms);
        for (record, before) in arms.iter().zip(&before) {
            for month in [0, 36] {
                let moved = Party::ALL.map(|party| record.ledger.balance(month, party) - before.ledger.balance(month, party));
                prop_assert_eq!(moved.into_iter().sum::<Money>(), Money::ZERO);
                for party in [Party::Citizen, Party::Enterprise, Party::Others, Party::Region, Party::Resources] {
                    prop_assert_eq!(moved[party as usize], Money::ZERO);
                }
            }
        }
    }
}
