//! Variants side by side: named readings of the law and growths of prices, never averaged.

use crate::domain::party::Perspective;
use crate::estimate::summary::Summary;
use crate::estimate::variant::VariantSavings;
use crate::report::findings::{Findings, Manifest, VariantFinding};
use crate::report::savings::{perspective_key, uncertainty};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The variants of a study, the base case first: the chosen perspective with chance and change, three others beside it.
pub fn variants(findings: &Findings, perspective: Perspective) -> Table {
    let of = |variant: &VariantFinding, wanted: Perspective| -> Option<VariantSavings> {
        variant.savings.iter().find(|savings| savings.perspective == wanted).copied()
    };
    let beside = [Perspective::Citizen, Perspective::PublicSector, Perspective::Society, Perspective::State];
    let others: Vec<Perspective> = beside.into_iter().filter(|other| *other != perspective).take(3).collect();
    let value = |summary| Value::Summary { summary, unit: Unit::GainInThousands };
    let rows = findings.variants.iter().map(|variant| {
        let mut cells = match of(variant, perspective) {
            None => vec![Value::None; 3],
            Some(savings) => figures(variant, savings, Unit::GainInThousands),
        };
        let beside = |other: &Perspective| of(variant, *other).map_or(Value::None, |its| value(its.net_present_value));
        cells.extend(others.iter().map(beside));
        Row::new(key(variant), label(variant, &findings.manifest), cells)
    });
    let heading = |wanted: Perspective| Phrase::new(format!("short.{}", perspective_key(wanted)));
    let chosen = Column::figures("net_present_value").headed(heading(perspective)).with_interval();
    let mut columns = vec![
        Column { key: perspective_key(perspective).to_owned(), ..chosen },
        Column::figures("change"),
        Column::figures("chance_of_gain"),
    ];
    columns.extend(others.iter().map(|other| {
        let column = Column::figures("net_present_value").headed(heading(*other));
        Column { key: perspective_key(*other).to_owned(), ..column }
    }));
    let shown: Vec<Summary> =
        findings.variants.iter().filter_map(|v| of(v, perspective)).map(|savings| savings.net_present_value).collect();
    Table {
        key: "variants",
        title: Phrase::new("title.variants").with("price_year", Value::Number(i64::from(findings.manifest.price_year))),
        rows_heading: Phrase::new("rows.variant"),
        columns,
        rows: rows.collect(),
        notes: vec![Phrase::new("note.variants"), uncertainty(findings, "note.predictive_money", &shown, Unit::Money)],
    }
}

/// Every perspective of every variant, for files.
pub fn variants_by_perspective(findings: &Findings) -> Table {
    let of = |variant: &VariantFinding, savings: &VariantSavings| {
        let seen = perspective_key(savings.perspective);
        let cells = std::iter::once(Phrase::new(format!("perspective.{seen}")).into());
        let cells = cells.chain(figures(variant, *savings, Unit::Gain));
        Row::new(format!("{}.{seen}", key(variant)), label(variant, &findings.manifest), cells.collect())
    };
    let rows = findings.variants.iter().flat_map(|variant| variant.savings.iter().map(move |its| of(variant, its)));
    Table {
        key: "variants_by_perspective",
        title: Phrase::new("title.variants_by_perspective")
            .with("price_year", Value::Number(i64::from(findings.manifest.price_year))),
        rows_heading: Phrase::new("rows.variant"),
        columns: vec![
            Column::words("who"),
            Column::figures("net_present_value").with_interval(),
            Column::figures("change").with_interval(),
            Column::figures("chance_of_gain"),
        ],
        rows: rows.collect(),
        notes: vec![Phrase::new("note.variants")],
    }
}

/// Net present value, change from the base case and chance of a gain.
fn figures(variant: &VariantFinding, savings: VariantSavings, unit: Unit) -> Vec<Value> {
    let (value, error) = (savings.chance_of_gain, savings.chance_of_gain_error);
    let change = Value::Summary { summary: savings.change, unit };
    if savings.net_present_value == Summary::default() && savings.change == Summary::default() {
        return vec![Value::None; 3];
    }
    vec![
        Value::Summary { summary: savings.net_present_value, unit },
        variant.name.as_ref().map_or(Value::None, |_| change),
        Value::Figure { value, error, unit: Unit::Chance },
    ]
}

fn key(variant: &VariantFinding) -> &str {
    variant.name.as_deref().unwrap_or("base_case")
}

fn label(variant: &VariantFinding, manifest: &Manifest) -> Value {
    variant.name.as_deref().map_or_else(|| Phrase::new("rows.base_case").into(), |name| manifest.named(name))
}
