//! Luck taken out of sample means: their spread is brought down to that of the expectation given the assumptions.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::estimate::net_benefit::NetBenefits;

/// Eigenvalues below this part of the largest count as zero when a root is inverted.
const RELATIVE_ZERO: f64 = 1e-12;

/// Which replicates a mean is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Over {
    /// All.
    All = 0,
    /// The first half, rounded down.
    FirstHalf = 1,
    /// The rest.
    SecondHalf = 2,
}

impl Over {
    const COUNT: usize = 3;
}

/// Sample means, and the scatter of the draws around them.
pub struct SampleMoments {
    replicates: usize,
    programmes: usize,
    /// Means over replicates: shape `[over]` of `[sample][programme]`, øre.
    means: [Vec<f64>; Over::COUNT],
    /// Sums of squares and products around the mean over all replicates: shape `[sample][programme][programme]`, øre².
    scatter: Vec<f64>,
}

/// Luck and ignorance, told apart by the one-way analysis of variance.
#[derive(Clone, Debug, PartialEq)]
pub struct VarianceSplit {
    /// Replicates of luck per sample.
    pub replicates: usize,
    /// Mean over the samples: shape `[over]` of `[programme]`, øre.
    pub means: [DVector<f64>; Over::COUNT],
    /// Covariance of the sample means, luck and ignorance together: shape `[over]` of `[programme][programme]`, øre².
    pub of_means: [DMatrix<f64>; Over::COUNT],
    /// Covariance of the luck of one draw: shape `[programme][programme]`, øre².
    pub luck: DMatrix<f64>,
}

impl SampleMoments {
    /// The moments of every sample; there are at least two replicates.
    pub fn of(net_benefits: &NetBenefits) -> SampleMoments {
        let (samples, replicates) = (net_benefits.samples(), net_benefits.replicates());
        let programmes = net_benefits.programmes();
        let half = replicates / 2;
        let mut means = [const { Vec::new() }; Over::COUNT];
        let mut scatter = vec![0.0; samples * programmes * programmes];
        for (sample, scatter) in scatter.chunks_exact_mut(programmes * programmes).enumerate() {
            let draws: Vec<&[f64]> = net_benefits.sample(sample).collect();
            let mean =
                |of: &[&[f64]], programme: usize| of.iter().map(|draw| draw[programme]).sum::<f64>() / of.len() as f64;
            for (means, of) in means.iter_mut().zip([&draws[..], &draws[..half], &draws[half..]]) {
                means.extend((0..programmes).map(|programme| mean(of, programme)));
            }
            let mean = &means[Over::All as usize][sample * programmes..];
            for draw in &draws {
                for (place, sum) in scatter.iter_mut().enumerate() {
                    let (row, column) = (place / programmes, place % programmes);
                    *sum += (draw[row] - mean[row]) * (draw[column] - mean[column]);
                }
            }
        }
        SampleMoments { replicates, programmes, means, scatter }
    }

    /// The means of the samples in their order: one slice of `[programme]` for each, øre.
    pub fn means(&self, over: Over) -> impl Iterator<Item = &[f64]> {
        self.means[over as usize].chunks_exact(self.programmes)
    }

    /// The split of variance where each sample counts so many times; the counts sum to at least two.
    ///
    /// ```text
    /// luck     = sum over s, r of (x_sr - m_s)(x_sr - m_s)' / (S (R - 1))
    /// of_means = sum over s of (m_s - m)(m_s - m)' / (S - 1)
    /// ```
    pub fn split(&self, counts: &[u32]) -> VarianceSplit {
        let programmes = self.programmes;
        let samples: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        let mean = |over: &Vec<f64>| {
            let mut mean = DVector::zeros(programmes);
            for (values, count) in over.chunks_exact(programmes).zip(counts).filter(|(_, count)| **count > 0) {
                for (sum, value) in mean.iter_mut().zip(values) {
                    *sum += f64::from(*count) * value;
                }
            }
            mean / samples
        };
        let means = self.means.each_ref().map(mean);
        let covariance = |over: usize| {
            let mut sums = DMatrix::zeros(programmes, programmes);
            let values = self.means[over].chunks_exact(programmes);
            for (values, count) in values.zip(counts).filter(|(_, count)| **count > 0) {
                for row in 0..programmes {
                    let deviation = f64::from(*count) * (values[row] - means[over][row]);
                    for column in 0..programmes {
                        sums[(row, column)] += deviation * (values[column] - means[over][column]);
                    }
                }
            }
            sums / (samples - 1.0)
        };
        let of_means = [0, 1, 2].map(covariance);
        let mut luck = DMatrix::zeros(programmes, programmes);
        for (scatter, count) in self.scatter.chunks_exact(programmes * programmes).zip(counts) {
            for (sum, square) in luck.iter_mut().zip(scatter) {
                *sum += f64::from(*count) * square;
            }
        }
        luck /= samples * (self.replicates - 1) as f64;
        VarianceSplit { replicates: self.replicates, means, of_means, luck }
    }
}

impl VarianceSplit {
    /// Share of the variance of the sample means that is luck [0-1], per programme; 0 where they do not vary.
    pub fn luck_shares(&self) -> Vec<f64> {
        let share = |(luck, all): (&f64, &f64)| {
            if *all > 0.0 { (luck / self.replicates as f64 / all).min(1.0) } else { 0.0 }
        };
        self.luck.diagonal().iter().zip(self.of_means[0].diagonal().iter()).map(share).collect()
    }

    /// The linear map that gives deviations of sample means the covariance of ignorance: shape
    /// `[programme][programme]`.
    ///
    /// ```text
    /// B = of_means over all replicates - luck / R      unbiased; negative eigenvalues set to 0
    /// A = S^(-1/2) (S^(1/2) B S^(1/2))^(1/2) S^(-1/2)      so that A S A' = B, where S is of_means
    /// ```
    ///
    /// Many maps have that property; this one moves the means least in mean square (Olkin and Pukelsheim 1982, Linear
    /// Algebra and its Applications 48), so a programme without luck stays where it is. All is divided by the standard
    /// deviations of the sample means, so that the unit of a programme does not count.
    pub fn map(&self, over: Over) -> DMatrix<f64> {
        let all = &self.of_means[Over::All as usize];
        let deviations = all.diagonal().map(f64::sqrt);
        let inverses = deviations.map(|deviation| if deviation > 0.0 { 1.0 / deviation } else { 0.0 });
        let scaled = |matrix: &DMatrix<f64>, left: &DVector<f64>, right: &DVector<f64>| {
            DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |row, column| {
                left[row] * matrix[(row, column)] * right[column]
            })
        };
        let ignorance = all - &self.luck / self.replicates as f64;
        let wanted = of_eigenvalues(&scaled(&ignorance, &inverses, &inverses), |value, _| value.max(0.0));
        let present = scaled(&self.of_means[over as usize], &inverses, &inverses);
        let root = of_eigenvalues(&present, |value, _| value.max(0.0).sqrt());
        let inverse_root =
            of_eigenvalues(
                &present,
                |value, largest| {
                    if value > RELATIVE_ZERO * largest { 1.0 / value.sqrt() } else { 0.0 }
                },
            );
        let inner = of_eigenvalues(&(&root * wanted * &root), |value, _| value.max(0.0).sqrt());
        scaled(&(&inverse_root * inner * &inverse_root), &deviations, &inverses)
    }
}

/// A function of a symmetric matrix by its eigenvalues; the function is told the largest of them.
fn of_eigenvalues(matrix: &DMatrix<f64>, function: impl Fn(f64, f64) -> f64) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new((matrix + matrix.transpose()) * 0.5);
    let largest = eigen.eigenvalues.iter().copied().fold(0.0, f64::max);
    let values = eigen.eigenvalues.map(|value| function(value, largest));
    &eigen.eigenvectors * DMatrix::from_diagonal(&values) * eigen.eigenvectors.transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_analysis_of_variance_by_hand() {
        // Samples (1, 3) and (5, 11): means 2 and 8, squares within 2 and 18, hence luck of a draw 10, of a mean 5.
        let net_benefits = NetBenefits::new(vec![1.0, 3.0, 5.0, 11.0], 2, 1).expect("two samples");
        let moments = SampleMoments::of(&net_benefits);
        let split = moments.split(&[1, 1]);
        assert_eq!((split.means[0][0], split.means[1][0], split.means[2][0]), (5.0, 3.0, 7.0));
        assert_eq!(split.of_means.each_ref().map(|of| of[(0, 0)]), [18.0, 8.0, 32.0]);
        assert_eq!((split.luck[(0, 0)], split.luck_shares()), (10.0, vec![5.0 / 18.0]));
        for (over, of_means) in [(Over::All, 18.0_f64), (Over::FirstHalf, 8.0), (Over::SecondHalf, 32.0)] {
            assert!((split.map(over)[(0, 0)] - (13.0 / of_means).sqrt()).abs() < 1e-12);
        }
        let twice = moments.split(&[2, 0]);
        assert_eq!((twice.means[0][0], twice.of_means[0][(0, 0)], twice.map(Over::All)[(0, 0)]), (2.0, 0.0, 0.0));
    }

    fn split(of_means: DMatrix<f64>, luck: DMatrix<f64>) -> VarianceSplit {
        let zero = DVector::zeros(of_means.nrows());
        let (means, of_means) = ([zero.clone(), zero.clone(), zero], [of_means.clone(), of_means.clone(), of_means]);
        VarianceSplit { replicates: 2, means, of_means, luck }
    }

    #[test]
    fn the_map_gives_the_covariance_of_ignorance() {
        let of_means = DMatrix::from_row_slice(3, 3, &[9.0, 2.0, 0.0, 2.0, 4.0e4, 30.0, 0.0, 30.0, 1.0]);
        let luck = DMatrix::from_row_slice(3, 3, &[8.0, -2.0, 0.0, -2.0, 2.0e4, 0.0, 0.0, 0.0, 0.0]);
        let map = split(of_means.clone(), luck.clone()).map(Over::All);
        let gap = &map * &of_means * map.transpose() - (of_means - luck / 2.0);
        assert!(gap.abs().max() < 1e-9 * 4.0e4, "{gap}");
    }

    #[test]
    fn what_has_no_luck_stays_and_what_is_all_luck_vanishes() {
        let diagonal = |values: [f64; 2]| DMatrix::from_diagonal(&DVector::from_column_slice(&values));
        let map = split(diagonal([4.0, 9.0]), diagonal([0.0, 99.0])).map(Over::All);
        assert!((map - diagonal([1.0, 0.0])).abs().max() < 1e-12);
    }
}
