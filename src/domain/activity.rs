//! What people do, counted: the figures beside money.

mod written;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::benefit::Family;
use crate::domain::open_sums::OpenSums;

/// Something counted in a month. Hours are counted in hundredths, so that sums are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// People in the population \[persons\].
    People,
    /// On cash benefit by status \[persons\]: also in a subsidised job, while no benefit is paid.
    OnCashBenefit,
    /// On ledighedsydelse \[persons\].
    OnFlexWaitingBenefit,
    /// On flex subsidy \[persons\].
    OnFlexSubsidy,
    /// On disability pension \[persons\].
    OnDisabilityPension,
    /// On sickness benefit \[persons\].
    OnSicknessBenefit,
    /// On unemployment benefit \[persons\].
    OnUnemploymentBenefit,
    /// On resource benefit \[persons\].
    OnResourceBenefit,
    /// On resource benefit during job clarification \[persons\].
    OnJobClarificationBenefit,
    /// On senior pension \[persons\].
    OnSeniorPension,
    /// On education benefit \[persons\].
    OnEducationBenefit,
    /// On SHO benefit \[persons\].
    OnShoBenefit,
    /// On rehabilitation benefit \[persons\].
    OnRehabilitationBenefit,
    /// On the family that the scenario declares \[persons\].
    OnDeclaredFamily,
    /// On cash benefit with ordinary paid hours \[persons\].
    CashBenefitWithHours,
    /// With paid work of any form \[persons\].
    InWork,
    /// With a wage and a benefit in the same month \[persons\].
    PartlySelfSupporting,
    /// Without any public support \[persons\].
    FullySelfSupporting,
    /// Paid hours, everywhere [1/100 h].
    PaidHours,
    /// Places filled \[places\].
    FilledPlaces,
    /// Placements begun \[placements\].
    Placements,
    /// Persons placed for the first time \[persons\].
    FirstPlacements,
    /// Paid hours at places [1/100 h].
    PlaceHours,
    /// Hours of village tasks, of those at places [1/100 h].
    VillageHours,
    /// Enterprises of the arm that are open \[enterprises\].
    OpenEnterprises,
    /// Enquiries received from enterprises and founders \[enquiries\].
    Enquiries,
    /// Enquiries lost \[enquiries\].
    LostEnquiries,
    /// Aged 20-59 without employment, as equalisation of needs counts it \[persons\].
    WithoutEmployment,
    /// On a family that is not shown by itself \[persons\]. No engine counts it: results sum it up from families.
    OnOtherSupport,
}

impl Indicator {
    /// All indicators, in the order of every table and array.
    pub const ALL: [Indicator; 29] = [
        Indicator::People,
        Indicator::OnCashBenefit,
        Indicator::OnFlexWaitingBenefit,
        Indicator::OnFlexSubsidy,
        Indicator::OnDisabilityPension,
        Indicator::OnSicknessBenefit,
        Indicator::OnUnemploymentBenefit,
        Indicator::OnResourceBenefit,
        Indicator::OnJobClarificationBenefit,
        Indicator::OnSeniorPension,
        Indicator::OnEducationBenefit,
        Indicator::OnShoBenefit,
        Indicator::OnRehabilitationBenefit,
        Indicator::OnDeclaredFamily,
        Indicator::CashBenefitWithHours,
        Indicator::InWork,
        Indicator::PartlySelfSupporting,
        Indicator::FullySelfSupporting,
        Indicator::PaidHours,
        Indicator::FilledPlaces,
        Indicator::Placements,
        Indicator::FirstPlacements,
        Indicator::PlaceHours,
        Indicator::VillageHours,
        Indicator::OpenEnterprises,
        Indicator::Enquiries,
        Indicator::LostEnquiries,
        Indicator::WithoutEmployment,
        Indicator::OnOtherSupport,
    ];

    /// Number of indicators.
    pub const COUNT: usize = Indicator::ALL.len();

    /// Counts of places, enterprises and enquiries: what an arm has of them does not depend on who else is lived.
    pub const OF_PLACES: [Indicator; 8] = [
        Indicator::FilledPlaces,
        Indicator::Placements,
        Indicator::FirstPlacements,
        Indicator::PlaceHours,
        Indicator::VillageHours,
        Indicator::OpenEnterprises,
        Indicator::Enquiries,
        Indicator::LostEnquiries,
    ];

    /// The indicator that counts the recipients of a family.
    pub const fn on(family: Family) -> Indicator {
        match family {
            Family::CashBenefit => Indicator::OnCashBenefit,
            Family::FlexWaitingBenefit => Indicator::OnFlexWaitingBenefit,
            Family::FlexSubsidy => Indicator::OnFlexSubsidy,
            Family::DisabilityPension => Indicator::OnDisabilityPension,
            Family::SicknessBenefit => Indicator::OnSicknessBenefit,
            Family::UnemploymentBenefit => Indicator::OnUnemploymentBenefit,
            Family::ResourceBenefit => Indicator::OnResourceBenefit,
            Family::JobClarificationBenefit => Indicator::OnJobClarificationBenefit,
            Family::SeniorPension => Indicator::OnSeniorPension,
            Family::EducationBenefit => Indicator::OnEducationBenefit,
            Family::ShoBenefit => Indicator::OnShoBenefit,
            Family::RehabilitationBenefit => Indicator::OnRehabilitationBenefit,
            Family::Declared => Indicator::OnDeclaredFamily,
        }
    }

    /// Whether the count is of places, enterprises or enquiries.
    pub fn is_of_places(self) -> bool {
        Indicator::OF_PLACES.contains(&self)
    }

    /// Whether the count is of hundredths of hours.
    pub const fn is_hours(self) -> bool {
        matches!(self, Indicator::PaidHours | Indicator::PlaceHours | Indicator::VillageHours)
    }
}

/// Counts, `[indicator][month]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "written::Written", into = "written::Written")]
pub struct Activity {
    months: usize,
    counts: Vec<i64>,
}

impl Activity {
    /// What one hour counts [1/100 h].
    pub const HOUR: i64 = 100;

    /// Nothing counted in so many months.
    pub fn new(months: usize) -> Activity {
        Activity { months, counts: vec![0; Indicator::COUNT * months] }
    }

    /// The counts that were posted by indicator, each in its own row.
    pub fn of(sums: OpenSums) -> Activity {
        let months = sums.months();
        let counts = sums.close().chunks_exact(months + 1).flat_map(|row| &row[..months]).copied().collect();
        Activity { months, counts }
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Counts `amount` more.
    pub fn count(&mut self, month: usize, indicator: Indicator, amount: i64) {
        self.counts[indicator as usize * self.months + month] += amount;
    }

    /// People on any benefit family in a month \[persons\].
    pub fn on_support(&self, month: usize) -> i64 {
        Family::ALL.into_iter().map(|family| self.at(month, Indicator::on(family))).sum()
    }

    /// The sum of a count over all months.
    pub fn total(&self, indicator: Indicator) -> i64 {
        self.counts[indicator as usize * self.months..(indicator as usize + 1) * self.months].iter().sum()
    }

    /// The count of one month.
    pub fn at(&self, month: usize, indicator: Indicator) -> i64 {
        self.counts[indicator as usize * self.months + month]
    }

    /// These counts of some indicators, and none of the others.
    pub fn only(&self, kept: &[Indicator]) -> Activity {
        let mut only = Activity::new(self.months);
        for indicator in kept {
            let months = *indicator as usize * self.months..(*indicator as usize + 1) * self.months;
            only.counts[months.clone()].copy_from_slice(&self.counts[months]);
        }
        only
    }

    /// These counts less those of another activity of the same length.
    pub fn minus(&self, other: &Activity) -> Activity {
        let counts = self.counts.iter().zip(&other.counts).map(|(own, its)| own - its).collect();
        Activity { counts, ..*self }
    }

    /// Adds every count of another activity of the same length.
    pub fn add(&mut self, other: &Activity) {
        for (own, its) in self.counts.iter_mut().zip(&other.counts) {
            *own += its;
        }
    }
}
