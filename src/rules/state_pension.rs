//! State pension age by month of birth (LSP § 1 a).

use std::sync::Arc;

use crate::domain::calendar::Month;

/// State pension ages: from a month of birth on, an age.
#[derive(Clone, Debug, PartialEq)]
pub struct PensionAges {
    /// Month of birth from which the age holds, and the age \[months\]; in order.
    steps: Arc<[(Month, i32)]>,
}

impl PensionAges {
    /// Ages from rows of (year of birth, month of birth, age in months). Earlier births have the first age.
    pub fn of(rows: &[Vec<f64>]) -> PensionAges {
        let step = |row: &Vec<f64>| Month::new(row[0] as i32, row[1] as u32).map(|month| (month, row[2] as i32));
        PensionAges { steps: rows.iter().filter_map(step).collect() }
    }

    /// First month in which a person born in `birth` has reached the age.
    pub fn month(&self, birth: Month) -> Month {
        let step = self.steps.iter().rev().find(|(from, _)| *from <= birth).or(self.steps.first());
        let (_, age) = step.unwrap_or_else(|| unreachable!("the shipped table of pension ages has rows"));
        birth.plus(*age)
    }
}
