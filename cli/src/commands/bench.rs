//! `gevinst bench`: how fast this machine runs the model, beside what bounds it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Args;
use gevinst::report::language::Language;
use gevinst::report::table::{Column, Phrase, Row, Table, Unit, Value};
use gevinst::report::words::Words;
use gevinst::study::prepared::Prepared;
use gevinst::study::scenario::Study;

use crate::arguments;
use crate::failure::Failure;
use crate::measure::{fastest, nanoseconds};
use crate::output::bar;
use crate::speed::{Effort, Enough, Speed, draws_to, parts, speed};
use crate::terminal::{Look, drawn, say};

/// The scenarios that are measured where none is named.
const EXAMPLES: [(&str, &str); 3] = [
    ("small_jobs", include_str!("../../../examples/small_jobs.toml")),
    ("jammerbugt", include_str!("../../../examples/jammerbugt.toml")),
    ("north_jutland", include_str!("../../../examples/north_jutland.toml")),
];

/// The Monte Carlo error that is waited for, as a share of the mean.
const SMALL_ERROR: f64 = 0.01;

/// Measure how fast this machine runs the model: draws, law, engine, first figure; beside the floor under any engine.
#[derive(Debug, Args)]
pub struct Bench {
    /// Scenario file (TOML); three of the examples where left out
    scenario: Option<PathBuf>,
    /// Measure everything once and briefly: rough figures
    #[arg(long)]
    quick: bool,
    /// Language of the table
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Bench {
    /// Measures, and shows the table.
    pub fn run(self) -> Result<(), Failure> {
        let effort = if self.quick { Effort::QUICK } else { Effort::WHOLE };
        let threads = rayon::current_num_threads();
        let (words, look) = (Words::of(self.lang), Look::of(&std::io::stdout()));
        let scenarios: Vec<Scenario> = match self.scenario {
            Some(path) => vec![Scenario::File(path)],
            None => EXAMPLES.into_iter().map(|(name, text)| Scenario::Example { name, text }).collect(),
        };
        let bar = bar(words);
        bar.set_length(1 + scenarios.len() as u64);
        let parts = parts(effort)?;
        bar.inc(1);
        let mut measured = Vec::new();
        for scenario in &scenarios {
            measured.push(Measured::of(scenario, effort, threads)?);
            bar.inc(1);
        }
        bar.finish_and_clear();
        say(drawn(&table(parts, &measured, effort, threads), words, look).trim_start_matches('\n'))
    }
}

/// A scenario to measure.
enum Scenario {
    File(PathBuf),
    Example { name: &'static str, text: &'static str },
}

impl Scenario {
    fn name(&self) -> String {
        match self {
            Scenario::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Scenario::Example { name, .. } => (*name).to_owned(),
        }
    }

    fn study(&self) -> Result<Study, Failure> {
        Ok(match self {
            Scenario::File(path) => Study::from_toml(path)?,
            Scenario::Example { name, text } => Study::parse(text, &format!("{name}.toml"))?,
        })
    }

    /// Does something with the scenario as a file.
    fn as_file<T>(&self, with: impl FnOnce(&Path) -> Result<T, Failure>) -> Result<T, Failure> {
        match self {
            Scenario::File(path) => with(path),
            Scenario::Example { name, text } => {
                let path = std::env::temp_dir().join(format!("gevinst-bench-{}-{name}.toml", std::process::id()));
                std::fs::write(&path, text).map_err(Failure::unwritable(&path))?;
                let done = with(&path);
                // What stays behind in the folder for such files is no failure of the measurement.
                let _ = std::fs::remove_file(&path);
                done
            }
        }
    }
}

/// What was measured of a scenario.
struct Measured {
    name: String,
    speed: Speed,
    /// Draws to the small error.
    enough: Enough,
    /// Seconds that they took, scenario read.
    seconds: f64,
    /// Milliseconds of a whole process from the scenario file to the first figure.
    cold_start: f64,
}

impl Measured {
    fn of(scenario: &Scenario, effort: Effort, threads: usize) -> Result<Measured, Failure> {
        let speed = speed(&Prepared::of(&scenario.study()?)?, effort, threads)?;
        let began = Instant::now();
        let mut study = scenario.study()?;
        study.simulation.samples = (effort.most as u32).into();
        study.simulation.replicates = 1;
        let enough = draws_to(SMALL_ERROR, &Prepared::of(&study)?, effort.most)?;
        let seconds = began.elapsed().as_secs_f64();
        let start = |path: &Path| fastest(effort.rounds, [Box::new(move || first_figure(path))]);
        let [cold_start] = scenario.as_file(start)?;
        Ok(Measured { name: scenario.name(), speed, enough, seconds, cold_start: cold_start.as_secs_f64() * 1e3 })
    }
}

/// Runs this program for one sample of a scenario file.
fn first_figure(scenario: &Path) -> Result<(), Failure> {
    let refused = |cause: std::io::Error| Failure::Refused(format!("this program cannot start itself: {cause}"));
    let program = std::env::current_exe().map_err(refused)?;
    let mut command = Command::new(program);
    // One sample is a design only where samples are random.
    command.arg("run").arg(scenario).args(["--samples", "1", "--set", "simulation.design=random"]);
    let done = command.stdin(Stdio::null()).output().map_err(refused)?;
    if done.status.success() { Ok(()) } else { Err(Failure::Refused(String::from_utf8_lossy(&done.stderr).into())) }
}

/// A figure with as many digits as can be believed.
const fn figure(value: f64) -> Value {
    Value::exact(value, Unit::Significant)
}

fn table([block, law]: [f64; 2], measured: &[Measured], effort: Effort, threads: usize) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    let mut row = |key: &'static str, figures: Vec<Value>| {
        rows.push(Row::new(key.trim_start_matches("bench."), Phrase::new(key), figures));
    };
    // What belongs to no scenario stands once.
    let once = |value: f64| {
        let others = measured.iter().skip(1).map(|_| Value::None);
        std::iter::once(figure(value)).chain(others).collect::<Vec<Value>>()
    };
    let each = |of: fn(&Speed) -> f64| measured.iter().map(|measured| figure(of(&measured.speed))).collect();
    row("bench.block", once(block));
    row("bench.law", once(law));
    row("bench.person_month", each(|speed| nanoseconds(speed.exhaustive, speed.person_months)));
    row("bench.lived_month", each(|speed| nanoseconds(speed.exhaustive, speed.lived[0])));
    row("bench.numbers", each(|speed| nanoseconds(speed.numbers, speed.draws) / 1e3));
    row("bench.one_core", each(|speed| speed.person_months / speed.exhaustive.as_secs_f64() / 1e6));
    row("bench.threads", each(|speed| speed.person_months / speed.threaded.as_secs_f64() / 1e6));
    row("bench.lives", each(|speed| speed.lives / speed.exhaustive.as_secs_f64()));
    row("bench.lazy", each(|speed| speed.exhaustive.as_secs_f64() / speed.lazy.as_secs_f64()));
    row("bench.bound", each(|speed| speed.lived[0] / speed.lived[1]));
    row("bench.floor", each(|speed| nanoseconds(speed.floor, speed.person_months)));
    row("bench.over_floor", each(|speed| speed.exhaustive.as_secs_f64() / speed.floor.as_secs_f64()));
    row("bench.plain", each(|speed| speed.plain.as_secs_f64() / speed.exhaustive.as_secs_f64()));
    let reached = |of: fn(&Measured, usize) -> Value, else_of: fn(f64) -> Value| -> Vec<Value> {
        let of = |measured: &Measured| match measured.enough {
            Enough::Drawn(draws) => of(measured, draws),
            Enough::Estimated(draws) => else_of(draws),
        };
        measured.iter().map(of).collect()
    };
    row("bench.error_time", reached(|measured, _| figure(measured.seconds), |_| Value::None));
    row(
        "bench.error_draws",
        reached(
            |_, draws| Value::exact(draws as f64, Unit::Count),
            |draws| Phrase::new("bench.about").with("count", figure(draws)).into(),
        ),
    );
    row("bench.cold_start", measured.iter().map(|measured| figure(measured.cold_start)).collect());
    let heading = |measured: &Measured| Column::figures(&measured.name).headed(measured.name.as_str());
    let rounds = Value::Number(i64::from(effort.rounds));
    Table {
        key: "bench",
        title: Phrase::new("title.bench"),
        rows_heading: Phrase::new("rows.measure"),
        columns: measured.iter().map(heading).collect(),
        rows,
        notes: vec![
            Phrase::new("bench.how").with("rounds", rounds).with("threads", Value::Number(threads as i64)),
            Phrase::new("bench.terms"),
            Phrase::new("bench.bounds"),
        ],
    }
}
