//! Balances of parties by month, for parts of a population whose lines need not be kept apart.

use std::ops::Range;

use crate::domain::flow::Flow;
use crate::domain::party::{Party, Perspective};

/// Balances, `[cell][party][month]`, øre, running prices. One month more holds what falls due after the last.
///
/// A cell is a part of what happens, such as the stays at one position; what cells are is said where they are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    months: usize,
    sums: Vec<i64>,
}

impl Balances {
    /// Nothing posted yet, in so many cells and months.
    pub fn new(cells: usize, months: usize) -> Balances {
        Balances { months, sums: vec![0; cells * Party::COUNT * (months + 1)] }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.sums.len() / Party::COUNT / (self.months + 1)
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Posts a flow of each of some months in the month in which it falls due, so many times; -1 takes it out again.
    pub fn post_each(&mut self, cell: usize, months: Range<usize>, flow: &Flow, times: i64) {
        let (within, after) = flow.due(months, self.months);
        let (payer, receiver) = flow.line.parties();
        let amount = flow.amount.ore() * times;
        for (party, amount) in [(payer, -amount), (receiver, amount)] {
            let first = self.position(cell, party);
            let sums = &mut self.sums[first..=first + self.months];
            sums[within.clone()].iter_mut().for_each(|sum| *sum += amount);
            sums[self.months] += amount * after as i64;
        }
    }

    /// The balances of a party in a cell \[øre\]: shape `[month]`, and last what falls due later. *Positive = gain for the party.*
    pub fn along(&self, cell: usize, party: Party) -> &[i64] {
        let first = self.position(cell, party);
        &self.sums[first..=first + self.months]
    }

    /// The balance of a perspective in a cell and month \[øre\]; month [`Balances::months`] holds what falls due later.
    /// *Positive = gain for the perspective.*
    pub fn seen(&self, cell: usize, month: usize, perspective: Perspective) -> i64 {
        let sum = |party| self.sums[self.position(cell, party) + month];
        Party::ALL.into_iter().filter(|party| perspective.includes(*party)).map(sum).sum()
    }

    /// Where the months of a party in a cell begin.
    fn position(&self, cell: usize, party: Party) -> usize {
        (cell * Party::COUNT + party as usize) * (self.months + 1)
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
        balances.post_each(1, 1..2, &flow, 2);
        balances.post_each(1, 3..4, &flow, 1);
        let seen = |cell, month, perspective| balances.seen(cell, month, perspective);
        assert_eq!((seen(1, 2, Perspective::Municipality), seen(1, 2, Perspective::Enterprise)), (-140, 140));
        assert_eq!((seen(1, 3, Perspective::Municipality), seen(1, 2, Perspective::Society)), (-70, 0));
        assert_eq!((seen(0, 2, Perspective::Enterprise), seen(1, 1, Perspective::Enterprise)), (0, 0));
    }
}
