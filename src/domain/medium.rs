//! Pictures that questions show.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How a stored picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// Drawings, signs, screenshots.
    Png,
    /// Photographs.
    Jpeg,
}

impl PictureKind {
    /// The word for it in rows and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    /// Its type in HTTP.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A picture as it is stored and shown: written anew by us at import, so that nothing rides in it.
///
/// Question text shows it by `<img data-media="DIGEST" alt="…">`; who may see the question gets the
/// bytes, nobody else (security.md, threat 45).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// SHA-256 of the bytes, 64 lower-case hex digits: its only name.
    pub digest: String,
    /// How it is written.
    pub kind: PictureKind,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// Whether a text is the name of a medium.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The names of the media that a sanitised fragment shows, in their order.
pub fn media_of(html: &str) -> impl Iterator<Item = &str> {
    html.split(" data-media=\"")
        .skip(1)
        .filter_map(|rest| rest.get(..64))
        .filter(|name| is_digest(name))
}
