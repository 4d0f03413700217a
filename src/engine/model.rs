//! The model of a study: all that is the same in every draw.

use crate::domain::assumption::Quantity;
use crate::domain::calendar::Month;
use crate::domain::declared::DeclaredFamily;
use crate::domain::municipality::Municipality;
use crate::domain::partnership::Enquiries;
use crate::domain::person::KnownPerson;
use crate::domain::population::{Cohort, Frailty};
use crate::domain::programme::Programme;
use crate::domain::services::OtherService;
use crate::domain::transition::{OutsideWork, Transition};
use crate::rules::policy::Policy;

/// All that is the same in every draw. Its quantities have their slots.
#[derive(Clone, Debug)]
pub struct Model {
    /// First month.
    pub start: Month,
    /// Number of months.
    pub months: usize,
    /// Year in whose prices pay and costs are given.
    pub price_year: i32,
    /// The municipality.
    pub municipality: Municipality,
    /// Growth of wages and costs [1/year].
    pub wage_growth: Quantity,
    /// The family that the scenario declares.
    pub declared: Option<DeclaredFamily>,
    /// The cohorts in the order of their names, then one for each target group of the file of persons.
    pub cohorts: Vec<Cohort>,
    /// The people of a file, each with the position of their cohort, in the order of their entity numbers.
    pub persons: Vec<(usize, KnownPerson)>,
    /// How much people differ beside what is known of them.
    pub frailty: Frailty,
    /// What happens without the programme.
    pub transitions: Vec<Transition>,
    /// Jobs that people find outside the programme.
    pub outside_work: Vec<OutsideWork>,
    /// Enquiries from enterprises and founders, the same in all arms.
    pub enquiries: Vec<Enquiries>,
    /// Other public services that a person's situation moves.
    pub other_services: Vec<OtherService>,
    /// What an hour of the citizens' own time at work is worth to them [kr/h].
    pub own_time: Quantity,
    /// The arms: baseline first.
    pub arms: Vec<Arm>,
    /// Seed of every named draw.
    pub seed: u64,
}

/// An arm = programme x policy.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Enterprises and costs.
    pub programme: Programme,
    /// The law in this arm.
    pub policy: Policy,
    /// Position of the first arm with the same law: people who hold no place live the same life in both.
    pub world: usize,
}

/// Which draw: a sample of the assumptions, and a replicate of luck within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawNumber {
    /// Sample of the assumptions: the stream of every named draw.
    pub sample: u64,
    /// Replicate of luck within the sample.
    pub replicate: u64,
}
