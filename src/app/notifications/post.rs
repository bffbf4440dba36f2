//! What takes letters and calls out of the house.

use crate::domain::{ParcelId, Timestamp};
use async_trait::async_trait;

/// A letter to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same at every try, so that a reader's mail box knows a letter that came twice.
    pub id: ParcelId,
    /// When it was written.
    pub at: Timestamp,
    /// E-mail address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// A call to another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookCall {
    /// Where to.
    pub url: String,
    /// Header lines beside those of HTTP itself.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
}

/// Something that was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Undelivered {
    /// Whether trying again would be refused again.
    pub is_final: bool,
    /// The status that the other side replied with, if it did.
    pub status: Option<u16>,
    /// What happened, in a few words of English; names no person.
    pub detail: String,
}

/// Why an address can't be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HookRefused {
    /// It is no address of http or https, or holds a name, a password or a fragment.
    #[error("not an address of https")]
    NotAnAddress,
    /// The settings do not name its host.
    #[error("webhooks.allowed_hosts does not name the host")]
    Host,
    /// It is plain http, which the settings do not allow for its host.
    #[error("plain http is not allowed for the host")]
    Plain,
}

/// Takes letters and calls out of the house.
#[async_trait]
pub trait Post: Send + Sync {
    /// Whether letters can be sent at all.
    fn can_mail(&self) -> bool;

    /// Hands a letter to the mail server.
    async fn mail(&self, letter: &Letter) -> Result<(), Undelivered>;

    /// Whether that address may be called.
    fn may_call(&self, url: &str) -> Result<(), HookRefused>;

    /// Calls another system; gives the status, 200 to 299.
    async fn call(&self, call: &HookCall) -> Result<u16, Undelivered>;
}

/// No letters, no calls: what an installation does that was told nothing else.
pub struct NoPost;

#[async_trait]
impl Post for NoPost {
    fn can_mail(&self) -> bool {
        false
    }

    async fn mail(&self, _: &Letter) -> Result<(), Undelivered> {
        Err(Undelivered {
            is_final: true,
            status: None,
            detail: "no mail server is set".to_owned(),
        })
    }

    fn may_call(&self, _: &str) -> Result<(), HookRefused> {
        Err(HookRefused::Host)
    }

    async fn call(&self, _: &HookCall) -> Result<u16, Undelivered> {
        Err(Undelivered {
            is_final: true,
            status: None,
            detail: "webhooks are off".to_owned(),
        })
    }
}
