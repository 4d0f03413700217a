//! What an arm offers and costs, with the numbers of one sample.

use crate::domain::assumption::Quantity;
use crate::domain::benefit::Family;
use crate::domain::calendar::{MONTHS_PER_YEAR, Month, WEEKS_PER_MONTH};
use crate::domain::enterprise::{Enterprise, Position, ReturnsTo, Stay, StayCause};
use crate::domain::flow::Purpose;
use crate::domain::partnership::{Agreement, Enquiries, EntryPoint, VillageTask};
use crate::domain::programme::{CostPer, Programme, ProgrammeCost};
use crate::domain::work::{Form, PayRates};
use crate::engine::draw::{Chance, entity};
use crate::engine::hazard::EndingHazard;
use crate::engine::instance::pay_rates;
use crate::engine::model::Model;
use crate::engine::place_flows::PlaceFlows;

/// Enterprises and costs of one arm.
#[derive(Clone, Debug, Default)]
pub struct ArmTerms {
    /// The enterprises.
    pub enterprises: Vec<EnterpriseTerms>,
    /// The positions of all enterprises.
    pub positions: Vec<PositionTerms>,
    /// The places of all positions, in index order.
    pub places: Vec<Place>,
    /// The costs.
    pub costs: Vec<CostTerms>,
    /// Enquiries that can become enterprises.
    pub enquiries: Vec<EnquiryTerms>,
}

/// An enterprise.
#[derive(Clone, Debug)]
pub struct EnterpriseTerms {
    /// Its number, a hash of its name.
    pub entity: u64,
    /// Chance of closing in a month.
    pub closing: Chance,
    /// Month in which it opens, counted from the study's first.
    pub opens: usize,
    /// Month from which it is closed, counted from the study's first.
    pub closes: Option<usize>,
}

/// A position.
#[derive(Clone, Debug)]
pub struct PositionTerms {
    /// Its number, a hash of the enterprise's name and its own.
    pub entity: u64,
    /// Form of the work.
    pub form: Form,
    /// Whether its enterprise is a public employer.
    pub public_employer: bool,
    /// Whether its wage subsidy is that of special cases.
    pub special_subsidy: bool,
    /// Hours at the start [h/week].
    pub hours: f64,
    /// Pay, in the wages of the price year; none in an internship.
    pub pay: PayRates,
    /// Families whose recipients are eligible.
    pub families: Vec<Family>,
    /// Cohorts from which people come: one flag per cohort.
    pub cohorts: Vec<bool>,
    /// Chance that a vacancy is filled in a month.
    pub filling: Chance,
    /// Chance that a planned place comes about.
    pub delivery: Chance,
    /// Eligible people among whom one is chosen.
    pub shortlist: usize,
    /// Power of the 12-month chance of work in the choice.
    pub creaming: f64,
    /// Months before the same person can come again.
    pub again_after: usize,
    /// Month from which its places are closed, counted from the study's first.
    pub closes: Option<usize>,
    /// The stay.
    pub stay: StayTerms,
    /// Value of an hour's production for the enterprise / its full wage cost, village tasks taken off \[1\].
    pub productivity: f64,
    /// What a filled place moves beside.
    pub flows: PlaceFlows,
}

/// A stay.
#[derive(Clone, Debug)]
pub struct StayTerms {
    /// How it ends.
    pub ending: EndingHazard,
    /// What the curve counts.
    pub cause: StayCause,
    /// Share that goes to an ordinary job outside, and to that or the next form up (cumulated) [0-1].
    pub leaves: [f64; 2],
    /// The next form up.
    pub next_form: Option<Form>,
    /// What is stated of work in it.
    pub next: NextTerms,
    /// The family to which people go back, where it is not the one before.
    pub returns_to: Option<ReturnsTo>,
    /// Paid hours that a step adds [h/week].
    pub step_hours: f64,
    /// Chance of a step in a month.
    pub step: Chance,
    /// Most paid hours [h/week].
    pub max_hours: f64,
    /// Factor on the rates to work during the stay \[1\]; 0 where the curve is all-cause.
    pub lock_in: f64,
    /// Factor on the rates to work by months since the stay \[1\]: shape `[month]`.
    pub after: Vec<f64>,
    /// Factor on the rate to disability pension, during and after \[1\].
    pub pension_factor: f64,
    /// Factor on the rate to flex approval, during and after \[1\].
    pub flex_factor: f64,
}

/// What a stay states of the next form up; the rest is as in any such job outside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NextTerms {
    /// Paid hours [h/week].
    pub hours: Option<f64>,
    /// Pay, in the wages of the price year.
    pub pay: Option<PayRates>,
}

/// One seat.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its number, a hash of enterprise, position and ordinal.
    pub entity: u64,
    /// Its enterprise in the draw's offer.
    pub enterprise: usize,
    /// Its position in the arm.
    pub position: usize,
    /// Month in which it opens, counted from the study's first.
    pub opens: usize,
}

/// Enquiries of one kind, and the enterprise that each becomes unless it is lost.
#[derive(Clone, Debug)]
pub struct EnquiryTerms {
    /// Name of the kind.
    pub name: String,
    /// Its number, a hash of its name.
    pub entity: u64,
    /// Enquiries expected [1/month].
    pub per_month: f64,
    /// Chance that an enquiry is lost in this arm.
    pub lost: Chance,
    /// Months in which they arrive, counted from the study's first.
    pub months: std::ops::Range<usize>,
    /// Months until the enterprise opens.
    pub months_to_opening: usize,
    /// Chance that the enterprise closes in a month.
    pub closing: Chance,
    /// The places that it gets.
    pub becomes: Vec<Seats>,
}

/// The places of a position at an enterprise that an enquiry becomes.
#[derive(Clone, Debug)]
pub struct Seats {
    /// Name of the position.
    pub name: String,
    /// Its position in the arm.
    pub position: usize,
    /// Places.
    pub places: u32,
    /// Months over which they open.
    pub ramp_up_months: u32,
}

/// A cost that the programme causes beside the places.
#[derive(Clone, Debug)]
pub struct CostTerms {
    /// What it moves: purpose, and share of the amount [0-1].
    pub moves: Vec<(Purpose, f64)>,
    /// What it is counted by.
    pub per: CostPer,
    /// Amount \[kr\], in prices of the price year; a month's where it is counted by the year.
    pub amount: f64,
    /// First month, and month before which it ends, counted from the study's first.
    pub months: std::ops::Range<usize>,
}

/// The chance that something of a yearly rate happens within a month.
fn chance_in_month(rate_per_year: f64) -> Chance {
    Chance::of(-libm::expm1(-rate_per_year.max(0.0) / 12.0))
}

impl ArmTerms {
    /// The terms of an arm with the drawn `values` (shape `[assumption]`).
    pub fn of(model: &Model, programme: &Programme, values: &[f64]) -> ArmTerms {
        let mut arm = ArmTerms::default();
        let tasks = programme.agreement.as_ref().map_or(&[][..], |agreement| &agreement.village_tasks);
        for enterprise in &programme.enterprises {
            let opens = enterprise.opens.map_or(0, |month| counted(model, month));
            for seats in arm.offer_positions(model, enterprise, tasks, values) {
                let (places, ramp) = (u64::from(seats.places), u64::from(seats.ramp_up_months));
                let enterprises = arm.enterprises.len();
                arm.places.extend((0..places).map(|place| Place {
                    entity: entity(&["place", &enterprise.name, &seats.name], place),
                    enterprise: enterprises,
                    position: seats.position,
                    opens: opens + (place * ramp / places) as usize,
                }));
            }
            arm.enterprises.push(EnterpriseTerms {
                entity: entity(&["enterprise", &enterprise.name], 0),
                closing: chance_in_month(enterprise.closing_rate_per_year.at(values)),
                opens,
                closes: enterprise.closes.map(|month| counted(model, month)),
            });
        }
        for enquiries in &model.enquiries {
            let becomes = arm.offer_positions(model, &enquiries.becomes, tasks, values);
            arm.enquiries.push(EnquiryTerms::of(model, enquiries, becomes, programme.entry_point.is_some(), values));
        }
        arm.costs = programme.costs.iter().map(|cost| CostTerms::of(model, cost, values)).collect();
        let agreement = programme.agreement.iter().flat_map(|agreement| follow_up(model, agreement, values));
        let entry_point = programme.entry_point.iter().flat_map(|entry| contact_person(model, entry, values));
        arm.costs.extend(agreement.chain(entry_point));
        arm
    }

    /// Adds the positions of an enterprise and tells the places that each of them has.
    fn offer_positions(
        &mut self,
        model: &Model,
        enterprise: &Enterprise,
        tasks: &[VillageTask],
        values: &[f64],
    ) -> Vec<Seats> {
        let mut offered = Vec::new();
        for position in &enterprise.positions {
            offered.push(Seats {
                name: position.name.clone(),
                position: self.positions.len(),
                places: position.places.count_at(values),
                ramp_up_months: position.ramp_up_months,
            });
            self.positions.push(PositionTerms::of(model, enterprise, position, tasks, values));
        }
        offered
    }
}

impl EnquiryTerms {
    fn of(
        model: &Model,
        enquiries: &Enquiries,
        becomes: Vec<Seats>,
        entry_point: bool,
        values: &[f64],
    ) -> EnquiryTerms {
        let lost = if entry_point { &enquiries.lost_with_entry_point } else { &enquiries.lost_without_entry_point };
        EnquiryTerms {
            name: enquiries.name.clone(),
            entity: entity(&["enquiries", &enquiries.name], 0),
            per_month: enquiries.per_year.at(values) / f64::from(MONTHS_PER_YEAR),
            lost: Chance::of(lost.at(values)),
            months: months(model, enquiries.from, enquiries.until),
            months_to_opening: enquiries.months_to_opening as usize,
            closing: chance_in_month(enquiries.becomes.closing_rate_per_year.at(values)),
            becomes,
        }
    }
}

/// The time of the follow-up group: the municipality's members, and the enterprises'.
fn follow_up(model: &Model, agreement: &Agreement, values: &[f64]) -> Vec<CostTerms> {
    let Some(group) = &agreement.follow_up else { return Vec::new() };
    let per_member = group.meetings_per_year.at(values) * group.hours_per_meeting.at(values) * group.hourly.at(values);
    let cost = |moves, members: &Quantity| CostTerms {
        moves,
        per: CostPer::Year,
        amount: per_member * members.at(values) / f64::from(MONTHS_PER_YEAR),
        months: 0..model.months,
    };
    vec![
        cost(vec![(Purpose::FollowUp, 1.0), (Purpose::StaffResources, 1.0)], &group.municipal_members),
        cost(vec![(Purpose::FollowUpTime, 1.0)], &group.enterprise_members),
    ]
}

/// The time of the contact person: what it takes anyway, and for each enquiry.
fn contact_person(model: &Model, entry: &EntryPoint, values: &[f64]) -> Vec<CostTerms> {
    let hourly = entry.hourly.at(values);
    let cost = |per, hours: f64| CostTerms {
        moves: vec![(Purpose::ContactPerson, 1.0), (Purpose::StaffResources, 1.0)],
        per,
        amount: hours * hourly,
        months: 0..model.months,
    };
    vec![
        cost(CostPer::Year, entry.hours_per_week.at(values) * WEEKS_PER_MONTH),
        cost(CostPer::Enquiry, entry.hours_per_enquiry.at(values)),
    ]
}

impl PositionTerms {
    fn of(
        model: &Model,
        enterprise: &Enterprise,
        position: &Position,
        tasks: &[VillageTask],
        values: &[f64],
    ) -> PositionTerms {
        let named = |names: &[String], name: &String| names.is_empty() || names.contains(name);
        let flows = place_flows(enterprise, position, tasks, values);
        let hours = position.hours.at(values);
        PositionTerms {
            entity: entity(&["position", &enterprise.name, &position.name], 0),
            form: position.form,
            hours,
            public_employer: enterprise.public,
            special_subsidy: position.special_wage_subsidy,
            pay: position.pay.as_ref().map_or(PayRates::default(), |pay| pay_rates(pay, values)),
            families: position.families.clone(),
            cohorts: model
                .cohorts
                .iter()
                .map(|cohort| {
                    named(&position.cohorts, &cohort.name) && named(&position.target_groups, &cohort.target_group)
                })
                .collect(),
            filling: Chance::of(position.filling_chance_per_month.at(values)),
            delivery: Chance::of(position.delivery.at(values)),
            shortlist: position.shortlist.max(1) as usize,
            creaming: position.creaming.at(values),
            again_after: position.again_after_months as usize,
            closes: position.closes.map(|month| counted(model, month)),
            stay: StayTerms::of(model, &position.stay, hours, values),
            productivity: position.productivity.at(values) * (1.0 - flows.village_share()),
            flows,
        }
    }
}

/// What a filled place of a position moves beside its holder's flows.
fn place_flows(enterprise: &Enterprise, position: &Position, tasks: &[VillageTask], values: &[f64]) -> PlaceFlows {
    let supervision = position.supervision_hours.at(values) * WEEKS_PER_MONTH * position.supervision_hourly.at(values);
    let here = |task: &&VillageTask| task.enterprise == enterprise.name && task.position == position.name;
    let task = |task: &VillageTask| (task.hours_share.at(values), task.value_hourly.at(values), task.accrues_to);
    PlaceFlows {
        supervision: supervision + position.materials_per_month.at(values),
        payment: position.payment_per_month.at(values),
        surplus: position.payment_surplus.at(values),
        village_tasks: tasks.iter().filter(here).map(task).collect(),
        displacement: position.displacement.as_ref().map(|others| (others.share.at(values), others.months)),
    }
}

impl StayTerms {
    fn of(model: &Model, stay: &Stay, hours: f64, values: &[f64]) -> StayTerms {
        let shares = stay.leaves_to.at(values);
        let share = |name: &str| shares.get(name).copied().unwrap_or(0.0);
        let ordinary = share("ordinary_job");
        let (effect, half_life) = (stay.after_effect.at(values), stay.after_effect_half_life_months.at(values));
        StayTerms {
            ending: EndingHazard::of(&stay.survival, values, model.months),
            cause: stay.cause,
            leaves: [ordinary, ordinary + share("next_form")],
            next_form: stay.next_form,
            next: NextTerms {
                hours: stay.next_hours.as_ref().map(|hours| hours.at(values)),
                pay: stay.next_pay.as_ref().map(|pay| pay_rates(pay, values)),
            },
            returns_to: stay.returns_to,
            step_hours: stay.step_hours.at(values),
            step: chance_in_month(stay.step_rate_per_year.at(values)),
            max_hours: stay.max_hours.as_ref().map_or(hours, |hours| hours.at(values)),
            lock_in: if stay.cause == StayCause::Place { stay.lock_in.at(values) } else { 0.0 },
            after: (0..model.months)
                .map(|month| 1.0 + (effect - 1.0) * libm::exp2(-(month as f64) / half_life))
                .map(|factor| factor.max(0.0))
                .collect(),
            pension_factor: stay.pension_factor.at(values),
            flex_factor: stay.flex_factor.at(values),
        }
    }
}

impl CostTerms {
    fn of(model: &Model, cost: &ProgrammeCost, values: &[f64]) -> CostTerms {
        let amount = cost.amount.at(values);
        let funded = cost.funded_share.at(values);
        let mut moves =
            vec![(cost.kind.purpose(), 1.0 - funded), (cost.kind.resources(), 1.0 - cost.surplus.at(values))];
        // Staff is paid from others to others, so that a fund's part of it moves between no parties.
        if funded > 0.0 && cost.kind.resources() == Purpose::EnterpriseResources {
            moves.push((Purpose::FundPayment, funded));
        }
        CostTerms {
            moves,
            per: cost.per,
            amount: if cost.per == CostPer::Year { amount / f64::from(MONTHS_PER_YEAR) } else { amount },
            months: months(model, cost.from, cost.until),
        }
    }
}

/// A month of the calendar, counted from the study's first; that where it is earlier.
fn counted(model: &Model, month: Month) -> usize {
    (month - model.start).max(0) as usize
}

/// The months from one to before another, counted from the study's first; all of them where neither is given.
fn months(model: &Model, from: Option<Month>, until: Option<Month>) -> std::ops::Range<usize> {
    let index = |month: Month| (month - model.start).clamp(0, model.months as i32) as usize;
    from.map_or(0, index)..until.map_or(model.months, index)
}
