//! What stands in a cell of a sheet: a number in its unit, a month, a text or nothing.

use gevinst::domain::calendar::Month;
use gevinst::report::table::{Unit, Value};
use gevinst::report::words::Words;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet, XlsxError};

use super::layout::{Part, ends};
use super::look;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Nothing.
    Nothing,
    /// A number in kroner, hours, shares or as it is, and the format in which it is shown.
    Number(f64, String),
    /// A month, as the date of its first day.
    Month(Month),
    /// Words.
    Text(String),
}

impl Content {
    /// The part of a value that a column shows.
    pub(super) fn of(value: &Value, part: Part, words: &Words) -> Content {
        match (value, part) {
            (Value::None, _) => Content::Nothing,
            (Value::Summary { summary, unit } | Value::Interval { summary, unit }, part) => {
                let figure = |value: f64| number(value, summary.standard_error, *unit, words);
                match part {
                    Part::Whole | Part::Mean => figure(summary.mean),
                    Part::P05 | Part::Low => figure(summary.p05),
                    Part::Median => figure(summary.median),
                    Part::P95 | Part::High => figure(summary.p95),
                    Part::Error => {
                        let error = summary.standard_error / unit.divisor();
                        Content::Number(error, look::error(error, *unit, words))
                    }
                }
            }
            (Value::Figure { value, error, unit }, Part::Whole | Part::Mean) => number(*value, *error, *unit, words),
            (value, Part::Low | Part::High) if ends(value).is_some() => {
                let at = usize::from(part == Part::High);
                ends(value).map_or(Content::Nothing, |ends| Content::of(ends[at], Part::Whole, words))
            }
            (Value::Number(number), Part::Whole | Part::Mean) => Content::Number(*number as f64, "0".to_owned()),
            (Value::Month(month), Part::Whole | Part::Mean) => Content::Month(*month),
            (value, Part::Whole | Part::Mean | Part::Low) => match words.value(value) {
                empty if empty.is_empty() => Content::Nothing,
                text => Content::Text(text),
            },
            _ => Content::Nothing,
        }
    }

    /// The characters that it takes, about: how wide the column has to be.
    pub(super) fn width(&self) -> usize {
        match self {
            Content::Nothing => 0,
            Content::Number(number, format) if format == "General" => number.to_string().len(),
            Content::Number(number, format) => {
                let zero = format.rsplit(';').next().and_then(|format| format.split_once('.'));
                let decimals = zero.map_or(0, |(_, rest)| rest.len() + 1);
                let whole = format!("{:.0}", number.abs()).len();
                whole + whole.saturating_sub(1) / 3 + decimals + 2
            }
            Content::Month(_) => 9,
            Content::Text(text) => text.chars().count(),
        }
    }

    /// Writes it, as a formula where there is one; the formula's stored result is the number.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        format: Format,
        formula: Option<String>,
        words: &Words,
    ) -> Result<(), XlsxError> {
        match self {
            Content::Nothing => sheet.write_blank(row, column, &format)?,
            Content::Number(number, shown) => {
                let format = format.set_num_format(shown.as_str()).unset_text_wrap();
                match formula {
                    Some(formula) => {
                        let formula = Formula::new(formula).set_result(number.to_string());
                        sheet.write_formula_with_format(row, column, formula, &format)?
                    }
                    None => sheet.write_number_with_format(row, column, *number, &format)?,
                }
            }
            Content::Month(month) => match date(*month) {
                Some(date) => {
                    let format = format.set_num_format(look::month(words.language())).unset_text_wrap();
                    sheet.write_datetime_with_format(row, column, date, &format)?
                }
                None => sheet.write_string_with_format(row, column, words.month(*month), &format)?,
            },
            Content::Text(text) => sheet.write_string_with_format(row, column, text.as_str(), &format)?,
        };
        Ok(())
    }
}

/// A figure in the unit that files state.
fn number(value: f64, error: f64, unit: Unit, words: &Words) -> Content {
    let (value, error) = (value / unit.divisor(), error / unit.divisor());
    Content::Number(value, look::number(value, error, unit, words))
}

/// The first day of a month; `None` before the calendar of spreadsheets begins.
fn date(month: Month) -> Option<ExcelDateTime> {
    let (year, month) = (u16::try_from(month.year()).ok()?, u8::try_from(month.month()).ok()?);
    ExcelDateTime::from_ymd(year, month, 1).ok()
}
