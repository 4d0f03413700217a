//! Do the documents hold? Every example is listed in the README and runs; the tables of the scenarios are snapshots.

use std::fs;
use std::process::Command;

use gevinst::domain::party::Perspective;
use gevinst::report::language::Language;
use gevinst::report::number::signed;
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
            (Language::English, "Illustration with our assumptions, not "),
            (Language::Danish, "Illustration med vores egne antagelser, ikke "),
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

/// A run that a page of notes quotes, and the net present values that it quotes of it [million kr].
struct Quoted {
    notes: &'static str,
    scenario: &'static str,
    settings: &'static [(&'static str, &'static str)],
    said: &'static [(Perspective, &'static str)],
}

/// The runs that take least time; the README's own is compared by the test of the command line.
const QUOTED: [Quoted; 5] = [
    Quoted {
        notes: "provider",
        scenario: "provider",
        settings: &[],
        said: &[
            (Perspective::Municipality, "\u{2212}8.3 (\u{2212}14.1 to \u{2212}0.6)"),
            (Perspective::Enterprise, "+0.5 (0.0 to +1.1)"),
            (Perspective::Society, "\u{2212}8.0 (\u{2212}14.3 to \u{2212}0.2)"),
        ],
    },
    Quoted {
        notes: "provider",
        scenario: "provider_twin",
        settings: &[],
        said: &[
            (Perspective::Municipality, "\u{2212}6.1 (\u{2212}10.3 to \u{2212}2.3)"),
            (Perspective::Citizen, "+1.5 (+0.5 to +2.6)"),
            (Perspective::Enterprise, "\u{2212}1.6 (\u{2212}3.3 to \u{2212}0.1)"),
            (Perspective::Society, "\u{2212}4.7 (\u{2212}9.4 to \u{2212}0.6)"),
        ],
    },
    Quoted {
        notes: "provider",
        scenario: "provider_twin",
        settings: &[
            ("assumptions.place_price.value", "4400"),
            ("assumptions.place_price.low", "4400"),
            ("assumptions.place_price.high", "4400"),
        ],
        said: &[
            (Perspective::Municipality, "0.0 (\u{2212}1.4 to +1.7)"),
            (Perspective::Society, "+1.1 (\u{2212}1.7 to +5.0)"),
        ],
    },
    Quoted {
        notes: "north_jutland",
        scenario: "north_jutland",
        settings: &[],
        said: &[(Perspective::Municipality, "\u{2212}0.2 (\u{2212}3.2 to +4.2)")],
    },
    Quoted {
        notes: "entry_point",
        scenario: "entry_point",
        settings: &[("programme.entry_point.hours_per_week", "6")],
        said: &[(Perspective::Municipality, "\u{2212}0.2 (\u{2212}1.2 to +1.1)")],
    },
];

#[test]
fn the_notes_say_what_the_runs_say() {
    for Quoted { notes, scenario, settings, said } in QUOTED {
        let page = fs::read_to_string(format!("examples/notes/{notes}.md")).expect("the notes");
        let study = Study::from_toml_with(format!("examples/{scenario}.toml"), settings).expect("the example is sound");
        let findings = study.run().expect("the example runs");
        for (perspective, quoted) in said {
            let found = findings.savings(*perspective).net_present_value;
            let millions = |ore: f64| signed(ore / 1e8, 1, Language::English);
            let found = format!("{} ({} to {})", millions(found.mean), millions(found.p05), millions(found.p95));
            assert_eq!(found, *quoted, "{scenario} {settings:?}, seen by {perspective:?}");
            assert!(page.contains(quoted), "{notes}.md does not say `{quoted}`");
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
