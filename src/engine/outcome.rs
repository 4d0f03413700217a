//! What one draw leaves: a ledger and an activity per arm, and where in the arm it arises.

use crate::domain::activity::Activity;
use crate::domain::ledger::Ledger;
use crate::domain::money::Money;
use crate::engine::attribution::Attribution;

/// What one draw leaves, arm by arm in the order of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// One record per arm.
    pub arms: Vec<Record>,
    /// One attribution per arm: what of its record arises at which places.
    pub attributions: Vec<Attribution>,
    /// Months of lives that were lived [person-months]: a shadow once for all arms with its law, and every branched and frozen
    /// life by itself.
    pub lived: usize,
}

/// Sums over a population: money and what people do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Sums of flows.
    pub ledger: Ledger,
    /// Counts.
    pub activity: Activity,
    /// What people live on.
    pub incomes: Incomes,
}

/// What the people of a population live on, summed over all months, running prices \[øre\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Incomes {
    /// Wages before tax, own pension contributions included.
    pub wages: i64,
    /// Benefits before tax.
    pub benefits: i64,
}

impl Incomes {
    /// Adds wage and benefit of a person-month so many times; -1 takes them out again.
    pub fn post(&mut self, wage: Money, benefit: Money, times: i64) {
        self.wages += wage.ore() * times;
        self.benefits += benefit.ore() * times;
    }
}

impl Record {
    /// An empty record of so many months.
    pub fn new(months: usize) -> Record {
        Record { ledger: Ledger::new(months), activity: Activity::new(months), incomes: Incomes::default() }
    }

    /// Adds every sum and count of another record.
    pub fn add(&mut self, other: &Record) {
        self.ledger.add(&other.ledger);
        self.activity.add(&other.activity);
        self.incomes.wages += other.incomes.wages;
        self.incomes.benefits += other.incomes.benefits;
    }
}
