//! Scarce places: which are open, who is asked, who is chosen.

use std::ops::Range;

use crate::domain::person::Person;
use crate::domain::spell::Status;
use crate::engine::draw::{Decision, Draws};
use crate::engine::life::{Job, Life, Seat};
use crate::engine::offer::Offer;
use crate::engine::permutation::Permutation;
use crate::engine::synthesis::People;
use crate::engine::terms::{ArmTerms, Place, PositionTerms};

/// The places of an arm during a draw.
#[derive(Clone, Debug)]
pub struct Places {
    /// What the arm offers in the draw.
    pub offer: Offer,
    /// Who holds each place: number of the person among those who are followed.
    pub holders: Vec<Option<usize>>,
    /// Whether each planned place comes about.
    delivered: Vec<bool>,
    /// Whether each enterprise has closed.
    closed: Vec<bool>,
    /// The people asked for each position, in the order in which they are asked.
    lists: Vec<WaitingList>,
}

/// The static list of people whom a position names, in a keyed order that is the same all through a draw.
///
/// Like a waiting list in life: who is asked first for one vacancy is asked first for the next, if still eligible. It is
/// known as far as anybody was asked.
#[derive(Clone, Debug)]
struct WaitingList {
    /// The people, as stretches of positions in the population, each with the number of people before it.
    stretches: Vec<(usize, Range<usize>)>,
    order: Permutation,
    /// How many of them the order has brought so far.
    brought: u64,
    /// Those of them, in the order of asking, who may still come into question.
    asked: Vec<Asked>,
    /// How far it was searched last.
    search: Search,
}

/// How far a waiting list was searched in a month.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The month.
    pub month: usize,
    /// The turn at which it goes on.
    pub turn: usize,
    /// Those who were found eligible, by number, in the order of asking.
    pub field: Vec<usize>,
}

/// Somebody on a waiting list.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Position in the population.
    pub position: usize,
    /// Month of entry, counted from the study's first.
    pub entry: usize,
    /// Number among those who are followed, once they are.
    pub number: Option<usize>,
}

impl WaitingList {
    fn new(stretches: Vec<Range<usize>>, key: u64) -> WaitingList {
        let mut before = 0;
        let numbered = stretches.into_iter().map(|stretch| {
            let first = before;
            before += stretch.len();
            (first, stretch)
        });
        let stretches = numbered.collect();
        WaitingList {
            stretches,
            order: Permutation::new(before as u64, key),
            brought: 0,
            asked: Vec::new(),
            search: Search::default(),
        }
    }

    /// The position in the population of the next person that the order brings.
    fn next(&mut self) -> Option<usize> {
        let at = (self.brought < self.order.len()).then(|| self.order.at(self.brought) as usize)?;
        self.brought += 1;
        let stretch = self.stretches.partition_point(|(before, _)| *before <= at) - 1;
        let (before, stretch) = &self.stretches[stretch];
        Some(stretch.start + at - before)
    }
}

impl Places {
    /// All places vacant; delivery and the orders of asking are drawn.
    pub fn new(arm: &ArmTerms, people: &People, months: usize, draws: &Draws) -> Places {
        let offer = Offer::of(arm, months, draws);
        let list = |position: &PositionTerms| {
            let key = draws.word(position.entity, 0, Decision::Permutation, 0);
            WaitingList::new(people.of_these(&position.cohorts), key)
        };
        let delivered = |place: &Place| {
            arm.positions[place.position].delivery.strikes(draws.word(place.entity, 0, Decision::Delivery, 0))
        };
        Places {
            holders: vec![None; offer.places.len()],
            delivered: offer.places.iter().map(delivered).collect(),
            closed: vec![false; offer.enterprises.len()],
            offer,
            lists: arm.positions.iter().map(list).collect(),
        }
    }

    /// Closes enterprises in a month.
    pub fn close(&mut self, month: usize, draws: &Draws) {
        for (enterprise, closed) in self.offer.enterprises.iter().zip(&mut self.closed) {
            let word = || draws.word(enterprise.entity, month as u32, Decision::EnterpriseClosing, 0);
            let planned = enterprise.closes.is_some_and(|closes| month >= closes);
            if planned || (month > enterprise.opens && !*closed && enterprise.closing.strikes(word())) {
                *closed = true;
            }
        }
    }

    /// Enterprises that are open in a month.
    pub fn open_enterprises(&self, month: usize) -> i64 {
        let open =
            self.offer.enterprises.iter().zip(&self.closed).filter(|(its, closed)| its.opens <= month && !**closed);
        open.count() as i64
    }

    /// Whether a place exists in a month.
    pub fn is_open(&self, arm: &ArmTerms, place: usize, month: usize) -> bool {
        let seat = &self.offer.places[place];
        let planned = arm.positions[seat.position].closes.is_some_and(|closes| month >= closes);
        self.delivered[place] && seat.opens <= month && !planned && !self.closed[seat.enterprise]
    }

    /// Whether somebody is sought for a place this month: it is open and vacant, and the month's draw allows it.
    pub fn seeks(&self, arm: &ArmTerms, place: usize, month: usize, draws: &Draws) -> bool {
        let seat = &self.offer.places[place];
        let word = || draws.word(seat.entity, month as u32, Decision::Filling, 0);
        self.holders[place].is_none()
            && self.is_open(arm, place, month)
            && arm.positions[seat.position].filling.strikes(word())
    }

    /// Who on a position's list is asked at a turn, counted from 0; `None` where the list has ended. Whoever can do fewer
    /// hours a week than the position has can never hold it, and is passed over.
    pub fn asked(&mut self, position: usize, turn: usize, people: &People, hours: f64) -> Option<Asked> {
        let list = &mut self.lists[position];
        while list.asked.len() <= turn
            && let Some(position) = list.next()
        {
            if people.capacity(position) >= hours {
                list.asked.push(Asked { position, entry: people.entry(position), number: None });
            }
        }
        list.asked.get(turn).copied()
    }

    /// Takes up the search of a position's list in a month where it ended, or begins it.
    pub fn search(&mut self, position: usize, month: usize) -> Search {
        let last = std::mem::take(&mut self.lists[position].search);
        if last.month == month { last } else { Search { month, ..Search::default() } }
    }

    /// Notes where a search ended.
    pub fn put_back(&mut self, position: usize, search: Search) {
        self.lists[position].search = search;
    }

    /// Remembers the number of whoever is asked at a turn.
    pub fn name(&mut self, position: usize, turn: usize, number: usize) {
        self.lists[position].asked[turn].number = Some(number);
    }

    /// Takes whoever is asked at a turn off a position's list; the next one has the turn.
    pub fn strike_off(&mut self, position: usize, turn: usize) {
        self.lists[position].asked.remove(turn);
    }
}

/// Whether a person can take a place of a position this month: in the population, on a named family, without work,
/// able to do the hours, and not just back from such a place.
pub fn is_eligible(position: &PositionTerms, index: usize, person: &Person, life: &Life, month: usize) -> bool {
    let on_family = matches!(life.status, Status::On(family) if position.families.contains(&family));
    let just_back =
        life.after.is_some_and(|after| after.position == index && month < after.from + position.again_after);
    on_family && life.job.is_none() && person.capacity >= position.hours && !just_back
}

/// Chooses one of the field in proportion to (12-month chance of work without the place)^creaming.
///
/// `chances`: shape `[candidate]`; `uniform` is the place's named draw of the month. A field in which nobody has a
/// chance is drawn by lot.
pub fn choose(chances: &[f64], creaming: f64, uniform: f64) -> usize {
    let weight = |chance: &f64| if creaming == 0.0 { 1.0 } else { libm::pow(*chance, creaming) };
    let weights: Vec<f64> = chances.iter().map(weight).collect();
    let total: f64 = weights.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return ((uniform * chances.len() as f64) as usize).min(chances.len() - 1);
    }
    let mut reached = 0.0;
    let chosen = weights.iter().position(|weight| {
        reached += weight;
        reached > uniform * total
    });
    chosen.unwrap_or(chances.len() - 1)
}

/// The job that a place of a position is for a person.
pub fn job_at(arm: &ArmTerms, place: usize, position: usize, person: &Person) -> Job {
    let terms = &arm.positions[position];
    Job {
        form: terms.form,
        hours: terms.hours.min(person.capacity),
        pay: terms.pay,
        months: 0,
        place: Some(Seat { place, position }),
    }
}
