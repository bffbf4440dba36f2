//! What a node does by itself while the shared live state is away, and how it finds back.

use super::memory::{MemoryLimits, MemoryScoreboards};
use super::{
    BoardEntry, BoardFilter, BoardView, Content, Limits, LiveError, Mark, Placed, Put, Quota,
    Replace, Scoreboards, Verdict,
};
use crate::domain::{ParticipantId, RoundId};
use async_trait::async_trait;
use dashmap::{DashMap, DashSet};
use std::sync::Arc;

/// Tells the fillings of this node's own boards from those of the shared ones.
const OWN: u64 = 1 << 63;

/// Shared scoreboards, and this node's own in their place while they can't be reached.
///
/// Own boards are filled from the store like any other; they miss what other nodes hand in until
/// they are filled again, and their marks say that they are a stand-in. A shared board that missed
/// a hand-in of this node, or that comes back older than it was, has no content until it is filled
/// again.
pub(super) struct StandInBoards {
    shared: Arc<dyn Scoreboards>,
    own: MemoryScoreboards,
    /// Rounds whose shared board has missed something.
    behind: DashSet<RoundId>,
    /// The greatest version of each shared board so far.
    newest: DashMap<RoundId, u64>,
}

impl StandInBoards {
    pub(super) fn new(shared: Arc<dyn Scoreboards>, own: MemoryScoreboards) -> Self {
        Self {
            shared,
            own,
            behind: DashSet::new(),
            newest: DashMap::new(),
        }
    }

    /// Whether the shared board is older than it was: a server came back with an old copy.
    fn went_back(&self, round: RoundId, version: u64) -> bool {
        let mut newest = self.newest.entry(round).or_default();
        let back = version < *newest;
        *newest = version.max(*newest);
        back
    }
}

#[async_trait]
impl Scoreboards for StandInBoards {
    async fn put(
        &self,
        round: RoundId,
        entries: Vec<(BoardEntry, Replace)>,
    ) -> Result<Put, LiveError> {
        match self.shared.put(round, entries.clone()).await {
            Ok(put) => Ok(put),
            Err(_) => {
                self.behind.insert(round);
                self.own.put(round, entries).await
            }
        }
    }

    async fn top(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        limit: usize,
    ) -> Result<BoardView, LiveError> {
        match self.shared.top(round, filter, limit).await {
            Ok(view) => Ok(view),
            Err(_) => self.own.top(round, filter, limit).await,
        }
    }

    async fn place(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        participant: ParticipantId,
    ) -> Result<Option<Placed>, LiveError> {
        match self.shared.place(round, filter, participant).await {
            Ok(placed) => Ok(placed),
            Err(_) => self.own.place(round, filter, participant).await,
        }
    }

    async fn around(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Result<BoardView, LiveError> {
        let shared = self.shared.around(round, filter, participant, above, below);
        match shared.await {
            Ok(view) => Ok(view),
            Err(_) => {
                let own = self.own.around(round, filter, participant, above, below);
                own.await
            }
        }
    }

    async fn replace_all(
        &self,
        round: RoundId,
        content: Content,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<u64, LiveError> {
        // Whatever is missed from here on is missed by the new board.
        let was_behind = self.behind.remove(&round).is_some();
        let shared = self
            .shared
            .replace_all(round, content, entries.clone(), attempts)
            .await;
        match shared {
            Ok(filling) => {
                self.own.forget(round);
                // The new board goes by the clock of a server that may be behind the one before.
                self.newest.remove(&round);
                Ok(filling)
            }
            Err(_) => {
                if was_behind {
                    self.behind.insert(round);
                }
                let own = self.own.replace_all(round, content, entries, attempts);
                own.await.map(|filling| filling | OWN)
            }
        }
    }

    async fn confirm(&self, round: RoundId, filling: u64) -> Result<bool, LiveError> {
        if filling & OWN == 0 {
            self.shared.confirm(round, filling).await
        } else {
            self.own.confirm(round, filling & !OWN).await
        }
    }

    async fn remove(&self, round: RoundId, participant: ParticipantId) -> Result<bool, LiveError> {
        match self.shared.remove(round, participant).await {
            Ok(removed) => Ok(removed),
            Err(_) => {
                self.behind.insert(round);
                self.own.remove(round, participant).await
            }
        }
    }

    async fn mark(&self, round: RoundId) -> Result<Mark, LiveError> {
        match self.shared.mark(round).await {
            Ok(mut mark) => {
                let went_back = self.went_back(round, mark.version);
                if went_back {
                    self.behind.insert(round);
                }
                mark.content = mark.content.filter(|_| !self.behind.contains(&round));
                Ok(mark)
            }
            Err(_) => Ok(Mark {
                stand_in: true,
                ..self.own.mark(round).await?
            }),
        }
    }
}

/// This node's limits first, which cost nothing and stop a flood before it reaches the shared ones;
/// they stand alone while those are away.
pub(super) struct LayeredLimits {
    node: Arc<MemoryLimits>,
    shared: Arc<dyn Limits>,
}

impl LayeredLimits {
    pub(super) fn new(node: Arc<MemoryLimits>, shared: Arc<dyn Limits>) -> Self {
        Self { node, shared }
    }
}

#[async_trait]
impl Limits for LayeredLimits {
    async fn check(&self, key: &str, quota: Quota) -> Result<Verdict, LiveError> {
        match self.node.check(key, quota).await? {
            Verdict::RetryAfter(wait) => Ok(Verdict::RetryAfter(wait)),
            allowed @ Verdict::Allowed { .. } => {
                Ok(self.shared.check(key, quota).await.unwrap_or(allowed))
            }
        }
    }

    fn sweep(&self) {
        self.node.sweep();
    }
}
