//! A contest file as TOML, from the types of JSON, in the order in which people read one.

use serde_json::{Map, Value};
use std::fmt::Write as _;

/// Keys in the order of docs/contest-file.md; others follow by name.
const ORDER: &[&str] = &[
    "contest",
    "registration",
    "rounds",
    "overall",
    "collectives",
    "prizes",
    "awards",
    "slug",
    "code",
    "key",
    "purpose",
    "version",
    "title",
    "organiser",
    "kind",
    "groups",
    "legal_basis",
    "number",
    "date",
    "issuer",
    "identity",
    "min_age",
    "max_age",
    "fields",
    "consents",
    "opens_at",
    "closes_at",
    "windows",
    "from",
    "to",
    "last_start_at",
    "hard_end_at",
    "time_limit_s",
    "per_question_s",
    "bank",
    "topic",
    "level",
    "law",
    "group",
    "blueprint",
    "paper",
    "attempts",
    "prediction",
    "ranking",
    "publish",
    "round",
    "tier",
    "count",
    "points",
    "value_vnd",
];

/// The document as TOML, which reads back as the same document. Keys without a value are left out:
/// TOML has no word for nothing.
pub(in crate::app) fn to_toml(document: &Value) -> String {
    let mut out = String::new();
    if let Value::Object(members) = document {
        table(members, "", &mut out);
    }
    out.trim_start().to_owned()
}

/// How a value is written.
enum Form {
    /// `key = …` on a line.
    Line,
    /// `[path]` and its keys.
    Table,
    /// `[[path]]` for each item.
    Tables,
}

/// Tables whose items stand on lines of their own; shorter lists stand in one.
const LONG: &[&str] = &[
    "rounds",
    "blueprint",
    "prizes",
    "overall",
    "collectives",
    "consents",
    "sections",
];

fn form(name: &str, value: &Value) -> Form {
    match value {
        Value::Object(_) => Form::Table,
        Value::Array(items)
            if LONG.contains(&name) && !items.is_empty() && items.iter().all(Value::is_object) =>
        {
            Form::Tables
        }
        _ => Form::Line,
    }
}

fn table(members: &Map<String, Value>, path: &str, out: &mut String) {
    let mut sorted: Vec<(&String, &Value)> = members
        .iter()
        .filter(|(_, value)| !value.is_null())
        .collect();
    let place = |name: &str| {
        let known = ORDER.iter().position(|known| *known == name);
        known.unwrap_or(ORDER.len())
    };
    sorted.sort_by_key(|(name, _)| (place(name), (*name).clone()));
    for (name, value) in &sorted {
        if matches!(form(name, value), Form::Line) {
            writeln!(out, "{} = {}", key(name), inline(value)).expect("a String takes all");
        }
    }
    for (name, value) in sorted {
        let path = match path {
            "" => key(name),
            path => format!("{path}.{}", key(name)),
        };
        match (form(name, value), value) {
            (Form::Table, Value::Object(members)) => {
                write!(out, "\n[{path}]\n").expect("a String takes all");
                table(members, &path, out);
            }
            (Form::Tables, Value::Array(items)) => {
                for item in items.iter().filter_map(Value::as_object) {
                    write!(out, "\n[[{path}]]\n").expect("a String takes all");
                    table(item, &path, out);
                }
            }
            _ => {}
        }
    }
}

fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if bare { name.to_owned() } else { quoted(name) }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .filter(|item| !item.is_null())
                .map(inline)
                .collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| format!("{} = {}", key(name), inline(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Null => "\"\"".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A basic string of TOML.
pub(in crate::app) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 || c == '\u{7f}' => {
                write!(out, "\\u{:04X}", u32::from(c)).expect("a String takes all");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::super::source::document;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn real_contests_come_back_as_they_were() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contests");
        let mut read = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            let before = document(&source).unwrap();
            let text = to_toml(&before);
            assert_eq!(
                document(&text).unwrap(),
                before,
                "{}:\n{text}",
                path.display()
            );
            read += 1;
        }
        assert!(read >= 10, "{read}");
    }

    #[test]
    fn it_reads_as_people_write_it() {
        let document = serde_json::json!({
            "rounds": [{ "title": "Tuần 1", "code": "tuan-1", "blueprint": [{ "count": 3, "bank": "b" }],
                "publish": { "names": "alias" }, "entry": null }],
            "contest": { "title": "Thi “luật”", "slug": "thi", "groups": [{ "code": "a", "title": "A" }] },
        });
        assert_eq!(
            to_toml(&document),
            "[contest]\nslug = \"thi\"\ntitle = \"Thi “luật”\"\n\
             groups = [{ code = \"a\", title = \"A\" }]\n\n\
             [[rounds]]\ncode = \"tuan-1\"\ntitle = \"Tuần 1\"\n\n\
             [[rounds.blueprint]]\nbank = \"b\"\ncount = 3\n\n\
             [rounds.publish]\nnames = \"alias\"\n"
        );
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-zé. ]{1,6}|rounds|blueprint", inner, 0..4)
                    .prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 300,
            rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_127),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn whatever_is_written_reads_back(
            members in prop::collection::btree_map("[a-z]{1,6}|rounds", any_value(), 0..5),
        ) {
            let value = Value::Object(members.into_iter().collect());
            let text = to_toml(&value);
            let text = if text.trim().is_empty() { "# nothing\n".to_owned() } else { text };
            prop_assert_eq!(document(&text).unwrap(), value, "{}", text);
        }
    }
}
