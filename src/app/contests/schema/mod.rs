//! The JSON Schema of contest files, generated from their types.

use crate::domain::contest::{
    AttemptRules, Comparable, ContestFile, Measure, PaperRules, Publish, RankingRules,
    Registration, Review, UnitMeasure,
};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

/// Collects the types; nothing of it is served as OpenAPI.
#[derive(OpenApi)]
#[openapi(components(schemas(ContestFile)))]
struct Types;

/// Where the types refer to one another, before and after.
const COMPONENTS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/$defs/";

/// The schema, JSON Schema 2020-12, pretty-printed. Checks that look at several keys at once, at banks
/// or at units are made by `thiluat contest apply`.
///
/// # Panics
/// Never: the types are plain data.
pub fn document() -> String {
    let document = serde_json::to_value(Types::openapi()).expect("a description is plain data");
    let schemas = document["components"]["schemas"].clone();
    let Value::Object(mut definitions) = schemas else {
        unreachable!("the types above are components");
    };
    for (name, default) in defaults() {
        set_defaults(&mut definitions, name, &default);
    }
    set_comparators(&mut definitions);
    let root = definitions.remove("ContestFile").unwrap_or_default();
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!("Thi Luật contest file"));
    if let Value::Object(root) = root {
        schema.extend(root);
    }
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    let mut schema = Value::Object(schema);
    refer(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    text.push('\n');
    text
}

/// What sections mean whose keys are left out.
fn defaults() -> [(&'static str, Value); 6] {
    let value = |value: Result<Value, serde_json::Error>| value.unwrap_or_default();
    [
        (
            "PaperRules",
            value(serde_json::to_value(PaperRules::default())),
        ),
        (
            "AttemptRules",
            value(serde_json::to_value(AttemptRules::default())),
        ),
        (
            "RankingRules",
            value(serde_json::to_value(RankingRules::default())),
        ),
        ("Publish", value(serde_json::to_value(Publish::default()))),
        (
            "Registration",
            value(serde_json::to_value(Registration::default())),
        ),
        ("Review", value(serde_json::to_value(Review::default()))),
    ]
}

fn set_defaults(definitions: &mut Map<String, Value>, name: &str, default: &Value) {
    let Some(properties) = definitions
        .get_mut(name)
        .and_then(|definition| definition.get_mut("properties"))
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for (key, value) in default.as_object().into_iter().flatten() {
        if let Some(property) = properties.get_mut(key).filter(|_| !value.is_null()) {
            // A reference stands alone in older readers; `allOf` carries it beside the default.
            if let Some(reference) = property.get("$ref").cloned() {
                *property = json!({ "allOf": [{ "$ref": reference }] });
            }
            property["default"] = value.clone();
        }
    }
}

/// Comparators are texts of two words; the schema lists the words.
fn set_comparators(definitions: &mut Map<String, Value>) {
    let pattern = |words: &[&str]| format!("^({}) (asc|desc)$", words.join("|"));
    let people: Vec<&str> = Measure::WORDS.iter().map(|(_, word)| *word).collect();
    let units: Vec<&str> = UnitMeasure::WORDS.iter().map(|(_, word)| *word).collect();
    let lists = [
        ("RankingRules", "individual", pattern(&people)),
        ("RankingRules", "recognised_by", pattern(&people)),
        ("Overall", "by", pattern(&people)),
        ("Collective", "keys", pattern(&units)),
    ];
    for (name, key, pattern) in lists {
        let items = definitions
            .get_mut(name)
            .and_then(|definition| definition.pointer_mut(&format!("/properties/{key}/items")));
        if let Some(items) = items {
            items["pattern"] = json!(pattern);
        }
    }
}

fn refer(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "$ref" => {
                        *text = text.replace(COMPONENTS, DEFINITIONS);
                    }
                    member => refer(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(refer),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
