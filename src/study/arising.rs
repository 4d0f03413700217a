//! From what the draws leave of each part to the findings: by enterprise, position and target group, gross and net.

use crate::domain::enterprise::Position;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::estimate::figure::Figure;
use crate::estimate::row::Stay;
use crate::estimate::sampled::Sampled;
use crate::estimate::summary::Summary;
use crate::report::findings::{ArisingFinding, EnterpriseFinding, PartFinding};
use crate::study::parts::PartName;
use crate::study::prepared::Prepared;
use crate::study::reach::offered;

/// Where the effect arises, over all draws.
pub fn arising(prepared: &Prepared, draws: &Sampled) -> ArisingFinding {
    let (names, layout) = (&prepared.parts.names, draws.layout);
    let told = Told { draws, names };
    let mut groups: Vec<&Shown<String>> = names.iter().map(|name| &name.target_group).collect();
    groups.sort_unstable();
    groups.dedup();
    let whole = |perspective| layout.net_present_value(perspective);
    let everywhere: Vec<usize> = (0..names.len()).collect();
    let together = |name: &PartName| name.enterprise == Shown::Other;
    ArisingFinding {
        other_enterprises: names.iter().any(together).then(|| told.part(Shown::Other, &together)),
        enterprises: enterprises(prepared, &told),
        target_groups: groups
            .into_iter()
            .map(|group| (group.clone(), told.part(group.clone(), &|name| name.target_group == *group)))
            .filter(|(_, part)| part.placements != 0.0)
            .collect(),
        in_common: told.summaries(&|seen| whole(seen).minus(layout.at_parts(seen, &everywhere))),
        gross: told.summaries(&|seen| whole(seen).plus(layout.own_accord(seen))),
        own_accord: told.summaries(&|seen| layout.own_accord(seen)),
        displaces: positions(prepared).any(|position| position.displacement.is_some()),
    }
}

fn positions(prepared: &Prepared) -> impl Iterator<Item = &Position> {
    let study = &prepared.study;
    [&study.baseline, &study.programme]
        .into_iter()
        .flat_map(|programme| offered(study, programme))
        .flat_map(|enterprise| &enterprise.positions)
}

fn enterprises(prepared: &Prepared, told: &Told) -> Vec<EnterpriseFinding> {
    let study = &prepared.study;
    let mut found: Vec<EnterpriseFinding> = Vec::new();
    for programme in [&study.programme, &study.baseline] {
        for (number, enterprise) in offered(study, programme).enumerate() {
            if found.iter().any(|known| known.name == enterprise.name) {
                continue;
            }
            let here = |name: &PartName| name.enterprise.class() == Some(&enterprise.name);
            let mut shown: Vec<&Shown<String>> = Vec::new();
            for name in told.names.iter().filter(|name| here(name)).map(|name| &name.position) {
                if !shown.contains(&name) {
                    shown.push(name);
                }
            }
            shown.sort_by_key(|name| **name == Shown::Other);
            let position =
                |shown: &Shown<String>| told.part(shown.clone(), &|name| here(name) && name.position == *shown);
            found.push(EnterpriseFinding {
                name: enterprise.name.clone(),
                whole: (!shown.is_empty()).then(|| told.part(Shown::Class(enterprise.name.clone()), &here)),
                class: enterprise.revenue.map(|revenue| revenue.class()),
                revenue: enterprise.revenue,
                registered: enterprise.registered,
                on_enquiry: number >= programme.enterprises.len(),
                positions: shown.into_iter().map(position).collect(),
            });
        }
    }
    found
}

/// The draws, told by parts.
struct Told<'a> {
    draws: &'a Sampled<'a>,
    names: &'a [PartName],
}

impl Told<'_> {
    /// One summary per perspective of a figure.
    fn summaries(&self, figure: &dyn Fn(Perspective) -> Figure) -> Vec<Summary> {
        Perspective::ALL.iter().map(|perspective| self.draws.summary(&figure(*perspective))).collect()
    }

    /// The parts that are meant, together under a name.
    fn part(&self, name: Shown<String>, meant: &dyn Fn(&PartName) -> bool) -> PartFinding {
        let Sampled { table, layout, .. } = *self.draws;
        let named = self.names.iter().enumerate().filter(|(_, name)| meant(name));
        let parts: Vec<usize> = named.map(|(part, _)| part).collect();
        let count = |counted| table.mean(&layout.stays(&parts, counted));
        PartFinding {
            name,
            net_present_value: self.summaries(&|perspective| layout.at_parts(perspective, &parts)),
            citizens: count(Stay::Citizens),
            placements: count(Stay::Placements),
            place_months: count(Stay::PlaceMonths),
            hours: count(Stay::Hours),
        }
    }
}
