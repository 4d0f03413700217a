//! Pictures: well-formed, described, inside their frame, and the same bytes every time.

use gevinst::domain::party::Perspective;
use gevinst::estimate::estimated::Estimated;
use gevinst::estimate::savings::BreakEven;
use gevinst::estimate::summary::Summary;
use gevinst::report::decisions::{ComparisonFindings, Dossier};
use gevinst::report::language::Language;
use gevinst::report::words::Words;
use gevinst::study::scenario::Study;
use gevinst_report::pictures::{Picture, comparison_pictures, pictures};

const SETTINGS: [(&str, &str); 5] = [
    ("simulation.samples", "12"),
    ("time.years", "3"),
    ("sensitivity.replicates", "2"),
    ("value_of_information.samples", "60"),
    ("value_of_information.replicates", "2"),
];

fn study() -> Study {
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/small_jobs.toml");
    Study::from_toml_with(scenario, &SETTINGS).expect("an example")
}

fn dossier() -> Dossier {
    study().runner().dossier().expect("it runs")
}

/// Three programmes, one of them with a name that must be escaped and shortened.
fn comparison() -> ComparisonFindings {
    let mut first = study();
    first.simulation.replicates = 2;
    let other = |name: &str, places: f64| {
        let mut study = first.clone();
        study.programme.name = name.to_owned();
        study.programme.enterprises[0].positions[0].places = places.into();
        study
    };
    let others =
        [other("<more> & \"more\" places in a programme of a name that is far too long", 14.0), other("few", 2.0)];
    first.runner().compare(&others).expect("they compare")
}

/// Every number that is a place on the picture, with whether it goes across.
fn places(node: roxmltree::Node) -> Vec<(bool, f64)> {
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("`{text}` is no number"));
    let attribute = |name: &str| node.attribute(name).map(number);
    let mut places = Vec::new();
    match node.tag_name().name() {
        "rect" => {
            let (x, y) = (attribute("x").unwrap_or(0.0), attribute("y").unwrap_or(0.0));
            let (width, height) = (attribute("width").expect("a width"), attribute("height").expect("a height"));
            assert!(width >= 0.0 && height >= 0.0, "{node:?}");
            places.extend([(true, x), (false, y), (true, x + width), (false, y + height)]);
        }
        "line" => {
            for (across, name) in [(true, "x1"), (false, "y1"), (true, "x2"), (false, "y2")] {
                places.push((across, attribute(name).expect("an end")));
            }
        }
        "circle" => places.extend([(true, attribute("cx").expect("cx")), (false, attribute("cy").expect("cy"))]),
        "text" => places.extend([(true, attribute("x").expect("x")), (false, attribute("y").expect("y"))]),
        "polyline" | "polygon" => {
            for point in node.attribute("points").expect("points").split(' ') {
                let (x, y) = point.split_once(',').expect("a pair");
                places.extend([(true, number(x)), (false, number(y))]);
            }
        }
        _ => {}
    }
    places
}

/// What must hold of every picture.
fn sound(picture: &Picture, language: Language) {
    let key = picture.key;
    let document = roxmltree::Document::parse(&picture.svg).unwrap_or_else(|error| panic!("{key}: {error}"));
    let root = document.root_element();
    assert_eq!((root.attribute("role"), root.attribute("lang")), (Some("img"), Some(language.code())));
    let said = |name: &str| {
        let node = root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
        let node = node.unwrap_or_else(|| panic!("{key} lacks {name}"));
        (node.attribute("id").expect("an id").to_owned(), node.text().unwrap_or_default().to_owned())
    };
    let ((title_id, title), (desc_id, desc)) = (said("title"), said("desc"));
    assert_eq!(root.attribute("aria-labelledby"), Some(format!("{title_id} {desc_id}").as_str()));
    assert_eq!((title.as_str(), desc.as_str()), (picture.title.as_str(), picture.description.as_str()), "{key}");
    assert!(title.len() > 10 && desc.len() > 40 && !desc.contains('{'), "{key}: {desc}");

    let frame: Vec<f64> = root
        .attribute("viewBox")
        .expect("a frame")
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect();
    assert!(frame[3] > 100.0 && frame[3] < 1200.0, "{key} is {} high", frame[3]);
    let drawn =
        root.descendants().filter(|node| node.is_element() && !node.ancestors().any(|of| of.has_tag_name("defs")));
    let in_pattern = |node: &roxmltree::Node| node.ancestors().any(|of| of.tag_name().name() == "pattern");
    for node in drawn.filter(|node| !in_pattern(node)) {
        for (across, place) in places(node) {
            let most = if across { frame[2] } else { frame[3] };
            assert!(place.is_finite() && (0.0..=most).contains(&place), "{key}: {place} in {node:?}");
        }
        if let Some(size) = node.attribute("font-size") {
            // At a width of 343 px.
            assert!(size.parse::<f64>().expect("a size") * 343.0 / frame[2] >= 10.0, "{key}: {size} is too small");
            assert!(!node.text().unwrap_or_default().contains('{'), "{key}: {node:?}");
        }
    }
    assert!(
        !picture.svg.contains("NaN")
            && !picture.svg.contains("inf\"")
            && !picture.svg.contains("http://www.w3.org/1999")
    );
}

fn all_sound(dossier: &Dossier) {
    for language in Language::ALL {
        for perspective in Perspective::ALL {
            pictures(dossier, perspective, Words::of(language)).iter().for_each(|picture| sound(picture, language));
        }
    }
}

fn keys(dossier: &Dossier) -> Vec<&'static str> {
    pictures(dossier, Perspective::Municipality, Words::of(Language::Danish)).iter().map(|of| of.key).collect()
}

#[test]
fn every_picture_is_sound_and_the_same_twice() {
    let mut dossier = dossier();
    // Something worth knowing, so that it has a picture too.
    for (_, partial) in dossier.information.iter_mut().flat_map(|found| &mut found.partial) {
        for (rank, finding) in partial.iter_mut().enumerate() {
            finding.value = Estimated { value: 9e6 / (rank + 1) as f64, standard_error: 1e6 };
        }
    }
    all_sound(&dossier);
    let expected = [
        "cumulated",
        "net_saving_by_year",
        "by_purpose",
        "parties",
        "self_support",
        "one_way",
        "gross_and_net",
        "chance_by_horizon",
        "value_of_information",
    ];
    assert_eq!(keys(&dossier), expected);
    let again = |dossier| pictures(dossier, Perspective::Society, Words::of(Language::English));
    assert_eq!(again(&dossier), again(&dossier));
    // Another run of the same study draws the same bytes.
    let run =
        |dossier: &Dossier| pictures(dossier, Perspective::Municipality, Words::of(Language::Danish))[..8].to_vec();
    assert_eq!(run(&dossier), run(&self::dossier()));
}

#[test]
fn programmes_side_by_side_are_sound() {
    let found = comparison();
    for (language, perspective) in Language::ALL.into_iter().flat_map(|of| Perspective::ALL.map(|seen| (of, seen))) {
        for picture in comparison_pictures(&found, perspective, Words::of(language)) {
            sound(&picture, language);
        }
    }
    let of_municipality = comparison_pictures(&found, Perspective::Municipality, Words::of(Language::Danish));
    assert_eq!(of_municipality.iter().map(|of| of.key).collect::<Vec<_>>(), ["programmes", "cost_effectiveness"]);
}

#[test]
fn where_nothing_moves_nothing_is_drawn() {
    let mut dossier = dossier();
    for savings in &mut dossier.run.savings {
        let all = savings.by_year.iter_mut().chain(&mut savings.cumulated).chain([&mut savings.net_present_value]);
        all.for_each(|summary| *summary = Summary::default());
        savings.by_purpose.clear();
        savings.cashable = None;
        savings.break_even = BreakEven { median_month: None, never: 1.0 };
    }
    dossier.run.arising.own_accord.clear();
    dossier.run.activity.clear();
    (dossier.sensitivity, dossier.information) = (None, None);
    for perspective in Perspective::ALL {
        assert_eq!(pictures(&dossier, perspective, Words::of(Language::Danish)), []);
    }
    let mut nothing = comparison();
    nothing.frontiers.clear();
    for programme in &mut nothing.programmes {
        programme.net_present_value.iter_mut().for_each(|summary| *summary = Summary::default());
    }
    assert_eq!(comparison_pictures(&nothing, Perspective::Municipality, Words::of(Language::Danish)), []);
}

#[test]
fn one_year_without_analyses_is_drawn() {
    let settings = [("simulation.samples", "4"), ("time.years", "1")];
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/small_jobs.toml");
    let run = Study::from_toml_with(scenario, &settings).expect("an example").run().expect("it runs");
    let dossier = Dossier { run, sensitivity: None, information: None };
    all_sound(&dossier);
    assert_eq!(keys(&dossier)[..4], ["cumulated", "net_saving_by_year", "by_purpose", "parties"]);
}

#[test]
fn what_is_no_number_is_not_drawn_and_what_is_large_fits() {
    let mut dossier = dossier();
    let broken = Summary { mean: f64::NAN, ..Summary::default() };
    for savings in &mut dossier.run.savings {
        savings.cumulated[3] = broken;
        savings.by_year[0] = broken;
        savings.by_year[1] = Summary { mean: 9e15, standard_error: 1e9, p05: -9e15, median: 0.0, p95: 9e16 };
        savings.net_present_value = Summary { mean: -4e11, standard_error: 1e9, p05: -6e11, median: -4e11, p95: 2e10 };
    }
    for finding in &mut dossier.run.activity {
        finding.baseline_by_month[0] = f64::INFINITY;
    }
    dossier.run.manifest.start = "no month".to_owned();
    all_sound(&dossier);
    assert!(!keys(&dossier).contains(&"cumulated") && !keys(&dossier).contains(&"self_support"));
}

#[test]
fn a_loss_is_told_by_more_than_its_colour() {
    let found = pictures(&dossier(), Perspective::Municipality, Words::of(Language::Danish));
    for picture in found.iter().filter(|of| ["by_purpose", "parties"].contains(&of.key)) {
        let losses = picture.svg.matches("class=\"gv-fill-loss\"").count();
        assert!(losses > 0 && picture.svg.matches("-hatch)\"").count() == losses, "{}", picture.key);
        assert!(picture.svg.contains('\u{2212}'));
    }
}
