//! The flows of a person-month, without a heap.

use std::ops::Deref;

use crate::domain::flow::{Flow, Line, Purpose};
use crate::domain::money::Money;
use crate::domain::party::Party;

/// The most flows that a person-month can have: twelve of the law, and four that a scenario adds beside it; a place has eleven.
const MOST_FLOWS: usize = 16;

/// The flows of a person-month, without a heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowList {
    flows: [Flow; MOST_FLOWS],
    length: usize,
}

impl FlowList {
    /// No flow yet.
    pub(crate) fn new() -> FlowList {
        let nothing = Flow { line: Line::of(Purpose::Wage), amount: Money::ZERO, due_in: 0 };
        FlowList { flows: [nothing; MOST_FLOWS], length: 0 }
    }

    /// Adds a flow; nothing where the amount is zero.
    pub(crate) fn post(&mut self, line: Line, amount: Money, due_in: u16) {
        if amount != Money::ZERO {
            self.flows[self.length] = Flow { line, amount, due_in };
            self.length += 1;
        }
    }

    /// Adds every flow of another list.
    pub(crate) fn extend(&mut self, others: &FlowList) {
        others.iter().for_each(|flow| self.post(flow.line, flow.amount, flow.due_in));
    }

    /// The balance of a party over all flows, whenever due. *Positive = gain for the party.*
    pub fn balance(&self, party: Party) -> Money {
        self.iter().map(|flow| Money::from_ore(flow.amount.ore() * flow.line.sign(party))).sum()
    }
}

impl Deref for FlowList {
    type Target = [Flow];
    fn deref(&self) -> &[Flow] {
        &self.flows[..self.length]
    }
}
