//! What members of staff were told, and how each of them wants to be told.

use super::StoreError;
use crate::domain::{NoticeId, NoticeKind, StaffId, Timestamp};
use async_trait::async_trait;
use std::collections::BTreeMap;

/// Something that a member of staff was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Key of the row; later ones are greater.
    pub id: NoticeId,
    /// Who was told.
    pub staff: StaffId,
    /// Of what.
    pub kind: NoticeKind,
    /// What the texts of the kind are filled with.
    pub facts: BTreeMap<String, String>,
    /// Where in the console it leads.
    pub link: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Whether the console shows it; a letter alone needs it, too.
    pub shown: bool,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// How somebody wants to be told of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeSetting {
    /// Of what.
    pub kind: NoticeKind,
    /// In the console.
    pub in_app: bool,
    /// By letter.
    pub mail: bool,
}

/// Notices.
#[async_trait]
pub trait Notices {
    /// Keeps a notice.
    async fn add_notice(&mut self, notice: &Notice) -> Result<(), StoreError>;
    /// The notice of that id.
    async fn notice(&mut self, id: NoticeId) -> Result<Option<Notice>, StoreError>;
    /// The newest notice of that kind since then, shown or not.
    async fn newest_notice(
        &mut self,
        staff: StaffId,
        kind: NoticeKind,
        since: Timestamp,
    ) -> Result<Option<Notice>, StoreError>;
    /// Says something else in a notice.
    async fn put_notice_facts(
        &mut self,
        id: NoticeId,
        facts: &BTreeMap<String, String>,
    ) -> Result<(), StoreError>;
    /// The notices that the console shows somebody, newest first, before that one.
    async fn notices_of(
        &mut self,
        staff: StaffId,
        before: Option<NoticeId>,
        limit: i64,
    ) -> Result<Vec<Notice>, StoreError>;
    /// How many of these he has not read.
    async fn unread_notices(&mut self, staff: StaffId) -> Result<i64, StoreError>;
    /// Notes that he read one of them, or all if none is named.
    async fn read_notices(
        &mut self,
        staff: StaffId,
        id: Option<NoticeId>,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// How he wants to be told, of those kinds of which he said so.
    async fn notice_settings(&mut self, staff: StaffId) -> Result<Vec<NoticeSetting>, StoreError>;
    /// Keeps how he wants to be told.
    async fn put_notice_setting(
        &mut self,
        staff: StaffId,
        setting: &NoticeSetting,
    ) -> Result<(), StoreError>;
    /// Removes notices that are older than that; gives how many.
    async fn forget_notices(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
