//! Boards as topics: what a subscriber gets first, and who tells him of changes.

use super::hub::{Hub, TopicRefusal, TopicSource};
use crate::app::boards::{Heard, News, topic_of, topic_round};
use crate::app::{Absent, App};
use crate::domain::RoundId;
use async_trait::async_trait;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

/// How often changed boards are told and pushed: a hand-in waits one of them at its own node and
/// one at the reader's, and a board is at most a second late.
const TICK: Duration = Duration::from_millis(300);

/// How often every followed board is looked at whether or not there was news of it: rounds open and
/// close by the clock, and news can be lost.
const LOOK_AT_ALL_EVERY: Duration = Duration::from_secs(3);

/// The same while news can't be heard.
const LOOK_WITHOUT_NEWS_EVERY: Duration = Duration::from_millis(600);

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

/// Pushes every board that somebody follows whenever it has changed, here or at another node, until
/// told to stop.
pub async fn publish_boards(app: Arc<App>, hub: Arc<Hub>, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut news = News::default();
    let mut changed: HashSet<RoundId> = HashSet::new();
    let mut looked_at_all = Instant::now();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            heard = news.next() => {
                match heard {
                    Heard::These(rounds) => changed.extend(rounds),
                    Heard::Gap => looked_at_all -= LOOK_AT_ALL_EVERY,
                }
                continue;
            }
            _ = ticks.tick() => {}
        }
        news.listen(&app).await;
        if let Err((rounds, error)) = app.tell_changed_boards().await {
            tracing::debug!(%error, "other nodes were not told of changed boards");
            changed.extend(rounds);
        }
        hub.sweep();
        let every = if news.is_heard() {
            LOOK_AT_ALL_EVERY
        } else {
            LOOK_WITHOUT_NEWS_EVERY
        };
        let all = looked_at_all.elapsed() >= every;
        if all {
            looked_at_all = Instant::now();
        }
        for topic in hub.followed() {
            let Some(round) = topic_round(&topic) else {
                continue;
            };
            if all || changed.contains(&round) {
                push(&app, &hub, round).await;
            }
        }
        changed.clear();
    }
}

async fn push(app: &App, hub: &Hub, round: RoundId) {
    let Ok(data) = app.board_data(round).await else {
        return;
    };
    let topic = topic_of(round);
    if let Err(error) = hub.publish(&topic, data) {
        tracing::error!(topic, error = %error, "a board was not published");
    }
}
