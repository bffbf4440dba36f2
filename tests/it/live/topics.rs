//! A source of topics for the socket tests: what it tells is set by the test.

use async_trait::async_trait;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use thiluat::ws::{Hub, TopicRefusal, TopicSource};
use tokio::sync::Notify;

/// Topics `public:…` and `private:…`; everything else is unknown.
pub struct Topics {
    state: Mutex<Arc<str>>,
    asked: AtomicUsize,
    /// Set, the source answers only when the test lets it.
    gate: Mutex<Option<Arc<Notify>>>,
}

impl Topics {
    pub fn hub(state: &str) -> (Arc<Self>, Arc<Hub>) {
        let topics = Arc::new(Self {
            state: Mutex::new(state.into()),
            asked: AtomicUsize::new(0),
            gate: Mutex::new(None),
        });
        let hub = Arc::new(Hub::new(u64::MAX, topics.clone()));
        (topics, hub)
    }

    pub fn set(&self, state: &str) {
        *self.state.lock().unwrap() = state.into();
    }

    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// From now on an answer that has been looked up waits until the gate is notified.
    pub fn close_gate(&self) -> Arc<Notify> {
        let gate = Arc::new(Notify::new());
        *self.gate.lock().unwrap() = Some(gate.clone());
        gate
    }
}

#[async_trait]
impl TopicSource for Topics {
    async fn snapshot(&self, topic: &str) -> Result<Arc<str>, TopicRefusal> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let state = self.state.lock().unwrap().clone();
        let gate = self.gate.lock().unwrap().clone();
        if let Some(gate) = gate {
            gate.notified().await;
        }
        if topic.starts_with("public:") || topic.starts_with("private:") {
            Ok(state)
        } else {
            Err(TopicRefusal::Unknown)
        }
    }

    fn is_public(&self, topic: &str) -> bool {
        !topic.starts_with("private:")
    }
}
