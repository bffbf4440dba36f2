//! The post room: letters by SMTP and calls to other systems, which `app` hands over through the trait
//! [`Post`] (docs/adr/0011-post-room.md). Nothing else in the house opens a connection to a stranger.

mod address;
mod allowed;
mod call;
mod mail;

pub use allowed::Allowed;
pub use call::{Resolve, SystemResolver};
pub use mail::{BadMail, Mailer};

use crate::app::notifications::{HookCall, HookRefused, Letter, Post, Undelivered};
use async_trait::async_trait;
use call::Caller;
use std::sync::Arc;

/// What takes letters and calls out of the house.
pub struct Outgoing {
    mailer: Option<Mailer>,
    caller: Caller,
}

impl Outgoing {
    /// With a mail server, if there is one, and with the systems that may be called.
    pub fn new(mailer: Option<Mailer>, allowed: Allowed) -> Self {
        Self::resolving(mailer, allowed, Arc::new(SystemResolver))
    }

    /// The same with names looked up in that way: for tests that rebind a name.
    pub fn resolving(mailer: Option<Mailer>, allowed: Allowed, resolver: Arc<dyn Resolve>) -> Self {
        Self {
            mailer,
            caller: Caller::new(allowed, resolver),
        }
    }
}

#[async_trait]
impl Post for Outgoing {
    fn can_mail(&self) -> bool {
        self.mailer.is_some()
    }

    async fn mail(&self, letter: &Letter) -> Result<(), Undelivered> {
        match &self.mailer {
            Some(mailer) => mailer.send(letter).await,
            None => Err(Undelivered {
                is_final: true,
                status: None,
                detail: "no mail server is set".to_owned(),
            }),
        }
    }

    fn may_call(&self, url: &str) -> Result<(), HookRefused> {
        self.caller.target(url).map(|_| ())
    }

    async fn call(&self, call: &HookCall) -> Result<u16, Undelivered> {
        self.caller.call(call).await
    }
}
