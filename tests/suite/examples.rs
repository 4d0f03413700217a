//! Do the documents hold? Every example is listed in the README and runs; the tables of the scenarios are snapshots.

use std::fs;
use std::process::Command;

use gevinst::report::language::Language;
use gevinst::study::scenario::Study;

use crate::report::drawn;

fn examples(ending: &str) -> Vec<String> {
    let folder = fs::read_dir("examples").expect("the folder of examples");
    let mut names: Vec<String> = folder
        .filter_map(|entry| entry.ok()?.path().file_name()?.to_str().map(str::to_owned))
        .filter(|name| name.ends_with(ending))
        .collect();
    names.sort();
    names
}

#[test]
fn every_example_is_listed_in_the_readme() {
    let readme = fs::read_to_string("README.md").expect("the README");
    for name in examples(".toml").into_iter().chain(examples(".rs")) {
        assert!(readme.contains(&format!("examples/{name}")), "{name} is not in the README");
    }
}

#[test]
fn every_scenario_runs_and_says_the_same_as_before_in_both_languages() {
    for name in examples(".toml") {
        let settings = [("simulation.samples", "16"), ("time.years", "5")];
        let study = Study::from_toml_with(format!("examples/{name}"), &settings).expect("the example is sound");
        let findings = study.run().expect("the example runs");
        let manifest = &findings.manifest;
        for (language, caveat) in [
            (Language::English, "Illustration with our assumptions, not figures of the municipality.\n"),
            (Language::Danish, "Illustration med vores egne antagelser, ikke kommunens tal.\n"),
        ] {
            let text = drawn(&findings, language);
            assert!(text.starts_with(caveat), "{name} begins with the caveat");
            // Hashes move with every word of a scenario and every value of the law.
            let text = [&manifest.scenario_hash, &manifest.law_hash]
                .into_iter()
                .fold(text, |text, hash| text.replace(hash, "(hash)"));
            let scenario = name.trim_end_matches(".toml");
            insta::assert_snapshot!(format!("{scenario}_{}", language.code()), text);
        }
    }
}

/// `cargo test` builds the examples beside the tests: target/.../deps and target/.../examples.
#[test]
fn every_program_runs() {
    let built = std::env::current_exe().expect("the test's own path");
    let folder = built.parent().and_then(std::path::Path::parent).expect("the folder of the build").join("examples");
    for name in examples(".rs") {
        let program = folder.join(name.trim_end_matches(".rs"));
        let output = Command::new(&program).output().expect("cargo test builds every example");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !output.stdout.is_empty(), "{name}: {error}");
    }
}
