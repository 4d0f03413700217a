//! A study without a scenario file: the same types, built in code.
//!
//! Run it: `cargo run --release --example study_in_code`

use std::collections::BTreeMap;

use gevinst::domain::assumption::{Assumption, Quantity, Shape};
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::enterprise::{Enterprise, Position, Stay};
use gevinst::domain::municipality::Municipality;
use gevinst::domain::party::Perspective;
use gevinst::domain::population::{Cohort, Frailty};
use gevinst::domain::programme::Programme;
use gevinst::domain::survival::Survival;
use gevinst::domain::transition::{Cause, Origin, OutsideWork, Transition};
use gevinst::domain::work::{Form, Pay};
use gevinst::rules::readings::Readings;
use gevinst::study::budget_plan::BudgetTable;
use gevinst::study::error::Error;
use gevinst::study::sampling::Simulation;
use gevinst::study::scenario::{Economy, FORMAT, Study, Time};

fn main() -> Result<(), Error> {
    let findings = study().run()?;
    for perspective in [Perspective::Municipality, Perspective::State, Perspective::Citizen, Perspective::Society] {
        let savings = findings.savings(perspective);
        let value = savings.net_present_value;
        println!(
            "{perspective:?}: {:.0} kr [{:.0}; {:.0}], chance of a gain {:.0} %",
            value.mean / 100.0,
            value.p05 / 100.0,
            value.p95 / 100.0,
            savings.chance_of_gain * 100.0
        );
    }
    Ok(())
}

/// Five places with wage hours, against people who also find work by themselves.
fn study() -> Study {
    let finds_work = Assumption::range(0.05, 0.11, 0.15, Shape::Pert).source("KORA 2015");
    let works_on = Assumption::range(12.0, 22.1, 35.0, Shape::Pert).source("Benchmarking unit 2023");
    let mut stay = Stay::new(Survival::exponential(14.0));
    stay.after_effect = Assumption::range(1.0, 1.4, 2.0, Shape::Pert).source("Our assumption").into();
    let pay = Pay::basic(143.35);
    let families = vec![Family::CashBenefit];
    Study {
        format: FORMAT,
        title: "Wage hours in a canteen".to_owned(),
        title_da: None,
        question: "What are five places with twelve hours a week worth?".to_owned(),
        question_da: None,
        caveat: Some("Illustration with our assumptions, not figures of the municipality.".to_owned()),
        caveat_da: None,
        time: Time { start: Month::january(2026), years: 5, price_year: None },
        municipality: Municipality::new("Example municipality", 0.25049),
        economy: Economy {
            wage_growth: 0.033.into(),
            price_growth: 0.021.into(),
            discounting: Default::default(),
            market_prices: false,
            own_time_hourly: 0.0.into(),
        },
        simulation: Simulation { samples: 200.into(), seed: 7, ..Simulation::default() },
        law: Readings::default(),
        declared_family: None,
        variants: Vec::new(),
        budget: BudgetTable::default(),
        persons: None,
        cohorts: vec![Cohort {
            inflow_per_year: 20,
            ..Cohort::new("people", "activity_ready", Family::CashBenefit, 100)
        }],
        frailty: Frailty { variance: Quantity::named("frailty"), ..Frailty::default() },
        transitions: vec![Transition::new(Origin::CashBenefit, Cause::OrdinaryJob, finds_work)],
        outside_work: vec![OutsideWork {
            form: Form::OrdinaryJob,
            hours_from: 28.0.into(),
            hours_to: 37.0.into(),
            pay: Pay::basic(158.0),
            pay_to: None,
            survival: Survival::weibull(0.6, works_on),
        }],
        enquiries: Vec::new(),
        other_services: Vec::new(),
        baseline: Programme::default(),
        programme: Programme {
            name: "Wage hours".to_owned(),
            enterprises: vec![Enterprise {
                closing_rate_per_year: 0.05.into(),
                ..Enterprise::new(
                    "canteen",
                    vec![Position::new("kitchen", Form::WageHours, 5, 12.0, pay, families, stay)],
                )
            }],
            ..Programme::default()
        },
        correlations: Vec::new(),
        sensitivity: Default::default(),
        value_of_information: Default::default(),
        assumptions: BTreeMap::from([(
            "frailty".to_owned(),
            Assumption::range(0.1, 0.5, 1.0, Shape::Pert).source("Nobody has measured it here"),
        )]),
        names_da: BTreeMap::new(),
    }
}
