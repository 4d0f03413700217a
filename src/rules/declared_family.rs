//! The family that a scenario declares, as it holds in a month.

use crate::domain::calendar::Month;
use crate::domain::declared::DeclaredRates;
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::spell::MonthFacts;
use crate::rules::schedule::Ladder;

/// The amounts of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredRules {
    /// The full benefit [kr/month].
    pub amount: f64,
    /// Wage that reduces nothing [kr/month].
    pub free: f64,
    /// Part of each krone of wage above it that the benefit loses \[1\].
    pub taper: f64,
    /// What benefit and wage together may reach [kr/month].
    pub ceiling: Option<f64>,
    /// The state's share by weeks.
    pub ladder: Ladder,
    /// Whether the benefit is taxed.
    pub taxable: bool,
    /// Who pays it out.
    pub paid_out_by: Party,
}

impl DeclaredRules {
    /// The amounts of a month: those of the price year, uprated each January. Nothing is rounded before the flow.
    pub fn of(rates: &DeclaredRates, month: Month) -> DeclaredRules {
        let index = libm::pow(1.0 + rates.uprating, f64::from(month.year() - rates.price_year));
        DeclaredRules {
            amount: rates.amount * index,
            free: rates.free_amount * index,
            taper: rates.taper,
            ceiling: rates.ceiling.map(|ceiling| ceiling * index),
            ladder: Ladder::new(rates.ladder.clone()),
            taxable: rates.taxable,
            paid_out_by: rates.paid_out_by,
        }
    }

    /// The benefit paid, W being the gross wage.
    ///
    /// ```text
    /// max(0, min(amount - taper x max(0, W - free), ceiling - W))
    /// ```
    pub fn paid(&self, facts: &MonthFacts) -> Money {
        let wage = facts.work.map_or(0.0, |work| work.wage.gross.kr());
        let tapered = self.amount - self.taper * (wage - self.free).max(0.0);
        let most = self.ceiling.map_or(f64::INFINITY, |ceiling| ceiling - wage);
        Money::from_kr(tapered.min(most).max(0.0))
    }
}
