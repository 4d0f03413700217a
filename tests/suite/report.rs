//! What a reader sees: the tables of a hand-made study in both languages, and the words that they use.

use gevinst::domain::activity::Indicator;
use gevinst::domain::assumption::Shape;
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::flow::Purpose;
use gevinst::domain::party::Perspective;
use gevinst::domain::source::{Reference, Verification};
use gevinst::estimate::savings::{BreakEven, Savings};
use gevinst::estimate::summary::Summary;
use gevinst::report::findings::{ActivityFinding, AssumptionFinding, Findings, Manifest, NoEffect, Warning};
use gevinst::report::headline::headline;
use gevinst::report::language::Language;
use gevinst::report::reservations::{left_out, provenance, title, warnings};
use gevinst::report::tables::{appendix, report};
use gevinst::report::words::Words;
use gevinst::rules::parameter::LawValue;

/// A summary around a mean [kr], as wide as `spread` [kr] on either side, with a hundredth of that as error.
fn around(mean: f64, spread: f64) -> Summary {
    let (mean, spread) = (mean * 100.0, spread * 100.0);
    Summary { mean, standard_error: spread / 50.0, p05: mean - spread, median: mean, p95: mean + spread }
}

fn savings(perspective: Perspective) -> Savings {
    use Purpose as P;
    let (mean, by_purpose): (f64, Vec<(Purpose, Summary)>) = match perspective {
        Perspective::Municipality => (
            -1_234_567.0,
            vec![
                (P::Benefit, around(3_456_789.0, 1_200_000.0)),
                (P::Refund, around(-1_100_000.0, 400_000.0)),
                (P::FlexContribution, around(210_000.0, 90_000.0)),
                (P::TaxSettlement, around(400_000.0, 200_000.0)),
                (P::Equalisation, around(-300_000.0, 150_000.0)),
                (P::ContactPerson, around(-2_601_356.0, 0.0)),
                (P::Mentor, around(-1_300_000.0, 300_000.0)),
            ],
        ),
        Perspective::State => (1_890_000.0, vec![(P::Refund, around(1_890_000.0, 500_000.0))]),
        Perspective::OtherMunicipalities => (300_000.0, vec![(P::Equalisation, around(300_000.0, 150_000.0))]),
        Perspective::PublicSector => (955_000.0, vec![(P::Benefit, around(955_000.0, 900_000.0))]),
        Perspective::Citizen => (2_100_000.0, vec![(P::Wage, around(2_100_000.0, 800_000.0))]),
        Perspective::Enterprise => (-640_000.0, vec![(P::Wage, around(-640_000.0, 500_000.0))]),
        Perspective::Others => (15.0, vec![(P::OutsideWage, around(15.0, 90_000.0))]),
        Perspective::Society => (2_415_000.0, vec![(P::Production, around(2_415_000.0, 1_900_000.0))]),
        Perspective::Region => (0.0, vec![]),
    };
    let municipal = perspective == Perspective::Municipality;
    let spread = if perspective == Perspective::Region { 0.0 } else { 2_200_000.0 };
    Savings {
        perspective,
        by_year: (0..3).map(|year| around(mean / 3.0 * f64::from(year), spread / 3.0)).collect(),
        cumulated: (0..36).map(|month| around(mean / 36.0 * f64::from(month + 1), spread / 12.0)).collect(),
        net_present_value: around(mean, spread),
        chance_of_gain: if mean < 0.0 { 0.2234 } else { 0.9999 },
        chance_of_gain_error: 0.02,
        break_even: match mean {
            loss if loss < 0.0 => BreakEven { median_month: None, never: 0.63 },
            large if large > 1e6 => BreakEven { median_month: Some(15), never: 0.12 },
            _ => BreakEven { median_month: Some(1), never: 0.0 },
        },
        largest_exposure: around(-1_900_000.0, 700_000.0),
        programme_cost: around(if municipal { 3_900_000.0 } else { 0.0 }, 100_000.0),
        benefit_cost_ratio: municipal.then_some(0.683),
        net_per_krone: municipal.then_some(-0.317),
        per_place_year: Some(mean * 100.0 / 48.0),
        per_citizen_placed: Some(mean * 100.0 / 31.0),
        per_place_hour: Some(mean * 100.0 / 21_000.0),
        last_year_share: Some(0.41),
        by_purpose: by_purpose.into_iter().map(|(purpose, summary)| (purpose.into(), summary)).collect(),
        cashable: municipal.then(|| around(-934_000.0, 2_100_000.0)),
    }
}

/// Findings that no study gave: every kind of figure, gain, loss and nothing.
fn findings() -> Findings {
    let scaled = |mean: f64| around(mean / 100.0, mean.abs() / 1000.0);
    Findings {
        manifest: Manifest {
            version: "0.1.0".to_owned(),
            title: "One entry point".to_owned(),
            question: "What does an entry point bring?".to_owned(),
            caveat: Some("Invented figures.".to_owned()),
            municipality: "Jammerbugt".to_owned(),
            programme: "entry point".to_owned(),
            scenario_hash: "00c0ffee".to_owned(),
            law_hash: "00decade".to_owned(),
            seed: 1,
            samples: 400,
            replicates: 1,
            start: "2026-01".to_owned(),
            months: 36,
            price_year: 2026,
            complete: true,
        },
        years: vec![2026, 2027, 2028],
        savings: Perspective::ALL.into_iter().map(savings).collect(),
        no_effect: [Perspective::Municipality, Perspective::Enterprise, Perspective::Society]
            .into_iter()
            .map(|perspective| NoEffect { perspective, net_present_value: around(-3_900_000.0, 100_000.0) })
            .collect(),
        activity: Indicator::ALL
            .into_iter()
            .enumerate()
            .map(|(at, indicator)| {
                let baseline = if indicator == Indicator::OnFlexSubsidy { 0.0 } else { 1_000.0 * at as f64 };
                let more = if indicator == Indicator::OnFlexSubsidy { 0.0 } else { 340.0 - 60.0 * at as f64 };
                ActivityFinding {
                    indicator,
                    baseline: scaled(baseline),
                    programme: scaled(baseline + more),
                    difference: scaled(more),
                    baseline_by_month: vec![baseline / 36.0; 36],
                    programme_by_month: vec![(baseline + more) / 36.0; 36],
                }
            })
            .collect(),
        first_year_spending: vec![
            (Family::CashBenefit.into(), around(41_234_567.0, 900_000.0)),
            (Family::DisabilityPension.into(), around(12_345_678.0, 300_000.0)),
        ],
        assumptions: vec![AssumptionFinding {
            name: "stay_scale".to_owned(),
            value: 9.5,
            low: Some(6.0),
            high: Some(14.0),
            shape: Some(Shape::Pert),
            source: Some("A register".to_owned()),
            grade: Some('A'),
        }],
        law: vec![LawValue {
            parameter: "cash_benefit.free_amount_basic".to_owned(),
            meaning: "bundfradrag".to_owned(),
            value: Some(5000.0),
            rows: None,
            derivation: None,
            unit: "kr".to_owned(),
            per: "month".to_owned(),
            from: Month::january(2025) + 6,
            projected: true,
            reference: Reference {
                act: "LAS".to_owned(),
                section: Some("§ 31".to_owned()),
                url: None,
                verified: Verification::Secondary,
            },
            checked_on: "2026-11-01".to_owned(),
        }],
        warnings: vec![
            Warning::ProjectedLaw { from: "2027-01".to_owned() },
            Warning::UnsettledLaw { from: "2027-07".to_owned(), what: "a reform".to_owned() },
            Warning::PoolChanges { first: 1_200, last: 860 },
            Warning::WithoutRange { count: 3 },
            Warning::WithoutSource { count: 2 },
            Warning::Reading { what: "gross wage".to_owned() },
            Warning::DueLater { municipality_ore: 21_345_600 },
        ],
    }
}

/// The report as plain text: columns parted by bars, no widths, so that a snapshot shows words and figures only.
fn drawn(language: Language) -> String {
    let (findings, words) = (findings(), Words::of(language));
    let mut text = words.phrase(&title(&findings)) + "\n";
    for line in headline(&findings, Perspective::Municipality) {
        text += &format!("{}\n", words.phrase(&line));
    }
    for table in report(&findings, Perspective::Municipality) {
        let table = table.worded(words);
        text += &format!("\n# {}\n", table.title);
        text += &table.columns.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>().join(" | ");
        for row in &table.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            text += &format!("\n{}{}", if row.total { "= " } else { "" }, cells.join(" | "));
        }
        text += &format!("\n{}\n", table.notes.join("\n"));
    }
    for line in warnings(&findings).into_iter().chain(left_out()).chain([provenance(&findings)]) {
        text += &format!("\n{}", words.phrase(&line));
    }
    text
}

#[test]
fn the_report_in_danish() {
    insta::assert_snapshot!(drawn(Language::Danish));
}

#[test]
fn the_report_in_english() {
    insta::assert_snapshot!(drawn(Language::English));
}

#[test]
fn the_long_tables_can_be_said_in_both_languages() {
    for language in Language::ALL {
        for table in appendix(&findings()) {
            let worded = table.worded(Words::of(language));
            assert!(worded.rows.iter().all(|row| row.cells.len() == worded.columns.len()), "{}", worded.title);
            assert!(!worded.rows.is_empty());
        }
    }
}

#[test]
fn no_placeholder_is_left_and_every_perspective_can_be_chosen() {
    for (language, perspective) in Language::ALL.into_iter().flat_map(|l| Perspective::ALL.map(|p| (l, p))) {
        let (findings, words) = (findings(), Words::of(language));
        let lines = headline(&findings, perspective).iter().map(|line| words.phrase(line)).collect::<String>();
        assert!(!lines.contains('{'), "{lines}");
        for table in report(&findings, perspective) {
            let worded = table.worded(words);
            assert!(!worded.title.contains('{'), "{}", worded.title);
            assert!(worded.notes.iter().all(|note| !note.contains('{')));
        }
    }
}

#[test]
fn every_word_is_used() {
    // Sections whose keys are made from a name in the code; the tests of the tables say each of them.
    let made = [
        "value",
        "month",
        "perspective",
        "who",
        "short",
        "purpose",
        "family",
        "form",
        "party",
        "indicator",
        "left_out",
        "shape",
        "verified",
        "column",
    ];
    let mut code = String::new();
    for floor in ["src/report", "cli/src", "cli/src/commands"] {
        let floor = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(floor);
        let Ok(files) = std::fs::read_dir(floor) else { continue };
        for file in files.map(|file| file.expect("a file").path()) {
            if file.extension().is_some_and(|extension| extension == "rs") {
                code += &std::fs::read_to_string(&file).expect("a source file");
            }
        }
    }
    for key in Words::of(Language::Danish).keys() {
        let (section, name) = key.split_once('.').expect("section.name");
        let said = code.contains(&format!("\"{key}\""))
            || made.contains(&section) && (section != "column" || code.contains(&format!("\"{name}\"")));
        assert!(said, "no code says `{key}`");
    }
}
