//! Where the effect of a programme arises in one draw: part by part, and gross before what people would have done anyway.

use crate::domain::party::Party;
use crate::engine::attribution::Attribution;
use crate::estimate::effect::present_value;
use crate::estimate::row::{RowLayout, Stay};

/// How the cells of two arms, baseline and programme, are joined to parts that have a name in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Number of parts.
    pub count: usize,
    /// The part to which each cell belongs: shape `[arm][cell]`.
    pub of_cell: [Vec<usize>; 2],
}

/// Fills in where the difference of two arms, baseline and programme, arises. `factors`: discount factor over price index of
/// each month \[1\], shape `[month]`.
///
/// A cell's balances are rounded once per party.
pub(crate) fn arising(
    row: &mut [i64],
    layout: &RowLayout,
    attributions: [&Attribution; 2],
    parts: &Parts,
    factors: &[f64],
) {
    for ((arm, cells), sign) in attributions.into_iter().zip(&parts.of_cell).zip([-1, 1]) {
        for (at, party) in Party::ACCOUNTS.into_iter().enumerate() {
            for (cell, part) in cells.iter().enumerate() {
                row[layout.parts.at(*part, at)] += sign * present_value(arm.by_cell.along(cell, party), factors);
            }
            row[layout.own_accord.at(0, at)] += sign * present_value(arm.own_accord.along(0, party), factors);
        }
        for (stays, part) in arm.stays.iter().zip(cells) {
            for (counted, number) in [
                (Stay::PlaceMonths, stays.place_months),
                (Stay::Hours, stays.hours),
                (Stay::Placements, stays.placements),
                (Stay::Citizens, stays.citizens),
            ] {
                row[layout.stays.at(*part, counted as usize)] += sign * number;
            }
        }
    }
}
