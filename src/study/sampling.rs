//! How many draws a study takes, laid out how, and from which seed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::estimate::convergence::next_length;
use crate::estimate::design::{Design, RANDOMISATIONS};
use crate::estimate::levels::Engine;
use crate::estimate::summary::Batches;

/// Samples with which a run begins that goes on until it is sure enough.
const FIRST_SAMPLES: u32 = 64;

/// How many draws, laid out how, and from which seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Simulation {
    /// Samples of the assumptions (ignorance): a number, or `"auto"` for as many as it takes.
    pub samples: Samples,
    /// Replicates of chance per sample (luck).
    pub replicates: u32,
    /// Seed of every named draw.
    pub seed: u64,
    /// How the samples lie among all that could be drawn.
    pub design: Design,
    /// Whose lives are lived.
    pub engine: Engine,
    /// With the lazy engine: draws, one of each of the first samples, in which everybody is lived all the same; two at the
    /// least. Shares, stocks and the baseline's spending come from them, and what `gevinst check` looks at.
    pub level_draws: u32,
    /// With `"auto"`: a standard error of the municipality's mean net saving that is small enough \[kr\], if 1 % of the mean
    /// is less.
    pub tolerance_kr: f64,
    /// With `"auto"`: the most samples.
    pub most_samples: u32,
    /// Where there is one replicate per sample: samples that are drawn a second time with other luck, so that the variance
    /// can be split into luck and ignorance; 0 for none.
    pub twins: u32,
    /// Draws of the study, and of each variant, that stay in memory; those beyond lie in a temporary file that has no name
    /// and is gone when the run ends. It changes no figure. Of people from a file all draws stay in memory.
    pub keep_draws: u32,
}

impl Default for Simulation {
    fn default() -> Simulation {
        Simulation {
            samples: Samples::Number(400),
            replicates: 1,
            seed: 1,
            design: Design::Random,
            engine: Engine::Lazy,
            level_draws: 20,
            tolerance_kr: 10_000.0,
            most_samples: 16_384,
            twins: 200,
            keep_draws: 20_000,
        }
    }
}

impl Simulation {
    /// Samples of which each draw has one: the number, or the most that there can be.
    pub fn most(&self) -> u32 {
        match self.samples {
            Samples::Number(samples) => samples,
            Samples::UntilSure(_) => self.most_samples,
        }
    }

    /// Samples after which a run looks whether it is sure enough, in rising order: the last is the end in any case.
    pub fn lengths(&self) -> Vec<u32> {
        let most = self.most();
        match self.samples {
            Samples::Number(_) => vec![most],
            Samples::UntilSure(_) => {
                let doubled = std::iter::successors(Some(FIRST_SAMPLES), |length| Some(next_length(*length)));
                doubled.take_while(|length| *length < most).chain([most]).collect()
            }
        }
    }

    /// Which draws belong together.
    pub fn batches(&self) -> Batches {
        self.batches_of(self.replicates as usize)
    }

    /// Which draws belong together, with another number of replicates.
    pub fn batches_of(&self, replicates: usize) -> Batches {
        match self.design {
            Design::Random => Batches::of_samples(replicates),
            Design::LatinHypercube | Design::Sobol => Batches::of_randomisations(RANDOMISATIONS as usize, replicates),
        }
    }
}

/// Two assumptions that are drawn together: a Gaussian copula with this rank correlation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// Names of the two assumptions.
    pub between: [String; 2],
    /// Spearman's rank correlation (-1 to 1, both excluded) \[1\].
    pub rank: f64,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// How many samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Samples {
    /// So many.
    Number(u32),
    /// As many as it takes: doubled until the Monte Carlo error is small.
    UntilSure(Word),
}

/// The word for as many samples as it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// As many as it takes.
    Auto,
}

impl Samples {
    /// As many as it takes.
    pub const AUTO: Samples = Samples::UntilSure(Word::Auto);
}

impl From<u32> for Samples {
    fn from(samples: u32) -> Samples {
        Samples::Number(samples)
    }
}

#[cfg(test)]
mod tests {
    use super::{Samples, Simulation};

    #[test]
    fn lengths_double_up_to_the_most() {
        let auto = Simulation { samples: Samples::AUTO, most_samples: 300, ..Simulation::default() };
        assert_eq!(auto.lengths(), [64, 128, 256, 300]);
        assert_eq!(Simulation { most_samples: 50, ..auto }.lengths(), [50]);
        assert_eq!(Simulation { samples: 7.into(), ..Simulation::default() }.lengths(), [7]);
    }
}
