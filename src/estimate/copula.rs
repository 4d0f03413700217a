//! Assumptions that hang together: a Gaussian copula from rank correlations.

use std::collections::BTreeMap;

use nalgebra::{Cholesky, DMatrix, SymmetricEigen};

use crate::engine::quantile::normal::{standard_normal, standard_normal_below};

/// Correlations of pairs of assumptions: first, second (by position), Spearman's rank correlation \[-1 to 1\].
pub type Pairs = Vec<(usize, usize, f64)>;

/// The share of an assumption's variance that must be its own, given those before it \[1\]; below this the matrix
/// counts as not positive definite.
const LEAST_OWN_SHARE: f64 = 1e-9;

/// Decimals of an offered rank correlation, as a factor: three.
const DECIMALS: f64 = 1e3;

/// What rounding a rank correlation to three decimals does to Pearson's at most: (pi / 3) x 0.0005, and a little more.
const ROUNDING: f64 = 6e-4;

/// Rounds of alternating projections at most; some tens usually do.
const MOST_ROUNDS: usize = 2_000;

/// The end of a uniform after the copula: as near to 0 and 1 as a named uniform comes, 2^-53.
const END: f64 = f64::EPSILON / 2.0;

/// Why correlations cannot be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CopulaError {
    /// A position that no assumption has.
    #[error("there is no assumption {position} among {dimensions}, counted from 0: name one that exists")]
    Unknown {
        /// The position asked for.
        position: usize,
        /// How many there are.
        dimensions: usize,
    },
    /// An assumption with itself.
    #[error("assumption {position} is correlated with itself: name two different ones")]
    Itself {
        /// The position.
        position: usize,
    },
    /// A pair that is given twice.
    #[error("the correlation of the assumptions {first} and {second} is given twice: leave one out")]
    Twice {
        /// The lower position.
        first: usize,
        /// The higher position.
        second: usize,
    },
    /// Not a number from -1 to 1.
    #[error("{rank_correlation} is no rank correlation of the assumptions {first} and {second}: give one from -1 to 1")]
    OutOfRange {
        /// The lower position.
        first: usize,
        /// The higher position.
        second: usize,
        /// What was given.
        rank_correlation: f64,
    },
    /// The correlations contradict each other.
    #[error(
        "the rank correlations cannot hold together (their matrix is not positive definite); the nearest that can: {}",
        listed(.nearest)
    )]
    NotPositiveDefinite {
        /// The nearest rank correlations that are accepted, to three decimals; pairs that are not listed are 0.
        nearest: Pairs,
    },
}

/// Pairs as words: `0 with 1: 0.812`.
fn listed(pairs: &Pairs) -> String {
    let one = |(first, second, rank): &(usize, usize, f64)| format!("{first} with {second}: {rank:.3}");
    pairs.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A Gaussian copula: makes independent uniforms dependent and leaves the distribution of each as it is.
///
/// ```text
/// r = 2 sin(pi rho / 6)         Pearson's correlation of the normals that gives Spearman's rho
/// L L' = R                      Cholesky, over the assumptions that have a pair; other pairs of them are 0
/// u -> z = Phi^-1(u) -> L z -> Phi(L z)
/// ```
///
/// An assumption without a pair keeps its uniform to the bit, and so does the first of those that have one.
///
/// Sources: Pearson (1907) for r; Iman and Conover (1982), Communications in Statistics B 11, for asking in ranks;
/// Higham (2002), IMA Journal of Numerical Analysis 22, for the nearest matrix.
///
/// Not to trust where extremes come together: a Gaussian copula has no dependence in the far tails, whatever the
/// correlation below 1. It knows pairs only, and a monotone dependence only. A discrete assumption shows a somewhat
/// weaker rank correlation than was asked for, because of its ties. Two that always move together are one assumption:
/// +-1 is refused.
///
/// # Examples
/// ```
/// use gevinst::estimate::copula::Copula;
///
/// let copula = Copula::new(3, &[(0, 2, 0.8)])?;
/// let mut uniforms = [0.95, 0.3, 0.5];
/// copula.apply(&mut uniforms);
/// assert_eq!(uniforms[..2], [0.95, 0.3]);
/// assert!(uniforms[2] > 0.9, "drawn up by the first: {}", uniforms[2]);
/// # Ok::<(), gevinst::estimate::copula::CopulaError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    dimensions: usize,
    /// Positions of the assumptions that have a pair, ascending: shape `[member]`.
    members: Vec<usize>,
    /// Weights of the normals of the members up to this: shape `[member][member up to it]` \[1\].
    loadings: Vec<Vec<f64>>,
}

impl Copula {
    /// The copula of so many assumptions from the rank correlations of pairs of them; pairs that are left out are 0.
    ///
    /// # Errors
    /// A pair that is none; or correlations that cannot hold together, with the nearest that can.
    pub fn new(dimensions: usize, pairs: &[(usize, usize, f64)]) -> Result<Copula, CopulaError> {
        let ranks = checked(dimensions, pairs)?;
        let mut members: Vec<usize> = ranks.keys().flat_map(|(first, second)| [*first, *second]).collect();
        members.sort_unstable();
        members.dedup();
        let wanted = pearson(&members, &ranks);
        let Some(root) = root(&wanted) else {
            return Err(CopulaError::NotPositiveDefinite { nearest: nearest_pairs(&members, &ranks, &wanted) });
        };
        let loadings = (0..members.len()).map(|row| root.row(row).iter().take(row + 1).copied().collect()).collect();
        Ok(Copula { dimensions, members, loadings })
    }

    /// Turns independent uniforms, one for each assumption, into dependent ones in the open interval (0, 1).
    ///
    /// # Panics
    /// Where there are not as many uniforms as assumptions.
    pub fn apply(&self, uniforms: &mut [f64]) {
        assert_eq!(uniforms.len(), self.dimensions, "one uniform for each assumption");
        let normals: Vec<f64> = self.members.iter().map(|member| standard_normal(uniforms[*member])).collect();
        for (member, loadings) in self.members.iter().zip(&self.loadings) {
            // Without a weight on those before it, an assumption is its own normal: there and back would cost digits.
            if loadings.iter().rev().skip(1).any(|weight| *weight != 0.0) {
                let z: f64 = loadings.iter().zip(&normals).map(|(weight, normal)| weight * normal).sum();
                uniforms[*member] = standard_normal_below(z).clamp(END, 1.0 - END);
            }
        }
    }
}

/// The rank correlations by pair, the lower position first.
fn checked(dimensions: usize, pairs: &[(usize, usize, f64)]) -> Result<BTreeMap<(usize, usize), f64>, CopulaError> {
    let mut ranks = BTreeMap::new();
    for (one, other, rank_correlation) in pairs.iter().copied() {
        let (first, second) = (one.min(other), one.max(other));
        if second >= dimensions {
            return Err(CopulaError::Unknown { position: second, dimensions });
        }
        if first == second {
            return Err(CopulaError::Itself { position: first });
        }
        if !(-1.0..=1.0).contains(&rank_correlation) {
            return Err(CopulaError::OutOfRange { first, second, rank_correlation });
        }
        if ranks.insert((first, second), rank_correlation).is_some() {
            return Err(CopulaError::Twice { first, second });
        }
    }
    Ok(ranks)
}

/// Pearson's correlations of the normals: shape `[member][member]`.
fn pearson(members: &[usize], ranks: &BTreeMap<(usize, usize), f64>) -> DMatrix<f64> {
    DMatrix::from_fn(members.len(), members.len(), |row, column| {
        let pair = (members[row.min(column)], members[row.max(column)]);
        let of_rank = |rank: &f64| 2.0 * libm::sin(std::f64::consts::PI * rank / 6.0);
        if row == column { 1.0 } else { ranks.get(&pair).map_or(0.0, of_rank) }
    })
}

/// The Cholesky factor of a correlation matrix; none where it is not positive definite by a margin.
fn root(correlations: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let root = Cholesky::new(correlations.clone())?.unpack();
    root.diagonal().iter().all(|own| own * own >= LEAST_OWN_SHARE).then_some(root)
}

/// The nearest rank correlations, to three decimals, that are accepted.
///
/// The floor under the eigenvalues outweighs what rounding can take away. Should it ever not, all are shrunk by steps
/// of 1 %, of which the last would leave independence.
fn nearest_pairs(members: &[usize], asked: &BTreeMap<(usize, usize), f64>, wanted: &DMatrix<f64>) -> Pairs {
    let nearest = nearest(wanted, ROUNDING * members.len() as f64);
    let cells = || (0..members.len()).flat_map(|row| (row + 1..members.len()).map(move |column| (row, column)));
    let mut offered = BTreeMap::new();
    for step in 0..=100 {
        let kept = 1.0 - f64::from(step) / 100.0;
        let rank = |r: f64| 6.0 / std::f64::consts::PI * libm::asin((kept * r / 2.0).clamp(-0.5, 0.5));
        // Adding 0 makes of -0 a 0, which would be shown with its sign.
        let rounded = |rank: f64| (rank * DECIMALS).round() / DECIMALS + 0.0;
        let offer = |cell: (usize, usize)| ((members[cell.0], members[cell.1]), rounded(rank(nearest[cell])));
        offered = cells().map(offer).collect();
        if root(&pearson(members, &offered)).is_some() {
            break;
        }
    }
    offered.retain(|pair, rank| *rank != 0.0 || asked.contains_key(pair));
    offered.into_iter().map(|((first, second), rank)| (first, second, rank)).collect()
}

/// The nearest correlation matrix, by the sum of squared differences, whose eigenvalues are at least `least`.
///
/// Alternating projections onto the matrices with such eigenvalues and onto those with ones in the diagonal, with
/// Dykstra's correction for the first (the second is a plane and needs none): Higham (2002), algorithm 3.3.
fn nearest(wanted: &DMatrix<f64>, least: f64) -> DMatrix<f64> {
    let mut correction = DMatrix::zeros(wanted.nrows(), wanted.ncols());
    let mut found = wanted.clone();
    for _ in 0..MOST_ROUNDS {
        let corrected = &found - &correction;
        let mut eigen = SymmetricEigen::new(corrected.clone());
        eigen.eigenvalues.apply(|value| *value = value.max(least));
        let projected = eigen.recompose();
        correction = &projected - corrected;
        let mut next = (&projected + projected.transpose()) / 2.0;
        next.fill_diagonal(1.0);
        let change = (&next - &found).amax();
        found = next;
        if change < 1e-9 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higham_s_example_is_met() {
        // Higham (2002), section 4: the tridiagonal matrix of ones.
        let wanted = DMatrix::from_row_slice(3, 3, &[1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        let found = nearest(&wanted, 0.0);
        assert!((found[(0, 1)] - 0.7607).abs() < 5e-5 && (found[(0, 2)] - 0.1573).abs() < 5e-5, "{found}");
    }

    #[test]
    fn what_is_sound_is_its_own_nearest() {
        let wanted = DMatrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0]);
        assert!((nearest(&wanted, 0.1) - wanted).amax() < 1e-12);
    }

    #[test]
    fn pairs_that_are_none_are_refused() {
        let refused = |pairs: &[(usize, usize, f64)]| Copula::new(3, pairs).expect_err("refused").to_string();
        assert!(refused(&[(0, 3, 0.5)]).contains("no assumption 3"));
        assert!(refused(&[(1, 1, 0.5)]).contains("itself"));
        assert!(refused(&[(0, 1, 0.5), (1, 0, 0.5)]).contains("0 and 1 is given twice"));
        assert!(refused(&[(2, 0, 1.2)]).contains("1.2 is no rank correlation of the assumptions 0 and 2"));
        assert!(refused(&[(2, 0, f64::NAN)]).contains("from -1 to 1"));
        assert!(refused(&[(0, 1, 1.0)]).contains("the nearest that can: 0 with 1: 0.99"));
    }

    #[test]
    fn without_pairs_nothing_moves() {
        let before = [0.1, 0.7];
        let mut after = before;
        Copula::new(2, &[]).expect("independence").apply(&mut after);
        assert_eq!(after, before);
        Copula::new(2, &[(0, 1, 0.0)]).expect("independence").apply(&mut after);
        assert_eq!(after, before);
    }
}
