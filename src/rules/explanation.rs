//! The arithmetic behind each flow of a person-month, so that a caseworker can follow it.

use serde::Serialize;

use crate::domain::benefit::Family;
use crate::domain::calendar::Weeks;
use crate::domain::flow::{Flow, Purpose};
use crate::domain::money::Money;
use crate::domain::municipality::TaxBase;
use crate::domain::source::Verification;
use crate::domain::spell::{MonthFacts, Status, YearToDate};
use crate::rules::arithmetic::{kr, percent};
use crate::rules::assessment::{assess, contributing_benefit, taxes};
use crate::rules::cash_benefit::RateCategory;
use crate::rules::entitlement::{Support, counted, entitle, on_file, support, wage_subsidy};
use crate::rules::error::LawError;
use crate::rules::flex_subsidy::full_time_pay;
use crate::rules::income_tax::MunicipalTerms;
use crate::rules::parameter::Growth;
use crate::rules::policy::{CashBenefit, MonthRules, Policy};
use crate::rules::reimbursement::on_ladder_verified;
use crate::rules::schedule::two_tapers;
use crate::rules::self_support::{Counted, SelfSupport};
use crate::rules::wage_subsidy::WageSubsidy;

/// A flow with the rule behind it and its arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The flow.
    pub flow: Flow,
    /// The rule: act and section, and the parameters it reads.
    pub rule: String,
    /// The computation with its figures \[kr\].
    pub arithmetic: String,
}

/// Explains every flow of a person-month, in the order of the assessment.
///
/// # Errors
/// Where the law has no answer, as in [`assess`].
pub fn explain(rules: &MonthRules, terms: &MunicipalTerms, facts: &MonthFacts) -> Result<Vec<Explained>, LawError> {
    let assessment = assess(rules, terms, facts)?;
    let card = counted(rules, facts)?;
    let counted = card.as_ref().map_or(facts, |(counted, _)| counted);
    let support = support(rules, counted)?;
    let subsidy = wage_subsidy(rules, facts)?;
    let context = Context { rules, terms, facts, counted, support, subsidy };
    assessment.flows.iter().map(|flow| context.explained(*flow)).collect()
}

/// Explains the months of one person whose household and work stay as they are: clock, year to date, refund restart
/// and status go on by themselves.
///
/// # Errors
/// Where the law has no answer for one of the months.
pub fn explain_months(
    policy: &Policy,
    growth: Growth,
    terms: &MunicipalTerms,
    first: &MonthFacts,
    months: u32,
) -> Result<Vec<(MonthFacts, Vec<Explained>)>, LawError> {
    let mut facts = *first;
    let mut support = SelfSupport { clock: first.clock, ..SelfSupport::default() };
    let mut explained = Vec::new();
    for month in 0..months {
        facts.month = first.month + month;
        if facts.month.month() == 1 {
            facts.year_to_date = YearToDate::default();
        }
        let rules = policy.at(facts.month, growth);
        explained.push((facts, explain(&rules, terms, &facts)?));
        let granted = entitle(&rules, &facts)?;
        support = support.after(Counted::of(&granted, facts.clock, facts.work.map(|work| work.form)));
        (facts.clock, facts.year_to_date) = (support.clock, granted.year_to_date);
        facts.benefit.supplementary_months = granted.supplementary_months;
        if support.is_self_supporting() && !matches!(facts.status, Status::Out(_)) {
            facts.status = Status::SelfSupporting;
        }
    }
    Ok(explained)
}

struct Context<'a> {
    rules: &'a MonthRules,
    terms: &'a MunicipalTerms,
    facts: &'a MonthFacts,
    /// The facts as tax and tapers count them.
    counted: &'a MonthFacts,
    support: Option<Support>,
    subsidy: Option<WageSubsidy>,
}

impl Context<'_> {
    fn explained(&self, flow: Flow) -> Result<Explained, LawError> {
        let (rule, arithmetic) = self.words(flow)?;
        Ok(Explained { flow, rule: rule.to_owned(), arithmetic })
    }

    fn words(&self, flow: Flow) -> Result<(&'static str, String), LawError> {
        let amount = kr(flow.amount.kr());
        Ok(match flow.line.purpose {
            Purpose::Benefit | Purpose::StateBenefit => self.benefit(flow.amount)?,
            Purpose::Refund => (self.ladder_rule(), self.state_share(&amount, false)),
            Purpose::CoFinancing => (self.ladder_rule(), self.state_share(&amount, true)),
            Purpose::WageSubsidy => ("LAB ch. 12: wage_subsidy", self.wage_subsidy(&amount)?),
            Purpose::WageSubsidyRefund => ("LAB ch. 12, FIN § 5: wage_subsidy", self.subsidy_refund(&amount)),
            Purpose::FlexContribution => ("FIN § 7: flex_subsidy.contribution_cap", self.contribution(&amount)?),
            Purpose::Wage | Purpose::OutsideWage => ("pay", self.wage(&amount)),
            Purpose::PensionContribution => ("pay", format!("own and employer's pension contribution = {amount}")),
            Purpose::Production | Purpose::OutsideProduction => {
                ("productivity x full wage cost", self.production(&amount))
            }
            Purpose::LabourMarketContribution | Purpose::StateTax | Purpose::MunicipalTax => self.tax(flow)?,
            Purpose::TaxSettlement => ("MODEL: tax base", self.settlement(&amount)),
            Purpose::Equalisation => ("UDL § 2: equalisation of the tax base", self.equalisation(&amount)?),
            _ => ("programme", amount),
        })
    }

    fn wage(&self, amount: &str) -> String {
        let Some(work) = &self.facts.work else { return amount.to_owned() };
        let (gross, own) = (kr(work.wage.gross.kr()), kr(work.wage.own_pension.kr()));
        format!("{:.2} h/week x 13/3 weeks: gross {gross} - own pension {own} = {amount}", work.hours_per_week)
    }

    fn production(&self, amount: &str) -> String {
        let Some(work) = &self.facts.work else { return amount.to_owned() };
        format!("{} x {} = {amount}", work.productivity, kr(work.wage.cost().kr()))
    }

    fn wage_subsidy(&self, amount: &str) -> Result<String, LawError> {
        let Some(work) = &self.facts.work else { return Ok(amount.to_owned()) };
        let rate = self.rules.wage_subsidy.as_ref().map_err(LawError::clone)?.rate(work)?;
        let (hourly, hours, cost) = (kr(rate.hourly), work.hours_per_week, kr(work.wage.cost().kr()));
        Ok(format!("min({hourly} x {hours:.2} h/week x 13/3 weeks, {} x wage cost {cost}) = {amount}", rate.share))
    }

    fn subsidy_refund(&self, amount: &str) -> String {
        let Some(subsidy) = &self.subsidy else { return amount.to_owned() };
        let weeks = if subsidy.state.counted {
            format!(" after {:.1} counted weeks", self.facts.clock.weeks())
        } else {
            ", outside the ladder".to_owned()
        };
        format!("{} of {}{weeks} = {amount}", percent(subsidy.state.share), kr(subsidy.paid.kr()))
    }

    /// What the social free card takes out of the wage that counts; empty without it.
    fn on_card(&self) -> String {
        let gross = |facts: &MonthFacts| facts.work.map_or(Money::ZERO, |work| work.wage.gross);
        let free = gross(self.facts) - gross(self.counted);
        if free == Money::ZERO {
            String::new()
        } else {
            format!("wage without {} on the social free card; ", kr(free.kr()))
        }
    }

    fn benefit(&self, paid: Money) -> Result<(&'static str, String), LawError> {
        let (rule, arithmetic) = self.benefit_alone(paid)?;
        Ok((rule, self.on_card() + &arithmetic))
    }

    fn benefit_alone(&self, paid: Money) -> Result<(&'static str, String), LawError> {
        let family = self.support.map_or(Family::CashBenefit, |support| support.family);
        let paid = kr(paid.kr());
        let facts = self.counted;
        Ok(match family {
            Family::CashBenefit => match on_file(&self.rules.cash_benefit)? {
                CashBenefit::Until2025(regime) => {
                    let text = regime.free.arithmetic(regime.rate(facts)?, facts);
                    ("LAS §§ 25, 31: cash_benefit_until_2025", format!("{text} = {paid}"))
                }
                CashBenefit::From2025(regime) => {
                    let e = regime.entitlement(facts)?;
                    let category = match e.category {
                        RateCategory::Minimum => "minimum",
                        RateCategory::Basic => "basic",
                        RateCategory::Raised => "raised",
                    };
                    let (b, w) = (kr(e.rate + e.supplements), kr(regime.counted_wage(facts)));
                    let outside = if self.rules.readings.ceiling_counts_supplements {
                        String::new()
                    } else {
                        format!(" + {}", kr(e.supplements))
                    };
                    let text = format!(
                        "{category} rate {} + supplements {}; max(0, min({b} - {} x max(0, {w} - {}), {} - {w}{outside})) = {paid}",
                        kr(e.rate),
                        kr(e.supplements),
                        regime.taper,
                        kr(e.free),
                        kr(e.ceiling)
                    );
                    ("LAS §§ 11-20, 31: cash_benefit", text)
                }
            },
            Family::FlexSubsidy => {
                let flex = on_file(&self.rules.flex_subsidy)?;
                let (cost, hours) = facts.work.map_or((0.0, 0.0), |work| (work.wage.cost().kr(), work.hours_per_week));
                let [below, above] = flex.tapers;
                let (wage, threshold) = (kr(cost), kr(flex.threshold));
                let taper = format!(
                    "{} - {below} x min({wage}, {threshold}) - {above} x max(0, {wage} - {threshold})",
                    kr(flex.maximum)
                );
                let full = full_time_pay(cost, hours);
                let text = if full - cost < flex.maximum - two_tapers(cost, flex.threshold, below, above) {
                    format!("max(0, min({taper}, full-time pay {} - {wage})) = {paid}", kr(full))
                } else {
                    format!("max(0, {taper}) = {paid}")
                };
                ("LAB § 123: flex_subsidy", text)
            }
            Family::FlexWaitingBenefit => {
                let waiting = on_file(&self.rules.flex_waiting_benefit)?;
                let wage = kr(facts.work.map_or(0.0, |work| work.wage.cost().kr()));
                let [below, above] = waiting.tapers;
                let text = format!(
                    "max(0, {} - {below} x min({wage}, {}) - {above} x max(0, {wage} - {})) = {paid}",
                    kr(waiting.rate),
                    kr(waiting.threshold),
                    kr(waiting.threshold)
                );
                ("LAS § 74 d: flex_waiting_benefit", text)
            }
            Family::DisabilityPension => {
                let text = on_file(&self.rules.disability_pension)?.arithmetic(facts);
                ("LSP §§ 32 c, 49: disability_pension", format!("{text} = {paid}"))
            }
            Family::SeniorPension => {
                let text = on_file(&self.rules.senior_pension)?.arithmetic(facts);
                ("act 1559/2019: senior_pension", format!("{text} = {paid}"))
            }
            Family::SicknessBenefit => {
                let text = on_file(&self.rules.sickness_benefit)?.arithmetic(facts);
                ("sygedagpengeloven §§ 50, 53: sickness_benefit", format!("{text} = {paid}"))
            }
            Family::UnemploymentBenefit => {
                let text = on_file(&self.rules.unemployment_benefit)?.arithmetic(facts);
                ("ALF §§ 47-48: unemployment_benefit", format!("{text} = {paid}"))
            }
            Family::ResourceBenefit => {
                let text = on_file(&self.rules.resource_benefit)?.arithmetic(facts);
                ("LAS §§ 68, 68 a: resource_benefit", format!("{text} = {paid}"))
            }
            Family::JobClarificationBenefit => {
                let text = on_file(&self.rules.job_clarification_benefit)?.arithmetic(facts);
                ("LAS § 69 j: job_clarification_benefit", format!("{text} = {paid}"))
            }
            Family::EducationBenefit => {
                let education = on_file(&self.rules.education_benefit)?;
                let text = education.free.arithmetic(education.rate(facts)?, facts);
                ("LAS §§ 23-24, 31: education_benefit", format!("{text} = {paid}"))
            }
            Family::ShoBenefit => {
                let sho = on_file(&self.rules.sho_benefit)?;
                let text = sho.free.arithmetic(sho.rate(facts)?, facts);
                ("LAS §§ 22, 31: sho_benefit", format!("{text} = {paid}"))
            }
            Family::RehabilitationBenefit => {
                let text = on_file(&self.rules.rehabilitation_benefit)?.arithmetic(facts);
                ("LAS § 71: rehabilitation_benefit", format!("{text} = {paid}"))
            }
            Family::Declared => {
                let declared = self.rules.declared.as_ref().map_err(LawError::clone)?;
                let wage = kr(facts.work.map_or(0.0, |work| work.wage.gross.kr()));
                let (amount, free) = (kr(declared.amount), kr(declared.free));
                let tapered = format!("{amount} - {} x max(0, {wage} - {free})", declared.taper);
                let text = match declared.ceiling {
                    Some(ceiling) => format!("max(0, min({tapered}, {} - {wage})) = {paid}", kr(ceiling)),
                    None => format!("max(0, {tapered}) = {paid}"),
                };
                ("declared_family", text)
            }
        })
    }

    /// The rule of refund and co-financing; marked where it is unverified that the family is on the ladder.
    fn ladder_rule(&self) -> &'static str {
        match self.support.map(|support| on_ladder_verified(support.family)) {
            _ if self.support.is_some_and(|support| support.family == Family::Declared) => "declared_family.ladder",
            Some(Verification::Unverified) => "FIN § 5: reimbursement.ladder (that the family is on it is unverified)",
            _ => "FIN § 5: reimbursement.ladder",
        }
    }

    fn state_share(&self, amount: &str, mirrored: bool) -> String {
        let Some(support) = &self.support else { return amount.to_owned() };
        let share = if mirrored { 1.0 - support.state.share } else { support.state.share };
        let weeks = self.facts.clock.weeks();
        format!("{} of {} after {weeks:.1} counted weeks = {amount}", percent(share), kr(support.paid.kr()))
    }

    fn contribution(&self, amount: &str) -> Result<String, LawError> {
        let flex = on_file(&self.rules.flex_subsidy)?;
        let wage = self.facts.work.map_or(0.0, |work| (work.wage.gross - work.wage.own_pension).kr());
        let (cap, taper) = (kr(flex.contribution_cap), flex.contribution_taper);
        let ladder = on_file(&self.rules.ladder)?;
        let part = percent(ladder.on_last_rung(self.facts.clock, Weeks::MONTH));
        Ok(format!("{part} of the month from week 53 on: of max(0, {cap} - {taper} x {}) = {amount}", kr(wage)))
    }

    fn tax(&self, flow: Flow) -> Result<(&'static str, String), LawError> {
        let tax = on_file(&self.rules.tax)?;
        let wage = self.counted.work.map_or(Money::ZERO, |work| work.wage.gross);
        let benefit = self.support.as_ref().map_or(Money::ZERO, Support::taxed);
        let taxes = taxes(self.rules, self.terms, self.counted, self.support.as_ref())?;
        let bases = tax.bases(wage, benefit, taxes.labour_market_contribution);
        let (amount, personal, allowance) = (kr(flow.amount.kr()), kr(bases.personal), kr(tax.allowance));
        Ok(match flow.line.purpose {
            Purpose::StateTax => (
                "PSL § 6: income_tax.bottom_tax",
                format!("{} of ({personal} - {allowance}) = {amount}", percent(tax.bottom_tax)),
            ),
            Purpose::MunicipalTax => {
                let (rate, work, job) = (percent(self.terms.tax_rate), kr(bases.employment), kr(bases.job));
                let text = format!("{rate} of ({personal} - {work} - {job} - {allowance}) = {amount}");
                ("kommuneskatteloven: income_tax", text)
            }
            _ => {
                let rate = percent(tax.labour_market_contribution);
                let contributing = wage + contributing_benefit(self.rules, self.support.as_ref());
                let text = format!("{rate} of {} = {amount}", kr(contributing.kr()));
                ("AM-bidrag: income_tax.labour_market_contribution", text)
            }
        })
    }

    fn settlement(&self, amount: &str) -> String {
        match self.terms.tax_base {
            TaxBase::Guaranteed => {
                format!("guaranteed base: {amount} reaches the municipality {} months later", self.terms.tax_lag_months)
            }
            TaxBase::SelfBudgeted => format!("own forecast: {amount} reaches the municipality in the year"),
        }
    }

    fn equalisation(&self, amount: &str) -> Result<String, LawError> {
        let tax = on_file(&self.rules.tax)?;
        let (share, average, own) = (self.terms.equalisation, tax.average_municipal_rate, self.terms.tax_rate);
        Ok(format!("{} x {} / {} of the tax = {amount}", share, percent(average), percent(own)))
    }
}
