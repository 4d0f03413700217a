//! The law as a book, and what of it holds in a month.

use std::sync::{Arc, OnceLock};

use crate::domain::benefit::Family;
use crate::domain::calendar::Month;
use crate::domain::declared::DeclaredRates;
use crate::domain::reform::Reform;
use crate::domain::source::{Reference, Verification};
use crate::domain::work::{Form, PayRates};
use crate::rules::cash_benefit::CashBenefitRules;
use crate::rules::cash_benefit_until_2025::CashBenefitUntil2025Rules;
use crate::rules::declared_family::DeclaredRules;
use crate::rules::disability_pension::DisabilityPensionRules;
use crate::rules::education_benefit::EducationBenefitRules;
use crate::rules::error::LawError;
use crate::rules::flex_subsidy::FlexSubsidyRules;
use crate::rules::flex_waiting_benefit::FlexWaitingBenefitRules;
use crate::rules::income_tax::TaxRules;
use crate::rules::lookup::Lookup;
use crate::rules::parameter::{Book, Growth, LawValue, YearlyRates};
use crate::rules::readings::Readings;
use crate::rules::rehabilitation_benefit::RehabilitationBenefitRules;
use crate::rules::resource_benefit::ResourceBenefitRules;
use crate::rules::schedule::Ladder;
use crate::rules::sho_benefit::ShoBenefitRules;
use crate::rules::sickness_benefit::SicknessBenefitRules;
use crate::rules::social_free_card::SocialFreeCardRules;
use crate::rules::state_pension::PensionAges;
use crate::rules::unemployment_benefit::UnemploymentBenefitRules;
use crate::rules::wage_subsidy::WageSubsidyRules;

/// The law files, each under the name with which its parameters begin.
const FILES: [(&str, &str); 22] = [
    ("uprating", include_str!("law/uprating.toml")),
    ("unemployment_benefit", include_str!("law/unemployment_benefit.toml")),
    ("cash_benefit_until_2025", include_str!("law/cash_benefit_until_2025.toml")),
    ("cash_benefit", include_str!("law/cash_benefit.toml")),
    ("flex_subsidy", include_str!("law/flex_subsidy.toml")),
    ("flex_waiting_benefit", include_str!("law/flex_waiting_benefit.toml")),
    ("disability_pension", include_str!("law/disability_pension.toml")),
    ("sickness_benefit", include_str!("law/sickness_benefit.toml")),
    ("supplementary_unemployment_benefit", include_str!("law/supplementary_unemployment_benefit.toml")),
    ("resource_benefit", include_str!("law/resource_benefit.toml")),
    ("job_clarification_benefit", include_str!("law/job_clarification_benefit.toml")),
    ("senior_pension", include_str!("law/senior_pension.toml")),
    ("education_benefit", include_str!("law/education_benefit.toml")),
    ("sho_benefit", include_str!("law/sho_benefit.toml")),
    ("rehabilitation_benefit", include_str!("law/rehabilitation_benefit.toml")),
    ("reimbursement", include_str!("law/reimbursement.toml")),
    ("income_tax", include_str!("law/income_tax.toml")),
    ("state_pension", include_str!("law/state_pension.toml")),
    ("wage_subsidy", include_str!("law/wage_subsidy.toml")),
    ("social_free_card", include_str!("law/social_free_card.toml")),
    ("society", include_str!("law/society.toml")),
    (NOT_COUNTED, include_str!("law/not_counted.toml")),
];

/// The book of figures that no rule uses.
const NOT_COUNTED: &str = "not_counted";

/// The month in which the new cash benefit begins (act 1655/2024).
const NEW_CASH_BENEFIT: Month = Month::january(2025).plus(6);

/// From this month an expected change of law is not in the book: new LAB, sanctions, sickness rules.
pub const UNSETTLED_FROM: Month = Month::january(2027);

/// The law as a book: dated parameters, reforms laid over them, and readings where the sources leave a choice.
///
/// Baseline and reform are two values of this one type, each with its own copy.
#[derive(Clone, Debug)]
pub struct Policy {
    book: Arc<Book>,
    readings: Readings,
    declared: Option<Arc<DeclaredRates>>,
}

/// The rules of one month as plain numbers, so that a month's assessment searches nothing.
///
/// A family without rules in the month holds the reason; only asking for it fails.
#[derive(Clone, Debug)]
pub struct MonthRules {
    /// The month.
    pub month: Month,
    /// Readings.
    pub readings: Readings,
    /// Cash benefit, in the regime of the month.
    pub cash_benefit: Result<CashBenefit, LawError>,
    /// Flex subsidy and flex contribution.
    pub flex_subsidy: Result<FlexSubsidyRules, LawError>,
    /// Ledighedsydelse.
    pub flex_waiting_benefit: Result<FlexWaitingBenefitRules, LawError>,
    /// Disability pension.
    pub disability_pension: Result<DisabilityPensionRules, LawError>,
    /// Sickness benefit.
    pub sickness_benefit: Result<SicknessBenefitRules, LawError>,
    /// Unemployment benefit, supplementary benefit included.
    pub unemployment_benefit: Result<UnemploymentBenefitRules, LawError>,
    /// Benefit in a resource programme.
    pub resource_benefit: Result<ResourceBenefitRules, LawError>,
    /// Benefit in job clarification.
    pub job_clarification_benefit: Result<ResourceBenefitRules, LawError>,
    /// Senior pension.
    pub senior_pension: Result<DisabilityPensionRules, LawError>,
    /// Education benefit, until June 2025.
    pub education_benefit: Result<EducationBenefitRules, LawError>,
    /// SHO benefit, until June 2025.
    pub sho_benefit: Result<ShoBenefitRules, LawError>,
    /// Rehabilitation benefit.
    pub rehabilitation_benefit: Result<RehabilitationBenefitRules, LawError>,
    /// The family that the scenario declares.
    pub declared: Result<DeclaredRules, LawError>,
    /// Wage subsidy.
    pub wage_subsidy: Result<WageSubsidyRules, LawError>,
    /// The social free card.
    pub social_free_card: Result<SocialFreeCardRules, LawError>,
    /// The refund ladder.
    pub ladder: Result<Ladder, LawError>,
    /// Tax.
    pub tax: Result<TaxRules, LawError>,
    /// State pension ages.
    pub pension_ages: PensionAges,
}

/// Cash benefit in its two regimes.
#[derive(Clone, Debug, PartialEq)]
pub enum CashBenefit {
    /// Until 30 June 2025.
    Until2025(CashBenefitUntil2025Rules),
    /// From 1 July 2025.
    From2025(CashBenefitRules),
}

/// Rules taken over from the month before, or made. A refusal is made anew: it names its month.
fn kept<T: Clone>(
    before: Option<&Result<T, LawError>>,
    make: impl FnOnce() -> Result<T, LawError>,
) -> Result<T, LawError> {
    match before {
        Some(Ok(rules)) => Ok(rules.clone()),
        Some(Err(_)) | None => make(),
    }
}

impl MonthRules {
    /// First month in which a person born in `birth` has reached the state pension age.
    pub fn pension_month(&self, birth: Month) -> Month {
        self.pension_ages.month(birth)
    }

    /// The pay that the law allows for a form of work.
    pub fn pay(&self, form: Form, public_employer: bool, pay: PayRates) -> PayRates {
        self.wage_subsidy.as_ref().map_or(pay, |rules| rules.pay(form, public_employer, pay))
    }

    /// The most months that a stay in work of a form may last beside a family; `None` where the law sets no limit.
    pub fn most_months(&self, form: Form, family: Family, public_employer: bool) -> Option<u32> {
        self.wage_subsidy.as_ref().ok().and_then(|rules| rules.most_months(form, family, public_employer))
    }
}

impl Policy {
    /// The Danish law that ships with the library.
    pub fn danish() -> Policy {
        static BOOK: OnceLock<Arc<Book>> = OnceLock::new();
        let book = BOOK.get_or_init(|| {
            Arc::new(
                Book::from_files(&FILES).unwrap_or_else(|problem| unreachable!("the shipped law loads: {problem}")),
            )
        });
        Policy { book: Arc::clone(book), readings: Readings::default(), declared: None }
    }

    /// The same book, read otherwise.
    pub fn with_readings(mut self, readings: Readings) -> Policy {
        if readings.law_from_2027 != self.readings.law_from_2027 {
            self.book = Arc::new(self.book.with_law_from_2027(readings.law_from_2027));
        }
        self.readings = readings;
        self
    }

    /// The same book with a family that the scenario declares.
    pub fn with_declared(mut self, declared: Option<DeclaredRates>) -> Policy {
        self.declared = declared.map(Arc::new);
        self
    }

    /// The book with reforms laid over it, in the order of their months.
    ///
    /// # Errors
    /// Where a reform names no parameter of the book, a table, a figure that no rule uses, or a parameter that has been
    /// repealed by then.
    pub fn with_reforms(&self, reforms: &[Reform]) -> Result<Policy, LawError> {
        let mut book = (*self.book).clone();
        let mut in_order: Vec<&Reform> = reforms.iter().collect();
        in_order.sort_by_key(|reform| reform.from);
        for reform in in_order {
            if reform.parameter.split('.').next() == Some(NOT_COUNTED) && book.parameter(&reform.parameter).is_ok() {
                return Err(LawError::NotCounted { parameter: reform.parameter.clone(), month: reform.from });
            }
            let reference = Reference {
                act: format!("Reform: {}", reform.because),
                section: None,
                url: None,
                verified: Verification::Unverified,
            };
            book.set(&reform.parameter, reform.from, reform.value, reference)?;
        }
        Ok(Policy { book: Arc::new(book), readings: self.readings, declared: self.declared.clone() })
    }

    /// The rules of a month.
    pub fn at(&self, month: Month, growth: Growth) -> MonthRules {
        self.rules(month, &self.book.yearly_rates(growth, month.year()), None)
    }

    /// The rules of so many months from the first on: the same as month by month, but reckoned only when they change.
    pub fn months(&self, first: Month, months: usize, growth: Growth) -> Vec<MonthRules> {
        let rates = self.book.yearly_rates(growth, (first + months as u32).year());
        let mut all: Vec<MonthRules> = Vec::with_capacity(months);
        for month in (0..months).map(|later| first + later as u32) {
            let as_before = all.last().filter(|_| !self.changes_in(month));
            let rules = self.rules(month, &rates, as_before);
            all.push(rules);
        }
        all
    }

    /// Whether a month may have other rules than the month before.
    pub fn changes_in(&self, month: Month) -> bool {
        month.month() == 1 || self.book.changes_in(month)
    }

    /// The rules of a month; those that `before` has are taken over from it.
    fn rules(&self, month: Month, rates: &YearlyRates, before: Option<&MonthRules>) -> MonthRules {
        let law = Lookup::new(&self.book, month, rates);
        let cash_benefit = || {
            if month < NEW_CASH_BENEFIT {
                CashBenefitUntil2025Rules::of(&law).map(CashBenefit::Until2025)
            } else {
                CashBenefitRules::of(&law, self.readings).map(CashBenefit::From2025)
            }
        };
        let rungs = |rows: &[Vec<f64>]| Ladder::new(rows.iter().map(|row| (row[0] as u32, row[1])).collect());
        let ages = || PensionAges::of(self.book.rows("state_pension.age", month.max(NEW_CASH_BENEFIT)).unwrap_or(&[]));
        MonthRules {
            month,
            readings: self.readings,
            // The old regime holds refusals of its own, which name their month too.
            cash_benefit: kept(
                before.filter(|_| month >= NEW_CASH_BENEFIT).map(|rules| &rules.cash_benefit),
                cash_benefit,
            ),
            flex_subsidy: kept(before.map(|rules| &rules.flex_subsidy), || FlexSubsidyRules::of(&law)),
            flex_waiting_benefit: kept(before.map(|rules| &rules.flex_waiting_benefit), || {
                FlexWaitingBenefitRules::of(&law)
            }),
            disability_pension: kept(before.map(|rules| &rules.disability_pension), || {
                DisabilityPensionRules::of(&law, "disability_pension")
            }),
            sickness_benefit: kept(before.map(|rules| &rules.sickness_benefit), || SicknessBenefitRules::of(&law)),
            unemployment_benefit: kept(before.map(|rules| &rules.unemployment_benefit), || {
                UnemploymentBenefitRules::of(&law)
            }),
            resource_benefit: kept(before.map(|rules| &rules.resource_benefit), || {
                ResourceBenefitRules::of(&law, "resource_benefit")
            }),
            job_clarification_benefit: kept(before.map(|rules| &rules.job_clarification_benefit), || {
                ResourceBenefitRules::of(&law, "job_clarification_benefit")
            }),
            senior_pension: kept(before.map(|rules| &rules.senior_pension), || {
                DisabilityPensionRules::of(&law, "senior_pension")
            }),
            education_benefit: kept(before.map(|rules| &rules.education_benefit), || EducationBenefitRules::of(&law)),
            sho_benefit: kept(before.map(|rules| &rules.sho_benefit), || ShoBenefitRules::of(&law)),
            rehabilitation_benefit: kept(before.map(|rules| &rules.rehabilitation_benefit), || {
                RehabilitationBenefitRules::of(&law)
            }),
            declared: self.declared_rules(month),
            // Until 2022 it holds refusals of its own.
            wage_subsidy: kept(
                before
                    .map(|rules| &rules.wage_subsidy)
                    .filter(|rules| rules.as_ref().is_ok_and(WageSubsidyRules::is_whole)),
                || WageSubsidyRules::of(&law),
            ),
            social_free_card: kept(before.map(|rules| &rules.social_free_card), || SocialFreeCardRules::of(&law)),
            ladder: kept(before.map(|rules| &rules.ladder), || law.rows("reimbursement.ladder").map(rungs)),
            tax: kept(before.map(|rules| &rules.tax), || TaxRules::of(&law)),
            pension_ages: before.map_or_else(ages, |rules| rules.pension_ages.clone()),
        }
    }

    /// The declared family in a month.
    fn declared_rules(&self, month: Month) -> Result<DeclaredRules, LawError> {
        self.declared.as_ref().map(|rates| DeclaredRules::of(rates, month)).ok_or(LawError::NotOnFile {
            what: "the declared family",
            month,
            remedy: "describe it under [declared_family]",
        })
    }

    /// Whether the law has a family in a month.
    ///
    /// # Errors
    /// Before its first month on file and after its repeal.
    pub fn in_force(&self, family: Family, month: Month) -> Result<(), LawError> {
        // Growth moves amounts, never their existence.
        let rates = self.book.yearly_rates(Growth { wage: 0.0 }, month.year());
        let law = Lookup::new(&self.book, month, &rates);
        match family {
            Family::CashBenefit if month < NEW_CASH_BENEFIT => CashBenefitUntil2025Rules::of(&law).map(drop),
            Family::CashBenefit => CashBenefitRules::of(&law, self.readings).map(drop),
            Family::FlexWaitingBenefit => FlexWaitingBenefitRules::of(&law).map(drop),
            Family::FlexSubsidy => FlexSubsidyRules::of(&law).map(drop),
            Family::DisabilityPension | Family::SeniorPension => {
                DisabilityPensionRules::of(&law, family.key()).map(drop)
            }
            Family::SicknessBenefit => SicknessBenefitRules::of(&law).map(drop),
            Family::UnemploymentBenefit => UnemploymentBenefitRules::of(&law).map(drop),
            Family::ResourceBenefit | Family::JobClarificationBenefit => {
                ResourceBenefitRules::of(&law, family.key()).map(drop)
            }
            Family::EducationBenefit => EducationBenefitRules::of(&law).map(drop),
            Family::ShoBenefit => ShoBenefitRules::of(&law).map(drop),
            Family::RehabilitationBenefit => RehabilitationBenefitRules::of(&law).map(drop),
            // The scenario's own, whenever it declares one.
            Family::Declared => Ok(()),
        }
    }

    /// Every value that holds in a month, in order of names.
    pub fn values(&self, month: Month, growth: Growth) -> Vec<LawValue> {
        self.book.names().filter_map(|name| self.book.value(name, month, growth).ok()).collect()
    }

    /// Every value on file, in order of names and months: what the book covers.
    pub fn coverage(&self) -> Vec<LawValue> {
        let growth = Growth { wage: 0.0 };
        let of_name = |name| self.book.parameter(name).into_iter().flat_map(|parameter| &parameter.values);
        let dated = self.book.names().flat_map(|name| of_name(name).map(move |dated| (name, dated.from)));
        dated.filter_map(|(name, from)| self.book.value(name, from, growth).ok()).collect()
    }

    /// One value that holds in a month.
    ///
    /// # Errors
    /// Where the parameter has no value then.
    pub fn value(&self, name: &str, month: Month, growth: Growth) -> Result<LawValue, LawError> {
        self.book.value(name, month, growth)
    }

    /// Names of all parameters, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.book.names()
    }

    /// The readings.
    pub fn readings(&self) -> Readings {
        self.readings
    }

    /// A text that is the same exactly where the law is the same: book, reforms and readings.
    pub fn text(&self) -> String {
        let declared = self.declared.as_ref().map_or(String::new(), |rates| format!("{rates:?}"));
        format!("{}{:?}{declared}", self.book.text(), self.readings)
    }
}
