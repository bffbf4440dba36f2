//! What a widget on another site shows of a contest. Nothing here is told that the public pages do not
//! tell at the same instant.

use super::DayQuestion;
use crate::app::boards::{BoardReply, BoardState};
use crate::app::contests::{ContestState, Known, Organiser};
use crate::app::{Absent, App};
use crate::domain::{Origin, Round, RoundState, Timestamp};
use crate::engine::window::{closes_for_starts_at, state_at};
use crate::store::StoreError;
use serde::Serialize;
use serde_json::value::RawValue;
use std::cmp::Reverse;
use std::sync::Arc;
use utoipa::ToSchema;

/// Places of a board that a widget shows.
const PLACES: usize = 10;

/// Which parts of a widget are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WidgetParts {
    /// Title, state and countdown.
    pub banner: bool,
    /// The first ten of the board.
    pub top: bool,
    /// The question of the day.
    pub question: bool,
}

/// A contest as another site shows it. All texts are plain: a site need not trust markup of ours.
#[derive(Debug, Serialize, ToSchema)]
pub struct Widget {
    /// Name in addresses.
    pub slug: String,
    /// Name for people.
    pub title: String,
    /// Who runs it.
    pub organiser: Organiser,
    /// Where it stands as a whole.
    pub state: ContestState,
    /// When its first round opens.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opens_at: Option<Timestamp>,
    /// When its last round closes.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<Timestamp>,
    /// What a clock counts down to; null when nothing comes any more, or without the part `banner`.
    pub countdown: Option<Countdown>,
    /// Address of the contest's page.
    pub link: String,
    /// The first places; null while no board is public, or without the part `top`.
    pub top: Option<WidgetTop>,
    /// Câu hỏi hôm nay; null while no question may be shown, or without the part `question`.
    pub question: Option<DayQuestion>,
    /// The time now.
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
}

/// What a clock counts down to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Countdown {
    /// What happens then.
    pub to: CountdownTo,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The round that it is about.
    pub round: NamedRound,
}

/// What happens at the end of a countdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountdownTo {
    /// A round opens.
    Opens,
    /// The last instant at which an attempt may be started.
    Closes,
}

/// A round by code and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedRound {
    /// Code within the contest.
    pub code: String,
    /// Name for people.
    pub title: String,
}

impl From<&Round> for NamedRound {
    fn from(round: &Round) -> Self {
        Self {
            code: round.rules.code.clone(),
            title: round.rules.title.clone(),
        }
    }
}

/// The first places of a round.
#[derive(Debug, Serialize, ToSchema)]
pub struct WidgetTop {
    /// The round.
    pub round: NamedRound,
    /// The public board with `limit=10`, byte for byte.
    #[schema(value_type = BoardReply)]
    pub board: Box<RawValue>,
}

impl App {
    /// The widget of a published contest, and the origins that may show it. `link` is the address of
    /// the contest's page.
    pub async fn widget(
        &self,
        slug: &str,
        parts: WidgetParts,
        link: String,
    ) -> Result<(Widget, Arc<[Origin]>), Absent> {
        let known = self.published(slug).await?;
        let origins = self.allowed_origins(known.contest.id).await?;
        let now = self.now();
        let head = &known.contest.file.contest;
        let top = if parts.top {
            self.public_top(&known, now).await?
        } else {
            None
        };
        let question = if parts.question {
            self.question_of_the_day(&known).await?
        } else {
            None
        };
        let widget = Widget {
            slug: head.slug.clone(),
            title: head.title.clone(),
            organiser: Organiser {
                code: head.organiser.clone(),
                name: known.organiser.clone(),
            },
            state: known.state(now),
            opens_at: known.rounds.iter().map(|round| round.rules.opens_at).min(),
            closes_at: known.rounds.iter().map(|round| round.rules.closes_at).max(),
            countdown: parts
                .banner
                .then(|| countdown(&known.rounds, now))
                .flatten(),
            link,
            top,
            question,
            server_time: now,
        };
        Ok((widget, origins))
    }

    /// The origins that may show a published contest in a frame, and its title.
    pub async fn frame_of(&self, slug: &str) -> Result<(String, Arc<[Origin]>), Absent> {
        let known = self.published(slug).await?;
        let origins = self.allowed_origins(known.contest.id).await?;
        Ok((known.contest.file.contest.title.clone(), origins))
    }

    /// The board that is of most interest among those that show places now: that of the open round,
    /// or else of the one that closed last.
    async fn public_top(&self, known: &Known, now: Timestamp) -> Result<Option<WidgetTop>, Absent> {
        let mut rounds: Vec<(&Round, RoundState)> = known
            .rounds
            .iter()
            .filter(|round| round.rules.kind.counts() && round.commitment.is_some())
            .map(|round| (round, state_at(round, now)))
            .filter(|(_, state)| {
                use RoundState::{Closed, Closing, Open, Published};
                matches!(state, Open | Closing | Closed | Published)
            })
            .collect();
        rounds.sort_by_key(|(round, state)| {
            Reverse((*state == RoundState::Open, round.rules.closes_at))
        });
        for (round, _) in rounds {
            let (state, board) = self.board_top(round.id, PLACES).await?;
            if state.shows() && state != BoardState::Off {
                let board = raw(&board)?;
                let round = NamedRound::from(round);
                return Ok(Some(WidgetTop { round, board }));
            }
        }
        Ok(None)
    }
}

/// A rendered reply as part of another one.
fn raw(json: &[u8]) -> Result<Box<RawValue>, StoreError> {
    serde_json::from_slice(json).map_err(|error| StoreError::corrupt("boards", "reply", error))
}

/// The next instant that people wait for: the close of what is open, else the next opening.
fn countdown(rounds: &[Round], now: Timestamp) -> Option<Countdown> {
    let of = |round: &Round, to, at| Countdown {
        to,
        at,
        round: NamedRound::from(round),
    };
    let closing = rounds
        .iter()
        .filter(|round| state_at(round, now) == RoundState::Open)
        .map(|round| {
            of(
                round,
                CountdownTo::Closes,
                closes_for_starts_at(&round.rules),
            )
        })
        .filter(|next| next.at > now)
        .min_by_key(|next| next.at);
    let opening = rounds
        .iter()
        .filter(|round| state_at(round, now) == RoundState::Scheduled)
        .map(|round| of(round, CountdownTo::Opens, next_opening(round, now)))
        .filter(|next| next.at > now)
        .min_by_key(|next| next.at);
    closing.or(opening)
}

/// When a scheduled round opens next by its rules.
fn next_opening(round: &Round, now: Timestamp) -> Timestamp {
    let windows = round.rules.windows.iter().map(|window| window.from);
    let first = round.rules.opens_at;
    windows
        .filter(|from| *from > now)
        .min()
        .map_or(first, |next| next.max(first))
}
