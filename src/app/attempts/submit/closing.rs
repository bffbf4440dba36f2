//! The decision and the marking of a hand-in, made by the writer.

use super::super::facts::Facts;
use super::super::view::{SlotName, latest};
use super::SubmitRequest;
use super::error::SubmitError;
use super::reply::{canonical, payload};
use crate::app::NotFound;
use crate::domain::{Answer, Attempt, AttemptId, AttemptState, Outcome, Response, Slot, Timestamp};
use crate::engine::attempt::{Timeliness, finish};
use crate::engine::digest::hex;
use crate::engine::receipt::{Answered, answers_root, code};
use crate::store::StoreError;
use crate::store::writer::{SubmitPlan, Submitting};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Who ends an attempt.
pub(super) enum By {
    /// The person, with what the device says.
    Person(SubmitRequest),
    /// The clock, once the time is up.
    Clock,
    /// Staff, who close the round at once.
    Staff,
}

/// What came of it.
pub(super) enum Verdict {
    /// The attempt has ended, just now or before.
    Ended {
        /// With its outcome.
        attempt: Box<Attempt>,
        /// Whether this call ended it.
        newly: bool,
    },
    /// Its time is not up.
    NotDue,
    /// It can't be handed in so.
    Refused(SubmitError),
}

/// The decision and the marking, made by the writer while the attempt is locked and its log whole.
pub(super) struct Closer {
    facts: Arc<Facts>,
    by: By,
    verdict: Verdict,
    reply: oneshot::Sender<Result<Verdict, StoreError>>,
}

impl Closer {
    /// Tells `reply` what came of it once it is durable.
    pub(super) fn new(
        facts: Arc<Facts>,
        by: By,
        reply: oneshot::Sender<Result<Verdict, StoreError>>,
    ) -> Self {
        let missing = SubmitError::Absent(NotFound.into());
        Self {
            facts,
            by,
            verdict: Verdict::Refused(missing),
            reply,
        }
    }

    /// Whether and how the attempt ends now.
    fn judge(
        &self,
        attempt: &Attempt,
        answers: &BTreeMap<Slot, &Response>,
        now: Timestamp,
    ) -> Result<AttemptState, Verdict> {
        let overdue = Timeliness::at(now, attempt.deadline_at) == Timeliness::Closed;
        match &self.by {
            By::Person(_) | By::Clock if overdue => Ok(AttemptState::Expired),
            By::Clock => Err(Verdict::NotDue),
            By::Staff => Ok(AttemptState::Expired),
            By::Person(request) => {
                if request.epoch != attempt.epoch {
                    return Err(Verdict::Refused(SubmitError::Superseded {
                        epoch: attempt.epoch,
                    }));
                }
                arrived(request, answers)
                    .and_then(|()| self.complete(request, answers))
                    .map_err(Verdict::Refused)?;
                Ok(AttemptState::Submitted)
            }
        }
    }

    /// Whether the rules about blanks and the prediction are met.
    fn complete(
        &self,
        request: &SubmitRequest,
        answers: &BTreeMap<Slot, &Response>,
    ) -> Result<(), SubmitError> {
        let rules = &self.facts.material.round.rules;
        let required = rules
            .prediction
            .as_ref()
            .is_some_and(|prediction| prediction.required);
        if required && guess(request.prediction, answers).is_none() {
            return Err(SubmitError::PredictionRequired);
        }
        if let Some(essay) = &rules.essay {
            let words = match answers.get(&Slot::ESSAY).map(|response| &response.answer) {
                Some(Answer::Text(text)) => text.split_whitespace().count(),
                _ => 0,
            };
            let short = words > 0 && words < essay.min_words as usize;
            if short || (essay.required && words == 0) {
                return Err(SubmitError::Essay {
                    words,
                    least: essay.min_words.max(1),
                });
            }
        }
        if rules.paper.require_all {
            let slots: Vec<SlotName> = self
                .slots()
                .filter(|slot| {
                    answers
                        .get(slot)
                        .is_none_or(|r| r.answer.as_text().is_empty())
                })
                .map(SlotName)
                .collect();
            if !slots.is_empty() {
                return Err(SubmitError::Incomplete { slots });
            }
        }
        Ok(())
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        let count = u16::try_from(self.facts.paper.questions.len()).unwrap_or(u16::MAX);
        (1..=count).map(Slot)
    }

    /// Marks the paper and puts the outcome together.
    fn outcome(
        &self,
        attempt: &Attempt,
        answers: &BTreeMap<Slot, &Response>,
        now: Timestamp,
        forced: bool,
    ) -> Outcome {
        let material = &self.facts.material;
        let at = |slot: Slot| answers.get(&slot).map(|response| &response.answer);
        let asked = || self.slots().zip(&self.facts.paper.questions);
        let score = material.mark(&self.facts.paper, answers, &material.rulings);
        let texts: Vec<String> = self
            .slots()
            .map(|slot| at(slot).map(Answer::as_text).unwrap_or_default())
            .collect();
        let answered = asked().zip(&texts).map(|((_, on_paper), answer)| {
            let drawn = material.drawer.question(on_paper);
            Answered {
                question: &drawn.id,
                version: drawn.version,
                answer,
            }
        });
        let answers_root = hex(&answers_root(answered));
        let given = match &self.by {
            By::Person(request) => request.prediction,
            By::Clock | By::Staff => None,
        };
        let finish = finish(attempt.started_at, attempt.deadline_at, now);
        let mut outcome = Outcome {
            submitted_at: finish.submitted_at,
            duration_ms: finish.duration_ms,
            forced,
            correct: score.correct,
            questions: score.questions,
            score: score.score,
            max_score: score.max_score,
            failed: score.failed,
            prediction: guess(given, answers),
            answers_root,
            receipt_code: String::new(),
        };
        let round = material.round.id.to_string();
        let payload = payload(&self.facts, &round, &attempt.paper_hash, &outcome);
        outcome.receipt_code = code(&canonical(&payload));
        outcome
    }
}

/// Whether everything that the device sent has arrived.
fn arrived(
    request: &SubmitRequest,
    answers: &BTreeMap<Slot, &Response>,
) -> Result<(), SubmitError> {
    let stored = |slot: Slot| answers.get(&slot).map_or(0, |response| response.seq);
    let slots: Vec<SlotName> = request
        .last
        .iter()
        .filter(|l| stored(l.slot.0) < l.seq)
        .map(|l| l.slot)
        .collect();
    let newest = answers
        .values()
        .map(|response| response.seq)
        .max()
        .unwrap_or(0);
    if slots.is_empty() && request.final_seq <= newest {
        return Ok(());
    }
    Err(SubmitError::MissingAnswers { slots })
}

/// The guess given with the hand-in, or else the saved one.
fn guess(given: Option<i64>, answers: &BTreeMap<Slot, &Response>) -> Option<i64> {
    given.or_else(|| {
        match answers
            .get(&Slot::PREDICTION)
            .map(|response| &response.answer)
        {
            Some(Answer::Number(guess)) => Some(*guess),
            _ => None,
        }
    })
}

impl Submitting for Closer {
    fn attempt(&self) -> AttemptId {
        self.facts.id
    }

    fn plan(&mut self, attempt: Option<&Attempt>, log: &[Response], now: Timestamp) -> SubmitPlan {
        let Some(attempt) = attempt else {
            return SubmitPlan::Nothing;
        };
        match attempt.state {
            AttemptState::Active => {}
            AttemptState::Void => {
                self.verdict = Verdict::Refused(SubmitError::Void);
                return SubmitPlan::Nothing;
            }
            AttemptState::Submitted | AttemptState::Expired => {
                self.verdict = Verdict::Ended {
                    attempt: Box::new(attempt.clone()),
                    newly: false,
                };
                return SubmitPlan::Nothing;
            }
        }
        let answers = latest(log);
        match self.judge(attempt, &answers, now) {
            Err(verdict) => {
                self.verdict = verdict;
                SubmitPlan::Nothing
            }
            Ok(state) => {
                let forced = state == AttemptState::Expired;
                let outcome = self.outcome(attempt, &answers, now, forced);
                let mut ended = attempt.clone();
                ended.state = state;
                ended.outcome = Some(outcome.clone());
                self.verdict = Verdict::Ended {
                    attempt: Box::new(ended),
                    newly: true,
                };
                SubmitPlan::Close {
                    state,
                    outcome: Box::new(outcome),
                }
            }
        }
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        // The asker may have gone; the attempt is handed in all the same.
        let Self { verdict, reply, .. } = *self;
        drop(reply.send(committed.map(|()| verdict)));
    }
}
