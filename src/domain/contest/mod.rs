//! A contest as data: the contest file of api.md 2, with its defaults filled in.

mod awards;
mod prize;
mod publish;
mod ranking;
mod registration;
mod round;

pub use awards::Awards;
pub use prize::Prize;
pub use publish::{AtSubmit, KeyRelease, Names, Publish, ScoreboardMode};
pub use ranking::{Comparator, Direction, DurationUnit, Measure, RankingRules, Where};
pub use registration::{Consent, Field, FieldKind, Identity, Registration};
pub use round::{
    AttemptRules, AttemptScope, Beacon, BlueprintCell, CountedSet, Order, PaperRules, Prediction,
    PredictionScope, PredictionTarget, Recognised, Review, RoundRules, Window,
};

use serde::{Deserialize, Serialize};

/// The whole contest file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Prizes, in the order of the file.
    #[serde(default)]
    pub prizes: Vec<Prize>,
    /// How prizes may meet in one person, and how long a person may object.
    #[serde(default, skip_serializing_if = "Awards::is_default")]
    pub awards: Awards,
}

/// Section `[contest]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Code in files and addresses.
    pub code: String,
    /// Name for people.
    pub title: String,
}

/// A document that the contest stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
