//! Long tables for files: quarter by quarter, month by month, every assumption, every value of the law.

use crate::domain::calendar::Month;
use crate::domain::source::Verification;
use crate::report::findings::Findings;
use crate::report::language::Language;
use crate::report::over_time::{MONTH, QUARTER, ends_of};
use crate::report::people::{indicator_label, indicator_name};
use crate::report::savings::{concerned, levels, perspective_key};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};
use crate::report::words::Words;
use crate::rules::parameter::LawValue;

/// Cumulated net saving of each perspective after each calendar quarter, running prices.
pub fn cumulated(findings: &Findings) -> Table {
    let shown: Vec<_> = findings.savings.iter().filter(|savings| concerned(savings)).collect();
    let columns = shown.iter().map(|savings| {
        let key = perspective_key(savings.perspective);
        Column { key: key.to_owned(), ..Column::figures("year").headed(Phrase::new(format!("short.{key}"))) }
            .with_interval()
    });
    let rows = ends_of(QUARTER, findings).into_iter().enumerate().map(|(quarter, (at, label))| {
        let cell = |summary| Value::Summary { summary, unit: Unit::Gain };
        let cells = shown.iter().map(|savings| savings.cumulated.get(quarter).copied().map_or(Value::None, cell));
        Row::new(month_key(findings, at), label, cells.collect())
    });
    Table {
        key: "cumulated_by_quarter",
        title: Phrase::new("title.cumulated"),
        rows_heading: Phrase::new("rows.quarter_end"),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// What people do in each month, means of both arms.
pub fn activity_by_month(findings: &Findings) -> Table {
    let columns = findings.activity.iter().flat_map(|finding| {
        ["baseline", "programme"].map(|arm| {
            let heading = Phrase::new("column.indicator_in_arm")
                .with("indicator", indicator_label(finding.indicator, findings.manifest.declared_family.as_deref()))
                .with("arm", Phrase::new(format!("column.{arm}")));
            let key = format!("{}.{arm}", indicator_name(finding.indicator));
            Column { key, ..Column::figures(arm).headed(heading) }
        })
    });
    let rows = months(findings).enumerate().map(|(at, (key, label))| {
        let cells = findings.activity.iter().flat_map(|finding| {
            let unit = if finding.indicator.is_hours() { Unit::Hours } else { Unit::Count };
            [&finding.baseline_by_month, &finding.programme_by_month]
                .map(|series| series.get(at).map_or(Value::None, |mean| Value::exact(*mean, unit)))
        });
        Row::new(key, label, cells.collect())
    });
    Table {
        key: "activity_by_month",
        title: Phrase::new("title.activity_by_month"),
        rows_heading: Phrase::new("rows.month"),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: levels(findings, "note.levels").into_iter().collect(),
    }
}

/// The months of the study, each with its key and its label.
fn months(findings: &Findings) -> impl Iterator<Item = (String, Value)> {
    ends_of(MONTH, findings).into_iter().map(|(at, label)| (month_key(findings, at), label))
}

/// The key of a month, counted from the study's first.
fn month_key(findings: &Findings, at: usize) -> String {
    let start: Option<Month> = findings.manifest.start.parse().ok();
    start.map_or(at.to_string(), |start| (start + at as u32).to_string())
}

/// Every assumption with its range, shape, source and grade.
pub fn assumptions(findings: &Findings) -> Table {
    let rows = findings.assumptions.iter().map(|assumption| {
        let number = |number: Option<f64>| number.map_or(Value::None, |number| Value::exact(number, Unit::Plain));
        let text = |text: Option<String>| text.map_or(Value::None, Value::Text);
        // Serde gives the name that a scenario file writes.
        let shape = assumption.shape.and_then(|shape| serde_json::to_value(shape).ok());
        let shape = shape.and_then(|shape| shape.as_str().map(|name| Phrase::new(format!("shape.{name}"))));
        let cells = vec![
            number(Some(assumption.value)),
            number(assumption.low),
            number(assumption.high),
            shape.map_or_else(|| Phrase::new("shape.fixed").into(), Value::Phrase),
            text(assumption.grade.map(String::from)),
            text(assumption.source.clone()),
            text(Some(assumption.name.key.clone())),
        ];
        Row::new(assumption.name.key.as_str(), assumption.name.shown(), cells)
    });
    Table {
        key: "assumptions",
        title: Phrase::new("title.assumptions"),
        rows_heading: Phrase::new("rows.assumption"),
        columns: vec![
            Column::figures("value"),
            Column::figures("low"),
            Column::figures("high"),
            Column::words("shape"),
            Column::words("grade"),
            Column::words("source"),
            Column::words("key"),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// Values of the law with their references; what is projected or unverified is marked.
pub fn law(values: &[LawValue]) -> Table {
    let rows = values.iter().map(|value| {
        let reference = match value.reference.section.as_deref().filter(|section| !section.is_empty()) {
            Some(section) => format!("{}, {section}", value.reference.act),
            None => value.reference.act.clone(),
        };
        let state = match value.projected_from {
            Some(month) => Phrase::new("law.projected").with("month", Value::Month(month)).into(),
            None => Value::Month(value.from),
        };
        let cells = vec![
            number(value),
            unit(value),
            state,
            Phrase::new(format!("verified.{}", verification_key(value.reference.verified))).into(),
            law_text(&reference),
            Value::Text(value.checked_on.clone()),
        ];
        Row::new(value.parameter.clone(), value.parameter.as_str(), cells)
    });
    Table {
        key: "law",
        title: Phrase::new("title.law"),
        rows_heading: Phrase::new("rows.parameter"),
        columns: vec![
            Column::figures("value"),
            Column::words("unit"),
            Column::words("since"),
            Column::words("verified"),
            Column::words("reference"),
            Column::words("checked_on"),
        ],
        rows: rows.collect(),
        notes: vec![Phrase::new("note.law"), Phrase::new("note.law_rows")],
    }
}

/// What a value of the law is counted in.
pub fn unit(value: &LawValue) -> Value {
    let word = |section: &str, written: &str| -> Value {
        let key = format!("{section}.{}", written.replace(' ', "_"));
        if Words::of(Language::English).knows(&key) { Phrase::new(key).into() } else { written.into() }
    };
    let unit = word("law_unit", &value.unit);
    if value.per.is_empty() {
        return unit;
    }
    Phrase::new("law.unit_per").with("unit", unit).with("per", word("law_per", &value.per)).into()
}

/// A text of the law book, whose names of acts are Danish, with its connecting words in the language of the reader.
pub fn law_text(text: &str) -> Value {
    let [english, danish] = [Language::English, Language::Danish].map(Words::of);
    let mut keys: Vec<&str> = english.keys().filter(|key| key.starts_with("reference.")).collect();
    keys.sort_by_key(|key| std::cmp::Reverse(english.word(key).len()));
    let said = keys.into_iter().fold(text.to_owned(), |text, key| text.replace(english.word(key), danish.word(key)));
    Value::said(text, Some(&said))
}

/// The number of a value, or the rows of a table as text.
fn number(value: &LawValue) -> Value {
    let row = |row: &Vec<f64>| row.iter().map(f64::to_string).collect::<Vec<_>>().join(": ");
    match (value.value, &value.rows) {
        (Some(number), _) => Value::exact(number, Unit::Plain),
        (None, rows) => Value::Text(rows.iter().flatten().map(row).collect::<Vec<_>>().join("; ")),
    }
}

/// The identifier of a verification in word tables.
pub const fn verification_key(verification: Verification) -> &'static str {
    match verification {
        Verification::Primary => "primary",
        Verification::Secondary => "secondary",
        Verification::Derived => "derived",
        Verification::Unverified => "unverified",
    }
}
