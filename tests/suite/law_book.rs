//! The law book: where its values stand, how they are uprated, projected and reformed, and what it refuses.

use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::flow::{Frame, Line, Purpose};
use gevinst::domain::party::Party;
use gevinst::domain::reform::Reform;
use gevinst::domain::source::Verification;
use gevinst::domain::spell::Work;
use gevinst::domain::work::{Employer, Form, MonthWage};
use gevinst::rules::budget_line::budget_line;
use gevinst::rules::parameter::{Growth, LawValue};
use gevinst::rules::policy::Policy;

use super::law::GROWTH;

/// Every value on file as it was published, by name and month.
fn on_file() -> Vec<LawValue> {
    Policy::danish().coverage()
}

fn month(year: i32, month: u32) -> Month {
    Month::new(year, month).expect("a month")
}

/// A number of the law as it ships.
fn number(name: &str, month: Month) -> f64 {
    number_in(&Policy::danish(), name, month)
}

fn number_in(policy: &Policy, name: &str, month: Month) -> f64 {
    let value = policy.value(name, month, GROWTH).unwrap_or_else(|error| panic!("{error}"));
    value.value.unwrap_or_else(|| panic!("{name} is a table"))
}

fn rounded(amount: f64, unit: f64) -> f64 {
    ((amount / unit + 0.5 + 1e-9).floor() * unit * 100.0).round() / 100.0
}

fn reform(parameter: &str, from: Month, value: f64) -> Reform {
    Reform { parameter: parameter.to_owned(), from, value, because: "a question asked".to_owned() }
}

#[test]
fn every_value_says_where_it_stands() {
    let values = on_file();
    assert!(values.len() > 100);
    for value in values {
        let of = format!("{} from {}", value.parameter, value.from);
        assert!(!value.reference.act.is_empty() && !value.meaning.is_empty(), "{of}");
        let url = value.reference.url.as_deref().unwrap_or_else(|| panic!("{of} has no address"));
        assert!(url.starts_with("https://") || url.starts_with("http://"), "{of}: {url}");
        assert!(
            value.reference.verified != Verification::Derived || value.derivation.is_some(),
            "{of}: no computation"
        );
        assert!(value.value.is_some_and(f64::is_finite) || value.rows.is_some(), "{of}: neither number nor table");
        assert_eq!(value.checked_on.len(), 10, "{of}");
        assert!(!value.projected, "{of} is on file, not projected");
    }
}

#[test]
fn percentages_hit_the_published_points() {
    let points = [
        ("unemployment_benefit.maximum", [19_351.0, 19_728.0, 20_359.0, 21_092.0, 22_041.0]),
        ("flex_waiting_benefit.rate", [17_222.0, 17_558.0, 18_120.0, 18_772.0, 19_616.0]),
        ("flex_subsidy.maximum", [18_964.0, 19_333.0, 19_952.0, 20_670.0, 21_600.0]),
        ("flex_subsidy.threshold", [15_401.0, 15_817.0, 16_323.0, 16_911.0, 17_672.0]),
        ("flex_subsidy.contribution_cap", [4_551.0, 4_640.0, 4_788.0, 4_961.0, 5_184.0]),
        ("unemployment_benefit.part_time_maximum", [12_901.0, 13_152.0, 13_573.0, 14_061.0, 14_694.0]),
        ("senior_pension.single", [19_360.0, 19_738.0, 20_370.0, 21_103.0, 22_053.0]),
        ("senior_pension.free_income_couple", [131_100.0, 134_600.0, 138_900.0, 143_900.0, 150_400.0]),
    ];
    for (name, amounts) in points {
        for (year, amount) in (2022..).zip(amounts) {
            assert_eq!(number(name, month(year, 7)), amount, "{name} {year}");
        }
    }
    for (year, amount) in (2023..).zip([4_550.0, 4_695.0, 4_865.0, 5_085.0]) {
        assert_eq!(number("sickness_benefit.weekly_maximum", month(year, 7)), amount, "{year}");
    }
    for name in ["provider", "other", "young_at_parents", "threshold", "taper_above"] {
        let of = |book: &str| number(&format!("{book}.{name}"), month(2026, 7));
        assert_eq!(of("job_clarification_benefit"), of("resource_benefit"), "{name}");
    }
    let ceilings = [("ceiling_basic", [17_928.0, 18_735.0]), ("ceiling_raised", [21_092.0, 22_041.0])];
    for (name, [second_half, year]) in ceilings {
        assert_eq!(number(&format!("cash_benefit.{name}"), month(2025, 7)), second_half);
        assert_eq!(number(&format!("cash_benefit.{name}"), month(2026, 12)), year);
    }
}

/// The contribution's share of the subsidy's maximum is 0.30 x (1 - 0.20); it gives the published caps of 2015 and 2018.
#[test]
fn the_flex_contribution_has_its_published_points() {
    let text = include_str!("../../src/rules/law/flex_subsidy.toml");
    let law: toml::Table = toml::from_str(text).expect("a law file");
    let share = law["contribution_cap"]["percent"]["share"].as_float().expect("a share");
    assert_eq!(share, 0.24);
    for (maximum, cap) in [(17_550.0, 4_212.0), (18_260.0, 4_382.0)] {
        assert_eq!(rounded(maximum * share, 1.0), cap);
    }
}

/// Amounts on file that follow each other by a year are the earlier one, uprated and rounded (LAW sections 1 and 13).
#[test]
fn amounts_roll_forward() {
    let files = [
        ("cash_benefit", include_str!("../../src/rules/law/cash_benefit.toml")),
        ("cash_benefit_until_2025", include_str!("../../src/rules/law/cash_benefit_until_2025.toml")),
        ("disability_pension", include_str!("../../src/rules/law/disability_pension.toml")),
        ("education_benefit", include_str!("../../src/rules/law/education_benefit.toml")),
        ("flex_subsidy", include_str!("../../src/rules/law/flex_subsidy.toml")),
        ("not_counted", include_str!("../../src/rules/law/not_counted.toml")),
        ("rehabilitation_benefit", include_str!("../../src/rules/law/rehabilitation_benefit.toml")),
        ("resource_benefit", include_str!("../../src/rules/law/resource_benefit.toml")),
        ("sho_benefit", include_str!("../../src/rules/law/sho_benefit.toml")),
        ("social_free_card", include_str!("../../src/rules/law/social_free_card.toml")),
        ("unemployment_benefit", include_str!("../../src/rules/law/unemployment_benefit.toml")),
        ("wage_subsidy", include_str!("../../src/rules/law/wage_subsidy.toml")),
    ];
    let mut rolled = 0;
    for (family, text) in files {
        let law: toml::Table = toml::from_str(text).expect("a law file");
        for (key, parameter) in law.iter().filter(|(_, parameter)| parameter.is_table()) {
            let uprating = parameter["uprating"].as_str().expect("an uprating");
            if !["full", "benefit"].contains(&uprating) {
                continue;
            }
            let unit = match parameter["rounding"].as_str() {
                Some("ore") => 0.01,
                Some("krone") => 1.0,
                Some("hundred_kroner") => 100.0,
                other => panic!("{family}.{key}: uprated, rounded to {other:?}"),
            };
            let name = format!("{family}.{key}");
            let values: Vec<LawValue> = on_file().into_iter().filter(|value| value.parameter == name).collect();
            for pair in values.windows(2) {
                // 2022 is uneven (LAW section 13): points of wage subsidies until 2023 are no uprating of 2021.
                if family == "wage_subsidy" && pair[1].from <= Month::january(2023) {
                    continue;
                }
                let (earlier, later) = (pair[0].value.expect("a number"), pair[1].value.expect("a number"));
                assert_eq!(pair[1].from, Month::january(pair[0].from.year() + 1), "{name}");
                let expected = rounded(earlier * (1.0 + number(&format!("uprating.{uprating}"), pair[1].from)), unit);
                assert!((later - expected).abs() < 1e-9, "{name} {}: {later}, not {expected}", pair[1].from);
                rolled += 1;
            }
        }
    }
    assert!(rolled > 60, "{rolled}");
}

/// Wage subsidies stand on the line of the effort, those for pensioners on their own, a declared family on none of ours.
#[test]
fn new_purposes_have_their_budget_lines() {
    let account = |purpose, family| budget_line(Line::for_family(purpose, family)).map(|line| line.account.as_str());
    for purpose in [Purpose::WageSubsidy, Purpose::WageSubsidyRefund] {
        assert_eq!(account(purpose, Family::CashBenefit), Some("5.68.94"));
        assert_eq!(account(purpose, Family::DisabilityPension), Some("5.58.81"));
    }
    for purpose in [Purpose::Benefit, Purpose::Refund, Purpose::CoFinancing] {
        assert_eq!(account(purpose, Family::Declared), Some("own"));
    }
    assert_eq!(account(Purpose::StateBenefit, Family::Declared), None, "the municipality neither pays nor receives");
}

#[test]
fn errors_name_parameter_month_and_remedy() {
    let law = Policy::danish();
    let message = |name: &str, at: Month| law.value(name, at, GROWTH).expect_err("no value").to_string();
    let before = message("cash_benefit.raised_rate", month(2025, 6));
    for part in ["cash_benefit.raised_rate", "2025-06", "2025-07", "choose a later month"] {
        assert!(before.contains(part), "{before}");
    }
    let after = message("cash_benefit_until_2025.other", month(2025, 7));
    for part in ["cash_benefit_until_2025.other", "2025-07", "repealed", "use cash_benefit"] {
        assert!(after.contains(part), "{after}");
    }
    let supplement = message("cash_benefit.adaptation_supplement", month(2027, 7));
    assert!(supplement.contains("2027-07") && supplement.contains("30 June 2027"), "{supplement}");
    let unknown = message("cash_benefit.free_amount", month(2026, 1));
    for part in ["`cash_benefit.free_amount`", "gevinst law --coverage"] {
        assert!(unknown.contains(part), "{unknown}");
    }
    let early = law.at(month(2021, 12), GROWTH);
    assert!(early.flex_subsidy.expect_err("begins in 2022").to_string().contains("2022-01"));
}

#[test]
fn amounts_are_projected_from_the_growth_of_wages() {
    // Wages 3.3: tax amounts 3.3, full 3.0, benefits 2.55 in 2027 and 3.0 after.
    let rate = |uprating: &str, year: i32| match (uprating, year) {
        ("tax", _) => 0.033,
        ("benefit", 2027) => 0.0255,
        _ => 0.030,
    };
    let amounts = [
        ("unemployment_benefit.maximum", "benefit", 1.0),
        ("cash_benefit.raised_rate", "benefit", 1.0),
        ("disability_pension.single", "benefit", 1.0),
        ("rehabilitation_benefit.rate", "benefit", 1.0),
        ("resource_benefit.other", "benefit", 1.0),
        ("resource_benefit.threshold", "full", 1.0),
        ("cash_benefit.free_amount_basic_indexed", "full", 1.0),
        ("flex_subsidy.threshold", "full", 1.0),
        ("disability_pension.free_income_couple", "full", 100.0),
        ("income_tax.personal_allowance", "tax", 100.0),
        ("income_tax.job_deduction_threshold", "tax", 100.0),
    ];
    for (name, uprating, unit) in amounts {
        let mut amount = number(name, month(2026, 12));
        for year in 2027..=2030 {
            amount = rounded(amount * (1.0 + rate(uprating, year)), unit);
            assert_eq!(number(name, month(year, 1)), amount, "{name} {year}");
            assert_eq!(number(name, month(year, 12)), amount, "{name} {year}");
            let value = Policy::danish().value(name, month(year, 5), GROWTH).expect("projected");
            assert!(value.projected && value.from == Month::january(2026), "{name}");
        }
    }
    // The rates themselves are listed as they are projected.
    for (name, rates) in [("full", [0.03, 0.03]), ("benefit", [0.0255, 0.03]), ("tax", [0.033, 0.033])] {
        for (year, rate) in (2027..).zip(rates) {
            let value = Policy::danish().value(&format!("uprating.{name}"), month(year, 3), GROWTH).expect("a rate");
            assert!(value.projected && (value.value.expect("a number") - rate).abs() < 1e-12, "{name} {year}");
        }
    }
    for year in 2027..=2030 {
        let maximum = number("unemployment_benefit.maximum", month(year, 1));
        assert_eq!(number("flex_subsidy.maximum", month(year, 1)), rounded(0.98 * maximum, 1.0));
        assert_eq!(number("flex_waiting_benefit.rate", month(year, 1)), rounded(0.89 * maximum, 1.0));
        assert_eq!(number("cash_benefit.ceiling_basic", month(year, 1)), rounded(0.85 * maximum, 1.0));
        let weekly = number("sickness_benefit.weekly_maximum", month(year, 1));
        assert!(weekly % 5.0 == 0.0 && (0.0..5.0).contains(&(maximum * 12.0 / 52.0 - weekly)), "{year}: {weekly}");
        assert_eq!(
            number("cash_benefit.free_amount_basic", month(year, 1)),
            5_000.0,
            "percentages and fixed amounts stay"
        );
        assert_eq!(number("income_tax.bottom_tax", month(year, 1)), 0.1201);
    }
    let slow = Policy::danish().value("cash_benefit.raised_rate", month(2027, 1), Growth { wage: 0.0 });
    assert_eq!(slow.expect("projected").value, Some(rounded(13_060.0 * (1.0 - 0.003 - 0.0045), 1.0)));
}

#[test]
fn a_reform_holds_from_its_month_and_is_uprated_on() {
    let law = Policy::danish();
    let from = month(2026, 7);
    let changed = law.with_reforms(&[reform("cash_benefit.raised_rate", from, 14_000.0)]).expect("a parameter");
    let at = |when: Month| number_in(&changed, "cash_benefit.raised_rate", when);
    assert_eq!(at(month(2026, 6)), 13_060.0);
    assert_eq!(at(from), 14_000.0);
    assert_eq!(at(month(2026, 12)), 14_000.0);
    assert_eq!(at(month(2027, 1)), rounded(14_000.0 * 1.0255, 1.0));
    assert_eq!(number("cash_benefit.raised_rate", from), 13_060.0, "the shipped law is another copy");
    assert_ne!(changed.text(), law.text());
    // What follows a reformed parameter moves with it.
    let maximum = law.with_reforms(&[reform("unemployment_benefit.maximum", from, 23_000.0)]).expect("a parameter");
    assert_eq!(number_in(&maximum, "flex_subsidy.maximum", from), 22_540.0);
    assert_eq!(number_in(&maximum, "flex_subsidy.contribution_cap", from), 5_410.0);
    let unknown = law
        .with_reforms(&[reform("cash_benefit.free_amount", from, 1.0)])
        .map(|law| law.text().len())
        .expect_err("no such name");
    assert!(unknown.to_string().contains("`cash_benefit.free_amount`"));
}

/// A reform of an amount that is a percentage of another goes on as the other does.
#[test]
fn a_reformed_percentage_is_uprated_on() {
    let from = month(2026, 1);
    let law = Policy::danish().with_reforms(&[reform("flex_subsidy.maximum", from, 22_500.0)]).expect("a parameter");
    assert_eq!(number_in(&law, "flex_subsidy.maximum", month(2026, 12)), 22_500.0);
    assert_eq!(number_in(&law, "flex_subsidy.contribution_cap", month(2026, 12)), 5_400.0);
    let grown = number_in(&law, "unemployment_benefit.maximum", month(2028, 1)) / 22_041.0;
    assert_eq!(number_in(&law, "flex_subsidy.maximum", month(2028, 1)), rounded(22_500.0 * grown, 1.0));
    assert!(law.value("flex_subsidy.maximum", month(2028, 1), GROWTH).expect("a value").projected);
}

/// The order in which reforms are written does not matter.
#[test]
fn reforms_hold_in_the_order_of_their_months() {
    let parts = [
        reform("cash_benefit.raised_rate", month(2028, 1), 16_000.0),
        reform("cash_benefit.raised_rate", month(2027, 1), 15_000.0),
    ];
    let law = Policy::danish().with_reforms(&parts).expect("a parameter");
    assert_eq!(number_in(&law, "cash_benefit.raised_rate", month(2027, 6)), 15_000.0);
    assert_eq!(number_in(&law, "cash_benefit.raised_rate", month(2028, 6)), 16_000.0);
}

/// The points of the projection are parameters like others.
#[test]
fn a_reform_of_uprating_is_heard() {
    let law = Policy::danish();
    let spared = law.with_reforms(&[reform("uprating.benefit_deduction_2027", month(2027, 1), 0.0)]).expect("a name");
    assert_eq!(number_in(&spared, "cash_benefit.raised_rate", month(2027, 1)), rounded(13_060.0 * 1.03, 1.0));
    let rate = law.with_reforms(&[reform("uprating.full", month(2027, 1), 0.01)]).expect("a name");
    assert_eq!(number_in(&rate, "flex_subsidy.threshold", month(2027, 1)), rounded(17_672.0 * 1.01, 1.0));
}

#[test]
fn reforms_that_cannot_hold_are_refused() {
    let refused = |parameter: &str, from: Month| {
        Policy::danish()
            .with_reforms(&[reform(parameter, from, 0.5)])
            .map(|law| law.text().len())
            .expect_err(parameter)
            .to_string()
    };
    let table = refused("reimbursement.ladder", month(2027, 1));
    assert!(table.contains("reimbursement.ladder") && table.contains("table"), "{table}");
    let repealed = refused("cash_benefit_until_2025.other", month(2026, 1));
    assert!(repealed.contains("cash_benefit_until_2025.other") && repealed.contains("2025-07"), "{repealed}");
}

/// Months that follow each other have the rules that each has by itself, through every change, repeal and reform.
#[test]
fn months_in_a_row_have_the_rules_of_each() {
    let parts = [
        reform("cash_benefit.raised_rate", month(2026, 3), 14_000.0),
        reform("flex_subsidy.taper_below", month(2027, 11), 0.2),
    ];
    let law = Policy::danish().with_reforms(&parts).expect("parameters");
    let first = month(2021, 11);
    for (later, rules) in law.months(first, 120, GROWTH).iter().enumerate() {
        let alone = law.at(first + later as u32, GROWTH);
        assert_eq!(format!("{rules:?}"), format!("{alone:?}"), "{}", first + later as u32);
    }
}

#[test]
fn the_families_of_the_law_begin_and_end() {
    let law = Policy::danish();
    let refusal = |family: Family, at: Month| law.in_force(family, at).err().map(|error| error.to_string());
    for family in Family::ALL.into_iter().filter(|family| *family != Family::Declared) {
        let repealed = matches!(family, Family::EducationBenefit | Family::ShoBenefit);
        assert!(
            refusal(family, month(2021, 12)).is_some_and(|told| told.contains("the law book begins")),
            "{family:?}"
        );
        for (year, at) in [(2025, 6), (2025, 7), (2026, 7), (2031, 1)] {
            let told = refusal(family, month(year, at));
            let ended = repealed && (year, at) > (2025, 6);
            assert_eq!(told.is_some(), ended, "{family:?} {year}-{at}: {told:?}");
            assert!(told.is_none_or(|told| told.contains("repealed from 2025-07; use cash_benefit")), "{family:?}");
        }
    }
}

/// What the municipality pays and gets for a family stands in its budget, and nothing else does.
#[test]
fn every_family_has_its_budget_lines() {
    for family in Family::ALL.into_iter().filter(|family| *family != Family::Declared) {
        let own = family.paid_out_by() == Party::Municipality;
        for (purpose, expected) in [(Purpose::Benefit, own), (Purpose::Refund, own), (Purpose::CoFinancing, !own)] {
            let line = budget_line(Line::for_family(purpose, family));
            assert_eq!(line.is_some(), expected, "{purpose:?} {family:?}");
            assert!(
                line.is_none_or(|line| line.frame != Frame::Service && line.account.starts_with("5.")),
                "{family:?}"
            );
        }
    }
}

/// What the book names and no rule uses is listed as that, and cannot be reformed: nothing would change.
#[test]
fn figures_that_no_rule_uses_say_so() {
    let unused: Vec<LawValue> =
        on_file().into_iter().filter(|value| value.parameter.starts_with("not_counted.")).collect();
    assert!(unused.len() > 8 && unused.iter().all(|value| value.meaning.starts_with("used by no rule: ")));
    let asked = reform("not_counted.free_card_entry_limit", month(2026, 1), 20_000.0);
    let message = Policy::danish().with_reforms(&[asked]).expect_err("no rule uses it").to_string();
    assert!(message.contains("no rule uses it") && message.contains("leave the reform out"), "{message}");
}

#[test]
fn wage_subsidies_begin_in_2021_and_those_of_public_employers_in_2023() {
    for (name, amounts) in [
        ("private_hourly", [82.90, 83.89, 86.16, 88.92, 92.12, 96.27]),
        ("pensioner_hourly", [29.71, 30.06, 30.88, 31.87, 33.02, 34.51]),
        ("pensioner_hourly_special", [52.03, 52.65, 54.08, 55.81, 57.82, 60.42]),
    ] {
        for (year, amount) in (2021..).zip(amounts) {
            assert_eq!(number(&format!("wage_subsidy.{name}"), month(year, 7)), amount, "{name} {year}");
        }
    }
    let rules = Policy::danish().at(month(2022, 3), GROWTH).wage_subsidy.expect("on file");
    let job = |public_employer| Work {
        form: Form::SubsidisedJob,
        employer: Employer::Enterprise,
        public_employer,
        special_subsidy: false,
        hours_per_week: 20.0,
        wage: MonthWage::default(),
        productivity: 1.0,
    };
    assert_eq!(rules.rate(&job(false)).expect("private").hourly, 83.89);
    let message = rules.rate(&job(true)).expect_err("from 2023").to_string();
    assert!(message.contains("2022-03") && message.contains("2023-01"), "{message}");
    assert_eq!(rules.most_months(Form::SubsidisedJob, Family::CashBenefit, true), None);
}
