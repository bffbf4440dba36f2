//! Identifiers: newtypes over UUID version 7, written as 32 hex digits.
//!
//! Version 7 keeps rows of one time close together in an index. Its time part is visible, so
//! whatever must not tell when it was made (sign-in codes, receipts) is not an id.

use crate::domain::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text was not an id: 32 hex digits, hyphens allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id from the time of its making and ten random bytes.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A node of the unit tree.
    UnitId,
    /// A unit that asks to be taken into the tree.
    RegistrationId,
    /// A question bank.
    BankId,
    /// A question, whatever its version.
    QuestionId,
    /// A question file that is looked through before its questions go into a bank.
    ImportId,
    /// A contest.
    ContestId,
    /// A round of a contest.
    RoundId,
    /// A person within one contest.
    ParticipantId,
    /// One sitting of one person.
    AttemptId,
    /// A result that was declared void.
    VoidingId,
    /// Something that one member of staff proposed and another one decides.
    ProposalId,
    /// A member of the organisers' staff.
    StaffId,
    /// A session of a member of staff, as lists name it.
    StaffSessionId,
    /// A link that leads a member of staff in.
    StaffLinkId,
    /// Something that a member of staff was told.
    NoticeId,
    /// Something that waits to be sent.
    ParcelId,
    /// An address of another system that is told what happens.
    WebhookId,
    /// One thing of a person that staff changed.
    ChangeId,
    /// A person whom staff took out of a contest.
    ExclusionId,
    /// Time or attempts that staff gave in a round.
    GrantId,
    /// What staff tell those who take part.
    AnnouncementId,
    /// What staff noted while a contest ran.
    IncidentId,
    /// A contest that is still being written.
    DraftId,
    /// A template of contests that a unit shares.
    TemplateId,
}
