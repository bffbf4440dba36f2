//! What happens to rounds and attempts as time goes by: attempts whose time is up are handed in,
//! rounds open, stop taking starts, and close with their result.

use crate::app::notifications::Event;
use crate::app::{Absent, App};
use crate::auth::Actor;
use crate::domain::RoundState;
use crate::engine::attempt::GRACE;
use crate::engine::window::state_at;
use std::time::Duration;

/// Attempts handed in by one run.
const HAND_IN: i64 = 500;
/// Beyond it nothing is ended by the clock until an operator has looked (security.md 2.1).
const MOST_DISAGREEMENT: Duration = Duration::from_secs(2);

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Advanced {
    /// Attempts handed in by the clock.
    pub handed_in: usize,
    /// Rounds whose state moved.
    pub moved: usize,
    /// Rounds that got their result.
    pub closed: usize,
}

impl App {
    /// Brings everything up to the present instant. Doing it again changes nothing.
    pub async fn advance(&self) -> Result<Advanced, Absent> {
        let mut done = Advanced::default();
        if self.clock.disagreement() > MOST_DISAGREEMENT {
            tracing::error!(
                disagreement_ms = u64::try_from(self.clock.disagreement().as_millis()).unwrap_or(0),
                "the wall clock has jumped: attempts and rounds are not ended by the clock until \
                 the time is set right and the node restarted"
            );
            return Ok(done);
        }
        let now = self.now();
        let overdue = self
            .store
            .read()
            .await?
            .overdue(now - GRACE, HAND_IN)
            .await?;
        for attempt in &overdue {
            let facts = self.facts_of(attempt).await?;
            done.handed_in += usize::from(self.expire(&facts).await?);
        }
        let rounds = self.store.read().await?.rounds_under_way().await?;
        for round in rounds {
            let state = state_at(&round, now);
            if state != round.state {
                let mut work = self.store.begin().await?;
                // Somebody may have been faster; what is stored now decides.
                let Some(mut round) = work.round(round.id).await? else {
                    continue;
                };
                let state = state_at(&round, now);
                if state != round.state {
                    round.state = state;
                    work.put_round(&round).await?;
                    if state == RoundState::Open
                        && let Some(contest) = work.contest(round.contest).await?
                    {
                        let event = Event::opened(&contest, &round, Actor::Job);
                        self.notify(&mut *work, &event).await?;
                    }
                    work.commit().await?;
                    self.rounds.remove(&round.id);
                    done.moved += 1;
                    tracing::info!(round.id = %round.id, state = state.word(), "a round moved on");
                }
            }
            if state == RoundState::Closing {
                match self.close_if_ended(Actor::Job, round.id).await {
                    Ok(closed) => done.closed += usize::from(closed.is_some()),
                    Err(error) => {
                        tracing::error!(round.id = %round.id, error = %error, "a round was not closed");
                    }
                }
            }
        }
        Ok(done)
    }
}
