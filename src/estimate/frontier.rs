//! The cost-effectiveness frontier: which of several programmes are worth choosing, and what each step up costs.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// Relative difference of two ratios \[1\] below which a programme counts as lying on the line between two others.
const ON_THE_LINE: f64 = 1e-12;

/// What a programme costs and does, against doing nothing: expected values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostAndEffect {
    /// Cost \[øre\]; *negative = saving*.
    pub cost: f64,
    /// Effect \[unit of the effect\]; *positive = better*.
    pub effect: f64,
}

/// One of the choices that exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Doing nothing: cost 0 and effect 0.
    Nothing,
    /// The programme with this index.
    Programme(usize),
}

/// Where a choice stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// On the frontier.
    Frontier {
        /// From the choice before it on the frontier; `None` for the cheapest, where the frontier starts.
        step: Option<Step>,
    },
    /// Another choice costs no more and does no less, and one of them is strict.
    Dominated {
        /// That choice: on the frontier where one such is, and of those with the greatest effect.
        by: Choice,
    },
    /// A mix of two others does the same for less.
    ExtendedlyDominated {
        /// The neighbours on the frontier that are mixed: the cheaper, then the dearer.
        between: (Choice, Choice),
    },
    /// Cost and effect are those of a choice named earlier.
    Same {
        /// That choice.
        like: Choice,
    },
}

/// A step up the frontier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The choice before it on the frontier.
    pub from: Choice,
    /// Incremental cost \[øre\], above zero.
    pub cost: f64,
    /// Incremental effect \[unit of the effect\], above zero.
    pub effect: f64,
    /// Incremental cost-effectiveness ratio: incremental cost / incremental effect \[øre per unit\].
    pub ratio: f64,
}

/// A cost or an effect that no frontier can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "cost or effect of programme {programme} (counted from 0) is not finite: give expected values of a run with draws"
)]
pub struct NotFinite {
    /// Index of the first such programme.
    pub programme: usize,
}

/// The cost-effectiveness frontier of programmes that exclude each other, with doing nothing among the choices.
///
/// ```text
/// i dominates j:               cost_i <= cost_j and effect_i >= effect_j, one of them strictly
/// frontier:                    the lower convex hull of cost over effect among those that nothing dominates
/// ratio of j, k before it:     (cost_j - cost_k) / (effect_j - effect_k), rising along the frontier
/// j is extendedly dominated:   the ratio of j exceeds that of the next
/// ```
///
/// The decision rules of Johannesson and Weinstein (1993); Drummond et al. (2015, chapter 4).
///
/// A programme that saves and does good dominates doing nothing, and the frontier starts with it; one that saves and
/// does harm comes before doing nothing. A programme on the line between two others stays on the frontier (ratios that
/// are equal but for rounding, relative 1e-12). Where cost and effect are equal, the choice named first stands for all:
/// doing nothing, then the programmes in their order.
///
/// Do not trust it where programmes can be combined or run side by side: it is for one choice among all. A mix supposes
/// that both programmes can be scaled at constant cost and effect. It knows expected values only: where they are
/// uncertain, a neighbour may be as good, which the probability of being best shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frontier {
    /// Where doing nothing stands.
    pub nothing: Standing,
    /// Where each programme stands: shape `[programme]`.
    pub programmes: Vec<Standing>,
    /// The choices on the frontier, from the least cost and effect up.
    pub line: Vec<Choice>,
}

impl Frontier {
    /// The frontier of the programmes, in their order.
    ///
    /// # Errors
    /// A cost or an effect is infinite or no number.
    ///
    /// # Examples
    /// ```
    /// use gevinst::estimate::frontier::{Choice, CostAndEffect, Frontier, Standing};
    ///
    /// let of = |cost, effect| CostAndEffect { cost, effect };
    /// let programmes = [of(100e5, 2.0), of(300e5, 3.0), of(320e5, 4.0)];
    /// let frontier = Frontier::of(&programmes).unwrap();
    /// let between = (Choice::Programme(0), Choice::Programme(2));
    /// assert_eq!(frontier.programmes[1], Standing::ExtendedlyDominated { between });
    /// let Standing::Frontier { step: Some(step) } = frontier.programmes[2] else { panic!() };
    /// assert_eq!((step.from, step.ratio), (Choice::Programme(0), 110e5));
    /// ```
    pub fn of(programmes: &[CostAndEffect]) -> Result<Frontier, NotFinite> {
        let finite = |programme: &CostAndEffect| programme.cost.is_finite() && programme.effect.is_finite();
        if let Some(programme) = programmes.iter().position(|programme| !finite(programme)) {
            return Err(NotFinite { programme });
        }
        let nothing = Candidate { choice: Choice::Nothing, cost: 0.0, effect: 0.0 };
        let candidate = |(index, programme): (usize, &CostAndEffect)| Candidate {
            choice: Choice::Programme(index),
            cost: programme.cost,
            effect: programme.effect,
        };
        let named: Vec<Candidate> = [nothing].into_iter().chain(programmes.iter().enumerate().map(candidate)).collect();
        let undominated = undominated(&named);
        let line = lower_hull(&undominated);
        let mut standings = named.iter().map(|of| standing(of, &named, &undominated, &line));
        Ok(Frontier {
            nothing: standings.next().unwrap_or(Standing::Frontier { step: None }),
            programmes: standings.collect(),
            line: line.iter().map(|on| on.choice).collect(),
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    choice: Choice,
    cost: f64,
    effect: f64,
}

impl Candidate {
    fn equals(&self, other: &Candidate) -> bool {
        self.cost == other.cost && self.effect == other.effect
    }

    fn dominates(&self, other: &Candidate) -> bool {
        self.cost <= other.cost && self.effect >= other.effect && !self.equals(other)
    }

    /// From a choice before it.
    fn step(&self, from: &Candidate) -> Step {
        let (cost, effect) = (self.cost - from.cost, self.effect - from.effect);
        Step { from: from.choice, cost, effect, ratio: cost / effect }
    }
}

/// The choices that nothing dominates, rising in cost and in effect; of equal ones the first.
fn undominated(named: &[Candidate]) -> Vec<Candidate> {
    let mut sorted = named.to_vec();
    let order = |a: &Candidate, b: &Candidate| {
        let by_cost = a.cost.partial_cmp(&b.cost).unwrap_or(Ordering::Equal);
        by_cost.then(b.effect.partial_cmp(&a.effect).unwrap_or(Ordering::Equal)).then(a.choice.cmp(&b.choice))
    };
    sorted.sort_by(order);
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in sorted {
        if kept.last().is_none_or(|last| candidate.effect > last.effect) {
            kept.push(candidate);
        }
    }
    kept
}

/// The choices along which the ratio rises.
fn lower_hull(undominated: &[Candidate]) -> Vec<Candidate> {
    let mut line: Vec<Candidate> = Vec::new();
    for candidate in undominated {
        while let [.., before, last] = line[..]
            && last.step(&before).ratio > candidate.step(&last).ratio * (1.0 + ON_THE_LINE)
        {
            line.pop();
        }
        line.push(*candidate);
    }
    line
}

fn standing(of: &Candidate, named: &[Candidate], undominated: &[Candidate], line: &[Candidate]) -> Standing {
    if let Some(first) = named.iter().find(|other| other.equals(of)).filter(|first| first.choice != of.choice) {
        return Standing::Same { like: first.choice };
    }
    let dominating = |of_these: &[Candidate]| of_these.iter().rev().find(|other| other.dominates(of)).copied();
    if let Some(other) = dominating(line).or_else(|| dominating(undominated)) {
        return Standing::Dominated { by: other.choice };
    }
    let at = line.partition_point(|on| on.effect < of.effect);
    let before = at.checked_sub(1).map(|before| line[before]);
    match (before, line.get(at)) {
        (Some(before), Some(on)) if on.choice != of.choice => {
            Standing::ExtendedlyDominated { between: (before.choice, on.choice) }
        }
        _ => Standing::Frontier { step: before.map(|before| of.step(&before)) },
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, CostAndEffect, Frontier, Standing, Step};
    use Choice::{Nothing, Programme};

    fn frontier(figures: &[(f64, f64)]) -> Frontier {
        let programmes: Vec<CostAndEffect> =
            figures.iter().map(|(cost, effect)| CostAndEffect { cost: *cost, effect: *effect }).collect();
        Frontier::of(&programmes).unwrap()
    }

    fn start() -> Standing {
        Standing::Frontier { step: None }
    }

    fn step(from: Choice, cost: f64, effect: f64) -> Standing {
        Standing::Frontier { step: Some(Step { from, cost, effect, ratio: cost / effect }) }
    }

    #[test]
    fn strong_and_extended_dominance_are_told_apart() {
        // Ratios from one to the next: 10, then 40 up to c but 10 beyond it; d costs more than e and does less.
        let found = frontier(&[(100.0, 10.0), (500.0, 20.0), (600.0, 30.0), (900.0, 25.0)]);
        assert_eq!(found.nothing, start());
        assert_eq!(found.programmes[0], step(Nothing, 100.0, 10.0));
        assert_eq!(found.programmes[1], Standing::ExtendedlyDominated { between: (Programme(0), Programme(2)) });
        assert_eq!(found.programmes[2], step(Programme(0), 500.0, 20.0));
        assert_eq!(found.programmes[3], Standing::Dominated { by: Programme(2) });
        assert_eq!(found.line, [Nothing, Programme(0), Programme(2)]);
    }

    #[test]
    fn a_hull_may_have_to_go_back_more_than_one_step() {
        let found = frontier(&[(10.0, 1.0), (19.0, 2.0), (27.0, 3.0), (28.0, 7.0)]);
        assert_eq!(found.line, [Nothing, Programme(3)]);
        let between = (Nothing, Programme(3));
        assert_eq!(found.programmes[..3], [Standing::ExtendedlyDominated { between }; 3]);
    }

    #[test]
    fn of_equal_ones_the_first_stands_for_all() {
        let found = frontier(&[(5.0, 1.0), (0.0, 0.0), (5.0, 1.0), (9.0, 1.0), (9.0, 1.0)]);
        assert_eq!(found.programmes[0], step(Nothing, 5.0, 1.0));
        assert_eq!(found.programmes[1], Standing::Same { like: Nothing });
        assert_eq!(found.programmes[2], Standing::Same { like: Programme(0) });
        assert_eq!(found.programmes[3], Standing::Dominated { by: Programme(0) });
        assert_eq!(found.programmes[4], Standing::Same { like: Programme(3) });
    }

    #[test]
    fn equal_in_one_of_two_is_dominated() {
        let same_cost = frontier(&[(5.0, 1.0), (5.0, 2.0)]);
        assert_eq!(same_cost.programmes, [Standing::Dominated { by: Programme(1) }, step(Nothing, 5.0, 2.0)]);
        let same_effect = frontier(&[(5.0, 1.0), (4.0, 1.0)]);
        assert_eq!(same_effect.programmes, [Standing::Dominated { by: Programme(1) }, step(Nothing, 4.0, 1.0)]);
    }

    #[test]
    fn a_programme_on_the_line_stays() {
        // 0.3 - 0.2 is a little less than 0.4 - 0.3 in f64.
        let found = frontier(&[(10.0, 0.1), (20.0, 0.2), (30.0, 0.3), (40.0, 0.4)]);
        assert_eq!(found.line, [Nothing, Programme(0), Programme(1), Programme(2), Programme(3)]);
    }

    #[test]
    fn what_saves_and_does_good_replaces_doing_nothing() {
        let found = frontier(&[(-40.0, 2.0), (60.0, 4.0), (-10.0, 1.0)]);
        assert_eq!(found.nothing, Standing::Dominated { by: Programme(0) });
        assert_eq!(found.programmes[0], start());
        assert_eq!(found.programmes[1], step(Programme(0), 100.0, 2.0));
        assert_eq!(found.programmes[2], Standing::Dominated { by: Programme(0) });
    }

    #[test]
    fn what_saves_and_does_harm_comes_before_doing_nothing() {
        let found = frontier(&[(-100.0, -1.0), (-10.0, -2.0)]);
        assert_eq!(found.line, [Programme(0), Nothing]);
        assert_eq!(found.nothing, step(Programme(0), 100.0, 1.0));
        assert_eq!(found.programmes[1], Standing::Dominated { by: Programme(0) });
    }

    #[test]
    fn one_programme_and_none() {
        assert_eq!(frontier(&[(7.0, 2.0)]).programmes, [step(Nothing, 7.0, 2.0)]);
        assert_eq!(frontier(&[(7.0, 0.0)]).programmes, [Standing::Dominated { by: Nothing }]);
        assert_eq!(frontier(&[]).line, [Nothing]);
    }

    #[test]
    fn where_all_are_worse_doing_nothing_dominates_all() {
        let found = frontier(&[(1.0, -1.0), (0.0, -3.0), (2.0, 0.0)]);
        assert_eq!((found.nothing, found.line), (start(), vec![Nothing]));
        assert_eq!(found.programmes, [Standing::Dominated { by: Nothing }; 3]);
    }

    #[test]
    fn one_that_only_an_extendedly_dominated_one_dominates_is_dominated() {
        // a is above the line from nothing to b; c is dominated by a, but neither by nothing nor by b.
        let found = frontier(&[(50.0, 5.0), (60.0, 20.0), (55.0, 4.0)]);
        assert_eq!(found.programmes[0], Standing::ExtendedlyDominated { between: (Nothing, Programme(1)) });
        assert_eq!(found.programmes[2], Standing::Dominated { by: Programme(0) });
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        let programmes = [(1.0, 1.0), (f64::NAN, 1.0)].map(|(cost, effect)| CostAndEffect { cost, effect });
        let error = Frontier::of(&programmes).unwrap_err();
        assert_eq!(error.programme, 1);
        assert!(error.to_string().contains("programme 1"));
        assert!(Frontier::of(&[CostAndEffect { cost: 0.0, effect: f64::INFINITY }]).is_err());
    }
}
