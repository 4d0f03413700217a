//! A report as an order of thoughts: which sentences, tables and pictures stand where, before any language or format.

use crate::domain::party::Perspective;
use crate::report::comparison::{comparison_headline, comparison_report};
use crate::report::decisions::{ComparisonFindings, Dossier};
use crate::report::findings::Manifest;
use crate::report::front::{answer, beside, front};
use crate::report::reproduction::{Making, command, reproduction};
use crate::report::reservations::{caveat, comparison_title, title};
use crate::report::sections::sections;
use crate::report::table::{Phrase, Table, Value};

/// A report: the answer on the first page, the working behind it in sections.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Name: `report` or `comparison`.
    pub key: &'static str,
    /// Who, what, when.
    pub title: Phrase,
    /// The line that stands before everything else, where the scenario has one.
    pub caveat: Option<Phrase>,
    /// The question, as the scenario puts it.
    pub question: Value,
    /// The answer in a sentence or two.
    pub answer: Vec<Phrase>,
    /// What to know beside it: how much is luck, what of it can be taken out of the budget.
    pub beside: Vec<Phrase>,
    /// What else stands on the first page.
    pub front: Vec<Section>,
    /// The working behind it.
    pub sections: Vec<Section>,
}

/// One thought under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Name, by which it can be pointed to.
    pub key: &'static str,
    /// Heading.
    pub heading: Phrase,
    /// What it says and shows, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Sentences of one paragraph.
    Text(Vec<Phrase>),
    /// Sentences that stand each by itself.
    Points(Vec<Phrase>),
    /// A picture, which formats draw each in their way; nothing where there is nothing to draw of.
    Picture {
        /// Its name.
        key: &'static str,
        /// Whose eyes.
        perspective: Perspective,
    },
    /// A table.
    Table(Table),
    /// Questions with their answers.
    Answers(Vec<Answer>),
    /// A line to type.
    Command(String),
}

/// A question and what the run says to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The question.
    pub question: Phrase,
    /// The answer, one sentence or more.
    pub said: Vec<Phrase>,
}

impl Section {
    /// A section headed `section.<key>`, led by what `lead.<key>` says.
    pub(crate) fn new(key: &'static str, blocks: impl IntoIterator<Item = Block>) -> Section {
        let lead = Block::Text(vec![Phrase::new(format!("lead.{key}"))]);
        Section { key, heading: heading(key), blocks: std::iter::once(lead).chain(blocks).collect() }
    }

    /// A section headed `section.<key>`.
    pub(crate) fn bare(key: &'static str, blocks: Vec<Block>) -> Section {
        Section { key, heading: heading(key), blocks }
    }

    /// Its tables.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

fn heading(key: &str) -> Phrase {
    Phrase::new(format!("section.{key}"))
}

/// The report of a study, seen from one perspective. `making`: how it came about.
pub fn report_document(dossier: &Dossier, perspective: Perspective, making: &Making) -> Document {
    let manifest = &dossier.run.manifest;
    Document {
        key: "report",
        title: title(manifest),
        caveat: caveat(manifest),
        question: question(manifest),
        answer: answer(&dossier.run, perspective),
        beside: beside(&dossier.run, perspective),
        front: front(dossier, perspective),
        sections: sections(dossier, perspective, making),
    }
}

/// The report of two programmes or more side by side.
pub fn comparison_document(findings: &ComparisonFindings, perspective: Perspective, making: &Making) -> Document {
    let mut lines = comparison_headline(findings, perspective);
    let rest = lines.split_off(lines.len().min(1));
    let tables = |keys: &[&str]| -> Vec<Block> {
        let tables = comparison_report(findings, perspective).into_iter();
        tables.filter(|table| keys.contains(&table.key)).map(Block::Table).collect()
    };
    let picture = |key| Block::Picture { key, perspective };
    let questions = findings.manifests.iter().filter(|manifest| !manifest.question.is_empty()).map(|manifest| {
        let question = Value::said(&manifest.question, manifest.question_da.as_deref());
        Phrase::new("document.programme")
            .with("programme", manifest.named(&manifest.programme))
            .with("question", question)
    });
    let time: Vec<(&str, Value)> = making.time().into_iter().collect();
    let manifests = findings.manifests.iter().map(|manifest| Block::Table(reproduction(manifest, &time)));
    let command = Block::Command(command(&findings.manifests, making));
    let first = &findings.manifests[0];
    Document {
        key: "comparison",
        title: comparison_title(first, findings.manifests.len()),
        caveat: caveat(first),
        question: Phrase::new("document.comparison").into(),
        answer: lines,
        beside: rest,
        front: vec![
            Section::bare("choice", tables(&["programmes"])),
            Section::bare("programmes_parties", tables(&["programmes_by_perspective"])),
        ],
        sections: vec![
            Section::new("programmes", [Block::Points(questions.collect()), picture("programmes")]),
            Section::new("programmes_choice", tables(&["options"])),
            Section::new(
                "programmes_aims",
                std::iter::once(picture("plane")).chain(tables(&["programmes_by_aim", "frontier"])),
            ),
            Section::new("reproduction", std::iter::once(command).chain(manifests)),
        ],
    }
}

fn question(manifest: &Manifest) -> Value {
    if manifest.question.is_empty() {
        return Value::None;
    }
    Value::said(&manifest.question, manifest.question_da.as_deref())
}
