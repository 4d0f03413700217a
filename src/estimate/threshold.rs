//! Threshold values: where a figure changes its sign.

use serde::{Deserialize, Serialize};

/// Relative width of a bracket \[1\] that `f64` can no longer usefully divide.
const FINEST: f64 = 4.0 * f64::EPSILON;

/// Where a figure is zero within a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// At a value: the figure is zero there, or changes its sign no further away than the tolerance.
    At {
        /// The value.
        value: f64,
        /// Whether the figure rises through zero: it is below zero (or zero) at the low end, above at the high one.
        rises: bool,
        /// How often the figure was asked for.
        evaluations: u32,
    },
    /// Both ends have the same sign.
    NoneWithinRange {
        /// The figure at the low end.
        at_low: f64,
        /// The figure at the high end.
        at_high: f64,
    },
    /// The range or the figure is no number (or the range infinite).
    Undefined {
        /// The value at which.
        at: f64,
    },
}

/// The value within a range at which a figure changes its sign, no further than `tolerance` from it.
///
/// ```text
/// x = where the line through both ends is zero, moved by 0.2 (b - a)^2 / (b_0 - a_0) towards the middle, and in step j
///     no further from the middle than tolerance x 2^(n - j) - (b - a) / 2  (interpolate, truncate, project: ITP)
/// n = ceil(log2((b_0 - a_0) / (2 tolerance))) + 1, the most steps that are made after both ends
/// ```
///
/// Oliveira and Takahashi (2020): never more than one step above bisection, whatever the function, and far fewer where
/// it is smooth. It asks only for the sign to differ at the ends: where `figure` is a step function, as a mean over
/// common random numbers is, it finds a step across zero. An end at which the figure is exactly zero is found, the low
/// one first. The ends may come in either order. A tolerance finer than `f64` resolves counts as that.
///
/// Do not trust it alone where the figure may cross zero more than once: it finds one crossing, and none where the
/// crossings are even in number. With few draws the crossing is that of these draws: its Monte Carlo error is that of
/// the figure over its slope.
///
/// # Errors
/// The first error of `figure`.
///
/// # Examples
/// ```
/// use std::convert::Infallible;
///
/// use gevinst::estimate::threshold::{Threshold, threshold};
///
/// let saving = |share: f64| Ok::<f64, Infallible>(900.0 * share * share - 100.0);
/// let Ok(Threshold::At { value, rises: true, .. }) = threshold(0.0, 1.0, 1e-6, saving) else { panic!() };
/// assert!((value - 1.0 / 3.0).abs() < 1e-6);
/// ```
pub fn threshold<E>(
    low: f64,
    high: f64,
    tolerance: f64,
    mut figure: impl FnMut(f64) -> Result<f64, E>,
) -> Result<Threshold, E> {
    let (mut a, mut b) = if low <= high { (low, high) } else { (high, low) };
    if !(b - a).is_finite() {
        return Ok(Threshold::Undefined { at: if a.is_finite() { b } else { a } });
    }
    let (at_low, at_high) = (figure(a)?, figure(b)?);
    if at_low.is_nan() || at_high.is_nan() {
        return Ok(Threshold::Undefined { at: if at_low.is_nan() { a } else { b } });
    }
    let mut evaluations = 2;
    let rises = at_low < at_high;
    if at_low == 0.0 || at_high == 0.0 {
        return Ok(Threshold::At { value: if at_low == 0.0 { a } else { b }, rises, evaluations });
    }
    if (at_low > 0.0) == (at_high > 0.0) {
        return Ok(Threshold::NoneWithinRange { at_low, at_high });
    }
    let (mut below, mut above) = (at_low, at_high);
    let width = b - a;
    let tolerance = tolerance.max(FINEST * a.abs().max(b.abs()));
    let steps = libm::ceil(libm::log2(width / (2.0 * tolerance))).max(0.0) + 1.0;
    // A little less than the theory's, so that rounding costs no step more.
    let mut reach = libm::ldexp(tolerance * (1.0 - 1e-6), steps as i32);
    while b - a > 2.0 * tolerance {
        let middle = a + (b - a) / 2.0;
        let x = projected(interpolated(a, b, below, above), middle, b - a, width, reach);
        reach /= 2.0;
        let value = figure(x)?;
        evaluations += 1;
        if value.is_nan() {
            return Ok(Threshold::Undefined { at: x });
        }
        if value == 0.0 {
            return Ok(Threshold::At { value: x, rises, evaluations });
        }
        if (value > 0.0) == rises {
            (b, above) = (x, value);
        } else {
            (a, below) = (x, value);
        }
    }
    Ok(Threshold::At { value: a + (b - a) / 2.0, rises, evaluations })
}

/// Where the straight line through both ends of a bracket is zero.
fn interpolated(a: f64, b: f64, below: f64, above: f64) -> f64 {
    a + (b - a) * (below / (below - above))
}

/// The interpolated point, moved towards the middle and not too far from it: strictly within the bracket.
fn projected(interpolated: f64, middle: f64, bracket: f64, width: f64, reach: f64) -> f64 {
    let apart = interpolated - middle;
    let truncation = 0.2 * bracket * bracket / width;
    let most = (reach - bracket / 2.0).clamp(0.0, bracket / 2.0 * (1.0 - FINEST));
    if truncation <= apart.abs() {
        let moved = (apart.abs() - truncation).min(most);
        middle + moved.copysign(apart)
    } else {
        // Also where infinite figures give no line.
        middle
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use super::{Threshold, threshold};

    fn found(low: f64, high: f64, tolerance: f64, figure: impl Fn(f64) -> f64) -> (f64, bool, u32) {
        let found = threshold(low, high, tolerance, |x| Ok::<f64, Infallible>(figure(x)));
        let Ok(Threshold::At { value, rises, evaluations }) = found else { panic!("{found:?}") };
        (value, rises, evaluations)
    }

    #[test]
    fn a_smooth_figure_takes_few_evaluations() {
        let (value, rises, evaluations) = found(0.0, 4.0, 1e-10, |x| x.exp() - 3.0);
        assert!((value - 3.0_f64.ln()).abs() <= 1e-10 && rises);
        // Bisection: 2 ends and 35 halvings.
        assert!(evaluations <= 14, "{evaluations}");
        let (value, rises, _) = found(-3.0, 1.0, 1e-9, |x| -x * x * x - 8.0);
        assert!((value + 2.0).abs() <= 1e-9 && !rises);
    }

    #[test]
    fn a_straight_figure_takes_few_too() {
        let (value, _, evaluations) = found(0.0, 10.0, 1e-9, |x| 3.0 * x - 4.0);
        assert!((value - 4.0 / 3.0).abs() <= 1e-9);
        assert!(evaluations <= 10, "{evaluations}");
    }

    #[test]
    fn a_step_across_zero_is_found_in_no_more_than_a_step_above_bisection() {
        for at in [0.012_345, 0.3, 0.5, 0.75, 0.999_99] {
            for (down, up) in [(-1.0, 1.0), (-1.0, 1e9), (-1e12, 3.0), (5.0, -1e6)] {
                let (value, rises, evaluations) = found(0.0, 1.0, 1e-4, |x| if x < at { down } else { up });
                assert!((value - at).abs() <= 1e-4, "{value} for {at}");
                assert_eq!(rises, up > down);
                // ceil(log2(1 / 2e-4)) = 13 halvings, one more, and both ends.
                assert!(evaluations <= 16, "{evaluations}");
            }
        }
    }

    #[test]
    fn many_steps_as_of_common_random_numbers() {
        let (value, _, _) = found(0.0, 1.0, 1e-6, |x| (x * 7.0).floor() - 3.5);
        assert!((value - 4.0 / 7.0).abs() <= 1e-6, "{value}");
    }

    #[test]
    fn the_same_sign_at_both_ends_is_none() {
        let none = threshold(0.0, 1.0, 1e-6, |x| Ok::<f64, Infallible>(x + 2.0));
        assert_eq!(none, Ok(Threshold::NoneWithinRange { at_low: 2.0, at_high: 3.0 }));
    }

    #[test]
    fn a_root_at_an_end_counts() {
        assert_eq!(found(1.0, 2.0, 1e-6, |x| x - 1.0), (1.0, true, 2));
        assert_eq!(found(1.0, 2.0, 1e-6, |x| x - 2.0), (2.0, true, 2));
        assert_eq!(found(1.0, 2.0, 1e-6, |_| 0.0), (1.0, false, 2));
        assert_eq!(found(2.0, 2.0, 1e-6, |x| x - 2.0), (2.0, false, 2));
    }

    #[test]
    fn any_point_of_a_flat_zero_counts() {
        let flat = |x: f64| {
            if x < 0.4 {
                -1.0
            } else if x < 0.6 {
                0.0
            } else {
                2.0
            }
        };
        let (value, rises, _) = found(0.0, 1.0, 1e-6, flat);
        assert!((0.4..0.6).contains(&value) && rises);
    }

    #[test]
    fn ends_in_either_order_and_no_tolerance() {
        assert_eq!(found(4.0, 0.0, 1e-9, |x| x.exp() - 3.0), found(0.0, 4.0, 1e-9, |x| x.exp() - 3.0));
        for tolerance in [0.0, -1.0, f64::NAN] {
            let (value, _, evaluations) = found(0.0, 3.0, tolerance, |x| x * x - 2.0);
            assert!((value - 2.0_f64.sqrt()).abs() < 1e-14);
            assert!(evaluations < 60);
        }
        assert_eq!(found(0.0, 1.0, 5.0, |x| x - 0.3).2, 2);
    }

    #[test]
    fn infinite_figures_have_a_sign_and_no_number_has_none() {
        let (value, _, _) = found(0.0, 1.0, 1e-6, |x| if x < 0.2 { f64::NEG_INFINITY } else { f64::INFINITY });
        assert!((value - 0.2).abs() <= 1e-6);
        let undefined = |low, high, hole: f64| {
            threshold(low, high, 1e-6, |x| Ok::<f64, Infallible>(if x == hole { f64::NAN } else { x - 0.3 }))
        };
        assert_eq!(undefined(0.0, 1.0, 1.0), Ok(Threshold::Undefined { at: 1.0 }));
        assert_eq!(undefined(0.0, f64::INFINITY, 9.0), Ok(Threshold::Undefined { at: f64::INFINITY }));
        assert!(matches!(undefined(f64::NAN, 1.0, 9.0), Ok(Threshold::Undefined { .. })));
    }

    #[test]
    fn an_error_is_passed_on_and_ends_the_search() {
        let asked = Cell::new(0);
        let figure = |x: f64| {
            asked.set(asked.get() + 1);
            if asked.get() == 4 { Err("no law before 2019") } else { Ok(x - 0.123) }
        };
        assert_eq!(threshold(0.0, 1.0, 1e-12, figure), Err("no law before 2019"));
        assert_eq!(asked.get(), 4);
    }
}
