//! Which values of the law a study rests on.

use crate::domain::benefit::Family;
use crate::domain::calendar::Month;
use crate::domain::population::Cohort;
use crate::domain::transition::Transition;
use crate::domain::work::Form;
use crate::rules::parameter::LawValue;
use crate::study::prepared::Prepared;

/// Whether a value that the study's families use is projected in a month.
pub fn projects(prepared: &Prepared, month: Month) -> bool {
    let growth = prepared.central_growth();
    let arms = &prepared.model.arms;
    arms.iter().any(|arm| used(prepared, arm.policy.values(month, growth)).any(|value| value.projected))
}

/// The values of the law that hold in the first and in the last month, of the books that the study's families use.
pub fn law_in_force(prepared: &Prepared) -> Vec<LawValue> {
    let model = &prepared.model;
    let last = model.start + (model.months.max(1) - 1) as u32;
    let mut values = Vec::new();
    for arm in &model.arms {
        for month in [model.start, last] {
            let found = used(prepared, arm.policy.values(month, prepared.central_growth()));
            values.extend(found.filter(|value| !values.contains(value)).collect::<Vec<_>>());
        }
    }
    values.sort_by(|a, b| a.parameter.cmp(&b.parameter));
    values
}

fn used(prepared: &Prepared, values: Vec<LawValue>) -> impl Iterator<Item = LawValue> {
    let study = &prepared.study;
    let mut books = vec!["income_tax", "reimbursement", "state_pension", "unemployment_benefit"];
    // The law of all that stand together is told, since a shorter list would tell them apart.
    let concerned = |family: Family| prepared.classes.families().hides(&family) || reaches(prepared, family);
    for family in Family::ALL.into_iter().filter(|family| concerned(*family)) {
        books.push(family.key());
        match family {
            Family::CashBenefit => books.push("cash_benefit_until_2025"),
            Family::UnemploymentBenefit => books.push("supplementary_unemployment_benefit"),
            _ => {}
        }
    }
    let with_card = || prepared.model.persons.iter().any(|(_, person)| person.benefit.free_card);
    if study.cohorts.iter().any(|cohort| cohort.free_card > 0.0) || with_card() {
        books.push("social_free_card");
    }
    let enterprises = study.baseline.enterprises.iter().chain(&study.programme.enterprises);
    let mut forms = enterprises.flat_map(|enterprise| &enterprise.positions).map(|position| position.form);
    if forms.any(|form| matches!(form, Form::SubsidisedJob | Form::PensionSubsidisedJob)) {
        books.push("wage_subsidy");
    }
    if study.economy.market_prices {
        books.push("society");
    }
    let indexed = study.law.index_free_amount;
    values.into_iter().filter(move |value| {
        let book = value.parameter.split('.').next().unwrap_or_default();
        let reading = indexed == value.parameter.ends_with("_indexed") || !value.parameter.contains("free_amount");
        books.contains(&book) && reading
    })
}

/// Whether people of the study are on a family, or can come to it.
pub fn reaches(prepared: &Prepared, family: Family) -> bool {
    let study = &prepared.study;
    let of_cohort = |cohort: &Cohort| {
        let falls_to = cohort.benefit_months_left.and_then(|_| cohort.falls_to.family());
        cohort.family == family || falls_to == Some(family)
    };
    let of_transition =
        |transition: &Transition| [transition.from.family(), transition.cause.leads_to()].contains(&Some(family));
    study.cohorts.iter().any(of_cohort)
        || prepared.model.persons.iter().any(|(_, person)| person.family == family)
        || study.transitions.iter().any(of_transition)
}
