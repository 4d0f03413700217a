//! Variants: other readings of the law and other growth of prices, each a study of its own beside the base case.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::reform::Reform;
use crate::rules::readings::Readings;
use crate::study::scenario::Study;

/// Another reading of the law or another growth of prices, named and run beside the base case with the same draws.
///
/// Variants are never averaged: nobody knows a chance for them. What is left out is as in the base case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Name in tables.
    pub name: String,
    /// Readings of the law, complete: they take the place of the study's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<Readings>,
    /// Changes of law in both arms; an arm's own reform of the same month goes before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reforms: Vec<Reform>,
    /// Growth of wages and prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<PriceSet>,
}

/// Growth of wages and prices in place of the study's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PriceSet {
    /// Growth of wages and of the programme's costs, and the basis of projected law [1/year].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_growth: Option<Quantity>,
    /// Growth of prices, for deflating to the price year [1/year].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_growth: Option<Quantity>,
}

impl Quantities for Variant {
    fn walk(&mut self, walk: &mut Walk) {
        if let Some(prices) = &mut self.prices {
            walk.inside("prices", prices);
        }
    }
}

impl Quantities for PriceSet {
    fn walk(&mut self, walk: &mut Walk) {
        walk.maybe("wage_growth", &mut self.wage_growth);
        walk.maybe("price_growth", &mut self.price_growth);
    }
}

impl Study {
    /// The study without its variants.
    pub fn base_case(&self) -> Study {
        Study { variants: Vec::new(), ..self.clone() }
    }

    /// The study that a variant means. Its assumptions keep their names, and so their draws.
    pub fn variant(&self, variant: &Variant) -> Study {
        let mut study = self.base_case();
        study.law = variant.law.unwrap_or(study.law);
        for arm in [&mut study.baseline, &mut study.programme] {
            arm.reforms.splice(0..0, variant.reforms.iter().cloned());
        }
        if let Some(prices) = &variant.prices {
            let put = |growth: &mut Quantity, other: &Option<Quantity>| {
                other.iter().for_each(|other| *growth = other.clone());
            };
            put(&mut study.economy.wage_growth, &prices.wage_growth);
            put(&mut study.economy.price_growth, &prices.price_growth);
        }
        study
    }
}
