//! A class as results may show it: by itself, or within *other*.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A class as results may show it. A class with very few people stands in *other*, together with further ones.
///
/// In JSON a class keeps its own name, and the others are `"other"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown<T> {
    /// The class itself.
    Class(T),
    /// All that are not shown by themselves, together.
    Other,
}

impl<T> Shown<T> {
    /// The name of *other* in files, tables and word tables.
    pub const OTHER: &'static str = "other";

    /// The class, where it is shown by itself.
    pub const fn class(&self) -> Option<&T> {
        match self {
            Shown::Class(class) => Some(class),
            Shown::Other => None,
        }
    }

    /// The name in files and tables: that of the class, or [`Shown::OTHER`].
    pub fn key<'a>(&'a self, name: impl FnOnce(&'a T) -> &'a str) -> &'a str {
        self.class().map_or(Shown::<T>::OTHER, name)
    }
}

impl<T> From<T> for Shown<T> {
    fn from(class: T) -> Shown<T> {
        Shown::Class(class)
    }
}

impl<T: PartialEq> PartialEq<T> for Shown<T> {
    fn eq(&self, class: &T) -> bool {
        self.class() == Some(class)
    }
}

impl<T: fmt::Display> fmt::Display for Shown<T> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Shown::Class(class) => class.fmt(out),
            Shown::Other => out.write_str(Shown::<T>::OTHER),
        }
    }
}

impl<T: Serialize> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Shown::Class(class) => class.serialize(serializer),
            Shown::Other => serializer.serialize_str(Shown::<T>::OTHER),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shown<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Shown<T>, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Word {
            Other,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Notation<T> {
            Word(Word),
            Class(T),
        }
        Ok(match Notation::deserialize(deserializer)? {
            Notation::Word(Word::Other) => Shown::Other,
            Notation::Class(class) => Shown::Class(class),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::domain::benefit::Family;

    #[test]
    fn a_class_keeps_its_name_in_json() {
        let shown = [Shown::Class(Family::CashBenefit), Shown::Other];
        let text = serde_json::to_string(&shown).expect("JSON");
        assert_eq!(text, r#"["cash_benefit","other"]"#);
        assert_eq!(serde_json::from_str::<[Shown<Family>; 2]>(&text).expect("the same"), shown);
        assert!(shown[0] == Family::CashBenefit && shown[1] != Family::CashBenefit);
        assert_eq!(shown.map(|class| class.key(|_| "x").len()), [1, 5]);
    }
}
