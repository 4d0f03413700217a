//! What can strike a life by itself: the rates of a month by cause, and which cause comes first.

use crate::domain::person::Person;
use crate::domain::spell::Status;
use crate::domain::transition::Cause;
use crate::domain::work::Form;
use crate::engine::course::Course;
use crate::engine::draw::{Decision, LANES, uniform};
use crate::engine::hazard::CauseRate;
use crate::engine::life::Life;

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
}

impl Risk {
    /// The first cause that strikes within the month, by latent times; and the month's part of exp(v H).
    ///
    /// In most months nothing strikes, and one look at each word tells so.
    #[inline]
    pub fn strike(&self, course: &Course, person: &Person, life: &mut Life, month: usize) -> Option<Cause> {
        let to_work =
            if self.blocks[TO_WORK].most > 0.0 { course.factor_on_work(person, life, month) } else { 0.0 };
        life.exposure *= self.swelling;
        let factors = [1.0, to_work, 1.0];
        let mut words = [[u64::MAX; LANES]; BLOCKS.len()];
        let mut near = false;
        for (number, block) in self.blocks.iter().enumerate().filter(|(_, block)| block.most > 0.0) {
            words[number] = course.draws.block(person.entity, month as u32, BLOCKS[number], 0);
            let bound = bound(block.most * factors[number]);
            near |= words[number].iter().any(|word| *word <= bound);
        }
        if near { self.first(words, factors) } else { None }
    }

    /// The cause whose latent time is the earliest within the month; shapes `[block][lane]` and `[block]`.
    #[cold]
    fn first(&self, words: [[u64; LANES]; BLOCKS.len()], factors: [f64; BLOCKS.len()]) -> Option<Cause> {
        let mut first: Option<(f64, Cause)> = None;
        for (number, block) in self.blocks.iter().enumerate() {
            for (lane, (rate, word)) in block.rates.iter().zip(words[number]).enumerate() {
                if let Some(latent) = latent_months(word, rate * factors[number])
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
        -libm::expm1(-12.0 * work * self.factor_on_work(person, life, month))
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

    /// Factor on the rates of a life to work in a month: the person's own, in a stay its lock-in, after one its effect.
    fn factor_on_work(&self, person: &Person, life: &Life, month: usize) -> f64 {
        let own = person.frailty * life.exposure;
        match (life.seat(), life.after) {
            (Some(seat), _) => own * self.position(seat).stay.lock_in,
            (None, Some(after)) => own * self.arm.positions[after.position].stay.after[month - after.from],
            (None, None) => own,
        }
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
