//! Another system is entered, to be told what happens.

use super::{WebhookError, sealed_for};
use crate::app::App;
use crate::app::notifications::HookRefused;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{NoticeKind, Timestamp, WebhookId};
use crate::entropy;
use crate::store::Webhook;
use serde::Serialize;
use utoipa::ToSchema;

/// Longest address.
const LONGEST: usize = 500;
/// Most hooks of an installation: each is looked at for every event.
const MOST: usize = 100;

/// A system to be called.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// Where.
    pub url: String,
    /// Words of the events that it is told of.
    pub events: Vec<String>,
}

/// A hook with its secret, which is told this once.
#[derive(Clone, Serialize, ToSchema)]
pub struct MadeWebhook {
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
    /// What calls are signed with.
    pub secret: String,
}

impl App {
    /// Enters a system; it is told what happens in the actor's unit and below it.
    pub async fn make_webhook(
        &self,
        actor: Actor,
        new: &NewWebhook,
    ) -> Result<MadeWebhook, WebhookError> {
        allowed(actor, Action::ManageWebhooks)?;
        let url = new.url.trim().to_owned();
        if url.len() > LONGEST {
            return Err(HookRefused::NotAnAddress.into());
        }
        self.post.may_call(&url)?;
        let mut events = Vec::with_capacity(new.events.len());
        for word in &new.events {
            let kind = NoticeKind::chosen().find(|kind| kind.word() == word);
            let kind = kind.filter(|kind| !events.contains(kind));
            events.push(kind.ok_or(WebhookError::Events)?);
        }
        if events.is_empty() {
            return Err(WebhookError::Events);
        }
        let now = self.now();
        let id = entropy::id(&*self.entropy, now, WebhookId::new);
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let secret = entropy::token(&*self.entropy, alphabet, 43);
        let mut work = self.store.begin().await?;
        if work.webhooks().await?.len() >= MOST {
            return Err(WebhookError::TooMany);
        }
        work.add_webhook(&Webhook {
            id,
            owner: actor.unit(),
            url: url.clone(),
            events: events.clone(),
            secret: self
                .keys
                .seal(&*self.entropy, &sealed_for(id), secret.as_bytes()),
            made_by: actor.to_string(),
            created_at: now,
            last: None,
        })
        .await?;
        let detail = serde_json::json!({ "events": events });
        let subject = format!("webhook:{id}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "webhook.made",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(MadeWebhook {
            id,
            url,
            events,
            created_at: now,
            secret,
        })
    }
}
