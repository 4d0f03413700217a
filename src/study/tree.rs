//! The scenario file as a tree of values that know where they stand, and the way from a key path to a place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::study::error::{Place, Problem, Source};
use crate::study::suggestion::advice;

/// A value with its place.
pub(crate) type Node<'i> = Spanned<DeValue<'i>>;

/// The texts that a tree was read from, laid end to end: a span of the tree is a range in that line.
///
/// Each setting of the command line is read as if it followed the file, so that one span says which text it is in.
pub(crate) struct Texts {
    sources: Vec<Source>,
    starts: Vec<usize>,
}

impl Texts {
    /// The file alone.
    pub(crate) fn new(name: &str, text: &str) -> Texts {
        Texts { sources: vec![Source { name: name.to_owned(), text: text.to_owned() }], starts: vec![0] }
    }

    /// Adds a text and says where it starts.
    pub(crate) fn add(&mut self, name: &str, text: String) -> usize {
        let last = self.sources.last().map_or(0, |source| source.text.len());
        let start = self.starts.last().copied().unwrap_or(0) + last + 1;
        self.sources.push(Source { name: name.to_owned(), text });
        self.starts.push(start);
        start
    }

    /// The texts themselves.
    pub(crate) fn into_sources(self) -> Vec<Source> {
        self.sources
    }

    /// The place of a span of the tree.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let source = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let text = self.sources[source].text.as_str();
        let inside = |at: usize| {
            let mut at = at.saturating_sub(self.starts[source]).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (from, to) = (inside(span.start), inside(span.end));
        let before = &text[..from];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place {
            source,
            span: from..to.max(from),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Puts a problem at a span.
    pub(crate) fn at(&self, problem: Problem, span: Range<usize>) -> Problem {
        Problem { place: Some(self.place(span)), ..problem }
    }

    /// Puts a problem where its key path leads, or as near as the tree goes.
    pub(crate) fn locate(&self, root: &Node, problem: Problem) -> Problem {
        let span = find(root, &problem.path, problem.occurrence).span;
        self.at(problem, span)
    }
}

/// How far a key path leads.
pub(crate) struct Found<'p> {
    /// Where it ends.
    pub(crate) span: Range<usize>,
    /// What of the path is not in the tree, without the leading dot.
    pub(crate) rest: &'p str,
}

/// Follows a key path as far as it goes.
///
/// Names may hold dots and brackets: every reading of the path is tried, and the one that leads furthest counts.
pub(crate) fn find<'p>(node: &Node, path: &'p str, occurrence: usize) -> Found<'p> {
    let mut best = Found { span: node.span(), rest: path };
    let mut better = |found: Found<'p>| {
        if found.rest.len() < best.rest.len() {
            best = found;
        }
    };
    let DeValue::Table(table) = node.get_ref() else { return best };
    for (key, value) in table.iter() {
        let Some(rest) = path.strip_prefix(key.get_ref().as_ref()) else { continue };
        if rest.is_empty() {
            let span = if value.get_ref().is_table() || is_list_of_tables(value) { key.span() } else { value.span() };
            better(Found { span, rest });
        } else if let Some(rest) = rest.strip_prefix('.') {
            better(find(value, rest, occurrence));
        } else if let (true, DeValue::Array(members)) = (rest.starts_with('['), value.get_ref()) {
            let (mut seen, mut named) = (0, None);
            for (position, member) in members.iter().enumerate() {
                let name = member_name(key.get_ref(), member, position);
                let Some(rest) = rest[1..].strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(']')) else {
                    continue;
                };
                if rest.is_empty() {
                    if seen <= occurrence {
                        named = Some(name_span(member));
                    }
                    seen += 1;
                } else if let Some(rest) = rest.strip_prefix('.') {
                    better(find(member, rest, occurrence));
                }
            }
            if let Some(span) = named {
                better(Found { span, rest: "" });
            }
        }
    }
    best
}

/// Whether a value is written as `[[list]]`.
fn is_list_of_tables(value: &Node) -> bool {
    value.get_ref().as_array().is_some_and(|members| members.iter().any(|member| member.get_ref().is_table()))
}

/// Where the name of a list's member stands, or its header.
fn name_span(member: &Node) -> Range<usize> {
    let name = |key| member.get_ref().as_table().and_then(|table| table.get(key));
    name("name").or_else(|| name("form")).map_or(member.span(), Spanned::span)
}

/// The name of a list's member in key paths, the same as in the walks of the domain; `#2` where it has none.
pub(crate) fn member_name(list: &str, member: &Node, position: usize) -> String {
    let text = |key: &str| -> Option<String> {
        match member.get_ref().as_table()?.get(key)?.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            _ => None,
        }
    };
    let name = match list {
        "transitions" => transition_name(member, &text),
        "outside_work" => text("form"),
        "table" => text("months"),
        "by_duration" => text("from_months"),
        "ladder" => text("from_week"),
        "reforms" => text("parameter"),
        _ => text("name"),
    };
    name.unwrap_or_else(|| format!("#{}", position + 1))
}

/// The name of a transition, as `Transition::key` builds it.
fn transition_name(member: &Node, text: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut name = format!("{}->{}", text("from")?, text("cause")?);
    let with_work = text("with_work").filter(|work| work != "none");
    for part in [with_work, text("target_group")].into_iter().flatten() {
        name += &format!(",{part}");
    }
    if let Some(ages) = member.get_ref().as_table()?.get("age").and_then(|age| age.get_ref().as_array()) {
        let ages: Vec<&str> = ages.iter().filter_map(|age| Some(age.get_ref().as_integer()?.as_str())).collect();
        name += &format!(",{}", ages.join("-"));
    }
    Some(name)
}

/// Writes a value at a key path of a tree; the last keys may be new, members of lists may not.
pub(crate) fn set<'i>(
    node: &mut Node<'i>,
    path: &str,
    key_start: usize,
    value: Node<'i>,
) -> Result<(), (String, String)> {
    let DeValue::Table(table) = node.get_mut() else {
        return Err((format!("there is nothing inside a plain value, so no `{path}`"), "shorten the path".to_owned()));
    };
    let keys: Vec<String> = table.keys().map(|key| key.get_ref().to_string()).collect();
    for key in &keys {
        let Some(rest) = path.strip_prefix(key.as_str()) else { continue };
        let Some(slot) = table.get_mut(key.as_str()) else { continue };
        if rest.is_empty() {
            *slot = value;
            return Ok(());
        }
        if let Some(rest) = rest.strip_prefix('.') {
            return set(slot, rest, key_start + path.len() - rest.len(), value);
        }
        if let (Some(rest), DeValue::Array(members)) = (rest.strip_prefix('['), slot.get_mut()) {
            let names: Vec<String> =
                members.iter().enumerate().map(|(i, member)| member_name(key, member, i)).collect();
            for (member, name) in members.iter_mut().zip(&names) {
                if let Some(rest) = rest.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix("].")) {
                    return set(member, rest, key_start + path.len() - rest.len(), value);
                }
            }
            let written = rest.split_once(']').map_or(rest, |(name, _)| name);
            let remedy = advice(written, names.iter().map(String::as_str));
            return Err((format!("`{key}` has no member `{written}` with a key after it"), remedy));
        }
    }
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    if key.is_empty() || key.contains(['[', ']']) {
        let remedy = advice(key.split('[').next().unwrap_or(key), keys.iter().map(String::as_str));
        return Err((format!("there is no list for `{path}` here"), remedy));
    }
    let span = key_start..key_start + key.len();
    let mut inner = value;
    if let Some(rest) = rest {
        let mut table = Spanned::new(span.clone(), DeValue::Table(DeTable::new()));
        set(&mut table, rest, key_start + key.len() + 1, inner)?;
        inner = table;
    }
    table.insert(Spanned::new(span, DeString::Owned(key.to_owned())), inner);
    Ok(())
}
