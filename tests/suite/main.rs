//! One binary for all integration tests, so that it links once.

mod architecture;
mod budget;
mod busy;
mod chance;
mod decisions;
mod determinism;
mod engine;
mod examples;
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
