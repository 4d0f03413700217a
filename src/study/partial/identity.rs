//! Which run the blocks of a partial file are of.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::study::blocks::Blocks;
use crate::study::error::Error;
use crate::study::manifest::manifest;
use crate::study::partial::records::bytes;
use crate::study::partial::unusable;
use crate::study::prepared::Prepared;
use crate::study::sampling::Samples;

/// Which run the blocks of a file are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    version: String,
    scenario_hash: String,
    law_hash: String,
    /// `[simulation]` as JSON, but for where draws lie, which changes no figure.
    settings: String,
    pub(super) blocks: Blocks,
    /// Whether the number of draws is settled beforehand.
    settled: bool,
    /// Columns of a row.
    width: usize,
}

impl Identity {
    /// The identity of the run of a prepared study with so many variants.
    ///
    /// # Errors
    /// Where the study has people from a file: blocks hold sums of which results do not show all.
    pub(crate) fn of(prepared: &Prepared, variants: usize, path: &str) -> Result<Identity, Error> {
        if prepared.study.persons.is_some() {
            let reason =
                "of people from a file nothing is kept: its blocks would hold sums over fewer than five of them";
            return Err(unusable(path, reason, "run without a partial file"));
        }
        let told = manifest(prepared);
        let mut settings = serde_json::to_value(&prepared.study.simulation).unwrap_or_default();
        settings.as_object_mut().and_then(|settings| settings.remove("keep_draws"));
        Ok(Identity {
            version: told.version,
            scenario_hash: told.scenario_hash,
            law_hash: told.law_hash,
            settings: settings.to_string(),
            blocks: Blocks::of(prepared, variants),
            settled: matches!(prepared.study.simulation.samples, Samples::Number(_)),
            width: prepared.layout.width(),
        })
    }

    /// Refuses a run that cannot be made in parts, as it is kept at a path.
    pub(super) fn takes_parts(&self, path: &str) -> Result<(), Error> {
        let reason = "with samples = \"auto\" nobody knows how many blocks there are";
        if self.settled {
            Ok(())
        } else {
            Err(unusable(path, reason, "give a number of samples and run the parts anew"))
        }
    }

    /// From which the checksums of its blocks go on.
    pub(super) fn seed(&self) -> u32 {
        crc32fast::hash(&bytes(self))
    }

    /// In what another run differs from this one; `None` where it is the same.
    pub(super) fn differs(&self, other: &Identity) -> Option<String> {
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
