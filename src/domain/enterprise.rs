//! Social enterprises and the positions that they offer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Shares, Walk};
use crate::domain::benefit::{FallsTo, Family, Limit};
use crate::domain::calendar::Month;
use crate::domain::revenue::Revenue;
use crate::domain::survival::Survival;
use crate::domain::work::{Form, Pay};

/// An enterprise of the study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enterprise {
    /// Name; it also names the draws of its places.
    pub name: String,
    /// A public employer, for wage subsidies; a private one where left out.
    #[serde(default)]
    pub public: bool,
    /// Month in which it opens; the study's first month where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Month>,
    /// Month from which it is closed, and its stays have ended; never where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Month>,
    /// Rate of closing [1/year].
    #[serde(default)]
    pub closing_rate_per_year: Quantity,
    /// Where its income comes from: decides whether it is a market enterprise or a provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue: Option<Revenue>,
    /// Whether it is registered as a social enterprise (registreret socialøkonomisk virksomhed).
    #[serde(default)]
    pub registered: bool,
    /// What it offers.
    pub positions: Vec<Position>,
}

impl Enterprise {
    /// An enterprise that is there from the start, never closes and says nothing of its revenue.
    pub fn new(name: &str, positions: Vec<Position>) -> Enterprise {
        Enterprise {
            name: name.to_owned(),
            public: false,
            opens: None,
            closes: None,
            closing_rate_per_year: 0.0.into(),
            revenue: None,
            registered: false,
            positions,
        }
    }
}

/// What an enterprise offers: a number of alike places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Name, unique within the enterprise.
    pub name: String,
    /// Form of the work.
    pub form: Form,
    /// Places; one with a range is rounded to whole places after drawing.
    pub places: Quantity,
    /// Hours at the start [h/week], paid but in an internship.
    pub hours: Quantity,
    /// Pay; left out of an internship, which has none. In a subsidised job at a public employer the law caps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay: Option<Pay>,
    /// Cohorts from which people come; all where empty.
    #[serde(default)]
    pub cohorts: Vec<String>,
    /// Target groups from which people come; all where empty.
    #[serde(default)]
    pub target_groups: Vec<String>,
    /// Families whose recipients are eligible.
    pub families: Vec<Family>,
    /// Months over which the places open: place i of n opens floor(i x ramp / n) months after the enterprise.
    #[serde(default)]
    pub ramp_up_months: u32,
    /// Month from which its places are closed, and their stays have ended; when the enterprise closes where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Month>,
    /// Chance that a vacancy is filled in a month [0-1].
    #[serde(default = "certain")]
    pub filling_chance_per_month: Quantity,
    /// Chance that a planned place comes about [0-1].
    #[serde(default = "certain")]
    pub delivery: Quantity,
    /// Eligible people among whom one is chosen.
    #[serde(default = "five")]
    pub shortlist: u32,
    /// Power of the 12-month chance of work without the place in the choice: 0 a lottery, above 0 picks the strongest.
    #[serde(default)]
    pub creaming: Quantity,
    /// Months after a stay before the same person can come to this position again.
    #[serde(default = "twelve")]
    pub again_after_months: u32,
    /// The stay.
    pub stay: Stay,
    /// Value of an hour's production / its full wage cost \[1\].
    pub productivity: Quantity,
    /// Supervision at the enterprise's own expense [h/week per filled place].
    #[serde(default)]
    pub supervision_hours: Quantity,
    /// Pay of the supervisor, with all on-costs [kr/h].
    #[serde(default)]
    pub supervision_hourly: Quantity,
    /// Material at the enterprise's own expense [kr/month per filled place].
    #[serde(default)]
    pub materials_per_month: Quantity,
    /// The higher wage subsidy of special cases, in a subsidised job of disability pensioners.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub special_wage_subsidy: bool,
    /// What the municipality pays the enterprise or provider for the place [kr/month per filled place].
    #[serde(default)]
    pub payment_per_month: Quantity,
    /// Share of that payment that is surplus to the enterprise, not used up [0-1].
    #[serde(default)]
    pub payment_surplus: Quantity,
    /// Hours that others would have worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displacement: Option<Displacement>,
}

/// Displacement: a share of the hours at a place that others would have worked (deadweight is not in it: that is the baseline).
///
/// While a stay is young, the displaced, full-time workers in the municipality at the place's hourly pay, lose that wage and
/// draw unemployment benefit on a fresh clock; after `months` they have found other work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Displacement {
    /// Share of the paid hours at the place [0-1].
    pub share: Quantity,
    /// Months of a stay in which the displaced are without work \[months\].
    #[serde(default = "half_a_year")]
    pub months: u32,
}

fn half_a_year() -> u32 {
    6
}

fn certain() -> Quantity {
    1.0.into()
}

fn five() -> u32 {
    5
}

fn twelve() -> u32 {
    12
}

/// What the survival curve of a stay counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StayCause {
    /// Every reason for leaving: the person's own rates to work are off during the stay.
    #[default]
    All,
    /// Only the place's own reasons: the person's rates to work run on at `lock_in`.
    Place,
}

/// How a stay at a place goes, ends and leaves its mark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// How long it lasts.
    pub survival: Survival,
    /// What the curve counts.
    #[serde(default)]
    pub cause: StayCause,
    /// Where people go when the curve ends the stay: `support`, `ordinary_job`, `next_form`; they sum to 1.
    pub leaves_to: Shares,
    /// The next form up outside the programme, where `next_form` has a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_form: Option<Form>,
    /// Paid hours in the next form up [h/week]; drawn as for any such job under `outside_work` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_hours: Option<Quantity>,
    /// Pay in the next form up; that of any such job under `outside_work` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_pay: Option<Pay>,
    /// The family to which people go back, where it is not the one from which they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns_to: Option<ReturnsTo>,
    /// Paid hours that one step adds [h/week].
    #[serde(default)]
    pub step_hours: Quantity,
    /// Rate of a step [1/year].
    #[serde(default)]
    pub step_rate_per_year: Quantity,
    /// Most paid hours [h/week]; the person's capacity limits them too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_hours: Option<Quantity>,
    /// Factor on the rates to work during the stay, for `cause = "place"` \[1\].
    #[serde(default = "certain")]
    pub lock_in: Quantity,
    /// Factor on the rates to work right after the stay \[1\]: 1 no effect.
    #[serde(default = "certain")]
    pub after_effect: Quantity,
    /// Months after which half of the after-effect is left.
    #[serde(default = "long")]
    pub after_effect_half_life_months: Quantity,
    /// Factor on the rate to disability pension during and after the stay \[1\].
    #[serde(default = "certain")]
    pub pension_factor: Quantity,
    /// Factor on the rate to approval for a flex job during and after the stay \[1\].
    #[serde(default = "certain")]
    pub flex_factor: Quantity,
}

/// A family to which people go back from a stay; a flex job ends in ledighedsydelse, and a pensioner keeps the pension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnsTo {
    /// The family.
    pub family: Family,
    /// Months of it that they then have, where it runs out; after them comes cash benefit \[months\].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
}

impl ReturnsTo {
    /// The months that are then left, where it runs out.
    pub fn limit(self) -> Option<Limit> {
        self.months.map(|months| Limit { family: self.family, months, falls_to: FallsTo::CashBenefit })
    }
}

fn long() -> Quantity {
    24.0.into()
}

/// The names that [`Stay::leaves_to`] knows.
pub const LEAVES_TO: [&str; 3] = ["support", "ordinary_job", "next_form"];

impl Stay {
    /// A stay with a survival curve after which everybody goes back to support, and no effect afterwards.
    pub fn new(survival: Survival) -> Stay {
        Stay {
            survival,
            cause: StayCause::All,
            leaves_to: Shares([("support".to_owned(), 1.0.into())].into()),
            next_form: None,
            next_hours: None,
            next_pay: None,
            returns_to: None,
            step_hours: 0.0.into(),
            step_rate_per_year: 0.0.into(),
            max_hours: None,
            lock_in: certain(),
            after_effect: certain(),
            after_effect_half_life_months: long(),
            pension_factor: certain(),
            flex_factor: certain(),
        }
    }
}

impl Position {
    /// A position with the usual filling: a lottery among five, open from the start, every place delivered.
    pub fn new(
        name: &str,
        form: Form,
        places: u32,
        hours: f64,
        pay: impl Into<Option<Pay>>,
        families: Vec<Family>,
        stay: Stay,
    ) -> Position {
        Position {
            name: name.to_owned(),
            form,
            places: f64::from(places).into(),
            hours: hours.into(),
            pay: pay.into(),
            cohorts: Vec::new(),
            target_groups: Vec::new(),
            families,
            ramp_up_months: 0,
            closes: None,
            filling_chance_per_month: certain(),
            delivery: certain(),
            shortlist: five(),
            creaming: 0.0.into(),
            again_after_months: twelve(),
            stay,
            productivity: certain(),
            supervision_hours: 0.0.into(),
            supervision_hourly: 0.0.into(),
            materials_per_month: 0.0.into(),
            special_wage_subsidy: false,
            payment_per_month: 0.0.into(),
            payment_surplus: 0.0.into(),
            displacement: None,
        }
    }
}

impl Quantities for Enterprise {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("closing_rate_per_year", &mut self.closing_rate_per_year);
        walk.list("positions", &mut self.positions, |position| position.name.clone());
    }
}

impl Quantities for Position {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("places", &mut self.places);
        walk.leaf("hours", &mut self.hours);
        if let Some(pay) = &mut self.pay {
            walk.inside("pay", pay);
        }
        walk.leaf("filling_chance_per_month", &mut self.filling_chance_per_month);
        walk.leaf("delivery", &mut self.delivery);
        walk.leaf("creaming", &mut self.creaming);
        walk.inside("stay", &mut self.stay);
        walk.leaf("productivity", &mut self.productivity);
        walk.leaf("supervision_hours", &mut self.supervision_hours);
        walk.leaf("supervision_hourly", &mut self.supervision_hourly);
        walk.leaf("materials_per_month", &mut self.materials_per_month);
        walk.leaf("payment_per_month", &mut self.payment_per_month);
        walk.leaf("payment_surplus", &mut self.payment_surplus);
        if let Some(displacement) = &mut self.displacement {
            walk.inside("displacement", displacement);
        }
    }
}

impl Quantities for Displacement {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("share", &mut self.share);
    }
}

impl Quantities for Stay {
    fn walk(&mut self, walk: &mut Walk) {
        walk.inside("survival", &mut self.survival);
        walk.inside("leaves_to", &mut self.leaves_to);
        walk.maybe("next_hours", &mut self.next_hours);
        if let Some(pay) = &mut self.next_pay {
            walk.inside("next_pay", pay);
        }
        walk.leaf("step_hours", &mut self.step_hours);
        walk.leaf("step_rate_per_year", &mut self.step_rate_per_year);
        walk.maybe("max_hours", &mut self.max_hours);
        walk.leaf("lock_in", &mut self.lock_in);
        walk.leaf("after_effect", &mut self.after_effect);
        walk.leaf("after_effect_half_life_months", &mut self.after_effect_half_life_months);
        walk.leaf("pension_factor", &mut self.pension_factor);
        walk.leaf("flex_factor", &mut self.flex_factor);
    }
}
