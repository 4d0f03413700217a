//! Balances of parties by month, for parts of a population whose lines need not be kept apart.

use std::ops::Range;

use crate::domain::flow::Flow;
use crate::domain::open_sums::OpenSums;
use crate::domain::party::{Party, Perspective};

/// Balances, `[cell][party][month]`, øre, running prices. One month more holds what falls due after the last.
///
/// A cell is a part of what happens, such as the stays at one position; what cells are is said where they are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    months: usize,
    sums: Vec<i64>,
}

/// Balances that are still being posted.
#[derive(Clone, Debug)]
pub struct OpenBalances(OpenSums);

impl OpenBalances {
    /// Nothing posted yet, in so many cells and months.
    pub fn new(cells: usize, months: usize) -> OpenBalances {
        OpenBalances(OpenSums::new(cells * Party::COUNT, months))
    }

    /// Posts flows of each of some months in the months in which they fall due, so many times; -1 takes them out again.
    ///
    /// What falls due at once is summed up by party first.
    pub fn post_each(&mut self, cell: usize, months: Range<usize>, flows: &[Flow], times: i64) {
        let row = |party: Party| cell * Party::COUNT + party as usize;
        let mut at_once = [0; Party::COUNT];
        for flow in flows {
            let (payer, receiver) = flow.line.parties();
            let amount = flow.amount.ore() * times;
            if flow.due_in == 0 {
                at_once[payer as usize] -= amount;
                at_once[receiver as usize] += amount;
            } else {
                self.0.post_due(row(payer), months.clone(), flow.due_in, -amount);
                self.0.post_due(row(receiver), months.clone(), flow.due_in, amount);
            }
        }
        for (party, amount) in Party::ALL.into_iter().zip(at_once).filter(|(_, amount)| *amount != 0) {
            self.0.post(row(party), months.clone(), amount);
        }
    }

    /// The balances, once all is posted.
    pub fn close(self) -> Balances {
        Balances { months: self.0.months(), sums: self.0.close() }
    }
}

impl Balances {
    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.sums.len() / Party::COUNT / (self.months + 1)
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
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
    use super::OpenBalances;
    use crate::domain::flow::{Flow, Line, Purpose};
    use crate::domain::money::Money;
    use crate::domain::party::Perspective;

    #[test]
    fn a_flow_is_seen_by_payer_and_receiver_when_it_falls_due() {
        let mut balances = OpenBalances::new(2, 3);
        let flow = Flow { line: Line::of(Purpose::PlacePayment), amount: Money::from_ore(70), due_in: 1 };
        balances.post_each(1, 1..2, &[flow], 2);
        balances.post_each(1, 3..4, &[flow], 1);
        let balances = balances.close();
        let seen = |cell, month, perspective| balances.seen(cell, month, perspective);
        assert_eq!((seen(1, 2, Perspective::Municipality), seen(1, 2, Perspective::Enterprise)), (-140, 140));
        assert_eq!((seen(1, 3, Perspective::Municipality), seen(1, 2, Perspective::Society)), (-70, 0));
        assert_eq!((seen(0, 2, Perspective::Enterprise), seen(1, 1, Perspective::Enterprise)), (0, 0));
    }
}
