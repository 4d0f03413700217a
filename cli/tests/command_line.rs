//! The command line from outside: help, exit codes, and what stands on which stream.

use assert_cmd::Command;

fn gevinst() -> Command {
    let mut command = Command::cargo_bin("gevinst").expect("the binary is built");
    command.env_remove("NO_COLOR");
    command
}

fn output(command: &mut Command) -> (String, String, i32) {
    let output = command.output().expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (text(output.stdout), text(output.stderr), output.status.code().expect("an exit code"))
}

/// A directory of the test's own, empty.
fn directory(name: &str) -> std::path::PathBuf {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a directory");
    path
}

#[test]
fn help_names_every_command() {
    let (out, _, code) = output(gevinst().arg("--help"));
    assert_eq!(code, 0);
    for command in ["run", "check", "law", "explain", "new", "schema"] {
        assert!(out.contains(&format!("\n  {command}")), "{out}");
        assert_eq!(output(gevinst().args([command, "--help"])).2, 0);
    }
}

#[test]
fn wrong_usage_is_2() {
    for wrong in [
        vec!["run"],
        vec!["run", "x.toml", "--lang", "dk"],
        vec!["run", "x.toml", "--perspective", "mayor"],
        vec!["run", "x.toml", "--set", "nothing"],
        vec!["run", "x.toml", "--samples", "0"],
        vec!["law", "--month", "2026-13"],
        vec!["explain", "--hours", "10"],
        vec!["nothing"],
    ] {
        let (out, err, code) = output(gevinst().args(&wrong));
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}: {err}");
    }
}

#[test]
fn new_writes_once_and_never_overwrites() {
    let path = directory("new").join("scenario.toml");
    assert_eq!(output(gevinst().arg("new").arg(&path)).2, 0);
    let written = std::fs::read_to_string(&path).expect("the scenario");
    assert_eq!(written, output(gevinst().arg("new")).0);
    let (_, err, code) = output(gevinst().arg("new").arg(&path));
    assert_eq!(code, 4);
    assert!(err.contains("cannot write"), "{err}");
}

#[test]
fn the_schema_is_json_without_colours() {
    let (out, err, code) = output(gevinst().arg("schema"));
    assert_eq!((code, err.as_str()), (0, ""));
    let schema: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(schema["title"], "gevinst scenario");
}

#[test]
fn a_missing_scenario_is_1() {
    let (out, err, code) = output(gevinst().args(["run", "there-is-no-such-file.toml"]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("there-is-no-such-file.toml") && !err.contains('\u{1b}'), "{err}");
}

#[test]
fn what_new_writes_can_be_checked_and_run() {
    let directory = directory("starter");
    let path = directory.join("scenario.toml");
    output(gevinst().arg("new").arg(&path));
    let (out, err, code) = output(gevinst().arg("check").arg(&path));
    assert_eq!(code, 0, "{out}{err}");
    let figures = directory.join("figures");
    let run = ["--samples", "4", "--lang", "da", "--csv"];
    let (out, err, code) = output(gevinst().arg("run").arg(&path).args(run).arg(&figures));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.lines().take(5).any(|line| line.contains("Kommunen")), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    let excel = std::fs::read_to_string(figures.join("tal-excel.csv")).expect("the Danish form");
    assert!(excel.starts_with('\u{feff}'));
    let (one, ..) = output(gevinst().arg("run").arg(&path).args(["--samples", "4", "--threads", "1", "--json"]));
    let (two, ..) = output(gevinst().arg("run").arg(&path).args(["--samples", "4", "--threads", "2", "--json"]));
    assert_eq!(one, two);
}

#[test]
fn law_and_explain_answer() {
    let (out, _, code) = output(gevinst().args(["law", "cash_benefit", "--month", "2026-03"]));
    assert_eq!(code, 0);
    assert!(out.contains("cash_benefit."), "{out}");
    let person = ["explain", "--family", "cash_benefit", "--form", "wage_hours", "--hours", "10", "--months", "2"];
    let (out, err, code) = output(gevinst().args(person));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Refund from the state"), "{out}");
    assert_eq!(output(gevinst().args(["law", "no_such_thing"])).2, 1);
}

#[test]
fn the_readme_shows_what_the_first_command_prints() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (out, err, code) = output(gevinst().current_dir(&root).args(["run", "examples/small_jobs.toml"]));
    assert_eq!((code, err.as_str()), (0, ""));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("the output");
    assert!(out.starts_with(shown), "the README shows\n{shown}\nand the command prints\n{out}");
}
