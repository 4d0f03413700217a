//! What a programme changes in one draw, where the lives that differ between the arms are all that is known.

use crate::domain::activity::Indicator;
use crate::engine::outcome::{Outcome, Record};
use crate::estimate::effect::{Seen, in_prices, net_present_value};

/// What a programme changes in one draw: programme less baseline, without the levels behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Net present value \[øre\]: shape `[perspective]`. *Positive = gain.*
    pub present_value: Seen,
    /// Sum of each count over the months: shape `[indicator]`; hours in hundredths.
    pub activity: Vec<i64>,
}

impl Difference {
    /// The difference of two arms, baseline and programme. `factors`: discount factor over price index of each month \[1\],
    /// shape `[month]`; `society`: factor on society's figures \[1\].
    pub fn of(outcome: &Outcome, factors: &[f64], society: f64) -> Difference {
        let (baseline, programme) = (&outcome.arms[0], &outcome.arms[1]);
        let sum = |record: &Record, indicator| -> i64 {
            (0..factors.len()).map(|month| record.activity.at(month, indicator)).sum()
        };
        let changes = |indicator: Indicator| sum(programme, indicator) - sum(baseline, indicator);
        Difference {
            present_value: in_prices(net_present_value(&programme.ledger.minus(&baseline.ledger), factors), society),
            activity: Indicator::ALL.into_iter().map(changes).collect(),
        }
    }
}
