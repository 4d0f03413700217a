//! Tapers and ladders: the shapes in which the law gives amounts.

use std::sync::Arc;

use crate::domain::calendar::Weeks;

/// What two tapers, one below and one above a threshold, take of an amount \[kr\].
///
/// ```text
/// below x min(amount, threshold) + above x max(0, amount - threshold)
/// ```
pub fn two_tapers(amount: f64, threshold: f64, below: f64, above: f64) -> f64 {
    below * amount.min(threshold) + above * (amount - threshold).max(0.0)
}

/// A ladder by weeks: each rung holds from its first week on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// First week of the rung, counted from 1, and the share that holds from it.
    rungs: Arc<[(u32, f64)]>,
}

impl Ladder {
    /// A ladder of (first week, share) in order of weeks.
    pub fn new(rungs: Vec<(u32, f64)>) -> Ladder {
        Ladder { rungs: rungs.into() }
    }

    /// The mean share over the `span` that follows the weeks already counted [0-1].
    ///
    /// Weeks are counted in thirds, so the first month is (4 x 80 % + 1/3 x 40 %) / (13/3) = 76.92 %.
    pub fn mean_share(&self, counted: Weeks, span: Weeks) -> f64 {
        let (start, end) = (counted.thirds(), (counted + span).thirds());
        let mut sum = 0.0;
        for (position, (week, share)) in self.rungs.iter().enumerate() {
            let from = Weeks::whole(week - 1).thirds();
            let until = self.rungs.get(position + 1).map_or(u32::MAX, |(next, _)| Weeks::whole(next - 1).thirds());
            let thirds = end.min(until).saturating_sub(start.max(from));
            sum += f64::from(thirds) * share;
        }
        sum / f64::from(span.thirds())
    }

    /// How many months in a row have the same share, where each of them is counted: those that lie wholly on one rung
    /// \[months\].
    pub fn months_alike(&self, counted: Weeks) -> usize {
        let later = self.rungs.iter().map(|(week, _)| Weeks::whole(week - 1)).find(|from| *from > counted);
        later.map_or(usize::MAX, |from| (from.beyond(counted).thirds() / Weeks::MONTH.thirds()).max(1) as usize)
    }

    /// The part of the `span` that lies on the last rung [0-1].
    pub fn on_last_rung(&self, counted: Weeks, span: Weeks) -> f64 {
        let from = self.rungs.last().map_or(0, |(week, _)| Weeks::whole(week - 1).thirds());
        let (start, end) = (counted.thirds(), (counted + span).thirds());
        f64::from(end.saturating_sub(start.max(from))) / f64::from(span.thirds())
    }
}
