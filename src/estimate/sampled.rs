//! All draws of a study together, and how they are read.

use crate::domain::flow::Line;
use crate::estimate::draw_table::DrawTable;
use crate::estimate::figure::Figure;
use crate::estimate::row::RowLayout;
use crate::estimate::summary::{Batches, Summary};

/// The rows of all draws, which columns they have, and which draws belong together.
#[derive(Clone, Copy, Debug)]
pub struct Sampled<'a> {
    /// The rows.
    pub table: &'a DrawTable,
    /// Their columns.
    pub layout: &'a RowLayout,
    /// Which draws belong together.
    pub batches: Batches,
}

impl Sampled<'_> {
    /// The values of a figure, in the order of the draws.
    pub fn values(&self, figure: &Figure) -> Vec<i64> {
        self.table.values(figure)
    }

    /// The summary of a figure.
    pub fn summary(&self, figure: &Figure) -> Summary {
        self.table.summary(figure, self.batches)
    }

    /// Whether anything changes on a ledger line in any draw.
    pub fn moves(&self, line: Line) -> bool {
        self.table.moves(&Figure::sum([self.layout.lines.at(0, line.index())]))
    }
}
