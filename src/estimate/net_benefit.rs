//! Net benefits of the programmes in every draw: what the value of information is estimated from.

use nalgebra::DMatrix;

use crate::estimate::refusal::Refusal;

/// Largest net benefit in absolute value \[øre\]: all that an `i64` holds, and squares stay far from infinity.
pub const MOST_ORE: f64 = 1e19;

/// Net benefits of the programmes against doing nothing, in every draw \[øre\]. *Positive = gain.*
///
/// A *sample* is one draw of the assumptions (ignorance), a *replicate* one draw of luck within it. Luck must be drawn
/// anew in each sample, as predictive runs do: luck that samples share does not average out over them, and what is
/// computed here would take it for knowledge.
///
/// Doing nothing, with net benefit 0 in every draw, is one more option unless it is ruled out.
#[derive(Clone, Debug, PartialEq)]
pub struct NetBenefits {
    /// Replicates of luck per sample.
    replicates: usize,
    /// Programmes, doing nothing not counted.
    programmes: usize,
    /// Whether one may also do nothing.
    doing_nothing: bool,
    /// Shape `[sample][replicate][programme]`, øre.
    draws: Vec<f64>,
}

impl NetBenefits {
    /// From the draws: shape `[sample][replicate][programme]`, øre.
    ///
    /// # Errors
    /// Where the draws do not fill the shape, or one is not a number within ± [`MOST_ORE`].
    pub fn new(draws: Vec<f64>, replicates: usize, programmes: usize) -> Result<NetBenefits, Refusal> {
        let per_sample = replicates.saturating_mul(programmes);
        if draws.is_empty() || per_sample == 0 || !draws.len().is_multiple_of(per_sample) {
            return Err(Refusal::Shape { draws: draws.len(), replicates, programmes });
        }
        // A number that is none lies in no range.
        if let Some(at) = draws.iter().position(|ore| !(-MOST_ORE..=MOST_ORE).contains(ore)) {
            return Err(Refusal::NetBenefit { at, ore: draws[at] });
        }
        Ok(NetBenefits { replicates, programmes, doing_nothing: true, draws })
    }

    /// From whole øre: shape `[sample][replicate][programme]`. Exact up to 2^53 øre.
    ///
    /// # Errors
    /// Where the draws do not fill the shape.
    ///
    /// # Examples
    /// ```
    /// use gevinst::estimate::net_benefit::NetBenefits;
    ///
    /// let two_samples_of_two_replicates = [100, 300, -500, -700];
    /// let net_benefits = NetBenefits::from_ore(&two_samples_of_two_replicates, 2, 1)?;
    /// assert_eq!(net_benefits.sample_means().column(0).as_slice(), [200.0, -600.0]);
    /// # Ok::<(), gevinst::estimate::refusal::Refusal>(())
    /// ```
    pub fn from_ore(draws: &[i64], replicates: usize, programmes: usize) -> Result<NetBenefits, Refusal> {
        NetBenefits::new(draws.iter().map(|ore| *ore as f64).collect(), replicates, programmes)
    }

    /// The same where one of the programmes must be chosen.
    pub fn without_doing_nothing(self) -> NetBenefits {
        NetBenefits { doing_nothing: false, ..self }
    }

    /// Samples of assumptions.
    pub fn samples(&self) -> usize {
        self.draws.len() / (self.replicates * self.programmes)
    }

    /// Replicates of luck per sample.
    pub fn replicates(&self) -> usize {
        self.replicates
    }

    /// Programmes, doing nothing not counted.
    pub fn programmes(&self) -> usize {
        self.programmes
    }

    /// Options: doing nothing first, where it is one, then the programmes.
    pub fn options(&self) -> usize {
        self.programmes + usize::from(self.doing_nothing)
    }

    /// The net benefits of the options, from those of the programmes \[øre\].
    pub fn of_options<'a>(&self, programmes: impl Iterator<Item = f64> + 'a) -> impl Iterator<Item = f64> + 'a {
        self.doing_nothing.then_some(0.0).into_iter().chain(programmes)
    }

    /// The draws of a sample: one slice per replicate, øre.
    pub fn sample(&self, sample: usize) -> impl Iterator<Item = &[f64]> {
        let length = self.replicates * self.programmes;
        self.draws[sample * length..(sample + 1) * length].chunks_exact(self.programmes)
    }

    /// Mean over the replicates: shape `[sample][programme]`, øre.
    pub fn sample_means(&self) -> DMatrix<f64> {
        let mut means = DMatrix::zeros(self.samples(), self.programmes);
        for sample in 0..self.samples() {
            for draw in self.sample(sample) {
                for (programme, ore) in draw.iter().enumerate() {
                    means[(sample, programme)] += ore;
                }
            }
        }
        means / self.replicates as f64
    }
}

#[cfg(test)]
mod tests {
    use super::NetBenefits;
    use crate::estimate::refusal::Refusal;

    #[test]
    fn refuses_what_has_not_the_shape_or_is_no_number() {
        let shape = NetBenefits::new(vec![1.0; 7], 2, 2).unwrap_err();
        assert_eq!(shape, Refusal::Shape { draws: 7, replicates: 2, programmes: 2 });
        assert!(NetBenefits::new(vec![1.0; 4], 0, 2).is_err() && NetBenefits::new(vec![], 2, 2).is_err());
        let nan = NetBenefits::new(vec![1.0, f64::NAN], 2, 1).unwrap_err();
        assert!(nan.to_string().starts_with("net benefit 1 is NaN øre"), "{nan}");
        assert!(NetBenefits::new(vec![1.0, f64::INFINITY], 2, 1).is_err());
        assert!(NetBenefits::from_ore(&[i64::MAX, i64::MIN], 2, 1).is_ok());
    }

    #[test]
    fn doing_nothing_comes_first_and_can_be_ruled_out() {
        let free = NetBenefits::new(vec![3.0, -1.0, 5.0, 1.0], 2, 2).expect("a sample");
        assert_eq!((free.samples(), free.options()), (1, 3));
        assert_eq!(free.sample_means().as_slice(), [4.0, 0.0]);
        assert_eq!(free.of_options([4.0, 2.0].into_iter()).collect::<Vec<_>>(), [0.0, 4.0, 2.0]);
        let bound = free.without_doing_nothing();
        assert_eq!(bound.of_options([4.0, 2.0].into_iter()).collect::<Vec<_>>(), [4.0, 2.0]);
    }
}
