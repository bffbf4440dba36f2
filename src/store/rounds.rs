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
        commitment: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// The manifest in force.
    async fn manifest(&mut self, id: RoundId) -> Result<Option<Manifest>, StoreError>;
    /// All commitments ever made for a round, oldest first; superseded ones stay.
    async fn commitments(&mut self, id: RoundId) -> Result<Vec<(Timestamp, String)>, StoreError>;
}
