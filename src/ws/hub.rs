//! The node's hub: for each topic the newest frame, shared by every socket that follows it.

use super::protocol::{Content, ServerMessage};
use async_trait::async_trait;
use axum::extract::ws::Utf8Bytes;
use dashmap::DashMap;
use serde_json::value::RawValue;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// The greatest number that a browser's JSON keeps exactly.
const JSON_EXACT: u64 = (1 << 53) - 1;

/// Tells the present state of a topic to whoever begins to follow it.
#[async_trait]
pub trait TopicSource: Send + Sync {
    /// The state as JSON, such that a `publish` that began earlier is already in it.
    async fn snapshot(&self, topic: &str) -> Result<Arc<str>, TopicRefusal>;

    /// Whether anybody may follow it, also without a session and without an `Origin`.
    fn is_public(&self, topic: &str) -> bool;
}

/// Why a topic can't be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TopicRefusal {
    /// No such topic, or none that this client may know of.
    #[error("no such topic")]
    Unknown,
    /// It is not for everybody.
    #[error("the topic needs a session")]
    NotPublic,
    /// It can't be told at the moment.
    #[error("the topic can't be told at the moment")]
    Unavailable,
}

impl TopicRefusal {
    /// Stable, dotted, English.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "ws.unknown_topic",
            Self::NotPublic => "auth.required",
            Self::Unavailable => "ws.unavailable",
        }
    }
}

/// One state of a topic as both frames that may carry it, the same bytes for everyone.
#[derive(Debug)]
pub struct Frame {
    /// Rises by one within an epoch, from 1.
    pub offset: u64,
    /// For who begins, or has missed some.
    pub snapshot: Utf8Bytes,
    /// For who has the one before.
    pub update: Utf8Bytes,
    data: Arc<str>,
}

type Newest = Option<Arc<Frame>>;

struct Topic {
    newest: watch::Sender<Newest>,
    /// Held while the source is asked, so that a crowd that arrives at once asks it once.
    filling: Mutex<()>,
}

/// Topics of this node.
///
/// A topic keeps its newest frame only: a reader that is slow finds the newest state when it comes
/// to it, and nothing piles up for it. Whoever publishes need not do so while nobody listens
/// ([`Hub::listeners`]): the first one to follow gets its state from the [`TopicSource`].
pub struct Hub {
    epoch: u64,
    topics: DashMap<Arc<str>, Arc<Topic>>,
    source: Arc<dyn TopicSource>,
}

impl Hub {
    /// No topics yet. `epoch` is a random number of this process; its lower 53 bits are used.
    pub fn new(epoch: u64, source: Arc<dyn TopicSource>) -> Self {
        Self {
            epoch: epoch & JSON_EXACT,
            topics: DashMap::new(),
            source,
        }
    }

    /// How many sockets follow a topic.
    pub fn listeners(&self, topic: &str) -> usize {
        self.topics
            .get(topic)
            .map_or(0, |topic| topic.newest.receiver_count())
    }

    /// Topics that somebody follows.
    pub fn followed(&self) -> Vec<Arc<str>> {
        self.topics
            .iter()
            .filter(|topic| topic.newest.receiver_count() > 0)
            .map(|topic| topic.key().clone())
            .collect()
    }

    /// Gives everybody who follows the topic its new state. The frames are built once, here. The
    /// same state again is no news.
    ///
    /// # Errors
    /// If `data` is not JSON.
    pub fn publish(&self, name: &str, data: impl Into<Arc<str>>) -> Result<(), serde_json::Error> {
        let found = self.topics.get(name).map(|topic| topic.clone());
        match found {
            Some(topic) => self.put(name, &topic, &data.into(), |_| true).map(drop),
            None => Ok(()),
        }
    }

    /// Follows a topic; `public_only` for clients that can't prove where they come from.
    pub async fn follow(&self, name: &str, public_only: bool) -> Result<Feed, TopicRefusal> {
        if public_only && !self.source.is_public(name) {
            return Err(TopicRefusal::NotPublic);
        }
        let name: Arc<str> = name.into();
        let topic = self
            .topics
            .entry(name.clone())
            .or_insert_with(|| {
                Arc::new(Topic {
                    newest: watch::Sender::new(None),
                    filling: Mutex::new(()),
                })
            })
            .clone();
        let filled = self.fill(&name, &topic).await;
        if filled.is_err() {
            // Two hold it then, the map and this call: nobody else waits for the source's answer.
            self.topics.remove_if(&name, |_, topic| {
                Arc::strong_count(topic) <= 2 && topic.newest.receiver_count() == 0
            });
        }
        filled.map(|receiver| Feed {
            name,
            receiver,
            sent: None,
        })
    }

    /// Forgets topics that nobody follows. A job calls it now and then.
    pub fn sweep(&self) {
        self.topics
            .retain(|_, topic| Arc::strong_count(topic) > 1 || topic.newest.receiver_count() > 0);
    }

    async fn fill(
        &self,
        name: &str,
        topic: &Topic,
    ) -> Result<watch::Receiver<Newest>, TopicRefusal> {
        let _one_at_a_time = topic.filling.lock().await;
        let followed = topic.newest.receiver_count() > 0;
        // Counted as a listener before the source is asked: a change after the source's answer is
        // then published, because somebody listens.
        let mut receiver = topic.newest.subscribe();
        let before = receiver.borrow().as_ref().map(|frame| frame.offset);
        if !(followed && before.is_some()) {
            let data = self.source.snapshot(name).await?;
            // What was published meanwhile is newer than the source's answer may be.
            let unchanged = |newest: &Newest| newest.as_ref().map(|frame| frame.offset) == before;
            self.put(name, topic, &data, unchanged)
                .map_err(|_| TopicRefusal::Unavailable)?;
        }
        receiver.mark_changed();
        Ok(receiver)
    }

    fn put(
        &self,
        name: &str,
        topic: &Topic,
        data: &Arc<str>,
        still: impl FnOnce(&Newest) -> bool,
    ) -> Result<bool, serde_json::Error> {
        let raw: &RawValue = serde_json::from_str(data)?;
        Ok(topic.newest.send_if_modified(|newest| {
            let same = newest.as_ref().is_some_and(|frame| frame.data == *data);
            if same || !still(newest) {
                return false;
            }
            let offset = newest.as_ref().map_or(0, |frame| frame.offset) + 1;
            let content = || Content {
                topic: name,
                epoch: self.epoch,
                offset,
                data: raw,
            };
            *newest = Some(Arc::new(Frame {
                offset,
                snapshot: ServerMessage::Snapshot(content()).to_text().into(),
                update: ServerMessage::Update(content()).to_text().into(),
                data: data.clone(),
            }));
            true
        }))
    }
}

/// One socket's view of a topic.
pub struct Feed {
    name: Arc<str>,
    receiver: watch::Receiver<Newest>,
    sent: Option<u64>,
}

impl Feed {
    /// The topic.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Waits until there is something that this socket has not seen. Cancel safe. Never returns
    /// once the hub is gone.
    pub async fn changed(&mut self) {
        if self.receiver.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The newest frame: as an update if this socket has the one before it, or else as a snapshot.
    /// None if it has been taken already.
    pub fn take(&mut self) -> Option<Utf8Bytes> {
        let frame = self.receiver.borrow_and_update().clone()?;
        let before = self.sent.replace(frame.offset);
        match before {
            Some(sent) if sent == frame.offset => None,
            Some(sent) if sent + 1 == frame.offset => Some(frame.update.clone()),
            _ => Some(frame.snapshot.clone()),
        }
    }
}
