//! Who pays and receives, and whose eyes a balance is seen with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party of the ledger. `State` is the government; a person has a [`Status`](crate::domain::spell::Status).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The citizens of the population (borgerne).
    Citizen,
    /// The municipality of the study (kommunen).
    Municipality,
    /// The other municipalities, which meet it in the equalisation.
    OtherMunicipalities,
    /// The state, with Udbetaling Danmark.
    State,
    /// The region.
    Region,
    /// The enterprises and providers of the study.
    Enterprise,
    /// Everybody else: other employers, displaced workers, staff, funds.
    Others,
    /// Production, time and material: what money is turned into and comes from.
    Resources,
}

impl Party {
    /// All parties, in the order of every table and array.
    pub const ALL: [Party; 8] = [
        Party::Citizen,
        Party::Municipality,
        Party::OtherMunicipalities,
        Party::State,
        Party::Region,
        Party::Enterprise,
        Party::Others,
        Party::Resources,
    ];

    /// Number of parties.
    pub const COUNT: usize = Party::ALL.len();

    /// Every party but the resources, in their order: whose balances are kept. By double entry the resources' balance is what
    /// the others' lack.
    pub const ACCOUNTS: [Party; Party::COUNT - 1] = {
        let [accounts @ .., Party::Resources] = Party::ALL else { panic!("the resources stand last") };
        accounts
    };
}

/// A set of parties whose balances are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Perspective {
    /// The municipality of the study.
    Municipality,
    /// The state.
    State,
    /// The region.
    Region,
    /// The other municipalities.
    OtherMunicipalities,
    /// Municipality, other municipalities, state and region together.
    PublicSector,
    /// The citizens of the population.
    Citizen,
    /// The enterprises and providers of the study.
    Enterprise,
    /// Everybody else.
    Others,
    /// All parties but the resources, in factor prices.
    Society,
}

impl Perspective {
    /// All perspectives, in the order of every table.
    pub const ALL: [Perspective; 9] = [
        Perspective::Municipality,
        Perspective::State,
        Perspective::Region,
        Perspective::OtherMunicipalities,
        Perspective::PublicSector,
        Perspective::Citizen,
        Perspective::Enterprise,
        Perspective::Others,
        Perspective::Society,
    ];

    /// Number of perspectives.
    pub const COUNT: usize = Perspective::ALL.len();

    /// Whether the party's balance counts in this perspective.
    pub const fn includes(self, party: Party) -> bool {
        match self {
            Perspective::Municipality => matches!(party, Party::Municipality),
            Perspective::State => matches!(party, Party::State),
            Perspective::Region => matches!(party, Party::Region),
            Perspective::OtherMunicipalities => matches!(party, Party::OtherMunicipalities),
            Perspective::PublicSector => {
                matches!(party, Party::Municipality | Party::OtherMunicipalities | Party::State | Party::Region)
            }
            Perspective::Citizen => matches!(party, Party::Citizen),
            Perspective::Enterprise => matches!(party, Party::Enterprise),
            Perspective::Others => matches!(party, Party::Others),
            Perspective::Society => !matches!(party, Party::Resources),
        }
    }
}
