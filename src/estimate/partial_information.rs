//! The value of partial information: what it would be worth to know some of the assumptions before deciding.

use nalgebra::{Cholesky, DMatrix, DVector};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::engine::draw::{Decision, Draws, entity};
use crate::engine::quantile::normal::standard_normal;
use crate::estimate::estimated::Estimated;
use crate::estimate::information::{highest, spread};
use crate::estimate::net_benefit::NetBenefits;
use crate::estimate::refusal::Refusal;
use crate::estimate::regression::conditional::conditional_expectation;
use crate::estimate::regression::penalised::Fit;
use crate::estimate::regression::residuals::{are_far_from_normal, are_uneven};

/// Draws from the posterior of the fits.
pub const POSTERIOR_DRAWS: u64 = 200;

/// Rows per effective degree of freedom below which a fit is doubted.
pub const LEAST_ROWS_PER_DEGREE: f64 = 10.0;

/// Share of a fit's columns that its degrees of freedom may use before it is doubted.
const MOST_DEGREES: f64 = 0.8;

/// What knowing some assumptions is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartialInformation {
    /// Expected value of partial perfect information (EVPPI) \[øre\], zero or above.
    pub value: Estimated,
    /// Share of the variance of the sample means that the assumptions explain [0-1]: shape `[programme]`.
    pub explained_shares: Vec<f64>,
    /// Effective degrees of freedom of the regression: shape `[programme]`.
    pub degrees_of_freedom: Vec<f64>,
    /// Samples that were used.
    pub rows: usize,
    /// Why the value should not be trusted, in the order of [`Doubt`]; empty where nothing was seen.
    pub doubts: Vec<Doubt>,
}

/// A reason not to trust a value of partial information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Fewer than ten rows per effective degree of freedom: draw more samples.
    FewRows,
    /// The curve uses more than four fifths of the bends it can have: sharper ones may be smoothed away.
    TooBent,
    /// Residuals vary more than three times as much in one third of the fitted values as in another.
    UnevenResiduals,
    /// Residuals are far from normal: |skewness| above 2 or kurtosis above 10.
    FarFromNormal,
    /// Not more than two standard errors above zero: not to be told from nothing.
    NotDistinguishable,
    /// Above the expected value of perfect information, which bounds it.
    AboveEvpi,
}

/// The expected value of partial perfect information about one to four assumptions.
///
/// ```text
/// EVPPI = E[max over options d of E(NB_d | asked)] - max over d of E(NB_d)
///       = mean over rows of max_d f_d(row) - max_d mean over rows of f_d
/// f_d   = regression of the sample means (over replicates) of NB_d on the asked assumptions; doing nothing: 0
/// ```
///
/// `assumptions` are the drawn values, shape `[sample][assumption]`; `asked` names one to four of them by their place,
/// counted from 0; `evpi` is what the value is held against, where it is known. Luck and all other assumptions are
/// noise of the regression, so two replicates or one, the answer aims at the same value. Source: Strong, Oakley and
/// Brennan (2014), Medical Decision Making 34(3).
///
/// ```text
/// standard error^2 = variance over 200 posterior draws of (f_1, ..., f_D)          (the curve)
///                  + variance over rows of (max_d f_d - f of the best option) / rows     (which rows were drawn)
/// ```
///
/// The draws of the programmes share their noise as their residuals correlate: each drawn by itself, the error would be
/// too wide where programmes share luck.
///
/// The value cannot be negative, since mean and maximum are taken over the same rows. It is not cut at EVPI: a value
/// above it is a [`Doubt`], so that it can be seen.
///
/// *When not to trust it*: where there are `doubts`; where the regression's own warnings hold
/// ([`conditional_expectation`] and what it names). Noise of the curve is taken for knowledge, so values of a few
/// standard errors lean to the high side. What the asked assumptions say about others, with which they are correlated,
/// is part of the value: do not add values up. Where samples share their luck (see [`NetBenefits`]) the mean is off.
///
/// Matrix kernels may differ in the last bits between processors: round to whole øre before showing.
///
/// # Errors
/// Not one to four assumptions; an assumption that is fixed, missing, infinite or not a number; too few samples.
pub fn partial_information(
    net_benefits: &NetBenefits,
    assumptions: &[Vec<f64>],
    asked: &[usize],
    evpi: Option<Estimated>,
    seed: u64,
) -> Result<PartialInformation, Refusal> {
    let columns = columns(assumptions, asked, net_benefits.samples())?;
    let means = net_benefits.sample_means();
    let fit = |programme: usize| conditional_expectation(&columns, means.column(programme).as_slice());
    let fits: Vec<Fit> = (0..net_benefits.programmes())
        .map(fit)
        .collect::<Result<_, _>>()
        .map_err(|refusal| of_the_asked(refusal, asked))?;
    let fitted: Vec<&[f64]> = fits.iter().map(|fit| &fit.fitted[..]).collect();
    let gains = Gains::of(net_benefits, &fitted);
    let rows = fits[0].rows.len();
    let of_curve = spread(posterior_values(net_benefits, &fits, seed).iter().copied());
    let of_rows = spread(gains.over_best.iter().copied()) / (rows as f64).sqrt();
    let value = Estimated { value: gains.value, standard_error: (of_curve * of_curve + of_rows * of_rows).sqrt() };
    let any = |doubted: fn(&Fit) -> bool| fits.iter().any(doubted);
    let doubts = [
        (Doubt::FewRows, any(|fit| (fit.fitted.len() as f64) < LEAST_ROWS_PER_DEGREE * fit.degrees_of_freedom)),
        (Doubt::TooBent, any(|fit| fit.degrees_of_freedom > MOST_DEGREES * fit.columns as f64)),
        (Doubt::UnevenResiduals, any(|fit| are_uneven(&fit.fitted, &fit.residuals))),
        (Doubt::FarFromNormal, any(|fit| are_far_from_normal(&fit.residuals))),
        (Doubt::NotDistinguishable, !value.is_above_zero()),
        (Doubt::AboveEvpi, evpi.is_some_and(|evpi| value.value > evpi.value)),
    ];
    Ok(PartialInformation {
        value,
        explained_shares: fits.iter().map(|fit| fit.explained_share).collect(),
        degrees_of_freedom: fits.iter().map(|fit| fit.degrees_of_freedom).collect(),
        rows,
        doubts: doubts.into_iter().filter(|(_, seen)| *seen).map(|(doubt, _)| doubt).collect(),
    })
}

/// What an answer is worth that serves so many municipalities, each deciding once a year.
///
/// ```text
/// value x municipalities x sum over years of factor
/// ```
///
/// `value` is the worth for one decision of one municipality (EVPI or EVPPI), `yearly_factors` the discount factor of
/// each year in which the answer serves \[1\]. Source: the population value of information (Claxton 1999, Journal of
/// Health Economics 18(3)).
///
/// *When not to trust it*: municipalities differ, and what is learned ages; the study's own is one among them.
///
/// # Errors
/// A number of municipalities or a factor that is negative, infinite or not a number.
///
/// # Examples
/// ```
/// use gevinst::estimate::estimated::Estimated;
/// use gevinst::estimate::partial_information::served;
///
/// let one = Estimated { value: 1_000_000.0, standard_error: 100_000.0 };
/// let north_jutland = served(one, 11.0, &[1.0, 1.0 / 1.035])?;
/// assert!((north_jutland.value - 21_628_019.3).abs() < 0.1);
/// # Ok::<(), gevinst::estimate::refusal::Refusal>(())
/// ```
pub fn served(value: Estimated, municipalities: f64, yearly_factors: &[f64]) -> Result<Estimated, Refusal> {
    let checked = |what: &'static str, value: f64| {
        if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(Refusal::Factor { what, value }) }
    };
    let mut years = 0.0;
    for factor in yearly_factors {
        years += checked("yearly factor", *factor)?;
    }
    Ok(value.times(checked("number of municipalities", municipalities)? * years))
}

/// The asked assumptions, each with its value in every sample: shape `[asked][sample]`.
fn columns(assumptions: &[Vec<f64>], asked: &[usize], samples: usize) -> Result<Vec<Vec<f64>>, Refusal> {
    asked
        .iter()
        .map(|assumption| {
            let values: Vec<f64> = assumptions.iter().filter_map(|values| values.get(*assumption).copied()).collect();
            if values.len() == samples && assumptions.len() == samples {
                return Ok(values);
            }
            Err(Refusal::Values { assumption: *assumption, values: values.len(), samples })
        })
        .collect()
}

/// A refusal of the regression, with the place of the assumption among all.
fn of_the_asked(refusal: Refusal, asked: &[usize]) -> Refusal {
    match refusal {
        Refusal::NotFinite { assumption, sample, value } => {
            Refusal::NotFinite { assumption: asked[assumption], sample, value }
        }
        Refusal::Fixed { assumption } => Refusal::Fixed { assumption: asked[assumption] },
        other => other,
    }
}

/// What choosing by fitted values gains over choosing once.
struct Gains {
    /// Mean of the maximum less maximum of the mean.
    value: f64,
    /// Best option of the row less the option that is best on average: shape `[row]`.
    over_best: Vec<f64>,
}

impl Gains {
    /// From fitted values: shape `[programme][row]`.
    fn of<F: AsRef<[f64]>>(net_benefits: &NetBenefits, fitted: &[F]) -> Gains {
        let rows = fitted[0].as_ref().len();
        let at = |row: usize| net_benefits.of_options(fitted.iter().map(move |values| values.as_ref()[row]));
        let mut means = vec![0.0; net_benefits.options()];
        for row in 0..rows {
            for (mean, value) in means.iter_mut().zip(at(row)) {
                *mean += value / rows as f64;
            }
        }
        let most = highest(&means);
        let best = means.iter().position(|mean| *mean == most).unwrap_or(0);
        let over_best = |row: usize| {
            let values: Vec<f64> = at(row).collect();
            highest(&values) - values[best]
        };
        let over_best: Vec<f64> = (0..rows).map(over_best).collect();
        Gains { value: over_best.iter().sum::<f64>() / rows as f64, over_best }
    }
}

/// The value in each draw from the posterior of the fits.
fn posterior_values(net_benefits: &NetBenefits, fits: &[Fit], seed: u64) -> Vec<f64> {
    let root = correlation_root(fits);
    let rows = fits[0].fitted.len();
    let coefficients = fits.iter().map(|fit| fit.columns).max().unwrap_or(0);
    let value = |draw: u64| {
        let draws = Draws::new(seed, 0, draw);
        // Shape `[programme][place]`: one normal per programme and place, correlated over the programmes.
        let normals = |of: &str, places: usize| -> DMatrix<f64> {
            let name = |programme: usize| entity(&["posterior", of], programme as u64);
            let names: Vec<u64> = (0..fits.len()).map(name).collect();
            let normal = |programme: usize, place: usize| {
                standard_normal(draws.uniform(names[programme], 0, Decision::Posterior, place as u32))
            };
            &root * DMatrix::from_fn(fits.len(), places, normal)
        };
        let (prior, noise) = (normals("coefficient", coefficients), normals("row", rows));
        let row =
            |normals: &DMatrix<f64>, programme: usize| -> Vec<f64> { normals.row(programme).iter().copied().collect() };
        let fitted: Vec<Vec<f64>> = fits
            .iter()
            .enumerate()
            .map(|(programme, fit)| fit.posterior_draw(&row(&prior, programme), &row(&noise, programme)))
            .collect();
        Gains::of(net_benefits, &fitted).value
    };
    (0..POSTERIOR_DRAWS).into_par_iter().map(value).collect()
}

/// A root of the correlation of the programmes' residuals: shape `[programme][programme]`.
fn correlation_root(fits: &[Fit]) -> DMatrix<f64> {
    let unit = |fit: &Fit| {
        let residuals = DVector::from_column_slice(&fit.residuals);
        let length = residuals.norm();
        if length > 0.0 { residuals / length } else { residuals }
    };
    let units: Vec<DVector<f64>> = fits.iter().map(unit).collect();
    let correlation = |row: usize, column: usize| {
        // Held a little below one, so that programmes with the same luck have a root.
        if row == column { 1.0 } else { units[row].dot(&units[column]) * (1.0 - 1e-9) }
    };
    let correlations = DMatrix::from_fn(fits.len(), fits.len(), correlation);
    Cholesky::new(correlations).map_or_else(|| DMatrix::identity(fits.len(), fits.len()), |factor| factor.l())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serving_more_multiplies_value_and_error() {
        let one = Estimated { value: 10.0, standard_error: 2.0 };
        assert_eq!(served(one, 3.0, &[1.0, 0.5]), Ok(Estimated { value: 45.0, standard_error: 9.0 }));
        assert_eq!(served(one, 3.0, &[]), Ok(Estimated::default()));
        assert!(served(one, f64::NAN, &[1.0]).is_err() && served(one, 1.0, &[-0.5]).is_err());
    }

    #[test]
    fn names_the_assumption_among_all() {
        let net_benefits = NetBenefits::new((0..80).map(f64::from).collect(), 2, 1).expect("forty samples");
        let rows: Vec<Vec<f64>> = (0..40).map(|row| vec![f64::from(row), 3.0, f64::NAN]).collect();
        let refused = |asked: &[usize]| partial_information(&net_benefits, &rows, asked, None, 1).unwrap_err();
        assert_eq!(refused(&[0, 1]), Refusal::Fixed { assumption: 1 });
        assert!(matches!(refused(&[2]), Refusal::NotFinite { assumption: 2, sample: 0, .. }));
        assert_eq!(refused(&[9]), Refusal::Values { assumption: 9, values: 0, samples: 40 });
        assert_eq!(refused(&[]), Refusal::Asked { asked: 0 });
    }

    #[test]
    fn a_programme_that_changes_nothing_has_no_value() {
        let net_benefits = NetBenefits::new(vec![0.0; 80], 2, 1).expect("forty samples");
        let rows: Vec<Vec<f64>> = (0..40).map(|row| vec![f64::from(row)]).collect();
        let found = partial_information(&net_benefits, &rows, &[0], Some(Estimated::default()), 1).expect("a value");
        assert_eq!((found.value, &found.doubts[..]), (Estimated::default(), &[Doubt::NotDistinguishable][..]));
    }
}
