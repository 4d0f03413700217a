//! Does the scenario make sense? Ranges, references, and what the law lets happen; all problems together.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::domain::assumption::{Assumption, Quantity, Shape, Shares, Written};
use crate::domain::benefit::{FallsTo, Family};
use crate::domain::calendar::Month;
use crate::domain::enterprise::{Enterprise, LEAVES_TO, Position, StayCause};
use crate::domain::population::Cohort;
use crate::domain::programme::Programme;
use crate::domain::survival::Survival;
use crate::domain::transition::{Cause, Transition};
use crate::domain::work::{Form, Pay};
use crate::rules::policy::Policy;
use crate::rules::resource_benefit::CLOSED_FROM;
use crate::study::assumptions::AssumptionList;
use crate::study::error::Problem;
use crate::study::legality::{fits, legal, legal_origins};
use crate::study::scenario::{FORMAT, Study};
use crate::study::suggestion::advice;

mod partnership;

pub(crate) const SHARE: (f64, f64) = (0.0, 1.0);
const HOURS: (f64, f64) = (0.0, 37.0);
const RATE: (f64, f64) = (0.0, 1000.0);
pub(crate) const GROWTH: (f64, f64) = (-0.2, 0.2);
const FACTOR: (f64, f64) = (0.0, 100.0);
pub(crate) const ABOVE_ZERO: f64 = f64::MIN_POSITIVE;

impl Study {
    /// Everything that is wrong with the study, beyond what its types already rule out; empty where it can run.
    ///
    /// The same for a study from a file and for one built in code.
    pub fn check(&self) -> Vec<Problem> {
        let problems = AssumptionList::of(&mut self.clone()).err().unwrap_or_default();
        let mut check = Check { study: self, problems };
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
        let (dirichlet, grade) = (assumption.shape == Some(Shape::Dirichlet), assumption.grade);
        for number in numbers {
            self.number(path, number, range);
        }
        if matches!(quantity.written, Written::Inline(_)) {
            self.grade(path, grade);
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
        if let Some(rate) = study.economy.discounting.rate {
            self.number("economy.discounting.rate", rate, (0.0, 0.25));
        }
        let simulation = &study.simulation;
        self.number("simulation.samples", f64::from(simulation.samples), (1.0, 1e6));
        self.number("simulation.replicates", f64::from(simulation.replicates), (1.0, 1e6));
        self.quantity("frailty.variance", &study.frailty.variance, (0.0, 10.0));
        for (name, assumption) in &study.assumptions {
            let path = format!("assumptions.{name}");
            let usable = !name.is_empty() && !name.contains(['.', '[', ']', '$']);
            self.require(usable, &path, "the name is empty or holds `.`, `[`, `]` or `$`", "write a plain name");
            self.grade(&path, assumption.grade);
        }
        self.declared();
        self.require(!study.cohorts.is_empty(), "cohorts", "there are no people", "add a [[cohorts]]");
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
            self.pay(&path, &work.pay);
            self.survival(&path, &work.survival);
        }
        self.all_enquiries();
        self.programme("baseline", &study.baseline);
        self.programme("programme", &study.programme);
        let named = !study.programme.name.trim().is_empty();
        self.require(named, "programme.name", "the programme has no name", "add `name = \"...\"` under [programme]");
    }

    fn grade(&mut self, path: &str, grade: Option<char>) {
        let known = grade.is_none_or(|grade| ('A'..='D').contains(&grade));
        self.require(known, format!("{path}.grade"), "there is no such grade", "write A, B, C or D");
    }

    fn cohort(&mut self, cohort: &Cohort) {
        let path = format!("cohorts[{}]", cohort.name);
        let at = |key: &str| format!("{path}.{key}");
        let group = !cohort.target_group.trim().is_empty();
        self.require(group, at("target_group"), "the target group is empty", "name it");
        self.number(&at("count"), f64::from(cohort.count), (0.0, 1e7));
        self.number(&at("inflow_per_year"), f64::from(cohort.inflow_per_year), (0.0, 1e6));
        self.pair(&at("age"), cohort.age, (15.0, 66.0));
        self.pair(&at("capacity"), cohort.capacity, HOURS);
        self.pair(&at("clock_weeks"), cohort.clock_weeks, (0.0, 3000.0));
        self.pair(&at("inflow_clock_weeks"), cohort.inflow_clock_weeks, (0.0, 3000.0));
        self.pair(&at("months_in_status"), cohort.months_in_status, (0.0, 720.0));
        let shares = [
            ("provider", cohort.provider),
            ("single", cohort.single),
            ("at_parents", cohort.at_parents),
            ("residence_test", cohort.residence_test),
            ("work_test", cohort.work_test),
            ("activity_ready", cohort.activity_ready),
            ("free_card", cohort.free_card),
        ];
        for (key, share) in shares {
            self.number(&at(key), share, SHARE);
        }
        let needs = match cohort.family {
            Family::FlexWaitingBenefit | Family::FlexSubsidy => {
                cohort.flex_approved.is_none().then_some("flex_approved")
            }
            Family::DisabilityPension => cohort.pension_awarded.is_none().then_some("pension_awarded"),
            _ => None,
        };
        if let Some(key) = needs {
            let wrong = format!("people on `{}` need `{key}`, which decides the refund", cohort.family.key());
            self.report(at(key), wrong, format!("add `{key} = \"2020-01\"` with the right month"));
        }
        self.law_of_cohort(&path, cohort);
        self.months_left(&path, cohort);
        for (key, month) in [("flex_approved", cohort.flex_approved), ("pension_awarded", cohort.pension_awarded)] {
            let past = month.is_none_or(|month| month <= self.study.time.start);
            self.require(past, at(key), "the month is after the study's first", "write an earlier month");
        }
        if cohort.family == Family::FlexSubsidy {
            self.outside(&at("family"), Form::FlexJob);
        }
    }

    /// The last month of the study.
    fn last_month(&self) -> Month {
        self.study.time.start.plus(self.study.time.years.clamp(1, 1000) as i32 * 12 - 1)
    }

    /// The law must have the cohort's family from the first month to the last, with a rate for its ages.
    fn law_of_cohort(&mut self, path: &str, cohort: &Cohort) {
        let law = Policy::danish();
        let refused = [self.study.time.start, self.last_month()]
            .into_iter()
            .find_map(|month| law.in_force(cohort.family, month).err().map(|error| error.to_string()));
        if let Some(wrong) = refused {
            let remedy = "choose a family that the law has in every month of the study, or other years";
            self.report(format!("{path}.family"), wrong, remedy);
        }
        if cohort.inflow_per_year > 0 {
            self.open_to_new_cases(&format!("{path}.inflow_per_year"), cohort.family);
        }
        let too_young = cohort.family == Family::RehabilitationBenefit && cohort.age[0] < 30.0;
        let wrong = "the rehabilitation benefit of people under 30 is not on file";
        self.require(!too_young, format!("{path}.age"), wrong, "start at 30");
    }

    /// Refuses people who begin where only running cases go on.
    fn open_to_new_cases(&mut self, path: &str, family: Family) {
        let closes = matches!(family, Family::ResourceBenefit | Family::RehabilitationBenefit);
        if closes && self.last_month() >= CLOSED_FROM {
            let wrong = format!(
                "`{}` is closed to new cases from {CLOSED_FROM} (act 1750 of 2025; whether on 1 February or 1 July 2026 is unverified), and the study runs to {}",
                family.key(),
                self.last_month()
            );
            self.report(path, wrong, "leave it out: only the cases that run already go on");
        }
    }

    /// A temporary benefit may have months; unemployment benefit must.
    fn months_left(&mut self, path: &str, cohort: &Cohort) {
        let (key, family) = (format!("{path}.benefit_months_left"), cohort.family);
        match cohort.benefit_months_left {
            Some(months) => {
                self.pair(&key, months, (1.0, 600.0));
                let remedy = format!("leave it out: people on `{}` have it for as long as they need it", family.key());
                self.require(family.is_temporary(), &key, "the benefit does not end after a number of months", &remedy);
            }
            None => {
                let needed = family == Family::UnemploymentBenefit;
                let remedy = "add `benefit_months_left = [1, 24]`: the period is two years";
                self.require(!needed, &key, "people on `unemployment_benefit` have it for a limited time", remedy);
            }
        }
        let (falls_to, limited) = (format!("{path}.falls_to"), cohort.benefit_months_left.is_some());
        let fits = cohort.falls_to != FallsTo::JobClarificationBenefit || family == Family::SicknessBenefit;
        let remedy = "only people on sickness_benefit; write \"cash_benefit\" or \"nothing\"";
        self.require(fits, &falls_to, "job clarification follows sickness benefit", remedy);
        let said = limited || cohort.falls_to == FallsTo::default();
        self.require(said, &falls_to, "no months are used up", "add `benefit_months_left`, or leave this out");
    }

    fn transition(&mut self, transition: &Transition) {
        let path = format!("transitions[{}]", transition.key());
        let at = |key: &str| format!("{path}.{key}");
        let known = legal(transition.from, transition.cause);
        self.require(known, at("cause"), "this cannot happen from that status", &legal_origins(transition.cause));
        if transition.cause == Cause::ResourceProgramme {
            self.open_to_new_cases(&at("cause"), Family::ResourceBenefit);
        }
        if let Some(form) = transition.cause.work() {
            self.outside(&at("cause"), form);
        }
        if let Some(group) = &transition.target_group {
            self.target_group(&at("target_group"), group);
        }
        if let Some([from, to]) = transition.age {
            let ordered = from < to && to <= 120;
            self.require(ordered, at("age"), "the ages are not in order", "write [from, before], such as [30, 40]");
        }
        let given = [
            transition.rate_per_year.is_some(),
            transition.chance_per_year.is_some(),
            transition.by_duration.is_some(),
        ];
        let one = given.into_iter().filter(|given| *given).count() == 1;
        let remedy = "give exactly one of `rate_per_year`, `chance_per_year`, `by_duration`";
        self.require(one, &path, "the rate is missing or given twice", remedy);
        if let Some(rate) = &transition.rate_per_year {
            self.quantity(&at("rate_per_year"), rate, RATE);
        }
        if let Some(chance) = &transition.chance_per_year {
            self.quantity(&at("chance_per_year"), chance, (0.0, 0.9999));
        }
        if let Some(rows) = &transition.by_duration {
            let first = rows.first().is_some_and(|row| row.from_months == 0);
            self.require(first, at("by_duration"), "the first row does not start at 0 months", "add `from_months = 0`");
            let rising = rows.windows(2).all(|pair| pair[0].from_months < pair[1].from_months);
            self.require(rising, at("by_duration"), "the months do not increase", "put the rows in order");
            for row in rows {
                let key = format!("by_duration[{}].rate_per_year", row.from_months);
                self.quantity(&at(&key), &row.rate_per_year, RATE);
            }
        }
    }

    fn target_group(&mut self, path: &str, group: &str) {
        let known = self.study.cohorts.iter().map(|cohort| cohort.target_group.as_str()).collect();
        self.known(path, group, "target group", known);
    }

    fn pay(&mut self, path: &str, pay: &Pay) {
        self.quantity(&format!("{path}.pay.hourly"), &pay.hourly, (ABOVE_ZERO, 5000.0));
        for (key, share) in
            [("own_pension", &pay.own_pension), ("employer_pension", &pay.employer_pension), ("holiday", &pay.holiday)]
        {
            self.quantity(&format!("{path}.pay.{key}"), share, SHARE);
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

    fn programme(&mut self, arm: &str, programme: &Programme) {
        let enterprises = format!("{arm}.enterprises");
        self.names(&enterprises, programme.enterprises.iter().map(|enterprise| enterprise.name.clone()).collect());
        for enterprise in &programme.enterprises {
            self.enterprise(&format!("{enterprises}[{}]", enterprise.name), enterprise);
        }
        self.partnership(arm, programme);
        self.names(&format!("{arm}.costs"), programme.costs.iter().map(|cost| cost.name.clone()).collect());
        for cost in &programme.costs {
            let path = format!("{arm}.costs[{}]", cost.name);
            self.quantity(&format!("{path}.amount"), &cost.amount, (0.0, 1e10));
            self.quantity(&format!("{path}.surplus"), &cost.surplus, SHARE);
            self.month(&format!("{path}.from"), cost.from, 0);
            self.month(&format!("{path}.until"), cost.until, 1);
            let ordered = cost.until.is_none_or(|until| cost.from.unwrap_or(self.study.time.start) < until);
            self.require(ordered, format!("{path}.until"), "it ends before it starts", "write a later month");
        }
        self.reforms(arm, &programme.reforms);
    }

    fn enterprise(&mut self, path: &str, enterprise: &Enterprise) {
        self.month(&format!("{path}.opens"), enterprise.opens, 0);
        self.quantity(&format!("{path}.closing_rate_per_year"), &enterprise.closing_rate_per_year, RATE);
        self.revenue(path, enterprise);
        let positions = format!("{path}.positions");
        self.names(&positions, enterprise.positions.iter().map(|position| position.name.clone()).collect());
        for position in &enterprise.positions {
            self.position(&format!("{positions}[{}]", position.name), position);
        }
    }

    fn position(&mut self, path: &str, position: &Position) {
        let at = |key: &str| format!("{path}.{key}");
        self.number(&at("places"), f64::from(position.places), (0.0, 1e5));
        self.number(&at("shortlist"), f64::from(position.shortlist), (1.0, 1e4));
        self.number(&at("ramp_up_months"), f64::from(position.ramp_up_months), (0.0, 1200.0));
        self.number(&at("again_after_months"), f64::from(position.again_after_months), (0.0, 1200.0));
        let stay = &position.stay;
        for (key, quantity, range) in [
            ("hours", &position.hours, HOURS),
            ("filling_chance_per_month", &position.filling_chance_per_month, SHARE),
            ("delivery", &position.delivery, SHARE),
            ("creaming", &position.creaming, (-10.0, 10.0)),
            ("productivity", &position.productivity, FACTOR),
            ("supervision_hours", &position.supervision_hours, HOURS),
            ("supervision_hourly", &position.supervision_hourly, (0.0, 5000.0)),
            ("materials_per_month", &position.materials_per_month, (0.0, 1e6)),
            ("stay.step_hours", &stay.step_hours, HOURS),
            ("stay.step_rate_per_year", &stay.step_rate_per_year, RATE),
            ("stay.lock_in", &stay.lock_in, FACTOR),
            ("stay.after_effect", &stay.after_effect, FACTOR),
            ("stay.after_effect_half_life_months", &stay.after_effect_half_life_months, (ABOVE_ZERO, 1200.0)),
            ("stay.pension_factor", &stay.pension_factor, FACTOR),
            ("stay.flex_factor", &stay.flex_factor, FACTOR),
        ] {
            self.quantity(&at(key), quantity, range);
        }
        if let Some(most) = &stay.max_hours {
            self.quantity(&at("stay.max_hours"), most, HOURS);
        }
        self.place(path, position);
        match &position.pay {
            Some(pay) if position.form.is_paid() => self.pay(path, pay),
            Some(_) => self.report(at("pay"), "an internship has no pay", "take `pay` out, or choose another form"),
            None => self.require(
                !position.form.is_paid(),
                at("pay"),
                "the pay is missing",
                "add `pay = { hourly = ... }`; only an internship has none",
            ),
        }
        self.survival(&at("stay"), &stay.survival);
        for name in &position.cohorts {
            let known = self.study.cohorts.iter().map(|cohort| cohort.name.as_str()).collect();
            self.known(&at("cohorts"), name, "cohort", known);
        }
        for group in &position.target_groups {
            self.target_group(&at("target_groups"), group);
        }
        let somebody = !position.families.is_empty();
        self.require(somebody, at("families"), "nobody is eligible", "name at least one family");
        self.families(&at("families"), position.form, &position.families);
        self.leaves_to(&at("stay"), position);
    }

    fn families(&mut self, path: &str, form: Form, families: &[Family]) {
        for family in families.iter().filter(|family| !fits(form, **family)) {
            let can: Vec<&str> = Family::ALL.iter().filter(|f| fits(form, **f)).map(|f| f.key()).collect();
            let wrong = format!("people on `{}` cannot have work of the form `{}`", family.key(), form.key());
            self.report(path, wrong, format!("only {}", can.join(", ")));
        }
    }

    fn leaves_to(&mut self, path: &str, position: &Position) {
        let stay = &position.stay;
        let Shares(shares) = &stay.leaves_to;
        let at = format!("{path}.leaves_to");
        for (key, share) in shares {
            self.known(&format!("{at}.{key}"), key, "way out of a stay called", LEAVES_TO.into());
            self.quantity(&format!("{at}.{key}"), share, SHARE);
        }
        let is_count = |share: &Quantity| self.assumption(share).is_some_and(|a| a.shape == Some(Shape::Dirichlet));
        let counts = shares.values().filter(|share| is_count(share)).count();
        let sum: f64 = shares.values().map(|share| self.central(share)).sum();
        let mixed = counts > 0 && counts < shares.len();
        self.require(!mixed, &at, "counts and shares are mixed", "give all as shares, or all as counts");
        if counts == 0 && (sum - 1.0).abs() > 1e-9 {
            self.report(&at, format!("the shares sum to {sum}"), "they must sum to 1");
        }
        let has = |key: &str| shares.get(key).is_some_and(|share| share.number() != Some(0.0));
        if has("ordinary_job") {
            let key = format!("{at}.ordinary_job");
            self.outside(&key, Form::OrdinaryJob);
            let apart = stay.cause == StayCause::All;
            let remedy = "write 0 here, or cause = \"all\": with cause = \"place\" jobs come from the transitions";
            self.require(apart, &key, "ordinary jobs would be counted twice", remedy);
            if position.form != Form::FlexJob {
                self.families(&key, Form::OrdinaryJob, &position.families);
            }
        }
        if has("next_form") {
            match stay.next_form {
                Some(form) if !Form::OUTSIDE.contains(&form) => {
                    self.found_outside(&format!("{path}.next_form"), form);
                }
                Some(form) => {
                    self.outside(&format!("{path}.next_form"), form);
                    self.families(&format!("{path}.next_form"), form, &position.families);
                }
                None => {
                    self.report(format!("{at}.next_form"), "the next form is not named", "add `next_form = \"...\"`")
                }
            }
        }
    }
}
