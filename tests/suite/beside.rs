//! What stands beside wages and benefits: society's prices, own time, other services, self-support, kinds of benefit, the
//! pool; and what the arms may do with the same enterprise.

use gevinst::domain::activity::Indicator;
use gevinst::domain::assumption::Shares;
use gevinst::domain::benefit::Family;
use gevinst::domain::calendar::Month;
use gevinst::domain::enterprise::{Enterprise, Stay};
use gevinst::domain::flow::{Line, Purpose};
use gevinst::domain::party::{Party, Perspective};
use gevinst::domain::population::Cohort;
use gevinst::domain::programme::Programme;
use gevinst::domain::services::{OtherService, ServicePayer, Situation};
use gevinst::domain::shown::Shown;
use gevinst::domain::survival::Survival;
use gevinst::domain::work::{Form, Pay};
use gevinst::engine::instance::Instance;
use gevinst::engine::model::{DrawNumber, Model};
use gevinst::engine::outcome::{Outcome, Record};
use gevinst::engine::simulation::simulate;
use gevinst::estimate::levels::Levels;
use gevinst::estimate::savings::Savings;
use gevinst::estimate::summary::Summary;
use gevinst::report::findings::{Findings, SupportKind, Warning};
use gevinst::report::headline::headline;
use gevinst::report::language::Language;
use gevinst::report::reservations::left_out;
use gevinst::report::tables::report;
use gevinst::report::words::Words;
use gevinst::study::prepared::Prepared;
use gevinst::study::scenario::Study;

use crate::busy::*;

fn study(settings: &[(&str, &str)]) -> Study {
    let few = [("simulation.samples", "10"), ("time.years", "3")];
    let settings: Vec<(&str, &str)> = few.into_iter().chain(settings.iter().copied()).collect();
    Study::from_toml_with("examples/small_jobs.toml", &settings).expect("an example")
}

fn run(model: &Model) -> Outcome {
    simulate(&Instance::of(model, &[]), DrawNumber { sample: 1, replicate: 0 }).expect("the law answers")
}

fn total(record: &Record, indicator: Indicator) -> i64 {
    (0..record.activity.months()).map(|month| record.activity.at(month, indicator)).sum()
}

fn paid(record: &Record, purpose: Purpose) -> i64 {
    (0..=record.ledger.months()).map(|month| record.ledger.sum(month, Line::of(purpose)).ore()).sum()
}

/// People of one cohort to whom nothing happens by itself, and who are worth nothing beside, in prices of the year itself.
fn still(months: usize, cohort: Cohort) -> Model {
    let quiet = model(months, 1, vec![arm(Programme::default())]);
    Model {
        price_year: 2026,
        cohorts: vec![Cohort { age: [30.0, 50.0], ..cohort }],
        transitions: Vec::new(),
        enquiries: Vec::new(),
        other_services: Vec::new(),
        own_time: 0.0.into(),
        ..quiet
    }
}

/// Every figure of money that savings hold.
fn money(savings: &Savings) -> Vec<Summary> {
    let whole = [savings.net_present_value, savings.largest_exposure, savings.programme_cost];
    let purposes = savings.by_purpose.iter().map(|(_, summary)| *summary);
    whole.into_iter().chain(savings.by_year.clone()).chain(savings.cumulated.clone()).chain(purposes).collect()
}

#[test]
fn in_market_prices_society_is_stated_by_the_net_tax_factor_and_nobody_else_moves() {
    let run = |prices| study(&[("economy.market_prices", prices)]).run().expect("it runs");
    let (factor, market) = (run("false"), run("true"));
    assert_eq!((factor.manifest.net_tax_factor, market.manifest.net_tax_factor), (None, Some(1.28)));
    let stated = |what: &str, one: Summary, other: Summary| {
        for (one, other) in [(one.mean, other.mean), (one.p05, other.p05), (one.median, other.median)] {
            // Each of 36 months is rounded once.
            assert!((one * 1.28 - other).abs() <= 18.5, "{what}: {one}, {other}");
        }
    };
    for (one, other) in factor.savings.iter().zip(&market.savings) {
        if one.perspective != Perspective::Society {
            assert_eq!(one, other, "{:?}", one.perspective);
            continue;
        }
        let (ones, others) = (money(one), money(other));
        assert_eq!(ones.len(), others.len());
        ones.into_iter().zip(others).for_each(|(one, other)| stated("savings", one, other));
        assert_eq!(one.chance_of_gain, other.chance_of_gain);
        let per = |savings: &Savings| [savings.per_place_year, savings.per_citizen_placed, savings.per_place_hour];
        for (one, other) in per(one).into_iter().flatten().zip(per(other).into_iter().flatten()) {
            assert!((one * 1.28 - other).abs() < 1.0, "{one} {other}");
        }
        let ratios = |savings: &Savings| [savings.benefit_cost_ratio, savings.net_per_krone, savings.last_year_share];
        for (one, other) in ratios(one).into_iter().flatten().zip(ratios(other).into_iter().flatten()) {
            assert!((one - other).abs() < 1e-6, "a ratio has no prices: {one} {other}");
        }
    }
    let society = Perspective::Society as usize;
    stated("no effect", factor.no_effect[society].net_present_value, market.no_effect[society].net_present_value);
    let elsewhere = |findings: &Findings| -> Vec<Vec<Summary>> {
        let arising = &findings.arising;
        let wholes = [arising.in_common.clone(), arising.gross.clone(), arising.own_accord.clone()];
        let enterprises = arising.enterprises.iter().flat_map(|enterprise| {
            enterprise.positions.iter().chain(&enterprise.whole).map(|part| part.net_present_value.clone())
        });
        let groups = arising.target_groups.iter().map(|(_, part)| part.net_present_value.clone());
        let support = findings.support.iter().map(|finding| finding.net_present_value.clone());
        wholes.into_iter().chain(enterprises).chain(groups).chain(support).collect()
    };
    for (one, other) in elsewhere(&factor).iter().zip(&elsewhere(&market)) {
        for at in 0..Perspective::COUNT {
            if at == society {
                stated("part", one[at], other[at]);
            } else {
                assert_eq!(one[at], other[at]);
            }
        }
    }
    let said = |findings: &Findings| -> String {
        let words = Words::of(Language::Danish);
        let lines = headline(findings, Perspective::Society);
        let notes = report(findings, Perspective::Society).into_iter().flat_map(|table| table.notes);
        lines.iter().chain(&notes.collect::<Vec<_>>()).map(|phrase| words.phrase(phrase) + "\n").collect()
    };
    assert!(said(&factor).contains("Samfundet i faktorpriser.") && !said(&factor).contains("markedspriser"));
    assert!(said(&market).contains("kr. i markedspriser.") && said(&market).contains("nettoafgiftsfaktoren 1,28."));
    assert!(market.law.iter().any(|value| value.parameter == "society.net_tax_factor"));
}

/// The quick difference of a draw stands in the same prices as the whole effect.
#[test]
fn differences_stand_in_market_prices_too() {
    let prepared = Prepared::of(&study(&[("economy.market_prices", "true")])).expect("sound");
    let (effect, _) = prepared.effect(1).expect("the law answers");
    let quick = prepared.difference(&prepared.values(1), DrawNumber { sample: 1, replicate: 0 }).expect("an answer");
    let value = |perspective| prepared.layout.net_present_value(perspective).in_row(&effect);
    assert_eq!(Perspective::ALL.map(value), quick.present_value);
}

#[test]
fn own_time_is_given_for_every_hour_worked_and_is_no_money() {
    let (none, some) =
        (study(&[]).run().expect("it runs"), study(&[("economy.own_time_hourly", "50")]).run().expect("it runs"));
    for (one, other) in none.savings.iter().zip(&some.savings) {
        match one.perspective {
            Perspective::Citizen | Perspective::Society => {
                let given = other.by_purpose.iter().find(|(purpose, _)| *purpose == Purpose::OwnTime).expect("a row");
                assert!(given.1.mean < 0.0, "more hours, more time");
                assert!((one.net_present_value.mean + given.1.mean - other.net_present_value.mean).abs() < 2.0);
                let left = |savings: &Savings| savings.disposable_income.map_or(0.0, |income| income.mean);
                assert!((left(one) - left(other)).abs() < 2.0, "time buys nothing");
            }
            _ => assert_eq!(one, other),
        }
    }
    assert_eq!(none.no_effect, some.no_effect, "where nobody's life changes, nobody's time does");
    let cohort = Cohort { wage_hours: 1.0, ..Cohort::new("people", "all", Family::CashBenefit, 30) };
    let record = run(&Model { own_time: 50.0.into(), ..still(12, cohort) }).arms.remove(0);
    // 50 kr for each paid hour; hours are counted to the hundredth, flows to the øre.
    let (hours, given) = (total(&record, Indicator::PaidHours), paid(&record, Purpose::OwnTime));
    assert!(hours > 0 && (given as f64 / (hours as f64 * 50.0) - 1.0).abs() < 1e-4, "{hours} {given}");
}

fn service(payer: ServicePayer, situation: Situation, family: Option<Family>, amount: f64) -> OtherService {
    let name = format!("{payer:?} {situation:?}");
    OtherService { name, payer, situation, family, amount_per_month: amount.into() }
}

#[test]
fn other_services_cost_what_the_situation_says() {
    use ServicePayer::{Municipality, Region, State};
    use Situation::{InWork, SelfSupporting, WithoutWork};
    let services = vec![
        service(Municipality, WithoutWork, Some(Family::CashBenefit), 6_000.0),
        service(Municipality, InWork, Some(Family::CashBenefit), 2_500.0),
        service(Region, WithoutWork, None, 1_000.0),
        service(State, SelfSupporting, None, 300.0),
        service(Municipality, WithoutWork, Some(Family::SeniorPension), 99_999.0),
    ];
    let costs = |cohort: Cohort| {
        let record = run(&Model { other_services: services.clone(), ..still(12, cohort) }).arms.remove(0);
        for month in 0..=12 {
            let sum: i64 = Party::ALL.into_iter().map(|party| record.ledger.balance(month, party).ore()).sum();
            assert_eq!(sum, 0, "the ledger balances");
        }
        let of = [Purpose::MunicipalService, Purpose::RegionalService, Purpose::StateService];
        of.map(|purpose| paid(&record, purpose) / 100)
    };
    let people = |family| Cohort::new("people", "all", family, 20);
    // 20 people x 12 months x (6,000 from the municipality, 1,000 from the region).
    assert_eq!(costs(people(Family::CashBenefit)), [1_440_000, 240_000, 0]);
    // On another family the municipality's row is not theirs: 20 x 12 x 1,000.
    assert_eq!(costs(people(Family::SicknessBenefit)), [0, 240_000, 0]);
    // With paid hours beside the benefit, until the job ends: each of the 240 months costs one or the other.
    let [municipality, region, state] = costs(Cohort { wage_hours: 1.0, ..people(Family::CashBenefit) });
    let idle = region / 1_000;
    assert!((1..240).contains(&idle), "some months with and some without work: {idle}");
    assert_eq!((municipality, state), (idle * 6_000 + (240 - idle) * 2_500, 0));
    // Months used up, nothing follows: nobody is on a family in the last nine months. 20 x 3 x 1,000; 20 x 9 x 300.
    let ends = Cohort {
        benefit_months_left: Some([3.0, 3.0]),
        falls_to: gevinst::domain::benefit::FallsTo::Nothing,
        ..people(Family::UnemploymentBenefit)
    };
    assert_eq!(costs(ends), [0, 60_000, 54_000]);
}

#[test]
fn a_service_that_work_spares_is_a_saving_of_the_service_frame_that_failure_does_not_bring() {
    let mut with = study(&[]);
    with.other_services = vec![service(ServicePayer::Municipality, Situation::WithoutWork, None, 5_000.0)];
    let (none, some) = (study(&[]).run().expect("it runs"), with.run().expect("it runs"));
    assert_eq!(none.no_effect, some.no_effect);
    let saving = |findings: &Findings| findings.savings(Perspective::Municipality).net_present_value.mean;
    let row = some.savings(Perspective::Municipality).by_purpose.iter().find(|(p, _)| *p == Purpose::MunicipalService);
    let spared = row.expect("a row").1.mean;
    assert!(spared > 0.0 && (saving(&none) + spared - saving(&some)).abs() < 2.0);
    // A month in which more is needed is money, one in which less is, is capacity that stays.
    let cashable = |findings: &Findings| {
        let part = findings.savings(Perspective::Municipality).cashable.expect("of the municipality");
        part.net_present_value.mean
    };
    assert!(cashable(&some) <= cashable(&none), "{} {}", cashable(&some), cashable(&none));
    let left =
        |findings: &Findings| -> Vec<String> { left_out(findings).into_iter().map(|phrase| phrase.key).collect() };
    assert!(
        left(&none).contains(&"left_out.services".to_owned()) && left(&none).contains(&"left_out.health".to_owned())
    );
    assert!(
        left(&some).contains(&"left_out.beyond_services".to_owned())
            && !left(&some).contains(&"left_out.services".to_owned())
    );
}

#[test]
fn the_degree_of_self_support_is_the_wage_of_wage_and_benefit() {
    let prepared = Prepared::of(&study(&[])).expect("sound");
    let (outcome, _) = prepared.outcome(0).expect("the law answers");
    let levels = Levels::of(&outcome);
    let sum = |record: &Record, purposes: &[Purpose]| -> i64 {
        let lines = Line::all().filter(|line| purposes.contains(&line.purpose));
        lines.map(|line| (0..36).map(|month| record.ledger.sum(month, line).ore()).sum::<i64>()).sum()
    };
    for (incomes, record) in levels.incomes.iter().zip(&outcome.arms) {
        // No pension contribution is paid by those who work in this example.
        assert_eq!(incomes.wages, sum(record, &[Purpose::Wage, Purpose::OutsideWage]));
        assert_eq!(incomes.benefits, sum(record, &[Purpose::Benefit]));
    }
    let findings = study(&[]).run().expect("it runs");
    let degree = findings.self_support.expect("nothing is hidden without a file of persons");
    assert!(degree.difference.mean > 0.0 && (0.0..1.0).contains(&degree.baseline.mean));
    assert!((degree.programme.mean - degree.baseline.mean - degree.difference.mean).abs() < 1e-9);
    let aims =
        report(&findings, Perspective::Municipality).into_iter().find(|table| table.key == "aims").expect("aims");
    let worded = aims.worded(Words::of(Language::Danish));
    let row = worded.rows.iter().find(|row| row.cells[0].text.starts_with("Selvforsørgelsesgrad")).expect("a row");
    assert!(row.cells[1].text.ends_with("%") && row.cells[3].text.starts_with('+'), "{row:?}");
}

#[test]
fn kinds_of_benefit_sum_to_the_benefits_and_pensions_avoided_are_shown() {
    let position = "programme.enterprises[repair workshop].positions[small jobs]";
    let factor = format!("{position}.stay.pension_factor");
    let run = |pensions| study(&[("time.years", "5"), (&factor, pensions)]).run().expect("it runs");
    let findings = run("0");
    for perspective in Perspective::ALL {
        let by_kind: f64 = findings.support.iter().map(|kind| kind.net_present_value[perspective as usize].mean).sum();
        let is_benefit = |purpose: Purpose| purpose == Purpose::Benefit || purpose.is_share_of_benefit();
        let by_purpose = findings.savings(perspective).by_purpose.iter();
        let benefits: f64 = by_purpose
            .filter(|(shown, _)| matches!(shown, Shown::Class(purpose) if is_benefit(*purpose)))
            .map(|(_, summary)| summary.mean)
            .sum();
        assert!((by_kind - benefits).abs() < 20.0, "{perspective:?}: {by_kind} {benefits}");
    }
    let pension = |findings: &Findings| {
        let row = findings.support.iter().find(|finding| finding.kind == SupportKind::DisabilityPension);
        row.map(|row| (row.months.mean, row.net_present_value[Perspective::Municipality as usize].mean))
            .unwrap_or_default()
    };
    let ((months, saved), (usual_months, usual_saved)) = (pension(&findings), pension(&run("1")));
    assert!(months < 0.0 && saved > 0.0, "{months} months, {saved} øre");
    assert!(months < usual_months && saved > usual_saved, "{usual_months} months, {usual_saved} øre");
}

#[test]
fn a_pool_that_dries_up_is_told_by_run_and_by_check() {
    let told = |study: &Study| {
        let (findings, preview) = (study.run().expect("it runs"), study.preview().expect("it can be looked at"));
        assert_eq!(findings.pool.iter().map(|(year, _)| *year).collect::<Vec<_>>(), [2026, 2027, 2028]);
        assert_eq!(preview.pool.len(), 3);
        let is_pool = |warning: &&Warning| matches!(warning, Warning::PoolChanges { .. });
        let warned = findings.warnings.iter().find(is_pool).cloned();
        assert_eq!(warned.is_some(), preview.warnings.iter().any(|warning| is_pool(&warning)));
        (findings.pool[0].1.mean, warned)
    };
    let mut steady = study(&[]);
    steady.cohorts[0].inflow_per_year = 31;
    assert_eq!(told(&steady).1, None);
    let mut drying = study(&[]);
    drying.cohorts[0].inflow_per_year = 0;
    let (pool, warned) = told(&drying);
    let Some(Warning::PoolChanges { first, last }) = warned else { panic!("no warning") };
    assert!((pool - first as f64).abs() <= 0.5 && last * 10 < first * 8, "{pool}, {first}, {last}");
    let tables = report(&drying.run().expect("it runs"), Perspective::Municipality);
    let keys: Vec<&str> = tables.iter().map(|table| table.key).collect();
    let at = keys.iter().position(|key| *key == "pool").expect("the pool is printed");
    assert_eq!(keys[at + 1], "first_year_spending");
}

/// The same stay leaves the same mark, whatever the form of the work: internships too.
#[test]
fn the_after_effect_is_alike_for_all_forms() {
    use Form::{FlexJob, Internship, SmallJob, SubsidisedJob, WageHours};
    let positions = [Internship, SmallJob, FlexJob, WageHours, SubsidisedJob]
        .map(|form| position(&format!("{form:?}"), form, 1, 6.0, vec![Family::CashBenefit], stay(5.0)));
    let programme = Programme { enterprises: vec![Enterprise::new("one", positions.to_vec())], ..Programme::default() };
    let model = model(48, 1, vec![arm(programme)]);
    let instance = Instance::of(&model, &[]);
    let paths: Vec<&Vec<f64>> = instance.arms[0].positions[..5].iter().map(|terms| &terms.stay.after).collect();
    assert!(paths.windows(2).all(|pair| pair[0] == pair[1]));
    // 1 + (1.8 - 1) x 2^(-t/9): 1.8 at once, 1.4 after nine months, 1.2 after eighteen.
    for (month, factor) in [(0, 1.8), (9, 1.4), (18, 1.2)] {
        assert!((paths[0][month] - factor).abs() < 1e-12, "{month}: {}", paths[0][month]);
    }
}

/// What exists anyway stands in both arms under the same name; the programme closes it.
#[test]
fn a_programme_closes_an_enterprise_of_the_baseline() {
    let mut closing = programme();
    for enterprise in &mut closing.enterprises {
        enterprise.closes = Some(START + 18);
    }
    let model = model(30, 15, vec![arm(programme()), arm(closing)]);
    let outcome = run(&Model { enquiries: Vec::new(), ..model });
    let [open, closed] = &outcome.arms[..] else { unreachable!("two arms") };
    for month in 0..30 {
        let at = |record: &Record, indicator| record.activity.at(month, indicator);
        let line_by_line = || Line::all().all(|line| open.ledger.sum(month, line) == closed.ledger.sum(month, line));
        if month < 18 {
            let alike = Indicator::ALL.into_iter().all(|indicator| at(open, indicator) == at(closed, indicator));
            assert!(alike && line_by_line(), "month {month}");
        } else {
            assert_eq!((at(closed, Indicator::FilledPlaces), at(closed, Indicator::OpenEnterprises)), (0, 0));
            assert!(at(open, Indicator::FilledPlaces) > 0, "month {month}");
        }
    }
}

#[test]
fn what_contradicts_itself_under_one_name_is_listed() {
    let mut twice = study(&[]);
    twice.baseline.enterprises = twice.programme.enterprises.clone();
    assert_eq!(twice.preview().expect("sound").contradictions, [""; 0]);
    let own = &mut twice.programme.enterprises[0];
    (own.closes, own.positions[0].places) = (Some(Month::january(2028)), 4.0.into());
    assert_eq!(
        twice.preview().expect("sound").contradictions,
        [""; 0],
        "places and closing are the programme's to change"
    );
    let own = &mut twice.programme.enterprises[0];
    own.public = true;
    own.positions[0].hours = 9.0.into();
    own.positions[0].pay = Some(Pay::basic(150.0));
    let at = |key: &str| format!("enterprises[repair workshop].{key}");
    let job = |key: &str| at(&format!("positions[small jobs].{key}"));
    assert_eq!(
        twice.preview().expect("sound").contradictions,
        [job("hours"), job("pay.holiday"), job("pay.hourly"), at("public")]
    );
}

#[test]
fn the_next_form_up_has_the_hours_and_the_pay_that_the_stay_states() {
    let onwards = Stay {
        next_form: Some(Form::WageHours),
        next_hours: Some(9.0.into()),
        next_pay: Some(Pay::basic(200.0)),
        leaves_to: Shares([("next_form".to_owned(), 1.0.into())].into()),
        ..Stay::new(Survival::exponential(3.0))
    };
    let place = position("kitchen", Form::SmallJob, 20, 4.0, vec![Family::CashBenefit], onwards);
    let programme = Programme { enterprises: vec![Enterprise::new("one", vec![place])], ..Programme::default() };
    let cohort = Cohort::new("people", "all", Family::CashBenefit, 60);
    let record = run(&Model { arms: vec![arm(programme)], ..still(18, cohort) }).arms.remove(0);
    let mut working = 0;
    for month in 0..18 {
        let at = |indicator| record.activity.at(month, indicator);
        let outside = at(Indicator::InWork) - at(Indicator::FilledPlaces);
        // 9 h x 13/3 weeks = 39 h at 200 kr of 2026, 3 % more in 2027.
        assert_eq!(at(Indicator::PaidHours) - at(Indicator::PlaceHours), outside * 3_900, "month {month}");
        let wage = record.ledger.sum(month, Line::of(Purpose::OutsideWage)).ore();
        assert_eq!(wage, outside * if month < 12 { 780_000 } else { 803_400 }, "month {month}");
        working += outside;
    }
    assert!(working > 50, "{working}");
}

#[test]
fn pay_outside_is_spread_evenly_between_its_ends() {
    let people = 3_000;
    let cohort = Cohort {
        flex_approved: Some(Month::january(2020)),
        ..Cohort::new("people", "all", Family::FlexSubsidy, people)
    };
    let wages = |to: Option<f64>| {
        let mut model = still(1, cohort.clone());
        let work = model.outside_work.iter_mut().find(|work| work.form == Form::FlexJob).expect("flex jobs");
        (work.hours_from, work.hours_to, work.pay) = (10.0.into(), 10.0.into(), Pay::basic(100.0));
        work.pay_to = to.map(Into::into);
        paid(&run(&model).arms[0], Purpose::OutsideWage) as f64 / 100.0 / (10.0 * 13.0 / 3.0) / f64::from(people)
    };
    assert!((wages(None) - 100.0).abs() < 0.001);
    // Uniform on 100-160: mean 130, standard deviation 60 / sqrt(12) = 17.3; four standard errors of 3,000.
    let error = 60.0 / 12.0_f64.sqrt() / f64::from(people).sqrt();
    assert!((wages(Some(160.0)) - 130.0).abs() < 4.0 * error, "{}", wages(Some(160.0)));
}
