//! Savings: what one perspective gains or loses by the programme against the baseline.

use serde::{Deserialize, Serialize};

use crate::domain::flow::Purpose;
use crate::domain::party::Perspective;
use crate::estimate::summary::Summary;

/// The savings of the programme against the baseline, seen from one perspective. *Positive = gain.*
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Savings {
    /// Whose eyes.
    pub perspective: Perspective,
    /// Net saving per calendar year [øre], running prices, undiscounted: shape `[year]`.
    pub by_year: Vec<Summary>,
    /// Mean cumulated net saving after each month [øre], running prices: shape `[month]`, with its interval.
    pub cumulated: Vec<Summary>,
    /// Net present value [øre], prices of the price year, discounted.
    pub net_present_value: Summary,
    /// Share of the draws with a net present value above zero [0-1].
    pub chance_of_gain: f64,
    /// Monte Carlo standard error of that share [0-1].
    pub chance_of_gain_error: f64,
    /// Break-even on the budget account.
    pub break_even: BreakEven,
    /// Deepest cumulated balance of the budget account [øre], zero or below.
    pub largest_exposure: Summary,
    /// Present value of programme cost, as the perspective bears it [øre], positive where it pays.
    pub programme_cost: Summary,
    /// Present value of all other flows / present value of programme cost, a ratio of means; `None` where cost <= 0.
    pub benefit_cost_ratio: Option<f64>,
    /// Net present value per krone of programme cost, a ratio of means; `None` where cost <= 0.
    pub net_per_krone: Option<f64>,
    /// Net present value per filled place and year [øre]; `None` where no place is filled.
    pub per_place_year: Option<f64>,
    /// Net present value per citizen placed [øre]; `None` where nobody is placed.
    pub per_citizen_placed: Option<f64>,
    /// Net present value per paid hour at a place [øre]; `None` where there is none.
    pub per_place_hour: Option<f64>,
    /// Net present value by purpose [øre]; purposes without any flow are left out. The means sum to that of the whole, but for rounding to øre.
    pub by_purpose: Vec<(Purpose, Summary)>,
    /// Mean present value that falls in the last year / mean net present value; `None` where that is zero.
    pub last_year_share: Option<f64>,
    /// Of the net present value, the part on cashable budget lines [øre]; only for the municipality.
    pub cashable: Option<Summary>,
}

/// The first month after which the cumulated balance never again falls below zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEven {
    /// Median month, counted from 1, with *never* as infinity; `None` where the median draw never breaks even.
    pub median_month: Option<u32>,
    /// Share of the draws that never break even within the horizon [0-1].
    pub never: f64,
}
