//! Where in an arm its money arises: at which position, with people of which target group, and what they would have done
//! by their own accord.

use std::ops::Range;

use crate::domain::balances::{Balances, OpenBalances};
use crate::domain::flow::Flow;

/// What of an arm's record arises at its places. A decomposition of the same draw, to the øre.
///
/// People who come to a place live another life from then on. What is different in it, and what the places themselves
/// move, belongs to a cell: the position of the stay, or of the last one, and the person's target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Balances by cell: flows of people from their first stay on, less those of their lives without the arm's places,
    /// and the flows of the places.
    pub by_cell: Balances,
    /// Stays by cell.
    pub stays: Vec<Stays>,
    /// What the same people's own accord is worth: their lives without the arm's places, less lives from the first stay
    /// on in which they never find work by themselves. One cell.
    pub own_accord: Balances,
}

/// Stays in a cell, summed over the months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stays {
    /// Months in which a place is filled.
    pub place_months: i64,
    /// Paid hours [1/100 h].
    pub hours: i64,
    /// Placements begun.
    pub placements: i64,
    /// Persons placed for the first time.
    pub citizens: i64,
}

/// An attribution while the months of branched lives are posted.
#[derive(Clone, Debug)]
pub struct OpenAttribution {
    groups: usize,
    by_cell: OpenBalances,
    stays: Vec<Stays>,
    own_accord: OpenBalances,
}

impl OpenAttribution {
    /// Nothing yet, for so many positions, target groups and months.
    pub fn new(positions: usize, groups: usize, months: usize) -> OpenAttribution {
        let cells = positions * groups;
        OpenAttribution {
            groups,
            by_cell: OpenBalances::new(cells, months),
            stays: vec![Stays::default(); cells],
            own_accord: OpenBalances::new(1, months),
        }
    }

    /// The attribution, once all is posted.
    pub fn close(self) -> Attribution {
        Attribution { by_cell: self.by_cell.close(), stays: self.stays, own_accord: self.own_accord.close() }
    }

    /// The cell of a position and a target group.
    pub fn cell(&self, position: usize, group: usize) -> usize {
        position * self.groups + group
    }

    /// Posts months of a life with the places, each with these flows.
    pub fn with_places(&mut self, cell: usize, months: Range<usize>, flows: &[Flow]) {
        self.by_cell.post_each(cell, months, flows, 1);
    }

    /// Posts the same months of the life without them.
    pub fn without_places(&mut self, cell: usize, months: Range<usize>, flows: &[Flow]) {
        self.by_cell.post_each(cell, months, flows, -1);
    }

    /// Posts months of the life without them, from that on in which it finds work by itself.
    pub fn by_own_accord(&mut self, months: Range<usize>, flows: &[Flow]) {
        self.own_accord.post_each(0, months, flows, 1);
    }

    /// Posts the same months of the frozen life.
    pub fn frozen(&mut self, months: Range<usize>, flows: &[Flow]) {
        self.own_accord.post_each(0, months, flows, -1);
    }

    /// Counts months in which a place of the cell is filled, each with so many hours [1/100 h].
    pub fn fill(&mut self, cell: usize, months: Range<usize>, hours: i64) {
        self.stays[cell].place_months += months.len() as i64;
        self.stays[cell].hours += hours * months.len() as i64;
    }

    /// Counts a placement; `first` where the person never had one.
    pub fn place(&mut self, cell: usize, first: bool) {
        self.stays[cell].placements += 1;
        self.stays[cell].citizens += i64::from(first);
    }
}
