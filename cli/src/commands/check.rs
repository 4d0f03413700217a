//! `gevinst check`: whether a scenario can be run, and what it implies before any programme.

use std::path::PathBuf;

use clap::Args;
use gevinst::estimate::summary::Summary;
use gevinst::report::assumption_name::AssumptionName;
use gevinst::report::language::Language;
use gevinst::report::number::decimal;
use gevinst::report::people::shown_family_label;
use gevinst::report::reservations::warning;
use gevinst::report::table::{Column, Phrase, Row, Table, Unit, Value};
use gevinst::report::words::Words;
use gevinst::study::preview::Preview;

use crate::arguments;
use crate::failure::Failure;
use crate::library;
use crate::terminal::{Look, drawn, say, wrapped};

/// Check a scenario: what is wrong in it, and what it implies without the programme.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario file (TOML)
    scenario: PathBuf,
    /// Another value for a key of the scenario; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = arguments::setting)]
    set: Vec<(String, String)>,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Check {
    /// Checks the scenario.
    pub fn run(self) -> Result<(), Failure> {
        let preview = library::preview(&self.scenario, &self.set)?;
        say(&page(&preview, Words::of(self.lang), Look::of(&std::io::stdout())))
    }
}

fn page(preview: &Preview, words: &Words, look: Look) -> String {
    let sound = Phrase::new("check.sound").with("title", Value::said(&preview.title, preview.title_da.as_deref()));
    let mut text = look.bold(&words.phrase(&sound)) + "\n";
    let (ranges, sources) = (&preview.without_range, &preview.without_source);
    let both = |name: &&AssumptionName| ranges.contains(name) && sources.contains(name);
    let named = |names: &mut dyn Iterator<Item = &AssumptionName>| -> Vec<String> {
        names.map(|name| with_key(name, words)).collect()
    };
    let either = named(&mut ranges.iter().filter(both));
    let range = named(&mut ranges.iter().filter(|name| !both(name)));
    let source = named(&mut sources.iter().filter(|name| !both(name)));
    text += &listed("check.without_either", &either, words);
    text += &listed("check.without_range", &range, words);
    text += &listed("check.without_source", &source, words);
    text += &listed("check.unused", &named(&mut preview.unused.iter()), words);
    text += &listed("check.contradictions", &preview.contradictions, words);
    let month = |month: u32| Value::Number(i64::from(month));
    // With a decimal: the ministry's figure to hold it against is 7.3 %.
    let percent = |share: f64| Value::Text(format!("{}\u{a0}%", decimal(share * 100.0, 1, words.language())));
    let shares = preview.shares.iter().map(|(at, share)| (at.to_string(), month(*at), percent(*share)));
    let pool = preview
        .pool
        .iter()
        .map(|(at, pool)| (at.to_string(), Value::Number(i64::from(*at)), interval(*pool, Unit::Count)));
    let spending = preview.spending.iter().map(|(family, spent)| {
        let key = family.key(|family| family.key());
        let label = Value::Phrase(shown_family_label(family, preview.declared_family.as_deref()));
        (key.to_owned(), label, interval(*spent, Unit::Money))
    });
    for table in [
        table("shares", Phrase::new("title.shares"), Phrase::new("rows.month"), "share", shares.collect()),
        table("pool", Phrase::new("title.pool"), Phrase::new("rows.year"), "people", pool.collect()),
        table("spending", Phrase::new("title.spending"), Phrase::new("rows.family"), "spending", spending.collect()),
    ] {
        if !table.rows.is_empty() {
            text += &drawn(&table, words, look);
        }
    }
    for warned in &preview.warnings {
        text += &("\n".to_owned() + &wrapped(&words.phrase(&warning(warned)), "· ", "  "));
    }
    text + "\n" + words.word("check.compare") + "\n"
}

/// An assumption as a reader knows it, with the key that finds it in the file.
fn with_key(name: &AssumptionName, words: &Words) -> String {
    let (said, key) = (words.value(&name.shown()), name.key.as_str());
    if said == key { said } else { format!("{said} [{key}]") }
}

/// Names under a heading with their number; nothing where there is none.
fn listed(key: &str, names: &[String], words: &Words) -> String {
    if names.is_empty() {
        return String::new();
    }
    let heading = Phrase::new(key).with("count", Value::exact(names.len() as f64, Unit::Count));
    let lines = names.iter().map(|name| wrapped(name, "  · ", "    "));
    words.phrase(&heading) + "\n" + &lines.collect::<String>()
}

type Line = (String, Value, Value);

fn interval(summary: Summary, unit: Unit) -> Value {
    Value::Summary { summary, unit }
}

fn table(key: &'static str, title: Phrase, rows_heading: Phrase, column: &str, lines: Vec<Line>) -> Table {
    let rows = lines.into_iter().map(|(key, label, value)| Row::new(key, label, vec![value]));
    let column = Column::figures(column);
    let rows: Vec<Row> = rows.collect();
    let summed = rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Value::Summary { .. }));
    let columns = vec![if summed { column.with_interval() } else { column }];
    Table { key, title, rows_heading, columns, rows, notes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::terminal::Look;
    use gevinst::domain::benefit::Family;
    use gevinst::estimate::summary::Summary;
    use gevinst::report::assumption_name::AssumptionName;
    use gevinst::report::findings::Warning;
    use gevinst::report::language::Language;
    use gevinst::report::words::Words;
    use gevinst::study::preview::Preview;

    #[test]
    fn says_what_lacks_and_what_is_implied() {
        let preview = Preview {
            title: "x".to_owned(),
            title_da: None,
            without_range: vec![AssumptionName::new("municipality.tax_rate")],
            without_source: Vec::new(),
            unused: Vec::new(),
            shares: vec![(12, 0.073)],
            declared_family: None,
            contradictions: vec!["enterprises[café].positions[kitchen].hours".to_owned()],
            warnings: vec![Warning::PoolChanges { first: 300, last: 200 }],
            pool: vec![(2026, Summary { mean: 300.0, p05: 280.0, p95: 320.0, ..Summary::default() })],
            spending: vec![(Family::CashBenefit.into(), Summary { mean: 4.2e9, ..Summary::default() })],
        };
        let text = page(&preview, Words::of(Language::Danish), Look::PLAIN);
        for part in [
            "Kommunal udskrivningsprocent (andel) [municipality.tax_rate]",
            "enterprises[café]",
            "fra 300 i første måned",
            "7,3\u{a0}%",
            "Kontanthjælp",
            "42.000.000",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
