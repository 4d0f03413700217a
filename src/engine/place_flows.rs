//! What a filled place moves in a month beside the wage and support of the person who holds it.

use crate::domain::activity::Activity;
use crate::domain::calendar::WEEKS_PER_MONTH;
use crate::domain::flow::{Line, Purpose};
use crate::domain::flow_list::FlowList;
use crate::domain::partnership::Beneficiary;
use crate::domain::work::PayRates;
use crate::engine::instance::Instance;
use crate::rules::displacement::{Displaced, clock_of_displaced, displaced};
use crate::rules::error::LawError;
use crate::rules::policy::MonthRules;

/// What a filled place of a position moves, with its drawn numbers, in the prices of the price year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFlows {
    /// Supervision and material at the enterprise's own expense [kr/month].
    pub supervision: f64,
    /// What the municipality pays for the place [kr/month].
    pub payment: f64,
    /// Share of that payment that is surplus [0-1].
    pub surplus: f64,
    /// Village tasks: share of the paid hours [0-1], value of an hour [kr/h], and to whom.
    pub village_tasks: Vec<(f64, f64, Beneficiary)>,
    /// Share of the paid hours that others would have worked [0-1], and months until they have found other work.
    pub displacement: Option<(f64, u32)>,
}

/// The holder of a place in a month, as far as the place's own flows depend on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Paid hours [h/week].
    pub hours: f64,
    /// Pay, in the wages of the price year.
    pub pay: PayRates,
    /// Months in the stay before this one.
    pub months: u32,
}

impl PlaceFlows {
    /// Share of the paid hours that goes to village tasks [0-1].
    pub fn village_share(&self) -> f64 {
        self.village_tasks.iter().map(|(share, ..)| share).sum::<f64>().min(1.0)
    }

    /// For how many months, this one included, the flows are the same, so long as hours, pay, law and wages are: those
    /// displaced find other work, and before that come to the next rung of the refund's ladder \[months\].
    pub fn months_alike(&self, rules: &MonthRules, held: &Held) -> usize {
        let without_work = self.displacement.and_then(|(_, months)| months.checked_sub(held.months)).unwrap_or(0);
        if without_work == 0 {
            return usize::MAX;
        }
        let on_rung = rules.ladder.as_ref().map_or(1, |ladder| ladder.months_alike(clock_of_displaced(held.months)));
        on_rung.min(without_work as usize)
    }

    /// Hours of village tasks among the paid hours of a month [1/100 h].
    pub fn village_hours(&self, paid_hours_per_week: f64) -> i64 {
        (paid_hours_per_week * WEEKS_PER_MONTH * Activity::HOUR as f64 * self.village_share()).round() as i64
    }

    /// Adds the flows of a month in which the place is held, under the law of an arm.
    ///
    /// # Errors
    /// Where hours are displaced and the law of the month has no benefit, ladder or tax for the displaced.
    pub fn post_month(
        &self,
        instance: &Instance,
        rules: &MonthRules,
        held: &Held,
        month: usize,
        flows: &mut FlowList,
    ) -> Result<(), LawError> {
        let mut post = |purpose, amount| flows.post(Line::of(purpose), amount, 0);
        post(Purpose::Supervision, instance.money(self.supervision, month));
        if self.payment > 0.0 {
            let payment = instance.money(self.payment, month);
            post(Purpose::PlacePayment, payment);
            post(Purpose::EnterpriseResources, payment.times(1.0 - self.surplus));
        }
        for (beneficiary, purpose) in
            [(Beneficiary::Village, Purpose::VillageTask), (Beneficiary::Municipality, Purpose::MunicipalVillageTask)]
        {
            let tasks = self.village_tasks.iter().filter(|(.., whose)| *whose == beneficiary);
            let worth = |(share, value, _): &(f64, f64, Beneficiary)| share * held.hours * WEEKS_PER_MONTH * value;
            post(purpose, tasks.map(|task| instance.money(worth(task), month)).sum());
        }
        if let Some((share, months)) = self.displacement
            && held.months < months
        {
            let hourly = held.pay.hourly * instance.wage_index[month];
            let others = Displaced {
                hours_per_week: share * held.hours,
                pay: PayRates { hourly, ..held.pay },
                months: held.months,
            };
            flows.extend(&displaced(rules, &instance.terms, &others)?);
        }
        Ok(())
    }
}
