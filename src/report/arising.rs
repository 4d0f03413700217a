//! Tables of where the effect arises: by enterprise and position, by target group, and gross against net.

use crate::domain::party::Perspective;
use crate::domain::revenue::EnterpriseClass;
use crate::domain::shown::Shown;
use crate::estimate::summary::Summary;
use crate::report::findings::{EnterpriseFinding, Findings, PartFinding};
use crate::report::savings::{concerned, label, perspective_key, price_year, society_prices, uncertainty};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The perspectives beside the chosen one in tables of parts: as many as stand in a line.
const BESIDE: [Perspective; 3] = [Perspective::Municipality, Perspective::Enterprise, Perspective::Society];

/// The chosen perspective first, then two others.
fn shown(perspective: Perspective) -> Vec<Perspective> {
    let others = BESIDE.into_iter().filter(|other| *other != perspective).rev().take(2);
    let mut shown: Vec<Perspective> = others.chain([perspective]).collect();
    shown.reverse();
    shown
}

fn columns(perspective: Perspective) -> Vec<Column> {
    let money = shown(perspective).into_iter().map(|seen| {
        let heading = Phrase::new(format!("short.{}", perspective_key(seen)));
        let column = Column { key: perspective_key(seen).to_owned(), ..Column::figures("year").headed(heading) };
        if seen == perspective { column.with_interval() } else { column }
    });
    [Column::figures("citizens"), Column::figures("place_years")].into_iter().chain(money).collect()
}

fn money(values: &[Summary], perspective: Perspective) -> Vec<Value> {
    let seen = |seen: Perspective| match values.get(seen as usize) {
        Some(summary) => Value::Summary { summary: *summary, unit: Unit::GainInThousands },
        None => Value::None,
    };
    shown(perspective).into_iter().map(seen).collect()
}

fn cells(part: &PartFinding, perspective: Perspective) -> Vec<Value> {
    // Means of counts, shown as whole numbers and tenths of years: their error is that of a tenth.
    let citizens = Value::Figure { value: part.citizens, error: 0.5, unit: Unit::Count };
    let years = Value::Figure { value: part.place_months / 12.0, error: 0.05, unit: Unit::Count };
    [citizens, years].into_iter().chain(money(&part.net_present_value, perspective)).collect()
}

/// What each enterprise and position is worth, and what is common to all.
pub fn by_enterprise(findings: &Findings, perspective: Perspective) -> Table {
    let arising = &findings.arising;
    let mut rows = Vec::new();
    for enterprise in &arising.enterprises {
        let Some(whole) = &enterprise.whole else { continue };
        let name = enterprise.name.as_str();
        let label = if enterprise.on_enquiry {
            Value::Phrase(Phrase::new("arising.on_enquiry").with("name", findings.manifest.named(name)))
        } else {
            findings.manifest.named(name)
        };
        rows.push(Row::new(name.to_owned(), label, cells(whole, perspective)));
        for position in enterprise.positions.iter().filter(|_| enterprise.positions.len() > 1) {
            let label = match &position.name {
                Shown::Class(name) => Phrase::new("arising.position").with("name", findings.manifest.named(name)),
                Shown::Other => Phrase::new("arising.other_positions"),
            };
            rows.push(Row::new(format!("{name}/{}", position.name), label, cells(position, perspective)));
        }
    }
    if let Some(others) = &arising.other_enterprises {
        rows.push(Row::new("other", Phrase::new("arising.other_enterprises"), cells(others, perspective)));
    }
    let nothing = [Value::None, Value::None];
    let common = nothing.iter().cloned().chain(money(&arising.in_common, perspective)).collect();
    rows.push(Row::new("in_common", Phrase::new("arising.in_common"), common));
    let whole: Vec<Summary> = findings.savings.iter().map(|savings| savings.net_present_value).collect();
    let total = nothing.into_iter().chain(money(&whole, perspective)).collect();
    rows.push(Row::new("net_present_value", Phrase::new("rows.net_present_value"), total).total());
    Table {
        key: "by_enterprise",
        title: Phrase::new("title.by_enterprise").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.enterprise"),
        columns: columns(perspective),
        rows,
        notes: vec![
            Phrase::new("note.by_enterprise"),
            uncertainty(findings, "note.predictive_money", &whole, Unit::Money),
        ]
        .into_iter()
        .chain(society_prices(findings))
        .collect(),
    }
}

/// What each enterprise lives from, and the class that this makes it.
pub fn enterprises(findings: &Findings) -> Option<Table> {
    let stated: Vec<&EnterpriseFinding> =
        findings.arising.enterprises.iter().filter(|enterprise| enterprise.revenue.is_some()).collect();
    let rows = stated.iter().map(|enterprise| {
        let share = |share: Option<f64>| share.map_or(Value::None, |share| Value::exact(share, Unit::Share));
        let revenue = enterprise.revenue;
        let registered = if enterprise.registered { "arising.registered" } else { "arising.not_registered" };
        let cells = vec![
            Value::Phrase(Phrase::new(class_key(enterprise.class))),
            share(revenue.map(|revenue| revenue.market)),
            share(revenue.map(|revenue| revenue.municipal_services)),
            share(revenue.map(|revenue| revenue.grants)),
            Value::Phrase(Phrase::new(registered)),
        ];
        Row::new(enterprise.name.clone(), findings.manifest.named(&enterprise.name), cells)
    });
    let table = Table {
        key: "enterprises",
        title: Phrase::new("title.enterprises"),
        rows_heading: Phrase::new("rows.enterprise"),
        columns: vec![
            Column::words("class"),
            Column::figures("market"),
            Column::figures("municipal_services"),
            Column::figures("grants"),
            Column::words("registered"),
        ],
        rows: rows.collect(),
        notes: vec![Phrase::new("note.class")],
    };
    (!stated.is_empty()).then_some(table)
}

fn class_key(class: Option<EnterpriseClass>) -> &'static str {
    match class {
        Some(EnterpriseClass::Market) => "class.market",
        Some(EnterpriseClass::Provider) => "class.provider",
        Some(EnterpriseClass::Mixed) => "class.mixed",
        None => "class.unknown",
    }
}

/// What those of each target group who come to a place are worth; only where there is more than one group.
pub fn by_target_group(findings: &Findings, perspective: Perspective) -> Option<Table> {
    let groups = &findings.arising.target_groups;
    let rows = groups.iter().map(|(group, part)| {
        let label = match group {
            Shown::Class(name) => {
                let danish = findings.manifest.names_da.get(name).map(String::as_str);
                Value::said(&name.replace('_', " "), danish)
            }
            Shown::Other => Value::Phrase(Phrase::new("arising.other_groups")),
        };
        Row::new(part.name.to_string(), label, cells(part, perspective))
    });
    let values: Vec<Summary> =
        groups.iter().filter_map(|(_, part)| part.net_present_value.get(perspective as usize)).copied().collect();
    let table = Table {
        key: "by_target_group",
        title: Phrase::new("title.by_target_group").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.target_group"),
        columns: columns(perspective),
        rows: rows.collect(),
        notes: std::iter::once(uncertainty(findings, "note.predictive_money", &values, Unit::Money))
            .chain(society_prices(findings))
            .collect(),
    };
    (groups.len() > 1).then_some(table)
}

/// Gross against net: what would look like an effect if nobody ever found work without the programme.
pub fn gross_and_net(findings: &Findings) -> Table {
    let arising = &findings.arising;
    let seen = |values: &[Summary], perspective: Perspective| match values.get(perspective as usize) {
        Some(summary) => Value::Summary { summary: *summary, unit: Unit::GainInThousands },
        None => Value::None,
    };
    let rows = findings.savings.iter().filter(|savings| concerned(savings)).map(|savings| {
        let at = savings.perspective;
        let net = Value::Summary { summary: savings.net_present_value, unit: Unit::GainInThousands };
        let cells = vec![seen(&arising.gross, at), seen(&arising.own_accord, at), net];
        let row = Row::new(perspective_key(at), label(at), cells);
        if matches!(at, Perspective::PublicSector | Perspective::Society) { row.total() } else { row }
    });
    let values: Vec<Summary> = arising.gross.clone();
    Table {
        key: "gross_and_net",
        title: Phrase::new("title.gross_and_net").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: vec![
            Column::figures("gross").with_interval(),
            Column::figures("own_accord").with_interval(),
            Column::figures("net_present_value"),
        ],
        rows: rows.collect(),
        notes: vec![
            Phrase::new("note.gross_and_net"),
            uncertainty(findings, "note.predictive_money", &values, Unit::Money),
        ]
        .into_iter()
        .chain(society_prices(findings))
        .collect(),
    }
}
