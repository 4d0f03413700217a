//! What people do, in both arms and the difference.

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::shown::Shown;
use crate::estimate::summary::Summary;
use crate::report::findings::{ActivityFinding, Findings};
use crate::report::savings::{levels, uncertainty};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The key of an indicator's word; a sum over months counts person-months, hours, place-months or events.
pub fn indicator_key(indicator: Indicator) -> String {
    format!("indicator.{}", indicator_name(indicator))
}

/// What an indicator is called: that of the declared family with the name that the scenario gives it.
pub fn indicator_label(indicator: Indicator, declared: Option<&str>) -> Phrase {
    let label = Phrase::new(indicator_key(indicator));
    if indicator == Indicator::OnDeclaredFamily { label.with("name", declared_name(declared)) } else { label }
}

/// What a family is called: the declared one by the name that the scenario gives it.
pub fn family_label(family: Family, declared: Option<&str>) -> Phrase {
    let label = Phrase::new(format!("family.{}", family.key()));
    if family == Family::Declared { label.with("name", declared_name(declared)) } else { label }
}

/// What a family, or the others together, are called.
pub fn shown_family_label(family: &Shown<Family>, declared: Option<&str>) -> Phrase {
    match family {
        Shown::Class(family) => family_label(*family, declared),
        Shown::Other => Phrase::new("family.other"),
    }
}

fn declared_name(name: Option<&str>) -> Value {
    name.map_or_else(|| Phrase::new("family.unnamed").into(), Value::from)
}

/// The identifier of an indicator in tables of figures.
pub const fn indicator_name(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::People => "people",
        Indicator::OnCashBenefit => "on_cash_benefit",
        Indicator::OnFlexWaitingBenefit => "on_flex_waiting_benefit",
        Indicator::OnFlexSubsidy => "on_flex_subsidy",
        Indicator::OnDisabilityPension => "on_disability_pension",
        Indicator::OnSicknessBenefit => "on_sickness_benefit",
        Indicator::OnUnemploymentBenefit => "on_unemployment_benefit",
        Indicator::OnResourceBenefit => "on_resource_benefit",
        Indicator::OnJobClarificationBenefit => "on_job_clarification_benefit",
        Indicator::OnSeniorPension => "on_senior_pension",
        Indicator::OnEducationBenefit => "on_education_benefit",
        Indicator::OnShoBenefit => "on_sho_benefit",
        Indicator::OnRehabilitationBenefit => "on_rehabilitation_benefit",
        Indicator::OnDeclaredFamily => "on_declared_family",
        Indicator::CashBenefitWithHours => "cash_benefit_with_hours",
        Indicator::InWork => "in_work",
        Indicator::PartlySelfSupporting => "partly_self_supporting",
        Indicator::FullySelfSupporting => "fully_self_supporting",
        Indicator::PaidHours => "paid_hours",
        Indicator::FilledPlaces => "filled_places",
        Indicator::Placements => "placements",
        Indicator::FirstPlacements => "first_placements",
        Indicator::PlaceHours => "place_hours",
        Indicator::VillageHours => "village_hours",
        Indicator::OpenEnterprises => "open_enterprises",
        Indicator::Enquiries => "enquiries",
        Indicator::LostEnquiries => "lost_enquiries",
        Indicator::WithoutEmployment => "without_employment",
        Indicator::OnOtherSupport => "on_other_support",
    }
}

/// The order in which a reader asks: who came, what they do, what they live on. Enterprises, enquiries and village tasks
/// stand with the three aims.
const ORDER: [Indicator; 25] = [
    Indicator::FirstPlacements,
    Indicator::Placements,
    Indicator::FilledPlaces,
    Indicator::PaidHours,
    Indicator::PlaceHours,
    Indicator::InWork,
    Indicator::PartlySelfSupporting,
    Indicator::FullySelfSupporting,
    Indicator::OnCashBenefit,
    Indicator::CashBenefitWithHours,
    Indicator::OnEducationBenefit,
    Indicator::OnShoBenefit,
    Indicator::OnUnemploymentBenefit,
    Indicator::OnSicknessBenefit,
    Indicator::OnJobClarificationBenefit,
    Indicator::OnResourceBenefit,
    Indicator::OnRehabilitationBenefit,
    Indicator::OnFlexWaitingBenefit,
    Indicator::OnFlexSubsidy,
    Indicator::OnDisabilityPension,
    Indicator::OnSeniorPension,
    Indicator::OnDeclaredFamily,
    Indicator::OnOtherSupport,
    Indicator::People,
    Indicator::WithoutEmployment,
];

/// What people do: sums over the months of the study, in both arms, and the paired difference.
pub fn activity(findings: &Findings) -> Table {
    let silent = |finding: &&ActivityFinding| {
        finding.baseline != Summary::default()
            || finding.programme != Summary::default()
            || finding.difference != Summary::default()
    };
    let shown: Vec<&ActivityFinding> =
        ORDER.iter().filter_map(|indicator| findings.activity(*indicator)).filter(silent).collect();
    let rows = shown.iter().map(|finding| {
        let (level, change) =
            if finding.indicator.is_hours() { (Unit::Hours, Unit::HoursChange) } else { (Unit::Count, Unit::Change) };
        let cells = vec![
            Value::Summary { summary: finding.baseline, unit: level },
            Value::Summary { summary: finding.programme, unit: level },
            Value::Summary { summary: finding.difference, unit: change },
        ];
        let label = indicator_label(finding.indicator, findings.manifest.declared_family.as_deref());
        Row::new(indicator_name(finding.indicator), label, cells)
    });
    Table {
        key: "activity",
        title: Phrase::new("title.activity").with("months", Value::Number(i64::from(findings.manifest.months))),
        rows_heading: Phrase::new("rows.indicator"),
        columns: vec![
            Column::figures("baseline"),
            Column::figures("programme"),
            Column::figures("difference").with_interval(),
        ],
        rows: rows.collect(),
        notes: [Phrase::new("note.activity"), uncertainty(findings, "note.predictive_counts", &[], Unit::Count)]
            .into_iter()
            .chain(levels(findings, "note.levels"))
            .collect(),
    }
}
