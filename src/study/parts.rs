//! The parts of a programme by which results are told: positions of enterprises, crossed with target groups.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::programme::Programme;
use crate::domain::shown::Shown;
use crate::engine::model::Model;
use crate::estimate::arising::Parts;
use crate::study::privacy::{Classes, Merged};
use crate::study::reach::{Told, offered};
use crate::study::scenario::Study;

/// The parts of a programme with their names, and the cells of both arms that belong to them.
///
/// Of a file of persons no part tells of few: enterprises, positions and target groups that would are merged here, so
/// that nothing later knows more than it may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedParts {
    /// Names, in the order of the parts.
    pub names: Vec<PartName>,
    /// Enterprises and positions (`enterprise / position`) that are not told by themselves, in their order.
    pub together: Vec<String>,
    cells: Parts,
}

/// The name of a part, as results may show it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartName {
    /// Enterprise, or what an enquiry becomes.
    pub enterprise: Shown<String>,
    /// Its position; *other* at enterprises that are not told by themselves.
    pub position: Shown<String>,
    /// Target group of those who come.
    pub target_group: Shown<String>,
}

impl NamedParts {
    /// The parts of a study and its model. What has the same names in both arms is one part.
    pub fn of(study: &Study, model: &Model, classes: &Classes) -> NamedParts {
        let told = Told::of(study);
        let enterprises = told.enterprises();
        let shown_groups = told.target_groups(classes.target_groups());
        let groups: BTreeSet<&str> = model.cohorts.iter().map(|cohort| cohort.target_group.as_str()).collect();
        let mut positions: BTreeMap<&str, Merged<String>> = BTreeMap::new();
        let mut names: Vec<PartName> = Vec::new();
        let mut cells_of = |programme: &'_ Programme, positions: &BTreeMap<&str, Merged<String>>| -> Vec<usize> {
            let mut cells = Vec::new();
            for enterprise in offered(study, programme) {
                let shown = enterprises.shown(enterprise.name.clone());
                for position in &enterprise.positions {
                    let own = positions.get(enterprise.name.as_str()).filter(|_| shown.class().is_some());
                    let position = own.map_or(Shown::Other, |own| own.shown(position.name.clone()));
                    for group in &groups {
                        let target_group = shown_groups.shown((*group).to_owned());
                        let name = PartName { enterprise: shown.clone(), position: position.clone(), target_group };
                        cells.push(names.iter().position(|known| *known == name).unwrap_or_else(|| {
                            names.push(name);
                            names.len() - 1
                        }));
                    }
                }
            }
            cells
        };
        for enterprise in [&study.baseline, &study.programme].into_iter().flat_map(|arm| offered(study, arm)) {
            positions.entry(&enterprise.name).or_insert_with(|| told.positions(&enterprise.name));
        }
        let of_cell = [cells_of(&study.baseline, &positions), cells_of(&study.programme, &positions)];
        let cells = Parts { count: names.len(), of_cell };
        let within = positions.iter().filter(|(enterprise, _)| !enterprises.hides(&(**enterprise).to_owned()));
        let within = within.flat_map(|(enterprise, own)| own.other().map(move |name| format!("{enterprise} / {name}")));
        let together = enterprises.other().cloned().chain(within).collect();
        NamedParts { names, together, cells }
    }

    /// Which cell of which arm belongs to which part.
    pub fn cells(&self) -> &Parts {
        &self.cells
    }
}
