//! Tables of money: who gains, when, from what, and what a failure costs.

use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::calendar::Month;
use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::estimate::savings::{BreakEven, Savings};
use crate::estimate::summary::Summary;
use crate::report::budget::paid;
use crate::report::findings::{Findings, Manifest};
use crate::report::people::shown_family_label;
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The identifier of a perspective in word tables and tables of figures.
pub const fn perspective_key(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Municipality => "municipality",
        Perspective::State => "state",
        Perspective::Region => "region",
        Perspective::OtherMunicipalities => "other_municipalities",
        Perspective::PublicSector => "public_sector",
        Perspective::Citizen => "citizen",
        Perspective::Enterprise => "enterprise",
        Perspective::Others => "others",
        Perspective::Society => "society",
    }
}

/// Whether any money at all reaches or leaves a perspective.
pub fn concerned(savings: &Savings) -> bool {
    !savings.by_purpose.is_empty() || savings.net_present_value.mean != 0.0
}

/// Whether a perspective's money moves in any draw: where all of it passes through, there is nothing to be sure of.
pub(crate) fn touched(savings: &Savings) -> bool {
    savings.net_present_value != Summary::default() || savings.largest_exposure != Summary::default()
}

/// Whether a mean stands off zero by two Monte Carlo errors or more: only then is a share of it worth stating.
pub(crate) fn measurable(summary: Summary) -> bool {
    summary.mean.abs() >= 2.0 * summary.standard_error
}

pub(crate) fn label(perspective: Perspective) -> Phrase {
    Phrase::new(format!("perspective.{}", perspective_key(perspective)))
}

/// The line under a table with intervals: luck and ignorance, and the largest Monte Carlo error of a shown mean.
pub(crate) fn uncertainty(findings: &Findings, key: &str, summaries: &[Summary], unit: Unit) -> Phrase {
    told(key, summaries, unit, findings.manifest.draws())
}

/// The same under a table of levels, which are from the draws in which everybody was lived.
pub(crate) fn uncertainty_of_levels(findings: &Findings, key: &str, summaries: &[Summary], unit: Unit) -> Phrase {
    told(key, summaries, unit, findings.manifest.level_draws)
}

fn told(key: &str, summaries: &[Summary], unit: Unit, draws: u32) -> Phrase {
    let error = summaries.iter().map(|summary| summary.standard_error).fold(0.0, f64::max);
    Phrase::new(key) // The error itself is shown with one or two digits.
        .with("error", Value::Figure { value: error, error: error / 5.0, unit })
        .with("draws", Value::exact(f64::from(draws), Unit::Count))
}

/// That levels are from fewer draws than differences, where they are.
pub(crate) fn levels(findings: &Findings, key: &str) -> Option<Phrase> {
    let Manifest { level_draws, .. } = findings.manifest;
    let count = |draws: u32| Value::exact(f64::from(draws), Unit::Count);
    let fewer = level_draws < findings.manifest.draws();
    fewer.then(|| Phrase::new(key).with("levels", count(level_draws)).with("draws", count(findings.manifest.draws())))
}

/// Net saving per budget year: the chosen perspective with its interval, the others beside it.
pub fn by_year(findings: &Findings, perspective: Perspective) -> Table {
    let chosen = findings.savings(perspective);
    let others = findings.savings.iter().filter(|savings| savings.perspective != perspective && concerned(savings));
    let shown: Vec<&Savings> = std::iter::once(chosen).chain(others).collect();
    let columns = shown.iter().map(|savings| {
        let heading = Phrase::new(format!("short.{}", perspective_key(savings.perspective)));
        let column = Column::figures("year").headed(heading);
        let column = Column { key: perspective_key(savings.perspective).to_owned(), ..column };
        if savings.perspective == perspective { column.with_interval() } else { column }
    });
    let rows = findings.years.iter().enumerate().map(|(at, year)| {
        let cell = |savings: &&Savings| match savings.by_year.get(at) {
            Some(summary) => Value::Summary { summary: *summary, unit: Unit::GainInThousands },
            None => Value::None,
        };
        Row::new(year.to_string(), Value::Number(i64::from(*year)), shown.iter().map(cell).collect())
    });
    Table {
        key: "net_saving_by_year",
        title: Phrase::new("title.by_year"),
        rows_heading: Phrase::new("rows.year"),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: std::iter::once(uncertainty(findings, "note.predictive_money", &chosen.by_year, Unit::Money))
            .chain(society_prices(findings))
            .collect(),
    }
}

/// Net present value per perspective, with chance of gain, break-even, largest exposure and benefit-cost ratio.
pub fn perspectives(findings: &Findings) -> Table {
    let shown: Vec<&Savings> = findings.savings.iter().filter(|savings| concerned(savings)).collect();
    let rows = shown.iter().map(|savings| {
        let (chance, error) = (savings.chance_of_gain, savings.chance_of_gain_error);
        let untouched = vec![Value::None; 5];
        let cells = vec![
            Value::Summary { summary: savings.net_present_value, unit: Unit::GainInThousands },
            Value::Figure { value: chance, error, unit: Unit::Chance },
            break_even(findings, savings.break_even),
            Value::exact(savings.break_even.never, Unit::Share),
            Value::Summary { summary: savings.largest_exposure, unit: Unit::GainInThousands },
        ];
        let cells = if touched(savings) { cells } else { untouched };
        let row = Row::new(perspective_key(savings.perspective), label(savings.perspective), cells);
        let sum = matches!(savings.perspective, Perspective::PublicSector | Perspective::Society);
        if sum { row.total() } else { row }
    });
    let values: Vec<Summary> = shown.iter().map(|savings| savings.net_present_value).collect();
    Table {
        key: "perspectives",
        title: Phrase::new("title.perspectives").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: vec![
            Column::figures("net_present_value").with_interval(),
            Column::figures("chance_of_gain"),
            Column::words("break_even"),
            Column::figures("never"),
            Column::figures("largest_exposure"),
        ],
        rows: rows.collect(),
        notes: perspective_notes(findings, &values),
    }
}

/// What to know of the table of perspectives.
fn perspective_notes(findings: &Findings, values: &[Summary]) -> Vec<Phrase> {
    let others = concerned(findings.savings(Perspective::Others)).then(|| Phrase::new("note.others"));
    let money = uncertainty(findings, "note.predictive_money", values, Unit::Money);
    let prices = society_prices(findings).unwrap_or_else(|| Phrase::new("note.society_factor"));
    [money, Phrase::new("note.break_even")].into_iter().chain(others).chain([prices]).collect()
}

/// What a krone, a place, a citizen and an hour bring.
pub fn per_unit(findings: &Findings) -> Table {
    let shown = findings.savings.iter().filter(|savings| concerned(savings));
    let rows = shown.map(|savings| {
        let whole = savings.net_present_value;
        let money = |part: Option<f64>| match part.filter(|_| touched(savings)) {
            None => Value::None,
            // The error of a part is to the part as that of the whole is to the whole.
            Some(value) => {
                let error = if whole.mean == 0.0 { 0.0 } else { (whole.standard_error * value / whole.mean).abs() };
                Value::Figure { value, error, unit: Unit::Gain }
            }
        };
        let plain = |figure: Option<f64>, unit| figure.map_or(Value::None, |figure| Value::exact(figure, unit));
        // Among the others a fund bears the cost and somebody else has the benefit.
        let ratio =
            |figure: Option<f64>| plain(figure.filter(|_| savings.perspective != Perspective::Others), Unit::Ratio);
        let last_year = savings.last_year_share.filter(|share| measurable(whole) && (0.0..=1.0).contains(share));
        let cells = vec![
            ratio(savings.benefit_cost_ratio),
            ratio(savings.net_per_krone),
            money(savings.per_place_year),
            money(savings.per_citizen_placed),
            money(savings.per_place_hour),
            plain(last_year, Unit::Share),
        ];
        Row::new(perspective_key(savings.perspective), label(savings.perspective), cells)
    });
    let columns = ["benefit_cost_ratio", "net_per_krone", "per_place_year", "per_citizen", "per_hour", "last_year"];
    Table {
        key: "per_unit",
        title: Phrase::new("title.per_unit").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: columns.into_iter().map(Column::figures).collect(),
        rows: rows.collect(),
        notes: std::iter::once(Phrase::new("note.ratios")).chain(society_prices(findings)).collect(),
    }
}

/// Where the net present value of a perspective comes from.
pub fn by_purpose(findings: &Findings, perspective: Perspective) -> Table {
    let savings = findings.savings(perspective);
    let mut rows: Vec<Row> = savings
        .by_purpose
        .iter()
        .map(|(purpose, summary)| {
            let key = purpose.key(|purpose| purpose.key());
            let services = *purpose == Shown::Other && !findings.manifest.other_services.is_empty();
            let word = if services { "other_with_services" } else { key };
            let label = Phrase::new(format!("purpose.{word}"));
            Row::new(key, label, vec![Value::Summary { summary: *summary, unit: Unit::Gain }])
        })
        .collect();
    let whole = Value::Summary { summary: savings.net_present_value, unit: Unit::Gain };
    rows.push(Row::new("net_present_value", Phrase::new("rows.net_present_value"), vec![whole]).total());
    if let Some(cashable) = savings.cashable {
        let cashable = Value::Summary { summary: cashable.net_present_value, unit: Unit::Gain };
        rows.push(Row::new("cashable", Phrase::new("rows.cashable"), vec![cashable]));
    }
    let mut notes = vec![uncertainty(findings, "note.predictive_money", &[savings.net_present_value], Unit::Money)];
    let staff = [Purpose::ContactPerson, Purpose::Mentor, Purpose::Administration];
    if perspective == Perspective::Municipality && paid(findings, &staff) {
        notes.push(Phrase::new("note.frames"));
    }
    notes.extend(society_prices(findings).filter(|_| perspective == Perspective::Society));
    Table {
        key: "by_purpose",
        title: Phrase::new("title.by_purpose")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.purpose"),
        columns: vec![Column::figures("net_present_value").with_interval()],
        rows,
        notes,
    }
}

/// The price of failure: the places fill, the costs fall, and nobody's life changes.
pub fn no_effect(findings: &Findings) -> Table {
    let shown: Vec<_> = findings
        .no_effect
        .iter()
        .filter(|failure| {
            failure.net_present_value != Summary::default() || concerned(findings.savings(failure.perspective))
        })
        .collect();
    let rows = shown.iter().map(|failure| {
        let cells = vec![
            Value::Summary { summary: failure.net_present_value, unit: Unit::Gain },
            Value::mean(findings.savings(failure.perspective).net_present_value, Unit::Gain),
        ];
        Row::new(perspective_key(failure.perspective), label(failure.perspective), cells)
    });
    let values: Vec<Summary> = shown.iter().map(|failure| failure.net_present_value).collect();
    Table {
        key: "no_effect",
        title: Phrase::new("title.no_effect").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: vec![Column::figures("no_effect").with_interval(), Column::figures("with_effect")],
        rows: rows.collect(),
        notes: vec![
            Phrase::new("note.no_effect"),
            uncertainty(findings, "note.predictive_money", &values, Unit::Money),
        ]
        .into_iter()
        .chain(society_prices(findings))
        .collect(),
    }
}

/// Gross spending on each family in the first twelve months, to be held against the budget.
pub fn first_year_spending(findings: &Findings) -> Table {
    let rows = findings.first_year_spending.iter().map(|(family, summary)| {
        let key = family.key(|family| family.key());
        let label = shown_family_label(family, findings.manifest.declared_family.as_deref());
        Row::new(key, label, vec![Value::Summary { summary: *summary, unit: Unit::Money }])
    });
    let values: Vec<Summary> = findings.first_year_spending.iter().map(|(_, summary)| *summary).collect();
    Table {
        key: "first_year_spending",
        title: Phrase::new("title.first_year_spending").with("months", Value::Number(i64::from(MONTHS_PER_YEAR))),
        rows_heading: Phrase::new("rows.family"),
        columns: vec![Column::figures("spending").with_interval()],
        rows: rows.collect(),
        notes: std::iter::once(uncertainty_of_levels(findings, "note.predictive_money", &values, Unit::Money))
            .chain(levels(findings, "note.of_levels"))
            .collect(),
    }
}

/// In which prices society stands, where these are not factor prices.
pub(crate) fn society_prices(findings: &Findings) -> Option<Phrase> {
    let factor = |factor| Phrase::new("note.society_market").with("factor", Value::exact(factor, Unit::Ratio));
    findings.manifest.net_tax_factor.map(factor)
}

pub(crate) fn price_year(findings: &Findings) -> Value {
    Value::Number(i64::from(findings.manifest.price_year))
}

/// The month of the break-even in words.
pub fn break_even(findings: &Findings, break_even: BreakEven) -> Value {
    let start: Option<Month> = findings.manifest.start.parse().ok();
    match (break_even.median_month, start) {
        (None, _) => Value::Phrase(Phrase::new("break_even.never")),
        (Some(0 | 1), _) => Value::Phrase(Phrase::new("break_even.at_once")),
        (Some(month), Some(start)) => Value::Month(start + (month - 1)),
        (Some(month), None) => Value::Number(i64::from(month)),
    }
}
