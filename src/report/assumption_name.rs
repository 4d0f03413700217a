//! What an assumption is called: by its label, or in words made from the key path at which it stands.
//!
//! A key path names what is assumed last, and before it the lists and parts that it belongs to:
//! `programme.enterprises[café].positions[kitchen].hours` is *Hours a week: kitchen, café*.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::assumption::Assumption;
use crate::report::language::Language;
use crate::report::table::{Phrase, Value};
use crate::report::words::Words;

/// The name of an assumption, for machines and for readers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumptionName {
    /// The machine's name: that of `[assumptions]`, or the key path where it stands.
    #[serde(rename = "name")]
    pub key: String,
    /// What a reader sees, where the scenario says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The same in Danish, where the scenario says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_da: Option<String>,
    /// The key path with the Danish names of the scenario, where it has such.
    #[serde(rename = "name_da", default, skip_serializing_if = "Option::is_none")]
    pub key_da: Option<String>,
}

impl AssumptionName {
    /// A name or key path without labels.
    pub fn new(key: &str) -> AssumptionName {
        AssumptionName { key: key.to_owned(), ..AssumptionName::default() }
    }

    /// The name of an assumption under a name or key path.
    pub fn of(key: &str, assumption: &Assumption) -> AssumptionName {
        let Assumption { label, label_da, .. } = assumption;
        AssumptionName { label: label.clone(), label_da: label_da.clone(), ..AssumptionName::new(key) }
    }

    /// The same with the Danish names of a scenario in its key path.
    pub fn with_danish(mut self, names: &BTreeMap<String, String>) -> AssumptionName {
        let danish = |name: &str| names.get(name).map_or_else(|| name.to_owned(), String::clone);
        let said = steps(&self.key).into_iter().map(|step| match (step.key, step.member) {
            (key, None) => key.to_owned(),
            (key @ "transitions", Some(member)) => {
                // Commas part the name of a transition.
                let parts = member.split(',').map(|part| danish(part).replace(',', ""));
                format!("{key}[{}]", parts.collect::<Vec<_>>().join(","))
            }
            (key, Some(member)) => format!("{key}[{}]", danish(member)),
        });
        self.key_da = Some(said.collect::<Vec<_>>().join(".")).filter(|path| *path != self.key);
        self
    }

    /// As a reader sees it: the label, or words for the key path, or the name as it is written.
    ///
    /// # Examples
    /// ```
    /// use gevinst::report::assumption_name::AssumptionName;
    /// use gevinst::report::language::Language;
    /// use gevinst::report::words::Words;
    ///
    /// let hours = AssumptionName::new("programme.enterprises[café].positions[kitchen].hours");
    /// assert_eq!(Words::of(Language::English).value(&hours.shown()), "Hours a week: kitchen, café");
    /// ```
    pub fn shown(&self) -> Value {
        match &self.label {
            Some(label) => Value::said(label, self.label_da.as_deref()),
            None => {
                let danish = self.key_da.as_deref().unwrap_or(&self.key);
                in_words(&self.key, danish).map_or_else(|| self.key.as_str().into(), Value::Phrase)
            }
        }
    }

    /// The same in quotation marks, as it stands in a sentence.
    pub fn quoted(&self) -> Value {
        Phrase::new("assumption.quoted").with("assumption", self.shown()).into()
    }
}

/// A step of a key path: a key, and the name of the member where the key is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step<'p> {
    key: &'p str,
    member: Option<&'p str>,
}

/// The steps of a key path. Names of members may hold dots.
fn steps(path: &str) -> Vec<Step<'_>> {
    let (mut steps, mut rest) = (Vec::new(), path);
    while !rest.is_empty() {
        let (key, after) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
        let (member, after) = match after.strip_prefix('[').and_then(|inner| inner.split_once("].")) {
            Some((member, after)) => (Some(member), after),
            None => (None, after.strip_prefix(['.', '[']).unwrap_or(after)),
        };
        steps.push(Step { key, member });
        rest = after;
    }
    steps
}

/// The parts of a scenario that hold quantities: a key path begins with one of them.
const ROOTS: [&str; 11] = [
    "municipality",
    "economy",
    "declared_family",
    "variants",
    "frailty",
    "transitions",
    "outside_work",
    "enquiries",
    "other_services",
    "baseline",
    "programme",
];

/// A key path in words, with the names of the same path in Danish; nothing where no word is known for what it ends in.
fn in_words(path: &str, danish: &str) -> Option<Phrase> {
    let (steps, danish) = (steps(path), steps(danish));
    if !steps.first().is_some_and(|step| ROOTS.contains(&step.key)) {
        return None;
    }
    let keys: Vec<&str> = steps.iter().map(|step| step.key).collect();
    let known = |from: usize| {
        let key = format!("quantity.{}", keys[from..].join("_"));
        Words::of(Language::English).knows(&key).then_some(key)
    };
    let mut what = Phrase::new((0..keys.len()).find_map(known)?);
    let mut places = Vec::new();
    for (step, danish) in steps.iter().zip(&danish).rev() {
        let name = |name: &str| Value::said(name, danish.member);
        match (step.key, step.member) {
            ("transitions", Some(member)) => {
                let (from, to, narrower) = transition(member, danish.member.unwrap_or(member))?;
                what = what.with("from", from).with("to", to);
                places.extend(narrower);
            }
            ("by_duration", Some(months)) => places.push(Phrase::new("place.from_month").with("month", months).into()),
            ("ladder" | "table", Some(at)) => what = what.with("at", at),
            ("outside_work", Some(form)) => {
                places.push(Phrase::new("place.outside_work").with("form", word("cause", form)?).into());
            }
            ("variants", Some(member)) => places.push(Phrase::new("place.variant").with("name", name(member)).into()),
            ("baseline", None) => places.push(Phrase::new("place.baseline").into()),
            (_, Some(member)) => places.push(name(member)),
            (_, None) => {}
        }
    }
    let places = places
        .into_iter()
        .reduce(|inner, outer| Phrase::new("assumption.within").with("inner", inner).with("outer", outer).into());
    Some(match places {
        Some(places) => Phrase::new("assumption.at").with("what", what).with("place", places),
        None => what,
    })
}

/// The word of a section for a key of scenario files.
fn word(section: &str, key: &str) -> Option<Value> {
    let key = format!("{section}.{key}");
    Words::of(Language::English).knows(&key).then(|| Phrase::new(key).into())
}

/// The words of a transition's name, `from->cause,with_work,target group,from age-to age`: where it starts, what happens,
/// and for whom.
fn transition(name: &str, danish: &str) -> Option<(Value, Value, Vec<Value>)> {
    let (from, rest) = name.split_once("->")?;
    let mut parts = rest.split(',').zip(danish.split(','));
    let (cause, _) = parts.next()?;
    let for_whom = parts.map(|(part, danish)| {
        let ages = part.split_once('-').filter(|(from, to)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(from) && digits(to)
        });
        match (word("with_work", part), ages) {
            (Some(with_work), _) => with_work,
            (None, Some((from, to))) => Phrase::new("place.ages").with("from", from).with("to", to).into(),
            (None, None) => Value::said(&part.replace('_', " "), Some(danish).filter(|danish| *danish != part)),
        }
    });
    Some((word("origin", from)?, word("cause", cause)?, for_whom.collect()))
}

#[cfg(test)]
mod tests {
    use super::AssumptionName;
    use crate::domain::benefit::Family;
    use crate::domain::transition::{Cause, Origin};
    use crate::report::language::Language::{Danish, English};
    use crate::report::words::Words;

    fn said(key: &str) -> [String; 2] {
        [English, Danish].map(|language| Words::of(language).value(&AssumptionName::new(key).shown()))
    }

    #[test]
    fn key_paths_are_said_in_words() {
        for (path, english, danish) in [
            (
                "programme.enterprises[A. Jensen].positions[small jobs].hours",
                "Hours a week: small jobs, A. Jensen",
                "Timer om ugen: small jobs, A. Jensen",
            ),
            (
                "transitions[cash_benefit->ordinary_job].chance_per_year",
                "From cash benefit to an ordinary job (chance a year)",
                "Fra kontanthjælp til ordinært job (chance pr. år)",
            ),
            (
                "transitions[cash_benefit->small_job,any,vulnerable,30-50].by_duration[12].rate_per_year",
                "From cash benefit to a small job (rate a year): from month 12, with and without work, vulnerable, ages 30–50",
                "Fra kontanthjælp til småjob (rate pr. år): fra måned 12, med og uden arbejde, vulnerable, 30-50 år",
            ),
            (
                "baseline.enterprises[x].closing_rate_per_year",
                "Closing of the enterprise (rate a year): x, without the programme",
                "Virksomheden lukker (rate pr. år): x, uden indsatsen",
            ),
        ] {
            assert_eq!(said(path), [english, danish], "{path}");
        }
    }

    #[test]
    fn a_name_stays_as_it_is_written_and_a_label_stands_in_its_place() {
        for name in ["stay", "hours", "a.b", "a[b", "x.positions[", ""] {
            assert_eq!(said(name), [name, name]);
        }
        let labelled = |danish: Option<&str>| {
            let label_da = danish.map(str::to_owned);
            let name = AssumptionName { label: Some("Length".to_owned()), label_da, ..AssumptionName::new("stay") };
            [English, Danish].map(|language| Words::of(language).value(&name.quoted()))
        };
        assert_eq!(labelled(Some("Længde")), ["“Length”", "»Længde«"]);
        assert_eq!(labelled(None), ["“Length”", "»Length«"]);
    }

    #[test]
    fn names_of_the_scenario_are_said_in_danish() {
        let names = [("kitchen", "køkken"), ("able", "aktivitetsparate")];
        let names = names.map(|(name, danish)| (name.to_owned(), danish.to_owned())).into();
        let said = |key: &str| {
            let name = AssumptionName::new(key).with_danish(&names);
            [English, Danish].map(|language| Words::of(language).value(&name.shown()))
        };
        let hours = said("programme.enterprises[Café].positions[kitchen].hours");
        assert_eq!(hours, ["Hours a week: kitchen, Café", "Timer om ugen: køkken, Café"]);
        let [english, danish] = said("transitions[any->death,any,able].rate_per_year");
        assert!(english.ends_with(", able") && danish.ends_with(", aktivitetsparate"), "{danish}");
        assert_eq!(said("stay"), ["stay", "stay"]);
    }

    #[test]
    fn every_transition_has_words() {
        let names: Vec<(Origin, Cause)> =
            Origin::ALL.into_iter().flat_map(|from| Cause::ALL.map(|cause| (from, cause))).collect();
        assert!(names.len() > Family::COUNT);
        for (from, cause) in names {
            let key = crate::domain::transition::Transition::new(from, cause, 0.1).key();
            for said in said(&format!("transitions[{key}].rate_per_year")) {
                assert!(!said.contains("->") && !said.contains('_') && !said.contains('{'), "{said}");
            }
        }
    }
}
