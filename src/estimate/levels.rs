//! Levels: what the arms of one draw are by themselves, where everybody is lived.

use std::ops::{Range, RangeInclusive};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::flow::{Line, Purpose};
use crate::domain::ledger::Ledger;
use crate::engine::outcome::{Incomes, Outcome};
use crate::estimate::figure::Figure;

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
        let both = |indicator| [baseline, programme].map(|record| record.activity.total(indicator));
        Levels {
            activity: Indicator::ALL.into_iter().map(both).collect(),
            pool: (0..months).step_by(12).map(|month| baseline.activity.on_support(month)).collect(),
            first_year_spending: Family::ALL.map(|family| spending(&baseline.ledger, family, 0..months.min(12))),
            incomes: [baseline.incomes, programme.incomes],
        }
    }

    /// The levels as a row of whole numbers, from which the figures of this room are read: of both arms the baseline, and
    /// what the programme has more, which is little.
    pub fn row(&self) -> Vec<i64> {
        let incomes = [self.incomes.map(|arm| arm.wages), self.incomes.map(|arm| arm.benefits)];
        let arms = self.activity.iter().chain(&incomes);
        let arms = arms.flat_map(|[baseline, programme]| [*baseline, programme - baseline]);
        arms.chain(self.first_year_spending).chain(self.pool.iter().copied()).collect()
    }
}

/// First column of the incomes: after the counts.
const INCOMES: usize = 2 * Indicator::COUNT;

/// First column of the spending on families: after wages and benefits.
const SPENDING: usize = INCOMES + 4;

/// First column of the pool.
const POOL: usize = SPENDING + Family::COUNT;

/// The columns of which an arm, 0 for the baseline, is the sum: the baseline's, and for the programme what it has more.
fn of_arm(arm: usize, baseline: usize) -> RangeInclusive<usize> {
    baseline..=baseline + arm
}

/// What is counted of some indicators together over all months in an arm, 0 for the baseline; hours in hundredths.
pub fn counted(indicators: &[Indicator], arm: usize) -> Figure {
    Figure::sum(indicators.iter().flat_map(|indicator| of_arm(arm, 2 * *indicator as usize)))
}

/// Wages and benefits of an arm, 0 for the baseline \[øre\].
pub fn incomes(arm: usize) -> [Figure; 2] {
    [0, 1].map(|kind| Figure::sum(of_arm(arm, INCOMES + 2 * kind)))
}

/// Gross spending on some families in the first twelve months, baseline, running prices \[øre\].
pub fn first_year_spending(families: &[Family]) -> Figure {
    Figure::sum(families.iter().map(|family| SPENDING + *family as usize))
}

/// People on support in the first month of the study's twelve months of this number, baseline \[persons\].
pub fn pool(year: usize) -> Figure {
    Figure::sum([POOL + year])
}

/// Gross spending on a family over some months, running prices \[øre\].
pub fn spending(ledger: &Ledger, family: Family, months: Range<usize>) -> i64 {
    let lines = [Purpose::Benefit, Purpose::StateBenefit].map(|purpose| Line::for_family(purpose, family));
    months.flat_map(|month| lines.map(|line| ledger.sum(month, line).ore())).sum()
}

#[cfg(test)]
mod tests {
    use super::{Levels, counted, first_year_spending, incomes, pool};
    use crate::domain::activity::Indicator;
    use crate::domain::benefit::Family;
    use crate::engine::outcome::Incomes;

    #[test]
    fn figures_are_what_went_into_the_row() {
        let levels = Levels {
            activity: (0..Indicator::COUNT as i64).map(|at| [10 * at, 10 * at + 3]).collect(),
            pool: vec![700, 690, 680],
            first_year_spending: std::array::from_fn(|at| 1_000 + at as i64),
            incomes: [Incomes { wages: 50, benefits: 60 }, Incomes { wages: 55, benefits: 40 }],
        };
        let row = levels.row();
        let both = [Indicator::OnCashBenefit, Indicator::InWork];
        let sum: [i64; 2] = [0, 1].map(|arm| both.iter().map(|one| levels.activity[*one as usize][arm]).sum());
        assert_eq!([0, 1].map(|arm| counted(&both, arm).in_row(&row)), sum);
        assert_eq!(incomes(0).map(|figure| figure.in_row(&row)), [50, 60]);
        assert_eq!(incomes(1).map(|figure| figure.in_row(&row)), [55, 40]);
        let last = [Family::ALL[Family::COUNT - 1]];
        assert_eq!(first_year_spending(&last).in_row(&row), 1_000 + Family::COUNT as i64 - 1);
        assert_eq!([0, 2].map(|year| pool(year).in_row(&row)), [700, 680]);
    }
}
