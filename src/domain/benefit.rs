//! Benefit families, and the facts of a person that their rates need.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Month;
use crate::domain::party::Party;

/// A family of public support (offentlig forsørgelse). Several regimes of law may stand behind one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Kontanthjælp, in its regimes before and from 1 July 2025.
    CashBenefit,
    /// Ledighedsydelse: approved for a flex job, without one.
    FlexWaitingBenefit,
    /// Fleksløntilskud: in a flex job.
    FlexSubsidy,
    /// Førtidspension under the new rules.
    DisabilityPension,
    /// Sygedagpenge.
    SicknessBenefit,
    /// Dagpenge and supplementary dagpenge of full-time and part-time insured, paid out by the unemployment funds (a-kasser).
    UnemploymentBenefit,
    /// Ressourceforløbsydelse: running cases only after act 1750 of 2025.
    ResourceBenefit,
    /// Ressourceforløbsydelse under jobafklaring.
    JobClarificationBenefit,
    /// Seniorpension.
    SeniorPension,
    /// Uddannelseshjælp, repealed from July 2025.
    EducationBenefit,
    /// Selvforsørgelses- og hjemrejseydelse eller overgangsydelse (SHO), repealed from July 2025.
    ShoBenefit,
    /// Revalideringsydelse: running cases only after act 1750 of 2025.
    RehabilitationBenefit,
    /// A family that the scenario declares as data: see [`DeclaredFamily`](crate::domain::declared::DeclaredFamily).
    Declared,
}

impl Family {
    /// All families, in the order of every table and array.
    pub const ALL: [Family; 13] = [
        Family::CashBenefit,
        Family::FlexWaitingBenefit,
        Family::FlexSubsidy,
        Family::DisabilityPension,
        Family::SicknessBenefit,
        Family::UnemploymentBenefit,
        Family::ResourceBenefit,
        Family::JobClarificationBenefit,
        Family::SeniorPension,
        Family::EducationBenefit,
        Family::ShoBenefit,
        Family::RehabilitationBenefit,
        Family::Declared,
    ];

    /// Number of families.
    pub const COUNT: usize = Family::ALL.len();

    /// The identifier in scenario files and law books.
    pub const fn key(self) -> &'static str {
        match self {
            Family::CashBenefit => "cash_benefit",
            Family::FlexWaitingBenefit => "flex_waiting_benefit",
            Family::FlexSubsidy => "flex_subsidy",
            Family::DisabilityPension => "disability_pension",
            Family::SicknessBenefit => "sickness_benefit",
            Family::UnemploymentBenefit => "unemployment_benefit",
            Family::ResourceBenefit => "resource_benefit",
            Family::JobClarificationBenefit => "job_clarification_benefit",
            Family::SeniorPension => "senior_pension",
            Family::EducationBenefit => "education_benefit",
            Family::ShoBenefit => "sho_benefit",
            Family::RehabilitationBenefit => "rehabilitation_benefit",
            Family::Declared => "declared",
        }
    }

    /// Who pays the benefit out: the municipality; or the state, which the municipality then co-finances.
    ///
    /// The state stands for Udbetaling Danmark and, for unemployment benefit, for the funds: they pay out what the state
    /// reimburses. A declared family names its payer itself; this is the payer of its rows under `Purpose::Benefit`, and
    /// what the state pays out of it stands under `Purpose::StateBenefit`.
    pub const fn paid_out_by(self) -> Party {
        match self {
            Family::UnemploymentBenefit | Family::DisabilityPension | Family::SeniorPension => Party::State,
            Family::CashBenefit
            | Family::FlexWaitingBenefit
            | Family::FlexSubsidy
            | Family::SicknessBenefit
            | Family::ResourceBenefit
            | Family::JobClarificationBenefit
            | Family::EducationBenefit
            | Family::ShoBenefit
            | Family::RehabilitationBenefit
            | Family::Declared => Party::Municipality,
        }
    }

    /// Whether a person has the benefit for a number of months and no longer.
    pub const fn is_temporary(self) -> bool {
        matches!(
            self,
            Family::SicknessBenefit
                | Family::UnemploymentBenefit
                | Family::ResourceBenefit
                | Family::JobClarificationBenefit
                | Family::RehabilitationBenefit
        )
    }
}

/// What people live on when the months of a temporary benefit are used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FallsTo {
    /// Cash benefit.
    #[default]
    CashBenefit,
    /// Job clarification, after sickness benefit.
    JobClarificationBenefit,
    /// No public support: a partner's income, savings.
    Nothing,
}

impl FallsTo {
    /// All of them.
    pub const ALL: [FallsTo; 3] = [FallsTo::CashBenefit, FallsTo::JobClarificationBenefit, FallsTo::Nothing];

    /// The identifier in files.
    pub const fn key(self) -> &'static str {
        match self {
            FallsTo::CashBenefit => "cash_benefit",
            FallsTo::JobClarificationBenefit => "job_clarification_benefit",
            FallsTo::Nothing => "nothing",
        }
    }

    /// The family, where there is one.
    pub const fn family(self) -> Option<Family> {
        match self {
            FallsTo::CashBenefit => Some(Family::CashBenefit),
            FallsTo::JobClarificationBenefit => Some(Family::JobClarificationBenefit),
            FallsTo::Nothing => None,
        }
    }
}

/// A temporary benefit with the months that are left of it.
///
/// Every month in the status counts, also one in which the benefit is reduced to nothing. Work earns no new months: the
/// right to unemployment benefit is not built up anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The benefit.
    pub family: Family,
    /// Months that are left.
    pub months: u32,
    /// What follows.
    pub falls_to: FallsTo,
}

/// For how much of a week a person is insured against unemployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Insurance {
    /// Full-time insured.
    #[default]
    FullTime,
    /// Part-time insured: 30 hours a week, at two thirds of the benefit.
    PartTime,
}

impl Insurance {
    /// Both kinds.
    pub const ALL: [Insurance; 2] = [Insurance::FullTime, Insurance::PartTime];

    /// The identifier in files.
    pub const fn key(self) -> &'static str {
        match self {
            Insurance::FullTime => "full_time",
            Insurance::PartTime => "part_time",
        }
    }

    /// Whether it is what is meant where nothing is said.
    pub fn is_default(&self) -> bool {
        *self == Insurance::default()
    }
}

/// Facts about a household and a case that decide which rate a person gets. What follows from them is law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BenefitFacts {
    /// Provides for children at home (forsørger).
    pub provider: bool,
    /// Lives without a partner (enlig).
    pub single: bool,
    /// The partner is a pensioner too (for the pension's reduction).
    pub partner_pensioner: bool,
    /// Lives at the parents' (hjemmeboende).
    pub at_parents: bool,
    /// Meets the residence test: 9 of the last 10 years in the realm.
    pub residence_test: bool,
    /// Meets the work test: 2.5 years of full-time work within 10 years.
    pub work_test: bool,
    /// Activity-ready (aktivitetsparat), as opposed to job-ready.
    pub activity_ready: bool,
    /// Children for whom the leisure supplement is paid.
    pub leisure_children: u8,
    /// Receives the adaptation supplement (tilpasningstillæg) while the law has it.
    pub adaptation: bool,
    /// Month of approval for a flex job, where approved: decides the refund regime.
    pub flex_approved: Option<Month>,
    /// The flex job was started, or approved anew at the same employer, after 1 July 2014.
    pub flex_job_after_july_2014: bool,
    /// Month in which the disability pension was awarded, where it was: decides the co-financing regime.
    pub pension_awarded: Option<Month>,
    /// Insurance against unemployment, for unemployment benefit.
    pub insurance: Insurance,
    /// Months with supplementary unemployment benefit since the status began \[months\].
    pub supplementary_months: u32,
    /// Has the social free card (socialt frikort): ordinary work up to a yearly amount is tax-free and counts nowhere.
    ///
    /// The card is a fact: whether it is granted (serviceloven part V, little work the year before) is decided once, by
    /// the municipality, and it is kept.
    pub free_card: bool,
}

impl Default for BenefitFacts {
    /// A single, activity-ready adult without children who meets both tests.
    fn default() -> BenefitFacts {
        BenefitFacts {
            provider: false,
            single: true,
            partner_pensioner: false,
            at_parents: false,
            residence_test: true,
            work_test: true,
            activity_ready: true,
            leisure_children: 0,
            adaptation: false,
            flex_approved: None,
            flex_job_after_july_2014: true,
            pension_awarded: None,
            insurance: Insurance::FullTime,
            supplementary_months: 0,
            free_card: false,
        }
    }
}
