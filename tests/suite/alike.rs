//! Does a month's answer hold for as many months as the law says that it does?

use gevinst::domain::benefit::{BenefitFacts, Family, Insurance};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::rules::assessment::{AGES, assess};
use gevinst::rules::entitlement::entitle;
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::{MonthRules, Policy};
use gevinst::rules::readings::Readings;

const GROWTH: Growth = Growth { wage: 0.03 };
const TERMS: MunicipalTerms =
    MunicipalTerms { tax_rate: 0.25, tax_base: TaxBase::Guaranteed, tax_lag_months: 36, equalisation: 0.75 };

/// A job of some hours a week in a form that the family allows.
fn work(family: Option<Family>, hours: f64) -> Work {
    Work {
        form: if family == Some(Family::FlexSubsidy) { Form::FlexJob } else { Form::WageHours },
        employer: Employer::Enterprise,
        public_employer: false,
        special_subsidy: false,
        hours_per_week: hours,
        wage: MonthWage::of(hours, PayRates { hourly: 190.0, ..PayRates::default() }),
        productivity: 0.7,
    }
}

/// Facts of every family in many households, with and without work, of people who turn `age` in the month.
fn facts(month: Month, age: i32) -> Vec<MonthFacts> {
    let mut all = Vec::new();
    for family in Family::ALL.map(Some).into_iter().chain([None]).filter(|family| *family != Some(Family::Declared)) {
        for household in 0..128_u32 {
            let has = |bit: u32| household >> bit & 1 == 1;
            let benefit = BenefitFacts {
                provider: has(0),
                single: has(1),
                at_parents: has(2),
                residence_test: has(3),
                work_test: has(4),
                activity_ready: has(5),
                adaptation: has(0),
                leisure_children: u8::from(has(4)),
                flex_approved: Some(month.plus(-30)),
                pension_awarded: Some(month.plus(-30)),
                insurance: Insurance::ALL[usize::from(has(1))],
                free_card: has(6),
                ..BenefitFacts::default()
            };
            for hours in [0.0, 6.0, 21.0] {
                all.push(MonthFacts {
                    month,
                    birth: month.plus(-12 * age),
                    status: family.map_or(Status::SelfSupporting, Status::On),
                    benefit,
                    work: (hours > 0.0).then(|| work(family, hours)),
                    clock: Weeks::from_thirds(household * 7),
                    year_to_date: YearToDate::default(),
                });
            }
        }
    }
    all
}

fn rules(month: Month) -> MonthRules {
    Policy::danish().with_readings(Readings::default()).at(month, GROWTH)
}

#[test]
fn only_birthdays_that_the_law_names_change_its_answer() {
    for month in [Month::january(2025).plus(4), Month::january(2026).plus(4)] {
        let rules = rules(month);
        let mut changes = 0;
        for age in 18..68 {
            for turns in facts(month, age) {
                let before = MonthFacts { birth: turns.birth + 1, ..turns };
                let alike = assess(&rules, &TERMS, &turns) == assess(&rules, &TERMS, &before);
                assert!(alike || AGES.contains(&age), "{age}: {turns:?}");
                changes += i32::from(!alike);
            }
        }
        assert!(changes > 0);
    }
}

#[test]
fn months_that_are_alike_have_the_same_flows() {
    let first = Month::january(2026);
    let all: Vec<MonthRules> = Policy::danish().months(first, 12, GROWTH);
    let (mut lasting, mut ending) = (0, 0);
    for start in facts(first, 40) {
        let Ok(answer) = assess(&all[0], &TERMS, &start) else { continue };
        let alike = entitle(&all[0], &start).expect("the law has answered").months_alike(&all[0], &start);
        assert!(alike >= 1);
        let (mut facts, mut last) = (start, answer.clone());
        for (later, rules) in all.iter().enumerate().skip(1) {
            facts.month = first + later as u32;
            (facts.clock, facts.year_to_date) = (last.clock_after, last.year_to_date);
            facts.benefit.supplementary_months = last.supplementary_months;
            last = assess(rules, &TERMS, &facts).expect("the law answered the first month");
            if later < alike {
                assert_eq!(last.flows, answer.flows, "month {later} of {alike}: {start:?}");
                assert_eq!(last.public_payment, answer.public_payment);
                lasting += 1;
            } else {
                ending += 1;
                break;
            }
        }
    }
    assert!(lasting > 1_000 && ending > 100, "{lasting} {ending}");
}
