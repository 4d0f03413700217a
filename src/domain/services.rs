//! Other public services that a person's situation moves beside the benefit: social support, health and the like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::benefit::Family;
use crate::domain::flow::Purpose;

/// What other public services cost while a person is in some situation; rows that hold for the same person add up.
///
/// It is posted for everybody in both arms, so that only the change of situation counts: what is the same with and without
/// work may be left out. The money buys time and material, which are free for something else when it is not spent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherService {
    /// Name, unique.
    pub name: String,
    /// Who pays.
    pub payer: ServicePayer,
    /// The situation in which a person costs this.
    #[serde(rename = "while")]
    pub situation: Situation,
    /// Only people on this family; those on every family where left out. The self-supporting are on none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// Cost [kr/month per person], in the wages of the study's price year.
    pub amount_per_month: Quantity,
}

/// A public party that pays for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServicePayer {
    /// The municipality: social services.
    Municipality,
    /// The region: hospitals and treatment.
    Region,
    /// The state.
    State,
}

impl ServicePayer {
    /// All payers, in the order of every array.
    pub const ALL: [ServicePayer; 3] = [ServicePayer::Municipality, ServicePayer::Region, ServicePayer::State];
    /// Number of payers.
    pub const COUNT: usize = ServicePayer::ALL.len();

    /// The ledger's purpose for what it pays.
    pub const fn purpose(self) -> Purpose {
        match self {
            ServicePayer::Municipality => Purpose::MunicipalService,
            ServicePayer::Region => Purpose::RegionalService,
            ServicePayer::State => Purpose::StateService,
        }
    }
}

/// The situation of a person in a month, as other services look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Situation {
    /// On a family without paid work; an internship is none.
    WithoutWork,
    /// On a family with paid work beside it.
    InWork,
    /// Self-supporting by status: in an ordinary job, or without support for three months.
    SelfSupporting,
}

impl Quantities for OtherService {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("amount_per_month", &mut self.amount_per_month);
    }
}
