//! The free amount per worked hour that benefits had until 30 June 2025 (LAS § 31): above it krone for krone.

use crate::domain::calendar::WEEKS_PER_MONTH;
use crate::domain::spell::MonthFacts;
use crate::rules::arithmetic::kr;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// An amount per worked hour that does not count, up to a number of hours.
#[derive(Clone, Debug, PartialEq)]
pub struct HourlyFreeAmount {
    per_hour: f64,
    hours_most: f64,
}

impl HourlyFreeAmount {
    /// The amounts of a month from a family's book.
    ///
    /// # Errors
    /// Before the first month on file and after repeal.
    pub fn of(law: &Lookup, book: &str) -> Result<HourlyFreeAmount, LawError> {
        Ok(HourlyFreeAmount {
            per_hour: law.number(&format!("{book}.free_per_hour"))?,
            hours_most: law.number(&format!("{book}.free_hours_most"))?,
        })
    }

    /// The earnings that do not count [kr/month].
    pub fn amount(&self, facts: &MonthFacts) -> f64 {
        let hours = facts.work.map_or(0.0, |work| work.hours_per_week * WEEKS_PER_MONTH);
        self.per_hour * hours.min(self.hours_most)
    }

    /// What is left of a benefit \[kr\].
    ///
    /// ```text
    /// max(0, rate - max(0, W - free per hour x min(hours, 160)))
    /// ```
    pub fn left_of(&self, rate: f64, facts: &MonthFacts) -> f64 {
        let wage = facts.work.map_or(0.0, |work| work.wage.gross.kr());
        (rate - (wage - self.amount(facts)).max(0.0)).max(0.0)
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, rate: f64, facts: &MonthFacts) -> String {
        let wage = facts.work.map_or(0.0, |work| work.wage.gross.kr());
        format!("max(0, {} - max(0, {} - {}))", kr(rate), kr(wage), kr(self.amount(facts)))
    }
}
