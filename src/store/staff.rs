//! Staff.

use super::{StaffSession, StoreError};
use crate::domain::{Role, Staff, StaffId, StaffState, Timestamp, UnitId};
use async_trait::async_trait;

/// A member of staff in a session, with what every request of his needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtWork {
    /// The session.
    pub session: StaffSession,
    /// Whose it is.
    pub staff: Staff,
    /// Code and name of his unit.
    pub unit: Option<(String, String)>,
    /// Notices that he has not read.
    pub unread: i64,
}

/// Which members of staff a list asks for.
#[derive(Debug, Clone, Default)]
pub struct StaffFilter {
    /// Only of this unit and of those below it; none: all.
    pub within: Option<UnitId>,
    /// Part of the folded name or of the address.
    pub folded: String,
    /// Only of this role.
    pub role: Option<Role>,
    /// Only in this state.
    pub state: Option<StaffState>,
    /// Only those after this one.
    pub after: Option<StaffId>,
    /// Greatest number of rows.
    pub limit: i64,
}

/// A member of staff as lists show him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who it is.
    pub staff: Staff,
    /// Code and name of his unit.
    pub unit: Option<(String, String)>,
    /// When a session of his was last used.
    pub seen_at: Option<Timestamp>,
    /// The invitation that waits, and when it ends.
    pub invitation: Option<(crate::domain::StaffLinkId, Timestamp)>,
}

/// A member of staff who may be told of what happens in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearby {
    /// Who it is.
    pub id: StaffId,
    /// What he may do.
    pub role: Role,
    /// Steps from the unit up to his; those of the whole platform are farthest.
    pub distance: i64,
}

/// Staff.
#[async_trait]
pub trait StaffMembers {
    /// Adds a member. An e-mail address that exists already is a [`StoreError::Conflict`].
    async fn add_staff(&mut self, staff: &Staff) -> Result<(), StoreError>;
    /// Changes name, role, unit, password and whether the account is closed.
    async fn put_staff(&mut self, staff: &Staff) -> Result<(), StoreError>;
    /// The member with that folded e-mail address.
    async fn staff_by_email(&mut self, email: &str) -> Result<Option<Staff>, StoreError>;
    /// The member of that id.
    async fn staff_member(&mut self, id: StaffId) -> Result<Option<Staff>, StoreError>;
    /// The member whose session has that hash.
    async fn staff_at_work(&mut self, token_hash: &[u8; 32]) -> Result<Option<AtWork>, StoreError>;
    /// How many there are.
    async fn count_staff(&mut self) -> Result<i64, StoreError>;
    /// Active administrators of the whole platform.
    async fn count_top_administrators(&mut self) -> Result<i64, StoreError>;
    /// Notes that a session of his was used.
    async fn saw_staff(&mut self, id: StaffId, at: Timestamp) -> Result<(), StoreError>;
    /// Removes somebody who has never taken the invitation, with all links; false if there is none such.
    async fn remove_invited(&mut self, id: StaffId) -> Result<bool, StoreError>;
    /// Members that fit, by name.
    async fn find_staff(&mut self, filter: &StaffFilter) -> Result<Vec<Listed>, StoreError>;
    /// How many fit, wherever the page begins.
    async fn count_found_staff(&mut self, filter: &StaffFilter) -> Result<i64, StoreError>;
    /// The member of that id as lists show him.
    async fn listed_staff(&mut self, id: StaffId) -> Result<Option<Listed>, StoreError>;
    /// Active members whose unit is that one or stands above it, and those of the whole platform;
    /// without a unit only these.
    async fn staff_above(&mut self, unit: Option<UnitId>) -> Result<Vec<Nearby>, StoreError>;
    /// Members of that unit and of those below it, whatever their state.
    async fn staff_within(&mut self, top: UnitId) -> Result<Vec<StaffId>, StoreError>;
}
