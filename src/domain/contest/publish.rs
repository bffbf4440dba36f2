//! Section `[rounds.publish]`: what leaves the server, and when.

use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person learns at hand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AtSubmit {
    /// Nothing but the receipt.
    #[default]
    None,
    /// The own score.
    Score,
    /// The own score, the key and the explanations.
    ScoreAndKey,
}

/// When keys may leave the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyRelease {
    /// Never.
    Never,
    /// When the round is closed.
    RoundClose,
    /// When every round of the contest is closed.
    #[default]
    ContestClose,
}

/// How the public scoreboard behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoreboardMode {
    /// No board.
    Off,
    /// Moves while the round is open.
    #[default]
    Live,
    /// Shows the state of `freeze_at` until the round is closed.
    Frozen,
    /// Appears when the round is closed.
    AfterClose,
}

/// How people are named on public boards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Names {
    /// Full name, where the person agreed to it.
    Full,
    /// Initials of all but the given name.
    #[default]
    Masked,
    /// The public pseudonym.
    Alias,
}

/// Section `[rounds.publish]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// What a person learns at hand-in.
    pub at_submit: AtSubmit,
    /// When keys may leave the server.
    pub key: KeyRelease,
    /// How the public scoreboard behaves.
    pub scoreboard: ScoreboardMode,
    /// How people are named on public boards.
    pub names: Names,
    /// Whether live boards and totals may show what the prediction asks for.
    pub target_visible: bool,
    /// The cut-off of a frozen board.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub freeze_at: Option<Timestamp>,
}
