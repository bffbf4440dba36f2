//! Boards as topics: what a subscriber gets first, and who tells him of changes.

use super::hub::{Hub, TopicRefusal, TopicSource};
use crate::app::boards::{topic_of, topic_round};
use crate::app::{Absent, App};
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often boards are looked at; a board is at most a second late.
const TICK: Duration = Duration::from_millis(450);

/// Answers subscriptions to `round:ID:scoreboard`.
pub struct BoardTopics(pub Arc<App>);

#[async_trait]
impl TopicSource for BoardTopics {
    async fn snapshot(&self, topic: &str) -> Result<Arc<str>, TopicRefusal> {
        let round = topic_round(topic).ok_or(TopicRefusal::Unknown)?;
        self.0
            .board_data(round)
            .await
            .map_err(|absent| match absent {
                Absent::NotFound(_) => TopicRefusal::Unknown,
                Absent::Store(_) => TopicRefusal::Unavailable,
            })
    }

    /// A board holds only what everybody may see.
    fn is_public(&self, _: &str) -> bool {
        true
    }
}

/// Publishes every board that somebody follows whenever it has changed, until told to stop.
pub async fn publish_boards(app: Arc<App>, hub: Arc<Hub>, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        hub.sweep();
        for round in app.boards.rounds() {
            let topic = topic_of(round);
            if hub.listeners(&topic) == 0 {
                continue;
            }
            let Ok(data) = app.board_data(round).await else {
                continue;
            };
            if let Err(error) = hub.publish(&topic, data) {
                tracing::error!(topic, error = %error, "a board was not published");
            }
        }
    }
}
