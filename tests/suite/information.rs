//! Is information worth what it should be? Against closed forms, brute force and nested simulation, with luck added.
//!
//! Seeds are fixed. Estimates must lie within `WITHIN` of their own stated standard errors (and those of the reference)
//! of the truth: with another seed one comparison in some 400 would fail a right estimator.

use std::f64::consts::PI;

use gevinst::engine::draw::{Decision, Draws, entity};
use gevinst::engine::quantile::normal::{standard_normal, standard_normal_below};
use gevinst::estimate::estimated::Estimated;
use gevinst::estimate::information::{PerfectInformation, perfect_information};
use gevinst::estimate::net_benefit::NetBenefits;
use gevinst::estimate::partial_information::{Doubt, PartialInformation, partial_information};
use gevinst::estimate::refusal::Refusal;
use gevinst::estimate::regression::conditional::MOST_ROWS;

const SEED: u64 = 20_261_130;
const WITHIN: f64 = 3.0;

/// The uniform of a name in a sample and a replicate.
fn flat(seed: u64, sample: usize, replicate: usize, name: &str) -> f64 {
    Draws::new(seed, sample as u64, replicate as u64).uniform(entity(&[name], 0), 0, Decision::Assumption, 0)
}

fn normal(seed: u64, sample: usize, replicate: usize, name: &str) -> f64 {
    standard_normal(flat(seed, sample, replicate, name))
}

/// Two arms: doing nothing, and a gain of which ignorance is normal. EVPI in closed form.
fn normal_evpi(mean: f64, deviation: f64) -> f64 {
    let z = mean / deviation;
    deviation * (-0.5 * z * z).exp() / (2.0 * PI).sqrt() + mean * standard_normal_below(z) - mean.max(0.0)
}

/// One programme: what it gains given the assumptions, and luck of some standard deviation.
fn study(samples: usize, replicates: usize, luck: f64, gain: impl Fn(usize) -> f64) -> NetBenefits {
    let draw = |sample: usize, replicate: usize| {
        if luck == 0.0 { 0.0 } else { luck * normal(SEED, sample, replicate, "luck") }
    };
    let draws = (0..samples)
        .flat_map(|sample| (0..replicates).map(move |replicate| (sample, replicate)))
        .map(|(s, r)| gain(s) + draw(s, r));
    NetBenefits::new(draws.collect(), replicates, 1).expect("whole samples")
}

fn evpi(net_benefits: &NetBenefits) -> PerfectInformation {
    perfect_information(net_benefits, SEED).expect("two replicates")
}

/// The estimate lies within its error of the truth, and that error is below a share of the truth.
fn agrees(found: Estimated, truth: f64, truth_error: f64, share: f64, what: &str) {
    let error = (found.standard_error * found.standard_error + truth_error * truth_error).sqrt();
    assert!((found.value - truth).abs() <= WITHIN * error, "{what}: {found:?} against {truth} ± {truth_error}");
    assert!(found.standard_error < share * truth, "{what}: {found:?} says little about {truth}");
}

#[test]
fn two_normal_arms_have_the_value_of_the_closed_form_with_and_without_luck() {
    for (mean, deviation) in [(0.3, 1.0), (-4.0e8, 1.0e9), (0.0, 20.0)] {
        let gain = |sample: usize| mean + deviation * normal(SEED, sample, 0, "ignorance");
        let truth = normal_evpi(mean, deviation);
        for (samples, luck, share) in [(1_500, 0.0, 0.08), (1_500, 1.0, 0.12), (1_500, 3.0, 0.35)] {
            let found = evpi(&study(samples, 2, luck * deviation, gain));
            agrees(found.value, truth, 0.0, share, &format!("mean {mean}, luck {luck}"));
            let chance = standard_normal_below(mean / deviation);
            agrees(found.options[1].chance_of_best, chance, 0.0, 0.15, &format!("chance, mean {mean}, luck {luck}"));
        }
    }
}

#[test]
fn losses_are_the_value_for_the_best_option_and_more_for_the_others() {
    let found = evpi(&study(400, 2, 1.0, |sample| 0.5 + normal(SEED, sample, 0, "ignorance")));
    let [nothing, programme] = &found.options[..] else { panic!("two options") };
    assert_eq!((nothing.net_benefit.value, nothing.net_benefit.standard_error), (0.0, 0.0));
    assert_eq!(programme.opportunity_loss.value, found.value.value);
    let more = nothing.opportunity_loss.value - programme.opportunity_loss.value;
    assert!((more - programme.net_benefit.value).abs() < 1e-12);
    assert!((nothing.chance_of_best.value + programme.chance_of_best.value - 1.0).abs() < 1e-12);
    // Half of the variance of a mean of two is what one in two leaves: luck share 1/3 with ignorance 1.
    assert!((found.luck_shares[0] - 1.0 / 3.0).abs() < 0.06, "{:?}", found.luck_shares);
}

/// Where nothing can be learned, what is left is what luck hides: three standard deviations of the between variance,
/// 2 x luck / 2 / sqrt(samples) each, times 0.4 at worst (gain 0); a gain of half a luck is far enough to give nothing.
#[test]
fn luck_alone_is_worth_almost_nothing() {
    let samples = 1_000;
    let hidden = (3.0 * 2.0 * 0.5 / (samples as f64).sqrt()).sqrt();
    let bound = 0.4 * hidden;
    assert!(bound < 0.13);
    let found = evpi(&study(samples, 2, 1.0, |_| 0.0));
    assert!(found.value.value < bound, "{:?}", found.value);
    let found = evpi(&study(samples, 2, 1.0, |_| 0.5));
    assert!(found.value.value < 0.01 && found.options[1].chance_of_best.value > 0.9, "{found:?}");
    assert!(found.luck_shares[0] > 0.85);
    let none = evpi(&study(100, 2, 0.0, |_| 0.0));
    assert_eq!((none.value, none.options[1].chance_of_best.value), (Estimated::default(), 0.5), "a tie is shared");
}

/// The luck that is left in sample means must be taken out before the maximum, and without assuming a normal shape.
#[test]
fn beats_the_raw_maximum_and_extrapolation_alone() {
    let exponential = |sample: usize| 0.3 - flat(SEED, sample, 0, "ignorance").ln() - 1.0;
    let net_benefits = study(8_000, 2, 0.5, exponential);
    let truth = (-0.7_f64).exp() - 0.3;
    let found = evpi(&net_benefits);
    agrees(found.value, truth, 0.0, 0.05, "exponential ignorance");
    let means = net_benefits.sample_means();
    let raw = means.iter().map(|mean| mean.max(0.0)).sum::<f64>() / means.len() as f64 - means.mean();
    assert!(raw > 1.1 * truth, "raw {raw} against {truth}");

    let normals = study(4_000, 2, 3.0, |sample| 0.3 + normal(SEED, sample, 0, "ignorance"));
    let truth = normal_evpi(0.3, 1.0);
    agrees(evpi(&normals).value, truth, 0.0, 0.2, "normal ignorance");
    let means = normals.sample_means();
    let positive = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value.max(0.0)).sum::<f64>();
    let whole = positive(&mut means.iter().copied()) / 4_000.0 - means.mean();
    let single = (0..4_000).map(|sample| positive(&mut normals.sample(sample).map(|draw| draw[0]))).sum::<f64>();
    let extrapolated = 2.0 * whole - (single / 8_000.0 - means.mean());
    assert!(extrapolated > 1.5 * truth && whole > 2.5 * truth, "{extrapolated} {whole} against {truth}");
}

/// Three programmes with correlated ignorance and luck they share.
fn three(sample: usize) -> [f64; 3] {
    let z = ["a", "b", "c"].map(|name| normal(SEED, sample, 0, name));
    [0.2 + z[0], 0.1 + 0.6 * z[0] + 0.8 * z[1], -0.1 + 0.5 * z[1] + 1.5 * z[2]]
}

fn three_with_luck(samples: usize, replicates: usize) -> NetBenefits {
    let mut draws = Vec::new();
    for sample in 0..samples {
        let gains = three(sample);
        for replicate in 0..replicates {
            let [shared, own] = ["shared", "own"].map(|name| normal(SEED, sample, replicate, name));
            draws.extend([gains[0] + 2.0 * shared, gains[1] + 1.5 * shared + own, gains[2] + own]);
        }
    }
    NetBenefits::new(draws, replicates, 3).expect("whole samples")
}

#[test]
fn three_correlated_programmes_agree_with_brute_force() {
    let count = 400_000;
    let (mut sum, mut squares, mut best) = (0.0, 0.0, [0.0; 4]);
    for sample in 10_000..10_000 + count {
        let [a, b, c] = three(sample);
        let options = [0.0, a, b, c];
        let most = options.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        sum += most;
        squares += most * most;
        best[options.iter().position(|value| *value == most).expect("one is the highest")] +=
            1.0 / f64::from(count as u32);
    }
    let count = f64::from(count as u32);
    let truth = sum / count - 0.2;
    let truth_error = ((squares / count - (sum / count) * (sum / count)) / count).sqrt();
    let bound = three_with_luck(1_500, 3);
    let found = evpi(&bound);
    agrees(found.value, truth, truth_error, 0.1, "three programmes");
    for (option, (standing, chance)) in found.options.iter().zip(best).enumerate() {
        agrees(standing.chance_of_best, chance, 0.001, 0.2, &format!("chance of option {option}"));
    }
    // One of the three must be chosen: less can be lost by not knowing.
    let forced = evpi(&bound.without_doing_nothing());
    assert_eq!(forced.options.len(), 3);
    assert!(forced.value.value < found.value.value);
}

#[test]
fn neither_order_nor_unit_of_the_programmes_counts_nor_the_threads() {
    let net_benefits = three_with_luck(200, 2);
    let turned: Vec<f64> = (0..200)
        .flat_map(|sample| {
            net_benefits.sample(sample).flat_map(|d| [100.0 * d[2], 100.0 * d[0], 100.0 * d[1]]).collect::<Vec<_>>()
        })
        .collect();
    let (found, turned) = (evpi(&net_benefits), evpi(&NetBenefits::new(turned, 2, 3).expect("whole samples")));
    assert!((turned.value.value - 100.0 * found.value.value).abs() < 1e-9);
    assert!((turned.value.standard_error - 100.0 * found.value.standard_error).abs() < 1e-9);
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let bits = |threads| pool(threads).install(|| evpi(&net_benefits));
    assert_eq!(bits(1), bits(3));
}

/// Root mean square of (estimate - truth) / standard error over 40 small studies: 1 where the stated error is right.
#[test]
fn stated_errors_are_the_real_ones() {
    let mut squares = [0.0; 2];
    for study in 0..40 {
        let seed = SEED + 1 + study;
        let (mut draws, mut rows) = (Vec::new(), Vec::new());
        for sample in 0..300 {
            let [x, z] = ["x", "z"].map(|name| normal(seed, sample, 0, name));
            rows.push(vec![x]);
            draws.extend((0..2).map(|replicate| 0.4 + 0.8 * x + 0.6 * z + normal(seed, sample, replicate, "luck")));
        }
        let net_benefits = NetBenefits::new(draws, 2, 1).expect("whole samples");
        let whole = perfect_information(&net_benefits, seed).expect("two replicates").value;
        let part = partial_information(&net_benefits, &rows, &[0], None, seed).expect("a value").value;
        for (sum, (found, truth)) in
            squares.iter_mut().zip([(whole, normal_evpi(0.4, 1.0)), (part, normal_evpi(0.4, 0.8))])
        {
            *sum +=
                (found.value - truth) * (found.value - truth) / (found.standard_error * found.standard_error) / 40.0;
        }
    }
    // 40 squares: the root lies between 0.7 and 1.35 but in one case of some 200.
    for square in squares {
        assert!((0.7..1.35).contains(&square.sqrt()), "{:?}", squares.map(f64::sqrt));
    }
}

#[test]
fn refuses_what_says_nothing_about_ignorance() {
    let one = NetBenefits::new(vec![1.0, 2.0], 1, 1).expect("two samples");
    assert_eq!(perfect_information(&one, 1), Err(Refusal::OneReplicate));
    let single = NetBenefits::new(vec![1.0, 2.0], 2, 1).expect("a sample");
    assert_eq!(perfect_information(&single, 1), Err(Refusal::FewSamples { samples: 1, least: 2 }));
}

// The known model: gain = x1 + x1 x2 + 1/2 x3^2 - 0.7, with x1 and x3 normal, x2 flat in 0-1, x4 without meaning.

fn known(x: &[f64; 4]) -> f64 {
    x[0] + x[0] * x[1] + 0.5 * x[2] * x[2] - 0.7
}

fn assumptions(seed: u64, sample: usize, replicate: usize) -> [f64; 4] {
    let [a, c, d] = ["x1", "x3", "x4"].map(|name| normal(seed, sample, replicate, name));
    [a, flat(seed, sample, replicate, "x2"), c, d]
}

/// Net benefits of the known model with luck as large as half of ignorance, and the values drawn.
fn known_study(samples: usize) -> (NetBenefits, Vec<Vec<f64>>) {
    let rows: Vec<[f64; 4]> = (0..samples).map(|sample| assumptions(SEED, sample, 0)).collect();
    let net_benefits = study(samples, 2, 1.0, |sample| known(&rows[sample]));
    (net_benefits, rows.iter().map(|row| row.to_vec()).collect())
}

fn evppi(study: &(NetBenefits, Vec<Vec<f64>>), asked: &[usize]) -> PartialInformation {
    let evpi = evpi(&study.0).value;
    partial_information(&study.0, &study.1, asked, Some(evpi), SEED).expect("a value")
}

/// EVPPI by two levels: outer draws of what is asked, inner draws of all else. Luck has mean zero and is left out.
fn nested(asked: &[usize], outer: usize, inner: usize) -> Estimated {
    let mut gains = Vec::with_capacity(outer);
    for sample in 0..outer {
        let held = assumptions(SEED + 999, sample, 0);
        let gain = |replicate: usize| {
            let mut x = assumptions(SEED + 999, sample, replicate + 1);
            for assumption in asked {
                x[*assumption] = held[*assumption];
            }
            known(&x)
        };
        gains.push((0..inner).map(gain).sum::<f64>() / inner as f64);
    }
    let count = outer as f64;
    let best = |gain: &f64| gain.max(0.0);
    let mean = gains.iter().map(best).sum::<f64>() / count;
    let squares = gains.iter().map(|gain| (best(gain) - mean) * (best(gain) - mean)).sum::<f64>();
    // The known mean gain is -0.2: without knowing more one does nothing.
    Estimated { value: mean, standard_error: (squares / count / count).sqrt() }
}

#[test]
fn one_assumption_agrees_with_nested_simulation() {
    let study = known_study(700);
    for assumption in [0, 2] {
        let (found, reference) = (evppi(&study, &[assumption]), nested(&[assumption], 4_000, 60));
        agrees(found.value, reference.value, reference.standard_error, 0.25, &format!("{assumption}: {found:?}"));
        assert_eq!(found.doubts, [], "{found:?}");
    }
}

#[test]
fn two_and_three_assumptions_agree_with_nested_simulation() {
    let study = known_study(400);
    for asked in [&[0, 1][..], &[2, 3], &[0, 1, 2]] {
        let inner = if asked.len() == 3 { 1 } else { 60 };
        let (found, reference) = (evppi(&study, asked), nested(asked, 4_000, inner));
        agrees(found.value, reference.value, reference.standard_error, 0.3, &format!("{asked:?}: {found:?}"));
        assert!(!found.doubts.contains(&Doubt::FewRows), "{found:?}");
    }
    let four = evppi(&study, &[0, 1, 2, 3]);
    let reference = nested(&[0, 1, 2, 3], 4_000, 1);
    agrees(four.value, reference.value, reference.standard_error, 0.3, &format!("all four: {four:?}"));
}

#[test]
fn an_inert_assumption_is_worth_about_nothing_and_says_so() {
    let study = known_study(600);
    let found = evppi(&study, &[3]);
    // A slope by chance: 0.4 x residual deviation / sqrt(rows), about 0.03, is the most that a free line can feign.
    assert!(found.value.value < 0.03, "{found:?}");
    assert!(found.doubts.contains(&Doubt::NotDistinguishable), "{found:?}");
    assert!(found.explained_shares[0] < 0.02 && found.degrees_of_freedom[0] < 6.0);
}

#[test]
fn linear_and_normal_has_a_closed_form_whatever_the_scale() {
    let gain = |sample: usize| {
        let [x, z] = ["x", "z"].map(|name| normal(SEED, sample, 0, name));
        1.0e6 * (0.3 + 0.8 * x - 0.6 * z)
    };
    let net_benefits = study(1_000, 2, 1.0e6, gain);
    // The second assumption enters by its exponential: only the order of the values counts.
    let rows: Vec<Vec<f64>> =
        (0..1_000).map(|s| vec![normal(SEED, s, 0, "x"), (3.0 * normal(SEED, s, 0, "z")).exp()]).collect();
    for (asked, deviation) in [(&[0][..], 0.8), (&[1], 0.6), (&[0, 1], 1.0), (&[1, 0], 1.0)] {
        let found = partial_information(&net_benefits, &rows, asked, None, SEED).expect("a value");
        agrees(found.value, 1.0e6 * normal_evpi(0.3, deviation), 0.0, 0.2, &format!("{asked:?}"));
        assert_eq!(found.doubts, [], "{asked:?}: {found:?}");
    }
}

#[test]
fn two_programmes_that_share_luck_are_weighed_against_each_other() {
    let rows: Vec<Vec<f64>> = (0..800).map(|s| vec![normal(SEED, s, 0, "x")]).collect();
    let mut draws = Vec::new();
    for (sample, row) in rows.iter().enumerate() {
        for replicate in 0..2 {
            let shared = 3.0 * normal(SEED, sample, replicate, "shared");
            draws.extend([9.0 + row[0] + shared, 9.0 - row[0] + shared + 0.1 * normal(SEED, sample, replicate, "own")]);
        }
    }
    let net_benefits = NetBenefits::new(draws, 2, 2).expect("whole samples");
    let found = partial_information(&net_benefits, &rows, &[0], None, SEED).expect("a value");
    // E max(x, -x) = sqrt(2 / pi). What is shared cancels: errors as of a programme alone would be above 0.1.
    agrees(found.value, (2.0 / PI).sqrt(), 0.0, 0.06, &format!("{found:?}"));
}

#[test]
fn few_levels_and_twice_the_same_are_taken_as_they_are() {
    let level = |sample: usize| (3.0 * flat(SEED, sample, 0, "level")).floor();
    let net_benefits = study(600, 2, 1.0, |sample| level(sample) - 1.2);
    let rows: Vec<Vec<f64>> = (0..600).map(|s| vec![level(s), -2.0 * level(s), flat(SEED, s, 0, "other")]).collect();
    // Levels 0, 1, 2 gain -1.2, -0.2, 0.8: 0.8 / 3 for the one that is worth doing.
    for asked in [&[0][..], &[0, 1], &[0, 1, 2], &[0, 1, 1, 2]] {
        let found = partial_information(&net_benefits, &rows, asked, None, SEED).expect("a value");
        agrees(found.value, 0.8 / 3.0, 0.0, 0.15, &format!("{asked:?}: {found:?}"));
    }
}

#[test]
fn doubts_are_seen() {
    let rows = |samples: usize| -> Vec<Vec<f64>> { (0..samples).map(|s| vec![normal(SEED, s, 0, "x")]).collect() };
    let doubts = |net_benefits: &NetBenefits, evpi: Option<Estimated>| {
        let rows = rows(net_benefits.samples());
        partial_information(net_benefits, &rows, &[0], evpi, SEED).expect("a value").doubts
    };
    let x = |sample: usize| normal(SEED, sample, 0, "x");
    let plain = study(300, 2, 0.2, x);
    assert_eq!(doubts(&plain, None), []);
    assert_eq!(doubts(&plain, Some(Estimated { value: 0.1, standard_error: 0.1 })), [Doubt::AboveEvpi]);
    assert!(doubts(&study(300, 2, 0.01, |s| (5.0 * x(s)).sin()), None).contains(&Doubt::TooBent));
    assert!(doubts(&study(40, 2, 0.01, |s| (3.0 * x(s)).sin()), None).contains(&Doubt::FewRows));
    let uneven = study(300, 2, 0.1, |s| x(s) + (1.0 + x(s)).max(0.0) * normal(SEED, s, 0, "z"));
    assert!(doubts(&uneven, None).contains(&Doubt::UnevenResiduals));
    let tailed = study(300, 2, 0.1, |s| x(s) + normal(SEED, s, 0, "z").powi(5));
    assert!(doubts(&tailed, None).contains(&Doubt::FarFromNormal));
}

#[test]
fn many_samples_are_thinned() {
    let study = known_study(3_100);
    let found = evppi(&study, &[0]);
    let reference = nested(&[0], 4_000, 60);
    assert_eq!(found.rows, MOST_ROWS);
    agrees(found.value, reference.value, reference.standard_error, 0.15, &format!("{found:?}"));
}
