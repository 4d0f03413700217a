//! Joining the parts of a run.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use crate::study::blocks::Block;
use crate::study::error::Error;
use crate::study::partial::identity::Identity;
use crate::study::partial::records::{Contents, MAGIC, block_record, bytes, record};
use crate::study::partial::{Partial, unreadable, unusable};

impl Partial {
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
                let rows = contents.rows(block).map_err(|cause| unreadable(name, &cause))?.unwrap_or_default();
                if let Some((other, _)) = whole.insert(block, (at, rows)) {
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
    identity.takes_parts(names)?;
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
    let file = File::create_new(&unfinished).map_err(refused)?;
    let written = write_records(file, identity, whole).and_then(|()| std::fs::rename(&unfinished, into));
    if written.is_err() {
        // What is left of it is of no use; where it cannot be removed it says so by its name.
        let _ = std::fs::remove_file(&unfinished);
    }
    written.map_err(refused)
}

fn write_records(mut file: File, identity: &Identity, whole: &BTreeMap<Block, (usize, Vec<u8>)>) -> io::Result<()> {
    file.write_all(MAGIC)?;
    file.write_all(&record(&bytes(identity), 0))?;
    for (block, (_, rows)) in whole {
        file.write_all(&block_record(*block, rows, identity.seed()))?;
    }
    file.sync_all()
}
