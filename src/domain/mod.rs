//! NOUNS: what the model talks about.
//!
//! This floor must never know law, chance, files or rayon. A type here holds facts and keeps its own invariants;
//! what follows from the facts is decided one floor up.

pub mod activity;
pub mod assumption;
pub mod balances;
pub mod benefit;
pub mod calendar;
pub mod declared;
pub mod enterprise;
pub mod flow;
pub mod flow_list;
pub mod ledger;
pub mod money;
pub mod municipality;
pub mod open_sums;
pub mod partnership;
pub mod party;
pub mod person;
pub mod population;
pub mod programme;
pub mod reform;
pub mod revenue;
pub mod services;
pub mod shown;
pub mod source;
pub mod spell;
pub mod survival;
pub mod transition;
pub mod work;
