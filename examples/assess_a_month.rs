//! The law of one person-month by itself: facts in, flows out, each with its arithmetic.
//!
//! Run it: `cargo run --release --example assess_a_month`

use gevinst::domain::benefit::{BenefitFacts, Family};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::rules::assessment::assess;
use gevinst::rules::error::LawError;
use gevinst::rules::explanation::explain;
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::Policy;

fn main() -> Result<(), LawError> {
    let month = Month::january(2026) + 2;
    let rules = Policy::danish().at(month, Growth { wage: 0.033 });
    let terms =
        MunicipalTerms { tax_rate: 0.25049, tax_base: TaxBase::Guaranteed, tax_lag_months: 36, equalisation: 0.75 };
    println!("A single adult of 40 on cash benefit in {month}, 60 weeks on support, 143.35 kr an hour");
    println!("{:>10} {:>12} {:>12}", "h/week", "benefit", "disposable");
    for hours in [0.0, 4.0, 8.0, 16.0, 24.0, 32.0] {
        let assessment = assess(&rules, &terms, &facts(month, hours))?;
        println!("{hours:>10} {:>12.2} {:>12.2}", assessment.benefit.kr(), assessment.disposable.kr());
    }
    println!("\nEvery flow of the month with 8 hours a week:");
    for explained in explain(&rules, &terms, &facts(month, 8.0))? {
        let (payer, receiver) = explained.flow.line.parties();
        println!("{:?} -> {:?}, {}: {}", payer, receiver, explained.rule, explained.arithmetic);
    }
    Ok(())
}

fn facts(month: Month, hours_per_week: f64) -> MonthFacts {
    let pay = PayRates { hourly: 143.35, ..PayRates::default() };
    let work = Work {
        form: Form::SmallJob,
        employer: Employer::Enterprise,
        public_employer: false,
        special_subsidy: false,
        hours_per_week,
        wage: MonthWage::of(hours_per_week, pay),
        productivity: 0.6,
    };
    MonthFacts {
        month,
        birth: month.plus(-40 * 12),
        status: Status::On(Family::CashBenefit),
        benefit: BenefitFacts::default(),
        work: (hours_per_week > 0.0).then_some(work),
        clock: Weeks::whole(60),
        year_to_date: YearToDate::default(),
    }
}
