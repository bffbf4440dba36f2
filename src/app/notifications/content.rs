//! What a parcel says, as it is sealed.

use crate::domain::{NoticeId, NoticeKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a parcel says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Content {
    /// A letter about one account.
    Letter {
        /// What about.
        kind: NoticeKind,
        /// What its texts are filled with, the link among it.
        facts: BTreeMap<String, String>,
    },
    /// Somebody asked for a way back into the account of that address, if there is one.
    WayBack {
        /// The folded address.
        address: String,
    },
    /// A notice that somebody wants by letter; it is read when the letter is written.
    Notice {
        /// Which.
        id: NoticeId,
    },
    /// A call to another system.
    Call(Call),
}

/// A call to another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::app) struct Call {
    /// Word of the event.
    pub event: String,
    /// The same at every try.
    pub id: String,
    /// JSON.
    pub body: String,
}
