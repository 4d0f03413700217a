//! Tables and sentences as text of a fixed width, the same on every machine; colours only where a person looks.

use std::io::{IsTerminal, Write};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};
use gevinst::report::number::MINUS;
use gevinst::report::table::Table;
use gevinst::report::wording::Tone;
use gevinst::report::words::Words;

use crate::failure::Failure;

/// Width of everything drawn [columns].
pub const WIDTH: usize = 100;

/// Width of the labels of a table at most [columns].
const WIDEST_LABEL: usize = 46;

const BOLD: &str = "\u{1b}[1m";
const FAINT: &str = "\u{1b}[2m";
const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const END: &str = "\u{1b}[0m";

/// How text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether in colours.
    pub colours: bool,
}

impl Look {
    /// Without colours.
    #[cfg(test)]
    pub const PLAIN: Look = Look { colours: false };

    /// Colours on a terminal, unless the environment says `NO_COLOR`.
    pub fn of(stream: &impl IsTerminal) -> Look {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Look { colours: stream.is_terminal() && !refused }
    }

    /// Text in bold.
    pub fn bold(self, text: &str) -> String {
        self.styled(BOLD, text)
    }

    /// Text that steps back.
    pub fn faint(self, text: &str) -> String {
        self.styled(FAINT, text)
    }

    fn styled(self, style: &str, text: &str) -> String {
        if self.colours { format!("{style}{text}{END}") } else { text.to_owned() }
    }

    /// Gains in green and losses in red, alike plain.
    pub fn gains(self, text: &str) -> String {
        if !self.colours {
            return text.to_owned();
        }
        let mut coloured = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['+', MINUS]) {
            let (before, from) = rest.split_at(at);
            let sign = from.chars().next().map_or(1, char::len_utf8);
            let digits = from[sign..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
            let end = digits.map_or(from.len(), |digits| sign + digits);
            // A full stop or comma after the number belongs to the sentence.
            let end = from[..end].trim_end_matches(['.', ',']).len();
            coloured += before;
            coloured += &self.styled(if from.starts_with('+') { GREEN } else { RED }, &from[..end]);
            rest = &from[end..];
        }
        coloured + rest
    }
}

/// Writes a text to standard output; a reader that has gone away is no failure.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Unwritable("standard output".into(), cause))
        }
        _ => Ok(()),
    }
}

/// A text in lines of at most [`WIDTH`] columns, each after `indent`; the first after `bullet`.
pub fn wrapped(text: &str, bullet: &str, indent: &str) -> String {
    let mut lines: Vec<String> = vec![bullet.to_owned()];
    let mut width = bullet.chars().count();
    let mut fresh = true;
    for word in text.split(' ') {
        let more = word.chars().count();
        if !fresh && width + 1 + more > WIDTH {
            lines.push(indent.to_owned());
            width = indent.chars().count();
            fresh = true;
        }
        if let Some(line) = lines.last_mut() {
            if !fresh {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
        }
        width += more;
        fresh = false;
    }
    lines.join("\n") + "\n"
}

/// The width of the longest word of some texts [columns].
fn widest_word<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.flat_map(|text| text.split(' ')).map(|word| word.chars().count()).max().unwrap_or(0)
}

/// A table with its title above and its notes below.
pub fn drawn(table: &Table, words: &Words, look: Look) -> String {
    let worded = table.worded(words);
    let mut drawing = comfy_table::Table::new();
    drawing
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH as u16)
        .set_header(worded.columns.iter().map(|column| column.heading.as_str()));
    for row in &worded.rows {
        drawing.add_row(row.cells.iter().map(|cell| cell.text.as_str()));
    }
    for (at, column) in worded.columns.iter().enumerate() {
        if let Some(drawn) = drawing.column_mut(at) {
            let padding = if at + 1 == worded.columns.len() { 0 } else { 1 };
            drawn.set_padding((0, padding));
            // Labels and intervals stay in one piece; long labels, headings and words break, figures and single words never.
            let widest =
                worded.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.chars().count()).max();
            if at == 0 && widest > Some(WIDEST_LABEL) {
                drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(WIDEST_LABEL as u16)));
            } else if at == 0 || column.heading == words.word("column.interval") {
                drawn.set_constraint(ColumnConstraint::ContentWidth);
            } else {
                let cells = worded.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.as_str());
                let width = widest_word(cells.chain([column.heading.as_str()])) as u16 + padding;
                drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
            }
            drawn.set_cell_alignment(if column.right { CellAlignment::Right } else { CellAlignment::Left });
        }
    }
    let marked = worded.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.tone != Tone::Plain);
    let totals: Vec<&str> = worded
        .rows
        .iter()
        .filter(|row| row.total)
        .filter_map(|row| row.cells.first())
        .map(|c| c.text.as_str())
        .collect();
    let mut text = format!("\n{}\n", look.bold(&worded.title));
    for line in drawing.lines() {
        let line = line.trim_end();
        let total = totals.iter().any(|label| line.starts_with(label));
        let line = if marked { look.gains(line) } else { line.to_owned() };
        text += &if total { look.bold(&line) } else { line };
        text.push('\n');
    }
    for note in &worded.notes {
        text += &look.faint(wrapped(note, "", "").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Look, wrapped};

    #[test]
    fn wraps_at_the_width() {
        let text = wrapped(&"word ".repeat(40), "* ", "  ");
        assert!(text.lines().all(|line| line.chars().count() <= super::WIDTH));
        assert!(text.starts_with("* word") && text.lines().nth(1).is_some_and(|line| line.starts_with("  word")));
    }

    #[test]
    fn colours_numbers_and_leaves_the_sentence() {
        let look = Look { colours: true };
        assert_eq!(look.gains("a \u{2212}1.200 b +3."), "a \u{1b}[31m\u{2212}1.200\u{1b}[0m b \u{1b}[32m+3\u{1b}[0m.");
        assert_eq!(Look::PLAIN.gains("a +3."), "a +3.");
    }
}
