//! Names of sheets, cells and ranges, each given once.

use std::collections::BTreeSet;

use gevinst::report::table::Table;
use gevinst::report::words::Words;

/// Characters that a sheet's name may have.
const LONGEST: usize = 31;

/// The names given so far, in lower case: a spreadsheet tells none apart by case.
pub(super) struct Names {
    sheets: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl Names {
    /// No name given yet.
    pub(super) fn new() -> Names {
        Names { sheets: BTreeSet::new(), defined: BTreeSet::new() }
    }

    /// The name of a sheet, without what a spreadsheet forbids, and with a number where it was given before.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        let allowed: String = wanted.chars().filter(|sign| !"*?:[]\\/'".contains(*sign)).collect();
        let numbered = |number: usize| {
            let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
            let room = LONGEST - suffix.encode_utf16().count();
            format!("{}{suffix}", shortened(allowed.trim(), room))
        };
        given(&mut self.sheets, numbered)
    }

    /// The name of a cell or a range: letters, digits and underscores.
    pub(super) fn defined(&mut self, wanted: &str) -> String {
        let signs = wanted.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' });
        let name = signs.collect::<String>().split_whitespace().collect::<Vec<_>>().join("_");
        given(&mut self.defined, |number| if number == 1 { name.clone() } else { format!("{name}_{number}") })
    }
}

/// The first of the numbered names that was not given yet.
fn given(names: &mut BTreeSet<String>, numbered: impl Fn(usize) -> String) -> String {
    let mut number = 1;
    loop {
        let name = numbered(number);
        if names.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// As much of a text as there is room for.
fn shortened(text: &str, room: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, sign)| {
        used += sign.len_utf16();
        used > room
    });
    end.map_or(text, |(at, _)| text[..at].trim_end())
}

/// What the sheet of a table is to be called: the word for it, or its title where it has none.
pub(super) fn of_table(table: &Table, words: &Words) -> String {
    let key = format!("sheet.{}", table.key);
    if words.keys().any(|known| known == key) { words.word(&key).to_owned() } else { words.phrase(&table.title) }
}

/// A sheet's name as formulas write it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn no_name_is_given_twice_or_too_long() {
        let mut names = Names::new();
        assert_eq!(names.sheet("Budget"), "Budget");
        assert_eq!(names.sheet("budget"), "budget (2)");
        assert_eq!(names.sheet("A/B: [c]*?\\'"), "AB c");
        let long = "\u{e6}".repeat(40);
        assert_eq!(names.sheet(&long).chars().count(), 31);
        let again = names.sheet(&long);
        assert!(again.chars().count() == 31 && again.ends_with(" (2)"), "{again}");
        assert_eq!(names.defined("Nutidsv\u{e6}rdi, 5 %"), "Nutidsv\u{e6}rdi_5");
        assert_eq!(names.defined("nutidsv\u{e6}rdi 5"), "nutidsv\u{e6}rdi_5_2");
    }
}
