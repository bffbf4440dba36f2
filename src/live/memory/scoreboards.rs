//! Scoreboards in the process: a lock a round.

use super::board::Board;
use crate::clock::Clock;
use crate::domain::{ParticipantId, RoundId};
use crate::live::{
    BoardEntry, BoardFilter, BoardView, LiveError, Placed, Put, Replace, Scoreboards, Totals,
};
use async_trait::async_trait;
use dashmap::DashMap;
use std::sync::{Arc, PoisonError, RwLock};

#[derive(Default)]
struct Versioned {
    board: Board,
    version: u64,
}

/// Scoreboards in the process.
pub struct MemoryScoreboards {
    rounds: DashMap<RoundId, Arc<RwLock<Versioned>>>,
    clock: Arc<dyn Clock>,
}

impl MemoryScoreboards {
    /// No boards yet; the clock gives the versions they begin with.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            rounds: DashMap::new(),
            clock,
        }
    }

    fn read<T: Default>(&self, round: RoundId, reading: impl FnOnce(&Versioned) -> T) -> T {
        // The map's shard is let go before the board's own lock is waited for.
        let Some(board) = self.rounds.get(&round).map(|found| found.clone()) else {
            return T::default();
        };
        let held = board.read().unwrap_or_else(PoisonError::into_inner);
        reading(&held)
    }

    fn change<T>(&self, round: RoundId, change: impl FnOnce(&mut Versioned) -> T) -> T {
        let board = self
            .rounds
            .entry(round)
            .or_insert_with(|| {
                let version = u64::try_from(self.clock.now().micros()).unwrap_or(0);
                Arc::new(RwLock::new(Versioned {
                    board: Board::default(),
                    version,
                }))
            })
            .clone();
        let mut held = board.write().unwrap_or_else(PoisonError::into_inner);
        held.version += 1;
        change(&mut held)
    }
}

fn view(held: &Versioned, entries: Vec<Placed>) -> BoardView {
    BoardView {
        version: held.version,
        totals: held.board.totals(),
        entries,
    }
}

#[async_trait]
impl Scoreboards for MemoryScoreboards {
    async fn put(
        &self,
        round: RoundId,
        entry: BoardEntry,
        replace: Replace,
    ) -> Result<Put, LiveError> {
        Ok(self.change(round, |held| Put {
            entered: held.board.put(entry, replace),
            version: held.version,
        }))
    }

    async fn top(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        limit: usize,
    ) -> Result<BoardView, LiveError> {
        Ok(self.read(round, |held| view(held, held.board.top(filter, limit))))
    }

    async fn place(
        &self,
        round: RoundId,
        participant: ParticipantId,
    ) -> Result<Option<Placed>, LiveError> {
        Ok(self.read(round, |held| held.board.place(participant)))
    }

    async fn around(
        &self,
        round: RoundId,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Result<BoardView, LiveError> {
        Ok(self.read(round, |held| {
            view(held, held.board.around(participant, above, below))
        }))
    }

    async fn totals(&self, round: RoundId) -> Result<Totals, LiveError> {
        Ok(self.read(round, |held| held.board.totals()))
    }

    async fn replace_all(
        &self,
        round: RoundId,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<u64, LiveError> {
        // Built before the lock is taken: readers go on while a large board is put together.
        let board = Board::of(entries, attempts);
        Ok(self.change(round, |held| {
            held.board = board;
            held.version
        }))
    }

    async fn remove(&self, round: RoundId, participant: ParticipantId) -> Result<bool, LiveError> {
        if self
            .read(round, |held| held.board.place(participant))
            .is_none()
        {
            return Ok(false);
        }
        Ok(self.change(round, |held| held.board.remove(participant)))
    }

    async fn version(&self, round: RoundId) -> Result<u64, LiveError> {
        Ok(self.read(round, |held| held.version))
    }
}
