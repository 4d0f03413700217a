//! Forms of work, and pay.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::assumption::{Quantities, Quantity, Walk};
use crate::domain::calendar::WEEKS_PER_MONTH;
use crate::domain::money::Money;

/// A form of work. Which support it stands beside is said at each form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Småjob: ordinary pay for a few hours a week, beside the benefit.
    SmallJob,
    /// Løntimer: ordinary pay for part of the week, beside the benefit until the taper has eaten it.
    WageHours,
    /// Ordinært job: ends the benefit.
    OrdinaryJob,
    /// Fleksjob: pay for the hours done beside the flex subsidy; only with flex approval.
    FlexJob,
    /// Job med løntilskud: a wage, of which the employer gets an hourly subsidy back; no benefit while it lasts.
    SubsidisedJob,
    /// Løntilskud for førtidspensionister: a subsidised wage beside the disability pension.
    PensionSubsidisedJob,
    /// Virksomhedspraktik: no wage, the benefit unchanged.
    Internship,
}

impl Form {
    /// All forms, in the order of every table and array.
    pub const ALL: [Form; 7] = [
        Form::SmallJob,
        Form::WageHours,
        Form::OrdinaryJob,
        Form::FlexJob,
        Form::SubsidisedJob,
        Form::PensionSubsidisedJob,
        Form::Internship,
    ];

    /// The forms that people also find by themselves, outside the programme.
    pub const OUTSIDE: [Form; 4] = [Form::SmallJob, Form::WageHours, Form::OrdinaryJob, Form::FlexJob];

    /// Number of forms.
    pub const COUNT: usize = Form::ALL.len();

    /// The identifier in scenario files.
    pub const fn key(self) -> &'static str {
        match self {
            Form::SmallJob => "small_job",
            Form::WageHours => "wage_hours",
            Form::OrdinaryJob => "ordinary_job",
            Form::FlexJob => "flex_job",
            Form::SubsidisedJob => "subsidised_job",
            Form::PensionSubsidisedJob => "pension_subsidised_job",
            Form::Internship => "internship",
        }
    }

    /// Whether it is paid at all.
    pub const fn is_paid(self) -> bool {
        !matches!(self, Form::Internship)
    }

    /// Whether it is ordinary work: paid, and without public support of the wage.
    pub const fn is_ordinary(self) -> bool {
        matches!(self, Form::SmallJob | Form::WageHours | Form::OrdinaryJob)
    }

    /// Whether public money stands behind its wage, so that no month of it is self-support.
    pub const fn is_supported(self) -> bool {
        matches!(self, Form::FlexJob | Form::SubsidisedJob | Form::PensionSubsidisedJob)
    }
}

/// Who employs: decides which party pays the wage and gets the production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Employer {
    /// A place at an enterprise of the study.
    Enterprise,
    /// Anybody else.
    Outside,
}

/// Pay for an hour's work. Tapers count its parts differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pay {
    /// Basic pay [kr/h], holiday allowance not counted, own pension contribution included.
    pub hourly: Quantity,
    /// Own pension contribution [share of basic pay].
    #[serde(default)]
    pub own_pension: Quantity,
    /// Employer's pension contribution on top [share of basic pay].
    #[serde(default)]
    pub employer_pension: Quantity,
    /// Holiday allowance on top [share of basic pay], paid with the wage.
    #[serde(default)]
    pub holiday: Quantity,
}

impl Pay {
    /// Basic pay of so many kroner an hour and nothing beside it.
    pub fn basic(hourly: impl Into<Quantity>) -> Pay {
        Pay { hourly: hourly.into(), own_pension: 0.0.into(), employer_pension: 0.0.into(), holiday: 0.0.into() }
    }
}

impl Quantities for Pay {
    fn walk(&mut self, walk: &mut Walk) {
        walk.leaf("hourly", &mut self.hourly);
        walk.leaf("own_pension", &mut self.own_pension);
        walk.leaf("employer_pension", &mut self.employer_pension);
        walk.leaf("holiday", &mut self.holiday);
    }
}

/// Pay with its drawn numbers, in the prices of the month in which it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PayRates {
    /// Basic pay [kr/h].
    pub hourly: f64,
    /// Own pension contribution [share of basic pay].
    pub own_pension: f64,
    /// Employer's pension contribution [share of basic pay].
    pub employer_pension: f64,
    /// Holiday allowance [share of basic pay].
    pub holiday: f64,
}

/// The wage of one month, split as tapers and taxes count it.
///
/// Each part is rounded once; the sums below are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthWage {
    /// Basic pay with the holiday allowance, own pension contribution included.
    pub gross: Money,
    /// The part of `gross` that is the own pension contribution.
    pub own_pension: Money,
    /// The employer's pension contribution, on top of `gross`.
    pub employer_pension: Money,
}

impl MonthWage {
    /// The wage of a month with so many paid hours a week.
    pub fn of(hours_per_week: f64, pay: PayRates) -> MonthWage {
        let basic = hours_per_week * WEEKS_PER_MONTH * pay.hourly;
        MonthWage {
            gross: Money::from_kr(basic * (1.0 + pay.holiday)),
            own_pension: Money::from_kr(basic * pay.own_pension),
            employer_pension: Money::from_kr(basic * pay.employer_pension),
        }
    }

    /// Gross wage and employer's pension: the full wage cost.
    pub fn cost(self) -> Money {
        self.gross + self.employer_pension
    }
}
