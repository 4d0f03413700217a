//! Does the tree fit the schema? Finds every unknown, missing and wrong key of a scenario, with its place.
//!
//! A subset of JSON Schema, as schemars writes it for the types of a study: `type`, `properties`,
//! `additionalProperties`, `required`, `items`, `minItems`, `maxItems`, `const`, `enum`, `oneOf`, `anyOf`, `$ref`,
//! `minimum`, `maxLength`, the formats of whole numbers and months, and the pattern of a named assumption.

use std::ops::Range;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::domain::calendar::Month;
use crate::study::error::Problem;
use crate::study::suggestion::advice;
use crate::study::tree::{Node, Texts, member_name};

/// Every problem of the tree against the schema.
pub(crate) fn validate(schema: &Value, root: &Node, texts: &Texts) -> Vec<Problem> {
    let mut validation = Validation { schema, texts, path: Vec::new(), problems: Vec::new() };
    let header = root.span().start..root.span().start;
    validation.value(schema, root, header);
    validation.problems
}

struct Validation<'s> {
    schema: &'s Value,
    texts: &'s Texts,
    path: Vec<String>,
    problems: Vec<Problem>,
}

impl<'s> Validation<'s> {
    fn report(&mut self, span: Range<usize>, wrong: impl Into<String>, remedy: impl Into<String>) {
        let problem = Problem::new(self.path.join("."), wrong, remedy);
        self.problems.push(self.texts.at(problem, span));
    }

    /// Follows `$ref`s to the schema that says something.
    fn resolve(&self, mut schema: &'s Value) -> &'s Value {
        while let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#')) {
            match self.schema.pointer(name) {
                Some(found) => schema = found,
                None => break,
            }
        }
        schema
    }

    /// Checks a value; `header` is where a table is told that it lacks a key.
    fn value(&mut self, schema: &'s Value, value: &Node, header: Range<usize>) {
        let description = first_sentence(schema);
        let schema = self.resolve(schema);
        let span = value.span();
        if let Some(words) = words(schema) {
            match value.get_ref().as_str() {
                Some(word) if words.contains(&word) => {}
                Some(word) => self.report(span, format!("`{}` is not known here", shown(word)), advice(word, words)),
                None => {
                    let one_of: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                    let wrong = format!("{} stands here", kind(value.get_ref()));
                    self.report(span, wrong, format!("expected one of {}", one_of.join(", ")));
                }
            }
            return;
        }
        if let Some(branches) = schema["anyOf"].as_array() {
            let fits = branches.iter().map(|branch| self.resolve(branch)).find(|branch| self.fits(branch, value));
            return match fits {
                Some(branch) => self.value(branch, value, header),
                None => {
                    let expected = description.or_else(|| self.branch_sentence(schema)).unwrap_or_default();
                    self.report(span, format!("{} stands here", kind(value.get_ref())), format!("expected {expected}"));
                }
            };
        }
        if !self.fits(schema, value) {
            let wrong = format!("{} stands here", kind(value.get_ref()));
            return self.report(span, wrong, format!("expected {}{}", expected(schema), type_hint(schema, value)));
        }
        match value.get_ref() {
            DeValue::Table(table) => self.table(schema, table, header),
            DeValue::Array(members) => self.list(schema, value, members),
            DeValue::String(text) => self.text(schema, text, span),
            DeValue::Integer(number) => self.whole(schema, number, span),
            DeValue::Float(number) => {
                if !number.as_str().parse::<f64>().is_ok_and(f64::is_finite) {
                    self.report(span, format!("`{number}` is not a finite number"), "write a plain number");
                }
            }
            DeValue::Boolean(_) | DeValue::Datetime(_) => {}
        }
    }

    fn branch_sentence(&self, schema: &'s Value) -> Option<String> {
        schema["anyOf"].as_array()?.iter().find_map(|branch| first_sentence(self.resolve(branch)))
    }

    /// Whether the TOML type of a value is one that the schema takes.
    fn fits(&self, schema: &'s Value, value: &Node) -> bool {
        if let Some(branches) = schema["anyOf"].as_array() {
            return branches.iter().any(|branch| self.fits(self.resolve(branch), value));
        }
        if words(schema).is_some() {
            return value.get_ref().is_str();
        }
        let takes = |name: &str| match name {
            "object" => value.get_ref().is_table(),
            "array" => value.get_ref().is_array(),
            "string" => value.get_ref().is_str(),
            "integer" => value.get_ref().is_integer(),
            "number" => value.get_ref().is_integer() || value.get_ref().is_float(),
            "boolean" => value.get_ref().is_bool(),
            _ => false,
        };
        match &schema["type"] {
            Value::String(name) => takes(name),
            Value::Array(names) => names.iter().filter_map(Value::as_str).any(takes),
            _ => true,
        }
    }

    fn table(&mut self, schema: &'s Value, table: &DeTable, header: Range<usize>) {
        let properties = schema["properties"].as_object();
        for (key, value) in table.iter() {
            let name = key.get_ref().as_ref();
            let known = properties.and_then(|properties| properties.get(name));
            match (known, &schema["additionalProperties"]) {
                (Some(known), _) => self.inside(name, known, value, header_of(key.span(), value)),
                (None, Value::Bool(false)) => {
                    let keys: Vec<&str> = properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
                    self.report(key.span(), format!("there is no key `{}` here", shown(name)), advice(name, keys));
                }
                (None, open) => self.inside(name, open, value, header_of(key.span(), value)),
            }
        }
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !table.contains_key(key) {
                let meant = properties.and_then(|all| first_sentence(&all[key])).unwrap_or_default();
                self.report(header.clone(), format!("the key `{key}` is missing"), format!("add it: {meant}"));
            }
        }
    }

    fn inside(&mut self, name: &str, schema: &'s Value, value: &Node, header: Range<usize>) {
        self.path.push(name.to_owned());
        self.value(schema, value, header);
        self.path.pop();
    }

    fn list(&mut self, schema: &'s Value, value: &Node, members: &[Node]) {
        let (least, most) = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
        let count = members.len() as u64;
        if least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
            let expected = least.or(most).unwrap_or_default();
            self.report(value.span(), format!("the list has {count} members"), format!("expected {expected}"));
        }
        let Some(list) = self.path.pop() else { return };
        for (position, member) in members.iter().enumerate() {
            let name = member_name(&list, member, position);
            self.inside(&format!("{list}[{name}]"), &schema["items"], member, member.span());
        }
        self.path.push(list);
    }

    fn text(&mut self, schema: &'s Value, text: &str, span: Range<usize>) {
        if schema["format"] == "month" {
            if let Err(error) = text.parse::<Month>() {
                self.report(span, format!("`{}` is not a month", shown(text)), remedy_of(&error.to_string()));
            }
        } else if schema["pattern"] == "^\\$" && !text.starts_with('$') {
            let number = text.replace(',', ".").parse::<f64>().is_ok();
            let remedy = if number {
                "write it without quotes, with a decimal point".to_owned()
            } else {
                format!("an assumption is named with a dollar sign: \"${}\"", shown(text))
            };
            self.report(span, format!("`{}` is not a number", shown(text)), remedy);
        } else if schema["maxLength"].as_u64().is_some_and(|most| text.chars().count() as u64 != most) {
            self.report(span, format!("`{}` is not one character", shown(text)), "write a single letter");
        }
    }

    fn whole(&mut self, schema: &'s Value, number: &toml::de::DeInteger, span: Range<usize>) {
        let value = i128::from_str_radix(number.as_str(), number.radix()).ok();
        let (least, most) = match schema["format"].as_str() {
            Some("uint8") => (0, i128::from(u8::MAX)),
            Some("uint32") => (0, i128::from(u32::MAX)),
            Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
            Some("uint64") => (0, i128::from(i64::MAX)),
            _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
        };
        if !value.is_some_and(|value| (least..=most).contains(&value)) {
            self.report(span, format!("{number} is out of range"), format!("expected a number from {least} to {most}"));
        } else if schema["const"].as_i64().is_some_and(|only| value != Some(i128::from(only))) {
            self.report(span, format!("{number} is not possible here"), format!("write {}", schema["const"]));
        }
    }
}

/// Where a table's missing keys are reported: its header, or its key where it is written in braces.
fn header_of(key: Range<usize>, value: &Node) -> Range<usize> {
    if value.get_ref().is_table() && value.span().len() > key.len() + 80 { key } else { value.span() }
}

/// The words that a schema of an enumeration knows.
fn words(schema: &Value) -> Option<Vec<&str>> {
    fn collect<'s>(schema: &'s Value, words: &mut Vec<&'s str>) {
        words.extend(schema["const"].as_str());
        words.extend(schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str));
        for branch in schema["oneOf"].as_array().into_iter().flatten() {
            collect(branch, words);
        }
    }
    let mut all = Vec::new();
    collect(schema, &mut all);
    (!all.is_empty()).then_some(all)
}

/// The first sentence of a schema's description.
fn first_sentence(schema: &Value) -> Option<String> {
    let text = schema["description"].as_str()?;
    let text = text.split_once("\n").map_or(text, |(first, _)| first);
    Some(text.trim_end_matches('.').to_owned())
}

/// The part of a message after its last colon: what to write.
fn remedy_of(message: &str) -> String {
    message.rsplit_once(": ").map_or(message, |(_, remedy)| remedy).to_owned()
}

/// At most 60 characters of what was written, on one line.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > 60 {
        short.push('…');
    }
    short
}

/// What stands there, in words.
fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// What a schema takes, in words.
fn expected(schema: &Value) -> &'static str {
    if schema["format"] == "month" {
        return "a month, written in quotes as \"2026-03\"";
    }
    let name = match &schema["type"] {
        Value::Array(names) => names.first().and_then(Value::as_str),
        name => name.as_str(),
    };
    match name {
        Some("object") => "a table",
        Some("array") => "a list in brackets, or tables under [[...]]",
        Some("string") => "a text in quotes",
        Some("integer") => "a whole number",
        Some("number") => "a plain number",
        Some("boolean") => "true or false",
        _ => "another value",
    }
}

/// What to do about the commonest mistake: a number in quotes.
fn type_hint(schema: &Value, value: &Node) -> &'static str {
    let number = schema["type"] == "integer" || schema["type"] == "number";
    if number && value.get_ref().is_str() { ": write it without quotes" } else { "" }
}
