//! Why an attempt is not handed in.

use super::super::view::SlotName;
use crate::app::{Absent, Language, Limited, Refusal};
use crate::store::StoreError;
use serde_json::{Map, Value, json};

/// Why an attempt was not handed in.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// No such attempt of this person, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Too many tries.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// Another device has taken over.
    #[error("another device has taken over")]
    Superseded {
        /// The epoch in force.
        epoch: i64,
    },
    /// The attempt was declared void.
    #[error("the attempt is void")]
    Void,
    /// Answers that the device sent have not arrived.
    #[error("answers are missing")]
    MissingAnswers {
        /// Where, if the device told what it sent.
        slots: Vec<SlotName>,
    },
    /// The guess is required.
    #[error("the prediction is required")]
    PredictionRequired,
    /// The guess can't be taken.
    #[error("the prediction is out of range")]
    PredictionRange,
    /// The round has no prediction question.
    #[error("the round has no prediction question")]
    NoPrediction,
    /// The essay is missing or too short.
    #[error("the essay has {words} words, at least {least}")]
    Essay {
        /// How many it has.
        words: usize,
        /// How many it must have.
        least: u32,
    },
    /// Every question must be answered.
    #[error("questions are unanswered")]
    Incomplete {
        /// Where.
        slots: Vec<SlotName>,
    },
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for SubmitError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Limited(limited) => limited.code(),
            Self::Superseded { .. } => "attempt.superseded",
            Self::Void => "attempt.closed",
            Self::MissingAnswers { .. } => "attempt.missing_answers",
            Self::PredictionRequired => "prediction.required",
            Self::PredictionRange => "field.range",
            Self::NoPrediction => "answer.slot",
            Self::Essay { .. } => "essay.incomplete",
            Self::Incomplete { .. } => "answers.incomplete",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Absent(absent) => return absent.detail(language),
            Self::Limited(limited) => return limited.detail(language),
            Self::Superseded { .. } => (
                "Bài thi đang được làm trên thiết bị khác, nên không nộp được từ thiết bị này.",
                "The attempt goes on at another device, so it can't be handed in from this one.",
            ),
            Self::Void => ("Lượt thi này đã bị huỷ.", "This attempt was declared void."),
            Self::MissingAnswers { .. } => (
                "Một số câu trả lời chưa tới máy chủ. Máy sẽ gửi lại rồi nộp bài.",
                "Some answers have not arrived yet. They will be sent again before handing in.",
            ),
            Self::PredictionRequired => (
                "Bạn chưa trả lời câu dự đoán.",
                "The prediction question is not answered yet.",
            ),
            Self::PredictionRange => (
                "Con số dự đoán không dùng được: hãy nhập một số nguyên không âm.",
                "The guess can't be used: enter a whole number that is not negative.",
            ),
            Self::NoPrediction => (
                "Vòng thi này không có câu dự đoán.",
                "This round has no prediction question.",
            ),
            Self::Essay { words, least } => {
                return match language {
                    Language::Vietnamese => {
                        format!("Bài tự luận có {words} từ, cần ít nhất {least} từ.")
                    }
                    Language::English => {
                        format!("The essay has {words} words, at least {least} are needed.")
                    }
                };
            }
            Self::Incomplete { .. } => (
                "Thể lệ yêu cầu trả lời tất cả các câu trước khi nộp bài.",
                "The rules ask for an answer to every question before handing in.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn facts(&self) -> Map<String, Value> {
        let mut facts = Map::new();
        match self {
            Self::MissingAnswers { slots } | Self::Incomplete { slots } => {
                facts.insert("slots".into(), json!(slots));
            }
            Self::Superseded { epoch } => {
                facts.insert("epoch".into(), json!(epoch));
            }
            _ => {}
        }
        facts
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            Self::Limited(limited) => limited.retry_after_s(),
            _ => None,
        }
    }
}
