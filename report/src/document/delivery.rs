//! All files of a report into a directory: the page, the workbook, the files of figures, the pictures.

use std::path::{Path, PathBuf};

use gevinst::domain::party::Perspective;
use gevinst::report::comparison::comparison_report;
use gevinst::report::decisions::{ComparisonFindings, Dossier};
use gevinst::report::document::{comparison_document, report_document};
use gevinst::report::language::Language;
use gevinst::report::reproduction::Making;
use gevinst::report::words::Words;

use crate::document::files::{Made, write_all};
use crate::document::page::{Gallery, page};
use crate::error::Error;
use crate::figures::{Csv, figures, files};
use crate::pictures::comparison_pictures;
use crate::workbook::workbook;

/// How a report is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whose eyes the answer is seen with.
    pub perspective: Perspective,
    /// The languages, each with files of its own.
    pub languages: Vec<Language>,
    /// How the findings came about.
    pub making: Making,
}

impl Default for Options {
    /// Seen by the municipality, in Danish.
    fn default() -> Options {
        let making = Making::default();
        Options { perspective: Perspective::Municipality, languages: vec![Language::Danish], making }
    }
}

/// The names of a report's files in a language.
struct Names {
    report: &'static str,
    tables: &'static str,
    pictures: &'static str,
}

const ENGLISH: Names = Names { report: "report", tables: "tables", pictures: "pictures" };

const DANISH: Names = Names { report: "rapport", tables: "tabeller", pictures: "figurer" };

/// The names of files in a language.
const fn names(language: Language) -> &'static Names {
    match language {
        Language::Danish => &DANISH,
        Language::English => &ENGLISH,
    }
}

/// Writes the report of a study into a directory, which is made where there is none, and names the files in order.
///
/// In English `report.html`, `report.xlsx`, `tables/*.csv` and `pictures/*.svg`; in Danish `rapport.html`, `rapport.xlsx`,
/// `tabeller/*.csv` and `figurer/*.svg`. The same dossier and options give the same bytes.
///
/// # Errors
/// Where a file cannot be written: none is left half-written. Where no language is asked for.
///
/// # Examples
/// ```no_run
/// use gevinst::study::scenario::Study;
///
/// let study = Study::from_toml("examples/small_jobs.toml")?;
/// let dossier = study.runner().dossier()?;
/// gevinst_report::write(&dossier, &gevinst_report::Options::default(), "report".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(dossier: &Dossier, options: &Options, into: &Path) -> Result<Vec<PathBuf>, Error> {
    let document = report_document(dossier, options.perspective, &options.making);
    let mut made = Vec::new();
    for words in languages(options)? {
        let names = names(words.language());
        let gallery = Gallery::of(dossier, &document, words);
        made.push(Made::new(
            format!("{}.html", names.report),
            page(&document, &dossier.run.manifest, &gallery, words)?,
        ));
        let workbook = workbook(dossier, options.perspective, words);
        let workbook = workbook.map_err(|cause| Error::unmade("the workbook", cause))?;
        made.push(Made::new(format!("{}.xlsx", names.report), workbook));
        made.extend(tables(figures(dossier, options.perspective, words), names));
        made.extend(pictures(&gallery, names));
    }
    write_all(&made, into)
}

/// Writes the report of programmes side by side into a directory, as [`write()`] does: the page, the files of figures and
/// the pictures.
///
/// # Errors
/// As [`write()`].
pub fn write_comparison(findings: &ComparisonFindings, options: &Options, into: &Path) -> Result<Vec<PathBuf>, Error> {
    let document = comparison_document(findings, options.perspective, &options.making);
    let shown = comparison_report(findings, options.perspective);
    let mut made = Vec::new();
    for words in languages(options)? {
        let names = names(words.language());
        let gallery =
            Gallery::from_pictures(comparison_pictures(findings, options.perspective, words), options.perspective);
        made.push(Made::new(
            format!("{}.html", names.report),
            page(&document, &findings.manifests[0], &gallery, words)?,
        ));
        made.extend(tables(files(&shown, words), names));
        made.extend(pictures(&gallery, names));
    }
    write_all(&made, into)
}

/// The words of the languages asked for, each once.
fn languages(options: &Options) -> Result<Vec<&'static Words>, Error> {
    let asked = Language::ALL.into_iter().filter(|language| options.languages.contains(language));
    let words: Vec<&Words> = asked.map(Words::of).collect();
    if words.is_empty() { Err(Error::NoLanguage) } else { Ok(words) }
}

fn tables(files: Vec<Csv>, names: &Names) -> impl Iterator<Item = Made> {
    files.into_iter().map(|file| Made::new(format!("{}/{}", names.tables, file.name), file.text))
}

fn pictures(gallery: &Gallery, names: &Names) -> impl Iterator<Item = Made> {
    gallery.files().map(|(name, svg)| Made::new(format!("{}/{name}.svg", names.pictures), svg))
}
