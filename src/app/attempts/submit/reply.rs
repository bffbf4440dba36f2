//! What a person gets for a handed-in attempt: the act, the score as far as the round tells it, and
//! a signed receipt.

use super::super::facts::Facts;
use crate::app::App;
use crate::domain::contest::AtSubmit;
use crate::domain::{Attempt, Outcome, Timestamp};
use crate::engine::receipt::Payload;
use serde::Serialize;
use serde_json::value::RawValue;

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
    pub payload: Box<RawValue>,
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

impl App {
    /// The reply of a handed-in attempt, the same whenever it is asked for.
    pub(in crate::app::attempts) fn submitted(
        &self,
        facts: &Facts,
        attempt: &Attempt,
    ) -> Submitted {
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
        let signed = canonical(&payload);
        Receipt {
            code: outcome.receipt_code.clone(),
            signature: self.keys.sign(signed.as_bytes()),
            key_id: self.keys.key_id().to_owned(),
            payload: RawValue::from_string(signed).expect("a canonical payload is JSON"),
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

pub(super) fn payload<'a>(
    facts: &'a Facts,
    round: &'a str,
    paper_hash: &'a str,
    outcome: &'a Outcome,
) -> Payload<'a> {
    Payload {
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

pub(super) fn canonical(payload: &Payload<'_>) -> String {
    payload
        .canonical()
        .expect("a receipt holds no number beyond what JSON can say exactly")
}
