//! Fan-out: news that somebody else may want to hear.

use super::LiveError;
use async_trait::async_trait;
use std::sync::Arc;
use tokio::sync::broadcast;

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Changes when the history of the topic was lost.
    pub epoch: u64,
    /// Rises by one with every message of an epoch, from 1.
    pub offset: u64,
    /// What was published.
    pub payload: Arc<str>,
}

/// Topics with subscribers on this node and on others.
///
/// Guarantee: at most once, in the order of the offsets. A subscriber that is slow, or whose
/// connection broke, misses messages; it sees that in a gap of the offsets or in another epoch, and
/// then reads the state itself afresh. Nothing is replayed, so a payload says "this is the newest
/// state" or "look again", never "add one".
#[async_trait]
pub trait FanOut: Send + Sync {
    /// Sends to whoever listens now and returns the message's offset.
    async fn publish(&self, topic: &str, payload: &str) -> Result<u64, LiveError>;

    /// Listens from now on: what is published after this returned is heard.
    async fn subscribe(&self, topic: &str) -> Result<Subscription, LiveError>;
}

/// A listener. Dropping it ends the subscription.
pub struct Subscription(broadcast::Receiver<Message>);

impl Subscription {
    /// Wraps the channel of a backend.
    pub(super) fn new(receiver: broadcast::Receiver<Message>) -> Self {
        Self(receiver)
    }

    /// The next message; what was missed in between is skipped. None once the backend is gone.
    pub async fn next(&mut self) -> Option<Message> {
        loop {
            match self.0.recv().await {
                Ok(message) => return Some(message),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}
