//! The row that a draw leaves: which columns there are, and where.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::flow::Line;
use crate::domain::party::{Party, Perspective};

/// Fractions of an øre in which the present value of a ledger line stands.
///
/// So fine that the rounding of all lines together stays below half an øre, also where society's is stated in market prices
/// (up to twice the factor prices): whoever gains nothing in any month gains nothing.
pub(crate) const FRACTIONS: i64 = 256;

const _: () = assert!(2 * (Line::COUNT as i64) < FRACTIONS);

/// Number of parties whose balances are kept.
const ACCOUNTS: usize = Party::ACCOUNTS.len();

/// Columns of one kind: shape `[of][within]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    first: usize,
    of: usize,
    within: usize,
}

impl Group {
    /// The column of one of them.
    pub fn at(self, of: usize, within: usize) -> usize {
        debug_assert!(of < self.of && within < self.within, "no such column");
        self.first + of * self.within + within
    }

    /// All columns of one.
    pub fn all(self, of: usize) -> Range<usize> {
        self.at(of, 0)..self.at(of, 0) + self.within
    }
}

/// How often something is, of which a study has its own number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The calendar quarters of the study, each with its months counted from the first.
    pub quarters: Vec<Range<usize>>,
    /// Rows of the municipality's budget.
    pub budget_rows: usize,
    /// Years that it shows.
    pub budget_years: usize,
    /// Parts of the programme by which results are told.
    pub parts: usize,
}

/// What is counted of the stays at a part of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Months in which a place is filled.
    PlaceMonths,
    /// Paid hours [1/100 h].
    Hours,
    /// Placements begun.
    Placements,
    /// Persons placed for the first time.
    Citizens,
}

/// Which whole numbers a draw leaves, and in which column: amounts are øre, programme less baseline.
///
/// A row holds what no other columns make: present values by ledger line, so that purposes, families, costs and all
/// perspectives are sums of the same numbers; balances by party but the resources, and by calendar
/// quarter, so that years are sums of quarters. What is no sum stands by perspective: break-even and deepest balance. What
/// is read from them has a name in [`crate::estimate::reading`].
#[derive(Clone, Debug, PartialEq)]
pub struct RowLayout {
    shape: Shape,
    /// Factor on society's figures \[1\]: 1 in factor prices, the net tax factor in market prices.
    pub(crate) society: f64,
    width: usize,
    /// Present value in [`FRACTIONS`] of øre: shape `[1][line]`.
    pub(crate) lines: Group,
    /// Balance in running prices: shape `[quarter][party]`.
    pub(crate) quarters: Group,
    /// The municipality's balance of what falls due after the last month: one column.
    pub(crate) later: Group,
    /// Present value of the last twelve months: shape `[1][party]`.
    pub(crate) last_year: Group,
    /// Month of the break-even, counted from 1; 0 where it never comes: shape `[1][perspective]`.
    pub(crate) break_even: Group,
    /// Deepest cumulated balance, society's in factor prices: shape `[1][perspective]`.
    pub(crate) deepest: Group,
    /// Gain in the budget's prices: shape `[row][year]`.
    pub(crate) budget: Group,
    /// The same of what can be taken out of the budget: shape `[1][year]`.
    pub(crate) cashable_years: Group,
    /// Present value, break-even and deepest balance of what can be taken out of the budget: shape `[1][3]`.
    pub(crate) cashable: Group,
    /// Present value of equalisation of needs per krone a month and person: one column.
    pub(crate) need: Group,
    /// Sum of each count over the months: shape `[1][indicator]`.
    pub(crate) change: Group,
    /// The same in the baseline: shape `[1][indicator of places]`.
    pub(crate) of_places: Group,
    /// Present value: shape `[part][party]`.
    pub(crate) parts: Group,
    /// Stays: shape `[part][count]`.
    pub(crate) stays: Group,
    /// Present value of what people would have gained by their own accord: shape `[1][party]`.
    pub(crate) own_accord: Group,
}

impl RowLayout {
    /// The layout of the rows of a study; `society`: factor on society's figures \[1\].
    pub fn new(shape: Shape, society: f64) -> RowLayout {
        let mut width = 0;
        let mut group = |of: usize, within: usize| {
            let first = width;
            width += of * within;
            Group { first, of, within }
        };
        RowLayout {
            lines: group(1, Line::COUNT),
            quarters: group(shape.quarters.len(), ACCOUNTS),
            later: group(1, 1),
            last_year: group(1, ACCOUNTS),
            break_even: group(1, Perspective::COUNT),
            deepest: group(1, Perspective::COUNT),
            budget: group(shape.budget_rows, shape.budget_years),
            cashable_years: group(1, shape.budget_years),
            cashable: group(1, 3),
            need: group(1, 1),
            change: group(1, Indicator::COUNT),
            of_places: group(1, Indicator::OF_PLACES.len()),
            parts: group(shape.parts, ACCOUNTS),
            stays: group(shape.parts, 4),
            own_accord: group(1, ACCOUNTS),
            width,
            shape,
            society,
        }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What there is of each kind.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }
}
