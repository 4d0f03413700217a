//! Does the whole country fit, and does room not grow with the people who are only counted? A binary of its own, whose
//! allocator counts.

use gevinst::study::scenario::Study;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Room that the country may take [MB].
const MOST: f32 = 500.0;

fn country() -> Study {
    let settings = [("simulation.samples", "4"), ("simulation.level_draws", "2"), ("simulation.twins", "0")];
    Study::from_toml_with("examples/denmark.toml", &settings).expect("the example is sound")
}

#[test]
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
