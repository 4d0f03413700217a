//! Money on pictures: the unit that suits the largest amount, ticks and figures in it, and figures in whole kroner.

use gevinst::estimate::summary::Summary;
use gevinst::report::number::{decimal, rounded, signed, step};
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;

use super::scale::Ticks;

/// Mean and interval of a value \[øre\].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    /// Mean.
    pub mean: f64,
    /// Monte Carlo error of the mean.
    pub error: f64,
    /// 5th and 95th percentile; alike where nothing varies or nothing is known of it.
    pub ends: (f64, f64),
    /// Whether its sign tells gain from loss.
    pub gain: bool,
}

impl Amount {
    /// A value's figure; nothing where it has none that can be drawn.
    pub(super) fn of(value: &Value) -> Option<Amount> {
        let amount = match value {
            Value::Summary { summary: Summary { mean, standard_error, p05, p95, .. }, unit } => {
                Amount { mean: *mean, error: *standard_error, ends: (*p05, *p95), gain: unit.is_gain() }
            }
            Value::Figure { value, error, unit } => {
                Amount { mean: *value, error: *error, ends: (*value, *value), gain: unit.is_gain() }
            }
            _ => return None,
        };
        amount.reach().iter().all(|end| end.is_finite()).then_some(amount)
    }

    /// The values that a picture must hold.
    pub(super) fn reach(&self) -> [f64; 3] {
        [self.mean, self.ends.0, self.ends.1]
    }

    /// Whether there is anything to draw.
    pub(super) fn is_something(&self) -> bool {
        self.reach().iter().any(|end| *end != 0.0)
    }
}

/// The unit of a picture's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Money {
    /// Kroner.
    Kroner,
    /// Thousands of kroner.
    Thousands,
    /// Millions of kroner.
    Millions,
}

impl Money {
    /// The unit that suits some amounts \[øre\]: the largest has two to five digits.
    pub(super) fn suiting(amounts: impl IntoIterator<Item = f64>) -> Money {
        match amounts.into_iter().fold(0.0, |largest: f64, amount| largest.max(amount.abs())) {
            small if small < 2e6 => Money::Kroner,
            middle if middle < 2e9 => Money::Thousands,
            _ => Money::Millions,
        }
    }

    /// Øre in one unit.
    fn ore(self) -> f64 {
        match self {
            Money::Kroner => 1e2,
            Money::Thousands => 1e5,
            Money::Millions => 1e8,
        }
    }

    /// The unit's name.
    pub(super) fn name(self) -> Phrase {
        Phrase::new(match self {
            Money::Kroner => "picture.kroner",
            Money::Thousands => "picture.thousands",
            Money::Millions => "picture.millions",
        })
    }

    /// A tick.
    pub(super) fn tick(self, value: f64, ticks: &Ticks, words: &Words) -> String {
        decimal(value / self.ore(), ticks.decimals(self.ore()), words.language())
    }

    /// A figure with no more digits than its error supports, as tables have it.
    pub(super) fn figure(self, amount: &Amount, words: &Words) -> String {
        let unit = match (self, amount.gain) {
            (Money::Kroner, true) => Unit::Gain,
            (Money::Kroner, false) => Unit::Money,
            (Money::Thousands, true) => Unit::GainInThousands,
            (Money::Thousands, false) => Unit::MoneyInThousands,
            (Money::Millions, gain) => {
                let step = step(amount.error / 100.0, 1e5);
                let millions = rounded(amount.mean / 100.0, step) / 1e6;
                let write = if gain { signed } else { decimal };
                return write(millions, usize::from(step < 1e6), words.language());
            }
        };
        words.figure(amount.mean, amount.error, unit)
    }
}

/// A value in whole kroner with its interval, for a description.
pub(super) fn in_kroner(value: &Value, words: &Words) -> String {
    let kroner = |unit: Unit| if unit.is_gain() { Unit::Gain } else { Unit::Money };
    match value {
        Value::Summary { summary, unit } if summary.p05 < summary.p95 => {
            let unit = kroner(*unit);
            let mean = words.value(&Value::mean(*summary, unit));
            format!("{mean} ({})", words.value(&Value::Interval { summary: *summary, unit }))
        }
        Value::Summary { summary, unit } => words.value(&Value::mean(*summary, kroner(*unit))),
        Value::Figure { value, error, unit } => words.figure(*value, *error, kroner(*unit)),
        other => words.value(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Money};
    use gevinst::report::language::Language;
    use gevinst::report::words::Words;

    #[test]
    fn the_unit_suits_the_largest() {
        let words = Words::of(Language::Danish);
        let said = |mean: f64, error: f64| {
            let amount = Amount { mean, error, ends: (mean, mean), gain: true };
            Money::suiting(amount.reach()).figure(&amount, words)
        };
        assert_eq!(said(-1_234_567.0, 0.0), "\u{2212}12.346");
        assert_eq!(said(123_456_700.0, 2_345_600.0), "+1.230");
        assert_eq!(said(12_345_670_000.0, 0.0), "+123,5");
        assert_eq!(said(12_345_670_000.0, 2e8), "+123");
    }
}
