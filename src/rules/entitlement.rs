//! What the law grants for a person-month before tax: the benefit and the wage subsidy, and what the month means for the clocks.

use crate::domain::benefit::Family;
use crate::domain::calendar::Weeks;
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::spell::{MonthFacts, Status, Work, YearToDate};
use crate::domain::work::Form;
use crate::rules::error::LawError;
use crate::rules::flex_subsidy::Regime;
use crate::rules::policy::{CashBenefit, MonthRules};
use crate::rules::reimbursement::StateShare;
use crate::rules::wage_subsidy::WageSubsidy;

/// What the law grants for a person-month before tax.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entitlement {
    /// The benefit; `None` for people without a family.
    pub support: Option<Support>,
    /// The subsidy to the wage, if any.
    pub subsidy: Option<WageSubsidy>,
    /// Whether any public support is paid: a benefit, or a subsidy to the wage.
    pub public_payment: bool,
    /// Weeks counted for the refund after the month.
    pub clock_after: Weeks,
    /// Posted since January, after the month.
    pub year_to_date: YearToDate,
    /// Months with supplementary unemployment benefit since the status began, after the month.
    pub supplementary_months: u32,
}

impl Entitlement {
    /// The benefit paid, before tax.
    pub fn benefit(&self) -> Money {
        self.support.map_or(Money::ZERO, |support| support.paid)
    }

    /// For how many months, this one included, the law answers alike, so long as rules and facts stay but what the months
    /// themselves move, and no age of [`AGES`](crate::rules::assessment::AGES) is reached \[months\].
    ///
    /// The clock runs on without effect along a rung of the ladder.
    pub fn months_alike(&self, rules: &MonthRules, facts: &MonthFacts) -> usize {
        let runs_on =
            self.year_to_date != facts.year_to_date || self.supplementary_months != facts.benefit.supplementary_months;
        if runs_on {
            return 1;
        }
        if self.clock_after == facts.clock {
            return usize::MAX;
        }
        let declared = rules.declared.as_ref().ok().map(|declared| &declared.ladder);
        let ladders = rules.ladder.as_ref().ok().into_iter().chain(declared);
        ladders.map(|ladder| ladder.months_alike(facts.clock)).min().unwrap_or(usize::MAX)
    }
}

/// What the law grants for a person-month: a pure function of the month's rules and the facts.
///
/// # Errors
/// Where the law has no answer for the family, the month or the household.
pub fn entitle(rules: &MonthRules, facts: &MonthFacts) -> Result<Entitlement, LawError> {
    let mut entitlement = Entitlement {
        support: None,
        subsidy: None,
        public_payment: false,
        clock_after: facts.clock,
        year_to_date: facts.year_to_date,
        supplementary_months: facts.benefit.supplementary_months,
    };
    if matches!(facts.status, Status::Out(_)) {
        return Ok(entitlement);
    }
    let card = counted(rules, facts)?;
    let counted = card.as_ref().map_or(facts, |(counted, _)| counted);
    entitlement.support = support(rules, counted)?;
    if let Some(support) = &entitlement.support {
        entitlement.public_payment = support.paid > Money::ZERO;
        entitlement.clock_after = support.state.clock_after(facts.clock, support.paid);
        entitlement.year_to_date = support.year_to_date;
        entitlement.supplementary_months += u32::from(is_supplementary(support, facts));
    }
    if let Some((_, on_card)) = card {
        entitlement.year_to_date.free_card = on_card;
    }
    // Of benefit and subsidy at most one counts on the clock: beside a pension the subsidy is outside the ladder, and
    // beside the other subsidised jobs there is no benefit.
    entitlement.subsidy = wage_subsidy(rules, facts)?;
    if let Some(subsidy) = &entitlement.subsidy {
        entitlement.public_payment |= subsidy.paid > Money::ZERO;
        entitlement.clock_after = subsidy.state.clock_after(entitlement.clock_after, subsidy.paid);
    }
    Ok(entitlement)
}

/// The benefit of a month with the state's share of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// The family.
    pub family: Family,
    /// The benefit paid, before tax.
    pub paid: Money,
    /// Who pays it out.
    pub paid_out_by: Party,
    /// Whether it is taxed.
    pub taxable: bool,
    /// The state's share.
    pub state: StateShare,
    /// The flex contribution.
    pub contribution: Money,
    /// Posted since January, after the month.
    pub year_to_date: YearToDate,
}

/// Whether unemployment benefit was paid beside work.
fn is_supplementary(support: &Support, facts: &MonthFacts) -> bool {
    support.family == Family::UnemploymentBenefit && facts.work.is_some() && support.paid > Money::ZERO
}

/// The rules of a family, or why there are none in the month.
///
/// # Errors
/// The reason that the rules hold.
pub fn on_file<T>(rules: &Result<T, LawError>) -> Result<&T, LawError> {
    rules.as_ref().map_err(LawError::clone)
}

impl Support {
    /// The part that bears tax.
    pub fn taxed(&self) -> Money {
        if self.taxable { self.paid } else { Money::ZERO }
    }
}

/// The facts as tax and tapers count them, without what the social free card frees, and the wage on the card since
/// January, after the month; `None` for people without the card, whose facts count as they are.
///
/// # Errors
/// Where the card is not on file for the month.
pub fn counted(rules: &MonthRules, facts: &MonthFacts) -> Result<Option<(MonthFacts, Money)>, LawError> {
    if !facts.benefit.free_card {
        return Ok(None);
    }
    let card = on_file(&rules.social_free_card)?;
    Ok(Some(card.counted(facts)))
}

/// The wage subsidy of a month's work; `None` for work without one.
///
/// # Errors
/// Where the law has no answer for the status or the month.
pub fn wage_subsidy(rules: &MonthRules, facts: &MonthFacts) -> Result<Option<WageSubsidy>, LawError> {
    let subsidised = |work: &Work| matches!(work.form, Form::SubsidisedJob | Form::PensionSubsidisedJob);
    let Some(work) = facts.work.as_ref().filter(|work| subsidised(work)) else { return Ok(None) };
    on_file(&rules.wage_subsidy)?.subsidy(facts, work, &rules.ladder).map(Some)
}

/// The benefit of a month with the state's share of it; `None` for people without a family. The facts are those that
/// [`counted`] gives. While a subsidised job lasts no benefit is paid.
///
/// # Errors
/// Where the law has no answer for the family, the month or the household.
pub fn support(rules: &MonthRules, facts: &MonthFacts) -> Result<Option<Support>, LawError> {
    let Status::On(family) = facts.status else { return Ok(None) };
    let ladder = on_file(&rules.ladder)?;
    let on_ladder = StateShare::on_ladder(ladder, facts.clock);
    let mut support = Support {
        family,
        paid: Money::ZERO,
        paid_out_by: family.paid_out_by(),
        taxable: true,
        state: on_ladder,
        contribution: Money::ZERO,
        year_to_date: facts.year_to_date,
    };
    if facts.work.is_some_and(|work| work.form == Form::SubsidisedJob) {
        return Ok(Some(support));
    }
    match family {
        Family::CashBenefit => {
            support.paid = match on_file(&rules.cash_benefit)? {
                CashBenefit::Until2025(regime) => regime.paid(facts)?,
                CashBenefit::From2025(regime) => regime.paid(facts)?,
            }
        }
        Family::FlexWaitingBenefit => support.paid = on_file(&rules.flex_waiting_benefit)?.paid(facts),
        Family::FlexSubsidy => {
            let flex = on_file(&rules.flex_subsidy)?;
            support.paid = flex.paid(facts);
            match flex.regime(facts)? {
                Regime::Fixed(share) => support.state = StateShare::fixed(share),
                Regime::Ladder if support.paid > Money::ZERO => support.contribution = flex.contribution(facts, ladder),
                Regime::Ladder => {}
            }
        }
        Family::DisabilityPension => {
            let pension = on_file(&rules.disability_pension)?;
            pension.check_regime(facts)?;
            (support.paid, support.year_to_date) = pension.paid(facts);
        }
        Family::SicknessBenefit => support.paid = on_file(&rules.sickness_benefit)?.paid(facts),
        Family::UnemploymentBenefit => support.paid = on_file(&rules.unemployment_benefit)?.paid(facts),
        Family::ResourceBenefit => support.paid = on_file(&rules.resource_benefit)?.paid(facts),
        Family::JobClarificationBenefit => support.paid = on_file(&rules.job_clarification_benefit)?.paid(facts),
        Family::SeniorPension => {
            (support.paid, support.year_to_date) = on_file(&rules.senior_pension)?.paid(facts);
        }
        Family::EducationBenefit => support.paid = on_file(&rules.education_benefit)?.paid(facts)?,
        Family::ShoBenefit => support.paid = on_file(&rules.sho_benefit)?.paid(facts)?,
        Family::RehabilitationBenefit => support.paid = on_file(&rules.rehabilitation_benefit)?.paid(facts)?,
        Family::Declared => {
            let declared = on_file(&rules.declared)?;
            support.paid = declared.paid(facts);
            support.state = StateShare::on_ladder(&declared.ladder, facts.clock);
            (support.paid_out_by, support.taxable) = (declared.paid_out_by, declared.taxable);
        }
    }
    Ok(Some(support))
}
