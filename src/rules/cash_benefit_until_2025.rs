//! Cash benefit (kontanthjælp) until 30 June 2025: LAS §§ 25, 31.
//!
//! Left out: mutual support between spouses, the cap for others than singles without children, and the 225-hour rule,
//! which needs the hours of the last twelve months.

use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::error::LawError;
use crate::rules::hourly_free_amount::HourlyFreeAmount;
use crate::rules::lookup::Lookup;

/// The regime's amounts in a month [kr/month].
#[derive(Clone, Debug, PartialEq)]
pub struct CashBenefitUntil2025Rules {
    provider: f64,
    other: f64,
    /// Rates under 30; the law book has them from 2024.
    young: Result<YoungRates, LawError>,
    cap_single: Result<f64, LawError>,
    /// Earnings that do not count.
    pub free: HourlyFreeAmount,
}

#[derive(Clone, Debug, PartialEq)]
struct YoungRates {
    out: f64,
    at_parents: f64,
    single_provider: f64,
}

impl CashBenefitUntil2025Rules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file and after repeal.
    pub fn of(law: &Lookup) -> Result<CashBenefitUntil2025Rules, LawError> {
        let number = |name: &str| law.number(&format!("cash_benefit_until_2025.{name}"));
        let young = || {
            Ok(YoungRates {
                out: number("young")?,
                at_parents: number("young_at_parents")?,
                single_provider: number("young_single_provider")?,
            })
        };
        Ok(CashBenefitUntil2025Rules {
            provider: number("provider")?,
            other: number("other")?,
            young: young(),
            cap_single: number("benefit_cap_single"),
            free: HourlyFreeAmount::of(law, "cash_benefit_until_2025")?,
        })
    }

    /// The benefit before earnings \[kr\].
    ///
    /// # Errors
    /// Where no rate is on file for the household.
    pub fn rate(&self, facts: &MonthFacts) -> Result<f64, LawError> {
        let household = &facts.benefit;
        if facts.age() < 30 {
            let young = self.young.as_ref().map_err(LawError::clone)?;
            return match (household.provider, household.single, household.at_parents) {
                (true, true, _) => Ok(young.single_provider),
                (true, false, _) => Err(LawError::NotOnFile {
                    what: "the rate of a provider under 30 with a partner",
                    month: facts.month,
                    remedy: "leave such people out of the cohort, or ask from 2025-07 on",
                }),
                (false, _, true) => Ok(young.at_parents),
                (false, _, false) => Ok(young.out),
            };
        }
        if household.provider {
            return Ok(self.provider);
        }
        let cap =
            if household.single { self.cap_single.as_ref().copied().unwrap_or(f64::INFINITY) } else { f64::INFINITY };
        Ok(self.other.min(cap))
    }

    /// The benefit paid: earnings above the free amount are taken krone for krone.
    ///
    /// # Errors
    /// Where no rate is on file for the household.
    pub fn paid(&self, facts: &MonthFacts) -> Result<Money, LawError> {
        Ok(Money::from_kr(self.free.left_of(self.rate(facts)?, facts)))
    }
}
