//! Which classes results of a file of persons may show: decided once from the file, obeyed by every table.
//!
//! A class with fewer than [`LEAST`] distinct persons stands in *other*, and so does as much more as it takes that
//! nothing is found by subtraction from a published total. Merging happens where figures are summed up, before any
//! table is built, so that nothing later knows more than it may show. What is counted are persons of the file, not
//! copies that weights make, nor people of cohorts, who are nobody. Counts of places and of simulated events are not
//! persons.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::activity::Indicator;
use crate::domain::benefit::Family;
use crate::domain::flow::Purpose;
use crate::domain::person::KnownPerson;
use crate::domain::shown::Shown;

/// The fewest distinct persons that a class of results may hold \[persons\].
pub const LEAST: usize = 5;

/// Whether so many persons are few enough to be found.
pub(crate) const fn is_few(persons: usize) -> bool {
    persons > 0 && persons < LEAST
}

/// The classes of one kind that stand in *other*: families, target groups, or any other division of the persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged<K> {
    other: BTreeSet<K>,
}

impl<K: Ord + Clone> Merged<K> {
    /// What to merge, from the distinct persons of each class.
    ///
    /// Where a class has few persons, it is merged with every class that has none (people move between families, so
    /// that what is seen there later came from somewhere), and with the smallest of the others until *other* holds
    /// enough persons, of two classes at least: a single one would be the total less all that is shown. Without a class
    /// of few persons nothing is merged. Give empty classes only where people can move into them.
    ///
    /// # Examples
    /// ```
    /// use std::collections::BTreeMap;
    /// use gevinst::domain::shown::Shown;
    /// use gevinst::study::privacy::Merged;
    ///
    /// let merged = Merged::of(&BTreeMap::from([("north", 240), ("south", 4), ("islands", 31)]));
    /// assert_eq!(merged.shown("north"), Shown::Class("north"));
    /// assert_eq!([merged.shown("south"), merged.shown("islands")], [Shown::Other, Shown::Other]);
    /// ```
    pub fn of(persons: &BTreeMap<K, usize>) -> Merged<K> {
        Merged::without(&BTreeSet::new(), persons)
    }

    /// The same, where some classes may not be shown by themselves for another reason than their size.
    fn without(telling: &BTreeSet<K>, persons: &BTreeMap<K, usize>) -> Merged<K> {
        let mut merged = Merged { other: BTreeSet::new() };
        if telling.is_empty() && !persons.values().any(|count| is_few(*count)) {
            return merged;
        }
        let may_be_shown = |class: &K, count: usize| count >= LEAST && !telling.contains(class);
        let mut by_size: Vec<(bool, usize, &K)> =
            persons.iter().map(|(class, count)| (may_be_shown(class, *count), *count, class)).collect();
        by_size.sort();
        let (mut held, mut classes) = (0, 0);
        for (may_be_shown, count, class) in by_size {
            if may_be_shown && held >= LEAST && classes >= 2 {
                break;
            }
            merged.other.insert(class.clone());
            held += count;
            classes += usize::from(count > 0);
        }
        merged
    }

    /// These classes, decided elsewhere.
    pub(crate) fn these(other: BTreeSet<K>) -> Merged<K> {
        Merged { other }
    }

    /// The class as results may show it.
    pub fn shown(&self, class: K) -> Shown<K> {
        if self.other.contains(&class) { Shown::Other } else { Shown::Class(class) }
    }

    /// Whether the class stands in *other*.
    pub fn hides(&self, class: &K) -> bool {
        self.other.contains(class)
    }

    /// The classes that stand in *other*, in their order.
    pub fn other(&self) -> impl Iterator<Item = &K> {
        self.other.iter()
    }

    /// The rows of a table over all classes: what a row shows, and the classes whose figures are summed in it. *Other*
    /// comes last, and only where something stands in it.
    pub fn rows(&self, all: impl IntoIterator<Item = K>) -> Vec<(Shown<K>, Vec<K>)> {
        let (other, shown): (Vec<K>, Vec<K>) = all.into_iter().partition(|class| self.hides(class));
        let mut rows: Vec<(Shown<K>, Vec<K>)> =
            shown.into_iter().map(|class| (Shown::Class(class.clone()), vec![class])).collect();
        if !other.is_empty() {
            rows.push((Shown::Other, other));
        }
        rows
    }
}

/// What results of a study may show of the persons of its file; everything, where there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    families: Merged<Family>,
    target_groups: Merged<String>,
    shows_hours: bool,
    shows_work: bool,
    shows_ages: bool,
}

impl Classes {
    /// The classes of a file of persons; of nobody, where there is none.
    pub fn of<'a>(persons: impl IntoIterator<Item = &'a KnownPerson>) -> Classes {
        let persons: Vec<&KnownPerson> = persons.into_iter().collect();
        let mut families: BTreeMap<Family, usize> = Family::ALL.into_iter().map(|family| (family, 0)).collect();
        for person in &persons {
            *families.entry(person.family).or_default() += 1;
        }
        let families = Merged::of(&families);
        let target_groups = target_groups(&persons, &families);
        let (shows_hours, shows_work) = work(&persons, &families);
        // Who counts for equalisation of needs is a matter of age: no count of it is made of persons of a file.
        let shows_ages = persons.is_empty();
        Classes { families, target_groups, shows_hours, shows_work, shows_ages }
    }

    /// Families.
    pub fn families(&self) -> &Merged<Family> {
        &self.families
    }

    /// Target groups. A group of cohorts alone is nobody's, and shown.
    pub fn target_groups(&self) -> &Merged<String> {
        &self.target_groups
    }

    /// Whether the share with hours beside cash benefit may be shown.
    pub fn shows_hours(&self) -> bool {
        self.shows_hours
    }

    /// Whether rows on paid work may be shown.
    pub fn shows_work(&self) -> bool {
        self.shows_work
    }

    /// The indicators that may be shown, each with those whose counts are summed in it.
    pub fn indicators(&self) -> Vec<(Indicator, Vec<Indicator>)> {
        let other: Vec<Indicator> = self.families.other().map(|family| Indicator::on(*family)).collect();
        let shown = |indicator: &Indicator| match indicator {
            Indicator::OnOtherSupport => !other.is_empty(),
            Indicator::CashBenefitWithHours => self.shows_hours,
            Indicator::WithoutEmployment => self.shows_ages,
            Indicator::InWork
            | Indicator::PartlySelfSupporting
            | Indicator::FullySelfSupporting
            | Indicator::PaidHours => self.shows_work,
            indicator => !other.contains(indicator),
        };
        let parts = |indicator: Indicator| match indicator {
            Indicator::OnOtherSupport => (indicator, other.clone()),
            indicator => (indicator, vec![indicator]),
        };
        Indicator::ALL.into_iter().filter(shown).map(parts).collect()
    }

    /// The purposes that may be shown, each with those whose money is summed in it.
    ///
    /// Shares of a benefit, and other services, are posted by some families only, and would tell them apart: where families
    /// are merged, these are too.
    pub fn purposes(&self) -> Vec<(Shown<Purpose>, Vec<Purpose>)> {
        let merges = self.families.other().next().is_some();
        let tells = |purpose: &Purpose| merges && purpose.tells_of_families();
        Merged { other: Purpose::ALL.into_iter().filter(tells).collect() }.rows(Purpose::ALL)
    }
}

/// The target groups to merge: those of few persons, and those that would give few away beside the table by family.
fn target_groups(persons: &[&KnownPerson], families: &Merged<Family>) -> Merged<String> {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for person in persons {
        *sizes.entry(person.target_group.clone()).or_default() += 1;
    }
    let mut telling = BTreeSet::new();
    loop {
        let merged = Merged::without(&telling, &sizes);
        let cells =
            persons.iter().map(|person| (merged.shown(person.target_group.clone()), families.shown(person.family)));
        match few_left(cells) {
            None => return merged,
            Some(group) => {
                let shown = |name: &&String| !merged.hides(name);
                let smallest = || sizes.keys().filter(shown).min_by_key(|name| (sizes[*name], *name)).cloned();
                let Some(next) = group.class().cloned().or_else(smallest) else { return merged };
                telling.insert(next);
            }
        }
    }
}

/// A group that gives few persons away: itself less the families that lie in it, or a family less the groups that lie
/// in it, is a number of few.
fn few_left(persons: impl Iterator<Item = (Shown<String>, Shown<Family>)>) -> Option<Shown<String>> {
    let mut cells: BTreeMap<(Shown<String>, Shown<Family>), usize> = BTreeMap::new();
    for cell in persons {
        *cells.entry(cell).or_default() += 1;
    }
    let of_group =
        |group: &Shown<String>| -> usize { cells.iter().filter(|(cell, _)| cell.0 == *group).map(|(_, n)| n).sum() };
    let of_family =
        |family: Shown<Family>| -> usize { cells.iter().filter(|(cell, _)| cell.1 == family).map(|(_, n)| n).sum() };
    for (group, family) in cells.keys() {
        let families_within = cells.iter().filter(|(cell, n)| cell.0 == *group && **n == of_family(cell.1));
        let left: usize = of_group(group) - families_within.map(|(_, n)| n).sum::<usize>();
        if is_few(left) {
            return Some(group.clone());
        }
        let groups_within: Vec<(&Shown<String>, usize)> = cells
            .iter()
            .filter(|(cell, n)| cell.1 == *family && **n == of_group(&cell.0))
            .map(|(cell, n)| (&cell.0, *n))
            .collect();
        let left: usize = of_family(*family) - groups_within.iter().map(|(_, n)| n).sum::<usize>();
        if let (true, Some((group, _))) = (is_few(left), groups_within.first()) {
            return Some((*group).clone());
        }
    }
    None
}

/// Whether hours beside cash benefit, and paid work at all, may be counted.
///
/// The first month counts who has work at the start. No count of it, and no difference of two that are shown, may be
/// one of few persons.
fn work(persons: &[&KnownPerson], families: &Merged<Family>) -> (bool, bool) {
    let count = |of: &dyn Fn(&KnownPerson) -> bool| persons.iter().filter(|person| of(person)).count();
    let on = |family| count(&|person| person.family == family);
    let (all, works) = (persons.len(), count(&|person| person.work().is_some()));
    let (cash, flex) = (on(Family::CashBenefit), on(Family::FlexSubsidy));
    let hours = count(&|person| person.family == Family::CashBenefit && person.work().is_some());
    let none_few = |counts: &[usize]| !counts.iter().any(|count| is_few(*count));
    let flex_apart = |rest: usize| families.hides(&Family::FlexSubsidy) || !is_few(rest);
    let shows_hours = !families.hides(&Family::CashBenefit)
        && none_few(&[hours, cash - hours, works - hours])
        && flex_apart(works - flex - hours);
    (shows_hours, none_few(&[works, all - works]) && flex_apart(works - flex))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Classes, LEAST, Merged};
    use crate::domain::benefit::Family;
    use crate::domain::calendar::Month;
    use crate::domain::person::KnownPerson;
    use proptest::prelude::*;

    fn merged(counts: &[usize]) -> (Merged<usize>, BTreeMap<usize, usize>) {
        let persons: BTreeMap<usize, usize> = counts.iter().copied().enumerate().collect();
        (Merged::of(&persons), persons)
    }

    #[test]
    fn a_small_class_takes_the_empty_ones_and_the_next_with_it() {
        let other = |counts: &[usize]| merged(counts).0.other().copied().collect::<Vec<_>>();
        assert_eq!(other(&[300, 0, 60, 0]), [0; 0], "nobody is in a small class");
        assert_eq!(other(&[300, 4, 60, 0]), [1, 2, 3]);
        assert_eq!(other(&[300, 4, 3, 0]), [1, 2, 3], "two small ones hide each other");
        assert_eq!(other(&[300, 1, 2, 60]), [1, 2, 3], "three persons are few together too");
        assert_eq!(other(&[396, 4]), [0, 1]);
        assert_eq!(other(&[5, 5, 5]), [0; 0]);
    }

    /// Target groups that are merged, where so many people of each group are on each family.
    fn groups(people: &[(&str, Family, usize)]) -> Vec<String> {
        let known = people.iter().flat_map(|(group, family, count)| {
            (0..*count).map(move |n| KnownPerson::new(&format!("{group}{n}"), group, *family, Month::january(1980)))
        });
        let known: Vec<KnownPerson> = known.collect();
        Classes::of(&known).target_groups().other().cloned().collect()
    }

    #[test]
    fn a_group_that_gives_few_away_beside_the_families_is_merged_too() {
        use Family::{CashBenefit, DisabilityPension, FlexSubsidy, FlexWaitingBenefit};
        let apart = [("ready", CashBenefit, 300), ("flex", FlexWaitingBenefit, 42), ("pension", DisabilityPension, 25)];
        assert!(groups(&apart).is_empty());
        let three = [apart.as_slice(), &[("flex", FlexSubsidy, 3)]].concat();
        assert_eq!(groups(&three), ["flex", "pension"], "flex less those who wait would be the three");
        let astray = [apart.as_slice(), &[("ready", DisabilityPension, 2)]].concat();
        assert_eq!(groups(&astray), ["pension", "ready"], "those on pension less the group would be the two");
        let few = [apart.as_slice(), &[("young", CashBenefit, 4)]].concat();
        assert_eq!(
            groups(&few),
            ["ready", "young"],
            "with another group, the family less those ready would be the four"
        );
    }

    proptest! {
        #[test]
        fn other_is_never_few_nor_a_single_class(counts in proptest::collection::vec(0_usize..40, 1..8)) {
            let (merged, persons) = merged(&counts);
            let held: Vec<usize> = merged.other().map(|class| persons[class]).filter(|count| *count > 0).collect();
            let sum: usize = held.iter().sum();
            let all: usize = counts.iter().sum();
            if counts.iter().any(|count| (1..LEAST).contains(count)) && all >= LEAST && counts.iter().filter(|c| **c > 0).count() > 1 {
                prop_assert!(held.len() >= 2 && sum >= LEAST, "{held:?}");
            }
            for (class, count) in &persons {
                prop_assert!(merged.hides(class) || *count == 0 || *count >= LEAST);
            }
        }
    }
}
