//! Unemployment benefit (dagpenge) of the full-time insured, and supplementary benefit beside work: ALF §§ 47-48.
//!
//! Everybody has the highest amount. The 30 weeks of supplementary benefit within 104 are counted since the status began.
//! Left out: the lower amounts after a lower wage, of graduates and of the young; the part-time insured; the supplement of
//! the first 481 hours, which needs the jobs before; and work that builds the right up anew.

use crate::domain::calendar::{FULL_TIME_HOURS_PER_MONTH, WEEKS_PER_MONTH};
use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::arithmetic::{kr, percent};
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct UnemploymentBenefitRules {
    /// Highest benefit DP [kr/month].
    pub maximum: f64,
    /// Fewest benefit hours that are paid beside work [h/month].
    pub least_hours: f64,
    /// Weeks with supplementary benefit \[weeks\].
    pub most_weeks: f64,
}

impl UnemploymentBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<UnemploymentBenefitRules, LawError> {
        Ok(UnemploymentBenefitRules {
            maximum: law.number("unemployment_benefit.maximum")?,
            least_hours: law.number("supplementary_unemployment_benefit.least_hours")?,
            most_weeks: law.number("supplementary_unemployment_benefit.most_weeks")?,
        })
    }

    /// Benefit hours of a month with work [h/month]: full time less the wage hours; none below the fewest hours.
    fn benefit_hours(&self, hours_per_week: f64) -> f64 {
        let hours = (FULL_TIME_HOURS_PER_MONTH - hours_per_week * WEEKS_PER_MONTH).max(0.0);
        if hours >= self.least_hours { hours } else { 0.0 }
    }

    /// The part of a month with work that lies within the weeks of supplementary benefit [0-1].
    fn within_weeks(&self, facts: &MonthFacts) -> f64 {
        let used = f64::from(facts.benefit.supplementary_months) * WEEKS_PER_MONTH;
        ((self.most_weeks - used) / WEEKS_PER_MONTH).clamp(0.0, 1.0)
    }

    /// The benefit paid: whole without work; beside it hour for hour, for 30 weeks. The wage itself does not count.
    ///
    /// ```text
    /// DP x (160.33 - wage hours) / 160.33 x part of the month within 30 weeks;  nothing below 14.8 benefit hours
    /// ```
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let Some(work) = &facts.work else { return Money::from_kr(self.maximum) };
        let part = self.benefit_hours(work.hours_per_week) / FULL_TIME_HOURS_PER_MONTH;
        Money::from_kr(self.maximum * part * self.within_weeks(facts))
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, facts: &MonthFacts) -> String {
        let Some(work) = &facts.work else { return kr(self.maximum) };
        let within = percent(self.within_weeks(facts));
        let hours = self.benefit_hours(work.hours_per_week);
        format!("{} x {hours:.2} of 160.33 benefit hours x {within} within the weeks beside work", kr(self.maximum))
    }
}
