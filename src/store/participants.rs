//! People who take part.

use super::StoreError;
use crate::domain::{ContestId, Participant, ParticipantId, UnitId};
use async_trait::async_trait;
use std::collections::BTreeMap;

/// A person to be added; the store gives the number.
#[derive(Debug, Clone)]
pub struct NewParticipant {
    /// The person; `number` is ignored.
    pub participant: Participant,
    /// Keyed hash of the identity fields, unique in the contest.
    pub identity: [u8; 32],
    /// Keyed hash of the sign-in code.
    pub code_mac: [u8; 32],
    /// The unit whose link brought the person.
    pub referral: Option<UnitId>,
}

/// People who take part.
#[async_trait]
pub trait Participants {
    /// Adds a person and gives the next number of the contest. An identity that the contest holds
    /// already is a [`StoreError::Conflict`].
    async fn add_participant(&mut self, new: &NewParticipant) -> Result<i64, StoreError>;
    /// Adds people of one contest, in that order, and gives the numbers of those who were added: all but
    /// those whose identity the contest holds already.
    async fn add_participants(
        &mut self,
        contest: ContestId,
        people: &[NewParticipant],
    ) -> Result<Vec<(ParticipantId, i64)>, StoreError>;
    /// Those of these identities that the contest holds.
    async fn identities_held(
        &mut self,
        contest: ContestId,
        identities: &[[u8; 32]],
    ) -> Result<Vec<[u8; 32]>, StoreError>;
    /// The person of that id.
    async fn participant(&mut self, id: ParticipantId) -> Result<Option<Participant>, StoreError>;
    /// The person of that identity, with the keyed hash of the sign-in code.
    async fn participant_by_identity(
        &mut self,
        contest: ContestId,
        identity: &[u8; 32],
    ) -> Result<Option<(Participant, [u8; 32])>, StoreError>;
    /// Replaces the sign-in code.
    async fn set_sign_in_code(
        &mut self,
        id: ParticipantId,
        code_mac: &[u8; 32],
    ) -> Result<(), StoreError>;
    /// Writes name, unit and fields of a person who gave what was asked for after answering; gives
    /// whether that was done, which it is not if the fields are no longer `before`.
    async fn complete_participant(
        &mut self,
        person: &Participant,
        before: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError>;
    /// Everybody of a contest, by number.
    async fn participants_of(&mut self, contest: ContestId)
    -> Result<Vec<Participant>, StoreError>;
    /// How many registered.
    async fn count_participants(&mut self, contest: ContestId) -> Result<i64, StoreError>;
}
