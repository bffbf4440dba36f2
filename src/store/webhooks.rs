//! Addresses of other systems that are told what happens.

use super::StoreError;
use crate::domain::{NoticeKind, Timestamp, UnitId, WebhookId};
use async_trait::async_trait;

/// How the last call went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookCall {
    /// When.
    pub at: Timestamp,
    /// The HTTP status; none: there was no reply.
    pub status: Option<u16>,
    /// What happened, in a few words of English.
    pub detail: String,
}

/// An address of another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Key of the row.
    pub id: WebhookId,
    /// The unit whose events it is told, with those of all below it; none: all events.
    pub owner: Option<UnitId>,
    /// Where it is called.
    pub url: String,
    /// Of what it is told.
    pub events: Vec<NoticeKind>,
    /// What calls are signed with, sealed.
    pub secret: Vec<u8>,
    /// On whose behalf it was entered.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
    /// How the last call went.
    pub last: Option<WebhookCall>,
}

/// Hooks.
#[async_trait]
pub trait Webhooks {
    /// Enters a hook.
    async fn add_webhook(&mut self, hook: &Webhook) -> Result<(), StoreError>;
    /// All of them, oldest first.
    async fn webhooks(&mut self) -> Result<Vec<Webhook>, StoreError>;
    /// The hook of that id.
    async fn webhook(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError>;
    /// Removes a hook.
    async fn remove_webhook(&mut self, id: WebhookId) -> Result<(), StoreError>;
    /// Keeps how the last call went.
    async fn note_call(&mut self, id: WebhookId, call: &WebhookCall) -> Result<(), StoreError>;
}
