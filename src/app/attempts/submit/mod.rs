//! Handing in: exactly once, by the person, by the clock or by staff.

mod closing;
mod error;
mod reply;

pub use error::SubmitError;
pub(in crate::app) use reply::scored;
pub use reply::{Receipt, Scored, Submission, Submitted};

use super::facts::Facts;
use super::save::plausible_guess;
use super::view::SlotName;
use crate::app::running::Counted;
use crate::app::{App, SignedIn};
use crate::domain::AttemptId;
use crate::store::StoreError;
use closing::{By, Closer, Verdict};
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::oneshot;

/// The latest number that the device sent for a question.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastSent {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// Its sequence number.
    pub seq: i64,
}

/// What a device says when it hands in.
#[derive(Debug, Clone)]
pub struct SubmitRequest {
    /// The epoch that the device believes to hold.
    pub epoch: i64,
    /// Greatest sequence number that it sent.
    pub final_seq: i64,
    /// The latest number it sent for each question.
    pub last: Vec<LastSent>,
    /// The guess, if it was made here and not saved before.
    pub prediction: Option<i64>,
}

impl App {
    /// Hands an attempt in. Once it is handed in, by whomever, every further call gives the same
    /// reply.
    pub async fn submit_attempt(
        &self,
        who: SignedIn,
        id: AttemptId,
        request: SubmitRequest,
    ) -> Result<Submitted, SubmitError> {
        let facts = self.facts(id, who.participant).await?;
        self.within_here(self.limits.submissions, || format!("submit:{id}"))
            .await?;
        if let Some(guess) = request.prediction {
            if facts.material.round.rules.prediction.is_none() {
                return Err(SubmitError::NoPrediction);
            }
            plausible_guess(guess).map_err(|_| SubmitError::PredictionRange)?;
        }
        match self.hand_in(&facts, By::Person(request)).await? {
            Verdict::Ended { attempt, .. } => Ok(self.submitted(&facts, &attempt)),
            Verdict::Refused(refusal) => Err(refusal),
            Verdict::NotDue => Err(SubmitError::Void),
        }
    }

    /// Hands an attempt in by the clock, if its time is up. Gives whether it did.
    pub(in crate::app) async fn expire(&self, facts: &Arc<Facts>) -> Result<bool, StoreError> {
        self.end_by(facts, By::Clock).await
    }

    /// Hands an attempt in because its round is closed by hand. Gives whether it did.
    pub(in crate::app) async fn end_now(&self, facts: &Arc<Facts>) -> Result<bool, StoreError> {
        self.end_by(facts, By::Staff).await
    }

    async fn end_by(&self, facts: &Arc<Facts>, by: By) -> Result<bool, StoreError> {
        let verdict = self.hand_in(facts, by).await?;
        Ok(matches!(verdict, Verdict::Ended { newly: true, .. }))
    }

    async fn hand_in(&self, facts: &Arc<Facts>, by: By) -> Result<Verdict, StoreError> {
        let (reply, told) = oneshot::channel();
        let closer = Closer::new(Arc::clone(facts), by, reply);
        self.store.writer().submit(Box::new(closer))?;
        let verdict = told
            .await
            .map_err(|_| StoreError::Unavailable("the writer ended".into()))??;
        if let Verdict::Ended {
            attempt,
            newly: true,
        } = &verdict
        {
            self.tallies
                .count(attempt.round, self.now(), Counted::HandedIn, 1);
            self.enter_board(facts, attempt);
            // Nobody saves into it any more; a receipt or a review reads it anew.
            self.attempts.forget(facts.id);
            self.deadlines.forget(facts.id);
        }
        Ok(verdict)
    }
}
