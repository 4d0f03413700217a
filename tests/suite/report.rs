//! What a reader sees: the tables of a hand-made study in both languages, and the words that they use.

use gevinst::domain::activity::Indicator;
use gevinst::domain::assumption::Shape;
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::flow::{Cashable, Frame, Purpose};
use gevinst::domain::municipality::Reach;
use gevinst::domain::party::Perspective;
use gevinst::domain::revenue::Revenue;
use gevinst::domain::shown::Shown;
use gevinst::domain::source::{Reference, Verification};
use gevinst::estimate::budget::{Budget, BudgetPrices, BudgetRow};
use gevinst::estimate::convergence::{Convergence, Criterion};
use gevinst::estimate::design::Design;
use gevinst::estimate::levels::Engine;
use gevinst::estimate::savings::{BreakEven, CashableSavings, Savings};
use gevinst::estimate::self_support::SelfSupportDegree;
use gevinst::estimate::summary::Summary;
use gevinst::estimate::variance_split::VarianceSplit;
use gevinst::estimate::variant::VariantSavings;
use gevinst::report::assumption_name::AssumptionName;
use gevinst::report::findings::{
    ActivityFinding, ArisingFinding, AssumptionFinding, ConvergenceFinding, EnterpriseFinding, Findings,
    GuaranteeFinding, Manifest, NeedEqualisationFinding, NoEffect, PartFinding, SupportFinding, SupportKind,
    VariantFinding, Warning,
};
use gevinst::report::headline::headline;
use gevinst::report::language::Language;
use gevinst::report::reservations::{caveat, left_out, provenance, title, warnings};
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
        cumulated: (0..12).map(|quarter| around(mean / 12.0 * f64::from(quarter + 1), spread / 12.0)).collect(),
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
        cashable: municipal.then(|| CashableSavings {
            net_present_value: around(-934_000.0, 2_100_000.0),
            chance_of_gain: 0.2834,
            chance_of_gain_error: 0.02,
            break_even: BreakEven { median_month: Some(31), never: 0.48 },
            largest_exposure: around(-1_100_000.0, 500_000.0),
        }),
        disposable_income: (perspective == Perspective::Citizen).then(|| around(mean, spread)),
    }
}

/// Two functions in two frames, and a task whose saving nobody can take out.
fn budget() -> Budget {
    let row = |frame, account: &str, cashable, verified, mean: f64| {
        let row = BudgetRow { frame, account: Some(account.to_owned()), cashable, verified };
        (row, vec![around(mean, 90_000.0), around(2.0 * mean, 90_000.0)])
    };
    let by_year = |mean: f64| vec![around(mean, 90_000.0), around(2.0 * mean, 90_000.0)];
    let staff = Cashable::AfterMonths(12);
    Budget {
        prices: BudgetPrices::Running,
        years: vec![2026, 2027],
        rows: vec![
            row(Frame::Service, "6.45.53", staff, Verification::Unverified, -450_000.0),
            row(Frame::Service, "service", Cashable::No, Verification::Unverified, 30_000.0),
            row(Frame::GuaranteedTransfer, "5.57.73", Cashable::Yes, Verification::Primary, 310_000.0),
        ],
        frames: vec![(Frame::Service, by_year(-420_000.0)), (Frame::GuaranteedTransfer, by_year(310_000.0))],
        total: by_year(-110_000.0),
        not_cashable: by_year(30_000.0),
    }
}

fn variant(name: Option<&str>, change: f64) -> VariantFinding {
    let savings = |perspective| VariantSavings {
        perspective,
        net_present_value: around(if perspective == Perspective::Region { 0.0 } else { -900_000.0 + change }, 0.0),
        change: around(change, 0.0),
        chance_of_gain: 0.22,
        chance_of_gain_error: 0.02,
    };
    VariantFinding { name: name.map(str::to_owned), savings: Perspective::ALL.map(savings).to_vec() }
}

/// Two enterprises of different class, one of them what enquiries become, and two target groups.
fn arising() -> ArisingFinding {
    let part = |name: &str, mean: f64| PartFinding {
        name: if name == "other" { Shown::Other } else { Shown::Class(name.to_owned()) },
        net_present_value: Perspective::ALL.map(|_| around(mean, mean.abs() / 2.0)).to_vec(),
        citizens: 15.4,
        placements: 20.0,
        place_months: 130.0,
        hours: 4_512_300.0,
    };
    let enterprise = |name: &str, revenue: Option<Revenue>, on_enquiry: bool| EnterpriseFinding {
        name: name.to_owned(),
        whole: Some(part(name, -400_000.0)),
        class: revenue.map(Revenue::class),
        revenue,
        registered: !on_enquiry,
        on_enquiry,
        positions: vec![part("kitchen", -500_000.0), part("reception", 100_000.0)],
    };
    let mixed = Revenue { market: 0.44, municipal_services: 0.2, grants: 0.36 };
    ArisingFinding {
        enterprises: vec![enterprise("Hotel", Some(mixed), false), enterprise("founders", None, true)],
        other_enterprises: None,
        target_groups: vec![
            (Shown::Class("activity-ready".to_owned()), part("activity-ready", -300_000.0)),
            (Shown::Other, part("other", -100_000.0)),
        ],
        in_common: Perspective::ALL.map(|_| around(-800_000.0, 90_000.0)).to_vec(),
        gross: Perspective::ALL.map(|_| around(2_000_000.0, 900_000.0)).to_vec(),
        own_accord: Perspective::ALL.map(|_| around(900_000.0, 300_000.0)).to_vec(),
        displaces: false,
    }
}

/// Enough draws of the whole, too few of what can be taken out of the budget.
fn convergence() -> ConvergenceFinding {
    let criterion = |measured, limit| Criterion { measured: Some(measured), limit, holds: measured <= limit };
    let of = |measured| Convergence {
        mean: criterion(measured, 10.0),
        chance_of_gain: criterion(0.01, 0.01),
        percentiles: criterion(4.0, 5.0),
    };
    ConvergenceFinding { whole: of(9.0), cashable: of(11.0), wanted: true }
}

/// Findings that no study gave: every kind of figure, gain, loss and nothing.
fn findings() -> Findings {
    let scaled = |mean: f64| around(mean / 100.0, mean.abs() / 1000.0);
    Findings {
        manifest: Manifest {
            version: "0.1.0".to_owned(),
            title: "One entry point".to_owned(),
            title_da: Some("\u{c9}n indgang".to_owned()),
            question: "What does an entry point bring?".to_owned(),
            question_da: None,
            caveat: Some("Invented figures.".to_owned()),
            caveat_da: Some("Opdigtede tal.".to_owned()),
            municipality: "Jammerbugt".to_owned(),
            programme: "entry point".to_owned(),
            names_da: [("kitchen", "køkken"), ("activity-ready", "aktivitetsparate")]
                .map(|(name, danish)| (name.to_owned(), danish.to_owned()))
                .into(),
            scenario_hash: "00c0ffee".to_owned(),
            declared_family: Some("living wage".to_owned()),
            law_hash: "00decade".to_owned(),
            seed: 1,
            samples: 400,
            replicates: 1,
            design: Design::Random,
            engine: Engine::Lazy,
            level_draws: 20,
            start: "2026-01".to_owned(),
            months: 36,
            price_year: 2026,
            net_tax_factor: None,
            other_services: Vec::new(),
            complete: true,
        },
        years: vec![2026, 2027, 2028],
        savings: Perspective::ALL.into_iter().map(savings).collect(),
        no_effect: [Perspective::Municipality, Perspective::Enterprise, Perspective::Society]
            .into_iter()
            .map(|perspective| NoEffect { perspective, net_present_value: around(-3_900_000.0, 100_000.0) })
            .collect(),
        budget: budget(),
        need_equalisation: NeedEqualisationFinding {
            on: false,
            kr_per_person_year: [35_000.0, 50_000.0],
            municipality: [around(-210_000.0, 90_000.0), around(-300_000.0, 130_000.0)],
            falls_due: true,
        },
        budget_guarantee: None,
        convergence: convergence(),
        variance: Perspective::ALL
            .map(|perspective| {
                (perspective != Perspective::Region).then_some(VarianceSplit {
                    luck: 3.0,
                    ignorance: 7.0,
                    share_of_luck: 0.3,
                    share_of_ignorance: 0.7,
                    interval: Some((0.6, 0.8)),
                })
            })
            .to_vec(),
        variants: vec![variant(None, 0.0), variant(Some("net wage counts"), -120_000.0)],
        arising: arising(),
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
        self_support: Some(SelfSupportDegree {
            baseline: Summary { mean: 0.1234, standard_error: 0.001, p05: 0.1, median: 0.12, p95: 0.15 },
            programme: Summary { mean: 0.1567, standard_error: 0.001, p05: 0.12, median: 0.15, p95: 0.19 },
            difference: Summary { mean: 0.0333, standard_error: 0.001, p05: -0.002, median: 0.03, p95: 0.07 },
        }),
        support: [SupportKind::DisabilityPension, SupportKind::Flex, SupportKind::Other]
            .into_iter()
            .zip([210_000.0, -900_000.0, 3_000_000.0])
            .map(|(kind, mean)| SupportFinding {
                kind,
                months: scaled(-mean / 10_000.0),
                net_present_value: Perspective::ALL.map(|_| around(mean, mean.abs())).to_vec(),
            })
            .collect(),
        pool: vec![(2026, scaled(120_000.0)), (2027, scaled(110_000.0)), (2028, scaled(86_000.0))],
        first_year_spending: vec![
            (Family::CashBenefit.into(), around(41_234_567.0, 900_000.0)),
            (Family::DisabilityPension.into(), around(12_345_678.0, 300_000.0)),
        ],
        assumptions: vec![AssumptionFinding {
            name: AssumptionName {
                key: "stay_scale".to_owned(),
                label: Some("Length of a stay (scale, months)".to_owned()),
                label_da: Some("Opholdets længde (skala, måneder)".to_owned()),
                key_da: None,
            },
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
            projected_from: Some(Month::january(2027)),
            reference: Reference {
                act: "LAS".to_owned(),
                section: Some("§ 31".to_owned()),
                url: None,
                verified: Verification::Secondary,
            },
            checked_on: "2026-11-01".to_owned(),
        }],
        warnings: vec![
            Warning::EnterprisesLack {
                per_year: around(210_000.0, 170_000.0),
                municipality: around(-1_874_567.0, 2_600_000.0),
            },
            Warning::ProjectedLaw { from: "2027-01".to_owned() },
            Warning::UnsettledLaw { from: "2027-07".to_owned(), what: "a reform".to_owned() },
            Warning::PoolChanges { first: 1_200, last: 860 },
            Warning::WithoutRange { count: 3 },
            Warning::WithoutSource { count: 2 },
            Warning::Reading { what: "gross wage".to_owned() },
            Warning::DueLater { municipality_ore: 21_345_600 },
            Warning::NeedEqualisation { low: 35_000.0, high: 50_000.0 },
            Warning::NotSure { samples: 16_384 },
            Warning::VariantsLeftOut { count: 1 },
        ],
    }
}

/// The report as plain text: columns parted by bars, no widths, so that a snapshot shows words and figures only.
pub fn drawn(findings: &Findings, language: Language) -> String {
    let words = Words::of(language);
    let mut text = caveat(&findings.manifest).map_or(String::new(), |caveat| words.phrase(&caveat) + "\n");
    text += &format!("{}\n", words.phrase(&title(&findings.manifest)));
    for line in headline(findings, Perspective::Municipality) {
        text += &format!("{}\n", words.phrase(&line));
    }
    for table in report(findings, Perspective::Municipality) {
        let table = table.worded(words);
        text += &format!("\n# {}\n", table.title);
        text += &table.columns.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>().join(" | ");
        for row in &table.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            text += &format!("\n{}{}", if row.total { "= " } else { "" }, cells.join(" | "));
        }
        text += &format!("\n{}\n", table.notes.join("\n"));
    }
    for line in warnings(findings).into_iter().chain(left_out(findings)).chain([provenance(&findings.manifest)]) {
        text += &format!("\n{}", words.phrase(&line));
    }
    text
}

#[test]
fn the_report_in_danish() {
    insta::assert_snapshot!(drawn(&findings(), Language::Danish));
}

#[test]
fn the_report_in_english() {
    insta::assert_snapshot!(drawn(&findings(), Language::English));
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
        "frame",
        "cashable",
        "account",
        "aims",
        "support",
        "aim",
        "doubt",
        "csv",
        "unit_name",
        "meaning",
        "sheet",
        "key_figure",
        "section",
        "lead",
        "people",
        "reproduction",
        "quantity",
        "origin",
        "cause",
        "with_work",
        "reference",
        "law_unit",
        "law_per",
        "rule",
    ];
    let by_name = ["column", "aims", "doubt", "meaning", "key_figure", "section", "lead", "people", "reproduction"];
    let mut code = String::new();
    let floors = [
        "src/report",
        "cli/src",
        "cli/src/commands",
        "report/src",
        "report/src/document",
        "report/src/figures",
        "report/src/pictures",
        "report/src/workbook",
    ];
    for floor in floors {
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
            || made.contains(&section) && (!by_name.contains(&section) || code.contains(&format!("\"{name}\"")));
        assert!(said, "no code says `{key}`");
    }
}

/// Every function of the chart has its name in both languages.
#[test]
fn every_function_of_the_chart_has_a_name() {
    for language in Language::ALL {
        for line in gevinst::rules::budget_line::budget_lines() {
            let name = Words::of(language).word(&format!("account.{}", line.account));
            assert!(name.len() > 8, "{name}");
        }
    }
}

/// Each setting has its own line under the budget, whatever it is.
#[test]
fn need_equalisation_and_guarantee_always_have_a_line() {
    let said = |findings: &Findings| -> Vec<String> {
        let tables = report(findings, Perspective::Society);
        let budget = tables.iter().find(|table| table.key == "budget").expect("the budget, whoever looks");
        budget.worded(Words::of(Language::English)).notes
    };
    let mut findings = findings();
    let lines = said(&findings);
    assert!(lines.iter().any(|line| line.contains("not counted. A municipality alone keeps")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("by \u{2212}210,000 to \u{2212}300,000 kr")), "{lines:?}");
    findings.need_equalisation.falls_due = false;
    assert!(said(&findings).iter().any(|line| line.contains("nothing of it falls within this study")));
    findings.need_equalisation = NeedEqualisationFinding { on: true, falls_due: true, ..findings.need_equalisation };
    findings.budget_guarantee = Some(GuaranteeFinding { reach: Reach::Alone, population_share: 0.0064 });
    let lines = said(&findings);
    assert!(lines.iter().any(|line| line.contains("loses 0.64 %")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("counted, from month 37 on")), "{lines:?}");
    findings.budget_guarantee = Some(GuaranteeFinding { reach: Reach::All, population_share: 0.0064 });
    assert!(said(&findings).iter().any(|line| line.contains("as if all municipalities save the same")));
}

/// What is left out of the law is named where a study uses the law around it, and nowhere else.
#[test]
fn what_the_law_leaves_out_is_named_beside_what_it_counts() {
    let said = |parameter: &str| -> Vec<String> {
        let mut findings = findings();
        findings.law[0].parameter = parameter.to_owned();
        left_out(&findings).iter().map(|phrase| Words::of(Language::English).phrase(phrase)).collect()
    };
    let usual = said("cash_benefit.taper");
    for (parameter, line) in [
        ("supplementary_unemployment_benefit.most_weeks", "first 481 hours"),
        ("resource_benefit.provider", "work inside an offer"),
        ("social_free_card.amount", "Who is granted the social free card"),
        ("wage_subsidy.private_hourly", "How many subsidised places"),
    ] {
        let lines = said(parameter);
        assert!(lines.len() == usual.len() + 1 && lines.iter().any(|said| said.contains(line)), "{lines:?}");
    }
    // Enterprises that are told together have a warning with their names.
    let mut findings = findings();
    findings.warnings =
        vec![Warning::FewAtPlaces { parts: vec!["café".to_owned(), "hotel / pension jobs".to_owned()] }];
    let told = Words::of(Language::Danish).phrase(&warnings(&findings)[0]);
    assert!(told.contains("café") && told.contains("hotel / pension jobs"), "{told}");
}
