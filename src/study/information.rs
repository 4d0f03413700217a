//! What better knowledge of a study's assumptions would be worth.

use rayon::prelude::*;

use crate::domain::assumption::Distribution;
use crate::domain::party::Perspective;
use crate::estimate::design::Design;
use crate::estimate::estimated::Estimated;
use crate::estimate::information::{Standing, perfect_information};
use crate::estimate::net_benefit::NetBenefits;
use crate::estimate::partial_information::{partial_information, served};
use crate::estimate::refusal::Refusal;
use crate::report::decisions::{DecisionFinding, InformationFindings, PartialFinding};
use crate::report::findings::Manifest;
use crate::study::analyses::ValueOfInformation;
use crate::study::error::Error;
use crate::study::manifest::manifest;
use crate::study::nested::{Nested, NestedDraws};
use crate::study::prepared::Prepared;
use crate::study::run::Runner;
use crate::study::values::refusal;

impl Runner<'_> {
    /// Finds out what better knowledge of the assumptions would be worth to whoever chooses between the programme and doing
    /// nothing, as the study's `value_of_information` declares.
    ///
    /// # Errors
    /// As [`Runner::run`]; too few samples; [`Error::Cancelled`] where it was cancelled.
    pub fn value_of_information(&self) -> Result<InformationFindings, Error> {
        let mut study = self.study().base_case();
        // Samples of its own number, and independent, as the errors suppose.
        study.simulation.design = Design::Random;
        let prepared = Prepared::of(&study)?;
        let plan = prepared.study.value_of_information.clone();
        let nested = Nested::new(plan.samples as usize, plan.replicates as usize);
        self.expect(nested.len());
        let draws = self.in_pool(|| self.draw_nested(&prepared, &nested))?;
        self.in_pool(|| findings(&prepared, &plan, &draws))
    }

    /// Draws a nested design, told to the progress.
    ///
    /// # Errors
    /// The law's refusal; [`Error::Cancelled`] where the run was cancelled.
    pub(crate) fn draw_nested(&self, prepared: &Prepared, nested: &Nested) -> Result<NestedDraws, Error> {
        nested.draw(prepared, |values, number| {
            if self.is_cancelled() {
                return Err(Error::Cancelled);
            }
            let found = prepared.difference(values, number)?;
            self.tell();
            Ok(found)
        })
    }
}

fn findings(prepared: &Prepared, plan: &ValueOfInformation, draws: &NestedDraws) -> Result<InformationFindings, Error> {
    let factors: Vec<f64> = prepared.study.economy.discounting.factors(12 * plan.years as usize);
    let yearly: Vec<f64> = factors.into_iter().step_by(12).collect();
    let one = Estimated { value: 1.0, standard_error: 0.0 };
    let times = served(one, plan.municipalities, &yearly).map_err(|refused| refused_by(&refused))?;
    let values: Vec<Vec<f64>> = (0..plan.samples).map(|sample| prepared.values(u64::from(sample))).collect();
    let mut sets = sets(prepared, plan);
    // What happens to be the same in every sample has nothing to be found out.
    let varies = |slot: &usize| values.iter().any(|sample| sample[*slot] != values[0][*slot]);
    sets.retain(|set| set.iter().all(varies));
    let mut found = InformationFindings {
        manifest: Manifest { samples: plan.samples, replicates: plan.replicates, ..manifest(prepared) },
        samples: plan.samples,
        replicates: plan.replicates,
        municipalities: plan.municipalities,
        years: plan.years,
        served: times.value,
        decisions: Vec::new(),
        partial: Vec::new(),
    };
    for perspective in &plan.perspectives {
        let ore = NestedDraws::side_by_side(std::slice::from_ref(draws), *perspective);
        let net_benefits = NetBenefits::from_ore(&ore, draws.replicates, 1).map_err(|refused| refused_by(&refused))?;
        let decision = decision(*perspective, &net_benefits, prepared.model.seed)?;
        let partial = |set: &Vec<usize>| -> Result<PartialFinding, Error> {
            let evpi = Some(decision.perfect_information);
            let seed = prepared.model.seed;
            let found =
                partial_information(&net_benefits, &values, set, evpi, seed).map_err(|refused| refused_by(&refused))?;
            let name = |slot: &usize| prepared.assumptions.entries[*slot].called.clone();
            Ok(PartialFinding {
                assumptions: set.iter().map(name).collect(),
                value: whole_ore(found.value),
                explained_share: found.explained_shares.first().copied().unwrap_or_default(),
                doubts: found.doubts,
            })
        };
        let mut partials = sets.par_iter().map(partial).collect::<Result<Vec<PartialFinding>, Error>>()?;
        partials.sort_by(|a, b| b.value.value.total_cmp(&a.value.value));
        found.decisions.push(decision);
        found.partial.push((*perspective, partials));
    }
    Ok(found)
}

/// How the options of a perspective stand, and what perfect information would be worth.
///
/// # Errors
/// Too few samples or replicates.
pub(crate) fn decision(
    perspective: Perspective,
    net_benefits: &NetBenefits,
    seed: u64,
) -> Result<DecisionFinding, Error> {
    let found = perfect_information(net_benefits, seed).map_err(|refused| refused_by(&refused))?;
    let standing = |option: Standing| Standing {
        net_benefit: whole_ore(option.net_benefit),
        opportunity_loss: whole_ore(option.opportunity_loss),
        ..option
    };
    Ok(DecisionFinding {
        perspective,
        options: found.options.into_iter().map(standing).collect(),
        perfect_information: whole_ore(found.value),
        luck_share: found.luck_shares.iter().copied().fold(0.0, f64::max),
    })
}

/// Each assumption with a range by itself, then the sets that the scenario names.
fn sets(prepared: &Prepared, plan: &ValueOfInformation) -> Vec<Vec<usize>> {
    let entries = prepared.assumptions.entries.iter().enumerate();
    let uncertain = entries.filter(|(_, listed)| !matches!(listed.distribution, Distribution::Fixed(_)));
    let slot =
        |name: &String| prepared.assumptions.slot(name).expect("a checked study knows the names of its analyses");
    let named = plan.sets.iter().map(|set| set.iter().map(slot).collect());
    uncertain.map(|(slot, _)| vec![slot]).chain(named).collect()
}

/// Money as whole øre: matrix kernels may differ in the last bits between processors.
fn whole_ore(money: Estimated) -> Estimated {
    Estimated { value: money.value.round(), standard_error: money.standard_error.round() }
}

fn refused_by(refused: &Refusal) -> Error {
    Error::from_problem(refusal("value_of_information", refused))
}
