//! The schema says of every key what the types say.

use super::document;
use crate::app::contests::rules::tests::full;
use crate::domain::contest::{
    Comparable, Comparator, ContestFile, Measure, UnitComparator, UnitMeasure,
};
use serde_json::{Map, Value, json};

/// Whether a value fits a schema: as much of JSON Schema as the document uses.
fn fits(schema: &Value, value: &Value, root: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        return fits(
            target.ok_or_else(|| format!("{reference} leads nowhere"))?,
            value,
            root,
        );
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().try_for_each(|one| fits(one, value, root));
    }
    if let Some(any) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let fit = any.iter().any(|one| fits(one, value, root).is_ok());
        return if fit {
            Ok(())
        } else {
            Err(format!("{value} fits none of {any:?}"))
        };
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.is_empty() && !types.contains(&is) {
        return Err(format!("{value} is no {types:?}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Err(format!("{value} is none of {words:?}"));
    }
    if let Some(items) = value.as_array()
        && schema["items"].is_object()
    {
        for item in items {
            fits(&schema["items"], item, root)?;
        }
    }
    if let Some(members) = value.as_object() {
        return members_fit(schema, members, root);
    }
    Ok(())
}

fn members_fit(schema: &Value, members: &Map<String, Value>, root: &Value) -> Result<(), String> {
    for required in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(required.as_str().unwrap_or_default()) {
            return Err(format!("{required} is missing"));
        }
    }
    for (key, member) in members {
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => return Err(format!("{key} is unknown")),
            (Value::Null, Value::Object(_)) => {
                fits(&schema["additionalProperties"], member, root)?;
            }
            (Value::Null, _) => {}
            (property, _) => fits(property, member, root).map_err(|why| format!("{key}: {why}"))?,
        }
    }
    Ok(())
}

#[test]
fn a_file_with_every_key_fits_and_every_object_of_it_is_strict() {
    let schema: Value = serde_json::from_str(&document()).unwrap();
    assert_eq!(fits(&schema, &full(), &schema), Ok(()));
    // The types and the schema agree on what is unknown and on what has to be there.
    let mut objects = Vec::new();
    gather(&full(), "", &mut objects);
    let reads = |file: &Value| serde_json::from_value::<ContestFile>(file.clone()).is_ok();
    for pointer in objects {
        let mut file = full();
        file.pointer_mut(&pointer).unwrap()["no_such_key"] = json!(1);
        assert_eq!(
            fits(&schema, &file, &schema).is_ok(),
            reads(&file),
            "unknown in {pointer}"
        );
        for key in full()
            .pointer(&pointer)
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
        {
            let mut file = full();
            file.pointer_mut(&pointer)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(key);
            let fits = fits(&schema, &file, &schema);
            assert_eq!(
                fits.is_ok(),
                reads(&file),
                "without {pointer}/{key}: {fits:?}"
            );
        }
    }
}

fn gather(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            // The keys of `fields` are the contest's own.
            if !at.ends_with("/fields") {
                found.push(at.to_owned());
            }
            for (key, member) in members {
                gather(member, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_patterns_of_comparators_are_what_the_parsers_take() {
    let schema: Value = serde_json::from_str(&document()).unwrap();
    let people = schema["$defs"]["RankingRules"]["properties"]["individual"]["items"]["pattern"]
        .as_str()
        .unwrap();
    for (_, word) in Measure::WORDS {
        assert!(people.contains(word) && format!("{word} asc").parse::<Comparator>().is_ok());
    }
    let units = schema["$defs"]["Collective"]["properties"]["keys"]["items"]["pattern"]
        .as_str()
        .unwrap();
    for (_, word) in UnitMeasure::WORDS {
        assert!(units.contains(word) && format!("{word} asc").parse::<UnitComparator>().is_ok());
    }
}

#[test]
fn defaults_are_told_where_a_section_has_them() {
    let schema: Value = serde_json::from_str(&document()).unwrap();
    let default =
        |section: &str, key: &str| schema["$defs"][section]["properties"][key]["default"].clone();
    assert_eq!(default("AttemptRules", "max"), json!(1));
    assert_eq!(default("PaperRules", "order"), json!("shuffled"));
    assert_eq!(default("Publish", "key"), json!("contest_close"));
    assert_eq!(
        default("RankingRules", "individual"),
        json!(["correct desc", "duration asc", "submitted_at asc"])
    );
}
