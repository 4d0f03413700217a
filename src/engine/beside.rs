//! What a person-month moves beside law and place: other public services, and the person's own time.

use crate::domain::assumption::Quantity;
use crate::domain::benefit::Family;
use crate::domain::calendar::WEEKS_PER_MONTH;
use crate::domain::flow::{Line, Purpose};
use crate::domain::flow_list::FlowList;
use crate::domain::services::{OtherService, ServicePayer, Situation};
use crate::domain::spell::Status;
use crate::domain::work::Form;
use crate::engine::instance::Instance;

/// Cost of other services to each payer [kr/month]: shape `[payer]`.
type Cost = [f64; ServicePayer::COUNT];

/// Other services and the value of time, with their drawn numbers, in the wages of the price year.
#[derive(Clone, Debug, PartialEq)]
pub struct BesideTerms {
    /// On each family, without and with paid work: shape `[family][without, with]`.
    on_family: [[Cost; 2]; Family::COUNT],
    self_supporting: Cost,
    /// Value of an hour of the person's own time at work [kr/h].
    own_time: f64,
    /// Whether anything of it is not zero.
    moves: bool,
}

impl BesideTerms {
    /// The terms with the drawn `values` (shape `[assumption]`).
    pub fn of(services: &[OtherService], own_time: &Quantity, values: &[f64]) -> BesideTerms {
        let mut terms = BesideTerms {
            on_family: [[[0.0; ServicePayer::COUNT]; 2]; Family::COUNT],
            self_supporting: [0.0; ServicePayer::COUNT],
            own_time: own_time.at(values),
            moves: false,
        };
        for service in services {
            let (payer, amount) = (service.payer as usize, service.amount_per_month.at(values));
            let with_work = match service.situation {
                Situation::WithoutWork => 0,
                Situation::InWork => 1,
                Situation::SelfSupporting => {
                    terms.self_supporting[payer] += amount;
                    continue;
                }
            };
            for family in Family::ALL.into_iter().filter(|family| service.family.is_none_or(|only| only == *family)) {
                terms.on_family[family as usize][with_work][payer] += amount;
            }
        }
        terms.moves = !services.is_empty() || terms.own_time != 0.0;
        terms
    }

    /// Adds the flows of a person-month with some work: its form, and hours worked [h/week].
    ///
    /// The value of time counts every hour worked, at places and outside, in internships too: unpaid hours take time as
    /// paid ones do. In both arms, so that the difference counts.
    pub fn post(
        &self,
        instance: &Instance,
        status: Status,
        work: Option<(Form, f64)>,
        month: usize,
        flows: &mut FlowList,
    ) {
        if !self.moves {
            return;
        }
        let paid = work.is_some_and(|(form, _)| form.is_paid());
        let cost = match status {
            Status::On(family) => &self.on_family[family as usize][usize::from(paid)],
            Status::SelfSupporting => &self.self_supporting,
            Status::Out(_) => return,
        };
        for (payer, kr) in ServicePayer::ALL.into_iter().zip(cost) {
            flows.post(Line::of(payer.purpose()), instance.money(*kr, month), 0);
        }
        let hours = work.map_or(0.0, |(_, hours)| hours) * WEEKS_PER_MONTH;
        flows.post(Line::of(Purpose::OwnTime), instance.money(hours * self.own_time, month), 0);
    }
}
