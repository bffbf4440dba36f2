//! Sections `[rounds.paper]` and `[[rounds.sections]]`: how a paper is laid out and marked.

use super::is_default;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In which order questions stand on a paper, or in a section of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Shuffled.
    #[default]
    Shuffled,
    /// Shuffled, then sorted by level.
    EasyToHard,
    /// As drawn, cell by cell.
    AsListed,
}

/// What a question with several right options brings to who chose some of them (algorithms.md 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Multiple {
    /// Nothing unless all of them and no other.
    #[default]
    AllOrNothing,
    /// A share: floor(points × max(0, right chosen − wrong chosen) / right).
    Partial,
}

/// Section `[rounds.paper]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaperRules {
    /// In which order questions stand.
    pub order: Order,
    /// Whether options are shuffled.
    pub shuffle_options: bool,
    /// Whether every question must be answered before handing in.
    pub require_all: bool,
    /// How questions with several right options are marked.
    #[serde(skip_serializing_if = "is_default")]
    pub multiple: Multiple,
    /// Points of a question by its level, 1 to 5, in place of those of its cell. A question of
    /// unknown level keeps the points of its cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points_by_level: Option<[u32; 5]>,
}

impl Default for PaperRules {
    fn default() -> Self {
        Self {
            order: Order::Shuffled,
            shuffle_options: true,
            require_all: false,
            multiple: Multiple::AllOrNothing,
            points_by_level: None,
        }
    }
}

impl PaperRules {
    /// Points of a question of that level (0: unknown), drawn for a cell that gives so many.
    pub fn points(&self, of_cell: u32, level: u8) -> u32 {
        let by_level = self.points_by_level.as_ref();
        usize::from(level)
            .checked_sub(1)
            .and_then(|at| by_level?.get(at).copied())
            .unwrap_or(of_cell)
    }
}

/// A named part of a paper. Sections stand in the order of the file, each with the questions of its
/// cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Code by which cells name it.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// In which order its questions stand; left out: that of the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
}

/// Section `[rounds.essay]`: a text that people mark after the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Essay {
    /// The question.
    pub prompt: String,
    /// Least number of words; 0 = no limit.
    #[serde(default)]
    pub min_words: u32,
    /// Greatest number of words.
    pub max_words: u32,
    /// Greatest number of points that a judge gives.
    pub max_points: u32,
    /// How many judges mark each essay; their points are added up.
    #[serde(default = "one_judge")]
    pub judges: u32,
    /// Whether a paper can't be handed in without it.
    #[serde(default)]
    pub required: bool,
}

const fn one_judge() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_give_points_where_the_rules_say_so() {
        let plain = PaperRules::default();
        assert_eq!([0, 1, 5].map(|level| plain.points(7, level)), [7, 7, 7]);
        let by_level = PaperRules {
            points_by_level: Some([1, 2, 3, 4, 5]),
            ..plain
        };
        assert_eq!(
            [0, 1, 5, 9].map(|level| by_level.points(7, level)),
            [7, 1, 5, 7]
        );
    }
}
