//! The systems that are told: which they are, trying one, removing one.

use super::WebhookError;
use crate::app::notifications::noted;
use crate::app::staff::allowed;
use crate::app::tenancy::{reaches, within_reach};
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{NoticeKind, Timestamp, WebhookId};
use crate::store::{UnitOfWork, Webhook, WebhookCall};
use serde::Serialize;
use utoipa::ToSchema;

/// How the last call went.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastCall {
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// The HTTP status; null: there was no reply.
    pub status: Option<u16>,
    /// What happened, in English.
    pub detail: String,
}

impl From<WebhookCall> for LastCall {
    fn from(call: WebhookCall) -> Self {
        Self {
            at: call.at,
            status: call.status,
            detail: call.detail,
        }
    }
}

/// A system that is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookItem {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: WebhookId,
    /// Where it is called.
    pub url: String,
    /// Events that it is told of.
    #[schema(value_type = Vec<String>)]
    pub events: Vec<NoticeKind>,
    /// When it was entered.
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    /// How the last call went; null: there was none.
    pub last: Option<LastCall>,
}

/// The systems that are told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookList {
    /// The oldest first.
    pub items: Vec<WebhookItem>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// What came of a test.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookTest {
    /// Whether the system took the call.
    pub delivered: bool,
    /// The HTTP status; null: there was no reply.
    pub status: Option<u16>,
    /// What happened, in English.
    pub detail: String,
}

impl App {
    /// The systems that the actor's unit and those below it entered.
    pub async fn list_webhooks(&self, actor: Actor) -> Result<WebhookList, WebhookError> {
        allowed(actor, Action::ManageWebhooks)?;
        let mut work = self.store.read().await?;
        let mut items = Vec::new();
        for hook in work.webhooks().await? {
            if reaches(&mut *work, actor, hook.owner).await? {
                items.push(WebhookItem {
                    id: hook.id,
                    url: hook.url,
                    events: hook.events,
                    created_at: hook.created_at,
                    last: hook.last.map(LastCall::from),
                });
            }
        }
        Ok(WebhookList {
            items,
            next_cursor: None,
        })
    }

    /// Removes one; calls that wait are not made.
    pub async fn remove_webhook(&self, actor: Actor, id: WebhookId) -> Result<(), WebhookError> {
        allowed(actor, Action::ManageWebhooks)?;
        let mut work = self.store.begin().await?;
        hook_of(&mut *work, actor, id).await?;
        work.remove_webhook(id).await?;
        let detail = serde_json::json!({});
        let subject = format!("webhook:{id}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "webhook.removed",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(())
    }

    /// Calls one now with the event `test`, and says what came of it.
    pub async fn try_webhook(
        &self,
        actor: Actor,
        id: WebhookId,
    ) -> Result<WebhookTest, WebhookError> {
        allowed(actor, Action::ManageWebhooks)?;
        let mut work = self.store.read().await?;
        let hook = hook_of(&mut *work, actor, id).await?;
        // Nothing of the store is held while the other side thinks.
        drop(work);
        let call = self.call_of("test", &serde_json::json!({}), None);
        let called = self.call_hook(&hook, &call).await;
        let noted = noted(self, &called);
        let mut work = self.store.begin().await?;
        work.note_call(id, &noted).await?;
        work.commit().await?;
        Ok(WebhookTest {
            delivered: called.is_ok(),
            status: noted.status,
            detail: noted.detail,
        })
    }
}

/// The hook of that id, if it is the actor's.
async fn hook_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: WebhookId,
) -> Result<Webhook, WebhookError> {
    let hook = work.webhook(id).await?.ok_or(NotFound)?;
    within_reach(work, actor, hook.owner).await?;
    Ok(hook)
}
