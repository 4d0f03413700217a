//! What a programme changes in one draw, where the lives that differ between the arms are all that is known.

use crate::domain::activity::Indicator;
use crate::domain::flow::Line;
use crate::domain::party::Perspective;
use crate::engine::outcome::Outcome;
use crate::estimate::effect::{Change, Seen, balances, changes, fine_value, seen_by};
use crate::estimate::figure::in_units;
use crate::estimate::reading::sign_for;
use crate::estimate::row::FRACTIONS;

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
    ///
    /// Present values are summed from the ledger lines as in the row of a draw, so that both are the same to the øre.
    pub fn of(outcome: &Outcome, discount: &[f64], deflators: Vec<f64>, society: f64) -> Difference {
        let (baseline, programme) = (&outcome.arms[0], &outcome.arms[1]);
        let months = discount.len();
        let changes = changes(outcome);
        let factors: Vec<f64> = discount.iter().zip(&deflators).map(|(factor, deflator)| factor * deflator).collect();
        let value = |change: &Change| fine_value(&change.months[..months], &factors);
        let values: Vec<(Line, i64)> = changes.iter().map(|change| (change.line, value(change))).collect();
        let total = |kept: &dyn Fn(Line) -> bool| {
            let kept: Vec<&(Line, i64)> = values.iter().filter(|(line, _)| kept(*line)).collect();
            Perspective::ALL.map(|perspective| {
                let fractions = kept.iter().map(|(line, value)| sign_for(*line, perspective) * value).sum();
                in_units(fractions, FRACTIONS, if perspective == Perspective::Society { society } else { 1.0 })
            })
        };
        let balances = balances(&changes, months);
        let by_month = Perspective::ALL.map(|perspective| seen_by(perspective, &balances));
        let in_month = |month: usize| {
            let mut seen: Seen = std::array::from_fn(|at| by_month[at][month]);
            let ore = &mut seen[Perspective::Society as usize];
            *ore = in_units(*ore, 1, society);
            seen
        };
        let change = |indicator: Indicator| programme.activity.total(indicator) - baseline.activity.total(indicator);
        Difference {
            present_value: total(&|_| true),
            no_effect: total(&|line| !line.purpose.is_personal()),
            balance: (0..months).map(in_month).collect(),
            deflators,
            activity: Indicator::ALL.into_iter().map(change).collect(),
        }
    }

    /// What is counted of an indicator over all months, programme less baseline; hours in hundredths.
    pub fn change(&self, indicator: Indicator) -> i64 {
        self.activity[indicator as usize]
    }
}
