//! THE FRONT ROOM: scenario files in, findings out.
//!
//! The only floor that knows scenario files. It computes no law and draws no number: it puts the question to the
//! floors below and hands back their answer.

pub mod analyses;
pub mod arising;
pub mod assumptions;
pub mod blocks;
pub mod budget_plan;
mod check;
pub mod comparison;
mod conclusion;
mod contradictions;
pub mod dossier;
mod drawing;
pub mod drawn;
pub mod error;
pub mod information;
mod kept;
mod law_in_force;
mod loading;
mod manifest;
pub mod nested;
pub mod partial;
pub mod parts;
pub mod persons;
pub mod prepared;
pub mod preview;
pub mod privacy;
pub mod reach;
pub mod run;
pub mod sampling;
pub mod scenario;
pub mod schema;
pub mod sensitivity;
pub mod suggestion;
mod support;
mod tree;
mod validation;
pub mod values;
pub mod variants;
