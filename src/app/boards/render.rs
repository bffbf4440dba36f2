//! The public board of a round: rendered when it has changed, shared by all readers and sockets.

use crate::app::{Absent, App};
use crate::domain::contest::{PredictionScope, RoundRules, ScoreboardMode};
use crate::domain::{Round, RoundId, Timestamp};
use crate::engine::window::{hides_counts, state_at};
use crate::live::{BoardFilter, Placed};
use crate::store::StoreError;
use bytes::Bytes;
use dashmap::DashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many places the shared form shows.
pub(super) const SHOWN: usize = 50;
/// How often a board is looked at again that came or went meanwhile.
const LOOKS: u32 = 3;
/// Least time between two looks at a board: four times as often as a board may be late.
const LOOK_EVERY_MS: i64 = 250;

/// What a board shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoardState {
    /// The round has none.
    Off,
    /// Kept back until the round is closed.
    Hidden,
    /// Moves while the round is open.
    Live,
    /// Shows an earlier instant until the round is closed.
    Frozen,
    /// The result.
    Final,
}

impl BoardState {
    /// What the board of a round shows at an instant; `rounds` are all rounds of the contest. A
    /// prediction that a board would give away hides places and scores of others until the close
    /// (api.md 2).
    pub fn of(rounds: &[Round], round: &Round, now: Timestamp) -> Self {
        let publish = &round.rules.publish;
        let over = state_at(round, now).is_over();
        let gives_away = hides_counts(rounds, round, now);
        match publish.scoreboard {
            ScoreboardMode::Off => Self::Off,
            _ if over => Self::Final,
            ScoreboardMode::AfterClose => Self::Hidden,
            _ if gives_away => Self::Hidden,
            ScoreboardMode::Frozen if publish.freeze_at.is_none_or(|at| at <= now) => Self::Frozen,
            ScoreboardMode::Frozen | ScoreboardMode::Live => Self::Live,
        }
    }

    /// Whether places are shown.
    pub fn shows(self) -> bool {
        matches!(self, Self::Live | Self::Frozen | Self::Final)
    }
}

/// A place on a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BoardEntryView {
    /// 1, 2, 2, 4, …
    pub place: u64,
    /// The public name.
    pub name: String,
    /// Name of the unit.
    pub unit: Option<String>,
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Time used in milliseconds.
    pub duration_ms: Option<i64>,
}

impl From<&Placed> for BoardEntryView {
    fn from(placed: &Placed) -> Self {
        let row = &placed.row;
        Self {
            place: placed.place,
            name: row.name.clone(),
            unit: row.unit_name.clone(),
            score: row.score,
            max_score: row.max_score,
            duration_ms: row.duration_ms,
        }
    }
}

/// People and attempts; none where they would give the prediction away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BoardTotals {
    /// Distinct people.
    pub people: u64,
    /// Attempts handed in.
    pub attempts: u64,
}

/// The shared form of a board.
#[derive(Debug, Serialize)]
struct SharedBoard {
    version: u64,
    as_of: Timestamp,
    state: BoardState,
    late: bool,
    entries: Vec<BoardEntryView>,
    totals: Option<BoardTotals>,
}

/// A rendered board.
pub(super) struct Rendered {
    /// By what it is told apart from the next: the live version, whether counts are hidden, the
    /// state, and whether it is late.
    mark: (u64, bool, BoardState, bool),
    looked_at: std::sync::atomic::AtomicI64,
    /// When this state was taken.
    pub(super) as_of: Timestamp,
    /// What an answer for one reader takes over.
    pub(super) totals: Option<BoardTotals>,
    /// Topic data: the HTTP answer for fifty places without `me`.
    pub(super) data: Arc<str>,
    /// The HTTP answer for somebody who is not signed in.
    pub(super) anonymous: Bytes,
    /// Other answers for such readers, by number of places, group and unit.
    pub(super) answers: DashMap<Asked, Bytes>,
}

/// Number of places, code of a group, code of a unit.
pub(super) type Asked = (usize, Option<String>, Option<String>);

impl Rendered {
    pub(super) fn version(&self) -> u64 {
        self.mark.0
    }

    pub(super) fn state(&self) -> BoardState {
        self.mark.2
    }

    /// Whether it may miss what other nodes know, because what nodes share is away.
    pub(super) fn late(&self) -> bool {
        self.mark.3
    }
}

/// The topic of a round's board.
pub fn topic_of(round: RoundId) -> String {
    format!("round:{round}:scoreboard")
}

/// The round of a board's topic.
pub fn topic_round(topic: &str) -> Option<RoundId> {
    topic
        .strip_prefix("round:")?
        .strip_suffix(":scoreboard")?
        .parse()
        .ok()
}

impl App {
    /// The newest data of a board's topic. Rendered anew only if the board has changed.
    pub async fn board_data(&self, round: RoundId) -> Result<Arc<str>, Absent> {
        Ok(Arc::clone(&self.rendered_board(round).await?.data))
    }

    pub(super) async fn rendered_board(&self, id: RoundId) -> Result<Arc<Rendered>, Absent> {
        use std::sync::atomic::Ordering;
        let now = self.now();
        let known = self
            .boards
            .rendered
            .get(&id)
            .map(|board| Arc::clone(&board));
        if let Some(board) = &known {
            let last = board.looked_at.load(Ordering::Relaxed);
            if now.millis() - last < LOOK_EVERY_MS {
                return Ok(Arc::clone(board));
            }
            // One reader looks; the others go on with what there is.
            board.looked_at.store(now.millis(), Ordering::Relaxed);
        }
        match self.look_and_render(id, known.as_ref(), now).await {
            Ok(board) => Ok(board),
            // The store is away: what was rendered last stands.
            Err(error) => known.ok_or(error),
        }
    }

    async fn look_and_render(
        &self,
        id: RoundId,
        known: Option<&Arc<Rendered>>,
        now: Timestamp,
    ) -> Result<Arc<Rendered>, Absent> {
        self.boards_settled().await;
        let material = self.material(id).await?;
        let round = self.board_round(&material.round).await?;
        let rounds = self.board_rounds(&round).await?;
        let state = BoardState::of(&rounds, &round, now);
        let counts_hidden = hides_counts(&rounds, &round, now);
        let mut tries = LOOKS;
        let (held, view) = loop {
            let held = self.filled_board(&material, &round).await?;
            // What is kept back must not even tell that something happened.
            let version = if state.shows() { held.version } else { 0 };
            let mark = (version, counts_hidden, state, held.stand_in);
            if let Some(board) = known
                && board.mark == mark
            {
                return Ok(Arc::clone(board));
            }
            let view = self
                .live
                .scoreboards
                .top(id, &BoardFilter::default(), SHOWN)
                .await
                .map_err(|error| StoreError::Unavailable(error.to_string()))?;
            if view.version >= held.version {
                break (held, view);
            }
            // The shared board came or went between the two questions.
            tries -= 1;
            if tries == 0 {
                let away = StoreError::Unavailable("the board went away while it was read".into());
                return known.map(Arc::clone).ok_or(away.into());
            }
        };
        let shared = SharedBoard {
            version: if state.shows() { held.version } else { 0 },
            as_of: now,
            state,
            late: held.stand_in,
            entries: if state.shows() {
                view.entries.iter().map(BoardEntryView::from).collect()
            } else {
                Vec::new()
            },
            totals: (state.shows() && !counts_hidden).then_some(BoardTotals {
                people: view.totals.people,
                attempts: view.totals.attempts,
            }),
        };
        let data = serde_json::to_string(&shared).expect("a board is plain data");
        let anonymous = format!(r#"{},"me":null}}"#, &data[..data.len() - 1]);
        let board = Arc::new(Rendered {
            mark: (shared.version, counts_hidden, state, held.stand_in),
            as_of: now,
            totals: shared.totals,
            looked_at: now.millis().into(),
            data: data.into(),
            anonymous: anonymous.into(),
            answers: DashMap::new(),
        });
        self.boards.rendered.insert(id, Arc::clone(&board));
        Ok(board)
    }

    /// All rounds of the contest as they stand, where what one shows depends on the others.
    async fn board_rounds(&self, round: &Round) -> Result<Vec<Round>, Absent> {
        let material = self.material(round.id).await?;
        let of_contest = |rules: &RoundRules| {
            let asked = rules.prediction.as_ref();
            asked.is_some_and(|asked| asked.scope == PredictionScope::Contest)
        };
        if material.contest.file.rounds.iter().any(of_contest) {
            let mut work = self.store.read().await?;
            return Ok(work.rounds_of(round.contest).await?);
        }
        Ok(vec![round.clone()])
    }

    /// The round as it stands: the state that was last written may have moved on.
    async fn board_round(&self, known: &Round) -> Result<Round, Absent> {
        if known.state.is_over() {
            return Ok(known.clone());
        }
        let round = self.store.read().await?.round(known.id).await?;
        Ok(round.ok_or(crate::app::NotFound)?)
    }
}
