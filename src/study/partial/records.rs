//! The bytes of a partial file: records, each with its length and checksum, on whatever can be read, written and cut.
//!
//! ```text
//! magic line, record of what was run, then one record per block, in whatever order they were finished
//! record:  length [u32], checksum CRC-32 [u32], content in the postcard format
//! content of a block:  which one it is, then its rows
//! ```
//!
//! The checksum of a block goes on from that of the run that it is of, so that a block of another run is damage.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::Serialize;

use crate::study::blocks::Block;
use crate::study::error::Error;
use crate::study::partial::identity::Identity;
use crate::study::partial::{damaged, unreadable, unusable};

/// First line of the file; the number is that of the format.
pub(super) const MAGIC: &[u8] = b"gevinst partial 2\n";

/// Bytes before the content of a record.
const HEAD: u64 = 8;

/// Bytes that a record may hold; more is damage.
const MOST: u32 = 1 << 30;

/// Where the bytes are: a file, or whatever else can be read, written and cut.
pub trait Medium: Read + Write + Seek + Send {
    /// Cuts what lies behind a length.
    ///
    /// # Errors
    /// Those of the medium.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Sees to it that what was written stays.
    ///
    /// # Errors
    /// Those of the medium.
    fn settle(&mut self) -> io::Result<()>;
}

impl Medium for File {
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn settle(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// What is in the file, as far as it is whole.
pub(super) struct Contents {
    medium: Box<dyn Medium>,
    /// Where the rows of each block begin, and their length \[bytes\].
    pub(super) found: BTreeMap<Block, (u64, u32)>,
    /// Where the last whole record ends.
    end: u64,
    /// Blocks that could not be written, and why the last one could not.
    pub(super) unwritten: (usize, String),
}

impl Contents {
    /// Reads which run the file is of and which blocks are there.
    pub(super) fn read(mut medium: Box<dyn Medium>, name: &str) -> Result<(Identity, Contents), Error> {
        let failed = |cause: io::Error| match cause.kind() {
            io::ErrorKind::InvalidData => damaged(name, &cause.to_string()),
            _ => unreadable(name, &cause),
        };
        let length = medium.seek(SeekFrom::End(0)).map_err(failed)?;
        medium.rewind().map_err(failed)?;
        let mut magic = vec![0; MAGIC.len()];
        if length < MAGIC.len() as u64 || medium.read_exact(&mut magic).is_err() || magic != MAGIC {
            let remedy = "name the file that a run was told to write, or one that is not there yet";
            return Err(unusable(name, "it is no partial file of this version", remedy));
        }
        let mut end = MAGIC.len() as u64;
        let mut next = |end: &mut u64, seed: u32| -> io::Result<Option<Vec<u8>>> {
            let content = whole_record(medium.as_mut(), (*end, length), seed)?;
            *end += content.as_ref().map_or(0, |content| HEAD + content.len() as u64);
            Ok(content)
        };
        let identity = next(&mut end, 0).map_err(failed)?;
        let identity = identity.and_then(|content| postcard::from_bytes(&content).ok());
        let identity: Identity = identity.ok_or_else(|| damaged(name, "it does not say which run it is of"))?;
        let (seed, mut found) = (identity.seed(), BTreeMap::new());
        while let Some(content) = next(&mut end, seed).map_err(failed)? {
            let (block, rows) = postcard::take_from_bytes::<Block>(&content)
                .map_err(|cause| damaged(name, &format!("a block does not read: {cause}")))?;
            found.insert(block, (end - rows.len() as u64, rows.len() as u32));
        }
        Ok((identity, Contents { medium, found, end, unwritten: (0, String::new()) }))
    }

    /// The rows of a block as they are written; `None` where it is not there.
    pub(super) fn rows(&mut self, block: Block) -> io::Result<Option<Vec<u8>>> {
        let Some((at, length)) = self.found.get(&block).copied() else { return Ok(None) };
        self.medium.seek(SeekFrom::Start(at))?;
        let mut rows = vec![0; length as usize];
        self.medium.read_exact(&mut rows)?;
        Ok(Some(rows))
    }

    /// Writes a block behind the last whole one; on failure what was written of it is cut off again.
    pub(super) fn append(&mut self, block: Block, rows: &[u8], seed: u32) -> io::Result<()> {
        let record = block_record(block, rows, seed);
        if record.len() as u64 > HEAD + u64::from(MOST) {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a block is too large: take fewer replicates"));
        }
        let medium = self.medium.as_mut();
        let written = medium
            .seek(SeekFrom::Start(self.end))
            .and_then(|_| medium.write_all(&record))
            .and_then(|()| medium.cut(self.end + record.len() as u64))
            .and_then(|()| medium.settle());
        if written.is_err() {
            // Where this fails too, the next reader finds a torn record and stops before it.
            let _ = medium.cut(self.end);
            return written;
        }
        self.end += record.len() as u64;
        self.found.insert(block, (self.end - rows.len() as u64, rows.len() as u32));
        Ok(())
    }
}

/// The content of the record at a place; `None` where no whole one is left.
fn whole_record(medium: &mut dyn Medium, (at, length): (u64, u64), seed: u32) -> io::Result<Option<Vec<u8>>> {
    if at + HEAD > length {
        return Ok(None);
    }
    medium.seek(SeekFrom::Start(at))?;
    let (mut size, mut checksum) = ([0; 4], [0; 4]);
    medium.read_exact(&mut size)?;
    medium.read_exact(&mut checksum)?;
    let size = u32::from_le_bytes(size);
    // Zeros are what a power cut leaves of a record.
    if size == 0 || size > MOST || at + HEAD + u64::from(size) > length {
        return Ok(None);
    }
    let mut content = vec![0; size as usize];
    medium.read_exact(&mut content)?;
    let whole = checked(&content, seed) == u32::from_le_bytes(checksum);
    if !whole && at + HEAD + u64::from(size) < length {
        // Something stands behind it, so it was whole once.
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("the record at byte {at} is damaged")));
    }
    Ok(whole.then_some(content))
}

/// A value in the postcard format, which has a form for each of the values written here.
pub(super) fn bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("numbers, texts and lists have a form")
}

/// The record of a block, from its rows as they are written.
pub(super) fn block_record(block: Block, rows: &[u8], seed: u32) -> Vec<u8> {
    record(&[&bytes(&block), rows].concat(), seed)
}

/// A record of a content, with its length and its checksum, which goes on from a seed.
pub(super) fn record(content: &[u8], seed: u32) -> Vec<u8> {
    let head = [(content.len() as u32).to_le_bytes(), checked(content, seed).to_le_bytes()];
    [&head.concat(), content].concat()
}

/// The checksum of a content, going on from a seed.
fn checked(content: &[u8], seed: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(seed);
    hasher.update(content);
    hasher.finalize()
}
