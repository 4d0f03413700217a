//! Predictive draws in samples and replicates, from the lives that differ between the arms alone.

use rayon::prelude::*;

use crate::domain::activity::Indicator;
use crate::domain::party::Perspective;
use crate::engine::model::DrawNumber;
use crate::estimate::difference::Difference;
use crate::estimate::variance_split::VarianceSplit;
use crate::study::error::Error;
use crate::study::prepared::Prepared;
use crate::study::sampling::Samples;

/// Samples of an analysis where the study itself runs until it is sure.
const SAMPLES: usize = 512;

/// Which draws a nested design has: so many samples of the assumptions, so many replicates of luck in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested {
    samples: usize,
    replicates: usize,
    /// First samples that have one replicate more.
    twins: usize,
}

impl Nested {
    /// So many samples and replicates.
    pub fn new(samples: usize, replicates: usize) -> Nested {
        Nested { samples, replicates: replicates.max(1), twins: 0 }
    }

    /// The study's own draws; where they have one replicate each, with twins by which luck can be told from ignorance.
    pub fn of_study(prepared: &Prepared) -> Nested {
        let simulation = &prepared.study.simulation;
        let samples = match simulation.samples {
            Samples::Number(samples) => samples as usize,
            Samples::UntilSure(_) => SAMPLES,
        };
        Nested { samples, replicates: prepared.replicates(), twins: samples.min(prepared.twins()) }
    }

    /// Samples of the assumptions.
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// Number of draws, twins included.
    pub fn len(&self) -> usize {
        self.samples * self.replicates + self.twins
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Draws them in parallel; `draw` finds the difference of a draw with the values of its sample.
    ///
    /// # Errors
    /// The error of the first draw that has one.
    pub fn draw(
        &self,
        prepared: &Prepared,
        draw: impl Fn(&[f64], DrawNumber) -> Result<Difference, Error> + Sync,
    ) -> Result<NestedDraws, Error> {
        let main = (0..self.samples * self.replicates).map(|at| (at / self.replicates, at % self.replicates));
        let numbers: Vec<(usize, usize)> =
            main.chain((0..self.twins).map(|sample| (sample, self.replicates))).collect();
        let drawn = numbers.into_par_iter().map(|(sample, replicate)| {
            let number = DrawNumber { sample: sample as u64, replicate: replicate as u64 };
            draw(&prepared.values(number.sample), number)
        });
        let mut draws = drawn.collect::<Result<Vec<Difference>, Error>>()?;
        let twins = draws.split_off(self.samples * self.replicates);
        Ok(NestedDraws { replicates: self.replicates, draws, twins })
    }
}

/// What a nested design left.
#[derive(Clone, Debug, PartialEq)]
pub struct NestedDraws {
    /// Replicates of each sample.
    pub replicates: usize,
    /// The draws in order: shape `[sample][replicate]`.
    pub draws: Vec<Difference>,
    /// One more replicate of the first samples.
    pub twins: Vec<Difference>,
}

impl NestedDraws {
    /// Net present values of a perspective \[øre\], in the order of the draws.
    pub fn values(&self, perspective: Perspective) -> Vec<i64> {
        self.draws.iter().map(|draw| draw.present_value[perspective as usize]).collect()
    }

    /// What is counted of an indicator, programme less baseline, in the order of the draws; hours in hundredths.
    pub fn changes(&self, indicator: Indicator) -> Vec<i64> {
        self.draws.iter().map(|draw| draw.change(indicator)).collect()
    }

    /// The variance of the net present value split into luck and ignorance.
    pub fn split(&self, perspective: Perspective, ranges: bool) -> Option<VarianceSplit> {
        let twins = self.twins.iter().map(|draw| draw.present_value[perspective as usize]).collect::<Vec<i64>>();
        split(&self.values(perspective), &twins, self.replicates, ranges)
    }

    /// Net present values of a perspective \[øre\] of the draws of several programmes that were drawn alike: shape
    /// `[sample][replicate][programme]`.
    pub fn side_by_side(programmes: &[NestedDraws], perspective: Perspective) -> Vec<i64> {
        let values: Vec<Vec<i64>> = programmes.iter().map(|draws| draws.values(perspective)).collect();
        let draws = values.first().map_or(0, Vec::len);
        (0..draws).flat_map(|draw| values.iter().map(move |of| of[draw])).collect()
    }
}

/// The variance of a figure split into luck and ignorance; `None` where nothing varies or there is no second replicate.
///
/// `values` in the order of the draws, shape `[sample][replicate]`; `twins`: one more replicate of the first samples, used
/// where there is but one; `ranges`: whether any assumption has one, without which all is luck.
pub(crate) fn split(values: &[i64], twins: &[i64], replicates: usize, ranges: bool) -> Option<VarianceSplit> {
    if !ranges {
        return VarianceSplit::luck_alone(values);
    }
    if replicates > 1 {
        return VarianceSplit::of(values, replicates);
    }
    let pairs: Vec<i64> = values.iter().zip(twins).flat_map(|(value, twin)| [*value, *twin]).collect();
    VarianceSplit::of(&pairs, 2)
}
