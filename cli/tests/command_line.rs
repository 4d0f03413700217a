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
    let commands =
        ["run", "report", "sensitivity", "compare", "value-of-information", "check", "law", "explain", "new", "schema"];
    for command in commands {
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
        vec!["sensitivity"],
        vec!["compare", "x.toml"],
        vec!["value-of-information", "x.toml", "--threads", "0"],
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
    for perspective in ["state", "citizen", "enterprise", "public_sector", "society"] {
        let (out, _, code) =
            output(gevinst().arg("run").arg(&path).args(["--samples", "4", "--perspective", perspective]));
        assert!(code == 0 && out.lines().all(|line| line.chars().count() <= 100), "{out}");
    }
    let (one, ..) = output(gevinst().arg("run").arg(&path).args(["--samples", "4", "--threads", "1", "--json"]));
    let (two, ..) = output(gevinst().arg("run").arg(&path).args(["--samples", "4", "--threads", "2", "--json"]));
    assert_eq!(one, two);
    let (three, ..) = output(gevinst().arg("run").arg(&path).args(["--samples", "4", "--seed", "2", "--json"]));
    assert_ne!(one, three);
}

#[test]
fn law_and_explain_answer() {
    let (out, _, code) = output(gevinst().args(["law", "cash_benefit", "--month", "2026-03"]));
    assert_eq!(code, 0);
    assert!(out.contains("cash_benefit."), "{out}");
    for unit in ["kr/month", "in force from", "derived", "https://"] {
        assert!(out.contains(unit), "{out}");
    }
    let (out, err, code) = output(gevinst().args(["law", "cash_benefit", "--month", "2025-03"]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("not in force in 2025-03") && err.contains("cash_benefit_until_2025"), "{err}");
    let (_, err, code) = output(gevinst().args(["law", "cash_benifit"]));
    assert!(code == 1 && err.contains("did you mean `cash_benefit`?"), "{err}");
    let (out, _, code) = output(gevinst().args(["law", "--coverage"]));
    assert!(code == 0 && out.contains("cash_benefit_until_2025.") && out.contains("cash_benefit."), "{out}");
}

#[test]
fn every_family_is_explained() {
    let families = [
        "cash_benefit",
        "flex_waiting_benefit",
        "flex_subsidy",
        "disability_pension",
        "sickness_benefit",
        "unemployment_benefit",
        "resource_benefit",
        "job_clarification_benefit",
        "senior_pension",
        "rehabilitation_benefit",
        "self_supporting",
    ];
    for family in families {
        let form = if family == "flex_subsidy" { "flex_job" } else { "wage_hours" };
        let person = ["explain", "--family", family, "--form", form, "--hours", "10", "--months", "2"];
        let (out, err, code) = output(gevinst().args(person));
        assert_eq!(code, 0, "{family}: {err}");
        assert!(out.contains("January 2026") && out.contains("February 2026"), "{out}");
        assert!(out.contains("enterprise → citizen") && out.contains("10.00 h/week x 13/3 weeks"), "{out}");
    }
}

#[test]
fn a_repealed_family_is_explained_until_its_end() {
    let person = ["explain", "--family", "sho_benefit", "--month", "2025-06", "--form", "small_job", "--hours", "5"];
    let (out, err, code) = output(gevinst().args(person));
    assert!(code == 0 && out.contains("SHO benefit, June 2025") && out.contains("LAS §§ 22, 31"), "{out}{err}");
    let (_, err, code) = output(gevinst().args(person).args(["--months", "2"]));
    assert!(code == 1 && err.contains("repealed from 2025-07; use cash_benefit"), "{err}");
}

#[test]
fn a_job_that_keeps_a_person_makes_them_self_supporting_after_three_months() {
    let person = ["explain", "--family", "cash_benefit", "--form", "ordinary_job", "--hours", "37", "--months", "4"];
    let (out, ..) = output(gevinst().args(person));
    assert!(out.contains("Cash benefit, March 2026") && out.contains("Self-supporting, April 2026"), "{out}");
}

#[test]
fn a_problem_is_shown_where_it_stands() {
    let path = directory("problem").join("scenario.toml");
    let written = output(gevinst().arg("new")).0.replace("count = 300", "count = -3");
    std::fs::write(&path, written).expect("a scenario");
    let (out, err, code) = output(gevinst().arg("run").arg(&path).args(["--set", "municipality.tax_rat=0.3"]));
    assert_eq!((code, out.as_str()), (1, ""));
    for part in ["scenario.toml:", "count = -3", "--set:1", "did you mean `tax_rate`?"] {
        assert!(err.contains(part), "{part}: {err}");
    }
}

#[test]
fn figures_that_cannot_be_written_are_4() {
    let directory = directory("unwritable");
    let path = directory.join("scenario.toml");
    output(gevinst().arg("new").arg(&path));
    let (_, err, code) = output(gevinst().arg("run").arg(&path).args(["--samples", "2", "--csv"]).arg(&path));
    assert_eq!(code, 4, "{err}");
}

#[test]
fn the_readme_shows_what_the_first_command_prints() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (out, err, code) = output(gevinst().current_dir(&root).args(["run", "examples/jammerbugt.toml"]));
    assert_eq!((code, err.as_str()), (0, ""));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("the output");
    assert!(out.starts_with(shown), "the README shows\n{shown}\nand the command prints\n{out}");
}

#[test]
fn problems_of_a_file_of_persons_show_the_place_and_nothing_of_the_file() {
    let directory = directory("persons");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let persons = std::fs::read_to_string(root.join("persons.csv")).expect("the example");
    std::fs::copy(root.join("persons.toml"), directory.join("persons.toml")).expect("a copy");
    let row = persons.lines().nth(7).expect("a row");
    let wrong = persons.replace(row, &row.replace("cash_benefit", "hemmelig"));
    std::fs::write(directory.join("persons.csv"), wrong).expect("a file");
    for command in ["check", "run"] {
        let (out, err, code) = output(gevinst().current_dir(&directory).args([command, "persons.toml"]));
        assert_eq!((code, out.as_str()), (1, ""));
        for part in ["persons.csv:8:3", "persons[line 8].family", "one of cash_benefit"] {
            assert!(err.contains(part), "{part}: {err}");
        }
        let id = row.split(';').next().expect("an id");
        assert!(!err.contains("hemmelig") && !err.contains(id), "{err}");
    }
    std::fs::write(directory.join("persons.csv"), persons).expect("a file");
    let (out, err, code) = output(gevinst().current_dir(&directory).args(["check", "persons.toml", "--lang", "da"]));
    assert!(code == 0 && out.contains("Anden forsørgelse") && !out.contains("Førtidspension"), "{out}{err}");
    std::fs::remove_file(directory.join("persons.csv")).expect("removed");
    let (_, err, code) = output(gevinst().current_dir(&directory).args(["run", "persons.toml"]));
    assert!(code == 1 && err.contains("cannot read `persons.csv`") && err.contains("file = \"persons.csv\""), "{err}");
}

/// Settings that make an analysis of the smallest example short.
const SHORT: [&str; 10] = [
    "--set",
    "simulation.samples=8",
    "--set",
    "time.years=2",
    "--set",
    "sensitivity.replicates=2",
    "--set",
    "value_of_information.samples=60",
    "--set",
    "value_of_information.replicates=2",
];

#[test]
fn analyses_are_tables_json_or_files() {
    let scenario = "../examples/small_jobs.toml";
    for (command, scenarios, key) in [
        ("sensitivity", vec![scenario], "bars"),
        ("value-of-information", vec![scenario], "decisions"),
        ("compare", vec![scenario, scenario], "programmes"),
    ] {
        let folder = directory(command);
        let of = |more: &[&str]| output(gevinst().arg(command).args(&scenarios).args(SHORT).args(more));
        let (page, err, code) = of(&["--lang", "da", "--csv", folder.to_str().expect("a path")]);
        assert_eq!(code, 0, "{command}: {err}");
        assert!(page.starts_with("Illustration med vores egne antagelser"), "{page}");
        assert!(page.contains("startværdi") && page.lines().all(|line| line.chars().count() <= 160), "{page}");
        for file in ["figures.csv", "tal-excel.csv"] {
            assert!(folder.join(file).metadata().expect("a file").len() > 100, "{command}: {file}");
        }
        let (json, _, code) = of(&["--json"]);
        let found: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert!(code == 0 && !found[key].as_array().expect("a list").is_empty(), "{command}");
    }
}

#[test]
fn what_cannot_be_compared_is_told_with_the_part_that_differs() {
    let (out, err, code) =
        output(gevinst().args(["compare", "../examples/small_jobs.toml", "../examples/ladder.toml"]));
    assert_eq!((out.as_str(), code), ("", 1));
    assert!(err.contains("cohorts: ") && err.contains("the same people"), "{err}");
}

/// Settings that make a report fast.
const FEW: [&str; 10] = [
    "--set",
    "simulation.samples=8",
    "--set",
    "time.years=2",
    "--set",
    "sensitivity.replicates=2",
    "--set",
    "value_of_information.samples=60",
    "--set",
    "value_of_information.replicates=2",
];

#[test]
fn a_report_is_written_with_the_command_that_gives_it_again() {
    let into = directory("report");
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/small_jobs.toml");
    let (out, err, code) = output(gevinst().args(["report", scenario, "--out"]).arg(&into).args(FEW));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for name in ["report.html", "report.xlsx", "rapport.html", "rapport.xlsx"] {
        assert!(out.contains(name) && into.join(name).exists(), "{name}: {out}");
    }
    let page = std::fs::read_to_string(into.join("rapport.html")).expect("the page");
    assert!(page.contains("--set time.years=2"), "the command stands in the page");

    let beside = directory("run-report");
    let (out, err, code) = output(gevinst().args(["run", scenario, "--lang", "da", "--report"]).arg(&beside).args(FEW));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Nettogevinst pr. budgetår") && err.contains("Skrevet: "), "{err}");
    assert!(beside.join("rapport.html").exists() && !beside.join("report.html").exists());
}

#[test]
fn a_report_that_cannot_be_written_is_4_before_anything_is_run() {
    let file = directory("report-file").join("in-the-way");
    std::fs::write(&file, "a file").expect("a file");
    let (out, err, code) = output(gevinst().args(["report", "there-is-no-such-file.toml", "--out"]).arg(&file));
    assert_eq!((code, out.as_str()), (4, ""), "{err}");
    assert!(err.contains("in-the-way") && err.contains("name a directory"), "{err}");
    assert_eq!(output(gevinst().arg("report").args(["a.toml"; 6]).args(["--out", "x"])).2, 2, "at most five");
}
