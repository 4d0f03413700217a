//! When months without support change the refund's clock and the legal status (FIN § 6; MODEL section 3).

use crate::domain::calendar::Weeks;
use crate::domain::work::Form;
use crate::rules::entitlement::Entitlement;

/// Months that the refund's window looks back.
const WINDOW: u64 = (1 << 36) - 1;
/// Months of self-support within the window after which the refund starts anew.
const RESTART_MONTHS: u32 = 12;
/// Months in a row without public support after which the status is self-supporting.
const SELF_SUPPORT_MONTHS: u8 = 3;

/// The clock of the refund, and the months of self-support that can start it anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SelfSupport {
    /// Weeks counted for the refund.
    pub clock: Weeks,
    /// Months of self-support among the last 36, newest in the lowest bit.
    pub window: u64,
    /// Months of self-support in a row.
    pub run: u8,
}

/// How a month counts for the refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Weeks that it puts on the clock.
    pub weeks: Weeks,
    /// Whether it is one of self-support.
    pub alone: bool,
}

impl Counted {
    /// How a month counts by what the law grants, the clock before it and the form of its work.
    ///
    /// Work whose wage public money supports (a flex job, a job with wage subsidy) never counts as self-support for the
    /// refund, however high the wage.
    pub fn of(entitlement: &Entitlement, clock: Weeks, form: Option<Form>) -> Counted {
        Counted {
            weeks: entitlement.clock_after.beyond(clock),
            alone: !entitlement.public_payment && !form.is_some_and(Form::is_supported),
        }
    }
}

impl SelfSupport {
    /// The same after a month.
    ///
    /// After twelve months of self-support among 36 the refund starts anew: clock and window are cleared.
    #[inline]
    pub fn after(self, month: Counted) -> SelfSupport {
        if !month.alone && self.window == 0 {
            return SelfSupport { clock: self.clock + month.weeks, window: 0, run: 0 };
        }
        let window = ((self.window << 1) | u64::from(month.alone)) & WINDOW;
        let restarts = window.count_ones() >= RESTART_MONTHS;
        SelfSupport {
            clock: if restarts { Weeks::ZERO } else { self.clock + month.weeks },
            window: if restarts { 0 } else { window },
            run: if month.alone { self.run.saturating_add(1) } else { 0 },
        }
    }

    /// Whether the months in a row make the status self-supporting.
    pub fn is_self_supporting(&self) -> bool {
        self.run >= SELF_SUPPORT_MONTHS
    }
}
