//! Tables of how money and self-support build up, year by year.

use crate::domain::activity::Indicator;
use crate::domain::calendar::Month;
use crate::domain::party::Perspective;
use crate::report::findings::Findings;
use crate::report::people::indicator_name;
use crate::report::savings::{concerned, levels, perspective_key, uncertainty};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// Months of a month.
pub const MONTH: u32 = 1;

/// Months of a calendar quarter.
pub const QUARTER: u32 = 3;

/// Months of a calendar year.
const YEAR: u32 = 12;

/// The last month of each calendar month, quarter or year of the study (stretches of so many months): counted from the study's
/// first, and as it is shown. The last stretch ends with the study.
pub fn ends_of(months: u32, findings: &Findings) -> Vec<(usize, Value)> {
    let start: Option<Month> = findings.manifest.start.parse().ok();
    let last = findings.manifest.months.saturating_sub(1);
    let is_end = |at: u32| start.map_or(at + 1, |start| (start + at).month()).is_multiple_of(months);
    let ends = (0..=last).filter(|at| *at == last || is_end(*at));
    ends.map(|at| (at as usize, start.map_or(Value::Number(i64::from(at)), |start| Value::Month(start + at)))).collect()
}

/// Cumulated net saving at the end of each year: the chosen perspective with its interval, the others beside it.
pub fn cumulated_by_year(findings: &Findings, perspective: Perspective) -> Table {
    let chosen = findings.savings(perspective);
    let others = findings.savings.iter().filter(|savings| savings.perspective != perspective && concerned(savings));
    let shown: Vec<_> = std::iter::once(chosen).chain(others).collect();
    let columns = shown.iter().map(|savings| {
        let key = perspective_key(savings.perspective);
        let column = Column::figures("year").headed(Phrase::new(format!("short.{key}")));
        let column = Column { key: key.to_owned(), ..column };
        if savings.perspective == perspective { column.with_interval() } else { column }
    });
    let years = ends_of(YEAR, findings);
    let quarters = ends_of(QUARTER, findings).into_iter().enumerate();
    let ends: Vec<_> = quarters.filter(|(_, end)| years.contains(end)).collect();
    let rows = ends.iter().map(|(quarter, (at, month))| {
        let cell = |summary| Value::Summary { summary, unit: Unit::GainInThousands };
        let cells = shown.iter().map(|savings| savings.cumulated.get(*quarter).copied().map_or(Value::None, cell));
        Row::new(at.to_string(), month.clone(), cells.collect())
    });
    let values: Vec<_> = ends.iter().filter_map(|(quarter, _)| chosen.cumulated.get(*quarter).copied()).collect();
    Table {
        key: "cumulated_by_year",
        title: Phrase::new("title.cumulated_by_year"),
        rows_heading: Phrase::new("rows.month"),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: vec![uncertainty(findings, "note.predictive_money", &values, Unit::Money)],
    }
}

/// People partly and fully self-supporting in the last month of each year, in both arms; nothing where it may not be shown.
pub fn support_over_time(findings: &Findings) -> Option<Table> {
    let shown: Vec<_> = [Indicator::PartlySelfSupporting, Indicator::FullySelfSupporting, Indicator::InWork]
        .into_iter()
        .filter_map(|indicator| findings.activity(indicator))
        .collect();
    let columns = shown.iter().flat_map(|finding| {
        let name = indicator_name(finding.indicator);
        ["baseline", "programme"].map(|arm| {
            let heading = Phrase::new("column.indicator_in_arm")
                .with("indicator", Phrase::new(format!("people.{name}")))
                .with("arm", Phrase::new(format!("column.{arm}")));
            Column { key: format!("{name}.{arm}"), ..Column::figures(arm).headed(heading) }
        })
    });
    let rows = ends_of(YEAR, findings).into_iter().map(|(at, month)| {
        let cells = shown.iter().flat_map(|finding| {
            // Means of people, shown as whole numbers: their error is that of the sum, spread over the months.
            let months = f64::from(findings.manifest.months.max(1));
            let arms = [
                (&finding.baseline_by_month, finding.baseline.standard_error),
                (&finding.programme_by_month, finding.programme.standard_error),
            ];
            arms.map(|(series, error)| {
                let unit = Unit::Count;
                let cell = |value: &f64| Value::Figure { value: *value, error: error / months, unit };
                series.get(at).map_or(Value::None, cell)
            })
        });
        Row::new(at.to_string(), month, cells.collect())
    });
    let table = Table {
        key: "support_over_time",
        title: Phrase::new("title.support_over_time"),
        rows_heading: Phrase::new("rows.month"),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: std::iter::once(Phrase::new("note.activity")).chain(levels(findings, "note.levels")).collect(),
    };
    (!shown.is_empty()).then_some(table)
}
