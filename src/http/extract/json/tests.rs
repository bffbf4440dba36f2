use super::*;
use crate::app::Refusal as _;
use crate::http::problem::status;
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Save {
    epoch: u32,
    seq: u64,
    answer: Answer,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Answer {
    options: Vec<u32>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Single,
}

fn refused(text: &[u8]) -> (u16, &'static str, String) {
    let fault = from_json::<Save>(text).expect_err(&String::from_utf8_lossy(text));
    let place = match &fault {
        EdgeFault::JsonSyntax { line, column } => format!("{line}:{column}"),
        EdgeFault::JsonDuplicateKey(pointer) => pointer.clone(),
        fault => fault
            .fields()
            .first()
            .map_or(String::new(), |f| f.pointer.clone()),
    };
    let status = status::of(fault.code()).expect("in the table").as_u16();
    (status, fault.code(), place)
}

#[test]
fn a_good_body_is_taken() {
    let save = from_json::<Save>(
        "{\"epoch\":1,\"seq\":9007199254740991,\"answer\":{\"options\":[3,1]},\"note\":\"Kỳ \\ud83d\\ude00 \\\"Anh\\\"\",\"kind\":\"single\"}\n".as_bytes(),
    )
    .unwrap();
    assert_eq!(save.seq, LARGEST);
    assert_eq!(save.answer.options, [3, 1]);
    assert_eq!(save.note.as_deref(), Some("Kỳ 😀 \"Anh\""));
}

const LARGEST: u64 = crate::http::extract::LARGEST_INTEGER;

#[test]
fn every_bad_body_is_named_with_its_place() {
    let with = |answer: &str| format!("{{\"epoch\":1,\"seq\":1,\"answer\":{answer}}}");
    let noted = |note: &str| format!("{{\"epoch\":1,\"seq\":1,\"note\":{note}}}");
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let long = with(&format!("{{\"options\":[{}0]}}", "0,".repeat(99_999)));
    let many_keys: Vec<_> = (0..40).map(|n| format!("\"k{n}\":1,")).collect();
    let many_keys = many_keys.concat();
    for (text, status, code, place) in [
        // Syntax.
        (String::new(), 400, "json.syntax", "1:0"),
        ("{\"epoch\":1".into(), 400, "json.syntax", "1:10"),
        ("{\"epoch\":1}\n x".into(), 400, "json.syntax", "2:2"),
        ("{\"role\":1,\"epoch\":".into(), 400, "json.syntax", "1:18"),
        ("\u{feff}{}".into(), 400, "json.syntax", "1:1"),
        ("\u{feff}\u{feff}{}".into(), 400, "json.syntax", "1:1"),
        ("{\"epoch\":1,}".into(), 400, "json.syntax", "1:12"),
        ("{\"epoch\":01}".into(), 400, "json.syntax", "1:11"),
        ("{'epoch':1}".into(), 400, "json.syntax", "1:2"),
        (with("{\"options\":[1]}") + "}", 400, "json.syntax", "1:45"),
        (with("\"a\u{1}\""), 400, "json.syntax", "1:30"),
        // Shape of the text.
        (with(&deep), 400, "json.too_deep", ""),
        (deep.clone(), 400, "json.too_deep", ""),
        (
            "{\"epoch\":1,\"epoch\":2}".into(),
            400,
            "json.duplicate_key",
            "/epoch",
        ),
        (
            with("{\"options\":[],\"options\":[]}"),
            400,
            "json.duplicate_key",
            "/answer/options",
        ),
        (
            noted("[{\"a\":1},{\"b\":1,\"b\":2}]"),
            400,
            "json.duplicate_key",
            "/note/1/b",
        ),
        (
            "{\"epoch\":1,\"ep\\u006fch\":2}".into(),
            400,
            "json.duplicate_key",
            "/epoch",
        ),
        (
            format!("{{{many_keys}\"k3\":2}}"),
            400,
            "json.duplicate_key",
            "/k3",
        ),
        // Fields.
        (
            "{\"epoch\":1,\"seq\":1,\"score\":100}".into(),
            422,
            "json.unknown_field",
            "/score",
        ),
        (
            with("{\"options\":[1],\"is_correct\":true}"),
            422,
            "json.unknown_field",
            "/answer/is_correct",
        ),
        (
            "{\"epoch\":1,\"seq\":1}".into(),
            422,
            "field.required",
            "/answer",
        ),
        (with("{}"), 422, "field.required", "/answer/options"),
        (
            with("{\"options\":[1,\"2\"]}"),
            422,
            "field.type",
            "/answer/options/1",
        ),
        ("{\"epoch\":\"1\"}".into(), 422, "field.type", "/epoch"),
        ("{\"epoch\":1.5}".into(), 422, "field.type", "/epoch"),
        ("{\"epoch\":null}".into(), 422, "field.type", "/epoch"),
        ("[1,2,{}]".into(), 422, "field.type", ""),
        ("7".into(), 422, "field.type", ""),
        ("{\"epoch\":-1}".into(), 422, "field.range", "/epoch"),
        (
            "{\"epoch\":4294967296}".into(),
            422,
            "field.range",
            "/epoch",
        ),
        (
            "{\"epoch\":1,\"seq\":9007199254740993}".into(),
            422,
            "field.range",
            "/seq",
        ),
        (
            "{\"epoch\":1,\"seq\":18446744073709551616}".into(),
            422,
            "field.range",
            "/seq",
        ),
        ("{\"epoch\":1e400}".into(), 422, "field.range", "/epoch"),
        ("{\"epoch\":NaN}".into(), 422, "field.range", "/epoch"),
        ("{\"epoch\":-Infinity}".into(), 422, "field.range", "/epoch"),
        (long, 422, "field.too_many", "/answer/options"),
        (
            "{\"epoch\":1,\"seq\":1,\"kind\":\"both\"}".into(),
            422,
            "field.choice",
            "/kind",
        ),
        // Text.
        (noted("\"a\\u0000b\""), 422, "text.invalid", "/note"),
        (noted("\"\\ud800\""), 422, "text.invalid", "/note"),
        (noted("\"\\ud800\\u0041\""), 422, "text.invalid", "/note"),
        (noted("\"\\udc00\\ud800\""), 422, "text.invalid", "/note"),
        (noted("[\"\",\"\\ud800x\"]"), 422, "text.invalid", "/note/1"),
        // Steps of a pointer are escaped.
        (
            "{\"a/b~c\":1}".into(),
            422,
            "json.unknown_field",
            "/a~1b~0c",
        ),
    ] as [(String, u16, &str, &str); 43]
    {
        let shown: String = text.chars().take(80).collect();
        assert_eq!(
            refused(text.as_bytes()),
            (status, code, place.to_owned()),
            "{shown}"
        );
    }
    assert_eq!(
        refused(b"{\n \"note\":\"\xff\"}"),
        (400, "json.syntax", "2:10".to_owned())
    );
}

#[test]
fn the_walk_ends_on_any_bytes() {
    // Every prefix and every single changed byte of a body with one of everything.
    let body =
        "{\"epoch\":-1.5e3,\"a\":[\"\\ud83d\\ude00\",{\"b\":[[]]}],\"c\":\"\\\\\",\"d\":NaN}"
            .as_bytes();
    for end in 0..=body.len() {
        assert!(from_json::<Save>(&body[..end]).is_err());
        for byte in [b'"', b'\\', b'{', b']', b'u', 0, 0xFF] {
            let mut changed = body.to_vec();
            if end < changed.len() {
                changed[end] = byte;
            }
            assert!(from_json::<Save>(&changed).is_err());
        }
    }
}
