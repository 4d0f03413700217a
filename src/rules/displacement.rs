//! What displaced workers lose and draw: flows of a month in which hours are worked at a place that others would have worked.

use crate::domain::calendar::{FULL_TIME_HOURS_PER_WEEK, Weeks};
use crate::domain::flow::{Line, Purpose};
use crate::domain::flow_list::FlowList;
use crate::domain::money::Money;
use crate::domain::municipality::TaxBase;
use crate::domain::work::{MonthWage, PayRates};
use crate::rules::error::LawError;
use crate::rules::income_tax::{MunicipalTerms, Taxes};
use crate::rules::policy::MonthRules;

/// Displaced hours of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Displaced {
    /// Displaced hours [h/week].
    pub hours_per_week: f64,
    /// Pay that the displaced had, in the wages of the month.
    pub pay: PayRates,
    /// Months in which they have been without work before this one.
    pub months: u32,
}

/// The refund's clock of people displaced so many months before, who began on a fresh one.
pub fn clock_of_displaced(months: u32) -> Weeks {
    Weeks::MONTH.times(months)
}

/// The flows of displaced hours, as that part of what happens to a full-time worker who loses the job.
///
/// The displaced live in the municipality, are insured full time, draw the highest unemployment benefit (nothing lower is
/// on file) on a fresh clock, and nothing else replaces the wage. Their employer saves the wage that they lose, and both
/// are *others*: what is left there is the production that nobody makes, less the benefit, plus the taxes not paid.
///
/// ```text
/// part                 = displaced hours / 37
/// production           = part x full wage cost of full-time work
/// benefit              = part x highest unemployment benefit, of which the municipality bears 1 - state share
/// taxes no longer paid = part x (taxes of the wage - taxes of the benefit)
/// ```
///
/// # Errors
/// Where the ladder, the tax or the benefit of the month is not on file.
pub fn displaced(rules: &MonthRules, terms: &MunicipalTerms, displaced: &Displaced) -> Result<FlowList, LawError> {
    let ladder = rules.ladder.as_ref().map_err(LawError::clone)?;
    let tax = rules.tax.as_ref().map_err(LawError::clone)?;
    let maximum = rules.unemployment_benefit.as_ref().map_err(LawError::clone)?.maximum;
    let part = displaced.hours_per_week / FULL_TIME_HOURS_PER_WEEK;
    let wage = MonthWage::of(FULL_TIME_HOURS_PER_WEEK, displaced.pay);
    let full_benefit = Money::from_kr(maximum);
    let taxes = |wage, benefit| tax.taxes(wage, benefit, Money::ZERO, terms.tax_rate);
    let (before, now) = (taxes(wage.gross, Money::ZERO), taxes(Money::ZERO, full_benefit));
    let withheld = |taxes: Taxes| taxes.labour_market_contribution + taxes.state + taxes.municipal;

    let benefit = full_benefit.times(part);
    let clock = clock_of_displaced(displaced.months);
    let municipal_tax = (before.municipal - now.municipal).times(part);
    let mut flows = FlowList::new();
    let mut post = |purpose, amount, due_in| flows.post(Line::of(purpose), amount, due_in);
    post(Purpose::DisplacedProduction, wage.cost().times(part), 0);
    post(Purpose::DisplacedBenefit, benefit, 0);
    post(Purpose::DisplacedCoFinancing, benefit - benefit.times(ladder.mean_share(clock, Weeks::MONTH)), 0);
    post(Purpose::DisplacedTax, (withheld(before) - withheld(now)).times(part), 0);
    let settled_in = if terms.tax_base == TaxBase::Guaranteed { terms.tax_lag_months } else { 0 };
    post(Purpose::DisplacedTaxSettlement, municipal_tax, settled_in);
    post(Purpose::DisplacedEqualisation, municipal_tax.times(tax.equalised_share(terms)), terms.tax_lag_months);
    Ok(flows)
}
