//! How far the board of a round is behind, for who watches the round.

use super::BoardState;
use crate::app::App;
use crate::domain::{Round, Timestamp};

/// How a board stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Lag {
    /// What it shows.
    pub state: BoardState,
    /// For how long hand-ins of this node have been on their way to it, in milliseconds.
    pub behind_ms: i64,
    /// Whether it may miss hand-ins of other nodes, because what nodes share is away.
    pub late: bool,
}

impl App {
    /// How the board of a round stands; `rounds` are all rounds of the contest. Fills nothing.
    pub(in crate::app) async fn board_lag(
        &self,
        rounds: &[Round],
        round: &Round,
        now: Timestamp,
    ) -> Lag {
        let since = self.boards.feed.waits_since(round.id);
        let mark = self.live.scoreboards.mark(round.id).await;
        Lag {
            state: BoardState::of(rounds, round, now),
            behind_ms: since.map_or(0, |since| now.since(since).0.max(0)),
            late: mark.map_or(true, |mark| mark.stand_in),
        }
    }
}
