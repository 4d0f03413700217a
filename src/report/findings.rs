//! What every table shows: the findings of a study, which the front room builds and this floor words.

use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::assumption::Shape;
use crate::domain::benefit::Family;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::estimate::savings::Savings;
use crate::estimate::summary::Summary;
use crate::rules::parameter::LawValue;

/// The findings of a study. The same study and seed give the same findings, to the øre and the byte.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// What was run.
    pub manifest: Manifest,
    /// Calendar years that the study covers, the budget years.
    pub years: Vec<i32>,
    /// Savings of the programme against the baseline, one entry per perspective in the order of [`Perspective::ALL`].
    pub savings: Vec<Savings>,
    /// The same when the programme has no effect on anybody's life: all costs fall, nothing is gained. Price of failure.
    pub no_effect: Vec<NoEffect>,
    /// What people do, in both arms, in the order of [`Indicator::ALL`]; without what may not be shown of a file of persons.
    pub activity: Vec<ActivityFinding>,
    /// Gross spending on each family in the first twelve months, baseline; families with few persons of a file together.
    pub first_year_spending: Vec<(Shown<Family>, Summary)>,
    /// Every assumption, with its range and source, in the order of their names.
    pub assumptions: Vec<AssumptionFinding>,
    /// Every value of the law in force in the months of the study that the study's families use.
    pub law: Vec<LawValue>,
    /// What to know before one believes the figures: projected law, unverified readings, a pool that shrinks.
    pub warnings: Vec<Warning>,
}

impl Findings {
    /// The savings seen from one perspective.
    pub fn savings(&self, perspective: Perspective) -> &Savings {
        self.savings.iter().find(|savings| savings.perspective == perspective).expect("findings hold every perspective")
    }

    /// What was counted of one indicator; `None` where it may not be shown.
    pub fn activity(&self, indicator: Indicator) -> Option<&ActivityFinding> {
        self.activity.iter().find(|finding| finding.indicator == indicator)
    }
}

/// What was run: with this anybody gets the same figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the library.
    pub version: String,
    /// Title of the study.
    pub title: String,
    /// The question.
    pub question: String,
    /// The line that every output begins with.
    pub caveat: Option<String>,
    /// Name of the municipality.
    pub municipality: String,
    /// Name of the programme arm.
    pub programme: String,
    /// Hash of the scenario's content, hexadecimal: independent of the order of keys and of comments.
    pub scenario_hash: String,
    /// Hash of the law book, reforms included, hexadecimal.
    pub law_hash: String,
    /// Seed.
    pub seed: u64,
    /// Samples of the assumptions.
    pub samples: u32,
    /// Replicates per sample.
    pub replicates: u32,
    /// First month, as `2026-01`.
    pub start: String,
    /// Number of months.
    pub months: u32,
    /// Year of the price level of present values.
    pub price_year: i32,
    /// Whether all draws were done, or the run was cancelled and the figures are of the first `samples`.
    pub complete: bool,
}

/// Net saving when the places fill and nobody's life changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoEffect {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Net present value \[øre\].
    pub net_present_value: Summary,
}

/// What people do, in both arms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActivityFinding {
    /// What is counted; hours in hundredths.
    pub indicator: Indicator,
    /// Sum over the months of the study, baseline.
    pub baseline: Summary,
    /// Sum over the months of the study, programme.
    pub programme: Summary,
    /// The paired difference, programme less baseline.
    pub difference: Summary,
    /// Mean of each month, baseline: shape `[month]`.
    pub baseline_by_month: Vec<f64>,
    /// Mean of each month, programme: shape `[month]`.
    pub programme_by_month: Vec<f64>,
}

/// An assumption as it was used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssumptionFinding {
    /// Its name: that of `[assumptions]`, or the key path where it stands.
    pub name: String,
    /// Central value.
    pub value: f64,
    /// Lower end of the range, where it has one.
    pub low: Option<f64>,
    /// Upper end of the range, where it has one.
    pub high: Option<f64>,
    /// Shape; `None` where fixed.
    pub shape: Option<Shape>,
    /// Source, where one is given.
    pub source: Option<String>,
    /// Grade of the evidence, where one is given.
    pub grade: Option<char>,
}

/// Something to know before one believes the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Law of months from this one on is projected from the assumed wage growth.
    ProjectedLaw {
        /// First projected month, as `2027-01`.
        from: String,
    },
    /// From this month an adopted or expected change of law is not in the book.
    UnsettledLaw {
        /// First month concerned.
        from: String,
        /// What is unsettled.
        what: String,
    },
    /// The number of people on support in the baseline changes by more than 20 %.
    PoolChanges {
        /// People on support in the first month, mean.
        first: i64,
        /// People on support in the last month, mean.
        last: i64,
    },
    /// So many assumptions have no range.
    WithoutRange {
        /// How many.
        count: usize,
    },
    /// So many assumptions have no source.
    WithoutSource {
        /// How many.
        count: usize,
    },
    /// A reading of the law that no source settles.
    Reading {
        /// Which.
        what: String,
    },
    /// So few persons of the file are on some families that these are shown together, as other support.
    FewPersons {
        /// The families together, in their order.
        families: Vec<Family>,
    },
    /// So few persons of the file have hours beside cash benefit at the start, or have none, that the row on them is left
    /// out.
    FewWithHours,
    /// So few persons of the file have work at the start, or have none, that rows on paid work are left out.
    FewWorking,
    /// Money due after the last month is left out.
    DueLater {
        /// Mean of what the municipality would receive net after the horizon \[øre\].
        municipality_ore: i64,
    },
}
