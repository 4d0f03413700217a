//! Rows and columns made ready for regression: thinned evenly, values turned into normal scores.

use crate::engine::quantile::normal::standard_normal;

/// The rows that are kept when there are more than `most`: evenly spread, in their order.
pub fn evenly(rows: usize, most: usize) -> Vec<usize> {
    if rows <= most {
        return (0..rows).collect();
    }
    // In the middle of each of `most` equal stretches.
    (0..most).map(|kept| (2 * kept + 1) * rows / (2 * most)).collect()
}

/// The normal scores of some values \[standard deviations\]: the standard normal's quantile of (rank - 1/2) / count.
///
/// Equal values share their mean rank. Only the order counts, so a regression on scores is the same for an assumption
/// and for its logarithm, and no far value carries the fit. Near-normal assumptions (PERT, beta, normal) stay as they
/// are but for the scale, so that what is linear in them stays nearly linear. Values must be numbers.
///
/// # Examples
/// ```
/// use gevinst::estimate::regression::scores::normal_scores;
///
/// assert_eq!(normal_scores(&[7.0, 1e6, -2.0]), normal_scores(&[2.0, 3.0, 1.0]));
/// assert_eq!(normal_scores(&[5.0, 5.0]), [0.0, 0.0]);
/// ```
pub fn normal_scores(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut scores = vec![0.0; values.len()];
    let mut from = 0;
    for tied in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let middle = from as f64 + tied.len() as f64 / 2.0;
        for row in tied {
            scores[*row] = standard_normal(middle / values.len() as f64);
        }
        from += tied.len();
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_is_even_and_keeps_few_rows_whole() {
        assert_eq!(evenly(3, 5), [0, 1, 2]);
        assert_eq!(evenly(10, 5), [1, 3, 5, 7, 9]);
        let kept = evenly(10_007, 1_500);
        assert_eq!(kept.len(), 1_500);
        assert!(kept.windows(2).all(|pair| (6..=7).contains(&(pair[1] - pair[0]))) && kept[1_499] < 10_007);
    }

    #[test]
    fn scores_are_symmetric_and_share_ties() {
        let scores = normal_scores(&[0.0, -0.0, 3.0, 1.0]);
        assert_eq!(scores[0], scores[1]);
        assert_eq!(
            (scores[0], scores[3], scores[2]),
            (standard_normal(0.25), standard_normal(0.625), standard_normal(0.875))
        );
    }
}
