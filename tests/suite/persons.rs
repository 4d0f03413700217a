//! A file of persons: what is read, what is refused and with which words, and who the people of a draw are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::person::{KnownPerson, Person};
use gevinst::domain::programme::Programme;
use gevinst::engine::draw::Draws;
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{DrawNumber, Model};
use gevinst::engine::outcome::Record;
use gevinst::engine::synthesis::People;
use gevinst::engine::{plain, simulation};
use gevinst::report::findings::Findings;
use gevinst::study::error::Error;
use gevinst::study::persons::Persons;
use gevinst::study::prepared::Prepared;
use gevinst::study::scenario::Study;
use proptest::prelude::*;

const HEADER: &str = "id,target_group,family,birth,clock_weeks";

/// Whom the places of the example ask for.
const GROUPS: &str = "programme.enterprises[repair workshop].positions[small jobs].target_groups";

/// A file of the test's own.
fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("persons_{name}.csv"));
    fs::write(&path, content).expect("a file");
    path
}

/// Six sound rows of the columns of `HEADER`.
fn rows() -> Vec<String> {
    (0..6).map(|n| format!("a{n},activity_ready,cash_benefit,198{n}-03,{}", 60 + n)).collect()
}

/// The example with other people, small enough for tests.
fn study(path: &Path) -> Result<Study, Error> {
    let path = path.to_str().expect("a path");
    let settings = [("persons.file", path), (GROUPS, "[]"), ("simulation.samples", "4"), ("time.years", "3")];
    Study::from_toml_with("examples/persons.toml", &settings)
}

fn refusal(name: &str, content: impl AsRef<[u8]>) -> Error {
    study(&file(name, content)).expect_err("the file is refused")
}

fn known(study: &Study) -> Vec<&KnownPerson> {
    study.persons.iter().flat_map(Persons::known).collect()
}

fn json(findings: &Findings) -> String {
    serde_json::to_string(findings).expect("findings are JSON")
}

#[test]
fn the_example_is_what_the_program_writes() {
    let built = std::env::current_exe().expect("the test's own path");
    let folder = built.parent().and_then(Path::parent).expect("the folder of the build").join("examples");
    let written = Command::new(folder.join("make_persons")).output().expect("cargo test builds every example");
    let tree = fs::read("examples/persons.csv").expect("the example");
    assert!(tree == written.stdout, "run make_persons again and keep what it writes");
}

#[test]
fn columns_separators_and_decimals_are_read_as_they_are_written() {
    let header = format!("{HEADER},capacity,single,self_support_window,pension_awarded,weight");
    let window = format!("{} {} {}", "0".repeat(12), "0".repeat(12), "000100000000");
    let row = |n: usize| format!("b{n},pension,disability_pension,1970-0{},87.33,12.5,no,{window},2019-05,1.5", n + 1);
    let english = format!("{header}\n{}\n", (0..5).map(row).collect::<Vec<_>>().join("\n"));
    let danish =
        format!("\u{feff}{}", english.replace(',', ";").replace('.', ",").replace("no", "Nej").replace('\n', "\r\n"));
    let quoted = english.replace("87.33", "\"87,33\"").replace("pension,dis", "\"pension\" , dis");
    let tabbed = english.replace(',', "\t");
    let expected = KnownPerson {
        capacity: 12.5,
        clock: gevinst::domain::calendar::Weeks::from_thirds(262),
        self_support_window: 1 << 8,
        weight: 1.5,
        ..KnownPerson::new("b0", "pension", Family::DisabilityPension, Month::january(1970))
    };
    for (name, content) in [("english", english), ("danish", danish), ("quoted", quoted), ("tabbed", tabbed)] {
        let study = study(&file(name, &content)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut first = known(&study)[0].clone();
        assert_eq!(first.benefit.pension_awarded, Some(Month::january(2019) + 4), "{name}");
        assert!(!first.benefit.single && first.benefit.work_test, "{name}");
        first.benefit = expected.benefit;
        assert!(first == expected, "{name}");
    }
}

#[test]
fn what_is_wrong_is_told_with_line_and_column() {
    let with = |at: usize, row: &str| {
        let mut rows = rows();
        rows[at] = row.to_owned();
        format!("{HEADER}\n{}\n", rows.join("\n"))
    };
    let wide = format!("{HEADER},flex_approved,capacity,at_parents");
    let table = [
        (with(2, "a2,g,cash_benefit,1982,60"), "persons[line 4].birth`: something else stands here; expected a month"),
        (
            with(2, "a2,g,cash_benfit,1982-01,60"),
            "persons[line 4].family`: something else stands here; expected one of",
        ),
        (with(0, "a9,g,cash_benefit,1982-01,1.200"), "persons[line 2].clock_weeks`: something else stands here"),
        (with(0, "a9,g,cash_benefit,,60"), "persons[line 2].birth`: the cell is empty; expected a month"),
        (with(5, "a5,g,cash_benefit,2015-01,60"), "persons[line 7].birth`: the age is out of range; expected somebody"),
        (with(5, "a5,g,cash_benefit,1982-01"), "persons[line 7]`: the line has 4 cells; expected 5"),
        (with(5, "a1,g,cash_benefit,1982-01,60"), "persons[line 7].id`: line 3 has the same id"),
        (with(5, "\n\na1,g,cash_benefit,1982-01,60"), "persons[line 9].id`: line 3 has the same id"),
        (with(5, "a5,,cash_benefit,1982-01,60"), "persons[line 7].target_group`: the cell is empty"),
        (with(5, "a5,g,flex_waiting_benefit,1982-01,60"), "persons[line 7].flex_approved`: the month is missing"),
        (
            with(5, "0102031234,g,cash_benefit,1982-01,60"),
            "persons[line 7].id`: the id looks like a CPR number; pseudonymise",
        ),
        (
            with(5, "a5,010203-1234,cash_benefit,1982-01,60"),
            "persons[line 7].target_group`: the target group looks like a CPR",
        ),
        (
            with(5, "a5,g,cash_benefit,1982-01,60").replace("family", "famly"),
            "there is no column `famly`; did you mean `family`?",
        ),
        (
            with(5, "a5,g,cash_benefit,1982-01,60").replace("family", "id"),
            "persons[line 1].id`: the column stands twice",
        ),
        (
            with(5, "a5,g,cash_benefit,1982-01,60").replace("clock_weeks", "capacity"),
            "clock_weeks`: the column is missing; add it",
        ),
        (rows().join("\n"), "persons[line 1]`: the first line is no header"),
        (String::new(), "persons[line 1]`: the file is empty; expected a header"),
        (format!("{HEADER}\n"), "there are fewer than 5 persons"),
        (format!("{HEADER}\n{}\n", rows()[..4].join("\n")), "there are fewer than 5 persons"),
        (
            format!("{wide}\n{}", rows()[..5].join(",2030-01,4,0\n") + ",2030-01,4,0"),
            "flex_approved`: the month is after the study's first",
        ),
        (
            format!("{wide}\n{}", rows()[..5].join(",,38,0\n") + ",,38,0"),
            "capacity`: the number is out of range; expected hours",
        ),
        (
            format!("{wide}\n{}", rows()[..5].join(",,4,1\n") + ",,4,1"),
            "the law has no answer to the cash benefit of people who live",
        ),
    ];
    for (content, expected) in table {
        let message = refusal("wrong", &content).to_string();
        assert!(message.contains(expected), "{expected}:\n{message}");
    }
    let more = [
        (with(5, "a5,g,sho_benefit,1982-01,60"), "persons[line 7].family`: the law book has no such benefit"),
        (with(5, "a5,g,education_benefit,1982-01,60"), "it was repealed from 2025-07"),
        (
            with(5, "Jens Jensen,g,cash_benefit,1982-01,60"),
            "persons[line 7].id`: the id has blanks within, as names have",
        ),
        (with(5, "DK-010190_1234,g,cash_benefit,1982-01,60"), "persons[line 7].id`: the id looks like a CPR number"),
        (
            with(5, &format!("{},g,cash_benefit,1982-01,60", "a".repeat(65))),
            "persons[line 7].id`: the id is longer than 64",
        ),
        (with(5, "a\u{200b}5,g,cash_benefit,1982-01,60"), "persons[line 7].id`: the id has signs that cannot be seen"),
        (with(2, "\"a2,g,cash_benefit,1982-01,60"), "persons[line 4]`: a quote (\") is opened here and not closed"),
        (with(2, "a2,g,cash_benefit,1982-01,\"60"), "persons[line 4]`: a quote (\") is opened here and not closed"),
        (
            with(0, "a0,g,cash_benefit,1982-01,60").replace("id,", "\"id,"),
            "persons[line 1]`: a quote (\") is opened here",
        ),
        (
            heavy(10_000, 21),
            "persons.weight`: the weights stand for 210000 persons, and at most 200000 can be simulated; divide",
        ),
    ];
    for (content, expected) in more {
        let message = refusal("more", &content).to_string();
        assert!(message.contains(expected), "{expected}:\n{message}");
    }
    assert!(study(&file("heavy", heavy(10_000, 20))).is_ok(), "as many as are allowed");
    let bytes = [HEADER.as_bytes(), b"\na0,\xe6\xf8\xe5,cash_benefit,1980-01,60\n"].concat();
    let message = refusal("latin", bytes).to_string();
    assert!(
        message.contains("_latin.csv:2:2: `persons[line 2].target_group`: the cell is not UTF-8 text"),
        "{message}"
    );
}

/// Rows of one weight.
fn heavy(weight: u32, rows: usize) -> String {
    let rows: String = (0..rows).map(|n| format!("h{n},activity_ready,cash_benefit,1980-01,60,{weight}\n")).collect();
    format!("{HEADER},weight\n{rows}")
}

#[test]
fn files_of_other_programs_are_told_from_csv() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(HEADER.bytes().flat_map(|byte| [byte, 0])).collect();
    for (name, content, expected) in [
        ("xlsx", b"PK\x03\x04\x14\x00".to_vec(), "a workbook"),
        ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "an old workbook"),
        ("utf16", utf16, "text in UTF-16"),
    ] {
        let message = refusal(name, content).to_string();
        assert!(message.contains(expected) && message.contains("save it as CSV UTF-8"), "{message}");
    }
}

#[test]
fn a_file_that_is_not_there_is_told_where_the_scenario_names_it() {
    let error = study(Path::new("no/such.csv")).expect_err("there is no such file");
    let message = error.to_string();
    assert!(message.starts_with("--set:1:") && message.contains("cannot read `examples/no/such.csv`"), "{message}");
    let mut study = Study::from_toml("examples/small_jobs.toml").expect("an example");
    study.persons = Some(Persons::from_file("no/such.csv"));
    assert!(study.run().expect_err("no file").to_string().contains("cannot read `no/such.csv`"));
    study.persons = Some(Persons::from_file("examples/persons.csv").separated_by('x'));
    assert!(study.run().expect_err("no separator").to_string().contains("`persons.separator`: it separates no cells"));
}

#[test]
fn of_many_problems_twenty_are_shown_and_the_others_counted() {
    let wrong: Vec<String> = (0..30).map(|n| format!("a{n},g,cash_benefit,1980-13,60")).collect();
    let error = refusal("many", format!("{HEADER}\n{}\n{}", wrong.join("\n"), "0102031234,g,cash_benefit,1980-01,60"));
    assert_eq!(error.problems().len(), 21);
    assert!(error.problems()[20].wrong.starts_with("11 more problems"), "{error}");
}

#[test]
fn people_given_in_code_are_those_of_the_file() {
    let mut study = Study::from_toml("examples/persons.toml").expect("the example");
    (study.simulation.samples, study.time.years) = (4.into(), 2);
    let people: Vec<KnownPerson> = known(&study).into_iter().cloned().collect();
    let from_file = json(&study.run().expect("it runs"));
    study.persons = Some(Persons::given(people.clone()));
    assert!(from_file == json(&study.run().expect("it runs")));
    study.persons = Some(Persons::from_file("examples/persons.csv"));
    assert!(from_file == json(&study.run().expect("the path is relative to the working directory")));
    let mut wrong = people;
    wrong[2].id = "0102031234".to_owned();
    study.persons = Some(Persons::given(wrong));
    let message = study.run().expect_err("no pseudonym").to_string();
    assert!(message.starts_with("`persons[3].id`: the id looks like a CPR number"), "{message}");
}

#[test]
fn the_order_of_the_rows_changes_no_byte() {
    let text = fs::read_to_string("examples/persons.csv").expect("the example");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    lines[1..].rotate_left(130);
    let run = |content: &str| json(&study(&file("shuffled", content)).expect("sound").run().expect("it runs"));
    let found = run(&text);
    assert!(found == run(&lines.join("\n")));
    assert!(found == run(&text.replace(';', "|")), "how it is written is not what it says");
    let first = |text: &str| text.split("scenario_hash").nth(1).map(|rest| rest[..20].to_owned());
    assert_ne!(first(&found), first(&run(&text.replacen("1;0;1;1;;", "1;0;0;1;;", 1))), "the hash is of the content");
}

fn model(study: &Study) -> Model {
    Prepared::of(study).expect("a sound study").model
}

#[test]
fn other_rows_change_nobody() {
    let study = study(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/persons.csv"))).expect("sound");
    let mut few = study.clone();
    let some: Vec<KnownPerson> = known(&study).into_iter().step_by(3).cloned().collect();
    few.persons = Some(Persons::given(some));
    let draws = Draws::new(7, 1, 2);
    let people = |study: &Study| -> Vec<Person> { People::of(&model(study), &draws, 0.5).all().collect() };
    let (all, few) = (people(&study), people(&few));
    assert!(few.len() > 100 && few.iter().all(|person| all.contains(person)));
}

/// Without places nobody is in anybody's way: the lives of all are those of one part and those of the other.
#[test]
fn lives_add_up() {
    let mut study = study(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/persons.csv"))).expect("sound");
    study.cohorts.clear();
    study.programme = Programme { name: "nothing".to_owned(), ..Programme::default() };
    let Prepared { model, assumptions, .. } = Prepared::of(&study).expect("a sound study");
    let draw = DrawNumber { sample: 2, replicate: 0 };
    let lived = |persons: &[(usize, KnownPerson)]| -> Record {
        let part = Model { persons: persons.to_vec(), ..model.clone() };
        simulation::simulate(&Instance::of(&part, &assumptions.central()), draw)
            .expect("the law answers")
            .arms
            .remove(0)
    };
    let (first, second) = model.persons.split_at(171);
    let mut sum = lived(first);
    sum.add(&lived(second));
    assert!(sum == lived(&model.persons));
}

#[test]
fn both_engines_live_the_people_of_a_file_alike() {
    let study = study(&file("weights", weighted())).expect("sound");
    let Prepared { model, assumptions, .. } = Prepared::of(&study).expect("a sound study");
    let values = assumptions.central();
    let instance = Instance::of(&model, &values);
    for replicate in 0..3 {
        let draw = DrawNumber { sample: 0, replicate };
        let real = simulation::simulate(&instance, draw).expect("the law answers");
        assert!(real.arms == plain::simulate(&instance, draw).expect("the law answers"), "replicate {replicate}");
    }
}

/// Forty rows with weights of 0.25, 1, 2.5 and 3.
fn weighted() -> String {
    let row = |n: usize| {
        let weight = ["0,25", "1", "2,5", "3"][n % 4];
        format!("w{n};activity_ready;cash_benefit;19{}-05;{};20;{weight}\n", 65 + n % 30, 60 + n)
    };
    let rows: String = (0..40).map(row).collect();
    format!("{};capacity;weight\n{rows}", HEADER.replace(',', ";"))
}

#[test]
fn weights_become_whole_people_whose_mean_is_the_weight() {
    let model = model(&study(&file("expanded", weighted())).expect("sound"));
    let draws = 2_000;
    let mut people = 0;
    for replicate in 0..draws {
        let draws = Draws::new(3, 0, replicate);
        let found: Vec<Person> = People::of(&model, &draws, 0.0).all().collect();
        let mut numbers: Vec<u64> =
            found.iter().filter(|person| person.cohort == 1).map(|person| person.entity).collect();
        people += numbers.len();
        numbers.sort_unstable();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "copies are people of their own");
        assert!((60..=80).contains(&numbers.len()));
    }
    // 10 x (0.25 + 1 + 2.5 + 3); of 20 fractions a draw the variance is 10 x (3/16 + 1/4).
    let error = (10.0 * (3.0 / 16.0 + 0.25) / draws as f64).sqrt();
    let mean = people as f64 / draws as f64;
    assert!((mean - 67.5).abs() < 4.0 * error, "{mean}");
}

#[test]
fn positions_may_ask_for_the_people_of_the_file_alone() {
    let placed = |cohorts: &str, count: &str| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/persons.csv");
        let key = "programme.enterprises[repair workshop].positions[small jobs].cohorts";
        let settings = [
            ("persons.file", path),
            (key, cohorts),
            ("cohorts[newcomers].inflow_per_year", count),
            ("simulation.samples", "4"),
            ("time.years", "2"),
        ];
        Study::from_toml_with("examples/persons.toml", &settings)
    };
    let first = |cohorts: &str, count: &str| {
        let findings = placed(cohorts, count).expect("sound").run().expect("it runs");
        findings.activity(gevinst::domain::activity::Indicator::FirstPlacements).expect("shown").programme.mean
    };
    assert!(first("[\"persons\"]", "0") > 0.0);
    assert_eq!(first("[\"newcomers\"]", "0"), 0.0);
    let message = placed("[\"person\"]", "9").expect_err("no such cohort").to_string();
    assert!(message.contains("did you mean `persons`?"), "{message}");
    let taken = [("cohorts[newcomers].name", "persons")];
    let message = Study::from_toml_with("examples/persons.toml", &taken).expect_err("taken").to_string();
    assert!(message.contains("the people of the file have this name"), "{message}");
}

/// Words that only a cell of the file has.
const SECRETS: [&str; 8] =
    ["Hemmelig", "0102031234", "010203-1234", "77123", "7,7123", "1977-13", "sekretær Ærø", "q\"x"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_message_shows_a_cell(
        cells in proptest::collection::vec(proptest::option::weighted(0.3, 0..SECRETS.len()), 8 * 6..8 * 30),
        separator in 0..3_usize,
        with_header in proptest::bool::weighted(0.8),
        longer in proptest::bool::weighted(0.2),
    ) {
        let columns = ["id", "target_group", "family", "birth", "clock_weeks", "capacity", "single", "flex_approved"];
        let sound = ["", "activity_ready", "cash_benefit", "1980-01", "60", "12.5", "1", "2020-01"];
        let mut lines: Vec<Vec<String>> = with_header.then(|| columns.map(str::to_owned).to_vec()).into_iter().collect();
        for (number, row) in cells.chunks_exact(8).enumerate() {
            let cell = |(secret, (column, sound)): (&Option<usize>, (&str, &str))| match secret {
                Some(secret) => SECRETS[*secret].to_owned(),
                None if column == "id" => format!("secretid{number}"),
                None => sound.to_owned(),
            };
            let mut line: Vec<String> = row.iter().zip(columns.into_iter().zip(sound)).map(cell).collect();
            line.extend(longer.then(|| "Hemmelig".to_owned()));
            lines.push(line);
        }
        let separator = [";", ",", "|"][separator];
        let text: Vec<String> = lines.iter().map(|line| line.join(separator)).collect();
        match study(&file("secret", text.join("\n"))) {
            Ok(study) => {
                let written = serde_json::to_string(&study).expect("a study is JSON");
                silent(&[format!("{study:?}"), written])?;
            }
            Err(error) => {
                let problems = error.problems().iter().map(|problem| format!("{problem:?}"));
                let sources = error.sources().iter().map(|source| source.text.clone());
                let told: Vec<String> =
                    problems.chain(sources).chain([error.to_string(), format!("{error:?}")]).collect();
                silent(&told)?;
            }
        }
    }
}

fn silent(told: &[String]) -> Result<(), TestCaseError> {
    for text in told {
        for secret in SECRETS.into_iter().chain(["secretid", "1980-01", "q\\\"x"]) {
            prop_assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    Ok(())
}

#[test]
fn the_target_groups_of_the_file_are_in_no_message() {
    let rows: String = (0..9).map(|n| format!("c{n},hemmelig gruppe,cash_benefit,1980-01,60\n")).collect();
    let path = file("groups", format!("{HEADER}\n{rows}"));
    let settings = [("persons.file", path.to_str().expect("a path"))];
    let message = Study::from_toml_with("examples/persons.toml", &settings).expect_err("no such group").to_string();
    assert!(message.contains("there is no target group `flex`") && !message.contains("hemmelig"), "{message}");
}

/// What a waiting list asks of people without making them is what they are.
#[test]
fn capacity_and_entry_are_those_of_the_person() {
    let study = Study::from_toml("examples/persons.toml").expect("an example");
    let prepared = Prepared::of(&study).expect("sound");
    let draws = Draws::new(3, 1, 2);
    let people = People::of(&prepared.model, &draws, 0.5);
    assert!(people.len() > 400, "the file and those who come after");
    for (position, person) in people.all().enumerate() {
        assert_eq!(people.capacity(position), person.capacity);
        assert_eq!(people.entry(position), (person.entry - prepared.model.start) as usize);
    }
}
