//! The files that a budget office takes figures from, read back and held against the dossier.

mod dossiers;
mod figures;
mod workbook;
