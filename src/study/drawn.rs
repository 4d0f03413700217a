//! What the draws of a study leave, added up in their order.

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};
use crate::engine::outcome::Outcome;
use crate::estimate::effect::{Effect, Seen};
use crate::estimate::levels::Levels;

/// What one draw leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// What the programme changes.
    pub effect: Effect,
    /// What the arms are by themselves, where everybody was lived.
    pub levels: Option<Levels>,
    /// What people do, month by month.
    pub counts: Counts,
}

/// Counts of each month, summed over draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Programme less baseline, over all draws: shape `[indicator][month]`.
    pub change: Activity,
    /// Baseline, over the draws in which everybody was lived; counts of places, enterprises and enquiries over all: shape
    /// `[indicator][month]`.
    pub baseline: Activity,
}

impl Counts {
    /// Nothing counted in so many months.
    fn new(months: usize) -> Counts {
        Counts { change: Activity::new(months), baseline: Activity::new(months) }
    }

    /// The counts of one draw; `whole` where everybody was lived.
    pub fn of(outcome: &Outcome, whole: bool) -> Counts {
        let [baseline, programme] = [&outcome.arms[0].activity, &outcome.arms[1].activity];
        let level = if whole { baseline.clone() } else { baseline.only(&Indicator::OF_PLACES) };
        Counts { change: programme.minus(baseline), baseline: level }
    }

    fn add(&mut self, other: &Counts) {
        self.change.add(&other.change);
        self.baseline.add(&other.baseline);
    }
}

/// What some consecutive draws left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// One effect per draw, in order.
    pub effects: Vec<Effect>,
    /// Levels of the draws in which everybody was lived, in order.
    pub levels: Vec<Levels>,
    /// What people do, month by month.
    pub counts: Counts,
}

impl Rows {
    /// No draw yet, of so many months.
    pub fn new(months: usize) -> Rows {
        Rows { effects: Vec::new(), levels: Vec::new(), counts: Counts::new(months) }
    }

    /// What some draws of so many months left, in order.
    pub fn of(draws: Vec<Draw>, months: usize) -> Rows {
        let mut rows = Rows::new(months);
        for draw in draws {
            rows.effects.push(draw.effect);
            rows.levels.extend(draw.levels);
            rows.counts.add(&draw.counts);
        }
        rows
    }

    /// Adds what the next draws left.
    pub fn add(&mut self, next: Rows) {
        self.effects.extend(next.effects);
        self.levels.extend(next.levels);
        self.counts.add(&next.counts);
    }

    /// Mean of some counts together in each month, baseline: shape `[month]`.
    pub fn baseline_by_month(&self, parts: &[Indicator]) -> Vec<f64> {
        let known = parts.iter().all(|part| part.is_of_places());
        by_month(&self.counts.baseline, parts, if known { self.effects.len() } else { self.levels.len() })
    }

    /// Mean of some counts together in each month, programme less baseline: shape `[month]`.
    pub fn change_by_month(&self, parts: &[Indicator]) -> Vec<f64> {
        by_month(&self.counts.change, parts, self.effects.len())
    }
}

/// What the draws of a study left.
pub struct Drawn {
    /// Its own draws.
    pub rows: Rows,
    /// Net present value of the first samples with other luck: shape `[sample][perspective]`, øre.
    pub twins: Vec<Seen>,
    /// Whether all draws were done that were wanted.
    pub complete: bool,
}

impl Drawn {
    /// Nothing drawn yet, of so many months.
    pub fn new(months: usize) -> Drawn {
        Drawn { rows: Rows::new(months), twins: Vec::new(), complete: false }
    }
}

fn by_month(activity: &Activity, parts: &[Indicator], draws: usize) -> Vec<f64> {
    let sum = |month| parts.iter().map(|part| activity.at(month, *part)).sum::<i64>();
    (0..activity.months()).map(|month| sum(month) as f64 / draws.max(1) as f64).collect()
}
