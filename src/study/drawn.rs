//! What the draws of a study leave, added up in their order.

use std::collections::BTreeMap;

use crate::domain::activity::Indicator;
use crate::engine::outcome::{Outcome, Record};
use crate::estimate::effect::{Effect, Seen};

/// What the draws left: an effect of each, and the sums of what people do.
pub struct Drawn {
    /// One effect per draw, in order.
    pub effects: Vec<Effect>,
    /// Sum over the draws of each count: shape `[arm][indicator][month]`.
    pub activity: [BTreeMap<Indicator, Vec<i64>>; 2],
    /// Net present value of the first samples with other luck: shape `[sample][perspective]`, øre.
    pub twins: Vec<Seen>,
    /// Whether all draws were done that were wanted.
    pub complete: bool,
}

impl Drawn {
    /// Nothing drawn yet, for so many months.
    pub fn new(months: usize) -> Drawn {
        let nothing = || Indicator::ALL.into_iter().map(|indicator| (indicator, vec![0; months])).collect();
        Drawn { effects: Vec::new(), activity: [nothing(), nothing()], twins: Vec::new(), complete: false }
    }

    /// Adds the next draw.
    pub fn add(&mut self, effect: Effect, outcome: &Outcome) {
        self.effects.push(effect);
        for (sums, record) in self.activity.iter_mut().zip(&outcome.arms) {
            add_activity(sums, record);
        }
    }
}

fn add_activity(sums: &mut BTreeMap<Indicator, Vec<i64>>, record: &Record) {
    for (indicator, months) in sums {
        for (month, sum) in months.iter_mut().enumerate() {
            *sum += record.activity.at(month, *indicator);
        }
    }
}
