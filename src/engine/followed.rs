//! Those of a draw who are looked at: who they are, and how far each of their lives has come.

use std::collections::BTreeMap;

use crate::domain::person::Person;
use crate::engine::life::Life;
use crate::engine::progress::Progress;

/// Those who are followed, by number. Everybody else lives in nobody's memory.
#[derive(Debug, Default)]
pub(crate) struct Roll {
    numbers: BTreeMap<usize, usize>,
    followed: Vec<Followed>,
}

/// Somebody who is followed.
#[derive(Debug)]
pub(crate) struct Followed {
    /// Who it is.
    pub(crate) person: Person,
    /// The shadow under the law of each world: shape `[arm]`, where the arm is the first with its law.
    pub(crate) shadows: Vec<Option<Progress>>,
    /// The life in each arm, once it has branched off: shape `[arm]`.
    pub(crate) branches: Vec<Option<Box<Branch>>>,
}

/// A life that branched off from its shadow in an arm.
#[derive(Debug)]
pub(crate) struct Branch {
    /// The life.
    pub(crate) progress: Progress,
    /// The same as it would go on if nobody found work by themselves; `None` while that is the shadow itself.
    pub(crate) frozen: Option<Progress>,
    /// Month in which it branched off.
    pub(crate) from: usize,
    /// Stays: first month and cell, in order.
    pub(crate) stays: Vec<(usize, usize)>,
}

impl Branch {
    /// A branch of a shadow, which has reached the month in which an arm gives a place.
    pub(crate) fn of(shadow: &Progress) -> Branch {
        Branch { progress: shadow.branch(), frozen: None, from: shadow.month(), stays: Vec::new() }
    }

    /// The life, and the frozen one where it has parted from the shadow.
    fn lives(&self) -> impl Iterator<Item = &Progress> {
        std::iter::once(&self.progress).chain(&self.frozen)
    }

    /// Lets the frozen life part from the shadow, unless it has: the shadow, as it was at the start of a month, finds work
    /// in it.
    pub(crate) fn part(&mut self, shadow: &Life, month: usize) {
        debug_assert!(month >= self.from, "only what comes after the branching is told to a branch");
        if self.frozen.is_none() {
            self.frozen = Some(Progress::new(shadow.clone(), month));
        }
    }
}

impl Followed {
    /// Months that were lived of all lives of the person.
    fn lived(&self) -> usize {
        let shadows = self.shadows.iter().flatten();
        let branches = self.branches.iter().flatten().flat_map(|branch| branch.lives());
        shadows.chain(branches).map(Progress::lived).sum()
    }

    /// The person, and the life in an arm whose law is that of a world, as far as it has come.
    pub(crate) fn in_arm(&self, arm: usize, world: usize) -> (&Person, &Life) {
        let branch = self.branches[arm].as_deref().map(|branch| &branch.progress);
        let progress = branch.or(self.shadows[world].as_ref()).expect("there is a shadow under the law of every arm");
        (&self.person, &progress.life)
    }
}

impl Roll {
    /// The number of the person at a position of the population, where they are followed.
    pub(crate) fn number(&self, position: usize) -> Option<usize> {
        self.numbers.get(&position).copied()
    }

    /// Follows the person at a position, who was not followed before: their number.
    pub(crate) fn follow(&mut self, position: usize, followed: Followed) -> usize {
        let number = self.followed.len();
        self.numbers.insert(position, number);
        self.followed.push(followed);
        number
    }

    /// Months that were lived of all their lives.
    pub(crate) fn lived(&self) -> usize {
        self.followed.iter().map(Followed::lived).sum()
    }

    /// How many are followed.
    pub(crate) fn len(&self) -> usize {
        self.followed.len()
    }

    /// The person with a number.
    pub(crate) fn get(&self, number: usize) -> &Followed {
        &self.followed[number]
    }

    /// The person with a number, whose life goes on.
    pub(crate) fn get_mut(&mut self, number: usize) -> &mut Followed {
        &mut self.followed[number]
    }
}
