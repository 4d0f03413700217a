//! `gevinst explain`: the ledger of one person, month by month, each flow with its rule and its figures.

use clap::Args;
use gevinst::domain::benefit::{BenefitFacts, Family, Insurance};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::flow::Flow;
use gevinst::domain::money::Money;
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::party::Party;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::report::language::Language;
use gevinst::report::number::decimal;
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;
use gevinst::rules::explanation::{Explained, explain_months};
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::Policy;

use crate::arguments;
use crate::failure::Failure;
use crate::terminal::{Look, say, wrapped};

/// Width of the amounts [columns].
const AMOUNT_WIDTH: usize = 12;

/// Explain the money of one person month by month: every flow with the rule and the arithmetic behind it.
#[derive(Debug, Args)]
pub struct Explain {
    /// Benefit family, or self-supporting
    #[arg(long, default_value = "self_supporting", value_parser = arguments::status())]
    family: Status,
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
    /// Part-time insured against unemployment
    #[arg(long)]
    part_time_insured: bool,
    /// Has the social free card (socialt frikort)
    #[arg(long)]
    free_card: bool,
    /// Form of work
    #[arg(long, value_parser = arguments::form(), requires = "hours")]
    form: Option<Form>,
    /// Hours a week
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
    /// The employer is a public one, for wage subsidies
    #[arg(long)]
    public: bool,
    /// The higher wage subsidy of special cases, for disability pensioners
    #[arg(long)]
    special_subsidy: bool,
    /// Weeks counted for the refund before the first month
    #[arg(long, value_name = "N", default_value_t = 104)]
    clock_weeks: u32,
    /// Month of approval for a flex job; the first month where left out
    #[arg(long, value_name = "YYYY-MM")]
    flex_approved: Option<Month>,
    /// Month of award of the disability pension; the first month where left out
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
            say(&self.month(&facts, &flows, words, look))?;
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
        let law = Policy::danish().at(self.month, Growth { wage: self.wage_growth });
        let work = self.form.zip(self.hours).map(|(form, hours)| {
            let hours_per_week = if form.is_paid() { hours } else { 0.0 };
            Work {
                form,
                employer: if self.outside { Employer::Outside } else { Employer::Enterprise },
                public_employer: self.public,
                special_subsidy: self.special_subsidy,
                hours_per_week,
                wage: MonthWage::of(hours_per_week, law.pay(form, self.public, pay)),
                productivity: 1.0,
            }
        });
        let approved = matches!(self.family, Status::On(Family::FlexWaitingBenefit | Family::FlexSubsidy));
        let awarded = self.family == Status::On(Family::DisabilityPension);
        MonthFacts {
            month: self.month,
            birth: self.birth,
            status: self.family,
            benefit: BenefitFacts {
                provider: self.provider,
                single: self.single,
                partner_pensioner: self.partner_pensioner,
                at_parents: self.at_parents,
                residence_test: self.residence_test,
                work_test: self.work_test,
                activity_ready: self.activity_ready,
                flex_approved: self.flex_approved.or_else(|| approved.then_some(self.month)),
                free_card: self.free_card,
                insurance: if self.part_time_insured { Insurance::PartTime } else { Insurance::FullTime },
                pension_awarded: self.pension_awarded.or_else(|| awarded.then_some(self.month)),
                ..BenefitFacts::default()
            },
            work,
            clock: Weeks::whole(self.clock_weeks),
            year_to_date: YearToDate::default(),
        }
    }

    /// One month: what went before, each flow with its rule and arithmetic, and what each party has of it.
    fn month(&self, facts: &MonthFacts, flows: &[Explained], words: &Words, look: Look) -> String {
        let who = match facts.status {
            Status::On(family) => Phrase::new(format!("family.{}", family.key())),
            Status::SelfSupporting | Status::Out(_) => Phrase::new("status.self_supporting"),
        };
        let title = Phrase::new("title.explanation").with("who", who).with("month", Value::Month(facts.month));
        let mut text = format!("\n{}\n", look.bold(&words.phrase(&title)));
        if matches!(facts.status, Status::On(_)) {
            let weeks = Value::Text(decimal(facts.clock.weeks(), 1, words.language()));
            text += &wrapped(&words.phrase(&Phrase::new("explain.clock").with("weeks", weeks)), "", "");
        }
        if facts.year_to_date.pension_income != Money::ZERO {
            let income = Value::exact(facts.year_to_date.pension_income.ore() as f64, Unit::ExactMoney);
            text += &wrapped(&words.phrase(&Phrase::new("explain.pension").with("income", income)), "", "");
        }
        if facts.year_to_date.free_card != Money::ZERO {
            let wage = Value::exact(facts.year_to_date.free_card.ore() as f64, Unit::ExactMoney);
            text += &wrapped(&words.phrase(&Phrase::new("explain.free_card").with("wage", wage)), "", "");
        }
        if flows.is_empty() {
            return text + words.word("explain.nothing") + "\n";
        }
        for explained in flows {
            text += &flow(explained, facts.month, words, look);
        }
        let balances = Party::ALL.into_iter().filter(|party| *party != Party::Resources).filter_map(|party| {
            let money = flows.iter().map(|one| one.flow.amount.ore() * one.flow.line.sign(party)).sum::<i64>();
            let amount = Value::exact(money as f64, Unit::Gain);
            let said = Phrase::new("explain.party").with("who", name(party)).with("amount", amount);
            (money != 0).then_some(Value::Phrase(said))
        });
        let balance = Phrase::new("explain.balance").with("parties", Value::List(balances.collect()));
        text + &look.gains(&wrapped(&words.phrase(&balance), "", "  "))
    }
}

/// A flow: amount, who pays whom for what and when, then the rule and the arithmetic.
fn flow(explained: &Explained, month: Month, words: &Words, look: Look) -> String {
    let Flow { line, amount, due_in } = explained.flow;
    let (payer, receiver) = line.parties();
    let amount = words.value(&Value::exact(amount.ore() as f64, Unit::ExactMoney));
    let purpose = words.word(&format!("purpose.{}", line.purpose.key()));
    let mut what = format!("{purpose}: {} → {}", words.phrase(&name(payer)), words.phrase(&name(receiver)));
    if due_in > 0 {
        let due = Phrase::new("explain.due").with("month", Value::Month(month + u32::from(due_in)));
        what += &format!(", {}", words.phrase(&due));
    }
    let indent = " ".repeat(AMOUNT_WIDTH + 2);
    let rule = format!("{} · {}", explained.rule, explained.arithmetic);
    let rule = wrapped(&rule, &indent, &indent);
    wrapped(&what, &format!("{amount:>AMOUNT_WIDTH$}  "), &indent) + &look.faint(rule.trim_end()) + "\n"
}

/// The name of a party.
fn name(party: Party) -> Phrase {
    Phrase::new(format!("party.{}", party_key(party)))
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
