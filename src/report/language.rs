//! The languages that a report speaks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of tables and sentences, with its way of writing numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// Danish (dansk): `1.234.567,89`.
    #[serde(rename = "da")]
    Danish,
    /// English: `1,234,567.89`.
    #[default]
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All languages.
    pub const ALL: [Language; 2] = [Language::Danish, Language::English];

    /// The two letters that name it.
    pub const fn code(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
        }
    }

    /// What stands between groups of three digits.
    pub const fn thousands(self) -> char {
        match self {
            Language::Danish => '.',
            Language::English => ',',
        }
    }

    /// What stands before the decimals.
    pub const fn decimal_mark(self) -> char {
        match self {
            Language::Danish => ',',
            Language::English => '.',
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// A text that names no language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of the reports: write da or en")]
pub struct NotALanguage(String);

impl FromStr for Language {
    type Err = NotALanguage;
    fn from_str(text: &str) -> Result<Language, NotALanguage> {
        let named = Language::ALL.into_iter().find(|language| language.code() == text);
        named.ok_or_else(|| NotALanguage(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn reads_what_it_writes() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
        }
        assert!("dk".parse::<Language>().unwrap_err().to_string().contains("da or en"));
    }
}
