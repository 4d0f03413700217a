//! The three aims beside money: an inclusive labour market, better lives, local development.

use crate::domain::activity::Indicator;
use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::estimate::self_support::SelfSupportDegree;
use crate::estimate::summary::Summary;
use crate::report::findings::{ActivityFinding, Findings};
use crate::report::people::indicator_key;
use crate::report::savings::{levels, price_year, uncertainty};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The three aims, each with its figures in both arms and the difference.
pub fn aims(findings: &Findings) -> Table {
    let mut rows = vec![heading("inclusive")];
    for indicator in [
        Indicator::FirstPlacements,
        Indicator::PaidHours,
        Indicator::PartlySelfSupporting,
        Indicator::FullySelfSupporting,
    ] {
        rows.extend(findings.activity(indicator).map(counted));
    }
    rows.extend(findings.self_support.as_ref().map(degree));
    rows.extend(share_with_hours(findings));
    rows.push(heading("lives"));
    rows.extend(findings.activity(Indicator::InWork).map(counted));
    rows.extend(citizens(findings));
    rows.push(heading("local"));
    for indicator in [Indicator::FilledPlaces, Indicator::OpenEnterprises] {
        rows.extend(findings.activity(indicator).map(counted));
    }
    let degree_note = findings.self_support.map(|_| Phrase::new("note.self_support"));
    let found = [Indicator::VillageHours, Indicator::Enquiries, Indicator::LostEnquiries].map(|i| findings.activity(i));
    let told = |finding: &&ActivityFinding| finding.programme != Summary::default();
    rows.extend(found.into_iter().flatten().filter(told).map(counted));
    rows.extend(local_money(findings));
    Table {
        key: "aims",
        title: Phrase::new("title.aims").with("months", Value::Number(i64::from(findings.manifest.months))),
        rows_heading: Phrase::new("rows.aim"),
        columns: vec![
            Column::figures("baseline"),
            Column::figures("programme"),
            Column::figures("difference").with_interval(),
        ],
        rows,
        notes: vec![
            Phrase::new("note.aims").with("price_year", price_year(findings)),
            uncertainty(findings, "note.predictive_counts", &[], Unit::Count),
        ]
        .into_iter()
        .chain(degree_note)
        .chain(levels(findings, "note.levels"))
        .chain(levels(findings, "note.degree_of_levels").filter(|_| findings.self_support.is_some()))
        .collect(),
    }
}

fn heading(aim: &str) -> Row {
    Row::new(aim, Phrase::new(format!("aims.{aim}")), vec![Value::None; 3]).total()
}

/// A count in both arms and its difference.
fn counted(finding: &ActivityFinding) -> Row {
    let (level, change) =
        if finding.indicator.is_hours() { (Unit::Hours, Unit::HoursChange) } else { (Unit::Count, Unit::Change) };
    let cells = vec![
        Value::Summary { summary: finding.baseline, unit: level },
        Value::Summary { summary: finding.programme, unit: level },
        Value::Summary { summary: finding.difference, unit: change },
    ];
    let key = indicator_key(finding.indicator);
    Row::new(key.clone(), Phrase::new(key), cells)
}

/// The degree of self-support in both arms and its difference.
fn degree(degree: &SelfSupportDegree) -> Row {
    let cells = vec![
        Value::Summary { summary: degree.baseline, unit: Unit::Degree },
        Value::Summary { summary: degree.programme, unit: Unit::Degree },
        Value::Summary { summary: degree.difference, unit: Unit::DegreeChange },
    ];
    Row::new("self_support", Phrase::new("aims.self_support"), cells)
}

/// The share of the recipients of cash benefit with ordinary hours in the last month; nothing without recipients.
fn share_with_hours(findings: &Findings) -> Option<Row> {
    let recipients = findings.activity(Indicator::OnCashBenefit)?;
    let with_hours = findings.activity(Indicator::CashBenefitWithHours)?;
    let share = |series: fn(&ActivityFinding) -> &Vec<f64>| {
        let (all, some) = (*series(recipients).last()?, *series(with_hours).last()?);
        (all > 0.0).then_some(some / all)
    };
    let (without, with) = (share(|f| &f.baseline_by_month)?, share(|f| &f.programme_by_month)?);
    let cells = vec![Value::exact(without, Unit::Share), Value::exact(with, Unit::Share), Value::None];
    Some(Row::new("share_with_hours", Phrase::new("aims.share_with_hours"), cells))
}

/// What the citizens have more to live on: in all, for each citizen placed, and for each hour more worked.
fn citizens(findings: &Findings) -> Vec<Row> {
    let savings = findings.savings(Perspective::Citizen);
    let whole = savings.disposable_income.unwrap_or(savings.net_present_value);
    let all = savings.net_present_value.mean;
    let part = if all == 0.0 { 1.0 } else { whole.mean / all };
    let hours = findings.activity(Indicator::PaidHours).map_or(0.0, |finding| finding.difference.mean / 100.0);
    let error = |value: f64| if whole.mean == 0.0 { 0.0 } else { (whole.standard_error * value / whole.mean).abs() };
    let each = |value: f64| Value::Figure { value, error: error(value), unit: Unit::Gain };
    let row =
        |key: &str, value| Row::new(key, Phrase::new(format!("aims.{key}")), vec![Value::None, Value::None, value]);
    let mut rows = vec![row("disposable_income", Value::Summary { summary: whole, unit: Unit::Gain })];
    rows.extend(savings.per_citizen_placed.map(|value| row("per_citizen", each(value * part))));
    rows.extend((hours > 0.0).then(|| row("per_hour_worked", each(whole.mean / hours))));
    rows
}

/// Wages paid at the places, and what village tasks are worth, present values.
fn local_money(findings: &Findings) -> Vec<Row> {
    let of = |perspective, purpose: Purpose| {
        let by_purpose = &findings.savings(perspective).by_purpose;
        by_purpose.iter().find(|(its, _)| *its == purpose).map(|(_, summary)| *summary)
    };
    let row = |key: &str, summary| {
        let value = Value::Summary { summary, unit: Unit::Gain };
        Row::new(key, Phrase::new(format!("aims.{key}")), vec![Value::None, Value::None, value])
    };
    let wages = of(Perspective::Citizen, Purpose::Wage).map(|summary| row("wages", summary));
    let village = of(Perspective::Others, Purpose::VillageTask).map(|summary| row("village_value", summary));
    let municipal = of(Perspective::Municipality, Purpose::MunicipalVillageTask);
    wages.into_iter().chain(village).chain(municipal.map(|summary| row("municipal_village_value", summary))).collect()
}
