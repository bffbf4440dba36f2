//! Sessions of participants and staff, by the hash of their token.

use super::StoreError;
use crate::domain::{ContestId, ParticipantId, StaffId, StaffSessionId, Timestamp};
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// By what lists name it; none: it was replaced and ends soon, or is older than such names.
    pub id: Option<StaffSessionId>,
    /// Whose it is.
    pub staff: StaffId,
    /// When it began.
    pub signed_in_at: Timestamp,
    /// When he last proved who he is.
    pub fresh_at: Timestamp,
    /// The address it began from.
    pub address: String,
    /// What the browser said that it is.
    pub agent: String,
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
    /// The sessions of a member of staff that have a name, newest first.
    async fn staff_sessions_of(&mut self, staff: StaffId) -> Result<Vec<StaffSession>, StoreError>;
    /// Notes that he proved who he is in that session.
    async fn freshen_staff_session(
        &mut self,
        token_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Takes the name from a session that another one takes the place of, and lets it end by then.
    async fn retire_staff_session(
        &mut self,
        token_hash: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Ends one session of a member of staff; false if he has none of that name.
    async fn end_named_staff_session(
        &mut self,
        staff: StaffId,
        id: StaffSessionId,
    ) -> Result<bool, StoreError>;
    /// Ends the sessions of a member of staff, all or all but one; gives how many.
    async fn end_staff_sessions(
        &mut self,
        staff: StaffId,
        except: Option<&[u8; 32]>,
    ) -> Result<u64, StoreError>;
    /// Removes what has expired; gives how many.
    async fn forget_expired(&mut self, now: Timestamp) -> Result<u64, StoreError>;
}
