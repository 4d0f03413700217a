//! The ledger of a population: exact sums of flows by month and row.

use crate::domain::flow::{Flow, Line};
use crate::domain::money::Money;
use crate::domain::open_sums::OpenSums;
use crate::domain::party::Party;

/// Sums of flows, `[line][month]`, øre, running prices. One month more holds what falls due after the last.
///
/// The months of a line lie side by side. Double entry holds by construction: a sum stands once, under its line, and the line
/// names payer and receiver. So the balances of all parties sum to zero in every month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    months: usize,
    sums: Vec<i64>,
}

impl Ledger {
    /// An empty ledger of so many months.
    pub fn new(months: usize) -> Ledger {
        Ledger { months, sums: vec![0; Line::COUNT * (months + 1)] }
    }

    /// The ledger whose sums were posted by line, each with the row of its [`Line::index`].
    pub fn of(sums: OpenSums) -> Ledger {
        Ledger { months: sums.months(), sums: sums.close() }
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Posts a flow of month `month` in the month in which it falls due.
    pub fn post(&mut self, month: usize, flow: &Flow) {
        let due = (month + usize::from(flow.due_in)).min(self.months);
        let position = self.position(due, flow.line);
        self.sums[position] += flow.amount.ore();
    }

    /// The sum on one line in one month; month [`Ledger::months`] holds what falls due later.
    pub fn sum(&self, month: usize, line: Line) -> Money {
        Money::from_ore(self.sums[self.position(month, line)])
    }

    /// The sums on one line \[øre\]: shape `[month]`, and last what falls due later.
    pub fn along(&self, line: Line) -> &[i64] {
        let first = self.position(0, line);
        &self.sums[first..=first + self.months]
    }

    /// The balance of a party in a month: received less paid. *Positive = gain for the party.*
    pub fn balance(&self, month: usize, party: Party) -> Money {
        Line::all().map(|line| Money::from_ore(self.sum(month, line).ore() * line.sign(party))).sum()
    }

    /// Adds every sum of another ledger of the same length.
    pub fn add(&mut self, other: &Ledger) {
        self.zip(other, |own, its| own + its);
    }

    /// This ledger less another of the same length: a paired difference.
    pub fn minus(&self, other: &Ledger) -> Ledger {
        let mut difference = self.clone();
        difference.zip(other, |own, its| own - its);
        difference
    }

    /// The same ledger with the lines for which `keep` is false taken out.
    pub fn only(&self, keep: impl Fn(Line) -> bool) -> Ledger {
        let mut part = self.clone();
        for line in Line::all().filter(|line| !keep(*line)) {
            let first = self.position(0, line);
            part.sums[first..=first + self.months].fill(0);
        }
        part
    }

    fn position(&self, month: usize, line: Line) -> usize {
        line.index() * (self.months + 1) + month
    }

    fn zip(&mut self, other: &Ledger, combine: impl Fn(i64, i64) -> i64) {
        debug_assert_eq!(self.sums.len(), other.sums.len());
        for (own, its) in self.sums.iter_mut().zip(&other.sums) {
            *own = combine(*own, *its);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ledger;
    use crate::domain::flow::{Flow, Line, Purpose};
    use crate::domain::money::Money;
    use crate::domain::open_sums::OpenSums;
    use crate::domain::party::Party;

    #[test]
    fn a_line_knows_its_place() {
        for (index, line) in Line::all().enumerate() {
            assert_eq!(line.index(), index);
        }
        assert_eq!(Line::all().count(), Line::COUNT);
    }

    #[test]
    fn balances_of_every_line_sum_to_zero() {
        let mut ledger = Ledger::new(2);
        for line in Line::all() {
            ledger.post(0, &Flow { line, amount: Money::from_ore(7 + line.index() as i64), due_in: 1 });
        }
        let total: Money = Party::ALL.into_iter().map(|party| ledger.balance(1, party)).sum();
        assert_eq!(total, Money::ZERO);
        let wage = Line::of(Purpose::Wage);
        ledger.post(1, &Flow { line: wage, amount: Money::from_ore(5), due_in: 36 });
        assert_eq!(ledger.sum(ledger.months(), wage), Money::from_ore(5));
    }

    #[test]
    fn a_flow_of_each_month_is_that_flow_month_by_month() {
        let line = Line::of(Purpose::TaxSettlement);
        for due_in in 0..7 {
            let flow = Flow { line, amount: Money::from_ore(5), due_in };
            let mut at_once = OpenSums::new(Line::COUNT, 4);
            at_once.post_due(line.index(), 1..4, due_in, 5);
            let mut one_by_one = Ledger::new(4);
            (1..4).for_each(|month| one_by_one.post(month, &flow));
            assert_eq!(Ledger::of(at_once), one_by_one);
        }
    }
}
