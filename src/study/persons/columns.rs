//! The columns that a file of persons may have: what each is called, what stands in it, what it says of a person.

use crate::domain::benefit::{FallsTo, Family, Insurance};
use crate::domain::calendar::{Month, Weeks};
use crate::domain::person::KnownPerson;

/// A column that a file may have.
pub(crate) struct Column {
    /// Its name in the header.
    pub(crate) name: &'static str,
    /// Whether no row can do without it.
    pub(crate) needed: bool,
    /// What a cell holds, for messages.
    pub(crate) expected: &'static str,
    /// Writes a cell into a person; `None` where it holds something else.
    pub(crate) set: fn(&mut KnownPerson, &str) -> Option<()>,
}

const TRUTH: &str = "1 or 0 (also true or false, yes or no, ja or nej)";
const MONTH: &str = "a month, such as 1985-03";
const WHOLE: &str = "a whole number without separators";
const NUMBER: &str = "a number, with decimals after a point or a comma";

/// Every column.
pub(crate) const COLUMNS: [Column; 27] = [
    needed("id", "a pseudonym", |person, text| put(&mut person.id, Some(text.to_owned()))),
    needed("target_group", "a target group", |person, text| put(&mut person.target_group, Some(text.to_owned()))),
    needed("family", "a benefit family, such as cash_benefit", |person, text| put(&mut person.family, family(text))),
    needed("birth", MONTH, |person, text| put(&mut person.birth, month(text))),
    needed("clock_weeks", "weeks, such as 87, with at most two decimals", |person, text| {
        put(&mut person.clock, weeks(text))
    }),
    column("months_in_status", WHOLE, |person, text| put(&mut person.months_in_status, whole(text))),
    column("benefit_months_left", WHOLE, |person, text| put(&mut person.benefit_months_left, whole(text).map(Some))),
    column("falls_to", "cash_benefit, job_clarification_benefit or nothing", |person, text| {
        put(&mut person.falls_to, FallsTo::ALL.into_iter().find(|follows| follows.key() == text))
    }),
    column("insurance", "full_time or part_time, against unemployment", |person, text| {
        put(&mut person.benefit.insurance, Insurance::ALL.into_iter().find(|kind| kind.key() == text))
    }),
    column("self_support_window", "36 signs 0 or 1, the oldest month first", |person, text| {
        put(&mut person.self_support_window, window(text))
    }),
    column("capacity", NUMBER, |person, text| put(&mut person.capacity, number(text))),
    column("wage_hours", TRUTH, |person, text| put(&mut person.wage_hours, truth(text))),
    column("months_in_job", WHOLE, |person, text| put(&mut person.months_in_job, whole(text).map(Some))),
    column("provider", TRUTH, |person, text| put(&mut person.benefit.provider, truth(text))),
    column("single", TRUTH, |person, text| put(&mut person.benefit.single, truth(text))),
    column("partner_pensioner", TRUTH, |person, text| put(&mut person.benefit.partner_pensioner, truth(text))),
    column("at_parents", TRUTH, |person, text| put(&mut person.benefit.at_parents, truth(text))),
    column("residence_test", TRUTH, |person, text| put(&mut person.benefit.residence_test, truth(text))),
    column("work_test", TRUTH, |person, text| put(&mut person.benefit.work_test, truth(text))),
    column("activity_ready", TRUTH, |person, text| put(&mut person.benefit.activity_ready, truth(text))),
    column("leisure_children", WHOLE, |person, text| {
        put(&mut person.benefit.leisure_children, whole(text).and_then(|number| u8::try_from(number).ok()))
    }),
    column("adaptation", TRUTH, |person, text| put(&mut person.benefit.adaptation, truth(text))),
    column("free_card", TRUTH, |person, text| put(&mut person.benefit.free_card, truth(text))),
    column("flex_approved", MONTH, |person, text| put(&mut person.benefit.flex_approved, month(text).map(Some))),
    column("flex_job_after_july_2014", TRUTH, |person, text| {
        put(&mut person.benefit.flex_job_after_july_2014, truth(text))
    }),
    column("pension_awarded", MONTH, |person, text| put(&mut person.benefit.pension_awarded, month(text).map(Some))),
    column("weight", NUMBER, |person, text| put(&mut person.weight, number(text))),
];

type Set = fn(&mut KnownPerson, &str) -> Option<()>;

const fn needed(name: &'static str, expected: &'static str, set: Set) -> Column {
    Column { name, needed: true, expected, set }
}

const fn column(name: &'static str, expected: &'static str, set: Set) -> Column {
    Column { name, needed: false, expected, set }
}

/// A person of whom nothing has been read yet; every needed column is written over.
pub(crate) fn nobody() -> KnownPerson {
    KnownPerson::new("", "", Family::CashBenefit, Month::january(1900))
}

/// All that is known of a person as text, for the hash of a file's content.
pub(crate) fn canonical(person: &KnownPerson) -> String {
    let KnownPerson { id, target_group, family, birth, benefit, capacity, clock, .. } = person;
    let KnownPerson { self_support_window, months_in_status, benefit_months_left, falls_to, .. } = person;
    let KnownPerson { wage_hours, months_in_job, weight, .. } = person;
    let who = format!("{id:?} {target_group:?} {family:?} {birth} {benefit:?} {capacity} {}", clock.thirds());
    let support = format!("{self_support_window} {months_in_status} {benefit_months_left:?} {falls_to:?}");
    format!("{who} {support} {wage_hours} {months_in_job:?} {weight}")
}

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn family(text: &str) -> Option<Family> {
    Family::ALL.into_iter().find(|family| family.key() == text)
}

fn month(text: &str) -> Option<Month> {
    text.parse().ok()
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "1" | "true" | "yes" | "ja" | "sand" => Some(true),
        "0" | "false" | "no" | "nej" | "falsk" => Some(false),
        _ => None,
    }
}

fn whole(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// A number as English or Danish writing has it; thousands without a sign between them.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    let marks = text.matches(['.', ',']).count();
    if plain && marks <= 1 { text.replace(',', ".").parse().ok() } else { None }
}

/// Weeks in whole thirds. Three decimals are refused: `1.234` is more than a thousand to a Danish spreadsheet.
fn weeks(text: &str) -> Option<Weeks> {
    let decimals = text.split_once(['.', ',']).map_or("", |(_, decimals)| decimals);
    let weeks = number(text).filter(|weeks| decimals.len() <= 2 && *weeks <= 100_000.0)?;
    Some(Weeks::from_thirds((weeks * 3.0).round() as u32))
}

/// 36 months of self-support, the newest last. Groups (`000000000000 ...`) keep spreadsheets from reading a number.
fn window(text: &str) -> Option<u64> {
    let signs: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-' | '_')).collect();
    let whole = signs.len() == 36 && signs.bytes().all(|sign| sign == b'0' || sign == b'1');
    if whole { u64::from_str_radix(&signs, 2).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, number, truth, weeks, whole, window};
    use crate::domain::calendar::Weeks;

    #[test]
    fn numbers_in_english_and_danish_writing() {
        assert_eq!(
            [number("7.5"), number("7,5"), number("12"), number("0,125")],
            [Some(7.5), Some(7.5), Some(12.0), Some(0.125)]
        );
        for wrong in ["1.234,5", "1e3", "inf", "nan", "-1", "", ".", "7 h", "٣"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        assert_eq!([whole("36"), whole("3,0"), whole("+3"), whole("")], [Some(36), None, None, None]);
        assert_eq!([weeks("87,33"), weeks("1.234")], [Some(Weeks::from_thirds(262)), None]);
        assert_eq!([truth("Ja"), truth("FALSE"), truth("2")], [Some(true), Some(false), None]);
    }

    #[test]
    fn the_window_ends_with_the_newest_month() {
        let text = format!("{} {} {}", "0".repeat(12), "0".repeat(12), "100000000011");
        assert_eq!(window(&text), Some(0b1000_0000_0011));
        assert_eq!([window("11"), window(&"2".repeat(36)), window("7")], [None; 3]);
    }

    #[test]
    fn every_column_is_told_in_the_schema_and_no_two_are_alike() {
        let schema = crate::study::schema::schema();
        let description = schema["$defs"]["Persons"]["description"].as_str().unwrap_or_default();
        for (at, column) in COLUMNS.iter().enumerate() {
            assert!(description.contains(&format!("`{}`", column.name)), "{}", column.name);
            assert!(COLUMNS[..at].iter().all(|other| other.name != column.name), "{}", column.name);
        }
    }
}
