//! Do the settings of the draws and of the decision analysis make sense: design, correlations, names, ranges?

use crate::domain::assumption::Distribution;
use crate::study::assumptions::AssumptionList;
use crate::study::check::{ABOVE_ZERO, Check};
use crate::study::suggestion::nearest;
use crate::study::values::Sampling;

/// Most runs that a setting may ask for.
const MOST: (f64, f64) = (1.0, 1e6);

impl Check<'_> {
    /// Samples, replicates, design and correlations.
    pub(crate) fn simulation(&mut self) {
        let simulation = &self.study.simulation;
        self.number("simulation.samples", f64::from(simulation.most()), MOST);
        self.number("simulation.replicates", f64::from(simulation.replicates), MOST);
        self.number("simulation.level_draws", f64::from(simulation.level_draws), (2.0, MOST.1));
        self.number("simulation.keep_draws", f64::from(simulation.keep_draws), (MOST.0, 1e9));
        self.number("simulation.tolerance_kr", simulation.tolerance_kr, (0.0, 1e12));
        let Ok(assumptions) = AssumptionList::of(&mut self.study.clone()) else { return };
        let mut known = true;
        for (number, pair) in self.study.correlations.iter().enumerate() {
            for name in &pair.between {
                known &= self.has_range(&assumptions, &format!("correlations[{number}].between"), name);
            }
        }
        if known
            && (1..=1_000_000).contains(&simulation.most())
            && let Err(problem) = Sampling::of(self.study, &assumptions)
        {
            self.report(problem.path, problem.wrong, problem.remedy);
        }
    }

    /// What the decision analysis varies and asks for.
    pub(crate) fn analyses(&mut self) {
        let study = self.study;
        let Ok(assumptions) = AssumptionList::of(&mut study.clone()) else { return };
        let plan = &study.sensitivity;
        self.number("sensitivity.replicates", f64::from(plan.replicates), (2.0, 1e6));
        for name in &plan.assumptions {
            self.has_range(&assumptions, "sensitivity.assumptions", name);
        }
        for range in &plan.thresholds {
            let path = format!("sensitivity.thresholds[{}]", range.assumption);
            self.is_listed(&assumptions, &path, &range.assumption);
            let ordered = range.from.is_finite() && range.to.is_finite() && range.from < range.to;
            self.require(ordered, &path, "the range is empty", "give a `from` below its `to`");
        }
        for pair in &plan.two_way {
            let path = format!("sensitivity.two_way[{}]", pair.rows);
            self.has_range(&assumptions, &path, &pair.rows);
            self.has_range(&assumptions, &path, &pair.columns);
            self.number(&format!("{path}.steps"), f64::from(pair.steps), (2.0, 50.0));
            self.require(pair.rows != pair.columns, &path, "both assumptions are the same", "name two");
        }
        for years in &plan.horizons {
            self.number("sensitivity.horizons", f64::from(*years), (1.0, f64::from(study.time.years)));
        }
        for rate in &plan.discount_rates {
            self.number("sensitivity.discount_rates", *rate, (0.0, 0.25));
        }
        if let Some(indices) = &plan.indices {
            self.number("sensitivity.indices.rows", f64::from(indices.rows), (32.0, 1e6));
            self.number("sensitivity.indices.replicates", f64::from(indices.replicates), (2.0, 1000.0));
            self.number("sensitivity.indices.shown", f64::from(indices.shown), (1.0, 100.0));
        }
        let plan = &study.value_of_information;
        self.number("value_of_information.samples", f64::from(plan.samples), (50.0, 1e6));
        self.number("value_of_information.replicates", f64::from(plan.replicates), (2.0, 1e4));
        self.number("value_of_information.municipalities", plan.municipalities, (ABOVE_ZERO, 1000.0));
        self.number("value_of_information.years", f64::from(plan.years), (1.0, 100.0));
        for (number, set) in plan.sets.iter().enumerate() {
            let path = format!("value_of_information.sets[{number}]");
            let fits = (1..=4).contains(&set.len());
            self.require(fits, &path, "the set has not one to four assumptions", "name one to four");
            for name in set {
                self.has_range(&assumptions, &path, name);
            }
        }
    }

    /// Whether an assumption is one of the study's and has a range; it is told where not.
    fn has_range(&mut self, assumptions: &AssumptionList, path: &str, name: &str) -> bool {
        if !self.is_listed(assumptions, path, name) {
            return false;
        }
        let listed = assumptions.slot(name).map(|slot| &assumptions.entries[slot]);
        let ranges = listed.is_some_and(|listed| !matches!(listed.distribution, Distribution::Fixed(_)));
        let wrong = format!("the assumption `{name}` has no range");
        self.require(ranges, path, &wrong, "give it `low` and `high`, or leave it out here");
        ranges
    }

    /// Whether an assumption is one of the study's; it is told where not.
    fn is_listed(&mut self, assumptions: &AssumptionList, path: &str, name: &str) -> bool {
        let listed = assumptions.slot(name).is_some();
        if !listed {
            let mut names = assumptions.entries.iter().map(|entry| entry.name.as_str());
            let plain = name.strip_prefix('$').unwrap_or(name);
            let remedy = match nearest(plain, names.clone()) {
                Some(same) if same == plain => format!("write it without the dollar sign: \"{plain}\""),
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let example = names.next().unwrap_or("none");
                    format!(
                        "write a name of [assumptions], or the key path of one that stands inline, such as `{example}`"
                    )
                }
            };
            self.report(path, format!("no number of the study uses an assumption `{name}`"), remedy);
        }
        listed
    }
}
