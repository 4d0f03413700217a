//! One file per command.

pub mod bench;
pub mod check;
pub mod compare;
pub mod explain;
pub mod law;
pub mod merge;
pub mod new;
pub mod report;
pub mod run;
pub mod schema;
pub mod sensitivity;
pub mod value_of_information;
