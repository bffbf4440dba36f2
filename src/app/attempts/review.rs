//! Reviewing a handed-in paper, as far as the round publishes it now.

use super::submit::{Scored, scored};
use super::view::latest;
use crate::app::rounds::Material;
use crate::app::{Absent, App, Language, Refusal, SignedIn};
use crate::domain::contest::{AtSubmit, Multiple};
use crate::domain::desk::QuestionRuling;
use crate::domain::{Answer, AttemptId, AttemptState, Key, LawReference, Slot, Timestamp};
use crate::engine::draw::PaperQuestion;
use crate::engine::marking::{Voiding, mark};
use crate::store::StoreError;
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
    /// Whether the own answer is right; null for a question that is left out.
    pub correct: Option<bool>,
    /// What was ruled on a question that turned out to be wrong: `void_full`, `void_left_out` or
    /// `new_key`, which `key` then shows.
    pub ruling: Option<&'static str>,
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
            .hold_on_keys(&mut *work, &facts.material, over)
            .await?
            .is_none();
        if at_submit == AtSubmit::None && !over && !keys {
            return Err(ReviewError::NotAllowed);
        }
        if keys && !round.revealed {
            drop(work);
            // Somebody may have opened it again just now.
            if over && !self.reveal(attempt.round, None).await? {
                return Err(ReviewError::NotAllowed);
            }
            if !over {
                self.reveal_running(attempt.round).await?;
            }
        }
        let answers = latest(&log);
        let questions = (1..)
            .zip(&facts.paper.questions)
            .map(|(slot, on_paper)| {
                let own = answers.get(&Slot(slot)).map(|r| &r.answer);
                reviewed(&facts.material, on_paper, slot, own, keys)
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
}

/// A question of a paper with the own answer and, if they may be told, key, explanation and citations.
pub(super) fn reviewed(
    material: &Material,
    on_paper: &PaperQuestion,
    slot: u16,
    own: Option<&Answer>,
    keys: bool,
) -> ReviewedQuestion {
    let question = &material.questions[on_paper.question as usize];
    let options = on_paper
        .options
        .iter()
        .map(|at| &question.content.options[usize::from(*at)])
        .map(|option| ReviewedOption {
            id: option.id.clone(),
            html: option.text.clone(),
        })
        .collect();
    let partial = material.round.rules.paper.multiple == Multiple::Partial;
    let points = material.points(on_paper.cell, question.content.level);
    let drawn = material.drawer.question(on_paper);
    let rulings = &material.rulings;
    let (key, voided) = rulings.marking(&drawn.id, drawn.version, &question.key);
    ReviewedQuestion {
        slot,
        kind: question.content.kind.word(),
        html: question.content.stem.clone(),
        options,
        own: own.cloned(),
        key: keys.then(|| key_value(key)),
        correct: match voided {
            _ if !keys => None,
            Some(Voiding::Full) => Some(true),
            Some(Voiding::LeftOut) => None,
            None => Some(mark(question.content.kind, key, own, points, partial).correct),
        },
        ruling: material
            .rulings
            .get(&drawn.id, drawn.version)
            .filter(|_| keys)
            .map(QuestionRuling::word),
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
