//! Whole persons, from cohorts and from a file: each is a pure function of the draw and of its own name.

use std::ops::Range;

use crate::domain::benefit::{BenefitFacts, Family, Limit};
use crate::domain::calendar::Weeks;
use crate::domain::person::{KnownPerson, Person};
use crate::domain::population::Cohort;
use crate::domain::work::Form;
use crate::engine::draw::{Decision, Draws, EntityName, entity};
use crate::engine::model::Model;
use crate::engine::quantile::gamma::Gamma;

/// The people of a draw, cohort by cohort, newcomers of the whole horizon included; then those of the file. Each is made when
/// asked for, so that a whole country takes no more room than those who are looked at.
///
/// Who the people of a cohort are is luck: each draw makes them anew from the cohort's distributions. A person's
/// number is a hash of the cohort's name and the ordinal, or of the id and the copy, so a new cohort, another order or
/// other rows change nobody.
pub struct People<'a> {
    model: &'a Model,
    draws: &'a Draws,
    frailty: FrailtyLaw,
    /// What the people of each cohort are called: shape `[cohort]`.
    names: Vec<EntityName>,
    /// Position of the first person of each cohort, and of the file: shape `[cohort + 1]`.
    firsts: Vec<usize>,
    /// Row and copy of each person of the file.
    known: Vec<(usize, u64)>,
}

impl<'a> People<'a> {
    /// The people of a draw.
    pub fn of(model: &'a Model, draws: &'a Draws, frailty_variance: f64) -> People<'a> {
        let mut firsts = vec![0];
        for cohort in &model.cohorts {
            let before = firsts.last().copied().unwrap_or(0);
            firsts.push(before + cohort.count as usize + newcomers(cohort, model.months));
        }
        let rows = model.persons.iter().enumerate();
        let known = rows.flat_map(|(row, (_, known))| {
            (0..copies(known, draws, entity(&["file", &known.id], 0))).map(move |copy| (row, copy))
        });
        let names = model.cohorts.iter().map(|cohort| EntityName::of(&["person", &cohort.name])).collect();
        People { frailty: FrailtyLaw::of(frailty_variance), names, firsts, known: known.collect(), model, draws }
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.of_cohorts() + self.known.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn of_cohorts(&self) -> usize {
        self.firsts.last().copied().unwrap_or(0)
    }

    /// The cohort of the person at a position below [`People::of_cohorts`], and the ordinal within it.
    fn ordinal(&self, position: usize) -> (usize, usize) {
        let cohort = self.firsts.partition_point(|first| *first <= position) - 1;
        (cohort, position - self.firsts[cohort])
    }

    /// The month in which the person at a position enters, counted from the study's first.
    pub fn entry(&self, position: usize) -> usize {
        if position >= self.of_cohorts() {
            return 0;
        }
        let (cohort, ordinal) = self.ordinal(position);
        let cohort = &self.model.cohorts[cohort];
        ordinal.checked_sub(cohort.count as usize).map_or(0, |number| entry_month(cohort, number))
    }

    /// The person at a position.
    pub fn at(&self, position: usize) -> Person {
        if let Some((row, copy)) = position.checked_sub(self.of_cohorts()).map(|at| self.known[at]) {
            return self.of_file(row, copy);
        }
        let (at, ordinal) = self.ordinal(position);
        let cohort = &self.model.cohorts[at];
        let newcomer = ordinal.checked_sub(cohort.count as usize);
        let month = newcomer.map_or(0, |number| entry_month(cohort, number));
        let entry = Entry { month, entity: self.names[at].at(ordinal as u64), newcomer: newcomer.is_some() };
        person(self.model, cohort, at, entry, self.draws, &self.frailty)
    }

    /// Paid hours a week that the person at a position can do [h/week], without making all of the person.
    pub fn capacity(&self, position: usize) -> f64 {
        if let Some((row, _)) = position.checked_sub(self.of_cohorts()).map(|at| self.known[at]) {
            return self.model.persons[row].1.capacity;
        }
        let (at, ordinal) = self.ordinal(position);
        let cohort = &self.model.cohorts[at];
        let entity = self.names[at].at(ordinal as u64);
        within(cohort.capacity, self.draws.uniform(entity, 0, Decision::Capacity, 0))
    }

    fn of_file(&self, row: usize, copy: u64) -> Person {
        let (cohort, known) = &self.model.persons[row];
        let number = entity(&["file", &known.id], copy);
        let uniform = |decision| self.draws.uniform(number, 0, decision, 0);
        Person {
            entity: number,
            cohort: *cohort,
            entry: self.model.start,
            birth: known.birth,
            family: known.family,
            benefit: known.benefit,
            capacity: known.capacity,
            clock: known.clock,
            self_support_window: known.self_support_window,
            months_in_status: known.months_in_status,
            limit: known.limit(),
            work: known
                .work()
                .map(|form| (form, known.months_in_job.unwrap_or_else(|| months_so_far(uniform(Decision::JobAge))))),
            frailty: self.frailty.at(|| uniform(Decision::Frailty)),
        }
    }

    /// Everybody, in order.
    pub fn all(&self) -> impl Iterator<Item = Person> {
        (0..self.len()).map(|position| self.at(position))
    }

    /// The positions of the people of some cohorts, in order, as stretches; `wanted`: shape `[cohort]`.
    pub fn of_these(&self, wanted: &[bool]) -> Vec<Range<usize>> {
        let cohorts = self.firsts.windows(2).zip(wanted).filter(|(_, wanted)| **wanted);
        let mut stretches: Vec<Range<usize>> = cohorts.map(|(ends, _)| ends[0]..ends[1]).collect();
        for (at, (row, _)) in self.known.iter().enumerate() {
            if wanted[self.model.persons[*row].0] {
                let position = self.of_cohorts() + at;
                match stretches.last_mut() {
                    Some(last) if last.end == position => last.end += 1,
                    _ => stretches.push(position..position + 1),
                }
            }
        }
        stretches.retain(|stretch| !stretch.is_empty());
        stretches
    }
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

/// The month in which a newcomer enters: newcomers come evenly over the years, newcomer j in the middle of its slice of one.
fn entry_month(cohort: &Cohort, number: usize) -> usize {
    (2 * number + 1) * 12 / (2 * cohort.inflow_per_year as usize)
}

/// How many newcomers enter within so many months.
fn newcomers(cohort: &Cohort, months: usize) -> usize {
    // Newcomer j is in time where (2 j + 1) x 12 < months x 2 x inflow.
    (months * cohort.inflow_per_year as usize).div_ceil(6) / 2
}

/// The number between two ends at which a uniform points.
fn within([from, to]: [f64; 2], uniform: f64) -> f64 {
    from + (to - from) * uniform
}

/// When and as whom a person enters.
struct Entry {
    month: usize,
    entity: u64,
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
    let entity = entry.entity;
    let most = draws.uniforms::<3>(entity, 0, Decision::Frailty);
    let uniform = |decision| most.of(decision).unwrap_or_else(|| draws.uniform(entity, 0, decision, 0));
    let between = |ends: [f64; 2], decision| within(ends, uniform(decision));
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

#[cfg(test)]
mod tests {
    use super::{entry_month, newcomers};
    use crate::domain::benefit::Family;
    use crate::domain::population::Cohort;

    #[test]
    fn as_many_newcomers_as_enter_in_time() {
        for inflow in [0, 1, 2, 3, 5, 7, 12, 13, 55, 93_000] {
            let cohort = Cohort { inflow_per_year: inflow, ..Cohort::new("people", "group", Family::CashBenefit, 1) };
            for months in [0, 1, 5, 6, 7, 12, 36, 119, 120] {
                let number = newcomers(&cohort, months);
                assert!(number == 0 || entry_month(&cohort, number - 1) < months, "{inflow} a year, {months} months");
                assert!(inflow == 0 || entry_month(&cohort, number) >= months, "{inflow} a year, {months} months");
            }
        }
    }
}
