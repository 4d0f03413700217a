//! `gevinst merge`: one partial file of those that the parts of a run left.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::library;
use crate::terminal::say;

/// Join the partial files of the parts of a run; `gevinst run --checkpoint` then shows what they say
#[derive(Debug, Args)]
pub struct Merge {
    /// Partial files, one of each part
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// File to write; an existing one is never overwritten
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Merge {
    /// Joins them.
    pub fn run(self) -> Result<(), Failure> {
        let blocks = library::merge(&self.parts, &self.out)?;
        let out = self.out.display();
        say(&format!("{blocks} blocks in {out}\n  gevinst run SCENARIO --checkpoint {out}\n"))
    }
}
