//! Balances of parties by month, for parts of a population whose lines need not be kept apart.

use crate::domain::flow::Flow;
use crate::domain::party::{Party, Perspective};

/// Balances, `[cell][month][party]`, øre, running prices. One month more holds what falls due after the last.
///
/// A cell is a part of what happens, such as the stays at one position; what cells are is said where they are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    months: usize,
    sums: Vec<[i64; Party::COUNT]>,
}

impl Balances {
    /// Nothing posted yet, in so many cells and months.
    pub fn new(cells: usize, months: usize) -> Balances {
        Balances { months, sums: vec![[0; Party::COUNT]; cells * (months + 1)] }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.sums.len() / (self.months + 1)
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Posts a flow of month `month` in the month in which it falls due, so many times; -1 takes it out again.
    pub fn post(&mut self, cell: usize, month: usize, flow: &Flow, times: i64) {
        let due = (month + usize::from(flow.due_in)).min(self.months);
        let (payer, receiver) = flow.line.parties();
        let sums = &mut self.sums[cell * (self.months + 1) + due];
        sums[payer as usize] -= flow.amount.ore() * times;
        sums[receiver as usize] += flow.amount.ore() * times;
    }

    /// The balance of a perspective in a cell and month \[øre\]; month [`Balances::months`] holds what falls due later.
    /// *Positive = gain for the perspective.*
    pub fn seen(&self, cell: usize, month: usize, perspective: Perspective) -> i64 {
        let sums = &self.sums[cell * (self.months + 1) + month];
        Party::ALL.into_iter().filter(|party| perspective.includes(*party)).map(|party| sums[party as usize]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::Balances;
    use crate::domain::flow::{Flow, Line, Purpose};
    use crate::domain::money::Money;
    use crate::domain::party::Perspective;

    #[test]
    fn a_flow_is_seen_by_payer_and_receiver_when_it_falls_due() {
        let mut balances = Balances::new(2, 3);
        let flow = Flow { line: Line::of(Purpose::PlacePayment), amount: Money::from_ore(70), due_in: 1 };
        balances.post(1, 1, &flow, 2);
        balances.post(1, 3, &flow, 1);
        let seen = |cell, month, perspective| balances.seen(cell, month, perspective);
        assert_eq!((seen(1, 2, Perspective::Municipality), seen(1, 2, Perspective::Enterprise)), (-140, 140));
        assert_eq!((seen(1, 3, Perspective::Municipality), seen(1, 2, Perspective::Society)), (-70, 0));
        assert_eq!((seen(0, 2, Perspective::Enterprise), seen(1, 1, Perspective::Enterprise)), (0, 0));
    }
}
