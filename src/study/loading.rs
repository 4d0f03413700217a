//! From a scenario file to a study: read, compared with the schema, understood, checked.

use std::path::Path;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::study::error::{Error, Problem, Problems};
use crate::study::scenario::{FORMAT, Study};
use crate::study::schema::scenario_schema;
use crate::study::tree::{Node, Texts, set};
use crate::study::validation::validate;

impl Study {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// Where the file cannot be read, and where the scenario has problems: all of them together.
    pub fn from_toml(path: impl AsRef<Path>) -> Result<Study, Error> {
        Study::from_toml_with(path, &[])
    }

    /// Reads a scenario file with some keys set to other values: `("simulation.samples", "50")`.
    ///
    /// A key is the path of the report's assumptions: members of lists by name,
    /// `programme.enterprises[repair_cafe].positions[small jobs].places`. A value is written as in the file; a text may
    /// be without quotes.
    ///
    /// # Errors
    /// As [`Study::from_toml`], and where a key is not known.
    pub fn from_toml_with(path: impl AsRef<Path>, settings: &[(&str, &str)]) -> Result<Study, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let refuse =
            |reason: String, remedy: &str| Error::Unreadable { path: name.clone(), reason, remedy: remedy.to_owned() };
        let bytes = std::fs::read(path)
            .map_err(|error| refuse(error.to_string(), "check the path, and that you may read the file"))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            refuse(format!("line {line} is not UTF-8 text"), "save the file as UTF-8")
        })?;
        Study::parse_with(&text, &name, settings)
    }

    /// Reads a scenario from text; `file_name` is what messages call it, and where the path of a file of persons begins.
    ///
    /// # Errors
    /// Where the scenario has problems: all of them together.
    pub fn parse(text: &str, file_name: &str) -> Result<Study, Error> {
        Study::parse_with(text, file_name, &[])
    }

    /// Reads a scenario from text with some keys set to other values.
    ///
    /// # Errors
    /// As [`Study::from_toml_with`].
    pub fn parse_with(text: &str, file_name: &str, settings: &[(&str, &str)]) -> Result<Study, Error> {
        let mut texts = Texts::new(file_name, text);
        let padded: Vec<(usize, String)> = settings
            .iter()
            .map(|(key, value)| {
                let start = texts.add("--set", format!("{key}={value}"));
                // The value is read at the very column where it stands in the line of texts: `v=` ends where `key=` ends.
                (start, format!("{}v={value}", " ".repeat(start + key.len().saturating_sub(1))))
            })
            .collect();
        read(text, settings, &padded, &mut texts).map_err(|mut problems| {
            problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.source, place.span.start)));
            Error::Problems(Box::new(Problems { sources: texts.into_sources(), problems }))
        })
    }
}

/// The steps of reading: each goes on only where the one before found no problem.
fn read(
    text: &str,
    settings: &[(&str, &str)],
    padded: &[(usize, String)],
    texts: &mut Texts,
) -> Result<Study, Vec<Problem>> {
    let mut root = parse(text, texts).map_err(|problem| vec![*problem])?;
    let mut problems = Vec::new();
    for ((key, value), (start, padded)) in settings.iter().zip(padded) {
        let value_start = start + key.len() + 1;
        let value = match DeTable::parse(padded).map(|table| table.into_inner().remove("v")) {
            Ok(Some(value)) => value,
            _ => Node::new(value_start..value_start + value.len(), DeValue::String((*value).into())),
        };
        if let Err((wrong, remedy)) = set(&mut root, key, *start, value) {
            problems.push(texts.at(Problem::new(*key, wrong, remedy), *start..start + key.len()));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    check_format(&root, texts)?;
    let problems = validate(scenario_schema(), &root, texts);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut study = understand(root.clone()).map_err(|problem| vec![texts.locate(&root, *problem)])?;
    let folder = texts.folder();
    if let Some(persons) = &study.persons {
        texts.add_silent(&folder.join(persons.file()));
    }
    let problems = study.read_persons(&folder).err().unwrap_or_else(|| study.check());
    if problems.is_empty() {
        return Ok(study);
    }
    Err(problems.into_iter().map(|problem| texts.locate(&root, problem)).collect())
}

/// TOML into a tree; only the first mistake of syntax is reported, the rest would be its echo.
fn parse<'i>(text: &'i str, texts: &Texts) -> Result<Node<'i>, Box<Problem>> {
    match DeTable::parse(text) {
        Ok(table) => Ok(Node::new(table.span(), DeValue::Table(table.into_inner()))),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let place = texts.place(span.clone());
            let line = text.lines().nth(place.line - 1).unwrap_or_default();
            let wrong = format!("the text is not TOML: {}", error.message().trim().replace('\n', ", "));
            Err(Box::new(texts.at(Problem::new("", wrong, syntax_remedy(line)), span)))
        }
    }
}

/// What to do about a line that is not TOML.
fn syntax_remedy(line: &str) -> &'static str {
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = value.as_bytes();
    let comma = bytes
        .iter()
        .position(|byte| *byte == b',')
        .is_some_and(|at| at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)));
    if bytes.len() >= 7 && digit(bytes.first()) && bytes[4] == b'-' {
        "a month is written in quotes: \"2026-03\""
    } else if comma && digit(bytes.first()) {
        "a number is written with a decimal point, and without separators: 1234.5"
    } else {
        "a line is `key = value`, texts stand in quotes, a table starts with [name] and a member of a list with [[name]]"
    }
}

/// Another version of the format gets one clear answer instead of many unclear ones.
fn check_format(root: &Node, texts: &Texts) -> Result<(), Vec<Problem>> {
    let Some(format) = root.get_ref().as_table().and_then(|table| table.get("format")) else { return Ok(()) };
    match format.get_ref().as_integer() {
        Some(number) if number.as_str() != FORMAT.to_string() => {
            let wrong =
                format!("this library reads version {FORMAT} of the scenario format, and this is version {number}");
            let remedy = format!("write `format = {FORMAT}`, or use the version of gevinst that wrote the file");
            Err(vec![texts.at(Problem::new("format", wrong, remedy), format.span())])
        }
        _ => Ok(()),
    }
}

/// The tree as a study; the schema has been met, so that a refusal here is rare.
fn understand(root: Node) -> Result<Study, Box<Problem>> {
    let span = root.span();
    let DeValue::Table(table) = root.into_inner() else {
        return Err(Box::new(Problem::new("", "a scenario is a table", "")));
    };
    let deserializer = toml::de::Deserializer::from(toml::Spanned::new(span, table));
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    Study::deserialize(tracked).map_err(|error| {
        Box::new(Problem::new(track.path().to_string(), error.message().trim().to_owned(), "correct the value"))
    })
}
