//! A life on its way: where it stands, and which of its months are not yet told.

use std::ops::Range;

use crate::domain::person::Person;
use crate::engine::course::Course;
use crate::engine::life::Life;
use crate::engine::risk::Risk;
use crate::engine::standing::Standing;
use crate::rules::error::LawError;

/// A life on its way. Months that stand alike are told together, once the last of them is lived.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The life at the start of `month`.
    pub life: Life,
    /// The month in which it began.
    from: usize,
    /// The month that it has reached.
    month: usize,
    /// The first month that is not told.
    untold: usize,
    /// What the months from the first untold one on come to; `None` where it has to be reckoned.
    standing: Option<Standing>,
    /// What can strike; `None` where it has to be reckoned.
    risk: Option<Risk>,
    /// Whether the standing has ended: all its months are told.
    ended: bool,
    /// The life at the start of the last month lived, where a cause that leads to work struck in it.
    before_work: Option<Box<Life>>,
}

/// Months of a life that stand alike.
pub struct Stretch<'a> {
    /// The months.
    pub months: Range<usize>,
    /// What each of them comes to.
    pub standing: &'a Standing,
    /// The life at the start of the last of them, where a cause that leads to work struck in it.
    pub before_work: Option<Box<Life>>,
}

impl Progress {
    /// A life at the start of a month.
    pub fn new(life: Life, month: usize) -> Progress {
        Progress {
            life,
            from: month,
            month,
            untold: month,
            standing: None,
            risk: None,
            ended: false,
            before_work: None,
        }
    }

    /// The same life on a way of its own, from the month that it has reached.
    pub fn branch(&self) -> Progress {
        Progress::new(self.life.clone(), self.month)
    }

    /// The month in which it began.
    pub fn from(&self) -> usize {
        self.from
    }

    /// Months that were lived.
    pub fn lived(&self) -> usize {
        self.month - self.from
    }

    /// The month that it has reached.
    pub fn month(&self) -> usize {
        self.month
    }

    /// Lives on until a standing ends, or to the start of `month`: the months of the standing that has ended, and `None`
    /// once the month is reached or the life is followed no longer.
    ///
    /// # Errors
    /// Where the law has no answer to a person-month.
    pub fn advance(&mut self, course: &Course, person: &Person, month: usize) -> Result<Option<Stretch<'_>>, LawError> {
        while self.month < month && !self.life.is_out() {
            if std::mem::take(&mut self.ended) {
                self.standing = None;
            }
            let standing = match &mut self.standing {
                Some(standing) => standing,
                none => none.insert(course.standing(person, &self.life, self.month)?),
            };
            let risk = self.risk.get_or_insert_with(|| course.risk(person, &self.life, self.month));
            let last = standing.until.min(risk.until).min(month);
            let mut changed = false;
            while self.month < last && !changed {
                let struck = risk.strike(course, person, &mut self.life, self.month);
                if struck.is_some_and(|cause| cause.work().is_some()) {
                    self.before_work = Some(Box::new(self.life.clone()));
                }
                changed = course.step(person, &mut self.life, self.month, standing, struck);
                self.month += 1;
            }
            let until = standing.until;
            if changed || self.month == risk.until {
                self.risk = None;
            }
            if changed || self.month == until {
                return Ok(self.end());
            }
        }
        Ok(None)
    }

    /// The months that are not yet told.
    pub fn tell(&mut self) -> Option<Stretch<'_>> {
        self.untold(self.ended)
    }

    /// The months that are not yet told; the next one is reckoned anew, because the life is about to change.
    pub fn change(&mut self) -> Option<Stretch<'_>> {
        self.risk = None;
        self.end()
    }

    fn end(&mut self) -> Option<Stretch<'_>> {
        let ended = std::mem::replace(&mut self.ended, true);
        self.untold(ended)
    }

    /// The months that are not yet told, unless the standing had ended before them.
    fn untold(&mut self, ended: bool) -> Option<Stretch<'_>> {
        let months = std::mem::replace(&mut self.untold, self.month)..self.month;
        let standing = self.standing.as_ref().filter(|_| !ended && !months.is_empty())?;
        Some(Stretch { months, standing, before_work: self.before_work.take() })
    }
}
