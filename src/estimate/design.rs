//! How samples of the assumptions lie in the unit cube: at random, in strata, or as scrambled Sobol points.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engine::draw::{Decision, Draws, entity};
use crate::engine::permutation::Permutation;

/// Independently randomised designs of which a run by Latin hypercube or Sobol points consists.
pub const RANDOMISATIONS: u64 = 16;

/// Student's 95th percentile with 15 degrees of freedom: an interval of 90 % from [`RANDOMISATIONS`] means.
pub const T95: f64 = 1.7530503556925735;

/// Points of one Sobol design at most: the sequence is tabled so far.
const MOST_POINTS: u64 = 1 << 16;

/// Dimensions of a Sobol design at most: direction numbers are tabled so far.
const MOST_DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// Half the distance between neighbouring Sobol coordinates, which are multiples of 2^-23.
const HALF_STEP: f64 = 1.0 / (1u64 << 24) as f64;

/// The largest number below 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// How samples of the assumptions lie in the unit cube.
///
/// A Latin hypercube and Sobol points run as sixteen designs, each randomised by itself: sample s is point s / 16
/// (whole) of randomisation s % 16. Points of one design depend on each other, the sixteen means do not; their spread
/// gives the Monte Carlo error, see [`Design::standard_error`].
///
/// A mean over n samples has the variance
///
/// ```text
/// random           V / n
/// Latin hypercube  (V - sum of the variances of the main effects) / n + o(1 / n)
/// Sobol            o(1 / n) for every V; near n^-3 where the outcome is smooth in few assumptions
/// ```
///
/// Sources: McKay, Beckman and Conover (1979), Technometrics 21, and Stein (1987), Technometrics 29, for the Latin
/// hypercube; Owen (1997), Annals of Statistics 25, for scrambled nets; Joe and Kuo (2008), SIAM Journal on Scientific
/// Computing 30, for the direction numbers; Burley (2020), Journal of Computer Graphics Techniques 9, for scrambling
/// by a hash; L'Ecuyer and Lemieux (2002) for the error from independent randomisations.
///
/// What stratifies gains only on what the assumptions explain: where luck makes most of the variance, more samples help
/// and a design does not. Jumps (a threshold, a chance of a gain) and many equally important assumptions leave little
/// of the gain. Percentiles profit less than means, and their error is not that of the formula above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Design {
    /// Independent points: safe always, the standard error falls with the root of their number.
    #[default]
    Random,
    /// Each assumption's range in as many strata as a design has points, one point in each.
    LatinHypercube,
    /// Scrambled Sobol points: even in each assumption and in the first assumptions together.
    Sobol,
}

impl Design {
    /// Whether a run may be made longer without changing its first samples.
    ///
    /// Random points by any number, Sobol points by doubling (a power of two of points lies evenly). A Latin hypercube
    /// not: its strata are made for one number of samples, and more samples would need other strata.
    pub const fn can_be_prolonged(self) -> bool {
        !matches!(self, Design::LatinHypercube)
    }

    /// The Monte Carlo standard error of the mean of one figure per sample, in the order of the samples; 0 where fewer
    /// than two means are at hand. Unit: that of the figure.
    ///
    /// ```text
    /// random:  sqrt( sum_s (x_s - mean)^2 / (n (n - 1)) )
    /// others:  sqrt( sum_r (mean_r - mean)^2 / (16 x 15) ), r = 1..16 randomisations, 15 degrees of freedom
    /// ```
    ///
    /// An interval of 90 % from sixteen means is `mean` +- [`T95`] times the error.
    pub fn standard_error(self, values: &[f64]) -> f64 {
        match self {
            Design::Random => error_of_independent(values),
            Design::LatinHypercube | Design::Sobol => {
                let of = |randomisation: usize| values.iter().skip(randomisation).step_by(RANDOMISATIONS as usize);
                let mean = |randomisation| of(randomisation).sum::<f64>() / of(randomisation).len() as f64;
                let means: Vec<f64> = (0..values.len().min(RANDOMISATIONS as usize)).map(mean).collect();
                error_of_independent(&means)
            }
        }
    }
}

/// The standard error of the mean of independent values; 0 with fewer than two.
fn error_of_independent(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (count - 1.0) / count).sqrt()
}

/// Why a design cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// Samples that do not go into sixteen designs of at least two points.
    #[error(
        "a Latin hypercube runs as {RANDOMISATIONS} designs of equally many points, at least two each: \
         {samples} samples do not go into them; take {instead}"
    )]
    Strata {
        /// Samples asked for.
        samples: u64,
        /// The next number that goes.
        instead: u64,
    },
    /// Samples of which sixteen designs do not get a power of two each.
    #[error(
        "Sobol points lie evenly only where each of the {RANDOMISATIONS} designs has a power of two of them, at least \
         two: {samples} samples do not go into that; take {instead}"
    )]
    PowerOfTwo {
        /// Samples asked for.
        samples: u64,
        /// The next number that goes.
        instead: u64,
    },
    /// More samples than there are Sobol points.
    #[error(
        "{samples} samples are more than the {} that Sobol points reach: take fewer, or the design `random`",
        RANDOMISATIONS * MOST_POINTS
    )]
    TooManySamples {
        /// Samples asked for.
        samples: u64,
    },
    /// More assumptions than there are Sobol dimensions.
    #[error(
        "{dimensions} dimensions are more than the {MOST_DIMENSIONS} that Sobol points have: fix the assumptions that \
         matter least, or take the design `latin_hypercube`"
    )]
    TooManyDimensions {
        /// Dimensions asked for.
        dimensions: usize,
    },
}

/// The points of a design in the unit cube, each coordinate computed when asked for.
///
/// # Examples
/// ```
/// use gevinst::estimate::design::{Design, Points};
///
/// let points = Points::new(Design::LatinHypercube, 2026, 64, 1)?;
/// // Randomisation 3 has the samples 3, 19, 35 and 51: one in each quarter.
/// let mut quarters: Vec<u64> = (0..4).map(|i| (points.uniform(16 * i + 3, 0, "hours") * 4.0) as u64).collect();
/// quarters.sort_unstable();
/// assert_eq!(quarters, [0, 1, 2, 3]);
/// # Ok::<(), gevinst::estimate::design::DesignError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    design: Design,
    seed: u64,
    samples: u64,
    dimensions: usize,
    /// Seed of the scrambling, no two alike: shape `[randomisation]`; empty without Sobol points.
    scrambling: Vec<u32>,
}

impl Points {
    /// The points of a design for so many samples and dimensions (one for each assumption).
    ///
    /// # Errors
    /// A number of samples or dimensions that the design does not have, with one that it has.
    pub fn new(design: Design, seed: u64, samples: u64, dimensions: usize) -> Result<Points, DesignError> {
        let fewest = 2 * RANDOMISATIONS;
        let mut scrambling = Vec::new();
        match design {
            Design::Random => (),
            Design::LatinHypercube => {
                if samples < fewest || !samples.is_multiple_of(RANDOMISATIONS) {
                    let instead = samples.max(fewest).div_ceil(RANDOMISATIONS).saturating_mul(RANDOMISATIONS);
                    return Err(DesignError::Strata { samples, instead });
                }
            }
            Design::Sobol => {
                if samples > RANDOMISATIONS * MOST_POINTS {
                    return Err(DesignError::TooManySamples { samples });
                }
                if dimensions > MOST_DIMENSIONS {
                    return Err(DesignError::TooManyDimensions { dimensions });
                }
                let instead = samples.max(fewest).next_power_of_two();
                if samples != instead {
                    return Err(DesignError::PowerOfTwo { samples, instead });
                }
                scrambling = scrambling_seeds(seed);
            }
        }
        Ok(Points { design, seed, samples, dimensions, scrambling })
    }

    /// A coordinate of a sample, in the open interval (0, 1).
    ///
    /// Random points and a Latin hypercube go by the `name` of the assumption, so that a new assumption changes no
    /// other's values; Sobol points by `dimension`, so that one put in before others changes theirs. Two independent
    /// sides (for Sobol's indices) are one design of twice the dimensions, with names of its own for the second side.
    ///
    /// ```text
    /// random           u(seed, stream = sample, name)
    /// Latin hypercube  (permutation of strata(point; seed, randomisation, name) + u) / strata,  u as for random
    /// Sobol            scrambled coordinate (23 bits) + 2^-24
    /// ```
    ///
    /// # Panics
    /// Where a stratified design is asked for a sample or a dimension that it was not made for.
    pub fn uniform(&self, sample: u64, dimension: usize, name: &str) -> f64 {
        let named = |stream: u64| (Draws::new(self.seed, stream, 0), entity(&["assumption", name], 0));
        let (randomisation, point) = (sample % RANDOMISATIONS, sample / RANDOMISATIONS);
        let random = || {
            let (draws, assumption) = named(sample);
            draws.uniform(assumption, 0, Decision::Assumption, 0)
        };
        match self.design {
            Design::Random => random(),
            Design::LatinHypercube => {
                let (draws, assumption) = named(randomisation);
                let key = draws.word(assumption, 0, Decision::Strata, 0);
                let strata = self.samples / RANDOMISATIONS;
                let stratum = Permutation::new(strata, key).at(point);
                within(stratum, random(), strata)
            }
            Design::Sobol => {
                assert!(sample < self.samples && dimension < self.dimensions, "sample {sample}, dimension {dimension}");
                let seed = self.scrambling[randomisation as usize];
                f64::from(sobol_burley::sample(point as u32, dimension as u32, seed)) + HALF_STEP
            }
        }
    }
}

/// The point of a stratum at a share of its width; below 1 also where rounding would lift the last one onto it.
fn within(stratum: u64, share: f64, strata: u64) -> f64 {
    ((stratum as f64 + share) / strata as f64).min(BELOW_ONE)
}

/// A seed for the scrambling of each randomisation, no two alike.
fn scrambling_seeds(seed: u64) -> Vec<u32> {
    let mut seeds = Vec::with_capacity(RANDOMISATIONS as usize);
    for randomisation in 0..RANDOMISATIONS {
        let draws = Draws::new(seed, randomisation, 0);
        let drawn = |attempt| (draws.word(0, 0, Decision::Scrambling, attempt) >> 32) as u32;
        seeds.extend((0..).map(drawn).find(|drawn| !seeds.contains(drawn)));
    }
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_do_not_go_are_refused_with_one_that_goes() {
        let error =
            |design, samples, dimensions| Points::new(design, 1, samples, dimensions).expect_err("refused").to_string();
        for design in [Design::LatinHypercube, Design::Sobol] {
            for samples in [0, 16, 31, 33, 100, 999, 1001] {
                let Err(refused) = Points::new(design, 1, samples, 3) else { panic!("{design:?} of {samples}") };
                let (DesignError::Strata { instead, .. } | DesignError::PowerOfTwo { instead, .. }) = refused else {
                    panic!("{refused}")
                };
                assert!(instead > samples && Points::new(design, 1, instead, 3).is_ok(), "{refused}");
            }
        }
        assert!(error(Design::LatinHypercube, 1000, 3).contains("take 1008"));
        assert!(error(Design::Sobol, 1008, 3).contains("take 1024"));
        assert!(error(Design::Sobol, 1 << 21, 3).contains("1048576"));
        assert!(error(Design::Sobol, 64, 257).contains("256"));
        assert!(Points::new(Design::Sobol, 1, 1 << 20, 256).is_ok());
        assert!(Points::new(Design::Random, 1, 7, 10_000).is_ok());
        assert!(Points::new(Design::LatinHypercube, 1, u64::MAX, 1).is_err());
    }

    #[test]
    fn the_ends_stay_open() {
        assert_eq!(f64::from(1.0 - f32::EPSILON) + HALF_STEP, 1.0 - HALF_STEP, "the last Sobol coordinate");
        assert!(within(0, 1.0 - BELOW_ONE, 64) > 0.0 && within(63, BELOW_ONE, 64) < 1.0);
        let points = Points::new(Design::Sobol, 5, 1 << 20, 1).expect("a design");
        let inside = |sample| (HALF_STEP..=1.0 - HALF_STEP).contains(&points.uniform(sample, 0, "x"));
        assert!((0..1 << 18).chain([(1 << 20) - 1]).all(inside));
    }

    #[test]
    fn no_two_randomisations_share_a_scrambling() {
        for seed in 0..200 {
            let mut seeds = scrambling_seeds(seed);
            seeds.sort_unstable();
            seeds.dedup();
            assert_eq!(seeds.len(), RANDOMISATIONS as usize, "seed {seed}");
        }
    }

    #[test]
    fn the_error_comes_from_sixteen_means() {
        // Sample s has the value of its randomisation: sixteen means 0 to 15 of variance 68 / 3.
        let values: Vec<f64> = (0..64).map(|sample| f64::from(sample % 16)).collect();
        let expected = (68.0_f64 / 3.0 / 16.0).sqrt();
        assert!((Design::Sobol.standard_error(&values) - expected).abs() < 1e-12);
        assert!(Design::Random.standard_error(&values) < 0.6);
        assert_eq!(Design::LatinHypercube.standard_error(&[1.0]), 0.0);
        assert_eq!(Design::Random.standard_error(&[]), 0.0);
    }

    #[test]
    fn names_of_a_scenario_file() {
        let name = |design: Design| serde_json::to_string(&design).expect("a word");
        let designs = [Design::default(), Design::LatinHypercube, Design::Sobol];
        assert_eq!(designs.map(name), ["\"random\"", "\"latin_hypercube\"", "\"sobol\""]);
        assert_eq!(designs.map(Design::can_be_prolonged), [true, false, true]);
    }
}
