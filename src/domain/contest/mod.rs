//! A contest as data: the contest file of api.md 2, with its defaults filled in.

mod awards;
mod comparator;
mod eligibility;
mod overall;
mod paper;
mod prize;
mod progress;
mod publish;
mod ranking;
mod registration;
mod round;

pub use awards::Awards;
pub use comparator::{By, Comparable, Direction, NotAComparator};
pub use eligibility::{Eligibility, Exclusion};
pub use overall::{Collective, Overall, OverallRule, UnitComparator, UnitMeasure};
pub use paper::{Essay, Multiple, Order, PaperRules, Section};
pub use prize::Prize;
pub use progress::{EntryRules, Promotion, PromotionScope, RoundKind};
pub use publish::{AtSubmit, KeyRelease, Names, Publish, ScoreboardMode};
pub use ranking::{Comparator, DurationUnit, Least, Measure, RankingRules, Where};
pub use registration::{Asked, Consent, Field, FieldKind, Identity, Registration};
pub use round::{
    AttemptRules, AttemptScope, Beacon, BlueprintCell, CountedSet, Prediction, PredictionScope,
    PredictionTarget, Recognised, Review, RoundRules, Window,
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The whole contest file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestFile {
    /// Name, organiser, groups and legal basis.
    pub contest: ContestHead,
    /// Who may take part and what is asked of them.
    #[serde(default)]
    pub registration: Registration,
    /// The rounds, in the order of the file.
    #[serde(default)]
    pub rounds: Vec<RoundRules>,
    /// Rankings of people over rounds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overall: Vec<Overall>,
    /// Rankings of units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collectives: Vec<Collective>,
    /// Prizes, in the order of the file.
    #[serde(default)]
    pub prizes: Vec<Prize>,
    /// How prizes may meet in one person, and how long a person may object.
    #[serde(default, skip_serializing_if = "Awards::is_default")]
    pub awards: Awards,
}

impl ContestFile {
    /// Codes of the lists of people who may take part, in the contest or in a group.
    pub fn rosters(&self) -> impl Iterator<Item = &str> {
        let groups = self.contest.groups.iter();
        let groups = groups.filter_map(|group| group.eligible.as_ref());
        let all = self.registration.eligible.iter().chain(groups);
        all.filter_map(|eligible| eligible.roster.as_deref())
    }
}

/// Section `[contest]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestHead {
    /// Name in addresses: a-z, 0-9 and hyphens; unique in the platform.
    pub slug: String,
    /// Name for people.
    pub title: String,
    /// Code of the unit that runs it.
    pub organiser: String,
    /// Groups (bảng) that divide people; may be empty.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Documents that the contest stands on.
    #[serde(default)]
    pub legal_basis: Vec<LegalBasis>,
}

/// A group (bảng) of participants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Code in files and addresses.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// Who may be in it; left out: whoever may take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible: Option<Eligibility>,
}

/// A document that the contest stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Number and symbol.
    pub number: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub date: Option<String>,
    /// Who issued it.
    #[serde(default)]
    pub issuer: Option<String>,
}

/// Whether a key says what leaving it out says: such keys stay out of what is committed to, so that
/// rounds committed to before the key was known stay as they are.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
