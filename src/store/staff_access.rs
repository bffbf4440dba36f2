//! How staff come in beside their password: links, a second factor, recovery codes.

use super::StoreError;
use crate::domain::{StaffId, StaffLinkId, Timestamp};
use async_trait::async_trait;

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A first password of somebody who was invited.
    Invitation,
    /// A new password of somebody who lost the old one.
    Recovery,
}

impl LinkKind {
    /// The word for it in rows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Recovery => "recovery",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "invitation" => Some(Self::Invitation),
            "recovery" => Some(Self::Recovery),
            _ => None,
        }
    }
}

/// A link that leads a member of staff in, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLink {
    /// Key of the row.
    pub id: StaffLinkId,
    /// What it leads to.
    pub kind: LinkKind,
    /// Whom.
    pub staff: StaffId,
    /// SHA-256 of the token in the link.
    pub token_hash: [u8; 32],
    /// Whether its use takes the second factor off.
    pub takes_factor_off: bool,
    /// On whose behalf it was made.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A second factor after RFC 6238.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totp {
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// Since when it is asked for; none: its first code was not given yet.
    pub on_since: Option<Timestamp>,
    /// The newest step whose code was taken.
    pub last_step: Option<i64>,
}

/// Links, second factors and recovery codes of staff.
#[async_trait]
pub trait StaffAccess {
    /// Keeps a link in place of the one of that kind that the person had.
    async fn put_link(&mut self, link: &StaffLink) -> Result<(), StoreError>;
    /// The link of that id.
    async fn link(&mut self, id: StaffLinkId) -> Result<Option<StaffLink>, StoreError>;
    /// The link whose token has that hash.
    async fn link_of_token(&mut self, hash: &[u8; 32]) -> Result<Option<StaffLink>, StoreError>;
    /// Ends a link; false if somebody was faster.
    async fn end_link(&mut self, id: StaffLinkId) -> Result<bool, StoreError>;
    /// Removes links to new passwords that have expired; gives how many.
    async fn forget_links(&mut self, now: Timestamp) -> Result<u64, StoreError>;

    /// The second factor of a member, on or not yet.
    async fn totp(&mut self, staff: StaffId) -> Result<Option<Totp>, StoreError>;
    /// Keeps a secret that is not asked for yet; false if one is asked for already.
    async fn begin_totp(
        &mut self,
        staff: StaffId,
        secret: &[u8],
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// From now on the secret is asked for; its code of that step was taken.
    async fn switch_totp_on(
        &mut self,
        staff: StaffId,
        step: i64,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Takes the code of a step, if neither it nor a later one was taken before.
    async fn take_totp_step(&mut self, staff: StaffId, step: i64) -> Result<bool, StoreError>;
    /// Takes the second factor off, with its recovery codes.
    async fn drop_totp(&mut self, staff: StaffId) -> Result<(), StoreError>;
    /// Keeps these recovery codes in place of all others.
    async fn put_recovery_codes(
        &mut self,
        staff: StaffId,
        macs: &[[u8; 32]],
    ) -> Result<(), StoreError>;
    /// Takes a recovery code, once.
    async fn take_recovery_code(
        &mut self,
        staff: StaffId,
        mac: &[u8; 32],
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}
