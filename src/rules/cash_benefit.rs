//! Cash benefit (kontanthjælp) from 1 July 2025: LAS §§ 11-20, 31, act 1655/2024.
//!
//! Left out: wealth above the limit, and mutual support between spouses.

use crate::domain::money::Money;
use crate::domain::spell::MonthFacts;
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;
use crate::rules::readings::{Readings, WageConcept};

/// The regime's amounts in a month [kr/month].
#[derive(Clone, Debug, PartialEq)]
pub struct CashBenefitRules {
    minimum: f64,
    basic: f64,
    raised: f64,
    child: f64,
    single_provider: f64,
    single: f64,
    youth: f64,
    youth_raised: f64,
    /// Ends by repeal on 30 June 2027.
    adaptation: Option<f64>,
    leisure: f64,
    leisure_children: f64,
    free_basic: f64,
    free_raised: f64,
    ceiling_basic: f64,
    ceiling_raised: f64,
    /// The share that the taper takes above the free amount \[1\].
    pub taper: f64,
    labour_market_contribution: f64,
    readings: Readings,
}

/// The rate category of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateCategory {
    /// Mindstesats: the tests of residence and work are not both met.
    Minimum,
    /// Grundsats: under 30.
    Basic,
    /// Forhøjet sats: 30 or older, or 25-29 with 2.5 years of full-time work in 10.
    Raised,
}

/// What decides the benefit of a person before earnings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entitlement {
    /// Rate category.
    pub category: RateCategory,
    /// The rate \[kr\].
    pub rate: f64,
    /// All supplements \[kr\].
    pub supplements: f64,
    /// Free amount F \[kr\].
    pub free: f64,
    /// Ceiling C over benefit and wage \[kr\].
    pub ceiling: f64,
}

impl CashBenefitRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before July 2025.
    pub fn of(law: &Lookup, readings: Readings) -> Result<CashBenefitRules, LawError> {
        let number = |name: &str| law.number(&format!("cash_benefit.{name}"));
        let free =
            |name: &str| number(&if readings.index_free_amount { format!("{name}_indexed") } else { name.into() });
        Ok(CashBenefitRules {
            minimum: number("minimum_rate")?,
            basic: number("basic_rate")?,
            raised: number("raised_rate")?,
            child: number("child_supplement")?,
            single_provider: number("single_provider_supplement")?,
            single: number("single_supplement")?,
            youth: number("youth_supplement")?,
            youth_raised: number("youth_supplement_raised")?,
            adaptation: law.until_repeal("cash_benefit.adaptation_supplement")?,
            leisure: number("leisure_supplement")?,
            leisure_children: number("leisure_children_most")?,
            free_basic: free("free_amount_basic")?,
            free_raised: free("free_amount_raised")?,
            ceiling_basic: number("ceiling_basic")?,
            ceiling_raised: number("ceiling_raised")?,
            taper: number("taper")?,
            labour_market_contribution: law.number("income_tax.labour_market_contribution")?,
            readings,
        })
    }

    /// The rate category. Failing one of the two tests is enough for the minimum rate (a reading).
    pub fn category(&self, facts: &MonthFacts) -> RateCategory {
        let (age, household) = (facts.age(), &facts.benefit);
        // Under 30 the work test decides the raised rate; who does not meet it has the basic rate, not the minimum.
        match (household.residence_test, household.work_test) {
            (true, true) if age >= 25 => RateCategory::Raised,
            (true, _) if age < 30 => RateCategory::Basic,
            (true, true) => RateCategory::Raised,
            _ => RateCategory::Minimum,
        }
    }

    /// Rate, supplements, free amount and ceiling of a person.
    ///
    /// # Errors
    /// For people at their parents', whose rate is not on file.
    pub fn entitlement(&self, facts: &MonthFacts) -> Result<Entitlement, LawError> {
        let household = &facts.benefit;
        if household.at_parents {
            return Err(LawError::NotOnFile {
                what: "the cash benefit of people who live at their parents'",
                month: facts.month,
                remedy: "set the share `at_parents` of the cohort to 0",
            });
        }
        let category = self.category(facts);
        let (rate, free, ceiling) = match category {
            RateCategory::Minimum => (self.minimum, self.free_basic, self.ceiling_basic),
            RateCategory::Basic => (self.basic, self.free_basic, self.ceiling_basic),
            RateCategory::Raised => (self.raised, self.free_raised, self.ceiling_raised),
        };
        Ok(Entitlement { category, rate, supplements: self.supplements(facts, category), free, ceiling })
    }

    /// All supplements \[kr\].
    fn supplements(&self, facts: &MonthFacts, category: RateCategory) -> f64 {
        let (age, household) = (facts.age(), &facts.benefit);
        let given = |condition: bool, amount: f64| if condition { amount } else { 0.0 };
        let basic = category == RateCategory::Basic;
        let provider = given(household.provider, self.child)
            + given(household.provider && household.single && category != RateCategory::Raised, self.single_provider);
        let single = given(!household.provider && household.single && category != RateCategory::Minimum, self.single);
        let youth = match (basic && household.activity_ready && age < 30, household.provider) {
            (false, _) => 0.0,
            (true, false) if age < 25 => self.youth,
            (true, _) => self.youth_raised,
        };
        let adaptation = given(basic && household.adaptation && age < 30, self.adaptation.unwrap_or(0.0));
        let leisure = self.leisure * f64::from(household.leisure_children).min(self.leisure_children);
        provider + single + youth + adaptation + leisure
    }

    /// The wage that the taper counts \[kr\], by the reading.
    pub fn counted_wage(&self, facts: &MonthFacts) -> f64 {
        let Some(work) = &facts.work else { return 0.0 };
        match self.readings.wage_concept {
            WageConcept::Gross => work.wage.gross.kr(),
            WageConcept::Net => {
                (work.wage.gross - work.wage.own_pension).kr() - work.wage.gross.kr() * self.labour_market_contribution
            }
        }
    }

    /// The benefit paid.
    ///
    /// ```text
    /// paid = max(0, min(B - 0.65 x max(0, W - F), C - W))     B rate and supplements, W counted wage
    /// ```
    ///
    /// Without work the ceiling does not hold: it limits benefit and wage together. Where the reading leaves the
    /// supplements out of the ceiling, they are paid on top of what it leaves of the rate.
    ///
    /// # Errors
    /// For people at their parents'.
    pub fn paid(&self, facts: &MonthFacts) -> Result<Money, LawError> {
        let entitled = self.entitlement(facts)?;
        let wage = self.counted_wage(facts);
        let benefit = entitled.rate + entitled.supplements;
        let tapered = benefit - self.taper * (wage - entitled.free).max(0.0);
        let outside = if self.readings.ceiling_counts_supplements { 0.0 } else { entitled.supplements };
        let limit = if wage > 0.0 { entitled.ceiling - wage + outside } else { f64::INFINITY };
        Ok(Money::from_kr(tapered.min(limit).max(0.0)))
    }
}
