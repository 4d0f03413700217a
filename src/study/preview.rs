//! What a scenario implies before the programme: what an officer holds against the budget.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::activity::Indicator;
use crate::domain::assumption::{Distribution, Quantities, Walk, Written};
use crate::domain::benefit::Family;
use crate::domain::shown::Shown;
use crate::engine::outcome::Record;
use crate::estimate::design::Design;
use crate::estimate::levels::spending;
use crate::estimate::summary::{Batches, Summary};
use crate::report::assumption_name::AssumptionName;
use crate::report::findings::Warning;
use crate::study::conclusion::pool_changes;
use crate::study::contradictions::contradictions;
use crate::study::error::Error;
use crate::study::prepared::Prepared;
use crate::study::scenario::Study;

/// Draws behind a preview, at most: levels need few, since whole populations average luck out. A study that asks for fewer
/// draws with levels gets them.
const LEVEL_DRAWS: u32 = 20;

/// Months in which the share with ordinary hours is shown, counted from 1.
const SHARE_MONTHS: [usize; 3] = [1, 12, 60];

/// What a scenario implies before the programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// Title of the study.
    pub title: String,
    /// The title in Danish, where the scenario gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_da: Option<String>,
    /// Assumptions and plain numbers (0 and 1 excepted) without a range.
    pub without_range: Vec<AssumptionName>,
    /// Assumptions without a source, and plain numbers, which have none.
    pub without_source: Vec<AssumptionName>,
    /// Named assumptions that nothing uses.
    pub unused: Vec<AssumptionName>,
    /// Share of the recipients of cash benefit with ordinary hours, baseline: month counted from 1, share [0-1]; empty
    /// where so few persons of a file have hours that they could be found.
    pub shares: Vec<(u32, f64)>,
    /// Keys in which an enterprise of both arms is described otherwise in the programme than in the baseline, beside places
    /// and closing.
    pub contradictions: Vec<String>,
    /// People on support at the start of each year, baseline.
    pub pool: Vec<(i32, Summary)>,
    /// What to mind before one runs it: a pool that changes much.
    pub warnings: Vec<Warning>,
    /// Name of the declared benefit family, where the scenario has one.
    pub declared_family: Option<String>,
    /// Gross spending on each family in the first twelve months, baseline \[øre\]; families with few persons of a file
    /// together.
    pub spending: Vec<(Shown<Family>, Summary)>,
}

impl Study {
    /// Checks the study and looks at its baseline, without running the programme's estimates.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub fn preview(&self) -> Result<Preview, Error> {
        let mut levels = self.clone();
        levels.simulation.samples = LEVEL_DRAWS.min(self.simulation.level_draws).max(1).into();
        levels.simulation.replicates = 1;
        levels.simulation.design = Design::Random;
        let prepared = Prepared::of(&levels)?;
        let baseline = |draw| Ok(prepared.outcome(draw)?.0.arms.swap_remove(0));
        let records: Vec<Record> = (0..prepared.draws()).into_par_iter().map(baseline).collect::<Result<_, Error>>()?;
        let fixed = prepared.assumptions.entries.iter().filter(|e| matches!(e.distribution, Distribution::Fixed(_)));
        let unsourced = prepared.assumptions.entries.iter().filter(|e| e.assumption.source.is_none());
        let numbers = plain_numbers(&levels);
        let named = |listed: Vec<AssumptionName>| listed.into_iter().chain(numbers.iter().cloned()).collect();
        let start = prepared.model.start;
        let years = (0..prepared.model.months).step_by(12);
        let on_support = |month| summary(&records, |record| record.activity.on_support(month)).mean.round() as i64;
        Ok(Preview {
            title: self.title.clone(),
            title_da: self.title_da.clone(),
            without_range: named(fixed.map(|listed| listed.called.clone()).collect()),
            without_source: named(unsourced.map(|listed| listed.called.clone()).collect()),
            unused: prepared
                .assumptions
                .unused
                .iter()
                .map(|name| AssumptionName::of(name, &self.assumptions[name]))
                .collect(),
            shares: SHARE_MONTHS
                .into_iter()
                .filter(|month| *month <= prepared.model.months && prepared.classes.shows_hours())
                .filter_map(|month| share_with_hours(&records, month - 1).map(|share| (month as u32, share)))
                .collect(),
            contradictions: contradictions(self),
            warnings: pool_changes(on_support(0), on_support(prepared.model.months - 1)).into_iter().collect(),
            pool: years
                .map(|month| {
                    let people = summary(&records, |record| record.activity.on_support(month));
                    ((start + month as u32).year(), people)
                })
                .collect(),
            declared_family: self.declared_family.as_ref().map(|family| family.name.clone()),
            spending: prepared
                .classes
                .families()
                .rows(Family::ALL)
                .into_iter()
                .map(|(shown, families)| {
                    let spent = |record: &Record| families.iter().map(|f| spending(&record.ledger, *f, 0..12)).sum();
                    (shown, summary(&records, spent))
                })
                .filter(|(_, summary)| summary.mean > 0.0)
                .collect(),
        })
    }
}

fn summary(records: &[Record], figure: impl Fn(&Record) -> i64) -> Summary {
    let values: Vec<i64> = records.iter().map(figure).collect();
    Summary::of(&values, Batches::of_samples(1))
}

/// The share of the recipients of cash benefit who have ordinary hours in a month; `None` without recipients.
fn share_with_hours(records: &[Record], month: usize) -> Option<f64> {
    let sum = |indicator| records.iter().map(|record| record.activity.at(month, indicator)).sum::<i64>() as f64;
    let recipients = sum(Indicator::OnCashBenefit);
    (recipients > 0.0).then(|| sum(Indicator::CashBenefitWithHours) / recipients)
}

/// Key paths at which a plain number stands that is neither 0 nor 1: fixed, and without a source. Not the places: how many
/// there are is decided.
fn plain_numbers(study: &Study) -> Vec<AssumptionName> {
    let mut paths = Vec::new();
    study.clone().walk(&mut Walk::new(&mut |path, quantity| {
        let decided = path.ends_with(".places");
        if !decided && matches!(quantity.written, Written::Number(number) if number != 0.0 && number != 1.0) {
            paths.push(AssumptionName::new(path).with_danish(&study.names_da));
        }
    }));
    paths
}
