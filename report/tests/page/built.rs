//! How the page is built: by itself, small, and with a text for everything.

use crate::pages;

/// Every opening tag of this name, with its attributes.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("<{name}");
    let found = html.match_indices(&opening).filter_map(|(at, _)| {
        let rest = &html[at + opening.len()..];
        let tag = &rest[..rest.find('>')?];
        (tag.is_empty() || tag.starts_with([' ', '\n', '/'])).then_some(tag)
    });
    found.collect()
}

/// The values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

#[test]
fn asks_for_nothing_from_outside_and_is_small() {
    for (name, html) in pages("outside") {
        assert!(html.len() < 2_000_000, "{name}: {} bytes", html.len());
        for wanted in ["<script", "<iframe", "<object", "<embed", "<img", "@import", "url(http", " src=", "javascript:"]
        {
            assert!(!html.contains(wanted), "{name}: {wanted}");
        }
        assert_eq!(tags(&html, "link"), [" rel=\"icon\" href=\"data:,\""], "{name}");
        let links = tags(&html, "a").len();
        let addresses = values(&html, "href").into_iter().filter(|address| *address != "data:,");
        let addresses: Vec<&str> = addresses.collect();
        assert_eq!(addresses.len(), links, "{name}: only links have addresses");
        for address in addresses.iter().filter(|address| address.starts_with('#')) {
            assert!(html.contains(&format!(" id=\"{}\"", &address[1..])), "{name}: nothing stands at {address}");
        }
        assert!(html.contains("default-src 'none'"), "{name}");
    }
}

#[test]
fn headings_come_in_order_and_names_stand_once() {
    for (name, html) in pages("headings") {
        let mut levels: Vec<(usize, usize)> = (1..=6)
            .flat_map(|level| html.match_indices(&format!("<h{level}")).map(|(at, _)| (at, level)).collect::<Vec<_>>())
            .collect();
        levels.sort_unstable();
        let levels: Vec<usize> = levels.into_iter().map(|(_, level)| level).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
        let mut ids = values(&html, "id");
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{name}: {twice:?}");
        for named in values(&html, "aria-labelledby").iter().flat_map(|names| names.split(' ')) {
            assert!(ids.contains(&named), "{name}: {named} is nowhere");
        }
    }
}

#[test]
fn pictures_and_tables_have_their_texts() {
    for (name, html) in pages("texts") {
        let language = if name.ends_with("rapport.html") { "da" } else { "en" };
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{name}");
        assert!(html.contains("class=\"skip\" href=\"#report\""), "{name}");
        let pictures: Vec<&str> = html.split("<svg").skip(1).collect();
        assert!(!pictures.is_empty(), "{name}");
        for picture in &pictures {
            let picture = picture.split("</svg>").next().unwrap_or_default();
            assert!(picture.contains("role=\"img\"") && picture.contains("<desc"), "{name}");
        }
        assert_eq!(html.matches("<figcaption>").count(), pictures.len(), "{name}");
        assert_eq!(tags(&html, "table").len(), tags(&html, "caption").len(), "{name}");
        assert!(tags(&html, "th").iter().all(|tag| tag.contains("scope=\"")), "{name}");
        assert!(!html.contains("<caption><span id=\"\""), "{name}");
    }
}

/// Contrast of two colours by the Web Content Accessibility Guidelines.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let digits: String = match colour.len() {
            4 => colour[1..].chars().flat_map(|digit| [digit, digit]).collect(),
            _ => colour[1..].to_owned(),
        };
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).expect("a colour")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_stand_off_their_ground_in_light_and_dark_and_on_paper() {
    let style = include_str!("../../src/document/page.css");
    let themes: Vec<&str> = style.split(":root {").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    assert_eq!(themes.len(), 3, "light, dark, paper");
    for theme in themes {
        let colour = |name: &str| {
            let rest = theme.split(&format!("--{name}: ")).nth(1).expect("every theme has every colour");
            rest.split(';').next().unwrap_or_default()
        };
        for (ink, ground) in [
            ("ink", "ground"),
            ("muted", "ground"),
            ("gain", "ground"),
            ("loss", "ground"),
            ("link", "ground"),
            ("ink", "raised"),
            ("warn-ink", "warn"),
        ] {
            let found = contrast(colour(ink), colour(ground));
            assert!(found >= 4.5, "{ink} on {ground}: {found:.1}");
        }
    }
}
