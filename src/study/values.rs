//! The drawn values of a study's assumptions: from the points of its design, drawn together where they are correlated.

use crate::engine::quantile::Sampler;
use crate::estimate::copula::{Copula, CopulaError};
use crate::estimate::design::{Design, Points};
use crate::estimate::indices::Side;
use crate::study::assumptions::{AssumptionList, Listed};
use crate::study::error::Problem;
use crate::study::sampling::{Correlation, Samples, Simulation};
use crate::study::scenario::Study;

/// How the values of assumptions are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Sampling {
    points: Points,
    copula: Copula,
    /// By slot.
    samplers: Vec<Sampler>,
}

impl Sampling {
    /// The sampling of a study.
    ///
    /// # Errors
    /// A number of samples that the design does not have; correlations that no assumptions can have.
    pub fn of(study: &Study, assumptions: &AssumptionList) -> Result<Sampling, Box<Problem>> {
        Ok(Sampling {
            points: points(&study.simulation, assumptions.len())?,
            copula: copula(&study.correlations, assumptions)?,
            samplers: assumptions.entries.iter().map(|listed| Sampler::new(&listed.distribution)).collect(),
        })
    }

    /// The values of a sample: shape `[assumption]`.
    pub fn values(&self, assumptions: &AssumptionList, sample: u64) -> Vec<f64> {
        let uniform = |(slot, listed): (usize, &Listed)| self.points.uniform(sample, slot, &listed.name);
        self.drawn(assumptions.entries.iter().enumerate().map(uniform).collect())
    }

    /// Values from independent uniforms, shape of both `[assumption]`.
    fn drawn(&self, mut uniforms: Vec<f64>) -> Vec<f64> {
        self.copula.apply(&mut uniforms);
        self.samplers.iter().zip(uniforms).map(|(sampler, uniform)| sampler.at(uniform)).collect()
    }
}

/// Two independent designs of the same length, for Sobol indices.
pub struct Sides<'p> {
    sampling: &'p Sampling,
    assumptions: &'p AssumptionList,
    points: Points,
}

impl<'p> Sides<'p> {
    /// The designs of so many rows.
    ///
    /// # Errors
    /// Assumptions that are correlated.
    pub(crate) fn of(
        sampling: &'p Sampling,
        assumptions: &'p AssumptionList,
        study: &Study,
        rows: u32,
    ) -> Result<Sides<'p>, Box<Problem>> {
        let path = "sensitivity.indices";
        if let Some(Correlation { between: [one, other], .. }) = study.correlations.first() {
            let wrong = format!(
                "Sobol indices split the variance among assumptions that are drawn independently, and `{one}` and \
                 `{other}` are correlated"
            );
            let remedy = "leave out `sensitivity.indices`, or the correlations; bars and thresholds need neither";
            return Err(Box::new(Problem::new(path, wrong, remedy)));
        }
        // Random points, since the intervals of indices resample their rows as independent ones.
        let points = Points::new(Design::Random, study.simulation.seed, u64::from(rows), 2 * assumptions.len());
        let points = points.map_err(|refused| Box::new(refusal(path, &refused)))?;
        Ok(Sides { sampling, assumptions, points })
    }

    /// The values of a row: shape `[assumption]`.
    pub fn values(&self, side: Side, row: u64) -> Vec<f64> {
        let entries = &self.assumptions.entries;
        let uniform = |(slot, listed): (usize, &Listed)| match side {
            Side::A => self.points.uniform(row, slot, &listed.name),
            Side::B => self.points.uniform(row, entries.len() + slot, &format!("{}, the other side", listed.name)),
        };
        self.sampling.drawn(entries.iter().enumerate().map(uniform).collect())
    }
}

/// How the samples lie among all that could be drawn.
fn points(simulation: &Simulation, dimensions: usize) -> Result<Points, Box<Problem>> {
    let path = "simulation.samples";
    if matches!(simulation.samples, Samples::UntilSure(_)) && !simulation.design.can_be_prolonged() {
        let wrong = "a Latin hypercube is made for one number of samples, and `\"auto\"` finds the number on the way";
        let remedy = "give a number of samples, or take the design `sobol` or `random`";
        return Err(Box::new(Problem::new(path, wrong, remedy)));
    }
    let samples = u64::from(simulation.most());
    Points::new(simulation.design, simulation.seed, samples, dimensions)
        .map_err(|refused| Box::new(refusal(path, &refused)))
}

/// The copula of the assumptions that are drawn together.
fn copula(correlations: &[Correlation], assumptions: &AssumptionList) -> Result<Copula, Box<Problem>> {
    let slot = |name: &str| assumptions.slot(name).expect("a checked study knows the names of its correlations");
    let pair = |pair: &Correlation| (slot(&pair.between[0]), slot(&pair.between[1]), pair.rank);
    let pairs: Vec<(usize, usize, f64)> = correlations.iter().map(pair).collect();
    let name = |slot: usize| assumptions.entries[slot].name.as_str();
    Copula::new(assumptions.len(), &pairs).map_err(|refused| match refused {
        CopulaError::NotPositiveDefinite { nearest } => {
            let offered =
                nearest.iter().map(|(one, other, rank)| format!("{} and {} {rank}", name(*one), name(*other)));
            let wrong = "no assumptions can be correlated like this (the matrix is not positive definite)";
            let offered = offered.collect::<Vec<_>>().join(", ");
            Box::new(Problem::new("correlations", wrong, format!("the nearest that can be is {offered}")))
        }
        other => Box::new(refusal("correlations", &other)),
    })
}

/// What an estimate refuses, as a problem of the study: what is wrong before the last colon, what to do after it.
pub(crate) fn refusal(path: &str, refused: &dyn std::error::Error) -> Problem {
    let text = refused.to_string();
    let (wrong, remedy) = text.rsplit_once(": ").unwrap_or((&text, ""));
    Problem::new(path, wrong, remedy)
}
