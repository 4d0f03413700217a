//! Ledighedsydelse: approved for a flex job, without one (LAS §§ 74 a-d).
//!
//! Left out: the lower amounts of people without a right to sickness or unemployment benefit, and short work, which is
//! taken krone for krone. Awards before July 2014 are read as on the ladder like later ones (unverified).

use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;
use crate::rules::schedule::two_tapers;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct FlexWaitingBenefitRules {
    /// The benefit [kr/month].
    pub rate: f64,
    /// Wage from which the steeper taper holds, that of the flex subsidy [kr/month].
    pub threshold: f64,
    /// Tapers below and above the threshold \[1\].
    pub tapers: [f64; 2],
}

impl FlexWaitingBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<FlexWaitingBenefitRules, LawError> {
        Ok(FlexWaitingBenefitRules {
            rate: law.number("flex_waiting_benefit.rate")?,
            threshold: law.number("flex_subsidy.threshold")?,
            tapers: [law.number("flex_waiting_benefit.taper_below")?, law.number("flex_waiting_benefit.taper_above")?],
        })
    }

    /// The benefit paid, less 30 % of the wage up to the threshold and 55 % above. The wage is counted with pension.
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let wage = facts.work.map_or(0.0, |work| work.wage.cost().kr());
        Money::from_kr((self.rate - two_tapers(wage, self.threshold, self.tapers[0], self.tapers[1])).max(0.0))
    }
}
