//! Reports of findings for readers: a page, a workbook, tidy tables and pictures.
//!
//! This member draws and writes; it computes no figure. Every number comes from one
//! [`Dossier`](gevinst::report::decisions::Dossier), every word from the word tables of the library.

pub mod document;
pub mod error;
pub mod figures;
pub mod pictures;
pub mod workbook;

pub use document::delivery::{Options, write, write_comparison};
pub use error::Error;
