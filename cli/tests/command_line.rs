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
    let commands = [
        "run",
        "merge",
        "report",
        "sensitivity",
        "compare",
        "value-of-information",
        "check",
        "law",
        "explain",
        "new",
        "schema",
        "bench",
    ];
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

/// Settings that make the analyses and the report of the smallest example short.
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

#[test]
fn a_report_is_written_with_the_command_that_gives_it_again() {
    let into = directory("report");
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/small_jobs.toml");
    let (out, err, code) = output(gevinst().args(["report", scenario, "--out"]).arg(&into).args(SHORT));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for name in ["report.html", "report.xlsx", "rapport.html", "rapport.xlsx"] {
        assert!(out.contains(name) && into.join(name).exists(), "{name}: {out}");
    }
    let page = std::fs::read_to_string(into.join("rapport.html")).expect("the page");
    assert!(page.contains("--set time.years=2"), "the command stands in the page");
    assert!(page.contains("Beregningstid") && page.contains("januar 2026 – december 2027"), "and what it took");

    let beside = directory("run-report");
    let (out, err, code) =
        output(gevinst().args(["run", scenario, "--lang", "da", "--report"]).arg(&beside).args(SHORT));
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

/// A run that can be killed: small jobs, long enough to be somewhere in the middle of it.
fn kept(file: &std::path::Path) -> Vec<String> {
    let settings = ["simulation.samples=640", "simulation.level_draws=8", "time.years=3"];
    let mut arguments: Vec<String> =
        ["run", "../examples/small_jobs.toml", "--json", "--checkpoint"].map(String::from).into();
    arguments.push(file.display().to_string());
    arguments.extend(settings.into_iter().flat_map(|setting| ["--set".to_owned(), setting.to_owned()]));
    arguments
}

#[test]
fn a_run_killed_at_twenty_moments_comes_to_the_same_bytes() {
    let place = directory("killed");
    let (whole, killed) = (place.join("whole"), place.join("killed"));
    let began = std::time::Instant::now();
    let (figures, err, code) = output(gevinst().args(kept(&whole)));
    assert_eq!(code, 0, "{err}");
    let once = began.elapsed();
    // Moments that differ from run to run, and spread over what one go takes.
    let mut state = u64::from(std::process::id());
    for _ in 0..20 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wait = once.mul_f64((state >> 40) as f64 / (1u64 << 24) as f64 / 3.0);
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("gevinst"));
        let quiet = std::process::Stdio::null;
        let mut child = command.args(kept(&killed)).stdout(quiet()).stderr(quiet()).spawn().expect("it starts");
        std::thread::sleep(wait);
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    let (again, err, code) = output(gevinst().args(kept(&killed)));
    assert_eq!(code, 0, "{err}");
    assert_eq!(again, figures);
    assert_eq!(std::fs::read(&killed).expect("a file"), std::fs::read(&whole).expect("a file"));
}

#[test]
fn parts_of_a_run_are_joined_and_shown() {
    let place = directory("parts");
    let run = |file: &str, more: &[&str]| {
        let keep = place.join(file).display().to_string();
        let settings = ["--set", "simulation.samples=130", "--set", "time.years=2"];
        let mut command = gevinst();
        command.args(["run", "../examples/small_jobs.toml", "--checkpoint", &keep]).args(settings).args(more);
        output(&mut command)
    };
    for part in ["1/2", "2/2"] {
        let (out, err, code) = run(&part.replace('/', " of "), &["--shard", part]);
        assert_eq!(code, 0, "{err}");
        assert!(out.starts_with(&format!("part {part}: ")), "{out}");
    }
    let name = |file: &str| place.join(file).display().to_string();
    let merge = |parts: &[&str]| {
        let parts: Vec<String> = parts.iter().map(|part| name(part)).collect();
        output(gevinst().arg("merge").args(parts).args(["--out", &name("joined")]))
    };
    let (_, err, code) = merge(&["1 of 2"]);
    assert!(code == 1 && err.contains("not every block is there"), "{err}");
    let (out, err, code) = merge(&["1 of 2", "2 of 2"]);
    assert!(code == 0 && out.contains("--checkpoint"), "{out}{err}");
    let (joined, err, code) = run("joined", &["--json"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(joined, run("whole", &["--json"]).0);
}

/// Ctrl-C: figures of what was done, the word that they are, and the exit code that says so.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_figures() {
    let keep = directory("ctrl_c").join("kept");
    let mut arguments = kept(&keep);
    arguments.extend(["--set".to_owned(), "simulation.samples=16000".to_owned()]);
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("gevinst"));
    let piped = std::process::Stdio::piped;
    let child = command.args(arguments).stdout(piped()).stderr(piped()).spawn().expect("it starts");
    // Until the first block is kept.
    while std::fs::metadata(&keep).map_or(0, |file| file.len()) < 10_000 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.expect("a signal").success());
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(done.status.code(), Some(3));
    let findings: serde_json::Value = serde_json::from_slice(&done.stdout).expect("figures");
    assert_eq!(findings["manifest"]["complete"], false);
    let samples = findings["manifest"]["samples"].as_u64().expect("a number");
    assert!((1..16_000).contains(&samples), "{samples}");
    let told = String::from_utf8(done.stderr).expect("text");
    assert!(told.contains("Ctrl-C again") && told.contains("the same command goes on from"), "{told}");
}

#[test]
fn bench_names_each_measure() {
    let (out, err, code) = output(gevinst().args(["bench", "--quick"]));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for measure in [
        "Block of four named random words",
        "Month of law",
        "Person-month of the engine",
        "Month of a life that is lived",
        "Numbers of a draw",
        "person-months a second, one core",
        "person-months a second, all threads",
        "Lives a second",
        "Exhaustive over lazy engine",
        "Its bound",
        "Floor: a block and a look-up",
        "Engine over floor",
        "Plain over fast engine",
        "Error down to 1 % of the net saving",
        "Draws that this takes",
        "Cold start to the first figure",
    ] {
        let line = out.lines().find(|line| line.contains(measure)).expect(measure);
        assert!(line.chars().any(|sign| sign.is_ascii_digit() || sign == '–'), "{line}");
    }
    assert!(["small_jobs", "jammerbugt", "north_jutland"].iter().all(|name| out.contains(name)), "{out}");

    let (out, err, code) = output(gevinst().args(["bench", "--quick", "--lang", "da", "../examples/ladder.toml"]));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("Koldstart") && out.contains("ladder") && !out.contains("small_jobs"), "{out}");
    let (out, err, code) = output(gevinst().args(["bench", "--quick", "there-is-no-such-file.toml"]));
    assert!(out.is_empty() && code == 1 && err.contains("cannot read"), "{err}");
}
