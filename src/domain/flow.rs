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
    /// Wage subsidy (løntilskud): from the municipality to the enterprise that pays the wage.
    WageSubsidy,
    /// The state's share of a wage subsidy.
    WageSubsidyRefund,
    /// A benefit of the declared family where the state pays it out, gross of tax: from the state to the citizen.
    StateBenefit,
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
    /// Village tasks that no customer pays, worth something to the village: from the resources to others.
    VillageTask,
    /// Village tasks that the municipality would otherwise do itself: from the resources to the municipality.
    MunicipalVillageTask,
    /// The municipality's time in the follow-up group of the agreement.
    FollowUp,
    /// What a fund pays an enterprise of what the programme gives it: from others.
    FundPayment,
    /// The enterprises' own time in the follow-up group.
    FollowUpTime,
    /// Production that displaced workers no longer make, equal to their full wage cost: from others to the resources.
    DisplacedProduction,
    /// Unemployment benefit of displaced workers.
    DisplacedBenefit,
    /// The municipality's share of that benefit.
    DisplacedCoFinancing,
    /// Taxes that displaced workers no longer pay, as withheld: from the state to others.
    DisplacedTax,
    /// Municipal tax of displaced workers that no longer reaches the municipality.
    DisplacedTaxSettlement,
    /// What equalisation makes good of that: from the other municipalities.
    DisplacedEqualisation,
    /// What the budget guarantee makes good of a change in guaranteed transfers: from the state, by the block grant.
    BudgetGuarantee,
    /// What it makes good to the other municipalities, who share the block grant by inhabitants.
    BudgetGuaranteeOfOthers,
    /// What equalisation of needs gives for people without employment: from the other municipalities.
    NeedEqualisation,
    /// Other public services of the municipality that a person's situation moves: turned into time and material.
    MunicipalService,
    /// Other public services of the region.
    RegionalService,
    /// Other public services of the state.
    StateService,
    /// What the citizens' own time at work is worth to them: from the citizens to the resources, no money.
    OwnTime,
}

impl Purpose {
    /// All purposes, in the order of every table and array.
    pub const ALL: [Purpose; 43] = [
        Purpose::Benefit,
        Purpose::Refund,
        Purpose::CoFinancing,
        Purpose::WageSubsidy,
        Purpose::WageSubsidyRefund,
        Purpose::StateBenefit,
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
        Purpose::VillageTask,
        Purpose::MunicipalVillageTask,
        Purpose::FollowUp,
        Purpose::FundPayment,
        Purpose::FollowUpTime,
        Purpose::DisplacedProduction,
        Purpose::DisplacedBenefit,
        Purpose::DisplacedCoFinancing,
        Purpose::DisplacedTax,
        Purpose::DisplacedTaxSettlement,
        Purpose::DisplacedEqualisation,
        Purpose::BudgetGuarantee,
        Purpose::BudgetGuaranteeOfOthers,
        Purpose::NeedEqualisation,
        Purpose::MunicipalService,
        Purpose::RegionalService,
        Purpose::StateService,
        Purpose::OwnTime,
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
            Purpose::WageSubsidy => "wage_subsidy",
            Purpose::WageSubsidyRefund => "wage_subsidy_refund",
            Purpose::StateBenefit => "state_benefit",
            Purpose::ContactPerson => "contact_person",
            Purpose::Mentor => "mentor",
            Purpose::PlacePayment => "place_payment",
            Purpose::StartUp => "start_up",
            Purpose::Administration => "administration",
            Purpose::StaffResources => "staff_resources",
            Purpose::EnterpriseResources => "enterprise_resources",
            Purpose::Supervision => "supervision",
            Purpose::VillageTask => "village_task",
            Purpose::MunicipalVillageTask => "municipal_village_task",
            Purpose::FollowUp => "follow_up",
            Purpose::FundPayment => "fund_payment",
            Purpose::FollowUpTime => "follow_up_time",
            Purpose::DisplacedProduction => "displaced_production",
            Purpose::DisplacedBenefit => "displaced_benefit",
            Purpose::DisplacedCoFinancing => "displaced_co_financing",
            Purpose::DisplacedTax => "displaced_tax",
            Purpose::DisplacedTaxSettlement => "displaced_tax_settlement",
            Purpose::DisplacedEqualisation => "displaced_equalisation",
            Purpose::BudgetGuarantee => "budget_guarantee",
            Purpose::BudgetGuaranteeOfOthers => "budget_guarantee_of_others",
            Purpose::NeedEqualisation => "need_equalisation",
            Purpose::MunicipalService => "municipal_service",
            Purpose::RegionalService => "regional_service",
            Purpose::StateService => "state_service",
            Purpose::OwnTime => "own_time",
        }
    }

    /// Whether the purpose has a row of the ledger for each benefit family: the first of all purposes.
    pub const fn is_by_family(self) -> bool {
        (self as usize) < Purpose::BY_FAMILY
    }

    /// Number of purposes that have a row for each family.
    const BY_FAMILY: usize = Purpose::StateBenefit as usize + 1;

    /// Whether the flow belongs to the life of a person, as opposed to the running of the programme.
    ///
    /// The no-effect run keeps the flows of the programme and takes those of the persons from the baseline: with their
    /// production go village tasks and displaced hours.
    pub const fn is_personal(self) -> bool {
        !self.is_programme_cost()
            && !matches!(
                self,
                Purpose::StaffResources | Purpose::EnterpriseResources | Purpose::Supervision | Purpose::FollowUpTime
            )
    }

    /// Whether the flow is a part of a benefit that the state and the municipality settle between them. Only some families
    /// post each of these, so that its sum tells of them.
    pub const fn is_share_of_benefit(self) -> bool {
        matches!(self, Purpose::Refund | Purpose::CoFinancing | Purpose::FlexContribution | Purpose::StateBenefit)
    }

    /// Whether the flow is another public service, whose amount a scenario may state for some families only.
    pub const fn is_other_service(self) -> bool {
        matches!(self, Purpose::MunicipalService | Purpose::RegionalService | Purpose::StateService)
    }

    /// Whether the sum of the purpose would tell families apart that are to be shown together.
    pub const fn tells_of_families(self) -> bool {
        self.is_share_of_benefit() || self.is_other_service()
    }

    /// Whether the flow is a cost of the programme to whoever finances it: the municipality, or a fund.
    pub const fn is_programme_cost(self) -> bool {
        matches!(
            self,
            Purpose::ContactPerson
                | Purpose::Mentor
                | Purpose::PlacePayment
                | Purpose::StartUp
                | Purpose::Administration
                | Purpose::FollowUp
                | Purpose::FundPayment
        )
    }
}

/// A row of the ledger: a purpose, and the benefit family where the purpose has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Line {
    /// What the payment is for.
    pub purpose: Purpose,
    /// The benefit family, for benefits, refund, co-financing and wage subsidy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
}

impl Line {
    /// Number of rows of a ledger.
    pub const COUNT: usize = Line::FIRST_SINGLE + Purpose::ALL.len() - Purpose::BY_FAMILY;

    /// Position of the first row that has no family.
    const FIRST_SINGLE: usize = Purpose::BY_FAMILY * Family::COUNT;

    /// The row of a purpose that has no family.
    pub const fn of(purpose: Purpose) -> Line {
        debug_assert!(!purpose.is_by_family(), "benefits, refund and co-financing have a row for each family");
        Line { purpose, family: None }
    }

    /// The row of a purpose for one family.
    pub const fn for_family(purpose: Purpose, family: Family) -> Line {
        debug_assert!(purpose.is_by_family(), "only benefits, refund and co-financing have rows for families");
        Line { purpose, family: Some(family) }
    }

    /// Position in a ledger, below [`Line::COUNT`]: benefits, refund and co-financing family by family, then the other
    /// purposes with one row each.
    pub const fn index(self) -> usize {
        debug_assert!(self.purpose.is_by_family() == self.family.is_some(), "no such row");
        match self.family {
            Some(family) => self.purpose as usize * Family::COUNT + family as usize,
            None => Line::FIRST_SINGLE + self.purpose as usize - Purpose::BY_FAMILY,
        }
    }

    /// Every row, in the order of [`Line::index`].
    pub fn all() -> impl Iterator<Item = Line> {
        let (by_family, single) = Purpose::ALL.split_at(Purpose::BY_FAMILY);
        let family_by_family =
            |purpose: &'static Purpose| Family::ALL.into_iter().map(move |family| Line::for_family(*purpose, family));
        by_family.iter().flat_map(family_by_family).chain(single.iter().map(|purpose| Line::of(*purpose)))
    }

    /// Payer and receiver.
    pub const fn parties(self) -> (Party, Party) {
        match self.purpose {
            Purpose::Benefit => match self.family {
                Some(family) => (family.paid_out_by(), Party::Citizen),
                None => (Party::Municipality, Party::Citizen),
            },
            Purpose::StateBenefit => (Party::State, Party::Citizen),
            Purpose::Refund | Purpose::FlexContribution | Purpose::TaxSettlement | Purpose::WageSubsidyRefund => {
                (Party::State, Party::Municipality)
            }
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
            Purpose::ContactPerson | Purpose::Mentor | Purpose::Administration | Purpose::FollowUp => {
                (Party::Municipality, Party::Others)
            }
            Purpose::PlacePayment | Purpose::StartUp | Purpose::WageSubsidy => (Party::Municipality, Party::Enterprise),
            Purpose::StaffResources => (Party::Others, Party::Resources),
            Purpose::EnterpriseResources | Purpose::Supervision | Purpose::FollowUpTime => {
                (Party::Enterprise, Party::Resources)
            }
            Purpose::FundPayment => (Party::Others, Party::Enterprise),
            Purpose::VillageTask => (Party::Resources, Party::Others),
            Purpose::MunicipalVillageTask => (Party::Resources, Party::Municipality),
            Purpose::DisplacedProduction => (Party::Others, Party::Resources),
            Purpose::DisplacedBenefit | Purpose::DisplacedTax => (Party::State, Party::Others),
            Purpose::DisplacedCoFinancing | Purpose::DisplacedTaxSettlement => (Party::Municipality, Party::State),
            Purpose::DisplacedEqualisation | Purpose::NeedEqualisation => {
                (Party::OtherMunicipalities, Party::Municipality)
            }
            Purpose::BudgetGuarantee => (Party::State, Party::Municipality),
            Purpose::BudgetGuaranteeOfOthers => (Party::State, Party::OtherMunicipalities),
            Purpose::MunicipalService => (Party::Municipality, Party::Resources),
            Purpose::RegionalService => (Party::Region, Party::Resources),
            Purpose::StateService => (Party::State, Party::Resources),
            Purpose::OwnTime => (Party::Citizen, Party::Resources),
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
