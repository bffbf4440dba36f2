//! All topics of a node, by what their names begin with.

use super::announcements::AnnouncementTopics;
use super::boards::BoardTopics;
use super::hub::{TopicRefusal, TopicSource};
use crate::app::App;
use crate::app::running::slug_of_topic;
use async_trait::async_trait;
use std::sync::Arc;

/// Answers every subscription.
pub struct Topics {
    boards: BoardTopics,
    announcements: AnnouncementTopics,
}

impl Topics {
    /// Of that application.
    pub fn new(app: &Arc<App>) -> Self {
        Self {
            boards: BoardTopics(Arc::clone(app)),
            announcements: AnnouncementTopics(Arc::clone(app)),
        }
    }

    fn of(&self, topic: &str) -> &dyn TopicSource {
        match slug_of_topic(topic) {
            Some(_) => &self.announcements,
            None => &self.boards,
        }
    }
}

#[async_trait]
impl TopicSource for Topics {
    async fn snapshot(&self, topic: &str) -> Result<Arc<str>, TopicRefusal> {
        self.of(topic).snapshot(topic).await
    }

    fn is_public(&self, topic: &str) -> bool {
        self.of(topic).is_public(topic)
    }
}
