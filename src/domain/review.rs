//! What a second person says about a question version.

use serde::{Deserialize, Serialize};

/// A verdict on one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Looked at and found in order: a draft becomes checked.
    Check,
    /// May be drawn.
    Approve,
    /// Back to the author, with a comment. Approvals from before do not count any more.
    Reject,
}

impl Verdict {
    /// The word for it in rows and replies.
    pub fn word(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Approve => "approve",
            Self::Reject => "reject",
        }
    }

    /// The verdict of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Check, Self::Approve, Self::Reject]
            .into_iter()
            .find(|verdict| verdict.word() == word)
    }
}
