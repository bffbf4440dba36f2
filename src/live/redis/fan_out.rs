//! Fan-out in Redis: publish and subscribe, with a position that Redis counts.

use super::address::{Address, Connection};
use super::link::Link;
use crate::live::{FanOut, LiveError, Message, Subscription};
use async_trait::async_trait;
use redis::{PushInfo, PushKind, Script, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// Messages that a slow subscriber can fall behind before it misses some.
const BACKLOG: usize = 64;

/// How long a topic's position outlives its last message; after that it begins another epoch.
const KEEP_S: i64 = 7 * 86_400;

type Channels = HashMap<Vec<u8>, broadcast::Sender<Message>>;

/// Fan-out in Redis. One connection of its own listens for the whole node; a broken one comes back
/// with its subscriptions, and what was published meanwhile shows as a gap.
pub(super) struct RedisFanOut {
    link: Link,
    publish: Script,
    listener: Connection,
    channels: Arc<Mutex<Channels>>,
    /// Held while the server is told what this node listens to, so that ending a subscription does
    /// not overtake the next one to the same topic.
    telling: tokio::sync::Mutex<()>,
}

impl RedisFanOut {
    pub(super) fn new(address: &Address, link: Link) -> Result<Self, LiveError> {
        let channels = Arc::new(Mutex::new(Channels::new()));
        let heard = channels.clone();
        let listener = address.listener(move |push| pass_on(&heard, &push))?;
        Ok(Self {
            link,
            publish: Script::new(include_str!("lua/fan_out_publish.lua")),
            listener,
            channels,
            telling: tokio::sync::Mutex::new(()),
        })
    }

    fn channel(&self, topic: &str) -> String {
        self.link.key(&format!("fan:{{{topic}}}"))
    }

    /// Ends what nobody listens to any more. It is forgotten here first: whatever becomes of the
    /// command, the next subscriber tells the server anew.
    async fn let_go(&self) -> Result<(), LiveError> {
        let silent: Vec<Vec<u8>> = {
            let mut channels = hold(&self.channels);
            let silent = channels
                .iter()
                .filter(|(_, sender)| sender.receiver_count() == 0)
                .map(|(channel, _)| channel.clone())
                .collect();
            channels.retain(|_, sender| sender.receiver_count() > 0);
            silent
        };
        if silent.is_empty() {
            return Ok(());
        }
        self.link
            .answer_of_listener(self.listener.clone().unsubscribe(&silent))
            .await
    }
}

fn hold(channels: &Mutex<Channels>) -> MutexGuard<'_, Channels> {
    channels.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives a pushed message to those who listen to its channel. What is not in our form is dropped.
fn pass_on(channels: &Mutex<Channels>, push: &PushInfo) {
    if push.kind != PushKind::Message {
        return;
    }
    let [Value::BulkString(channel), Value::BulkString(content)] = &push.data[..] else {
        return;
    };
    if let (Some(sender), Some(message)) = (hold(channels).get(channel), read(content)) {
        // An error only says that nobody listens at the moment.
        let _ = sender.send(message);
    }
}

/// Reads `epoch:offset:payload`.
fn read(content: &[u8]) -> Option<Message> {
    let text = std::str::from_utf8(content).ok()?;
    let mut parts = text.splitn(3, ':');
    Some(Message {
        epoch: parts.next()?.parse().ok()?,
        offset: parts.next()?.parse().ok()?,
        payload: parts.next()?.into(),
    })
}

#[async_trait]
impl FanOut for RedisFanOut {
    async fn publish(&self, topic: &str, payload: &str) -> Result<u64, LiveError> {
        let mut step = self.publish.key(self.channel(topic));
        step.arg(payload).arg(KEEP_S);
        self.link.run(&step).await
    }

    async fn subscribe(&self, topic: &str) -> Result<Subscription, LiveError> {
        let channel = self.channel(topic);
        let _one_at_a_time = self.telling.lock().await;
        // Not being rid of a silent channel costs little and must not fail a new one.
        let _ = self.let_go().await;
        let known = hold(&self.channels)
            .get(channel.as_bytes())
            .map(broadcast::Sender::subscribe);
        if let Some(receiver) = known {
            return Ok(Subscription::new(receiver));
        }
        self.link
            .answer_of_listener(self.listener.clone().subscribe(&channel))
            .await?;
        // Only now that the server knows: a call that is given up half way leaves no topic behind
        // that looks as if it were listened to.
        let (sender, receiver) = broadcast::channel(BACKLOG);
        hold(&self.channels).insert(channel.into_bytes(), sender);
        Ok(Subscription::new(receiver))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_the_colons_of_its_payload_and_nonsense_is_dropped() {
        let message = read("7:2:{\"a\":1}".as_bytes()).unwrap();
        assert_eq!((message.epoch, message.offset), (7, 2));
        assert_eq!(&*message.payload, "{\"a\":1}");
        for nonsense in ["", "7", "7:2", "a:2:x", "7:-1:x"] {
            assert_eq!(read(nonsense.as_bytes()), None, "{nonsense}");
        }
        assert_eq!(read(&[0xFF]), None);
    }
}
