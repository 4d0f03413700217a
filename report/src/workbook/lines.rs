//! Lines of text across a sheet, and how high a row is that holds broken lines.

use gevinst::report::findings::Manifest;
use gevinst::report::reservations::{caveat, provenance};
use gevinst::report::table::{Phrase, Table};
use gevinst::report::words::Words;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Height of a line of text [points].
pub(super) const LINE: f64 = 15.0;

/// The width that a line of text across columns is to have [characters].
const READABLE: f64 = 110.0;

/// Width of a column that nobody set [characters].
const UNSET: f64 = 8.43;

/// A4.
const PAPER: u8 = 9;

/// Characters that fit side by side on a page [characters].
const PAGE: f64 = 190.0;

/// Characters that the foot of a page may have, and some for its page numbers.
const LONGEST_FOOT: usize = 200;

/// Writes a line across columns of these widths, broken where it is longer.
pub(super) fn across(
    sheet: &mut Worksheet,
    row: u32,
    text: &str,
    format: &Format,
    (widths, height): (&[f64], f64),
) -> Result<(), XlsxError> {
    let whole: f64 = widths.iter().sum();
    if broken(text, whole.min(READABLE) * LINE / height) == 1 {
        sheet.write_string_with_format(row, 0, text, &format.clone().unset_text_wrap())?;
        sheet.set_row_height(row, height)?;
        return Ok(());
    }
    let (mut width, mut last) = (0.0, 0_u16);
    for column in widths.iter().copied().chain(std::iter::repeat(UNSET)) {
        width += column;
        if width >= READABLE {
            break;
        }
        last += 1;
    }
    if last == 0 {
        sheet.write_string_with_format(row, 0, text, format)?;
    } else {
        sheet.merge_range(row, 0, row, last, text, format)?;
    }
    // Larger letters take more room.
    let lines = broken(text, width * LINE / height);
    sheet.set_row_height(row, lines as f64 * height)?;
    Ok(())
}

/// Letters of a text that fit where a column is as wide as one digit.
const LETTERS_PER_DIGIT: f64 = 1.1;

/// Lines that a text takes in a column of a width [digits].
pub(super) fn broken(text: &str, width: f64) -> usize {
    let width = ((width * LETTERS_PER_DIGIT) as usize).max(1);
    let of = |line: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in line.split(' ') {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > width {
                lines += 1;
                used = 0;
            }
            lines += length.saturating_sub(1) / width;
            used += length + usize::from(used > 0);
        }
        lines
    };
    text.lines().map(of).sum::<usize>().max(1)
}

/// The lines under a table, as they hold for figures that are not rounded.
pub(super) fn notes(table: &Table, words: &Words) -> Vec<String> {
    let unrounded = |note: &Phrase| match note.key.as_str() {
        "note.predictive_counts" => Phrase { key: "workbook.predictive_counts".to_owned(), ..note.clone() },
        _ => note.clone(),
    };
    table.notes.iter().map(|note| words.phrase(&unrounded(note))).collect()
}

/// The line that every output begins with, where the scenario has one.
pub(super) fn reservation(manifest: &Manifest, words: &Words) -> Option<String> {
    caveat(manifest).map(|caveat| words.phrase(&caveat))
}

/// Sets up the print: A4 across, as wide as the page or as few pages as can be read, with its origin at the foot.
pub(super) fn paper(sheet: &mut Worksheet, manifest: &Manifest, words: &Words, width: f64) -> u16 {
    let pages = (width / PAGE).ceil().clamp(1.0, 20.0) as u16;
    let page = Phrase::new("workbook.page").with("page", "&P").with("pages", "&N");
    let origin: String = words.phrase(&provenance(manifest)).replace('&', "&&").chars().take(LONGEST_FOOT).collect();
    sheet.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(pages, 0);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    sheet.set_footer(format!("&L&8{origin}&R&8{}", words.phrase(&page)));
    pages
}

/// Puts the title of a sheet and the line that every output begins with at the head of its pages.
pub(super) fn head(sheet: &mut Worksheet, title: &str, manifest: &Manifest, words: &Words) {
    let shown = |text: &str, most: usize| text.chars().take(most).collect::<String>().replace('&', "&&");
    let caveat = reservation(manifest, words).map(|caveat| format!("\n&9{}", shown(&format!(" {caveat}"), 80)));
    sheet.set_header(format!("&L&\"-,Bold\"&12 {}&\"-,Regular\"{}", shown(title, 120), caveat.unwrap_or_default()));
    sheet.set_margins(0.5, 0.5, 0.9, 0.7, 0.3, 0.3);
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn words_are_not_broken_but_where_they_must() {
        assert_eq!(broken("a few words", 20.0), 1);
        assert_eq!(broken("a few words", 6.0), 2);
        assert_eq!(broken("onelongword", 4.0), 3);
        assert_eq!(broken("", 10.0), 1);
        assert_eq!(broken("one\ntwo", 10.0), 2);
    }
}
