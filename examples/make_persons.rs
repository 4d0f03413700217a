//! Writes `persons.csv`, the file of persons of the example `persons.toml`. Nobody in it exists: all is drawn.
//!
//! CSV has no comments, so this is where the columns are told: a pseudonym, what the positions ask for, and what the
//! rates and the refund need. Semicolon and decimal comma are what a Danish spreadsheet writes; comma and point are read
//! too. The months of self-support stand in groups of twelve, or a spreadsheet would take them for one large number.
//! Only three people have a flex job, too few to be shown: look at how the tables put them together with others.
//!
//! Run it: `cargo run --release --example make_persons > examples/persons.csv`

use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::engine::draw::{Decision, Draws, entity};

/// First month of the scenario.
const START: Month = Month::january(2026);

/// People on each family.
const PEOPLE: [(Family, &str, u64); 4] = [
    (Family::CashBenefit, "activity_ready", 330),
    (Family::FlexWaitingBenefit, "flex", 42),
    (Family::DisabilityPension, "pension", 25),
    (Family::FlexSubsidy, "flex", 3),
];

fn main() {
    println!(
        "id;target_group;family;birth;clock_weeks;months_in_status;self_support_window;capacity;wage_hours;provider;\
         single;work_test;flex_approved;pension_awarded"
    );
    let groups = PEOPLE.into_iter().flat_map(|(family, group, people)| (0..people).map(move |_| (family, group)));
    for ((family, group), number) in groups.zip(0..) {
        println!("{}", row(family, group, number));
    }
}

/// One person: each fact is a draw with a name, so that a new column changes no other.
fn row(family: Family, group: &str, number: u64) -> String {
    let draws = Draws::new(2026, 0, 0);
    let who = entity(&["synthetic person"], number);
    let uniform = |decision| draws.uniform(who, 0, decision, 0);
    let between = |from: f64, to: f64, decision| from + (to - from) * uniform(decision);
    let yes = |share: f64, decision| u8::from(uniform(decision) < share);
    let birth = START.plus(-(between(25.0, 63.0, Decision::Age) * 12.0) as i32);
    let cash = family == Family::CashBenefit;
    let capacity = if cash { between(4.0, 25.0, Decision::Capacity) } else { between(2.0, 14.0, Decision::Capacity) };
    let months = between(12.0, 90.0, Decision::MonthsInStatus) as i32;
    let weeks = f64::from(months) * 13.0 / 3.0 + between(0.0, 60.0, Decision::ClockWeeks).floor();
    // A month of self-support here and there, never so recent that the person would not be on support.
    let month = |age: u32| match draws.uniform(who, age, Decision::JobEnd, 0) < 0.04 && age > 3 {
        true => '1',
        false => '0',
    };
    let year = |ages: std::ops::RangeInclusive<u32>| ages.rev().map(month).collect::<String>();
    let window = [year(25..=36), year(13..=24), year(1..=12)].join(" ");
    let decided = START.plus(-months.min(100)).to_string();
    let flex = matches!(family, Family::FlexWaitingBenefit | Family::FlexSubsidy);
    let cells = [
        format!("p{:010x}", who & 0xff_ffff_ffff),
        group.to_owned(),
        family.key().to_owned(),
        birth.to_string(),
        format!("{weeks:.2}").replace('.', ","),
        months.to_string(),
        window,
        format!("{:.1}", (capacity * 2.0).round() / 2.0).replace('.', ","),
        yes(if cash { 0.073 } else { 0.0 }, Decision::HoursOnEntry).to_string(),
        yes(0.3, Decision::Provider).to_string(),
        yes(0.7, Decision::Single).to_string(),
        yes(0.8, Decision::WorkTest).to_string(),
        if flex { decided.clone() } else { String::new() },
        if family == Family::DisabilityPension { decided } else { String::new() },
    ];
    cells.join(";")
}
