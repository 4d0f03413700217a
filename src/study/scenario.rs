//! A study as it is written down: in a scenario file, or in code.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Assumption, Quantities, Quantity, Walk};
use crate::domain::calendar::Month;
use crate::domain::declared::DeclaredFamily;
use crate::domain::municipality::Municipality;
use crate::domain::partnership::Enquiries;
use crate::domain::population::{Cohort, Frailty};
use crate::domain::programme::Programme;
use crate::domain::services::OtherService;
use crate::domain::transition::{OutsideWork, Transition};
use crate::estimate::discounting::Discounting;
use crate::rules::parameter::Growth;
use crate::rules::policy::{MonthRules, Policy};
use crate::rules::readings::Readings;
use crate::study::analyses::{Sensitivity, ValueOfInformation};
use crate::study::budget_plan::BudgetTable;
use crate::study::error::Problem;
use crate::study::persons::Persons;
use crate::study::sampling::{Correlation, Simulation};
use crate::study::variants::Variant;

/// The version of the scenario format that this library reads.
pub const FORMAT: u32 = 1;

/// A study: a population, what happens to it by itself, a baseline, a programme, and everything assumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Version of the format: 1.
    pub format: u32,
    /// Title, for the head of every table.
    pub title: String,
    /// The title in Danish, for output in Danish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_da: Option<String>,
    /// The question that the study answers, in a sentence.
    #[serde(default)]
    pub question: String,
    /// The question in Danish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_da: Option<String>,
    /// A line that every output begins with, such as what the figures are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caveat: Option<String>,
    /// The caveat in Danish, for output in Danish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caveat_da: Option<String>,
    /// When.
    pub time: Time,
    /// Where.
    pub municipality: Municipality,
    /// Growth of wages and prices, and discounting.
    pub economy: Economy,
    /// How many draws, laid out how, and from which seed.
    #[serde(default)]
    pub simulation: Simulation,
    /// Readings of the law.
    #[serde(default)]
    pub law: Readings,
    /// A benefit family of the scenario's own, used as `declared`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_family: Option<DeclaredFamily>,
    /// Other readings of the law and other growth of prices, run beside the base case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Which years the municipality's budget table shows, and in which prices.
    #[serde(default)]
    pub budget: BudgetTable,
    /// Who: a file of persons, with a pseudonym for each. Cohorts beside it may still say who enters later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<Persons>,
    /// Who: groups of people, by a count and a distribution for each attribute.
    #[serde(default)]
    pub cohorts: Vec<Cohort>,
    /// How much people differ beside what is known of them.
    #[serde(default)]
    pub frailty: Frailty,
    /// What happens without the programme.
    pub transitions: Vec<Transition>,
    /// Jobs that people find outside the programme.
    #[serde(default)]
    pub outside_work: Vec<OutsideWork>,
    /// Enquiries from enterprises and founders, the same in both arms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enquiries: Vec<Enquiries>,
    /// Other public services (social services, health) that a person's situation moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_services: Vec<OtherService>,
    /// What exists anyway.
    #[serde(default)]
    pub baseline: Programme,
    /// The programme.
    pub programme: Programme,
    /// Assumptions that are drawn together, by their rank correlation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<Correlation>,
    /// What drives the answer: how the assumptions are varied.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// What better knowledge of the assumptions would be worth.
    #[serde(default)]
    pub value_of_information: ValueOfInformation,
    /// Named assumptions, used as `"$name"`.
    #[serde(default)]
    pub assumptions: BTreeMap<String, Assumption>,
    /// What names of the scenario are called in Danish: of enterprises, positions, target groups, costs, programmes, variants.
    /// Only shown; keys and references keep the names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names_da: BTreeMap<String, String>,
}

/// The time that a study covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// First month.
    pub start: Month,
    /// Length \[years\].
    pub years: u32,
    /// Year in whose prices pay and costs are given, and present values stated; the year of `start` where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_year: Option<i32>,
}

/// Growth of wages and prices, and discounting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Economy {
    /// Growth of wages and of the programme's costs, and the basis of projected law [1/year].
    pub wage_growth: Quantity,
    /// Growth of prices, for deflating to the price year [1/year].
    pub price_growth: Quantity,
    /// Discounting of present values.
    #[serde(default)]
    pub discounting: Discounting,
    /// Whether society is stated in market prices: factor prices times the Finance Ministry's net tax factor. Nobody else is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub market_prices: bool,
    /// What an hour of the citizens' own time at work is worth to them [kr/h], in the wages of the price year: they give it
    /// for the wage. Nothing where left out. It counts for all hours worked, in both arms.
    #[serde(default, skip_serializing_if = "Quantity::is_zero")]
    pub own_time_hourly: Quantity,
}

impl Quantities for Economy {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("wage_growth", &mut self.wage_growth);
        walk.leaf("price_growth", &mut self.price_growth);
        walk.leaf("own_time_hourly", &mut self.own_time_hourly);
    }
}

impl Study {
    /// Reads the file of persons, where there is one and it has not been read.
    pub(crate) fn read_persons(&mut self, folder: &Path) -> Result<(), Vec<Problem>> {
        let Some(mut persons) = self.persons.take() else { return Ok(()) };
        let read = persons.read(folder, &self.first_month());
        self.persons = Some(persons);
        read
    }

    /// The law of the first month as it is read here, without what only growth decides.
    pub(crate) fn first_month(&self) -> MonthRules {
        Policy::danish().with_readings(self.law).at(self.time.start, Growth { wage: 0.0 })
    }
}

impl Quantities for Study {
    fn walk(&mut self, walk: &mut Walk) {
        walk.inside("municipality", &mut self.municipality);
        walk.inside("economy", &mut self.economy);
        if let Some(family) = &mut self.declared_family {
            walk.inside("declared_family", family);
        }
        walk.list("variants", &mut self.variants, |variant| variant.name.clone());
        walk.inside("frailty", &mut self.frailty);
        walk.list("transitions", &mut self.transitions, Transition::key);
        walk.list("outside_work", &mut self.outside_work, |work| work.form.key().to_owned());
        walk.list("enquiries", &mut self.enquiries, |enquiries| enquiries.name.clone());
        walk.list("other_services", &mut self.other_services, |service| service.name.clone());
        walk.inside("baseline", &mut self.baseline);
        walk.inside("programme", &mut self.programme);
    }
}
