//! Scoreboards in the process: a lock a round.

use super::board::Board;
use crate::clock::Clock;
use crate::domain::{ParticipantId, RoundId};
use crate::live::{
    BoardEntry, BoardFilter, BoardView, Content, LiveError, Mark, Placed, Put, Replace, Scoreboards,
};
use async_trait::async_trait;
use dashmap::DashMap;
use std::sync::{Arc, PoisonError, RwLock};

#[derive(Default)]
struct Versioned {
    board: Board,
    version: u64,
    content: Option<Content>,
    fillings: u64,
    confirmed: bool,
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

    /// Lets go of a round's board.
    pub fn forget(&self, round: RoundId) {
        self.rounds.remove(&round);
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
                    version,
                    ..Versioned::default()
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
        entries: Vec<(BoardEntry, Replace)>,
    ) -> Result<Put, LiveError> {
        let takes = |held: &Versioned| Some(held.content == Some(Content::Attempts));
        if self.read(round, takes) != Some(true) {
            return Ok(Put {
                taken: false,
                entered: 0,
                version: self.read(round, |held| held.version),
            });
        }
        Ok(self.change(round, |held| {
            let mut entered = 0;
            for (entry, replace) in entries {
                entered += u64::from(held.board.put(entry, replace));
            }
            Put {
                taken: true,
                entered,
                version: held.version,
            }
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
        filter: &BoardFilter,
        participant: ParticipantId,
    ) -> Result<Option<Placed>, LiveError> {
        Ok(self.read(round, |held| held.board.place(filter, participant)))
    }

    async fn around(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Result<BoardView, LiveError> {
        Ok(self.read(round, |held| {
            view(held, held.board.around(filter, participant, above, below))
        }))
    }

    async fn replace_all(
        &self,
        round: RoundId,
        content: Content,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<u64, LiveError> {
        // Built before the lock is taken: readers go on while a large board is put together.
        let board = Board::of(entries, attempts);
        Ok(self.change(round, |held| {
            held.board = board;
            held.content = Some(content);
            held.confirmed = false;
            held.fillings += 1;
            held.fillings
        }))
    }

    async fn confirm(&self, round: RoundId, filling: u64) -> Result<bool, LiveError> {
        if self.read(round, |held| held.fillings) != filling {
            return Ok(false);
        }
        Ok(self.change(round, |held| {
            held.confirmed = held.fillings == filling;
            held.confirmed
        }))
    }

    async fn remove(&self, round: RoundId, participant: ParticipantId) -> Result<bool, LiveError> {
        if !self.read(round, |held| held.board.holds(participant)) {
            return Ok(false);
        }
        Ok(self.change(round, |held| held.board.remove(participant)))
    }

    async fn mark(&self, round: RoundId) -> Result<Mark, LiveError> {
        Ok(self.read(round, |held| Mark {
            version: held.version,
            content: held.content.filter(|_| held.confirmed),
            totals: held.board.totals(),
            stand_in: false,
        }))
    }
}
