//! What a member of staff was told, in the console.

use super::texts;
use crate::app::staff::{Fault, Present, StaffError};
use crate::app::{App, Language};
use crate::domain::{NoticeId, NoticeKind, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Notices of a page.
const PAGE: usize = 30;
/// Notices marked as read by one call.
const MOST_READ: usize = 200;

/// A notice.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeItem {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: NoticeId,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// `round.closed`, …
    #[schema(value_type = String)]
    pub kind: NoticeKind,
    /// One line, in the reader's language.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// Path of the page of the console that it is about.
    pub link: Option<String>,
    /// Whether it was read.
    pub read: bool,
}

/// A page of notices.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeList {
    /// The newest first.
    pub items: Vec<NoticeItem>,
    /// Gives the next page; null: there is none.
    pub next_cursor: Option<String>,
    /// How many of all were not read.
    pub unread: i64,
}

/// What is left to read.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Unread {
    /// How many of all were not read.
    pub unread: i64,
}

/// Which notices were read.
#[derive(Debug, Clone)]
pub enum ReadWhich {
    /// All of them.
    All,
    /// These.
    These(Vec<NoticeId>),
}

impl App {
    /// What somebody was told, in his language.
    pub async fn own_notices(
        &self,
        who: &Present,
        cursor: Option<&str>,
        language: Language,
    ) -> Result<NoticeList, StaffError> {
        let before = cursor.map(|cursor| cursor.parse().map_err(|_| Fault::CURSOR));
        let before: Option<NoticeId> = before.transpose()?;
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut work = self.store.read().await?;
        let mut notices = work.notices_of(who.card.id, before, limit).await?;
        let unread = work.unread_notices(who.card.id).await?;
        let has_more = notices.len() > PAGE;
        notices.truncate(PAGE);
        let last = notices.last().map(|notice| notice.id.to_string());
        let item = |notice: crate::store::Notice| {
            let written = texts::write(notice.kind, &notice.facts, language);
            NoticeItem {
                id: notice.id,
                at: notice.at,
                kind: notice.kind,
                title: written.title,
                text: written.text,
                link: notice.link,
                read: notice.read_at.is_some(),
            }
        };
        Ok(NoticeList {
            items: notices.into_iter().map(item).collect(),
            next_cursor: last.filter(|_| has_more),
            unread,
        })
    }

    /// Marks own notices as read; those of others, or none, are passed over.
    pub async fn read_own_notices(
        &self,
        who: &Present,
        which: &ReadWhich,
    ) -> Result<Unread, StaffError> {
        let (staff, now) = (who.card.id, self.now());
        let mut work = self.store.begin().await?;
        match which {
            ReadWhich::All => work.read_notices(staff, None, now).await?,
            ReadWhich::These(ids) => {
                if ids.len() > MOST_READ {
                    return Err(Fault::TOO_MANY_IDS.into());
                }
                for id in ids {
                    work.read_notices(staff, Some(*id), now).await?;
                }
            }
        }
        let unread = work.unread_notices(staff).await?;
        work.commit().await?;
        Ok(Unread { unread })
    }
}
