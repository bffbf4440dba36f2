//! Scoreboards as people see them: filled at hand-in, rendered at most twice a second, the same
//! bytes for everyone.

mod entry;
mod load;
mod render;
mod units;
mod view;

pub(super) use entry::ranked;
pub use render::{BoardEntryView, BoardState, BoardTotals, topic_of, topic_round};
pub use units::{Ratio, UnitBoard, UnitBoardEntry, UnitBoardQuery, UnitKey, UnitName};
pub use view::{BoardQuery, BoardReply, OwnPlace};

use crate::domain::RoundId;
use dashmap::DashMap;
use render::Rendered;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use tokio::sync::RwLock;

/// Boards of this node.
#[derive(Default)]
pub struct Boards {
    /// Rounds whose live board was filled from the store, with the lock of their filling.
    filled: DashMap<RoundId, Arc<Filling>>,
    rendered: DashMap<RoundId, Arc<Rendered>>,
    units: DashMap<crate::domain::ContestId, Arc<units::Cached>>,
}

/// The filling of one board.
#[derive(Default)]
struct Filling {
    /// What it holds now.
    with: RwLock<Option<Filled>>,
    /// How many fillings have begun to read the store.
    begun: AtomicU64,
}

/// From what a live board was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    /// Finished attempts of a round that is under way.
    Attempts,
    /// The result of that version.
    Result(i64),
}

impl Boards {
    /// Forgets what was filled and rendered; the next reader fills anew.
    pub fn forget(&self) {
        self.filled.clear();
        self.rendered.clear();
        self.units.clear();
    }

    /// Rounds that somebody looked at.
    pub fn rounds(&self) -> Vec<RoundId> {
        self.rendered.iter().map(|entry| *entry.key()).collect()
    }
}
