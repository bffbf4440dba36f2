//! A question in a body: the native JSON's question, read by the same reader as files.

use crate::app::FieldFault;
use crate::app::questions::QuestionError;
use crate::domain::{LawReference, QuestionDraft, QuestionKind};
use crate::exchange::{Finding, read_draft};
use serde::{Deserialize, Serialize};

/// A question as it is to be. HTML is sanitised.
#[derive(Debug, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftBody {
    /// The author's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// single, multiple, number or text.
    #[schema(value_type = String)]
    pub kind: QuestionKind,
    /// HTML.
    pub stem: String,
    /// Options, for questions of one or several right options.
    #[serde(default)]
    pub options: Vec<OptionBody>,
    /// The right number, for questions of kind number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberBody>,
    /// Accepted forms, for questions of kind text.
    #[serde(default)]
    pub accepted: Vec<String>,
    /// Field of law or chapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// 1 (easiest) to 5; 0 = unknown.
    #[serde(default)]
    pub level: u8,
    /// HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// Citations.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub laws: Vec<LawReference>,
    /// Digests of the pictures that its texts show, as replies list them. The texts count; this is not
    /// read.
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "a reply that is sent back names them")]
    pub media: Vec<String>,
}

/// An option.
#[derive(Debug, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionBody {
    /// Its id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// HTML.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// Keeps its place when options are shuffled.
    #[serde(default)]
    pub pinned: bool,
}

/// A right number.
#[derive(Debug, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberBody {
    /// The number.
    pub value: i64,
    /// Greatest accepted distance from it.
    #[serde(default)]
    pub tolerance: i64,
}

impl DraftBody {
    /// The question, checked and sanitised; faults stand under `pointer` in the body.
    pub fn read(&self, pointer: &str) -> Result<QuestionDraft, QuestionError> {
        read(self, pointer)
    }
}

/// Citations alone, read in the same way.
pub fn read_laws(
    laws: Vec<LawReference>,
    pointer: &str,
) -> Result<Vec<LawReference>, QuestionError> {
    let holder = DraftBody {
        code: None,
        kind: QuestionKind::Number,
        stem: "0".to_owned(),
        options: Vec::new(),
        number: Some(NumberBody {
            value: 0,
            tolerance: 0,
        }),
        accepted: Vec::new(),
        topic: None,
        level: 0,
        explanation: None,
        laws,
        media: Vec::new(),
    };
    let renamed = |fault: FieldFault| FieldFault {
        pointer: fault.pointer.replacen("/laws", pointer, 1),
        ..fault
    };
    match read(&holder, "") {
        Ok(draft) => Ok(draft.laws),
        Err(QuestionError::Fields(faults)) => Err(QuestionError::Fields(
            faults.into_iter().map(renamed).collect(),
        )),
        Err(other) => Err(other),
    }
}

fn read(body: &DraftBody, pointer: &str) -> Result<QuestionDraft, QuestionError> {
    let text = serde_json::to_string(body).expect("a body is plain data");
    // Which pictures it may show, the use case knows.
    match read_draft(&text, |_| true) {
        Ok((draft, _)) => Ok(draft),
        Err(finding) => Err(QuestionError::Fields(vec![fault(finding, pointer)])),
    }
}

fn fault(finding: Finding, pointer: &str) -> FieldFault {
    FieldFault {
        pointer: format!("{pointer}{}", pointed(&finding.at)),
        code: finding.code,
        vietnamese: finding.detail,
        english: english(finding.code).to_owned(),
    }
}

/// `options[2].text` as `/options/2/text`.
fn pointed(at: &str) -> String {
    let path = at.replace(['.', '['], "/").replace(']', "");
    if path.is_empty() {
        path
    } else {
        format!("/{path}")
    }
}

/// What the reader of files says in Vietnamese only.
fn english(code: &str) -> &'static str {
    match code {
        "import.stem_missing" => "The question has no text.",
        "import.option_count" => "A question of options has 2 to 26 of them.",
        "import.option_empty" => "The option is empty.",
        "import.option_repeated" => "Two options say exactly the same.",
        "import.option_id" => {
            "An id of an option has 1 to 32 characters a-z, 0-9 and occurs once in the question."
        }
        "import.key_invalid" => "The key does not fit the question.",
        "import.key_missing" => "The key is missing.",
        "import.too_long" => "The text is too long.",
        "import.control_char" => "The text holds characters that nobody sees.",
        "field.range" => "The value is out of its range.",
        "field.required" => "This is needed.",
        _ => "This can't be taken.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Refusal as _;

    fn body(json: serde_json::Value) -> DraftBody {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_place_in_a_file_becomes_a_pointer() {
        assert_eq!(pointed("options[2].text"), "/options/2/text");
        assert_eq!(pointed(""), "");
    }

    #[test]
    fn what_a_file_may_not_hold_a_body_may_not_hold_either() {
        let good = body(serde_json::json!({
            "kind": "single", "stem": "Hỏi<script>x</script>?",
            "options": [{ "text": "a", "correct": true }, { "text": "b", "correct": false }],
        }));
        assert_eq!(good.read("").unwrap().stem, "Hỏi?");
        let keyless = body(serde_json::json!({
            "kind": "single", "stem": "Hỏi?",
            "options": [{ "text": "a", "correct": false }, { "text": " ", "correct": false }],
        }));
        let refused = keyless.read("/draft").unwrap_err();
        assert_eq!(refused.fields()[0].pointer, "/draft/options/1");
        assert_eq!(refused.fields()[0].code, "import.option_empty");
    }

    #[test]
    fn citations_are_read_by_themselves() {
        let law = |document: &str| LawReference {
            document: document.to_owned(),
            title: String::new(),
            article: Some(" 9 ".to_owned()),
            clause: None,
            point: None,
            valid_from: None,
            valid_to: None,
        };
        let read = read_laws(vec![law("36/2024/QH15")], "/set/add_laws").unwrap();
        assert_eq!(read[0].article.as_deref(), Some("9"));
        let refused = read_laws(vec![law("a"), law(" ")], "/set/add_laws").unwrap_err();
        assert_eq!(refused.fields()[0].pointer, "/set/add_laws/1/document");
    }
}
