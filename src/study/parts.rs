//! The parts of a programme by which results are told: positions of enterprises, crossed with target groups.

use std::collections::BTreeSet;

use crate::domain::enterprise::Enterprise;
use crate::domain::programme::Programme;
use crate::domain::shown::Shown;
use crate::engine::model::Model;
use crate::estimate::arising::Parts;
use crate::study::privacy::Classes;
use crate::study::scenario::Study;

/// The parts of a programme with their names, and the cells of both arms that belong to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedParts {
    /// Names, in the order of the parts.
    pub names: Vec<PartName>,
    cells: Parts,
}

/// The name of a part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartName {
    /// Enterprise, or what an enquiry becomes.
    pub enterprise: String,
    /// Its position.
    pub position: String,
    /// Target group of those who come, as results may show it.
    pub target_group: Shown<String>,
}

impl NamedParts {
    /// The parts of a study and its model. What has the same names in both arms is one part.
    pub fn of(study: &Study, model: &Model, classes: &Classes) -> NamedParts {
        let groups: BTreeSet<&str> = model.cohorts.iter().map(|cohort| cohort.target_group.as_str()).collect();
        let mut names: Vec<PartName> = Vec::new();
        let mut part_of = |enterprise: &Enterprise, position: &str, target_group: &str| {
            let name = PartName {
                enterprise: enterprise.name.clone(),
                position: position.to_owned(),
                target_group: classes.target_groups().shown(target_group.to_owned()),
            };
            names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            })
        };
        let mut cells_of = |programme: &Programme| -> Vec<usize> {
            let mut cells = Vec::new();
            for enterprise in offered(study, programme) {
                for position in &enterprise.positions {
                    cells.extend(groups.iter().map(|group| part_of(enterprise, &position.name, group)));
                }
            }
            cells
        };
        let of_cell = [cells_of(&study.baseline), cells_of(&study.programme)];
        let cells = Parts { count: names.len(), of_cell };
        NamedParts { names, cells }
    }

    /// Which cell of which arm belongs to which part.
    pub fn cells(&self) -> &Parts {
        &self.cells
    }
}

/// The enterprises of an arm in the order of its positions: those that it names, then what enquiries become.
pub fn offered<'s>(study: &'s Study, programme: &'s Programme) -> impl Iterator<Item = &'s Enterprise> {
    programme.enterprises.iter().chain(study.enquiries.iter().map(|enquiries| &enquiries.becomes))
}
