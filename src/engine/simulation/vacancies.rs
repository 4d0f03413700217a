//! The places of an arm in a month of a draw: which exist, who leaves one, who is asked and who gets it.

use crate::engine::draw::Decision;
use crate::engine::followed::Followed;
use crate::engine::placement::{Search, choose, is_eligible, job_at};
use crate::engine::simulation::Run;
use crate::rules::error::LawError;

impl Run<'_> {
    /// One month of an arm's places: enterprises open and close, vacancies are filled, filled places cost.
    pub(super) fn open_and_fill(&mut self, arm: usize, month: usize) -> Result<(), LawError> {
        let terms = &self.instance.arms[arm];
        let places = &mut self.arms[arm].places;
        places.close(month, self.draws);
        let number = places.offer.places.len();
        for place in 0..number {
            self.vacate(arm, place, month)?;
        }
        for place in 0..number {
            if self.arms[arm].places.seeks(terms, place, month, self.draws) {
                self.fill(arm, place, month)?;
            }
        }
        self.arms[arm].post_costs(self.instance, terms, month);
        Ok(())
    }

    /// Notes that a holder has left, or ends the stay where the place no longer exists.
    fn vacate(&mut self, arm: usize, place: usize, month: usize) -> Result<(), LawError> {
        let Some(number) = self.arms[arm].places.holders[place] else { return Ok(()) };
        let holds = self.life(arm, number, month)?.seat().is_some_and(|seat| seat.place == place);
        let open = self.arms[arm].places.is_open(&self.instance.arms[arm], place, month);
        let course = self.course(arm);
        if holds && open {
            return Ok(());
        }
        self.arms[arm].hold(place, None);
        if holds {
            self.change(arm, number, |life| {
                if let Some(seat) = life.seat() {
                    life.stop(month);
                    course.go_back(life, seat);
                }
            })?;
        }
        Ok(())
    }

    /// Seeks somebody for a vacant place: the first eligible people on the list form the field, one of them is chosen.
    fn fill(&mut self, arm: usize, place: usize, month: usize) -> Result<(), LawError> {
        let terms = &self.instance.arms[arm];
        let seat = self.arms[arm].places.offer.places[place];
        let index = seat.position;
        let position = &terms.positions[index];
        let people = self.people;
        let course = self.course(arm);
        // Within a month nobody becomes eligible, and only who gets a place ceases to be: the search for one vacancy goes on
        // where that for the one before ended.
        let Search { mut turn, mut field, .. } = self.arms[arm].places.search(index, month);
        field.retain(|number| !self.arms[arm].holds(*number));
        while field.len() < position.shortlist
            && let Some(asked) = self.arms[arm].places.asked(index, turn, people, position.hours)
        {
            turn += 1;
            if asked.entry > month {
                continue;
            }
            let number = match asked.number {
                Some(number) => number,
                None => self.name(arm, (index, turn - 1), asked.position),
            };
            // Whoever holds a place has work.
            if self.arms[arm].holds(number) {
                continue;
            }
            let out = self.life(arm, number, month)?.is_out();
            if out {
                turn -= 1;
                self.arms[arm].places.strike_off(index, turn);
                continue;
            }
            let (person, life) = self.roll.get(number).in_arm(arm, self.world_of(arm));
            if is_eligible(position, index, person, life, month) {
                field.push(number);
            }
        }
        if !field.is_empty() {
            let chance = |number: &usize| {
                let (person, life) = self.roll.get(*number).in_arm(arm, self.world_of(arm));
                course.chance_of_work(person, life, month)
            };
            let chances: Vec<f64> = field.iter().map(chance).collect();
            let uniform = self.draws.uniform(seat.entity, month as u32, Decision::ChoiceOfPerson, 0);
            let number = field[choose(&chances, position.creaming, uniform)];
            self.place(arm, (place, index), number, month)?;
        }
        self.arms[arm].places.put_back(index, Search { month, turn, field });
        Ok(())
    }

    /// The number of somebody who is asked for the first time, which the list remembers.
    fn name(&mut self, arm: usize, (index, turn): (usize, usize), position: usize) -> usize {
        let number = self.follow(position);
        self.arms[arm].places.name(index, turn, number);
        number
    }

    /// Gives a person a place; the life branches off from its shadow if it has not before.
    fn place(
        &mut self,
        arm: usize,
        (place, position): (usize, usize),
        number: usize,
        month: usize,
    ) -> Result<(), LawError> {
        let Followed { person, branches, .. } = self.roll.get(number);
        let job = job_at(&self.instance.arms[arm], place, position, person);
        let group = self.instance.groups[person.cohort];
        let first = branches[arm].is_none();
        if first {
            self.branch_off(arm, number)?;
        }
        self.change(arm, number, |life| life.start(job))?;
        let run = &mut self.arms[arm];
        let cell = run.attribution.cell(position, group);
        if let Some(branch) = self.roll.get_mut(number).branches[arm].as_deref_mut() {
            branch.stays.push((month, cell));
        }
        run.place(cell, month, first);
        run.hold(place, Some(number));
        Ok(())
    }
}
