//! Saving answers: checked for shape here, decided and made durable by the writer.

use super::facts::Facts;
use super::start::seconds;
use super::view::SlotName;
use crate::app::{Absent, App, Language, NotFound, Refusal, SignedIn};
use crate::domain::{Answer, AttemptId, QuestionKind, Slot, Timestamp, text};
use crate::engine::attempt::remaining;
use crate::live::Verdict as Limited;
use crate::store::StoreError;
use crate::store::writer::{NewResponse, SaveOutcome};
use serde::Serialize;
use serde_json::{Map, Value, json};
use smallvec::{SmallVec, smallvec};

/// Characters that an essay may have for each word of its limit.
const LONGEST_WORD: usize = 20;

/// Greatest number of characters of a short text.
const LONGEST_TEXT: usize = 500;

/// Proof that an answer was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ack {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// The epoch it was saved under.
    pub epoch: i64,
    /// Its sequence number.
    pub seq: i64,
    /// When it was committed first.
    #[schema(value_type = String)]
    pub saved_at: Timestamp,
    /// Message authentication code over all of it, hex.
    pub mac: String,
}

/// A saved answer.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Saved {
    /// Proof that it was acknowledged.
    pub ack: Ack,
    /// Time left in milliseconds.
    pub remaining_ms: i64,
    /// When this was told.
    #[schema(value_type = String)]
    pub server_time: Timestamp,
}

/// An answer to be saved.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// Which question.
    pub slot: SlotName,
    /// Rises per attempt.
    pub seq: i64,
    /// The answer.
    pub answer: Answer,
}

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

impl App {
    /// Saves one answer; the reply means that it is durable.
    pub async fn save_answer(
        &self,
        who: SignedIn,
        attempt: AttemptId,
        epoch: i64,
        new: NewAnswer,
    ) -> Result<Saved, SaveError> {
        let facts = self.facts(attempt, who.participant).await?;
        #[cfg(feature = "sabotage")]
        if crate::store::sabotage::is("redis-in-ack") && !self.live.answers().await {
            return Err(StoreError::Unavailable("live state is away".into()).into());
        }
        self.within_limit(attempt).await?;
        let answer = fitting(&facts, new.slot.0, new.answer)?;
        self.in_slot_time(&facts, new.slot.0).await?;
        let text = answer.as_text();
        let response = NewResponse {
            seq: new.seq,
            slot: new.slot.0,
            answer,
        };
        let saves = self
            .store
            .writer()
            .save(attempt, epoch, smallvec![response])
            .await?;
        let outcome = saves
            .outcomes
            .into_iter()
            .next()
            .unwrap_or(SaveOutcome::Missing);
        let deadline = saves.deadline_at.unwrap_or(facts.deadline_at);
        let saved_at = durable(&outcome, saves.now)?;
        Ok(Saved {
            ack: self.ack(attempt, epoch, new.seq, new.slot, &text, saved_at),
            remaining_ms: remaining(saves.now, deadline).0,
            server_time: saves.now,
        })
    }

    /// Saves what a phone gathered off line; every answer gets its own ack or refusal, in the order
    /// of the request.
    pub async fn save_answers(
        &self,
        who: SignedIn,
        attempt: AttemptId,
        epoch: i64,
        answers: Vec<NewAnswer>,
    ) -> Result<Vec<(SlotName, Result<Ack, SaveError>)>, SaveError> {
        let facts = self.facts(attempt, who.participant).await?;
        self.within_limit(attempt).await?;
        let mut results: Vec<(SlotName, Option<Result<Ack, SaveError>>)> = Vec::new();
        // By rising number, as the writer wants them; `at` leads back to the request's order.
        let mut fit: Vec<(usize, String, NewResponse)> = Vec::new();
        for (at, new) in answers.into_iter().enumerate() {
            let slot = new.slot;
            let fits = match self.in_slot_time(&facts, slot.0).await {
                Ok(()) => fitting(&facts, slot.0, new.answer),
                Err(error) => Err(error),
            };
            match fits {
                Ok(answer) => {
                    let text = answer.as_text();
                    fit.push((
                        at,
                        text,
                        NewResponse {
                            seq: new.seq,
                            slot: slot.0,
                            answer,
                        },
                    ));
                    results.push((slot, None));
                }
                Err(error) => results.push((slot, Some(Err(error)))),
            }
        }
        fit.sort_by_key(|(at, _, response)| (response.seq, *at));
        // Two answers under one number: the writer would take the first, so the second goes alone.
        let (mut batch, mut again) = (Vec::new(), Vec::new());
        for entry in fit {
            match batch.last() {
                Some((_, _, last)) if same_seq(last, &entry.2) => again.push(entry),
                _ => batch.push(entry),
            }
        }
        for group in std::iter::once(batch).chain(again.into_iter().map(|entry| vec![entry])) {
            if group.is_empty() {
                continue;
            }
            let responses: SmallVec<[NewResponse; 1]> = group
                .iter()
                .map(|(_, _, response)| response.clone())
                .collect();
            let saves = self.store.writer().save(attempt, epoch, responses).await?;
            for ((at, text, response), outcome) in group.into_iter().zip(saves.outcomes) {
                let slot = SlotName(response.slot);
                results[at].1 =
                    Some(durable(&outcome, saves.now).map(|saved_at| {
                        self.ack(attempt, epoch, response.seq, slot, &text, saved_at)
                    }));
            }
        }
        Ok(results
            .into_iter()
            .map(|(slot, result)| {
                (
                    slot,
                    result.unwrap_or_else(|| Err(Absent::NotFound(NotFound).into())),
                )
            })
            .collect())
    }

    async fn within_limit(&self, attempt: AttemptId) -> Result<(), SaveError> {
        let Some(quota) = self.limits.saves else {
            return Ok(());
        };
        // Each node by itself: asking another machine before every save would cost more than a
        // hand that is faster at two nodes than at one.
        match self
            .live
            .node_limits
            .check(&format!("save:{attempt}"), quota)
            .await
        {
            Ok(Limited::RetryAfter(wait)) => Err(SaveError::Limited {
                retry_after_s: seconds(wait),
            }),
            // A limiter that is away never stands between a person and his answers.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn ack(
        &self,
        attempt: AttemptId,
        epoch: i64,
        seq: i64,
        slot: SlotName,
        answer: &str,
        saved_at: Timestamp,
    ) -> Ack {
        let mac = self.keys.ack(attempt, epoch, seq, slot.0, answer, saved_at);
        Ack {
            slot,
            epoch,
            seq,
            saved_at,
            mac,
        }
    }
}

fn same_seq(a: &NewResponse, b: &NewResponse) -> bool {
    a.seq == b.seq
}

fn durable(outcome: &SaveOutcome, now: Timestamp) -> Result<Timestamp, SaveError> {
    match *outcome {
        SaveOutcome::Saved { saved_at } => Ok(saved_at),
        SaveOutcome::Stale { epoch, seq } => Err(SaveError::Stale { epoch, seq }),
        SaveOutcome::Conflict => Err(SaveError::Conflict),
        SaveOutcome::Superseded { epoch } => Err(SaveError::Superseded { epoch }),
        SaveOutcome::Closed { deadline_at } => Err(SaveError::Closed {
            deadline: deadline_at,
            server_time: now,
        }),
        SaveOutcome::Missing => Err(Absent::NotFound(NotFound).into()),
    }
}

/// The answer in its stored form, if the paper has a question that takes it.
fn fitting(facts: &Facts, slot: Slot, answer: Answer) -> Result<Answer, SaveError> {
    if slot == Slot::PREDICTION {
        if facts.material.round.rules.prediction.is_none() {
            return Err(SaveError::Slot(slot));
        }
        return match answer {
            Answer::Number(guess) => plausible_guess(guess).map(Answer::Number),
            _ => Err(SaveError::Kind),
        };
    }
    if slot == Slot::ESSAY {
        let essay = facts.material.round.rules.essay.as_ref();
        let essay = essay.ok_or(SaveError::Slot(slot))?;
        let Answer::Text(text) = answer else {
            return Err(SaveError::Kind);
        };
        let longest = LONGEST_WORD * essay.max_words as usize;
        let text = text::passage(&text, longest).map_err(SaveError::Text)?;
        let words = text.split_whitespace().count();
        if words > essay.max_words as usize {
            let max = essay.max_words;
            return Err(SaveError::Words { words, max });
        }
        return Ok(Answer::Text(text));
    }
    let on_paper = facts.question(slot).ok_or(SaveError::Slot(slot))?;
    let question = &facts.material.questions[on_paper.question as usize];
    match (question.content.kind, answer) {
        (QuestionKind::Single | QuestionKind::Multiple, Answer::Options(mut ids)) => {
            if ids.len() > 1 && !question.takes_several() {
                return Err(SaveError::Count);
            }
            if ids.len() > question.content.options.len() {
                return Err(SaveError::Count);
            }
            ids.sort_unstable();
            let known = |id: &String| question.content.options.iter().any(|o| o.id == *id);
            if !ids.iter().all(known) || ids.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(SaveError::Option);
            }
            Ok(Answer::Options(ids))
        }
        (QuestionKind::Number, Answer::Number(number)) => Ok(Answer::Number(number)),
        (QuestionKind::Text, Answer::Text(text)) => text::line(&text, LONGEST_TEXT)
            .map(Answer::Text)
            .map_err(SaveError::Text),
        // Taking an answer back is a blank, whatever the question.
        (_, Answer::Options(ids)) if ids.is_empty() => Ok(Answer::Options(ids)),
        _ => Err(SaveError::Kind),
    }
}

/// A guess counts people or attempts: never negative, never more than a country could make.
pub(super) fn plausible_guess(guess: i64) -> Result<i64, SaveError> {
    if (0..=1_000_000_000).contains(&guess) {
        Ok(guess)
    } else {
        Err(SaveError::Range)
    }
}
