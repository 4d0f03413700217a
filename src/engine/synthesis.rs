//! Whole persons, from cohorts and from a file: each is a pure function of the draw and of its own name.

use crate::domain::benefit::{BenefitFacts, Family, Limit};
use crate::domain::calendar::Weeks;
use crate::domain::person::{KnownPerson, Person};
use crate::domain::population::Cohort;
use crate::domain::work::Form;
use crate::engine::draw::{Decision, Draws, entity};
use crate::engine::model::Model;
use crate::engine::quantile::gamma::Gamma;

/// The people of a draw, cohort by cohort, newcomers of the whole horizon included; then those of the file.
///
/// Who the people of a cohort are is luck: each draw makes them anew from the cohort's distributions. A person's
/// number is a hash of the cohort's name and the ordinal, or of the id and the copy, so a new cohort, another order or
/// other rows change nobody.
pub fn population(model: &Model, draws: &Draws, frailty_variance: f64) -> Vec<Person> {
    let frailty = FrailtyLaw::of(frailty_variance);
    let mut people = Vec::new();
    for (position, cohort) in model.cohorts.iter().enumerate() {
        let newcomers = newcomers(cohort, model.months);
        people.extend((0..u64::from(cohort.count)).map(|ordinal| {
            let entry = Entry { month: 0, ordinal, newcomer: false };
            person(model, cohort, position, entry, draws, &frailty)
        }));
        people.extend(newcomers.enumerate().map(|(number, month)| {
            let entry = Entry { month, ordinal: u64::from(cohort.count) + number as u64, newcomer: true };
            person(model, cohort, position, entry, draws, &frailty)
        }));
    }
    for (cohort, known) in &model.persons {
        let number = |copy| entity(&["file", &known.id], copy);
        people.extend((0..copies(known, draws, number(0))).map(|copy| {
            let uniform = |decision| draws.uniform(number(copy), 0, decision, 0);
            Person {
                entity: number(copy),
                cohort: *cohort,
                entry: model.start,
                birth: known.birth,
                family: known.family,
                benefit: known.benefit,
                capacity: known.capacity,
                clock: known.clock,
                self_support_window: known.self_support_window,
                months_in_status: known.months_in_status,
                limit: known.limit(),
                work: known.work().map(|form| {
                    (form, known.months_in_job.unwrap_or_else(|| months_so_far(uniform(Decision::JobAge))))
                }),
                frailty: frailty.at(|| uniform(Decision::Frailty)),
            }
        }));
    }
    people
}

/// Whole people for a row with a weight: the whole part, and one more where the draw is below the fraction.
///
/// Whole people, since scarce places are filled by people; over the draws the mean is the weight.
fn copies(known: &KnownPerson, draws: &Draws, entity: u64) -> u64 {
    let (whole, fraction) = (known.weight.floor(), known.weight.fract());
    let one_more = fraction > 0.0 && draws.uniform(entity, 0, Decision::ExtraCopy, 0) < fraction;
    whole as u64 + u64::from(one_more)
}

/// The months that a job held at the start has lasted: up to two years, evenly.
fn months_so_far(uniform: f64) -> u32 {
    (uniform * 24.0).floor() as u32
}

/// The months in which newcomers enter, evenly over the years: newcomer j in the middle of its slice of a year.
fn newcomers(cohort: &Cohort, months: usize) -> impl Iterator<Item = usize> {
    let a_year = u64::from(cohort.inflow_per_year);
    (0..)
        .map(move |j: u64| ((2 * j + 1) * 12).checked_div(2 * a_year))
        .map_while(|month| month)
        .map(|m| m as usize)
        .take_while(move |month| *month < months)
}

/// When and as whom a person enters.
struct Entry {
    month: usize,
    ordinal: u64,
    newcomer: bool,
}

fn person(
    model: &Model,
    cohort: &Cohort,
    position: usize,
    entry: Entry,
    draws: &Draws,
    frailty: &FrailtyLaw,
) -> Person {
    let entity = entity(&["person", &cohort.name], entry.ordinal);
    let most = draws.uniforms::<3>(entity, 0, Decision::Frailty);
    let uniform = |decision| most.of(decision).unwrap_or_else(|| draws.uniform(entity, 0, decision, 0));
    let between = |[from, to]: [f64; 2], decision| from + (to - from) * uniform(decision);
    let share = |share: f64, decision| share >= 1.0 || (share > 0.0 && uniform(decision) < share);
    let entry_month = model.start + entry.month as u32;
    let age_months = (between(cohort.age, Decision::Age) * 12.0).floor() as i32;
    let clock = if entry.newcomer { cohort.inflow_clock_weeks } else { cohort.clock_weeks };
    let months_in_status =
        if entry.newcomer { 0 } else { between(cohort.months_in_status, Decision::MonthsInStatus).floor() as u32 };
    let benefit = BenefitFacts {
        provider: share(cohort.provider, Decision::Provider),
        single: share(cohort.single, Decision::Single),
        at_parents: share(cohort.at_parents, Decision::AtParents),
        residence_test: share(cohort.residence_test, Decision::ResidenceTest),
        work_test: share(cohort.work_test, Decision::WorkTest),
        activity_ready: share(cohort.activity_ready, Decision::ActivityReady),
        flex_approved: cohort.flex_approved,
        pension_awarded: cohort.pension_awarded,
        free_card: share(cohort.free_card, Decision::FreeCard),
        insurance: cohort.insurance,
        ..BenefitFacts::default()
    };
    let months_left = cohort
        .benefit_months_left
        .map(|[from, to]| if entry.newcomer { to } else { between([from, to], Decision::BenefitMonthsLeft).floor() });
    Person {
        entity,
        cohort: position,
        entry: entry_month,
        birth: entry_month.plus(-age_months),
        family: cohort.family,
        benefit,
        limit: months_left.map(|months| Limit {
            family: cohort.family,
            months: (months as u32).max(1),
            falls_to: cohort.falls_to,
        }),
        capacity: between(cohort.capacity, Decision::Capacity),
        clock: Weeks::whole(between(clock, Decision::ClockWeeks).floor() as u32),
        self_support_window: 0,
        months_in_status,
        work: work_on_entry(cohort, &entry, share(cohort.wage_hours, Decision::HoursOnEntry), || {
            uniform(Decision::JobAge)
        }),
        frailty: frailty.at(|| uniform(Decision::Frailty)),
    }
}

/// Work outside the programme that a person has on entry: a flex job where that is the status, wage hours where drawn.
/// Of those there at the start a job has lasted up to two years, evenly; a newcomer's begins.
fn work_on_entry(cohort: &Cohort, entry: &Entry, has_hours: bool, age: impl FnOnce() -> f64) -> Option<(Form, u32)> {
    let form = match cohort.family {
        Family::FlexSubsidy => Form::FlexJob,
        _ if has_hours && !entry.newcomer => Form::WageHours,
        _ => return None,
    };
    Some((form, if entry.newcomer { 0 } else { months_so_far(age()) }))
}

/// The distribution of frailty: gamma with mean 1, or 1 for everybody.
struct FrailtyLaw {
    gamma: Option<Gamma>,
    scale: f64,
}

impl FrailtyLaw {
    fn of(variance: f64) -> FrailtyLaw {
        FrailtyLaw { gamma: (variance > 0.0).then(|| Gamma::new(1.0 / variance)), scale: variance }
    }

    fn at(&self, uniform: impl FnOnce() -> f64) -> f64 {
        self.gamma.map_or(1.0, |gamma| gamma.quantile(uniform()) * self.scale)
    }
}
