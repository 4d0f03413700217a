//! Savings: what one perspective gains or loses by the programme against the baseline.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};
use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::estimate::budget::break_even_month;
use crate::estimate::effect::{Effect, Seen};
use crate::estimate::summary::{Batches, Summary, mean, standard_error};

/// The savings of the programme against the baseline, seen from one perspective. *Positive = gain.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Savings {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Net saving per calendar year \[øre\], running prices, undiscounted: shape `[year]`.
    pub by_year: Vec<Summary>,
    /// Mean cumulated net saving after each month \[øre\], running prices: shape `[month]`, with its interval.
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
    /// Net present value by purpose \[øre\]; purposes without any flow are left out. The means sum to that of the whole, but for rounding to øre.
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
    fn of(effects: &[Effect], batches: Batches) -> CashableSavings {
        let values: Vec<i64> = effects.iter().map(|effect| effect.cashable.present_value).collect();
        let gains: Vec<i64> = values.iter().map(|value| i64::from(*value > 0)).collect();
        let exposures: Vec<i64> = effects.iter().map(|effect| effect.cashable.largest_exposure).collect();
        CashableSavings {
            net_present_value: Summary::of(&values, batches),
            chance_of_gain: mean(&gains),
            chance_of_gain_error: standard_error(&gains, batches),
            break_even: BreakEven::of(effects.iter().map(|effect| effect.cashable.break_even)),
            largest_exposure: Summary::of(&exposures, batches),
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

/// The months of the study, and how draws belong together.
pub struct Layout<'a> {
    /// The months of each calendar year, counted from the study's first.
    pub years: &'a [Range<usize>],
    /// The rows of money by purpose: what each shows, and the purposes that are summed in it.
    pub purposes: &'a [(Shown<Purpose>, Vec<Purpose>)],
    /// Which draws belong together.
    pub batches: Batches,
}

impl Savings {
    /// The savings over all draws, in the order of the draws, seen from one perspective.
    pub fn of(perspective: Perspective, effects: &[Effect], layout: &Layout) -> Savings {
        let at = perspective as usize;
        let summary = |figure: &dyn Fn(&Effect) -> i64| {
            let values: Vec<i64> = effects.iter().map(figure).collect();
            Summary::of(&values, layout.batches)
        };
        let months = effects.first().map_or(0, |effect| effect.balance.len());
        let paths: Vec<Vec<i64>> = effects.iter().map(|effect| cumulated(effect, at)).collect();
        let path_summary = |figure: &dyn Fn(&Vec<i64>) -> i64| {
            let values: Vec<i64> = paths.iter().map(figure).collect();
            Summary::of(&values, layout.batches)
        };
        let year =
            |months: &Range<usize>| summary(&|effect| effect.balance[months.clone()].iter().map(|seen| seen[at]).sum());
        let present_value = summary(&|effect| effect.present_value[at]);
        let cost = summary(&|effect| effect.cost[at]);
        let gains: Vec<i64> = effects.iter().map(|effect| i64::from(effect.present_value[at] > 0)).collect();
        let per = |indicator: Indicator, unit: f64| {
            let counted = summary(&|effect| effect.activity[indicator as usize]);
            (counted.mean > 0.0).then(|| present_value.mean / (counted.mean / unit))
        };
        Savings {
            perspective,
            by_year: layout.years.iter().map(year).collect(),
            cumulated: (0..months).map(|month| path_summary(&|path| path[month])).collect(),
            net_present_value: present_value,
            chance_of_gain: mean(&gains),
            chance_of_gain_error: standard_error(&gains, layout.batches),
            break_even: BreakEven::of(effects.iter().map(|effect| break_even(effect, at))),
            largest_exposure: path_summary(&|path| path.iter().copied().min().unwrap_or(0).min(0)),
            programme_cost: cost,
            benefit_cost_ratio: (cost.mean > 0.0).then(|| (present_value.mean + cost.mean) / cost.mean),
            net_per_krone: (cost.mean > 0.0).then(|| present_value.mean / cost.mean),
            per_place_year: per(Indicator::FilledPlaces, f64::from(MONTHS_PER_YEAR)),
            per_citizen_placed: per(Indicator::FirstPlacements, 1.0),
            per_place_hour: per(Indicator::PlaceHours, Activity::HOUR as f64),
            by_purpose: layout
                .purposes
                .iter()
                .filter(|(_, parts)| {
                    effects.iter().any(|e| parts.iter().any(|part| e.by_purpose[*part as usize][at] != 0))
                })
                .map(|(shown, parts)| {
                    let sum = |effect: &Effect| parts.iter().map(|part| effect.by_purpose[*part as usize][at]).sum();
                    (*shown, summary(&sum))
                })
                .collect(),
            last_year_share: (present_value.mean != 0.0)
                .then(|| summary(&|effect| effect.last_year[at]).mean / present_value.mean),
            disposable_income: (perspective == Perspective::Citizen).then(|| summary(&|effect| effect.disposable)),
            cashable: (perspective == Perspective::Municipality).then(|| CashableSavings::of(effects, layout.batches)),
        }
    }
}

/// The balance after each month, running prices \[øre\].
fn cumulated(effect: &Effect, perspective: usize) -> Vec<i64> {
    let mut sum = 0;
    let add = |seen: &Seen| {
        sum += seen[perspective];
        sum
    };
    effect.balance.iter().map(add).collect()
}

/// The month of the break-even of a draw.
fn break_even(effect: &Effect, perspective: usize) -> Option<u32> {
    let balances: Vec<i64> = effect.balance.iter().map(|seen| seen[perspective]).collect();
    break_even_month(&balances)
}

impl BreakEven {
    /// Break-even over all draws, from the month of each; `None` where it never comes.
    fn of(draws: impl ExactSizeIterator<Item = Option<u32>>) -> BreakEven {
        let number = draws.len();
        let mut months: Vec<u32> = draws.flatten().collect();
        months.sort_unstable();
        BreakEven {
            median_month: months.get((number.max(1) - 1) / 2).copied(),
            never: (number - months.len()) as f64 / number.max(1) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BreakEven;

    #[test]
    fn never_is_later_than_every_month() {
        let found = BreakEven::of([Some(4), Some(1), None, None].into_iter());
        assert_eq!((found.median_month, found.never), (Some(4), 0.5));
        assert_eq!(BreakEven::of([None, None].into_iter()).median_month, None);
    }
}
