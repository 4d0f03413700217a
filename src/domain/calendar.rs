//! Calendar months, and weeks counted in whole thirds.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Months in a year.
pub const MONTHS_PER_YEAR: u32 = 12;

/// Weeks in a month: 52 / 12 = 13 / 3.
pub const WEEKS_PER_MONTH: f64 = 13.0 / 3.0;

/// Full time [h/week].
pub const FULL_TIME_HOURS_PER_WEEK: f64 = 37.0;

/// Full time [h/month]: 37 x 13/3 = 160.33.
pub const FULL_TIME_HOURS_PER_MONTH: f64 = FULL_TIME_HOURS_PER_WEEK * WEEKS_PER_MONTH;

/// A calendar month, written `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month `month` (1-12) of `year`; `None` where there is no such month.
    pub const fn new(year: i32, month: u32) -> Option<Month> {
        if month >= 1 && month <= MONTHS_PER_YEAR && year >= 1800 && year <= 2300 {
            Some(Month(year * 12 + month as i32 - 1))
        } else {
            None
        }
    }

    /// January of `year`, which must lie between 1800 and 2300.
    ///
    /// # Panics
    /// Where the year lies outside.
    pub const fn january(year: i32) -> Month {
        match Month::new(year, 1) {
            Some(month) => month,
            None => panic!("a year between 1800 and 2300"),
        }
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1-12.
    pub const fn month(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The month `months` later (earlier where negative).
    pub const fn plus(self, months: i32) -> Month {
        Month(self.0 + months)
    }
}

impl Add<u32> for Month {
    type Output = Month;
    fn add(self, months: u32) -> Month {
        Month(self.0 + months as i32)
    }
}

impl Sub<Month> for Month {
    type Output = i32;
    /// Months from `other` to `self`.
    fn sub(self, other: Month) -> i32 {
        self.0 - other.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year(), self.month())
    }
}

/// A text that is not a month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a month: write year and month as 2026-03")]
pub struct NotAMonth(String);

impl FromStr for Month {
    type Err = NotAMonth;
    fn from_str(text: &str) -> Result<Month, NotAMonth> {
        let refuse = || NotAMonth(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(refuse)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(refuse());
        }
        let digits =
            |part: &str| if part.bytes().all(|b| b.is_ascii_digit()) { part.parse::<i32>().ok() } else { None };
        let (year, month) = digits(year).zip(digits(month)).ok_or_else(refuse)?;
        Month::new(year, month as u32).ok_or_else(refuse)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "month", "pattern": "^[0-9]{4}-[0-9]{2}$", "description": "A calendar month, written 2026-03." })
    }
}

/// A number of weeks, counted in whole thirds so that a month (13/3 weeks) is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weeks(u32);

impl Weeks {
    /// No weeks.
    pub const ZERO: Weeks = Weeks(0);
    /// The weeks of one month, 13/3.
    pub const MONTH: Weeks = Weeks(13);

    /// A number of whole weeks.
    pub const fn whole(weeks: u32) -> Weeks {
        Weeks(weeks * 3)
    }

    /// A number of thirds of a week.
    pub const fn from_thirds(thirds: u32) -> Weeks {
        Weeks(thirds)
    }

    /// The number of thirds of a week.
    pub const fn thirds(self) -> u32 {
        self.0
    }

    /// The weeks by which these are more than others, which are no more.
    pub const fn beyond(self, others: Weeks) -> Weeks {
        Weeks(self.0 - others.0)
    }

    /// So many times as many weeks.
    pub const fn times(self, times: u32) -> Weeks {
        Weeks(self.0 * times)
    }

    /// The number of weeks.
    pub fn weeks(self) -> f64 {
        f64::from(self.0) / 3.0
    }
}

impl Add for Weeks {
    type Output = Weeks;
    fn add(self, other: Weeks) -> Weeks {
        Weeks(self.0 + other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Month;

    #[test]
    fn reads_and_writes_months() {
        let month: Month = "2026-03".parse().unwrap();
        assert_eq!(month, Month::january(2026) + 2);
        assert_eq!(month.to_string(), "2026-03");
        assert_eq!(Month::january(2026).plus(-1).to_string(), "2025-12");
        for wrong in ["2026", "2026-13", "2026-3", "26-03", "2026-00", "+026-01", "2026-03-01", ""] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
