//! Do runs that were stopped, dealt out or badly kept come to the figures and the file of one that was made in one go, and
//! do draws take as little room as was said?

use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use gevinst::report::findings::{Findings, Warning};
use gevinst::study::blocks::Shard;
use gevinst::study::error::Error;
use gevinst::study::partial::{Medium, Partial};
use gevinst::study::scenario::Study;

/// Three blocks and a piece of draws, and of each variant; a piece of twins.
const SETTINGS: [(&str, &str); 4] = [
    ("simulation.samples", "70"),
    ("simulation.replicates", "3"),
    ("simulation.level_draws", "5"),
    ("time.years", "2"),
];

fn study(settings: &[(&str, &str)]) -> Study {
    let settings: Vec<(&str, &str)> = SETTINGS.iter().chain(settings).copied().collect();
    let mut study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example");
    let ladder = Study::from_toml("examples/ladder.toml").expect("an example");
    study.variants = ladder.variants.into_iter().take(1).collect();
    study
}

/// An empty directory of the test's own.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("partial").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a directory");
    path
}

fn run(study: &Study, keep: &Path) -> Findings {
    let partial = study.partial(keep).expect("a partial file");
    study.runner().keeping(&partial).run().expect("it runs")
}

/// Runs until so many more draws are done, or to the end.
fn run_a_while(study: &Study, keep: &Path, draws: usize) -> Result<Findings, Error> {
    let cancelled = AtomicBool::new(false);
    let partial = study.partial(keep)?;
    let stop = |done: usize, _| cancelled.store(done >= draws, Ordering::Relaxed);
    study.runner().threads(Some(2)).keeping(&partial).on_progress(stop).cancelled_by(&cancelled).run()
}

#[test]
fn a_run_that_is_stopped_goes_on_to_the_same_bytes() {
    let place = directory("stopped");
    for replicates in ["3", "1"] {
        let study = study(&[("simulation.replicates", replicates)]);
        let whole = place.join(format!("whole {replicates}"));
        let findings = run(&study, &whole);
        assert_eq!(findings, study.run().expect("it runs"), "a file changes nothing");
        let stopped = place.join(format!("stopped {replicates}"));
        // Each time a little further: what is kept counts as done.
        for draws in (10..).step_by(45).take(14) {
            if let Ok(part) = run_a_while(&study, &stopped, draws) {
                let kept = part.manifest.samples as usize;
                // One more is under way when the run is stopped.
                // Cut among the second draws it has all its samples, and is not complete.
                let complete = part.manifest.complete;
                assert!(kept <= draws + 1 && (kept == 70 || !complete), "{kept} samples of {draws} draws");
                assert!(!complete || part.variance[0].is_some(), "{kept} samples of {draws} draws");
            }
        }
        assert_eq!(run(&study, &stopped), findings);
        assert_eq!(fs::read(&stopped).expect("a file"), fs::read(&whole).expect("a file"));
        // Nothing is left to do, and nothing is done.
        assert_eq!(run(&study, &whole), findings);
        assert_eq!(fs::read(&stopped).expect("a file"), fs::read(&whole).expect("a file"));
    }
}

fn shards(study: &Study, place: &Path, of: u32) -> Vec<PathBuf> {
    let part = |number: u32| {
        let path = place.join(format!("part {number} of {of}"));
        let partial = study.partial(&path).expect("a partial file");
        let shard = Shard::new(number, of).expect("a part");
        let made = study.runner().keeping(&partial).shard(shard).expect("it runs");
        assert_eq!(partial.blocks().len(), made);
        path
    };
    (1..=of).map(part).collect()
}

#[test]
fn parts_join_to_the_same_bytes() {
    let place = directory("parts");
    let study = study(&[("simulation.replicates", "1")]);
    let whole = place.join("whole");
    let findings = run(&study, &whole);
    for of in [1, 2, 5] {
        let mut parts = shards(&study, &place, of);
        parts.reverse();
        let joined = place.join(format!("joined {of}"));
        Partial::merge(&parts, &joined).expect("the parts of one run");
        assert_eq!(fs::read(&joined).expect("a file"), fs::read(&whole).expect("a file"), "{of} parts");
        assert_eq!(run(&study, &joined), findings, "{of} parts");
    }
}

/// What is wrong with a set of parts.
fn refusal(parts: &[&Path], into: &Path) -> String {
    let refused = Partial::merge(parts, into).expect_err("a wrong set").to_string();
    assert!(parts.is_empty() || !into.exists() || refused.contains("there already"), "{refused}");
    refused
}

#[test]
fn wrong_sets_are_refused_with_a_reason() {
    let place = directory("wrong");
    let study = study(&[]);
    let parts = shards(&study, &place, 2);
    let [one, two] = [parts[0].as_path(), parts[1].as_path()];
    let into = place.join("joined");
    assert!(refusal(&[one], &into).contains("not every block is there: block 2 and"));
    assert!(refusal(&[one, two, one], &into).contains("block 1 is in `"));
    let other = |name: &str, settings: &[(&str, &str)]| {
        let place = directory(name);
        shards(&self::study(settings), &place, 2).remove(1)
    };
    let seed = other("wrong seed", &[("simulation.seed", "77")]);
    assert!(refusal(&[one, &seed], &into).contains("`simulation.seed` is 77 there and"));
    let scenario = other("wrong scenario", &[("municipality.tax_rate", "0.3")]);
    assert!(refusal(&[one, &scenario], &into).contains("it is of another scenario"));
    let text = place.join("text");
    fs::write(&text, "no partial file at all, but long enough").expect("a file");
    assert!(refusal(&[one, &text], &into).contains("no partial file"));
    assert!(refusal(&[one, &place.join("nowhere")], &into).contains("cannot be read"));
    fs::write(&into, "mine").expect("a file");
    assert!(refusal(&[one, two], &into).contains("there already"));
    assert_eq!(fs::read_to_string(&into).expect("a file"), "mine");
    assert!(refusal(&[], &place.join("nothing")).contains("nothing to join"));
    // A run does not go on from the file of another, nor in parts without a number of samples.
    let wrong = self::study(&[("simulation.seed", "77")]).partial(one).map(|_| ()).expect_err("another run");
    assert!(wrong.to_string().contains("`simulation.seed`"), "{wrong}");
    let auto = self::study(&[("simulation.samples", "\"auto\"")]);
    let partial = auto.partial(&place.join("auto")).expect("a partial file");
    let refused = auto.runner().keeping(&partial).shard(Shard::new(1, 2).expect("a part")).expect_err("unknown length");
    assert!(refused.to_string().contains("give a number of samples"), "{refused}");
    let again = auto.partial(&place.join("auto")).map(|_| ()).expect_err("in use");
    assert!(again.to_string().contains("another run has it open"), "{again}");
}

#[test]
fn a_torn_end_is_made_again_and_damage_is_told() {
    let place = directory("torn");
    let study = study(&[]);
    let whole = place.join("whole");
    let findings = run(&study, &whole);
    let bytes = fs::read(&whole).expect("a file");
    let torn = place.join("torn");
    for cut in [1, 5, 9, 1000, bytes.len() / 2, bytes.len() - 100, bytes.len() - 7, bytes.len()] {
        fs::write(&torn, &bytes[..bytes.len() - cut]).expect("a file");
        assert_eq!(run(&study, &torn), findings, "{cut} bytes less");
        assert_eq!(fs::read(&torn).expect("a file"), bytes, "{cut} bytes less");
    }
    // Zeros are what a power cut may leave.
    fs::write(&torn, [&bytes[..], &[0; 4096]].concat()).expect("a file");
    assert_eq!(run(&study, &torn), findings);
    // Blocks of another run under this run's head do not check.
    let other = place.join("other");
    run(&self::study(&[("simulation.seed", "77")]), &other);
    let other = fs::read(&other).expect("a file");
    let head = |bytes: &[u8]| 18 + 8 + u32::from_le_bytes(bytes[18..22].try_into().expect("four bytes")) as usize;
    fs::write(&torn, [&bytes[..head(&bytes)], &other[head(&other)..]].concat()).expect("a file");
    let told = study.partial(&torn).map(|_| ()).expect_err("blocks of another run").to_string();
    assert!(told.contains("is damaged"), "{told}");
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 1;
    fs::write(&torn, &damaged).expect("a file");
    let told = study.partial(&torn).map(|_| ()).expect_err("damage").to_string();
    assert!(told.contains("is damaged") && told.contains("remove it"), "{told}");
    assert_eq!(fs::read(&torn).expect("a file"), damaged, "nothing is written over");
}

/// A medium on which nothing can be written beyond a length.
struct Full {
    bytes: Arc<Mutex<Cursor<Vec<u8>>>>,
    most: u64,
}

impl Full {
    fn held<T>(&self, what: impl FnOnce(&mut Cursor<Vec<u8>>) -> T) -> T {
        what(&mut self.bytes.lock().expect("one user"))
    }
}

impl Read for Full {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.held(|bytes| bytes.read(into))
    }
}

impl Seek for Full {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.held(|bytes| bytes.seek(to))
    }
}

impl Write for Full {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let most = self.most;
        self.held(|bytes| {
            let room = most.saturating_sub(bytes.position()).min(from.len() as u64) as usize;
            if room == 0 { Err(io::Error::other("no space left")) } else { bytes.write(&from[..room]) }
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Medium for Full {
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.held(|bytes| bytes.get_mut().truncate(length as usize));
        Ok(())
    }

    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let study = study(&[]);
    let clean = study.run().expect("it runs");
    let bytes = Arc::new(Mutex::new(Cursor::new(Vec::new())));
    let medium = |most| Box::new(Full { bytes: Arc::clone(&bytes), most });
    let partial = study.partial_on(medium(50_000), "a small disk").expect("room for its head");
    let mut findings = study.runner().keeping(&partial).run().expect("it runs all the same");
    let told = |warning: &Warning| matches!(warning, Warning::NotKept { count, reason } if *count > 0 && reason.contains("space"));
    assert!(findings.warnings.iter().any(told), "{:?}", findings.warnings);
    let kept = partial.blocks().len();
    assert!(kept > 0, "what there was room for is kept");
    findings.warnings.retain(|warning| !told(warning));
    assert_eq!(findings, clean);
    // With more room the run goes on from what was kept.
    let partial = study.partial_on(medium(u64::MAX), "a large disk").expect("what was kept");
    assert_eq!(partial.blocks().len(), kept);
    assert_eq!(study.runner().keeping(&partial).run().expect("it runs"), clean);
    assert!(partial.blocks().len() > kept);
}

/// Where draws lie is no part of a figure, nor of what a file is of.
#[test]
fn draws_in_memory_or_not_give_the_same_findings() {
    let study = |settings: &[(&str, &str)]| self::study(&[settings, &[("simulation.replicates", "1")]].concat());
    let json = |findings: &Findings| serde_json::to_string(findings).expect("findings are data");
    let clean = study(&[]).run().expect("it runs");
    let few = study(&[("simulation.keep_draws", "16")]);
    assert_eq!(json(&few.run().expect("it runs")), json(&clean), "with a temporary file");
    let bytes = Arc::new(Mutex::new(Cursor::new(Vec::new())));
    let medium = Arc::clone(&bytes);
    let spilled = few.runner().spilling_on(move || Ok(Box::new(Full { bytes: Arc::clone(&medium), most: u64::MAX })));
    assert_eq!(json(&spilled.run().expect("it runs")), json(&clean));
    let length = bytes.lock().expect("one user").get_ref().len();
    assert!(length > 30_000, "the draws of the study, its twins and its variant: {length} bytes");
    // Where they cannot be put away they stay, and it is told.
    for most in [0, length as u64 / 2] {
        let bytes = Arc::new(Mutex::new(Cursor::new(Vec::new())));
        let full = few.runner().spilling_on(move || Ok(Box::new(Full { bytes: Arc::clone(&bytes), most })));
        let mut findings = full.run().expect("it runs all the same");
        let told =
            |warning: &Warning| matches!(warning, Warning::StayedInMemory { reason } if reason.contains("space"));
        assert!(findings.warnings.iter().any(told), "{:?}", findings.warnings);
        findings.warnings.retain(|warning| !told(warning));
        assert_eq!(json(&findings), json(&clean));
    }
    let place = directory("keep");
    run(&study(&[]), &place.join("whole"));
    assert_eq!(json(&run(&few, &place.join("whole"))), json(&clean), "the file is of the same run");
}

/// Draws that were put away and cannot be read back are no figures.
#[test]
fn what_is_lost_is_refused() {
    let study = study(&[("simulation.keep_draws", "16")]);
    // Takes everything and gives nothing back.
    let runner = study.runner().spilling_on(|| Ok(Box::new(io::empty())));
    let refused = runner.run().map(|_| ()).expect_err("draws are gone").to_string();
    assert!(refused.contains("cannot be read back") && refused.contains("simulation.keep_draws"), "{refused}");
}

/// A block that is cut short is not kept, but its first whole samples are in the figures.
#[test]
fn a_run_that_is_cancelled_has_the_figures_of_what_is_done() {
    for (replicates, draws, samples) in [("1", 10, 10), ("3", 11, 3), ("1", 67, 67)] {
        let study = study(&[("simulation.replicates", replicates)]);
        let cancelled = AtomicBool::new(false);
        let stop = |done: usize, _| cancelled.store(done >= draws, Ordering::Relaxed);
        let runner = study.runner().threads(Some(1)).on_progress(stop).cancelled_by(&cancelled);
        let found = runner.run().expect("some samples are done");
        assert!(!found.manifest.complete);
        assert_eq!(found.manifest.samples, samples, "{draws} draws of {replicates} replicates");
        let (samples, twins) = (samples.to_string(), [("simulation.twins", "0")]);
        let fewer = self::study(
            &[&twins[..], &[("simulation.replicates", replicates), ("simulation.samples", &samples)]].concat(),
        );
        assert_eq!(found.savings, fewer.base_case().run().expect("it runs").savings);
    }
}

/// Room that a draw may take in a partial file [bytes].
const MOST: usize = 2_048;

#[test]
fn a_draw_takes_no_more_room_than_was_said() {
    for entry in fs::read_dir("examples").expect("the folder of examples") {
        let path = entry.expect("an entry").path();
        let is_scenario = path.extension().is_some_and(|ending| ending == "toml");
        let of_file = ["persons.toml", "denmark.toml"].iter().any(|name| path.ends_with(name));
        if !is_scenario || of_file {
            continue;
        }
        // Everybody's lives are followed in every draw, so that each leaves all that it can.
        let settings = [
            ("time.years", "10"),
            ("simulation.samples", "64"),
            ("simulation.replicates", "1"),
            ("simulation.twins", "0"),
            ("simulation.engine", "\"exhaustive\""),
        ];
        let study = Study::from_toml_with(&path, &settings).expect("an example").base_case();
        let bytes = Arc::new(Mutex::new(Cursor::new(Vec::new())));
        let medium = Full { bytes: Arc::clone(&bytes), most: u64::MAX };
        let partial = study.partial_on(Box::new(medium), "memory").expect("a partial file");
        study.runner().keeping(&partial).run().expect("it runs");
        let length = bytes.lock().expect("one user").get_ref().len();
        println!("{}: {} bytes a draw", path.display(), length / 64);
        assert!(length <= 64 * MOST, "{}: {} bytes a draw", path.display(), length / 64);
    }
}

#[test]
fn a_file_that_cannot_be_written_is_shown_all_the_same() {
    let place = directory("read only");
    let keep = place.join("kept");
    let study = study(&[]);
    let findings = run(&study, &keep);
    let mut permissions = fs::metadata(&keep).expect("a file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&keep, permissions).expect("a file of one's own");
    if fs::OpenOptions::new().write(true).open(&keep).is_ok() {
        eprintln!("whoever runs this may write to files that nobody may: nothing is tested");
    }
    assert_eq!(run(&study, &keep), findings);
}

#[test]
fn of_people_from_a_file_nothing_is_kept() {
    let place = directory("persons");
    let study = Study::from_toml("examples/persons.toml").expect("an example");
    let refused = study.partial(&place.join("kept")).map(|_| ()).expect_err("persons").to_string();
    assert!(refused.contains("fewer than five") && refused.contains("kept"), "{refused}");
    assert!(!place.join("kept").exists());
}
