//! `gevinst run`: the answer, and what it rests on.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use gevinst::domain::party::Perspective;
use gevinst::report::findings::Findings;
use gevinst::report::headline::headline;
use gevinst::report::language::Language;
use gevinst::report::reservations::{caveat, left_out, provenance, title, warnings};
use gevinst::report::table::Phrase;
use gevinst::report::tables::report;
use gevinst::report::words::Words;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::terminal::{Look, drawn, say, wrapped};
use crate::{arguments, figures, library};

/// Run a scenario: who gains, who loses, how much, how surely.
#[derive(Debug, Args)]
pub struct Run {
    /// Scenario file (TOML)
    scenario: PathBuf,
    /// Print the findings as JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Write the figures as CSV files into this directory too
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
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
    /// Whose eyes the answer is seen with
    #[arg(long, value_name = "P", default_value = "municipality", value_parser = arguments::perspective())]
    perspective: Perspective,
    /// Another value for a key of the scenario; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = arguments::setting)]
    set: Vec<(String, String)>,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Run {
    /// Runs the scenario and shows its findings.
    pub fn run(self) -> Result<(), Failure> {
        let words = Words::of(self.lang);
        // Hidden by itself where standard error is no terminal.
        let bar = ProgressBar::new(0).with_message(words.word("run.drawing").to_owned());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let findings = library::run(&self.scenario, &self.settings(), self.threads.map(usize::from), |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        let findings = findings?;
        if let Some(directory) = &self.csv {
            figures::write(&findings, self.perspective, words, directory)?;
        }
        if self.json {
            let text = serde_json::to_string_pretty(&findings).map_err(|cause| Failure::Refused(cause.to_string()))?;
            return say(&(text + "\n"));
        }
        say(&page(&findings, self.perspective, words, Look::of(&std::io::stdout())))
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
    let mut text = String::new();
    if let Some(caveat) = caveat(findings) {
        text += &look.faint(wrapped(&words.phrase(&caveat), "", "").trim_end());
        text.push('\n');
    }
    text += &look.bold(wrapped(&words.phrase(&title(findings)), "", "").trim_end());
    text.push('\n');
    for line in headline(findings, perspective) {
        text += &look.gains(&wrapped(&words.phrase(&line), "  ", "    "));
    }
    for table in report(findings, perspective) {
        text += &drawn(&table, words, look);
    }
    for (key, lines) in [("run.warnings", warnings(findings)), ("run.left_out", left_out(findings))] {
        text += &bullets(words, look, key, &lines);
    }
    text + "\n" + &look.faint(wrapped(&words.phrase(&provenance(findings)), "", "").trim_end()) + "\n"
}

fn bullets(words: &Words, look: Look, heading: &str, lines: &[Phrase]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|line| wrapped(&words.phrase(line), "· ", "  "));
    format!("\n{}\n", look.bold(words.word(heading))) + &lines.collect::<String>()
}
