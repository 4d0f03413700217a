//! `gevinst run`: the answer, and what it rests on.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::headline::headline;
use gevinst::report::reproduction::Making;
use gevinst::report::reservations::{left_out, warnings};
use gevinst::report::table::{Phrase, Table};
use gevinst::report::tables::{appendix, report as tables_of};
use gevinst::report::words::Words;
use gevinst::study::blocks::Shard;
use gevinst_report::Options;

use crate::commands::report;
use crate::failure::Failure;
use crate::output::{Output, foot, head, onto, tables};
use crate::terminal::{Look, say, wrapped};
use crate::{arguments, library};

/// Run a scenario: who gains, who loses, how much, how surely.
#[derive(Debug, Args)]
pub struct Run {
    /// Scenario file (TOML)
    scenario: PathBuf,
    /// Samples of the assumptions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    samples: Option<u32>,
    /// Replicates of chance per sample
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replicates: Option<u32>,
    /// Seed of every draw
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Threads; the figures are the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Another value for a key of the scenario; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = arguments::setting)]
    set: Vec<(String, String)>,
    /// Keep every finished block of draws in this file, and go on from what is there
    #[arg(long, value_name = "FILE", conflicts_with = "report")]
    checkpoint: Option<PathBuf>,
    /// Make only this part of the run, such as 2/8, for `gevinst merge`
    #[arg(long, value_name = "K/N", requires = "checkpoint", conflicts_with_all = ["json", "csv"])]
    shard: Option<Shard>,
    /// Write the report with its analyses into this directory too
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Run {
    /// Runs the scenario and shows its findings.
    pub fn run(self) -> Result<(), Failure> {
        let perspective = self.output.perspective;
        let bar = self.output.bar();
        let (settings, threads) = (self.settings(), self.threads.map(usize::from));
        if let (Some(shard), Some(keep)) = (self.shard, &self.checkpoint) {
            let made = library::shard((&self.scenario, keep), shard, &settings, threads, onto(&bar));
            bar.finish_and_clear();
            Failure::if_interrupted(Some(keep.clone()))?;
            return say(&format!("part {shard}: {} blocks made, kept in {}\n", made?, keep.display()));
        }
        let findings = match &self.report {
            None => {
                let place = (self.scenario.as_path(), self.checkpoint.as_deref());
                let findings = library::run(place, &settings, threads, onto(&bar));
                bar.finish_and_clear();
                findings?
            }
            Some(into) => {
                report::make(into)?;
                let began = Instant::now();
                let dossier = library::dossier(&self.scenario, &settings, threads, onto(&bar));
                bar.finish_and_clear();
                let (dossier, words) = (dossier?, self.output.words());
                let command = report::typed(std::slice::from_ref(&self.scenario), into, perspective, &settings);
                let making = Making { command: Some(command), seconds: Some(report::whole_seconds(began)) };
                let options = Options { perspective, languages: vec![words.language()], making };
                let written = gevinst_report::write(&dossier, &options, into)?;
                eprint!("{}", report::lines(&written, words));
                dossier.run
            }
        };
        let figures: Vec<Table> = tables_of(&findings, perspective).into_iter().chain(appendix(&findings)).collect();
        self.output.show(&findings, &figures, |words, look| page(&findings, perspective, words, look))?;
        Failure::if_interrupted(self.checkpoint)
    }

    /// The settings of `--set`, and those that have an argument of their own.
    fn settings(&self) -> Vec<(String, String)> {
        let own = [
            ("simulation.samples", self.samples.map(u64::from)),
            ("simulation.replicates", self.replicates.map(u64::from)),
            ("simulation.seed", self.seed),
        ];
        let own = own.into_iter().filter_map(|(key, value)| value.map(|value| (key.to_owned(), value.to_string())));
        self.set.iter().cloned().chain(own).collect()
    }
}

/// The page: the answer in the first lines, then the tables, then what to mind.
pub fn page(findings: &Findings, perspective: Perspective, words: &Words, look: Look) -> String {
    let mut text = head(&findings.manifest, &headline(findings, perspective), words, look);
    text += &tables(&tables_of(findings, perspective), words, look);
    for (key, lines) in [("run.warnings", warnings(findings)), ("run.left_out", left_out(findings))] {
        text += &bullets(words, look, key, &lines);
    }
    text + &foot(&findings.manifest, words, look)
}

fn bullets(words: &Words, look: Look, heading: &str, lines: &[Phrase]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|line| wrapped(&words.phrase(line), "· ", "  "));
    format!("\n{}\n", look.bold(words.word(heading))) + &lines.collect::<String>()
}
