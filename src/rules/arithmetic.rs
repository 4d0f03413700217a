//! How amounts and shares are written in explanations.

/// An amount in kroner with two decimals.
pub fn kr(amount: f64) -> String {
    format!("{amount:.2}")
}

/// A share in per cent with two decimals.
pub fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}
