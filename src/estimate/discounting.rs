//! Discounting: what a krone of a later month is worth today.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Discounting {
    /// Flat real rate [1/year]; the Finance Ministry's 3.5 % (2.5 % from year 36, 1.5 % from year 71) where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// When in the year a flow counts.
    pub timing: Timing,
}

/// When in the year a flow counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Month t counts (1 + r)^(-t/12), the first month undiscounted.
    #[default]
    Monthly,
    /// Every flow of year y (0, 1, ...) counts (1 + r)^(-(y + 1)).
    EndOfYear,
    /// Every flow of year y counts (1 + r)^(-(y + 1/2)).
    MidYear,
}

/// The Finance Ministry's real rates: from the year counted from 0 on (guide of 22 June 2023).
const MINISTRY: [(u32, f64); 3] = [(0, 0.035), (36, 0.025), (71, 0.015)];

impl Discounting {
    /// The real rate that holds in a year, counted from 0 [1/year].
    fn rate_in(&self, year: u32) -> f64 {
        let ministry =
            || MINISTRY.iter().rev().find(|(from, _)| *from <= year).map_or(MINISTRY[0].1, |(_, rate)| *rate);
        self.rate.unwrap_or_else(ministry)
    }

    /// What a krone of each month is worth in the first: shape `[month]` \[1\].
    ///
    /// ```text
    /// monthly:      (1 + r)^(-t/12), chained over the years where the rate falls
    /// end of year:  (1 + r)^(-(y + 1))        mid-year: (1 + r)^(-(y + 1/2))
    /// ```
    pub fn factors(&self, months: usize) -> Vec<f64> {
        let mut at_start_of_year = 1.0;
        let mut factors = Vec::with_capacity(months);
        for month in 0..months {
            let (year, within) = ((month / 12) as u32, month % 12);
            let rate = self.rate_in(year);
            let part_of_year = match self.timing {
                Timing::Monthly => within as f64 / 12.0,
                Timing::EndOfYear => 1.0,
                Timing::MidYear => 0.5,
            };
            factors.push(at_start_of_year * libm::pow(1.0 + rate, -part_of_year));
            if within == 11 {
                at_start_of_year /= 1.0 + rate;
            }
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::{Discounting, Timing};

    #[test]
    fn the_first_month_counts_in_full_and_a_year_costs_the_rate() {
        let factors = Discounting::default().factors(13);
        assert_eq!(factors[0], 1.0);
        assert!((factors[12] - 1.0 / 1.035).abs() < 1e-15);
        let end = Discounting { rate: Some(0.04), timing: Timing::EndOfYear }.factors(13);
        assert!((end[0] - 1.0 / 1.04).abs() < 1e-15 && (end[12] - 1.0 / 1.04 / 1.04).abs() < 1e-15);
    }

    #[test]
    fn the_ministry_s_rate_falls_after_35_and_70_years() {
        let factors = Discounting::default().factors(75 * 12);
        let step = |year: usize| factors[year * 12] / factors[(year + 1) * 12];
        assert!(
            (step(35) - 1.035).abs() < 1e-12 && (step(36) - 1.025).abs() < 1e-12 && (step(71) - 1.015).abs() < 1e-12
        );
    }
}
