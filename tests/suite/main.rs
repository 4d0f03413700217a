//! One binary for all integration tests, so that it links once.

mod analyses;
mod analysis_tables;
mod architecture;
mod beside;
mod budget;
mod busy;
mod chance;
mod copula;
mod decisions;
mod design;
mod determinism;
mod engine;
mod examples;
mod extent;
mod indices;
mod information;
mod law;
mod law_book;
mod ledger;
mod occupancy;
mod partnership;
mod persons;
mod privacy;
mod report;
mod scenario;
mod settlement;
