//! What the page says, in both languages.

use gevinst::report::language::Language;
use gevinst_report::{Options, write};

use crate::{DOSSIER, directory};

/// The text of a page, a line for each paragraph, heading and row; without style and pictures.
fn text(html: &str) -> String {
    let mut kept = html.to_owned();
    for (from, to) in [("<style>", "</style>"), ("<svg", "</svg>")] {
        while let Some(start) = kept.find(from) {
            let end = kept[start..].find(to).map_or(kept.len(), |length| start + length + to.len());
            kept.replace_range(start..end, "");
        }
    }
    let cells = kept.replace("</th>", " | ").replace("</td>", " | ").replace("\n", " ");
    let mut lines = cells;
    for end in ["</p>", "</h1>", "</h2>", "</h3>", "</tr>", "</li>", "</caption>", "</code>", "</a>", "</title>"] {
        lines = lines.replace(end, "\n");
    }
    let mut text = String::new();
    let mut within = false;
    for mark in lines.chars() {
        match mark {
            '<' => within = true,
            '>' if within => within = false,
            mark if !within => text.push(mark),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
    let text = text.replace("&#x2f;", "/").replace("&amp;", "&");
    let lines = text.lines().map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn page(language: Language) -> String {
    let into = directory(&format!("said-{}", language.code()));
    let options = Options { languages: vec![language], ..Options::default() };
    let written = write(&DOSSIER, &options, &into).expect("it can be written");
    std::fs::read_to_string(&written[0]).expect("the page")
}

#[test]
fn the_page_in_danish() {
    insta::assert_snapshot!(text(&page(Language::Danish)));
}

#[test]
fn the_page_in_english() {
    insta::assert_snapshot!(text(&page(Language::English)));
}

#[test]
fn every_question_is_answered_and_no_placeholder_is_left() {
    for language in Language::ALL {
        let text = text(&page(language));
        assert!(!text.contains('{') && !text.contains('}'), "{text}");
    }
    let answers = gevinst::report::checklist::checklist(&DOSSIER);
    assert_eq!(answers.len(), 12);
    assert!(answers.iter().all(|answer| !answer.said.is_empty()));
}
