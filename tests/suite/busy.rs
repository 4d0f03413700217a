//! A busy model in which everything happens at once: the ground on which engines and decompositions are compared.

use gevinst::domain::assumption::Shares;
use gevinst::domain::benefit::{FallsTo, Family, Insurance};
use gevinst::domain::calendar::Month;
use gevinst::domain::declared::{DeclaredFamily, LadderRow, PaidOutBy};
use gevinst::domain::enterprise::{Displacement, Enterprise, Position, ReturnsTo, Stay, StayCause};
use gevinst::domain::municipality::Municipality;
use gevinst::domain::partnership::{Agreement, Beneficiary, Enquiries, EntryPoint, FollowUp, VillageTask};
use gevinst::domain::population::{Cohort, Frailty, RateKind};
use gevinst::domain::programme::{CostKind, CostPer, Programme, ProgrammeCost};
use gevinst::domain::services::{OtherService, ServicePayer, Situation};
use gevinst::domain::survival::{Survival, SurvivalPoint};
use gevinst::domain::transition::{Cause, DurationRate, Origin, OutsideWork, Transition, WithWork};
use gevinst::domain::work::{Form, Pay};
use gevinst::engine::model::{Arm, Model};
use gevinst::rules::policy::Policy;

/// First month of the model.
pub const START: Month = Month::january(2026);

pub fn pay(hourly: f64) -> Pay {
    Pay { hourly: hourly.into(), own_pension: 0.04.into(), employer_pension: 0.08.into(), holiday: 0.125.into() }
}

/// A family of the model's own, tapered away by a wage that leaves people self-supporting.
pub fn declared() -> DeclaredFamily {
    let row = |from_week, share: f64| LadderRow { from_week, state_share: share.into() };
    DeclaredFamily {
        name: "living wage".to_owned(),
        amount: 9_500.0.into(),
        free_amount: 1_200.0.into(),
        taper: 0.8.into(),
        ceiling: Some(14_000.0.into()),
        ladder: vec![row(1, 0.7), row(40, 0.35)],
        taxable: false,
        paid_out_by: PaidOutBy::State,
        uprating_per_year: Some(0.017.into()),
    }
}

/// Five cohorts in the order of their names, one for each family.
pub fn cohorts(size: u32) -> Vec<Cohort> {
    let cohort = |name: &str, group: &str, family| Cohort::new(name, group, family, size);
    vec![
        Cohort {
            inflow_per_year: size / 4,
            capacity: [5.0, 37.0],
            provider: 0.3,
            single: 0.6,
            activity_ready: 0.7,
            free_card: 0.4,
            wage_hours: 0.2,
            age: [25.0, 66.0],
            ..cohort("cash", "vulnerable", Family::CashBenefit)
        },
        Cohort {
            capacity: [6.0, 37.0],
            free_card: 0.2,
            wage_hours: 0.3,
            ..cohort("declared", "vulnerable", Family::Declared)
        },
        Cohort {
            capacity: [4.0, 20.0],
            flex_approved: Some(Month::january(2022)),
            ..cohort("job", "flex", Family::FlexSubsidy)
        },
        Cohort {
            pension_awarded: Some(Month::january(2020)),
            free_card: 0.5,
            capacity: [0.0, 15.0],
            age: [30.0, 67.0],
            ..cohort("pension", "pensioners", Family::DisabilityPension)
        },
        Cohort {
            inflow_per_year: 2,
            capacity: [4.0, 25.0],
            flex_approved: Some(Month::january(2023)),
            ..cohort("waiting", "flex", Family::FlexWaitingBenefit)
        },
    ]
}

/// Every cause from every origin that has it, with ages, groups, durations and work beside.
pub fn transitions() -> Vec<Transition> {
    use Cause as C;
    use Origin as O;
    let new = |from, cause, rate: f64| Transition::new(from, cause, rate);
    let beside = |with_work, transition: Transition| Transition { with_work, ..transition };
    let by_duration = |rates: [(u32, f64); 3], transition: Transition| Transition {
        rate_per_year: None,
        by_duration: Some(
            rates.map(|(from_months, rate)| DurationRate { from_months, rate_per_year: rate.into() }).to_vec(),
        ),
        ..transition
    };
    vec![
        new(O::Any, C::Death, 0.01),
        new(O::Any, C::Moving, 0.03),
        Transition { age: Some([55, 70]), ..new(O::Any, C::Death, 0.05) },
        by_duration([(0, 0.5), (6, 0.3), (24, 0.1)], new(O::CashBenefit, C::OrdinaryJob, 0.0)),
        Transition {
            rate_per_year: None,
            chance_per_year: Some(0.25.into()),
            target_group: Some("vulnerable".to_owned()),
            ..new(O::CashBenefit, C::WageHours, 0.0)
        },
        new(O::CashBenefit, C::SmallJob, 0.2),
        beside(WithWork::Hours, new(O::CashBenefit, C::OrdinaryJob, 0.6)),
        beside(WithWork::Any, new(O::CashBenefit, C::DisabilityPension, 0.08)),
        beside(WithWork::Any, new(O::CashBenefit, C::FlexApproval, 0.12)),
        new(O::FlexWaitingBenefit, C::FlexJob, 0.6),
        new(O::FlexWaitingBenefit, C::SmallJob, 0.3),
        beside(WithWork::Any, new(O::FlexWaitingBenefit, C::DisabilityPension, 0.1)),
        new(O::FlexSubsidy, C::FlexJob, 0.2),
        new(O::FlexSubsidy, C::DisabilityPension, 0.05),
        beside(WithWork::Any, new(O::DisabilityPension, C::WageHours, 0.1)),
        new(O::DisabilityPension, C::OrdinaryJob, 0.05),
        by_duration([(0, 0.2), (3, 0.4), (9, 0.7)], new(O::SelfSupporting, C::OrdinaryJob, 0.0)),
        new(O::SelfSupporting, C::FlexApproval, 0.05),
        new(O::Declared, C::OrdinaryJob, 0.2),
        beside(WithWork::Any, new(O::Declared, C::WageHours, 0.4)),
    ]
}

/// Cohorts of the temporary benefits, with months that run out, and of senior pension.
pub fn temporary_cohorts(size: u32) -> Vec<Cohort> {
    let cohort = |name: &str, family| Cohort { wage_hours: 0.3, ..Cohort::new(name, "temporary", family, size) };
    vec![
        Cohort {
            inflow_per_year: size / 3,
            benefit_months_left: Some([2.0, 9.0]),
            falls_to: FallsTo::JobClarificationBenefit,
            ..cohort("ill", Family::SicknessBenefit)
        },
        Cohort {
            inflow_per_year: size / 4,
            benefit_months_left: Some([1.0, 24.0]),
            ..cohort("insured", Family::UnemploymentBenefit)
        },
        Cohort {
            benefit_months_left: Some([1.0, 8.0]),
            falls_to: FallsTo::Nothing,
            insurance: Insurance::PartTime,
            ..cohort("insured, with a partner", Family::UnemploymentBenefit)
        },
        Cohort { provider: 0.4, ..cohort("in clarification", Family::JobClarificationBenefit) },
        Cohort { benefit_months_left: Some([4.0, 40.0]), ..cohort("in a programme", Family::ResourceBenefit) },
        Cohort { benefit_months_left: Some([6.0, 30.0]), ..cohort("in rehabilitation", Family::RehabilitationBenefit) },
        Cohort { age: [61.0, 66.0], single: 0.5, ..cohort("senior", Family::SeniorPension) },
    ]
}

/// The causes of the third block, and the others from temporary benefits.
pub fn temporary_transitions() -> Vec<Transition> {
    use Cause as C;
    use Origin as O;
    let any = |from, cause, rate: f64| Transition { with_work: WithWork::Any, ..Transition::new(from, cause, rate) };
    vec![
        any(O::SelfSupporting, C::SicknessBenefit, 0.3),
        any(O::UnemploymentBenefit, C::SicknessBenefit, 0.2),
        Transition { age: Some([30, 50]), ..any(O::SicknessBenefit, C::JobClarification, 0.5) },
        any(O::JobClarificationBenefit, C::ResourceProgramme, 0.3),
        Transition::new(O::CashBenefit, C::ResourceProgramme, 0.1),
        any(O::SicknessBenefit, C::CashBenefit, 0.2),
        any(O::JobClarificationBenefit, C::CashBenefit, 0.2),
        any(O::RehabilitationBenefit, C::CashBenefit, 0.2),
        any(O::JobClarificationBenefit, C::FlexApproval, 0.2),
        any(O::ResourceBenefit, C::DisabilityPension, 0.3),
        Transition::new(O::UnemploymentBenefit, C::OrdinaryJob, 1.0),
        Transition::new(O::UnemploymentBenefit, C::WageHours, 0.8),
        Transition::new(O::SicknessBenefit, C::OrdinaryJob, 0.6),
        Transition::new(O::RehabilitationBenefit, C::SmallJob, 0.5),
        Transition::new(O::SeniorPension, C::SmallJob, 0.3),
    ]
}

/// A model with every family that the law has, the temporary ones too.
pub fn with_temporary(mut model: Model, size: u32) -> Model {
    model.cohorts.extend(temporary_cohorts(size));
    model.cohorts.sort_by(|one, other| one.name.cmp(&other.name));
    model.transitions.extend(temporary_transitions());
    model
}

pub fn outside_work() -> Vec<OutsideWork> {
    let work = |form, from: f64, to: f64, survival| OutsideWork {
        form,
        hours_from: from.into(),
        hours_to: to.into(),
        pay: pay(155.0),
        pay_to: None,
        survival,
    };
    let point = |months, share: f64| SurvivalPoint { months, share: share.into() };
    vec![
        work(Form::SmallJob, 2.0, 8.0, Survival::exponential(8.0)),
        work(Form::WageHours, 5.0, 30.0, Survival::weibull(0.8, 12.0)),
        work(
            Form::OrdinaryJob,
            20.0,
            37.0,
            Survival { weibull: None, table: Some(vec![point(3, 0.7), point(12, 0.4), point(36, 0.2)]) },
        ),
        work(Form::FlexJob, 4.0, 20.0, Survival::exponential(30.0)),
    ]
}

pub fn stay(mean_months: f64) -> Stay {
    let shares = [("support", 0.5), ("ordinary_job", 0.3), ("next_form", 0.2)];
    Stay {
        leaves_to: Shares(shares.map(|(name, share)| (name.to_owned(), share.into())).into()),
        next_form: Some(Form::WageHours),
        step_hours: 3.0.into(),
        step_rate_per_year: 2.0.into(),
        max_hours: Some(25.0.into()),
        after_effect: 1.8.into(),
        after_effect_half_life_months: 9.0.into(),
        pension_factor: 0.6.into(),
        flex_factor: 1.4.into(),
        ..Stay::new(Survival::weibull(1.2, mean_months))
    }
}

pub fn position(name: &str, form: Form, places: u32, hours: f64, families: Vec<Family>, stay: Stay) -> Position {
    Position {
        pay: form.is_paid().then(|| pay(140.0)),
        ramp_up_months: 5,
        filling_chance_per_month: 0.8.into(),
        delivery: 0.8.into(),
        creaming: 0.7.into(),
        again_after_months: 3,
        productivity: 0.7.into(),
        supervision_hours: 2.0.into(),
        supervision_hourly: 260.0.into(),
        materials_per_month: 150.0.into(),
        ..Position::new(name, form, places, hours, None, families, stay)
    }
}

/// Three enterprises with every form of place.
pub fn enterprises() -> Vec<Enterprise> {
    let shared = Stay {
        cause: StayCause::Place,
        lock_in: 0.4.into(),
        leaves_to: Shares([("support".to_owned(), 1.0.into())].into()),
        ..stay(14.0)
    };
    let all = Family::ALL.to_vec();
    let trial = vec![Family::CashBenefit, Family::FlexWaitingBenefit, Family::DisabilityPension, Family::Declared];
    let onwards = Shares([("support".to_owned(), 0.4.into()), ("next_form".to_owned(), 0.6.into())].into());
    vec![
        Enterprise {
            closing_rate_per_year: 0.25.into(),
            ..Enterprise::new(
                "Kafé",
                vec![
                    Position {
                        displacement: Some(Displacement { share: 0.2.into(), months: 5 }),
                        ..position("kitchen", Form::WageHours, 4, 8.0, all.clone(), shared.clone())
                    },
                    position("errands", Form::SmallJob, 4, 4.0, all, stay(6.0)),
                    position("bar", Form::SubsidisedJob, 3, 15.0, vec![Family::CashBenefit], stay(9.0)),
                    Position {
                        special_wage_subsidy: true,
                        ..position(
                            "garden",
                            Form::PensionSubsidisedJob,
                            3,
                            8.0,
                            vec![Family::DisabilityPension],
                            stay(20.0),
                        )
                    },
                ],
            )
        },
        Enterprise {
            public: true,
            opens: Some(START + 2),
            ..Enterprise::new(
                "Rådhus",
                vec![
                    Position {
                        pay: Some(pay(170.0)),
                        ..position("desk", Form::SubsidisedJob, 4, 25.0, vec![Family::CashBenefit], shared)
                    },
                    Position {
                        displacement: Some(Displacement { share: 0.4.into(), months: 3 }),
                        ..position("trial", Form::Internship, 5, 12.0, trial, Stay { leaves_to: onwards, ..stay(4.0) })
                    },
                ],
            )
        },
        Enterprise {
            opens: Some(START + 4),
            closing_rate_per_year: 0.1.into(),
            ..Enterprise::new(
                "Tømrer",
                vec![
                    Position {
                        target_groups: vec!["vulnerable".to_owned()],
                        creaming: 0.0.into(),
                        payment_per_month: 4_321.0.into(),
                        payment_surplus: 0.1.into(),
                        ..position("joiner", Form::OrdinaryJob, 3, 20.0, vec![Family::CashBenefit], stay(8.0))
                    },
                    Position {
                        cohorts: vec!["waiting".to_owned(), "cash".to_owned()],
                        shortlist: 2,
                        ..position("workshop", Form::FlexJob, 4, 6.0, vec![Family::FlexWaitingBenefit], stay(10.0))
                    },
                ],
            )
        },
    ]
}

/// Enquiries of two kinds; the places of one send people on to another family.
pub fn enquiries() -> Vec<Enquiries> {
    let back =
        Stay { returns_to: Some(ReturnsTo { family: Family::UnemploymentBenefit, months: Some(5) }), ..stay(7.0) };
    let kind = |name: &str, per_year: f64, position| Enquiries {
        name: name.to_owned(),
        per_year: per_year.into(),
        lost_without_entry_point: 0.7.into(),
        lost_with_entry_point: 0.2.into(),
        from: Some(START + 3),
        until: Some(START + 30),
        months_to_opening: 3,
        becomes: Enterprise { closing_rate_per_year: 0.3.into(), ..Enterprise::new(name, vec![position]) },
    };
    vec![
        kind("founders", 2.0, position("bakers", Form::SmallJob, 2, 5.0, vec![Family::CashBenefit], back)),
        kind("firms", 1.0, position("packing", Form::WageHours, 1, 9.0, vec![Family::CashBenefit], stay(9.0))),
    ]
}

/// Services of every payer, in every situation, some of one family only.
pub fn other_services() -> Vec<OtherService> {
    let service = |name: &str, payer, situation, family, amount: f64| OtherService {
        name: name.to_owned(),
        payer,
        situation,
        family,
        amount_per_month: amount.into(),
    };
    vec![
        service("support", ServicePayer::Municipality, Situation::WithoutWork, None, 1_234.56),
        service(
            "housing",
            ServicePayer::Municipality,
            Situation::WithoutWork,
            Some(Family::DisabilityPension),
            2_000.0,
        ),
        service("transport", ServicePayer::State, Situation::InWork, Some(Family::CashBenefit), 77.7),
        service("treatment", ServicePayer::Region, Situation::WithoutWork, None, 900.0),
        service("doctor", ServicePayer::Region, Situation::SelfSupporting, None, 250.25),
    ]
}

/// An agreement with a follow-up group, and village tasks at two positions.
pub fn agreement() -> Agreement {
    let task = |name: &str, enterprise: &str, position: &str, accrues_to| VillageTask {
        name: name.to_owned(),
        enterprise: enterprise.to_owned(),
        position: position.to_owned(),
        hours_share: 0.25.into(),
        value_hourly: 160.0.into(),
        accrues_to,
    };
    Agreement {
        follow_up: Some(FollowUp {
            meetings_per_year: 4.0.into(),
            municipal_members: 5.0.into(),
            enterprise_members: 6.0.into(),
            hours_per_meeting: 3.0.into(),
            hourly: 410.0.into(),
        }),
        village_tasks: vec![
            task("grocer", "Kafé", "errands", Beneficiary::Village),
            task("grounds", "Kafé", "errands", Beneficiary::Municipality),
            task("hotel", "founders", "bakers", Beneficiary::Village),
        ],
    }
}

pub fn costs() -> Vec<ProgrammeCost> {
    let cost = |name: &str, kind, per, amount: f64| ProgrammeCost {
        name: name.to_owned(),
        kind,
        amount: amount.into(),
        per,
        from: None,
        until: None,
        surplus: 0.13.into(),
        funded_share: 0.3.into(),
    };
    vec![
        ProgrammeCost { from: Some(START + 2), ..cost("start", CostKind::StartUp, CostPer::Once, 50_000.0) },
        ProgrammeCost {
            from: Some(START + 1),
            until: Some(START + 30),
            ..cost("contact", CostKind::ContactPerson, CostPer::Year, 310_000.0)
        },
        cost("places", CostKind::PlacePayment, CostPer::PlaceMonth, 3_111.11),
        cost("mentor", CostKind::Mentor, CostPer::Placement, 8_000.5),
        cost("staff", CostKind::Administration, CostPer::Year, 99_999.0),
    ]
}

pub fn programme() -> Programme {
    Programme { name: "programme".to_owned(), enterprises: enterprises(), costs: costs(), ..Programme::default() }
}

/// The same under an agreement, with one entry point.
pub fn partnership() -> Programme {
    let entry_point = EntryPoint { hours_per_week: 12.0.into(), hours_per_enquiry: 20.0.into(), hourly: 390.0.into() };
    Programme { agreement: Some(agreement()), entry_point: Some(entry_point), ..programme() }
}

pub fn arm(programme: Programme) -> Arm {
    Arm { programme, policy: Policy::danish(), world: 0 }
}

pub fn model(months: usize, size: u32, arms: Vec<Arm>) -> Model {
    Model {
        start: START,
        months,
        price_year: 2025,
        municipality: Municipality::new("Prøvekommune", 0.256),
        wage_growth: 0.03.into(),
        declared: Some(declared()),
        persons: Vec::new(),
        cohorts: cohorts(size),
        frailty: Frailty { variance: 0.8.into(), rates: RateKind::Marginal },
        transitions: transitions(),
        outside_work: outside_work(),
        enquiries: enquiries(),
        other_services: other_services(),
        own_time: 31.7.into(),
        arms,
        seed: 2026,
    }
}
