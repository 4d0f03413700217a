//! Tables of people on support: through which benefits the effect comes, and how many there are without the programme.

use crate::domain::party::Perspective;
use crate::estimate::summary::Summary;
use crate::report::findings::{Findings, SupportKind};
use crate::report::savings::{levels, perspective_key, price_year, society_prices, uncertainty, uncertainty_of_levels};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The identifier of a kind of benefit in word tables and tables of figures.
const fn kind_key(kind: SupportKind) -> &'static str {
    match kind {
        SupportKind::DisabilityPension => "disability_pension",
        SupportKind::Flex => "flex",
        SupportKind::Other => "other",
    }
}

/// What of the effect comes through disability pension, through flex and through the other benefits; nothing where no
/// benefit changes.
pub fn by_support(findings: &Findings, perspective: Perspective) -> Option<Table> {
    let seen = |values: &[Summary]| values.get(perspective as usize).copied().unwrap_or_default();
    let rows = findings.support.iter().map(|finding| {
        let key = kind_key(finding.kind);
        let cells = vec![
            Value::Summary { summary: finding.months, unit: Unit::Change },
            Value::Summary { summary: seen(&finding.net_present_value), unit: Unit::Gain },
        ];
        Row::new(key, Phrase::new(format!("support.{key}")), cells)
    });
    let values: Vec<Summary> = findings.support.iter().map(|finding| seen(&finding.net_present_value)).collect();
    let mut notes =
        vec![Phrase::new("note.by_support"), uncertainty(findings, "note.predictive_money", &values, Unit::Money)];
    notes.extend(society_prices(findings).filter(|_| perspective == Perspective::Society));
    let table = Table {
        key: "by_support",
        title: Phrase::new("title.by_support")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.family"),
        columns: vec![Column::figures("months_change"), Column::figures("net_present_value").with_interval()],
        rows: rows.collect(),
        notes,
    };
    (!findings.support.is_empty()).then_some(table)
}

/// People on support at the start of each year without the programme, to be held against registers.
pub fn pool(findings: &Findings) -> Table {
    let rows = findings.pool.iter().map(|(year, people)| {
        let people = Value::Summary { summary: *people, unit: Unit::Count };
        Row::new(year.to_string(), Value::Number(i64::from(*year)), vec![people])
    });
    Table {
        key: "pool",
        title: Phrase::new("title.pool_without"),
        rows_heading: Phrase::new("rows.year"),
        columns: vec![Column::figures("people").with_interval()],
        rows: rows.collect(),
        notes: std::iter::once(uncertainty_of_levels(findings, "note.predictive_counts", &[], Unit::Count))
            .chain(levels(findings, "note.of_levels"))
            .collect(),
    }
}
