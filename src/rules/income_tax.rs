//! Tax of a month, by twelfths of the yearly amounts; and how municipal tax reaches the municipality.

use crate::domain::money::Money;
use crate::domain::municipality::TaxBase;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;

/// Tax of a month: rates, and a twelfth of each yearly amount \[kr\].
#[derive(Clone, Debug, PartialEq)]
pub struct TaxRules {
    /// Labour-market contribution, share of the gross wage.
    pub labour_market_contribution: f64,
    /// Bottom tax rate.
    pub bottom_tax: f64,
    /// Personal allowance [kr/month].
    pub allowance: f64,
    /// Employment deduction, share of the gross wage.
    pub employment_deduction: f64,
    /// Highest employment deduction [kr/month].
    pub employment_deduction_most: f64,
    /// Job deduction, share of the gross wage above its threshold.
    pub job_deduction: f64,
    /// Threshold of the job deduction [kr/month].
    pub job_deduction_threshold: f64,
    /// Highest job deduction [kr/month].
    pub job_deduction_most: f64,
    /// Average municipal tax rate, at which tax bases are equalised.
    pub average_municipal_rate: f64,
}

/// The municipality's terms with their drawn numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MunicipalTerms {
    /// Municipal tax rate [0-1].
    pub tax_rate: f64,
    /// How it budgets its tax base.
    pub tax_base: TaxBase,
    /// Months until a change of tax is settled or enters the guaranteed base.
    pub tax_lag_months: u16,
    /// Share of a change in its tax base that equalisation takes, at the average rate [0-1].
    pub equalisation: f64,
}

/// The taxes of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taxes {
    /// Labour-market contribution.
    pub labour_market_contribution: Money,
    /// Municipal tax.
    pub municipal: Money,
    /// Bottom tax.
    pub state: Money,
}

impl Taxes {
    /// All of them together.
    pub fn total(self) -> Money {
        self.labour_market_contribution + self.municipal + self.state
    }
}

/// The bases of a month's taxes \[kr\].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaxBases {
    /// Wage after labour-market contribution, and benefits.
    pub personal: f64,
    /// Employment deduction.
    pub employment: f64,
    /// Job deduction.
    pub job: f64,
}

impl TaxRules {
    /// The rules of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<TaxRules, LawError> {
        let number = |name: &str| law.number(&format!("income_tax.{name}"));
        let twelfth = |name: &str| number(name).map(|amount| amount / 12.0);
        Ok(TaxRules {
            labour_market_contribution: number("labour_market_contribution")?,
            bottom_tax: number("bottom_tax")?,
            allowance: twelfth("personal_allowance")?,
            employment_deduction: number("employment_deduction")?,
            employment_deduction_most: twelfth("employment_deduction_most")?,
            job_deduction: number("job_deduction")?,
            job_deduction_threshold: twelfth("job_deduction_threshold")?,
            job_deduction_most: twelfth("job_deduction_most")?,
            average_municipal_rate: number("average_municipal_rate")?,
        })
    }

    /// The bases of the taxes of a gross wage and taxable benefits. `contribution` is the labour-market contribution.
    pub fn bases(&self, wage: Money, benefits: Money, contribution: Money) -> TaxBases {
        let gross = wage.kr();
        TaxBases {
            personal: (wage - contribution + benefits).kr(),
            employment: (self.employment_deduction * gross).min(self.employment_deduction_most),
            job: (self.job_deduction * (gross - self.job_deduction_threshold).max(0.0)).min(self.job_deduction_most),
        }
    }

    /// The taxes of a gross wage and taxable benefits.
    ///
    /// ```text
    /// personal  = wage - labour-market contribution + benefits
    /// municipal = rate x max(0, personal - employment deduction - job deduction - allowance)
    /// state     = bottom tax x max(0, personal - allowance)
    /// ```
    pub fn taxes(&self, wage: Money, benefits: Money, contributing_benefits: Money, municipal_rate: f64) -> Taxes {
        let contribution = (wage + contributing_benefits).times(self.labour_market_contribution);
        let bases = self.bases(wage, benefits, contribution);
        let taxable = (bases.personal - bases.employment - bases.job - self.allowance).max(0.0);
        Taxes {
            labour_market_contribution: contribution,
            municipal: Money::from_kr(municipal_rate * taxable),
            state: Money::from_kr(self.bottom_tax * (bases.personal - self.allowance).max(0.0)),
        }
    }

    /// What equalisation takes of a municipal tax [0-1]: m x average rate / own rate.
    pub fn equalised_share(&self, terms: &MunicipalTerms) -> f64 {
        if terms.tax_rate > 0.0 { terms.equalisation * self.average_municipal_rate / terms.tax_rate } else { 0.0 }
    }
}
