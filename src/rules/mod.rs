//! LAW: facts of a person-month in, flows out.
//!
//! Pure functions of dated parameters. This floor must never know randomness, arms or programmes.

pub mod assessment;
pub mod budget_line;
pub mod cash_benefit;
pub mod cash_benefit_until_2025;
pub mod declared_family;
pub mod disability_pension;
pub mod error;
pub mod explanation;
pub mod flex_subsidy;
pub mod flex_waiting_benefit;
pub mod income_tax;
pub mod lookup;
pub mod parameter;
pub mod policy;
pub mod readings;
pub mod reimbursement;
pub mod schedule;
pub mod self_support;
pub mod social_free_card;
pub mod state_pension;
pub mod wage_subsidy;
