//! The list of a study's assumptions: each has a name, what is assumed, and a slot for its drawn value.

use std::collections::BTreeMap;

use crate::domain::assumption::{Assumption, Distribution, Quantities, Walk, Written};
use crate::report::assumption_name::AssumptionName;
use crate::study::error::Problem;
use crate::study::scenario::Study;
use crate::study::suggestion::advice;

/// One assumption of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Name: that of `[assumptions]`, or the key path where it stands.
    pub name: String,
    /// As written.
    pub assumption: Assumption,
    /// What it is drawn from.
    pub distribution: Distribution,
    /// What it is called.
    pub called: AssumptionName,
}

/// All assumptions that a study uses, sorted by name, so that the order of the file changes nothing.
///
/// The position of an entry is its slot: drawn values come as one array in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumptionList {
    /// The assumptions in the order of their slots.
    pub entries: Vec<Listed>,
    /// Names in `[assumptions]` that nothing uses; they have no slot.
    pub unused: Vec<String>,
}

impl AssumptionList {
    /// Lists the assumptions of a study and gives every quantity its slot.
    ///
    /// Plain numbers have none. A name has one slot however often it is used: one draw.
    ///
    /// # Errors
    /// Names that are not defined and assumptions that contradict themselves, all of them.
    pub fn of(study: &mut Study) -> Result<AssumptionList, Vec<Problem>> {
        let named = study.assumptions.clone();
        let mut problems = Vec::new();
        let mut used: BTreeMap<String, Assumption> = BTreeMap::new();
        let mut inline: BTreeMap<String, Assumption> = BTreeMap::new();
        study.walk(&mut Walk::new(&mut |path, quantity| match &quantity.written {
            Written::Number(_) => {}
            Written::Inline(assumption) => {
                inline.insert(path.to_owned(), (**assumption).clone());
            }
            Written::Named(name) => match named.get(name) {
                Some(assumption) => {
                    used.insert(name.clone(), assumption.clone());
                }
                None => {
                    let wrong = format!("the assumption `${name}` is not defined");
                    let known = advice(name, named.keys().map(String::as_str));
                    problems.push(Problem::new(path, wrong, format!("{known} Define it under [assumptions.{name}]")));
                }
            },
        }));
        let own_name: BTreeMap<String, String> =
            inline.keys().map(|path| (path.clone(), shared_path(path, &inline))).collect();
        used.extend(inline.into_iter().filter(|(path, _)| own_name[path] == *path));
        let unused: Vec<String> = named.keys().filter(|name| !used.contains_key(*name)).cloned().collect();
        let mut entries = Vec::new();
        for (name, assumption) in used {
            match assumption.distribution() {
                Ok(distribution) => {
                    let called = AssumptionName::of(&name, &assumption).with_danish(&study.names_da);
                    entries.push(Listed { name, assumption, distribution, called });
                }
                Err(wrong) => problems.push(wrong_assumption(&name, named.contains_key(&name), &wrong)),
            }
        }
        for name in &unused {
            if let Err(wrong) = named[name].distribution() {
                problems.push(wrong_assumption(name, true, &wrong));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let slots: BTreeMap<&str, usize> = entries.iter().enumerate().map(|(i, e)| (e.name.as_str(), i)).collect();
        study.walk(&mut Walk::new(&mut |path, quantity| {
            quantity.slot = match &quantity.written {
                Written::Number(_) => None,
                Written::Inline(_) => own_name.get(path).and_then(|name| slots.get(name.as_str())).copied(),
                Written::Named(name) => slots.get(name.as_str()).copied(),
            }
        }));
        Ok(AssumptionList { entries, unused })
    }

    /// Number of slots.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether everything in the study is a plain number.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The slot of an assumption, by its name.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.name == name)
    }

    /// Whether any assumption has a range.
    pub fn any_range(&self) -> bool {
        self.entries.iter().any(|entry| !matches!(entry.distribution, Distribution::Fixed(_)))
    }

    /// The central value of each, in the order of the slots: the base of one-way analyses.
    pub fn central(&self) -> Vec<f64> {
        self.entries.iter().map(|entry| entry.assumption.central()).collect()
    }
}

/// The path that names an inline assumption: what exists anyway stands in both arms under the same names, so the
/// baseline's copy of an assumption of the programme is the same assumption, and has one draw with it.
fn shared_path(path: &str, inline: &BTreeMap<String, Assumption>) -> String {
    let twin = path.strip_prefix("baseline.").map(|rest| format!("programme.{rest}"));
    match twin {
        Some(twin) if inline.get(&twin) == inline.get(path) => twin,
        _ => path.to_owned(),
    }
}

fn wrong_assumption(name: &str, named: bool, wrong: &str) -> Problem {
    let path = if named { format!("assumptions.{name}") } else { name.to_owned() };
    let (wrong, remedy) = wrong.split_once(": ").unwrap_or((wrong, ""));
    Problem::new(path, wrong, remedy)
}
