//! A life on its way: where it stands, and which of its months are not yet told.

use std::ops::Range;

use crate::domain::person::Person;
use crate::engine::course::Course;
use crate::engine::life::Life;
use crate::engine::standing::Standing;
use crate::rules::error::LawError;

/// A life on its way. Months that stand alike are told together, once the last of them is lived.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The life at the start of `month`.
    pub life: Life,
    /// The month that it has reached.
    month: usize,
    /// What the months from the first untold one on come to; `None` where it has to be reckoned.
    standing: Option<Standing>,
    /// The first month that is not told.
    untold: usize,
}

impl Progress {
    /// A life at the start of a month.
    pub fn new(life: Life, month: usize) -> Progress {
        Progress { life, month, standing: None, untold: month }
    }

    /// The same life on a way of its own, from the month that it has reached.
    pub fn branch(&self) -> Progress {
        Progress::new(self.life.clone(), self.month)
    }

    /// Lives up to the start of `month` and tells the months of each standing that has ended.
    ///
    /// # Errors
    /// Where the law has no answer to a person-month.
    pub fn live(
        &mut self,
        course: &Course,
        person: &Person,
        month: usize,
        mut tell: impl FnMut(Range<usize>, &Standing),
    ) -> Result<(), LawError> {
        while self.month < month && !self.life.is_out() {
            let standing = match &mut self.standing {
                Some(standing) => standing,
                none => none.insert(course.standing(person, &self.life, self.month)?),
            };
            let last = standing.until.min(month);
            let mut changed = false;
            while self.month < last && !changed {
                changed = course.step(person, &mut self.life, self.month, standing);
                self.month += 1;
            }
            if changed || self.month == standing.until {
                self.end_standing(&mut tell);
            }
        }
        Ok(())
    }

    /// Tells the months that are not yet told.
    pub fn tell(&mut self, tell: impl FnOnce(Range<usize>, &Standing)) {
        if let Some(standing) = &self.standing
            && self.untold < self.month
        {
            tell(self.untold..self.month, standing);
        }
        self.untold = self.month;
    }

    /// Tells the months that are not yet told; the next one is reckoned anew, because the life is about to change.
    pub fn end_standing(&mut self, tell: impl FnOnce(Range<usize>, &Standing)) {
        self.tell(tell);
        self.standing = None;
    }
}
