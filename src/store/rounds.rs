//! Rounds: state, secrets, manifest, commitments.

use super::StoreError;
use crate::domain::{ContestId, Round, RoundId, Timestamp};
use async_trait::async_trait;

/// What of a round only the draw may know, sealed under the installation's key.
#[derive(Clone)]
pub struct Secrets {
    /// The round seed S, sealed.
    pub seed: Vec<u8>,
    /// The lot seed D, sealed.
    pub lot: Vec<u8>,
}

/// The frozen list of questions of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Canonical JSON, as it was committed to.
    pub document: String,
    /// JSON object: question id and version, joined by `@`, to the salt of its digest, hex.
    pub salts: String,
}

/// A line of the public list of commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// When it was made.
    pub at: Timestamp,
    /// C, hex.
    pub commitment: String,
    /// The commitment to the lot's seed, hex, where the ranking ends in a lot.
    pub lot: Option<String>,
}

/// How far the lot of a round has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LotState {
    /// Root of the standings for which lots are drawn, hex.
    pub root: Option<String>,
    /// The public value that came after it.
    pub beacon2: Option<String>,
}

/// Rounds.
#[async_trait]
pub trait Rounds {
    /// The round of that id.
    async fn round(&mut self, id: RoundId) -> Result<Option<Round>, StoreError>;
    /// The rounds of a contest in the order of its file.
    async fn rounds_of(&mut self, contest: ContestId) -> Result<Vec<Round>, StoreError>;
    /// Rounds that are scheduled, open or closing: what the closing job looks at.
    async fn rounds_under_way(&mut self) -> Result<Vec<Round>, StoreError>;
    /// Adds a round or replaces the one with this id.
    async fn put_round(&mut self, round: &Round) -> Result<(), StoreError>;
    /// Keeps others from changing the round until this transaction ends, whatever it does to it.
    async fn lock_round(&mut self, id: RoundId) -> Result<(), StoreError>;
    /// Removes a round that no one has begun.
    async fn remove_round(&mut self, id: RoundId) -> Result<(), StoreError>;
    /// Keeps the secrets of a new round.
    async fn put_secrets(&mut self, id: RoundId, secrets: &Secrets) -> Result<(), StoreError>;
    /// The secrets of a round.
    async fn secrets(&mut self, id: RoundId) -> Result<Option<Secrets>, StoreError>;
    /// Keeps the manifest in force and appends its commitment to the public list.
    async fn put_manifest(
        &mut self,
        id: RoundId,
        manifest: &Manifest,
        commitment: &Commitment,
    ) -> Result<(), StoreError>;
    /// The manifest in force.
    async fn manifest(&mut self, id: RoundId) -> Result<Option<Manifest>, StoreError>;
    /// All commitments ever made for a round, oldest first; superseded ones stay.
    async fn commitments(&mut self, id: RoundId) -> Result<Vec<Commitment>, StoreError>;
    /// How far the lot of a round has come.
    async fn lot(&mut self, id: RoundId) -> Result<LotState, StoreError>;
    /// Writes that down.
    async fn put_lot(&mut self, id: RoundId, lot: &LotState) -> Result<(), StoreError>;
}
