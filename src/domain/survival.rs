//! Survival curves: how long stays and jobs last.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};

/// The share that is left after so many months.
///
/// Give one of: `weibull` (shape and scale), or `table` (points; between them the logarithm of survival is linear,
/// a constant rate; after the last point the last rate goes on).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Survival {
    /// S(t) = exp(-(t / scale)^shape), t in months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weibull: Option<Weibull>,
    /// Points of the curve, in order of months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Vec<SurvivalPoint>>,
}

/// A Weibull curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weibull {
    /// Shape \[1\]: below 1 the early months are the dangerous ones.
    pub shape: Quantity,
    /// Scale \[months\]: after it 37 % are left.
    pub scale_months: Quantity,
}

/// A point of a survival curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurvivalPoint {
    /// Months since the start, above zero.
    pub months: u32,
    /// Share that is left [0-1].
    pub share: Quantity,
}

impl Survival {
    /// A Weibull curve with shape \[1\] and scale \[months\].
    pub fn weibull(shape: impl Into<Quantity>, scale_months: impl Into<Quantity>) -> Survival {
        Survival { weibull: Some(Weibull { shape: shape.into(), scale_months: scale_months.into() }), table: None }
    }

    /// An exponential curve with mean \[months\].
    pub fn exponential(mean_months: impl Into<Quantity>) -> Survival {
        Survival::weibull(1.0, mean_months)
    }
}

impl Quantities for Survival {
    fn walk(&mut self, walk: &mut Walk) {
        if let Some(weibull) = &mut self.weibull {
            walk.inside("weibull", weibull);
        }
        if let Some(points) = &mut self.table {
            walk.list("table", points, |point| point.months.to_string());
        }
    }
}

impl Quantities for Weibull {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("shape", &mut self.shape);
        walk.leaf("scale_months", &mut self.scale_months);
    }
}

impl Quantities for SurvivalPoint {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("share", &mut self.share);
    }
}
