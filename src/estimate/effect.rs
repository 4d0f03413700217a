//! The effect of a programme in one draw: the paired difference of two arms, seen from every perspective.

use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::flow::{Line, Purpose};
use crate::domain::ledger::Ledger;
use crate::domain::party::{Party, Perspective};
use crate::engine::outcome::{Outcome, Record};
use crate::engine::settlement::NEED_LAG_MONTHS;
use crate::estimate::arising::{Arising, Parts};
use crate::estimate::budget::{BudgetPlan, CashablePart};

/// One figure per perspective, in the order of [`Perspective::ALL`] \[øre\]. *Positive = gain.*
pub type Seen = [i64; Perspective::COUNT];

/// The effect of a programme in one draw: programme less baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Balance of each month, running prices: shape `[month][perspective]`, øre.
    pub balance: Vec<Seen>,
    /// Net present value.
    pub present_value: Seen,
    /// Present value of each purpose: shape `[purpose][perspective]`, øre.
    pub by_purpose: Vec<Seen>,
    /// Present value of the benefits of each family, with what the state and the municipality settle between them of each:
    /// shape `[family][perspective]`, øre. The flex contribution stands at the flex subsidy.
    pub by_family: Vec<Seen>,
    /// Present value of what the citizens have to live on \[øre\]: without the value of their own time.
    pub disposable: i64,
    /// Present value of the last twelve months.
    pub last_year: Seen,
    /// Present value of what the programme costs; *positive where the perspective pays*.
    pub cost: Seen,
    /// Net present value when places fill and nobody's life changes.
    pub no_effect: Seen,
    /// What the rows of the municipality's budget gain in each shown year: shape `[row][year]`, øre.
    pub budget: Vec<Vec<i64>>,
    /// The ledger lines on which anything changes, by [`Line::index`].
    pub lines: Vec<u16>,
    /// What of the municipality's gain can be taken out of its budget.
    pub cashable: CashablePart,
    /// Present value of one krone a month for each person more without employment, as equalisation of needs would
    /// give it within the horizon \[øre\].
    pub need_per_krone: i64,
    /// Balance of what falls due after the last month, running prices.
    pub later: Seen,
    /// Sum of each count over the months: shape `[indicator]`; hours in hundredths.
    pub activity: Vec<i64>,
    /// Sum over the months of each count of places, enterprises and enquiries, baseline: shape of [`Indicator::OF_PLACES`].
    pub of_places: [i64; Indicator::OF_PLACES.len()],
    /// At which parts of the programme the effect arises, and what would have come anyway.
    pub arising: Arising,
}

/// What every draw is valued with.
pub struct Valuation<'a> {
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
    /// Factor on society's figures \[1\]: 1 in factor prices, the net tax factor in market prices.
    pub society: f64,
}

impl Effect {
    /// The effect in a draw of two arms, baseline and programme.
    pub fn of(outcome: &Outcome, valuation: &Valuation) -> Effect {
        let (baseline, programme) = (&outcome.arms[0], &outcome.arms[1]);
        let attributions = [&outcome.attributions[0], &outcome.attributions[1]];
        let difference = programme.ledger.minus(&baseline.ledger);
        let months = difference.months();
        let lines = difference.lines();
        let society = valuation.society;
        let signed = signed(&lines);
        let in_month = |month| in_prices(balances(&difference, &signed, month), society);
        let balance: Vec<Seen> = (0..months).map(in_month).collect();
        let value = |kept: &dyn Fn(Line) -> bool, months: std::ops::Range<usize>| {
            in_prices(present_value(&difference, &signed, kept, months, valuation.factors), society)
        };
        let whole = value(&|_| true, 0..months);
        let own_time = value(&|line| line.purpose == Purpose::OwnTime, 0..months);
        let no_effect = |line: Line| !line.purpose.is_personal();
        let cost = value(&|line| costs(line.purpose), 0..months);
        let plan = valuation.plan;
        let cashable = plan.cashable(&difference, &lines);
        let total =
            |record: &Record, indicator| (0..months).map(|month| record.activity.at(month, indicator)).sum::<i64>();
        Effect {
            present_value: whole,
            by_purpose: Purpose::ALL.iter().map(|purpose| value(&|line| line.purpose == *purpose, 0..months)).collect(),
            by_family: Family::ALL.map(|family| value(&|line| is_benefit_of(line, family), 0..months)).to_vec(),
            disposable: whole[Perspective::Citizen as usize] - own_time[Perspective::Citizen as usize],
            last_year: value(&|_| true, months.saturating_sub(12)..months),
            cost: cost.map(|ore| -ore),
            no_effect: value(&no_effect, 0..months),
            lines: lines.iter().map(|line| line.index() as u16).collect(),
            budget: plan.cells(&difference, &lines, valuation.deflators),
            cashable: CashablePart::of(plan, &cashable, valuation.factors, valuation.deflators),
            need_per_krone: need_per_krone(baseline, programme, valuation),
            later: in_month(months),
            activity: Indicator::ALL
                .iter()
                .map(|indicator| total(programme, *indicator) - total(baseline, *indicator))
                .collect(),
            of_places: Indicator::OF_PLACES.map(|indicator| total(baseline, indicator)),
            arising: Arising::of(attributions, valuation.parts, valuation.factors, society),
            balance,
        }
    }
}

/// Whether a purpose counts as programme cost: what is paid, and the time and material that it is turned into.
///
/// For the municipality the payment is the cost, for society the resources are: the payment stays within it.
fn costs(purpose: Purpose) -> bool {
    purpose.is_programme_cost() || matches!(purpose, Purpose::StaffResources | Purpose::EnterpriseResources)
}

/// Whether a line is a benefit of a family, or what the state and the municipality settle between them of it.
fn is_benefit_of(line: Line, family: Family) -> bool {
    let settled = line.purpose == Purpose::Benefit || line.purpose.is_share_of_benefit();
    settled && line.family.unwrap_or(Family::FlexSubsidy) == family
}

/// Figures with society's in the prices in which it is stated \[øre\], rounded once; `society` is the factor on factor
/// prices \[1\].
pub fn in_prices(mut seen: Seen, society: f64) -> Seen {
    let ore = &mut seen[Perspective::Society as usize];
    *ore = if society == 1.0 { *ore } else { (*ore as f64 * society).round() as i64 };
    seen
}

/// What a krone on a line does to each perspective.
fn signs(line: Line) -> Seen {
    let sign = |perspective: Perspective| {
        Party::ALL.into_iter().filter(|party| perspective.includes(*party)).map(|party| line.sign(party)).sum()
    };
    Perspective::ALL.map(sign)
}

/// Lines, each with what a krone on it does to each perspective.
pub(crate) fn signed(lines: &[Line]) -> Vec<(Line, Seen)> {
    lines.iter().map(|line| (*line, signs(*line))).collect()
}

/// What a month of the ledger brings each perspective \[øre\].
pub(crate) fn balances(ledger: &Ledger, lines: &[(Line, Seen)], month: usize) -> Seen {
    let mut seen = [0; Perspective::COUNT];
    for (line, signs) in lines {
        let amount = ledger.sum(month, *line).ore();
        for (sum, sign) in seen.iter_mut().zip(signs) {
            *sum += amount * sign;
        }
    }
    seen
}

/// Exact month totals times factor, summed in month order, rounded once per perspective.
pub(crate) fn present_value(
    ledger: &Ledger,
    lines: &[(Line, Seen)],
    kept: &dyn Fn(Line) -> bool,
    months: std::ops::Range<usize>,
    factors: &[f64],
) -> Seen {
    let lines: Vec<(Line, Seen)> = lines.iter().copied().filter(|(line, _)| kept(*line)).collect();
    let mut sums = [0.0; Perspective::COUNT];
    if lines.is_empty() {
        return [0; Perspective::COUNT];
    }
    for month in months {
        for (sum, balance) in sums.iter_mut().zip(balances(ledger, &lines, month)) {
            *sum += balance as f64 * factors[month];
        }
    }
    sums.map(|sum| sum.round() as i64)
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
