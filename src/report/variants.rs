//! Variants side by side: named readings of the law and growths of prices, never averaged.

use crate::domain::party::Perspective;
use crate::estimate::summary::Summary;
use crate::estimate::variant::VariantSavings;
use crate::report::findings::{Findings, VariantFinding};
use crate::report::savings::{perspective_key, uncertainty};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The variants of a study, the base case first: the chosen perspective with chance and change, the others beside it.
pub fn variants(findings: &Findings, perspective: Perspective) -> Table {
    let of = |variant: &VariantFinding, wanted: Perspective| -> Option<VariantSavings> {
        variant.savings.iter().find(|savings| savings.perspective == wanted).copied()
    };
    let moved = |wanted: &Perspective| {
        let moves = |savings: VariantSavings| savings.net_present_value != Summary::default();
        *wanted != perspective && findings.variants.iter().filter_map(|variant| of(variant, *wanted)).any(moves)
    };
    let others: Vec<Perspective> = Perspective::ALL.into_iter().filter(moved).collect();
    let value = |summary| Value::Summary { summary, unit: Unit::GainInThousands };
    let rows = findings.variants.iter().map(|variant| {
        let mut cells = match of(variant, perspective) {
            None => vec![Value::None; 3],
            Some(savings) => vec![
                value(savings.net_present_value),
                variant.name.as_ref().map_or(Value::None, |_| value(savings.change)),
                Value::Figure {
                    value: savings.chance_of_gain,
                    error: savings.chance_of_gain_error,
                    unit: Unit::Chance,
                },
            ],
        };
        let beside = |other: &Perspective| of(variant, *other).map_or(Value::None, |its| value(its.net_present_value));
        cells.extend(others.iter().map(beside));
        let label = match &variant.name {
            None => Value::Phrase(Phrase::new("rows.base_case")),
            Some(name) => Value::Text(name.clone()),
        };
        Row::new(variant.name.as_deref().unwrap_or("base_case"), label, cells)
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
