//! The municipality's partnership with social enterprises: the agreement with its follow-up group and village tasks, and
//! the one entry point (én indgang) with its contact person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::calendar::Month;
use crate::domain::enterprise::Enterprise;

/// A partnership agreement (partnerskabsaftale) between the municipality and its social enterprises.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Agreement {
    /// The group that follows the agreement up, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
    /// Tasks in villages that people at the places do beside their ordinary production.
    pub village_tasks: Vec<VillageTask>,
}

/// The follow-up group (følgegruppe): it meets and holds what happened against the plan.
///
/// The municipality pays its members' hours, the enterprises theirs; both are time that is used up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// Meetings [1/year].
    #[serde(default = "four")]
    pub meetings_per_year: Quantity,
    /// Members whose time the municipality pays, politicians and staff \[persons\].
    pub municipal_members: Quantity,
    /// Members from the enterprises, at their own expense \[persons\].
    #[serde(default)]
    pub enterprise_members: Quantity,
    /// Hours of a member per meeting, preparation and travel included \[h\].
    pub hours_per_meeting: Quantity,
    /// Value of a member's hour, with all on-costs [kr/h].
    pub hourly: Quantity,
}

fn four() -> Quantity {
    4.0.into()
}

/// To whom a village task is worth something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beneficiary {
    /// The people of the village and its firms: others.
    #[default]
    Village,
    /// The municipality, which would otherwise do the task itself.
    Municipality,
}

/// A task in a village (hotel, grocer, local services): production that no customer pays.
///
/// Its hours are a share of the paid hours at a position, and are not counted again as the enterprise's production.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VillageTask {
    /// Name, unique within the agreement.
    pub name: String,
    /// Enterprise whose people do it.
    pub enterprise: String,
    /// Position of the enterprise whose people do it.
    pub position: String,
    /// Share of the paid hours at the position that goes to the task [0-1].
    pub hours_share: Quantity,
    /// Value of an hour of the task [kr/h].
    pub value_hourly: Quantity,
    /// To whom it is worth that.
    #[serde(default)]
    pub accrues_to: Beneficiary,
}

/// The one entry point into the municipality (én indgang), with its contact person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntryPoint {
    /// Working time of the contact person whatever comes in [h/week].
    pub hours_per_week: Quantity,
    /// Working time for each enquiry \[h\].
    pub hours_per_enquiry: Quantity,
    /// Cost of an hour, with all on-costs [kr/h].
    pub hourly: Quantity,
}

/// Enquiries of one kind, from enterprises or founders: a Poisson process that is the same in all arms.
///
/// A share of them is lost; what is not lost becomes an enterprise some months later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enquiries {
    /// Name, unique; it also names the draws.
    pub name: String,
    /// Enquiries expected [1/year].
    pub per_year: Quantity,
    /// First month in which they arrive; the study's first where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Month before which they end; the study's end where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Month>,
    /// Share that is lost where there is no entry point [0-1].
    pub lost_without_entry_point: Quantity,
    /// Share that is lost where there is one [0-1].
    pub lost_with_entry_point: Quantity,
    /// Months from the enquiry until the enterprise opens \[months\].
    #[serde(default)]
    pub months_to_opening: u32,
    /// The enterprise that an enquiry becomes; each gets its own places.
    pub becomes: Enterprise,
}

impl Quantities for Agreement {
    fn walk(&mut self, walk: &mut Walk) {
        if let Some(group) = &mut self.follow_up {
            walk.inside("follow_up", group);
        }
        walk.list("village_tasks", &mut self.village_tasks, |task| task.name.clone());
    }
}

impl Quantities for FollowUp {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("meetings_per_year", &mut self.meetings_per_year);
        walk.leaf("municipal_members", &mut self.municipal_members);
        walk.leaf("enterprise_members", &mut self.enterprise_members);
        walk.leaf("hours_per_meeting", &mut self.hours_per_meeting);
        walk.leaf("hourly", &mut self.hourly);
    }
}

impl Quantities for VillageTask {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("hours_share", &mut self.hours_share);
        walk.leaf("value_hourly", &mut self.value_hourly);
    }
}

impl Quantities for EntryPoint {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("hours_per_week", &mut self.hours_per_week);
        walk.leaf("hours_per_enquiry", &mut self.hours_per_enquiry);
        walk.leaf("hourly", &mut self.hourly);
    }
}

impl Quantities for Enquiries {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("per_year", &mut self.per_year);
        walk.leaf("lost_without_entry_point", &mut self.lost_without_entry_point);
        walk.leaf("lost_with_entry_point", &mut self.lost_with_entry_point);
        walk.inside("becomes", &mut self.becomes);
    }
}
