//! The model with the numbers of one sample: tables and thresholds that the months of a draw only look up.

use std::sync::Arc;

use crate::domain::calendar::MONTHS_PER_YEAR;
use crate::domain::money::Money;
use crate::domain::population::RateKind;
use crate::domain::work::{Form, Pay, PayRates};
use crate::engine::beside::BesideTerms;
use crate::engine::hazard::{EndingHazard, Hazards};
use crate::engine::model::Model;
use crate::engine::settlement::{NEED_AGES, SettlementTerms};
use crate::engine::terms::ArmTerms;
use crate::rules::assessment::AGES;
use crate::rules::income_tax::MunicipalTerms;
use crate::rules::parameter::Growth;
use crate::rules::policy::{MonthRules, Policy};

/// The model with the numbers of one sample.
#[derive(Debug)]
pub struct Instance<'m> {
    /// The model.
    pub model: &'m Model,
    /// Wage level of each month over that of the price year \[1\]: shape `[month]`; it steps each January.
    pub wage_index: Vec<f64>,
    /// Tax and equalisation of the municipality.
    pub terms: MunicipalTerms,
    /// Budget guarantee and equalisation of needs.
    pub settlement: SettlementTerms,
    /// The law of each month, per arm: shape `[arm][month]`; arms of one world share it.
    pub rules: Vec<Arc<[MonthRules]>>,
    /// First month after each in which the law or the level of wages may be another, per arm: shape `[arm][month]`.
    pub renewals: Vec<Vec<usize>>,
    /// Ages at which anything of a life can change by itself \[months\], in order.
    pub ages: Vec<i32>,
    /// Rates of what happens by itself.
    pub hazards: Hazards,
    /// What a person-month moves beside law and place.
    pub beside: BesideTerms,
    /// Jobs outside the programme, by form.
    pub outside: [Option<OutsideTerms>; Form::COUNT],
    /// Variance of frailty \[1\].
    pub frailty_variance: f64,
    /// Whether rates are marginal, so that frailty must not show in the group.
    pub marginal: bool,
    /// Enterprises and costs, per arm.
    pub arms: Vec<ArmTerms>,
    /// Target group of each cohort, as its position among the groups in the order of their names.
    pub groups: Vec<usize>,
}

/// Jobs of one form outside the programme.
#[derive(Clone, Debug)]
pub struct OutsideTerms {
    /// Shortest and longest paid hours [h/week].
    pub hours: [f64; 2],
    /// Pay, in the wages of the price year; the lowest where it is spread.
    pub pay: PayRates,
    /// Highest basic pay [kr/h], where it is spread.
    pub pay_to: Option<f64>,
    /// How jobs end.
    pub ending: EndingHazard,
}

impl<'m> Instance<'m> {
    /// Puts the drawn `values` (shape `[assumption]`) into the model.
    pub fn of(model: &'m Model, values: &[f64]) -> Instance<'m> {
        let growth = model.wage_growth.at(values);
        let municipality = &model.municipality;
        let mut outside: [Option<OutsideTerms>; Form::COUNT] = [const { None }; Form::COUNT];
        for work in &model.outside_work {
            outside[work.form as usize] = Some(OutsideTerms {
                hours: [work.hours_from.at(values), work.hours_to.at(values)],
                pay: pay_rates(&work.pay, values),
                pay_to: work.pay_to.as_ref().map(|pay| pay.at(values)),
                ending: EndingHazard::of(&work.survival, values, model.months),
            });
        }
        Instance {
            model,
            wage_index: wage_index(model, growth),
            terms: MunicipalTerms {
                tax_rate: municipality.tax_rate.at(values),
                tax_base: municipality.tax_base,
                tax_lag_months: (municipality.tax_lag_years * MONTHS_PER_YEAR) as u16,
                equalisation: municipality.equalisation.at(values),
            },
            settlement: SettlementTerms::of(municipality, values),
            rules: rules(model, values, Growth { wage: growth }),
            renewals: model.arms.iter().map(|arm| renewals(model, &arm.policy)).collect(),
            ages: ages(model),
            hazards: Hazards::of(&model.transitions, &model.cohorts, values),
            beside: BesideTerms::of(&model.other_services, &model.own_time, values),
            outside,
            frailty_variance: model.frailty.variance.at(values),
            marginal: model.frailty.rates == RateKind::Marginal,
            arms: model.arms.iter().map(|arm| ArmTerms::of(model, &arm.programme, values)).collect(),
            groups: groups(model),
        }
    }

    /// Number of target groups.
    pub fn group_count(&self) -> usize {
        self.groups.iter().max().map_or(1, |last| last + 1)
    }

    /// Months until a person of an age \[months\] reaches one at which anything can change by itself.
    pub fn months_to_age(&self, age: i32) -> usize {
        self.ages.iter().find(|change| **change > age).map_or(usize::MAX, |change| (change - age) as usize)
    }

    /// An amount of money of month `month` from kroner in the wages of the price year.
    pub fn money(&self, kr: f64, month: usize) -> Money {
        Money::from_kr(kr * self.wage_index[month])
    }
}

/// The law of each month, per arm, with the numbers of the declared family.
fn rules(model: &Model, values: &[f64], growth: Growth) -> Vec<Arc<[MonthRules]>> {
    let declared = model.declared.as_ref().map(|family| family.at(values, growth.wage, model.price_year));
    let mut by_arm: Vec<Arc<[MonthRules]>> = Vec::new();
    for (position, arm) in model.arms.iter().enumerate() {
        let policy = arm.policy.clone().with_declared(declared.clone());
        let months = || policy.months(model.start, model.months, growth).into();
        by_arm.push(if arm.world < position { Arc::clone(&by_arm[arm.world]) } else { months() });
    }
    by_arm
}

/// Ages at which anything of a life can change by itself \[months\], in order: where law, rates or the need for
/// equalisation name them.
fn ages(model: &Model) -> Vec<i32> {
    let rates = model.transitions.iter().flat_map(|transition| transition.age.into_iter().flatten());
    let years = rates.map(|age| age as i32).chain(AGES).chain([*NEED_AGES.start(), NEED_AGES.end() + 1]);
    let mut ages: Vec<i32> = years.map(|years| years * MONTHS_PER_YEAR as i32).collect();
    ages.sort_unstable();
    ages.dedup();
    ages
}

/// First month after each in which the law or, each January, the level of wages may be another: shape `[month]`.
fn renewals(model: &Model, policy: &Policy) -> Vec<usize> {
    let mut next = model.months;
    let mut renewals = vec![next; model.months];
    for month in (0..model.months).rev() {
        renewals[month] = next;
        if policy.changes_in(model.start + month as u32) {
            next = month;
        }
    }
    renewals
}

/// The target group of each cohort, as its position among the groups in the order of their names.
fn groups(model: &Model) -> Vec<usize> {
    let names: std::collections::BTreeSet<&str> = model.cohorts.iter().map(|c| c.target_group.as_str()).collect();
    let place = |group: &str| names.iter().position(|name| *name == group).unwrap_or_default();
    model.cohorts.iter().map(|cohort| place(&cohort.target_group)).collect()
}

fn wage_index(model: &Model, growth: f64) -> Vec<f64> {
    let years = |month: usize| (model.start + month as u32).year() - model.price_year;
    (0..model.months).map(|month| libm::pow(1.0 + growth, f64::from(years(month)))).collect()
}

pub(crate) fn pay_rates(pay: &Pay, values: &[f64]) -> PayRates {
    PayRates {
        hourly: pay.hourly.at(values),
        own_pension: pay.own_pension.at(values),
        employer_pension: pay.employer_pension.at(values),
        holiday: pay.holiday.at(values),
    }
}
