//! How far people support themselves: the degree of self-support of a population.

use serde::{Deserialize, Serialize};

use crate::engine::outcome::Incomes;
use crate::estimate::draw_table::DrawTable;
use crate::estimate::levels::incomes;
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
    /// The degree over the draws in which everybody is lived.
    pub fn of(levels: &DrawTable, batches: Batches) -> SelfSupportDegree {
        let degrees = [0, 1].map(|arm| {
            let [wages, benefits] = incomes(arm).map(|figure| levels.values(&figure));
            wages.into_iter().zip(benefits).map(|(wages, benefits)| steps(Incomes { wages, benefits })).collect()
        });
        let [baseline, programme]: [Vec<i64>; 2] = degrees;
        let difference: Vec<i64> = programme.iter().zip(&baseline).map(|(own, its)| own - its).collect();
        let summary = |values: &[i64]| Summary::of(values, batches).times(1.0 / STEPS);
        SelfSupportDegree {
            baseline: summary(&baseline),
            programme: summary(&programme),
            difference: summary(&difference),
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
