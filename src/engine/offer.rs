//! What an arm offers in one draw: the enterprises that the programme names, and those that grow out of enquiries.

use crate::engine::draw::{Decision, Draws, entity};
use crate::engine::quantile::discrete::poisson;
use crate::engine::terms::{ArmTerms, EnquiryTerms, EnterpriseTerms, Place};

/// The enterprises and places of an arm in one draw.
///
/// Enquiries arrive alike in every arm, since their number and their fate are named by kind and month. Arms differ only
/// in the share that is lost; an enquiry that is not lost at a larger share is not lost at a smaller one either.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// The enterprises.
    pub enterprises: Vec<EnterpriseTerms>,
    /// The places of all enterprises, in index order.
    pub places: Vec<Place>,
    /// Enquiries received in each month: shape `[month]`.
    pub enquiries: Vec<u32>,
    /// Enquiries lost, of those received in each month: shape `[month]`.
    pub lost: Vec<u32>,
}

impl Offer {
    /// The offer of an arm in a draw of so many months.
    pub fn of(arm: &ArmTerms, months: usize, draws: &Draws) -> Offer {
        let mut offer = Offer {
            enterprises: arm.enterprises.clone(),
            places: arm.places.clone(),
            enquiries: vec![0; months],
            lost: vec![0; months],
        };
        for kind in &arm.enquiries {
            for month in kind.months.clone() {
                let number = poisson(kind.per_month, draws.uniform(kind.entity, month as u32, Decision::Enquiries, 0));
                offer.receive(kind, month, number as u32, draws);
            }
        }
        offer
    }

    fn receive(&mut self, kind: &EnquiryTerms, month: usize, number: u32, draws: &Draws) {
        self.enquiries[month] += number;
        for enquiry in 0..number {
            let fate = draws.word(kind.entity, month as u32, Decision::EnquiryLost, enquiry);
            if kind.lost.strikes(fate) {
                self.lost[month] += 1;
            } else {
                self.found(kind, month, enquiry);
            }
        }
    }

    /// Founds the enterprise that an enquiry becomes. Its number names kind, month and enquiry, the same in every arm.
    fn found(&mut self, kind: &EnquiryTerms, month: usize, enquiry: u32) {
        let ordinal = (month as u64) << 32 | u64::from(enquiry);
        let opens = month + kind.months_to_opening;
        if opens >= self.enquiries.len() {
            return;
        }
        for seats in &kind.becomes {
            let (places, ramp) = (u64::from(seats.places), u64::from(seats.ramp_up_months));
            self.places.extend((0..places).map(|place| Place {
                entity: entity(&["founded place", &kind.name, &seats.name, &place.to_string()], ordinal),
                enterprise: self.enterprises.len(),
                position: seats.position,
                opens: opens + (place * ramp / places) as usize,
            }));
        }
        self.enterprises.push(EnterpriseTerms {
            entity: entity(&["founded enterprise", &kind.name], ordinal),
            closing: kind.closing,
            opens,
            closes: None,
        });
    }
}
