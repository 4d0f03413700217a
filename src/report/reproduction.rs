//! With what anybody gets the same figures: what was run, how, and the command that runs it again.

use crate::domain::party::Perspective;
use crate::estimate::design::Design;
use crate::estimate::levels::Engine;
use crate::report::decisions::Dossier;
use crate::report::findings::Manifest;
use crate::report::reservations::period;
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// How a report came about, as far as whoever makes it knows; the figures do not depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Making {
    /// The command that made the findings, as it was typed; one that gives the same draws stands in its place where `None`.
    pub command: Option<String>,
    /// The time that the run and its analyses took \[s\].
    pub seconds: Option<u32>,
}

impl Making {
    /// The row of the time that it took.
    pub(crate) fn time(&self) -> Option<(&'static str, Value)> {
        Some(("time", Phrase::new("reproduction.seconds").with("seconds", count(self.seconds?)).into()))
    }
}

/// What was run: a row for each setting, and for each further one that an analysis has.
pub fn reproduction(manifest: &Manifest, further: &[(&'static str, Value)]) -> Table {
    let design = match manifest.design {
        Design::Random => "design.random",
        Design::LatinHypercube => "design.latin_hypercube",
        Design::Sobol => "design.sobol",
    };
    let (start, end) = period(manifest);
    let complete = if manifest.complete { "reproduction.whole" } else { "reproduction.cut_short" };
    let own = [
        ("version", manifest.version.as_str().into()),
        ("period", Phrase::new("reproduction.months").with("start", start).with("end", end).into()),
        ("scenario_hash", manifest.scenario_hash.as_str().into()),
        ("law_hash", manifest.law_hash.as_str().into()),
        ("seed", Value::Text(manifest.seed.to_string())),
        ("samples", count(manifest.samples)),
        ("replicates", count(manifest.replicates)),
        ("design", Phrase::new(design).into()),
        ("engine", engine(manifest)),
        ("complete", Phrase::new(complete).into()),
    ];
    let rows = own
        .iter()
        .chain(further)
        .map(|(key, value)| Row::new(*key, Phrase::new(format!("reproduction.{key}")), vec![value.clone()]));
    Table {
        key: "reproduction",
        title: Phrase::new("title.reproduction").with("programme", manifest.named(&manifest.programme)),
        rows_heading: Phrase::new("rows.setting"),
        columns: vec![Column::words("value")],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// The settings of the analyses, and the Monte Carlo errors of the answer.
pub(crate) fn further(dossier: &Dossier, perspective: Perspective) -> Vec<(&'static str, Value)> {
    let savings = dossier.run.savings(perspective);
    let error = savings.net_present_value.standard_error;
    let error = Value::Figure { value: error, error: error / 5.0, unit: Unit::Money };
    let chance = Value::exact(savings.chance_of_gain_error, Unit::Degree);
    let sensitivity = dossier.sensitivity.as_ref().map(|found| ("sensitivity", count(found.replicates)));
    let information = dossier.information.as_ref().map(|found| {
        let both = Phrase::new("reproduction.nested")
            .with("samples", count(found.samples))
            .with("replicates", count(found.replicates));
        ("information", both.into())
    });
    let errors = [("error", Phrase::new("reproduction.kroner").with("amount", error).into()), ("chance_error", chance)];
    sensitivity.into_iter().chain(information).chain(errors).collect()
}

/// Whose lives were lived.
fn engine(manifest: &Manifest) -> Value {
    match manifest.engine {
        Engine::Lazy => Phrase::new("engine.lazy").with("levels", count(manifest.level_draws)).into(),
        Engine::Exhaustive => Phrase::new("engine.exhaustive").into(),
    }
}

fn count(number: u32) -> Value {
    Value::exact(f64::from(number), Unit::Count)
}

/// The command that was typed; where none was, the one that gives the same draws.
pub(crate) fn command(manifests: &[Manifest], making: &Making) -> String {
    if let Some(typed) = &making.command {
        return typed.clone();
    }
    let scenarios: Vec<String> = match manifests.len() {
        1 => vec!["scenario.toml".to_owned()],
        several => (1..=several).map(|number| format!("scenario_{number}.toml")).collect(),
    };
    let settings = manifests.first().map_or_else(String::new, |manifest| {
        let Manifest { samples, replicates, seed, .. } = manifest;
        format!(
            " --set simulation.samples={samples} --set simulation.replicates={replicates} --set simulation.seed={seed}"
        )
    });
    format!("gevinst report {} --out report{settings}", scenarios.join(" "))
}
