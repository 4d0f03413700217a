//! The page of a report: one HTML file that asks for nothing from outside.

use gevinst::domain::party::Perspective;
use gevinst::report::decisions::Dossier;
use gevinst::report::document::{Answer, Block, Document, Section};
use gevinst::report::findings::Manifest;
use gevinst::report::savings::perspective_key;
use gevinst::report::table::{Phrase, Table, Value};
use gevinst::report::wording::{Tone, WordedCell, WordedRow, WordedTable};
use gevinst::report::words::Words;
use minijinja::value::Serde;
use minijinja::{Environment, Value as Markup, context};
use serde::Serialize;

use crate::error::Error;
use crate::pictures::{Picture, pictures};

/// The templates; names ending in `.html` escape what they are given.
const TEMPLATES: [(&str, &str); 2] =
    [("page.html", include_str!("page.html")), ("blocks.html", include_str!("blocks.html"))];

const STYLE: &str = include_str!("page.css");

/// A table with so many columns of words or more, its labels counted, becomes a stack of cards on a phone.
const WORDY: usize = 4;

/// Characters from which a text in a cell needs a wide column.
const LONG: usize = 16;

/// A table of at most so many rows stays on one sheet of paper.
const SHORT: usize = 18;

/// The pictures of a report, each seen by somebody.
#[derive(Debug)]
pub(super) struct Gallery {
    /// The perspective of the report.
    chosen: Perspective,
    pictures: Vec<(Perspective, Picture)>,
}

impl Gallery {
    /// The pictures that a document asks for.
    pub(super) fn of(dossier: &Dossier, document: &Document, words: &Words) -> Gallery {
        let asked: Vec<(&str, Perspective)> = document.sections.iter().flat_map(asked).collect();
        let mut seen: Vec<Perspective> = Vec::new();
        for (_, perspective) in &asked {
            if !seen.contains(perspective) {
                seen.push(*perspective);
            }
        }
        let drawn = seen.iter().flat_map(|perspective| {
            pictures(dossier, *perspective, words).into_iter().map(|picture| (*perspective, picture))
        });
        let wanted = |(perspective, picture): &(Perspective, Picture)| asked.contains(&(picture.key, *perspective));
        let pictures = drawn.filter(wanted).collect();
        Gallery { chosen: seen.first().copied().unwrap_or(Perspective::Municipality), pictures }
    }

    /// Pictures that one perspective sees.
    pub(super) fn from_pictures(pictures: Vec<Picture>, chosen: Perspective) -> Gallery {
        Gallery { chosen, pictures: pictures.into_iter().map(|picture| (chosen, picture)).collect() }
    }

    /// Each picture with the name of its file.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.pictures.iter().map(|(perspective, picture)| {
            let other = (*perspective != self.chosen).then(|| format!("_{}", perspective_key(*perspective)));
            (format!("{}{}", picture.key, other.unwrap_or_default()), picture.svg.as_str())
        })
    }

    fn find(&self, key: &str, perspective: Perspective) -> Option<&Picture> {
        let found = self.pictures.iter().find(|(its, picture)| *its == perspective && picture.key == key);
        found.map(|(_, picture)| picture)
    }
}

/// The pictures that a section asks for.
fn asked(section: &Section) -> impl Iterator<Item = (&'static str, Perspective)> {
    section.blocks.iter().filter_map(|block| match block {
        Block::Picture { key, perspective } => Some((*key, *perspective)),
        _ => None,
    })
}

/// A section as texts.
#[derive(Serialize)]
struct PageSection {
    key: &'static str,
    heading: String,
    blocks: Vec<PageBlock>,
}

/// A piece of a section as texts.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum PageBlock {
    Text { lines: Vec<String> },
    Points { lines: Vec<String> },
    Picture { title: String, description: String, svg: Markup },
    Table { id: String, table: PageTable },
    Answers { answers: Vec<PageAnswer> },
    Command { line: String },
}

/// A question and its answer as texts.
#[derive(Serialize)]
struct PageAnswer {
    question: String,
    said: Vec<String>,
}

/// A table as texts.
#[derive(Serialize)]
struct PageTable {
    title: String,
    /// Whether a phone shows a card for each row.
    cards: bool,
    /// Whether it fits a sheet of paper, and is not to be parted.
    short: bool,
    columns: Vec<PageColumn>,
    rows: Vec<PageRow>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PageColumn {
    heading: String,
    right: bool,
}

#[derive(Serialize)]
struct PageRow {
    label: Markup,
    /// The key path at which it stands in the scenario file, where the label is another.
    key: Option<Markup>,
    /// Nothing where the row heads those that follow.
    cells: Vec<PageCell>,
    total: bool,
    /// Whether the label is short enough to stand in one line, as a month does.
    one_line: bool,
}

#[derive(Serialize)]
struct PageCell {
    text: Markup,
    /// The page that it comes from, where that has an address.
    address: Option<String>,
    /// `gain` or `loss`, or nothing.
    tone: &'static str,
    /// Whether it is a sentence, which a narrow column would make a tower of.
    long: bool,
}

/// The page of a document in a language.
///
/// # Errors
/// Where the template fails.
pub(super) fn page(
    document: &Document,
    manifest: &Manifest,
    gallery: &Gallery,
    words: &Words,
) -> Result<String, Error> {
    let unmade = |cause: minijinja::Error| Error::unmade("the page", cause);
    let mut environment = Environment::new();
    for (name, text) in TEMPLATES {
        environment.add_template(name, text).map_err(unmade)?;
    }
    let sections = |sections: &[Section]| {
        let worded = sections.iter().map(|section| worded(section, gallery, words));
        Markup::from(Serde(worded.collect::<Vec<PageSection>>()))
    };
    let made_by = Phrase::new("document.made_by").with("version", manifest.version.as_str());
    let question = match &document.question {
        Value::None => String::new(),
        question => words.value(question),
    };
    let page = environment.get_template("page.html").map_err(unmade)?;
    page.render(context! {
        lang => words.language().code(),
        style => Markup::from_safe_string(STYLE.to_owned()),
        title => words.phrase(&document.title),
        caveat => document.caveat.as_ref().map(|caveat| words.phrase(caveat)),
        question => question,
        answer => document.answer.iter().map(|line| words.phrase(line)).collect::<Vec<_>>(),
        beside => document.beside.iter().map(|line| words.phrase(line)).collect::<Vec<_>>(),
        front => sections(&document.front),
        sections => sections(&document.sections),
        said => context! {
            question => words.word("document.question"),
            answer => words.word("document.answer"),
            contents => words.word("document.contents"),
            skip => words.word("document.skip"),
            picture => words.word("document.picture_said"),
            command => words.word("document.command"),
            files => words.word(if document.key == "report" { "document.files" } else { "document.files_compared" }),
            made_by => words.phrase(&made_by),
        },
    })
    .map_err(unmade)
}

/// A section in a language, its tables named after it.
fn worded(section: &Section, gallery: &Gallery, words: &Words) -> PageSection {
    let lines = |phrases: &[Phrase]| -> Vec<String> { phrases.iter().map(|phrase| words.phrase(phrase)).collect() };
    let block = |(at, block): (usize, &Block)| match block {
        Block::Text(phrases) => Some(PageBlock::Text { lines: lines(phrases) }),
        Block::Points(phrases) => Some(PageBlock::Points { lines: lines(phrases) }),
        Block::Picture { key, perspective } => gallery.find(key, *perspective).map(|picture| PageBlock::Picture {
            title: picture.title.clone(),
            description: picture.description.clone(),
            svg: Markup::from_safe_string(picture.svg.clone()),
        }),
        Block::Table(table) => {
            Some(PageBlock::Table { id: format!("{}-{at}", section.key), table: page_table(table, words) })
        }
        Block::Answers(answers) => Some(PageBlock::Answers {
            answers: answers
                .iter()
                .map(|Answer { question, said }| PageAnswer { question: words.phrase(question), said: lines(said) })
                .collect(),
        }),
        Block::Command(line) => Some(PageBlock::Command { line: line.clone() }),
    };
    let blocks = section.blocks.iter().enumerate().filter_map(block);
    let said = |block: &PageBlock| match block {
        PageBlock::Text { lines } | PageBlock::Points { lines } => !lines.is_empty(),
        _ => true,
    };
    PageSection { key: section.key, heading: words.phrase(&section.heading), blocks: blocks.filter(said).collect() }
}

/// A table in a language. What a column of addresses holds, the references before it lead to; a key path stands small under
/// the name of what it leads to.
fn page_table(table: &Table, words: &Words) -> PageTable {
    let mut worded = table.worded(words);
    let at = |key: &str| table.columns.iter().position(|column| column.key == key).map(|at| at + 1);
    let reference = at("reference");
    let leads: Vec<Option<String>> =
        taken(&mut worded, at("address")).into_iter().map(|text| text.filter(|text| is_address(text))).collect();
    let keys = taken(&mut worded, at("key"));
    let wordy = worded.columns.iter().filter(|column| !column.right).count() >= WORDY;
    let cell = |cell: WordedCell, address: Option<String>| PageCell {
        tone: match cell.tone {
            Tone::Gain => "gain",
            Tone::Loss => "loss",
            Tone::Plain => "",
        },
        long: cell.text.chars().count() >= LONG,
        text: breakable(&cell.text),
        address,
    };
    let heads = table.rows.iter().map(|row| row.cells.iter().all(|cell| *cell == Value::None));
    let rows = worded.rows.into_iter().zip(heads).zip(leads.into_iter().zip(keys));
    let rows = rows.map(|((row, heads), (lead, key))| {
        let mut cells = row.cells.into_iter().enumerate();
        let label = cells.next().unwrap_or_default().1.text;
        let leads = |at: usize| lead.clone().filter(|_| reference == Some(at));
        let cells = if heads { Vec::new() } else { cells.map(|(at, text)| cell(text, leads(at))).collect() };
        let key = key.filter(|key| *key != label).map(|key| breakable(&key));
        let one_line = label.chars().count() < LONG;
        PageRow { label: breakable(&label), key, cells, total: row.total, one_line }
    });
    PageTable {
        title: worded.title,
        cards: wordy,
        short: table.rows.len() <= SHORT,
        rows: rows.collect(),
        columns: worded
            .columns
            .into_iter()
            .map(|column| PageColumn { heading: column.heading, right: column.right })
            .collect(),
        notes: worded.notes,
    }
}

/// The texts of a column, taken out of a table; nothing for each row where there is no such column.
fn taken(table: &mut WordedTable, column: Option<usize>) -> Vec<Option<String>> {
    if let Some(column) = column {
        table.columns.remove(column);
    }
    let text = |row: &mut WordedRow| column.map(|column| row.cells.remove(column).text);
    table.rows.iter_mut().map(text).collect()
}

/// A text for a narrow column: key paths may be broken after their marks, words and numbers nowhere.
fn breakable(text: &str) -> Markup {
    let mut written = String::with_capacity(text.len());
    let mut following = text.chars().skip(1);
    for mark in text.chars() {
        match mark {
            '&' => written += "&amp;",
            '<' => written += "&lt;",
            '>' => written += "&gt;",
            '"' => written += "&quot;",
            other => written.push(other),
        }
        if following.next().is_some_and(char::is_alphabetic) && "._]>/".contains(mark) {
            written += "<wbr>";
        }
    }
    Markup::from_safe_string(written)
}

/// Whether a text is the address of a page.
fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::breakable;

    #[test]
    fn paths_break_after_their_marks_and_nothing_is_left_unescaped() {
        let broken = |text| breakable(text).to_string();
        assert_eq!(broken("costs[a b].amount_high"), "costs[a b].<wbr>amount_<wbr>high");
        assert_eq!(broken("<b>&\"x\""), "&lt;b&gt;&amp;&quot;x&quot;");
        assert_eq!(broken("\u{2212}1.234.567 til +2.000"), "\u{2212}1.234.567 til +2.000");
        assert_eq!(broken("cash_benefit->ordinary_job"), "cash_<wbr>benefit-&gt;<wbr>ordinary_<wbr>job");
    }
}
