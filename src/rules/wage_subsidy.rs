//! Wage subsidy (løntilskud): what the employer gets of the wage, who bears it, and for how long (LAB chapter 12).

use crate::domain::benefit::Family;
use crate::domain::calendar::WEEKS_PER_MONTH;
use crate::domain::money::Money;
use crate::domain::spell::{MonthFacts, Status, Work};
use crate::domain::work::{Employer, Form, PayRates};
use crate::rules::error::LawError;
use crate::rules::lookup::Lookup;
use crate::rules::reimbursement::StateShare;
use crate::rules::schedule::Ladder;

/// Families whose recipients can have a subsidised job, each with the parameter that limits its months at a public
/// employer. A family that is not here can have none.
const FAMILIES: [(Family, &str); 5] = [
    (Family::CashBenefit, "months_public_cash_benefit"),
    (Family::UnemploymentBenefit, "months_public_insured"),
    (Family::SicknessBenefit, "months_public_long"),
    (Family::ResourceBenefit, "months_public_long"),
    (Family::JobClarificationBenefit, "months_public_long"),
];

/// The amounts and limits of a month.
///
/// Readings: the limit of 50 or 75 % of the year's wage cost is held against each month's; no subsidy is above the wage
/// cost; a public employer pays no basic pay above the cap, so that the wage is cut there and the hours stay; a
/// subsidised job that ends by law counts as a stay that ends. Its share of the ladder is that of the benefit that it
/// replaces (unverified). Left out: how many such places an employer may have (`not_counted.staff_per_subsidised_place`).
#[derive(Clone, Debug, PartialEq)]
pub struct WageSubsidyRules {
    private_hourly: f64,
    private_share: f64,
    /// At public employers; on file later than the others.
    public: Result<PublicRules, LawError>,
    pensioner_hourly: f64,
    pensioner_hourly_special: f64,
    pensioner_share: f64,
    pensioner_refund: f64,
    months_private: u32,
}

/// The amounts and limits at public employers.
#[derive(Clone, Debug, PartialEq)]
struct PublicRules {
    hourly: f64,
    pay_cap: f64,
    /// In the order of [`FAMILIES`].
    months: [u32; FAMILIES.len()],
}

impl PublicRules {
    fn of(law: &Lookup) -> Result<PublicRules, LawError> {
        let number = |name: &str| law.number(&format!("wage_subsidy.{name}"));
        let mut months = [0; FAMILIES.len()];
        for (limit, (_, name)) in months.iter_mut().zip(FAMILIES) {
            *limit = number(name)? as u32;
        }
        Ok(PublicRules { hourly: number("public_hourly")?, pay_cap: number("public_pay_cap")?, months })
    }
}

/// The wage subsidy of a month with the state's share of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WageSubsidy {
    /// Family of the person whose wage it is.
    pub family: Family,
    /// The subsidy paid.
    pub paid: Money,
    /// The state's share.
    pub state: StateShare,
}

/// What a subsidy is reckoned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SubsidyRate {
    /// Subsidy of an hour [kr/h].
    pub hourly: f64,
    /// Most of the wage cost \[1\].
    pub share: f64,
}

impl WageSubsidyRules {
    /// The amounts of a month.
    ///
    /// # Errors
    /// Before the first month on file.
    pub fn of(law: &Lookup) -> Result<WageSubsidyRules, LawError> {
        let number = |name: &str| law.number(&format!("wage_subsidy.{name}"));
        Ok(WageSubsidyRules {
            private_hourly: number("private_hourly")?,
            private_share: number("private_share")?,
            public: PublicRules::of(law),
            pensioner_hourly: number("pensioner_hourly")?,
            pensioner_hourly_special: number("pensioner_hourly_special")?,
            pensioner_share: number("pensioner_share")?,
            pensioner_refund: number("pensioner_refund")?,
            months_private: number("months_private")? as u32,
        })
    }

    /// Whether every rule is on file: none of them is a refusal, which names its month.
    pub fn is_whole(&self) -> bool {
        self.public.is_ok()
    }

    /// Whether people on a family can have a job of a subsidised form at all.
    pub fn allows(form: Form, family: Family) -> bool {
        match form {
            Form::SubsidisedJob => FAMILIES.iter().any(|(allowed, _)| *allowed == family),
            Form::PensionSubsidisedJob => family == Family::DisabilityPension,
            _ => false,
        }
    }

    /// The pay that the law allows: basic pay at a public employer is capped in a subsidised job.
    pub fn pay(&self, form: Form, public: bool, pay: PayRates) -> PayRates {
        match &self.public {
            Ok(rules) if form == Form::SubsidisedJob && public => {
                PayRates { hourly: pay.hourly.min(rules.pay_cap), ..pay }
            }
            _ => pay,
        }
    }

    /// The most months that a stay may last; `None` where the law sets no limit.
    pub fn most_months(&self, form: Form, family: Family, public: bool) -> Option<u32> {
        match form {
            Form::SubsidisedJob if public => {
                let position = FAMILIES.iter().position(|(allowed, _)| *allowed == family);
                position.zip(self.public.as_ref().ok()).map(|(position, rules)| rules.months[position])
            }
            Form::SubsidisedJob => Some(self.months_private),
            _ => None,
        }
    }

    /// The rate of an hour and the limit for a job.
    ///
    /// # Errors
    /// At a public employer before its rates are on file.
    pub fn rate(&self, work: &Work) -> Result<SubsidyRate, LawError> {
        Ok(if work.form == Form::PensionSubsidisedJob {
            let hourly = if work.special_subsidy { self.pensioner_hourly_special } else { self.pensioner_hourly };
            SubsidyRate { hourly, share: self.pensioner_share }
        } else if work.public_employer {
            SubsidyRate { hourly: self.public.as_ref().map_err(LawError::clone)?.hourly, share: 1.0 }
        } else {
            SubsidyRate { hourly: self.private_hourly, share: self.private_share }
        })
    }

    /// The subsidy of a month of subsidised work.
    ///
    /// ```text
    /// min(rate x hours, share x wage cost)
    /// ```
    ///
    /// # Errors
    /// Where the person's status, or an employer outside the study, rules such a job out; where the rate or the ladder is
    /// not on file.
    pub fn subsidy(
        &self,
        facts: &MonthFacts,
        work: &Work,
        ladder: &Result<Ladder, LawError>,
    ) -> Result<WageSubsidy, LawError> {
        let family = match facts.status {
            Status::On(family) if WageSubsidyRules::allows(work.form, family) => family,
            _ => {
                return Err(LawError::Facts {
                    what: "people in this status cannot have a job with wage subsidy of this form",
                    month: facts.month,
                    remedy: "use `subsidised_job` on cash, unemployment, sickness, resource or clarification benefit, `pension_subsidised_job` on disability pension",
                });
            }
        };
        if work.employer == Employer::Outside {
            return Err(LawError::Facts {
                what: "a job with wage subsidy outside the study has nobody who gets the subsidy",
                month: facts.month,
                remedy: "let it be at an enterprise of the study",
            });
        }
        let rate = self.rate(work)?;
        let hours = work.hours_per_week * WEEKS_PER_MONTH;
        let paid = Money::from_kr((rate.hourly * hours).min(rate.share * work.wage.cost().kr()));
        let state = if work.form == Form::PensionSubsidisedJob {
            StateShare::fixed(self.pensioner_refund)
        } else {
            StateShare::on_ladder(ladder.as_ref().map_err(LawError::clone)?, facts.clock)
        };
        Ok(WageSubsidy { family, paid, state })
    }
}
