//! The workbook: what a budget office puts into its own sheets, with real numbers, names and totals as formulas.
//!
//! First how to read it and the key figures, then one sheet per table. Figures stand unrounded in kroner, hours and shares;
//! formats hide decimals, and texts never stand for numbers.

mod cells;
mod guide;
mod key_figures;
mod layout;
mod lines;
mod look;
mod names;
mod table_sheet;
mod totals;

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::Dossier;
use gevinst::report::reservations::title;
use gevinst::report::table::Table;
use gevinst::report::words::Words;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::figures::tables;
use names::Names;

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written, {place}: {cause}; report it with the scenario, or write the tables as CSV")]
pub struct Error {
    /// The sheet or the name that was being written.
    place: String,
    /// What the writer of workbooks says.
    cause: XlsxError,
}

impl Error {
    /// What went wrong while something was written.
    fn at(place: &str) -> impl FnOnce(XlsxError) -> Error {
        let place = place.to_owned();
        move |cause| Error { place, cause }
    }
}

/// A sheet that is written, with its name and what it shows.
struct Sheet {
    name: String,
    title: String,
    worksheet: Worksheet,
    /// Names of cells and ranges, and what they refer to.
    defined: Vec<(String, String)>,
}

/// A dossier as a workbook (XLSX), seen from one perspective. The same dossier gives the same bytes.
///
/// # Errors
/// Where the writer refuses a cell, a name or a sheet, such as a text above 32,767 characters.
pub fn workbook(dossier: &Dossier, perspective: Perspective, words: &Words) -> Result<Vec<u8>, Error> {
    let mut names = Names::new();
    let (guide, figures) = (names.sheet(words.word("sheet.guide")), names.sheet(words.word("sheet.key_figures")));
    let named = |table: Table| (names.sheet(&names::of_table(&table, words)), table);
    let named: Vec<(String, Table)> = shown(dossier, perspective).into_iter().map(named).collect();
    let mut sheets = vec![key_figures::sheet(figures, dossier, perspective, words, &mut names)?];
    for (name, table) in &named {
        sheets.push(table_sheet::sheet(name, table, &dossier.run.manifest, words, &mut names)?);
    }
    let first = guide::sheet(guide, dossier, perspective, words, &sheets)?;
    bound(std::iter::once(first).chain(sheets).collect(), dossier, words)
}

/// The tables as the sheets of a workbook show them, in their order after the guide and the key figures: those of the files
/// ([`tables`]), with the sum over all budget years, without monthly series of nothing.
pub fn shown(dossier: &Dossier, perspective: Perspective) -> Vec<Table> {
    tables(dossier, perspective).into_iter().map(|table| totals::as_shown(table, &dossier.run)).collect()
}

/// The sheets as one file.
fn bound(sheets: Vec<Sheet>, dossier: &Dossier, words: &Words) -> Result<Vec<u8>, Error> {
    let mut workbook = Workbook::new();
    // The day of the writing would make two files of the same figures differ.
    let created = ExcelDateTime::from_ymd(2026, 1, 1).map_err(Error::at("properties"))?;
    let properties = DocProperties::new()
        .set_title(words.phrase(&title(&dossier.run.manifest)))
        .set_author(format!("gevinst {}", dossier.run.manifest.version))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    for sheet in sheets {
        for (name, range) in &sheet.defined {
            workbook.define_name(name.as_str(), range).map_err(Error::at(name))?;
        }
        workbook.push_worksheet(sheet.worksheet);
    }
    workbook.save_to_buffer().map_err(Error::at("file"))
}
