use crate::study::scenario::Study; use crate::study::error::Problem;
impl Study { pub fn check(&self) -> Vec<Problem> { Vec::new() } }
