//! The law floor against worked cases.

use std::collections::BTreeMap;

use gevinst::domain::benefit::{BenefitFacts, Family};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::declared::DeclaredFamily;
use gevinst::domain::flow::{Flow, Purpose};
use gevinst::domain::money::Money;
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::rules::assessment::assess;
use gevinst::rules::error::LawError;
use gevinst::rules::explanation::{explain, explain_months};
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::{CashBenefit, MonthRules, Policy};
use gevinst::rules::readings::Readings;
use gevinst::rules::wage_subsidy::WageSubsidyRules;
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
    /// The declared family, in kroner of 2026.
    #[serde(default)]
    declared: Option<DeclaredFamily>,
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
    /// Wage on the social free card since January, after the month.
    #[serde(default)]
    free_card_after: Option<f64>,
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
    #[serde(default = "wage_hours")]
    form: Form,
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
    public: bool,
    #[serde(default)]
    special: bool,
    #[serde(default)]
    productivity: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CaseYear {
    pension_income: f64,
    pension_reduction: f64,
    free_card: f64,
}

fn wage_hours() -> Form {
    Form::WageHours
}

fn forty() -> Month {
    Month::january(1985)
}

fn weeks(weeks: f64) -> Weeks {
    Weeks::from_thirds((weeks * 3.0).round() as u32)
}

impl CaseWork {
    fn work(&self, rules: &MonthRules) -> Work {
        let (own_pension, employer_pension) = (self.own_pension, self.employer_pension);
        let rates = PayRates { hourly: self.hourly, own_pension, employer_pension, holiday: 0.0 };
        let hours_per_week = if self.form.is_paid() { self.hours } else { 0.0 };
        let wage = match self.monthly {
            Some(monthly) => MonthWage { gross: Money::from_kr(monthly), ..MonthWage::default() },
            None => MonthWage::of(hours_per_week, rules.pay(self.form, self.public, rates)),
        };
        let outside = self.employer.as_deref() == Some("outside");
        let employer = if outside { Employer::Outside } else { Employer::Enterprise };
        let productivity = self.productivity.unwrap_or(1.0);
        Work {
            form: self.form,
            employer,
            public_employer: self.public,
            special_subsidy: self.special,
            hours_per_week,
            wage,
            productivity,
        }
    }
}

impl Case {
    /// The rules of the month.
    fn rules(&self) -> MonthRules {
        let declared = self.declared.as_ref().map(|family| family.at(&[], GROWTH.wage, 2026));
        Policy::danish().with_readings(self.readings).with_declared(declared).at(self.month, GROWTH)
    }

    fn facts(&self, rules: &MonthRules) -> MonthFacts {
        MonthFacts {
            month: self.month,
            birth: self.birth,
            status: self.status,
            benefit: self.benefit,
            work: self.work.as_ref().map(|work| work.work(rules)),
            clock: weeks(self.clock_weeks),
            year_to_date: YearToDate {
                pension_income: Money::from_kr(self.year_to_date.pension_income),
                pension_reduction: Money::from_kr(self.year_to_date.pension_reduction),
                free_card: Money::from_kr(self.year_to_date.free_card),
            },
        }
    }

    /// What is wrong with the law's answer, one line each.
    fn problems(&self) -> Vec<String> {
        let rules = self.rules();
        let facts = self.facts(&rules);
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
        if let Some(after) = self.free_card_after
            && assessment.year_to_date.free_card != Money::from_kr(after)
        {
            problems.push(format!("on the card: {} instead of {after}", assessment.year_to_date.free_card.kr()));
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

#[test]
fn wage_subsidy() {
    check(include_str!("cases/wage_subsidy.toml"));
}

#[test]
fn internship() {
    check(include_str!("cases/internship.toml"));
}

#[test]
fn social_free_card() {
    check(include_str!("cases/social_free_card.toml"));
}

#[test]
fn declared_family() {
    check(include_str!("cases/declared_family.toml"));
}

/// A year's wage on the card is the card's amount, whatever the months; January begins anew.
#[test]
fn the_card_is_a_yearly_limit() {
    let wage = MonthWage { gross: Money::from_kr(5_200.37), ..MonthWage::default() };
    let work = Work {
        form: Form::WageHours,
        employer: Employer::Outside,
        public_employer: false,
        special_subsidy: false,
        hours_per_week: 8.0,
        wage,
        productivity: 1.0,
    };
    let facts = MonthFacts {
        month: Month::january(2026) + 2,
        birth: forty(),
        status: Status::On(Family::CashBenefit),
        benefit: BenefitFacts { free_card: true, ..BenefitFacts::default() },
        work: Some(work),
        clock: weeks(60.0),
        year_to_date: YearToDate::default(),
    };
    let months = explain_months(&Policy::danish(), GROWTH, &TERMS, &facts, 22).expect("an answer");
    let contributions = |year: i32| {
        let of_year = months.iter().filter(|(facts, _)| facts.month.year() == year).flat_map(|(_, flows)| flows);
        let contributed = of_year.filter(|one| one.flow.line.purpose == Purpose::LabourMarketContribution);
        contributed.map(|one| one.flow.amount.kr()).sum::<f64>()
    };
    // Ten months of 2026 and twelve of 2027; amounts past 2026 are uprated by 3.0 %: 44,690 x 1.03 = 46,031.
    for (year, of, amount) in [(2026, 10.0, 44_690.0), (2027, 12.0, 46_031.0)] {
        let expected = 0.08 * (of * 5_200.37 - amount);
        assert!((contributions(year) - expected).abs() < 0.12, "{year}: {} {expected}", contributions(year));
    }
}

/// Who can have a subsidised job, and for how many months.
#[test]
fn subsidised_jobs_end_by_law() {
    let rules = Policy::danish().at(Month::january(2026), GROWTH);
    let most = |form, family, public| rules.most_months(form, family, public);
    assert_eq!(most(Form::SubsidisedJob, Family::CashBenefit, false), Some(6));
    assert_eq!(most(Form::SubsidisedJob, Family::CashBenefit, true), Some(6));
    for form in Form::ALL.into_iter().filter(|form| *form != Form::SubsidisedJob) {
        assert_eq!(most(form, Family::CashBenefit, true), None, "{form:?}");
    }
    let families = |form| Family::ALL.into_iter().filter(|family| WageSubsidyRules::allows(form, *family)).count();
    assert_eq!((families(Form::SubsidisedJob), families(Form::PensionSubsidisedJob)), (5, 1));
    for (family, months) in [
        (Family::UnemploymentBenefit, 4),
        (Family::SicknessBenefit, 12),
        (Family::ResourceBenefit, 12),
        (Family::JobClarificationBenefit, 12),
    ] {
        assert_eq!(most(Form::SubsidisedJob, family, true), Some(months), "{family:?}");
    }
    assert_eq!(families(Form::WageHours), 0);
}

/// The benefit's arithmetic shows the limit that decides it.
#[test]
fn the_deciding_limit_is_explained() {
    let arithmetic = |file: &str, name: &str| {
        let cases: Cases = toml::from_str(file).unwrap_or_else(|error| panic!("{error}"));
        let case = cases.case.iter().find(|case| case.name == name).expect("the case");
        let rules = case.rules();
        let explained = explain(&rules, &TERMS, &case.facts(&rules)).expect("an answer");
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
