//! Receipts as anyone may look them up.

use super::submit::Receipt;
use crate::app::proofs::Inclusion;
use crate::app::{Absent, App, NotFound};
use crate::engine::receipt::read_code;
use serde::Serialize;

/// What was handed in, when, under which commitment. No name, no answer, no score.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PublicReceipt {
    /// The receipt.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// The contest.
    pub contest: ContestName,
    /// The round.
    pub round: RoundName,
    /// That it is one of those that the result was made from; null until the round is closed.
    pub inclusion: Option<Inclusion>,
}

/// How a contest is called.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ContestName {
    /// Name in addresses.
    pub slug: String,
    /// Title for people.
    pub title: String,
}

/// How a round is called.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RoundName {
    /// Code within the contest.
    pub code: String,
    /// Title for people.
    pub title: String,
}

/// A public key of the platform.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PublicKey {
    /// Names the key in receipts.
    pub key_id: String,
    /// `Ed25519`.
    pub algorithm: &'static str,
    /// The key, hex.
    pub public_key: String,
}

impl App {
    /// The receipt of a code, as a person typed it.
    pub async fn find_receipt(&self, typed: &str) -> Result<PublicReceipt, Absent> {
        let code = read_code(typed).ok_or(NotFound)?;
        let row = self
            .store
            .read()
            .await?
            .attempt_by_receipt(&code)
            .await?
            .ok_or(NotFound)?;
        let inclusion = self.inclusion(row.attempt.round, row.attempt.id).await?;
        let facts = self.facts_of(&row.attempt).await?;
        let submitted = self.submitted(&facts, &row.attempt);
        let contest = &facts.material.contest.file.contest;
        let round = &facts.material.round.rules;
        Ok(PublicReceipt {
            receipt: submitted.receipt,
            contest: ContestName {
                slug: contest.slug.clone(),
                title: contest.title.clone(),
            },
            round: RoundName {
                code: round.code.clone(),
                title: round.title.clone(),
            },
            inclusion,
        })
    }

    /// The keys that verify receipts.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        vec![PublicKey {
            key_id: self.keys.key_id().to_owned(),
            algorithm: "Ed25519",
            public_key: self.keys.public_key(),
        }]
    }
}
