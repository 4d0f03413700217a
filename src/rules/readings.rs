//! Readings of the law where the sources leave a choice.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Readings where the sources leave a choice. Each has a default that every report lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Readings {
    /// The free amount of the new cash benefit is uprated (default: it is not).
    pub index_free_amount: bool,
    /// Which wage the taper of the new cash benefit counts (default: gross).
    pub wage_concept: WageConcept,
    /// The ceiling of the new cash benefit is held against the benefit with its supplements (default: it is).
    pub ceiling_counts_supplements: bool,
    /// Labour-market contribution is paid of the flex subsidy (default: it is not).
    pub flex_subsidy_labour_market_contribution: bool,
    /// What the deduction of 0.45 points from the uprating of 2027 concerns (default: benefits alone).
    pub law_from_2027: LawFrom2027,
}

impl Default for Readings {
    fn default() -> Readings {
        Readings {
            index_free_amount: false,
            wage_concept: WageConcept::Gross,
            ceiling_counts_supplements: true,
            flex_subsidy_labour_market_contribution: false,
            law_from_2027: LawFrom2027::AsFiled,
        }
    }
}

/// Which wage a taper counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WageConcept {
    /// Gross wage.
    #[default]
    Gross,
    /// After labour-market contribution and own pension, the old practice. That took off ATP too, a fixed amount by hours
    /// that is not on file: it is left out here, so that this reading counts somewhat more wage than the practice did.
    Net,
}

/// What the deduction of act 630/2024 takes off the uprating of 2027.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LawFrom2027 {
    /// 0.45 points off benefits; free amounts, thresholds and subsidies are spared.
    #[default]
    AsFiled,
    /// Nothing: the deduction is given up.
    WithoutDeduction,
    /// 0.45 points off benefits, and off the free amounts, thresholds and subsidies that follow the full uprating.
    DeductionOnFreeAmounts,
}
