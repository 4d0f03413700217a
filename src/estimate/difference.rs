//! What a programme changes in one draw, where the lives that differ between the arms are all that is known.

use crate::domain::activity::Indicator;
use crate::domain::flow::Line;
use crate::engine::outcome::{Outcome, Record};
use crate::estimate::effect::{Seen, balances, in_prices, present_value, signed};

/// What a programme changes in one draw: programme less baseline, without the levels behind it. *Positive = gain.*
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Net present value \[øre\]: shape `[perspective]`.
    pub present_value: Seen,
    /// Net present value when places fill and nobody's life changes \[øre\]: shape `[perspective]`.
    pub no_effect: Seen,
    /// Balance of each month, running prices: shape `[month][perspective]`, øre.
    pub balance: Vec<Seen>,
    /// What a krone of each month is in prices of the price year \[1\]: shape `[month]`.
    pub deflators: Vec<f64>,
    /// Sum of each count over the months: shape `[indicator]`; hours in hundredths.
    pub activity: Vec<i64>,
}

impl Difference {
    /// The difference of two arms, baseline and programme. `discount`: factor of each month \[1\], shape `[month]`;
    /// `society`: factor on society's figures \[1\].
    pub fn of(outcome: &Outcome, discount: &[f64], deflators: Vec<f64>, society: f64) -> Difference {
        let (baseline, programme) = (&outcome.arms[0], &outcome.arms[1]);
        let months = 0..discount.len();
        let sum = |record: &Record, indicator| -> i64 {
            months.clone().map(|month| record.activity.at(month, indicator)).sum()
        };
        let difference = programme.ledger.minus(&baseline.ledger);
        let lines = signed(&difference.lines());
        let factors: Vec<f64> = discount.iter().zip(&deflators).map(|(factor, deflator)| factor * deflator).collect();
        let value = |kept: &dyn Fn(Line) -> bool| present_value(&difference, &lines, kept, months.clone(), &factors);
        let change = |indicator: Indicator| sum(programme, indicator) - sum(baseline, indicator);
        Difference {
            present_value: in_prices(value(&|_| true), society),
            no_effect: in_prices(value(&|line| !line.purpose.is_personal()), society),
            balance: months.clone().map(|month| in_prices(balances(&difference, &lines, month), society)).collect(),
            deflators,
            activity: Indicator::ALL.into_iter().map(change).collect(),
        }
    }

    /// What is counted of an indicator over all months, programme less baseline; hours in hundredths.
    pub fn change(&self, indicator: Indicator) -> i64 {
        self.activity[indicator as usize]
    }
}
