//! The same key and body give the same reply, also after a lost one.

use crate::app::{App, Keys, Language, Refusal};
use crate::domain::Timestamp;
use crate::engine::digest::{Digest, Fields, hash, hex};
use crate::entropy::Entropy;
use crate::store::{Replay, StoreError, UnitOfWork};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The key was used before with another body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the idempotency key was used with another body")]
pub struct KeyReused;

impl Refusal for KeyReused {
    fn code(&self) -> &'static str {
        "idempotency.conflict"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Khóa Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác."
            }
            Language::English => "This Idempotency-Key was used for a request with another body.",
        }
        .to_owned()
    }
}

/// A request that may come again.
#[derive(Clone)]
pub(super) struct Request {
    key: Digest,
    body: Digest,
}

impl Request {
    /// `scope` names route and resource, so that one key on two routes is two keys.
    pub fn new(scope: &[&str], key: &str, body: &impl Serialize) -> Self {
        let mut fields = Fields::of("thiluat/replay/1");
        for part in scope {
            fields.text(part);
        }
        let body = serde_json::to_vec(body).expect("request bodies are plain data with text keys");
        Self {
            key: fields.text(key).hash(),
            body: hash(&body),
        }
    }

    fn purpose(&self) -> String {
        format!("replay:{}", hex(&self.key))
    }
}

impl App {
    /// The reply that was given to this request before, if it came before.
    pub(super) async fn reply_given<T: DeserializeOwned>(
        &self,
        work: &mut dyn UnitOfWork,
        request: &Request,
    ) -> Result<Option<Result<T, KeyReused>>, StoreError> {
        let Some(kept) = work.replay(&request.key).await? else {
            return Ok(None);
        };
        if kept.body != request.body {
            return Ok(Some(Err(KeyReused)));
        }
        let corrupt = |why: &str| StoreError::corrupt("replays", "reply", why);
        let plain = self
            .keys
            .open(&request.purpose(), &kept.reply)
            .map_err(|_| corrupt("sealed under another installation key"))?;
        let reply =
            serde_json::from_slice(&plain).map_err(|_| corrupt("not a reply of this kind"))?;
        Ok(Some(Ok(reply)))
    }

    /// Seals the reply to that request for keeping.
    pub(super) fn keeper(&self, request: Request) -> Keeper {
        Keeper {
            request,
            keys: Arc::clone(&self.keys),
            entropy: Arc::clone(&self.entropy),
            at: self.now(),
        }
    }
}

/// Seals a reply, so that it can be written in the transaction of what it tells.
pub(super) struct Keeper {
    request: Request,
    keys: Arc<Keys>,
    entropy: Arc<dyn Entropy>,
    at: Timestamp,
}

impl Keeper {
    pub fn keep(&self, reply: &impl Serialize) -> Replay {
        let plain = serde_json::to_vec(reply).expect("replies are plain data with text keys");
        Replay {
            key: self.request.key,
            body: self.request.body,
            reply: (self.keys).seal(&*self.entropy, &self.request.purpose(), &plain),
            at: self.at,
        }
    }
}
