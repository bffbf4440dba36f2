//! Section `[[rounds]]`.

use super::{
    EntryRules, Essay, PaperRules, Promotion, Publish, RankingRules, RoundKind, Section, is_default,
};
use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A span of time in which attempts may be started: from inclusive, to exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
}

/// A cell of the blueprint: how many questions of what. Cells are drawn in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlueprintCell {
    /// Code of the bank.
    pub bank: String,
    /// Only questions of this topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Only questions of this level, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Only questions that cite this document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Only for participants of this group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How many questions.
    pub count: u32,
    /// Points of each.
    #[serde(default = "one")]
    pub points: u32,
    /// Code of the section of the paper that they stand in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Whether who does not answer all of them rightly has failed ("câu điểm liệt"): the attempt
    /// counts, but is not ranked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disqualifying: bool,
}

/// What a limit of attempts counts over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttemptScope {
    /// The round.
    #[default]
    Round,
    /// A day in Viet Nam (UTC+7), in the round.
    Day,
    /// All rounds of the contest.
    Contest,
}

/// Which attempt of a person counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recognised {
    /// The best by `recognised_by`.
    #[default]
    Best,
    /// The first.
    First,
    /// The last.
    Last,
}

/// Section `[rounds.attempts]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AttemptRules {
    /// Greatest number; 0 = unlimited.
    pub max: u32,
    /// What the limit counts over.
    pub per: AttemptScope,
    /// Which attempt counts.
    pub recognised: Recognised,
    /// Least seconds between the end of an attempt and the start of the next.
    pub cooldown_s: u32,
}

impl Default for AttemptRules {
    fn default() -> Self {
        Self {
            max: 1,
            per: AttemptScope::Round,
            recognised: Recognised::Best,
            cooldown_s: 0,
        }
    }
}

/// What the prediction question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PredictionTarget {
    /// People who took part.
    People,
    /// Attempts.
    Attempts,
    /// People with every answer right.
    PeopleAllCorrect,
    /// Attempts with every answer right.
    AttemptsAllCorrect,
}

/// Over what the actual value is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PredictionScope {
    /// The round.
    #[default]
    Round,
    /// The contest.
    Contest,
}

/// Which attempts the actual value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedSet {
    /// Every valid attempt.
    #[default]
    Valid,
    /// Recognised attempts only.
    Recognised,
}

/// Section `[rounds.prediction]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// The question.
    pub prompt: String,
    /// What is asked for.
    pub target: PredictionTarget,
    /// Whether a paper can't be handed in without it.
    #[serde(default)]
    pub required: bool,
    /// Over what the actual value is counted.
    #[serde(default)]
    pub scope: PredictionScope,
    /// Which attempts it counts.
    #[serde(default)]
    pub counted: CountedSet,
}

/// A public value that joins the seed after the commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Beacon {
    /// Which value, in words.
    pub rule: String,
    /// When it will be known.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
}

/// Section `[rounds.review]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    /// Whether a question is drawn only after two people approved it.
    pub required: bool,
}

/// The rules of a round, with defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundRules {
    /// Code within the contest.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// What it is among the others.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: RoundKind,
    /// First instant at which an attempt may be started.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// First instant at which none may be started any more.
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Timestamp,
    /// Open intervals within it; empty: the whole of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<Window>,
    /// First instant at which none may be started any more, if before `closes_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_start_at: Option<Timestamp>,
    /// Instant at which every attempt ends; none: attempts begun in time run out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub hard_end_at: Option<Timestamp>,
    /// Seconds for a paper.
    pub time_limit_s: u32,
    /// Seconds for each question: questions come one after another by the server's clock, and what
    /// is answered outside a question's time is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_question_s: Option<u32>,
    /// What has to be known to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryRules>,
    /// Who of an earlier round may sit it; none: everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<Promotion>,
    /// Codes of the groups that may sit it; empty: everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Parts of the paper, in their order; empty: the paper is one part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// How many questions of what.
    #[serde(default)]
    pub blueprint: Vec<BlueprintCell>,
    /// How a paper is laid out.
    #[serde(default)]
    pub paper: PaperRules,
    /// How often a person may sit it.
    #[serde(default)]
    pub attempts: AttemptRules,
    /// The prediction question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction: Option<Prediction>,
    /// A text that people mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub essay: Option<Essay>,
    /// How people are ranked.
    #[serde(default)]
    pub ranking: RankingRules,
    /// What leaves the server, and when.
    #[serde(default)]
    pub publish: Publish,
    /// A public value that joins the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beacon: Option<Beacon>,
    /// Whether questions need two people's approval.
    #[serde(default)]
    pub review: Review,
    /// A submission faster than this is flagged for a person to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_plausible_s: Option<u32>,
}

impl RoundRules {
    /// Cells that a participant of that group draws from.
    pub fn cells_for<'a>(
        &'a self,
        group: Option<&'a str>,
    ) -> impl Iterator<Item = (usize, &'a BlueprintCell)> {
        self.blueprint
            .iter()
            .enumerate()
            .filter(move |(_, cell)| cell.group.is_none() || cell.group.as_deref() == group)
    }

    /// Number of questions on a paper of that group.
    pub fn questions_for(&self, group: Option<&str>) -> u32 {
        self.cells_for(group).map(|(_, cell)| cell.count).sum()
    }

    /// Greatest number of points that a paper of that group can bring, the essay left out.
    pub fn points_for(&self, group: Option<&str>) -> u32 {
        self.cells_for(group)
            .map(|(_, cell)| {
                let levels = match (cell.level, self.paper.points_by_level) {
                    (None, Some(by_level)) => by_level.into_iter().max().unwrap_or(0),
                    (level, _) => self.paper.points(cell.points, level.unwrap_or(0)),
                };
                cell.count * levels
            })
            .sum()
    }

    /// Whether the paper has questions whose wrong answer fails it.
    pub fn has_disqualifying(&self) -> bool {
        self.blueprint.iter().any(|cell| cell.disqualifying)
    }
}

const fn one() -> u32 {
    1
}
