//! Benefit in a resource programme (ressourceforløb) and in job clarification (jobafklaring): LAS §§ 68, 68 a, 69 j.
//!
//! One rule with two books: the same amounts, but wages up to the threshold count in job clarification only. Left out: the
//! higher amount of those who come from sickness benefit or ledighedsydelse; other income, and the wage of a job that was
//! there when job clarification began, which count krone for krone; and the free amount per hour of work inside an offer.

use crate::domain::calendar::Month;
use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::arithmetic::kr;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;
use crate::rules::schedule::two_tapers;

/// First month in which nobody can begin a resource programme or rehabilitation (act 1750 of 2025).
///
/// Whether they closed on 1 February or on 1 July 2026 is unverified; the later date is used.
pub const CLOSED_FROM: Month = Month::january(2026).plus(6);

/// Age from which living at the parents' makes no difference.
const YOUNG_BELOW: i32 = 25;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceBenefitRules {
    provider: f64,
    other: f64,
    young_at_parents: f64,
    /// Wage from which the steeper taper holds [kr/month].
    pub threshold: f64,
    /// Tapers below and above the threshold \[1\].
    pub tapers: [f64; 2],
}

impl ResourceBenefitRules {
    /// The amounts of a month from a book: `resource_benefit` or `job_clarification_benefit`.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup, book: &str) -> Result<ResourceBenefitRules, LawError> {
        let number = |name: &str| law.number(&format!("{book}.{name}"));
        Ok(ResourceBenefitRules {
            provider: number("provider")?,
            other: number("other")?,
            young_at_parents: number("young_at_parents")?,
            threshold: number("threshold")?,
            tapers: [number("taper_below")?, number("taper_above")?],
        })
    }

    /// The benefit before earnings [kr/month].
    pub fn rate(&self, facts: &MonthFacts) -> f64 {
        let household = &facts.benefit;
        match (household.provider, household.at_parents && facts.age() < YOUNG_BELOW) {
            (true, _) => self.provider,
            (false, true) => self.young_at_parents,
            (false, false) => self.other,
        }
    }

    /// The benefit paid, less 30 % (in a resource programme nothing) of the wage up to the threshold and 55 % above. The
    /// wage is counted with pension.
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let wage = facts.work.map_or(0.0, |work| work.wage.cost().kr());
        let [below, above] = self.tapers;
        Money::from_kr((self.rate(facts) - two_tapers(wage, self.threshold, below, above)).max(0.0))
    }

    /// The computation with its figures.
    pub fn arithmetic(&self, facts: &MonthFacts) -> String {
        let (rate, threshold) = (kr(self.rate(facts)), kr(self.threshold));
        let wage = kr(facts.work.map_or(0.0, |work| work.wage.cost().kr()));
        let [below, above] = self.tapers;
        format!("max(0, {rate} - {below} x min({wage}, {threshold}) - {above} x max(0, {wage} - {threshold}))")
    }
}
