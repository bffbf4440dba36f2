//! The text of a contest file, TOML or JSON, through one path that names the faulty key.

use super::finding::{Findings, Invalid};
use crate::domain::contest::ContestFile;
use crate::domain::text;
use serde_json::{Map, Value};

/// Greatest size of a contest file in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Greatest length of a text in it.
const MOST_CHARS: usize = 4000;

/// Reads a contest file; a text that begins with `{` is JSON, any other TOML.
pub(super) fn read(source: &str) -> Result<ContestFile, Invalid> {
    let mut value = document(source)?;
    let mut findings = Findings::default();
    normalise(&mut value, "", &mut findings);
    findings.refuse()?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let (key, said) = (error.path().to_string(), error.inner().to_string());
        shape(&key, &said)
    })
}

/// The text in the types of JSON, whatever its keys say.
pub(in crate::app) fn document(source: &str) -> Result<Value, Invalid> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.len() > MOST_BYTES {
        return Err(Invalid::one(
            "",
            "contest.too_large",
            "Tệp cuộc thi quá lớn: tối đa 1 MiB.",
        ));
    }
    if source.trim_start().starts_with('{') {
        json(source)
    } else {
        toml(source)
    }
}

fn json(source: &str) -> Result<Value, Invalid> {
    serde_json::from_str(source).map_err(|error| {
        let place = format!("dòng {}, cột {}", error.line(), error.column());
        Invalid::one(
            "",
            "json.syntax",
            format!("Cú pháp JSON không đúng ở {place}."),
        )
    })
}

fn toml(source: &str) -> Result<Value, Invalid> {
    let table: toml::Table = toml::from_str(source).map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start.min(source.len()));
        let before = source.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        let detail = format!(
            "Cú pháp TOML không đúng ở dòng {line}, cột {column}: {}.",
            error.message()
        );
        Invalid::one("", "toml.syntax", detail)
    })?;
    Ok(Value::Object(
        table
            .into_iter()
            .map(|(key, value)| (key, from_toml(value)))
            .collect(),
    ))
}

/// The same in the types of JSON; an instant becomes its text.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(instant) => Value::String(instant.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, from_toml(value)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// Brings texts to NFC and refuses characters that a reader can't see.
pub(super) fn normalise(value: &mut Value, key: &str, findings: &mut Findings) {
    match value {
        Value::String(text) => {
            *text = text::normal(text);
            let unseen = text.chars().any(|c| text::is_unseen(c) && c != '\n');
            findings.note(
                unseen,
                key,
                "text.invalid",
                "Có ký tự không nhìn thấy hoặc không hợp lệ.",
            );
            let long = text.chars().count() > MOST_CHARS;
            findings.note(
                long,
                key,
                "field.length",
                format!("Dài quá: tối đa {MOST_CHARS} ký tự."),
            );
        }
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                normalise(item, &format!("{key}[{at}]"), findings);
            }
        }
        Value::Object(members) => {
            for (name, item) in members {
                let dot = if key.is_empty() { "" } else { "." };
                normalise(item, &format!("{key}{dot}{name}"), findings);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Says in Vietnamese what serde says about the shape of a value.
pub(super) fn shape(key: &str, said: &str) -> Invalid {
    let key = if key == "." { "" } else { key };
    let quoted = || said.split('`').nth(1).unwrap_or_default();
    let expected = || {
        said.split_once("expected ")
            .map_or("", |(_, expected)| expected)
    };
    let parent = |name: &str| {
        if key.is_empty() {
            name.to_owned()
        } else {
            format!("{key}.{name}")
        }
    };
    if said.starts_with("unknown field") {
        let name = quoted();
        let key = if key == name || key.ends_with(&format!(".{name}")) {
            key.to_owned()
        } else {
            parent(name)
        };
        let known = expected().trim_start_matches("one of ").replace('`', "");
        return Invalid::one(
            key,
            "contest.key",
            format!("Không có khóa này; ở đây có: {known}."),
        );
    }
    if said.starts_with("missing field") {
        return Invalid::one(parent(quoted()), "contest.key", "Thiếu khóa này.");
    }
    if said.starts_with("unknown variant") {
        let known = expected().trim_start_matches("one of ").replace('`', "");
        return Invalid::one(
            key,
            "contest.value",
            format!(
                "«{}» không phải giá trị của khóa này; chọn trong: {known}.",
                quoted()
            ),
        );
    }
    if said.contains("is not a comparator") {
        let listed = said.split_once("a measure (").map_or("", |(_, rest)| rest);
        let known = listed.split(')').next().unwrap_or_default();
        let first = known.split(',').next().unwrap_or_default();
        return Invalid::one(
            key,
            "contest.ranking",
            format!(
                "Mỗi tiêu chí viết là tên rồi asc hoặc desc, ví dụ \"{first} desc\"; có: {known}."
            ),
        );
    }
    if said.contains("RFC 3339") {
        return Invalid::one(
            key,
            "contest.value",
            "Thời điểm viết dạng 2026-12-01T07:00:00+07:00.",
        );
    }
    if said.starts_with("invalid type") || said.starts_with("invalid value") {
        return Invalid::one(
            key,
            "contest.value",
            format!("Giá trị không đúng kiểu; cần {}.", kind(expected())),
        );
    }
    Invalid::one(key, "contest.value", format!("Giá trị không đúng: {said}."))
}

fn kind(expected: &str) -> &'static str {
    match expected {
        "a string" | "a borrowed string" => "chữ trong ngoặc kép",
        "a boolean" => "true hoặc false",
        "a sequence" => "danh sách [ … ]",
        kind if kind.starts_with('u') || kind.starts_with('i') => {
            "số nguyên không âm trong giới hạn"
        }
        _ => "một bảng các khóa",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: &str = r#"
[contest]
slug = "thi"
title = "Thi"
organiser = "42"

[[rounds]]
code = "tuan-1"
title = "Tuần 1"
opens_at = 2026-12-01T07:00:00+07:00
closes_at = "2026-12-08T00:00:00+07:00"
time_limit_s = 900
"#;

    fn first(source: &str) -> (String, &'static str) {
        let found = read(source).unwrap_err().0.remove(0);
        assert!(!found.detail.is_empty());
        (found.key, found.code)
    }

    #[test]
    fn toml_and_json_give_the_same_file() {
        let from_toml = read(WEEK).unwrap();
        let json = serde_json::to_string(&from_toml).unwrap();
        assert_eq!(read(&json).unwrap(), from_toml);
        assert_eq!(
            from_toml.rounds[0].opens_at.to_string(),
            "2026-12-01T00:00:00.000Z"
        );
    }

    #[test]
    fn a_faulty_key_is_named() {
        let with = |line: &str| first(&format!("{WEEK}{line}"));
        assert_eq!(
            with("colour = 3"),
            ("rounds[0].colour".into(), "contest.key")
        );
        assert_eq!(
            with("[rounds.publish]\nnames = \"all\""),
            ("rounds[0].publish.names".into(), "contest.value")
        );
        assert_eq!(
            with("[rounds.publish]\nshown = true"),
            ("rounds[0].publish.shown".into(), "contest.key")
        );
        assert_eq!(
            with("[rounds.attempts]\nmax = \"3\""),
            ("rounds[0].attempts.max".into(), "contest.value")
        );
        assert_eq!(
            with("[rounds.attempts]\nmax = -1"),
            ("rounds[0].attempts.max".into(), "contest.value")
        );
        assert_eq!(
            with("[rounds.ranking]\nindividual = [\"beauty asc\"]"),
            ("rounds[0].ranking.individual[0]".into(), "contest.ranking")
        );
        assert_eq!(
            with("[[rounds.blueprint]]\nbank = \"b\""),
            ("rounds[0].blueprint[0].count".into(), "contest.key")
        );
        assert_eq!(with("[extra]"), ("extra".into(), "contest.key"));
        assert_eq!(
            with("last_start_at = \"mai\""),
            ("rounds[0].last_start_at".into(), "contest.value")
        );
        assert_eq!(
            first("[contest]\nslug = \"a\u{202e}b\""),
            ("contest.slug".into(), "text.invalid")
        );
    }

    #[test]
    fn broken_syntax_is_placed() {
        let fault = read("[contest]\nslug = \n").unwrap_err().0.remove(0);
        assert!(fault.detail.contains("dòng 2"), "{}", fault.detail);
        let fault = read("{\n \"contest\": [\n").unwrap_err().0.remove(0);
        assert_eq!(fault.code, "json.syntax");
    }
}
