//! Columns of whole numbers in as little room as they need, one form in memory and on disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::estimate::packed::{pack, unpacked};

/// Columns of whole numbers, all of one length: shape `[column][row]`.
///
/// Each is packed, and a column of zeros takes no room at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Columns {
    length: usize,
    /// The columns in which any number is not zero, by their position.
    packed: BTreeMap<u32, Vec<u8>>,
}

/// Columns as they are read, before anybody knows that each has its length.
#[derive(Deserialize)]
struct Unchecked {
    length: usize,
    packed: BTreeMap<u32, Vec<u8>>,
}

impl TryFrom<Unchecked> for Columns {
    type Error = &'static str;

    fn try_from(Unchecked { length, packed }: Unchecked) -> Result<Columns, &'static str> {
        let whole = packed.values().all(|column| unpacked(column).take(length + 1).count() == length);
        whole.then_some(Columns { length, packed }).ok_or("a column has not the length of the others")
    }
}

impl Columns {
    /// The columns of some rows: shape `[row][column]`, all rows of one width.
    pub fn of(rows: &[Vec<i64>]) -> Columns {
        let width = rows.first().map_or(0, Vec::len);
        let column = |at: usize| rows.iter().map(move |row| row[at]);
        let moving = (0..width).filter(|at| column(*at).any(|number| number != 0));
        let packed = moving.map(|at| {
            let mut bytes = Vec::new();
            pack(&column(at).collect::<Vec<i64>>(), &mut bytes);
            (at as u32, bytes)
        });
        Columns { length: rows.len(), packed: packed.collect() }
    }

    /// Number of rows.
    pub fn length(&self) -> usize {
        self.length
    }

    /// How many columns there are at the least: those behind are zero throughout.
    pub fn width(&self) -> usize {
        self.packed.last_key_value().map_or(0, |(last, _)| *last as usize + 1)
    }

    /// The columns in which any number is not zero, by position, each packed.
    pub fn moving(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.packed.iter().map(|(at, column)| (*at, column.as_slice()))
    }

    /// A column, packed; `None` where it is zero throughout.
    pub fn packed(&self, column: u32) -> Option<&[u8]> {
        self.packed.get(&column).map(Vec::as_slice)
    }

    /// Adds the rows of other columns behind these.
    pub fn append(&mut self, next: Columns) {
        let zeros = |length: usize| {
            let mut bytes = Vec::new();
            pack(&vec![0; length], &mut bytes);
            bytes
        };
        for (at, column) in &mut self.packed {
            if !next.packed.contains_key(at) {
                column.extend(zeros(next.length));
            }
        }
        for (at, column) in next.packed {
            self.packed.entry(at).or_insert_with(|| zeros(self.length)).extend(column);
        }
        self.length += next.length;
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;
    use crate::estimate::packed::unpacked;

    fn column(columns: &Columns, at: u32) -> Vec<i64> {
        columns.packed(at).map_or(vec![0; columns.length()], |packed| unpacked(packed).collect())
    }

    #[test]
    fn rows_are_added_behind_rows() {
        let parts = [vec![vec![0, 5, 0], vec![0, -6, 0]], vec![vec![300, 0, 0]], vec![vec![0, 1, 0]]];
        let mut columns = Columns::default();
        parts.iter().for_each(|part| columns.append(Columns::of(part)));
        assert_eq!((column(&columns, 0), column(&columns, 1)), (vec![0, 0, 300, 0], vec![5, -6, 0, 1]));
        assert_eq!((columns.length(), columns.packed(2)), (4, None), "zeros take no room");
    }

    #[test]
    fn a_column_that_is_too_short_does_not_read() {
        let columns = Columns::of(&[vec![1, 1 << 40], vec![2, 3]]);
        let written = postcard::to_stdvec(&columns).expect("numbers");
        let read: Columns = postcard::from_bytes(&written).expect("what was written");
        assert_eq!(read, columns);
        let wrong = [vec![3], written[1..].to_vec()].concat();
        assert!(postcard::from_bytes::<Columns>(&wrong).is_err());
    }
}
