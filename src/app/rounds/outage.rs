//! Giving an outage back to everybody who sat through it (algorithms.md 5).

use super::by_hand::RoundError;
use crate::app::{App, Revision};
use crate::auth::Actor;
use crate::domain::{Millis, Round, Timestamp};
use crate::engine::attempt::{Allowance, with_outages};
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
        let spans: Vec<(Timestamp, Timestamp)> = work
            .outages(round.id)
            .await?
            .iter()
            .map(|outage| (outage.from, outage.to))
            .collect();
        let mut moved = 0;
        for attempt in work.active_in(round.id).await? {
            let person = work.participant(attempt.participant).await?;
            let extra = person.map_or(0, |person| person.extra_time_s);
            let allowance = Allowance {
                extra: Millis::seconds(i64::from(extra)),
                ..Allowance::of(round.rules.time_limit_s, round.rules.hard_end_at)
            };
            let base = allowance.deadline(attempt.started_at);
            let deadline = with_outages(base, attempt.started_at, &spans);
            moved += usize::from(work.move_deadline(attempt.id, deadline).await?);
        }
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
        work.commit().await?;
        self.forget();
        Ok(GivenBack { round, moved })
    }
}
