//! Sums by month while they are posted: an amount that recurs month after month is posted at both its ends.

use std::ops::Range;

/// Sums by month that are still being posted: of each row and month, how much more it holds than the month before. Shape
/// `[row][month]`; beside each row's months stands what falls due after the last.
///
/// So a stretch of months costs two additions however long it is; [`OpenSums::close`] adds the months up once.
#[derive(Clone, Debug)]
pub struct OpenSums {
    months: usize,
    steps: Vec<i64>,
}

impl OpenSums {
    /// Nothing posted yet, in so many rows and months.
    pub fn new(rows: usize, months: usize) -> OpenSums {
        OpenSums { months, steps: vec![0; rows * (months + 1)] }
    }

    /// Number of months.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Posts an amount in each of some months of a row.
    #[inline]
    pub fn post(&mut self, row: usize, months: Range<usize>, amount: i64) {
        let first = row * (self.months + 1);
        let steps = &mut self.steps[first..=first + self.months];
        debug_assert!(months.end <= self.months, "{months:?} of {} months", self.months);
        if months.is_empty() {
            return;
        }
        steps[months.start] += amount;
        if months.end < self.months {
            steps[months.end] -= amount;
        }
    }

    /// Posts an amount of each of some months of a row, paid so many months later.
    #[inline]
    pub fn post_due(&mut self, row: usize, months: Range<usize>, due_in: u16, amount: i64) {
        let due = |month: usize| (month + usize::from(due_in)).min(self.months);
        let within = due(months.start)..due(months.end);
        let after = months.len() - within.len();
        if after > 0 {
            self.steps[row * (self.months + 1) + self.months] += amount * after as i64;
        }
        self.post(row, within, amount);
    }

    /// The sums: shape `[row][month]`, and last in each row what falls due later.
    pub fn close(mut self) -> Vec<i64> {
        for row in self.steps.chunks_exact_mut(self.months + 1) {
            let mut sum = 0;
            for step in &mut row[..self.months] {
                sum += *step;
                *step = sum;
            }
        }
        self.steps
    }
}

#[cfg(test)]
mod tests {
    use super::OpenSums;

    #[test]
    fn a_stretch_is_each_of_its_months() {
        let mut sums = OpenSums::new(2, 4);
        sums.post(0, 1..3, 5);
        sums.post(0, 2..4, 70);
        sums.post(0, 3..3, 900);
        sums.post_due(1, 1..4, 2, 3);
        assert_eq!(sums.close(), [0, 5, 75, 70, 0, 0, 0, 0, 3, 6]);
    }
}
