//! Unemployment benefit (dagpenge) of full-time and part-time insured, and supplementary benefit beside work: ALF §§ 47-48.
//!
//! Everybody has the highest amount. The 30 weeks of supplementary benefit within 104 are counted since the status began.
//! Left out: the lower amounts after a lower wage, of graduates and of the young; the supplement of the first 481 hours,
//! which needs the jobs before (its amounts stand under `not_counted`); and work that builds the right up anew.

use crate::domain::benefit::Insurance;
use crate::domain::calendar::{FULL_TIME_HOURS_PER_MONTH, WEEKS_PER_MONTH};
use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::arithmetic::{kr, percent};
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct UnemploymentBenefitRules {
    /// Highest benefit DP, full-time insured [kr/month].
    pub maximum: f64,
    full_time: InsuredRules,
    part_time: InsuredRules,
    /// Weeks with supplementary benefit \[weeks\].
    pub most_weeks: f64,
}

/// What holds for one kind of insurance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct InsuredRules {
    /// Highest benefit [kr/month].
    maximum: f64,
    /// Hours of a full month [h/month].
    hours: f64,
    /// Fewest benefit hours that are paid beside work [h/month].
    least_hours: f64,
}

impl UnemploymentBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<UnemploymentBenefitRules, LawError> {
        let maximum = law.number("unemployment_benefit.maximum")?;
        Ok(UnemploymentBenefitRules {
            maximum,
            full_time: InsuredRules {
                maximum,
                hours: FULL_TIME_HOURS_PER_MONTH,
                least_hours: law.number("supplementary_unemployment_benefit.least_hours")?,
            },
            part_time: InsuredRules {
                maximum: law.number("unemployment_benefit.part_time_maximum")?,
                hours: law.number("supplementary_unemployment_benefit.part_time_hours")?,
                least_hours: law.number("supplementary_unemployment_benefit.part_time_least_hours")?,
            },
            most_weeks: law.number("supplementary_unemployment_benefit.most_weeks")?,
        })
    }

    fn insured(&self, facts: &MonthFacts) -> &InsuredRules {
        match facts.benefit.insurance {
            Insurance::FullTime => &self.full_time,
            Insurance::PartTime => &self.part_time,
        }
    }

    /// The part of a month with work that lies within the weeks of supplementary benefit [0-1].
    fn within_weeks(&self, facts: &MonthFacts) -> f64 {
        let used = f64::from(facts.benefit.supplementary_months) * WEEKS_PER_MONTH;
        ((self.most_weeks - used) / WEEKS_PER_MONTH).clamp(0.0, 1.0)
    }

    /// The benefit paid: whole without work; beside it hour for hour, for 30 weeks. The wage itself does not count.
    ///
    /// ```text
    /// full-time insured: DP x (160.33 - wage hours) / 160.33;  nothing below 14.8 benefit hours
    /// part-time insured: 2/3 DP x (130 - wage hours) / 130;    nothing below 12 benefit hours
    /// both x part of the month within 30 weeks
    /// ```
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let insured = self.insured(facts);
        let Some(work) = &facts.work else { return Money::from_kr(insured.maximum) };
        let part = insured.benefit_hours(work.hours_per_week) / insured.hours;
        Money::from_kr(insured.maximum * part * self.within_weeks(facts))
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, facts: &MonthFacts) -> String {
        let insured = self.insured(facts);
        let maximum = kr(insured.maximum);
        let Some(work) = &facts.work else { return maximum };
        let within = percent(self.within_weeks(facts));
        let (hours, all) = (insured.benefit_hours(work.hours_per_week), insured.hours);
        format!("{maximum} x {hours:.2} of {all:.2} benefit hours x {within} within the weeks beside work")
    }
}

impl InsuredRules {
    /// Benefit hours of a month with work [h/month]: the full month less the wage hours; none below the fewest hours.
    fn benefit_hours(&self, hours_per_week: f64) -> f64 {
        let hours = (self.hours - hours_per_week * WEEKS_PER_MONTH).max(0.0);
        if hours >= self.least_hours { hours } else { 0.0 }
    }
}
