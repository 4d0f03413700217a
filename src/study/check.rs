//! Does the scenario make sense? Ranges, references, and what the law lets happen; all problems together.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use crate::domain::assumption::{Assumption, Quantity, Shape, Written};
use crate::domain::calendar::Month;
use crate::domain::survival::Survival;
use crate::domain::transition::Transition;
use crate::domain::work::{Form, Pay};
use crate::study::assumptions::AssumptionList;
use crate::study::error::Problem;
use crate::study::persons::{COHORT, Persons};
use crate::study::scenario::{FORMAT, Study};
use crate::study::suggestion::advice;

mod analyses;
mod declared;
mod legality;
mod partnership;
mod population;
mod programme;
mod settings;

pub(crate) const SHARE: (f64, f64) = (0.0, 1.0);
const HOURS: (f64, f64) = (0.0, 37.0);
const RATE: (f64, f64) = (0.0, 1000.0);
pub(crate) const GROWTH: (f64, f64) = (-0.2, 0.2);
const FACTOR: (f64, f64) = (0.0, 100.0);
pub(crate) const ABOVE_ZERO: f64 = f64::MIN_POSITIVE;

/// Characters of a label at most.
const LONGEST_LABEL: usize = 100;

impl Study {
    /// Everything that is wrong with the study, beyond what its types already rule out; empty where it can run.
    ///
    /// The same for a study from a file and for one built in code. A file of persons that has not been read is read.
    pub fn check(&self) -> Vec<Problem> {
        let mut study = self.clone();
        if let Err(problems) = study.read_persons(Path::new("")) {
            return problems;
        }
        let problems = AssumptionList::of(&mut study.clone()).err().unwrap_or_default();
        let mut check = Check { study: &study, problems };
        check.study();
        check.problems
    }
}

/// A check on its way, with what it has found.
pub(crate) struct Check<'s> {
    pub(crate) study: &'s Study,
    problems: Vec<Problem>,
}

impl Check<'_> {
    pub(crate) fn report(&mut self, path: impl Into<String>, wrong: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::new(path, wrong, remedy));
    }

    pub(crate) fn require(&mut self, holds: bool, path: impl Into<String>, wrong: &str, remedy: &str) {
        if !holds {
            self.report(path, wrong, remedy);
        }
    }

    pub(crate) fn number(&mut self, path: &str, number: f64, (low, high): (f64, f64)) {
        if !(low..=high).contains(&number) {
            let low = if low == ABOVE_ZERO { "just above 0".to_owned() } else { low.to_string() };
            self.report(path, format!("{number} is out of range"), format!("expected a number from {low} to {high}"));
        }
    }

    /// The assumption behind a quantity, where it has one.
    fn assumption<'q>(&'q self, quantity: &'q Quantity) -> Option<&'q Assumption> {
        match &quantity.written {
            Written::Number(_) => None,
            Written::Named(name) => self.study.assumptions.get(name),
            Written::Inline(assumption) => Some(assumption),
        }
    }

    fn central(&self, quantity: &Quantity) -> f64 {
        quantity.number().or_else(|| self.assumption(quantity).map(Assumption::central)).unwrap_or(f64::NAN)
    }

    /// Checks every number that a quantity can be seen to take: the plain one, or value, both ends and the list.
    pub(crate) fn quantity(&mut self, path: &str, quantity: &Quantity, range: (f64, f64)) {
        if let Some(number) = quantity.number() {
            return self.number(path, number, range);
        }
        let Some(assumption) = self.assumption(quantity) else { return };
        let ends = [assumption.value, assumption.low, assumption.high];
        let mut numbers: Vec<f64> = ends.into_iter().flatten().collect();
        numbers.extend(assumption.values.iter().flatten());
        let dirichlet = assumption.shape == Some(Shape::Dirichlet);
        let described = matches!(quantity.written, Written::Inline(_)).then(|| assumption.clone());
        for number in numbers {
            self.number(path, number, range);
        }
        if let Some(assumption) = described {
            self.description(path, &assumption);
        }
        let remedy = "counts of the shape `dirichlet` belong under `leaves_to`";
        self.require(!dirichlet || path.contains(".leaves_to."), path, "a count stands for a plain quantity", remedy);
    }

    fn pair(&mut self, path: &str, [from, to]: [f64; 2], range: (f64, f64)) {
        self.number(path, from, range);
        self.number(path, to, range);
        self.require(from <= to, path, "the first number is above the second", "write the smaller one first");
    }

    /// Names must be there, be usable in key paths and differ.
    pub(crate) fn names(&mut self, list: &str, names: Vec<String>) {
        let mut seen: Vec<&str> = Vec::new();
        for name in &names {
            let path = format!("{list}[{name}]");
            let usable = !name.trim().is_empty() && !name.contains(|c: char| c == '[' || c == ']' || c.is_control());
            self.require(usable, &path, "the name is empty or holds brackets or line breaks", "write a plain name");
            let occurrence = seen.iter().filter(|other| *other == name).count();
            if occurrence > 0 {
                let wrong = format!("`{name}` stands twice in `{list}`");
                let problem = Problem::new(path, wrong, "give each its own name, or join the two");
                self.problems.push(Problem { occurrence, ..problem });
            }
            seen.push(name);
        }
    }

    fn known(&mut self, path: &str, word: &str, what: &str, known: BTreeSet<&str>) {
        if !known.contains(word) {
            self.report(path, format!("there is no {what} `{word}`"), advice(word, known));
        }
    }

    /// Refuses the forms that exist at places only.
    fn found_outside(&mut self, path: &str, form: Form) {
        if !Form::OUTSIDE.contains(&form) {
            let wrong = format!("work of the form `{}` is not found outside the programme", form.key());
            let known: Vec<&str> = Form::OUTSIDE.iter().map(|form| form.key()).collect();
            self.report(path, wrong, format!("write one of {}; offer the others as places", known.join(", ")));
        }
    }

    fn outside(&mut self, path: &str, form: Form) {
        if !self.study.outside_work.iter().any(|work| work.form == form) {
            let wrong = format!("nothing says what a job of the form `{}` outside the programme is like", form.key());
            self.report(path, wrong, format!("add an [[outside_work]] with form = \"{}\"", form.key()));
        }
    }

    fn month(&mut self, path: &str, month: Option<Month>, after_end: i32) {
        let start = self.study.time.start;
        let months = self.study.time.years.min(1000) as i32 * 12;
        if let Some(month) = month.filter(|month| !(0..months + after_end).contains(&(*month - start))) {
            let last = start.plus(months - 1);
            self.report(path, format!("{month} is outside the study"), format!("it runs from {start} to {last}"));
        }
    }

    fn study(&mut self) {
        let study = self.study;
        self.require(study.format == FORMAT, "format", "the version of the format is not known", "write 1");
        self.require(!study.title.trim().is_empty(), "title", "the title is empty", "say what is studied");
        self.number("time.years", f64::from(study.time.years), (1.0, 100.0));
        let start = study.time.start.year();
        self.number("time.start", f64::from(start), (2000.0, 2100.0));
        if let Some(year) = study.time.price_year {
            self.number("time.price_year", f64::from(year), (f64::from(start - 50), f64::from(start + 50)));
        }
        let municipality = &study.municipality;
        self.require(!municipality.name.trim().is_empty(), "municipality.name", "the name is empty", "write a name");
        self.quantity("municipality.tax_rate", &municipality.tax_rate, SHARE);
        self.quantity("municipality.equalisation", &municipality.equalisation, SHARE);
        self.settlement(municipality);
        self.number("municipality.tax_lag_years", f64::from(municipality.tax_lag_years), (0.0, 20.0));
        self.quantity("economy.wage_growth", &study.economy.wage_growth, GROWTH);
        self.quantity("economy.price_growth", &study.economy.price_growth, GROWTH);
        self.variants();
        self.budget_year();
        self.beside();
        if let Some(rate) = study.economy.discounting.rate {
            self.number("economy.discounting.rate", rate, (0.0, 0.25));
        }
        self.simulation();
        self.analyses();
        self.quantity("frailty.variance", &study.frailty.variance, (0.0, 10.0));
        for (name, assumption) in &study.assumptions {
            let path = format!("assumptions.{name}");
            let usable = !name.is_empty() && !name.contains(['.', '[', ']', '$']);
            self.require(usable, &path, "the name is empty or holds `.`, `[`, `]` or `$`", "write a plain name");
            self.description(&path, assumption);
        }
        self.declared();
        let somebody = !study.cohorts.is_empty() || study.persons.is_some();
        self.require(somebody, "cohorts", "there are no people", "add a [[cohorts]], or a file of [persons]");
        if let Some(persons) = &study.persons {
            self.persons(persons);
        }
        self.names("cohorts", study.cohorts.iter().map(|cohort| cohort.name.clone()).collect());
        for cohort in &study.cohorts {
            self.cohort(cohort);
        }
        self.names("transitions", study.transitions.iter().map(Transition::key).collect());
        for transition in &study.transitions {
            self.transition(transition);
        }
        self.names("outside_work", study.outside_work.iter().map(|work| work.form.key().to_owned()).collect());
        for work in &study.outside_work {
            let path = format!("outside_work[{}]", work.form.key());
            self.found_outside(&format!("{path}.form"), work.form);
            self.quantity(&format!("{path}.hours_from"), &work.hours_from, HOURS);
            self.quantity(&format!("{path}.hours_to"), &work.hours_to, HOURS);
            let (from, to) = (self.central(&work.hours_from), self.central(&work.hours_to));
            let ordered = from.partial_cmp(&to) != Some(Ordering::Greater);
            self.require(ordered, format!("{path}.hours_from"), "it is above `hours_to`", "write the smaller one here");
            self.pay(&format!("{path}.pay"), &work.pay);
            if let Some(most) = &work.pay_to {
                self.quantity(&format!("{path}.pay_to"), most, (ABOVE_ZERO, 5000.0));
                let ordered =
                    self.central(&work.pay.hourly).partial_cmp(&self.central(most)) != Some(Ordering::Greater);
                let remedy = "write the highest pay here";
                self.require(ordered, format!("{path}.pay_to"), "it is below `pay.hourly`", remedy);
            }
            self.survival(&path, &work.survival);
        }
        self.all_enquiries();
        self.programme("baseline", &study.baseline);
        self.programme("programme", &study.programme);
        self.reach();
        self.danish_names();
        let named = !study.programme.name.trim().is_empty();
        self.require(named, "programme.name", "the programme has no name", "add `name = \"...\"` under [programme]");
    }

    /// What a reader is told of an assumption: the grade of its evidence, and what it is called.
    fn description(&mut self, path: &str, assumption: &Assumption) {
        let known = assumption.grade.is_none_or(|grade| ('A'..='D').contains(&grade));
        self.require(known, format!("{path}.grade"), "there is no such grade", "write A, B, C or D");
        for (key, label) in [("label", &assumption.label), ("label_da", &assumption.label_da)] {
            let shown = label.as_ref().is_none_or(|label| {
                let length = label.trim().chars().count();
                (1..=LONGEST_LABEL).contains(&length) && !label.contains(char::is_control)
            });
            let wrong = "the label is empty, longer than 100 characters or broken into lines";
            self.require(shown, format!("{path}.{key}"), wrong, "say in a few words what is assumed, with its unit");
        }
        let alone = assumption.label.is_none() && assumption.label_da.is_some();
        self.require(!alone, format!("{path}.label_da"), "there is no `label` beside it", "add `label = \"...\"`");
    }

    /// Danish names stand in the place of names in key paths.
    fn danish_names(&mut self) {
        for (name, danish) in &self.study.names_da {
            let usable =
                !danish.trim().is_empty() && !danish.contains(|c: char| c == '[' || c == ']' || c.is_control());
            let wrong = "the name is empty or holds brackets or line breaks";
            self.require(usable, format!("names_da.{name}"), wrong, "write a plain name");
        }
    }

    fn persons(&mut self, persons: &Persons) {
        self.problems.extend(persons.check(&self.study.first_month()));
        for form in Form::ALL.into_iter().filter(|form| persons.known().any(|person| person.work() == Some(*form))) {
            self.outside(COHORT, form);
        }
        let taken = self.study.cohorts.iter().any(|cohort| cohort.name == COHORT);
        let path = format!("cohorts[{COHORT}]");
        self.require(!taken, path, "the people of the file have this name", "give the cohort another name");
    }

    fn pay(&mut self, path: &str, pay: &Pay) {
        self.quantity(&format!("{path}.hourly"), &pay.hourly, (ABOVE_ZERO, 5000.0));
        for (key, share) in
            [("own_pension", &pay.own_pension), ("employer_pension", &pay.employer_pension), ("holiday", &pay.holiday)]
        {
            self.quantity(&format!("{path}.{key}"), share, SHARE);
        }
    }

    fn survival(&mut self, path: &str, survival: &Survival) {
        let path = format!("{path}.survival");
        let one = survival.weibull.is_some() != survival.table.is_some();
        self.require(one, &path, "the curve is missing or given twice", "give exactly one of `weibull` and `table`");
        if let Some(weibull) = &survival.weibull {
            self.quantity(&format!("{path}.weibull.shape"), &weibull.shape, (ABOVE_ZERO, 20.0));
            self.quantity(&format!("{path}.weibull.scale_months"), &weibull.scale_months, (ABOVE_ZERO, 10_000.0));
        }
        if let Some(points) = &survival.table {
            let table = format!("{path}.table");
            let first = points.first().is_some_and(|point| point.months > 0);
            self.require(first, &table, "the first point is missing or at 0 months", "start above 0 months");
            let rising = points.windows(2).all(|pair| pair[0].months < pair[1].months);
            self.require(rising, &table, "the months do not increase", "put the points in order");
            let shares: Vec<f64> = points.iter().map(|point| self.central(&point.share)).collect();
            let falling = !shares.windows(2).any(|pair| pair[0] < pair[1]);
            self.require(falling, &table, "the share that is left grows", "shares may only fall");
            for point in points {
                self.quantity(&format!("{table}[{}].share", point.months), &point.share, (ABOVE_ZERO, 1.0));
            }
        }
    }
}
