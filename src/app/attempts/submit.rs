//! Handing in: exactly once, by the person or by the clock.

use super::facts::Facts;
use super::save::plausible_guess;
use super::view::{SlotName, latest};
use crate::app::{Absent, App, Language, Limited, NotFound, Refusal, SignedIn};
use crate::domain::contest::AtSubmit;
use crate::domain::{Answer, Attempt, AttemptId, AttemptState, Outcome, Response, Slot, Timestamp};
use crate::engine::attempt::{Timeliness, finish};
use crate::engine::digest::hex;
use crate::engine::marking::{Marking, mark_paper};
use crate::engine::receipt::{self, Answered, answers_root};
use crate::store::StoreError;
use crate::store::writer::{SubmitPlan, Submitting};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::oneshot;

/// The latest number that the device sent for a question.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastSent {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// Its sequence number.
    pub seq: i64,
}

/// What a device says when it hands in.
#[derive(Debug, Clone)]
pub struct SubmitRequest {
    /// The epoch that the device believes to hold.
    pub epoch: i64,
    /// Greatest sequence number that it sent.
    pub final_seq: i64,
    /// The latest number it sent for each question.
    pub last: Vec<LastSent>,
    /// The guess, if it was made here and not saved before.
    pub prediction: Option<i64>,
}

/// The act of handing in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Submission {
    /// When; the deadline if the clock did it.
    #[schema(value_type = String)]
    pub submitted_at: Timestamp,
    /// Time used in milliseconds.
    pub duration_ms: i64,
    /// Whether the clock did it.
    pub forced: bool,
}

/// What a person scored.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Scored {
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Right answers.
    pub correct: i64,
    /// Number of questions.
    pub questions: i64,
}

/// Signed proof of what was handed in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// Sixteen characters by which anyone finds it.
    pub code: String,
    /// `thiluat-receipt/1`.
    #[schema(value_type = Object)]
    pub payload: Value,
    /// Ed25519 over the canonical JSON of the payload, hex.
    pub signature: String,
    /// Which public key verifies it.
    pub key_id: String,
}

/// A handed-in attempt.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Submitted {
    /// The act.
    pub submission: Submission,
    /// The score, if the round tells it at hand-in.
    pub result: Option<Scored>,
    /// Proof.
    pub receipt: Receipt,
}

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

impl App {
    /// Hands an attempt in. Once it is handed in, by whomever, every further call gives the same
    /// reply.
    pub async fn submit_attempt(
        &self,
        who: SignedIn,
        id: AttemptId,
        request: SubmitRequest,
    ) -> Result<Submitted, SubmitError> {
        let facts = self.facts(id, who.participant).await?;
        self.within(self.limits.submissions, || format!("submit:{id}"))
            .await?;
        if let Some(guess) = request.prediction {
            if facts.material.round.rules.prediction.is_none() {
                return Err(SubmitError::NoPrediction);
            }
            plausible_guess(guess).map_err(|_| SubmitError::PredictionRange)?;
        }
        let (attempt, newly) = self.hand_in(&facts, By::Person(request)).await?;
        if newly {
            self.enter_board(&facts, &attempt).await;
        }
        Ok(self.submitted(&facts, &attempt))
    }

    /// Hands an attempt in by the clock, if its time is up. Gives whether it did.
    pub(in crate::app) async fn expire(&self, facts: &Arc<Facts>) -> Result<bool, Absent> {
        self.end_by(facts, By::Clock).await
    }

    /// Hands an attempt in because its round is closed by hand. Gives whether it did.
    pub(in crate::app) async fn end_now(&self, facts: &Arc<Facts>) -> Result<bool, Absent> {
        self.end_by(facts, By::Staff).await
    }

    async fn end_by(&self, facts: &Arc<Facts>, by: By) -> Result<bool, Absent> {
        match self.hand_in(facts, by).await {
            Ok((attempt, newly)) => {
                if newly {
                    self.enter_board(facts, &attempt).await;
                }
                Ok(newly)
            }
            Err(SubmitError::Absent(absent)) => Err(absent),
            Err(_) => Ok(false),
        }
    }

    async fn hand_in(&self, facts: &Arc<Facts>, by: By) -> Result<(Attempt, bool), SubmitError> {
        let (reply, verdict) = oneshot::channel();
        self.store.writer().submit(Box::new(Closer {
            facts: Arc::clone(facts),
            by,
            verdict: Err(SubmitError::Absent(NotFound.into())),
            reply,
        }))?;
        verdict
            .await
            .map_err(|_| StoreError::Unavailable("the writer ended".into()))??
    }

    /// The reply of a handed-in attempt, the same whenever it is asked for.
    pub(super) fn submitted(&self, facts: &Facts, attempt: &Attempt) -> Submitted {
        let outcome = attempt
            .outcome
            .as_ref()
            .expect("a handed-in attempt has its outcome");
        Submitted {
            submission: Submission {
                submitted_at: outcome.submitted_at,
                duration_ms: outcome.duration_ms,
                forced: outcome.forced,
            },
            result: match facts.material.round.rules.publish.at_submit {
                AtSubmit::None => None,
                AtSubmit::Score | AtSubmit::ScoreAndKey => Some(scored(outcome)),
            },
            receipt: self.receipt(facts, attempt, outcome),
        }
    }

    fn receipt(&self, facts: &Facts, attempt: &Attempt, outcome: &Outcome) -> Receipt {
        let round = facts.material.round.id.to_string();
        let payload = payload(facts, &round, &attempt.paper_hash, outcome);
        Receipt {
            code: outcome.receipt_code.clone(),
            signature: self.keys.sign(canonical(&payload).as_bytes()),
            key_id: self.keys.key_id().to_owned(),
            payload: payload.to_value(),
        }
    }
}

/// The score of an outcome.
pub(in crate::app) fn scored(outcome: &Outcome) -> Scored {
    Scored {
        score: outcome.score,
        max_score: outcome.max_score,
        correct: outcome.correct,
        questions: outcome.questions,
    }
}

fn payload<'a>(
    facts: &'a Facts,
    round: &'a str,
    paper_hash: &'a str,
    outcome: &'a Outcome,
) -> receipt::Payload<'a> {
    receipt::Payload {
        round,
        commitment: facts.material.round.commitment.as_deref().unwrap_or(""),
        number: facts.person.number,
        ordinal: facts.ordinal,
        paper_hash,
        answers_root: &outcome.answers_root,
        prediction: outcome.prediction,
        submitted_at: outcome.submitted_at,
        forced: outcome.forced,
    }
}

fn canonical(payload: &receipt::Payload<'_>) -> String {
    payload
        .canonical()
        .expect("a receipt holds no number beyond what JSON can say exactly")
}

enum By {
    Person(SubmitRequest),
    Clock,
    Staff,
}

type Verdict = Result<(Attempt, bool), SubmitError>;

/// The decision and the marking, made by the writer while the attempt is locked and its log whole.
struct Closer {
    facts: Arc<Facts>,
    by: By,
    verdict: Verdict,
    reply: oneshot::Sender<Result<Verdict, StoreError>>,
}

impl Closer {
    /// Whether and how the attempt ends now.
    fn judge(
        &self,
        attempt: &Attempt,
        answers: &BTreeMap<Slot, &Response>,
        now: Timestamp,
    ) -> Result<AttemptState, SubmitError> {
        let overdue = Timeliness::at(now, attempt.deadline_at) == Timeliness::Closed;
        match &self.by {
            By::Person(_) | By::Clock if overdue => Ok(AttemptState::Expired),
            By::Clock => Err(SubmitError::Void),
            By::Staff => Ok(AttemptState::Expired),
            By::Person(request) => {
                if request.epoch != attempt.epoch {
                    return Err(SubmitError::Superseded {
                        epoch: attempt.epoch,
                    });
                }
                arrived(request, answers)?;
                self.complete(request, answers)?;
                Ok(AttemptState::Submitted)
            }
        }
    }

    /// Whether the rules about blanks and the prediction are met.
    fn complete(
        &self,
        request: &SubmitRequest,
        answers: &BTreeMap<Slot, &Response>,
    ) -> Result<(), SubmitError> {
        let rules = &self.facts.material.round.rules;
        let required = rules
            .prediction
            .as_ref()
            .is_some_and(|prediction| prediction.required);
        if required && guess(request.prediction, answers).is_none() {
            return Err(SubmitError::PredictionRequired);
        }
        if rules.paper.require_all {
            let slots: Vec<SlotName> = self
                .slots()
                .filter(|slot| {
                    answers
                        .get(slot)
                        .is_none_or(|r| r.answer.as_text().is_empty())
                })
                .map(SlotName)
                .collect();
            if !slots.is_empty() {
                return Err(SubmitError::Incomplete { slots });
            }
        }
        Ok(())
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        let count = u16::try_from(self.facts.paper.questions.len()).unwrap_or(u16::MAX);
        (1..=count).map(Slot)
    }

    /// Marks the paper and puts the outcome together.
    fn outcome(
        &self,
        attempt: &Attempt,
        answers: &BTreeMap<Slot, &Response>,
        now: Timestamp,
        forced: bool,
    ) -> Outcome {
        let material = &self.facts.material;
        let at = |slot: Slot| answers.get(&slot).map(|response| &response.answer);
        let asked = || self.slots().zip(&self.facts.paper.questions);
        let to_mark = asked().map(|(slot, on_paper)| {
            let question = &material.questions[on_paper.question as usize];
            Marking {
                kind: question.content.kind,
                key: &question.key,
                answer: at(slot),
                points: material.points(on_paper.cell),
                voided: None,
            }
        });
        let score = mark_paper(to_mark, false);
        let texts: Vec<String> = self
            .slots()
            .map(|slot| at(slot).map(Answer::as_text).unwrap_or_default())
            .collect();
        let answered = asked().zip(&texts).map(|((_, on_paper), answer)| {
            let drawn = material.drawer.question(on_paper);
            Answered {
                question: &drawn.id,
                version: drawn.version,
                answer,
            }
        });
        let answers_root = hex(&answers_root(answered));
        let given = match &self.by {
            By::Person(request) => request.prediction,
            By::Clock | By::Staff => None,
        };
        let finish = finish(attempt.started_at, attempt.deadline_at, now);
        let mut outcome = Outcome {
            submitted_at: finish.submitted_at,
            duration_ms: finish.duration_ms,
            forced,
            correct: score.correct,
            questions: score.questions,
            score: score.score,
            max_score: score.max_score,
            prediction: guess(given, answers),
            answers_root,
            receipt_code: String::new(),
        };
        let round = material.round.id.to_string();
        let payload = payload(&self.facts, &round, &attempt.paper_hash, &outcome);
        outcome.receipt_code = receipt::code(&canonical(&payload));
        outcome
    }
}

/// Whether everything that the device sent has arrived.
fn arrived(
    request: &SubmitRequest,
    answers: &BTreeMap<Slot, &Response>,
) -> Result<(), SubmitError> {
    let stored = |slot: Slot| answers.get(&slot).map_or(0, |response| response.seq);
    let slots: Vec<SlotName> = request
        .last
        .iter()
        .filter(|l| stored(l.slot.0) < l.seq)
        .map(|l| l.slot)
        .collect();
    let newest = answers
        .values()
        .map(|response| response.seq)
        .max()
        .unwrap_or(0);
    if slots.is_empty() && request.final_seq <= newest {
        return Ok(());
    }
    Err(SubmitError::MissingAnswers { slots })
}

/// The guess given with the hand-in, or else the saved one.
fn guess(given: Option<i64>, answers: &BTreeMap<Slot, &Response>) -> Option<i64> {
    given.or_else(|| {
        match answers
            .get(&Slot::PREDICTION)
            .map(|response| &response.answer)
        {
            Some(Answer::Number(guess)) => Some(*guess),
            _ => None,
        }
    })
}

impl Submitting for Closer {
    fn attempt(&self) -> AttemptId {
        self.facts.id
    }

    fn plan(&mut self, attempt: Option<&Attempt>, log: &[Response], now: Timestamp) -> SubmitPlan {
        let Some(attempt) = attempt else {
            return SubmitPlan::Nothing;
        };
        match attempt.state {
            AttemptState::Active => {}
            AttemptState::Void => {
                self.verdict = Err(SubmitError::Void);
                return SubmitPlan::Nothing;
            }
            AttemptState::Submitted | AttemptState::Expired => {
                self.verdict = Ok((attempt.clone(), false));
                return SubmitPlan::Nothing;
            }
        }
        let answers = latest(log);
        match self.judge(attempt, &answers, now) {
            Err(refusal) => {
                self.verdict = Err(refusal);
                SubmitPlan::Nothing
            }
            Ok(state) => {
                let forced = state == AttemptState::Expired;
                let outcome = self.outcome(attempt, &answers, now, forced);
                let mut ended = attempt.clone();
                ended.state = state;
                ended.outcome = Some(outcome.clone());
                self.verdict = Ok((ended, true));
                SubmitPlan::Close {
                    state,
                    outcome: Box::new(outcome),
                }
            }
        }
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        // The asker may have gone; the attempt is handed in all the same.
        let Self { verdict, reply, .. } = *self;
        drop(reply.send(committed.map(|()| verdict)));
    }
}
