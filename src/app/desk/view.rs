//! Prizes and who stands for them, as staff read them.

use crate::app::boards::UnitName;
use crate::domain::{AttemptId, ParticipantId, RoundId, RoundState, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Both {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Both {
    pub(super) fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
        }
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonCard {
    /// Id of the participant.
    #[schema(value_type = String)]
    pub id: ParticipantId,
    /// Number in the contest.
    pub number: i64,
    /// Public pseudonym.
    pub alias: String,
    /// Full name.
    pub full_name: String,
    /// Code of the group.
    pub group: Option<String>,
    /// The unit.
    pub unit: Option<UnitName>,
}

/// Who stands for a prize.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SubjectCard {
    /// A person.
    Person(PersonCard),
    /// A unit.
    Unit {
        /// Id of the unit.
        #[schema(value_type = String)]
        id: UnitId,
        /// Its code and name.
        unit: UnitName,
    },
}

/// Somebody who gets a prize.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WinnerView {
    /// Who.
    pub subject: SubjectCard,
    /// The place in the ranking of the prize.
    pub place: i64,
    /// The recognised attempt, in a ranking of a round.
    #[schema(value_type = Option<String>)]
    pub attempt: Option<AttemptId>,
    /// Values in the order of the comparators.
    pub values: Vec<Option<i64>>,
    /// What separates the place from the next, `{vi, en}`.
    #[schema(value_type = Object)]
    pub reason: serde_json::Value,
    /// Why the prize came to him though others stood higher.
    pub moved_up: Option<Both>,
}

/// Equals across a cut line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TieView {
    /// Their place.
    pub place: i64,
    /// How many of this prize are among them.
    pub seats: i64,
    /// They.
    pub subjects: Vec<SubjectCard>,
}

/// Somebody who was passed over.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PassedView {
    /// Who.
    pub subject: SubjectCard,
    /// The place; of a void one the place before it was void.
    pub place: i64,
    /// `void`, `has_one`, `cap_of_round` or `cap_of_contest`.
    pub why: &'static str,
    /// The same in words.
    pub reason: Both,
}

/// A prize.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrizeView {
    /// Index in the contest file.
    pub index: usize,
    /// Name of the tier.
    pub tier: String,
    /// Code of the round; none: of the contest.
    pub round: Option<String>,
    /// Code of the ranking beyond a round that it is given by.
    pub ranking: Option<String>,
    /// Code of the group.
    pub group: Option<String>,
    /// How many.
    pub count: i64,
    /// Worth in đồng.
    pub value_vnd: Option<i64>,
    /// Whether it is fixed by a published result.
    pub published: bool,
    /// Who gets it, in order.
    pub winners: Vec<WinnerView>,
    /// Between whom it is undecided.
    pub undecided: Vec<TieView>,
    /// Who was passed over on the way to it.
    pub passed: Vec<PassedView>,
    /// How many of it nobody stands for.
    pub left: i64,
    /// Who is next in line in its ranking, at most five.
    pub next: Vec<WinnerView>,
}

/// The prizes of a round.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrizesOfRound {
    /// Id of the round.
    #[schema(value_type = String)]
    pub round: RoundId,
    /// Its code.
    pub code: String,
    /// closed or published.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// The newest result, which this rests on.
    pub result_version: i64,
    /// The newest result that was published.
    pub published_version: Option<i64>,
    /// How many prizes are undecided: they have to be decided before publication.
    pub undecided: usize,
    /// The prizes in the order of the file.
    pub prizes: Vec<PrizeView>,
}

/// All prizes of a contest.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrizesOfContest {
    /// Slug of the contest.
    pub contest: String,
    /// How many prizes are undecided.
    pub undecided: usize,
    /// The prizes in the order of the file.
    pub items: Vec<PrizeView>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}
