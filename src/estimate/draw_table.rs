//! The draws of a study as a table: one row of whole numbers per draw, read column by column.

use std::collections::BTreeMap;

use crate::estimate::columns::Columns;
use crate::estimate::figure::Figure;
use crate::estimate::packed::unpacked;
use crate::estimate::spill::Storage;
use crate::estimate::summary::{Batches, Summary, mean};

/// Draws that lie together, at most but for the last block: few enough to hold, many enough to be read at once.
const TOGETHER: usize = 4_096;

/// Rows of whole numbers, one per draw in their order.
///
/// Room does not grow with them: what is beyond the draws that stay in memory lies elsewhere, and figures read it back one
/// column at a time.
#[derive(Debug)]
pub struct DrawTable {
    storage: Storage,
    chunks: Vec<Chunk>,
    /// The last draws, as long as there are few.
    last: Columns,
}

/// Some consecutive draws.
#[derive(Debug)]
enum Chunk {
    /// In memory.
    Here(Columns),
    /// In the spill.
    There(SpilledChunk),
}

/// Where in the spill the columns of some draws lie.
#[derive(Debug)]
struct SpilledChunk {
    draws: usize,
    /// Where each column that is not zero throughout begins, and its length \[bytes\].
    columns: BTreeMap<u32, (u64, u32)>,
}

impl Chunk {
    fn draws(&self) -> usize {
        match self {
            Chunk::Here(columns) => columns.length(),
            Chunk::There(spilled) => spilled.draws,
        }
    }
}

impl DrawTable {
    /// No draw yet.
    pub fn new(storage: &Storage) -> DrawTable {
        DrawTable { storage: storage.clone(), chunks: Vec::new(), last: Columns::default() }
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.chunks.iter().map(Chunk::draws).sum::<usize>() + self.last.length()
    }

    /// Whether there is no draw.
    pub fn is_empty(&self) -> bool {
        self.draws() == 0
    }

    /// Adds the rows of the next draws.
    pub fn add(&mut self, next: Columns) {
        self.last.append(next);
        if self.last.length() >= TOGETHER.min(self.storage.draws.max(1)) {
            let whole = std::mem::take(&mut self.last);
            self.chunks.push(self.placed(whole));
        }
    }

    /// Some draws in their place: in memory while there is room, or where they cannot be written.
    fn placed(&self, columns: Columns) -> Chunk {
        let here = self.chunks.iter().filter(|chunk| matches!(chunk, Chunk::Here(_))).map(Chunk::draws);
        if here.sum::<usize>() + columns.length() <= self.storage.draws {
            return Chunk::Here(columns);
        }
        let bytes: Vec<u8> = columns.moving().flat_map(|(_, packed)| packed).copied().collect();
        let Some(mut at) = self.storage.spill.put(&bytes) else { return Chunk::Here(columns) };
        let place = |(column, packed): (u32, &[u8])| {
            at += packed.len() as u64;
            (column, (at - packed.len() as u64, packed.len() as u32))
        };
        Chunk::There(SpilledChunk { draws: columns.length(), columns: columns.moving().map(place).collect() })
    }

    /// The values of a figure, in the order of the draws.
    pub fn values(&self, figure: &Figure) -> Vec<i64> {
        let mut sums = vec![0; self.draws()];
        self.add_to(&mut sums, figure);
        sums.iter_mut().for_each(|sum| *sum = figure.finished(*sum));
        sums
    }

    /// The summary of a figure over the draws, which belong together in `batches`.
    pub fn summary(&self, figure: &Figure, batches: Batches) -> Summary {
        Summary::of(&self.values(figure), batches)
    }

    /// The mean of a figure over the draws.
    pub fn mean(&self, figure: &Figure) -> f64 {
        mean(&self.values(figure))
    }

    /// Summaries of what figures in the same prices come to one after another: of the first, of the first two, and so on.
    pub fn running<'a>(
        &'a self,
        figures: impl IntoIterator<Item = Figure> + 'a,
        batches: Batches,
    ) -> impl Iterator<Item = Summary> + 'a {
        let mut sums = vec![0; self.draws()];
        figures.into_iter().map(move |figure| {
            self.add_to(&mut sums, &figure);
            let values: Vec<i64> = sums.iter().map(|sum| figure.finished(*sum)).collect();
            Summary::of(&values, batches)
        })
    }

    /// Whether a figure has a column that is not zero in every draw.
    pub fn moves(&self, figure: &Figure) -> bool {
        let within = |column: u32| {
            self.last.packed(column).is_some()
                || self.chunks.iter().any(|chunk| match chunk {
                    Chunk::Here(columns) => columns.packed(column).is_some(),
                    Chunk::There(spilled) => spilled.columns.contains_key(&column),
                })
        };
        figure.terms().iter().any(|(column, times)| *times != 0 && within(*column as u32))
    }

    /// Adds the combination that a figure is of to sums: shape `[draw]`.
    fn add_to(&self, sums: &mut [i64], figure: &Figure) {
        for (column, times) in figure.terms() {
            let (column, mut rest) = (*column as u32, &mut *sums);
            for chunk in &self.chunks {
                let (own, others) = rest.split_at_mut(chunk.draws());
                rest = others;
                match chunk {
                    Chunk::Here(columns) => add(own, columns.packed(column), *times),
                    Chunk::There(spilled) => {
                        let place = spilled.columns.get(&column);
                        let packed = place.map(|(at, length)| self.storage.spill.get(*at, *length as usize));
                        add(own, packed.as_deref(), *times);
                    }
                }
            }
            add(rest, self.last.packed(column), *times);
        }
    }
}

/// Adds a packed column to sums, so many times.
fn add(sums: &mut [i64], packed: Option<&[u8]>, times: i64) {
    let Some(packed) = packed else { return };
    sums.iter_mut().zip(unpacked(packed)).for_each(|(sum, number)| *sum += times * number);
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor};
    use std::sync::Arc;

    use super::DrawTable;
    use crate::estimate::columns::Columns;
    use crate::estimate::figure::Figure;
    use crate::estimate::spill::{Opening, Spill, Storage};
    use crate::estimate::summary::Batches;

    /// Ten thousand draws in blocks of 64, of which so many stay in memory.
    fn table(draws: usize, opening: Opening) -> DrawTable {
        let mut table = DrawTable::new(&Storage { draws, spill: Arc::new(Spill::new(opening)) });
        let row = |draw: i64| vec![draw, 0, if draw % 100 == 0 { -draw * 1_000_000 } else { 0 }];
        for first in (0..10_000).step_by(64) {
            table.add(Columns::of(&(first..10_000.min(first + 64)).map(row).collect::<Vec<_>>()));
        }
        table
    }

    fn in_memory() -> Opening {
        Arc::new(|| Ok(Box::new(Cursor::new(Vec::new()))))
    }

    #[test]
    fn figures_do_not_depend_on_where_draws_lie() {
        let figure = Figure::of([(0, 3), (1, 5), (2, -1)]);
        let expected: Vec<i64> =
            (0..10_000).map(|draw| 3 * draw + if draw % 100 == 0 { draw * 1_000_000 } else { 0 }).collect();
        for draws in [0, 16, 64, 5_000, usize::MAX] {
            let table = table(draws, in_memory());
            assert_eq!((table.draws(), table.values(&figure) == expected), (10_000, true), "{draws} in memory");
            assert!(table.moves(&figure) && !table.moves(&Figure::sum([1])));
            let batches = Batches::of_samples(1);
            let running: Vec<_> = table.running([Figure::sum([2]), Figure::sum([0])], batches).collect();
            assert_eq!(running[1], table.summary(&Figure::sum([2, 0]), batches));
            assert_eq!(table.storage.spill.unwritten().or(table.storage.spill.unreadable()), None);
        }
    }

    #[test]
    fn what_cannot_be_written_stays_and_what_cannot_be_read_is_told() {
        let full: Opening = Arc::new(|| Err(io::Error::other("no space left")));
        let figure = Figure::sum([0]);
        let stays = table(16, full);
        assert_eq!(stays.values(&figure), (0..10_000).collect::<Vec<i64>>());
        assert_eq!(stays.storage.spill.unwritten().as_deref(), Some("no space left"));
        // Takes everything and gives nothing back.
        let lost = table(16, Arc::new(|| Ok(Box::new(io::empty()))));
        lost.values(&figure);
        assert!(lost.storage.spill.unreadable().is_some());
    }
}
