//! The social free card (socialt frikort): ordinary work that is tax-free and reduces no benefit (act 616/2024).

use crate::domain::money::Money;
use crate::domain::spell::{MonthFacts, Work};
use crate::domain::work::MonthWage;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// The amount of a month's year.
///
/// Wage, pension contributions and production flow as without it; only what tax and tapers *count* is less. Of the
/// contributions to a pension a taper counts the part that belongs to the wage outside the card.
#[derive(Clone, Debug, PartialEq)]
pub struct SocialFreeCardRules {
    /// Wage of a year that counts nowhere [kr/year].
    pub amount: f64,
}

impl SocialFreeCardRules {
    /// The amount of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<SocialFreeCardRules, LawError> {
        Ok(SocialFreeCardRules { amount: law.number("social_free_card.amount")? })
    }

    /// The facts as tax and tapers count them, and the wage on the card since January, after the month.
    ///
    /// ```text
    /// on the card this month = min(amount, on the card since January + wage of the month) - on the card since January
    /// ```
    pub fn counted(&self, facts: &MonthFacts) -> (MonthFacts, Money) {
        let before = facts.year_to_date.free_card;
        let Some(work) = facts.work.filter(|work| work.form.is_ordinary()) else { return (*facts, before) };
        let after = (before + work.wage.gross).min(Money::from_kr(self.amount)).max(before);
        (MonthFacts { work: Some(without(work, after - before)), ..*facts }, after)
    }
}

/// Work without a part of its wage, and without the hours and pension contributions of that part: benefits that are paid
/// hour for hour count the hours.
fn without(work: Work, free: Money) -> Work {
    let gross = (work.wage.gross - free).at_least_zero();
    let share = if gross > Money::ZERO { gross.kr() / work.wage.gross.kr() } else { 0.0 };
    let wage = MonthWage {
        gross,
        own_pension: work.wage.own_pension.times(share),
        employer_pension: work.wage.employer_pension.times(share),
    };
    Work { wage, hours_per_week: work.hours_per_week * share, ..work }
}
