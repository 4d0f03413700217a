//! Named uniforms: every random number is a pure function of what it decides, never of when it is asked.
//!
//! A draw is named by (seed, stream, replicate, entity, month, decision, attempt). Two arms that ask the same question
//! get the same answer; a question that only one arm asks disturbs no other.
//!
//! # Layout
//! One [`Philox`] block of four 64-bit words serves four decisions (its *lanes*) that are asked together.
//!
//! | word | bits | holds |
//! | --- | --- | --- |
//! | key 0 | 64 | seed |
//! | key 1 | 64 | stream: the sample in predictive runs, constant in sensitivity designs |
//! | counter 0 | 64 | attempt (32 bit in use); in a [`NamedStream`] the position of the block |
//! | counter 1 | 64 | entity: a stable hash, see [`entity`] |
//! | counter 2 | 64 | replicate: luck |
//! | counter 3 | low 32 | month |
//! | counter 3 | high 32 | decision block; with the highest bit set, the decision of a [`NamedStream`] |
//!
//! A name that fits these widths never shares its block with another. The attempt lies lowest, so that NumPy walks
//! through the attempts of a name, and through a [`NamedStream`], by itself:
//!
//! ```text
//! counter = attempt + (entity << 64) + (replicate << 128) + (month << 192) + (block << 224)
//! numpy.random.Philox(counter=(counter - 1) % 2**256, key=seed + (stream << 64)).random_raw(4)
//! ```

use std::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;

use crate::domain::transition::Cause;
use crate::engine::philox::Philox;

/// Words in a block.
pub const LANES: usize = 4;

/// Marks the block space of named streams, apart from the blocks of single draws.
const STREAM_MARK: u32 = 1 << 31;

/// Two to the power -53: the distance between neighbouring uniforms' lower ends.
const STEP: f64 = 1.0 / (1u64 << 53) as f64;

/// What a draw decides.
///
/// The number of a decision is 4 x block + lane. Numbers are part of the model: a changed number changes every figure
/// (value-breaking), a new decision takes a free number and changes none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Decision {
    /// Person, month: dies ([`Cause::Death`]).
    Death = 0,
    /// Person, month: moves away ([`Cause::Moving`]).
    Moving = 1,
    /// Person, month: is awarded disability pension ([`Cause::DisabilityPension`]).
    DisabilityPension = 2,
    /// Person, month: is approved for a flex job ([`Cause::FlexApproval`]).
    FlexApproval = 3,
    /// Person, month: starts an ordinary job outside ([`Cause::OrdinaryJob`]).
    OrdinaryJob = 4,
    /// Person, month: starts a flex job outside ([`Cause::FlexJob`]).
    FlexJob = 5,
    /// Person, month: starts wage hours outside ([`Cause::WageHours`]).
    WageHours = 6,
    /// Person, month: starts a small job outside ([`Cause::SmallJob`]).
    SmallJob = 7,

    /// Person, month: whether a job outside the programme ends.
    JobEnd = 8,
    /// Person, month: whether a stay in a place ends.
    StayEnd = 9,
    /// Person, month: whether the hours of a stay step up.
    StepUp = 10,
    /// Person, month: where the person goes when a stay ends.
    StayDestination = 11,

    /// Person, month: hours of a job that starts outside.
    JobHours = 12,
    /// Person: whether the social free card is held.
    FreeCard = 13,

    /// Kind of enquiries, month: how many arrive.
    Enquiries = 14,
    /// Kind of enquiries, month, attempt (which of the month's): whether it is lost.
    EnquiryLost = 15,

    /// Place, month: whether a vacancy is filled.
    Filling = 16,
    /// Place, month: who of the field gets the place.
    ChoiceOfPerson = 17,
    /// Place: whether a planned place comes about.
    Delivery = 18,
    /// Position: key of the permutation in which candidates come.
    Permutation = 19,

    /// Enterprise, month: whether it closes.
    EnterpriseClosing = 20,
    /// Person of a file: whether the fraction of the weight brings one more copy.
    ExtraCopy = 21,

    /// Person: frailty.
    Frailty = 24,
    /// Person: age on entry, hence birth month.
    Age = 25,
    /// Person: work capacity.
    Capacity = 26,
    /// Person: weeks counted on entry.
    ClockWeeks = 27,
    /// Person: months in the status on entry.
    MonthsInStatus = 28,
    /// Person: whether provider for a child.
    Provider = 29,
    /// Person: whether single.
    Single = 30,
    /// Person: whether living at parents'.
    AtParents = 31,
    /// Person: whether the residence test is met.
    ResidenceTest = 32,
    /// Person: whether the work test is met.
    WorkTest = 33,
    /// Person: whether activity-ready.
    ActivityReady = 34,
    /// Person: whether paid hours outside the programme stand beside the benefit on entry.
    HoursOnEntry = 35,

    /// Assumption (entity: hash of its name): its value in a sample.
    Assumption = 36,

    /// Person: how old a job held on entry is.
    JobAge = 40,
    /// Person: months that are left of the benefit.
    BenefitMonthsLeft = 41,

    /// Person, month: falls ill ([`Cause::SicknessBenefit`]).
    SicknessBenefit = 44,
    /// Person, month: passes to job clarification ([`Cause::JobClarification`]).
    JobClarification = 45,
    /// Person, month: starts a resource programme ([`Cause::ResourceProgramme`]).
    ResourceProgramme = 46,
    /// Person, month: leaves a temporary benefit for cash benefit ([`Cause::CashBenefit`]).
    CashBenefit = 47,

    /// Assumption, randomisation (stream): key of the order in which a Latin hypercube takes its strata.
    Strata = 48,
    /// Randomisation (stream), attempt: seed of the scrambling of Sobol points.
    Scrambling = 49,
    /// Person, month: basic pay of a job that starts outside, where it is spread.
    JobPay = 51,

    /// Resample of a bootstrap (replicate): which rows are drawn, as a named stream or (attempt: which position) one by one.
    Resample = 56,
    /// Estimate, replicate (which draw), attempt (which coefficient or row): of the posterior of a fitted regression.
    Posterior = 57,
}

impl Decision {
    /// The draw of a cause.
    #[inline]
    pub const fn cause(cause: Cause) -> Decision {
        match cause {
            Cause::Death => Decision::Death,
            Cause::Moving => Decision::Moving,
            Cause::DisabilityPension => Decision::DisabilityPension,
            Cause::FlexApproval => Decision::FlexApproval,
            Cause::OrdinaryJob => Decision::OrdinaryJob,
            Cause::FlexJob => Decision::FlexJob,
            Cause::WageHours => Decision::WageHours,
            Cause::SmallJob => Decision::SmallJob,
            Cause::SicknessBenefit => Decision::SicknessBenefit,
            Cause::JobClarification => Decision::JobClarification,
            Cause::ResourceProgramme => Decision::ResourceProgramme,
            Cause::CashBenefit => Decision::CashBenefit,
        }
    }

    /// The block that holds the decision.
    #[inline]
    pub const fn block(self) -> u32 {
        self as u32 / LANES as u32
    }

    /// The word of the block that is the decision's.
    #[inline]
    pub const fn lane(self) -> usize {
        self as usize % LANES
    }
}

/// The uniform random numbers of one replicate.
///
/// # Examples
/// ```
/// use gevinst::engine::draw::{Chance, Decision, Draws, entity};
///
/// let draws = Draws::new(2026, 0, 7);
/// let person = entity(&["long-term cash benefit"], 41);
/// let word = draws.word(person, 3, Decision::JobEnd, 0);
/// assert_eq!(Chance::of(0.02).strikes(word), draws.uniform(person, 3, Decision::JobEnd, 0) < 0.02);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    generator: Philox,
    replicate: u64,
}

impl Draws {
    /// The draws of a seed, a stream (ignorance: which sample) and a replicate (luck).
    #[inline]
    pub const fn new(seed: u64, stream: u64, replicate: u64) -> Draws {
        Draws { generator: Philox::new([seed, stream]), replicate }
    }

    /// The four words of a decision block.
    #[inline]
    pub fn block(&self, entity: u64, month: u32, block: u32, attempt: u32) -> [u64; LANES] {
        debug_assert!(block & STREAM_MARK == 0, "blocks with the highest bit belong to named streams");
        self.at(entity, month, block, u64::from(attempt))
    }

    /// The word of one decision. Decisions of the same block are cheaper together: see [`Draws::block`].
    #[inline]
    pub fn word(&self, entity: u64, month: u32, decision: Decision, attempt: u32) -> u64 {
        self.block(entity, month, decision.block(), attempt)[decision.lane()]
    }

    /// The uniform of one decision, in the open interval (0, 1).
    #[inline]
    pub fn uniform(&self, entity: u64, month: u32, decision: Decision, attempt: u32) -> f64 {
        uniform(self.word(entity, month, decision, attempt))
    }

    /// The words of all causes, in the order of [`Cause::ALL`]: two blocks; and a third for the causes from
    /// [`Cause::SicknessBenefit`] on, whose words are 0 where `third` does not ask for them.
    #[inline]
    pub fn causes(&self, entity: u64, month: u32, third: bool) -> [u64; Cause::COUNT] {
        let mut words = [0; Cause::COUNT];
        words[..LANES].copy_from_slice(&self.block(entity, month, Decision::Death.block(), 0));
        words[LANES..2 * LANES].copy_from_slice(&self.block(entity, month, Decision::OrdinaryJob.block(), 0));
        if third {
            words[2 * LANES..].copy_from_slice(&self.block(entity, month, Decision::SicknessBenefit.block(), 0));
        }
        words
    }

    /// The uniforms of some neighbouring decision blocks of one entity and month, from that of `first` on.
    pub fn uniforms<const BLOCKS: usize>(&self, entity: u64, month: u32, first: Decision) -> Uniforms<BLOCKS> {
        let first = first.block();
        Uniforms { first, words: std::array::from_fn(|block| self.block(entity, month, first + block as u32, 0)) }
    }

    /// A generator for any sampler of `rand`, named by entity, month and decision.
    pub fn stream(&self, entity: u64, month: u32, decision: Decision) -> NamedStream {
        NamedStream { draws: *self, entity, month, decision, position: 0, words: [0; LANES], left: 0 }
    }

    #[inline(always)]
    fn at(&self, entity: u64, month: u32, block: u32, attempt: u64) -> [u64; LANES] {
        let place = u64::from(month) | (u64::from(block) << 32);
        self.generator.at([attempt, entity, self.replicate, place])
    }
}

/// The uniforms of neighbouring decision blocks of one entity and month.
#[derive(Clone, Copy, Debug)]
pub struct Uniforms<const BLOCKS: usize> {
    first: u32,
    words: [[u64; LANES]; BLOCKS],
}

impl<const BLOCKS: usize> Uniforms<BLOCKS> {
    /// The uniform of a decision, in the open interval (0, 1); `None` where it lies in another block.
    #[inline]
    pub fn of(&self, decision: Decision) -> Option<f64> {
        let block = decision.block().checked_sub(self.first)?;
        self.words.get(block as usize).map(|words| uniform(words[decision.lane()]))
    }
}

/// A word as a number in the open interval (0, 1): an odd multiple of 2^-53.
///
/// The upper 53 bits of the word with the lowest of them set. It is exact, symmetric about one half and never 0 or 1
/// (adding one half to all 53 bits would round the largest word up to 1).
#[inline]
pub const fn uniform(word: u64) -> f64 {
    ((word >> 11) | 1) as f64 * STEP
}

/// A chance as a 53-bit threshold, so that asking costs one comparison of integers.
///
/// [`Chance::strikes`] agrees with `uniform(word) < p` for every word. The chance that it realises is below p by less
/// than 2^-52; 0 never strikes and 1 always does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chance(u64);

impl Chance {
    /// What never happens.
    pub const NEVER: Chance = Chance(0);

    /// What always happens.
    pub const ALWAYS: Chance = Chance(1 << 53);

    /// The threshold of a chance `p` [0-1]; below 0 counts as 0 and above 1 as 1.
    #[inline]
    pub fn of(p: f64) -> Chance {
        debug_assert!(!p.is_nan(), "a chance is a number");
        let steps = (p.clamp(0.0, 1.0) / STEP).ceil() as u64;
        Chance(steps & !1)
    }

    /// The chance that is realised [0-1].
    pub const fn share(self) -> f64 {
        self.0 as f64 * STEP
    }

    /// Whether it happens where the draw is `word`.
    #[inline]
    pub const fn strikes(self, word: u64) -> bool {
        (word >> 11) < self.0
    }
}

/// The entity number of a thing with a name: stable over versions, machines and the order of files.
///
/// FNV-1a (64 bit) over each part, as its length (8 bytes, little-endian) and its bytes in UTF-8, then the ordinal
/// (8 bytes, little-endian); then the finaliser of splitmix64. Lengths keep `["ab", "c"]` apart from `["a", "bc"]`.
pub fn entity(parts: &[&str], ordinal: u64) -> u64 {
    EntityName::of(parts).at(ordinal)
}

/// A name of things that are counted: the part of [`entity`] that all of them share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityName(u64);

impl EntityName {
    /// The name with these parts.
    pub fn of(parts: &[&str]) -> EntityName {
        let part = |hash, part: &&str| fnv1a(fnv1a(hash, &(part.len() as u64).to_le_bytes()), part.as_bytes());
        EntityName(parts.iter().fold(0xcbf2_9ce4_8422_2325, part))
    }

    /// The entity number of one of them.
    pub fn at(self, ordinal: u64) -> u64 {
        mix(fnv1a(self.0, &ordinal.to_le_bytes()))
    }
}

/// FNV-1a: continues a hash over some bytes.
fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The finaliser of splitmix64: a bijection in which every bit of the input reaches every bit of the output.
#[inline]
pub(crate) const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A generator for one (entity, month, decision), to be plugged into any sampler that takes a `rand` generator.
///
/// Its blocks never meet those of single draws. What a rejection sampler takes from it disturbs no other name; but how
/// much such a sampler takes may change with its version, so the library itself uses inverse distribution functions.
///
/// # Examples
/// ```
/// use gevinst::engine::draw::{Decision, Draws, entity};
/// use rand::RngExt;
///
/// let mut stream = Draws::new(1, 0, 0).stream(entity(&["anna"], 0), 0, Decision::Capacity);
/// let hours: u32 = stream.random_range(2..=20);
/// assert!((2..=20).contains(&hours));
/// ```
#[derive(Clone, Debug)]
pub struct NamedStream {
    draws: Draws,
    entity: u64,
    month: u32,
    decision: Decision,
    position: u64,
    words: [u64; LANES],
    left: usize,
}

impl NamedStream {
    fn next_word(&mut self) -> u64 {
        if self.left == 0 {
            let block = STREAM_MARK | self.decision as u32;
            self.words = self.draws.at(self.entity, self.month, block, self.position);
            self.position += 1;
            self.left = LANES;
        }
        let word = self.words[LANES - self.left];
        self.left -= 1;
        word
    }
}

impl TryRng for NamedStream {
    type Error = Infallible;

    /// The upper half of the next word.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_word())
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(target, || self.try_next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniform_is_never_zero_or_one() {
        assert_eq!(uniform(0), STEP);
        assert_eq!(uniform(u64::MAX), 1.0 - STEP);
        assert_eq!(uniform(1 << 63), 0.5 + STEP);
    }

    #[test]
    fn zero_never_strikes_and_one_always_does() {
        assert_eq!(Chance::of(0.0), Chance::NEVER);
        assert_eq!(Chance::of(1.0), Chance::ALWAYS);
        assert_eq!(Chance::of(-0.5), Chance::NEVER);
        assert_eq!(Chance::of(f64::INFINITY), Chance::ALWAYS);
        assert!(!Chance::NEVER.strikes(0));
        assert!(Chance::ALWAYS.strikes(u64::MAX));
    }

    #[test]
    fn a_threshold_agrees_with_the_uniform_at_its_edge() {
        let chances = [STEP, 1.5 * STEP, 2.0 * STEP, 3.0 * STEP, 1e-12, 0.1, 0.3, 0.5, 0.75, 0.999, 1.0 - STEP];
        for p in chances {
            let edge = (p / STEP) as u64;
            for steps in edge.saturating_sub(4)..=(edge + 4).min((1 << 53) - 1) {
                let word = steps << 11 | 0x2aa;
                assert_eq!(Chance::of(p).strikes(word), uniform(word) < p, "p {p}, word {word:#x}");
            }
        }
    }

    #[test]
    fn each_cause_has_its_lane() {
        let draws = Draws::new(3, 1, 4);
        let words = draws.causes(15, 9, true);
        for (cause, word) in Cause::ALL.into_iter().zip(words) {
            assert_eq!(draws.word(15, 9, Decision::cause(cause), 0), word);
        }
        assert_eq!(draws.causes(15, 9, false)[..2 * LANES], words[..2 * LANES]);
    }

    #[test]
    fn length_keeps_names_apart() {
        assert_ne!(entity(&["ab", "c"], 0), entity(&["a", "bc"], 0));
        assert_ne!(entity(&["a"], 0), entity(&["a", ""], 0));
        assert_ne!(entity(&["a"], 0), entity(&["a"], 1));
    }
}
