//! Dated values of the law, each with its reference.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Month;
use crate::domain::source::Reference;
use crate::rules::error::LawError;
use crate::rules::readings::LawFrom2027;

/// A parameter of the law: its values by date, and how it goes on after the last.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// What it is, with the Danish term.
    pub meaning: String,
    /// Unit: `kr`, `share`, `hours`, `months`.
    pub unit: String,
    /// What it is counted by: `month`, `year`, `hour`, `krone`.
    pub per: String,
    /// How it is uprated each January.
    pub uprating: Uprating,
    /// How an uprated amount is rounded.
    #[serde(default)]
    pub rounding: Rounding,
    /// First month without it, and what holds instead.
    #[serde(default)]
    pub repealed: Option<Repeal>,
    /// The share of another parameter that it is, for `uprating = "percent"`.
    #[serde(default)]
    pub percent: Option<Percent>,
    /// The values, in order of their dates.
    pub values: Vec<Dated>,
}

/// How an amount is uprated each January.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uprating {
    /// It stays until it is changed.
    None,
    /// By the full satsregulering.
    Full,
    /// By the satsregulering of benefits.
    Benefit,
    /// By the regulation of tax amounts (PSL § 20).
    Tax,
    /// It is a share of another parameter.
    Percent,
}

impl Uprating {
    /// Those that have a yearly rate of their own.
    const RATES: [Uprating; 3] = [Uprating::Full, Uprating::Benefit, Uprating::Tax];

    /// The parameter that holds the yearly rates.
    const fn rate_name(self) -> Option<&'static str> {
        match self {
            Uprating::Full => Some("uprating.full"),
            Uprating::Benefit => Some("uprating.benefit"),
            Uprating::Tax => Some("uprating.tax"),
            Uprating::None | Uprating::Percent => None,
        }
    }

    /// The uprating whose yearly rates a parameter holds.
    fn of_rate(name: &str) -> Option<Uprating> {
        let of_rates = name.starts_with("uprating.");
        Uprating::RATES.into_iter().find(|uprating| of_rates && uprating.rate_name() == Some(name))
    }
}

/// How an uprated amount is rounded: half up, or down where said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Not at all.
    #[default]
    None,
    /// To øre.
    Ore,
    /// To kroner.
    Krone,
    /// To hundred kroner.
    HundredKroner,
    /// Down to five kroner, as weekly benefits are.
    FiveKronerDown,
}

impl Rounding {
    /// The rounded amount \[kr\].
    pub fn of(self, amount: f64) -> f64 {
        // Half up, with a hair of tolerance so that 0.5 from a decimal product is not lost to binary fractions.
        let to = |unit: f64| ((amount / unit + 1e-9) + 0.5).floor() * unit;
        match self {
            Rounding::None => amount,
            Rounding::Ore => ((amount * 100.0 + 1e-9) + 0.5).floor() / 100.0,
            Rounding::Krone => to(1.0),
            Rounding::HundredKroner => to(100.0),
            Rounding::FiveKronerDown => (amount / 5.0 + 1e-9).floor() * 5.0,
        }
    }
}

/// A share of another parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percent {
    /// Name of the other parameter.
    pub of: String,
    /// The share \[1\].
    pub share: f64,
}

/// The end of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeal {
    /// First month without it.
    pub from: Month,
    /// What holds instead.
    pub instead: String,
}

/// A value from a month on, with its reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// First month in which it holds.
    pub from: Month,
    /// The value, in the parameter's unit.
    #[serde(default)]
    pub value: Option<f64>,
    /// Rows of a ladder or a table.
    #[serde(default)]
    pub rows: Option<Vec<Vec<f64>>>,
    /// The computation, where the value is derived.
    #[serde(default)]
    pub derivation: Option<String>,
    /// Where it stands.
    pub reference: Reference,
}

/// Growth from which amounts past the last published one are projected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Growth of wages [1/year].
    pub wage: f64,
}

/// The rates by which amounts are uprated, year by year: made once where many amounts are rolled forward.
pub(crate) struct YearlyRates {
    first: i32,
    /// Shape `[uprating][year]`, in the order of [`Uprating::RATES`].
    rates: [Result<Vec<f64>, LawError>; Uprating::RATES.len()],
}

impl YearlyRates {
    /// The rate of an uprating in January of a year that is among them; nothing where amounts stay.
    pub(crate) fn of(&self, uprating: Uprating, year: i32) -> Result<f64, LawError> {
        let Some(place) = Uprating::RATES.into_iter().position(|its| its == uprating) else { return Ok(0.0) };
        let rates = self.rates[place].as_ref().map_err(LawError::clone)?;
        Ok(rates[(year - self.first) as usize])
    }
}

/// One value of the law as it holds in a month, for lists and reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LawValue {
    /// Name of the parameter: `cash_benefit.free_amount_basic`.
    pub parameter: String,
    /// What it is, with the Danish term.
    pub meaning: String,
    /// The value, in `unit`; `None` where it is a table.
    pub value: Option<f64>,
    /// Rows of a ladder or a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Vec<f64>>>,
    /// Unit: `kr`, `share`, ...
    pub unit: String,
    /// What it is counted by: `month`, `year`, `hour`.
    pub per: String,
    /// First month in which the published value behind it holds.
    pub from: Month,
    /// Whether it is rolled forward past the last published value.
    pub projected: bool,
    /// First month in which it is, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projected_from: Option<Month>,
    /// The computation, where the value is derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivation: Option<String>,
    /// Where it stands.
    pub reference: Reference,
    /// When somebody last checked it, as a date.
    pub checked_on: String,
}

/// All parameters by name, with the date on which each was checked.
#[derive(Clone, Debug)]
pub struct Book {
    /// In order of their names, so that one is found by halving: a draw asks for a thousand.
    parameters: Vec<(String, (Parameter, String))>,
    /// Months in which a value begins or a parameter ends.
    changes: BTreeSet<Month>,
    law_from_2027: LawFrom2027,
}

/// A law file: its parameters and when they were checked.
#[derive(Deserialize)]
struct LawFile {
    checked_on: String,
    #[serde(flatten)]
    parameters: BTreeMap<String, Parameter>,
}

/// Refuses a month after the parameter's repeal.
fn check_repeal(name: &str, parameter: &Parameter, month: Month) -> Result<(), LawError> {
    match &parameter.repealed {
        Some(repeal) if month >= repeal.from => Err(LawError::Repealed {
            parameter: name.to_owned(),
            month,
            since: repeal.from,
            instead: repeal.instead.clone(),
        }),
        _ => Ok(()),
    }
}

/// Months in which a value begins or a parameter ends.
fn changes(parameters: &[(String, (Parameter, String))]) -> BTreeSet<Month> {
    let of_one = |parameter: &Parameter| {
        let begin = parameter.values.iter().map(|dated| dated.from);
        begin.chain(parameter.repealed.as_ref().map(|repeal| repeal.from)).collect::<Vec<Month>>()
    };
    parameters.iter().flat_map(|(_, (parameter, _))| of_one(parameter)).collect()
}

impl Book {
    /// A book from law files, each with the name that its parameters begin with.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong in it: a value without a reference does not load.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Book, String> {
        let mut parameters = BTreeMap::new();
        for (name, text) in files {
            let file: LawFile = toml::from_str(text).map_err(|error| format!("law/{name}.toml: {error}"))?;
            for (key, parameter) in file.parameters {
                if parameter.values.is_empty() {
                    return Err(format!("law/{name}.toml: {key} has no value"));
                }
                if !parameter.values.is_sorted_by_key(|dated| dated.from) {
                    return Err(format!("law/{name}.toml: the values of {key} are not in the order of their dates"));
                }
                parameters.insert(format!("{name}.{key}"), (parameter, file.checked_on.clone()));
            }
        }
        let parameters: Vec<(String, (Parameter, String))> = parameters.into_iter().collect();
        Ok(Book { changes: changes(&parameters), parameters, law_from_2027: LawFrom2027::default() })
    }

    /// The same book, its uprating of 2027 read otherwise.
    pub fn with_law_from_2027(&self, reading: LawFrom2027) -> Book {
        Book { law_from_2027: reading, ..self.clone() }
    }

    /// Names of all parameters, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|(name, _)| name.as_str())
    }

    /// A parameter.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parameter(&self, name: &str) -> Result<&Parameter, LawError> {
        self.place(name).map(|place| &self.parameters[place].1.0)
    }

    /// Where a parameter stands.
    fn place(&self, name: &str) -> Result<usize, LawError> {
        let found = self.parameters.binary_search_by(|(its, _)| its.as_str().cmp(name));
        found.map_err(|_| LawError::Unknown { name: name.to_owned() })
    }

    /// Sets a value from a month on: later published values no longer hold, uprating goes on from it.
    ///
    /// # Errors
    /// [`LawError::Unknown`]; [`LawError::Table`]; [`LawError::Repealed`] where the parameter has ended by then.
    pub fn set(&mut self, name: &str, from: Month, value: f64, reference: Reference) -> Result<(), LawError> {
        let place = self.place(name)?;
        let (parameter, _) = &mut self.parameters[place].1;
        if parameter.values.iter().any(|dated| dated.rows.is_some()) {
            return Err(LawError::Table { parameter: name.to_owned(), month: from });
        }
        check_repeal(name, parameter, from)?;
        parameter.values.retain(|dated| dated.from < from);
        parameter.values.push(Dated { from, value: Some(value), rows: None, derivation: None, reference });
        self.changes = changes(&self.parameters);
        Ok(())
    }

    /// Whether a value begins or a parameter ends in a month; amounts are uprated each January beside.
    pub fn changes_in(&self, month: Month) -> bool {
        self.changes.contains(&month)
    }

    /// The entry that holds in a month.
    fn dated(&self, name: &str, month: Month) -> Result<(&Parameter, &Dated), LawError> {
        let parameter = self.parameter(name)?;
        check_repeal(name, parameter, month)?;
        let before = || LawError::BeforeFirst { parameter: name.to_owned(), month, first: parameter.values[0].from };
        let dated = parameter.values.iter().rev().find(|dated| dated.from <= month).ok_or_else(before)?;
        Ok((parameter, dated))
    }

    /// The number that holds in a month, and whether it is projected.
    ///
    /// # Errors
    /// Where the parameter has no value then.
    pub fn number(&self, name: &str, month: Month, growth: Growth) -> Result<(f64, bool), LawError> {
        self.number_by(name, month, &|uprating, year| self.rate(uprating, year, growth))
    }

    /// The same by yearly rates that are known: of an uprating in January of a year.
    pub(crate) fn number_by(
        &self,
        name: &str,
        month: Month,
        rate: &dyn Fn(Uprating, i32) -> Result<f64, LawError>,
    ) -> Result<(f64, bool), LawError> {
        let (parameter, dated) = self.dated(name, month)?;
        if let Some(percent) = &parameter.percent {
            let (base, projected) = self.number_by(&percent.of, month, rate)?;
            let Some(value) = dated.value else {
                return Ok((parameter.rounding.of(base * percent.share), projected));
            };
            // An amount set by a reform goes on as the other parameter does.
            let (base_then, _) = self.number_by(&percent.of, dated.from, rate)?;
            let unmoved = base == base_then;
            let moved = || parameter.rounding.of(value * (base / base_then));
            return Ok(if unmoved { (value, false) } else { (moved(), true) });
        }
        if month.year() > dated.from.year()
            && let Some(uprating) = Uprating::of_rate(name)
        {
            return Ok((rate(uprating, month.year())?, true));
        }
        let mut value = dated.value.unwrap_or(f64::NAN);
        let last = parameter.values.last().is_some_and(|last| last.from == dated.from);
        let uprated = !matches!(parameter.uprating, Uprating::None | Uprating::Percent);
        let mut projected = false;
        if last && uprated {
            for year in dated.from.year() + 1..=month.year() {
                value = parameter.rounding.of(value * (1.0 + rate(parameter.uprating, year)?));
                projected = true;
            }
        }
        Ok((value, projected))
    }

    /// The rows of a ladder or table that hold in a month.
    ///
    /// # Errors
    /// Where the parameter has no value then.
    pub fn rows(&self, name: &str, month: Month) -> Result<&[Vec<f64>], LawError> {
        let (_, dated) = self.dated(name, month)?;
        Ok(dated.rows.as_deref().unwrap_or(&[]))
    }

    /// The yearly rates up to a year, under a growth.
    pub(crate) fn yearly_rates(&self, growth: Growth, until: i32) -> YearlyRates {
        let first = self.changes.first().map_or(until, |month| month.year());
        let of = |uprating| (first..=until).map(|year| self.rate(uprating, year, growth)).collect();
        YearlyRates { first, rates: Uprating::RATES.map(of) }
    }

    /// The rate by which amounts are uprated in January of `year`: published, or projected from the growth of wages.
    fn rate(&self, uprating: Uprating, year: i32, growth: Growth) -> Result<f64, LawError> {
        let Some(name) = uprating.rate_name() else { return Ok(0.0) };
        let published = self.parameter(name)?.values.iter().find(|dated| dated.from.year() == year);
        if let Some(rate) = published.and_then(|dated| dated.value) {
            return Ok(rate);
        }
        let january = Month::january(year);
        let fixed = |name: &str| {
            let values = &self.parameter(name)?.values;
            let dated = values.iter().rev().find(|dated| dated.from <= january).unwrap_or(&values[0]);
            Ok(dated.value.unwrap_or(0.0))
        };
        let full = growth.wage - fixed("uprating.full_below_wages")?;
        let deducted = match self.law_from_2027 {
            LawFrom2027::AsFiled => uprating == Uprating::Benefit,
            LawFrom2027::WithoutDeduction => false,
            LawFrom2027::DeductionOnFreeAmounts => matches!(uprating, Uprating::Benefit | Uprating::Full),
        };
        Ok(match uprating {
            Uprating::Tax => growth.wage,
            _ if deducted && year == 2027 => full - fixed("uprating.benefit_deduction_2027")?,
            _ => full,
        })
    }

    /// The value that holds in a month with everything that is known of it.
    ///
    /// # Errors
    /// Where the parameter has no value then.
    pub fn value(&self, name: &str, month: Month, growth: Growth) -> Result<LawValue, LawError> {
        let (parameter, dated) = self.dated(name, month)?;
        let (number, projected) = self.number(name, month, growth)?;
        let (_, (_, checked_on)) = &self.parameters[self.place(name)?];
        Ok(LawValue {
            parameter: name.to_owned(),
            meaning: parameter.meaning.clone(),
            value: dated.rows.is_none().then_some(number),
            rows: dated.rows.clone(),
            unit: parameter.unit.clone(),
            per: parameter.per.clone(),
            from: dated.from,
            projected,
            projected_from: projected.then(|| self.first_projected(name, dated.from, month, growth)),
            derivation: dated.derivation.clone(),
            reference: dated.reference.clone(),
            checked_on: checked_on.clone(),
        })
    }

    /// The first month in which what is published from `from` on is projected; `month` at the latest. Amounts move in January.
    fn first_projected(&self, name: &str, from: Month, month: Month, growth: Growth) -> Month {
        let januaries = (from.year() + 1..=month.year()).map(Month::january);
        let projected = |then: &Month| self.number(name, *then, growth).is_ok_and(|(_, projected)| projected);
        std::iter::once(from).chain(januaries).find(projected).unwrap_or(month)
    }

    /// Every parameter as text, for a hash.
    pub fn text(&self) -> String {
        let by_name: BTreeMap<&String, &(Parameter, String)> =
            self.parameters.iter().map(|(name, its)| (name, its)).collect();
        serde_json::to_string(&by_name).unwrap_or_default()
    }
}
