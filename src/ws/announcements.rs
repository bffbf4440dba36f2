//! Announcements of contests as topics: what a subscriber gets first, and who tells him of new ones.

use super::hub::{Hub, TopicRefusal, TopicSource};
use crate::app::running::slug_of_topic;
use crate::app::{Absent, App};
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often followed topics are looked at. It costs nothing while nothing changed; that something did
/// at another node is learned from the revision, five times a second.
const TICK: Duration = Duration::from_millis(200);

/// Answers subscriptions to `contest:SLUG:announcements`.
pub struct AnnouncementTopics(pub Arc<App>);

#[async_trait]
impl TopicSource for AnnouncementTopics {
    async fn snapshot(&self, topic: &str) -> Result<Arc<str>, TopicRefusal> {
        let slug = slug_of_topic(topic).ok_or(TopicRefusal::Unknown)?;
        self.0
            .announcements(slug)
            .await
            .map_err(|absent| match absent {
                Absent::NotFound(_) => TopicRefusal::Unknown,
                Absent::Store(_) => TopicRefusal::Unavailable,
            })
    }

    /// They are for everybody.
    fn is_public(&self, _: &str) -> bool {
        true
    }
}

/// Pushes the announcements of every contest that somebody follows whenever one is made, withdrawn or
/// over, until told to stop.
pub async fn publish_announcements(app: Arc<App>, hub: Arc<Hub>, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        for topic in hub.followed() {
            let Some(slug) = slug_of_topic(&topic) else {
                continue;
            };
            let Ok(data) = app.announcements(slug).await else {
                continue;
            };
            // The same state again is no news to the hub.
            if let Err(error) = hub.publish(&topic, data) {
                tracing::error!(%topic, %error, "announcements were not published");
            }
        }
    }
}
