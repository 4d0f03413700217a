//! Numbers as a reader writes them, with no more digits than the Monte Carlo error supports.

use crate::report::language::Language;

/// The minus sign (U+2212), as wide as the plus and never broken off its number.
pub const MINUS: char = '\u{2212}';

/// A number with so many decimals, groups of three and the true minus sign.
///
/// What rounds to zero has no sign.
pub fn decimal(value: f64, decimals: usize, language: Language) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut written = String::new();
    if value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        written.push(MINUS);
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            written.push(language.thousands());
        }
        written.push(digit);
    }
    if !rest.is_empty() {
        written.push(language.decimal_mark());
        written += rest;
    }
    written
}

/// The same with a plus before gains, so that gains and losses are marked alike.
pub fn signed(value: f64, decimals: usize, language: Language) -> String {
    let written = decimal(value, decimals, language);
    let gain = value > 0.0 && written.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    if gain { format!("+{written}") } else { written }
}

/// The step to which a figure with this Monte Carlo error is rounded: the largest power of ten not above the error,
/// and never below `smallest`, a power of ten itself.
pub fn step(error: f64, smallest: f64) -> f64 {
    let mut step = smallest;
    while error.is_finite() && step * 10.0 <= error {
        step *= 10.0;
    }
    step
}

/// A figure rounded to a step, half away from zero.
pub fn rounded(value: f64, step: f64) -> f64 {
    (value / step).round() * step
}

/// A figure rounded to what its Monte Carlo error supports, at most to `smallest`.
pub fn supported(value: f64, error: f64, smallest: f64) -> f64 {
    rounded(value, step(error, smallest))
}

/// A figure with as many significant digits as its Monte Carlo error supports, one to three.
pub fn significant(value: f64, error: f64) -> f64 {
    let magnitude = |figure: f64| figure.abs().log10().floor();
    let supported = magnitude(value) - magnitude(error);
    let digits = if error > 0.0 && supported.is_finite() { supported.clamp(0.0, 2.0) as usize } else { 2 };
    format!("{value:.digits$e}").parse().unwrap_or(value)
}

/// The Monte Carlo error of a 5th or 95th percentile, from that of the mean: 2.1 times, as of a normal distribution.
///
/// sqrt(0.05 x 0.95) / 0.1031, the density of the normal at its 5th percentile.
pub fn error_of_percentile(error_of_mean: f64) -> f64 {
    2.1 * error_of_mean
}

/// A share in whole per cent, or in whole tens where the error is that large: `22 %`.
pub fn share(share: f64, error: f64, language: Language) -> String {
    format!("{}\u{a0}%", decimal(supported(share * 100.0, error * 100.0, 1.0), 0, language))
}

/// The decimals that a count shows: none for whole numbers, one below ten where the error supports it, two below one.
pub fn decimals_of(value: f64, error: f64) -> usize {
    match value.abs() {
        whole if whole.fract() == 0.0 => 0,
        small if small < 1.0 && error < 0.1 => 2,
        small if small < 10.0 && error < 1.0 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{decimal, decimals_of, share, signed, significant, step, supported};
    use crate::report::language::Language::{Danish, English};

    #[test]
    fn writes_groups_decimals_and_signs() {
        assert_eq!(decimal(1_234_567.891, 2, Danish), "1.234.567,89");
        assert_eq!(decimal(1_234_567.891, 2, English), "1,234,567.89");
        assert_eq!(decimal(-1_234.0, 0, Danish), "\u{2212}1.234");
        assert_eq!(decimal(999.0, 0, Danish), "999");
        assert_eq!(decimal(0.0, 2, Danish), "0,00");
        assert_eq!(decimal(-123_456.0, 0, English), "\u{2212}123,456");
    }

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!(decimal(-0.3, 0, Danish), "0");
        assert_eq!(decimal(-0.0, 0, Danish), "0");
        assert_eq!(signed(0.3, 0, Danish), "0");
        assert_eq!(signed(0.3, 1, Danish), "+0,3");
        assert_eq!(signed(-12.0, 0, English), "\u{2212}12");
        assert_eq!(signed(12.0, 0, English), "+12");
    }

    #[test]
    fn shows_no_digit_that_the_error_does_not_support() {
        assert_eq!(supported(1_234_567.0, 23_456.0, 1.0), 1_230_000.0);
        assert_eq!(supported(1_234_567.0, 99_999.0, 1.0), 1_230_000.0);
        assert_eq!(supported(1_234_567.0, 100_000.0, 1.0), 1_200_000.0);
        assert_eq!(supported(1_234_567.4, 0.0, 1.0), 1_234_567.0);
        assert_eq!(supported(3_000.0, 23_456.0, 1.0), 0.0);
        assert_eq!(supported(-15.0, 10.0, 1.0), -20.0);
        assert_eq!(step(f64::NAN, 1.0), 1.0);
        assert_eq!(step(f64::INFINITY, 1.0), 1.0);
    }

    #[test]
    fn three_digits_are_significant() {
        let found = [1234.5, 0.012345, -7.0, 0.0, 99.95].map(|value| significant(value, 0.0));
        assert_eq!(found, [1230.0, 0.0123, -7.0, 0.0, 100.0]);
        let errors = [0.5, 3.0, 400.0, 2_000.0].map(|error| significant(1234.5, error));
        assert_eq!(errors, [1230.0, 1230.0, 1200.0, 1000.0]);
        assert_eq!((significant(0.782, 0.09), significant(0.782, 0.2)), (0.78, 0.8));
    }

    #[test]
    fn shares_and_counts() {
        assert_eq!(share(0.2234, 0.02, Danish), "22\u{a0}%");
        assert_eq!(share(0.2234, 0.12, Danish), "20\u{a0}%");
        assert_eq!(decimals_of(3.4, 0.05), 1);
        assert_eq!(decimals_of(3.4, 2.0), 0);
        assert_eq!(decimals_of(0.34, 0.01), 2);
        assert_eq!(decimals_of(340.0, 0.0), 0);
    }
}
