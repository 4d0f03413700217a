//! What the draws of a study leave: rows of whole numbers, and counts by month added up.

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};
use crate::engine::outcome::Outcome;
use crate::estimate::columns::Columns;
use crate::estimate::draw_table::DrawTable;
use crate::estimate::spill::Storage;

/// What one draw leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// What the programme changes, as a row.
    pub effect: Vec<i64>,
    /// What the arms are by themselves, as a row, where everybody was lived.
    pub levels: Option<Vec<i64>>,
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

/// What a block of draws left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Effects: one row per draw.
    pub effects: Columns,
    /// Levels: one row per draw in which everybody was lived.
    pub levels: Columns,
    /// What people do, month by month.
    pub counts: Counts,
}

impl Rows {
    /// What some consecutive draws of so many months left, in order.
    pub fn of(draws: Vec<Draw>, months: usize) -> Rows {
        let mut counts = Counts::new(months);
        draws.iter().for_each(|draw| counts.add(&draw.counts));
        let (effects, levels): (Vec<_>, Vec<_>) = draws.into_iter().map(|draw| (draw.effect, draw.levels)).unzip();
        let levels: Vec<Vec<i64>> = levels.into_iter().flatten().collect();
        Rows { effects: Columns::of(&effects), levels: Columns::of(&levels), counts }
    }
}

/// What the draws of a study left.
pub struct Drawn {
    /// Effects: one row per draw.
    pub effects: DrawTable,
    /// Levels: one row per draw in which everybody was lived.
    pub levels: DrawTable,
    /// Net present value of the first samples with other luck: one row per sample, one column per perspective, øre.
    pub twins: DrawTable,
    /// Whether all draws were done that were wanted.
    pub complete: bool,
    counts: Counts,
}

impl Drawn {
    /// Nothing drawn yet, of so many months.
    pub fn new(months: usize, storage: &Storage) -> Drawn {
        let [effects, levels, twins] = [(); 3].map(|()| DrawTable::new(storage));
        Drawn { effects, levels, twins, complete: false, counts: Counts::new(months) }
    }

    /// Adds what the next draws left.
    pub fn add(&mut self, next: Rows) {
        self.effects.add(next.effects);
        self.levels.add(next.levels);
        self.counts.add(&next.counts);
    }

    /// Mean of some counts together in each month, baseline: shape `[month]`.
    pub fn baseline_by_month(&self, parts: &[Indicator]) -> Vec<f64> {
        let known = parts.iter().all(|part| part.is_of_places());
        by_month(&self.counts.baseline, parts, if known { &self.effects } else { &self.levels }.draws())
    }

    /// Mean of some counts together in each month, programme less baseline: shape `[month]`.
    pub fn change_by_month(&self, parts: &[Indicator]) -> Vec<f64> {
        by_month(&self.counts.change, parts, self.effects.draws())
    }
}

fn by_month(activity: &Activity, parts: &[Indicator], draws: usize) -> Vec<f64> {
    let sum = |month| parts.iter().map(|part| activity.at(month, *part)).sum::<i64>();
    (0..activity.months()).map(|month| sum(month) as f64 / draws.max(1) as f64).collect()
}
