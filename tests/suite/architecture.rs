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

/// Functions of the standard library whose last bit differs between machines.
const UNPINNED: [&str; 21] = [
    "ln", "log", "log2", "log10", "exp", "exp2", "powf", "powi", "ln_1p", "exp_m1", "sin", "cos", "tan", "sin_cos",
    "asin", "acos", "atan", "sinh", "cosh", "tanh", "cbrt",
];

/// Words that no floor may hold: order and time must not depend on the machine.
const FORBIDDEN: [&str; 6] = ["HashMap", "HashSet", "unsafe ", "thread_rng", "SystemTime", "std::time"];

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

/// The code of a file without its unit tests, comments and docs.
fn code(path: &Path) -> String {
    stripped(&fs::read_to_string(path).expect("a source file"))
}

/// A text without its modules of tests, each up to the brace that closes it in the first column, and without comments.
fn stripped(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(from) = text.find("#[cfg(test)]") {
        let tests = &text[from..];
        assert!(tests.starts_with("#[cfg(test)]\nmod "), "only whole modules are for tests: {tests:.80}");
        let until = tests.find("\n}").map_or(text.len(), |length| from + length + 2);
        text.replace_range(from..until, "");
    }
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Imports that a floor may not have: of a floor above, through the crate root, or of a neighbour by `super`.
fn wrong_imports(code: &str, allowed: &[&str]) -> Vec<String> {
    let names = code
        .split("crate::")
        .skip(1)
        .map(|target| target.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default().to_owned());
    let mut wrong: Vec<String> = names.filter(|name| !allowed.contains(&name.as_str())).collect();
    wrong.extend(code.contains("super::").then(|| "super".to_owned()));
    wrong
}

/// Unpinned functions that a code calls, as methods or by path.
fn unpinned(code: &str) -> Vec<&'static str> {
    let calls = |name: &str| {
        code.contains(&format!(".{name}(")) || ["f64", "f32"].iter().any(|of| names(code, &format!("{of}::{name}")))
    };
    UNPINNED.into_iter().filter(|name| calls(name)).collect()
}

/// Whether a code holds a path as a whole: `f64::exp` is not in `f64::exp_m1`.
fn names(code: &str, path: &str) -> bool {
    code.split(path).skip(1).any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn imports_go_down_and_name_the_file_that_owns_them() {
    for (floor, allowed) in FLOORS {
        for path in sources(&root().join(floor)) {
            let wrong = wrong_imports(&code(&path), allowed);
            assert!(wrong.is_empty(), "{}: imports {wrong:?}", path.display());
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
fn every_folder_of_the_source_is_a_floor() {
    for entry in fs::read_dir(root()).expect("the source") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        assert!(name == "lib.rs" || FLOORS.iter().any(|(floor, _)| *floor == name), "{name} is no floor");
    }
}

#[test]
fn between_scenario_and_ore_only_pinned_functions() {
    for floor in ["domain", "rules", "engine", "estimate"] {
        for path in sources(&root().join(floor)) {
            let mut found = unpinned(&code(&path));
            // nalgebra's matrix exponential is a yardstick beside the simulation, never a figure of it.
            found.retain(|name| !(path.ends_with("engine/occupancy.rs") && *name == "exp"));
            assert!(found.is_empty(), "{}: {found:?} of the standard library; use libm", path.display());
        }
    }
}

#[test]
fn no_maps_in_random_order_no_clock_nothing_unsafe() {
    for path in sources(&root()) {
        let code = code(&path);
        for name in FORBIDDEN {
            assert!(!code.contains(name), "{}: {name}", path.display());
        }
    }
}

/// A test that reads text must be seen to bite.
#[test]
fn the_rules_see_what_breaks_them() {
    let engine = FLOORS[2].1;
    assert!(wrong_imports("use crate::rules::policy::Policy;", engine).is_empty());
    assert_eq!(wrong_imports("use crate::study::run::Prepared;", engine), ["study"]);
    assert_eq!(wrong_imports("let x = crate::report::table::Table::new();", engine), ["report"]);
    assert_eq!(wrong_imports("use crate::Study;", engine), ["Study"]);
    assert_eq!(wrong_imports("use crate::{domain::money::Money, report::table::Table};", engine), [""]);
    assert_eq!(wrong_imports("use super::super::study::run;", engine), ["super"]);
    assert_eq!(wrong_imports("use crate::rules::policy::Policy;", FLOORS[3].1), ["rules"]);
    assert_eq!(unpinned("x.powi(2) + f64::exp(y) + z.map(f64::ln)"), ["ln", "exp", "powi"]);
    assert!(unpinned("libm::exp(x) + libm::log1p(x) + x.sqrt() + list.first().expect(text)").is_empty());
    let text = "a();\n#[cfg(test)]\nmod tests {\n    x.ln()\n}\n// x.exp()\nb.sin();\n";
    assert_eq!(unpinned(&stripped(text)), ["sin"], "code after the tests is read too");
}

#[test]
fn a_room_is_one_thought() {
    for path in sources(&root()) {
        let lines = fs::read_to_string(&path).expect("a source file").lines().count();
        assert!(lines <= 600, "{}: {lines} lines are two thoughts", path.display());
    }
}
