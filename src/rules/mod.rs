//! LAW: facts of a person-month in, flows out.
//!
//! Pure functions of dated parameters. This floor must never know randomness, arms or programmes.

pub mod arithmetic;
pub mod assessment;
pub mod budget_line;
pub mod cash_benefit;
pub mod cash_benefit_until_2025;
pub mod declared_family;
pub mod disability_pension;
pub mod displacement;
pub mod education_benefit;
pub mod entitlement;
pub mod error;
pub mod explanation;
pub mod flex_subsidy;
pub mod flex_waiting_benefit;
pub mod hourly_free_amount;
pub mod income_tax;
pub mod lookup;
pub mod parameter;
pub mod policy;
pub mod readings;
pub mod rehabilitation_benefit;
pub mod reimbursement;
pub mod resource_benefit;
pub mod schedule;
pub mod self_support;
pub mod sho_benefit;
pub mod sickness_benefit;
pub mod social_free_card;
pub mod society;
pub mod state_pension;
pub mod unemployment_benefit;
pub mod wage_subsidy;
