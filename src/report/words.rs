//! The word tables, one per language, and how values turn into text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::domain::calendar::Month;
use crate::report::language::Language;
use crate::report::number::{
    decimal, decimals_of, error_of_percentile, rounded, share, signed, significant, step, supported,
};
use crate::report::table::{Phrase, Unit, Value};

static DANISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Danish, include_str!("words/da.toml")));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::English, include_str!("words/en.toml")));

/// The words of one language: a table of sentences with placeholders, `{name}`.
#[derive(Debug)]
pub struct Words {
    language: Language,
    entries: BTreeMap<String, String>,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::Danish => &DANISH,
            Language::English => &ENGLISH,
        }
    }

    fn read(language: Language, table: &str) -> Words {
        let sections: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(table).expect("the embedded word tables are sections of texts");
        let entries = sections.into_iter().flat_map(|(section, words)| {
            words.into_iter().map(move |(name, text)| (format!("{section}.{name}"), text))
        });
        Words { language, entries: entries.collect() }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Every key of the table.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether the table has a key.
    pub fn knows(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The text under a key.
    ///
    /// # Panics
    /// Where the table lacks the key: a test keeps both tables complete.
    pub fn word(&self, key: &str) -> &str {
        match self.entries.get(key) {
            Some(text) => text,
            None => panic!("the word table `{}` lacks `{key}`", self.language),
        }
    }

    /// A phrase with its values in place.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        let mut text = self.word(&phrase.key).to_owned();
        for (name, value) in &phrase.values {
            text = text.replace(&format!("{{{name}}}"), &self.value(value));
        }
        text
    }

    /// A value as text; a summary is its mean.
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::None => "\u{2013}".to_owned(),
            Value::Text(text) => text.clone(),
            Value::Said { text, danish } => match (self.language, danish) {
                (Language::Danish, Some(danish)) => danish.clone(),
                _ => text.clone(),
            },
            Value::Phrase(phrase) => self.phrase(phrase),
            Value::List(values) => self.list(values),
            Value::Figure { value, error, unit } => self.figure(*value, *error, *unit),
            Value::Summary { summary, unit } => self.figure(summary.mean, summary.standard_error, *unit),
            Value::Interval { summary, unit } => {
                let error = error_of_percentile(summary.standard_error);
                let [low, high] = [summary.p05, summary.p95].map(|end| self.figure(end, error, *unit));
                self.range(low, high)
            }
            Value::Range(ends) => {
                let [low, high] = ends.as_ref();
                self.range(self.value(low), self.value(high))
            }
            Value::Number(number) => number.to_string(),
            Value::Month(month) => self.month(*month),
        }
    }

    /// A month in words: `marts 2027`.
    pub fn month(&self, month: Month) -> String {
        format!("{} {}", self.word(&format!("month.{:02}", month.month())), month.year())
    }

    /// One figure, rounded to what its Monte Carlo error supports.
    pub fn figure(&self, value: f64, error: f64, unit: Unit) -> String {
        let language = self.language;
        let (value, error) = (value / unit.divisor(), error / unit.divisor());
        match unit {
            Unit::Gain => signed(supported(value, error, 1.0), 0, language),
            Unit::GainInThousands => signed(rounded(value, step(error, 1000.0)) / 1000.0, 0, language),
            Unit::Money => decimal(supported(value, error, 1.0), 0, language),
            Unit::MoneyInThousands => decimal(rounded(value, step(error, 1000.0)) / 1000.0, 0, language),
            Unit::ExactMoney => decimal(value, 2, language),
            Unit::Share => share(value, error, language),
            Unit::Chance if value >= 0.995 => self.word("value.nearly_certain").to_owned(),
            Unit::Chance if value < 0.005 => self.word("value.nearly_impossible").to_owned(),
            Unit::Chance => share(value, error, language),
            Unit::Degree => format!("{}\u{a0}%", decimal(value * 100.0, 1, language)),
            Unit::DegreeChange => signed(value * 100.0, 1, language),
            Unit::Ratio => decimal(value, 2, language),
            Unit::Count | Unit::Hours => {
                let decimals = decimals_of(value, error);
                decimal(supported_to(value, error, decimals), decimals, language)
            }
            Unit::Change | Unit::HoursChange => {
                let decimals = decimals_of(value, error);
                signed(supported_to(value, error, decimals), decimals, language)
            }
            Unit::Plain => self.plain(value),
            Unit::Significant => self.plain(significant(value, error)),
        }
    }

    /// A number with the digits as it was written, in this language's marks.
    pub fn plain(&self, value: f64) -> String {
        let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        decimal(value, decimals, self.language)
    }

    /// From one figure to another, or the one that both are.
    fn range(&self, low: String, high: String) -> String {
        if low == high {
            return low;
        }
        self.word("value.interval").replace("{low}", &low).replace("{high}", &high)
    }

    /// Things said one after the other: `a, b og c`.
    fn list(&self, values: &[Value]) -> String {
        let said: Vec<String> = values.iter().map(|value| self.value(value)).collect();
        match said.split_last() {
            None => self.word("value.nobody").to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, before)) => format!("{} {} {last}", before.join(", "), self.word("value.and")),
        }
    }
}

/// Rounded to whole steps where no decimals are shown.
fn supported_to(value: f64, error: f64, decimals: usize) -> f64 {
    if decimals == 0 { supported(value, error, 1.0) } else { value }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Words;
    use crate::domain::activity::Indicator;
    use crate::domain::calendar::Month;
    use crate::domain::flow::Purpose;
    use crate::estimate::summary::Summary;
    use crate::report::language::Language::{Danish, English};
    use crate::report::table::{Phrase, Unit, Value};

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn both_tables_have_the_same_keys_and_placeholders() {
        let (danish, english) = (Words::of(Danish), Words::of(English));
        assert_eq!(danish.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
        for key in danish.keys() {
            assert_eq!(placeholders(danish.word(key)), placeholders(english.word(key)), "{key}");
        }
    }

    #[test]
    fn every_purpose_and_indicator_has_a_word_of_its_own() {
        for words in [Words::of(Danish), Words::of(English)] {
            let purposes: BTreeSet<&str> =
                Purpose::ALL.iter().map(|purpose| words.word(&format!("purpose.{}", purpose.key()))).collect();
            assert_eq!(purposes.len(), Purpose::ALL.len());
            let key = |indicator: Indicator| crate::report::people::indicator_key(indicator);
            let indicators: BTreeSet<&str> =
                Indicator::ALL.iter().map(|indicator| words.word(&key(*indicator))).collect();
            assert_eq!(indicators.len(), Indicator::ALL.len());
        }
    }

    #[test]
    fn says_values() {
        let words = Words::of(Danish);
        assert_eq!(words.month(Month::january(2027) + 2), "marts 2027");
        let summary =
            Summary { mean: -123_456_700.0, standard_error: 2_345_600.0, p05: -340e6, median: -120e6, p95: 91e6 };
        assert_eq!(words.value(&Value::Summary { summary, unit: Unit::Gain }), "\u{2212}1.230.000");
        let interval = Value::Interval { summary, unit: Unit::Gain };
        assert_eq!(words.value(&interval), "\u{2212}3.400.000 til +910.000");
        assert_eq!(Words::of(English).value(&interval), "\u{2212}3,400,000 to +910,000");
        let ends = [-4.4, 4.4].map(|end| Value::Figure { value: -1e5 + end, error: 1e5, unit: Unit::Gain });
        assert_eq!(words.value(&Value::Range(Box::new(ends))), "\u{2212}1.000");
        let said = Value::said("Places", Some("Pladser"));
        assert_eq!((words.value(&said), Words::of(English).value(&said)), ("Pladser".to_owned(), "Places".to_owned()));
        assert_eq!(words.value(&Value::said("Places", None)), "Places");
        assert_eq!(words.value(&Value::exact(0.9999, Unit::Chance)), "over 99\u{a0}%");
        let list = Value::List(vec!["a".into(), "b".into(), "c".into()]);
        assert_eq!(words.value(&list), "a, b og c");
        assert_eq!(words.value(&Value::List(vec![])), "ingen");
        assert_eq!(words.value(&Phrase::new("value.and").into()), "og");
    }
}
