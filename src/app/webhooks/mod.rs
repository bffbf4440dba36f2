//! Other systems that are told what happens: off unless the settings name their host (security.md 1, 37).

mod error;
mod make;
mod manage;

pub use error::WebhookError;
pub use make::{MadeWebhook, NewWebhook};
pub use manage::{LastCall, WebhookItem, WebhookList, WebhookTest};

use crate::domain::WebhookId;

/// The purpose under which the secret of a hook is sealed.
pub(in crate::app) fn sealed_for(id: WebhookId) -> String {
    format!("webhook:{id}")
}
