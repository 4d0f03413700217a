//! Flex subsidy (fleksløntilskud) and flex contribution (fleksbidrag): LAB § 123, FIN § 7.

use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Month, Weeks};
use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;
use crate::rules::schedule::{Ladder, two_tapers};

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct FlexSubsidyRules {
    /// Highest subsidy M [kr/month].
    pub maximum: f64,
    /// Wage from which the steeper taper holds T [kr/month].
    pub threshold: f64,
    /// Tapers below and above the threshold \[1\].
    pub tapers: [f64; 2],
    /// Highest flex contribution [kr/month].
    pub contribution_cap: f64,
    /// Flex contribution lost per krone of wage \[1\].
    pub contribution_taper: f64,
    /// State refund of flex jobs approved before 2013 [0-1].
    pub refund_before_2013: f64,
}

/// How a flex subsidy is refunded, by the month of approval (LAW section 4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Regime {
    /// A fixed state share, outside the ladder and its clock [0-1].
    Fixed(f64),
    /// On the refund ladder, with the flex contribution from week 53.
    Ladder,
}

impl FlexSubsidyRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<FlexSubsidyRules, LawError> {
        let number = |name: &str| law.number(&format!("flex_subsidy.{name}"));
        Ok(FlexSubsidyRules {
            maximum: number("maximum")?,
            threshold: number("threshold")?,
            tapers: [number("taper_below")?, number("taper_above")?],
            contribution_cap: number("contribution_cap")?,
            contribution_taper: number("contribution_taper")?,
            refund_before_2013: number("refund_before_2013")?,
        })
    }

    /// The subsidy paid. W is the wage with own and employer's pension.
    ///
    /// ```text
    /// max(0, M - 0.30 x min(W, T) - 0.55 x max(0, W - T)), at most what is missing to full-time pay in the job
    /// ```
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let Some(work) = &facts.work else { return Money::ZERO };
        let wage = work.wage.cost().kr();
        let subsidy = self.maximum - two_tapers(wage, self.threshold, self.tapers[0], self.tapers[1]);
        Money::from_kr(subsidy.min(full_time_pay(wage, work.hours_per_week) - wage).max(0.0))
    }

    /// How the subsidy is refunded.
    ///
    /// # Errors
    /// For approvals from January 2013 to June 2014 outside the ladder, whose fixed share is not on file; and where no
    /// month of approval is given.
    pub fn regime(&self, facts: &MonthFacts) -> Result<Regime, LawError> {
        let Some(approved) = facts.benefit.flex_approved else {
            return Err(LawError::Facts {
                what: "a flex subsidy needs approval for a flex job",
                month: facts.month,
                remedy: "give `flex_approved`, the month of approval",
            });
        };
        if approved < Month::january(2013) {
            return Ok(Regime::Fixed(self.refund_before_2013));
        }
        if approved < Month::january(2014).plus(6) && !facts.benefit.flex_job_after_july_2014 {
            return Err(LawError::NotOnFile {
                what: "the state's share of a flex job approved between January 2013 and June 2014",
                month: facts.month,
                remedy: "set `flex_job_after_july_2014` where the job was started or approved anew after 1 July 2014",
            });
        }
        Ok(Regime::Ladder)
    }

    /// The flex contribution for the part of the month from week 53 on. Pension contributions are not counted.
    ///
    /// ```text
    /// max(0, cap - 0.20 x wage) x part of the month at the last rung
    /// ```
    pub fn contribution(&self, facts: &MonthFacts, ladder: &Ladder) -> Money {
        let wage = facts.work.map_or(0.0, |work| (work.wage.gross - work.wage.own_pension).kr());
        let full = (self.contribution_cap - self.contribution_taper * wage).max(0.0);
        Money::from_kr(full * ladder.on_last_rung(facts.clock, Weeks::MONTH))
    }
}

/// What full time in a job pays, from the pay of fewer hours [kr/month].
pub fn full_time_pay(wage: f64, hours_per_week: f64) -> f64 {
    if hours_per_week > 0.0 { wage * (FULL_TIME_HOURS_PER_WEEK / hours_per_week).max(1.0) } else { f64::INFINITY }
}
