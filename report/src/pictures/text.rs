//! How wide a text is and where it breaks, without asking a font: widths are those of a wide one, so that every font fits.

/// Size of a text \[units of the picture\].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Font {
    /// Height of the em \[units\].
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
}

/// Titles.
pub(super) const TITLE: Font = Font { size: 17.0, bold: true };
/// Labels, figures and notes.
pub(super) const PLAIN: Font = Font { size: 14.0, bold: false };
/// Labels and figures of sums.
pub(super) const STRONG: Font = Font { size: 14.0, bold: true };

impl Font {
    /// From one line to the next \[units\].
    pub(super) fn line(self) -> f64 {
        self.size * 1.25
    }

    /// The width of a text at most \[units\].
    pub(super) fn width(self, text: &str) -> f64 {
        let widths: f64 = text.chars().map(em).sum();
        widths * self.size * if self.bold { 1.1 } else { 1.0 }
    }

    /// The text, or as much of its beginning as fits, with an ellipsis.
    pub(super) fn fitted(self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() && self.width(&kept) + self.width("…") > room {}
        format!("{}…", kept.trim_end_matches([' ', ',', '–', '-']))
    }

    /// The text in at most so many lines; what does not fit ends in an ellipsis.
    pub(super) fn wrapped(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(word) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > most {
            let rest = lines.split_off(most.max(1) - 1).join(" ");
            lines.push(rest);
        }
        lines.iter().map(|line| self.fitted(line, room)).collect()
    }
}

/// The width of a character [em] in a wide sans serif.
fn em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' => 0.28,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' => 0.33,
        'f' | 'r' | 't' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' => 0.42,
        'm' | 'w' | 'æ' | 'M' | 'W' | 'Æ' | '%' | '…' => 0.98,
        '+' | '\u{2212}' | '=' => 0.84,
        '0'..='9' => 0.64,
        upper if upper.is_uppercase() => 0.76,
        _ => 0.62,
    }
}

#[cfg(test)]
mod tests {
    use super::{PLAIN, TITLE};

    #[test]
    fn lines_fit_and_what_is_left_is_told() {
        let text = "Landsbyopgaver, som kommunen slipper for";
        for (room, most) in [(1000.0, 1), (200.0, 3), (120.0, 2), (20.0, 1)] {
            let lines = PLAIN.wrapped(text, room, most);
            assert!(lines.len() <= most && lines.iter().all(|line| PLAIN.width(line) <= room), "{lines:?}");
        }
        assert_eq!(PLAIN.wrapped(text, 200.0, 3).join(" "), text);
        assert!(PLAIN.wrapped(text, 120.0, 2)[1].ends_with('…'));
        assert!(TITLE.width(text) > PLAIN.width(text));
        assert_eq!(PLAIN.wrapped("", 100.0, 2), Vec::<String>::new());
    }
}
