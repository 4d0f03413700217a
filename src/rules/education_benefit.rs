//! Education benefit (uddannelseshjælp) of people under 30, until 30 June 2025: LAS §§ 23-24.
//!
//! Earnings count as in the cash benefit of the time (LAS § 31). The activity supplement is on file for people of
//! 25-29 who live out; the benefit of other activity-ready people is refused rather than given too low.

use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::error::LawError;
use crate::rules::hourly_free_amount::HourlyFreeAmount;
use crate::rules::lookup::Lookup;

/// The amounts of a month [kr/month].
#[derive(Clone, Debug, PartialEq)]
pub struct EducationBenefitRules {
    living_out: f64,
    at_parents: f64,
    single_provider: f64,
    provider: f64,
    activity_supplement: f64,
    /// Earnings that do not count.
    pub free: HourlyFreeAmount,
}

impl EducationBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file and after repeal.
    pub fn of(law: &Lookup) -> Result<EducationBenefitRules, LawError> {
        let number = |name: &str| law.number(&format!("education_benefit.{name}"));
        Ok(EducationBenefitRules {
            living_out: number("living_out")?,
            at_parents: number("at_parents")?,
            single_provider: number("single_provider")?,
            provider: number("provider")?,
            activity_supplement: number("activity_supplement")?,
            free: HourlyFreeAmount::of(law, "education_benefit")?,
        })
    }

    /// The benefit before earnings \[kr\].
    ///
    /// # Errors
    /// From the age of 30; and for activity-ready people whose supplement is not on file.
    pub fn rate(&self, facts: &MonthFacts) -> Result<f64, LawError> {
        let (age, household) = (facts.age(), &facts.benefit);
        if age >= 30 {
            return Err(LawError::Facts {
                what: "education benefit is for people under 30",
                month: facts.month,
                remedy: "use cash_benefit from the age of 30",
            });
        }
        let (rate, lives_out) = match (household.provider, household.single, household.at_parents) {
            (true, true, _) => (self.single_provider, false),
            (true, false, _) => (self.provider, false),
            (false, _, true) => (self.at_parents, false),
            (false, _, false) => (self.living_out, true),
        };
        match (household.activity_ready, lives_out && age >= 25) {
            (false, _) => Ok(rate),
            (true, true) => Ok(rate + self.activity_supplement),
            (true, false) => Err(LawError::NotOnFile {
                what: "the activity supplement of others than people of 25-29 who live out",
                month: facts.month,
                remedy: "set `activity_ready` to false for the benefit without it",
            }),
        }
    }

    /// The benefit paid.
    ///
    /// # Errors
    /// As [`EducationBenefitRules::rate`].
    pub fn paid(&self, facts: &MonthFacts) -> Result<Money, LawError> {
        Ok(Money::from_kr(self.free.left_of(self.rate(facts)?, facts)))
    }
}
