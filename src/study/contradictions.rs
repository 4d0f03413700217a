//! Enterprises that stand in both arms under the same name: in what, beside places and closing, the arms contradict each
//! other.

use serde_json::Value;

use crate::study::scenario::Study;

/// Keys in which the programme may differ from what exists anyway: it adds places, and it closes.
const MAY_DIFFER: [&str; 3] = ["closes", "closing_rate_per_year", "places"];

/// Key paths at which an enterprise of the programme is described otherwise than the one of the same name in the baseline.
///
/// Other hours or pay in the programme may well be meant; a slip of the pen looks the same.
pub fn contradictions(study: &Study) -> Vec<String> {
    let mut found = Vec::new();
    for enterprise in &study.programme.enterprises {
        let Some(twin) = study.baseline.enterprises.iter().find(|other| other.name == enterprise.name) else {
            continue;
        };
        let [own, its] = [enterprise, twin].map(|enterprise| serde_json::to_value(enterprise).unwrap_or_default());
        compare(&format!("enterprises[{}]", enterprise.name), &own, &its, &mut found);
    }
    found
}

/// Notes the deepest paths at which two values differ; members of a list are compared where both have the name.
fn compare(path: &str, own: &Value, its: &Value, found: &mut Vec<String>) {
    match (own, its) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for key in keys.into_iter().filter(|key| !MAY_DIFFER.contains(&key.as_str())) {
                let at = |object: &serde_json::Map<String, Value>| object.get(key).cloned().unwrap_or_default();
                compare(&format!("{path}.{key}"), &at(one), &at(other), found);
            }
        }
        (Value::Array(one), Value::Array(other))
            if one.iter().chain(other).all(|member| member["name"].is_string()) =>
        {
            for member in one {
                if let Some(twin) = other.iter().find(|twin| twin["name"] == member["name"]) {
                    let name = member["name"].as_str().unwrap_or_default();
                    compare(&format!("{path}[{name}]"), member, twin, found);
                }
            }
        }
        _ if own != its => found.push(path.to_owned()),
        _ => {}
    }
}
