//! What every table shows: the findings of a study, which the front room builds and this floor words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::assumption::Shape;
use crate::domain::benefit::Family;
use crate::domain::municipality::Reach;
use crate::domain::party::Perspective;
use crate::domain::revenue::{EnterpriseClass, Revenue};
use crate::domain::shown::Shown;
use crate::estimate::budget::Budget;
use crate::estimate::convergence::Convergence;
use crate::estimate::design::Design;
use crate::estimate::levels::Engine;
use crate::estimate::savings::Savings;
use crate::estimate::self_support::SelfSupportDegree;
use crate::estimate::summary::Summary;
use crate::estimate::variance_split::VarianceSplit;
use crate::estimate::variant::VariantSavings;
use crate::report::assumption_name::AssumptionName;
use crate::report::table::Value;
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
    /// The municipality's budget: what each function gains in the budget year and those that follow.
    pub budget: Budget,
    /// What equalisation of needs takes, or would take if it were on.
    pub need_equalisation: NeedEqualisationFinding,
    /// The setting of the budget guarantee; `None` where it is not counted.
    pub budget_guarantee: Option<GuaranteeFinding>,
    /// Variants side by side, the base case first; empty where the study has none.
    pub variants: Vec<VariantFinding>,
    /// Where the effect arises, and what of it would have come anyway.
    pub arising: ArisingFinding,
    /// What people do, in both arms, in the order of [`Indicator::ALL`]; without what may not be shown of a file of persons.
    pub activity: Vec<ActivityFinding>,
    /// How far people support themselves, in both arms; `None` where so few persons of a file work that it would tell.
    pub self_support: Option<SelfSupportDegree>,
    /// What comes through each kind of benefit: disability pension, flex, the others.
    pub support: Vec<SupportFinding>,
    /// People on support at the start of each year of the study, baseline: calendar year, people.
    pub pool: Vec<(i32, Summary)>,
    /// Gross spending on each family in the first twelve months, baseline; families with few persons of a file together.
    pub first_year_spending: Vec<(Shown<Family>, Summary)>,
    /// Whether there are enough draws of the municipality's net saving.
    pub convergence: ConvergenceFinding,
    /// The predictive variance of the net present value split into luck and ignorance, one entry per perspective in the
    /// order of [`Perspective::ALL`]; `None` where nothing varies or luck was drawn once only.
    pub variance: Vec<Option<VarianceSplit>>,
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
    /// Title in Danish, where the scenario gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_da: Option<String>,
    /// The question.
    pub question: String,
    /// The question in Danish, where the scenario gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_da: Option<String>,
    /// The line that every output begins with.
    pub caveat: Option<String>,
    /// That line in Danish, where the scenario gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caveat_da: Option<String>,
    /// Name of the municipality.
    pub municipality: String,
    /// Name of the programme arm.
    pub programme: String,
    /// What names of the scenario are called in Danish.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names_da: BTreeMap<String, String>,
    /// Hash of the scenario's content, hexadecimal: independent of the order of keys and of comments.
    pub scenario_hash: String,
    /// Name of the declared benefit family, where the scenario has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_family: Option<String>,
    /// Hash of the law book, reforms included, hexadecimal.
    pub law_hash: String,
    /// Seed.
    pub seed: u64,
    /// Samples of the assumptions.
    pub samples: u32,
    /// Replicates per sample.
    pub replicates: u32,
    /// How the samples are laid out over the ranges of the assumptions.
    #[serde(default)]
    pub design: Design,
    /// Whose lives were lived.
    pub engine: Engine,
    /// Draws in which everybody was lived: levels (shares, stocks, the baseline's spending) are from these.
    pub level_draws: u32,
    /// First month, as `2026-01`.
    pub start: String,
    /// Number of months.
    pub months: u32,
    /// Year of the price level of present values.
    pub price_year: i32,
    /// Factor by which society is stated in market prices \[1\]; in factor prices where `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_tax_factor: Option<f64>,
    /// Names of the other public services that the scenario has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_services: Vec<String>,
    /// Whether all draws were done, or the run was cancelled and the figures are of the first `samples`.
    pub complete: bool,
}

impl Manifest {
    /// Number of draws.
    pub fn draws(&self) -> u32 {
        self.samples * self.replicates
    }

    /// A name of the scenario as results show it.
    pub fn named(&self, name: &str) -> Value {
        let title = self.title_da.as_deref().filter(|_| name == self.title);
        Value::said(name, self.names_da.get(name).map(String::as_str).or(title))
    }
}

/// A kind of benefit, as far as the effect comes through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// Disability pension.
    DisabilityPension,
    /// Ledighedsydelse, flex subsidy and flex contribution.
    Flex,
    /// Every other benefit.
    Other,
}

/// What of the effect comes through a kind of benefit: with the state's and the municipality's shares, without wage
/// subsidies and taxes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportFinding {
    /// Kind.
    pub kind: SupportKind,
    /// Months on it, programme less baseline \[months\]; below zero where they are avoided.
    pub months: Summary,
    /// Net present value per perspective in the order of [`Perspective::ALL`] \[øre\]. *Positive = gain.*
    pub net_present_value: Vec<Summary>,
}

/// Whether there are enough draws of the municipality's net saving: a run with `samples = "auto"` goes on until both hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConvergenceFinding {
    /// Of the whole net present value.
    pub whole: Convergence,
    /// Of what can be taken out of the budget.
    pub cashable: Convergence,
    /// Whether the run was to go on until both hold.
    pub wanted: bool,
}

impl ConvergenceFinding {
    /// Whether both hold.
    pub fn holds(&self) -> bool {
        self.whole.holds() && self.cashable.holds()
    }
}

/// Net saving when the places fill and nobody's life changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoEffect {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Net present value \[øre\].
    pub net_present_value: Summary,
}

/// What equalisation of needs would do to the municipality, at the low and at the high end of the amount per person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeedEqualisationFinding {
    /// Whether it is counted in the savings.
    pub on: bool,
    /// Low and high amount per person aged 20-59 without employment [kr/year].
    pub kr_per_person_year: [f64; 2],
    /// Net present value for the municipality at either end \[øre\], from the month in which it first falls due.
    pub municipality: [Summary; 2],
    /// Whether anything of it falls due within the study.
    pub falls_due: bool,
}

/// The setting of the budget guarantee.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuaranteeFinding {
    /// Whether the municipality saves alone, or as all do.
    pub reach: Reach,
    /// Central share of the country's inhabitants [0-1].
    pub population_share: f64,
}

/// A variant: the base case, or another reading of the law or growth of prices, with the same draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VariantFinding {
    /// Name; `None` for the base case.
    pub name: Option<String>,
    /// Savings, one entry per perspective in the order of [`Perspective::ALL`].
    pub savings: Vec<VariantSavings>,
}

/// Where the effect of the programme arises. Every list of summaries has one entry per perspective, in the order of
/// [`Perspective::ALL`], net present values \[øre\]. *Positive = gain.*
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArisingFinding {
    /// Enterprise by enterprise; what enquiries become stands together under its name.
    pub enterprises: Vec<EnterpriseFinding>,
    /// What arises at the enterprises that are not told by themselves, together; `None` where each of them is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_enterprises: Option<PartFinding>,
    /// Target group by target group, of those who come to a place.
    pub target_groups: Vec<(Shown<String>, PartFinding)>,
    /// What no place has to itself: contact person, follow-up, reforms, guarantee and needs.
    pub in_common: Vec<Summary>,
    /// Against frozen lives, in which those who come to a place never find work by themselves.
    pub gross: Vec<Summary>,
    /// What they would have gained by their own accord (deadweight): gross less this is the net present value.
    pub own_accord: Vec<Summary>,
    /// Whether any place displaces hours that others would have worked.
    pub displaces: bool,
}

/// An enterprise with its class and what arises at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnterpriseFinding {
    /// Its name.
    pub name: String,
    /// All its positions together; `None` where so few persons of a file can come to them that only
    /// [`ArisingFinding::other_enterprises`] tells of it.
    pub whole: Option<PartFinding>,
    /// Computed class; `None` where the scenario does not state the revenue.
    pub class: Option<EnterpriseClass>,
    /// Revenue mix, where stated.
    pub revenue: Option<Revenue>,
    /// Whether it is registered as a social enterprise.
    pub registered: bool,
    /// Whether it is what enquiries become: none or several of them.
    pub on_enquiry: bool,
    /// Position by position, those that are not told by themselves together as *other*.
    pub positions: Vec<PartFinding>,
}

/// What arises at a part of the programme. Stays are means over the draws, programme less baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartFinding {
    /// Name of the enterprise, the position or the target group, as results may show it.
    pub name: Shown<String>,
    /// Net present value per perspective \[øre\].
    pub net_present_value: Vec<Summary>,
    /// Citizens who come to a place for the first time \[persons\].
    pub citizens: f64,
    /// Placements begun \[placements\].
    pub placements: f64,
    /// Months in which places are filled \[months\].
    pub place_months: f64,
    /// Paid hours [1/100 h].
    pub hours: f64,
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
    /// What it is called.
    #[serde(flatten)]
    pub name: AssumptionName,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The enterprises lose, and no flow of the scenario says who pays for it.
    EnterprisesLack {
        /// What they lack a year on average \[øre\], running prices.
        per_year: Summary,
        /// Net present value of the municipality if it paid all of the loss \[øre\].
        municipality: Summary,
    },
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
    /// Draws beyond those that are kept in memory could not be put away, and stayed there; the figures are the same.
    StayedInMemory {
        /// What the operating system said.
        reason: String,
    },
    /// So many blocks of draws could not be written to the partial file; they are in the figures all the same.
    NotKept {
        /// Number of blocks.
        count: usize,
        /// What the operating system said.
        reason: String,
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
    /// Equalisation of needs is counted with an amount per person that no source settles.
    NeedEqualisation {
        /// Low end of the amount [kr/year].
        low: f64,
        /// High end of the amount [kr/year].
        high: f64,
    },
    /// The run was to go on until it is sure enough, and came to its most samples before.
    NotSure {
        /// The most samples.
        samples: u32,
    },
    /// So many variants were not run to the end and are not shown.
    VariantsLeftOut {
        /// How many.
        count: usize,
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
    /// So few persons of the file can come to some enterprises or positions that these are told together.
    FewAtPlaces {
        /// Enterprises, and positions as `enterprise / position`, that are not told by themselves.
        parts: Vec<String>,
    },
    /// Money due after the last month is left out.
    DueLater {
        /// Mean of what the municipality would receive net after the horizon \[øre\].
        municipality_ore: i64,
    },
}
