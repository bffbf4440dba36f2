//! Whether somebody may do something: every use case of staff asks this first.

use crate::app::{Language, Refusal};
use crate::auth::{Action, Actor};

/// Not for this member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not allowed: {0:?}")]
pub struct Forbidden(pub Action);

impl Refusal for Forbidden {
    fn code(&self) -> &'static str {
        "auth.forbidden"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Tài khoản của bạn không có quyền làm việc này; hãy hỏi người quản trị."
            }
            Language::English => "Your account may not do this; please ask an administrator.",
        }
        .to_owned()
    }
}

/// Refuses unless the table of roles allows it.
pub fn allowed(actor: Actor, action: Action) -> Result<(), Forbidden> {
    if actor.may(action) {
        Ok(())
    } else {
        Err(Forbidden(action))
    }
}
