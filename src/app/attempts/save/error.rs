//! Why an answer was not saved, and what is said of it.

use crate::app::{Absent, Language, Refusal};
use crate::domain::{Slot, Timestamp, text};
use crate::store::StoreError;
use serde_json::{Map, Value, json};

/// Why an answer was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// No such attempt of this person, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The paper has no such slot.
    #[error("the paper has no slot {0:?}")]
    Slot(Slot),
    /// The question has no such option.
    #[error("the question has no such option")]
    Option,
    /// More options than the question takes.
    #[error("more options than the question takes")]
    Count,
    /// The answer is of another kind than the question.
    #[error("the answer is of another kind than the question")]
    Kind,
    /// The text can't be taken.
    #[error("the text can't be taken: {0}")]
    Text(text::BadText),
    /// A number beyond what is sensible.
    #[error("a number out of range")]
    Range,
    /// A newer answer to the question is stored.
    #[error("a newer answer is stored")]
    Stale {
        /// Its epoch.
        epoch: i64,
        /// Its sequence number.
        seq: i64,
    },
    /// Another answer has the same numbers.
    #[error("another answer has the same numbers")]
    Conflict,
    /// Another device has taken over.
    #[error("another device has taken over")]
    Superseded {
        /// The epoch in force.
        epoch: i64,
    },
    /// The attempt has ended.
    #[error("the attempt has ended")]
    Closed {
        /// When it ended or had to end.
        deadline: Timestamp,
        /// When this was told.
        server_time: Timestamp,
    },
    /// Outside the time of its question, where each question has its own.
    #[error("outside the time of the question")]
    SlotTime {
        /// When its time begins.
        opens_at: Timestamp,
        /// When its time is up.
        closes_at: Timestamp,
        /// When this was told.
        server_time: Timestamp,
    },
    /// The essay has too many words.
    #[error("{words} words, at most {max}")]
    Words {
        /// How many it has.
        words: usize,
        /// How many it may have.
        max: u32,
    },
    /// Faster than any hand.
    #[error("too many saves")]
    Limited {
        /// Seconds to wait.
        retry_after_s: u32,
    },
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for SaveError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Slot(_) => "answer.slot",
            Self::Option => "answer.option",
            Self::Count => "answer.count",
            Self::Kind => "answer.kind",
            Self::Text(_) => "text.invalid",
            Self::Range => "field.range",
            Self::Stale { .. } => "answer.stale",
            Self::Conflict => "answer.seq_conflict",
            Self::Superseded { .. } => "attempt.superseded",
            Self::Closed { .. } => "attempt.closed",
            Self::SlotTime { .. } => "answer.slot_time",
            Self::Words { .. } => "essay.words",
            Self::Limited { .. } => "rate.limited",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Absent(absent) => return absent.detail(language),
            Self::Slot(_) => (
                "Đề của bạn không có câu này.",
                "Your paper has no such question.",
            ),
            Self::Option => (
                "Câu hỏi này không có phương án đó.",
                "This question has no such option.",
            ),
            Self::Count => (
                "Câu này chỉ chọn được một phương án.",
                "Only one option can be chosen here.",
            ),
            Self::Kind => (
                "Câu trả lời không đúng dạng của câu hỏi.",
                "The answer is of another kind than the question.",
            ),
            Self::Text(_) => (
                "Câu trả lời có ký tự không dùng được hoặc quá dài.",
                "The answer is too long or has characters that can't be used.",
            ),
            Self::Range => ("Con số này không dùng được.", "This number can't be used."),
            Self::Stale { .. } => (
                "Một câu trả lời mới hơn cho câu này đã được lưu.",
                "A newer answer to this question has been saved.",
            ),
            Self::Conflict => (
                "Số thứ tự này đã dùng cho một câu trả lời khác.",
                "This sequence number belongs to another answer.",
            ),
            Self::Superseded { .. } => (
                "Bài thi đang được làm trên thiết bị khác. Những câu đã lưu vẫn còn nguyên.",
                "The attempt goes on at another device. Saved answers are safe.",
            ),
            Self::Closed { .. } => (
                "Đã hết giờ làm bài. Những câu đã lưu trước đó vẫn được tính.",
                "Time is up. What was saved before counts.",
            ),
            Self::SlotTime { .. } => (
                "Câu này không còn trong thời gian trả lời, hoặc chưa tới lượt.",
                "The time of this question is over, or has not come yet.",
            ),
            Self::Words { words, max } => {
                return match language {
                    Language::Vietnamese => {
                        format!(
                            "Bài tự luận có {words} từ, tối đa {max} từ. Bản vừa rồi chưa được lưu."
                        )
                    }
                    Language::English => {
                        format!(
                            "The essay has {words} words, at most {max}. This version was not saved."
                        )
                    }
                };
            }
            Self::Limited { .. } => (
                "Bạn thao tác quá nhanh. Câu trả lời này chưa được lưu, máy sẽ tự gửi lại.",
                "Too fast. This answer was not saved yet and will be sent again.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn facts(&self) -> Map<String, Value> {
        let facts = match self {
            Self::Stale { epoch, seq } => json!({ "epoch": epoch, "seq": seq }),
            Self::Superseded { epoch } => json!({ "epoch": epoch }),
            Self::Closed {
                deadline,
                server_time,
            } => {
                json!({ "deadline": deadline, "server_time": server_time })
            }
            Self::SlotTime {
                opens_at,
                closes_at,
                server_time,
            } => json!({
                "opens_at": opens_at, "closes_at": closes_at, "server_time": server_time,
            }),
            Self::Words { words, max } => json!({ "words": words, "max": max }),
            _ => return Map::new(),
        };
        match facts {
            Value::Object(facts) => facts,
            _ => Map::new(),
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            Self::Limited { retry_after_s } => Some(*retry_after_s),
            _ => None,
        }
    }
}
