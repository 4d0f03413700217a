//! Who bears a benefit: the state's refund, or the municipality's co-financing (FIN §§ 5-6).

use crate::domain::benefit::Family;
use crate::domain::calendar::Weeks;
use crate::domain::money::Money;
use crate::domain::source::Verification;
use crate::rules::schedule::Ladder;

/// The state's share of a benefit of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateShare {
    /// The share [0-1].
    pub share: f64,
    /// Whether the month's weeks count on the clock.
    pub counted: bool,
}

impl StateShare {
    /// On the ladder: the mean share over the month's weeks, which are counted.
    pub fn on_ladder(ladder: &Ladder, clock: Weeks) -> StateShare {
        StateShare { share: ladder.mean_share(clock, Weeks::MONTH), counted: true }
    }

    /// A fixed share outside the ladder.
    pub fn fixed(share: f64) -> StateShare {
        StateShare { share, counted: false }
    }

    /// What the state bears of a benefit; the municipality bears the rest.
    pub fn of(self, benefit: Money) -> Money {
        benefit.times(self.share)
    }

    /// The clock after a month in which a benefit was paid: any covered payment touches all weeks of the month.
    pub fn clock_after(self, clock: Weeks, benefit: Money) -> Weeks {
        if self.counted && benefit > Money::ZERO { clock + Weeks::MONTH } else { clock }
    }
}

/// How far it is verified that a family is on the ladder (FIN § 3). The unverified ones are on it by default, since the
/// agency describes the rate as in principle the same across benefits.
///
/// For rehabilitation the agency's accounting guide says it in words, with the four shares (function 5.58.80:
/// `star.dk/ydelser/budget-og-konteringsvejledning/funktionsomraader/5-58-80-revalidering/`); its item in FIN § 3 was
/// not seen.
pub const fn on_ladder_verified(family: Family) -> Verification {
    match family {
        Family::CashBenefit
        | Family::FlexSubsidy
        | Family::FlexWaitingBenefit
        | Family::DisabilityPension
        | Family::UnemploymentBenefit
        | Family::EducationBenefit
        | Family::RehabilitationBenefit => Verification::Primary,
        // Its ladder is the scenario's.
        Family::Declared => Verification::Primary,
        Family::SicknessBenefit => Verification::Derived,
        Family::ResourceBenefit | Family::JobClarificationBenefit | Family::SeniorPension | Family::ShoBenefit => {
            Verification::Unverified
        }
    }
}
