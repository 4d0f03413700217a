//! The law's answer to one person-month: all flows of money, and what they mean for the clocks.

use std::ops::Deref;

use crate::domain::benefit::Family;
use crate::domain::calendar::Weeks;
use crate::domain::flow::{Flow, Line, Purpose};
use crate::domain::money::Money;
use crate::domain::municipality::TaxBase;
use crate::domain::party::Party;
use crate::domain::spell::{MonthFacts, Status, Work, YearToDate};
use crate::domain::work::{Employer, Form};
use crate::rules::error::LawError;
use crate::rules::flex_subsidy::Regime;
use crate::rules::income_tax::{MunicipalTerms, Taxes};
use crate::rules::policy::{CashBenefit, MonthRules};
use crate::rules::reimbursement::StateShare;
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

impl Assessment {
    /// For how many months, this one included, the law answers alike, so long as rules and facts stay but what the months
    /// themselves move, and no age of [`AGES`] is reached \[months\].
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

/// The most flows that a person-month can have: twelve of the law, and four that a scenario adds beside it.
const MOST_FLOWS: usize = 16;

/// The flows of a person-month, without a heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowList {
    flows: [Flow; MOST_FLOWS],
    length: usize,
}

impl FlowList {
    pub(crate) fn new() -> FlowList {
        let nothing = Flow { line: Line::of(Purpose::Wage), amount: Money::ZERO, due_in: 0 };
        FlowList { flows: [nothing; MOST_FLOWS], length: 0 }
    }

    /// Adds a flow; nothing where the amount is zero.
    pub(crate) fn post(&mut self, line: Line, amount: Money, due_in: u16) {
        if amount != Money::ZERO {
            self.flows[self.length] = Flow { line, amount, due_in };
            self.length += 1;
        }
    }

    /// The balance of a party over all flows, whenever due. *Positive = gain for the party.*
    pub fn balance(&self, party: Party) -> Money {
        self.iter().map(|flow| Money::from_ore(flow.amount.ore() * flow.line.sign(party))).sum()
    }
}

impl Deref for FlowList {
    type Target = [Flow];
    fn deref(&self) -> &[Flow] {
        &self.flows[..self.length]
    }
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

/// The law's answer to one person-month: a pure function of the month's rules, the municipality's terms and the facts.
///
/// Each flow is rounded once, from already rounded flows that it depends on.
///
/// # Errors
/// Where the law has no answer: the message names parameter, month and remedy.
pub fn assess(rules: &MonthRules, terms: &MunicipalTerms, facts: &MonthFacts) -> Result<Assessment, LawError> {
    let mut assessment = Assessment {
        flows: FlowList::new(),
        wage: Money::ZERO,
        benefit: Money::ZERO,
        public_payment: false,
        clock_after: facts.clock,
        year_to_date: facts.year_to_date,
        supplementary_months: facts.benefit.supplementary_months,
        disposable: Money::ZERO,
    };
    if matches!(facts.status, Status::Out(_)) {
        return Ok(assessment);
    }
    post_work(&mut assessment.flows, facts);
    assessment.wage = facts.work.map_or(Money::ZERO, |work| work.wage.gross);
    let card = counted(rules, facts)?;
    let counted = card.as_ref().map_or(facts, |(counted, _)| counted);
    let support = support(rules, counted)?;
    if let Some(support) = &support {
        post_support(&mut assessment.flows, support);
        assessment.benefit = support.paid;
        assessment.public_payment = support.paid > Money::ZERO;
        assessment.clock_after = support.state.clock_after(facts.clock, support.paid);
        assessment.year_to_date = support.year_to_date;
        assessment.supplementary_months += u32::from(is_supplementary(support, facts));
    }
    if let Some((_, on_card)) = card {
        assessment.year_to_date.free_card = on_card;
    }
    // Of benefit and subsidy at most one counts on the clock: beside a pension the subsidy is outside the ladder, and
    // beside the other subsidised jobs there is no benefit.
    if let Some(subsidy) = wage_subsidy(rules, facts)? {
        post_wage_subsidy(&mut assessment.flows, &subsidy);
        assessment.public_payment |= subsidy.paid > Money::ZERO;
        assessment.clock_after = subsidy.state.clock_after(assessment.clock_after, subsidy.paid);
    }
    let taxes = taxes(rules, terms, counted, support.as_ref())?;
    post_taxes(&mut assessment.flows, rules, terms, taxes)?;
    let wage = facts.work.map_or(Money::ZERO, |work| work.wage.gross - work.wage.own_pension);
    assessment.disposable = wage + assessment.benefit - taxes.total();
    debug_assert_eq!(assessment.disposable, assessment.flows.balance(Party::Citizen));
    debug_assert_eq!(Party::ALL.into_iter().map(|party| assessment.flows.balance(party)).sum::<Money>(), Money::ZERO);
    Ok(assessment)
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
