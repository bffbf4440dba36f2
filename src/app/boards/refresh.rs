//! Bringing boards of rounds under way up to date with what staff changed of a person.

use crate::app::{Absent, App};
use crate::domain::{AttemptState, ContestId, ParticipantId, Round, RoundId, RoundState};
use crate::engine::window::state_at;
use crate::live::{BoardEntry, Replace};
use crate::store::StoreError;

impl App {
    /// Rounds of a contest whose boards hold attempts and not a result.
    async fn with_live_boards(&self, contest: ContestId) -> Result<Vec<Round>, StoreError> {
        let now = self.now();
        let mut rounds = self.store.read().await?.rounds_of(contest).await?;
        rounds
            .retain(|round| matches!(state_at(round, now), RoundState::Open | RoundState::Closing));
        Ok(rounds)
    }

    /// Shows a person as he is now known on the boards of rounds under way. Best effort: what was changed
    /// is committed, and a board that misses it is filled from the store again.
    pub(in crate::app) async fn show_anew(&self, contest: ContestId, person: ParticipantId) {
        if let Err(error) = self.try_to_show(contest, person).await {
            tracing::warn!(contest.id = %contest, %error, "a board shows a person as he was");
        }
    }

    async fn try_to_show(&self, contest: ContestId, person: ParticipantId) -> Result<(), Absent> {
        for round in self.with_live_boards(contest).await? {
            let mut work = self.store.read().await?;
            let mut attempts = work.attempts_of(person).await?;
            drop(work);
            attempts.retain(|attempt| {
                let counts = matches!(
                    attempt.state,
                    AttemptState::Submitted | AttemptState::Expired
                );
                attempt.round == round.id && counts
            });
            let mut entries: Vec<(BoardEntry, Replace)> = Vec::with_capacity(attempts.len());
            for attempt in &attempts {
                let facts = self.facts_of(attempt).await?;
                entries.extend(self.board_entry(&facts, attempt).await?);
            }
            // The first one takes the place of what is there, and the others have their say as they had
            // when they were handed in.
            if let Some((_, replace)) = entries.first_mut() {
                *replace = Replace::Always;
            }
            if entries.is_empty() {
                continue;
            }
            match self.live.scoreboards.put(round.id, entries).await {
                Ok(_) => drop(self.boards.changed.insert(round.id)),
                Err(error) => self.board_failed(round.id, &error.to_string()),
            }
        }
        Ok(())
    }

    /// Fills the boards of those rounds that are under way from the store, because attempts that they count
    /// are void, or count again. It happens rarely: a board keeps no count that could be taken back. Best
    /// effort, as above.
    pub(in crate::app) async fn fill_anew(&self, contest: ContestId, rounds: &[RoundId]) {
        if let Err(error) = self.try_to_fill(contest, rounds).await {
            tracing::warn!(contest.id = %contest, %error, "boards of a contest are late");
        }
    }

    async fn try_to_fill(&self, contest: ContestId, rounds: &[RoundId]) -> Result<(), Absent> {
        if rounds.is_empty() {
            return Ok(());
        }
        for round in self.with_live_boards(contest).await? {
            if !rounds.contains(&round.id) {
                continue;
            }
            let material = self.material(round.id).await?;
            match self.fill_with_attempts(&material).await {
                Ok(()) => drop(self.boards.changed.insert(round.id)),
                Err(Absent::Store(StoreError::Unavailable(why))) => {
                    self.board_failed(round.id, &why);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn board_failed(&self, round: RoundId, why: &str) {
        tracing::warn!(round.id = %round, why, "a board is late");
        self.boards.checked.remove(&round);
    }
}
