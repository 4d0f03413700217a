//! The value of perfect information: what it would be worth to know every assumption before deciding.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::engine::draw::{Decision, Draws, entity};
use crate::estimate::estimated::Estimated;
use crate::estimate::moment_matching::{Over, SampleMoments, VarianceSplit};
use crate::estimate::net_benefit::NetBenefits;
use crate::estimate::refusal::Refusal;

/// Resamples of the bootstrap: the standard error itself is then some 5 % off.
pub const RESAMPLES: u64 = 200;

/// What perfect information is worth, and how the options stand until one has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerfectInformation {
    /// Expected value of perfect information (EVPI) \[øre\], zero or above.
    pub value: Estimated,
    /// The options: doing nothing first, where it is one, then the programmes.
    pub options: Vec<Standing>,
    /// Share of the variance of the sample means that is luck [0-1]: shape `[programme]`.
    pub luck_shares: Vec<f64>,
}

/// How an option stands when only what is now known is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Expected net benefit \[øre\]. *Positive = gain.*
    pub net_benefit: Estimated,
    /// Probability that no other option has a higher E[net benefit | assumptions] [0-1]; ties are shared.
    pub chance_of_best: Estimated,
    /// Expected opportunity loss: what choosing it loses on average against the best option \[øre\], zero or above.
    pub opportunity_loss: Estimated,
}

/// The expected value of perfect information about the assumptions, with the standing of each option.
///
/// Not about luck: perfect information means that every assumption is known, not what will happen.
///
/// ```text
/// EVPI = E[max over options d of E(NB_d | assumptions)] - max over d of E(NB_d)
///
/// M    = mean over samples s of max_d e_sd - max_d m_d,      e_s = m + A (m_s - m)
/// m_s  = mean of the replicates of sample s;  m = mean of all draws
/// A    = the map that brings the covariance of m_s (ignorance + luck / replicates) down to that of ignorance
/// EVPI = M + c (M - M'),      M' the same from half the replicates, mean of both halves; c = 1 where they are equal
/// ```
///
/// The maximum of raw sample means would be too high, because the luck left in them is taken for knowledge. In M their
/// first two moments are those of the expectation given the assumptions ([`VarianceSplit::map`]), as Heath,
/// Manolopoulou and Baio (2018, Medical Decision Making 38(2)) do for the value of a study's data. M is right where
/// ignorance and luck are normal; elsewhere its error falls as 1 / replicates, and the last line extrapolates that
/// away, as in nested simulation with antithetic halves (Giles and Goda 2019, Statistics and Computing 29).
///
/// Both are needed. Error of the mean estimate, 300 studies of 1,000 samples x 2 replicates, gain at mean 0.3 standard
/// deviations of ignorance against doing nothing:
///
/// | ignorance | luck / ignorance | raw maximum | extrapolation alone | M alone | this estimator |
/// | --- | --- | --- | --- | --- | --- |
/// | normal | 3 | +198 % | +77 % | +1 % | +1 % |
/// | exponential | 1/2 | +16 % | +1 % | +5 % | +0 % |
/// | exponential | 1 | +58 % | +14 % | +16 % | +9 % |
/// | exponential | 3 | +299 % | +133 % | +32 % | +30 % |
///
/// The standard error is the bootstrap over whole samples, [`RESAMPLES`] resamples by named draws. `chance_of_best` and
/// `opportunity_loss` rest on the same e_s (the loss on the extrapolated value).
///
/// *When not to trust it*: where `luck_shares` is above about one third and ignorance is skewed (last rows of the
/// table), because luck has then wiped out the shape of ignorance, the probabilities more than the value: more
/// replicates help. Where luck is nearly all, ignorance with a variance below luck / replicates x 2 / sqrt(samples)
/// cannot be seen (two replicates; a little less with more): an EVPI of up to 0.4 of that standard deviation may be
/// shown as 0 with standard error 0, and an EVPI of 0 as that much. With fewer than some 200 samples, or options whose
/// means lie within their standard errors of each other, the value leans to the low side, and with much luck its
/// standard error too (200 samples x 2, luck of three times ignorance: true errors were 1.2 times the stated ones).
/// Where samples share their luck it is wrong (see [`NetBenefits`]).
///
/// Matrix kernels may differ in the last bits between processors: round to whole øre before showing.
///
/// # Errors
/// Fewer than two replicates or two samples.
///
/// # Examples
/// ```
/// use gevinst::estimate::information::perfect_information;
/// use gevinst::estimate::net_benefit::NetBenefits;
///
/// // A programme that gains 3 kr where an assumption is kind and loses 1 kr where it is not; no luck.
/// let draws = [300, 300, -100, -100].repeat(50);
/// let information = perfect_information(&NetBenefits::from_ore(&draws, 2, 1)?, 1)?;
/// assert!((information.value.value - 50.0).abs() < 1e-9, "doing nothing half the time spares 1 kr");
/// assert_eq!(information.options[1].chance_of_best.value, 0.5);
/// # Ok::<(), gevinst::estimate::refusal::Refusal>(())
/// ```
pub fn perfect_information(net_benefits: &NetBenefits, seed: u64) -> Result<PerfectInformation, Refusal> {
    let samples = net_benefits.samples();
    if net_benefits.replicates() < 2 {
        return Err(Refusal::OneReplicate);
    }
    if samples < 2 {
        return Err(Refusal::FewSamples { samples, least: 2 });
    }
    let moments = SampleMoments::of(net_benefits);
    let once = vec![1; samples];
    let split = moments.split(&once);
    let found = figures(net_benefits, &moments, &split, &once);
    let resample = |resample: u64| {
        let counts = resampled_counts(samples, seed, resample);
        figures(net_benefits, &moments, &moments.split(&counts), &counts)
    };
    let resampled: Vec<Vec<f64>> = (0..RESAMPLES).into_par_iter().map(resample).collect();
    let error = |figure: usize| spread(resampled.iter().map(|figures| figures[figure]));
    let estimated: Vec<Estimated> = found
        .iter()
        .enumerate()
        .map(|(figure, value)| Estimated { value: *value, standard_error: error(figure) })
        .collect();
    let standing = |of: &[Estimated]| Standing { net_benefit: of[0], chance_of_best: of[1], opportunity_loss: of[2] };
    Ok(PerfectInformation {
        value: estimated[0],
        options: estimated[1..].chunks_exact(3).map(standing).collect(),
        luck_shares: split.luck_shares(),
    })
}

/// EVPI; then mean, probability of being best and opportunity loss of each option.
fn figures(net_benefits: &NetBenefits, moments: &SampleMoments, split: &VarianceSplit, counts: &[u32]) -> Vec<f64> {
    let expected: Vec<f64> = net_benefits.of_options(split.means[Over::All as usize].iter().copied()).collect();
    let highest = highest(&expected);
    let matched = |over: Over| Matched::of(net_benefits, moments, split, counts, over);
    let all = matched(Over::All);
    let halves = [Over::FirstHalf, Over::SecondHalf].map(|over| matched(over).mean_of_highest);
    let [first, second] = [split.replicates / 2, split.replicates.div_ceil(2)].map(|replicates| replicates as f64);
    let factor = 2.0 * first * second / (first * first + second * second);
    let extrapolated = all.mean_of_highest + factor * (all.mean_of_highest - (halves[0] + halves[1]) / 2.0);
    let value = (extrapolated - highest).max(0.0);
    let of_option = |(mean, share): (&f64, &f64)| [*mean, *share, value + (highest - mean)];
    std::iter::once(value).chain(expected.iter().zip(&all.best).flat_map(of_option)).collect()
}

/// Expected net benefits given the assumptions, from means over some replicates.
struct Matched {
    /// Mean over the samples of the best option's [øre].
    mean_of_highest: f64,
    /// Share of the samples in which the option is best [0-1]; ties are shared: shape `[option]`.
    best: Vec<f64>,
}

impl Matched {
    fn of(
        net_benefits: &NetBenefits,
        moments: &SampleMoments,
        split: &VarianceSplit,
        counts: &[u32],
        over: Over,
    ) -> Matched {
        let samples: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        let (map, centre) = (split.map(over), &split.means[over as usize]);
        let mean = &split.means[Over::All as usize];
        let mut matched = Matched { mean_of_highest: 0.0, best: vec![0.0; net_benefits.options()] };
        let mut given = Vec::with_capacity(net_benefits.options());
        for (means, count) in moments.means(over).zip(counts).filter(|(_, count)| **count > 0) {
            let expected = |programme: usize| {
                let deviation = |other: usize| map[(programme, other)] * (means[other] - centre[other]);
                mean[programme] + (0..means.len()).map(deviation).sum::<f64>()
            };
            given.clear();
            given.extend(net_benefits.of_options((0..means.len()).map(expected)));
            let highest = highest(&given);
            let weight = f64::from(*count);
            let ties = given.iter().filter(|value| **value == highest).count() as f64;
            matched.mean_of_highest += weight * highest;
            for (share, _) in matched.best.iter_mut().zip(&given).filter(|(_, value)| **value == highest) {
                *share += weight / ties;
            }
        }
        matched.mean_of_highest /= samples;
        matched.best.iter_mut().for_each(|share| *share /= samples);
        matched
    }
}

/// How often each sample comes in a resample of as many, drawn with replacement.
fn resampled_counts(samples: usize, seed: u64, resample: u64) -> Vec<u32> {
    let draws = Draws::new(seed, 0, resample);
    let name = entity(&["bootstrap over samples"], 0);
    let mut counts = vec![0; samples];
    for sample in 0..samples as u32 {
        let at = draws.uniform(name, 0, Decision::Resample, sample) * samples as f64;
        counts[(at as usize).min(samples - 1)] += 1;
    }
    counts
}

/// The highest of some net benefits.
pub fn highest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// The standard deviation of some figures; 0 with fewer than two.
pub fn spread(figures: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = figures.clone().count() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let mean = figures.clone().sum::<f64>() / count;
    (figures.map(|figure| (figure - mean) * (figure - mean)).sum::<f64>() / (count - 1.0)).sqrt()
}
