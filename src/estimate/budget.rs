//! The municipality's budget: what each of its rows gains or loses in each budget year.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::flow::{Cashable, Frame, Line};
use crate::domain::ledger::Ledger;
use crate::domain::party::Party;
use crate::domain::source::Verification;
use crate::estimate::effect::Effect;
use crate::estimate::summary::{Batches, Summary};

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
    pub fn cells(&self, difference: &Ledger, lines: &[Line], deflators: &[f64]) -> Vec<Vec<i64>> {
        let mut cells = vec![vec![0; self.years.len()]; self.rows.len()];
        for line in lines {
            let Some(row) = self.row_of[line.index()] else { continue };
            for (cell, (_, months)) in cells[row].iter_mut().zip(&self.years) {
                *cell += months.clone().map(|month| gain(difference, *line, month)).sum::<i64>();
            }
        }
        for row in &mut cells {
            row.iter_mut().zip(deflators).for_each(|(cell, deflator)| *cell = deflated(*cell, *deflator));
        }
        cells
    }

    /// What of each month's gain can be taken out of the budget: shape `[month]`, øre, running prices.
    ///
    /// A cost is real money on every line and in every month; a saving counts where its row lets it, and when.
    pub fn cashable(&self, difference: &Ledger, lines: &[Line]) -> Vec<i64> {
        let mut months = vec![0; difference.months()];
        for line in lines {
            let Some(row) = self.row_of[line.index()] else { continue };
            let ripe = match self.rows[row].cashable {
                Cashable::Yes => 0,
                Cashable::AfterMonths(months) => usize::from(months),
                Cashable::No => usize::MAX,
            };
            for (month, sum) in months.iter_mut().enumerate() {
                let gain = gain(difference, *line, month);
                *sum += if gain < 0 || month >= ripe { gain } else { 0 };
            }
        }
        months
    }
}

/// What the municipality gains on a line in a month \[øre\].
fn gain(difference: &Ledger, line: Line, month: usize) -> i64 {
    difference.sum(month, line).ore() * line.sign(Party::Municipality)
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
    /// The budget over all draws, in the order of the draws; draws belong together in `batches`.
    pub fn of(plan: &BudgetPlan, effects: &[Effect], batches: Batches) -> Budget {
        let by_year = |figure: &dyn Fn(&Effect, usize) -> i64| -> Vec<Summary> {
            let summary = |year: usize| {
                let values: Vec<i64> = effects.iter().map(|effect| figure(effect, year)).collect();
                Summary::of(&values, batches)
            };
            (0..plan.years.len()).map(summary).collect()
        };
        let sum = |effect: &Effect, year: usize, kept: &dyn Fn(&BudgetRow) -> bool| -> i64 {
            plan.rows.iter().zip(&effect.budget).filter(|(row, _)| kept(row)).map(|(_, cells)| cells[year]).sum()
        };
        let moves = |row: &usize| effects.iter().any(|effect| effect.budget[*row].iter().any(|cell| *cell != 0));
        let moving: Vec<usize> = (0..plan.rows.len()).filter(moves).collect();
        let described = |row: usize| {
            let lines = effects.iter().flat_map(|effect| effect.lines.iter().map(|line| usize::from(*line)));
            let of_row = lines.filter(|line| plan.row_of[*line] == Some(row));
            let row = &plan.rows[row];
            let weakest = of_row.map(|line| plan.verified[line]).max();
            BudgetRow { verified: weakest.unwrap_or(row.verified), ..row.clone() }
        };
        let mut frames: Vec<Frame> = moving.iter().map(|row| plan.rows[*row].frame).collect();
        frames.dedup();
        let of_frame = |frame| by_year(&|effect, year| sum(effect, year, &|row| row.frame == frame));
        Budget {
            prices: plan.prices,
            years: plan.years.iter().map(|(year, _)| *year).collect(),
            rows: moving
                .into_iter()
                .map(|row| (described(row), by_year(&|effect, year| effect.budget[row][year])))
                .collect(),
            frames: frames.into_iter().map(|frame| (frame, of_frame(frame))).collect(),
            total: by_year(&|effect, year| sum(effect, year, &|_| true)),
            not_cashable: by_year(&|effect, year| sum(effect, year, &|_| true) - effect.cashable.by_year[year]),
        }
    }
}

/// The part of a municipality's gain that can be taken out of its budget, in one draw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashablePart {
    /// Net present value \[øre\].
    pub present_value: i64,
    /// Month of the break-even on the budget account, counted from 1; `None` where it never comes.
    pub break_even: Option<u32>,
    /// Deepest cumulated balance of the budget account \[øre\], zero or below.
    pub largest_exposure: i64,
    /// Amount in each shown year \[øre\], in the budget's prices: shape `[year]`.
    pub by_year: Vec<i64>,
}

impl CashablePart {
    /// The part of a draw. `factors`: discount factor over price index \[1\], shape `[month]`.
    pub fn of(plan: &BudgetPlan, months: &[i64], factors: &[f64], deflators: &[f64]) -> CashablePart {
        let value: f64 = months.iter().zip(factors).map(|(ore, factor)| *ore as f64 * factor).sum();
        let year = |((_, within), deflator): (&(i32, Range<usize>), &f64)| {
            deflated(months[within.clone()].iter().sum(), *deflator)
        };
        CashablePart {
            present_value: value.round() as i64,
            break_even: break_even_month(months),
            largest_exposure: deepest(months),
            by_year: plan.years.iter().zip(deflators).map(year).collect(),
        }
    }
}

/// The deepest cumulated balance \[øre\], zero or below.
fn deepest(balances: &[i64]) -> i64 {
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
