//! Scoreboards as people see them: fed behind hand-ins, filled from the store where live state has
//! none, rendered a few times a second, the same bytes for everyone.

mod entry;
mod feed;
mod fill;
mod lag;
mod news;
mod rankings;
mod refresh;
mod render;
mod units;
mod view;

pub(super) use entry::ranked;
pub(in crate::app) use lag::Lag;
pub use news::{Heard, News};
pub use rankings::{RankingList, RankingName, RankingPlace, RankingView};
pub use render::{BoardEntryView, BoardState, BoardTotals, topic_of, topic_round};
pub(super) use units::winners;
pub use units::{Ratio, UnitBoard, UnitBoardEntry, UnitBoardQuery, UnitKey, UnitName};
pub use view::{BoardQuery, BoardReply, OwnPlace};

use crate::domain::{Round, RoundId, RoundState, Timestamp};
use crate::engine::window::cut_off;
use crate::store::Counted;
use dashmap::{DashMap, DashSet};
use feed::Feed;
use fill::StandIn;
use render::Rendered;
use std::sync::Arc;

/// The rounds whose attempts public counts of a contest add up: practice counts towards nothing, and
/// a frozen board freezes its counts.
pub(super) fn counted(rounds: &[Round], now: Timestamp) -> Vec<Counted> {
    let counts = |round: &&Round| round.rules.kind.counts() && round.state != RoundState::Void;
    rounds
        .iter()
        .filter(counts)
        .map(|round| Counted {
            round: round.id,
            until: cut_off(round, now),
        })
        .collect()
}

/// Boards of this node.
#[derive(Default)]
pub struct Boards {
    /// Hand-ins on their way to the boards.
    feed: Feed,
    /// Rounds whose board changed here since other nodes were told.
    changed: DashSet<RoundId>,
    /// Held while this node fills a board, so that a crowd that looks at once fills it once.
    filling: DashMap<RoundId, Arc<tokio::sync::Mutex<()>>>,
    /// Shared boards whose count this node has held against the store.
    checked: DashSet<RoundId>,
    /// Own boards that stand in for shared ones.
    stand_ins: DashMap<RoundId, StandIn>,
    rendered: DashMap<RoundId, Arc<Rendered>>,
    units: DashMap<crate::domain::ContestId, Arc<units::Cached>>,
}

impl Boards {
    /// Forgets what was rendered, and holds counts against the store again.
    pub fn forget(&self) {
        self.checked.clear();
        self.rendered.clear();
        self.units.clear();
    }

    /// Rounds that somebody looked at.
    pub fn rounds(&self) -> Vec<RoundId> {
        self.rendered.iter().map(|entry| *entry.key()).collect()
    }
}
