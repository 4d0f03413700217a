//! TABLES AND WORDS: what a reader sees of a study's findings, as a structure that knows no language and no format.
//!
//! This floor must never compute a figure or simulate anything, and knows no file format: it chooses, orders and
//! words what [`Findings`](findings::Findings) hold. One word table per language.

pub mod findings;
