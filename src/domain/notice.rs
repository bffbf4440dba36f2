//! What staff and other systems are told of.

use serde::{Deserialize, Serialize};

/// Something that happened, of which somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NoticeKind {
    /// A person was invited to the staff; by letter only.
    #[serde(rename = "staff.invited")]
    StaffInvited,
    /// A person asked for a way back into the account; by letter only.
    #[serde(rename = "recovery")]
    Recovery,
    /// A round takes attempts.
    #[serde(rename = "round.opened")]
    RoundOpened,
    /// A round has its result.
    #[serde(rename = "round.closed")]
    RoundClosed,
    /// Two people published a result.
    #[serde(rename = "result.published")]
    ResultPublished,
    /// Questions wait for a second person; gathered over an hour.
    #[serde(rename = "question.to_review")]
    QuestionToReview,
    /// A unit asks to be entered in the tree.
    #[serde(rename = "unit.registered")]
    UnitRegistered,
    /// The questions of a file went into a bank.
    #[serde(rename = "import.committed")]
    ImportCommitted,
}

impl NoticeKind {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::StaffInvited, "staff.invited"),
        (Self::Recovery, "recovery"),
        (Self::RoundOpened, "round.opened"),
        (Self::RoundClosed, "round.closed"),
        (Self::ResultPublished, "result.published"),
        (Self::QuestionToReview, "question.to_review"),
        (Self::UnitRegistered, "unit.registered"),
        (Self::ImportCommitted, "import.committed"),
    ];

    /// Those that a person may have in the console, by letter, or not at all, and that other systems
    /// may be told of; the first two are about one account and go to its address only.
    pub fn chosen() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().skip(2).map(|(kind, _)| kind)
    }

    /// The word for it in rows and bodies.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(kind, _)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_word_in_rows_and_bodies() {
        for (kind, word) in NoticeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), word);
            assert_eq!(NoticeKind::of(word), Some(kind));
        }
        assert_eq!(NoticeKind::chosen().count(), 6);
        assert!(NoticeKind::chosen().all(|kind| kind != NoticeKind::Recovery));
    }
}
