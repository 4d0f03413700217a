//! What can strike a life by itself: the rates of a month by cause, and which cause comes first.

use crate::domain::person::Person;
use crate::domain::spell::Status;
use crate::domain::transition::Cause;
use crate::domain::work::Form;
use crate::engine::course::Course;
use crate::engine::draw::{Decision, LANES, uniform};
use crate::engine::hazard::CauseRate;
use crate::engine::life::{AfterStay, Life};

/// Blocks of draws that hold the words of the causes, in the order of [`Cause::ALL`]; of each block all causes or none
/// lead to work.
const BLOCKS: [u32; Cause::COUNT / LANES] =
    [Decision::Death.block(), Decision::OrdinaryJob.block(), Decision::SicknessBenefit.block()];

/// Which of the blocks holds the causes that lead to work.
const TO_WORK: usize = 1;

/// The causes that can strike a life, so long as status, work, age and the step of its months in the status stay.
#[derive(Clone, Debug)]
pub struct Risk {
    blocks: [BlockRisk; BLOCKS.len()],
    /// Factor on the rates to work beside the person's own.
    beside: WorkFactor,
    /// What a month multiplies exp(v H) by \[1\]; 1 where frailty does not show or no work can be found.
    swelling: f64,
    /// First month in which it has to be reckoned anew.
    pub until: usize,
}

/// The causes of one block of draws.
#[derive(Clone, Copy, Debug, Default)]
struct BlockRisk {
    /// Rates [1/month], before the factor on rates to work: shape `[lane]`; 0 where a cause cannot strike.
    rates: [f64; LANES],
    /// The highest of them.
    most: f64,
    /// The [`bound`] of the highest.
    bound: u64,
}

/// The factor on rates to work that a stay at a place brings.
#[derive(Clone, Copy, Debug)]
enum WorkFactor {
    /// The lock-in of a stay; 1 for people who have had none.
    Constant(f64),
    /// The effect of a stay that has ended.
    After(AfterStay),
}

impl WorkFactor {
    /// The factor of a life.
    fn of(course: &Course, life: &Life) -> WorkFactor {
        match (life.seat(), life.after) {
            (Some(seat), _) => WorkFactor::Constant(course.position(seat).stay.lock_in),
            (None, Some(after)) => WorkFactor::After(after),
            (None, None) => WorkFactor::Constant(1.0),
        }
    }

    /// The factor in a month.
    fn at(self, course: &Course, month: usize) -> f64 {
        match self {
            WorkFactor::Constant(factor) => factor,
            WorkFactor::After(after) => course.arm.positions[after.position].stay.after[month - after.from],
        }
    }
}

impl Risk {
    /// The first cause that strikes within the month, by latent times; and the month's part of exp(v H).
    ///
    /// In most months nothing strikes, and one look at each word tells so.
    #[inline]
    pub fn strike(&self, course: &Course, person: &Person, life: &mut Life, month: usize) -> Option<Cause> {
        let mut to_work = 0.0;
        let mut near = false;
        for (number, block) in self.blocks.iter().enumerate() {
            if block.most <= 0.0 {
                continue;
            }
            let mut bound_of_month = block.bound;
            if number == TO_WORK {
                to_work = person.frailty * life.exposure * self.beside.at(course, month);
                bound_of_month = bound(block.most * to_work);
            }
            let words = course.draws.block(person.entity, month as u32, BLOCKS[number], 0);
            near |= words.into_iter().any(|word| word <= bound_of_month);
        }
        life.exposure *= self.swelling;
        if near { self.first(course, person, month, to_work) } else { None }
    }

    /// The cause whose latent time is the earliest within the month; `to_work`: factor on rates to work.
    #[cold]
    fn first(&self, course: &Course, person: &Person, month: usize, to_work: f64) -> Option<Cause> {
        let mut first: Option<(f64, Cause)> = None;
        for (number, block) in self.blocks.iter().enumerate().filter(|(_, block)| block.most > 0.0) {
            let factor = if number == TO_WORK { to_work } else { 1.0 };
            let words = course.draws.block(person.entity, month as u32, BLOCKS[number], 0);
            for (lane, (rate, word)) in block.rates.iter().zip(words).enumerate() {
                if let Some(latent) = latent_months(word, rate * factor)
                    && first.is_none_or(|(earliest, _)| latent < earliest)
                {
                    first = Some((latent, Cause::ALL[number * LANES + lane]));
                }
            }
        }
        first.map(|(_, cause)| cause)
    }
}

impl Course<'_> {
    /// What can strike a life from a month on.
    pub fn risk(&self, person: &Person, life: &Life, month: usize) -> Risk {
        let rates = self.rates(person, life, month);
        let [pension, flex] = self.factors_of_stay(life);
        let next = self.rows(life).iter().filter_map(|row| row.next_step(life.months_in_status)).min();
        let age = self.instance.months_to_age(self.calendar(month) - person.birth);
        let step = next.map_or(usize::MAX, |next| (next - life.months_in_status) as usize);
        let mut risk = Risk {
            blocks: [BlockRisk::default(); BLOCKS.len()],
            beside: WorkFactor::of(self, life),
            swelling: 1.0,
            until: month.saturating_add(age.min(step)),
        };
        let mut work = 0.0;
        for cause in Cause::ALL {
            let (marginal, to_work) = (rates[cause as usize], cause.work().is_some());
            if marginal <= 0.0 || (self.frozen && to_work) {
                continue;
            }
            let rate = match cause {
                Cause::DisabilityPension => marginal * pension,
                Cause::FlexApproval => marginal * flex,
                _ => marginal,
            };
            let block = &mut risk.blocks[cause as usize / LANES];
            block.rates[cause as usize % LANES] = rate;
            block.most = block.most.max(rate);
            block.bound = bound(block.most);
            if to_work {
                work += marginal;
            }
        }
        if work > 0.0 && self.instance.marginal && self.instance.frailty_variance > 0.0 {
            let exposed = life.seat().map_or(1.0, |seat| self.position(seat).stay.lock_in);
            risk.swelling = libm::exp(self.instance.frailty_variance * work * exposed);
        }
        risk
    }

    /// The chance that a life finds work by itself within twelve months, at this month's rates [0-1].
    pub fn chance_of_work(&self, person: &Person, life: &Life, month: usize) -> f64 {
        let rates = self.rates(person, life, month);
        let work: f64 =
            Cause::ALL.iter().filter(|cause| cause.work().is_some()).map(|cause| rates[*cause as usize]).sum();
        let factor = person.frailty * life.exposure * WorkFactor::of(self, life).at(self, month);
        -libm::expm1(-12.0 * work * factor)
    }

    /// Marginal rates of a life in a month, by cause [1/month]; rows that hold for the same person add up.
    fn rates(&self, person: &Person, life: &Life, month: usize) -> [f64; Cause::COUNT] {
        let age = self.calendar(month) - person.birth;
        let mut rates = [0.0; Cause::COUNT];
        for row in self.rows(life) {
            rates[row.cause as usize] += row.at(person.cohort, age, life.months_in_status);
        }
        rates
    }

    /// The rows of rates that hold for a life: those of its status, or of the support behind a place or beside hours.
    fn rows(&self, life: &Life) -> &[CauseRate] {
        let placed = life.seat().is_some();
        let status =
            if placed && life.status == Status::SelfSupporting { life.back_to(life.before) } else { life.status };
        let few_hours = life.job.is_some_and(|job| matches!(job.form, Form::SmallJob | Form::WageHours));
        self.instance.hazards.rows(status, few_hours && !placed)
    }

    /// Factors on the rates to disability pension and flex approval, during and after a stay.
    fn factors_of_stay(&self, life: &Life) -> [f64; 2] {
        let position = life.seat().map(|seat| seat.position).or(life.after.map(|after| after.position));
        position.map_or([1.0; 2], |position| {
            let stay = &self.arm.positions[position].stay;
            [stay.pension_factor, stay.flex_factor]
        })
    }
}

/// A word above which no cause of at most this rate [1/month] strikes: its uniform is no lower than the rate.
fn bound(rate: f64) -> u64 {
    // A uniform is less than 2^-53 below its word; twice that covers what the sum here rounds off.
    const MARGIN: f64 = f64::EPSILON;
    const WORDS: f64 = 18_446_744_073_709_551_616.0;
    ((rate + MARGIN) * WORDS) as u64
}

/// The latent time of a cause \[months\], where it lies within the month.
///
/// ```text
/// -ln(1 - U) / rate < 1
/// ```
///
/// Since 1 - exp(-x) <= x the logarithm is needed only where U is below the rate.
pub fn latent_months(word: u64, rate_per_month: f64) -> Option<f64> {
    let uniform = uniform(word);
    if uniform >= rate_per_month {
        return None;
    }
    let latent = -libm::log1p(-uniform) / rate_per_month;
    (latent < 1.0).then_some(latent)
}

#[cfg(test)]
mod tests {
    use super::{BLOCKS, Decision, TO_WORK, bound, latent_months};
    use crate::domain::transition::Cause;
    use crate::engine::draw::LANES;

    #[test]
    fn nothing_strikes_above_the_bound() {
        for rate in [0.0, 1e-300, 1e-17, 3e-5, 0.01, 0.3, 0.999_999_999_999_999_9, 1.0, 1.5, 1e6, f64::INFINITY] {
            let edge = bound(rate);
            for step in (0..64).map(|bit| 1_u64 << bit) {
                assert_eq!(edge.checked_add(step).and_then(|word| latent_months(word, rate)), None, "{rate}, {step}");
            }
        }
    }

    #[test]
    fn the_blocks_hold_the_causes_in_their_order() {
        for cause in Cause::ALL {
            let (block, lane) = (BLOCKS[cause as usize / LANES], cause as usize % LANES);
            assert_eq!((Decision::cause(cause).block(), Decision::cause(cause).lane()), (block, lane));
            assert_eq!(block == BLOCKS[TO_WORK], cause.work().is_some());
        }
    }
}
