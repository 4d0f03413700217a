//! Self-support and return benefit, transition benefit (SHO: selvforsørgelses- og hjemrejseydelse, overgangsydelse)
//! of people of 30 or older, until 30 June 2025: LAS § 22.
//!
//! Earnings count as in the cash benefit of the time (LAS § 31). The amounts under 30 and of providers with a partner
//! are not on file.

use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::error::LawError;
use crate::rules::hourly_free_amount::HourlyFreeAmount;
use crate::rules::lookup::Lookup;

/// The amounts of a month [kr/month].
#[derive(Clone, Debug, PartialEq)]
pub struct ShoBenefitRules {
    other: f64,
    single_provider: f64,
    /// Earnings that do not count.
    pub free: HourlyFreeAmount,
}

impl ShoBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file and after repeal.
    pub fn of(law: &Lookup) -> Result<ShoBenefitRules, LawError> {
        Ok(ShoBenefitRules {
            other: law.number("sho_benefit.other")?,
            single_provider: law.number("sho_benefit.single_provider")?,
            free: HourlyFreeAmount::of(law, "sho_benefit")?,
        })
    }

    /// The benefit before earnings \[kr\].
    ///
    /// # Errors
    /// Under 30, and for providers with a partner.
    pub fn rate(&self, facts: &MonthFacts) -> Result<f64, LawError> {
        let refuse = |what| LawError::NotOnFile {
            what,
            month: facts.month,
            remedy: "leave such people out, or ask for cash_benefit from 2025-07 on",
        };
        match (facts.age() < 30, facts.benefit.provider, facts.benefit.single) {
            (true, _, _) => Err(refuse("the SHO benefit of people under 30")),
            (false, false, _) => Ok(self.other),
            (false, true, true) => Ok(self.single_provider),
            (false, true, false) => Err(refuse("the SHO benefit of a provider with a partner")),
        }
    }

    /// The benefit paid.
    ///
    /// # Errors
    /// As [`ShoBenefitRules::rate`].
    pub fn paid(&self, facts: &MonthFacts) -> Result<Money, LawError> {
        Ok(Money::from_kr(self.free.left_of(self.rate(facts)?, facts)))
    }
}
