//! The municipality's budget: what each of its rows gains or loses in each budget year.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::flow::{Cashable, Frame, Line};
use crate::domain::party::Party;
use crate::domain::source::Verification;
use crate::estimate::effect::{Change, fine_value};
use crate::estimate::figure::{Figure, in_units};
use crate::estimate::row::FRACTIONS;
use crate::estimate::sampled::Sampled;
use crate::estimate::summary::Summary;

/// In which prices a budget stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BudgetPrices {
    /// Prices of each year.
    #[default]
    Running,
    /// Prices of the budget year: later years are deflated by the growth of prices.
    BudgetYear,
}

/// A row of the budget: lines of one function in one frame whose savings can be taken out of it alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BudgetRow {
    /// Frame.
    pub frame: Frame,
    /// Function of the chart of accounts: `5.57.73`; `None` for lines that are in no chart.
    pub account: Option<String>,
    /// When a saving can be taken out of the budget.
    pub cashable: Cashable,
    /// How far the function is verified: the weakest word of the lines on which something changes.
    pub verified: Verification,
}

/// How the ledger is laid out in the budget: data, since this floor knows no law.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetPlan {
    /// The rows, in the order of the table.
    pub rows: Vec<BudgetRow>,
    /// Row of each ledger line by [`Line::index`]; `None` where the municipality neither pays nor receives.
    pub row_of: Vec<Option<usize>>,
    /// How far each ledger line's function is verified, by [`Line::index`].
    pub verified: Vec<Verification>,
    /// The budget year and those that follow, each with its months counted from the study's first.
    pub years: Vec<(i32, Range<usize>)>,
    /// In which prices.
    pub prices: BudgetPrices,
}

impl BudgetPlan {
    /// What a krone of each shown year is in the budget \[1\], with this growth of prices [1/year]: shape `[year]`.
    pub fn deflators(&self, price_growth: f64) -> Vec<f64> {
        let first = self.years.first().map_or(0, |(year, _)| *year);
        let deflator = |year: i32| match self.prices {
            BudgetPrices::Running => 1.0,
            BudgetPrices::BudgetYear => libm::pow(1.0 + price_growth, f64::from(first - year)),
        };
        self.years.iter().map(|(year, _)| deflator(*year)).collect()
    }

    /// What each row gains in each shown year: shape `[row][year]`, øre, each rounded once where it is deflated.
    pub(crate) fn cells(&self, changes: &[Change], deflators: &[f64]) -> Vec<Vec<i64>> {
        let mut cells = vec![vec![0; self.years.len()]; self.rows.len()];
        for (row, sign, months) in self.moved(changes) {
            for (cell, (_, within)) in cells[row].iter_mut().zip(&self.years) {
                *cell += sign * months[within.clone()].iter().sum::<i64>();
            }
        }
        for row in &mut cells {
            row.iter_mut().zip(deflators).for_each(|(cell, deflator)| *cell = deflated(*cell, *deflator));
        }
        cells
    }

    /// What of each month's gain can be taken out of the budget: shape `[month]`, øre, running prices; and its present value
    /// \[øre\], rounded once. `factors`: discount factor over price index \[1\], shape `[month]`.
    ///
    /// A cost is real money on every line and in every month; a saving counts where its row lets it, and when.
    pub(crate) fn cashable(&self, changes: &[Change], factors: &[f64]) -> (Vec<i64>, i64) {
        let (mut sums, mut value) = (vec![0; factors.len()], 0);
        for (row, sign, months) in self.moved(changes) {
            let ripe = match self.rows[row].cashable {
                Cashable::Yes => 0,
                Cashable::AfterMonths(months) => usize::from(months),
                Cashable::No => usize::MAX,
            };
            let kept = |(month, ore): (usize, &i64)| {
                let gain = sign * ore;
                if gain < 0 || month >= ripe { gain } else { 0 }
            };
            let kept: Vec<i64> = months[..factors.len()].iter().enumerate().map(kept).collect();
            sums.iter_mut().zip(&kept).for_each(|(sum, ore)| *sum += ore);
            value += fine_value(&kept, factors);
        }
        (sums, in_units(value, FRACTIONS, 1.0))
    }

    /// A series of months in each shown year, in the budget's prices \[øre\]: shape `[year]`.
    pub(crate) fn by_year(&self, months: &[i64], deflators: &[f64]) -> Vec<i64> {
        let year = |((_, within), deflator): (&(i32, Range<usize>), &f64)| {
            deflated(months[within.clone()].iter().sum(), *deflator)
        };
        self.years.iter().zip(deflators).map(year).collect()
    }

    /// The changes that the municipality pays or receives: the row of each, what a krone on it does to the municipality, and
    /// its months.
    fn moved<'a>(&'a self, changes: &'a [Change]) -> impl Iterator<Item = (usize, i64, &'a [i64])> {
        let row = |change: &Change| self.row_of[change.line.index()];
        let of =
            move |change: &'a Change| Some((row(change)?, change.line.sign(Party::Municipality), &change.months[..]));
        changes.iter().filter_map(of)
    }
}

/// An amount in other prices, rounded to øre; to the øre itself where prices are the same.
fn deflated(ore: i64, deflator: f64) -> i64 {
    if deflator == 1.0 { ore } else { (ore as f64 * deflator).round() as i64 }
}

/// The municipality's budget over all draws, programme less baseline. *Positive = the budget is relieved.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// In which prices.
    pub prices: BudgetPrices,
    /// The budget year and the years that follow.
    pub years: Vec<i32>,
    /// The rows on which anything changes, with their amount in each year \[øre\].
    pub rows: Vec<(BudgetRow, Vec<Summary>)>,
    /// Subtotal of each frame that has a row \[øre\].
    pub frames: Vec<(Frame, Vec<Summary>)>,
    /// Total in each year \[øre\]: in running prices the municipality's net saving, draw by draw.
    pub total: Vec<Summary>,
    /// Memo: what of the total cannot be taken out of the budget \[øre\].
    pub not_cashable: Vec<Summary>,
}

impl Budget {
    /// The budget over all draws.
    pub fn of(plan: &BudgetPlan, draws: &Sampled) -> Budget {
        let layout = draws.layout;
        let by_year = |figure: &dyn Fn(usize) -> Figure| -> Vec<Summary> {
            (0..plan.years.len()).map(|year| draws.summary(&figure(year))).collect()
        };
        let moves = |row: &usize| (0..plan.years.len()).any(|year| draws.table.moves(&layout.budget([*row], year)));
        let moving: Vec<usize> = (0..plan.rows.len()).filter(moves).collect();
        let described = |row: usize| {
            let of_row = Line::all().filter(|line| plan.row_of[line.index()] == Some(row) && draws.moves(*line));
            let row = &plan.rows[row];
            let weakest = of_row.map(|line| plan.verified[line.index()]).max();
            BudgetRow { verified: weakest.unwrap_or(row.verified), ..row.clone() }
        };
        let mut frames: Vec<Frame> = moving.iter().map(|row| plan.rows[*row].frame).collect();
        frames.dedup();
        let total = |year| layout.budget(0..plan.rows.len(), year);
        let of_frame = |frame: Frame| {
            let rows = (0..plan.rows.len()).filter(move |row| plan.rows[*row].frame == frame);
            by_year(&|year| layout.budget(rows.clone(), year))
        };
        Budget {
            prices: plan.prices,
            years: plan.years.iter().map(|(year, _)| *year).collect(),
            rows: moving.iter().map(|row| (described(*row), by_year(&|year| layout.budget([*row], year)))).collect(),
            frames: frames.into_iter().map(|frame| (frame, of_frame(frame))).collect(),
            total: by_year(&total),
            not_cashable: by_year(&|year| total(year).minus(layout.cashable_in(year))),
        }
    }
}

/// The deepest cumulated balance \[øre\], zero or below.
pub(crate) fn deepest(balances: &[i64]) -> i64 {
    let mut cumulated = 0;
    let add = |balance: &i64| {
        cumulated += balance;
        cumulated
    };
    balances.iter().map(add).min().unwrap_or(0).min(0)
}

/// The first month, counted from 1, after which the cumulated balance never again falls below zero.
pub fn break_even_month(balances: &[i64]) -> Option<u32> {
    let (mut cumulated, mut last_below) = (0, None);
    for (month, balance) in balances.iter().enumerate() {
        cumulated += balance;
        if cumulated < 0 {
            last_below = Some(month);
        }
    }
    match last_below {
        None => Some(1),
        Some(last) if last + 1 < balances.len() => Some(last as u32 + 2),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{BudgetPlan, BudgetPrices, break_even_month};

    #[test]
    fn break_even_is_the_month_after_which_the_balance_never_falls_below_zero() {
        assert_eq!(break_even_month(&[-5, 6, -2, 3]), Some(4));
        assert_eq!(break_even_month(&[0, 0, 0]), Some(1));
        assert_eq!(break_even_month(&[-1, 0, 0]), None);
        assert_eq!(break_even_month(&[3, -2, -3, 1]), None);
    }

    #[test]
    fn later_years_are_deflated_to_the_budget_year() {
        let years = vec![(2027, 0..12), (2028, 12..24), (2029, 24..36)];
        let plan = |prices| BudgetPlan { rows: vec![], row_of: vec![], verified: vec![], years: years.clone(), prices };
        assert_eq!(plan(BudgetPrices::Running).deflators(0.02), [1.0; 3]);
        let deflated = plan(BudgetPrices::BudgetYear).deflators(0.02);
        assert_eq!(deflated[0], 1.0);
        assert!((deflated[2] * 1.02 * 1.02 - 1.0).abs() < 1e-15);
    }
}
