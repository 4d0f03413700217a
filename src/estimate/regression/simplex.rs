//! A downhill simplex: the lowest point of a function of a few variables, without derivatives.

/// Where the search ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowest {
    /// The point.
    pub at: Vec<f64>,
    /// The function there.
    pub value: f64,
}

/// The lowest point that Nelder and Mead's simplex (The Computer Journal 7, 1965) finds from a start.
///
/// Reflection 1, expansion 2, contraction and shrinkage 1/2. It stops when the values at the corners differ by less
/// than `tolerance`, or after `most` calls of the function (a shrinkage may run over by the number of variables).
/// A value that is not a number counts as infinite. It finds *a* valley: start near the right one.
pub fn lowest(function: impl Fn(&[f64]) -> f64, start: &[f64], step: f64, tolerance: f64, most: usize) -> Lowest {
    let value_at = |at: Vec<f64>| {
        let value = function(&at);
        Lowest { value: if value.is_nan() { f64::INFINITY } else { value }, at }
    };
    let mut corners = vec![value_at(start.to_vec())];
    for axis in 0..start.len() {
        let mut at = start.to_vec();
        at[axis] += step;
        corners.push(value_at(at));
    }
    let mut calls = corners.len();
    loop {
        corners.sort_by(|a, b| a.value.total_cmp(&b.value));
        let (low, worst) = (corners[0].value, corners[corners.len() - 1].clone());
        if start.is_empty() || worst.value - low < tolerance || calls >= most {
            return corners.swap_remove(0);
        }
        let others = &corners[..start.len()];
        let second = others[others.len() - 1].value;
        let centre: Vec<f64> = (0..start.len())
            .map(|axis| others.iter().map(|corner| corner.at[axis]).sum::<f64>() / others.len() as f64)
            .collect();
        let along = |factor: f64| {
            let at = centre.iter().zip(&worst.at).map(|(centre, worst)| centre + factor * (worst - centre));
            value_at(at.collect())
        };
        let reflected = along(-1.0);
        calls += 1;
        let next = if reflected.value < low {
            calls += 1;
            let expanded = along(-2.0);
            if expanded.value < reflected.value { expanded } else { reflected }
        } else if reflected.value < second {
            reflected
        } else {
            calls += 1;
            let contracted = along(if reflected.value < worst.value { -0.5 } else { 0.5 });
            if contracted.value < reflected.value.min(worst.value) {
                contracted
            } else {
                let lowest = corners[0].at.clone();
                for corner in &mut corners[1..] {
                    calls += 1;
                    *corner = value_at(lowest.iter().zip(&corner.at).map(|(low, at)| low + 0.5 * (at - low)).collect());
                }
                continue;
            }
        };
        let last = corners.len() - 1;
        corners[last] = next;
    }
}

#[cfg(test)]
mod tests {
    use super::lowest;

    #[test]
    fn finds_the_bottom_of_a_bent_valley() {
        let valley = |at: &[f64]| (1.0 - at[0]).powi(2) + 100.0 * (at[1] - at[0] * at[0]).powi(2);
        let found = lowest(valley, &[-1.2, 1.0], 0.5, 1e-14, 400);
        assert!((found.at[0] - 1.0).abs() < 1e-5 && (found.at[1] - 1.0).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn what_is_no_number_is_avoided_and_calls_are_counted() {
        let calls = std::cell::Cell::new(0);
        let half = |at: &[f64]| {
            calls.set(calls.get() + 1);
            if at[0] < 2.0 { f64::NAN } else { at[0] }
        };
        let found = lowest(half, &[9.0], 1.0, 1e-9, 60);
        assert!((found.at[0] - 2.0).abs() < 1e-6, "{found:?}");
        assert!(calls.get() <= 61);
        assert_eq!(lowest(|_| 4.0, &[], 1.0, 0.1, 10).value, 4.0);
    }
}
