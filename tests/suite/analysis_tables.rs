//! What a reader sees of the decision analysis: headlines and tables of small runs, as snapshots in both languages.

use gevinst::domain::party::Perspective;
use gevinst::report::comparison::{comparison_headline, comparison_report};
use gevinst::report::decisions::Dossier;
use gevinst::report::information::{information_headline, information_report};
use gevinst::report::language::Language;
use gevinst::report::sensitivity::{sensitivity_figures, sensitivity_headline, sensitivity_report};
use gevinst::report::table::{Phrase, Table};
use gevinst::report::words::Words;
use gevinst::study::analyses::{IndexPlan, Pair, ThresholdRange};
use gevinst::study::scenario::Study;

/// Headline and tables as text, with their notes.
fn drawn(headline: &[Phrase], tables: &[Table], words: &Words) -> String {
    let mut text: String = headline.iter().map(|line| words.phrase(line) + "\n").collect();
    for table in tables {
        let worded = table.worded(words);
        let columns: Vec<&str> = worded.columns.iter().map(|column| column.heading.as_str()).collect();
        text += &format!("\n{}\n{}\n", worded.title, columns.join(" | "));
        for row in worded.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            text += &format!("{}\n", cells.join(" | "));
        }
        text += &worded.notes.iter().map(|note| format!("{note}\n")).collect::<String>();
    }
    text
}

/// Ten small jobs, few draws, every analysis asked for.
fn study() -> Study {
    let settings = [
        ("simulation.samples", "24"),
        ("time.years", "3"),
        ("sensitivity.replicates", "3"),
        ("value_of_information.samples", "60"),
        ("value_of_information.replicates", "2"),
    ];
    let mut study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example");
    let name = |key: &str| format!("programme.enterprises[repair workshop].positions[small jobs].{key}");
    study.sensitivity.thresholds =
        vec![ThresholdRange { assumption: "programme.costs[mentor].amount".to_owned(), from: 0.0, to: 40_000.0 }];
    study.sensitivity.two_way = vec![Pair { rows: name("stay.after_effect"), columns: name("creaming"), steps: 3 }];
    study.sensitivity.indices = Some(IndexPlan { rows: 64, replicates: 4, shown: 2 });
    study.value_of_information.municipalities = 10.0;
    study.value_of_information.years = 4;
    study.value_of_information.sets = vec![vec![name("stay.after_effect"), name("creaming")]];
    study
}

#[test]
fn the_analyses_say_the_same_as_before_in_both_languages() {
    let Dossier { run, sensitivity, information } = study().runner().dossier().expect("it runs");
    let (sensitivity, information) = (sensitivity.expect("not cancelled"), information.expect("not cancelled"));
    assert_eq!(run, study().run().expect("it runs"), "a stage of the dossier is the run by itself");
    for language in Language::ALL {
        let (words, perspective) = (Words::of(language), Perspective::Municipality);
        let mut text = drawn(
            &sensitivity_headline(&sensitivity, perspective),
            &sensitivity_report(&sensitivity, perspective),
            words,
        );
        text += &drawn(
            &information_headline(&information, perspective),
            &information_report(&information, perspective),
            words,
        );
        insta::assert_snapshot!(format!("analyses_{}", language.code()), text);
        let society = drawn(&sensitivity_headline(&sensitivity, Perspective::Society), &[], words);
        assert!(society.lines().count() >= 3, "{society}");
    }
    let bars = |tables: Vec<Table>| tables[0].rows.len();
    let all = bars(sensitivity_figures(&sensitivity, Perspective::Municipality));
    assert!(all == sensitivity.bars.len() && all > bars(sensitivity_report(&sensitivity, Perspective::Municipality)));
}

#[test]
fn a_comparison_says_the_same_as_before_in_both_languages() {
    let study = |name: &str, places: f64| {
        let settings = [("simulation.samples", "24"), ("time.years", "3")];
        let mut study = Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example");
        study.programme.name = name.to_owned();
        study.programme.enterprises[0].positions[0].places = places.into();
        study
    };
    let others = [study("fourteen places", 14.0), study("ten places again", 10.0), study("one place", 1.0)];
    let found = study("ten places", 10.0).runner().compare(&others).expect("they compare");
    for language in Language::ALL {
        let words = Words::of(language);
        let mut text = String::new();
        for perspective in [Perspective::Municipality, Perspective::Citizen] {
            let headline = comparison_headline(&found, perspective);
            text += &drawn(&headline, &comparison_report(&found, perspective), words);
        }
        insta::assert_snapshot!(format!("comparison_{}", language.code()), text);
    }
}
