//! What people decide about a round that is over: voids and objections, proposals that one makes and
//! another one decides.

use crate::domain::{
    AttemptId, Key, ParticipantId, ProposalId, QuestionId, RoundId, Timestamp, VoidingId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Attempts of a person that were declared void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voiding {
    /// Key of the row.
    pub id: VoidingId,
    /// The round.
    pub round: RoundId,
    /// The person.
    pub participant: ParticipantId,
    /// The attempts that it made void.
    pub attempts: Vec<AttemptId>,
    /// Whether it is about the person and not about a single attempt.
    pub whole_person: bool,
    /// The newest result when it was declared: the place that was lost stands there.
    pub result_version: i64,
    /// Why.
    pub reason: String,
    /// Who declared it, as the audit log names him.
    pub made_by: String,
    /// When.
    pub at: Timestamp,
    /// The last instant for an objection; equal to `at` where none is taken.
    pub appeal_until: Timestamp,
    /// The objection, if there was one.
    pub appeal: Option<Appeal>,
}

impl Voiding {
    /// Whether the attempts are void by it.
    pub fn in_force(&self) -> bool {
        let decision = self.appeal.as_ref().and_then(|a| a.decision.as_ref());
        !decision.is_some_and(|decision| decision.reinstated)
    }
}

/// An objection to a void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// What the person says.
    pub text: String,
    /// Who wrote it down.
    pub recorded_by: String,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub decision: Option<AppealDecision>,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealDecision {
    /// Whether the attempts count again.
    pub reinstated: bool,
    /// Why.
    pub reason: String,
    /// Who decided, never the one who declared the void.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What is to become of a question that turned out to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionRuling {
    /// Full marks to everyone.
    VoidFull,
    /// Left out for everyone.
    VoidLeftOut,
    /// Another key.
    NewKey(Key),
}

impl QuestionRuling {
    /// The word for it in replies.
    pub fn word(&self) -> &'static str {
        match self {
            Self::VoidFull => "void_full",
            Self::VoidLeftOut => "void_left_out",
            Self::NewKey(_) => "new_key",
        }
    }
}

/// What is proposed. A round is published, a question ruled on, equals put in order, only after
/// another member of staff agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposed {
    /// To publish that result with its prizes.
    Publish {
        /// Version of the result.
        version: i64,
    },
    /// To mark anew after a ruling on a question version of the manifest.
    Remark {
        /// The question.
        question: QuestionId,
        /// Its version.
        version: i64,
        /// The ruling.
        ruling: QuestionRuling,
    },
    /// To put equals in an order, the first first, as far as they are equal.
    Order {
        /// Code of the ranking beyond a round; none: the round's own.
        ranking: Option<String>,
        /// People, or units.
        subjects: Vec<Uuid>,
    },
}

impl Proposed {
    /// The word for it in rows and replies.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Publish { .. } => "publish",
            Self::Remark { .. } => "remark",
            Self::Order { .. } => "order",
        }
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Another member of staff agreed, and it was carried out.
    Approved,
    /// Another member of staff refused.
    Rejected,
    /// The one who made it took it back.
    Withdrawn,
}

impl Verdict {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Approved, "approved"),
        (Self::Rejected, "rejected"),
        (Self::Withdrawn, "withdrawn"),
    ];

    /// The word for it in rows and replies.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(v, _)| *v == self)
            .map_or("", |(_, word)| word)
    }

    /// The verdict of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(v, _)| *v)
    }
}

/// The end of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// What became of it.
    pub verdict: Verdict,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why; may be empty where it was approved.
    pub reason: String,
    /// The result that came of it, if one did.
    pub result_version: Option<i64>,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Key of the row.
    pub id: ProposalId,
    /// The round.
    pub round: RoundId,
    /// What is proposed.
    pub what: Proposed,
    /// Why.
    pub reason: String,
    /// The newest result when it was made: what people looked at.
    pub base_version: i64,
    /// Who made it, as the audit log names him.
    pub made_by: String,
    /// When.
    pub at: Timestamp,
    /// What became of it; none: open.
    pub closing: Option<Closing>,
    /// Of a publication that was approved: who got which prize, JSON.
    pub awards: Option<String>,
}

impl Proposal {
    /// Whether it was approved.
    pub fn is_approved(&self) -> bool {
        let closing = self.closing.as_ref();
        closing.is_some_and(|closing| closing.verdict == Verdict::Approved)
    }
}
