//! The municipality's budget table and the variants of a study: do they add up, and do they say which is which?

use std::sync::atomic::{AtomicBool, Ordering};

use gevinst::domain::calendar::Month;
use gevinst::domain::flow::{Cashable, Flow, Frame, Line, Purpose};
use gevinst::domain::ledger::Ledger;
use gevinst::domain::money::Money;
use gevinst::domain::party::{Party, Perspective};
use gevinst::domain::reform::Reform;
use gevinst::domain::source::Verification;
use gevinst::engine::attribution::OpenAttribution;
use gevinst::engine::outcome::{Outcome, Record};
use gevinst::estimate::arising::Parts;
use gevinst::estimate::budget::BudgetPrices;
use gevinst::estimate::effect::{Valuation, effect};
use gevinst::estimate::row::{RowLayout, Shape};
use gevinst::report::findings::{Findings, Warning};
use gevinst::report::tables::report;
use gevinst::rules::budget_line::{budget_line, budget_lines, chart};
use gevinst::rules::readings::{LawFrom2027, Readings, WageConcept};
use gevinst::study::budget_plan::{BudgetTable, budget_plan, calendar_quarters};
use gevinst::study::prepared::Prepared;
use gevinst::study::privacy::Classes;
use gevinst::study::scenario::Study;
use gevinst::study::variants::{PriceSet, Variant};

const MUNICIPALITY: usize = Perspective::Municipality as usize;

fn study(file: &str, settings: &[(&str, &str)]) -> Study {
    let few = [("simulation.samples", "8"), ("simulation.replicates", "1")];
    Study::from_toml_with(file, &[&few[..], settings].concat()).expect("an example")
}

#[test]
fn the_total_is_the_municipality_s_net_saving_to_the_ore_in_every_draw() {
    for (file, samples) in [
        ("examples/small_jobs.toml", "8"),
        ("examples/ladder.toml", "8"),
        ("examples/jammerbugt.toml", "2"),
        ("examples/persons.toml", "2"),
        ("examples/second_country.toml", "2"),
    ] {
        let settings = [("time.years", "5"), ("budget.year", "2027"), ("simulation.samples", samples)];
        let study = study(file, &settings);
        let prepared = Prepared::of(&study).expect("it is sound");
        let years: Vec<i32> = prepared.plan.years.iter().map(|(year, _)| *year).collect();
        assert_eq!(years, [2027, 2028, 2029, 2030], "the budget year and three that follow");
        let mut moved = 0;
        for draw in 0..prepared.draws() {
            let (effect, _) = prepared.effect(draw).expect("the law answers");
            let (layout, rows) = (&prepared.layout, &prepared.plan.rows);
            for (at, (year, months)) in prepared.plan.years.iter().enumerate() {
                let total = layout.budget(0..rows.len(), at).in_row(&effect);
                let saved = layout.within(Perspective::Municipality, months).in_row(&effect);
                assert_eq!(total, saved, "{file}, draw {draw}, {year}");
                moved += total.abs();
                let nowhere = (0..rows.len()).filter(|row| rows[*row].account.is_none());
                assert_eq!(layout.budget(nowhere, at).in_row(&effect), 0, "{file}: not in the chart");
            }
        }
        assert!(moved > 0);
    }
}

#[test]
fn means_of_rows_add_up_to_frames_and_the_total_to_the_net_saving() {
    let findings = study("examples/ladder.toml", &[("time.years", "6")]).run().expect("it runs");
    let (budget, saved) = (&findings.budget, &findings.savings(Perspective::Municipality).by_year);
    assert_eq!(budget.years, findings.years[..4]);
    assert_eq!(budget.total, saved[..4], "all five numbers and the error");
    for at in 0..4 {
        let near = |sum: f64, whole: f64| assert!((sum - whole).abs() < 1e-3, "{sum} {whole}");
        near(budget.frames.iter().map(|(_, by_year)| by_year[at].mean).sum(), budget.total[at].mean);
        for (frame, by_year) in &budget.frames {
            let rows = budget.rows.iter().filter(|(row, _)| row.frame == *frame);
            near(rows.map(|(_, by_year)| by_year[at].mean).sum(), by_year[at].mean);
        }
    }
    assert!(budget.frames.iter().any(|(frame, _)| *frame == Frame::Service));
    let word = |account: &str| {
        let row = budget.rows.iter().find(|(row, _)| row.account.as_deref() == Some(account));
        row.map(|(row, _)| row.verified)
    };
    // Cash benefit is on a function that was read; other families on the same function were not, but nobody has them.
    assert_eq!(word("5.57.73"), Some(Verification::Primary));
    assert_eq!(word("7.68.90"), Some(Verification::Unverified));
    assert!(budget.frames.is_sorted_by_key(|(frame, _)| *frame));
}

#[test]
fn prices_of_the_budget_year_deflate_later_years_and_leave_the_first() {
    let settings = [("economy.price_growth", "0.04"), ("budget.prices", "budget_year"), ("time.years", "5")];
    let deflated = study("examples/small_jobs.toml", &settings).run().expect("it runs").budget;
    let running = study("examples/small_jobs.toml", &[settings[0], settings[2]]).run().expect("it runs").budget;
    assert_eq!((running.prices, deflated.prices), (BudgetPrices::Running, BudgetPrices::BudgetYear));
    assert_eq!(deflated.total[0], running.total[0]);
    for (at, power) in [(1, 1.04), (2, 1.04 * 1.04), (3, 1.04 * 1.04 * 1.04)] {
        // Each row is rounded to øre by itself.
        let rows = running.rows.len() as f64;
        assert!((deflated.total[at].mean * power - running.total[at].mean).abs() <= rows, "year {at}");
        assert!(running.total[at].mean.abs() > 1e4);
    }
}

#[test]
fn a_budget_year_outside_the_study_is_refused() {
    let refused = Study::from_toml_with("examples/small_jobs.toml", &[("budget.year", "2040")]).unwrap_err();
    assert!(refused.to_string().contains("`budget.year`: 2040 is out of range; expected a number from 2026 to 2031"));
}

#[test]
fn every_line_that_the_municipality_pays_or_gets_has_a_function_and_every_function_a_line() {
    let concerned = |line: &Line| line.family.is_none() && line.sign(Party::Municipality) != 0;
    for line in Line::all().filter(concerned) {
        assert!(budget_line(line).is_some(), "{line:?} is in no chart");
    }
    for entry in budget_lines() {
        let line = Line { purpose: entry.purpose, family: entry.family };
        assert_eq!(budget_line(line), Some(entry), "{line:?} stands twice, or does not concern the municipality");
    }
    assert_eq!(chart().to_string(), "2022-11");
}

/// A cost is real money at once; a saving counts where and when its line lets it.
#[test]
fn what_can_be_taken_out_by_hand() {
    let plan = budget_plan(&BudgetTable::default(), Month::january(2026), 24, &Classes::of([]));
    let mut ledger = Ledger::new(24);
    let mut post = |month, purpose, kr| {
        ledger.post(month, &Flow { line: Line::of(purpose), amount: Money::from_kr(kr), due_in: 0 });
    };
    post(3, Purpose::ContactPerson, 100.0);
    post(3, Purpose::Administration, -70.0);
    post(12, Purpose::Administration, -60.0);
    post(13, Purpose::MunicipalVillageTask, 40.0);
    post(14, Purpose::TaxSettlement, 5.0);
    let shape = Shape {
        quarters: calendar_quarters(Month::january(2026), 24),
        budget_rows: plan.rows.len(),
        budget_years: plan.years.len(),
        parts: 0,
    };
    let layout = RowLayout::new(shape, 1.0);
    let outcome = Outcome {
        arms: vec![Record::new(24), Record { ledger, ..Record::new(24) }],
        attributions: vec![OpenAttribution::new(0, 0, 24).close(); 2],
        lived: 0,
    };
    let valuation = Valuation {
        layout: &layout,
        factors: &[0.5; 24],
        wage_index: &[1.0; 24],
        plan: &plan,
        deflators: &[1.0; 2],
        parts: &Parts::default(),
    };
    let row = effect(&outcome, &valuation);
    let figures = [layout.cashable_value(), layout.cashable_break_even(), layout.cashable_deepest()];
    assert_eq!(figures.map(|figure| figure.in_row(&row)), [-1_750, 0, -10_000], "it never breaks even");
    assert_eq!([0, 1].map(|year| layout.cashable_in(year).in_row(&row)), [-10_000, 6_500]);
    // By quarter all counts, whether it can be taken out or not.
    let quarter = |at| layout.quarter(Perspective::Municipality, at).in_row(&row);
    assert_eq!([0, 1, 4].map(quarter), [0, -3_000, 10_500]);
    let of = |cashable| plan.rows.iter().filter(|row| row.cashable == cashable).count();
    assert_eq!((of(Cashable::AfterMonths(12)), of(Cashable::No)), (1, 2));
}

/// Where a task of the municipality's own staff is done for it, the headline leads with what can be taken out.
#[test]
fn the_headline_leads_with_what_can_be_taken_out_where_it_differs() {
    use gevinst::report::headline::headline;
    let keys = |findings: &Findings| -> Vec<String> {
        headline(findings, Perspective::Municipality).into_iter().map(|line| line.key).collect()
    };
    let plain = study("examples/small_jobs.toml", &[]).run().expect("it runs");
    assert!(keys(&plain)[0].starts_with("headline.") && !keys(&plain)[0].contains("cashable"));
    let mut saved = study("examples/small_jobs.toml", &[]);
    saved.baseline.costs = saved.programme.costs.split_off(0);
    let findings = saved.run().expect("it runs");
    let (whole, part) = {
        let savings = findings.savings(Perspective::Municipality);
        (savings.net_present_value, savings.cashable.expect("the municipality's"))
    };
    assert!(part.net_present_value.mean < whole.mean, "a contact person who is given up is paid for another year");
    assert!(keys(&findings)[0].starts_with("headline.cashable_"), "{:?}", keys(&findings));
    assert!(keys(&findings).contains(&"headline.memo".to_owned()));
    assert!(findings.budget.not_cashable[0].mean > 0.0 && findings.budget.not_cashable[1].mean == 0.0);
    let no_cost = part.break_even.median_month.zip(findings.savings(Perspective::Municipality).break_even.median_month);
    assert!(no_cost.is_none_or(|(part, whole)| part >= whole), "what counts later pays back no sooner");
}

fn variant(name: &str) -> Variant {
    Variant { name: name.to_owned(), law: None, reforms: Vec::new(), prices: None }
}

/// The smallest example with three variants: a reading, a reform of both arms, another growth of prices.
fn with_variants() -> Study {
    let mut study = study("examples/small_jobs.toml", &[("time.years", "3")]);
    study.law = Readings { wage_concept: WageConcept::Gross, ..Readings::default() };
    let taper = Reform {
        parameter: "cash_benefit.taper".to_owned(),
        from: Month::january(2026),
        value: 0.3,
        because: "a question".to_owned(),
    };
    study.variants = vec![
        Variant {
            law: Some(Readings { law_from_2027: LawFrom2027::WithoutDeduction, ..study.law }),
            ..variant("no deduction in 2027")
        },
        Variant { reforms: vec![taper], ..variant("slower taper") },
        Variant {
            prices: Some(PriceSet { wage_growth: Some(0.01.into()), price_growth: Some(0.03.into()) }),
            ..variant("low wages")
        },
    ];
    study
}

#[test]
fn variants_are_the_studies_that_they_mean_with_the_same_draws() {
    let study = with_variants();
    let findings = study.run().expect("it runs");
    let alone = study.base_case().run().expect("it runs");
    assert_eq!(findings.savings, alone.savings, "variants leave the base case as it is");
    assert_eq!(findings.variants.len(), 4);
    assert_eq!(findings.variants[0].name, None, "the base case first");
    let mut changes = Vec::new();
    for (found, meant) in findings.variants[1..].iter().zip(&study.variants) {
        assert_eq!(found.name.as_deref(), Some(meant.name.as_str()));
        let by_itself = study.variant(meant).run().expect("it runs");
        for (found, base) in found.savings.iter().zip(&findings.variants[0].savings) {
            let own = by_itself.savings(found.perspective);
            assert_eq!(found.net_present_value, own.net_present_value, "{} {:?}", meant.name, found.perspective);
            assert_eq!(found.chance_of_gain, own.chance_of_gain);
            let change = found.net_present_value.mean - base.net_present_value.mean;
            assert!((found.change.mean - change).abs() < 1e-3, "{change}");
        }
        changes.push(found.savings[MUNICIPALITY].change.mean);
    }
    assert!(changes.iter().all(|change| *change != 0.0), "each does something: {changes:?}");
    assert!(findings.variants[0].savings.iter().all(|base| base.change.mean == 0.0 && base.change.p95 == 0.0));
}

#[test]
fn a_reading_that_is_not_the_default_is_listed() {
    let mut study = study("examples/small_jobs.toml", &[("time.years", "2")]);
    study.law = Readings { law_from_2027: LawFrom2027::WithoutDeduction, ..Readings::default() };
    let findings = study.run().expect("it runs");
    let reading = Warning::Reading { what: "law_from_2027 = without_deduction".to_owned() };
    assert!(findings.warnings.contains(&reading), "{:?}", findings.warnings);
}

#[test]
fn the_table_of_variants_is_there_only_where_there_are_any() {
    let keys = |findings: &Findings| -> Vec<&str> {
        report(findings, Perspective::Municipality).iter().map(|table| table.key).collect()
    };
    let study = with_variants();
    let findings = study.run().expect("it runs");
    assert!(keys(&findings).contains(&"variants"));
    assert!(serde_json::to_string(&findings).expect("JSON").contains("slower taper"));
    assert!(!keys(&study.base_case().run().expect("it runs")).contains(&"variants"));
    let table = report(&findings, Perspective::State).into_iter().find(|table| table.key == "variants");
    let table = table.expect("the table");
    assert_eq!(table.columns[0].key, "state");
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()) && table.rows.len() == 4);
}

#[test]
fn variants_that_change_nothing_or_share_a_name_are_refused() {
    let problems = |change: &dyn Fn(&mut Study)| -> String {
        let mut study = with_variants();
        change(&mut study);
        study.check().iter().map(|problem| format!("{problem}\n")).collect()
    };
    assert_eq!(problems(&|_| {}), "");
    let nothing = problems(&|study| study.variants.push(variant("nothing")));
    assert!(nothing.contains("`variants[nothing]`: the variant changes nothing; give it `law`"), "{nothing}");
    let same_law = |study: &mut Study| study.variants[0].law = Some(study.law);
    assert!(problems(&same_law).contains("`variants[no deduction in 2027]`: the variant changes nothing"));
    let twice = problems(&|study| study.variants[1].name = study.variants[0].name.clone());
    assert!(twice.contains("`no deduction in 2027` stands twice in `variants`"), "{twice}");
    let silent = problems(&|study| study.variants[1].reforms[0].because.clear());
    assert!(silent.contains("`variants[slower taper].reforms[cash_benefit.taper].because`"), "{silent}");
    let wild = |study: &mut Study| {
        study.variants[2].prices = Some(PriceSet { wage_growth: Some(3.0.into()), price_growth: None });
    };
    assert!(problems(&wild).contains("`variants[low wages].prices.wage_growth`: 3 is out of range"));
    let unknown = |study: &mut Study| study.variants[1].reforms[0].parameter = "cash_benefit.tapper".to_owned();
    let mut study = with_variants();
    unknown(&mut study);
    assert!(study.run().unwrap_err().to_string().contains("cash_benefit.tapper"));
}

#[test]
fn a_run_that_is_cancelled_among_its_variants_leaves_them_out_and_says_so() {
    let mut study = with_variants();
    study.simulation.twins = 0;
    let (draws, stop) = (study.simulation.most() as usize, AtomicBool::new(false));
    let run = study.runner().threads(Some(1)).cancelled_by(&stop).on_progress(|done, of| {
        assert_eq!(of, 4 * draws, "a variant costs a run of its own");
        stop.store(done > 2 * draws, Ordering::Relaxed);
    });
    let findings = run.run().expect("the base case was done");
    let names: Vec<Option<&str>> = findings.variants.iter().map(|variant| variant.name.as_deref()).collect();
    assert_eq!(names, [None, Some("no deduction in 2027")]);
    assert!(findings.warnings.contains(&Warning::VariantsLeftOut { count: 2 }) && findings.manifest.complete);
}

/// Whether it is on or not, the findings say what equalisation of needs takes; on, it is what the ledger has.
#[test]
fn what_needs_would_take_is_what_they_take_when_on() {
    let settings = |on| {
        [("municipality.need_equalisation.on", on), ("municipality.need_equalisation.kr_per_person_year", "40000")]
    };
    let off = study("examples/ladder.toml", &settings("false")).run().expect("it runs");
    let on = study("examples/ladder.toml", &settings("true")).run().expect("it runs");
    assert!(!off.need_equalisation.on && off.need_equalisation.falls_due && on.need_equalisation.on);
    assert_eq!(off.need_equalisation.municipality, on.need_equalisation.municipality);
    let whole = |findings: &Findings| findings.savings(Perspective::Municipality).net_present_value.mean;
    let taken = whole(&on) - whole(&off);
    let said = off.need_equalisation.municipality[0].mean;
    // The person's amount of a month is rounded to øre before it is multiplied.
    assert!(taken != 0.0 && (taken - said).abs() < 1e-4 * taken.abs() + 100.0, "{taken} and {said}");
    let warns = |findings: &Findings| {
        findings.warnings.iter().any(|warning| matches!(warning, Warning::NeedEqualisation { .. }))
    };
    assert!(warns(&on) && !warns(&off));
    let society = |findings: &Findings| findings.savings(Perspective::Society).net_present_value;
    assert_eq!(society(&on), society(&off));
}
