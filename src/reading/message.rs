//! What passes between the platform and the process that reads a file.

use crate::domain::import::{ImportItem, Remark};
use crate::domain::{Medium, PictureKind, RosterFile, UnitFile};
use crate::exchange::OwnColumn;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What a file is to be read as.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    /// Questions.
    Questions,
    /// A list of units.
    Units,
    /// A list of people, with the columns that the contest has of its own.
    Roster(Vec<OwnColumn>),
}

/// The first line to the child; the content of both files follows it, one after the other.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub wanted: Wanted,
    pub name: String,
    pub len: usize,
    pub format: Option<String>,
    pub key_name: Option<String>,
    pub key_len: usize,
}

/// What the child says, once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reply {
    Read(Box<Told>),
    Units(UnitFile),
    Roster(RosterFile),
    Refused {
        code: String,
        detail: String,
        at: Option<String>,
    },
}

/// A file that was read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    pub format: String,
    #[serde(default)]
    pub code: Option<String>,
    pub title: Option<String>,
    pub items: Vec<ImportItem>,
    pub remarks: Vec<Remark>,
    pub media: Vec<Picture>,
}

/// A picture, its bytes as base64.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Picture {
    digest: String,
    kind: PictureKind,
    width: u32,
    height: u32,
    bytes: String,
}

impl From<&Medium> for Picture {
    fn from(medium: &Medium) -> Self {
        Self {
            digest: medium.digest.clone(),
            kind: medium.kind,
            width: medium.width,
            height: medium.height,
            bytes: STANDARD.encode(&medium.bytes),
        }
    }
}

impl Picture {
    /// The picture; none if the bytes are no base64.
    pub fn medium(self) -> Option<Medium> {
        Some(Medium {
            bytes: STANDARD.decode(&self.bytes).ok()?.into(),
            digest: self.digest,
            kind: self.kind,
            width: self.width,
            height: self.height,
        })
    }
}
