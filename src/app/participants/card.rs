//! A person as replies name him.

use crate::domain::{Participant, ParticipantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person as replies name him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Card {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: ParticipantId,
    /// Given in order of registration.
    pub number: i64,
    /// The public pseudonym.
    pub alias: String,
}

impl From<&Participant> for Card {
    fn from(person: &Participant) -> Self {
        Self {
            id: person.id,
            number: person.number,
            alias: person.alias.clone(),
        }
    }
}

/// The reply to a registration. The code is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Registered {
    /// The person.
    pub participant: Card,
    /// Brings the person back on another device: 12 characters of Crockford's base32.
    pub sign_in_code: String,
    /// Session token.
    pub token: String,
}
