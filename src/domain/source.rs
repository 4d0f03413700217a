//! Where a number comes from, and how far somebody has checked it.

use serde::{Deserialize, Serialize};

/// How far a figure of the law is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Read in an act, or at a ministry, an agency, the statistics office or a municipality.
    Primary,
    /// Read at a union, an adviser, a newspaper or a law blog, or in public code that names its source.
    Secondary,
    /// Computed from primary or secondary figures; the computation is given.
    Derived,
    /// No source found: a reading or a switch, never law without being marked.
    Unverified,
}

/// The place in the law, or the publication, in which a figure stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The act or the publication.
    pub act: String,
    /// Section, table or computation within it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Address of the page that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How far it is verified.
    pub verified: Verification,
}
