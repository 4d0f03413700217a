//! The municipality of the study, as far as its money is concerned.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Assumption, Quantities, Quantity, Shape, Walk};
use crate::domain::work::Form;

/// How the municipality budgets its tax base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxBase {
    /// On the state's guarantee: a change of tax reaches the municipality after `tax_lag_years`, net of equalisation.
    #[default]
    Guaranteed,
    /// On its own forecast: a change of tax counts in the year, and is equalised after `tax_lag_years`.
    SelfBudgeted,
}

/// The municipality of the study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Name.
    pub name: String,
    /// Municipal tax rate [0-1].
    pub tax_rate: Quantity,
    /// How it budgets its tax base.
    #[serde(default)]
    pub tax_base: TaxBase,
    /// Years until a change of tax is settled or enters the guaranteed base.
    #[serde(default = "three")]
    pub tax_lag_years: u32,
    /// Share of a change in its tax base that equalisation takes, at the average tax rate [0-1]: 0.75, 0.95 or 0.93.
    #[serde(default = "three_quarters")]
    pub equalisation: Quantity,
    /// The budget guarantee; left out, it is not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_guarantee: Option<BudgetGuarantee>,
    /// Equalisation of needs.
    #[serde(default)]
    pub need_equalisation: NeedEqualisation,
}

/// The budget guarantee (UDL § 14): the block grant makes national spending on guaranteed transfers good by inhabitants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetGuarantee {
    /// The municipality's share of the country's inhabitants [0-1].
    pub population_share: Quantity,
    /// Whether it saves alone, or as all do.
    pub reach: Reach,
}

/// How many municipalities have the change of spending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// This one alone: the grant of all falls by its saving, its own by its share of the inhabitants.
    Alone,
    /// All, each as this one: everything is taken back.
    All,
}

/// Equalisation of needs (UDL §§ 3, 5): people aged 20-59 without employment raise the grant.
///
/// Off by default: the amount per person was not found, only remembered totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NeedEqualisation {
    /// Whether it is counted; what it would take is printed in any case.
    pub on: bool,
    /// Need per person aged 20-59 without employment [kr/year], in prices of the study's price year.
    pub kr_per_person_year: Quantity,
    /// Share of the need that is equalised [0-1].
    pub share: Quantity,
    /// Forms of work that count as employment.
    pub employed: Vec<Form>,
}

impl Default for NeedEqualisation {
    fn default() -> NeedEqualisation {
        let remembered = "Unverified: remembered totals, no source found (UDL §§ 3, 5)";
        NeedEqualisation {
            on: false,
            kr_per_person_year: Assumption {
                grade: Some('D'),
                ..Assumption::range(35_000.0, 42_500.0, 50_000.0, Shape::Pert).source(remembered)
            }
            .into(),
            share: 0.93.into(),
            employed: vec![Form::OrdinaryJob, Form::FlexJob],
        }
    }
}

fn three() -> u32 {
    3
}

fn three_quarters() -> Quantity {
    0.75.into()
}

impl Municipality {
    /// A municipality with a tax rate [0-1], on the guaranteed base, 75 % equalised.
    pub fn new(name: &str, tax_rate: impl Into<Quantity>) -> Municipality {
        Municipality {
            name: name.to_owned(),
            tax_rate: tax_rate.into(),
            tax_base: TaxBase::Guaranteed,
            tax_lag_years: three(),
            equalisation: three_quarters(),
            budget_guarantee: None,
            need_equalisation: NeedEqualisation::default(),
        }
    }
}

impl Quantities for Municipality {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("tax_rate", &mut self.tax_rate);
        walk.leaf("equalisation", &mut self.equalisation);
        if let Some(guarantee) = &mut self.budget_guarantee {
            walk.inside("budget_guarantee", guarantee);
        }
        walk.inside("need_equalisation", &mut self.need_equalisation);
    }
}

impl Quantities for BudgetGuarantee {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("population_share", &mut self.population_share);
    }
}

impl Quantities for NeedEqualisation {
    /// Only where it is on: what nothing uses is no assumption of the study.
    fn walk(&mut self, walk: &mut Walk) {
        if self.on {
            walk.leaf("kr_per_person_year", &mut self.kr_per_person_year);
            walk.leaf("share", &mut self.share);
        }
    }
}
