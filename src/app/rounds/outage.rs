//! Giving an outage back to everybody who sat through it (algorithms.md 5).

use super::Ends;
use super::by_hand::RoundError;
use crate::app::{App, Revision};
use crate::auth::Actor;
use crate::domain::{Round, Timestamp};
use crate::store::Outage;
use serde_json::json;

/// What giving an outage back did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenBack {
    /// The round.
    pub round: Round,
    /// Running attempts whose end moved.
    pub moved: usize,
}

impl App {
    /// Records an outage of a round, from inclusive, to exclusive, and moves the end of every running
    /// attempt that lost time in it. The same outage again changes nothing.
    ///
    /// Attempts that the clock has handed in already stay as they are; after a node was down, give the
    /// outage back before it is started again.
    pub async fn give_outage_back(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
        (from, to): (Timestamp, Timestamp),
        reason: &str,
    ) -> Result<GivenBack, RoundError> {
        let (mut work, round) = self.take(actor, slug, code).await?;
        if from >= to || reason.trim().is_empty() {
            return Err(RoundError::BadOutage);
        }
        if round.state.is_over() {
            return Err(RoundError::Over);
        }
        let outage = Outage {
            from,
            to,
            reason: reason.trim().to_owned(),
            made_by: actor.to_string(),
            at: self.now(),
        };
        work.add_outage(round.id, &outage).await?;
        let running = work.running_in(round.id).await?;
        let ends = Ends::read(&mut *work, &round).await?;
        let moved = ends.apply(&mut *work, &running).await?;
        let detail = json!({
            "code": round.rules.code, "from": from, "to": to,
            "reason": outage.reason, "moved": moved,
        });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "round.outage_given_back",
            format!("round:{}", round.id),
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        self.raise(&mut *work, Revision::Deadlines).await?;
        work.commit().await?;
        self.forget();
        self.forget_as_of(Revision::Deadlines);
        Ok(GivenBack { round, moved })
    }
}
