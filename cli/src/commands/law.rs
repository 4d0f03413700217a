//! `gevinst law`: the values of the law, each with its reference.

use std::collections::BTreeSet;

use clap::Args;
use gevinst::domain::calendar::Month;
use gevinst::report::language::Language;
use gevinst::report::number::decimal;
use gevinst::report::series::{law_text, unit, verification_key};
use gevinst::report::table::{Phrase, Value};
use gevinst::report::words::Words;
use gevinst::rules::parameter::{Growth, LawValue};
use gevinst::rules::policy::Policy;
use gevinst::study::suggestion::nearest;

use crate::arguments;
use crate::failure::Failure;
use crate::terminal::{Look, say, wrapped};

/// List the values of the law in a month, with references; projected and unverified ones are marked.
#[derive(Debug, Args)]
pub struct Law {
    /// Only parameters whose name begins with this, such as cash_benefit
    name: Option<String>,
    /// The month
    #[arg(long, value_name = "YYYY-MM", default_value = "2026-01")]
    month: Month,
    /// Wage growth a year, for months after the last published value
    #[arg(long, value_name = "RATE", default_value_t = 0.03)]
    wage_growth: f64,
    /// List every value on file instead, with the month from which it holds
    #[arg(long)]
    coverage: bool,
    /// Language of the tables
    #[arg(long, default_value = "en", value_parser = arguments::language())]
    lang: Language,
}

impl Law {
    /// Lists the law.
    pub fn run(self) -> Result<(), Failure> {
        let policy = Policy::danish();
        let growth = Growth { wage: self.wage_growth };
        let values = if self.coverage { policy.coverage() } else { policy.values(self.month, growth) };
        let asked = Asked::of(self.name.as_deref().unwrap_or_default(), &policy);
        let values: Vec<LawValue> = values.into_iter().filter(|value| asked.covers(&value.parameter)).collect();
        if values.is_empty() {
            return Err(self.nothing(&policy, growth, asked));
        }
        let (words, look) = (Words::of(self.lang), Look::of(&std::io::stdout()));
        let mut text =
            format!("{}\n", look.bold(words.word(if self.coverage { "title.coverage" } else { "title.law" })));
        for (at, value) in values.iter().enumerate() {
            if at == 0 || values[at - 1].parameter != value.parameter {
                text += &format!("\n{}\n", look.bold(&value.parameter));
                text += &wrapped(&value.meaning, "  ", "  ");
            }
            text += &entry(value, words, look);
        }
        if values.iter().any(|value| value.projected) {
            text += &format!("\n{}", wrapped(words.word("note.law"), "", ""));
        }
        say(&text)
    }

    /// Why no value is in force under the name.
    fn nothing(&self, policy: &Policy, growth: Growth, asked: Asked) -> Failure {
        let names: Vec<&str> = policy.names().filter(|parameter| asked.covers(parameter)).collect();
        let name = asked.name;
        let Some(first) = names.first() else {
            let books: BTreeSet<&str> = policy.names().map(book).collect();
            let advice = match nearest(name, books.into_iter().chain(policy.names())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`gevinst law` without a name lists all".to_owned(),
            };
            return Failure::Refused(format!("no parameter begins with `{name}`: {advice}"));
        };
        // Another regime of the same benefit: its name begins alike, or is the beginning of this one.
        let own = book(first);
        let alike = |other: &str| other != own && (other.starts_with(own) || own.starts_with(other));
        let values = policy.values(self.month, growth);
        let other = values.iter().map(|value| book(&value.parameter)).find(|other| alike(other));
        match (other, policy.value(first, self.month, growth)) {
            (Some(other), _) => Failure::Refused(format!(
                "`{name}` was not in force in {}: see `gevinst law {other} --month {}`",
                self.month, self.month
            )),
            (None, Err(refusal)) => Failure::from(refusal),
            (None, Ok(_)) => Failure::Refused(format!("`{name}` has no value in {}; choose another month", self.month)),
        }
    }
}

/// The book that a parameter stands in: its name up to the point.
fn book(parameter: &str) -> &str {
    parameter.split('.').next().unwrap_or_default()
}

/// The name that was asked for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    name: &'a str,
    /// Whether it is a book's whole name: then it does not stand for a book whose name begins alike.
    is_book: bool,
}

impl<'a> Asked<'a> {
    fn of(name: &'a str, policy: &Policy) -> Asked<'a> {
        Asked { name, is_book: policy.names().any(|parameter| book(parameter) == name) }
    }

    fn covers(self, parameter: &str) -> bool {
        if self.is_book { book(parameter) == self.name } else { parameter.starts_with(self.name) }
    }
}

/// One value: the number, since when and how sure, how it was computed, and where it stands.
fn entry(value: &LawValue, words: &Words, look: Look) -> String {
    let since = if value.projected { "law.projected_since" } else { "law.since" };
    let since = words.phrase(&Phrase::new(since).with("month", Value::Month(value.from)));
    let said = |text: &str| words.value(&law_text(text));
    let verified = words.word(&format!("verified.{}", verification_key(value.reference.verified)));
    let unit = words.value(&unit(value));
    let mut text = wrapped(&format!("{} {unit}, {since}; {verified}", number(value, words)), "  ", "    ");
    let section = value
        .reference
        .section
        .as_ref()
        .filter(|section| !section.is_empty())
        .map(|section| format!(", {section}"))
        .unwrap_or_default();
    let checked = words.phrase(&Phrase::new("law.checked").with("date", value.checked_on.as_str()));
    let derivation = value.derivation.as_deref().map(said);
    let source = Some(format!("{} ({checked})", said(&format!("{}{section}", value.reference.act))));
    for line in [derivation, source, value.reference.url.clone()].into_iter().flatten() {
        text += &look.faint(wrapped(&line, "    ", "    ").trim_end());
        text.push('\n');
    }
    text
}

/// The number of a value, or the rows of a table.
fn number(value: &LawValue, words: &Words) -> String {
    let written = |number: f64| {
        // Six decimals hold every share on file and drop what binary fractions add.
        let plain = ((number * 1e6).round() / 1e6).to_string();
        decimal(number, plain.split_once('.').map_or(0, |(_, rest)| rest.len()), words.language())
    };
    match (value.value, &value.rows) {
        (Some(number), _) => written(number),
        (None, rows) => {
            let row = |row: &Vec<f64>| row.iter().map(f64::to_string).collect::<Vec<_>>().join(": ");
            rows.iter().flatten().map(row).collect::<Vec<_>>().join("; ")
        }
    }
}
