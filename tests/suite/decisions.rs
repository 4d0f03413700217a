//! Are the figures of the decision analysis right: the split of variance, enough draws, thresholds, one-way analyses.
//!
//! Seeds are fixed. Bounds on a share of runs are set at 3.3 standard deviations or more of the measured share, so that
//! with another seed each would fail with a chance below one in a thousand.

use std::convert::Infallible;

use gevinst::engine::draw::{Decision, Draws, entity};
use gevinst::engine::quantile::beta::Beta;
use gevinst::engine::quantile::normal::standard_normal;
use gevinst::estimate::convergence::{Convergence, MonteCarloError, next_length, percentile_interval};
use gevinst::estimate::one_way::{AssumptionRange, Axis, OneWay, one_way, two_way};
use gevinst::estimate::summary::Batches;
use gevinst::estimate::threshold::{Threshold, threshold};
use gevinst::estimate::variance_split::VarianceSplit;
use rand::RngExt;
use rayon::ThreadPoolBuilder;

const SEED: u64 = 20_261_204;

/// Uniforms of a sample and a replicate, in the open interval (0, 1); stable names, as many as are asked for.
fn uniforms(what: &str, run: u64) -> impl FnMut() -> f64 {
    let mut stream = Draws::new(SEED, run, 0).stream(entity(&[what], 0), 0, Decision::Assumption);
    move || loop {
        let u: f64 = stream.random();
        if u > 0.0 {
            return u;
        }
    }
}

/// A deviation with mean 0 and variance 1 of a shape, from a uniform.
type Shape = fn(f64) -> f64;

fn normal(u: f64) -> f64 {
    standard_normal(u)
}

fn exponential(u: f64) -> f64 {
    -u.ln() - 1.0
}

/// Figures of shape `[sample][replicate]` with a known share of ignorance, total standard deviation 10,000 kr.
fn figures(mut uniform: impl FnMut() -> f64, samples: usize, replicates: usize, share: f64, shape: Shape) -> Vec<i64> {
    let mut values = Vec::with_capacity(samples * replicates);
    for _ in 0..samples {
        let effect = share.sqrt() * shape(uniform());
        values.extend((0..replicates).map(|_| (1e6 * (effect + (1.0 - share).sqrt() * shape(uniform()))) as i64));
    }
    values
}

/// The share of 1,000 runs whose interval holds the true share of ignorance.
fn coverage(what: &str, samples: usize, replicates: usize, share: f64, shape: Shape) -> f64 {
    let holds = |run: u64| {
        let values = figures(uniforms(what, run), samples, replicates, share, shape);
        let split = VarianceSplit::of(&values, replicates).expect("a spread");
        split.interval.is_some_and(|(low, high)| low <= share && share <= high)
    };
    (0..1_000).filter(|run| holds(*run)).count() as f64 / 1_000.0
}

#[test]
fn a_beta_binomial_figure_splits_by_the_formula() {
    // Chance ~ Beta(2, 6), outcome ~ Binomial(10, chance). With s = a + b:
    // luck = E[n p (1 - p)] = n a b / (s (s + 1)); ignorance = n^2 Var p = n^2 a b / (s^2 (s + 1)).
    let (a, b, n) = (2.0, 6.0, 10.0);
    let (luck, ignorance) = (n * a * b / (8.0 * 9.0), n * n * a * b / (64.0 * 9.0));
    let (samples, replicates) = (20_000, 4);
    let (mut uniform, chance_of) = (uniforms("beta-binomial", 0), Beta::new(a, b));
    let mut values = Vec::with_capacity(samples * replicates);
    for _ in 0..samples {
        let chance = chance_of.quantile(uniform());
        values.extend((0..replicates).map(|_| (0..10).map(|_| i64::from(uniform() < chance)).sum::<i64>()));
    }
    let split = VarianceSplit::of(&values, replicates).expect("a spread");
    // Standard errors: of luck 0.008 and of ignorance 0.03 by the jackknife; the bounds are four of them.
    assert!((split.luck - luck).abs() < 0.04, "{} for {luck}", split.luck);
    assert!((split.ignorance - ignorance).abs() < 0.12, "{} for {ignorance}", split.ignorance);
    let share = ignorance / (luck + ignorance);
    assert!((split.share_of_ignorance - share).abs() < 0.02, "{} for {share}", split.share_of_ignorance);
    let (low, high) = split.interval.expect("an interval");
    assert!(low < share && share < high && high - low < 0.03, "{low} to {high}");
    // Where only the first samples have a second replicate.
    let pairs: Vec<i64> = values.chunks(4).take(5_000).flat_map(|of| [of[0], of[1]]).collect();
    let (low, high) = VarianceSplit::of(&pairs, 2).and_then(|split| split.interval).expect("an interval");
    assert!(low < share && share < high && high - low < 0.06, "{low} to {high}");
}

#[test]
fn the_split_is_unbiased_where_luck_differs_between_samples() {
    // Luck is the larger the larger the effect: variance of luck = E[effect + 1] = 1, of the effect 1.
    let split = |run: u64| {
        let mut uniform = uniforms("scaled luck", run);
        let mut values = Vec::new();
        for _ in 0..10 {
            let effect = exponential(uniform());
            values.extend((0..2).map(|_| (1e6 * (effect + (effect + 1.0).sqrt() * normal(uniform()))) as i64));
        }
        VarianceSplit::of(&values, 2).expect("a spread")
    };
    let splits: Vec<VarianceSplit> = (0..20_000).map(split).collect();
    let mean = |of: fn(&VarianceSplit) -> f64| splits.iter().map(of).sum::<f64>() / splits.len() as f64 / 1e12;
    // Of one run: luck sd 0.7, ignorance sd 1.1; of the mean over 20,000: 0.005 and 0.008.
    assert!((mean(|split| split.luck) - 1.0).abs() < 0.02);
    assert!((mean(|split| split.ignorance) - 1.0).abs() < 0.03);
    assert!(splits.iter().any(|split| split.share_of_ignorance < 0.0), "an unbiased estimate falls below 0 at times");
}

#[test]
fn the_interval_of_the_share_holds_it_as_often_as_stated() {
    // Stated: 0.90 where normal, 0.87 where exponential (50 samples); one run in 1,000 has a sd of 0.0095 to 0.011.
    for share in [0.0, 0.5, 0.9] {
        let covered = coverage("normal", 50, 2, share, normal);
        assert!((0.868..=0.932).contains(&covered), "normal at {share}: {covered}");
        let covered = coverage("exponential", 50, 2, share, exponential);
        assert!((0.83..=0.91).contains(&covered), "exponential at {share}: {covered}");
    }
}

#[test]
fn the_interval_of_a_percentile_holds_it_as_often_as_stated() {
    // At least 0.95 by theory where draws are independent; with replicates about that. One run in 1,000: sd 0.007.
    for (samples, replicates, share) in [(200, 1, 0.5), (200, 3, 0.5), (100, 10, 0.8)] {
        for (percentile, truth) in [(0.05, standard_normal(0.05)), (0.95, standard_normal(0.95))] {
            let holds = |run: u64| {
                let values = figures(uniforms("percentile", run), samples, replicates, share, normal);
                let (low, high) = percentile_interval(&values, replicates, percentile).expect("enough draws");
                low as f64 <= 1e6 * truth && 1e6 * truth <= high as f64
            };
            let covered = (0..1_000).filter(|run| holds(*run)).count() as f64 / 1_000.0;
            assert!(covered >= 0.93, "{samples} x {replicates} at {percentile}: {covered}");
            assert!(covered <= 0.99, "{samples} x {replicates} at {percentile}: {covered} is far too wide");
        }
    }
}

#[test]
fn doubling_stops_where_the_errors_are_small_and_not_before() {
    let values = |samples: u32, replicates| figures(uniforms("doubling", 0), samples as usize, replicates, 0.5, normal);
    for (replicates, enough) in [(1, 4_096), (2, 2_048)] {
        let mut length = 64;
        let found = loop {
            let found = Convergence::of(&values(length, replicates), Batches::of_samples(replicates), 2.5e4);
            if found.holds() {
                break found;
            }
            length = next_length(length);
        };
        // The percentiles need some 2,500 independent draws; the mean (1e6 / 2.5e4)^2 = 1,600; the chance 2,500.
        assert_eq!(length, enough, "{found:?}");
        assert!(!Convergence::of(&values(length / 2, replicates), Batches::of_samples(replicates), 2.5e4).holds());
        // The true error of the mean, within a tenth.
        let error = 1e6 * (0.5 + 0.5 / replicates as f64).sqrt() / f64::from(length).sqrt();
        assert!((found.mean.measured.unwrap() / error - 1.0).abs() < 0.1);
    }
}

#[test]
fn designs_that_fill_space_are_judged_by_their_own_differences() {
    // Sixteen randomly shifted ladders of 256: each stratum of 1/256 is hit once, so the mean is far better known than
    // from as many independent draws (sd 1e6 / sqrt(12 x 4,096) = 4,500; here sqrt(1/12) / 256 / 4 of 1e6 = 280).
    let mut shift = uniforms("designs", 0);
    let ladder = |shift: f64| (0..256).map(move |step| (1e6 * ((f64::from(step) + shift) / 256.0 - 0.5)) as i64);
    let designs: Vec<Vec<i64>> = (0..16).map(|_| ladder(shift()).collect()).collect();
    let independent = MonteCarloError::of_samples(&designs.concat(), 1);
    let designed = MonteCarloError::of_designs(&designs);
    let (own, other) = (designed.mean.expect("an error"), independent.mean.expect("an error"));
    // A standard deviation of sixteen has a relative error of 0.18: three of them.
    assert!((own / 282.0 - 1.0).abs() < 0.55, "{own}");
    assert!((other / 4_510.0 - 1.0).abs() < 0.05, "{other}");
    assert!(designed.percentiles < independent.percentiles);
}

/// A model with a threshold: people who stay longer than a share of the horizon pay; luck is common to all values.
fn stays(values: &[f64], luck: u64) -> Result<[i64; 2], Infallible> {
    let mut uniform = uniforms("stays", luck);
    let placed = (0..40).filter(|_| uniform() < values[0]).count() as i64;
    let fixed = (values[1] * 100.0) as i64 + (1e5 * uniform()) as i64;
    Ok([placed * 100_000 - fixed, fixed])
}

#[test]
fn the_threshold_of_a_stepwise_mean_lies_by_that_of_the_expected_figure() {
    // Expected: 40 x 100,000 p = 1,200,000 + 50,000, hence p = 0.3125. Over 400 lucks the figure has a standard error
    // of some 100,000 x sqrt(40 p (1 - p) / 400) = 14,700, over a slope of 4,000,000: 0.0037.
    let mut asked = 0;
    let saving = |chance: f64| {
        asked += 1;
        let sum: i64 =
            (0..400).map(|luck| stays(&[chance, 12_000.0], luck).map(|seen| seen[0])).sum::<Result<_, _>>()?;
        Ok::<f64, Infallible>(sum as f64 / 400.0)
    };
    let Ok(Threshold::At { value, rises, evaluations }) = threshold(0.0, 1.0, 1e-5, saving) else {
        panic!("there is a threshold");
    };
    assert!(rises && (value - 0.3125).abs() < 0.015, "{value}");
    // Bisection asks 2 + 16 times, and a step function may cost one more.
    assert!(evaluations == asked && evaluations <= 19, "{evaluations}");
    let none = threshold(0.0, 0.2, 1e-5, |chance| stays(&[chance, 12_000.0], 0).map(|seen| seen[0] as f64));
    assert!(matches!(none, Ok(Threshold::NoneWithinRange { at_low, at_high }) if at_low < 0.0 && at_high < 0.0));
}

#[test]
fn threads_change_nothing_in_a_one_way_or_two_way_analysis() {
    let base = [0.3, 12_000.0];
    let ranges = [
        AssumptionRange { assumption: 0, low: 0.1, high: 0.6 },
        AssumptionRange { assumption: 1, low: 9_000.0, high: 15_000.0 },
    ];
    let axis = |assumption, values: &[f64]| Axis { assumption, values: values.to_vec() };
    let with = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let one = one_way(&base, &ranges, 100, stays);
            let two = two_way(&base, axis(0, &[0.1, 0.3, 0.5]), axis(1, &[9_000.0, 12_000.0]), 100, stays);
            (one.expect("no error"), two.expect("no error"))
        })
    };
    let (one, two) = with(1);
    assert_eq!((&one, &two), (&with(2).0, &with(7).1));
    // The cost only adds: its luck cancels. The chance decides who is placed: its luck stays.
    assert_eq!(one.bars[1].low.change[0].value, 300_000.0);
    assert_eq!(one.bars[1].low.change[0].standard_error, 0.0);
    assert!(one.bars[0].high.change[0].standard_error > 0.0);
    // Expected 40 x 100,000 x 0.5 = 2,000,000 between both ends, standard error some 31,000.
    assert!((one.bars[0].swing(0) - 2_000_000.0).abs() < 125_000.0);
    assert_eq!(one.by_swing(0)[0].assumption, 0);
    // A cell of the grid at the base is the base.
    assert_eq!(two.cells[1][1], one.base);
    let text = serde_json::to_string(&one).expect("JSON");
    assert_eq!(serde_json::from_str::<OneWay>(&text).expect("what was written"), one);
}
