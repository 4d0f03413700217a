//! Do assumptions hang together as asked, each with its own distribution; and is a matrix that is offered accepted?
//!
//! 20,000 draws, fixed seeds. With other seeds a fair copula would fail the tests of this file with a chance below
//! 1 in 1,000.

use gevinst::engine::draw::{Decision, Draws, entity};
use gevinst::estimate::copula::{Copula, CopulaError};
use proptest::prelude::*;

const DRAWS: usize = 20_000;

/// Independent uniforms: shape `[draw][assumption]`.
fn independent(dimensions: u64) -> Vec<Vec<f64>> {
    let uniform = |draw: usize, assumption| {
        let draws = Draws::new(2_026, draw as u64, 0);
        draws.uniform(entity(&["copula"], assumption), 0, Decision::Assumption, 0)
    };
    (0..DRAWS).map(|draw| (0..dimensions).map(|assumption| uniform(draw, assumption)).collect()).collect()
}

fn dependent(dimensions: u64, pairs: &[(usize, usize, f64)]) -> Vec<Vec<f64>> {
    let copula = Copula::new(dimensions as usize, pairs).expect("correlations that hold together");
    let mut draws = independent(dimensions);
    draws.iter_mut().for_each(|uniforms| copula.apply(uniforms));
    draws
}

fn column(draws: &[Vec<f64>], assumption: usize) -> Vec<f64> {
    draws.iter().map(|uniforms| uniforms[assumption]).collect()
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    order.iter().enumerate().for_each(|(rank, draw)| ranks[*draw] = rank as f64);
    ranks
}

/// Spearman's rank correlation of values without ties.
fn spearman(one: &[f64], other: &[f64]) -> f64 {
    let n = one.len() as f64;
    let squares: f64 = ranks(one).iter().zip(ranks(other)).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// The largest distance between the shares below and the uniform's, times the root of the number.
fn kolmogorov_smirnov(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let gap = |(i, value): (usize, &f64)| (value - i as f64 / n).max((i + 1) as f64 / n - value);
    values.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt()
}

/// The standard error of a rank correlation is at most 1 / sqrt(20,000) = 0.0071; the tolerance is four of them.
#[test]
fn rank_correlations_are_those_asked_for() {
    let pairs = [(0, 1, 0.7), (1, 3, 0.4), (4, 0, -0.5), (3, 4, 0.2), (5, 1, 0.05)];
    let draws = dependent(6, &pairs);
    for first in 0..6 {
        for second in 0..first {
            let asked = pairs.iter().find(|(a, b, _)| (*a, *b) == (first, second) || (*b, *a) == (first, second));
            let asked = asked.map_or(0.0, |(_, _, rank)| *rank);
            let found = spearman(&column(&draws, first), &column(&draws, second));
            assert!((found - asked).abs() < 0.0283, "{first} with {second}: {found} for {asked}");
        }
    }
}

#[test]
fn strong_correlations_are_met_on_both_sides() {
    for asked in [-0.99, -0.9, 0.9, 0.99] {
        let draws = dependent(2, &[(0, 1, asked)]);
        let found = spearman(&column(&draws, 0), &column(&draws, 1));
        // Errors shrink with 1 - rho^2.
        assert!((found - asked).abs() < 0.03 * (1.0 - asked * asked) + 1e-4, "{found} for {asked}");
    }
}

/// Five tests, each failed by a fair copula with a chance of 1 in 10,000 (2 exp(-2 x 2.226^2)).
#[test]
fn each_assumption_keeps_its_distribution() {
    let draws = dependent(5, &[(0, 1, 0.8), (1, 2, -0.5), (3, 4, 0.95)]);
    for assumption in 0..5 {
        let distance = kolmogorov_smirnov(column(&draws, assumption));
        assert!(distance < 2.226, "assumption {assumption}: {distance}");
    }
}

#[test]
fn what_has_no_pair_keeps_its_bits() {
    let (before, after) = (independent(5), dependent(5, &[(1, 3, 0.6)]));
    let changed = |assumption: usize| {
        before.iter().zip(&after).filter(|(a, b)| a[assumption].to_bits() != b[assumption].to_bits()).count()
    };
    assert_eq!([0, 1, 2, 4].map(changed), [0; 4], "assumption 1 is the first of its pair");
    assert!(changed(3) > DRAWS - 10);
}

#[test]
fn the_ends_stay_open() {
    let copula = Copula::new(3, &[(0, 1, 0.5), (1, 2, 0.8)]).expect("correlations that hold together");
    for end in [f64::MIN_POSITIVE, f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0] {
        let mut uniforms = [end; 3];
        copula.apply(&mut uniforms);
        assert!(uniforms.iter().all(|uniform| 0.0 < *uniform && *uniform < 1.0), "{uniforms:?}");
    }
}

#[test]
fn correlations_that_contradict_each_other_are_refused_with_the_nearest() {
    let refused = Copula::new(9, &[(2, 5, 0.9), (5, 7, 0.9), (2, 7, -0.9), (0, 8, 0.3)]).expect_err("a contradiction");
    let CopulaError::NotPositiveDefinite { nearest } = &refused else { panic!("{refused}") };
    assert!(Copula::new(9, nearest).is_ok(), "{refused}");
    let rank = |first, second| {
        nearest.iter().find(|pair| (pair.0, pair.1) == (first, second)).map_or(0.0, |(_, _, rank)| *rank)
    };
    // By symmetry the three move by the same amount, Pearson's to +-1/2 but for the floor; the sound pair stays.
    assert_eq!((rank(2, 5), rank(5, 7)), (rank(5, 7), -rank(2, 7)));
    assert!((rank(2, 5) - 0.483).abs() < 0.003, "{refused}");
    assert_eq!((rank(0, 8), nearest.len()), (0.3, 4), "{refused}");
}

/// What the nearest correlations must not be farther away than: all that are asked for, shrunk until they are accepted.
fn shrunk(dimensions: usize, pairs: &[(usize, usize, f64)]) -> Vec<(usize, usize, f64)> {
    let kept = |share: f64| -> Vec<(usize, usize, f64)> {
        pairs.iter().map(|(first, second, rank)| (*first, *second, rank * share)).collect()
    };
    let (mut accepted, mut refused) = (0.0, 1.0);
    for _ in 0..12 {
        let share = (accepted + refused) / 2.0;
        let bound = if Copula::new(dimensions, &kept(share)).is_ok() { &mut accepted } else { &mut refused };
        *bound = share;
    }
    kept(accepted)
}

/// The root of the mean squared difference of Pearson's correlations over the pairs of so many assumptions.
fn distance(dimensions: usize, one: &[(usize, usize, f64)], other: &[(usize, usize, f64)]) -> f64 {
    let pearson = |pairs: &[(usize, usize, f64)], pair: (usize, usize)| {
        let found = pairs.iter().find(|(first, second, _)| (*first, *second) == pair);
        found.map_or(0.0, |(_, _, rank)| 2.0 * (std::f64::consts::PI * rank / 6.0).sin())
    };
    let pairs = || (0..dimensions).flat_map(|second| (0..second).map(move |first| (first, second)));
    let squared = |pair| (pearson(one, pair) - pearson(other, pair)) * (pearson(one, pair) - pearson(other, pair));
    (pairs().map(squared).sum::<f64>() / pairs().count() as f64).sqrt()
}

fn all_pairs(dimensions: usize, rank: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize, f64)> {
    let pairs = (0..dimensions).flat_map(|second| (0..second).map(move |first| (first, second)));
    pairs.map(|(first, second)| (first, second, rank(first, second))).collect()
}

#[test]
fn forty_contradicting_assumptions_are_answered() {
    let asked = all_pairs(40, |first, second| if (first * second) % 3 == 1 { -0.9 } else { 0.9 });
    let Err(CopulaError::NotPositiveDefinite { nearest }) = Copula::new(40, &asked) else { panic!("a contradiction") };
    assert!(Copula::new(40, &nearest).is_ok());
    let (near, plain) = (distance(40, &asked, &nearest), distance(40, &asked, &shrunk(40, &asked)));
    assert!(near < plain, "{near} against {plain} of shrinking all");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// The margin is what rounding and the floor under the eigenvalues cost.
    #[test]
    fn what_is_offered_is_accepted_and_near(ranks in prop::collection::vec(-1.0..=1.0f64, 15)) {
        let asked = all_pairs(6, |first, second| ranks[second * (second - 1) / 2 + first]);
        if let Err(refused) = Copula::new(6, &asked) {
            let CopulaError::NotPositiveDefinite { nearest } = refused else { panic!("{refused}") };
            prop_assert!(Copula::new(6, &nearest).is_ok(), "{nearest:?}");
            let thousandths = |rank: f64| (rank * 1e3 - (rank * 1e3).round()).abs() < 1e-9;
            prop_assert!(nearest.iter().all(|(_, _, rank)| thousandths(*rank)), "{nearest:?}");
            prop_assert!(distance(6, &asked, &nearest) < distance(6, &asked, &shrunk(6, &asked)) + 0.003);
        }
    }
}
