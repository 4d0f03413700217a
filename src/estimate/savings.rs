//! Savings: what one perspective gains or loses by the programme against the baseline.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};
use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::estimate::effect::{Effect, Seen};
use crate::estimate::summary::{Summary, mean, standard_error};

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
    /// Of the net present value, the part on cashable budget lines \[øre\]; only for the municipality.
    pub cashable: Option<Summary>,
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
    /// Draws that share a sample of assumptions.
    pub replicates: usize,
}

impl Savings {
    /// The savings over all draws, in the order of the draws, seen from one perspective.
    pub fn of(perspective: Perspective, effects: &[Effect], layout: &Layout) -> Savings {
        let at = perspective as usize;
        let summary = |figure: &dyn Fn(&Effect) -> i64| {
            let values: Vec<i64> = effects.iter().map(figure).collect();
            Summary::of(&values, layout.replicates)
        };
        let months = effects.first().map_or(0, |effect| effect.balance.len());
        let paths: Vec<Vec<i64>> = effects.iter().map(|effect| cumulated(effect, at)).collect();
        let path_summary = |figure: &dyn Fn(&Vec<i64>) -> i64| {
            let values: Vec<i64> = paths.iter().map(figure).collect();
            Summary::of(&values, layout.replicates)
        };
        let year =
            |months: &Range<usize>| summary(&|effect| effect.balance[months.clone()].iter().map(|seen| seen[at]).sum());
        let present_value = summary(&|effect| effect.present_value[at]);
        let cost = summary(&|effect| effect.cost[at]);
        let gains: Vec<i64> = effects.iter().map(|effect| i64::from(effect.present_value[at] > 0)).collect();
        let per = |indicator: Indicator, unit: f64| {
            let counted = summary(&|effect| {
                let [baseline, programme] = effect.activity[indicator as usize];
                programme - baseline
            });
            (counted.mean > 0.0).then(|| present_value.mean / (counted.mean / unit))
        };
        Savings {
            perspective,
            by_year: layout.years.iter().map(year).collect(),
            cumulated: (0..months).map(|month| path_summary(&|path| path[month])).collect(),
            net_present_value: present_value,
            chance_of_gain: mean(&gains),
            chance_of_gain_error: standard_error(&gains, layout.replicates),
            break_even: BreakEven::of(&paths),
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
            cashable: (perspective == Perspective::Municipality).then(|| summary(&|effect| effect.cashable)),
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

impl BreakEven {
    /// Break-even over the cumulated paths of all draws: shape `[draw][month]`.
    fn of(paths: &[Vec<i64>]) -> BreakEven {
        // The month after the last one below zero, counted from 1; never where that is the last month.
        let month = |path: &Vec<i64>| match path.iter().rposition(|balance| *balance < 0) {
            None => Some(1),
            Some(last) if last + 1 < path.len() => Some(last as u32 + 2),
            Some(_) => None,
        };
        let mut months: Vec<u32> = paths.iter().filter_map(month).collect();
        months.sort_unstable();
        let draws = paths.len().max(1);
        BreakEven {
            median_month: months.get((draws - 1) / 2).copied(),
            never: (paths.len() - months.len()) as f64 / draws as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BreakEven;

    #[test]
    fn break_even_is_the_month_after_which_the_balance_never_falls_below_zero() {
        let paths = [vec![-5, 1, -1, 2], vec![0, 0, 0, 0], vec![-1, -1, -1, -1], vec![3, 1, -2, -1]];
        let found = BreakEven::of(&paths);
        assert_eq!((found.median_month, found.never), (Some(4), 0.5));
        assert_eq!(BreakEven::of(&paths[2..]).median_month, None);
    }
}
