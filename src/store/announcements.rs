//! What staff tell those who take part, and what they note for themselves.

use super::StoreError;
use crate::domain::running::{Announcement, Incident};
use crate::domain::{AnnouncementId, ContestId, Timestamp};
use async_trait::async_trait;

/// Announcements and incidents of contests.
#[async_trait]
pub trait Announcements {
    /// Adds an announcement.
    async fn add_announcement(&mut self, announcement: &Announcement) -> Result<(), StoreError>;
    /// Announcements of a contest that were not withdrawn and whose time is not over, newest first.
    async fn announcements_in_force(
        &mut self,
        contest: ContestId,
        now: Timestamp,
    ) -> Result<Vec<Announcement>, StoreError>;
    /// Withdraws an announcement of a contest; gives whether it was there and not withdrawn before.
    async fn withdraw_announcement(
        &mut self,
        contest: ContestId,
        id: AnnouncementId,
        at: Timestamp,
        by: &str,
    ) -> Result<bool, StoreError>;
    /// Adds an incident.
    async fn add_incident(&mut self, incident: &Incident) -> Result<(), StoreError>;
    /// Incidents of a contest by the instant at which they happened.
    async fn incidents_of(&mut self, contest: ContestId) -> Result<Vec<Incident>, StoreError>;
}
