//! `gevinst report`: a page, a workbook, files of figures and pictures of one scenario, or of several side by side.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use gevinst::domain::party::Perspective;
use gevinst::report::comparison::comparison_headline;
use gevinst::report::findings::Manifest;
use gevinst::report::headline::headline;
use gevinst::report::language::Language;
use gevinst::report::reproduction::Making;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::Phrase;
use gevinst::report::words::Words;
use gevinst_report::{Options, write, write_comparison};

use crate::failure::Failure;
use crate::output::{bar, head, onto};
use crate::terminal::{Look, say};
use crate::{arguments, library};

/// Write the report of a scenario into a directory: a page, a workbook, figures and pictures. Of two to five: side by side
#[derive(Debug, Args)]
pub struct Report {
    /// Scenario file (TOML); two to five are compared, with the draws of the first
    #[arg(required = true, num_args = 1..=5)]
    scenarios: Vec<PathBuf>,
    /// Directory to write into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Languages, each with files of its own
    #[arg(long, default_value = "both")]
    lang: Languages,
    /// Whose eyes the answer is seen with
    #[arg(long, value_name = "P", default_value = "municipality", value_parser = arguments::perspective())]
    perspective: Perspective,
    /// Threads; the figures are the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Another value for a key of the scenario; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = arguments::setting)]
    set: Vec<(String, String)>,
}

/// The languages of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Languages {
    /// Danish
    Da,
    /// English
    En,
    /// Danish and English
    Both,
}

impl Languages {
    fn each(self) -> Vec<Language> {
        match self {
            Languages::Da => vec![Language::Danish],
            Languages::En => vec![Language::English],
            Languages::Both => Language::ALL.to_vec(),
        }
    }
}

impl Report {
    /// Runs the scenarios with their analyses and writes the report.
    pub fn run(self) -> Result<(), Failure> {
        make(&self.out)?;
        let languages = self.lang.each();
        // The terminal speaks the language of the report, English of both.
        let words = Words::of(*languages.last().unwrap_or(&Language::English));
        let command = typed(&self.scenarios, &self.out, self.perspective, &self.set);
        let began = Instant::now();
        let options = |languages: Vec<Language>| {
            let making = Making { command: Some(command), seconds: Some(whole_seconds(began)) };
            Options { perspective: self.perspective, languages, making }
        };
        let bar = bar(words);
        let threads = self.threads.map(usize::from);
        if let [scenario] = self.scenarios.as_slice() {
            let dossier = library::dossier(scenario, &self.set, threads, onto(&bar));
            bar.finish_and_clear();
            let dossier = dossier?;
            let written = write(&dossier, &options(languages), &self.out)?;
            told(&dossier.run.manifest, &headline(&dossier.run, self.perspective), &written, words)?;
            return Failure::if_interrupted(None);
        }
        let findings = library::compare(&self.scenarios, &self.set, threads, onto(&bar));
        bar.finish_and_clear();
        let findings = findings?;
        let written = write_comparison(&findings, &options(languages), &self.out)?;
        told(&findings.manifests[0], &comparison_headline(&findings, self.perspective), &written, words)?;
        Failure::if_interrupted(None)
    }
}

/// How long it is since then [s], one at the least.
pub fn whole_seconds(began: Instant) -> u32 {
    (began.elapsed().as_secs_f64().round() as u32).max(1)
}

/// Makes the directory of a report before anything is run: who cannot write is told at once.
pub fn make(directory: &Path) -> Result<(), Failure> {
    let made = std::fs::create_dir_all(directory);
    made.map_err(|cause| Failure::Report(gevinst_report::Error::Unwritable { path: directory.to_owned(), cause }))
}

/// Says the answer and what was written.
fn told(manifest: &Manifest, answer: &[Phrase], written: &[PathBuf], words: &Words) -> Result<(), Failure> {
    let page = head(manifest, answer, words, Look::of(&std::io::stdout()));
    say(&format!("{page}\n{}", lines(written, words)))
}

/// A line for each page and workbook, and one for each directory beside them.
pub fn lines(written: &[PathBuf], words: &Words) -> String {
    let mut named: Vec<String> = Vec::new();
    for path in written {
        let shown = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html" | "xlsx") => path.display().to_string(),
            _ => path.parent().unwrap_or(path).join("").display().to_string(),
        };
        if !named.contains(&shown) {
            named.push(shown);
        }
    }
    let line = |path: String| words.phrase(&Phrase::new("document.written").with("path", path.as_str())) + "\n";
    named.into_iter().map(line).collect()
}

/// The command that gives the same report.
pub fn typed(scenarios: &[PathBuf], out: &Path, perspective: Perspective, settings: &[(String, String)]) -> String {
    let mut command = vec!["gevinst report".to_owned()];
    command.extend(scenarios.iter().map(|path| quoted(&path.display().to_string())));
    command.push(format!("--out {}", quoted(&out.display().to_string())));
    if perspective != Perspective::Municipality {
        command.push(format!("--perspective {}", perspective_key(perspective)));
    }
    command.extend(settings.iter().map(|(key, value)| format!("--set {}", quoted(&format!("{key}={value}")))));
    command.join(" ")
}

/// A word as a shell takes it: in quotes where it holds more than letters, digits and marks of paths.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/=:+\\".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, typed};
    use gevinst::domain::party::Perspective;

    #[test]
    fn the_command_can_be_typed_again() {
        let settings = [("programme.enterprises[a b].places".to_owned(), "3".to_owned())];
        let command = typed(&["a.toml".into()], "out".as_ref(), Perspective::Society, &settings);
        assert_eq!(
            command,
            "gevinst report a.toml --out out --perspective society --set 'programme.enterprises[a b].places=3'"
        );
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
