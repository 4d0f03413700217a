//! What an hour of work is worth: to the citizen who works it, and to the purses beside.

use crate::domain::activity::Indicator;
use crate::domain::party::Perspective;
use crate::report::findings::Findings;
use crate::report::savings::{concerned, label, perspective_key, price_year, touched};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The order in which an hour is looked at: who works it, then who pays and saves.
const ORDER: [Perspective; 7] = [
    Perspective::Citizen,
    Perspective::Municipality,
    Perspective::State,
    Perspective::OtherMunicipalities,
    Perspective::PublicSector,
    Perspective::Enterprise,
    Perspective::Society,
];

/// What each perspective gains by an hour at a place, and by an hour more worked anywhere, present values.
pub fn per_hour(findings: &Findings) -> Table {
    let shown = ORDER.into_iter().map(|perspective| findings.savings(perspective)).filter(|savings| concerned(savings));
    let rows = shown.map(|savings| {
        let perspective = savings.perspective;
        let more = more_worked(findings, perspective).map_or(Value::None, |(value, error)| money(value, error));
        let whole = savings.net_present_value;
        let place = savings.per_place_hour.filter(|_| touched(savings)).map_or(Value::None, |value| {
            let error = if whole.mean == 0.0 { 0.0 } else { (whole.standard_error * value / whole.mean).abs() };
            money(value, error)
        });
        Row::new(perspective_key(perspective), label(perspective), vec![more, place])
    });
    Table {
        key: "per_hour",
        title: Phrase::new("title.per_hour").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: vec![Column::figures("per_hour_worked"), Column::figures("per_hour")],
        rows: rows.collect(),
        notes: vec![Phrase::new("note.per_hour")],
    }
}

/// What a perspective gains by each paid hour that the programme adds, and its Monte Carlo error \[øre\]; nothing where it adds
/// none. Of the citizens it is what they have to live on.
pub(crate) fn more_worked(findings: &Findings, perspective: Perspective) -> Option<(f64, f64)> {
    let savings = findings.savings(perspective);
    let whole = savings.disposable_income.unwrap_or(savings.net_present_value);
    let hours = findings.activity(Indicator::PaidHours)?.difference.mean / 100.0;
    (hours > 0.0 && touched(savings)).then(|| (whole.mean / hours, (whole.standard_error / hours).abs()))
}

fn money(value: f64, error: f64) -> Value {
    Value::Figure { value, error, unit: Unit::Gain }
}
