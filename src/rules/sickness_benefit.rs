//! Sickness benefit (sygedagpenge) of people without pay during their illness: sygedagpengeloven § 50.
//!
//! Everybody has the highest amount. Left out: the lower amount after a lower wage, and the employer's period.

use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, WEEKS_PER_MONTH};
use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::arithmetic::kr;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct SicknessBenefitRules {
    /// Highest benefit of a week \[kr\].
    pub weekly_maximum: f64,
    /// Fewest hours of absence that are paid [h/week].
    pub least_hours: f64,
}

impl SicknessBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<SicknessBenefitRules, LawError> {
        Ok(SicknessBenefitRules {
            weekly_maximum: law.number("sickness_benefit.weekly_maximum")?,
            least_hours: law.number("sickness_benefit.least_hours")?,
        })
    }

    /// Paid hours of absence [h/week]: full time less the hours worked; none below the fewest hours.
    fn absence(&self, facts: &MonthFacts) -> f64 {
        let absent = (FULL_TIME_HOURS_PER_WEEK - facts.work.map_or(0.0, |work| work.hours_per_week)).max(0.0);
        if absent >= self.least_hours { absent } else { 0.0 }
    }

    /// The benefit paid, hour for hour of absence. The wage of the hours worked does not count.
    ///
    /// ```text
    /// weekly maximum x 13/3 weeks x hours of absence / 37
    /// ```
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let part = self.absence(facts) / FULL_TIME_HOURS_PER_WEEK;
        Money::from_kr(self.weekly_maximum * WEEKS_PER_MONTH * part)
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, facts: &MonthFacts) -> String {
        format!("{} x 13/3 weeks x {:.2} of 37 h of absence", kr(self.weekly_maximum), self.absence(facts))
    }
}
