//! What follows from a month's sums of an arm: the budget guarantee, and equalisation of needs.

use crate::domain::activity::Indicator;
use crate::domain::flow::{Flow, Frame, Line, Purpose};
use crate::domain::money::Money;
use crate::domain::municipality::{Municipality, Reach};
use crate::domain::party::Party;
use crate::domain::work::Form;
use crate::engine::instance::Instance;
use crate::engine::outcome::Record;
use crate::rules::budget_line::budget_line;

/// Months after which equalisation of needs follows a change of people without employment \[months\].
///
/// The law takes the larger of the year and three years before (UDL § 3): a rise counts at once, a fall after three years.
/// A fixed lag keeps it linear, so that it depends on differences between arms alone and never on a level.
pub const NEED_LAG_MONTHS: u16 = 36;

/// Ages at which people without employment count \[years\].
pub const NEED_AGES: std::ops::RangeInclusive<i32> = 20..=59;

/// Budget guarantee and equalisation of needs with their drawn numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct SettlementTerms {
    /// Share of a change in guaranteed transfers that the municipality's own grant follows [0-1].
    guarantee: Option<f64>,
    /// What a person without employment gives [kr/year], in the wages of the price year; `None` where it is off.
    need: Option<f64>,
    /// Which forms of work count as employment.
    employed: [bool; Form::COUNT],
    /// The lines under the guarantee.
    guaranteed: Vec<Line>,
}

impl SettlementTerms {
    /// The terms of a municipality with the drawn `values` (shape `[assumption]`).
    pub fn of(municipality: &Municipality, values: &[f64]) -> SettlementTerms {
        let need = &municipality.need_equalisation;
        let guaranteed = |line: &Line| budget_line(*line).is_some_and(|entry| entry.frame == Frame::GuaranteedTransfer);
        SettlementTerms {
            guarantee: municipality.budget_guarantee.as_ref().map(|guarantee| match guarantee.reach {
                Reach::Alone => guarantee.population_share.at(values),
                Reach::All => 1.0,
            }),
            need: need.on.then(|| need.share.at(values) * need.kr_per_person_year.at(values)),
            employed: Form::ALL.map(|form| need.employed.contains(&form)),
            guaranteed: Line::all().filter(guaranteed).collect(),
        }
    }

    /// Whether a person of an age \[years\] with some work counts as without employment.
    ///
    /// Displaced workers do not: they are parts of persons.
    pub fn without_employment(&self, age: i32, work: Option<Form>) -> bool {
        NEED_AGES.contains(&age) && !work.is_some_and(|form| self.employed[form as usize])
    }
}

/// Posts what follows from the sums of each arm, once all its months are lived.
///
/// ```text
/// budget guarantee = share x (net spending on guaranteed transfers - that of the first arm)
/// need             = people without employment x øre per person, due three years later
/// ```
///
/// The guarantee makes good a change, which is measured from the first arm, the baseline: so its rounding to øre depends on
/// no level. Alone, the municipality's share is that of its inhabitants, and the rest of the change reaches the others'
/// grants; when all save, each gives back its own. Both move money between parties and leave society as it is.
pub fn settle(instance: &Instance, arms: &mut [Record]) {
    let spending = |record: &Record, month: usize| -> i64 {
        let spent = |line: &Line| -record.ledger.sum(month, *line).ore() * line.sign(Party::Municipality);
        instance.settlement.guaranteed.iter().map(spent).sum()
    };
    for month in 0..instance.model.months {
        if let Some(share) = instance.settlement.guarantee {
            let base = arms.first().map_or(0, |first| spending(first, month));
            for record in arms.iter_mut() {
                let change = Money::from_ore(spending(record, month) - base);
                let own = change.times(share);
                post(record, month, Purpose::BudgetGuarantee, own, 0);
                post(record, month, Purpose::BudgetGuaranteeOfOthers, change - own, 0);
            }
        }
        if let Some(per_year) = instance.settlement.need {
            let person = instance.money(per_year / 12.0, month);
            for record in arms.iter_mut() {
                let people = record.activity.at(month, Indicator::WithoutEmployment);
                let need = Money::from_ore(person.ore() * people);
                post(record, month, Purpose::NeedEqualisation, need, NEED_LAG_MONTHS);
            }
        }
    }
}

fn post(record: &mut Record, month: usize, purpose: Purpose, amount: Money, due_in: u16) {
    record.ledger.post(month, &Flow { line: Line::of(purpose), amount, due_in });
}
