//! The law as a book, and the readings of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Readings of the law where the sources leave a choice (`LAW.md`): each has a default that every report lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Readings {
    /// The free amount of the new cash benefit is uprated (default: it is not).
    pub index_free_amount: bool,
    /// Which wage the taper of cash benefit counts.
    pub wage_concept: WageConcept,
}

/// Which wage a taper counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WageConcept {
    /// Gross wage.
    #[default]
    Gross,
    /// After labour-market contribution and own pension, the old practice.
    Net,
}
