//! A reform in one arm: the same people and places, and another free amount.
//!
//! Run it: `cargo run --release --example reform_in_one_arm`

use gevinst::domain::calendar::Month;
use gevinst::domain::party::Perspective;
use gevinst::domain::reform::Reform;
use gevinst::study::error::Error;
use gevinst::study::scenario::Study;

fn main() -> Result<(), Error> {
    let mut study = Study::from_toml_with("examples/small_jobs.toml", &[("simulation.samples", "100")])?;
    // Both arms have the places: the difference between them is the reform alone.
    study.baseline.enterprises = study.programme.enterprises.clone();
    study.baseline.costs = study.programme.costs.clone();
    study.programme.name = "Free amount of 5,000 kr on the raised rate".to_owned();
    study.programme.reforms = vec![Reform {
        parameter: "cash_benefit.free_amount_raised".to_owned(),
        from: Month::january(2027),
        value: 5000.0,
        because: "what if people on the raised rate kept as much as those on the basic rate?".to_owned(),
    }];
    let findings = study.run()?;
    for perspective in [Perspective::Citizen, Perspective::Municipality, Perspective::State, Perspective::Society] {
        let value = findings.savings(perspective).net_present_value;
        println!("{perspective:?}: {:.0} kr [{:.0}; {:.0}]", value.mean / 100.0, value.p05 / 100.0, value.p95 / 100.0);
    }
    Ok(())
}
