//! The law's answer to one person-month: all flows of money, and what they mean for the clocks.

use crate::domain::benefit::Family;
use crate::domain::calendar::Weeks;
use crate::domain::flow::{Line, Purpose};
use crate::domain::flow_list::FlowList;
use crate::domain::money::Money;
use crate::domain::municipality::TaxBase;
use crate::domain::party::Party;
use crate::domain::spell::{MonthFacts, Status, YearToDate};
use crate::domain::work::Employer;
use crate::rules::entitlement::{Entitlement, Support, counted, entitle, on_file};
use crate::rules::error::LawError;
use crate::rules::income_tax::{MunicipalTerms, Taxes};
use crate::rules::policy::MonthRules;
use crate::rules::wage_subsidy::WageSubsidy;

/// The law's answer to one person-month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The flows, in the order in which they depend on each other.
    pub flows: FlowList,
    /// The wage before tax, own pension contribution included.
    pub wage: Money,
    /// The benefit paid, before tax.
    pub benefit: Money,
    /// Whether any public support was paid: a benefit, or a subsidy to the wage.
    pub public_payment: bool,
    /// Weeks counted for the refund after the month.
    pub clock_after: Weeks,
    /// Posted since January, after the month.
    pub year_to_date: YearToDate,
    /// Months with supplementary unemployment benefit since the status began, after the month.
    pub supplementary_months: u32,
    /// What the citizen has left of wage and benefit after tax.
    pub disposable: Money,
}

/// Ages at which the law's answer can change \[years\]: any other birthday changes nothing.
pub const AGES: [i32; 2] = [25, 30];

/// The law's answer to one person-month: a pure function of the month's rules, the municipality's terms and the facts.
///
/// # Errors
/// Where the law has no answer: the message names parameter, month and remedy.
pub fn assess(rules: &MonthRules, terms: &MunicipalTerms, facts: &MonthFacts) -> Result<Assessment, LawError> {
    let entitlement = entitle(rules, facts)?;
    let mut flows = FlowList::new();
    post_flows(rules, terms, facts, &entitlement, &mut flows)?;
    let assessment = Assessment {
        wage: facts.wage(),
        benefit: entitlement.benefit(),
        public_payment: entitlement.public_payment,
        clock_after: entitlement.clock_after,
        year_to_date: entitlement.year_to_date,
        supplementary_months: entitlement.supplementary_months,
        disposable: flows.balance(Party::Citizen),
        flows,
    };
    debug_assert_eq!(Party::ALL.into_iter().map(|party| assessment.flows.balance(party)).sum::<Money>(), Money::ZERO);
    Ok(assessment)
}

/// Adds the flows of a person-month, from what the law grants in it.
///
/// Each flow is rounded once, from already rounded flows that it depends on.
///
/// # Errors
/// Where the tax law of the month, or the social free card, is not on file.
pub fn post_flows(
    rules: &MonthRules,
    terms: &MunicipalTerms,
    facts: &MonthFacts,
    entitlement: &Entitlement,
    flows: &mut FlowList,
) -> Result<(), LawError> {
    if matches!(facts.status, Status::Out(_)) {
        return Ok(());
    }
    post_work(flows, facts);
    if let Some(support) = &entitlement.support {
        post_support(flows, support);
    }
    if let Some(subsidy) = &entitlement.subsidy {
        post_wage_subsidy(flows, subsidy);
    }
    let card = counted(rules, facts)?;
    let counted = card.as_ref().map_or(facts, |(counted, _)| counted);
    post_taxes(flows, rules, terms, taxes(rules, terms, counted, entitlement.support.as_ref())?)
}

/// The taxes of a month. The facts are those that [`counted`] gives.
///
/// # Errors
/// Where the tax law of the month is not on file.
pub fn taxes(
    rules: &MonthRules,
    terms: &MunicipalTerms,
    facts: &MonthFacts,
    support: Option<&Support>,
) -> Result<Taxes, LawError> {
    let tax = on_file(&rules.tax)?;
    let wage = facts.work.map_or(Money::ZERO, |work| work.wage.gross);
    let benefit = support.map_or(Money::ZERO, Support::taxed);
    Ok(tax.taxes(wage, benefit, contributing_benefit(rules, support), terms.tax_rate))
}

/// The benefit that bears labour-market contribution: the flex subsidy, in that reading.
pub fn contributing_benefit(rules: &MonthRules, support: Option<&Support>) -> Money {
    let contributes = |support: &&Support| {
        support.family == Family::FlexSubsidy && rules.readings.flex_subsidy_labour_market_contribution
    };
    support.filter(contributes).map_or(Money::ZERO, |support| support.paid)
}

/// Wage, pension and production of the month's work.
fn post_work(flows: &mut FlowList, facts: &MonthFacts) {
    let Some(work) = &facts.work else { return };
    let (wage, cost) = (work.wage.gross - work.wage.own_pension, work.wage.cost());
    match work.employer {
        Employer::Enterprise => {
            flows.post(Line::of(Purpose::Wage), wage, 0);
            flows.post(Line::of(Purpose::PensionContribution), cost - wage, 0);
            flows.post(Line::of(Purpose::Production), cost.times(work.productivity), 0);
        }
        Employer::Outside => {
            flows.post(Line::of(Purpose::OutsideWage), wage, 0);
            flows.post(Line::of(Purpose::OutsideProduction), cost.times(work.productivity), 0);
        }
    }
}

/// A benefit, and what the other level of government bears of it.
fn post_support(flows: &mut FlowList, support: &Support) {
    let (family, paid) = (support.family, support.paid);
    let own_row = support.paid_out_by == family.paid_out_by();
    let purpose = if own_row { Purpose::Benefit } else { Purpose::StateBenefit };
    flows.post(Line::for_family(purpose, family), paid, 0);
    let states = support.state.of(paid);
    if support.paid_out_by == Party::Municipality {
        flows.post(Line::for_family(Purpose::Refund, family), states, 0);
    } else {
        flows.post(Line::for_family(Purpose::CoFinancing, family), paid - states, 0);
    }
    flows.post(Line::of(Purpose::FlexContribution), support.contribution, 0);
}

/// A wage subsidy, and what the state bears of it.
fn post_wage_subsidy(flows: &mut FlowList, subsidy: &WageSubsidy) {
    flows.post(Line::for_family(Purpose::WageSubsidy, subsidy.family), subsidy.paid, 0);
    flows.post(Line::for_family(Purpose::WageSubsidyRefund, subsidy.family), subsidy.state.of(subsidy.paid), 0);
}

/// Taxes; and municipal tax on its way to the municipality, net of equalisation.
fn post_taxes(flows: &mut FlowList, rules: &MonthRules, terms: &MunicipalTerms, taxes: Taxes) -> Result<(), LawError> {
    let tax = on_file(&rules.tax)?;
    flows.post(Line::of(Purpose::LabourMarketContribution), taxes.labour_market_contribution, 0);
    flows.post(Line::of(Purpose::StateTax), taxes.state, 0);
    flows.post(Line::of(Purpose::MunicipalTax), taxes.municipal, 0);
    let settled_in = if terms.tax_base == TaxBase::Guaranteed { terms.tax_lag_months } else { 0 };
    let equalised = taxes.municipal.times(tax.equalised_share(terms));
    flows.post(Line::of(Purpose::TaxSettlement), taxes.municipal, settled_in);
    flows.post(Line::of(Purpose::Equalisation), equalised, terms.tax_lag_months);
    Ok(())
}
