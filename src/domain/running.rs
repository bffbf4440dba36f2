//! What staff do while a contest runs: corrections and exclusions, time and attempts that are given,
//! announcements, incidents.

use crate::domain::{
    AnnouncementId, ChangeId, ContestId, ExclusionId, GrantId, IncidentId, ParticipantId, RoundId,
    Timestamp, UnitId, VoidingId, text,
};

/// One thing of a person that staff changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChange {
    /// Key of the row.
    pub id: ChangeId,
    /// The person.
    pub participant: ParticipantId,
    /// When.
    pub at: Timestamp,
    /// Who did it, as the audit log names him.
    pub made_by: String,
    /// The key of a field of the form, or `exclusion`, `readmission`, `sign_in_code`.
    pub what: String,
    /// What it was; none where there was nothing, or nothing that may be kept.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// Why.
    pub reason: String,
}

/// A person whom staff took out of a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Key of the row.
    pub id: ExclusionId,
    /// The person.
    pub participant: ParticipantId,
    /// Why.
    pub reason: String,
    /// Who did it, as the audit log names him.
    pub made_by: String,
    /// When.
    pub at: Timestamp,
    /// The voids that it made, one a round in which he had begun.
    pub voidings: Vec<VoidingId>,
    /// When it was undone.
    pub lifted_at: Option<Timestamp>,
}

/// To whom something is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantTo {
    /// One person.
    Person(ParticipantId),
    /// Everybody of a unit and of all units below it.
    Unit(UnitId),
    /// Everybody.
    All,
}

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// Seconds on top of the time limit, of attempts that run and of those that begin later.
    Seconds(u32),
    /// Attempts on top of those that the rules allow.
    Attempts(u32),
}

impl Given {
    /// The word for it in rows and replies.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Seconds(_) => "extension",
            Self::Attempts(_) => "give_back",
        }
    }

    /// How much.
    pub fn amount(self) -> u32 {
        match self {
            Self::Seconds(amount) | Self::Attempts(amount) => amount,
        }
    }

    /// What that word and number stand for.
    pub fn of(kind: &str, amount: u32) -> Option<Self> {
        match kind {
            "extension" => Some(Self::Seconds(amount)),
            "give_back" => Some(Self::Attempts(amount)),
            _ => None,
        }
    }
}

/// Time or attempts that staff gave in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Key of the row.
    pub id: GrantId,
    /// The round.
    pub round: RoundId,
    /// To whom.
    pub to: GrantTo,
    /// What.
    pub given: Given,
    /// Why.
    pub reason: String,
    /// Who gave it, as the audit log names him.
    pub made_by: String,
    /// When.
    pub at: Timestamp,
    /// How many people had registered of those whom it is for.
    pub people: i64,
}

/// What staff tell those who take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Key of the row.
    pub id: AnnouncementId,
    /// The contest.
    pub contest: ContestId,
    /// The round that it is about, if it is about one.
    pub round: Option<RoundId>,
    /// When it was made.
    pub at: Timestamp,
    /// The first instant at which it is not shown any more.
    pub until: Option<Timestamp>,
    /// Plain text.
    pub text: String,
    /// The same in English.
    pub text_en: Option<String>,
    /// Who made it, as the audit log names him.
    pub made_by: String,
}

/// What staff noted while a contest ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Key of the row.
    pub id: IncidentId,
    /// The contest.
    pub contest: ContestId,
    /// The round that it is about, if it is about one.
    pub round: Option<RoundId>,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub text: String,
    /// Who wrote it, as the audit log names him.
    pub made_by: String,
    /// When he did.
    pub written_at: Timestamp,
}

/// The folded name with the given name, which stands last in Vietnamese, first: the order of lists.
pub fn sort_name(full_name: &str) -> String {
    let folded = text::folded(full_name);
    match folded.rsplit_once(' ') {
        Some((before, given)) => format!("{given} {before}"),
        None => folded,
    }
}

/// What a person is found by: his folded name from each of its words on, so that any word and any
/// words that follow each other lead to him, and `#` with the digits of his telephone number, the last
/// one first, so that its last digits do.
pub fn search_terms(full_name: &str, phone: Option<&str>) -> Vec<String> {
    let folded = text::folded(full_name);
    let mut terms = Vec::new();
    let mut rest = Some(folded.as_str());
    while let Some(term) = rest.filter(|term| !term.is_empty()) {
        terms.push(term.to_owned());
        rest = term.split_once(' ').map(|(_, after)| after);
    }
    if let Some(term) = phone.and_then(phone_term) {
        terms.push(term);
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The last digits of a telephone number as people are found by them; none of a text without digits.
pub fn phone_term(digits: &str) -> Option<String> {
    let reversed: String = digits.chars().rev().filter(char::is_ascii_digit).collect();
    (!reversed.is_empty()).then(|| format!("#{reversed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_listed_by_the_given_name() {
        assert_eq!(sort_name("Nguyễn Thị Ánh Đào"), "dao nguyen thi anh");
        assert_eq!(sort_name("An"), "an");
        assert_eq!(sort_name(""), "");
    }

    #[test]
    fn any_word_and_the_last_digits_lead_to_a_person() {
        let terms = search_terms("Trần Văn  Vàng", Some("+84901234567"));
        assert_eq!(terms, ["#76543210948", "tran van vang", "van vang", "vang"]);
        assert_eq!(phone_term("567").as_deref(), Some("#765"));
        assert_eq!(phone_term("tên"), None);
        assert_eq!(search_terms("An An", None), ["an", "an an"]);
    }
}
