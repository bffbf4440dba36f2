//! The announcements in force of a contest: the same bytes for everybody, kept until one is made,
//! withdrawn or over.

use crate::app::{Absent, App};
use crate::domain::running::Announcement;
use crate::domain::{AnnouncementId, RoundId, Timestamp};
use dashmap::DashMap;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use utoipa::ToSchema;

/// An announcement as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnouncementView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: AnnouncementId,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Plain text in Vietnamese, at most 500 characters; to be shown as text, never as markup.
    pub text: String,
    /// The same in English.
    pub text_en: Option<String>,
    /// Code of the round that it is about; null: the whole contest.
    pub round: Option<String>,
    /// The first instant at which it is not shown any more; null: until it is withdrawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
}

impl AnnouncementView {
    pub(super) fn of(announcement: Announcement, round: Option<String>) -> Self {
        Self {
            id: announcement.id,
            at: announcement.at,
            text: announcement.text,
            text_en: announcement.text_en,
            round,
            until: announcement.until,
        }
    }
}

/// Announcements in force: the reply, and the `data` of frames of the topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnouncementList {
    /// The newest first.
    pub items: Vec<AnnouncementView>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// What is kept of a contest.
struct Rendered {
    /// The change of announcements as of which it was read.
    as_of: u64,
    data: Arc<str>,
    /// When the first of them is over.
    over_at: Option<Timestamp>,
}

/// Announcements of this node's contests.
#[derive(Default)]
pub(in crate::app) struct Kept {
    by_slug: DashMap<String, Arc<Rendered>>,
    /// Rises whenever announcements may have changed, so that what was read before is not kept after.
    changes: AtomicU64,
}

impl Kept {
    /// Announcements have changed somewhere.
    pub(in crate::app) fn forget(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.by_slug.clear();
    }
}

/// The topic of a contest's announcements.
pub fn announcements_topic(slug: &str) -> String {
    format!("contest:{slug}:announcements")
}

/// The contest of such a topic.
pub fn slug_of_topic(topic: &str) -> Option<&str> {
    topic
        .strip_prefix("contest:")?
        .strip_suffix(":announcements")
}

impl App {
    /// The announcements in force of a published contest, as JSON of an [`AnnouncementList`].
    ///
    /// # Panics
    /// Never: announcements are plain data.
    pub async fn announcements(&self, slug: &str) -> Result<Arc<str>, Absent> {
        let kept = &self.announcements;
        let as_of = kept.changes.load(Ordering::Acquire);
        let now = self.now();
        let known = kept.by_slug.get(slug).map(|known| Arc::clone(&known));
        if let Some(known) = known
            && known.as_of == as_of
            && known.over_at.is_none_or(|over| now < over)
        {
            return Ok(Arc::clone(&known.data));
        }
        let contest = self.published(slug).await?;
        let codes: HashMap<RoundId, &str> = contest
            .rounds
            .iter()
            .map(|round| (round.id, round.rules.code.as_str()))
            .collect();
        let mut work = self.store.read().await?;
        let found = work.announcements_in_force(contest.contest.id, now).await?;
        drop(work);
        let over_at = found.iter().filter_map(|one| one.until).min();
        let view = |one: Announcement| {
            let round = one.round.and_then(|id| codes.get(&id));
            let round = round.map(|code| (*code).to_owned());
            AnnouncementView::of(one, round)
        };
        let list = AnnouncementList {
            items: found.into_iter().map(view).collect(),
            next_cursor: None,
        };
        let data: Arc<str> = serde_json::to_string(&list)
            .expect("announcements are plain data")
            .into();
        let rendered = Rendered {
            as_of,
            data: Arc::clone(&data),
            over_at,
        };
        kept.by_slug.insert(slug.to_owned(), Arc::new(rendered));
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_names_its_contest() {
        let topic = announcements_topic("giao-thong-2026");
        assert_eq!(topic, "contest:giao-thong-2026:announcements");
        assert_eq!(slug_of_topic(&topic), Some("giao-thong-2026"));
        assert_eq!(slug_of_topic("round:x:scoreboard"), None);
        assert_eq!(slug_of_topic("contest:x"), None);
    }
}
