//! How the answer hangs on two choices that are no assumptions: how far one looks, and at which rate one discounts.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::party::Perspective;
use crate::estimate::difference::Difference;
use crate::estimate::discounting::Discounting;
use crate::estimate::summary::{Batches, Summary, chance_of_gain};

/// The saving of a perspective within a horizon and at a rate, over draws. *Positive = gain.*
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// Years from the study's first month \[years\].
    pub years: u32,
    /// Flat real rate [1/year]; `None` for the study's own.
    pub rate: Option<f64>,
    /// Net present value of the months within the horizon \[øre\], prices of the price year.
    pub net_present_value: Summary,
    /// Share of the draws with a net present value above zero [0-1].
    pub chance_of_gain: f64,
    /// Monte Carlo standard error of that share [0-1].
    pub chance_of_gain_error: f64,
}

/// The outlook at each horizon and rate, over the same draws: horizons in order, and within each the study's own rate
/// before the others.
///
/// ```text
/// value of a draw = sum over months t < 12 x years of balance(t) x deflator(t) x discount(t)
/// ```
///
/// Rounded to øre once per draw; the whole study at its own rate is the net present value, which is summed by ledger line.
/// What falls due after the last month is not in it. Do not read a short horizon as a
/// shorter programme: its later costs and gains exist, and are only not looked at.
pub fn outlooks(
    draws: &[Difference],
    perspective: Perspective,
    batches: Batches,
    own: &Discounting,
    (horizons, rates): (&[u32], &[f64]),
) -> Vec<Outlook> {
    let at = perspective as usize;
    let rates: Vec<Option<f64>> = std::iter::once(None).chain(rates.iter().copied().map(Some)).collect();
    let mut outlooks = Vec::new();
    for years in horizons {
        let months = (years * MONTHS_PER_YEAR) as usize;
        for rate in &rates {
            let discounting = Discounting { rate: rate.or(own.rate), ..*own };
            let discount = discounting.factors(months);
            let value = |draw: &Difference| {
                if rate.is_none() && months == draw.balance.len() {
                    return draw.present_value[at];
                }
                let months = draw.balance.iter().zip(&draw.deflators).zip(&discount);
                months.map(|((seen, price), factor)| seen[at] as f64 * (factor * price)).sum::<f64>().round() as i64
            };
            let values: Vec<i64> = draws.iter().map(value).collect();
            let (chance_of_gain, chance_of_gain_error) = chance_of_gain(&values, batches);
            outlooks.push(Outlook {
                years: *years,
                rate: *rate,
                net_present_value: Summary::of(&values, batches),
                chance_of_gain,
                chance_of_gain_error,
            });
        }
    }
    outlooks
}

#[cfg(test)]
mod tests {
    use super::outlooks;
    use crate::domain::party::Perspective;
    use crate::estimate::difference::Difference;
    use crate::estimate::discounting::Discounting;
    use crate::estimate::summary::Batches;

    /// A cost of 1,200 kr in the first month, and 100 kr gained in each month of the second year.
    fn draw() -> Difference {
        let month =
            |month: usize| [if month == 0 { -120_000 } else { 10_000 * i64::from(month >= 12) }; Perspective::COUNT];
        Difference {
            present_value: [0; Perspective::COUNT],
            no_effect: [0; Perspective::COUNT],
            balance: (0..24).map(month).collect(),
            deflators: vec![1.0; 24],
            activity: Vec::new(),
        }
    }

    #[test]
    fn a_longer_look_and_a_lower_rate_turn_a_loss_into_a_gain() {
        let flat = Discounting { rate: Some(0.0), ..Discounting::default() };
        let settings = ([1, 2].as_slice(), [0.05].as_slice());
        let found = outlooks(&[draw(), draw()], Perspective::Municipality, Batches::of_samples(1), &flat, settings);
        let means: Vec<f64> = found.iter().map(|outlook| outlook.net_present_value.mean).collect();
        assert_eq!((means[0], means[1], means[2]), (-120_000.0, -120_000.0, 0.0));
        assert!(means[3] < 0.0, "what is gained later is worth less: {}", means[3]);
        assert!(found.iter().all(|outlook| outlook.chance_of_gain == 0.0), "nothing is no gain");
    }
}
