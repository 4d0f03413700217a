//! From the draws of a study to its findings.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::assumption::Distribution;
use crate::domain::benefit::Family;
use crate::domain::calendar::Month;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::domain::source::Verification;
use crate::engine::draw::entity;
use crate::estimate::effect::Effect;
use crate::estimate::savings::{Layout, Savings};
use crate::estimate::summary::{Summary, mean};
use crate::report::findings::{ActivityFinding, AssumptionFinding, Findings, Manifest, NoEffect, Warning};
use crate::rules::parameter::LawValue;
use crate::rules::policy::UNSETTLED_FROM;
use crate::study::assumptions::Listed;
use crate::study::drawn::Drawn;
use crate::study::prepared::Prepared;
use crate::study::privacy::Classes;
use crate::study::scenario::Study;

/// The largest change of the pool that passes without a warning [share].
const POOL_CHANGE: f64 = 0.2;

/// Everything from which findings are made.
pub struct Conclusion<'a> {
    prepared: &'a Prepared,
    drawn: &'a Drawn,
}

impl<'a> Conclusion<'a> {
    /// The conclusion of the draws of a prepared study.
    pub fn new(prepared: &'a Prepared, drawn: &'a Drawn) -> Conclusion<'a> {
        Conclusion { prepared, drawn }
    }

    /// The findings.
    pub fn findings(&self) -> Findings {
        let years = calendar_years(self.prepared.model.start, self.prepared.model.months);
        let months: Vec<Range<usize>> = years.iter().map(|(_, months)| months.clone()).collect();
        let classes = &self.prepared.classes;
        let layout = Layout { years: &months, purposes: &classes.purposes(), replicates: self.prepared.replicates() };
        let effects = &self.drawn.effects;
        let law = law_in_force(self.prepared);
        Findings {
            manifest: self.manifest(),
            years: years.iter().map(|(year, _)| *year).collect(),
            savings: Perspective::ALL.map(|perspective| Savings::of(perspective, effects, &layout)).to_vec(),
            no_effect: Perspective::ALL.map(|perspective| self.no_effect(perspective)).to_vec(),
            activity: classes.indicators().iter().map(|(shown, parts)| self.activity(*shown, parts)).collect(),
            first_year_spending: self.first_year_spending(),
            assumptions: self.prepared.assumptions.entries.iter().map(assumption).collect(),
            warnings: self.warnings(&law),
            law,
        }
    }

    fn summary(&self, figure: impl Fn(&Effect) -> i64) -> Summary {
        let values: Vec<i64> = self.drawn.effects.iter().map(figure).collect();
        Summary::of(&values, self.prepared.replicates())
    }

    fn manifest(&self) -> Manifest {
        let Prepared { study, model, .. } = self.prepared;
        let done = self.drawn.effects.len();
        let law: Vec<String> = model.arms.iter().map(|arm| arm.policy.text()).collect();
        let law: Vec<&str> = law.iter().map(String::as_str).collect();
        Manifest {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            title: study.title.clone(),
            question: study.question.clone(),
            caveat: study.caveat.clone(),
            municipality: study.municipality.name.clone(),
            programme: study.programme.name.clone(),
            scenario_hash: format!("{:016x}", entity(&[&canonical(study)], 0)),
            law_hash: format!("{:016x}", entity(&law, 0)),
            seed: model.seed,
            samples: (done / self.prepared.replicates()) as u32,
            replicates: study.simulation.replicates,
            start: model.start.to_string(),
            months: model.months as u32,
            price_year: model.price_year,
            complete: done == self.prepared.draws(),
        }
    }

    fn no_effect(&self, perspective: Perspective) -> NoEffect {
        NoEffect { perspective, net_present_value: self.summary(|effect| effect.no_effect[perspective as usize]) }
    }

    /// What is counted of one indicator, or of several together.
    fn activity(&self, indicator: Indicator, parts: &[Indicator]) -> ActivityFinding {
        let draws = self.drawn.effects.len() as f64;
        let in_month =
            |arm: usize, month: usize| parts.iter().map(|part| self.drawn.activity[arm][part][month]).sum::<i64>();
        let by_month = |arm| (0..self.prepared.model.months).map(|month| in_month(arm, month) as f64 / draws).collect();
        let counts = |effect: &Effect| {
            let sum = |arm: usize| parts.iter().map(|part| effect.activity[*part as usize][arm]).sum::<i64>();
            [sum(0), sum(1)]
        };
        ActivityFinding {
            indicator,
            baseline: self.summary(|effect| counts(effect)[0]),
            programme: self.summary(|effect| counts(effect)[1]),
            difference: self.summary(|effect| counts(effect)[1] - counts(effect)[0]),
            baseline_by_month: by_month(0),
            programme_by_month: by_month(1),
        }
    }

    fn first_year_spending(&self) -> Vec<(Shown<Family>, Summary)> {
        let spent = |families: Vec<Family>| {
            self.summary(|effect| families.iter().map(|family| effect.first_year_spending[*family as usize]).sum())
        };
        let rows = self.prepared.classes.families().rows(Family::ALL);
        let summed = rows.into_iter().map(|(shown, families)| (shown, spent(families)));
        summed.filter(|(_, summary)| summary.mean != 0.0).collect()
    }

    fn warnings(&self, law: &[LawValue]) -> Vec<Warning> {
        let Prepared { study, model, assumptions, .. } = self.prepared;
        let mut warnings = Vec::new();
        let end = model.start + model.months as u32;
        if law.iter().any(|value| value.projected) {
            let first =
                (0..model.months).map(|month| model.start + month as u32).find(|month| projects(self.prepared, *month));
            warnings.push(Warning::ProjectedLaw { from: first.unwrap_or(end).to_string() });
        }
        if end > UNSETTLED_FROM {
            let from = UNSETTLED_FROM.max(model.start).to_string();
            warnings.push(Warning::UnsettledLaw { from, what: "LAB/LOB 2027".to_owned() });
        }
        let draws = self.drawn.effects.len() as f64;
        let on_support = |month: usize| {
            let on = |family| self.drawn.activity[0][&Indicator::on(family)][month];
            (Family::ALL.into_iter().map(on).sum::<i64>() as f64 / draws).round() as i64
        };
        let (first, last) = (on_support(0), on_support(model.months - 1));
        if (last - first).abs() as f64 > POOL_CHANGE * first as f64 {
            warnings.push(Warning::PoolChanges { first, last });
        }
        warnings.extend(few(&self.prepared.classes));
        let fixed =
            assumptions.entries.iter().filter(|listed| matches!(listed.distribution, Distribution::Fixed(_))).count();
        let unsourced = assumptions.entries.iter().filter(|listed| listed.assumption.source.is_none()).count();
        warnings.extend((fixed > 0).then_some(Warning::WithoutRange { count: fixed }));
        warnings.extend((unsourced > 0).then_some(Warning::WithoutSource { count: unsourced }));
        let unverified = law.iter().filter(|value| value.reference.verified == Verification::Unverified);
        if study.law.index_free_amount {
            let mut names: Vec<&str> = unverified.map(|value| value.parameter.as_str()).collect();
            names.dedup();
            warnings.push(Warning::Reading { what: names.join(", ") });
        }
        let later: Vec<i64> =
            self.drawn.effects.iter().map(|effect| effect.later[Perspective::Municipality as usize]).collect();
        let later = mean(&later).round() as i64;
        warnings.extend((later != 0).then_some(Warning::DueLater { municipality_ore: later }));
        warnings
    }
}

/// What a file of persons with small classes leaves out or puts together.
fn few(classes: &Classes) -> Vec<Warning> {
    let families: Vec<Family> = classes.families().other().copied().collect();
    let with_hours = classes.shows_hours() || families.contains(&Family::CashBenefit);
    let warnings = [
        (!families.is_empty()).then_some(Warning::FewPersons { families }),
        (!with_hours).then_some(Warning::FewWithHours),
        (!classes.shows_work()).then_some(Warning::FewWorking),
    ];
    warnings.into_iter().flatten().collect()
}

/// The calendar years of a study with their months, counted from its first.
fn calendar_years(start: Month, months: usize) -> Vec<(i32, Range<usize>)> {
    let mut years: Vec<(i32, Range<usize>)> = Vec::new();
    for month in 0..months {
        let year = (start + month as u32).year();
        match years.last_mut() {
            Some((last, range)) if *last == year => range.end = month + 1,
            _ => years.push((year, month..month + 1)),
        }
    }
    years
}

/// The content of a scenario as text: independent of comments and of the order of keys and cohorts, and without the
/// number of draws, which the manifest states beside it. Of a file of persons there is a hash of what it holds, in
/// whichever order and place.
fn canonical(study: &Study) -> String {
    let mut content = study.clone();
    content.simulation = Default::default();
    let persons = content.persons.take().map(|persons| persons.content_hash());
    serde_json::to_string(&content).unwrap_or_default() + &persons.unwrap_or_default()
}

fn assumption(listed: &Listed) -> AssumptionFinding {
    let Listed { name, assumption, distribution } = listed;
    let fixed = matches!(distribution, Distribution::Fixed(_));
    AssumptionFinding {
        name: name.clone(),
        value: assumption.central(),
        low: assumption.low,
        high: assumption.high,
        shape: (!fixed).then(|| assumption.shape.unwrap_or_default()),
        source: assumption.source.clone(),
        grade: assumption.grade,
    }
}

/// Whether a value that the study's families use is projected in a month.
fn projects(prepared: &Prepared, month: Month) -> bool {
    let growth = prepared.central_growth();
    let arms = &prepared.model.arms;
    arms.iter().any(|arm| used(prepared, arm.policy.values(month, growth)).any(|value| value.projected))
}

/// The values of the law that hold in the first and in the last month, of the books that the study's families use.
fn law_in_force(prepared: &Prepared) -> Vec<LawValue> {
    let model = &prepared.model;
    let last = model.start + (model.months.max(1) - 1) as u32;
    let mut values = Vec::new();
    for arm in &model.arms {
        for month in [model.start, last] {
            let found = used(prepared, arm.policy.values(month, prepared.central_growth()));
            values.extend(found.filter(|value| !values.contains(value)).collect::<Vec<_>>());
        }
    }
    values.sort_by(|a, b| a.parameter.cmp(&b.parameter));
    values
}

fn used(prepared: &Prepared, values: Vec<LawValue>) -> impl Iterator<Item = LawValue> {
    let study = &prepared.study;
    let mut books = vec!["income_tax", "reimbursement", "state_pension", "unemployment_benefit"];
    let concerned = |family: Family| {
        study.cohorts.iter().any(|cohort| cohort.family == family)
            || prepared.classes.families().hides(&family)
            || prepared.model.persons.iter().any(|(_, person)| person.family == family)
            || study.transitions.iter().any(|transition| transition.from.family() == Some(family))
    };
    for family in Family::ALL.into_iter().filter(|family| concerned(*family)) {
        books.push(family.key());
        if family == Family::CashBenefit {
            books.push("cash_benefit_until_2025");
        }
    }
    let indexed = study.law.index_free_amount;
    values.into_iter().filter(move |value| {
        let book = value.parameter.split('.').next().unwrap_or_default();
        let reading = indexed == value.parameter.ends_with("_indexed") || !value.parameter.contains("free_amount");
        books.contains(&book) && reading
    })
}
