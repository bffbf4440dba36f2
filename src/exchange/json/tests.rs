//! Good and bad `thiluat-bank/1` files.

use super::read::read;
use crate::domain::QuestionKind;
use crate::exchange::QuestionFile;

fn file(questions: &str) -> QuestionFile {
    let text = format!(
        r#"{{"format":"thiluat-bank/1","code":"gt","title":"Giao thông","questions":[{questions}]}}"#
    );
    read(text.as_bytes()).expect("readable")
}

fn refusal(question: &str) -> (String, &'static str) {
    let file = file(question);
    assert!(file.drafts().is_empty(), "taken: {question}");
    let [one] = <[_; 1]>::try_from(file.refused().into_iter().cloned().collect::<Vec<_>>())
        .expect("one refusal");
    (one.at, one.code)
}

fn unreadable(text: &str) -> (&'static str, Option<String>) {
    let bad = read(text.as_bytes()).expect_err("unreadable");
    (bad.code, bad.at)
}

#[test]
fn every_kind_is_read() {
    let file = file(
        r#"{"code":"c1","kind":"single","stem":"Một?","options":[{"id":"a1b2c3","text":"a","correct":true},
            {"text":"b","correct":false,"pinned":true}],"topic":"T","level":2,"explanation":"Vì <b>thế</b>.",
            "laws":[{"document":"36/2024/QH15","title":"Luật","article":"9","clause":"2","point":null,
            "valid_from":"2025-01-01","valid_to":null}]},
           {"kind":"multiple","stem":"Hai?","options":[{"text":"a","correct":true},{"text":"b","correct":true}]},
           {"kind":"number","stem":"Ba?","number":{"value":18}},
           {"kind":"text","stem":"Bốn?","accepted":["Hà Nội","Thủ đô"]}"#,
    );
    assert_eq!(
        (file.code.as_deref(), file.title.as_deref()),
        (Some("gt"), Some("Giao thông"))
    );
    assert_eq!((file.entries.len(), file.drafts().len()), (4, 4));
    let first = file.drafts()[0];
    assert_eq!(first.options[0].id.as_deref(), Some("a1b2c3"));
    assert!(first.options[1].pinned && first.laws[0].valid_from.is_some());
    assert_eq!(first.explanation.as_deref(), Some("Vì <b>thế</b>."));
    let kinds: Vec<_> = file.drafts().iter().map(|draft| draft.kind).collect();
    assert_eq!(
        kinds,
        [
            QuestionKind::Single,
            QuestionKind::Multiple,
            QuestionKind::Number,
            QuestionKind::Text
        ]
    );
    assert_eq!(file.drafts()[2].number, Some((18, 0)));
    let warned: Vec<_> = file
        .warnings()
        .iter()
        .map(|w| (w.at.as_str(), w.code))
        .collect();
    let none = "import.no_citation";
    assert_eq!(
        warned,
        [
            ("questions[1]", none),
            ("questions[2]", none),
            ("questions[3]", none)
        ]
    );
}

#[test]
fn a_fault_refuses_its_question_and_names_the_path() {
    let two = r#""options":[{"text":"a","correct":true},{"text":"b","correct":false}]"#;
    assert_eq!(
        refusal(&format!(
            r#"{{"kind":"single","stem":"?","corect":1,{two}}}"#
        )),
        ("questions[0].corect".into(), "json.unknown_field")
    );
    assert_eq!(
        refusal(
            r#"{"kind":"single","stem":"?","options":[{"text":"a","correct":true},{"text":"b","right":1}]}"#
        ),
        ("questions[0].options[1].right".into(), "json.unknown_field")
    );
    assert_eq!(
        refusal(&format!(
            r#"{{"kind":"single","stem":"?","stem":"!",{two}}}"#
        )),
        ("questions[0].stem".into(), "json.duplicate_key")
    );
    assert_eq!(
        refusal(&format!(r#"{{"kind":"single",{two}}}"#)),
        ("questions[0].stem".into(), "field.required")
    );
    assert_eq!(
        refusal(&format!(
            r#"{{"kind":"single","stem":"?","level":"2",{two}}}"#
        )),
        ("questions[0].level".into(), "field.type")
    );
    assert_eq!(
        refusal(&format!(
            r#"{{"kind":"single","stem":"?","level":6,{two}}}"#
        )),
        ("questions[0].level".into(), "field.range")
    );
    assert_eq!(
        refusal(&format!(r#"{{"kind":"essay","stem":"?",{two}}}"#)),
        ("questions[0].kind".into(), "field.type")
    );
    assert_eq!(
        refusal(r#"{"kind":"number","stem":"?","number":{"value":1e400}}"#).1,
        "field.type"
    );
    assert_eq!(
        refusal(&format!(r#"{{"kind":"single","stem":"a\u202Eb",{two}}}"#)),
        ("questions[0].stem".into(), "import.control_char")
    );
    assert_eq!(
        refusal(&format!(r#"{{"kind":"single","stem":"a&#x202E;b",{two}}}"#)).1,
        "import.control_char"
    );
    assert_eq!(
        refusal(
            r#"{"kind":"single","stem":"?","options":[{"text":"a","correct":true},{"text":"b","correct":true}]}"#
        ),
        ("questions[0].options".into(), "import.key_invalid")
    );
    assert_eq!(
        refusal(&format!(
            r#"{{"kind":"single","stem":"?",{two},"laws":[{{"document":"1/2/Q","valid_from":"1/1/2025"}}]}}"#
        )),
        ("questions[0].laws[0].valid_from".into(), "field.type")
    );
    assert_eq!(refusal("7").1, "field.type");
}

#[test]
fn good_questions_are_taken_beside_bad_ones() {
    let good = r#"{"kind":"text","stem":"Ai?","accepted":["An"]}"#;
    let file = file(&format!(r#"{good},{{"kind":"text","stem":"Ai?"}},{good}"#));
    assert_eq!((file.entries.len(), file.drafts().len()), (3, 1));
    let refused: Vec<_> = file
        .refused()
        .iter()
        .map(|r| (r.at.as_str(), r.code))
        .collect();
    assert_eq!(
        refused,
        [
            ("questions[1].accepted", "import.key_invalid"),
            ("questions[2]", "import.duplicate")
        ]
    );
    assert!(file.refused()[1].detail.contains("questions[0]"));
}

#[test]
fn what_was_stripped_is_told() {
    let file = file(r#"{"kind":"text","stem":"Ai<script>x()</script>?","accepted":["An"]}"#);
    assert_eq!(file.drafts()[0].stem, "Ai?");
    assert_eq!(file.warnings()[0].code, "import.stripped");
    assert_eq!(file.warnings()[0].at, "questions[0].stem");
}

#[test]
fn broken_files_name_line_and_column() {
    let (code, at) = unreadable("{\"format\":\"thiluat-bank/1\",\n \"questions\":[");
    assert_eq!(
        (code, at.as_deref()),
        ("json.syntax", Some("dòng 2, ký tự 14"))
    );
    assert_eq!(
        unreadable(r#"{"format":"thiluat-bank/1","questions":[]} x"#).0,
        "json.syntax"
    );
    assert_eq!(unreadable("\u{FEFF}\u{FEFF}{}").0, "json.syntax");
    assert_eq!(
        unreadable(r#"{"format":"thiluat-bank/9","questions":[]}"#).0,
        "import.format_unknown"
    );
    assert_eq!(
        unreadable(r#"{"format":"thiluat-bank/1","questions":[],"x":1}"#).0,
        "json.unknown_field"
    );
    assert_eq!(
        unreadable(r#"{"format":"thiluat-bank/1","questions":[],"questions":[]}"#).0,
        "json.duplicate_key"
    );
    assert_eq!(unreadable("[]").0, "field.type");
    assert_eq!(
        read(b"{\"format\":\"\xC8\"}").expect_err("not UTF-8").code,
        "import.encoding"
    );
}
