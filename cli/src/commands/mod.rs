//! One file per command.

pub mod check;
pub mod explain;
pub mod law;
pub mod new;
pub mod run;
pub mod schema;
