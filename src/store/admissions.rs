//! Who may take part: lists of people, and those who came on from an earlier round.

use super::StoreError;
use crate::domain::{ContestId, ParticipantId, RoundId};
use async_trait::async_trait;

/// A person who came on to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// The person.
    pub participant: ParticipantId,
    /// The earlier round.
    pub from_round: RoundId,
    /// Version of its result.
    pub from_version: i64,
    /// The place there that counted.
    pub place: i64,
}

/// Who may take part.
#[async_trait]
pub trait Admissions {
    /// Replaces a list of people, given by keyed hashes of their identity. Gives how many of them
    /// are registered for the contest already.
    async fn put_list(
        &mut self,
        contest: ContestId,
        list: &str,
        identities: &[[u8; 32]],
    ) -> Result<i64, StoreError>;
    /// Adds people to a list, given as for [`Admissions::put_list`]. Gives how many are new to it.
    async fn extend_list(
        &mut self,
        contest: ContestId,
        list: &str,
        identities: &[[u8; 32]],
    ) -> Result<u64, StoreError>;
    /// Codes of the lists of a contest that hold this person.
    async fn lists_with(
        &mut self,
        contest: ContestId,
        identity: &[u8; 32],
    ) -> Result<Vec<String>, StoreError>;
    /// Records who came on to a round, in place of what was recorded before.
    async fn put_admissions(
        &mut self,
        round: RoundId,
        admitted: &[Admission],
    ) -> Result<(), StoreError>;
    /// Everybody who came on to a round, by place and then by person.
    async fn admissions(&mut self, round: RoundId) -> Result<Vec<Admission>, StoreError>;
    /// Whether that person did.
    async fn is_admitted(
        &mut self,
        round: RoundId,
        participant: ParticipantId,
    ) -> Result<bool, StoreError>;
}
