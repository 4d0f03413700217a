//! Does what the scenario says of people, and of what happens to them by themselves, make sense?

use std::collections::BTreeSet;

use crate::domain::benefit::{FallsTo, Family};
use crate::domain::calendar::Month;
use crate::domain::population::Cohort;
use crate::domain::transition::{Cause, Transition};
use crate::domain::work::Form;
use crate::rules::policy::Policy;
use crate::rules::resource_benefit::CLOSED_FROM;
use crate::study::check::legality::{legal, legal_origins};
use crate::study::check::{Check, HOURS, RATE, SHARE};
use crate::study::suggestion::advice;

impl Check<'_> {
    pub(super) fn cohort(&mut self, cohort: &Cohort) {
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

    pub(super) fn transition(&mut self, transition: &Transition) {
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

    pub(super) fn target_group(&mut self, path: &str, group: &str) {
        let known: BTreeSet<&str> = self.study.cohorts.iter().map(|cohort| cohort.target_group.as_str()).collect();
        let Some(persons) = &self.study.persons else { return self.known(path, group, "target group", known) };
        if !known.contains(group) && !persons.known().any(|person| person.target_group == group) {
            // What the file calls its groups is in no message.
            let remedy = format!("{}, or name one of the file of persons", advice(group, known));
            self.report(path, format!("there is no target group `{group}`"), remedy);
        }
    }
}
