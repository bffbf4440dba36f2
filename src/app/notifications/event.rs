//! What happened, as use cases tell it.

use crate::auth::{Action, Actor};
use crate::domain::{Bank, Contest, NoticeKind, Round, UnitId};
use std::collections::BTreeMap;

/// Something that happened, of which staff and other systems are told.
#[derive(Debug, Clone)]
pub struct Event {
    pub(super) kind: NoticeKind,
    /// The unit whose affair it is; none: the whole platform's.
    pub(super) owner: Option<UnitId>,
    pub(super) facts: BTreeMap<String, String>,
    /// Path of a page of the console.
    pub(super) link: String,
    /// Who did it, and so knows it already.
    pub(super) by: Actor,
}

fn facts<const N: usize>(pairs: [(&str, String); N]) -> BTreeMap<String, String> {
    pairs.map(|(key, value)| (key.to_owned(), value)).into()
}

impl Event {
    /// A round takes attempts.
    pub fn opened(contest: &Contest, round: &Round, by: Actor) -> Self {
        Self::of_round(NoticeKind::RoundOpened, contest, round, by)
    }

    /// A round has its result; `people` were ranked.
    pub fn closed(contest: &Contest, round: &Round, people: i64, by: Actor) -> Self {
        let mut event = Self::of_round(NoticeKind::RoundClosed, contest, round, by);
        event.facts.insert("people".into(), people.to_string());
        event
    }

    /// Two people published a result.
    pub fn published(contest: &Contest, round: &Round, by: Actor) -> Self {
        Self::of_round(NoticeKind::ResultPublished, contest, round, by)
    }

    fn of_round(kind: NoticeKind, contest: &Contest, round: &Round, by: Actor) -> Self {
        let head = &contest.file.contest;
        Self {
            kind,
            owner: contest.owner,
            facts: facts([
                ("contest", head.title.clone()),
                ("slug", head.slug.clone()),
                ("round", round.rules.title.clone()),
                ("code", round.rules.code.clone()),
            ]),
            link: format!("/quan-tri/cuoc-thi/{}", head.slug),
            by,
        }
    }

    /// So many questions of a bank wait for a second person.
    pub fn to_review(bank: &Bank, count: usize, by: Actor) -> Self {
        Self {
            kind: NoticeKind::QuestionToReview,
            owner: bank.owner,
            facts: facts([
                ("count", count.to_string()),
                ("bank", bank.title.clone()),
                ("bank_code", bank.code.clone()),
            ]),
            link: "/quan-tri/cho-duyet".to_owned(),
            by,
        }
    }

    /// The questions of a file went into a bank.
    pub fn imported(bank: &Bank, count: usize, by: Actor) -> Self {
        Self {
            kind: NoticeKind::ImportCommitted,
            owner: bank.owner,
            facts: facts([
                ("count", count.to_string()),
                ("bank", bank.title.clone()),
                ("bank_code", bank.code.clone()),
            ]),
            link: format!("/quan-tri/ngan-hang/{}", bank.code),
            by,
        }
    }

    /// A unit of that name asks to be entered below another one.
    pub fn unit_registered(name: &str, parent: UnitId, parent_name: &str) -> Self {
        Self {
            kind: NoticeKind::UnitRegistered,
            owner: Some(parent),
            facts: facts([
                ("unit", name.to_owned()),
                ("parent", parent_name.to_owned()),
            ]),
            link: "/quan-tri/don-vi/dang-ky".to_owned(),
            by: Actor::Job,
        }
    }
}

/// What somebody may do who is told of a kind.
pub(super) fn told_whom(kind: NoticeKind) -> Action {
    match kind {
        NoticeKind::StaffInvited | NoticeKind::Recovery => Action::ManageStaff,
        NoticeKind::RoundOpened | NoticeKind::RoundClosed => Action::RunRounds,
        NoticeKind::ResultPublished => Action::ReadResults,
        NoticeKind::QuestionToReview => Action::ApproveQuestions,
        NoticeKind::UnitRegistered => Action::ImportUnits,
        NoticeKind::ImportCommitted => Action::ImportQuestions,
    }
}

/// What the texts of a kind may be filled with: tests hold texts and events against it.
#[cfg(test)]
pub(super) fn facts_of(kind: NoticeKind) -> &'static [&'static str] {
    match kind {
        NoticeKind::StaffInvited => &["name", "role", "link", "until", "address"],
        NoticeKind::Recovery => &["name", "link", "until", "address"],
        NoticeKind::RoundOpened | NoticeKind::ResultPublished => {
            &["contest", "slug", "round", "code"]
        }
        NoticeKind::RoundClosed => &["contest", "slug", "round", "code", "people"],
        NoticeKind::QuestionToReview | NoticeKind::ImportCommitted => {
            &["count", "bank", "bank_code"]
        }
        NoticeKind::UnitRegistered => &["unit", "parent"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::BankId;

    #[test]
    fn events_tell_what_their_texts_are_filled_with() {
        let bank = Bank {
            id: BankId(uuid::Uuid::from_u128(1)),
            code: "luat".into(),
            title: "Pháp luật".into(),
            owner: None,
        };
        let unit = UnitId(uuid::Uuid::from_u128(2));
        for event in [
            Event::to_review(&bank, 3, Actor::Job),
            Event::imported(&bank, 3, Actor::Job),
            Event::unit_registered("Trường A", unit, "Phường B"),
        ] {
            let mut told: Vec<&str> = event.facts.keys().map(String::as_str).collect();
            let mut known = facts_of(event.kind).to_vec();
            told.sort_unstable();
            known.sort_unstable();
            assert_eq!(told, known, "{:?}", event.kind);
        }
    }
}
