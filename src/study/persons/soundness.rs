//! What a row must keep to beyond its types: possible ages, the facts that the law asks of a family, pseudonyms.
//!
//! A message says what was expected, and never what stands there.

use std::collections::BTreeMap;

use crate::domain::benefit::Family;
use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, MONTHS_PER_YEAR, Month};
use crate::domain::person::KnownPerson;
use crate::domain::spell::{MonthFacts, Status, YearToDate};
use crate::rules::entitlement::support;
use crate::rules::error::LawError;
use crate::rules::policy::MonthRules;
use crate::study::persons::pseudonym::{ADVICE, looks_like_cpr, not_a_pseudonym};
use crate::study::privacy::LEAST;

/// Ages at the start of the study [years]: from the first to before the second, when the state pension begins at the
/// earliest.
const AGES: [i32; 2] = [15, 67];

/// The longest time that a clock may show \[months\].
const LONGEST: u32 = 60 * MONTHS_PER_YEAR;

/// The most people that the rows may stand for together \[persons\]: every one of them lives in every draw. The whole
/// country has 756,200 full-time recipients below the pension age (Statistics Denmark, 2023).
const MOST: f64 = 200_000.0;

/// Something wrong in a column of a row.
pub(crate) struct Flaw {
    pub(crate) column: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) remedy: String,
}

/// What is wrong with one person under the law of a study's first month.
pub(crate) fn flaws(person: &KnownPerson, first: &MonthRules) -> Vec<Flaw> {
    let start = first.month;
    let mut flaws = Vec::new();
    let mut require = |holds: bool, column: &'static str, wrong: &'static str, remedy: &str| {
        if !holds {
            flaws.push(Flaw { column, wrong, remedy: remedy.to_owned() });
        }
    };
    require(!person.id.trim().is_empty(), "id", "the id is empty", "give each person an own id");
    require(!looks_like_cpr(&person.id), "id", "the id looks like a CPR number", ADVICE);
    if let Some((wrong, remedy)) = not_a_pseudonym(&person.id) {
        require(false, "id", wrong, remedy);
    }
    let group = person.target_group.as_str();
    require(!group.trim().is_empty(), "target_group", "the target group is empty", "name it as the positions do");
    require(!looks_like_cpr(group), "target_group", "the target group looks like a CPR number", ADVICE);
    let age = (start - person.birth).div_euclid(MONTHS_PER_YEAR as i32);
    let ages = format!("expected somebody from {} to {} years old at the start of the study", AGES[0], AGES[1] - 1);
    require((AGES[0]..AGES[1]).contains(&age), "birth", "the age is out of range", &ages);
    let range = "the number is out of range";
    let hours = (0.0..=FULL_TIME_HOURS_PER_WEEK).contains(&person.capacity);
    require(hours, "capacity", range, "expected hours a week from 0 to 37");
    require(person.clock.weeks() <= 3000.0, "clock_weeks", range, "expected weeks from 0 to 3000");
    require(person.months_in_status <= LONGEST, "months_in_status", range, "expected months from 0 to 720");
    let job = person.months_in_job.is_none_or(|months| months <= LONGEST);
    require(job, "months_in_job", range, "expected months from 0 to 720");
    let weight = person.weight > 0.0 && person.weight <= 10_000.0;
    require(weight, "weight", range, "expected a number above 0 and at most 10000");
    require(person.self_support_window >> 36 == 0, "self_support_window", "it is too long", "expected 36 months");
    let benefit = &person.benefit;
    let (approved, awarded) = (benefit.flex_approved, benefit.pension_awarded);
    let (missing, remedy) = ("the month is missing, which decides the refund", "expected a month such as 2020-01");
    let flex = matches!(person.family, Family::FlexWaitingBenefit | Family::FlexSubsidy);
    require(!flex || approved.is_some(), "flex_approved", missing, remedy);
    require(person.family != Family::DisabilityPension || awarded.is_some(), "pension_awarded", missing, remedy);
    let past = |month: Option<Month>| month.is_none_or(|month| month <= start);
    let (wrong, remedy) = ("the month is after the study's first", "expected an earlier month");
    require(past(approved), "flex_approved", wrong, remedy);
    require(past(awarded), "pension_awarded", wrong, remedy);
    let (left, temporary) = (person.benefit_months_left, person.family.is_temporary());
    let needs = person.family == Family::UnemploymentBenefit;
    require(
        !needs || left.is_some(),
        "benefit_months_left",
        "the months left are missing",
        "expected months such as 17",
    );
    let wrong = "this benefit does not run out";
    require(temporary || left.is_none(), "benefit_months_left", wrong, "leave the cell empty");
    if flaws.is_empty() {
        flaws.extend(refused(person, first));
    }
    flaws
}

/// The law's refusal of a person's first month: a household or an award for which no rate is on file.
fn refused(person: &KnownPerson, first: &MonthRules) -> Option<Flaw> {
    let facts = MonthFacts {
        month: first.month,
        birth: person.birth,
        status: Status::On(person.family),
        benefit: person.benefit,
        work: None,
        clock: person.clock,
        year_to_date: YearToDate::default(),
    };
    match support(first, &facts).err()? {
        LawError::NotOnFile { what, .. } | LawError::Facts { what, .. } => {
            let remedy = format!("the law has no answer to {what}: correct the facts, or leave such people out");
            Some(Flaw { column: "", wrong: "the law book cannot tell this person's benefit", remedy })
        }
        outside => {
            let remedy = format!("{outside}; or leave such people out");
            Some(Flaw {
                column: "family",
                wrong: "the law book has no such benefit in the study's first month",
                remedy,
            })
        }
    }
}

/// Lines whose id stands in an earlier one, with the first of those.
pub(crate) fn repeated<'a>(ids: impl Iterator<Item = (&'a str, u64)>) -> Vec<(u64, u64)> {
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    let mut repeated = Vec::new();
    for (id, line) in ids {
        let earlier = *first.entry(id).or_insert(line);
        if earlier != line {
            repeated.push((line, earlier));
        }
    }
    repeated
}

/// Why so many people are refused, and what to do.
pub(crate) fn too_many<'a>(people: impl Iterator<Item = &'a KnownPerson>) -> Option<(String, String)> {
    let sum: f64 = people.map(|person| person.weight).sum();
    let wrong = format!("the weights stand for {sum:.0} persons, and at most {MOST:.0} can be simulated");
    let remedy = "divide all weights by the same number and read the figures as those of a sample, or check that the \
                  column holds persons";
    (sum > MOST).then(|| (wrong, remedy.to_owned()))
}

/// Why so few people give no results, and what to do.
pub(crate) fn too_few(people: usize) -> Option<(String, String)> {
    let wrong = format!("there are fewer than {LEAST} persons, and every figure would tell of them");
    (people < LEAST).then(|| (wrong, format!("give {LEAST} or more, or describe the people as a cohort")))
}
