//! The tree against 26 files with the parse that an independent parser gives them (meaning, not keys).

use super::ast::{Answer, Body, Item, Number, Rich};
use super::parse::items;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/gift-conformance")
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rich(rich: &Rich) -> Value {
    json!({"format": rich.format.word(), "text": spaced(&rich.text)})
}

fn maybe(text: Option<&Rich>) -> Value {
    text.map_or(Value::Null, rich)
}

fn float(text: &str) -> f64 {
    text.parse().expect("a number")
}

fn number(number: &Number) -> Value {
    match number {
        Number::Exactly(value) => json!({"type": "simple", "number": float(value)}),
        Number::Near(value, range) => {
            json!({"type": "range", "number": float(value), "range": float(range)})
        }
        Number::Between(low, high) => {
            json!({"type": "high-low", "numberLow": float(low), "numberHigh": float(high)})
        }
        Number::Rest => json!({"format": "moodle", "text": "*"}),
    }
}

fn answers(answers: &[Answer]) -> Value {
    let answer = |answer: &Answer| {
        json!({
            "isCorrect": answer.correct,
            "weight": answer.weight,
            "text": rich(&answer.text),
            "feedback": maybe(answer.feedback.as_ref()),
        })
    };
    answers.iter().map(answer).collect()
}

/// An item in the shape of the expected parses.
fn shape(item: &Item) -> Value {
    let question = match item {
        Item::Category(path) => return json!({"type": "Category", "title": path}),
        Item::Fault(fault) => panic!("line {}: {}", fault.line, fault.detail),
        Item::Question(question) => question,
    };
    let (kind, more) = match &question.body {
        Body::Description => ("Description", json!({})),
        Body::Essay => ("Essay", json!({})),
        Body::TrueFalse {
            is_true,
            true_feedback,
            false_feedback,
        } => (
            "TF",
            json!({
                "isTrue": is_true,
                "trueFeedback": maybe(true_feedback.as_ref()),
                "falseFeedback": maybe(false_feedback.as_ref()),
            }),
        ),
        Body::Choice(choices) => ("MC", json!({"choices": answers(choices)})),
        Body::Short(forms) => ("Short", json!({"choices": answers(forms)})),
        Body::Number(only, _) => ("Numerical", json!({"choices": number(only)})),
        Body::Numbers(several) => {
            let several = several.iter().map(|answer| {
                json!({
                    "isCorrect": answer.number != Number::Rest,
                    "weight": answer.weight,
                    "text": number(&answer.number),
                    "feedback": maybe(answer.feedback.as_ref()),
                })
            });
            ("Numerical", json!({"choices": several.collect::<Vec<_>>()}))
        }
        Body::Matching(pairs) => {
            let pairs = pairs
                .iter()
                .map(|(left, right)| json!({"subquestion": rich(left), "subanswer": right}));
            ("Matching", json!({"matchPairs": pairs.collect::<Vec<_>>()}))
        }
    };
    let mut shape = json!({
        "type": kind,
        "id": question.id,
        "tags": Some(&question.tags).filter(|tags| !tags.is_empty()),
        "title": question.title,
        "stem": rich(&question.stem),
        "hasEmbeddedAnswers": question.embedded,
    });
    let object = shape.as_object_mut().expect("an object");
    if kind != "Description" {
        object.insert("globalFeedback".into(), maybe(question.feedback.as_ref()));
    }
    object.extend(more.as_object().expect("an object").clone());
    shape
}

/// All numbers as floats, all white space as one space.
fn even(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::String(text) => json!(spaced(text)),
        Value::Array(all) => all.iter().map(even).collect(),
        Value::Object(all) => {
            let all = all.iter().map(|(key, value)| (key.clone(), even(value)));
            Value::Object(all.collect())
        }
        other => other.clone(),
    }
}

#[test]
fn all_expected_parses_are_met() {
    let Ok(files) = std::fs::read_dir(folder()) else {
        println!("skipped: gift-conformance is not beside the checkout");
        return;
    };
    let mut names: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    names.retain(|name| name.extension().is_some_and(|ending| ending == "gift"));
    names.sort();
    assert_eq!(names.len(), 26);
    for name in names {
        let text = std::fs::read_to_string(&name)
            .expect("text")
            .replace('\r', "");
        let expected = std::fs::read_to_string(name.with_extension("json")).expect("text");
        let expected: Value = serde_json::from_str(&expected).expect("JSON");
        let found: Value = items(&text).iter().map(shape).collect();
        assert_eq!(even(&found), even(&expected), "{}", name.display());
    }
}
