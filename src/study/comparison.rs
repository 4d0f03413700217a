//! Programmes side by side: the same people, law and luck, each against the same baseline.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::activity::Indicator;
use crate::domain::party::Perspective;
use crate::estimate::design::Design;
use crate::estimate::frontier::{CostAndEffect, Frontier};
use crate::estimate::net_benefit::NetBenefits;
use crate::estimate::summary::{Summary, mean, standard_error};
use crate::report::decisions::{AIMS, ComparisonFindings, FrontierFinding, ProgrammeFinding};
use crate::report::findings::Manifest;
use crate::study::error::{Error, Problem};
use crate::study::information::decision;
use crate::study::manifest::manifest;
use crate::study::nested::{Nested, NestedDraws};
use crate::study::prepared::Prepared;
use crate::study::run::Runner;
use crate::study::sampling::Simulation;
use crate::study::scenario::Study;
use crate::study::values::refusal;

/// Most programmes of a comparison: more fit on no page.
const MOST: usize = 12;

/// Parts of a scenario in which the programmes of a comparison may differ.
const OWN: [&str; 14] = [
    "names_da",
    "title",
    "title_da",
    "question",
    "question_da",
    "caveat",
    "caveat_da",
    "programme",
    "assumptions",
    "simulation",
    "variants",
    "budget",
    "sensitivity",
    "value_of_information",
];

impl Runner<'_> {
    /// Compares the study's programme with those of others: increments, which is best given the assumptions, and what each
    /// perspective pays for the aims beside money.
    ///
    /// All studies run with the draws of the first: its seed, samples and replicates (at least two, since decisions rest on
    /// the expected net benefit given the assumptions). What carries the same name has the same draw in all of them.
    ///
    /// # Errors
    /// As [`Runner::run`]; studies that differ in more than their programme; fewer than two, or more than twelve.
    pub fn compare(&self, others: &[Study]) -> Result<ComparisonFindings, Error> {
        // Points that go by the names of assumptions: what carries the same name then has the same draw in every programme.
        let simulation = Simulation { design: Design::Random, ..self.study().simulation.clone() };
        let mut studies: Vec<Study> = std::iter::once(self.study()).chain(others).map(Study::base_case).collect();
        studies.iter_mut().for_each(|study| study.simulation = simulation.clone());
        let problems = problems(&studies);
        if !problems.is_empty() {
            return Err(Error::from_problems(problems));
        }
        let prepared = studies.iter().map(Prepared::of).collect::<Result<Vec<Prepared>, Error>>()?;
        let samples = Nested::of_study(&prepared[0]).samples();
        let nested = Nested::new(samples, prepared[0].replicates().max(2));
        self.expect(nested.len() * prepared.len());
        let draw = |one: &Prepared| self.draw_nested(one, &nested);
        let draws = self.in_pool(|| prepared.iter().map(draw).collect::<Result<Vec<NestedDraws>, Error>>())?;
        self.in_pool(|| findings(&prepared, &draws))
    }
}

fn findings(prepared: &[Prepared], draws: &[NestedDraws]) -> Result<ComparisonFindings, Error> {
    let replicates = draws[0].replicates;
    let samples = (draws[0].draws.len() / replicates) as u32;
    let batches = prepared[0].study.simulation.batches_of(replicates);
    let names = names(prepared);
    let decisions = Perspective::ALL.into_iter().map(|perspective| {
        let ore = NestedDraws::side_by_side(draws, perspective);
        let net_benefits = NetBenefits::from_ore(&ore, replicates, draws.len());
        let net_benefits = net_benefits.map_err(|refused| Error::from_problem(refusal("simulation", &refused)))?;
        decision(perspective, &net_benefits, prepared[0].model.seed)
    });
    let programme = |(name, own): (String, &NestedDraws)| {
        let seen = |perspective| own.values(perspective);
        let summary = |values: Vec<i64>| Summary::of(&values, batches);
        let chance = |perspective| {
            let gains: Vec<i64> = seen(perspective).iter().map(|value| i64::from(*value > 0)).collect();
            (mean(&gains), standard_error(&gains, batches))
        };
        let increment = |perspective| {
            let pairs = seen(perspective).into_iter().zip(draws[0].values(perspective));
            summary(pairs.map(|(value, first)| value - first).collect())
        };
        ProgrammeFinding {
            name,
            net_present_value: Perspective::ALL.map(|perspective| summary(seen(perspective))).to_vec(),
            chance_of_gain: Perspective::ALL.map(chance).to_vec(),
            increment: Perspective::ALL.map(increment).to_vec(),
            aims: AIMS.map(|(aim, unit)| summary(own.changes(aim)).times(1.0 / unit)).to_vec(),
        }
    };
    let programmes: Vec<ProgrammeFinding> = names.into_iter().zip(draws).map(programme).collect();
    let frontiers = Perspective::ALL
        .into_iter()
        .flat_map(|perspective| AIMS.iter().enumerate().map(move |(at, (aim, _))| (perspective, at, *aim)));
    let frontier = |(perspective, at, aim): (Perspective, usize, Indicator)| {
        let options: Vec<CostAndEffect> = programmes
            .iter()
            .map(|programme| CostAndEffect {
                cost: -programme.net_present_value[perspective as usize].mean,
                effect: programme.aims[at].mean,
            })
            .collect();
        let frontier = Frontier::of(&options).map_err(|refused| Error::from_problem(refusal("programme", &refused)))?;
        Ok(FrontierFinding { perspective, aim, programmes: options, frontier })
    };
    Ok(ComparisonFindings {
        manifests: prepared
            .iter()
            .map(|one| Manifest { samples, replicates: replicates as u32, ..manifest(one) })
            .collect(),
        samples,
        replicates: replicates as u32,
        decisions: decisions.collect::<Result<_, Error>>()?,
        frontiers: frontiers.map(frontier).collect::<Result<_, Error>>()?,
        programmes,
    })
}

/// Names that tell the programmes apart: their own, with the title of the study where two have the same.
fn names(prepared: &[Prepared]) -> Vec<String> {
    let own = |one: &Prepared| one.study.programme.name.clone();
    let twice = |name: &String| prepared.iter().filter(|one| own(one) == *name).count() > 1;
    let named = prepared.iter().enumerate().map(|(at, one)| {
        let name = own(one);
        let title = &one.study.title;
        let alike = prepared.iter().filter(|other| other.study.title == *title && own(other) == name).count() > 1;
        match (twice(&name), alike) {
            (false, _) => name,
            (true, false) => title.clone(),
            (true, true) => format!("{name} ({})", at + 1),
        }
    });
    named.collect()
}

/// Why studies cannot be compared.
fn problems(studies: &[Study]) -> Vec<Problem> {
    let count = studies.len();
    if !(2..=MOST).contains(&count) {
        let wrong = format!("{count} programmes are not 2 to {MOST}");
        return vec![Problem::new("", wrong, "name two to twelve scenarios")];
    }
    let parts: Vec<BTreeMap<String, Value>> = studies.iter().map(shared).collect();
    let mut problems = Vec::new();
    for (study, own) in studies.iter().zip(&parts).skip(1) {
        let keys = parts[0].keys().chain(own.keys()).collect::<std::collections::BTreeSet<&String>>();
        for key in keys.into_iter().filter(|key| parts[0].get(*key) != own.get(*key)) {
            let wrong = format!("`{}` differs here from `{}`", study.title, studies[0].title);
            let remedy = "programmes are compared for the same people, law and baseline: make this part the same";
            problems.push(Problem::new(key.clone(), wrong, remedy));
        }
        for (name, assumption) in &study.assumptions {
            if studies[0].assumptions.get(name).is_some_and(|first| first != assumption) {
                let wrong = format!(
                    "the assumption of this name is another in `{}` than in `{}`",
                    study.title, studies[0].title
                );
                let remedy = "what has one name has one draw: make them the same, or give one of them another name";
                problems.push(Problem::new(format!("assumptions.{name}"), wrong, remedy));
            }
        }
    }
    problems
}

/// What the studies of a comparison must share: every part but the programme and the settings.
fn shared(study: &Study) -> BTreeMap<String, Value> {
    let content = serde_json::to_value(study).unwrap_or_default();
    let parts = content.as_object().into_iter().flatten().filter(|(key, _)| !OWN.contains(&key.as_str()));
    parts.map(|(key, value)| (key.clone(), value.clone())).collect()
}
