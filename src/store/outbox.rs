//! What waits to be sent: letters to staff, calls to other systems.

use super::StoreError;
use crate::domain::{ParcelId, Timestamp};
use async_trait::async_trait;
use uuid::Uuid;

/// By what a parcel goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// A letter to a member of staff.
    Mail,
    /// A call to another system.
    Webhook,
}

impl Channel {
    /// The word for it in rows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }

    /// The channel of that word.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "mail" => Some(Self::Mail),
            "webhook" => Some(Self::Webhook),
            _ => None,
        }
    }
}

/// Something that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Key of the row.
    pub id: ParcelId,
    /// By what it goes.
    pub channel: Channel,
    /// A member of staff, or a hook.
    pub recipient: Uuid,
    /// What it says, sealed.
    pub content: Vec<u8>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it is to be tried next.
    pub next_at: Timestamp,
    /// How often it was tried.
    pub tries: i64,
}

/// The outbox.
#[async_trait]
pub trait Outbox {
    /// Keeps something to be sent.
    async fn put_parcel(&mut self, parcel: &Parcel) -> Result<(), StoreError>;
    /// What is to be tried by now, the longest due first.
    async fn due_parcels(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Parcel>, StoreError>;
    /// Takes a parcel to try it, and sets when it is to be tried again; false if another node took it.
    async fn take_parcel(
        &mut self,
        parcel: &Parcel,
        next_at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Sets when a parcel is to be tried again.
    async fn postpone_parcel(&mut self, id: ParcelId, next_at: Timestamp)
    -> Result<(), StoreError>;
    /// Removes what was sent, or given up.
    async fn drop_parcel(&mut self, id: ParcelId) -> Result<(), StoreError>;
}
