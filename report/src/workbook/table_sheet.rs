//! The sheet of a table: title, headings, a row per row, and the lines under it.

use gevinst::report::findings::Manifest;
use gevinst::report::table::{Phrase, Table, Value};
use gevinst::report::words::Words;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::figures::in_kroner;

use super::cells::Content;
use super::layout::{Part, Place, heading, places};
use super::look::Kind;
use super::names::{Names, quoted};
use super::{Error, Sheet, lines, look, totals};

/// The row of the headings, from 0: below the title, the caveat and the line on amounts.
pub(super) const HEADING_ROW: u32 = 3;

/// The first row of figures, from 0.
pub(super) const FIRST_ROW: u32 = HEADING_ROW + 1;

/// The width of a column of figures, of words and of labels at most, and of any at least [characters].
const WIDEST_FIGURES: f64 = 22.0;
const WIDEST_WORDS: f64 = 60.0;
const WIDEST_LABEL: f64 = 72.0;
const NARROWEST: f64 = 10.0;

/// The column of a sheet in which a place stands, after the labels.
pub(super) fn sheet_column(at: usize) -> u16 {
    u16::try_from(at + 1).unwrap_or(u16::MAX)
}

/// The sheet of a table under a name.
pub(super) fn sheet(
    name: &str,
    table: &Table,
    manifest: &Manifest,
    words: &Words,
    names: &mut Names,
) -> Result<Sheet, Error> {
    let title = in_kroner(&words.phrase(&table.title), words);
    let mut worksheet = Worksheet::new();
    let writing = Writing { table, places: places(table), words };
    writing.onto(&mut worksheet, name, &title, manifest).map_err(Error::at(name))?;
    let last = FIRST_ROW + (table.rows.len() as u32).saturating_sub(1);
    let ends = [(HEADING_ROW, 0), (last.max(HEADING_ROW), writing.places.len() as u16)];
    let [from, to] = ends.map(|(row, column)| row_col_to_cell_absolute(row, column));
    let wanted = words.phrase(&Phrase::new("workbook.named_range").with("sheet", name));
    let defined = vec![(names.defined(&wanted), format!("={}!{from}:{to}", quoted(name)))];
    Ok(Sheet { name: name.to_owned(), title, worksheet, defined })
}

/// A table that is being written.
struct Writing<'a> {
    table: &'a Table,
    places: Vec<Place<'a>>,
    words: &'a Words,
}

impl Writing<'_> {
    fn onto(&self, sheet: &mut Worksheet, name: &str, title: &str, manifest: &Manifest) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        let widths = self.widths();
        for (column, width) in widths.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        lines::across(sheet, 0, title, &look::title(), (&widths, 20.0))?;
        if let Some(caveat) = lines::reservation(manifest, self.words) {
            lines::across(sheet, 1, &caveat, &look::caveat(), (&widths, lines::LINE))?;
        }
        if self.holds_gains() {
            let amounts = self.words.word("workbook.amounts");
            lines::across(sheet, 2, amounts, &look::line(), (&widths, lines::LINE))?;
        }
        self.headings(sheet, &widths)?;
        for row in 0..self.table.rows.len() {
            self.row(sheet, row, &widths)?;
        }
        let below = FIRST_ROW + self.table.rows.len() as u32 + 1;
        let mut last = below;
        for (row, note) in (below..).zip(lines::notes(self.table, self.words)) {
            lines::across(sheet, row, &note, &look::line(), (&widths, lines::LINE))?;
            last = row;
        }
        sheet.set_freeze_panes(FIRST_ROW, 1)?;
        sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
        if lines::paper(sheet, manifest, self.words, widths.iter().sum()) > 1 {
            sheet.set_repeat_columns(0, 0)?;
            // Beside a repeated column a title would be cut on every page but the first: it heads the pages instead.
            lines::head(sheet, title, manifest, self.words);
            sheet.set_print_area(HEADING_ROW, 0, last, self.places.len() as u16)?;
        }
        Ok(())
    }

    /// The headings, as high as the longest of them needs.
    fn headings(&self, sheet: &mut Worksheet, widths: &[f64]) -> Result<(), XlsxError> {
        let label = self.words.phrase(&self.table.rows_heading);
        sheet.write_string_with_format(HEADING_ROW, 0, label.as_str(), &look::heading(Kind::Labels))?;
        let mut height = lines::broken(&label, widths[0]);
        for (at, place) in self.places.iter().enumerate() {
            let (column, format) = (sheet_column(at), look::heading(kind(place)));
            match (&place.of.heading, place.part) {
                (Value::Number(number), Part::Whole) => {
                    sheet.write_number_with_format(HEADING_ROW, column, *number as f64, &format)?;
                }
                _ => {
                    let text = heading(place, self.words);
                    height = height.max(lines::broken(&text, widths[at + 1]));
                    sheet.write_string_with_format(HEADING_ROW, column, text, &format)?;
                }
            }
        }
        sheet.set_row_height(HEADING_ROW, height as f64 * lines::LINE + 2.0)?;
        Ok(())
    }

    /// A row: its label, then its figures and words, totals as formulas.
    fn row(&self, sheet: &mut Worksheet, row: usize, widths: &[f64]) -> Result<(), XlsxError> {
        let (of, at) = (&self.table.rows[row], FIRST_ROW + row as u32);
        let total = of.total;
        let label = self.label(&of.label);
        label.write(sheet, (at, 0), look::cell(Kind::Labels, total), None, self.words)?;
        let mut height = height(&label, widths[0]);
        for (column, place) in self.places.iter().enumerate() {
            let content = of.cells.get(place.column).map(|cell| Content::of(cell, place.part, self.words));
            let content = content.unwrap_or(Content::Nothing);
            height = height.max(self::height(&content, widths[column + 1]));
            let formula = totals::formula(self.table, &self.places, row, column, self.words);
            let format = look::cell(kind(place), total);
            content.write(sheet, (at, sheet_column(column)), format, formula, self.words)?;
        }
        if height > 1 {
            sheet.set_row_height(at, height as f64 * lines::LINE)?;
        }
        Ok(())
    }

    /// The label of a row: a year or a month as a number that can be counted with.
    fn label(&self, label: &Value) -> Content {
        Content::of(label, Part::Whole, self.words)
    }

    /// Whether any figure is a gain or a loss.
    fn holds_gains(&self) -> bool {
        self.table.rows.iter().flat_map(|row| &row.cells).any(|cell| match cell {
            Value::Figure { unit, .. } | Value::Summary { unit, .. } => unit.is_gain(),
            _ => false,
        })
    }

    /// The width of each column of the sheet [characters].
    fn widths(&self) -> Vec<f64> {
        let of = |heading: &str, contents: &mut dyn Iterator<Item = Content>, most: f64| {
            let word = heading.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
            let widest = contents.map(|content| content.width()).max().unwrap_or(0).max(word);
            (widest as f64 + 2.5).clamp(NARROWEST, most)
        };
        let labels = of(
            &self.words.phrase(&self.table.rows_heading),
            &mut self.table.rows.iter().map(|row| self.label(&row.label)),
            WIDEST_LABEL,
        );
        let columns = self.places.iter().map(|place| {
            let cells = self.table.rows.iter().filter_map(|row| row.cells.get(place.column));
            let most = if place.of.words { WIDEST_WORDS } else { WIDEST_FIGURES };
            let mut contents = cells.map(|cell| Content::of(cell, place.part, self.words));
            of(&heading(place, self.words), &mut contents, most)
        });
        std::iter::once(labels).chain(columns).collect()
    }
}

/// What the column of a place holds.
fn kind(place: &Place) -> Kind {
    if place.of.words { Kind::Words } else { Kind::Figures }
}

/// Lines that a content takes in a column: numbers are never broken.
fn height(content: &Content, width: f64) -> usize {
    match content {
        Content::Text(text) => lines::broken(text, width),
        _ => 1,
    }
}
