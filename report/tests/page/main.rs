//! The page of a report: what it says, how it is built, and how a browser shows it.

mod browser;
mod built;
mod delivered;
mod said;

use std::path::PathBuf;
use std::sync::LazyLock;

use gevinst::report::decisions::{ComparisonFindings, Dossier};
use gevinst::report::language::Language;
use gevinst::study::scenario::Study;
use gevinst_report::{Options, write, write_comparison};

const SETTINGS: [(&str, &str); 5] = [
    ("simulation.samples", "12"),
    ("time.years", "3"),
    ("sensitivity.replicates", "2"),
    ("value_of_information.samples", "60"),
    ("value_of_information.replicates", "2"),
];

/// A small study with its analyses. Of the law three values: what the law says is tested elsewhere.
static DOSSIER: LazyLock<Dossier> = LazyLock::new(|| {
    let mut dossier = study().runner().dossier().expect("it runs");
    dossier.run.law.truncate(3);
    dossier.run.manifest.scenario_hash = "(scenario)".to_owned();
    dossier.run.manifest.law_hash = "(law)".to_owned();
    dossier
});

fn study() -> Study {
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/small_jobs.toml");
    Study::from_toml_with(scenario, &SETTINGS).expect("an example")
}

/// Two programmes side by side.
fn comparison() -> ComparisonFindings {
    let mut first = study();
    first.simulation.replicates = 2;
    let mut other = first.clone();
    other.programme.name = "Twice <as many> & more".to_owned();
    other.programme.enterprises[0].positions[0].places = 20.0.into();
    first.runner().compare(&[other]).expect("it runs")
}

/// An empty directory of a test's own.
fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn both() -> Options {
    Options { languages: Language::ALL.to_vec(), ..Options::default() }
}

/// The pages of a study and of a comparison, in both languages.
fn pages(name: &str) -> Vec<(String, String)> {
    let (study, compared) = (directory(&format!("{name}-study")), directory(&format!("{name}-compared")));
    let mut written = write(&DOSSIER, &both(), &study).expect("it can be written");
    written.extend(write_comparison(&comparison(), &both(), &compared).expect("it can be written"));
    let html = written.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    html.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("a page"))).collect()
}
