//! A question version in the form of the native JSON.

use crate::domain::{DraftOption, Key, LawReference, QuestionDraft, QuestionKind, QuestionVersion};
use serde::Serialize;
use utoipa::ToSchema;

/// A question, whole, key included: a version of a bank, or one of a file on its way there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DraftView {
    /// The author's own code.
    pub code: Option<String>,
    /// single, multiple, number or text.
    #[schema(value_type = String)]
    pub kind: QuestionKind,
    /// Sanitised HTML.
    pub stem: String,
    /// Options in stored order.
    pub options: Vec<OptionView>,
    /// The right number, for questions of kind number.
    pub number: Option<NumberView>,
    /// Accepted forms, for questions of kind text.
    pub accepted: Vec<String>,
    /// Field of law or chapter.
    pub topic: Option<String>,
    /// 1 (easiest) to 5; 0 = unknown.
    pub level: u8,
    /// Sanitised HTML.
    pub explanation: Option<String>,
    /// Citations.
    #[schema(value_type = Vec<Object>)]
    pub laws: Vec<LawReference>,
    /// SHA-256 of each medium.
    pub media: Vec<String>,
}

/// An option with what is right about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OptionView {
    /// Its id; null where the question is in no bank yet.
    pub id: Option<String>,
    /// Sanitised HTML.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// Keeps its place when options are shuffled.
    pub pinned: bool,
}

/// A right number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct NumberView {
    /// The number.
    pub value: i64,
    /// Greatest accepted distance from it.
    pub tolerance: i64,
}

impl From<&QuestionVersion> for DraftView {
    fn from(version: &QuestionVersion) -> Self {
        let right = |id: &String| match &version.key {
            Key::Options(right) => right.contains(id),
            Key::Number { .. } | Key::Text(_) => false,
        };
        let options = version.content.options.iter().map(|option| OptionView {
            id: Some(option.id.clone()),
            text: option.text.clone(),
            correct: right(&option.id),
            pinned: option.pinned,
        });
        Self {
            code: version.code.clone(),
            kind: version.content.kind,
            stem: version.content.stem.clone(),
            options: options.collect(),
            number: match version.key {
                Key::Number { value, tolerance } => Some(NumberView { value, tolerance }),
                Key::Options(_) | Key::Text(_) => None,
            },
            accepted: match &version.key {
                Key::Text(forms) => forms.clone(),
                Key::Options(_) | Key::Number { .. } => Vec::new(),
            },
            topic: version.topic.clone(),
            level: version.content.level,
            explanation: version.explanation.clone(),
            laws: version.laws.clone(),
            media: version.content.media.clone(),
        }
    }
}

impl From<QuestionDraft> for DraftView {
    fn from(draft: QuestionDraft) -> Self {
        let number = draft.number;
        let options = draft.options.iter().map(|option| OptionView {
            id: option.id.clone(),
            text: option.text.clone(),
            correct: option.correct,
            pinned: option.pinned,
        });
        Self {
            options: options.collect(),
            media: draft.shown_media(),
            code: draft.code,
            kind: draft.kind,
            stem: draft.stem,
            number: number.map(|(value, tolerance)| NumberView { value, tolerance }),
            accepted: draft.accepted,
            topic: draft.topic,
            level: draft.level,
            explanation: draft.explanation,
            laws: draft.laws,
        }
    }
}

/// Options without an id take the one of the same text in the version before, so that they stay the
/// same options.
pub(super) fn with_ids_of(draft: &mut QuestionDraft, before: &QuestionVersion) {
    let known = |option: &DraftOption| {
        let mut options = before.content.options.iter();
        options
            .find(|before| before.text == option.text)
            .map(|before| before.id.clone())
    };
    let named: Vec<String> = draft
        .options
        .iter()
        .filter_map(|option| option.id.clone())
        .collect();
    for option in &mut draft.options {
        if option.id.is_none() {
            option.id = known(option).filter(|id| !named.contains(id));
        }
    }
}
