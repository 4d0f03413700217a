//! `gevinst explain`: the ledger of one person, month by month, each flow with its rule and its figures.

use clap::Args;
use gevinst::domain::benefit::{BenefitFacts, Family};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::party::Party;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::report::language::Language;
use gevinst::report::table::{Column, Phrase, Row, Table, Unit, Value};
use gevinst::report::words::Words;
use gevinst::rules::explanation::{Explained, explain_months};
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::Policy;

use crate::arguments;
use crate::failure::Failure;
use crate::terminal::{Look, drawn, say};

/// Explain the money of one person month by month: every flow with the rule and the arithmetic behind it.
#[derive(Debug, Args)]
pub struct Explain {
    /// Benefit family; self-supporting where left out
    #[arg(long, value_parser = arguments::family())]
    family: Option<Family>,
    /// First month
    #[arg(long, value_name = "YYYY-MM", default_value = "2026-01")]
    month: Month,
    /// Number of months
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    months: u32,
    /// Month of birth
    #[arg(long, value_name = "YYYY-MM", default_value = "1985-01")]
    birth: Month,
    /// Provides for children at home (forsørger)
    #[arg(long)]
    provider: bool,
    /// Lives without a partner (enlig)
    #[arg(long, value_name = "BOOL", default_value_t = true, action = clap::ArgAction::Set)]
    single: bool,
    /// The partner is a pensioner
    #[arg(long)]
    partner_pensioner: bool,
    /// Lives at the parents'
    #[arg(long)]
    at_parents: bool,
    /// Meets the residence test
    #[arg(long, value_name = "BOOL", default_value_t = true, action = clap::ArgAction::Set)]
    residence_test: bool,
    /// Meets the work test
    #[arg(long, value_name = "BOOL", default_value_t = true, action = clap::ArgAction::Set)]
    work_test: bool,
    /// Activity-ready (aktivitetsparat), as opposed to job-ready
    #[arg(long, value_name = "BOOL", default_value_t = true, action = clap::ArgAction::Set)]
    activity_ready: bool,
    /// Form of paid work
    #[arg(long, value_parser = arguments::form(), requires = "hours")]
    form: Option<Form>,
    /// Paid hours a week
    #[arg(long, value_name = "H", requires = "form")]
    hours: Option<f64>,
    /// Basic pay [kr/h]
    #[arg(long, value_name = "KR", default_value_t = 150.0)]
    hourly_wage: f64,
    /// Own pension contribution [share of basic pay]
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    own_pension: f64,
    /// Employer's pension contribution [share of basic pay]
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    employer_pension: f64,
    /// Employed by somebody other than an enterprise of the study
    #[arg(long)]
    outside: bool,
    /// Weeks counted for the refund before the first month
    #[arg(long, value_name = "N", default_value_t = 104)]
    clock_weeks: u32,
    /// Month of approval for a flex job
    #[arg(long, value_name = "YYYY-MM")]
    flex_approved: Option<Month>,
    /// Month of award of the disability pension
    #[arg(long, value_name = "YYYY-MM")]
    pension_awarded: Option<Month>,
    /// Municipal tax rate
    #[arg(long, value_name = "RATE", default_value_t = 0.26)]
    tax_rate: f64,
    /// The municipality budgets its tax base itself
    #[arg(long)]
    self_budgeted: bool,
    /// Years until tax is settled
    #[arg(long, value_name = "YEARS", default_value_t = 3, value_parser = clap::value_parser!(u16).range(..=30))]
    tax_lag_years: u16,
    /// Share of a change in the tax base that equalisation takes
    #[arg(long, value_name = "SHARE", default_value_t = 0.75)]
    equalisation: f64,
    /// Wage growth a year, for months after the last published value
    #[arg(long, value_name = "RATE", default_value_t = 0.03)]
    wage_growth: f64,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Explain {
    /// Explains the person's months.
    pub fn run(self) -> Result<(), Failure> {
        let tax_base = if self.self_budgeted { TaxBase::SelfBudgeted } else { TaxBase::Guaranteed };
        let (tax_rate, equalisation) = (self.tax_rate, self.equalisation);
        let terms = MunicipalTerms { tax_rate, tax_base, tax_lag_months: self.tax_lag_years * 12, equalisation };
        let words = Words::of(self.lang);
        let look = Look::of(&std::io::stdout());
        let growth = Growth { wage: self.wage_growth };
        for (facts, flows) in explain_months(&Policy::danish(), growth, &terms, &self.facts(), self.months)? {
            say(&drawn(&self.table(facts.month, &flows), words, look))?;
        }
        Ok(())
    }

    fn facts(&self) -> MonthFacts {
        let pay = PayRates {
            hourly: self.hourly_wage,
            own_pension: self.own_pension,
            employer_pension: self.employer_pension,
            holiday: 0.0,
        };
        let work = self.form.zip(self.hours).map(|(form, hours_per_week)| Work {
            form,
            employer: if self.outside { Employer::Outside } else { Employer::Enterprise },
            hours_per_week,
            wage: MonthWage::of(hours_per_week, pay),
            productivity: 1.0,
        });
        MonthFacts {
            month: self.month,
            birth: self.birth,
            status: self.family.map_or(Status::SelfSupporting, Status::On),
            benefit: BenefitFacts {
                provider: self.provider,
                single: self.single,
                partner_pensioner: self.partner_pensioner,
                at_parents: self.at_parents,
                residence_test: self.residence_test,
                work_test: self.work_test,
                activity_ready: self.activity_ready,
                flex_approved: self.flex_approved,
                pension_awarded: self.pension_awarded,
                ..BenefitFacts::default()
            },
            work,
            clock: Weeks::whole(self.clock_weeks),
            year_to_date: YearToDate::default(),
        }
    }

    fn table(&self, month: Month, flows: &[Explained]) -> Table {
        let party = |party: Party| Value::Phrase(Phrase::new(format!("party.{}", party_key(party))));
        let rows = flows.iter().map(|explained| {
            let line = explained.flow.line;
            let (payer, receiver) = line.parties();
            let cells = vec![
                party(payer),
                party(receiver),
                Value::exact(explained.flow.amount.ore() as f64, Unit::ExactMoney),
                Value::Text(explained.rule.clone()),
                Value::Text(explained.arithmetic.clone()),
            ];
            Row::new(line.purpose.key(), Phrase::new(format!("purpose.{}", line.purpose.key())), cells)
        });
        let who = match (self.family, self.form) {
            (Some(family), _) => Phrase::new(format!("family.{}", family.key())).into(),
            (None, Some(form)) => Phrase::new(format!("form.{}", form.key())).into(),
            (None, None) => Value::None,
        };
        Table {
            key: "explanation",
            title: Phrase::new("title.explanation").with("who", who).with("month", Value::Month(month)),
            rows_heading: Phrase::new("rows.purpose"),
            columns: vec![
                Column::words("payer"),
                Column::words("receiver"),
                Column::figures("amount"),
                Column::words("rule"),
                Column::words("arithmetic"),
            ],
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}

const fn party_key(party: Party) -> &'static str {
    match party {
        Party::Citizen => "citizen",
        Party::Municipality => "municipality",
        Party::OtherMunicipalities => "other_municipalities",
        Party::State => "state",
        Party::Region => "region",
        Party::Enterprise => "enterprise",
        Party::Others => "others",
        Party::Resources => "resources",
    }
}
