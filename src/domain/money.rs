//! Money in whole øre, so that sums are exact and do not depend on their order.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount of money [øre, 1/100 krone].
///
/// Why integers? A sum of floating-point kroner depends on the order of its terms, and so on the number of threads.
/// Sums of whole øre do not. An amount is rounded once, where a rule computes it (half away from zero), and is
/// only added and subtracted after that. The range is about ± 92 thousand billion kroner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount of whole øre.
    pub const fn from_ore(ore: i64) -> Money {
        Money(ore)
    }

    /// An amount of kroner, rounded to øre, half away from zero.
    pub fn from_kr(kr: f64) -> Money {
        Money(rounded(kr * 100.0))
    }

    /// The amount \[øre\].
    pub const fn ore(self) -> i64 {
        self.0
    }

    /// The amount \[kr\].
    pub fn kr(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The amount times a factor, rounded to øre, half away from zero.
    pub fn times(self, factor: f64) -> Money {
        Money(rounded(self.0 as f64 * factor))
    }

    /// The amount, or nothing where it is negative.
    pub fn at_least_zero(self) -> Money {
        self.max(Money::ZERO)
    }
}

/// The nearest whole number, half away from zero; the nearest there is where none lies near.
///
/// The same as `x.round() as i64`, which is a call into the C library on processors without an instruction for it.
#[inline]
fn rounded(x: f64) -> i64 {
    let whole = x as i64;
    let rest = x - whole as f64;
    whole.saturating_add(i64::from(rest >= 0.5) - i64::from(rest <= -0.5))
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::{Money, rounded};

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(Money::from_ore(5).times(0.5), Money::from_ore(3));
        assert_eq!(Money::from_ore(-5).times(0.5), Money::from_ore(-3));
        assert_eq!(Money::from_kr(0.125), Money::from_ore(13));
    }

    #[test]
    fn rounds_as_the_standard_library_does() {
        let half = [0.5, 1.5, 2.5, 0.5 - f64::EPSILON / 4.0, 4_503_599_627_370_495.5, 4_503_599_627_370_497.0];
        let wide = [0.0, 1e15, 1e18, 9.3e18, 1e300, f64::MAX, f64::INFINITY, f64::NAN, f64::MIN_POSITIVE];
        let many = (0..20_000).map(|step| f64::from(step) * 0.137);
        for x in half.into_iter().chain(wide).chain(many).flat_map(|x| [x, -x]) {
            assert_eq!(rounded(x), x.round() as i64, "{x}");
        }
    }
}
