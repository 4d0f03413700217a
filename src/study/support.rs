//! What the effect owes to each kind of benefit: the long-run items apart from the rest.

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::party::Perspective;
use crate::estimate::sampled::Sampled;
use crate::estimate::summary::Summary;
use crate::report::findings::{SupportFinding, SupportKind};
use crate::study::prepared::Prepared;
use crate::study::privacy::Classes;

/// The kinds of benefit, each with its families. A kind of which any family may not be shown by itself stands with the
/// others.
fn kinds(classes: &Classes) -> Vec<(SupportKind, Vec<Family>)> {
    let apart = [
        (SupportKind::DisabilityPension, vec![Family::DisabilityPension]),
        (SupportKind::Flex, vec![Family::FlexWaitingBenefit, Family::FlexSubsidy]),
    ];
    let mut kinds: Vec<(SupportKind, Vec<Family>)> = apart.into();
    kinds.retain(|(_, families)| !families.iter().any(|family| classes.families().hides(family)));
    let rest = Family::ALL.into_iter().filter(|family| !kinds.iter().any(|(_, families)| families.contains(family)));
    let rest = rest.collect();
    kinds.push((SupportKind::Other, rest));
    kinds
}

/// What comes through each kind of benefit, over all draws; kinds on which nothing changes are left out.
pub fn support(prepared: &Prepared, draws: &Sampled) -> Vec<SupportFinding> {
    let finding = |(kind, families): (SupportKind, Vec<Family>)| {
        let counts: Vec<Indicator> = families.iter().map(|family| Indicator::on(*family)).collect();
        let money = |perspective| draws.summary(&draws.layout.of_families(perspective, &families));
        SupportFinding {
            kind,
            months: draws.summary(&draws.layout.change(&counts)),
            net_present_value: Perspective::ALL.map(money).to_vec(),
        }
    };
    let moves = |finding: &SupportFinding| {
        finding.months != Summary::default() || finding.net_present_value.iter().any(|seen| *seen != Summary::default())
    };
    kinds(&prepared.classes).into_iter().map(finding).filter(moves).collect()
}
