//! News between nodes of which boards have changed: one message a tick and node, however many
//! hand-ins there were and whoever looks.

use crate::app::App;
use crate::domain::RoundId;
use crate::live::{LiveError, Message, Subscription};
use std::time::Duration;
use tokio::time::Instant;

/// Topic of the news.
const TOPIC: &str = "boards";

/// How long a node waits before it tries again to listen.
const LISTEN_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What came from other nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Boards of these rounds have changed.
    These(Vec<RoundId>),
    /// Something was missed: any board may have changed.
    Gap,
}

/// The news of all nodes, as far as they are heard.
#[derive(Default)]
pub struct News {
    subscription: Option<Subscription>,
    /// Epoch and offset of the message before.
    before: Option<(u64, u64)>,
    tried_at: Option<Instant>,
}

impl News {
    /// Whether there is somebody to hear them from.
    pub fn is_heard(&self) -> bool {
        self.subscription.is_some()
    }

    /// Begins to listen, if that is not so already.
    pub async fn listen(&mut self, app: &App) {
        let waits = |at: Instant| at.elapsed() < LISTEN_AGAIN_AFTER;
        if self.subscription.is_some() || self.tried_at.is_some_and(waits) {
            return;
        }
        self.tried_at = Some(Instant::now());
        match app.live.fan_out.subscribe(TOPIC).await {
            Ok(subscription) => self.subscription = Some(subscription),
            Err(error) => tracing::debug!(%error, "news of other nodes are not heard"),
        }
    }

    /// Waits for news. Cancel safe.
    pub async fn next(&mut self) -> Heard {
        let Some(subscription) = &mut self.subscription else {
            return std::future::pending().await;
        };
        let Some(message) = subscription.next().await else {
            self.subscription = None;
            return Heard::Gap;
        };
        self.read(&message)
    }

    fn read(&mut self, message: &Message) -> Heard {
        let position = (message.epoch, message.offset);
        let follows = |before| before == (position.0, position.1.saturating_sub(1));
        if !self.before.replace(position).is_none_or(follows) {
            return Heard::Gap;
        }
        // What another version writes is left out: boards are looked at now and then anyway.
        let words = message.payload.split_whitespace();
        Heard::These(words.filter_map(|word| word.parse().ok()).collect())
    }
}

impl App {
    /// Tells every node, this one too, which boards changed here since the last call. Where that
    /// can't be told, gives the rounds back.
    pub async fn tell_changed_boards(&self) -> Result<(), (Vec<RoundId>, LiveError)> {
        let changed: Vec<RoundId> = self.boards.changed.iter().map(|round| *round).collect();
        if changed.is_empty() {
            return Ok(());
        }
        for round in &changed {
            self.boards.changed.remove(round);
        }
        let words: Vec<String> = changed.iter().map(ToString::to_string).collect();
        let told = self.live.fan_out.publish(TOPIC, &words.join(" ")).await;
        told.map(drop).map_err(|error| (changed, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_name_rounds_and_a_gap_is_told() {
        let round = RoundId(uuid::Uuid::from_u128(7));
        let mut news = News::default();
        let mut read = |epoch, offset, payload: &str| {
            news.read(&Message {
                epoch,
                offset,
                payload: payload.into(),
            })
        };
        let named = Heard::These(vec![round]);
        assert_eq!(read(3, 5, &format!("{round} nonsense ")), named);
        assert_eq!(read(3, 6, ""), Heard::These(Vec::new()));
        assert_eq!(read(3, 8, &round.to_string()), Heard::Gap);
        assert_eq!(read(3, 9, &round.to_string()), named);
        assert_eq!(read(4, 10, &round.to_string()), Heard::Gap, "another epoch");
    }
}
