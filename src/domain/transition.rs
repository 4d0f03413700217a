//! What happens without the programme: transitions, their rates, and work outside it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::benefit::Family;
use crate::domain::survival::Survival;
use crate::domain::work::{Form, Pay};

/// What can happen to a person by itself. Each cause has its own named draw, so that one does not disturb another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Dies.
    Death,
    /// Moves to another municipality.
    Moving,
    /// Is awarded disability pension.
    DisabilityPension,
    /// Is approved for a flex job, and waits for one.
    FlexApproval,
    /// Starts an ordinary job outside the programme.
    OrdinaryJob,
    /// Starts a flex job outside the programme.
    FlexJob,
    /// Starts wage hours outside the programme.
    WageHours,
    /// Starts a small job outside the programme.
    SmallJob,
    /// Falls ill, and is on sickness benefit.
    SicknessBenefit,
    /// Passes from sickness benefit to job clarification.
    JobClarification,
    /// Starts a resource programme.
    ResourceProgramme,
    /// Leaves a temporary benefit for cash benefit.
    CashBenefit,
}

impl Cause {
    /// All causes; where two strike at the same instant the earlier one counts.
    pub const ALL: [Cause; 12] = [
        Cause::Death,
        Cause::Moving,
        Cause::DisabilityPension,
        Cause::FlexApproval,
        Cause::OrdinaryJob,
        Cause::FlexJob,
        Cause::WageHours,
        Cause::SmallJob,
        Cause::SicknessBenefit,
        Cause::JobClarification,
        Cause::ResourceProgramme,
        Cause::CashBenefit,
    ];

    /// Number of causes.
    pub const COUNT: usize = Cause::ALL.len();

    /// The form of work that the cause starts, where it starts one.
    pub const fn work(self) -> Option<Form> {
        match self {
            Cause::OrdinaryJob => Some(Form::OrdinaryJob),
            Cause::FlexJob => Some(Form::FlexJob),
            Cause::WageHours => Some(Form::WageHours),
            Cause::SmallJob => Some(Form::SmallJob),
            Cause::Death
            | Cause::Moving
            | Cause::DisabilityPension
            | Cause::FlexApproval
            | Cause::SicknessBenefit
            | Cause::JobClarification
            | Cause::ResourceProgramme
            | Cause::CashBenefit => None,
        }
    }

    /// The family to which the cause leads, where it leads to one.
    pub const fn leads_to(self) -> Option<Family> {
        match self {
            Cause::DisabilityPension => Some(Family::DisabilityPension),
            Cause::FlexApproval => Some(Family::FlexWaitingBenefit),
            Cause::FlexJob => Some(Family::FlexSubsidy),
            Cause::SicknessBenefit => Some(Family::SicknessBenefit),
            Cause::JobClarification => Some(Family::JobClarificationBenefit),
            Cause::ResourceProgramme => Some(Family::ResourceBenefit),
            Cause::CashBenefit => Some(Family::CashBenefit),
            Cause::Death | Cause::Moving | Cause::OrdinaryJob | Cause::WageHours | Cause::SmallJob => None,
        }
    }
}

/// Where a transition starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Any status.
    Any,
    /// On cash benefit.
    CashBenefit,
    /// On ledighedsydelse.
    FlexWaitingBenefit,
    /// In a flex job.
    FlexSubsidy,
    /// On disability pension.
    DisabilityPension,
    /// Self-supporting.
    SelfSupporting,
    /// On sickness benefit.
    SicknessBenefit,
    /// On unemployment benefit.
    UnemploymentBenefit,
    /// In a resource programme.
    ResourceBenefit,
    /// In job clarification.
    JobClarificationBenefit,
    /// On senior pension.
    SeniorPension,
    /// On education benefit.
    EducationBenefit,
    /// On SHO benefit.
    ShoBenefit,
    /// In rehabilitation.
    RehabilitationBenefit,
    /// On the family that the scenario declares.
    Declared,
}

impl Origin {
    /// All origins.
    pub const ALL: [Origin; Family::COUNT + 2] = [
        Origin::Any,
        Origin::CashBenefit,
        Origin::FlexWaitingBenefit,
        Origin::FlexSubsidy,
        Origin::DisabilityPension,
        Origin::SicknessBenefit,
        Origin::UnemploymentBenefit,
        Origin::ResourceBenefit,
        Origin::JobClarificationBenefit,
        Origin::SeniorPension,
        Origin::EducationBenefit,
        Origin::ShoBenefit,
        Origin::RehabilitationBenefit,
        Origin::Declared,
        Origin::SelfSupporting,
    ];

    /// The family, where the origin is one.
    pub const fn family(self) -> Option<Family> {
        match self {
            Origin::CashBenefit => Some(Family::CashBenefit),
            Origin::FlexWaitingBenefit => Some(Family::FlexWaitingBenefit),
            Origin::FlexSubsidy => Some(Family::FlexSubsidy),
            Origin::DisabilityPension => Some(Family::DisabilityPension),
            Origin::SicknessBenefit => Some(Family::SicknessBenefit),
            Origin::UnemploymentBenefit => Some(Family::UnemploymentBenefit),
            Origin::ResourceBenefit => Some(Family::ResourceBenefit),
            Origin::JobClarificationBenefit => Some(Family::JobClarificationBenefit),
            Origin::SeniorPension => Some(Family::SeniorPension),
            Origin::EducationBenefit => Some(Family::EducationBenefit),
            Origin::ShoBenefit => Some(Family::ShoBenefit),
            Origin::RehabilitationBenefit => Some(Family::RehabilitationBenefit),
            Origin::Declared => Some(Family::Declared),
            Origin::Any | Origin::SelfSupporting => None,
        }
    }
}

/// Work that a person has when a transition strikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithWork {
    /// The rate holds for people without paid work.
    #[default]
    None,
    /// The rate holds for people with a small job or wage hours.
    Hours,
    /// The rate holds with and without work.
    Any,
}

/// One cause, from one status, with its rate.
///
/// Exactly one of `rate_per_year`, `chance_per_year` and `by_duration` is given. A chance p a year is the rate -ln(1 - p).
/// Rates are marginal: what a register shows of the group (see `Frailty`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Status from which it happens.
    pub from: Origin,
    /// What happens.
    pub cause: Cause,
    /// Whether the person works when it strikes.
    #[serde(default)]
    pub with_work: WithWork,
    /// Only people of this target group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_group: Option<String>,
    /// Only people of this age: from the first to before the second \[years\].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<[u32; 2]>,
    /// The rate [1/year].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_per_year: Option<Quantity>,
    /// The chance within a year [0-1], were it the only cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance_per_year: Option<Quantity>,
    /// The rate by months since the status began, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_duration: Option<Vec<DurationRate>>,
}

/// A rate that holds from a number of months in the status on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DurationRate {
    /// Months in the status from which the rate holds; the first row starts at 0.
    pub from_months: u32,
    /// The rate [1/year].
    pub rate_per_year: Quantity,
}

impl Transition {
    /// A cause with one rate [1/year] for everybody without work in a status.
    pub fn new(from: Origin, cause: Cause, rate_per_year: impl Into<Quantity>) -> Transition {
        Transition {
            from,
            cause,
            with_work: WithWork::None,
            target_group: None,
            age: None,
            rate_per_year: Some(rate_per_year.into()),
            chance_per_year: None,
            by_duration: None,
        }
    }

    /// Name in key paths: what distinguishes it from the others.
    pub fn key(&self) -> String {
        let mut key = format!("{}->{}", name_of(self.from), name_of(self.cause));
        if self.with_work != WithWork::None {
            key += &format!(",{}", name_of(self.with_work));
        }
        if let Some(group) = &self.target_group {
            key += &format!(",{group}");
        }
        if let Some([from, to]) = self.age {
            key += &format!(",{from}-{to}");
        }
        key
    }
}

/// The snake_case name that serde gives a unit variant.
fn name_of(variant: impl Serialize) -> String {
    serde_json::to_value(variant).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Quantities for Transition {
    fn walk(&mut self, walk: &mut Walk) {
        walk.maybe("rate_per_year", &mut self.rate_per_year);
        walk.maybe("chance_per_year", &mut self.chance_per_year);
        if let Some(rates) = &mut self.by_duration {
            walk.list("by_duration", rates, |rate| rate.from_months.to_string());
        }
    }
}

impl Quantities for DurationRate {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("rate_per_year", &mut self.rate_per_year);
    }
}

/// Jobs that people find outside the programme: hours, pay and how long they last, per form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideWork {
    /// The form.
    pub form: Form,
    /// Shortest paid hours [h/week]; each job's hours lie evenly between the shortest and the longest.
    pub hours_from: Quantity,
    /// Longest paid hours [h/week].
    pub hours_to: Quantity,
    /// Pay.
    pub pay: Pay,
    /// Highest basic pay [kr/h]: each job's lies evenly between `pay.hourly` and this; all have `pay.hourly` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_to: Option<Quantity>,
    /// How long a job lasts.
    pub survival: Survival,
}

impl Quantities for OutsideWork {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("hours_from", &mut self.hours_from);
        walk.leaf("hours_to", &mut self.hours_to);
        walk.inside("pay", &mut self.pay);
        walk.maybe("pay_to", &mut self.pay_to);
        walk.inside("survival", &mut self.survival);
    }
}
