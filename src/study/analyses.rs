//! What a scenario declares of its decision analysis: which assumptions are varied, how, and what an answer would serve.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::party::Perspective;

/// What drives the answer: assumptions varied one by one and in pairs, thresholds, horizons and rates, Sobol indices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sensitivity {
    /// Replicates of luck at each point, the same at all points.
    pub replicates: u32,
    /// Names of the assumptions that are varied one by one; all that have a range where left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
    /// Perspectives for which threshold values are sought.
    pub perspectives: Vec<Perspective>,
    /// Other ranges in which the threshold of an assumption is sought.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<ThresholdRange>,
    /// Pairs of assumptions that are varied together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub two_way: Vec<Pair>,
    /// Horizons at which the chance of a gain is shown \[years\]; some up to the study's own where left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub horizons: Vec<u32>,
    /// Flat real rates at which it is shown beside the study's own [1/year].
    pub discount_rates: Vec<f64>,
    /// Sobol indices, which take many runs; none where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indices: Option<IndexPlan>,
}

impl Default for Sensitivity {
    fn default() -> Sensitivity {
        Sensitivity {
            replicates: 16,
            assumptions: Vec::new(),
            perspectives: vec![Perspective::Municipality, Perspective::Society],
            thresholds: Vec::new(),
            two_way: Vec::new(),
            horizons: Vec::new(),
            discount_rates: vec![0.0, 0.05],
            indices: None,
        }
    }
}

/// A range in which a threshold is sought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdRange {
    /// Name of the assumption.
    pub assumption: String,
    /// Low end [its unit].
    pub from: f64,
    /// High end [its unit].
    pub to: f64,
}

/// Two assumptions that are varied together, each over its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Name of the assumption down the rows.
    pub rows: String,
    /// Name of the assumption across the columns.
    pub columns: String,
    /// Values of each, evenly from the low end of its range to the high end.
    #[serde(default = "five")]
    pub steps: u32,
}

fn five() -> u32 {
    5
}

/// How Sobol indices are estimated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IndexPlan {
    /// Rows of the two designs: runs = rows x replicates x (assumptions shown + 3).
    pub rows: u32,
    /// Replicates of luck at each point, the same at all points.
    pub replicates: u32,
    /// So many assumptions by themselves, those with the longest bars; all the others are one group.
    pub shown: u32,
}

impl Default for IndexPlan {
    fn default() -> IndexPlan {
        IndexPlan { rows: 256, replicates: 4, shown: 8 }
    }
}

/// What better knowledge of the assumptions would be worth, and to how many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ValueOfInformation {
    /// Samples of the assumptions.
    pub samples: u32,
    /// Replicates of luck in each sample, at least two.
    pub replicates: u32,
    /// Perspectives that decide.
    pub perspectives: Vec<Perspective>,
    /// Sets of one to four assumptions that a study could find out together, beside each by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<Vec<String>>,
    /// Municipalities to whose decision the answer would serve.
    pub municipalities: f64,
    /// Years in which the decision is taken anew with it, one a year, discounted.
    pub years: u32,
}

impl Default for ValueOfInformation {
    fn default() -> ValueOfInformation {
        ValueOfInformation {
            samples: 512,
            replicates: 4,
            perspectives: vec![Perspective::Municipality, Perspective::Society],
            sets: Vec::new(),
            municipalities: 1.0,
            years: 1,
        }
    }
}
