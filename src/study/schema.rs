//! The scenario format as JSON Schema: the source of truth of the loader, and help for editors.

use std::sync::OnceLock;

use serde_json::Value;

use crate::study::scenario::{FORMAT, Study};

/// The JSON Schema of scenario files (draft 2020-12), with a description of every key.
///
/// An editor that knows it completes and checks TOML while one writes: put `#:schema gevinst.schema.json` in the first line.
pub fn schema() -> Value {
    scenario_schema().clone()
}

/// The same, built once.
pub(crate) fn scenario_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut schema = plain_brackets(schemars::schema_for!(Study).to_value());
        schema["title"] = "gevinst scenario".into();
        schema["properties"]["format"]["const"] = FORMAT.into();
        schema
    })
}

/// Descriptions as a person reads them: in the source the brackets around units are escaped, so that they are no links.
fn plain_brackets(value: Value) -> Value {
    match value {
        Value::String(text) => text.replace("\\[", "[").replace("\\]", "]").into(),
        Value::Array(members) => members.into_iter().map(plain_brackets).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(key, member)| (key, plain_brackets(member)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    #[test]
    fn every_key_is_described_and_no_other_is_allowed() {
        fn look(name: &str, schema: &Value, keys: &mut usize) {
            let Some(object) = schema.as_object() else { return };
            if let Some(properties) = object.get("properties").and_then(Value::as_object) {
                assert_eq!(object.get("additionalProperties"), Some(&Value::Bool(false)), "{name}");
                for (key, property) in properties {
                    *keys += 1;
                    assert!(property["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}.{key}");
                }
            }
        }
        let schema = super::schema();
        let mut keys = 0;
        look("Study", &schema, &mut keys);
        for (name, definition) in schema["$defs"].as_object().unwrap() {
            look(name, definition, &mut keys);
        }
        assert!(keys > 100, "{keys}");
    }
}
