//! Does the house stand as it was drawn? Reads the source, because cargo keeps no floors inside one crate.

use std::fs;
use std::path::{Path, PathBuf};

/// Floors from the ground up, each with those that it may import.
const FLOORS: [(&str, &[&str]); 6] = [
    ("domain", &["domain"]),
    ("rules", &["domain", "rules"]),
    ("engine", &["domain", "rules", "engine"]),
    ("estimate", &["domain", "engine", "estimate"]),
    ("report", &["domain", "rules", "estimate", "report"]),
    ("study", &["domain", "rules", "engine", "estimate", "report", "study"]),
];

/// Methods of the standard library whose last bit differs between machines.
const UNPINNED: [&str; 12] = [
    ".ln()",
    ".log10()",
    ".exp()",
    ".exp2()",
    ".powf(",
    ".powi(",
    ".ln_1p()",
    ".exp_m1()",
    ".sin()",
    ".cos()",
    ".tanh()",
    ".cbrt()",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The text of a file without its unit tests, comments and docs.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn imports_go_down_and_name_the_file_that_owns_them() {
    for (floor, allowed) in FLOORS {
        for path in sources(&root().join(floor)) {
            for target in code(&path).split("crate::").skip(1) {
                let name = target.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
                assert!(allowed.contains(&name), "{}: imports `crate::{name}`", path.display());
            }
        }
    }
}

#[test]
fn a_mod_file_only_declares() {
    for path in sources(&root()).iter().filter(|path| path.ends_with("mod.rs")) {
        for line in code(path).lines().filter(|line| !line.trim().is_empty()) {
            let declares = line.starts_with("pub mod ") || line.starts_with("mod ");
            assert!(declares, "{}: {line}", path.display());
        }
    }
}

#[test]
fn between_scenario_and_ore_only_pinned_functions_and_ordered_maps() {
    for floor in ["domain", "rules", "engine", "estimate"] {
        for path in sources(&root().join(floor)) {
            // nalgebra's matrix exponential is a yardstick beside the simulation, never a figure of it.
            let yardstick = path.ends_with("occupancy.rs");
            let code = code(&path);
            for name in UNPINNED.iter().filter(|name| !(yardstick && **name == ".exp()")) {
                assert!(!code.contains(name), "{}: {name} of the standard library; use libm", path.display());
            }
            for name in ["HashMap", "HashSet", "unsafe ", "thread_rng", "SystemTime", "std::time"] {
                assert!(!code.contains(name), "{}: {name}", path.display());
            }
        }
    }
}

#[test]
fn a_room_is_one_thought() {
    for path in sources(&root()) {
        let lines = fs::read_to_string(&path).expect("a source file").lines().count();
        assert!(lines <= 600, "{}: {lines} lines are two thoughts", path.display());
    }
}
