//! One payment: who pays, who receives, for what; and where it stands in the municipality's budget.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::benefit::Family;
use crate::domain::money::Money;
use crate::domain::party::Party;

/// What a payment is for. Purpose and family decide payer and receiver ([`Line::parties`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A benefit, gross of tax: to the citizen from whoever pays it out.
    Benefit,
    /// The state's share of a benefit that the municipality pays out (refusion).
    Refund,
    /// The municipality's share of a benefit that the state pays out (medfinansiering).
    CoFinancing,
    /// The state's flex contribution to the municipality (fleksbidrag).
    FlexContribution,
    /// Wage at a place of an enterprise of the study.
    Wage,
    /// Pension contribution, own and employer's, of a place: from the enterprise to a fund.
    PensionContribution,
    /// Value produced at a place: from the resources to the enterprise.
    Production,
    /// Wage from an employer outside the study, less the own pension contribution (employer and fund are both *others*).
    OutsideWage,
    /// Value produced at an employer outside the study, equal to its full wage cost: from the resources to others.
    OutsideProduction,
    /// Labour-market contribution (AM-bidrag).
    LabourMarketContribution,
    /// State tax (bundskat).
    StateTax,
    /// Municipal tax as withheld: from the citizen to the state, which collects it.
    MunicipalTax,
    /// Municipal tax as it reaches the municipality, when the rules of tax base and settlement let it.
    TaxSettlement,
    /// What equalisation takes of that: to the other municipalities.
    Equalisation,
    /// The contact person at the one entry point.
    ContactPerson,
    /// A mentor paid for by the municipality.
    Mentor,
    /// Payment to an enterprise or a provider for a place.
    PlacePayment,
    /// Support for starting an enterprise or a place.
    StartUp,
    /// Administration and follow-up of the programme.
    Administration,
    /// The time and material that staff, mentors and meetings use up: from others to the resources.
    StaffResources,
    /// The time and material that the enterprise uses up for what the programme pays it: from the enterprise to the resources.
    EnterpriseResources,
    /// Supervision and material at the enterprise's own expense.
    Supervision,
}

impl Purpose {
    /// All purposes, in the order of every table and array.
    pub const ALL: [Purpose; 22] = [
        Purpose::Benefit,
        Purpose::Refund,
        Purpose::CoFinancing,
        Purpose::FlexContribution,
        Purpose::Wage,
        Purpose::PensionContribution,
        Purpose::Production,
        Purpose::OutsideWage,
        Purpose::OutsideProduction,
        Purpose::LabourMarketContribution,
        Purpose::StateTax,
        Purpose::MunicipalTax,
        Purpose::TaxSettlement,
        Purpose::Equalisation,
        Purpose::ContactPerson,
        Purpose::Mentor,
        Purpose::PlacePayment,
        Purpose::StartUp,
        Purpose::Administration,
        Purpose::StaffResources,
        Purpose::EnterpriseResources,
        Purpose::Supervision,
    ];

    /// The identifier in files and tables.
    pub const fn key(self) -> &'static str {
        match self {
            Purpose::Benefit => "benefit",
            Purpose::Refund => "refund",
            Purpose::CoFinancing => "co_financing",
            Purpose::FlexContribution => "flex_contribution",
            Purpose::Wage => "wage",
            Purpose::PensionContribution => "pension_contribution",
            Purpose::Production => "production",
            Purpose::OutsideWage => "outside_wage",
            Purpose::OutsideProduction => "outside_production",
            Purpose::LabourMarketContribution => "labour_market_contribution",
            Purpose::StateTax => "state_tax",
            Purpose::MunicipalTax => "municipal_tax",
            Purpose::TaxSettlement => "tax_settlement",
            Purpose::Equalisation => "equalisation",
            Purpose::ContactPerson => "contact_person",
            Purpose::Mentor => "mentor",
            Purpose::PlacePayment => "place_payment",
            Purpose::StartUp => "start_up",
            Purpose::Administration => "administration",
            Purpose::StaffResources => "staff_resources",
            Purpose::EnterpriseResources => "enterprise_resources",
            Purpose::Supervision => "supervision",
        }
    }

    /// Whether the flow belongs to the life of a person, as opposed to the running of the programme.
    ///
    /// The no-effect run keeps the flows of the programme and takes those of the persons from the baseline.
    pub const fn is_personal(self) -> bool {
        (self as usize) <= (Purpose::Equalisation as usize)
    }

    /// Whether the flow is a part of a benefit that the state and the municipality settle between them. Only some families
    /// post each of these, so that its sum tells of them.
    pub const fn is_share_of_benefit(self) -> bool {
        matches!(self, Purpose::Refund | Purpose::CoFinancing | Purpose::FlexContribution)
    }

    /// Whether the flow is a cost of the programme to whoever finances it (the municipality).
    pub const fn is_programme_cost(self) -> bool {
        matches!(
            self,
            Purpose::ContactPerson
                | Purpose::Mentor
                | Purpose::PlacePayment
                | Purpose::StartUp
                | Purpose::Administration
        )
    }
}

/// A row of the ledger: a purpose, and the benefit family where the purpose has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Line {
    /// What the payment is for.
    pub purpose: Purpose,
    /// The benefit family, for benefits, refund and co-financing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
}

impl Line {
    /// Number of rows of a ledger.
    pub const COUNT: usize = Purpose::ALL.len() * (Family::COUNT + 1);

    /// The row of a purpose that has no family.
    pub const fn of(purpose: Purpose) -> Line {
        Line { purpose, family: None }
    }

    /// The row of a purpose for one family.
    pub const fn for_family(purpose: Purpose, family: Family) -> Line {
        Line { purpose, family: Some(family) }
    }

    /// Position in a ledger, below [`Line::COUNT`].
    pub const fn index(self) -> usize {
        let family = match self.family {
            None => 0,
            Some(family) => family as usize + 1,
        };
        self.purpose as usize * (Family::COUNT + 1) + family
    }

    /// Every possible row, in the order of [`Line::index`].
    pub fn all() -> impl Iterator<Item = Line> {
        Purpose::ALL.into_iter().flat_map(|purpose| {
            std::iter::once(None).chain(Family::ALL.into_iter().map(Some)).map(move |family| Line { purpose, family })
        })
    }

    /// Payer and receiver.
    pub const fn parties(self) -> (Party, Party) {
        match self.purpose {
            Purpose::Benefit => match self.family {
                Some(family) => (family.paid_out_by(), Party::Citizen),
                None => (Party::Municipality, Party::Citizen),
            },
            Purpose::Refund | Purpose::FlexContribution | Purpose::TaxSettlement => (Party::State, Party::Municipality),
            Purpose::CoFinancing => (Party::Municipality, Party::State),
            Purpose::Wage => (Party::Enterprise, Party::Citizen),
            Purpose::PensionContribution => (Party::Enterprise, Party::Others),
            Purpose::Production => (Party::Resources, Party::Enterprise),
            Purpose::OutsideWage => (Party::Others, Party::Citizen),
            Purpose::OutsideProduction => (Party::Resources, Party::Others),
            Purpose::LabourMarketContribution | Purpose::StateTax | Purpose::MunicipalTax => {
                (Party::Citizen, Party::State)
            }
            Purpose::Equalisation => (Party::Municipality, Party::OtherMunicipalities),
            Purpose::ContactPerson | Purpose::Mentor | Purpose::Administration => (Party::Municipality, Party::Others),
            Purpose::PlacePayment | Purpose::StartUp => (Party::Municipality, Party::Enterprise),
            Purpose::StaffResources => (Party::Others, Party::Resources),
            Purpose::EnterpriseResources | Purpose::Supervision => (Party::Enterprise, Party::Resources),
        }
    }

    /// What one krone on this row does to a party's balance: +1 receives, -1 pays, 0 not concerned.
    pub fn sign(self, party: Party) -> i64 {
        let (payer, receiver) = self.parties();
        i64::from(receiver == party) - i64::from(payer == party)
    }
}

/// One payment of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its row in the ledger.
    pub line: Line,
    /// The amount, positive from payer to receiver.
    pub amount: Money,
    /// How many months later it is paid \[months\]; 0 in the month itself.
    pub due_in: u16,
}

/// The frame of the municipal budget in which a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// Service expenditure (serviceudgifter).
    Service,
    /// Transfers within the budget guarantee.
    GuaranteedTransfer,
    /// Other transfers.
    OtherTransfer,
    /// Tax and grants (skatter og tilskud).
    TaxAndGrants,
}

/// Whether a saving on a budget line can be taken out of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cashable {
    /// At once.
    Yes,
    /// Never: capacity that stays.
    No,
    /// After so many months.
    AfterMonths(u16),
}
