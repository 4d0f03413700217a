//! A programme, which with its policy makes an arm of the study: enterprises, what it costs to have them, reforms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::calendar::Month;
use crate::domain::enterprise::Enterprise;
use crate::domain::flow::Purpose;
use crate::domain::partnership::{Agreement, EntryPoint};
use crate::domain::reform::Reform;

/// Enterprises, costs and reforms: one arm of a study. The baseline may have some too: what exists anyway stands in both arms under the same names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    /// Name of the arm in tables.
    pub name: String,
    /// The enterprises.
    pub enterprises: Vec<Enterprise>,
    /// The partnership agreement, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// The one entry point into the municipality, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_point: Option<EntryPoint>,
    /// What the municipality pays beside.
    pub costs: Vec<ProgrammeCost>,
    /// Changes of law in this arm.
    pub reforms: Vec<Reform>,
}

/// A kind of programme cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// The contact person at the one entry point: staff.
    ContactPerson,
    /// Mentors: staff.
    Mentor,
    /// Payment to an enterprise for a place.
    PlacePayment,
    /// Support for starting, paid to enterprises.
    StartUp,
    /// Administration and follow-up: staff.
    Administration,
}

impl CostKind {
    /// The ledger's purpose for the kind.
    pub const fn purpose(self) -> Purpose {
        match self {
            CostKind::ContactPerson => Purpose::ContactPerson,
            CostKind::Mentor => Purpose::Mentor,
            CostKind::PlacePayment => Purpose::PlacePayment,
            CostKind::StartUp => Purpose::StartUp,
            CostKind::Administration => Purpose::Administration,
        }
    }

    /// The purpose under which the money is turned into time and material.
    pub const fn resources(self) -> Purpose {
        match self {
            CostKind::ContactPerson | CostKind::Mentor | CostKind::Administration => Purpose::StaffResources,
            CostKind::PlacePayment | CostKind::StartUp => Purpose::EnterpriseResources,
        }
    }
}

/// What a cost is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CostPer {
    /// Once, in the month `from`.
    Once,
    /// Each year, a twelfth a month.
    Year,
    /// Each month in which a place is filled.
    PlaceMonth,
    /// Each time a person starts at a place.
    Placement,
    /// Each enquiry that arrives.
    Enquiry,
}

/// One cost of the programme, paid by the municipality.
///
/// Every krone is matched by one that turns into time and material, less the stated surplus: what is bought is not
/// free for society.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCost {
    /// Name, unique within the programme.
    pub name: String,
    /// Kind.
    pub kind: CostKind,
    /// Amount \[kr\], in prices of the study's price year.
    pub amount: Quantity,
    /// What it is counted by.
    pub per: CostPer,
    /// First month; the study's first where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Month before which it ends; the study's end where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Month>,
    /// Share that is surplus to the payee, not used up [0-1].
    #[serde(default)]
    pub surplus: Quantity,
    /// Share that a fund outside the public purse pays instead of the municipality, such as the European Social Fund [0-1].
    #[serde(default)]
    pub funded_share: Quantity,
}

impl Quantities for Programme {
    fn walk(&mut self, walk: &mut Walk) {
        walk.list("enterprises", &mut self.enterprises, |enterprise| enterprise.name.clone());
        if let Some(agreement) = &mut self.agreement {
            walk.inside("agreement", agreement);
        }
        if let Some(entry_point) = &mut self.entry_point {
            walk.inside("entry_point", entry_point);
        }
        walk.list("costs", &mut self.costs, |cost| cost.name.clone());
    }
}

impl Quantities for ProgrammeCost {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("amount", &mut self.amount);
        walk.leaf("surplus", &mut self.surplus);
        walk.leaf("funded_share", &mut self.funded_share);
    }
}
