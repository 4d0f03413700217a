//! The law floor against worked cases.

use std::collections::BTreeMap;

use gevinst::domain::benefit::BenefitFacts;
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::flow::{Flow, Purpose};
use gevinst::domain::money::Money;
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::rules::assessment::assess;
use gevinst::rules::error::LawError;
use gevinst::rules::explanation::explain;
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::{CashBenefit, MonthRules, Policy};
use gevinst::rules::readings::Readings;
use serde::Deserialize;

/// Wages grow by 3.3 %, so that amounts past 2026 are uprated by 3.0 %.
pub const GROWTH: Growth = Growth { wage: 0.033 };

const TERMS: MunicipalTerms =
    MunicipalTerms { tax_rate: 0.25, tax_base: TaxBase::Guaranteed, tax_lag_months: 36, equalisation: 0.75 };

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// A worked case: facts, and the flows that the law makes of them [kr].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    month: Month,
    #[serde(default = "forty")]
    birth: Month,
    status: Status,
    #[serde(default)]
    benefit: BenefitFacts,
    /// Counted weeks, to the nearest third.
    #[serde(default)]
    clock_weeks: f64,
    #[serde(default)]
    work: Option<CaseWork>,
    #[serde(default)]
    year_to_date: CaseYear,
    #[serde(default)]
    readings: Readings,
    /// Goes to the function of the old cash benefit alone, for months without tax on file.
    #[serde(default)]
    own_function: bool,
    /// Flows by purpose; others are not compared.
    #[serde(default)]
    expected: BTreeMap<Purpose, f64>,
    #[serde(default)]
    absent: Vec<Purpose>,
    #[serde(default)]
    disposable: Option<f64>,
    #[serde(default)]
    clock_after: Option<f64>,
    /// Words of the refusal.
    #[serde(default)]
    refused: Option<String>,
    /// How the figures come about, for the reader.
    #[allow(dead_code)]
    arithmetic: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseWork {
    hours: f64,
    /// Gross wage of the month without pension, in place of an hourly wage.
    #[serde(default)]
    monthly: Option<f64>,
    #[serde(default)]
    hourly: f64,
    #[serde(default)]
    own_pension: f64,
    #[serde(default)]
    employer_pension: f64,
    #[serde(default)]
    employer: Option<String>,
    #[serde(default)]
    productivity: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseYear {
    pension_income: f64,
    pension_reduction: f64,
}

fn forty() -> Month {
    Month::january(1985)
}

fn weeks(weeks: f64) -> Weeks {
    Weeks::from_thirds((weeks * 3.0).round() as u32)
}

impl CaseWork {
    fn work(&self) -> Work {
        let (own_pension, employer_pension) = (self.own_pension, self.employer_pension);
        let rates = PayRates { hourly: self.hourly, own_pension, employer_pension, holiday: 0.0 };
        let wage = match self.monthly {
            Some(monthly) => MonthWage { gross: Money::from_kr(monthly), ..MonthWage::default() },
            None => MonthWage::of(self.hours, rates),
        };
        let outside = self.employer.as_deref() == Some("outside");
        let employer = if outside { Employer::Outside } else { Employer::Enterprise };
        let productivity = self.productivity.unwrap_or(1.0);
        Work { form: Form::WageHours, employer, hours_per_week: self.hours, wage, productivity }
    }
}

impl Case {
    fn facts(&self) -> MonthFacts {
        MonthFacts {
            month: self.month,
            birth: self.birth,
            status: self.status,
            benefit: self.benefit,
            work: self.work.as_ref().map(CaseWork::work),
            clock: weeks(self.clock_weeks),
            year_to_date: YearToDate {
                pension_income: Money::from_kr(self.year_to_date.pension_income),
                pension_reduction: Money::from_kr(self.year_to_date.pension_reduction),
            },
        }
    }

    /// What is wrong with the law's answer, one line each.
    fn problems(&self) -> Vec<String> {
        let rules = Policy::danish().with_readings(self.readings).at(self.month, GROWTH);
        let facts = self.facts();
        if self.own_function {
            let Ok(CashBenefit::Until2025(regime)) = &rules.cash_benefit else {
                return vec!["the old cash benefit does not hold in the month".into()];
            };
            return match regime.paid(&facts) {
                Ok(paid) => self.compare(Purpose::Benefit, paid).into_iter().collect(),
                Err(error) => self.refusal(&error),
            };
        }
        let assessment = match assess(&rules, &TERMS, &facts) {
            Ok(assessment) => assessment,
            Err(error) => return self.refusal(&error),
        };
        if let Some(words) = &self.refused {
            return vec![format!("not refused with `{words}`")];
        }
        let posted = |purpose: Purpose| {
            let of_purpose = |flow: &&Flow| flow.line.purpose == purpose;
            assessment.flows.iter().filter(of_purpose).map(|flow| flow.amount).sum()
        };
        let mut problems: Vec<String> =
            self.expected.keys().filter_map(|purpose| self.compare(*purpose, posted(*purpose))).collect();
        for purpose in &self.absent {
            if posted(*purpose) != Money::ZERO {
                problems.push(format!("{}: {} should be absent", purpose.key(), posted(*purpose).kr()));
            }
        }
        if let Some(disposable) = self.disposable
            && assessment.disposable != Money::from_kr(disposable)
        {
            problems.push(format!("disposable: {} instead of {disposable}", assessment.disposable.kr()));
        }
        if let Some(after) = self.clock_after
            && assessment.clock_after != weeks(after)
        {
            problems.push(format!("clock: {} instead of {after}", assessment.clock_after.weeks()));
        }
        problems.extend(self.unexplained(&rules, &facts, &assessment.flows));
        problems
    }

    fn compare(&self, purpose: Purpose, amount: Money) -> Option<String> {
        let expected = Money::from_kr(*self.expected.get(&purpose)?);
        (amount != expected).then(|| format!("{}: {} instead of {}", purpose.key(), amount.kr(), expected.kr()))
    }

    fn refusal(&self, error: &LawError) -> Vec<String> {
        match &self.refused {
            Some(words) if error.to_string().contains(words.as_str()) => Vec::new(),
            _ => vec![format!("refused: {error}")],
        }
    }

    /// Every flow has a rule and an arithmetic that ends in its amount.
    fn unexplained(&self, rules: &MonthRules, facts: &MonthFacts, flows: &[Flow]) -> Vec<String> {
        let explained = explain(rules, &TERMS, facts).expect("what is assessed is explained");
        assert_eq!(explained.len(), flows.len(), "{}", self.name);
        let unexplained = explained.iter().zip(flows).filter(|(explained, flow)| {
            let ends = explained.arithmetic.contains(&format!("{:.2}", flow.amount.kr()));
            explained.flow != **flow || explained.rule.is_empty() || !ends
        });
        unexplained.map(|(explained, _)| format!("not explained: {explained:?}")).collect()
    }
}

/// Checks every case of a file, and tells all that is wrong at once.
fn check(file: &str) {
    let cases: Cases = toml::from_str(file).unwrap_or_else(|error| panic!("{error}"));
    let problems = cases.case.iter().flat_map(|case| {
        assert!(!case.source.is_empty(), "{}: no source", case.name);
        case.problems().into_iter().map(|problem| format!("{}: {problem}", case.name))
    });
    let problems: Vec<String> = problems.collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn cash_benefit() {
    check(include_str!("cases/cash_benefit.toml"));
}

#[test]
fn cash_benefit_until_2025() {
    check(include_str!("cases/cash_benefit_until_2025.toml"));
}

#[test]
fn flex_subsidy() {
    check(include_str!("cases/flex_subsidy.toml"));
}

#[test]
fn flex_waiting_benefit() {
    check(include_str!("cases/flex_waiting_benefit.toml"));
}

#[test]
fn disability_pension() {
    check(include_str!("cases/disability_pension.toml"));
}

#[test]
fn sickness_benefit() {
    check(include_str!("cases/sickness_benefit.toml"));
}

#[test]
fn unemployment_benefit() {
    check(include_str!("cases/unemployment_benefit.toml"));
}

#[test]
fn resource_benefit() {
    check(include_str!("cases/resource_benefit.toml"));
}

#[test]
fn job_clarification_benefit() {
    check(include_str!("cases/job_clarification_benefit.toml"));
}

#[test]
fn senior_pension() {
    check(include_str!("cases/senior_pension.toml"));
}

#[test]
fn education_benefit() {
    check(include_str!("cases/education_benefit.toml"));
}

#[test]
fn sho_benefit() {
    check(include_str!("cases/sho_benefit.toml"));
}

#[test]
fn rehabilitation_benefit() {
    check(include_str!("cases/rehabilitation_benefit.toml"));
}

#[test]
fn refund_ladder() {
    check(include_str!("cases/refund_ladder.toml"));
}

#[test]
fn without_benefit() {
    check(include_str!("cases/without_benefit.toml"));
}

/// The benefit's arithmetic shows the limit that decides it.
#[test]
fn the_deciding_limit_is_explained() {
    let arithmetic = |file: &str, name: &str| {
        let cases: Cases = toml::from_str(file).unwrap_or_else(|error| panic!("{error}"));
        let case = cases.case.iter().find(|case| case.name == name).expect("the case");
        let rules = Policy::danish().with_readings(case.readings).at(case.month, GROWTH);
        let explained = explain(&rules, &TERMS, &case.facts()).expect("an answer");
        let benefit = explained.into_iter().find(|explained| explained.flow.line.purpose == Purpose::Benefit);
        benefit.expect("a benefit").arithmetic
    };
    let flex = include_str!("cases/flex_subsidy.toml");
    let full_time = arithmetic(flex, "subsidy and wage up to full-time pay");
    assert!(full_time.contains("full-time pay 24050.00 - 19500.00)) = 4550.00"), "{full_time}");
    assert!(!arithmetic(flex, "at the threshold").contains("full-time pay"));
    let outside =
        arithmetic(include_str!("cases/cash_benefit.toml"), "supplements outside the ceiling in that reading");
    assert!(outside.contains("22041.00 - 19500.00 + 2909.00"), "{outside}");
}
