//! Does the whole country fit, and does room grow neither with the draws nor with the people who are only counted? A binary of
//! its own, whose allocator counts, with one test, so that nothing else is counted.

use gevinst::study::scenario::Study;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Room that the country may take [MB].
const MOST: f32 = 500.0;

/// Room that 4,000 draws may take more than 400, where few of them stay in memory [MB]: their rows alone are three times that.
const MORE: f32 = 2.0;

/// The peak of a run of a small study with so many draws [MB].
fn peak_of(samples: &str) -> f32 {
    let settings = [
        ("simulation.samples", samples),
        ("simulation.keep_draws", "64"),
        ("simulation.level_draws", "2"),
        ("simulation.twins", "0"),
        ("time.years", "2"),
    ];
    let study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("the example is sound");
    ALLOCATED.reset_peak_usage();
    study.runner().threads(Some(2)).run().expect("it runs");
    ALLOCATED.peak_usage_as_mb()
}

fn country() -> Study {
    let settings = [("simulation.samples", "4"), ("simulation.level_draws", "2"), ("simulation.twins", "0")];
    Study::from_toml_with("examples/denmark.toml", &settings).expect("the example is sound")
}

#[test]
fn room_does_not_grow_with_draws_nor_with_those_who_are_only_counted() {
    ten_times_the_draws_take_no_ten_times_the_room();
    the_country_takes_no_more_room_than_a_tenth_of_it();
}

fn ten_times_the_draws_take_no_ten_times_the_room() {
    let (few, many) = (peak_of("400"), peak_of("4000"));
    assert!(many < few + MORE, "{few} MB of 400 draws, {many} MB of 4,000");
}

fn the_country_takes_no_more_room_than_a_tenth_of_it() {
    let mut tenth = country();
    for cohort in &mut tenth.cohorts {
        cohort.count /= 10;
        cohort.inflow_per_year /= 10;
    }
    tenth.runner().threads(Some(2)).run().expect("it runs");
    let of_a_tenth = ALLOCATED.peak_usage_as_mb();
    // Everybody is lived in two of the draws, those who come to a place in the others.
    let findings = country().runner().threads(Some(2)).run().expect("it runs");
    let of_all = ALLOCATED.peak_usage_as_mb();
    let people = findings.pool.first().expect("a first year").1.mean;
    assert!(people > 250_000.0, "{people} on support");
    assert!(of_all < MOST, "{of_all} MB");
    assert!(of_all < 2.0 * of_a_tenth, "{of_all} MB, and {of_a_tenth} MB of a tenth");
}
