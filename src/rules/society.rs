//! In which prices society's gain is stated: the Finance Ministry's convention.

use crate::domain::calendar::Month;
use crate::rules::error::LawError;
use crate::rules::parameter::Growth;
use crate::rules::policy::Policy;

/// Market prices over factor prices \[1\], as the ministry's guide has it in a month.
///
/// # Errors
/// Before the guide on file.
pub fn net_tax_factor(month: Month) -> Result<f64, LawError> {
    // Growth moves amounts, never factors.
    let value = Policy::danish().value("society.net_tax_factor", month, Growth { wage: 0.0 })?;
    Ok(value.value.unwrap_or(1.0))
}
