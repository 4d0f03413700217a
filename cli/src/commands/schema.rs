//! `gevinst schema`: the scenario format, for editors that complete and check while one writes.

use clap::Args;
use gevinst::study::schema::schema;

use crate::failure::Failure;
use crate::terminal::say;

/// Print the JSON schema of the scenario format.
#[derive(Debug, Args)]
pub struct Schema {}

impl Schema {
    /// Prints the schema.
    pub fn run(self) -> Result<(), Failure> {
        let schema = schema();
        let text = serde_json::to_string_pretty(&schema).map_err(|cause| Failure::Refused(cause.to_string()))?;
        say(&(text + "\n"))
    }
}
