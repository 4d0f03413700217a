//! The first sheet: the question and its answer, how to read the others, and with what anybody gets the same figures.

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::Dossier;
use gevinst::report::findings::Manifest;
use gevinst::report::headline::headline;
use gevinst::report::information::information_headline;
use gevinst::report::reservations::{left_out, provenance, title, warnings};
use gevinst::report::savings::perspective_key;
use gevinst::report::sensitivity::sensitivity_headline;
use gevinst::report::table::{Phrase, Unit, Value};
use gevinst::report::words::Words;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::look::Kind;
use super::names::quoted;
use super::{Error, Sheet, lines, look};

/// Widths of the terms and of what is said of them [characters].
const WIDTHS: [f64; 2] = [30.0, 110.0];

/// The sheet on how to read the others.
pub(super) fn sheet(
    name: String,
    dossier: &Dossier,
    perspective: Perspective,
    words: &Words,
    others: &[Sheet],
) -> Result<Sheet, Error> {
    let title = words.phrase(&title(&dossier.run.manifest));
    let mut guide = Guide { sheet: Worksheet::new(), row: 0, words };
    guide.write(&name, &title, dossier, perspective, others).map_err(Error::at(&name))?;
    Ok(Sheet { name, title, worksheet: guide.sheet, defined: Vec::new() })
}

/// The sheet while it is written, row by row.
struct Guide<'a> {
    sheet: Worksheet,
    row: u32,
    words: &'a Words,
}

impl Guide<'_> {
    fn write(
        &mut self,
        name: &str,
        title: &str,
        dossier: &Dossier,
        perspective: Perspective,
        others: &[Sheet],
    ) -> Result<(), XlsxError> {
        let (words, manifest) = (self.words, &dossier.run.manifest);
        self.sheet.set_name(name)?.set_screen_gridlines(false).set_tab_color(look::TAB);
        for (column, width) in (0..).zip(WIDTHS) {
            self.sheet.set_column_width(column, width)?;
        }
        lines::across(&mut self.sheet, 0, title, &look::title(), (&WIDTHS, 20.0))?;
        self.row = 1;
        if let Some(caveat) = lines::reservation(manifest, words) {
            lines::across(&mut self.sheet, 1, &caveat, &look::caveat(), (&WIDTHS, lines::LINE))?;
            self.row = 2;
        }
        let question = Value::said(&manifest.question, manifest.question_da.as_deref());
        self.told("guide.question", &words.value(&question))?;
        let who = words.word(&format!("perspective.{}", perspective_key(perspective)));
        self.told("guide.seen_by", who)?;
        self.answer(dossier, perspective)?;
        self.reading(dossier)?;
        self.sheets(others)?;
        for (heading, said) in [("run.warnings", warnings(&dossier.run)), ("run.left_out", left_out(&dossier.run))] {
            if !said.is_empty() {
                self.section(heading)?;
                said.iter().try_for_each(|line| self.line("", &words.phrase(line)))?;
            }
        }
        self.manifest(manifest)?;
        lines::paper(&mut self.sheet, manifest, words, WIDTHS.iter().sum());
        Ok(())
    }

    /// The answer of the run, of what drives it and of what better knowledge is worth.
    fn answer(&mut self, dossier: &Dossier, perspective: Perspective) -> Result<(), XlsxError> {
        self.section("guide.answer")?;
        let mut said = headline(&dossier.run, perspective);
        said.extend(dossier.sensitivity.iter().flat_map(|found| sensitivity_headline(found, perspective)));
        said.extend(dossier.information.iter().flat_map(|found| information_headline(found, perspective)));
        said.iter().try_for_each(|line| self.line("", &self.words.phrase(line)))
    }

    /// What the sheets have in common.
    fn reading(&mut self, dossier: &Dossier) -> Result<(), XlsxError> {
        let words = self.words;
        self.section("guide.reading")?;
        let prices = Phrase::new("guide.prices_text")
            .with("price_year", Value::Number(i64::from(dossier.run.manifest.price_year)));
        self.told("guide.amounts", words.word("guide.amounts_text"))?;
        self.told("guide.prices", &words.phrase(&prices))?;
        self.told("guide.interval", words.word("guide.interval_text"))?;
        self.told("guide.error", words.word("guide.error_text"))?;
        let sensitivity = match &dossier.sensitivity {
            Some(found) => {
                Phrase::new("guide.sensitivity_text").with("replicates", Value::Number(i64::from(found.replicates)))
            }
            None => Phrase::new("guide.not_done"),
        };
        self.told("guide.sensitivity", &words.phrase(&sensitivity))?;
        let information = if dossier.information.is_some() { "guide.information_text" } else { "guide.not_done" };
        self.told("guide.information", words.word(information))?;
        self.told("guide.totals", words.word("guide.totals_text"))?;
        self.told("guide.names", words.word("guide.names_text"))?;
        self.told("guide.empty", words.word("guide.empty_text"))
    }

    /// The other sheets, each with a link.
    fn sheets(&mut self, others: &[Sheet]) -> Result<(), XlsxError> {
        self.section("guide.sheets")?;
        for other in others {
            let link = format!("internal:{}!A1", quoted(&other.name));
            let (row, format) = (self.row, look::link());
            self.line("", &other.title)?;
            self.sheet.write_url_with_options(row, 0, link.as_str(), other.name.as_str(), "", Some(&format))?;
        }
        Ok(())
    }

    /// With what anybody gets the same figures.
    fn manifest(&mut self, manifest: &Manifest) -> Result<(), XlsxError> {
        self.section("guide.same_figures")?;
        self.line("", &self.words.phrase(&provenance(manifest)))?;
        let number = |number: u32| self.words.value(&Value::exact(f64::from(number), Unit::Count));
        let start = manifest.start.parse().map_or_else(|_| manifest.start.clone(), |month| self.words.month(month));
        let named = |name: &str| self.words.value(&manifest.named(name));
        let entries = [
            ("guide.municipality", named(&manifest.municipality)),
            ("guide.programme", named(&manifest.programme)),
            ("guide.start", start),
            ("guide.months", manifest.months.to_string()),
            ("guide.price_year", manifest.price_year.to_string()),
            ("guide.samples", number(manifest.samples)),
            ("guide.replicates", number(manifest.replicates)),
            ("guide.seed", manifest.seed.to_string()),
            ("guide.scenario", manifest.scenario_hash.clone()),
            ("guide.law", manifest.law_hash.clone()),
            ("guide.version", manifest.version.clone()),
        ];
        entries.iter().try_for_each(|(key, text)| self.told(key, text))
    }

    /// A heading after an empty row.
    fn section(&mut self, key: &str) -> Result<(), XlsxError> {
        let (row, text) = (self.row + 1, self.words.word(key));
        self.sheet.write_string_with_format(row, 0, text, &look::section())?;
        self.sheet.write_blank(row, 1, &look::section())?;
        self.row = row + 1;
        Ok(())
    }

    /// A term, and what is said of it.
    fn told(&mut self, key: &str, text: &str) -> Result<(), XlsxError> {
        self.line(self.words.word(key), text)
    }

    fn line(&mut self, term: &str, text: &str) -> Result<(), XlsxError> {
        if !term.is_empty() {
            self.sheet.write_string_with_format(self.row, 0, term, &look::term())?;
        }
        self.sheet.write_string_with_format(self.row, 1, text, &look::cell(Kind::Labels, false))?;
        let height = lines::broken(text, WIDTHS[1]).max(lines::broken(term, WIDTHS[0]));
        self.sheet.set_row_height(self.row, height as f64 * lines::LINE)?;
        self.row += 1;
        Ok(())
    }
}
