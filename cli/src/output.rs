//! What a command shows, in which form, and how far it is while one waits.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use gevinst::domain::party::Perspective;
use gevinst::report::findings::Manifest;
use gevinst::report::language::Language;
use gevinst::report::reservations::{caveat, provenance, title};
use gevinst::report::table::{Phrase, Table};
use gevinst::report::words::Words;
use gevinst_report::figures::files;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::arguments;
use crate::failure::Failure;
use crate::terminal::{Look, drawn, say, wrapped};

/// The form in which findings are shown.
#[derive(Debug, Args)]
pub struct Output {
    /// Print the findings as JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Write the figures as CSV files into this directory too
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
    /// Whose eyes the answer is seen with
    #[arg(long, value_name = "P", default_value = "municipality", value_parser = arguments::perspective())]
    pub perspective: Perspective,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Output {
    /// The words of the language.
    pub fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }

    /// A bar while draws are done.
    pub fn bar(&self) -> ProgressBar {
        bar(self.words())
    }

    /// Shows findings: their figures into files where wanted, then themselves as JSON, or a page.
    pub fn show(
        &self,
        findings: &impl Serialize,
        figures: &[Table],
        page: impl FnOnce(&Words, Look) -> String,
    ) -> Result<(), Failure> {
        if let Some(directory) = &self.csv {
            written(figures, self.words(), directory)?;
        }
        if self.json {
            let text = serde_json::to_string_pretty(findings).map_err(|cause| Failure::Refused(cause.to_string()))?;
            return say(&(text + "\n"));
        }
        say(&page(self.words(), Look::of(&std::io::stdout())))
    }
}

/// Writes the files of some tables into a directory.
fn written(tables: &[Table], words: &Words, into: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(into).map_err(Failure::unwritable(into))?;
    for file in files(tables, words) {
        let path = into.join(file.name);
        std::fs::write(&path, file.text).map_err(Failure::unwritable(&path))?;
    }
    Ok(())
}

/// A bar on standard error while draws are done; hidden by itself where that is no terminal.
pub fn bar(words: &Words) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(words.word("run.drawing").to_owned());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Tells a bar how many draws are done, of how many.
pub fn onto(bar: &ProgressBar) -> impl Fn(usize, usize) + Send + Sync {
    |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    }
}

/// The head of a page: the caveat, what is studied, and the answer in the first lines.
pub fn head(manifest: &Manifest, headline: &[Phrase], words: &Words, look: Look) -> String {
    let mut text = String::new();
    if let Some(caveat) = caveat(manifest) {
        text += &look.faint(wrapped(&words.phrase(&caveat), "", "").trim_end());
        text.push('\n');
    }
    text += &look.bold(wrapped(&words.phrase(&title(manifest)), "", "").trim_end());
    text.push('\n');
    text + &headline.iter().map(|line| look.gains(&wrapped(&words.phrase(line), "  ", "    "))).collect::<String>()
}

/// Tables one under the other.
pub fn tables(tables: &[Table], words: &Words, look: Look) -> String {
    tables.iter().map(|table| drawn(table, words, look)).collect()
}

/// The foot of a page: with what anybody gets the same figures.
pub fn foot(manifest: &Manifest, words: &Words, look: Look) -> String {
    format!("\n{}\n", look.faint(wrapped(&words.phrase(&provenance(manifest)), "", "").trim_end()))
}
