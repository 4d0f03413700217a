//! The effect of a programme in one draw: the paired difference of two arms, as a row of whole numbers.

use crate::domain::activity::Indicator;
use crate::domain::flow::Line;
use crate::domain::party::{Party, Perspective};
use crate::engine::outcome::{Outcome, Record};
use crate::engine::settlement::NEED_LAG_MONTHS;
use crate::estimate::arising::{Parts, arising};
use crate::estimate::budget::{BudgetPlan, break_even_month, deepest};
use crate::estimate::row::{FRACTIONS, RowLayout};

/// One figure per perspective, in the order of [`Perspective::ALL`] \[øre\]. *Positive = gain.*
pub type Seen = [i64; Perspective::COUNT];

/// What every draw is valued with.
pub struct Valuation<'a> {
    /// Which columns its row has.
    pub layout: &'a RowLayout,
    /// Discount factor over price index of each month \[1\]: shape `[month]`.
    pub factors: &'a [f64],
    /// Wage level of each month over that of the price year \[1\]: shape `[month]`.
    pub wage_index: &'a [f64],
    /// How the ledger is laid out in the municipality's budget.
    pub plan: &'a BudgetPlan,
    /// What a krone of each year of the plan is in the budget \[1\]: shape `[year]`.
    pub deflators: &'a [f64],
    /// Parts of the programme.
    pub parts: &'a Parts,
}

/// The effect in a draw of two arms, baseline and programme: a row with the columns of the layout.
pub fn effect(outcome: &Outcome, valuation: &Valuation) -> Vec<i64> {
    let mut row = vec![0; valuation.layout.width()];
    let changes = changes(outcome);
    let months = valuation.factors.len();
    for change in &changes {
        row[valuation.layout.lines.at(0, change.line.index())] =
            fine_value(&change.months[..months], valuation.factors);
    }
    accounts(&mut row, &balances(&changes, months), valuation);
    budget(&mut row, &changes, valuation);
    counts(&mut row, outcome, valuation);
    let attributions = [&outcome.attributions[0], &outcome.attributions[1]];
    arising(&mut row, valuation.layout, attributions, valuation.parts, valuation.factors);
    row
}

/// A ledger line on which something changes.
pub(crate) struct Change {
    /// The line.
    pub line: Line,
    /// Programme less baseline \[øre\]: shape `[month]`, and last what falls due later.
    pub months: Vec<i64>,
}

/// The lines on which anything changes, in their order.
pub(crate) fn changes(outcome: &Outcome) -> Vec<Change> {
    let [baseline, programme] = [&outcome.arms[0].ledger, &outcome.arms[1].ledger];
    let differs = Line::all().filter(|line| baseline.along(*line) != programme.along(*line));
    let change = |line| {
        let months = programme.along(line).iter().zip(baseline.along(line)).map(|(own, its)| own - its);
        Change { line, months: months.collect() }
    };
    differs.map(change).collect()
}

/// Exact month totals times factor, summed in month order, rounded once \[øre\].
pub(crate) fn present_value(months: &[i64], factors: &[f64]) -> i64 {
    discounted(months, factors).round() as i64
}

/// The same rounded to [`FRACTIONS`] of øre.
pub(crate) fn fine_value(months: &[i64], factors: &[f64]) -> i64 {
    (discounted(months, factors) * FRACTIONS as f64).round() as i64
}

fn discounted(months: &[i64], factors: &[f64]) -> f64 {
    // Most series are nothing, and that is soon seen.
    if months.iter().all(|ore| *ore == 0) {
        return 0.0;
    }
    months.iter().zip(factors).map(|(ore, factor)| *ore as f64 * factor).sum()
}

/// What each party gains in each month \[øre\]: shape `[party][month]`, and last what falls due later.
pub(crate) fn balances(changes: &[Change], months: usize) -> [Vec<i64>; Party::COUNT] {
    let mut balances = [(); Party::COUNT].map(|()| vec![0; months + 1]);
    for Change { line, months } in changes {
        let (payer, receiver) = line.parties();
        balances[payer as usize].iter_mut().zip(months).for_each(|(sum, ore)| *sum -= ore);
        balances[receiver as usize].iter_mut().zip(months).for_each(|(sum, ore)| *sum += ore);
    }
    balances
}

/// What a perspective gains in each month, in factor prices \[øre\]: shape `[month]`, and last what falls due later.
pub(crate) fn seen_by(perspective: Perspective, balances: &[Vec<i64>; Party::COUNT]) -> Vec<i64> {
    let mut months = vec![0; balances[0].len()];
    for party in Party::ALL.into_iter().filter(|party| perspective.includes(*party)) {
        months.iter_mut().zip(&balances[party as usize]).for_each(|(sum, ore)| *sum += ore);
    }
    months
}

/// Fills in the balances of parties, and of perspectives what is no sum of them: break-even and deepest balance.
fn accounts(row: &mut [i64], balances: &[Vec<i64>; Party::COUNT], valuation: &Valuation) {
    let Valuation { layout, factors, .. } = valuation;
    let months = factors.len();
    let last_year = months.saturating_sub(12)..months;
    for (at, party) in Party::ACCOUNTS.into_iter().enumerate() {
        let balance = &balances[party as usize];
        for (quarter, months) in layout.shape().quarters.iter().enumerate() {
            row[layout.quarters.at(quarter, at)] = balance[months.clone()].iter().sum();
        }
        row[layout.last_year.at(0, at)] = present_value(&balance[last_year.clone()], &factors[last_year.clone()]);
    }
    row[layout.later.at(0, 0)] = balances[Party::Municipality as usize][months];
    for (at, perspective) in Perspective::ALL.into_iter().enumerate() {
        let seen = &seen_by(perspective, balances)[..months];
        row[layout.break_even.at(0, at)] = break_even_month(seen).map_or(0, i64::from);
        row[layout.deepest.at(0, at)] = deepest(seen);
    }
}

/// Fills in the municipality's budget, and what can be taken out of it.
fn budget(row: &mut [i64], changes: &[Change], valuation: &Valuation) {
    let Valuation { layout, plan, deflators, factors, .. } = valuation;
    let (cells, (cashable, value)) = (plan.cells(changes, deflators), plan.cashable(changes, factors));
    for (at, cells) in cells.iter().enumerate() {
        row[layout.budget.all(at)].copy_from_slice(cells);
    }
    row[layout.cashable_years.all(0)].copy_from_slice(&plan.by_year(&cashable, deflators));
    let figures = [value, break_even_month(&cashable).map_or(0, i64::from), deepest(&cashable)];
    row[layout.cashable.all(0)].copy_from_slice(&figures);
}

/// Fills in what people do.
fn counts(row: &mut [i64], outcome: &Outcome, valuation: &Valuation) {
    let layout = valuation.layout;
    let [baseline, programme] = [&outcome.arms[0], &outcome.arms[1]];
    let total = |record: &Record, indicator| record.activity.total(indicator);
    for indicator in Indicator::ALL {
        row[layout.change.at(0, indicator as usize)] = total(programme, indicator) - total(baseline, indicator);
    }
    for (at, indicator) in Indicator::OF_PLACES.into_iter().enumerate() {
        row[layout.of_places.at(0, at)] = total(baseline, indicator);
    }
    row[layout.need.at(0, 0)] = need_per_krone(baseline, programme, valuation);
}

/// Present value of one krone a month for each person more without employment, due three years later \[øre\].
fn need_per_krone(baseline: &Record, programme: &Record, valuation: &Valuation) -> i64 {
    let people = |record: &Record, month| record.activity.at(month, Indicator::WithoutEmployment);
    let due = valuation.factors.iter().skip(usize::from(NEED_LAG_MONTHS)).zip(valuation.wage_index).enumerate();
    let value = |(month, (factor, wages)): (usize, (&f64, &f64))| {
        (people(programme, month) - people(baseline, month)) as f64 * 100.0 * wages * factor
    };
    due.map(value).sum::<f64>().round() as i64
}
