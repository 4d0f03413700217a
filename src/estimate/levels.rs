//! Levels: what the arms of one draw are by themselves, where everybody is lived.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::flow::{Line, Purpose};
use crate::domain::ledger::Ledger;
use crate::engine::outcome::{Incomes, Outcome, Record};

/// Whose lives are lived. What the programme changes is the same with both, to the øre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Only those who come to a place in some arm: where both arms have the same law, all others live the same life in both.
    #[default]
    Lazy,
    /// Everybody in every draw.
    Exhaustive,
}

/// What the arms of one draw are by themselves. Shares, stocks and the baseline's spending come from here; what the programme
/// changes does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// Sum of each count over the months, baseline and programme: shape `[indicator]`; hours in hundredths.
    pub activity: Vec<[i64; 2]>,
    /// People on support in the first month of each twelve, baseline \[persons\].
    pub pool: Vec<i64>,
    /// Gross spending on each family in the first twelve months, baseline, running prices: shape `[family]`, øre.
    pub first_year_spending: [i64; Family::COUNT],
    /// What people live on, baseline and programme.
    pub incomes: [Incomes; 2],
}

impl Levels {
    /// The levels of an outcome in which everybody was lived: two arms, baseline and programme.
    pub fn of(outcome: &Outcome) -> Levels {
        let (baseline, programme) = (&outcome.arms[0], &outcome.arms[1]);
        let months = baseline.ledger.months();
        let total = |record: &Record, indicator| (0..months).map(|month| record.activity.at(month, indicator)).sum();
        let both = |indicator| [total(baseline, indicator), total(programme, indicator)];
        Levels {
            activity: Indicator::ALL.into_iter().map(both).collect(),
            pool: (0..months).step_by(12).map(|month| baseline.activity.on_support(month)).collect(),
            first_year_spending: Family::ALL.map(|family| spending(&baseline.ledger, family, 0..months.min(12))),
            incomes: [baseline.incomes, programme.incomes],
        }
    }
}

/// Gross spending on a family over some months, running prices \[øre\].
pub fn spending(ledger: &Ledger, family: Family, months: Range<usize>) -> i64 {
    let lines = [Purpose::Benefit, Purpose::StateBenefit].map(|purpose| Line::for_family(purpose, family));
    months.flat_map(|month| lines.map(|line| ledger.sum(month, line).ore())).sum()
}
