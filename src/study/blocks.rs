//! A run in numbered blocks: which draws each holds, and which blocks a shard makes.
//!
//! Checkpoint, resume, shard and merge all ask the same question: which blocks are there?

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::study::prepared::Prepared;

/// Draws of a block, at most; a block holds whole samples.
const DRAWS: usize = 64;

/// Draws that are numbered together. In the order in which a run makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Series {
    /// The draws of the study.
    Base,
    /// Its first samples with other luck.
    Twins,
    /// The draws of a variant, by its position in the scenario.
    Variant(u32),
}

/// One block of draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Block {
    /// Which draws are numbered.
    pub series: Series,
    /// Its number, 0 the first.
    pub number: u32,
}

impl fmt::Display for Block {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let number = self.number + 1;
        match self.series {
            Series::Base => write!(out, "block {number}"),
            Series::Twins => write!(out, "block {number} of the second draws"),
            Series::Variant(position) => write!(out, "block {number} of variant {}", position + 1),
        }
    }
}

/// The blocks of a run: how many draws it has of each series, or may have where it runs until it is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    size: u32,
    draws: u64,
    twins: u64,
    variants: u32,
}

impl Blocks {
    /// The blocks of a prepared study with so many variants.
    pub fn of(prepared: &Prepared, variants: usize) -> Blocks {
        let replicates = prepared.replicates();
        // A power of two, so that a run that doubles its samples ends at the end of a block.
        let samples = (DRAWS / replicates).max(1);
        let size = replicates << samples.ilog2();
        let draws = prepared.draws();
        Blocks {
            size: size as u32,
            draws: draws as u64,
            twins: prepared.twins().min(draws) as u64,
            variants: variants as u32,
        }
    }

    /// Draws of a block; the last one of a series may have fewer.
    pub fn size(self) -> usize {
        self.size as usize
    }

    /// The blocks of a series that has so many draws: its number and its draws.
    pub fn within(self, draws: Range<usize>) -> impl Iterator<Item = (u32, Range<usize>)> {
        let size = self.size();
        draws.clone().step_by(size).map(move |first| ((first / size) as u32, first..draws.end.min(first + size)))
    }

    /// Every block of the whole run with its draws, in the order in which a run makes them.
    pub fn all(self) -> impl Iterator<Item = (Block, Range<usize>)> {
        let series = [(Series::Base, self.draws), (Series::Twins, self.twins)].into_iter();
        let series = series.chain((0..self.variants).map(move |at| (Series::Variant(at), self.draws)));
        series.flat_map(move |(series, draws)| {
            self.within(0..draws as usize).map(move |(number, draws)| (Block { series, number }, draws))
        })
    }
}

/// One of several parts into which a run is dealt, block by block in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// Part `number`, counted from 1, of so many; `None` where there is no such part.
    pub fn new(number: u32, of: u32) -> Option<Shard> {
        (1..=of).contains(&number).then_some(Shard { number, of })
    }

    /// Whether this part makes a block, by its place in [`Blocks::all`].
    pub fn makes(&self, place: usize) -> bool {
        place % self.of as usize == self.number as usize - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    /// Reads `2/8`.
    fn from_str(written: &str) -> Result<Shard, String> {
        let parts = written.split_once('/').and_then(|(number, of)| number.parse().ok().zip(of.parse().ok()));
        let shard = parts.and_then(|(number, of)| Shard::new(number, of));
        shard.ok_or_else(|| format!("`{written}` is no part of a run: write 2/8 for the second of eight"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Blocks, Series, Shard};

    #[test]
    fn every_draw_is_in_one_block_and_every_block_in_one_shard() {
        let blocks = Blocks { size: 48, draws: 100, twins: 50, variants: 1 };
        let all: Vec<(Block, std::ops::Range<usize>)> = blocks.all().collect();
        let of = |series: Series| all.iter().filter(move |(block, _)| block.series == series).map(|(_, d)| d.clone());
        assert!(of(Series::Base).eq([0..48, 48..96, 96..100]));
        assert!(of(Series::Twins).eq([0..48, 48..50]) && of(Series::Variant(0)).count() == 3);
        assert!(all.is_sorted_by_key(|(block, _)| *block));
        for place in 0..all.len() {
            let made = (1..=3).filter(|number| Shard::new(*number, 3).expect("a part").makes(place)).count();
            assert_eq!(made, 1, "{place}");
        }
    }

    #[test]
    fn a_shard_is_written_as_a_fraction() {
        assert_eq!("2/8".parse(), Ok(Shard::new(2, 8).expect("a part")));
        for wrong in ["0/8", "9/8", "2", "2/", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
