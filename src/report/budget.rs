//! The municipality's budget table: by function and frame, for the budget year and those that follow.

use crate::domain::flow::{Cashable, Frame, Purpose};
use crate::domain::municipality::Reach;
use crate::domain::party::Perspective;
use crate::estimate::budget::{BudgetPrices, BudgetRow};
use crate::estimate::summary::Summary;
use crate::report::findings::Findings;
use crate::report::savings::uncertainty;
use crate::report::series::verification_key;
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};
use crate::rules::budget_line::chart;

/// The municipality's budget: rows by function, subtotals by frame, a total, and what of it cannot be taken out.
pub fn budget(findings: &Findings) -> Table {
    let budget = &findings.budget;
    let mut rows = Vec::new();
    for (frame, subtotal) in &budget.frames {
        let of_frame = budget.rows.iter().filter(|(row, _)| row.frame == *frame);
        rows.extend(of_frame.map(|(row, by_year)| function(row, by_year)));
        let key = frame_key(*frame);
        rows.push(sum(key, &format!("frame.{key}"), subtotal).total());
    }
    rows.push(sum("total", "rows.total", &budget.total).total());
    if budget.not_cashable.iter().any(|memo| *memo != Summary::default()) {
        rows.push(sum("not_cashable", "rows.not_cashable", &budget.not_cashable));
    }
    let years = budget.years.iter().map(|year| {
        let column = Column::figures("year").headed(Value::Number(i64::from(*year)));
        Column { key: year.to_string(), ..column }
    });
    let (first, last) = (budget.years.first(), budget.years.last());
    let title = match (budget.prices, first) {
        (BudgetPrices::BudgetYear, Some(year)) => {
            Phrase::new("title.budget_in_prices").with("year", Value::Number(i64::from(*year)))
        }
        _ => Phrase::new("title.budget"),
    };
    let mut notes = vec![uncertainty(findings, "note.predictive_money", &budget.total, Unit::Money)];
    notes.push(Phrase::new("note.chart").with("chart", Value::Month(chart())));
    if let (Some(first), Some(last)) = (first, last) {
        notes.extend(frames(findings, *first, *last));
    }
    notes.push(guarantee(findings));
    notes.push(need_equalisation(findings));
    Table {
        key: "budget",
        title,
        rows_heading: Phrase::new("rows.function"),
        columns: [Column::words("verified"), Column::words("cashable")].into_iter().chain(years).collect(),
        rows,
        notes,
    }
}

/// A function with its number, its word and its amounts.
fn function(row: &BudgetRow, by_year: &[Summary]) -> Row {
    let account = row.account.as_deref().unwrap_or("none");
    let (cashable, months) = match row.cashable {
        Cashable::Yes => ("yes", 0),
        Cashable::No => ("no", 0),
        Cashable::AfterMonths(months) => ("after_months", months),
    };
    let words = [
        Value::Phrase(Phrase::new(format!("verified.{}", verification_key(row.verified)))),
        Value::Phrase(Phrase::new(format!("cashable.{cashable}")).with("months", Value::Number(i64::from(months)))),
    ];
    let label = Phrase::new(format!("account.{account}"));
    let key = format!("{}.{account}.{cashable}", frame_key(row.frame));
    Row::new(key, label, words.into_iter().chain(amounts(by_year)).collect())
}

/// A sum over rows: without words of its own.
fn sum(key: &str, label: &str, by_year: &[Summary]) -> Row {
    let nothing = [Value::Text(String::new()), Value::Text(String::new())];
    Row::new(key, Phrase::new(label), nothing.into_iter().chain(amounts(by_year)).collect())
}

fn amounts(by_year: &[Summary]) -> impl Iterator<Item = Value> {
    by_year.iter().map(|summary| Value::Summary { summary: *summary, unit: Unit::GainInThousands })
}

/// The identifier of a frame in word tables and tables of figures.
const fn frame_key(frame: Frame) -> &'static str {
    match frame {
        Frame::Service => "service",
        Frame::GuaranteedTransfer => "guaranteed_transfer",
        Frame::OtherTransfer => "other_transfer",
        Frame::TaxAndGrants => "tax_and_grants",
    }
}

/// The sentence on who pays in which frame: what is paid within the service frame while transfers are saved; otherwise
/// what either frame gains.
pub(crate) fn frames(findings: &Findings, first: i32, last: i32) -> Option<Phrase> {
    let of = |wanted: &dyn Fn(&BudgetRow) -> bool| -> Summary {
        let rows = findings.budget.rows.iter().filter(|(row, _)| wanted(row));
        // Errors of parts that move together add up at most.
        rows.flat_map(|(_, by_year)| by_year).fold(Summary::default(), |sum, part| Summary {
            mean: sum.mean + part.mean,
            standard_error: sum.standard_error + part.standard_error,
            ..sum
        })
    };
    // Tasks that the municipality's own staff would do are no money: only what can be taken out is paid.
    let service = of(&|row| row.frame == Frame::Service && row.cashable != Cashable::No);
    let transfers = of(&|row| matches!(row.frame, Frame::GuaranteedTransfer | Frame::OtherTransfer));
    let amount = |summary: Summary| Value::mean(summary, Unit::Gain);
    let key = match (service.mean < 0.0 && transfers.mean > 0.0, paid(findings, &[Purpose::ContactPerson])) {
        (true, true) => "note.budget_frames_contact",
        (true, false) => "note.budget_frames",
        (false, _) => "note.budget_frames_apart",
    };
    (service.mean != 0.0).then(|| {
        Phrase::new(key)
            .with("service", amount(service))
            .with("transfers", amount(transfers))
            .with("first", Value::Number(i64::from(first)))
            .with("last", Value::Number(i64::from(last)))
    })
}

/// Whether the municipality pays for one of some purposes.
pub(crate) fn paid(findings: &Findings, purposes: &[Purpose]) -> bool {
    let by_purpose = &findings.savings(Perspective::Municipality).by_purpose;
    by_purpose.iter().any(|(its, _)| purposes.iter().any(|purpose| its == purpose))
}

/// The setting of the budget guarantee, in one line.
pub fn guarantee(findings: &Findings) -> Phrase {
    match findings.budget_guarantee {
        None => Phrase::new("note.guarantee_off"),
        Some(setting) => {
            let key = match setting.reach {
                Reach::Alone => "note.guarantee_alone",
                Reach::All => "note.guarantee_all",
            };
            // Of the order of one per cent: whole per cents would hide it.
            Phrase::new(key).with("percent", Value::exact(setting.population_share * 100.0, Unit::Ratio))
        }
    }
}

/// What equalisation of needs takes of the saving, or would take: one line, always.
pub fn need_equalisation(findings: &Findings) -> Phrase {
    let need = &findings.need_equalisation;
    let moved = Value::Range(Box::new(need.municipality.map(|end| Value::mean(end, Unit::Gain))));
    let [from, to] = need.kr_per_person_year.map(|kr| Value::exact(kr * 100.0, Unit::Money));
    let key = match (need.falls_due, need.on) {
        (false, _) => "note.need_falls_later",
        (true, false) => "note.need_off",
        (true, true) => "note.need_on",
    };
    Phrase::new(key).with("moved", moved).with("from", from).with("to", to)
}
