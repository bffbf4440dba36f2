//! Whether somebody proved a moment ago who he is: what gives out keys, results before their publication
//! or personal data asks this (security.md 1, row 21).

use super::StaffCard;
use crate::app::{Language, Refusal};
use crate::auth::Actor;
use crate::domain::{Millis, Timestamp};

/// How long a sign-in or a step-up counts as fresh.
pub const FRESH: Millis = Millis::seconds(600);

/// On whose behalf a use case runs, and until when he counts as having proved who he is.
///
/// Whoever stands at the machine needs no proof. A bare [`Actor`] of staff has none: routes hand over the
/// card of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asker {
    actor: Actor,
    fresh_until: Option<Timestamp>,
}

impl Asker {
    /// Somebody who counts as having proved who he is until then.
    pub fn proven(actor: Actor, until: Timestamp) -> Self {
        Self {
            actor,
            fresh_until: Some(until),
        }
    }

    /// On whose behalf.
    pub fn actor(self) -> Actor {
        self.actor
    }
}

impl From<Actor> for Asker {
    fn from(actor: Actor) -> Self {
        Self {
            actor,
            fresh_until: None,
        }
    }
}

impl From<&StaffCard> for Asker {
    fn from(card: &StaffCard) -> Self {
        Self {
            actor: card.actor(),
            fresh_until: Some(card.fresh_until),
        }
    }
}

/// He has to prove anew who he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fresh proof of identity is needed")]
pub struct StepUp;

impl Refusal for StepUp {
    fn code(&self) -> &'static str {
        "auth.step_up"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => {
                "Việc này cần xác nhận lại bạn là ai: hãy nhập mã xác thực hoặc mật khẩu rồi làm lại."
            }
            Language::English => {
                "Please prove again who you are, by the code of your app or your password, and try again."
            }
        }
        .to_owned()
    }
}

/// Refuses a member of staff who did not prove who he is within the last ten minutes.
pub fn fresh(asker: Asker, now: Timestamp) -> Result<Actor, StepUp> {
    match (asker.actor, asker.fresh_until) {
        (Actor::Command | Actor::Job, _) => Ok(asker.actor),
        (Actor::Staff { .. }, Some(until)) if now < until => Ok(asker.actor),
        (Actor::Staff { .. }, _) => Err(StepUp),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Role, StaffId};

    #[test]
    fn only_a_proof_of_the_last_minutes_counts() {
        let now = Timestamp::from_millis(1_000_000);
        let actor = Actor::Staff {
            id: StaffId(uuid::Uuid::from_u128(7)),
            role: Role::Administrator,
            unit: None,
        };
        let until = |millis| Asker {
            actor,
            fresh_until: Some(Timestamp::from_millis(millis)),
        };
        assert_eq!(fresh(until(1_000_001), now), Ok(actor));
        assert_eq!(fresh(until(1_000_000), now), Err(StepUp));
        assert_eq!(fresh(actor.into(), now), Err(StepUp));
        assert_eq!(fresh(Actor::Command.into(), now), Ok(Actor::Command));
    }
}
