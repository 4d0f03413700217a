//! From the draws of a study to its findings.

use std::ops::Range;

use crate::domain::activity::Indicator;
use crate::domain::assumption::{Distribution, Quantity, Written};
use crate::domain::benefit::Family;
use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::domain::source::Verification;
use crate::engine::settlement::NEED_LAG_MONTHS;
use crate::estimate::budget::Budget;
use crate::estimate::convergence::Convergence;
use crate::estimate::draw_table::DrawTable;
use crate::estimate::figure::Figure;
use crate::estimate::levels;
use crate::estimate::sampled::Sampled;
use crate::estimate::savings::{Breakdown, Savings};
use crate::estimate::self_support::SelfSupportDegree;
use crate::estimate::summary::Summary;
use crate::estimate::variance_split::VarianceSplit;
use crate::report::findings::{
    ActivityFinding, AssumptionFinding, ConvergenceFinding, Findings, GuaranteeFinding, Manifest,
    NeedEqualisationFinding, NoEffect, Warning,
};
use crate::rules::parameter::LawValue;
use crate::rules::policy::UNSETTLED_FROM;
use crate::rules::readings::Readings;
use crate::study::arising::arising;
use crate::study::assumptions::Listed;
use crate::study::budget_plan::calendar_years;
use crate::study::drawn::Drawn;
use crate::study::law_in_force::{law_in_force, projects, reaches};
use crate::study::manifest::manifest;
use crate::study::nested::split;
use crate::study::prepared::Prepared;
use crate::study::sampling::Samples;
use crate::study::scenario::Study;
use crate::study::support::support;

/// The largest change of the pool that passes without a warning [share].
const POOL_CHANGE: f64 = 0.2;

/// How many Monte Carlo errors a loss is below zero before it is clearly one.
const CLEARLY: f64 = 2.0;

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
        let breakdown = Breakdown { years: &months, purposes: &classes.purposes() };
        let draws = self.draws();
        let law = law_in_force(self.prepared);
        Findings {
            manifest: self.manifest(),
            years: years.iter().map(|(year, _)| *year).collect(),
            savings: Perspective::ALL.map(|perspective| Savings::of(perspective, &draws, &breakdown)).to_vec(),
            no_effect: Perspective::ALL.map(|perspective| self.no_effect(perspective)).to_vec(),
            budget: Budget::of(&self.prepared.plan, &draws),
            need_equalisation: self.need_equalisation(),
            budget_guarantee: self.budget_guarantee(),
            variants: Vec::new(),
            arising: arising(self.prepared, &draws),
            activity: classes.indicators().iter().map(|(shown, parts)| self.activity(*shown, parts)).collect(),
            self_support: classes
                .shows_work()
                .then(|| SelfSupportDegree::of(&self.drawn.levels, self.prepared.level_batches())),
            support: support(self.prepared, &draws),
            pool: self.pool(),
            first_year_spending: self.first_year_spending(),
            convergence: convergence(self.prepared, &self.drawn.effects),
            variance: Perspective::ALL.map(|perspective| self.split(perspective)).to_vec(),
            assumptions: self.prepared.assumptions.entries.iter().map(assumption).collect(),
            warnings: self.warnings(&law),
            law,
        }
    }

    fn manifest(&self) -> Manifest {
        Manifest {
            samples: (self.drawn.effects.draws() / self.prepared.replicates()) as u32,
            level_draws: self.drawn.levels.draws() as u32,
            complete: self.drawn.complete,
            ..manifest(self.prepared)
        }
    }

    fn draws(&self) -> Sampled<'_> {
        self.prepared.draws_of(&self.drawn.effects)
    }

    fn summary(&self, figure: &Figure) -> Summary {
        self.draws().summary(figure)
    }

    /// The summary of a level over the draws in which everybody was lived.
    fn level(&self, figure: &Figure) -> Summary {
        self.drawn.levels.summary(figure, self.prepared.level_batches())
    }

    fn split(&self, perspective: Perspective) -> Option<VarianceSplit> {
        let values = self.draws().values(&self.prepared.layout.net_present_value(perspective));
        let twins = self.drawn.twins.values(&Figure::sum([perspective as usize]));
        split(&values, &twins, self.prepared.replicates(), self.prepared.assumptions.any_range())
    }

    fn no_effect(&self, perspective: Perspective) -> NoEffect {
        NoEffect { perspective, net_present_value: self.summary(&self.prepared.layout.no_effect(perspective)) }
    }

    /// What equalisation of needs would do at either end of its amount per person, whether it is on or not.
    fn need_equalisation(&self) -> NeedEqualisationFinding {
        let need = &self.prepared.study.municipality.need_equalisation;
        let ends = self.ends(&need.kr_per_person_year);
        let [share, _] = self.ends(&need.share);
        let per_krone = self.summary(&self.prepared.layout.need_per_krone());
        NeedEqualisationFinding {
            on: need.on,
            kr_per_person_year: ends,
            municipality: ends.map(|kr| per_krone.times(kr * share / 12.0)),
            falls_due: self.prepared.model.months > usize::from(NEED_LAG_MONTHS),
        }
    }

    fn budget_guarantee(&self) -> Option<GuaranteeFinding> {
        let guarantee = self.prepared.study.municipality.budget_guarantee.as_ref()?;
        let population_share = guarantee.population_share.at(&self.prepared.assumptions.central());
        Some(GuaranteeFinding { reach: guarantee.reach, population_share })
    }

    /// Both ends of the range of a quantity, or its central value twice; of one that is not drawn too.
    fn ends(&self, quantity: &Quantity) -> [f64; 2] {
        let assumption = match &quantity.written {
            Written::Number(number) => return [*number; 2],
            Written::Named(name) => self.prepared.study.assumptions.get(name),
            Written::Inline(assumption) => Some(assumption.as_ref()),
        };
        assumption.map_or([0.0; 2], |assumption| {
            [assumption.low, assumption.high].map(|end| end.unwrap_or(assumption.central()))
        })
    }

    /// What is counted of one indicator, or of several together.
    fn activity(&self, indicator: Indicator, parts: &[Indicator]) -> ActivityFinding {
        let difference = self.summary(&self.prepared.layout.change(parts));
        let (baseline, programme) = self.in_arms(parts, difference);
        let by_month = self.drawn.baseline_by_month(parts);
        let change = self.drawn.change_by_month(parts);
        let changed = by_month.iter().zip(change).map(|(baseline, change)| (baseline + change).max(0.0));
        ActivityFinding {
            indicator,
            baseline,
            programme,
            difference,
            programme_by_month: changed.collect(),
            baseline_by_month: by_month,
        }
    }

    /// What is counted of some indicators together in the baseline and in the programme.
    ///
    /// Places, enterprises and enquiries are known from every draw. Of people only the draws in which everybody was lived
    /// tell the level, and all of them the difference: the programme's level is moved so that its mean is the baseline's and
    /// the difference's, as far as that is not below zero.
    fn in_arms(&self, parts: &[Indicator], difference: Summary) -> (Summary, Summary) {
        let layout = &self.prepared.layout;
        if let Some(baseline) = layout.of_places(parts) {
            let summary = self.summary(&baseline);
            return (summary, self.summary(&baseline.plus(layout.change(parts))));
        }
        let [baseline, programme] = [0, 1].map(|arm| self.level(&levels::counted(parts, arm)));
        if self.drawn.levels.draws() == self.drawn.effects.draws() {
            return (baseline, programme);
        }
        (baseline, programme.plus(baseline.mean + difference.mean - programme.mean).at_least(0.0))
    }

    /// People on support at the start of each year, baseline.
    fn pool(&self) -> Vec<(i32, Summary)> {
        let Prepared { model, .. } = self.prepared;
        let years = (0..model.months).step_by(12).enumerate();
        years.map(|(at, month)| ((model.start + month as u32).year(), self.level(&levels::pool(at)))).collect()
    }

    fn first_year_spending(&self) -> Vec<(Shown<Family>, Summary)> {
        let rows = self.prepared.classes.families().rows(Family::ALL);
        let summed =
            rows.into_iter().map(|(shown, families)| (shown, self.level(&levels::first_year_spending(&families))));
        summed.filter(|(_, summary)| summary.mean != 0.0).collect()
    }

    /// What the enterprises lack, where their loss is clearly more than Monte Carlo error.
    fn enterprises_lack(&self) -> Option<Warning> {
        let Prepared { model, layout, .. } = self.prepared;
        let value = |perspective| layout.net_present_value(perspective);
        let loss = self.summary(&value(Perspective::Enterprise));
        let years = model.months as f64 / f64::from(MONTHS_PER_YEAR);
        let lacking = self.summary(&layout.within(Perspective::Enterprise, &(0..model.months)).negative());
        let paid = self.summary(&value(Perspective::Municipality).plus(value(Perspective::Enterprise)));
        // A single sample says nothing of its error.
        let is_known = self.drawn.effects.draws() > self.prepared.replicates();
        (is_known && loss.mean < -CLEARLY * loss.standard_error)
            .then(|| Warning::EnterprisesLack { per_year: lacking.times(1.0 / years), municipality: paid })
    }

    fn warnings(&self, law: &[LawValue]) -> Vec<Warning> {
        let Prepared { study, model, assumptions, .. } = self.prepared;
        let mut warnings: Vec<Warning> = self.enterprises_lack().into_iter().collect();
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
        let on_support = self.drawn.baseline_by_month(&Family::ALL.map(Indicator::on));
        let people = |month: usize| on_support[month].round() as i64;
        warnings.extend(pool_changes(people(0), people(model.months - 1)));
        let convergence = convergence(self.prepared, &self.drawn.effects);
        let unsure = convergence.wanted && self.drawn.complete && !convergence.holds();
        warnings.extend(unsure.then_some(Warning::NotSure { samples: study.simulation.most() }));
        warnings.extend(few(self.prepared));
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
        warnings.extend(other_readings(&study.law).map(|what| Warning::Reading { what }));
        if study.municipality.need_equalisation.on {
            let [low, high] = self.ends(&study.municipality.need_equalisation.kr_per_person_year);
            warnings.push(Warning::NeedEqualisation { low, high });
        }
        let later = self.drawn.effects.mean(&self.prepared.layout.later()).round() as i64;
        warnings.extend((later != 0).then_some(Warning::DueLater { municipality_ore: later }));
        warnings
    }
}

/// The warning of a pool that changes much from the first month to the last, in people on support.
pub fn pool_changes(first: i64, last: i64) -> Option<Warning> {
    ((last - first).abs() as f64 > POOL_CHANGE * first as f64).then_some(Warning::PoolChanges { first, last })
}

/// Whether there are enough draws of the municipality's net saving: as a whole, and what of it can be taken out of the
/// budget.
pub(crate) fn convergence(prepared: &Prepared, effects: &DrawTable) -> ConvergenceFinding {
    let Prepared { study: Study { simulation, .. }, layout, .. } = prepared;
    let of = |figure| Convergence::of(&effects.values(&figure), simulation.batches(), simulation.tolerance_kr * 100.0);
    ConvergenceFinding {
        whole: of(layout.net_present_value(Perspective::Municipality)),
        cashable: of(layout.cashable_value()),
        wanted: matches!(simulation.samples, Samples::UntilSure(_)),
    }
}

/// Readings that are not the default ones, but for the indexing of free amounts, whose parameters are named instead.
fn other_readings(readings: &Readings) -> impl Iterator<Item = String> {
    let written = |readings: &Readings| serde_json::to_value(readings).unwrap_or_default();
    let (own, default) = (written(readings), written(&Readings::default()));
    let own: Vec<(String, serde_json::Value)> =
        own.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect();
    own.into_iter()
        .filter(move |(key, value)| *value != default[key] && key != "index_free_amount")
        .map(|(key, value)| format!("{key} = {}", value.as_str().map_or(value.to_string(), str::to_owned)))
}

/// What a file of persons with small classes leaves out or puts together.
fn few(prepared: &Prepared) -> Vec<Warning> {
    let (classes, together) = (&prepared.classes, &prepared.parts.together);
    let merged = classes.families().other().copied();
    let families: Vec<Family> = merged.filter(|family| reaches(prepared, *family)).collect();
    let with_hours = classes.shows_hours() || families.contains(&Family::CashBenefit);
    let warnings = [
        (!families.is_empty()).then_some(Warning::FewPersons { families }),
        (!with_hours).then_some(Warning::FewWithHours),
        (!classes.shows_work()).then_some(Warning::FewWorking),
        (!together.is_empty()).then(|| Warning::FewAtPlaces { parts: together.clone() }),
    ];
    warnings.into_iter().flatten().collect()
}

/// An assumption as it was used.
pub(crate) fn assumption(listed: &Listed) -> AssumptionFinding {
    let Listed { assumption, distribution, called, .. } = listed;
    let fixed = matches!(distribution, Distribution::Fixed(_));
    AssumptionFinding {
        name: called.clone(),
        value: assumption.central(),
        low: assumption.low,
        high: assumption.high,
        shape: (!fixed).then(|| assumption.shape.unwrap_or_default()),
        source: assumption.source.clone(),
        grade: assumption.grade,
    }
}
