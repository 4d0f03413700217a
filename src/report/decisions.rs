//! Findings of the decision analysis: what drives the answer, how programmes compare, what better knowledge is worth.

use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::party::Perspective;
use crate::estimate::estimated::Estimated;
use crate::estimate::frontier::{CostAndEffect, Frontier};
use crate::estimate::horizon::Outlook;
use crate::estimate::indices::GroupIndices;
use crate::estimate::information::Standing;
use crate::estimate::one_way::End;
use crate::estimate::partial_information::Doubt;
use crate::estimate::summary::Summary;
use crate::estimate::threshold::Threshold;
use crate::estimate::variance_split::VarianceSplit;
use crate::report::assumption_name::AssumptionName;
use crate::report::findings::{AssumptionFinding, Findings, Manifest};

/// Everything about a study in one value, from which every format of a report takes its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The run.
    pub run: Findings,
    /// What drives the answer; `None` where it was cancelled.
    pub sensitivity: Option<SensitivityFindings>,
    /// What better knowledge is worth; `None` where it was cancelled.
    pub information: Option<InformationFindings>,
}

/// What drives the answer of a study. Money: net present value \[øre\]; lists over perspectives are in the order of
/// [`Perspective::ALL`]. *Positive = gain.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SensitivityFindings {
    /// What was run.
    pub manifest: Manifest,
    /// Replicates of luck at each point, the same at all points.
    pub replicates: u32,
    /// Expected net saving with every assumption at its value: shape `[perspective]`.
    pub base: Vec<Estimated>,
    /// The same when the places fill and nobody's life changes: shape `[perspective]`.
    pub no_effect: Vec<Estimated>,
    /// Assumptions varied one by one, in the order of their names.
    pub bars: Vec<BarFinding>,
    /// Assumptions that have no range, and so no bar.
    pub without_range: usize,
    /// Threshold values, by perspective and then by assumption.
    pub thresholds: Vec<ThresholdFinding>,
    /// Assumptions varied in pairs.
    pub two_way: Vec<TwoWayFinding>,
    /// Chance of a gain by horizon and discount rate, over predictive draws: one entry per perspective.
    pub outlooks: Vec<(Perspective, Vec<Outlook>)>,
    /// The predictive variance split into luck and ignorance; `None` where nothing varies.
    pub variance: Vec<(Perspective, Option<VarianceSplit>)>,
    /// Sobol indices, where the scenario asks for them.
    pub indices: Option<IndicesFinding>,
}

/// What an assumption does between both ends of its range, all others at their value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BarFinding {
    /// The assumption.
    pub assumption: AssumptionFinding,
    /// At the low end; figures of shape `[perspective]`.
    pub low: End,
    /// At the high end; figures of shape `[perspective]`.
    pub high: End,
}

impl BarFinding {
    /// The length of the bar of a perspective \[øre\]: from the least to the greatest of base, low and high end.
    pub fn swing(&self, perspective: Perspective) -> f64 {
        let [low, high] = [&self.low, &self.high].map(|end| end.change[perspective as usize].value);
        low.max(high).max(0.0) - low.min(high).min(0.0)
    }
}

/// At which value of an assumption a perspective neither gains nor loses, all others at their value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThresholdFinding {
    /// Whose eyes.
    pub perspective: Perspective,
    /// The assumption.
    pub assumption: AssumptionName,
    /// The assumption's value in the study.
    pub value: f64,
    /// Low end of the range that was searched.
    pub from: f64,
    /// High end of the range that was searched.
    pub to: f64,
    /// Where the expected net saving changes its sign.
    pub threshold: Threshold,
    /// Monte Carlo standard error of that value, about: that of the saving over its slope [unit of the assumption].
    pub standard_error: f64,
}

/// Two assumptions varied together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TwoWayFinding {
    /// The assumption down the rows.
    pub rows: AssumptionName,
    /// Its values.
    pub row_values: Vec<f64>,
    /// The assumption across the columns.
    pub columns: AssumptionName,
    /// Its values.
    pub column_values: Vec<f64>,
    /// Expected net saving: shape `[row][column][perspective]`.
    pub cells: Vec<Vec<Vec<Estimated>>>,
}

/// Sobol indices of one perspective's expected net saving, given the assumptions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndicesFinding {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Rows of the two designs.
    pub rows: u32,
    /// Replicates of luck at each point.
    pub replicates: u32,
    /// Runs that it took.
    pub runs: u64,
    /// Each assumption that is shown by itself, and last all the others as one group (`None`), where there are any.
    /// Empty where the expected net saving does not vary.
    pub groups: Vec<(Option<AssumptionName>, GroupIndices)>,
}

/// Programmes side by side, each against the same baseline with the same draws. Lists over perspectives are in the order
/// of [`Perspective::ALL`]. *Positive = gain.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonFindings {
    /// What was run, of each programme.
    pub manifests: Vec<Manifest>,
    /// Samples of the assumptions.
    pub samples: u32,
    /// Replicates of luck per sample.
    pub replicates: u32,
    /// The programmes in the order given.
    pub programmes: Vec<ProgrammeFinding>,
    /// How doing nothing and the programmes stand given the assumptions, and what perfect information would be worth.
    pub decisions: Vec<DecisionFinding>,
    /// What the perspectives pay for each aim.
    pub frontiers: Vec<FrontierFinding>,
}

/// One programme of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeFinding {
    /// Name.
    pub name: String,
    /// Net present value \[øre\]: shape `[perspective]`.
    pub net_present_value: Vec<Summary>,
    /// Share of the draws with a net present value above zero, and its Monte Carlo standard error [0-1]: shape
    /// `[perspective]`.
    pub chance_of_gain: Vec<(f64, f64)>,
    /// Net present value less that of the first programme, draw by draw \[øre\]: shape `[perspective]`.
    pub increment: Vec<Summary>,
    /// What each aim changes, programme less baseline: in the order of [`AIMS`], in their units.
    pub aims: Vec<Summary>,
}

/// The aims beside money by which programmes are compared: what is counted, and how many counts make one unit (person-years
/// in work, paid hours, months of self-support in part or in full).
pub const AIMS: [(Indicator, f64); 4] = [
    (Indicator::InWork, 12.0),
    (Indicator::PaidHours, 100.0),
    (Indicator::PartlySelfSupporting, 1.0),
    (Indicator::FullySelfSupporting, 1.0),
];

/// The decision between doing nothing and the programmes, given what the assumptions leave open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionFinding {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Doing nothing, then the programmes.
    pub options: Vec<Standing>,
    /// Expected value of perfect information \[øre\].
    pub perfect_information: Estimated,
    /// Share of the variance of the means of samples that is still luck [0-1], the largest of the programmes'.
    pub luck_share: f64,
}

/// The cost-effectiveness frontier of one perspective and one aim: what each programme costs and does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierFinding {
    /// Who pays.
    pub perspective: Perspective,
    /// What is counted.
    pub aim: Indicator,
    /// Expected net cost \[øre\], negative where it saves, and effect [the aim's unit] of each programme.
    pub programmes: Vec<CostAndEffect>,
    /// Where doing nothing and the programmes stand.
    pub frontier: Frontier,
}

/// What better knowledge of the assumptions would be worth to a perspective that chooses between the programme and doing
/// nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InformationFindings {
    /// What was run.
    pub manifest: Manifest,
    /// Samples of the assumptions.
    pub samples: u32,
    /// Replicates of luck per sample.
    pub replicates: u32,
    /// Municipalities that the answer would serve.
    pub municipalities: f64,
    /// Years in which it would serve.
    pub years: u32,
    /// What one decision's worth is multiplied by: municipalities times the discounted years.
    pub served: f64,
    /// The decision, one entry per perspective that the scenario asks for.
    pub decisions: Vec<DecisionFinding>,
    /// What knowing some assumptions is worth, the most valuable first: by perspective.
    pub partial: Vec<(Perspective, Vec<PartialFinding>)>,
}

/// What it is worth to know some assumptions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartialFinding {
    /// What they are called.
    pub assumptions: Vec<AssumptionName>,
    /// Expected value of partial perfect information of one decision \[øre\].
    pub value: Estimated,
    /// Share of the variance of the expected net saving that they explain [0-1].
    pub explained_share: f64,
    /// Reasons not to trust it.
    pub doubts: Vec<Doubt>,
}
