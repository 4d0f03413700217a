//! From what the draws leave of each part to the findings: by enterprise, position and target group, gross and net.

use crate::domain::enterprise::Position;
use crate::domain::party::Perspective;
use crate::domain::shown::Shown;
use crate::engine::attribution::Stays;
use crate::estimate::arising::Arising;
use crate::estimate::effect::{Effect, Seen};
use crate::estimate::summary::{Batches, Summary, mean};
use crate::report::findings::{ArisingFinding, EnterpriseFinding, PartFinding};
use crate::study::parts::PartName;
use crate::study::prepared::Prepared;
use crate::study::reach::offered;

/// Where the effect arises, over all draws.
pub fn arising(prepared: &Prepared, effects: &[Effect]) -> ArisingFinding {
    let names = &prepared.parts.names;
    let told = Told { effects, names, batches: prepared.batches() };
    let mut groups: Vec<&Shown<String>> = names.iter().map(|name| &name.target_group).collect();
    groups.sort_unstable();
    groups.dedup();
    let whole = |effect: &Effect| effect.present_value;
    let in_common = |effect: &Effect| minus(whole(effect), told.sum(&effect.arising, &|_| true));
    let together = |name: &PartName| name.enterprise == Shown::Other;
    ArisingFinding {
        other_enterprises: names.iter().any(together).then(|| told.part(Shown::Other, &together)),
        enterprises: enterprises(prepared, &told),
        target_groups: groups
            .into_iter()
            .map(|group| (group.clone(), told.part(group.clone(), &|name| name.target_group == *group)))
            .filter(|(_, part)| part.placements != 0.0)
            .collect(),
        in_common: told.summaries(&in_common),
        gross: told.summaries(&|effect| plus(whole(effect), effect.arising.own_accord)),
        own_accord: told.summaries(&|effect| effect.arising.own_accord),
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
    effects: &'a [Effect],
    names: &'a [PartName],
    batches: Batches,
}

impl Told<'_> {
    /// One summary per perspective of a figure of each draw.
    fn summaries(&self, figure: &dyn Fn(&Effect) -> Seen) -> Vec<Summary> {
        let seen: Vec<Seen> = self.effects.iter().map(figure).collect();
        let of = |at: usize| {
            let values: Vec<i64> = seen.iter().map(|seen| seen[at]).collect();
            Summary::of(&values, self.batches)
        };
        (0..Perspective::COUNT).map(of).collect()
    }

    /// The present value of the parts that are meant, in one draw.
    fn sum(&self, arising: &Arising, meant: &dyn Fn(&PartName) -> bool) -> Seen {
        let parts = self.names.iter().zip(&arising.by_part).filter(|(name, _)| meant(name));
        parts.fold([0; Perspective::COUNT], |sum, (_, part)| plus(sum, *part))
    }

    /// The parts that are meant, together under a name.
    fn part(&self, name: Shown<String>, meant: &dyn Fn(&PartName) -> bool) -> PartFinding {
        let count = |figure: fn(&Stays) -> i64| {
            let of_draw = |effect: &Effect| {
                let parts = self.names.iter().zip(&effect.arising.stays).filter(|(name, _)| meant(name));
                parts.map(|(_, stays)| figure(stays)).sum()
            };
            mean(&self.effects.iter().map(of_draw).collect::<Vec<i64>>())
        };
        PartFinding {
            name,
            net_present_value: self.summaries(&|effect| self.sum(&effect.arising, meant)),
            citizens: count(|stays| stays.citizens),
            placements: count(|stays| stays.placements),
            place_months: count(|stays| stays.place_months),
            hours: count(|stays| stays.hours),
        }
    }
}

fn plus(one: Seen, other: Seen) -> Seen {
    std::array::from_fn(|at| one[at] + other[at])
}

fn minus(one: Seen, other: Seen) -> Seen {
    std::array::from_fn(|at| one[at] - other[at])
}
