//! Why an estimator of the value of information refuses what it is given.

/// What was wrong with the input, what was expected and what to do. Places are counted from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The draws do not fill the shape.
    #[error(
        "{draws} net benefits do not fill `[sample][replicate][programme]` with {replicates} replicates and \
         {programmes} programmes: give at least one of each, and every replicate and programme of every sample"
    )]
    Shape {
        /// Net benefits given.
        draws: usize,
        /// Replicates of luck per sample.
        replicates: usize,
        /// Programmes.
        programmes: usize,
    },
    /// A net benefit is not a number that money can be.
    #[error("net benefit {at} is {ore} øre: every one must be a number within ± 1e19 øre")]
    NetBenefit {
        /// Where it stands in the draws.
        at: usize,
        /// What it is.
        ore: f64,
    },
    /// Luck and ignorance cannot be told apart.
    #[error("luck cannot be told from ignorance with one replicate per sample: draw at least two")]
    OneReplicate,
    /// Too few samples for the estimate.
    #[error("{samples} samples are too few: draw at least {least}")]
    FewSamples {
        /// Samples given.
        samples: usize,
        /// Samples needed.
        least: usize,
    },
    /// Neither one to four assumptions.
    #[error("{asked} assumptions were asked for: ask for one to four at a time")]
    Asked {
        /// Assumptions asked for.
        asked: usize,
    },
    /// An assumption without a value for each sample.
    #[error("assumption {assumption} has {values} values for {samples} samples: give one for each sample")]
    Values {
        /// The assumption.
        assumption: usize,
        /// Values given.
        values: usize,
        /// Samples of the net benefits.
        samples: usize,
    },
    /// A value that is infinite or not a number.
    #[error("assumption {assumption} is {value} in sample {sample}: every value must be finite")]
    NotFinite {
        /// The assumption.
        assumption: usize,
        /// The sample.
        sample: usize,
        /// What it is.
        value: f64,
    },
    /// An assumption that does not vary.
    #[error(
        "assumption {assumption} has the same value in every sample that is used, so nothing more can be learned about \
         it: give it a range or leave it out"
    )]
    Fixed {
        /// The assumption.
        assumption: usize,
    },
    /// An outcome of a regression that is not a usable number.
    #[error("the outcome of row {row} is {value}: every one must be a number within ± 1e19")]
    Outcome {
        /// The row.
        row: usize,
        /// What it is.
        value: f64,
    },
    /// A number of municipalities or a yearly factor that cannot be.
    #[error("{value} is no {what}: it must be finite and not negative")]
    Factor {
        /// What it should be.
        what: &'static str,
        /// What it is.
        value: f64,
    },
}
