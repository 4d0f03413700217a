//! `gevinst new`: a scenario to begin with.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::terminal::say;

/// The scenario, with comments that say what each part does.
const STARTER: &str = include_str!("starter.toml");

/// Write a commented scenario to begin with; an existing file is never overwritten.
#[derive(Debug, Args)]
pub struct New {
    /// File to write; standard output where left out
    file: Option<PathBuf>,
}

impl New {
    /// Writes the scenario.
    pub fn run(self) -> Result<(), Failure> {
        let Some(path) = self.file else { return say(STARTER) };
        let mut file = std::fs::File::create_new(&path).map_err(Failure::unwritable(&path))?;
        file.write_all(STARTER.as_bytes()).map_err(Failure::unwritable(&path))?;
        say(&format!("{0}\n  gevinst check {0}\n  gevinst run {0} --lang da\n", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use gevinst::study::scenario::Study;

    #[test]
    fn the_starter_is_a_study() {
        let study: Study = toml::from_str(super::STARTER).expect("the starter follows the format");
        assert_eq!(study.format, gevinst::study::scenario::FORMAT);
        assert!(!study.programme.enterprises.is_empty());
    }
}
