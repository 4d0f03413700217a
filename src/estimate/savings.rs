//! Savings: what one perspective gains or loses by the programme against the baseline.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};
use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::estimate::sampled::Sampled;
use crate::estimate::summary::{Summary, chance_of_gain};

/// The savings of the programme against the baseline, seen from one perspective. *Positive = gain.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Savings {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Net saving per calendar year \[øre\], running prices, undiscounted: shape `[year]`.
    pub by_year: Vec<Summary>,
    /// Cumulated net saving after each calendar quarter \[øre\], running prices: shape `[quarter]`.
    pub cumulated: Vec<Summary>,
    /// Net present value \[øre\], prices of the price year, discounted.
    pub net_present_value: Summary,
    /// Share of the draws with a net present value above zero [0-1].
    pub chance_of_gain: f64,
    /// Monte Carlo standard error of that share [0-1].
    pub chance_of_gain_error: f64,
    /// Break-even on the budget account.
    pub break_even: BreakEven,
    /// Deepest cumulated balance of the budget account \[øre\], zero or below.
    pub largest_exposure: Summary,
    /// Present value of programme cost, as the perspective bears it \[øre\], positive where it pays.
    pub programme_cost: Summary,
    /// Present value of all other flows / present value of programme cost, a ratio of means; `None` where cost <= 0.
    pub benefit_cost_ratio: Option<f64>,
    /// Net present value per krone of programme cost, a ratio of means; `None` where cost <= 0.
    pub net_per_krone: Option<f64>,
    /// Net present value per filled place and year \[øre\]; `None` where no place is filled.
    pub per_place_year: Option<f64>,
    /// Net present value per citizen placed \[øre\]; `None` where nobody is placed.
    pub per_citizen_placed: Option<f64>,
    /// Net present value per paid hour at a place \[øre\]; `None` where there is none.
    pub per_place_hour: Option<f64>,
    /// Net present value by purpose \[øre\]; purposes without any flow are left out. Their sum is
    /// the whole, but for rounding to øre.
    pub by_purpose: Vec<(Shown<Purpose>, Summary)>,
    /// Mean present value that falls in the last year / mean net present value; `None` where that is zero.
    pub last_year_share: Option<f64>,
    /// The part that can be taken out of the budget; only for the municipality.
    pub cashable: Option<CashableSavings>,
    /// What the citizens have to live on: without the value of their own time \[øre\], present value; only for them.
    pub disposable_income: Option<Summary>,
}

/// The part of the municipality's savings that can be taken out of its budget: every cost, and the savings on lines that
/// let it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CashableSavings {
    /// Net present value \[øre\], prices of the price year, discounted.
    pub net_present_value: Summary,
    /// Share of the draws with a net present value above zero [0-1].
    pub chance_of_gain: f64,
    /// Monte Carlo standard error of that share [0-1].
    pub chance_of_gain_error: f64,
    /// Break-even on the budget account.
    pub break_even: BreakEven,
    /// Deepest cumulated balance of the budget account \[øre\], zero or below.
    pub largest_exposure: Summary,
}

impl CashableSavings {
    fn of(draws: &Sampled) -> CashableSavings {
        let Sampled { layout, batches, .. } = *draws;
        let values = draws.values(&layout.cashable_value());
        let (chance_of_gain, chance_of_gain_error) = chance_of_gain(&values, batches);
        CashableSavings {
            net_present_value: Summary::of(&values, batches),
            chance_of_gain,
            chance_of_gain_error,
            break_even: BreakEven::of(draws.values(&layout.cashable_break_even())),
            largest_exposure: draws.summary(&layout.cashable_deepest()),
        }
    }
}

/// The first month after which the cumulated balance never again falls below zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEven {
    /// Median month, counted from 1, with *never* as infinity; `None` where the median draw never breaks even.
    pub median_month: Option<u32>,
    /// Share of the draws that never break even within the horizon [0-1].
    pub never: f64,
}

/// By what the savings are taken apart.
pub struct Breakdown<'a> {
    /// The months of each calendar year, counted from the study's first.
    pub years: &'a [Range<usize>],
    /// The rows of money by purpose: what each shows, and the purposes that are summed in it.
    pub purposes: &'a [(Shown<Purpose>, Vec<Purpose>)],
}

impl Savings {
    /// The savings over all draws, seen from one perspective.
    pub fn of(perspective: Perspective, draws: &Sampled, breakdown: &Breakdown) -> Savings {
        let Sampled { table, layout, batches } = *draws;
        let values = draws.values(&layout.net_present_value(perspective));
        let present_value = Summary::of(&values, batches);
        let (chance_of_gain, chance_of_gain_error) = chance_of_gain(&values, batches);
        let cost = draws.summary(&layout.cost(perspective));
        let per = |indicator: Indicator, unit: f64| {
            let counted = table.mean(&layout.change(&[indicator]));
            (counted > 0.0).then(|| present_value.mean / (counted / unit))
        };
        let quarters = (0..layout.shape().quarters.len()).map(|quarter| layout.quarter(perspective, quarter));
        let purpose = |(shown, parts): &(Shown<Purpose>, Vec<Purpose>)| {
            let figure = layout.of_purposes(perspective, parts);
            table.moves(&figure).then(|| (*shown, draws.summary(&figure)))
        };
        Savings {
            perspective,
            by_year: breakdown.years.iter().map(|year| draws.summary(&layout.within(perspective, year))).collect(),
            cumulated: table.running(quarters, batches).collect(),
            net_present_value: present_value,
            chance_of_gain,
            chance_of_gain_error,
            break_even: BreakEven::of(draws.values(&layout.break_even(perspective))),
            largest_exposure: draws.summary(&layout.deepest(perspective)),
            programme_cost: cost,
            benefit_cost_ratio: (cost.mean > 0.0).then(|| (present_value.mean + cost.mean) / cost.mean),
            net_per_krone: (cost.mean > 0.0).then(|| present_value.mean / cost.mean),
            per_place_year: per(Indicator::FilledPlaces, f64::from(MONTHS_PER_YEAR)),
            per_citizen_placed: per(Indicator::FirstPlacements, 1.0),
            per_place_hour: per(Indicator::PlaceHours, Activity::HOUR as f64),
            by_purpose: breakdown.purposes.iter().filter_map(purpose).collect(),
            last_year_share: (present_value.mean != 0.0)
                .then(|| table.mean(&layout.last_year(perspective)) / present_value.mean),
            disposable_income: (perspective == Perspective::Citizen).then(|| draws.summary(&layout.disposable())),
            cashable: (perspective == Perspective::Municipality).then(|| CashableSavings::of(draws)),
        }
    }
}

impl BreakEven {
    /// Break-even over all draws, from the month of each, counted from 1; 0 where it never comes.
    fn of(mut draws: Vec<i64>) -> BreakEven {
        let number = draws.len();
        draws.retain(|month| *month > 0);
        draws.sort_unstable();
        BreakEven {
            median_month: draws.get((number.max(1) - 1) / 2).map(|month| *month as u32),
            never: (number - draws.len()) as f64 / number.max(1) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BreakEven;

    #[test]
    fn never_is_later_than_every_month() {
        let found = BreakEven::of(vec![4, 1, 0, 0]);
        assert_eq!((found.median_month, found.never), (Some(4), 0.5));
        assert_eq!(BreakEven::of(vec![0, 0]).median_month, None);
    }
}
