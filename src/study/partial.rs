//! A partial file: the finished blocks of a run on disk, from which it goes on, and which others can join.
//!
//! ```text
//! magic line, record of what was run, then one record per block, in whatever order they were finished
//! record:  length [u32], checksum CRC-32 [u32], content in the postcard format
//! ```
//!
//! A block is in the file when its record is whole. What a killed run left behind the last whole record is written over.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::study::blocks::{Block, Blocks};
use crate::study::conclusion::few;
use crate::study::error::Error;
use crate::study::manifest::manifest;
use crate::study::prepared::Prepared;
use crate::study::sampling::Samples;

/// First line of the file; the number is that of the format.
const MAGIC: &[u8] = b"gevinst partial 1\n";

/// Bytes before the content of a record.
const HEAD: u64 = 8;

/// Bytes that a record may hold; more is damage.
const MOST: u32 = 1 << 30;

/// Which run the blocks of a file are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    version: String,
    scenario_hash: String,
    law_hash: String,
    /// `[simulation]` as JSON.
    settings: String,
    blocks: Blocks,
    /// Whether the number of draws is settled beforehand.
    settled: bool,
}

impl Identity {
    /// The identity of the run of a prepared study with so many variants.
    ///
    /// # Errors
    /// Where the study has people from a file of whom results do not show everything: its blocks would.
    pub(crate) fn of(prepared: &Prepared, variants: usize) -> Result<Identity, Error> {
        if !few(prepared).is_empty() {
            return Err(Error::Unusable {
                path: "the partial file".to_owned(),
                reason: "the file of persons has classes with fewer than five, and its blocks would hold their sums"
                    .to_owned(),
                remedy: "run without one".to_owned(),
            });
        }
        let told = manifest(prepared);
        Ok(Identity {
            version: told.version,
            scenario_hash: told.scenario_hash,
            law_hash: told.law_hash,
            settings: serde_json::to_string(&prepared.study.simulation).unwrap_or_default(),
            blocks: Blocks::of(prepared, variants),
            settled: matches!(prepared.study.simulation.samples, Samples::Number(_)),
        })
    }

    /// In what another run differs from this one; `None` where it is the same.
    fn differs(&self, other: &Identity) -> Option<String> {
        if self == other {
            return None;
        }
        for (what, own, its) in [
            ("version", &self.version, &other.version),
            ("scenario", &self.scenario_hash, &other.scenario_hash),
            ("law", &self.law_hash, &other.law_hash),
        ] {
            if own != its {
                return Some(format!("it is of another {what} ({its}, not {own})"));
            }
        }
        let settings = |of: &Identity| serde_json::from_str::<Value>(&of.settings).unwrap_or_default();
        let (own, its) = (settings(self), settings(other));
        let changed = own.as_object().into_iter().flatten().find(|(key, value)| its[key.as_str()] != **value);
        Some(changed.map_or("it is of another run".to_owned(), |(key, value)| {
            format!("`simulation.{key}` is {} there and {value} here", its[key.as_str()])
        }))
    }
}

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

impl Medium for io::Cursor<Vec<u8>> {
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.get_mut().truncate(length as usize);
        Ok(())
    }

    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A partial file that is open.
pub struct Partial {
    name: String,
    identity: Identity,
    contents: Mutex<Contents>,
}

struct Contents {
    medium: Box<dyn Medium>,
    /// Where the content of each block begins, and its length.
    found: BTreeMap<Block, (u64, u32)>,
    /// Where the last whole record ends.
    end: u64,
    /// Blocks that could not be written, and why the last one could not.
    unwritten: (usize, String),
}

impl Partial {
    /// Opens the partial file of a run, or begins it where there is none.
    ///
    /// # Errors
    /// [`Error::Unusable`] where it cannot be read, is in use, is damaged, or is of another run.
    pub(crate) fn open(path: &Path, identity: Identity) -> Result<Partial, Error> {
        let name = path.display().to_string();
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let file = options.map_err(|cause| unreadable(&name, &cause))?;
        if file.try_lock().is_err() {
            return Err(unusable(&name, "another run has it open", "wait for that run, or give each its own file"));
        }
        Partial::on(Box::new(file), name, identity)
    }

    /// The partial file on a medium, which has a name in messages.
    ///
    /// # Errors
    /// As [`Partial::open`].
    pub(crate) fn on(mut medium: Box<dyn Medium>, name: String, identity: Identity) -> Result<Partial, Error> {
        let fresh = medium.seek(SeekFrom::End(0)).map_err(|cause| unreadable(&name, &cause))? == 0;
        if fresh {
            let head = [MAGIC, &record(&identity)].concat();
            let written = medium.write_all(&head).and_then(|()| medium.settle());
            written
                .map_err(|cause| unusable(&name, &format!("it cannot be written: {cause}"), "choose another place"))?;
        }
        let (found, contents) = Contents::read(medium, &name)?;
        if let Some(difference) = identity.differs(&found) {
            return Err(foreign(&name, &difference));
        }
        Ok(Partial { name, identity, contents: Mutex::new(contents) })
    }

    /// What it is called in messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Refuses another run than the one that it is of.
    pub(crate) fn is_of(&self, run: &Identity) -> Result<(), Error> {
        run.differs(&self.identity).map_or(Ok(()), |difference| Err(foreign(&self.name, &difference)))
    }

    /// Whether a block is there.
    pub(crate) fn has(&self, block: Block) -> bool {
        self.contents().found.contains_key(&block)
    }

    /// The blocks that are there.
    pub fn blocks(&self) -> Vec<Block> {
        self.contents().found.keys().copied().collect()
    }

    /// What a block holds; `None` where it is not there.
    ///
    /// # Errors
    /// [`Error::Unusable`] where it cannot be read any more.
    pub(crate) fn get<T: DeserializeOwned>(&self, block: Block) -> Result<Option<T>, Error> {
        let content = self.contents().content(block).map_err(|cause| unreadable(&self.name, &cause))?;
        let read = |content: Vec<u8>| postcard::from_bytes(&content);
        content.map(read).transpose().map_err(|cause| damaged(&self.name, &format!("{block} does not read: {cause}")))
    }

    /// Puts a block there. One that cannot be written is counted, and the run goes on.
    pub(crate) fn put<T: Serialize>(&self, block: Block, rows: &T) {
        let mut contents = self.contents();
        if let Err(cause) = contents.append(block, &record(&(block, bytes(rows)))) {
            contents.unwritten = (contents.unwritten.0 + 1, cause.to_string());
        }
    }

    /// How many blocks could not be written, and why the last one could not; `None` where all were.
    pub(crate) fn unwritten(&self) -> Option<(usize, String)> {
        let unwritten = self.contents().unwritten.clone();
        (unwritten.0 > 0).then_some(unwritten)
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        // A thread that panicked left at worst a torn record, which the next one writes over.
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the blocks of several partial files of one run to the file that the run would have left if it had been made in
    /// one go.
    ///
    /// # Errors
    /// [`Error::Unusable`] for files that cannot be read, are of different runs, hold the same block twice or not every block,
    /// and where the new file cannot be written or is there already.
    pub fn merge(parts: &[impl AsRef<Path>], into: &Path) -> Result<usize, Error> {
        let mut whole: BTreeMap<Block, (usize, Vec<u8>)> = BTreeMap::new();
        let mut first: Option<Identity> = None;
        let names: Vec<String> = parts.iter().map(|part| part.as_ref().display().to_string()).collect();
        for (at, (part, name)) in parts.iter().zip(&names).enumerate() {
            let file = File::open(part).map_err(|cause| unreadable(name, &cause))?;
            let (identity, mut contents) = Contents::read(Box::new(file), name)?;
            if let Some(difference) = first.as_ref().and_then(|first| first.differs(&identity)) {
                return Err(unusable(name, &difference, &format!("join only parts of the run of `{}`", names[0])));
            }
            for block in contents.found.keys().copied().collect::<Vec<Block>>() {
                let content = contents.content(block).map_err(|cause| unreadable(name, &cause))?.unwrap_or_default();
                if let Some((other, _)) = whole.insert(block, (at, content)) {
                    let reason = format!("{block} is in `{}` too", names[other]);
                    return Err(unusable(
                        name,
                        &reason,
                        "leave one of the two out: the parts of a run have no block in common",
                    ));
                }
            }
            first.get_or_insert(identity);
        }
        let Some(identity) = first else {
            return Err(unusable(&into.display().to_string(), "there is nothing to join", "name the partial files"));
        };
        complete(&identity, &whole, &names.join("`, `"))?;
        write_whole(&identity, &whole, into)?;
        Ok(whole.len())
    }
}

/// Refuses a set of blocks that is not the whole run.
fn complete(identity: &Identity, whole: &BTreeMap<Block, (usize, Vec<u8>)>, names: &str) -> Result<(), Error> {
    if !identity.settled {
        let remedy = "give a number of samples and run the parts again";
        return Err(unusable(names, "with samples = \"auto\" nobody knows how many blocks there are", remedy));
    }
    let all = identity.blocks.all().map(|(block, _)| block);
    let missing: Vec<String> = all.filter(|block| !whole.contains_key(block)).map(|block| block.to_string()).collect();
    let Some(one) = missing.first() else { return Ok(()) };
    let others = if missing.len() > 1 { format!(" and {} more", missing.len() - 1) } else { String::new() };
    Err(unusable(names, &format!("not every block is there: {one}{others}"), "add the parts that lack, or finish them"))
}

/// Writes a file of all blocks in their order, under another name until it is whole.
fn write_whole(identity: &Identity, whole: &BTreeMap<Block, (usize, Vec<u8>)>, into: &Path) -> Result<(), Error> {
    let name = into.display().to_string();
    let refused = |cause: io::Error| unusable(&name, &format!("it cannot be written: {cause}"), "choose another name");
    if into.exists() {
        return Err(unusable(&name, "it is there already", "choose another name, or remove it first"));
    }
    let mut unfinished = into.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let mut file = File::create(&unfinished).map_err(refused)?;
    let mut write = |part: &[u8]| file.write_all(part);
    write(MAGIC).and_then(|()| write(&record(identity))).map_err(refused)?;
    for (block, (_, content)) in whole {
        write(&record(&(*block, content))).map_err(refused)?;
    }
    file.sync_all().and_then(|()| std::fs::rename(&unfinished, into)).map_err(refused)
}

impl Contents {
    /// Reads which run the file is of and which blocks are there.
    fn read(mut medium: Box<dyn Medium>, name: &str) -> Result<(Identity, Contents), Error> {
        let failed = |cause: io::Error| unreadable(name, &cause);
        let length = medium.seek(SeekFrom::End(0)).map_err(failed)?;
        medium.rewind().map_err(failed)?;
        let mut magic = vec![0; MAGIC.len()];
        if length < MAGIC.len() as u64 || medium.read_exact(&mut magic).is_err() || magic != MAGIC {
            let remedy = "name the file that a run was told to write, or one that is not there yet";
            return Err(unusable(name, "it is no partial file of this version", remedy));
        }
        let mut end = MAGIC.len() as u64;
        let mut next = |end: &mut u64| -> io::Result<Option<Vec<u8>>> {
            let content = whole_record(medium.as_mut(), *end, length)?;
            *end += content.as_ref().map_or(0, |content| HEAD + content.len() as u64);
            Ok(content)
        };
        let identity = next(&mut end).map_err(failed)?;
        let identity = identity.and_then(|content| postcard::from_bytes(&content).ok());
        let identity: Identity = identity.ok_or_else(|| damaged(name, "it does not say which run it is of"))?;
        let mut found = BTreeMap::new();
        while let Some(content) = next(&mut end).map_err(failed)? {
            let (block, rest) = postcard::take_from_bytes::<(Block, u32)>(&content)
                .map_err(|cause| damaged(name, &format!("a block does not read: {cause}")))
                .map(|((block, _), rest)| (block, rest.len() as u32))?;
            found.insert(block, (end - u64::from(rest), rest));
        }
        Ok((identity, Contents { medium, found, end, unwritten: (0, String::new()) }))
    }

    fn content(&mut self, block: Block) -> io::Result<Option<Vec<u8>>> {
        let Some((at, length)) = self.found.get(&block).copied() else { return Ok(None) };
        self.medium.seek(SeekFrom::Start(at))?;
        let mut content = vec![0; length as usize];
        self.medium.read_exact(&mut content)?;
        Ok(Some(content))
    }

    /// Writes a record behind the last whole one; on failure what was written of it is cut off again.
    fn append(&mut self, block: Block, record: &[u8]) -> io::Result<()> {
        let medium = self.medium.as_mut();
        let written = medium
            .seek(SeekFrom::Start(self.end))
            .and_then(|_| medium.write_all(record))
            .and_then(|()| medium.cut(self.end + record.len() as u64))
            .and_then(|()| medium.settle());
        if written.is_err() {
            // Where this fails too, the next reader finds a torn record and stops before it.
            let _ = medium.cut(self.end);
            return written;
        }
        self.end += record.len() as u64;
        let head = HEAD as usize;
        let rest = postcard::take_from_bytes::<(Block, u32)>(&record[head..]).map_or(0, |(_, rest)| rest.len() as u32);
        self.found.insert(block, (self.end - u64::from(rest), rest));
        Ok(())
    }
}

/// The content of the record at a place; `None` where no whole one is left.
fn whole_record(medium: &mut dyn Medium, at: u64, length: u64) -> io::Result<Option<Vec<u8>>> {
    if at + HEAD > length {
        return Ok(None);
    }
    medium.seek(SeekFrom::Start(at))?;
    let (mut size, mut checksum) = ([0; 4], [0; 4]);
    medium.read_exact(&mut size)?;
    medium.read_exact(&mut checksum)?;
    let size = u32::from_le_bytes(size);
    if size > MOST || at + HEAD + u64::from(size) > length {
        return Ok(None);
    }
    let mut content = vec![0; size as usize];
    medium.read_exact(&mut content)?;
    let whole = crc32fast::hash(&content) == u32::from_le_bytes(checksum);
    if !whole && at + HEAD + u64::from(size) < length {
        // Something stands behind it, so it was whole once.
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("the record at byte {at} is damaged")));
    }
    Ok(whole.then_some(content))
}

/// A value in the postcard format, which has a form for each of the values written here.
fn bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("numbers, texts and lists have a form")
}

/// A record with its length and checksum.
fn record(value: &impl Serialize) -> Vec<u8> {
    let content = bytes(value);
    let head = [(content.len() as u32).to_le_bytes(), crc32fast::hash(&content).to_le_bytes()];
    [&head.concat(), &content[..]].concat()
}

fn unusable(path: &str, reason: &str, remedy: &str) -> Error {
    Error::Unusable { path: path.to_owned(), reason: reason.to_owned(), remedy: remedy.to_owned() }
}

fn foreign(path: &str, difference: &str) -> Error {
    unusable(path, difference, "give this run a file of its own, or run what that one was begun with")
}

fn unreadable(path: &str, cause: &io::Error) -> Error {
    unusable(path, &format!("it cannot be read: {cause}"), "see that it is there and may be read and written")
}

fn damaged(path: &str, reason: &str) -> Error {
    unusable(path, reason, "it is damaged: remove it and run again")
}
