//! Where the effect of a programme arises in one draw: part by part, and gross before what people would have done anyway.

use serde::{Deserialize, Serialize};

use crate::domain::balances::Balances;
use crate::domain::party::Perspective;
use crate::engine::attribution::{Attribution, Stays};
use crate::estimate::effect::{Seen, in_prices};

/// How the cells of two arms, baseline and programme, are joined to parts that have a name in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Number of parts.
    pub count: usize,
    /// The part to which each cell belongs: shape `[arm][cell]`.
    pub of_cell: [Vec<usize>; 2],
}

/// Where the effect of a programme arises in one draw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arising {
    /// Present value of each part: shape `[part][perspective]`, øre. The rest of the effect is common to all parts.
    pub by_part: Vec<Seen>,
    /// Stays of each part, programme less baseline: shape `[part]`.
    pub stays: Vec<Stays>,
    /// Present value of what those who came to a place would have gained by their own accord: the deadweight.
    ///
    /// The effect is measured against lives without the places (*net*). Against frozen lives, in which nobody finds work
    /// by themselves, it would look larger by this (*gross*). A decomposition of the same draw, not a factor.
    pub own_accord: Seen,
}

impl Arising {
    /// Where the difference of two arms, baseline and programme, arises. `factors`: discount factor over price index of
    /// each month \[1\], shape `[month]`; `society`: factor on society's figures \[1\].
    pub fn of(attributions: [&Attribution; 2], parts: &Parts, factors: &[f64], society: f64) -> Arising {
        let mut arising = Arising {
            by_part: vec![[0; Perspective::COUNT]; parts.count],
            stays: vec![Stays::default(); parts.count],
            own_accord: [0; Perspective::COUNT],
        };
        let value = |balances: &Balances, cell| in_prices(present_value(balances, cell, factors), society);
        for ((arm, cells), sign) in attributions.into_iter().zip(&parts.of_cell).zip([-1, 1]) {
            for (cell, part) in cells.iter().enumerate() {
                add(&mut arising.by_part[*part], value(&arm.by_cell, cell), sign);
                let (sum, its) = (&mut arising.stays[*part], arm.stays[cell]);
                sum.place_months += sign * its.place_months;
                sum.hours += sign * its.hours;
                sum.placements += sign * its.placements;
                sum.citizens += sign * its.citizens;
            }
            add(&mut arising.own_accord, value(&arm.own_accord, 0), sign);
        }
        arising
    }
}

fn add(sum: &mut Seen, its: Seen, sign: i64) {
    for (sum, its) in sum.iter_mut().zip(its) {
        *sum += sign * its;
    }
}

/// Exact month totals times factor, summed in month order, rounded once per perspective.
fn present_value(balances: &Balances, cell: usize, factors: &[f64]) -> Seen {
    let months = 0..balances.months();
    Perspective::ALL.map(|perspective| {
        let value = |month| balances.seen(cell, month, perspective) as f64 * factors[month];
        months.clone().map(value).sum::<f64>().round() as i64
    })
}
