//! THE PAGE: a report's document in HTML, and all files of a report into a directory.

pub mod delivery;
mod files;
pub mod page;
