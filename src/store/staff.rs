//! Staff.

use super::StoreError;
use crate::domain::{Staff, StaffId};
use async_trait::async_trait;

/// Staff.
#[async_trait]
pub trait StaffMembers {
    /// Adds a member. An e-mail address that exists already is a [`StoreError::Conflict`].
    async fn add_staff(&mut self, staff: &Staff) -> Result<(), StoreError>;
    /// The member with that folded e-mail address.
    async fn staff_by_email(&mut self, email: &str) -> Result<Option<Staff>, StoreError>;
    /// The member of that id.
    async fn staff_member(&mut self, id: StaffId) -> Result<Option<Staff>, StoreError>;
    /// How many there are.
    async fn count_staff(&mut self) -> Result<i64, StoreError>;
}
