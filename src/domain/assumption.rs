//! What is assumed: a value, its range, its shape and its source; and the places of a study that use it.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The shape of what one does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// PERT with weight 4: `low` and `high` are bounds, `value` the most likely.
    #[default]
    Pert,
    /// Triangular: `low` and `high` are bounds, `value` the most likely.
    Triangular,
    /// Uniform between the bounds `low` and `high`.
    Uniform,
    /// Normal: `low` and `high` are the 5th and 95th percentile, `value` the median.
    Normal,
    /// Normal, cut to `min` and `max`; `low` and `high` are the percentiles before the cut.
    TruncatedNormal,
    /// Lognormal: `low` and `high` are the 5th and 95th percentile, `value` the median.
    Lognormal,
    /// Gamma with 5th and 95th percentile `low` and `high`.
    Gamma,
    /// Weibull with 5th and 95th percentile `low` and `high`.
    Weibull,
    /// Beta from `successes` of `trials`: Beta(s + 1/2, n - s + 1/2).
    Beta,
    /// A yearly rate from `events` in `person_years`: Gamma(events + 1/2, person_years).
    Rate,
    /// A share among others, from its `count`: Gamma(count + 1/2, 1), divided by the sum over the shares (Dirichlet).
    Dirichlet,
    /// Poisson with mean `value`.
    Poisson,
    /// One of `values`, each as likely.
    Empirical,
}

/// One assumption: a central value, what is not known about it, and where it comes from.
///
/// Without a range (`low` and `high`, or the data that a shape asks for) it is fixed, and listed as such.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Central value: most likely (bounded shapes) or median (the others). Base value of one-way analyses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Lower bound, or 5th percentile, as the shape says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper bound, or 95th percentile, as the shape says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// The shape; PERT where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// Smallest possible value of `truncated_normal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest possible value of `truncated_normal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Successes, for `beta`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successes: Option<f64>,
    /// Trials, for `beta`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<f64>,
    /// Events, for `rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<f64>,
    /// Years lived at risk, for `rate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_years: Option<f64>,
    /// Count behind a share, for `dirichlet`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<f64>,
    /// Possible values, for `empirical`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<f64>>,
    /// What it is called in results, with its unit: `Length of a stay (months)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The same in Danish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_da: Option<String>,
    /// Where the value and the range come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Grade of the evidence: A register, B credible, C arithmetic, D nobody has measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<char>,
}

/// A probability distribution with everything it needs, checked.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant's doc explains its fields")]
pub enum Distribution {
    /// No uncertainty.
    Fixed(f64),
    /// Beta on [low, high] with mode `mode` and weight 4.
    Pert { low: f64, mode: f64, high: f64 },
    /// Triangular on [low, high].
    Triangular { low: f64, mode: f64, high: f64 },
    /// Uniform on [low, high].
    Uniform { low: f64, high: f64 },
    /// Normal from its median and 5th / 95th percentile: two half-normals where they are not symmetric.
    Normal { low: f64, median: f64, high: f64 },
    /// Normal as above, cut to [min, max].
    TruncatedNormal { low: f64, median: f64, high: f64, min: f64, max: f64 },
    /// Lognormal from its median and 5th / 95th percentile: two half-lognormals where they are not symmetric in logs.
    Lognormal { low: f64, median: f64, high: f64 },
    /// Gamma whose 5th and 95th percentile are `low` and `high`.
    GammaPercentiles { low: f64, high: f64 },
    /// Weibull whose 5th and 95th percentile are `low` and `high`.
    WeibullPercentiles { low: f64, high: f64 },
    /// Beta(a, b) on [0, 1].
    Beta { a: f64, b: f64 },
    /// Gamma with shape \[1\] and rate [1/unit].
    Gamma { shape: f64, rate: f64 },
    /// Poisson with a mean.
    Poisson { mean: f64 },
    /// One of the values, each as likely.
    Empirical(Vec<f64>),
}

impl Assumption {
    /// A fixed number that carries its source.
    pub fn fixed(value: f64) -> Assumption {
        Assumption { value: Some(value), ..Assumption::default() }
    }

    /// A range of the given shape around a central value.
    pub fn range(low: f64, value: f64, high: f64, shape: Shape) -> Assumption {
        Assumption { value: Some(value), low: Some(low), high: Some(high), shape: Some(shape), ..Assumption::default() }
    }

    /// The same with its source.
    pub fn source(mut self, source: &str) -> Assumption {
        self.source = Some(source.to_owned());
        self
    }

    /// The distribution that the description means.
    ///
    /// # Errors
    /// A sentence that says what is missing or contradictory and what to write.
    pub fn distribution(&self) -> Result<Distribution, String> {
        use Distribution as D;
        let need = |field: Option<f64>, name: &str, shape: &str| {
            field.ok_or_else(|| format!("the shape `{shape}` needs `{name}`: add `{name} = ...`"))
        };
        let numbers = [self.value, self.low, self.high, self.min, self.max, self.successes, self.trials, self.events];
        let counts = [self.person_years, self.count];
        let all = numbers.iter().chain(&counts).flatten().chain(self.values.iter().flatten());
        if all.clone().any(|x| !x.is_finite()) {
            return Err("every number of an assumption must be finite".to_owned());
        }
        let has_data = self.low.is_some() || self.high.is_some();
        let shape = match self.shape {
            None if !has_data => {
                return self.value.map(D::Fixed).ok_or_else(|| "an assumption needs a `value`".to_owned());
            }
            None => Shape::Pert,
            Some(shape) => shape,
        };
        match shape {
            Shape::Beta => {
                let (s, n) = (need(self.successes, "successes", "beta")?, need(self.trials, "trials", "beta")?);
                if s < 0.0 || n < s {
                    return Err(format!("`successes` ({s}) must lie between 0 and `trials` ({n})"));
                }
                Ok(D::Beta { a: s + 0.5, b: n - s + 0.5 })
            }
            Shape::Rate => {
                let (e, y) = (need(self.events, "events", "rate")?, need(self.person_years, "person_years", "rate")?);
                if e < 0.0 || y <= 0.0 {
                    return Err(format!(
                        "`events` ({e}) must not be negative and `person_years` ({y}) must be above zero"
                    ));
                }
                Ok(D::Gamma { shape: e + 0.5, rate: y })
            }
            Shape::Dirichlet => {
                let c = need(self.count, "count", "dirichlet")?;
                if c < 0.0 {
                    return Err(format!("`count` ({c}) must not be negative"));
                }
                Ok(D::Gamma { shape: c + 0.5, rate: 1.0 })
            }
            Shape::Poisson => {
                let mean = need(self.value, "value", "poisson")?;
                if !(0.0..=1e6).contains(&mean) {
                    return Err(format!("the mean of a Poisson must lie between 0 and 1,000,000, not at {mean}"));
                }
                Ok(D::Poisson { mean })
            }
            Shape::Empirical => match &self.values {
                Some(values) if !values.is_empty() => Ok(D::Empirical(values.clone())),
                _ => Err("the shape `empirical` needs `values = [...]` with at least one number".to_owned()),
            },
            _ => self.ranged(shape),
        }
    }

    /// The shapes that are given by `low`, `value` and `high`.
    fn ranged(&self, shape: Shape) -> Result<Distribution, String> {
        use Distribution as D;
        let (low, high) = match (self.low, self.high) {
            (Some(low), Some(high)) => (low, high),
            (None, None) => {
                return Err(
                    "a shape needs a range: add `low = ...` and `high = ...`, or leave the shape out".to_owned()
                );
            }
            _ => return Err("a range needs both ends: give `low` and `high`".to_owned()),
        };
        if low > high {
            return Err(format!("`low` ({low}) must not be above `high` ({high})"));
        }
        let middle = match (self.value, shape) {
            (Some(value), _) => value,
            (None, Shape::Uniform) => (low + high) / 2.0,
            (None, Shape::Gamma | Shape::Weibull) => low,
            (None, _) => return Err("an assumption needs a `value`, its central figure".to_owned()),
        };
        if middle < low || middle > high {
            return Err(format!("`value` ({middle}) must lie between `low` ({low}) and `high` ({high})"));
        }
        if low == high {
            return Ok(D::Fixed(middle));
        }
        let positive = |name: &str| {
            if low > 0.0 { Ok(()) } else { Err(format!("the shape `{name}` needs `low` above zero, not {low}")) }
        };
        let inside = |name: &str| {
            let strictly = low < middle && middle < high;
            if strictly {
                Ok(())
            } else {
                Err(format!("the shape `{name}` needs `value` strictly between `low` and `high`"))
            }
        };
        match shape {
            Shape::Pert => Ok(D::Pert { low, mode: middle, high }),
            Shape::Triangular => Ok(D::Triangular { low, mode: middle, high }),
            Shape::Uniform => Ok(D::Uniform { low, high }),
            Shape::Normal => inside("normal").map(|()| D::Normal { low, median: middle, high }),
            Shape::TruncatedNormal => {
                inside("truncated_normal")?;
                let (min, max) = (self.min.unwrap_or(f64::NEG_INFINITY), self.max.unwrap_or(f64::INFINITY));
                if self.min.is_none() && self.max.is_none() {
                    return Err("the shape `truncated_normal` needs `min`, `max` or both".to_owned());
                }
                if !(min < middle && middle < max) {
                    return Err(format!("`value` ({middle}) must lie between `min` ({min}) and `max` ({max})"));
                }
                Ok(D::TruncatedNormal { low, median: middle, high, min, max })
            }
            Shape::Lognormal => {
                positive("lognormal")?;
                inside("lognormal").map(|()| D::Lognormal { low, median: middle, high })
            }
            Shape::Gamma => positive("gamma").map(|()| D::GammaPercentiles { low, high }),
            Shape::Weibull => positive("weibull").map(|()| D::WeibullPercentiles { low, high }),
            Shape::Beta | Shape::Rate | Shape::Dirichlet | Shape::Poisson | Shape::Empirical => {
                unreachable!("shapes from data are read before")
            }
        }
    }

    /// The central value: `value`, or what stands for it in shapes from data (mean of the data).
    pub fn central(&self) -> f64 {
        if let Some(value) = self.value {
            return value;
        }
        let ratio = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a / b);
        let data = ratio(self.successes, self.trials).or_else(|| ratio(self.events, self.person_years)).or(self.count);
        let middle = self.low.zip(self.high).map(|(low, high)| (low + high) / 2.0);
        let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        data.or(middle).or_else(|| self.values.as_ref().map(mean)).unwrap_or(0.0)
    }
}

/// A number of a study: plain, uncertain, or a reference to a named assumption.
///
/// In a scenario file it is written `0.5`, `{ value = 0.5, low = 0.3, high = 0.8, source = "..." }` or `"$name"`.
/// In code: `Quantity::from(0.5)`, `Quantity::from(assumption)`, `Quantity::named("name")`.
///
/// Before a study runs, every uncertain quantity is given a slot in the study's list of assumptions
/// ([`Quantities`]); in a draw [`Quantity::at`] reads the drawn value from that slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// As written.
    pub written: Written,
    /// Position of its drawn value, once the study's assumptions have been listed.
    pub slot: Option<usize>,
}

/// What stands in the scenario in place of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// A plain number: fixed.
    Number(f64),
    /// The name of an assumption in `[assumptions]`, without the `$`.
    Named(String),
    /// An assumption of its own.
    Inline(Box<Assumption>),
}

impl Quantity {
    /// A reference to the assumption `name` of the study.
    pub fn named(name: &str) -> Quantity {
        Quantity { written: Written::Named(name.to_owned()), slot: None }
    }

    /// The value in a draw.
    ///
    /// `values`: shape `[assumption]`, one drawn value per listed assumption, in the order of the study's list.
    ///
    /// # Panics
    /// Where a named quantity was never given its slot: the study checks that before it runs.
    pub fn at(&self, values: &[f64]) -> f64 {
        match (self.slot, &self.written) {
            (Some(slot), _) => values[slot],
            (None, Written::Number(number)) => *number,
            (None, Written::Inline(assumption)) => assumption.central(),
            (None, Written::Named(name)) => unreachable!("the assumption `{name}` was not given a slot"),
        }
    }

    /// The value in a draw, rounded to a whole number and at least zero.
    pub fn count_at(&self, values: &[f64]) -> u32 {
        self.at(values).round().clamp(0.0, f64::from(u32::MAX)) as u32
    }

    /// Whether the plain number 0 stands here.
    pub fn is_zero(&self) -> bool {
        self.number() == Some(0.0)
    }

    /// Whether a number stands here and nothing else.
    pub fn number(&self) -> Option<f64> {
        match self.written {
            Written::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl Default for Quantity {
    fn default() -> Quantity {
        Quantity::from(0.0)
    }
}

impl From<f64> for Quantity {
    fn from(number: f64) -> Quantity {
        Quantity { written: Written::Number(number), slot: None }
    }
}

impl From<Assumption> for Quantity {
    fn from(assumption: Assumption) -> Quantity {
        Quantity { written: Written::Inline(Box::new(assumption)), slot: None }
    }
}

/// How a quantity is written, for serde: untagged, so that a number stays a number.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Notation {
    Number(f64),
    Reference(String),
    Inline(Box<Assumption>),
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.written {
            Written::Number(number) => number.serialize(serializer),
            Written::Named(name) => serializer.collect_str(&format_args!("${name}")),
            Written::Inline(assumption) => assumption.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Quantity, D::Error> {
        match Notation::deserialize(deserializer)? {
            Notation::Number(number) => Ok(Quantity::from(number)),
            Notation::Inline(assumption) => Ok(Quantity { written: Written::Inline(assumption), slot: None }),
            Notation::Reference(text) => match text.strip_prefix('$') {
                Some(name) => Ok(Quantity::named(name)),
                None => Err(serde::de::Error::custom(format_args!(
                    "`{text}` is not a number; an assumption is named with a dollar sign: \"${text}\""
                ))),
            },
        }
    }
}

impl JsonSchema for Quantity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let assumption = generator.subschema_for::<Assumption>();
        json_schema!({
            "description": "A number: plain, uncertain (a table with value, low, high, shape, label, source), or the name of an assumption (\"$name\").",
            "anyOf": [ { "type": "number" }, { "type": "string", "pattern": "^\\$" }, assumption ]
        })
    }
}

/// Shares that sum to one: plain shares, or Dirichlet counts (`{ count = 12, shape = "dirichlet" }`).
///
/// Drawn weights are divided by their sum, so gammas become a Dirichlet. Plain shares must sum to 1 (checked).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Shares(pub BTreeMap<String, Quantity>);

impl Shares {
    /// The share of each name in a draw, in the order of the names; all zero where every weight is zero.
    pub fn at(&self, values: &[f64]) -> BTreeMap<&str, f64> {
        let weights: Vec<f64> = self.0.values().map(|q| q.at(values).max(0.0)).collect();
        let sum: f64 = weights.iter().sum();
        let share = |w: &f64| if sum > 0.0 { w / sum } else { 0.0 };
        self.0.keys().map(String::as_str).zip(weights.iter().map(share)).collect()
    }
}

/// A walk through every quantity of a structure, with the key path at which each stands.
///
/// It is how the study lists its assumptions, names the inline ones and reports where one is wrong.
pub struct Walk<'a> {
    path: Vec<String>,
    visit: &'a mut dyn FnMut(&str, &mut Quantity),
}

impl<'a> Walk<'a> {
    /// A walk that shows each quantity, with its key path, to `visit`.
    pub fn new(visit: &'a mut dyn FnMut(&str, &mut Quantity)) -> Walk<'a> {
        Walk { path: Vec::new(), visit }
    }

    /// Shows one quantity.
    pub fn leaf(&mut self, key: &str, quantity: &mut Quantity) {
        self.path.push(key.to_owned());
        (self.visit)(&self.path.join("."), quantity);
        self.path.pop();
    }

    /// Shows a quantity that may be absent.
    pub fn maybe(&mut self, key: &str, quantity: &mut Option<Quantity>) {
        if let Some(quantity) = quantity {
            self.leaf(key, quantity);
        }
    }

    /// Walks into a part of the structure.
    pub fn inside(&mut self, key: &str, part: &mut dyn Quantities) {
        self.path.push(key.to_owned());
        part.walk(self);
        self.path.pop();
    }

    /// Walks through a list whose members have names; the key is `list[name]`, so that a new order renames nothing.
    pub fn list<T: Quantities>(&mut self, key: &str, members: &mut [T], name: impl Fn(&T) -> String) {
        for member in members {
            let key = format!("{key}[{}]", name(member));
            self.inside(&key, member);
        }
    }
}

/// A structure that holds quantities.
pub trait Quantities {
    /// Shows each quantity of the structure to the walk, under the key it has in a scenario file.
    fn walk(&mut self, walk: &mut Walk);
}

impl Quantities for Shares {
    fn walk(&mut self, walk: &mut Walk) {
        for (key, quantity) in &mut self.0 {
            walk.leaf(key, quantity);
        }
    }
}
