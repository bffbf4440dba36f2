//! Saving answers: checked for shape here, decided and made durable by the writer.

mod error;
mod fitting;

pub use error::SaveError;
pub(super) use fitting::{fitting, plausible_guess};

use super::facts::Facts;
use super::start::seconds;
use super::view::SlotName;
use crate::app::running::Counted;
use crate::app::{Absent, App, NotFound, SignedIn};
use crate::domain::{Answer, AttemptId, Timestamp};
use crate::engine::attempt::remaining;
use crate::live::Verdict as Limited;
use crate::store::StoreError;
use crate::store::writer::{NewResponse, SaveOutcome, Saves};
use serde::Serialize;
use smallvec::{SmallVec, smallvec};

/// Proof that an answer was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ack {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// The epoch it was saved under.
    pub epoch: i64,
    /// Its sequence number.
    pub seq: i64,
    /// When it was committed first.
    #[schema(value_type = String)]
    pub saved_at: Timestamp,
    /// Message authentication code over all of it, hex.
    pub mac: String,
}

/// A saved answer.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Saved {
    /// Proof that it was acknowledged.
    pub ack: Ack,
    /// Time left in milliseconds.
    pub remaining_ms: i64,
    /// When this was told.
    #[schema(value_type = String)]
    pub server_time: Timestamp,
}

/// An answer to be saved.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// Which question.
    pub slot: SlotName,
    /// Rises per attempt.
    pub seq: i64,
    /// The answer.
    pub answer: Answer,
}

impl App {
    /// Saves one answer; the reply means that it is durable.
    pub async fn save_answer(
        &self,
        who: SignedIn,
        attempt: AttemptId,
        epoch: i64,
        new: NewAnswer,
    ) -> Result<Saved, SaveError> {
        let facts = self.facts(attempt, who.participant).await?;
        #[cfg(feature = "sabotage")]
        if crate::store::sabotage::is("redis-in-ack") && !self.live.answers().await {
            return Err(crate::store::StoreError::Unavailable("live state is away".into()).into());
        }
        self.within_limit(attempt).await?;
        let answer = fitting(&facts.material, &facts.paper, new.slot.0, new.answer)?;
        self.in_slot_time(&facts, new.slot.0).await?;
        let text = answer.as_text();
        let response = NewResponse {
            seq: new.seq,
            slot: new.slot.0,
            answer,
        };
        let saves = self.write(&facts, epoch, smallvec![response]).await?;
        let outcome = saves
            .outcomes
            .into_iter()
            .next()
            .unwrap_or(SaveOutcome::Missing);
        let deadline = self.deadline(&facts, saves.deadline_at).await;
        let result = durable(&outcome, saves.now);
        self.count_save(&facts, &result, deadline);
        let saved_at = result?;
        Ok(Saved {
            ack: self.ack(attempt, epoch, new.seq, new.slot, &text, saved_at),
            remaining_ms: remaining(saves.now, deadline).0,
            server_time: saves.now,
        })
    }

    /// Saves what a phone gathered off line; every answer gets its own ack or refusal, in the order
    /// of the request.
    pub async fn save_answers(
        &self,
        who: SignedIn,
        attempt: AttemptId,
        epoch: i64,
        answers: Vec<NewAnswer>,
    ) -> Result<Vec<(SlotName, Result<Ack, SaveError>)>, SaveError> {
        let facts = self.facts(attempt, who.participant).await?;
        self.within_limit(attempt).await?;
        let mut results: Vec<(SlotName, Option<Result<Ack, SaveError>>)> = Vec::new();
        // By rising number, as the writer wants them; `at` leads back to the request's order.
        let mut fit: Vec<(usize, String, NewResponse)> = Vec::new();
        for (at, new) in answers.into_iter().enumerate() {
            let slot = new.slot;
            let fits = match self.in_slot_time(&facts, slot.0).await {
                Ok(()) => fitting(&facts.material, &facts.paper, slot.0, new.answer),
                Err(error) => Err(error),
            };
            match fits {
                Ok(answer) => {
                    let text = answer.as_text();
                    fit.push((
                        at,
                        text,
                        NewResponse {
                            seq: new.seq,
                            slot: slot.0,
                            answer,
                        },
                    ));
                    results.push((slot, None));
                }
                Err(error) => results.push((slot, Some(Err(error)))),
            }
        }
        fit.sort_by_key(|(at, _, response)| (response.seq, *at));
        // Two answers under one number: the writer would take the first, so the second goes alone.
        let (mut batch, mut again) = (Vec::new(), Vec::new());
        for entry in fit {
            match batch.last() {
                Some((_, _, last)) if same_seq(last, &entry.2) => again.push(entry),
                _ => batch.push(entry),
            }
        }
        for group in std::iter::once(batch).chain(again.into_iter().map(|entry| vec![entry])) {
            if group.is_empty() {
                continue;
            }
            let responses: SmallVec<[NewResponse; 1]> = group
                .iter()
                .map(|(_, _, response)| response.clone())
                .collect();
            let saves = self.write(&facts, epoch, responses).await?;
            let deadline = self.deadline(&facts, saves.deadline_at).await;
            for ((at, text, response), outcome) in group.into_iter().zip(saves.outcomes) {
                let slot = SlotName(response.slot);
                let result = durable(&outcome, saves.now);
                self.count_save(&facts, &result, deadline);
                results[at].1 =
                    Some(result.map(|saved_at| {
                        self.ack(attempt, epoch, response.seq, slot, &text, saved_at)
                    }));
            }
        }
        Ok(results
            .into_iter()
            .map(|(slot, result)| {
                (
                    slot,
                    result.unwrap_or_else(|| Err(Absent::NotFound(NotFound).into())),
                )
            })
            .collect())
    }

    /// Hands answers to the writer; what the store could not take is counted.
    async fn write(
        &self,
        facts: &Facts,
        epoch: i64,
        responses: SmallVec<[NewResponse; 1]>,
    ) -> Result<Saves, StoreError> {
        let answers = responses.len();
        let written = self.store.writer().save(facts.id, epoch, responses).await;
        if written.is_err() {
            self.tally(facts, Counted::Failed, self.now(), answers);
        }
        written
    }

    /// When the attempt ends: as the writer saw it, or else as it was read last. A store that can't be
    /// asked takes nothing back from an answer that it has.
    async fn deadline(&self, facts: &Facts, seen: Option<Timestamp>) -> Timestamp {
        match seen {
            Some(deadline) => deadline,
            None => self.deadline_of(facts).await.unwrap_or(facts.deadline_at),
        }
    }

    /// Counts what became of an answer, for who watches the round.
    fn count_save(
        &self,
        facts: &Facts,
        result: &Result<Timestamp, SaveError>,
        deadline: Timestamp,
    ) {
        match result {
            Ok(saved_at) => {
                self.tally(facts, Counted::Saved, *saved_at, 1);
                if *saved_at > deadline {
                    self.tally(facts, Counted::Late, *saved_at, 1);
                }
            }
            Err(SaveError::Closed { server_time, .. }) => {
                self.tally(facts, Counted::Refused, *server_time, 1);
            }
            Err(_) => {}
        }
    }

    fn tally(&self, facts: &Facts, what: Counted, at: Timestamp, times: usize) {
        self.tallies.count(facts.material.round.id, at, what, times);
    }

    async fn within_limit(&self, attempt: AttemptId) -> Result<(), SaveError> {
        let Some(quota) = self.limits.saves else {
            return Ok(());
        };
        // Each node by itself: asking another machine before every save would cost more than a
        // hand that is faster at two nodes than at one.
        match self
            .live
            .node_limits
            .check(&format!("save:{attempt}"), quota)
            .await
        {
            Ok(Limited::RetryAfter(wait)) => Err(SaveError::Limited {
                retry_after_s: seconds(wait),
            }),
            // A limiter that is away never stands between a person and his answers.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn ack(
        &self,
        attempt: AttemptId,
        epoch: i64,
        seq: i64,
        slot: SlotName,
        answer: &str,
        saved_at: Timestamp,
    ) -> Ack {
        let mac = self.keys.ack(attempt, epoch, seq, slot.0, answer, saved_at);
        Ack {
            slot,
            epoch,
            seq,
            saved_at,
            mac,
        }
    }
}

fn same_seq(a: &NewResponse, b: &NewResponse) -> bool {
    a.seq == b.seq
}

fn durable(outcome: &SaveOutcome, now: Timestamp) -> Result<Timestamp, SaveError> {
    match *outcome {
        SaveOutcome::Saved { saved_at } => Ok(saved_at),
        SaveOutcome::Stale { epoch, seq } => Err(SaveError::Stale { epoch, seq }),
        SaveOutcome::Conflict => Err(SaveError::Conflict),
        SaveOutcome::Superseded { epoch } => Err(SaveError::Superseded { epoch }),
        SaveOutcome::Closed { deadline_at } => Err(SaveError::Closed {
            deadline: deadline_at,
            server_time: now,
        }),
        SaveOutcome::Missing => Err(Absent::NotFound(NotFound).into()),
    }
}
