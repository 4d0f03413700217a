//! Any facts in, and the ledger of the month balances; and whether more hours pay.

use gevinst::domain::benefit::{BenefitFacts, Family, Insurance};
use gevinst::domain::calendar::{FULL_TIME_HOURS_PER_MONTH, Month, Weeks};
use gevinst::domain::declared::DeclaredRates;
use gevinst::domain::flow::Purpose;
use gevinst::domain::money::Money;
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::party::Party;
use gevinst::domain::spell::{Exit, MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::rules::assessment::{Assessment, assess};
use gevinst::rules::entitlement::counted;
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::{CashBenefit, MonthRules, Policy};
use gevinst::rules::readings::{LawFrom2027, Readings, WageConcept};
use proptest::prelude::*;

/// A person-month with everything that the law may look at.
#[derive(Clone, Debug)]
struct Situation {
    facts: MonthFacts,
    terms: MunicipalTerms,
    readings: Readings,
    growth: Growth,
    rates: PayRates,
}

impl Situation {
    fn rules(&self) -> MonthRules {
        let declared = DeclaredRates { uprating: self.growth.wage, ..declared() };
        Policy::danish().with_readings(self.readings).with_declared(Some(declared)).at(self.facts.month, self.growth)
    }

    fn assess(&self) -> Assessment {
        assess(&self.rules(), &self.terms, &self.facts).expect("these facts have an answer")
    }

    /// The wage that tax and tapers count.
    fn counted(&self) -> MonthFacts {
        counted(&self.rules(), &self.facts).expect("on file").map_or(self.facts, |(facts, _)| facts)
    }

    /// The same person at other hours.
    fn at_hours(&self, hours: f64) -> Situation {
        let mut other = self.clone();
        let wage = MonthWage::of(hours, self.rates);
        other.facts.work = self.facts.work.map(|work| Work { hours_per_week: hours, wage, ..work });
        other
    }
}

/// A declared family that leaves more hours worth while: paid out by the state, untaxed, with a ladder like the Danish.
fn declared() -> DeclaredRates {
    DeclaredRates {
        amount: 9_000.0,
        free_amount: 1_500.0,
        taper: 0.3,
        ceiling: None,
        ladder: vec![(1, 0.7), (27, 0.25)],
        taxable: false,
        paid_out_by: Party::State,
        uprating: 0.0,
        price_year: 2025,
    }
}

fn statuses() -> impl Strategy<Value = Status> {
    prop_oneof![
        8 => prop::sample::select(Family::ALL.to_vec()).prop_map(Status::On),
        2 => Just(Status::SelfSupporting),
        1 => prop::sample::select(vec![Exit::StatePension, Exit::Death, Exit::Moving]).prop_map(Status::Out),
    ]
}

fn households() -> impl Strategy<Value = BenefitFacts> {
    let flags = prop::array::uniform8(any::<bool>());
    (flags, 0u8..6, 2005i32..2025, 0u32..9).prop_map(|(flags, leisure_children, approved, supplementary_months)| {
        let [provider, single, partner_pensioner, residence_test, work_test, activity_ready, adaptation, free_card] =
            flags;
        BenefitFacts {
            provider,
            single,
            partner_pensioner,
            at_parents: false,
            residence_test,
            work_test,
            activity_ready,
            leisure_children,
            adaptation,
            flex_approved: Some(Month::january(approved)),
            flex_job_after_july_2014: true,
            pension_awarded: Some(Month::january(approved.max(2015))),
            supplementary_months,
            free_card,
            insurance: if adaptation { Insurance::PartTime } else { Insurance::FullTime },
        }
    })
}

fn pay() -> impl Strategy<Value = PayRates> {
    (60.0..400.0f64, 0.0..0.06f64, 0.0..0.12f64, 0.0..0.13f64).prop_map(
        |(hourly, own_pension, employer_pension, holiday)| PayRates { hourly, own_pension, employer_pension, holiday },
    )
}

fn works(rates: PayRates) -> impl Strategy<Value = Option<Work>> {
    let employers = prop::sample::select(vec![Employer::Enterprise, Employer::Outside]);
    let supported = (any::<bool>(), any::<bool>());
    prop::option::weighted(0.8, (0.0..37.0f64, employers, 0.0..1.5f64, supported)).prop_map(move |parts| {
        parts.map(|(hours, employer, productivity, (supported, public_employer))| Work {
            // Which form of subsidised job, the status decides.
            form: if supported { Form::SubsidisedJob } else { Form::WageHours },
            employer,
            public_employer,
            special_subsidy: public_employer,
            hours_per_week: hours,
            wage: MonthWage::of(hours, rates),
            productivity,
        })
    })
}

fn readings() -> impl Strategy<Value = Readings> {
    let from_2027 = [LawFrom2027::AsFiled, LawFrom2027::WithoutDeduction, LawFrom2027::DeductionOnFreeAmounts];
    let from_2027 = prop::sample::select(from_2027.to_vec());
    (prop::array::uniform4(any::<bool>()), from_2027).prop_map(|([index, net, ceiling, contribution], from_2027)| {
        Readings {
            law_from_2027: from_2027,
            index_free_amount: index,
            wage_concept: if net { WageConcept::Net } else { WageConcept::Gross },
            ceiling_counts_supplements: ceiling,
            flex_subsidy_labour_market_contribution: contribution,
        }
    })
}

fn terms() -> impl Strategy<Value = MunicipalTerms> {
    (0.22..0.28f64, any::<bool>(), 0u16..48, prop::sample::select(vec![0.75, 0.93, 0.95])).prop_map(
        |(tax_rate, own, tax_lag_months, equalisation)| MunicipalTerms {
            tax_rate,
            tax_base: if own { TaxBase::SelfBudgeted } else { TaxBase::Guaranteed },
            tax_lag_months,
            equalisation,
        },
    )
}

/// Work of a form that the status allows.
fn lawful(status: Status, work: Work) -> Work {
    let form = match status {
        Status::On(Family::FlexSubsidy) => Form::FlexJob,
        Status::On(Family::CashBenefit) => work.form,
        Status::On(Family::DisabilityPension) if work.form == Form::SubsidisedJob => Form::PensionSubsidisedJob,
        _ => Form::WageHours,
    };
    let subsidised = matches!(form, Form::SubsidisedJob | Form::PensionSubsidisedJob);
    Work { form, employer: if subsidised { Employer::Enterprise } else { work.employer }, ..work }
}

/// Whether the family was repealed with June 2025.
fn is_repealed(status: Status) -> bool {
    matches!(status, Status::On(Family::EducationBenefit | Family::ShoBenefit))
}

/// The ages for which a family has rates on file, and its household where the others have none.
fn on_file(status: Status, age: i32, mut benefit: BenefitFacts) -> (i32, BenefitFacts) {
    let years = age / 12;
    let age = match status {
        Status::On(Family::EducationBenefit) => (18 + years % 12) * 12 + age % 12,
        Status::On(Family::ShoBenefit | Family::RehabilitationBenefit) => age.max(30 * 12),
        _ => age,
    };
    match status {
        Status::On(Family::EducationBenefit) => benefit.activity_ready &= age >= 25 * 12 && !benefit.provider,
        Status::On(Family::ShoBenefit) => benefit.single |= benefit.provider,
        _ => {}
    }
    (age, benefit)
}

/// Months from July 2025 to the end of 2030 (of repealed families the half year before), people of 18-66.
fn situations() -> impl Strategy<Value = Situation> {
    let person = (0u32..66, 18 * 12..66 * 12i32, statuses(), households(), 0u32..2000);
    let year = (0i64..30_000_000, 0i64..3_000_000, 0i64..4_469_000);
    let setting = (terms(), readings(), 0.0..0.06f64);
    (person, year, setting, pay().prop_flat_map(|rates| (Just(rates), works(rates)))).prop_map(
        |((since, age, status, benefit, thirds), (income, reduction, card), (terms, readings, wage), (rates, work))| {
            let month = if is_repealed(status) {
                Month::january(2025) + since % 6
            } else {
                Month::january(2025).plus(6) + since
            };
            let (age, benefit) = on_file(status, age, benefit);
            let year_to_date = YearToDate {
                pension_income: Money::from_ore(income),
                pension_reduction: Money::from_ore(reduction),
                free_card: Money::from_ore(card),
            };
            let work = work.map(|work| lawful(status, work));
            let (birth, clock) = (month.plus(-age), Weeks::from_thirds(thirds));
            let facts = MonthFacts { month, birth, status, benefit, work, clock, year_to_date };
            Situation { facts, terms, readings, growth: Growth { wage }, rates }
        },
    )
}

fn posted(assessment: &Assessment, purpose: Purpose) -> Money {
    assessment.flows.iter().filter(|flow| flow.line.purpose == purpose).map(|flow| flow.amount).sum()
}

/// Wage and benefit after tax [kr], from the law's amounts of the month but by its own arithmetic.
fn disposable(situation: &Situation, benefit: f64) -> f64 {
    let value = |name: &str| {
        let law = Policy::danish().with_readings(situation.readings);
        let value = law.value(name, situation.facts.month, situation.growth).expect("tax on file");
        value.value.expect("a number")
    };
    let wage = situation.facts.work.map_or(MonthWage::default(), |work| work.wage);
    let paid = wage.gross.kr();
    let ordinary = situation.facts.work.is_some_and(|work| work.form == Form::WageHours);
    let left = match situation.facts.benefit.free_card && ordinary {
        true => (value("social_free_card.amount") - situation.facts.year_to_date.free_card.kr()).max(0.0),
        false => 0.0,
    };
    let gross = paid - paid.min(left);
    let taxed = if situation.facts.status == Status::On(Family::Declared) { 0.0 } else { benefit };
    let flex = situation.facts.status == Status::On(Family::FlexSubsidy);
    let on_benefit = flex && situation.readings.flex_subsidy_labour_market_contribution;
    let contributing = if on_benefit { gross + benefit } else { gross };
    let contribution = value("income_tax.labour_market_contribution") * contributing;
    let yearly = 12.0 * (gross + taxed - contribution) - value("income_tax.personal_allowance");
    let employment =
        (12.0 * gross * value("income_tax.employment_deduction")).min(value("income_tax.employment_deduction_most"));
    let above = (12.0 * gross - value("income_tax.job_deduction_threshold")).max(0.0);
    let job = (above * value("income_tax.job_deduction")).min(value("income_tax.job_deduction_most"));
    let state = yearly.max(0.0) * value("income_tax.bottom_tax");
    let municipal = (yearly - employment - job).max(0.0) * situation.terms.tax_rate;
    paid - wage.own_pension.kr() + benefit - contribution - (state + municipal) / 12.0
}

/// Whether wage and benefit stand at a ceiling, so that the benefit falls krone for krone (or is gone by it).
///
/// What the taper leaves falls more slowly than what the ceiling leaves, so more hours never leave a ceiling again.
fn at_ceiling(situation: &Situation) -> bool {
    let facts = &situation.counted();
    let Some(work) = &facts.work else { return false };
    let rules = situation.rules();
    match facts.status {
        Status::On(Family::CashBenefit) if work.form == Form::SubsidisedJob => false,
        Status::On(Family::CashBenefit) => {
            let Ok(CashBenefit::From2025(regime)) = &rules.cash_benefit else { return false };
            let entitled = regime.entitlement(facts).expect("a rate");
            let wage = regime.counted_wage(facts);
            let outside = if situation.readings.ceiling_counts_supplements { 0.0 } else { entitled.supplements };
            let tapered = entitled.rate + entitled.supplements - regime.taper * (wage - entitled.free).max(0.0);
            entitled.ceiling + outside - wage < tapered
        }
        Status::On(Family::FlexSubsidy) => {
            let flex = rules.flex_subsidy.as_ref().expect("on file");
            let wage = work.wage.cost().kr();
            let above = (wage - flex.threshold).max(0.0);
            let tapered = flex.maximum - flex.tapers[0] * (wage - above) - flex.tapers[1] * above;
            let hourly = wage / work.hours_per_week;
            tapered > hourly * 37.0 - wage
        }
        // Krone for krone above a free amount.
        Status::On(Family::EducationBenefit) => {
            work.wage.gross.kr() > rules.education_benefit.as_ref().expect("on file").free.amount(facts)
        }
        Status::On(Family::ShoBenefit) => {
            work.wage.gross.kr() > rules.sho_benefit.as_ref().expect("on file").free.amount(facts)
        }
        Status::On(Family::RehabilitationBenefit) => {
            work.wage.gross.kr() > rules.rehabilitation_benefit.as_ref().expect("on file").free_income
        }
        _ => false,
    }
}

/// Whether the benefit is paid for the hours that are not worked, whatever the wage.
fn is_hour_for_hour(status: Status) -> bool {
    matches!(status, Status::On(Family::SicknessBenefit | Family::UnemploymentBenefit))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every flow has a payer and a receiver and runs forwards, so the balances of all parties sum to zero.
    #[test]
    fn balances(situation in situations()) {
        let assessment = situation.assess();
        let balances = Party::ALL.into_iter().map(|party| assessment.flows.balance(party));
        prop_assert_eq!(balances.sum::<Money>(), Money::ZERO);
        for flow in assessment.flows.iter() {
            prop_assert!(flow.amount > Money::ZERO, "{:?}", flow);
            prop_assert!(flow.line.parties().0 != flow.line.parties().1);
            prop_assert!(situation.facts.status != Status::SelfSupporting || flow.line.family.is_none());
        }
        prop_assert!(!matches!(situation.facts.status, Status::Out(_)) || assessment.flows.is_empty());
        let subsidy = posted(&assessment, Purpose::WageSubsidy);
        prop_assert_eq!(assessment.public_payment, assessment.benefit + subsidy > Money::ZERO);
        let supported = situation.facts.work.is_some_and(|work| work.form.is_supported());
        prop_assert!(supported || subsidy == Money::ZERO);
        let cost = situation.facts.work.map_or(Money::ZERO, |work| work.wage.cost());
        let refund = posted(&assessment, Purpose::WageSubsidyRefund);
        prop_assert!(refund <= subsidy && subsidy <= cost, "{:?} of {:?}, cost {:?}", refund, subsidy, cost);
    }

    /// State and municipality bear the whole benefit between them, each a part within it.
    #[test]
    fn shares_make_the_benefit(situation in situations()) {
        let assessment = situation.assess();
        let benefit = posted(&assessment, Purpose::Benefit) + posted(&assessment, Purpose::StateBenefit);
        prop_assert_eq!(benefit, assessment.benefit);
        prop_assert!(benefit >= Money::ZERO);
        let (refund, co_financing) =
            (posted(&assessment, Purpose::Refund), posted(&assessment, Purpose::CoFinancing));
        let by_state = matches!(situation.facts.status, Status::On(family)
            if family == Family::Declared || family.paid_out_by() == Party::State);
        let (state, municipality) =
            if by_state { (benefit - co_financing, co_financing) } else { (refund, benefit - refund) };
        prop_assert_eq!(state + municipality, benefit);
        let share = |part: Money| part.ore() as f64 / (benefit.ore() as f64).max(1.0);
        let whole = benefit > Money::from_kr(1.0);
        prop_assert!(!whole || (0.195..=0.775).contains(&share(state)), "state bears {}", share(state));
        prop_assert!(!whole || (0.225..=0.805).contains(&share(municipality)));
        let on_last_rung = situation.facts.clock + Weeks::MONTH > Weeks::whole(52);
        prop_assert!(on_last_rung || posted(&assessment, Purpose::FlexContribution) == Money::ZERO);
    }

    /// What the citizen has left agrees with tax counted by the year in kroner.
    #[test]
    fn disposable_income(situation in situations()) {
        let assessment = situation.assess();
        prop_assert_eq!(assessment.disposable, assessment.flows.balance(Party::Citizen));
        if matches!(situation.facts.status, Status::Out(_)) {
            prop_assert_eq!(assessment.disposable, Money::ZERO);
            return Ok(());
        }
        let expected = disposable(&situation, assessment.benefit.kr());
        // Three taxes, each rounded to øre.
        prop_assert!((assessment.disposable.kr() - expected).abs() < 0.02, "{} {expected}", assessment.disposable.kr());
    }

    /// More hours at the same pay leave the citizen no poorer, but for these exceptions of the law:
    ///
    /// * cash benefit at its ceiling: benefit and wage together stand still, the benefit falls krone for krone, and the
    ///   wage bears labour-market contribution (and own pension) where the benefit bore none: net about - 2 øre a krone
    ///   without pension, about - 8 øre with 6 % own pension;
    /// * flex subsidy at full-time pay of the job: subsidy and wage *with both pensions* together stand still, so that
    ///   the citizen loses the pension parts as well; for low-paid jobs this begins at few hours a week;
    /// * education, SHO and rehabilitation benefit above their free amounts: krone for krone, so the same;
    /// * sickness and unemployment benefit: hour for hour, see the next property.
    ///
    /// The threshold of the flex taper, the end of a taper, the free incomes and the refund ladder are no exceptions.
    #[test]
    fn more_hours_pay(situation in situations(), first in 0.5..36.0f64, more in 0.5..8.0f64) {
        prop_assume!(situation.facts.work.is_some() && !is_hour_for_hour(situation.facts.status));
        let (fewer, longer) = (situation.at_hours(first), situation.at_hours((first + more).min(37.0)));
        let (before, after) = (fewer.assess(), longer.assess());
        prop_assume!(!at_ceiling(&longer) || before.benefit == Money::ZERO);
        let (before, after) = (before.disposable, after.disposable);
        prop_assert!(after >= before - Money::from_ore(3), "{} h {}, then {}", first, before.kr(), after.kr());
    }

    /// Hour for hour: whatever the wage, each hour that is not worked pays the same, and below the fewest hours none do.
    #[test]
    fn hour_for_hour(situation in situations(), status in prop::sample::select(vec![
        Status::On(Family::SicknessBenefit), Status::On(Family::UnemploymentBenefit),
    ]), first in 0.5..36.0f64, more in 0.5..8.0f64) {
        prop_assume!(situation.facts.work.is_some());
        let mut situation = situation;
        situation.facts.status = status;
        situation.facts.work = situation.facts.work.map(|work| lawful(status, work));
        (situation.facts.benefit.free_card, situation.facts.benefit.insurance) = (false, Insurance::FullTime);
        // The month may lie before July 2025, where the family was repealed; both are on file there too.
        let at = |hours: f64| situation.at_hours(hours).assess().benefit.kr();
        let longer = (first + more).min(37.0);
        let (before, after) = (at(first), at(longer));
        prop_assert!(after <= before, "{first} h {before}, {longer} h {after}");
        if after > 0.0 {
            let (one, other) = (before / (37.0 - first), after / (37.0 - longer));
            prop_assert!((one - other).abs() < 0.01, "{one} {other}");
        }
        // 4 h a week; 14.8 h a month are 3.42 h a week.
        let fewest = if status == Status::On(Family::SicknessBenefit) { 4.0 } else { 14.8 * 3.0 / 13.0 };
        prop_assert!(37.0 - longer >= fewest - 1e-9 || after == 0.0, "{longer} h {after}");
    }

    /// Within the social free card the wage is the citizen's whole: more hours lower nothing, and no øre of the benefit.
    #[test]
    fn within_the_free_card_the_wage_is_kept(situation in situations(), first in 0.5..36.0f64, more in 0.5..8.0f64) {
        prop_assume!(situation.facts.work.is_some_and(|work| work.form == Form::WageHours));
        prop_assume!(!matches!(situation.facts.status, Status::Out(_)));
        let mut situation = situation;
        situation.facts.benefit.free_card = true;
        let (fewer, longer) = (situation.at_hours(first), situation.at_hours((first + more).min(37.0)));
        let wage = |s: &Situation| s.facts.work.map_or(MonthWage::default(), |work| work.wage);
        let left = Money::from_kr(41_280.0) - situation.facts.year_to_date.free_card;
        prop_assume!(wage(&longer).gross <= left);
        let (before, after) = (fewer.assess(), longer.assess());
        prop_assert_eq!(before.benefit, after.benefit);
        let kept = |s: &Situation| wage(s).gross - wage(s).own_pension;
        prop_assert_eq!(after.disposable - before.disposable, kept(&longer) - kept(&fewer));
        prop_assert!(after.disposable >= before.disposable);
        prop_assert_eq!(posted(&after, Purpose::LabourMarketContribution), Money::ZERO);
    }

    /// At a ceiling more hours cost the citizen at most a quarter of the wage cost: pensions and contribution.
    #[test]
    fn at_the_ceiling_more_hours_cost_little(situation in situations(), first in 0.5..36.0f64) {
        prop_assume!(situation.facts.work.is_some());
        let (fewer, longer) = (situation.at_hours(first), situation.at_hours(first + 0.5));
        prop_assume!(at_ceiling(&fewer) && at_ceiling(&longer));
        let (before, after) = (fewer.assess(), longer.assess());
        let wage = |s: &Situation| s.facts.work.map_or(0.0, |work| work.wage.cost().kr());
        let more = wage(&longer) - wage(&fewer);
        let lost = (before.disposable - after.disposable).kr();
        // Full-time pay is reckoned from a wage in whole øre, so its rounding grows with 37 hours / hours.
        let rounding = 0.03 + 0.02 * 37.0 / first;
        prop_assert!(lost < 0.25 * more + rounding, "{lost} of {more}");
        prop_assert!((before.benefit - after.benefit).kr() <= more + rounding);
    }
}

/// The exceptions are real: an hour more at each ceiling, in kroner.
#[test]
fn the_ceilings_are_exceptions() {
    let terms =
        MunicipalTerms { tax_rate: 0.25, tax_base: TaxBase::Guaranteed, tax_lag_months: 36, equalisation: 0.75 };
    let rates = PayRates { hourly: 150.0, own_pension: 0.0, employer_pension: 0.0, holiday: 0.0 };
    let at = |family: Family, hours: f64| {
        let work = Work {
            form: Form::WageHours,
            employer: Employer::Enterprise,
            public_employer: false,
            special_subsidy: false,
            hours_per_week: hours,
            wage: MonthWage::of(hours, rates),
            productivity: 1.0,
        };
        let facts = MonthFacts {
            month: Month::january(2026),
            birth: Month::january(1985),
            status: Status::On(family),
            benefit: BenefitFacts { flex_approved: Some(Month::january(2018)), ..BenefitFacts::default() },
            work: Some(work),
            clock: Weeks::ZERO,
            year_to_date: YearToDate::default(),
        };
        Situation { facts, terms, readings: Readings::default(), growth: Growth { wage: 0.033 }, rates }
    };
    for (family, hours) in [(Family::CashBenefit, 28.0), (Family::FlexSubsidy, 8.0)] {
        let (fewer, longer) = (at(family, hours), at(family, hours + 1.0));
        assert!(at_ceiling(&fewer) && at_ceiling(&longer), "{family:?}");
        // 650 kr more wage: 0.08 contribution, less tax of it at 0.3701, less 0.25 of the employment deduction.
        let lost = (fewer.assess().disposable - longer.assess().disposable).kr();
        let expected = 650.0 * (0.08 - 0.08 * 0.3701 - 0.25 * 0.1275);
        assert!((lost - expected).abs() < 0.03, "{family:?}: {lost} {expected}");
    }
    // The ceiling of a flex job at 150 kr/h binds from W = (24,050 - 21,600) / 0.70 = 3,500, 5.4 hours a week.
    let binds = (150.0 * FULL_TIME_HOURS_PER_MONTH - 21_600.0) / 0.70 / (150.0 * 13.0 / 3.0);
    assert!(!at_ceiling(&at(Family::FlexSubsidy, binds - 0.01)) && at_ceiling(&at(Family::FlexSubsidy, binds + 0.01)));
}
