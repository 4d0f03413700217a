//! Rehabilitation benefit (revalideringsydelse) of people of 30 or older: LAS § 71.
//!
//! The earnings rule is that which the appeals board summed up in 2019 (§ 58 then), carried on: work income beside the
//! plan reduces the benefit where it is above 12,000 kr a year. Our reading is that the part above counts, krone for
//! krone and by twelfths. The amounts under 30 are left out.

use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::arithmetic::kr;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct RehabilitationBenefitRules {
    /// The benefit [kr/month].
    pub rate: f64,
    /// Work income that does not count [kr/month].
    pub free_income: f64,
    /// What a krone above it takes of the benefit \[1\].
    pub taper: f64,
}

impl RehabilitationBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<RehabilitationBenefitRules, LawError> {
        Ok(RehabilitationBenefitRules {
            rate: law.number("rehabilitation_benefit.rate")?,
            free_income: law.number("rehabilitation_benefit.free_income")? / f64::from(MONTHS_PER_YEAR),
            taper: law.number("rehabilitation_benefit.taper")?,
        })
    }

    /// The benefit paid.
    ///
    /// ```text
    /// max(0, rate - taper x max(0, W - free income / 12))
    /// ```
    ///
    /// # Errors
    /// Under 30.
    pub fn paid(&self, facts: &MonthFacts) -> Result<Money, LawError> {
        if facts.age() < 30 {
            return Err(LawError::NotOnFile {
                what: "the rehabilitation benefit of people under 30",
                month: facts.month,
                remedy: "leave people under 30 out of the cohort",
            });
        }
        let wage = facts.work.map_or(0.0, |work| work.wage.gross.kr());
        Ok(Money::from_kr((self.rate - self.taper * (wage - self.free_income).max(0.0)).max(0.0)))
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, facts: &MonthFacts) -> String {
        let wage = kr(facts.work.map_or(0.0, |work| work.wage.gross.kr()));
        format!("max(0, {} - {} x max(0, {wage} - {}))", kr(self.rate), self.taper, kr(self.free_income))
    }
}
