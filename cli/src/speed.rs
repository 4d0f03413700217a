//! How fast the library is on a machine: its draws, its law, and the draws of a scenario by either engine.

use std::hint::black_box;
use std::time::Duration;

use gevinst::domain::activity::Indicator;
use gevinst::domain::benefit::{BenefitFacts, Family};
use gevinst::domain::calendar::{Month, Weeks};
use gevinst::domain::municipality::TaxBase;
use gevinst::domain::party::Perspective;
use gevinst::domain::spell::{MonthFacts, Status, Work, YearToDate};
use gevinst::domain::work::{Employer, Form, MonthWage, PayRates};
use gevinst::engine::draw::{Decision, Draws};
use gevinst::engine::instance::Instance;
use gevinst::engine::outcome::Outcome;
use gevinst::engine::plain;
use gevinst::engine::simulation::{Extent, simulate_to};
use gevinst::engine::synthesis::People;
use gevinst::estimate::convergence::MonteCarloError;
use gevinst::rules::assessment::assess;
use gevinst::rules::income_tax::MunicipalTerms;
use gevinst::rules::parameter::Growth;
use gevinst::rules::policy::Policy;
use gevinst::study::prepared::Prepared;

use crate::failure::Failure;
use crate::measure::{fastest, nanoseconds, shared};

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Rounds, in which all works take turns.
    pub rounds: u32,
    /// Draws of a work.
    pub draws: usize,
    /// Blocks of random words of a work.
    pub blocks: u64,
    /// Times that a work asks the law of every family.
    pub askings: u32,
    /// Draws at most on the way to a small error.
    pub most: usize,
}

impl Effort {
    /// Enough that the shortest times settle.
    pub const WHOLE: Effort = Effort { rounds: 15, draws: 4, blocks: 1_000_000, askings: 2_000, most: 16_384 };

    /// Enough to see that everything can be measured.
    pub const QUICK: Effort = Effort { rounds: 1, draws: 1, blocks: 10_000, askings: 10, most: 64 };
}

/// Nanoseconds of a block of named random words, and of a month of law.
pub fn parts(effort: Effort) -> Result<[f64; 2], Failure> {
    let month = Month::january(2026);
    let rules = Policy::danish().at(month, Growth { wage: 0.033 });
    let terms =
        MunicipalTerms { tax_rate: 0.25, tax_base: TaxBase::Guaranteed, tax_lag_months: 36, equalisation: 0.75 };
    let every: Vec<MonthFacts> =
        facts(month).into_iter().filter(|facts| assess(&rules, &terms, facts).is_ok()).collect();
    let blocks = || {
        black_box(blocks(effort.blocks, false));
        Ok(())
    };
    let law = || {
        for facts in (0..effort.askings).flat_map(|_| &every) {
            black_box(assess(&rules, &terms, black_box(facts))?);
        }
        Ok(())
    };
    let [blocks, law] = fastest(effort.rounds, [Box::new(blocks), Box::new(law)])?;
    let asked = f64::from(effort.askings) * every.len() as f64;
    Ok([nanoseconds(blocks, effort.blocks as f64), nanoseconds(law, asked)])
}

/// So many blocks of named random words; for the floor under any engine of this kind, one of them for each person-month,
/// with a look-up in a table for each.
///
/// One function for both, so that the compiler has one place to inline a block into, and makes the same code of it.
#[inline(never)]
fn blocks(number: u64, with_look_up: bool) -> u64 {
    let draws = Draws::new(2026, 0, 0);
    let table: Vec<u64> = (0..256).collect();
    let (number, with_look_up) = black_box((number, with_look_up));
    let block = |number: u64| {
        let words = draws.block(number / 120, (number % 120) as u32, Decision::Death.block(), 0);
        if with_look_up { table[(words[0] >> 56) as usize] ^ words[1] } else { words[0] ^ words[1] }
    };
    (0..number).fold(0, |sum, number| sum ^ block(number))
}

/// A month of somebody on each benefit family in force who works a day a week.
fn facts(month: Month) -> Vec<MonthFacts> {
    let law = Policy::danish();
    let on = |family: Family| MonthFacts {
        month,
        birth: month.plus(-480),
        status: Status::On(family),
        benefit: BenefitFacts { flex_approved: Some(month), pension_awarded: Some(month), ..BenefitFacts::default() },
        work: Some(Work {
            form: if family == Family::FlexSubsidy { Form::FlexJob } else { Form::SmallJob },
            employer: Employer::Enterprise,
            public_employer: false,
            special_subsidy: false,
            hours_per_week: 8.0,
            wage: MonthWage::of(8.0, PayRates { hourly: 145.0, ..PayRates::default() }),
            productivity: 0.6,
        }),
        clock: Weeks::whole(60),
        year_to_date: YearToDate::default(),
    };
    Family::ALL.into_iter().filter(|family| law.in_force(*family, month).is_ok()).map(on).collect()
}

/// What the draws of a scenario take. A person-month is a person in a month of an arm, a life a person in an arm.
#[derive(Clone, Copy, Debug, Default)]
pub struct Speed {
    /// Person-months of all draws.
    pub person_months: f64,
    /// Months of lives that draws with everybody live, and that lazy draws live: a life that is the same in both arms once.
    pub lived: [f64; 2],
    /// Lives of all draws.
    pub lives: f64,
    /// Time of all draws with everybody lived, one core.
    pub exhaustive: Duration,
    /// The same on all threads.
    pub threaded: Duration,
    /// The same with only the lives lived that the arms ask for, one core.
    pub lazy: Duration,
    /// The same with the plain engine, one core.
    pub plain: Duration,
    /// What of a draw comes before its people: the numbers of its sample.
    pub numbers: Duration,
    /// Draws.
    pub draws: f64,
    /// One block of draws and one table look-up for each of the same person-months, one core.
    pub floor: Duration,
}

/// Measures the draws of a scenario.
pub fn speed(prepared: &Prepared, effort: Effort, threads: usize) -> Result<Speed, Failure> {
    let draws = 0..effort.draws;
    // More of them where threads share them, so that starting the threads does not count.
    let rounds_of_threads = 4 * threads;
    let mut speed = Speed { draws: effort.draws as f64, ..Speed::default() };
    for draw in draws.clone() {
        let (all, lazy) = (lived(prepared, Extent::Exhaustive, draw)?, lived(prepared, Extent::Lazy, draw)?);
        speed.person_months += person_months(&all);
        speed.lived[0] += all.lived as f64;
        speed.lived[1] += lazy.lived as f64;
        let (number, values) = (prepared.number(draw), prepared.values(prepared.number(draw).sample));
        let frailty = Instance::of(&prepared.model, &values).frailty_variance;
        let named = Draws::new(prepared.model.seed, number.sample, number.replicate);
        let people = People::of(&prepared.model, &named, frailty).len();
        speed.lives += (people * prepared.model.arms.len()) as f64;
    }
    let all = |extent: Extent| {
        let draws = draws.clone();
        move || draws.clone().try_for_each(|draw| lived(prepared, extent, draw).map(|outcome| drop(black_box(outcome))))
    };
    let plain = || {
        for draw in draws.clone() {
            let number = prepared.number(draw);
            let values = prepared.values(number.sample);
            black_box(plain::simulate(&Instance::of(&prepared.model, &values), number)?);
        }
        Ok(())
    };
    let numbers = || {
        for draw in draws.clone() {
            let values = prepared.values(prepared.number(draw).sample);
            black_box(Instance::of(&prepared.model, &values).wage_index.len());
        }
        Ok(())
    };
    let floor = || {
        black_box(blocks(speed.person_months as u64, true));
        Ok(())
    };
    let threaded = || {
        let again = 0..effort.draws * rounds_of_threads;
        let one = |draw| lived(prepared, Extent::Exhaustive, draw % effort.draws).map(|outcome| outcome.lived);
        black_box(shared(again, one)?);
        Ok(())
    };
    let exhaustive = all(Extent::Exhaustive);
    let lazy = all(Extent::Lazy);
    let works: [Box<dyn FnMut() -> Result<(), Failure>>; 6] =
        [Box::new(exhaustive), Box::new(lazy), Box::new(plain), Box::new(numbers), Box::new(floor), Box::new(threaded)];
    let [exhaustive, lazy, plain, numbers, floor, threaded] = fastest(effort.rounds, works)?;
    let threaded = threaded / rounds_of_threads as u32;
    Ok(Speed { exhaustive, lazy, plain, numbers, floor, threaded, ..speed })
}

/// A draw, from its numbers on.
fn lived(prepared: &Prepared, extent: Extent, draw: usize) -> Result<Outcome, Failure> {
    let number = prepared.number(draw);
    let values = prepared.values(number.sample);
    Ok(simulate_to(extent, &Instance::of(&prepared.model, &values), number)?)
}

/// People of all arms, summed over the months.
fn person_months(outcome: &Outcome) -> f64 {
    outcome.arms.iter().map(|record| record.activity.total(Indicator::People)).sum::<i64>() as f64
}

/// How many draws bring a Monte Carlo error down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Enough {
    /// So many were drawn and did.
    Drawn(usize),
    /// So many would, as far as can be told from those that were drawn.
    Estimated(f64),
}

/// How many draws bring the Monte Carlo error of the municipality's mean net saving down to a share of it; where it looks
/// like more than `most`, it is left at an estimate. The lives that differ between the arms are all that is lived, on all
/// threads.
pub fn draws_to(share: f64, prepared: &Prepared, most: usize) -> Result<Enough, Failure> {
    /// Draws between two looks at the error.
    const STEP: usize = 64;
    /// Draws after which an estimate is believed.
    const SOME: usize = 1_024;
    let mut found: Vec<i64> = Vec::new();
    loop {
        let next = found.len()..found.len() + STEP;
        found.extend(shared(next, |draw| {
            let number = prepared.number(draw);
            let difference = prepared.difference(&prepared.values(number.sample), number)?;
            Ok(difference.present_value[Perspective::Municipality as usize])
        })?);
        let mean = found.iter().sum::<i64>() as f64 / found.len() as f64;
        let error = MonteCarloError::of(&found, prepared.batches()).mean.unwrap_or(f64::INFINITY);
        if error <= share * mean.abs() {
            return Ok(Enough::Drawn(found.len()));
        }
        // The error falls with the root of the draws.
        let needed = found.len() as f64 * (error / (share * mean)).powi(2);
        if found.len() >= SOME.min(most) && needed > most as f64 {
            return Ok(Enough::Estimated(needed));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Effort, parts};

    #[test]
    fn a_block_and_a_month_of_law_take_time() {
        assert!(parts(Effort::QUICK).expect("the law answers").into_iter().all(|time| time > 0.0));
    }
}
