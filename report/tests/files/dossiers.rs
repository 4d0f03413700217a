//! Studies of the examples with few draws.

use std::sync::LazyLock;

use gevinst::report::decisions::Dossier;
use gevinst::study::scenario::Study;

/// A study of small jobs: a perspective with little money in it, and every analysis.
pub static SMALL_JOBS: LazyLock<Dossier> = LazyLock::new(|| dossier("small_jobs.toml"));

/// A study with enterprises, target groups, frames and functions of many kinds.
pub static JAMMERBUGT: LazyLock<Dossier> = LazyLock::new(|| run_only("jammerbugt.toml"));

/// A study from a file of persons, in which small classes stand together.
pub static PERSONS: LazyLock<Dossier> = LazyLock::new(|| run_only("persons.toml"));

/// A study with variants of the law.
pub static LADDER: LazyLock<Dossier> = LazyLock::new(|| run_only("ladder.toml"));

const FEW: [(&str, &str); 3] = [("simulation.samples", "12"), ("time.years", "3"), ("sensitivity.replicates", "2")];

fn study(example: &str, settings: &[(&str, &str)]) -> Study {
    let path = format!("{}/../examples/{example}", env!("CARGO_MANIFEST_DIR"));
    Study::from_toml_with(path, settings).expect("the example is sound")
}

fn dossier(example: &str) -> Dossier {
    let information = [("value_of_information.samples", "60"), ("value_of_information.replicates", "2")];
    let settings: Vec<(&str, &str)> = FEW.into_iter().chain(information).collect();
    study(example, &settings).runner().dossier().expect("the analyses run")
}

fn run_only(example: &str) -> Dossier {
    let run = study(example, &FEW[..1]).run().expect("the study runs");
    Dossier { run, sensitivity: None, information: None }
}
