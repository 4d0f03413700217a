//! What a month of a life comes to: reckoned once, for all the months in which it stays the same.

use crate::domain::activity::Activity;
use crate::domain::calendar::{Month, WEEKS_PER_MONTH};
use crate::domain::flow::Flow;
use crate::domain::person::Person;
use crate::domain::spell::{MonthFacts, Status, Work, YearToDate};
use crate::domain::work::{Employer, MonthWage, PayRates};
use crate::engine::course::Course;
use crate::engine::life::{Job, Life};
use crate::engine::place_flows::Held;
use crate::engine::risk::Risk;
use crate::rules::assessment::{Assessment, assess};
use crate::rules::error::LawError;
use crate::rules::self_support::Counted;

/// A month of a life, as the law, the place and chance see it; and until when every month of the life is like it, if
/// nothing happens.
///
/// Most months of a life are like the month before. So a month only draws whether anything strikes, and moves the clocks;
/// what it comes to is reckoned when something has happened, when the law or wages may be others, on birthdays that matter,
/// on the next rung of the refund's ladder, and month by month while anything else runs on that the law looks at.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Legal status.
    pub status: Status,
    /// Work.
    pub job: Option<Job>,
    /// Whether a person of working age counts as without employment.
    pub without_employment: bool,
    /// The law's answer, and the flows beside it. What it says of clocks holds in the first month.
    pub assessment: Assessment,
    /// What the place moves beside, where the life holds one.
    pub place: Option<PlaceMonth>,
    /// How the month counts for the refund.
    pub counted: Counted,
    /// What can strike.
    pub risk: Risk,
    /// Month in which the person reaches the state pension age.
    pub pension_month: Month,
    /// First month that has to be reckoned anew.
    pub until: usize,
}

/// What a held place moves in a month beside the wage and support of the person who holds it.
#[derive(Clone, Debug)]
pub struct PlaceMonth {
    /// The flows.
    pub flows: Vec<Flow>,
    /// Paid hours [1/100 h].
    pub hours: i64,
    /// Hours of village tasks among them [1/100 h].
    pub village_hours: i64,
    /// For how many months it is the same, so long as hours, pay, law and wages are \[months\].
    pub months: usize,
}

impl Course<'_> {
    /// What a month of a life comes to.
    ///
    /// # Errors
    /// Where the law has no answer.
    #[inline]
    pub fn standing(&self, person: &Person, life: &Life, month: usize) -> Result<Standing, LawError> {
        let (instance, rules) = (self.instance, &self.rules[month]);
        let facts = self.facts(person, life, month);
        let mut assessment = assess(rules, &instance.terms, &facts)?;
        let place = self.place(life, month)?;
        let alike = assessment.months_alike(rules, &facts);
        let work = life.job.map(|job| (job.form, job.hours));
        instance.beside.post(instance, life.status, work, month, &mut assessment.flows);
        let form = life.job.map(|job| job.form);
        let risk = self.risk(person, life, month);
        let moved = place.as_ref().map_or(usize::MAX, |place| place.months);
        let months = alike.min(moved).min(risk.months).min(instance.months_to_age(facts.month - person.birth));
        Ok(Standing {
            status: life.status,
            job: life.job,
            without_employment: instance.settlement.without_employment(facts.age(), form),
            counted: Counted::of(&assessment, facts.clock, form),
            assessment,
            place,
            risk,
            pension_month: rules.pension_month(person.birth),
            until: self.renewals[month].min(month.saturating_add(months)),
        })
    }

    /// The facts of a person-month for the law.
    fn facts(&self, person: &Person, life: &Life, month: usize) -> MonthFacts {
        let calendar = self.calendar(month);
        let work = life.job.map(|job| {
            let position = job.place.map(|seat| self.position(seat));
            let public_employer = position.is_some_and(|position| position.public_employer);
            let pay = PayRates { hourly: job.pay.hourly * self.instance.wage_index[month], ..job.pay };
            Work {
                form: job.form,
                employer: if job.place.is_some() { Employer::Enterprise } else { Employer::Outside },
                public_employer,
                special_subsidy: position.is_some_and(|position| position.special_subsidy),
                hours_per_week: job.paid_hours(),
                wage: MonthWage::of(job.paid_hours(), self.rules[month].pay(job.form, public_employer, pay)),
                productivity: position.map_or(1.0, |position| position.productivity),
            }
        });
        MonthFacts {
            month: calendar,
            birth: person.birth,
            status: life.status,
            benefit: life.benefit,
            work,
            clock: life.self_support.clock,
            year_to_date: if calendar.month() == 1 { YearToDate::default() } else { life.year_to_date },
        }
    }

    /// What the place that a life holds moves beside, if it holds one.
    fn place(&self, life: &Life, month: usize) -> Result<Option<PlaceMonth>, LawError> {
        let Some((job, seat)) = life.job.and_then(|job| job.place.map(|seat| (job, seat))) else { return Ok(None) };
        let place = &self.position(seat).flows;
        let held = Held { hours: job.paid_hours(), pay: job.pay, months: job.months };
        let village = job.paid_hours() * WEEKS_PER_MONTH * Activity::HOUR as f64 * place.village_share();
        Ok(Some(PlaceMonth {
            flows: place.of_month(self.instance, &self.rules[month], &held, month)?,
            hours: job.month_hours(),
            village_hours: village.round() as i64,
            months: if place.recur(&held) { usize::MAX } else { 1 },
        }))
    }
}
