//! One binary for all integration tests, so that it links once.

mod chance;
mod engine;
mod law;
mod law_book;
mod ledger;
mod report;
mod scenario;
