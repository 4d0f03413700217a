//! From values to places on the picture, and round values to read off by.

/// Values on a line of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Least and greatest value.
    pub values: (f64, f64),
    /// Where they lie \[units\].
    pub places: (f64, f64),
}

impl Scale {
    /// The place of a value \[units\].
    pub(super) fn at(self, value: f64) -> f64 {
        let ((low, high), (from, to)) = (self.values, self.places);
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        from + share.clamp(0.0, 1.0) * (to - from)
    }
}

/// Least and greatest of some values, with a little room on either side that does not cross zero.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    let (low, high) = values.into_iter().fold(ends, |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 1.0);
    }
    let room = if high > low { 0.03 * (high - low) } else { low.abs().max(1.0) / 2.0 };
    let outer_low = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
    (outer_low, if high <= 0.0 { (high + room).min(0.0).max(high) } else { high + room })
}

/// Round values between two others, in steps of 1, 2 or 5.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    /// From one to the next.
    pub step: f64,
    /// The values.
    pub values: Vec<f64>,
}

impl Ticks {
    /// About so many steps between two values.
    pub(super) fn within((low, high): (f64, f64), wanted: usize) -> Ticks {
        let raw = (high - low) / wanted.max(1) as f64;
        if !(raw.is_finite() && raw > 0.0) {
            return Ticks { step: 1.0, values: Vec::new() };
        }
        let mut power = 1.0;
        while power * 10.0 <= raw {
            power *= 10.0;
        }
        while power > raw {
            power /= 10.0;
        }
        let step = match raw / power {
            small if small < 1.5 => power,
            middle if middle < 3.5 => 2.0 * power,
            large if large < 7.5 => 5.0 * power,
            _ => 10.0 * power,
        };
        let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
        Ticks { step, values: (first..=last).map(|at| at as f64 * step).collect() }
    }

    /// The decimals that tell neighbours apart, when counted in a unit.
    pub(super) fn decimals(&self, unit: f64) -> usize {
        let mut step = self.step / unit;
        let mut decimals = 0;
        while step < 1.0 - 1e-9 && decimals < 6 {
            step *= 10.0;
            decimals += 1;
        }
        decimals
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, Ticks, extent};

    #[test]
    fn ticks_are_round() {
        assert_eq!(Ticks::within((-3.1, 7.2), 5).values, [-2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(
            [1000.0, 1500.0, 2900.0, 3900.0].map(|high| Ticks::within((0.0, high), 4).step),
            [200.0, 500.0, 500.0, 1000.0]
        );
        let small = Ticks::within((0.0, 0.9), 4);
        assert_eq!((small.values.len(), small.decimals(1.0)), (5, 1));
        assert!(Ticks::within((1.0, 1.0), 4).values.is_empty());
        assert!(Ticks::within((f64::NAN, 1.0), 4).values.is_empty());
    }

    #[test]
    fn an_extent_has_room_and_stops_at_zero() {
        assert_eq!(extent([0.0, 100.0]), (0.0, 103.0));
        assert_eq!(extent([-100.0, 0.0]), (-103.0, 0.0));
        assert_eq!(extent([7.0]), (3.5, 10.5));
        assert_eq!(extent([]), (0.0, 1.0));
        let scale = Scale { values: (0.0, 10.0), places: (100.0, 0.0) };
        assert_eq!([0.0, 5.0, 12.0].map(|value| scale.at(value)), [100.0, 50.0, 0.0]);
    }
}
