//! Fan-out in the process: a broadcast channel a topic.

use super::hold;
use crate::clock::Clock;
use crate::live::{FanOut, LiveError, Message, Subscription};
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::broadcast;

/// Messages that a slow subscriber can fall behind before it misses some. A power of two, because
/// the channel rounds up to one.
const BACKLOG: usize = 64;

struct Topic {
    offset: u64,
    sender: broadcast::Sender<Message>,
}

/// Fan-out in the process.
pub struct MemoryFanOut {
    epoch: u64,
    topics: Mutex<HashMap<String, Topic>>,
}

impl MemoryFanOut {
    /// No topics yet. The epoch is the clock's microseconds, so a process started later has a
    /// greater one.
    pub fn new(clock: &dyn Clock) -> Self {
        Self {
            epoch: u64::try_from(clock.now().micros()).unwrap_or(0),
            topics: Mutex::new(HashMap::new()),
        }
    }
}

fn topic<'a>(topics: &'a mut HashMap<String, Topic>, name: &str) -> &'a mut Topic {
    topics.entry(name.to_owned()).or_insert_with(|| Topic {
        offset: 0,
        sender: broadcast::Sender::new(BACKLOG),
    })
}

#[async_trait]
impl FanOut for MemoryFanOut {
    async fn publish(&self, name: &str, payload: &str) -> Result<u64, LiveError> {
        let mut topics = hold(&self.topics);
        let topic = topic(&mut topics, name);
        topic.offset += 1;
        // Sent under the lock, so that the order of the offsets is the order of arrival. An error
        // only says that nobody listens.
        let _ = topic.sender.send(Message {
            epoch: self.epoch,
            offset: topic.offset,
            payload: payload.into(),
        });
        Ok(topic.offset)
    }

    async fn subscribe(&self, name: &str) -> Result<Subscription, LiveError> {
        let mut topics = hold(&self.topics);
        Ok(Subscription::new(
            topic(&mut topics, name).sender.subscribe(),
        ))
    }
}
