//! The exact yardstick: where people are expected to be, by powers of the monthly transition matrix.
//!
//! It holds for a population without places, without frailty, without rates that depend on age or time in the status,
//! and before the state pension age; and where the law leaves the status alone: every month on a family pays, so few
//! hours never eat a benefit up (nor the 30 weeks of supplementary unemployment benefit), and nobody is self-supporting
//! without an ordinary job. What is exact here is what the
//! simulation only estimates; and the distance to the process in continuous time, by the matrix exponential, shows what
//! the monthly step costs.

use nalgebra::{DMatrix, DVector};

use crate::domain::benefit::Family;
use crate::domain::spell::Status;
use crate::domain::transition::Cause;
use crate::domain::work::Form;
use crate::engine::instance::Instance;

/// A state of a person in a population without places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// On a family, with small work beside it or without.
    Support(Family, Option<Form>),
    /// In an ordinary job, with the family to which its end leads back.
    OwnWork(Family),
    /// No longer followed.
    Out,
}

/// Why a population has no transition matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMarkov {
    /// Rates or job endings depend on time, a benefit runs out, or people differ by frailty.
    #[error(
        "the chances depend on more than the state: give rates without duration and age, exponential jobs, no months left of a benefit, no frailty"
    )]
    Memory,
    /// People reach the state pension age before the last month.
    #[error(
        "some of the cohort reach the state pension age before the last month: give a younger cohort or fewer months"
    )]
    Pension,
    /// A rate has no number to reckon with: infinite, or so high that it means *at once*.
    #[error(
        "a rate is infinite or above {MOST_RATE} a month, or a job surely ends within its month: give a finite rate"
    )]
    Rate,
}

/// The highest rate [1/month]: the matrix exponential halves its argument until it is small, and never ends with one
/// whose powers are infinite.
const MOST_RATE: f64 = 1e6;

/// Expected occupancy of the states of one cohort: the exact yardstick of a population without places.
///
/// The month is that of the engine: the causes compete by latent times, so that cause k strikes with
///
/// ```text
/// (q_k / q) (1 - exp(-q)),  q_k [1/month], q = sum of all q_k
/// ```
///
/// and in the month in which work ends only death and moving can strike.
///
/// # Examples
/// ```
/// use gevinst::domain::benefit::Family;
/// use gevinst::engine::instance::Instance;
/// use gevinst::engine::occupancy::{Occupancy, State};
/// # use gevinst::domain::calendar::Month;
/// # use gevinst::domain::municipality::Municipality;
/// # use gevinst::domain::population::{Cohort, Frailty};
/// # use gevinst::domain::programme::Programme;
/// # use gevinst::domain::transition::{Cause, Origin, Transition};
/// # use gevinst::engine::model::{Arm, Model};
/// # use gevinst::rules::policy::Policy;
/// # let model = Model {
/// #     start: Month::january(2026),
/// #     months: 12,
/// #     price_year: 2026,
/// #     municipality: Municipality::new("x", 0.25),
/// #     wage_growth: 0.03.into(),
/// #     declared: None,
/// #     cohorts: vec![Cohort { age: [30.0, 50.0], ..Cohort::new("people", "all", Family::CashBenefit, 100) }],
/// #     persons: vec![],
/// #     frailty: Frailty::default(),
/// #     transitions: vec![Transition::new(Origin::Any, Cause::Moving, 0.12)],
/// #     outside_work: vec![],
/// #     enquiries: vec![],
/// #     other_services: vec![],
/// #     own_time: 0.0.into(),
/// #     arms: vec![Arm { programme: Programme::default(), policy: Policy::danish(), world: 0 }],
/// #     seed: 1,
/// # };
/// // People move away at 0.12 a year, and nothing else happens.
/// let occupancy = Occupancy::of(&Instance::of(&model, &[]), 0)?;
/// let start = State::Support(Family::CashBenefit, None);
/// let shares = occupancy.after(start, 12);
/// let out = occupancy.states().iter().position(|state| *state == State::Out).expect("a state");
/// assert!((shares[out] - (1.0 - (-0.12_f64).exp())).abs() < 1e-12);
/// # Ok::<(), gevinst::engine::occupancy::NotMarkov>(())
/// ```
#[derive(Clone, Debug)]
pub struct Occupancy {
    states: Vec<State>,
    /// Chance of a month's move: shape `[from][to]`.
    monthly: DMatrix<f64>,
    /// Rates of the process in continuous time [1/month]: shape `[from][to]`.
    generator: DMatrix<f64>,
}

impl Occupancy {
    /// The occupancy of a cohort under the rates of an instance.
    ///
    /// # Errors
    /// Where the chances depend on more than the state: on time, frailty or age; and where a rate is infinite.
    pub fn of(instance: &Instance, cohort: usize) -> Result<Occupancy, NotMarkov> {
        if instance.frailty_variance > 0.0 || instance.model.cohorts[cohort].benefit_months_left.is_some() {
            return Err(NotMarkov::Memory);
        }
        if reaches_pension(instance, cohort) {
            return Err(NotMarkov::Pension);
        }
        let states = all_states();
        let size = states.len();
        let (mut monthly, mut generator) = (DMatrix::zeros(size, size), DMatrix::zeros(size, size));
        let at = |state: State| states.binary_search(&state).unwrap_or_else(|_| unreachable!("every state is listed"));
        for (from, state) in states.iter().enumerate() {
            let rates = rates(instance, *state, cohort)?;
            let ending = ending(instance, *state)?;
            let total: f64 = rates.iter().sum();
            let ending_rate = -libm::log1p(-ending);
            if !(total <= MOST_RATE && ending_rate <= MOST_RATE) {
                return Err(NotMarkov::Rate);
            }
            let struck = -libm::expm1(-total);
            for cause in Cause::ALL {
                let rate = rates[cause as usize];
                if rate <= 0.0 {
                    continue;
                }
                let chance = rate / total * struck;
                let to = at(follow(instance, *state, cause));
                // In the month in which work ends only death and moving can strike.
                let (left, ended) = match cause {
                    Cause::Death | Cause::Moving => (chance, 0.0),
                    _ => (chance * (1.0 - ending), chance * ending),
                };
                monthly[(from, to)] += left;
                monthly[(from, at(after_work(*state)))] += ended;
                generator[(from, to)] += rate;
                generator[(from, from)] -= rate;
            }
            monthly[(from, at(after_work(*state)))] += (1.0 - struck) * ending;
            monthly[(from, from)] += (1.0 - struck) * (1.0 - ending);
            generator[(from, at(after_work(*state)))] += ending_rate;
            generator[(from, from)] -= ending_rate;
        }
        Ok(Occupancy { states, monthly, generator })
    }

    /// The states, in the order of every vector.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// Expected share in each state after so many months, from one state: shape `[state]`.
    pub fn after(&self, start: State, months: u32) -> DVector<f64> {
        self.row(start, &self.monthly.pow(months))
    }

    /// The same in continuous time, by the matrix exponential; rows are brought back to a sum of 1.
    pub fn continuous_after(&self, start: State, months: u32) -> DVector<f64> {
        let mut row = self.row(start, &(self.generator.clone() * f64::from(months)).exp());
        row.iter_mut().for_each(|share| *share = share.max(0.0));
        let sum = row.sum();
        row / sum
    }

    fn row(&self, start: State, matrix: &DMatrix<f64>) -> DVector<f64> {
        let from = self.states.binary_search(&start).unwrap_or_else(|_| unreachable!("every state is listed"));
        matrix.row(from).transpose()
    }
}

/// Whether the oldest of a cohort reach the state pension age before the last month.
fn reaches_pension(instance: &Instance, cohort: usize) -> bool {
    let start = instance.model.start;
    let oldest = start.plus(-((instance.model.cohorts[cohort].age[1] * 12.0).floor() as i32));
    let months = instance.rules.first().map_or(&[][..], |rules| rules);
    months.iter().enumerate().any(|(month, rules)| start + (month as u32 + 1) >= rules.pension_month(oldest))
}

/// Every state, sorted.
fn all_states() -> Vec<State> {
    let mut states = vec![State::Out];
    for family in Family::ALL {
        states.push(State::OwnWork(family));
        states.extend([None, Some(Form::SmallJob), Some(Form::WageHours)].map(|form| State::Support(family, form)));
    }
    states.sort();
    states
}

/// Rates of the causes in a state [1/month]: shape `[cause]`.
fn rates(instance: &Instance, state: State, cohort: usize) -> Result<[f64; Cause::COUNT], NotMarkov> {
    let rows = match state {
        State::Support(family, form) => instance.hazards.rows(Status::On(family), form.is_some()),
        State::OwnWork(_) => instance.hazards.rows(Status::SelfSupporting, false),
        State::Out => &[],
    };
    let mut rates = [0.0; Cause::COUNT];
    for row in rows {
        rates[row.cause as usize] += row.constant(cohort).ok_or(NotMarkov::Memory)?;
    }
    Ok(rates)
}

/// The chance that the work of a state ends in a month.
fn ending(instance: &Instance, state: State) -> Result<f64, NotMarkov> {
    let form = match state {
        State::Support(Family::FlexSubsidy, _) => Some(Form::FlexJob),
        State::Support(_, form) => form,
        State::OwnWork(_) => Some(Form::OrdinaryJob),
        State::Out => None,
    };
    let terms = form.and_then(|form| instance.outside[form as usize].as_ref());
    terms.map_or(Ok(0.0), |terms| terms.ending.constant().ok_or(NotMarkov::Memory))
}

/// The state after work has ended.
fn after_work(state: State) -> State {
    match state {
        State::Support(Family::FlexSubsidy, _) | State::OwnWork(Family::FlexSubsidy) => {
            State::Support(Family::FlexWaitingBenefit, None)
        }
        State::Support(family, _) | State::OwnWork(family) => State::Support(family, None),
        State::Out => State::Out,
    }
}

/// The state to which a cause leads; a form without jobs outside the programme ends the work and begins none.
fn follow(instance: &Instance, state: State, cause: Cause) -> State {
    let State::Support(family, _) = after_work(state) else { return State::Out };
    if cause.work().is_some_and(|form| instance.outside[form as usize].is_none()) {
        return State::Support(family, None);
    }
    match cause {
        Cause::Death | Cause::Moving => State::Out,
        Cause::OrdinaryJob => State::OwnWork(family),
        Cause::WageHours => State::Support(family, Some(Form::WageHours)),
        Cause::SmallJob => State::Support(family, Some(Form::SmallJob)),
        _ => State::Support(cause.leads_to().unwrap_or(family), None),
    }
}
