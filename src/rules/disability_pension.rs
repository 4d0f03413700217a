//! Disability pension (førtidspension) under the new rules: LSP §§ 32 c, 49; and senior pension (act 1559/2019), which has
//! its amounts and its reduction.

use crate::domain::calendar::Month;
use crate::domain::money::Money;
use crate::domain::spell::{MonthFacts, YearToDate};
use crate::rules::arithmetic::kr;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// Pensions awarded from this month on are on the ladder.
const ON_LADDER_FROM: Month = Month::january(2014).plus(6);

/// The amounts of a month, of disability or of senior pension.
#[derive(Clone, Debug, PartialEq)]
pub struct DisabilityPensionRules {
    single: f64,
    couple: f64,
    free_single: f64,
    free_couple: f64,
    taper: f64,
    taper_partner_pensioner: f64,
}

impl DisabilityPensionRules {
    /// The amounts of a month from a book: `disability_pension` or `senior_pension`.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup, book: &str) -> Result<DisabilityPensionRules, LawError> {
        let number = |name: &str| law.number(&format!("{book}.{name}"));
        Ok(DisabilityPensionRules {
            single: number("single")?,
            couple: number("couple")?,
            free_single: number("free_income_single")?,
            free_couple: number("free_income_couple")?,
            taper: number("taper")?,
            taper_partner_pensioner: number("taper_partner_pensioner")?,
        })
    }

    /// The full pension [kr/month].
    pub fn rate(&self, facts: &MonthFacts) -> f64 {
        if facts.benefit.single { self.single } else { self.couple }
    }

    /// Free income [kr/year] and taper above it \[1\].
    pub fn reduction(&self, facts: &MonthFacts) -> (f64, f64) {
        let free = if facts.benefit.single { self.free_single } else { self.free_couple };
        let pensioners = !facts.benefit.single && facts.benefit.partner_pensioner;
        (free, if pensioners { self.taper_partner_pensioner } else { self.taper })
    }

    /// The pension paid, and what has been posted since January after it. The full yearly free income holds also where
    /// the pension began within the year; income counts while on the pension.
    ///
    /// ```text
    /// reduction of the month = taper x max(0, income since January - free income) - reduction posted since January
    /// ```
    pub fn paid(&self, facts: &MonthFacts) -> (Money, YearToDate) {
        let before = facts.year_to_date;
        let income = before.pension_income + facts.work.map_or(Money::ZERO, |work| work.wage.gross);
        let (free, taper) = self.reduction(facts);
        let due = Money::from_kr(taper * (income.kr() - free).max(0.0)) - before.pension_reduction;
        let full = Money::from_kr(self.rate(facts));
        let reduction = due.at_least_zero().min(full);
        let after =
            YearToDate { pension_income: income, pension_reduction: before.pension_reduction + reduction, ..before };
        (full - reduction, after)
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, facts: &MonthFacts) -> String {
        let ((free, taper), (_, after)) = (self.reduction(facts), self.paid(facts));
        let (income, before) = (kr(after.pension_income.kr()), kr(facts.year_to_date.pension_reduction.kr()));
        format!("{} - ({taper} x max(0, {income} - {}) - {before})", kr(self.rate(facts)), kr(free))
    }

    /// Refuses disability pensions outside the ladder.
    ///
    /// # Errors
    /// For awards before July 2014, whose fixed municipal share is not on file, and where no month of award is given.
    pub fn check_regime(&self, facts: &MonthFacts) -> Result<(), LawError> {
        match facts.benefit.pension_awarded {
            Some(awarded) if awarded >= ON_LADDER_FROM => Ok(()),
            Some(_) => Err(LawError::NotOnFile {
                what: "the municipality's share of a disability pension awarded before July 2014",
                month: facts.month,
                remedy: "leave such pensions out of the cohort",
            }),
            None => Err(LawError::Facts {
                what: "a disability pension needs its award",
                month: facts.month,
                remedy: "give `pension_awarded`, the month of award",
            }),
        }
    }
}
