//! TABLES AND WORDS: what a reader sees of a study's findings, as a structure that knows no language and no format.
//!
//! This floor must never compute a figure or simulate anything, and knows no file format: it chooses, orders, rounds
//! and words what [`Findings`](findings::Findings) hold. A [`Table`](table::Table) is built once from the findings;
//! [`Words`](words::Words) of a language turn it into text ([`wording`]); a member or a program draws the text.

pub mod aims;
pub mod arising;
pub mod assumption_name;
pub mod budget;
pub mod checklist;
pub mod comparison;
pub mod decisions;
pub mod document;
pub mod findings;
pub mod front;
pub mod headline;
pub mod hour;
pub mod information;
pub mod language;
pub mod number;
pub mod over_time;
pub mod people;
pub mod reproduction;
pub mod reservations;
pub mod savings;
pub mod sections;
pub mod sensitivity;
pub mod series;
pub mod support;
pub mod table;
pub mod tables;
pub mod variants;
pub mod wording;
pub mod words;
