//! How cells look: formats of numbers, headings, totals and text.

use gevinst::report::language::Language;
use gevinst::report::number::decimals_of;
use gevinst::report::table::Unit;
use gevinst::report::words::Words;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The colour of the tabs of the sheets that come first.
pub(super) const TAB: Color = Color::RGB(0x0B5394);

const GREY: Color = Color::RGB(0xE7ECF1);
const FAINT: Color = Color::RGB(0x595959);
const LINK: Color = Color::RGB(0x0B5394);

/// Characters of a number that is shown as it was written.
const LONGEST_WRITTEN: usize = 9;

/// The number format of a figure in the unit that it is written in. A loss is red and has a minus, a gain a plus.
pub(super) fn number(value: f64, error: f64, unit: Unit, words: &Words) -> String {
    let of = |decimals: usize| match decimals {
        0 => "#,##0".to_owned(),
        some => format!("#,##0.{}", "0".repeat(some)),
    };
    let signed = |plain: String| format!("+{plain};-{plain};{plain}");
    match unit {
        Unit::Gain | Unit::GainInThousands => "+#,##0;[Red]-#,##0;0".to_owned(),
        Unit::Money | Unit::MoneyInThousands => of(0),
        Unit::ExactMoney => of(2),
        Unit::Share | Unit::Degree => "0.0 %".to_owned(),
        Unit::Chance => {
            // A share of draws is never certain, whatever the draws were.
            let [most, least] = ["value.nearly_certain", "value.nearly_impossible"].map(|key| words.word(key));
            format!("[>=0.995]\"{most}\";[<0.005]\"{least}\";0.0 %")
        }
        Unit::DegreeChange => signed("0.0 %".to_owned()),
        Unit::Ratio => of(2),
        Unit::Count | Unit::Hours => of(decimals_of(value, error)),
        Unit::Change | Unit::HoursChange => signed(of(decimals_of(value, error))),
        // A number that somebody wrote is short; one that was computed need not be.
        Unit::Plain if value.to_string().len() <= LONGEST_WRITTEN => "General".to_owned(),
        Unit::Plain => significant(value),
        Unit::Significant => significant(value),
    }
}

/// The format of a Monte Carlo error, which has no sign.
pub(super) fn error(value: f64, unit: Unit, words: &Words) -> String {
    let unit = match unit {
        Unit::Gain | Unit::GainInThousands => Unit::Money,
        Unit::Change => Unit::Count,
        Unit::HoursChange => Unit::Hours,
        Unit::DegreeChange => Unit::Degree,
        Unit::Chance => Unit::Share,
        other => other,
    };
    number(value, 0.0, unit, words)
}

/// Three significant digits.
fn significant(value: f64) -> String {
    // A power of ten by comparison: no logarithm whose last digit depends on the machine.
    let mut decimals = 2;
    let mut below = 1.0;
    while decimals < 8 && value != 0.0 && value.abs() < below {
        (decimals, below) = (decimals + 1, below / 10.0);
    }
    match value.abs() {
        large if large >= 100.0 => "0".to_owned(),
        middle if middle >= 10.0 => "0.0".to_owned(),
        _ => format!("0.{}", "0".repeat(decimals)),
    }
}

/// The format of a month, with its name in the language.
pub(super) fn month(language: Language) -> &'static str {
    match language {
        Language::Danish => "[$-406]mmm yyyy",
        Language::English => "[$-809]mmm yyyy",
    }
}

/// What a column of a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Labels of rows, at the left edge.
    Labels,
    /// Words, a little off the figures to their left.
    Words,
    /// Figures, to the right.
    Figures,
}

impl Kind {
    fn onto(self, format: Format) -> Format {
        match self {
            Kind::Labels => format.set_align(FormatAlign::Left),
            Kind::Words => format.set_align(FormatAlign::Left).set_indent(1),
            Kind::Figures => format.set_align(FormatAlign::Right),
        }
    }
}

/// A cell of a table; words in it are broken into lines.
pub(super) fn cell(kind: Kind, total: bool) -> Format {
    let format = kind.onto(Format::new()).set_align(FormatAlign::Top).set_text_wrap();
    if total { format.set_bold().set_border_top(FormatBorder::Thin) } else { format }
}

/// The heading of a column.
pub(super) fn heading(kind: Kind) -> Format {
    let filled = Format::new().set_border_bottom(FormatBorder::Thin).set_background_color(GREY);
    kind.onto(filled).set_bold().set_text_wrap().set_align(FormatAlign::Bottom)
}

/// The title of a sheet.
pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(14).set_text_wrap().set_align(FormatAlign::Top)
}

/// A line over or under a table.
pub(super) fn line() -> Format {
    Format::new().set_font_color(FAINT).set_text_wrap().set_align(FormatAlign::Left).set_align(FormatAlign::Top)
}

/// The line that every output begins with.
pub(super) fn caveat() -> Format {
    line().set_italic().set_bold()
}

/// A heading within the sheet on how to read.
pub(super) fn section() -> Format {
    Format::new().set_bold().set_font_size(12).set_border_bottom(FormatBorder::Thin).set_background_color(GREY)
}

/// The name of something that is told beside it.
pub(super) fn term() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Left).set_align(FormatAlign::Top)
}

/// A link to another sheet.
pub(super) fn link() -> Format {
    Format::new()
        .set_font_color(LINK)
        .set_underline(rust_xlsxwriter::FormatUnderline::Single)
        .set_align(FormatAlign::Top)
}

#[cfg(test)]
mod tests {
    use super::{error, number};
    use gevinst::report::language::Language::Danish;
    use gevinst::report::table::Unit;
    use gevinst::report::words::Words;

    #[test]
    fn losses_are_red_and_errors_have_no_sign() {
        let words = Words::of(Danish);
        let number = |value, error, unit| number(value, error, unit, words);
        assert_eq!(number(-5.0, 0.0, Unit::GainInThousands), "+#,##0;[Red]-#,##0;0");
        assert_eq!(error(5.0, Unit::Gain, words), "#,##0");
        assert_eq!(number(9.6, 0.1, Unit::Change), "+#,##0.0;-#,##0.0;#,##0.0");
        assert_eq!(number(1.0, 0.0, Unit::Chance), "[>=0.995]\"over 99\u{a0}%\";[<0.005]\"under 1\u{a0}%\";0.0 %");
        let three = [0.01234, 0.5, 1.5, 12.3, 123.4].map(|value| number(value, 0.0, Unit::Significant));
        assert_eq!(three, ["0.0000", "0.000", "0.00", "0.0", "0"]);
    }
}
