//! Whom of a file the places can take: decides which enterprises, positions and groups may be told by themselves.
//!
//! A person can be taken where cohort, target group and family fit at the start. What is told of a part is the
//! difference between the arms, so that three numbers may not be few: the persons whom it can take in either arm, and
//! those whom it can take in one of them only. Whether a place really takes them is chance, and so is who has work that
//! day: neither hides anybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::benefit::Family;
use crate::domain::enterprise::{Enterprise, Position};
use crate::domain::person::KnownPerson;
use crate::domain::programme::Programme;
use crate::domain::shown::Shown;
use crate::study::persons::{COHORT, Persons};
use crate::study::privacy::{Merged, is_few};
use crate::study::scenario::Study;

/// Persons of a file who are alike to every place.
type Class<'s> = (&'s str, Family);

/// A row that is told of all target groups together: enterprise and position, the enterprise, or everything.
type Row = [Option<Shown<String>>; 2];

/// Whom a part of the programme can take: classes of persons, by arm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Reach<'s> {
    arms: [BTreeSet<Class<'s>>; 2],
    /// Whether persons of the file may come into its families later.
    later: bool,
}

impl<'s> Reach<'s> {
    fn join(&mut self, other: &Reach<'s>) {
        for (own, its) in self.arms.iter_mut().zip(&other.arms) {
            own.extend(its);
        }
        self.later |= other.later;
    }

    /// The same for one target group alone.
    fn within(&self, group: &str) -> Reach<'s> {
        let of = |arm: &BTreeSet<Class<'s>>| arm.iter().filter(|class| class.0 == group).copied().collect();
        Reach { arms: self.arms.each_ref().map(of), later: self.later }
    }
}

/// The enterprises of an arm in the order of its positions: those that it names, then what enquiries become.
pub fn offered<'s>(study: &'s Study, programme: &'s Programme) -> impl Iterator<Item = &'s Enterprise> {
    programme.enterprises.iter().chain(study.enquiries.iter().map(|enquiries| &enquiries.becomes))
}

/// What may be told of the places of a study by itself.
pub struct Told<'s> {
    persons: BTreeMap<Class<'s>, usize>,
    /// By enterprise and position.
    parts: BTreeMap<[&'s str; 2], Reach<'s>>,
}

impl<'s> Told<'s> {
    /// Of the places of both arms and the persons of the file; of nobody where there is none.
    pub fn of(study: &'s Study) -> Told<'s> {
        let mut persons: BTreeMap<Class<'s>, usize> = BTreeMap::new();
        for person in study.persons.iter().flat_map(Persons::known) {
            *persons.entry(class(person)).or_default() += 1;
        }
        let mut parts: BTreeMap<[&str; 2], Reach> = BTreeMap::new();
        for (arm, programme) in [&study.baseline, &study.programme].into_iter().enumerate() {
            for enterprise in offered(study, programme) {
                for position in &enterprise.positions {
                    let reach = parts.entry([&enterprise.name, &position.name]).or_default();
                    let fitting = persons.keys().filter(|class| takes(position, class.0));
                    for class in fitting {
                        reach.later = true;
                        if position.families.contains(&class.1) {
                            reach.arms[arm].insert(*class);
                        }
                    }
                }
            }
        }
        Told { persons, parts }
    }

    fn count<'c>(&self, classes: impl Iterator<Item = &'c Class<'s>>) -> usize
    where
        's: 'c,
    {
        classes.map(|class| self.persons[class]).sum()
    }

    /// Whether figures of the part would tell of few persons.
    fn tells(&self, reach: &Reach<'s>) -> bool {
        let [before, after] = &reach.arms;
        let counts =
            [self.count(before.iter()), self.count(after.iter()), self.count(before.symmetric_difference(after))];
        counts.into_iter().any(is_few)
    }

    /// Whether all places together would tell of few persons: then no figure of the study can be shown.
    pub fn of_few(&self) -> bool {
        self.tells(&joined(self.parts.values()))
    }

    /// The classes to put together: those that tell of few, those that nobody of the file can come to yet, and of the
    /// others, beginning with the smallest, as many as it takes.
    fn merged<K: Ord + Clone>(&self, reaches: &BTreeMap<K, Reach<'s>>) -> Merged<K> {
        let persons = |reach: &Reach<'s>| self.count(reach.arms[0].union(&reach.arms[1]));
        let (mut other, mut rest) = (BTreeMap::new(), Vec::new());
        for (class, reach) in reaches.iter().filter(|(_, reach)| reach.later) {
            if self.tells(reach) || persons(reach) == 0 {
                other.insert(class.clone(), reach);
            } else {
                rest.push((persons(reach), class, reach));
            }
        }
        if !other.values().any(|reach| self.tells(reach)) {
            return Merged::these(BTreeSet::new());
        }
        rest.sort_by_key(|(persons, class, _)| (*persons, *class));
        for (_, class, reach) in rest {
            if !self.tells(&joined(other.values().copied())) {
                break;
            }
            other.insert(class.clone(), reach);
        }
        Merged::these(other.into_keys().collect())
    }

    /// Enterprise by enterprise.
    pub fn enterprises(&self) -> Merged<String> {
        let mut reaches: BTreeMap<String, Reach> = BTreeMap::new();
        for ([enterprise, _], reach) in &self.parts {
            reaches.entry((*enterprise).to_owned()).or_default().join(reach);
        }
        self.merged(&reaches)
    }

    /// The positions of one enterprise.
    pub fn positions(&self, enterprise: &str) -> Merged<String> {
        let own = self.parts.iter().filter(|([name, _], _)| *name == enterprise);
        self.merged(&own.map(|([_, position], reach)| ((*position).to_owned(), reach.clone())).collect())
    }

    /// Target groups, beside the enterprises and positions that are shown: those that `hidden` puts together already,
    /// and those of which few could be found in a row less another.
    pub fn target_groups(&self, hidden: &Merged<String>) -> Merged<String> {
        let rows = self.rows();
        let groups: BTreeSet<&str> = self.persons.keys().map(|class| class.0).collect();
        let mut other: BTreeSet<String> = hidden.other().cloned().collect();
        loop {
            let (together, apart): (Vec<&str>, Vec<&str>) = groups.iter().partition(|group| other.contains(**group));
            let tells = |reach: &Reach<'s>, group: &str| self.tells(&reach.within(group));
            let of_few = |group: &&&str| rows.iter().any(|reach| tells(reach, group));
            let others = |reach: &Reach<'s>| {
                let within: Vec<Reach> = together.iter().map(|group| reach.within(group)).collect();
                self.tells(&joined(within.iter()))
            };
            let smallest = || {
                let size = |group: &&&str| self.count(self.persons.keys().filter(|class| class.0 == **group));
                apart.iter().min_by_key(|group| (size(group), **group))
            };
            let next = apart.iter().find(of_few).or_else(|| rows.iter().any(others).then(smallest).flatten());
            match next {
                Some(group) => other.insert((*group).to_owned()),
                None => return Merged::these(other),
            };
        }
    }

    /// The rows that are told of all target groups together: positions, enterprises, everything.
    fn rows(&self) -> Vec<Reach<'s>> {
        let enterprises = self.enterprises();
        let mut rows: BTreeMap<Row, Reach> = BTreeMap::new();
        for ([enterprise, position], reach) in &self.parts {
            let shown = enterprises.shown((*enterprise).to_owned());
            let its = match shown {
                Shown::Class(_) => self.positions(enterprise).shown((*position).to_owned()),
                Shown::Other => Shown::Other,
            };
            for row in [[Some(shown.clone()), Some(its)], [Some(shown), None], [None, None]] {
                rows.entry(row).or_default().join(reach);
            }
        }
        rows.into_values().collect()
    }
}

fn class(person: &KnownPerson) -> Class<'_> {
    (&person.target_group, person.family)
}

/// Whether a position takes people of the file who are in the target group.
fn takes(position: &Position, group: &str) -> bool {
    let names = |list: &[String], name: &str| list.is_empty() || list.iter().any(|listed| listed == name);
    names(&position.cohorts, COHORT) && names(&position.target_groups, group)
}

fn joined<'r, 's: 'r>(reaches: impl Iterator<Item = &'r Reach<'s>>) -> Reach<'s> {
    reaches.fold(Reach::default(), |mut all, reach| {
        all.join(reach);
        all
    })
}
