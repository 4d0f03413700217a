//! Where an enterprise's income comes from, and which class of enterprise that makes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The revenue mix of an enterprise: shares of its yearly income, which sum to 1.
///
/// Anyone may call themselves socialøkonomisk, so the name decides nothing: what an enterprise lives from does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Revenue {
    /// Share from goods and services sold on a market [0-1].
    pub market: f64,
    /// Share from employment or social services sold to municipalities [0-1].
    pub municipal_services: f64,
    /// Share from grants, gifts, subsidies and everything else [0-1].
    pub grants: f64,
}

impl Default for Revenue {
    /// All from the market.
    fn default() -> Revenue {
        Revenue { market: 1.0, municipal_services: 0.0, grants: 0.0 }
    }
}

/// The class of an enterprise, computed from its revenue mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnterpriseClass {
    /// Over half of the revenue from goods and services sold on a market: a social enterprise in the sense of the study.
    Market,
    /// Over half from employment or social services sold to municipalities: a provider (anden aktør).
    Provider,
    /// Neither.
    Mixed,
}

/// The share of the revenue above which it decides the class [0-1].
const OVER_HALF: f64 = 0.5;

impl Revenue {
    /// The class that the mix makes.
    pub fn class(self) -> EnterpriseClass {
        if self.market > OVER_HALF {
            EnterpriseClass::Market
        } else if self.municipal_services > OVER_HALF {
            EnterpriseClass::Provider
        } else {
            EnterpriseClass::Mixed
        }
    }

    /// The sum of the shares, which should be 1.
    pub fn sum(self) -> f64 {
        self.market + self.municipal_services + self.grants
    }
}

#[cfg(test)]
mod tests {
    use super::{EnterpriseClass, Revenue};

    #[test]
    fn the_larger_half_decides_and_a_half_is_not_over_half() {
        let class = |market, municipal_services, grants| Revenue { market, municipal_services, grants }.class();
        assert_eq!(class(0.56, 0.14, 0.30), EnterpriseClass::Market);
        assert_eq!(class(0.44, 0.0, 0.56), EnterpriseClass::Mixed);
        assert_eq!(class(0.5, 0.5, 0.0), EnterpriseClass::Mixed);
        assert_eq!(class(0.1, 0.8, 0.1), EnterpriseClass::Provider);
    }
}
