//! Reviewing a handed-in paper, as far as the round publishes it now.

use super::facts::Facts;
use super::submit::{Scored, scored};
use super::view::latest;
use crate::app::rounds::Material;
use crate::app::{Absent, App, Language, Refusal, SignedIn};
use crate::domain::contest::{AtSubmit, KeyRelease, Multiple};
use crate::domain::{Answer, AttemptId, AttemptState, Key, LawReference, RoundId, Slot, Timestamp};
use crate::engine::marking::mark;
use crate::engine::window::state_at;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;

/// A handed-in paper.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Review {
    /// The attempt.
    pub attempt: ReviewedAttempt,
    /// The score, if it may be told.
    pub result: Option<Scored>,
    /// The questions in the order of the paper.
    pub questions: Vec<ReviewedQuestion>,
}

/// The head of a reviewed attempt.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReviewedAttempt {
    /// Its id.
    #[schema(value_type = String)]
    pub id: AttemptId,
    /// Id of the round.
    pub round: String,
    /// Slug of the contest.
    pub contest: String,
    /// Which of the person's attempts at the round it is.
    pub ordinal: i64,
    /// submitted or expired.
    #[schema(value_type = String)]
    pub state: AttemptState,
    /// When it was handed in.
    #[schema(value_type = String)]
    pub submitted_at: Timestamp,
}

/// A question with the own answer and, if they may be told, key, explanation and citations.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReviewedQuestion {
    /// Number of the question.
    pub slot: u16,
    /// How it is answered.
    pub kind: &'static str,
    /// The question.
    pub html: String,
    /// The options as the paper showed them.
    pub options: Vec<ReviewedOption>,
    /// The own answer.
    #[schema(value_type = Object)]
    pub own: Option<Answer>,
    /// The right answer.
    #[schema(value_type = Object)]
    pub key: Option<serde_json::Value>,
    /// Whether the own answer is right.
    pub correct: Option<bool>,
    /// Why.
    pub explanation: Option<String>,
    /// Citations.
    #[schema(value_type = Vec<Object>)]
    pub laws: Vec<LawReference>,
}

/// An option.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReviewedOption {
    /// Its id.
    pub id: String,
    /// Its text.
    pub html: String,
}

/// Why there is no review.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// No such attempt of this person, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Nothing may be shown now.
    #[error("nothing may be shown now")]
    NotAllowed,
}

impl From<StoreError> for ReviewError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl Refusal for ReviewError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::NotAllowed => "review.not_allowed",
        }
    }

    fn detail(&self, language: Language) -> String {
        match (self, language) {
            (Self::Absent(absent), _) => absent.detail(language),
            (Self::NotAllowed, Language::Vietnamese) => {
                "Bài làm chưa được xem lại vào lúc này, theo thể lệ của vòng thi.".into()
            }
            (Self::NotAllowed, Language::English) => {
                "The rules of the round do not allow a review now.".into()
            }
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            Self::NotAllowed => None,
        }
    }
}

impl App {
    /// What `publish` allows now of a handed-in attempt.
    pub async fn review_attempt(
        &self,
        who: SignedIn,
        id: AttemptId,
    ) -> Result<Review, ReviewError> {
        let facts = self.facts(id, who.participant).await?;
        let (attempt, log) = self.read_attempt(id).await?;
        let outcome = attempt.outcome.as_ref().ok_or(ReviewError::NotAllowed)?;
        let mut work = self.store.read().await?;
        let round = work.round(attempt.round).await?.ok_or(crate::app::NotFound);
        let round = round.map_err(Absent::from)?;
        let over = round.state.is_over();
        let at_submit = round.rules.publish.at_submit;
        let keys = self
            .keys_are_public(&mut *work, &facts.material, over)
            .await?;
        if at_submit == AtSubmit::None && !over && !keys {
            return Err(ReviewError::NotAllowed);
        }
        if keys && !round.revealed {
            drop(work);
            self.note_revealed(attempt.round).await?;
        }
        let answers = latest(&log);
        let questions = (1..)
            .zip(&facts.paper.questions)
            .map(|(slot, _)| {
                reviewed(
                    &facts,
                    slot,
                    answers.get(&Slot(slot)).map(|r| &r.answer),
                    keys,
                )
            })
            .collect();
        Ok(Review {
            attempt: ReviewedAttempt {
                id,
                round: attempt.round.to_string(),
                contest: facts.material.contest.file.contest.slug.clone(),
                ordinal: attempt.ordinal,
                state: attempt.state,
                submitted_at: outcome.submitted_at,
            },
            result: (at_submit != AtSubmit::None || over).then(|| scored(outcome)),
            questions,
        })
    }

    /// Writes down that keys of a round left the server, after which it can't be reopened.
    async fn note_revealed(&self, id: RoundId) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        if let Some(mut round) = work.round(id).await? {
            round.revealed = true;
            work.put_round(&round).await?;
            work.commit().await?;
        }
        Ok(())
    }

    /// Whether the keys of a round may leave the server now (api.md 3): at hand-in if the round says
    /// so, after its close or that of the whole contest; never while another scheduled or open round
    /// may draw one of its questions.
    async fn keys_are_public(
        &self,
        work: &mut dyn UnitOfWork,
        material: &Material,
        over: bool,
    ) -> Result<bool, StoreError> {
        let publish = &material.round.rules.publish;
        let now = self.now();
        let mut released = publish.at_submit == AtSubmit::ScoreAndKey;
        if !released {
            released = match publish.key {
                KeyRelease::Never => false,
                KeyRelease::RoundClose => over,
                KeyRelease::ContestClose => work
                    .rounds_of(material.round.contest)
                    .await?
                    .iter()
                    .all(|round| state_at(round, now).is_over()),
            };
        }
        if !released {
            return Ok(false);
        }
        for round in work.rounds_under_way().await? {
            if round.id == material.round.id {
                continue;
            }
            if let Some(manifest) = work.manifest(round.id).await? {
                let holds = |question: &crate::engine::draw::DrawnQuestion| {
                    manifest.document.contains(&question.id)
                };
                if material.drawer.questions().iter().any(holds) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

fn reviewed(facts: &Facts, slot: u16, own: Option<&Answer>, keys: bool) -> ReviewedQuestion {
    let on_paper = facts
        .question(Slot(slot))
        .expect("the slot was counted off this paper");
    let question = &facts.material.questions[on_paper.question as usize];
    let options = on_paper
        .options
        .iter()
        .map(|at| &question.content.options[usize::from(*at)])
        .map(|option| ReviewedOption {
            id: option.id.clone(),
            html: option.text.clone(),
        })
        .collect();
    let partial = facts.material.round.rules.paper.multiple == Multiple::Partial;
    let points = facts.material.points(on_paper.cell, question.content.level);
    ReviewedQuestion {
        slot,
        kind: question.content.kind.word(),
        html: question.content.stem.clone(),
        options,
        own: own.cloned(),
        key: keys.then(|| key_value(&question.key)),
        correct: keys
            .then(|| mark(question.content.kind, &question.key, own, points, partial).correct),
        explanation: question.explanation.clone().filter(|_| keys),
        laws: if keys {
            question.laws.clone()
        } else {
            Vec::new()
        },
    }
}

/// A key in the shape of an answer.
fn key_value(key: &Key) -> serde_json::Value {
    match key {
        Key::Options(ids) => serde_json::json!({ "options": ids }),
        Key::Number { value, tolerance } => {
            serde_json::json!({ "number": value, "tolerance": tolerance })
        }
        Key::Text(forms) => serde_json::json!({ "text": forms }),
    }
}
