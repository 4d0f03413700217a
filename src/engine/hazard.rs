//! Rates and survival curves of a sample, tabled by month.

use crate::domain::benefit::Family;
use crate::domain::population::Cohort;
use crate::domain::spell::Status;
use crate::domain::survival::Survival;
use crate::domain::transition::{Cause, Origin, Transition, WithWork};
use crate::engine::draw::Chance;

/// Monthly hazards of a survival curve: the chance to end in month m of the stay, for those who are left.
#[derive(Clone, Debug)]
pub struct EndingHazard {
    chances: Vec<Chance>,
}

impl EndingHazard {
    /// Tables a curve for so many months; later months keep the last chance.
    ///
    /// ```text
    /// chance(m) = 1 - S(m + 1) / S(m)
    /// ```
    pub fn of(survival: &Survival, values: &[f64], months: usize) -> EndingHazard {
        let curve = Curve::of(survival, values);
        let cumulated: Vec<f64> = (0..=months.max(1)).map(|month| curve.cumulated(month as f64)).collect();
        let chance = |pair: &[f64]| Chance::of(-libm::expm1(pair[0] - pair[1]));
        EndingHazard { chances: cumulated.windows(2).map(chance).collect() }
    }

    /// The chance of every month, where all months have the same; `None` where they differ.
    pub fn constant(&self) -> Option<f64> {
        let first = self.chances[0].share();
        self.chances.iter().all(|chance| (chance.share() - first).abs() < 1e-9).then_some(first)
    }

    /// The chance to end in month `month` of the stay, counted from 0.
    pub fn at(&self, month: u32) -> Chance {
        self.chances[(month as usize).min(self.chances.len() - 1)]
    }
}

/// A survival curve with its drawn numbers, by its cumulated hazard -ln S(t).
enum Curve {
    Weibull { shape: f64, scale: f64 },
    Table(Vec<(f64, f64)>),
}

/// The smallest share that a curve falls to: below it the hazard is taken as constant.
const LEAST_SHARE: f64 = 1e-9;

impl Curve {
    fn of(survival: &Survival, values: &[f64]) -> Curve {
        match (&survival.weibull, &survival.table) {
            (Some(weibull), _) => {
                Curve::Weibull { shape: weibull.shape.at(values), scale: weibull.scale_months.at(values) }
            }
            (None, Some(points)) => {
                let mut rows = vec![(0.0, 0.0)];
                for point in points {
                    let share = point.share.at(values).clamp(LEAST_SHARE, 1.0);
                    let before = rows.last().map_or(0.0, |row: &(f64, f64)| row.1);
                    rows.push((f64::from(point.months), (-libm::log(share)).max(before)));
                }
                Curve::Table(rows)
            }
            (None, None) => Curve::Table(vec![(0.0, 0.0), (1.0, 0.0)]),
        }
    }

    /// -ln S(t), t in months.
    fn cumulated(&self, months: f64) -> f64 {
        match self {
            Curve::Weibull { shape, scale } => libm::pow(months / scale, *shape),
            Curve::Table(rows) => {
                let next = rows.iter().position(|row| row.0 >= months).unwrap_or(rows.len() - 1).max(1);
                let ((from, low), (to, high)) = (rows[next - 1], rows[next]);
                low + (high - low) * (months - from) / (to - from)
            }
        }
    }
}

/// The rate of one cause for some people, with its drawn numbers.
#[derive(Clone, Debug)]
pub struct CauseRate {
    /// The cause.
    pub cause: Cause,
    /// Only people of this cohort, where given: one flag per cohort.
    cohorts: Option<Vec<bool>>,
    /// Only people of this age \[months\], from and before.
    age: Option<[i32; 2]>,
    /// Rate [1/month] from so many months in the status on, in order.
    steps: Vec<(u32, f64)>,
}

impl CauseRate {
    /// The rate for people of a cohort, where it depends on nothing else [1/month].
    pub fn constant(&self, cohort: usize) -> Option<f64> {
        if self.cohorts.as_ref().is_some_and(|flags| !flags[cohort]) {
            return Some(0.0);
        }
        let from_the_start = matches!(self.steps[..], [(0, _)]);
        (self.age.is_none() && from_the_start).then(|| self.at(cohort, 0, 0))
    }

    /// The first number of months in the status, above `months_in_status`, from which another rate holds.
    pub fn next_step(&self, months_in_status: u32) -> Option<u32> {
        self.steps.iter().map(|(from, _)| *from).find(|from| *from > months_in_status)
    }

    /// The rate for a person [1/month]; 0 where the row is not about them.
    pub fn at(&self, cohort: usize, age_months: i32, months_in_status: u32) -> f64 {
        if self.cohorts.as_ref().is_some_and(|flags| !flags[cohort]) {
            return 0.0;
        }
        if self.age.is_some_and(|[from, to]| age_months < from || age_months >= to) {
            return 0.0;
        }
        let step = self.steps.iter().rev().find(|(from, _)| *from <= months_in_status);
        step.map_or(0.0, |(_, rate)| *rate)
    }
}

/// The rates of a sample by status and by work beside it.
#[derive(Clone, Debug)]
pub struct Hazards {
    /// `[status][without work, with a few hours]`, each a list of rows.
    rows: Vec<[Vec<CauseRate>; 2]>,
}

/// Statuses that have rates: the families and self-support.
const STATUSES: usize = Family::COUNT + 1;

fn position(status: Status) -> Option<usize> {
    match status {
        Status::On(family) => Some(family as usize),
        Status::SelfSupporting => Some(Family::COUNT),
        Status::Out(_) => None,
    }
}

impl Hazards {
    /// Compiles the transitions of a study for one sample.
    pub fn of(transitions: &[Transition], cohorts: &[Cohort], values: &[f64]) -> Hazards {
        let mut rows: Vec<[Vec<CauseRate>; 2]> = (0..STATUSES).map(|_| [Vec::new(), Vec::new()]).collect();
        for transition in transitions {
            let row = CauseRate {
                cause: transition.cause,
                cohorts: transition
                    .target_group
                    .as_ref()
                    .map(|group| cohorts.iter().map(|cohort| cohort.target_group == *group).collect()),
                age: transition.age.map(|[from, to]| [from as i32 * 12, to as i32 * 12]),
                steps: steps(transition, values),
            };
            let statuses = match transition.from {
                Origin::Any => 0..STATUSES,
                Origin::SelfSupporting => Family::COUNT..STATUSES,
                origin => {
                    let family = origin.family().map_or(0, |family| family as usize);
                    family..family + 1
                }
            };
            for status in statuses {
                let [without, with] = &mut rows[status];
                if transition.with_work != WithWork::Hours {
                    without.push(row.clone());
                }
                if transition.with_work != WithWork::None || transition.from == Origin::Any {
                    with.push(row.clone());
                }
            }
        }
        Hazards { rows }
    }

    /// The rows for people in a status, with or without a few paid hours beside it.
    pub fn rows(&self, status: Status, with_hours: bool) -> &[CauseRate] {
        position(status).map_or(&[], |status| &self.rows[status][usize::from(with_hours)])
    }
}

/// The monthly rates of a transition by months in the status.
fn steps(transition: &Transition, values: &[f64]) -> Vec<(u32, f64)> {
    let monthly = |rate_per_year: f64| rate_per_year.max(0.0) / 12.0;
    if let Some(rate) = &transition.rate_per_year {
        return vec![(0, monthly(rate.at(values)))];
    }
    if let Some(chance) = &transition.chance_per_year {
        let chance = chance.at(values).clamp(0.0, 1.0 - LEAST_SHARE);
        return vec![(0, monthly(-libm::log1p(-chance)))];
    }
    let rates = transition.by_duration.iter().flatten();
    rates.map(|step| (step.from_months, monthly(step.rate_per_year.at(values)))).collect()
}
