//! How far people support themselves: the degree of self-support of a population.

use serde::{Deserialize, Serialize};

use crate::engine::outcome::Incomes;
use crate::estimate::levels::Levels;
use crate::estimate::summary::{Batches, Summary};

/// Steps into which a degree is divided, so that it is summed up as a whole number.
const STEPS: f64 = 1e9;

/// Degree of self-support [0-1] of everybody in the population over all months of the study.
///
/// ```text
/// sum of wages / (sum of wages + sum of benefits)      before tax, own pension contributions included
/// ```
///
/// Of each draw and arm, from exact sums of øre: nobody's month counts more for being a month, only for what it pays. Who
/// has neither wage nor benefit counts nowhere. A wage with a public subsidy counts as wage.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelfSupportDegree {
    /// Baseline.
    pub baseline: Summary,
    /// Programme.
    pub programme: Summary,
    /// The paired difference, programme less baseline [-1 to 1].
    pub difference: Summary,
}

impl SelfSupportDegree {
    /// The degree over the draws in which everybody is lived, in the order of the draws.
    pub fn of(levels: &[Levels], batches: Batches) -> SelfSupportDegree {
        let summary = |figure: &dyn Fn([i64; 2]) -> i64| {
            let values: Vec<i64> = levels.iter().map(|draw| figure(draw.incomes.map(steps))).collect();
            Summary::of(&values, batches).times(1.0 / STEPS)
        };
        SelfSupportDegree {
            baseline: summary(&|[baseline, _]| baseline),
            programme: summary(&|[_, programme]| programme),
            difference: summary(&|[baseline, programme]| programme - baseline),
        }
    }
}

/// The degree in whole steps; 0 where nobody has any income.
fn steps(incomes: Incomes) -> i64 {
    let whole = incomes.wages + incomes.benefits;
    if whole == 0 { 0 } else { (incomes.wages as f64 / whole as f64 * STEPS).round() as i64 }
}

#[cfg(test)]
mod tests {
    use super::steps;
    use crate::engine::outcome::Incomes;

    #[test]
    fn a_quarter_of_the_income_is_earned() {
        assert_eq!(steps(Incomes { wages: 500_000, benefits: 1_500_000 }), 250_000_000);
        assert_eq!(steps(Incomes { wages: 7, benefits: 0 }), 1_000_000_000);
        assert_eq!(steps(Incomes::default()), 0);
    }
}
