//! Sessions of participants and staff, by the hash of their token.

use super::StoreError;
use crate::domain::{ContestId, ParticipantId, StaffId, Timestamp};
use async_trait::async_trait;

/// A participant's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose it is.
    pub participant: ParticipantId,
    /// In which contest.
    pub contest: ContestId,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session of a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose it is.
    pub staff: StaffId,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// When it was last used; idle ones end.
    pub seen_at: Timestamp,
}

/// Sessions.
#[async_trait]
pub trait Sessions {
    /// Keeps a participant's session.
    async fn add_session(&mut self, session: &Session) -> Result<(), StoreError>;
    /// The session of that token.
    async fn session(&mut self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    async fn end_session(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError>;
    /// Ends every session of a person.
    async fn end_sessions_of(&mut self, participant: ParticipantId) -> Result<(), StoreError>;
    /// Keeps a session of staff.
    async fn add_staff_session(&mut self, session: &StaffSession) -> Result<(), StoreError>;
    /// The session of staff with that token.
    async fn staff_session(
        &mut self,
        token_hash: &[u8; 32],
    ) -> Result<Option<StaffSession>, StoreError>;
    /// Notes that a session of staff was used.
    async fn touch_staff_session(
        &mut self,
        token_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Ends a session of staff.
    async fn end_staff_session(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError>;
    /// Removes what has expired; gives how many.
    async fn forget_expired(&mut self, now: Timestamp) -> Result<u64, StoreError>;
}
