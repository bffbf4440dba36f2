//! What pressing "start" means: take up the running attempt, begin a new one, or neither.

use super::deadline::{Allowance, Timeliness};
use crate::domain::contest::AttemptScope;
use crate::domain::{Attempt, AttemptId, AttemptState, Millis, Round, RoundId, Timestamp};
use crate::engine::window::{NotOpen, may_start};

/// The epoch of an attempt that nobody has taken over yet.
pub const FIRST_EPOCH: i64 = 1;

/// An attempt that the person has had in the contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAttempt {
    /// Key of the row.
    pub id: AttemptId,
    /// The round.
    pub round: RoundId,
    /// 1, 2, … within the round.
    pub ordinal: i64,
    /// The device's turn.
    pub epoch: i64,
    /// The device that holds the turn.
    pub device: Option<String>,
    /// Where it stands.
    pub state: AttemptState,
    /// When it began.
    pub started_at: Timestamp,
    /// When its time is up.
    pub deadline_at: Timestamp,
    /// When it was handed in.
    pub ended_at: Option<Timestamp>,
}

impl From<&Attempt> for PastAttempt {
    fn from(attempt: &Attempt) -> Self {
        Self {
            id: attempt.id,
            round: attempt.round,
            ordinal: attempt.ordinal,
            epoch: attempt.epoch,
            device: attempt.device.clone(),
            state: attempt.state,
            started_at: attempt.started_at,
            deadline_at: attempt.deadline_at,
            ended_at: attempt.outcome.as_ref().map(|o| o.submitted_at),
        }
    }
}

/// What starting leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartDecision {
    /// The running attempt goes on.
    Resume {
        /// The attempt.
        id: AttemptId,
        /// Its epoch from now on: the stored one for the device that holds the turn, one more for
        /// any other, which thereby takes over.
        epoch: i64,
    },
    /// A new attempt begins, of [`FIRST_EPOCH`].
    Begin {
        /// Its ordinal in the round.
        ordinal: i64,
        /// When its time is up.
        deadline_at: Timestamp,
    },
}

/// What staff gave a person beyond the rules of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extra {
    /// Time on top of the time limit.
    pub time: Millis,
    /// Attempts on top of those that are allowed.
    pub attempts: u32,
}

impl From<Millis> for Extra {
    fn from(time: Millis) -> Self {
        Self { time, attempts: 0 }
    }
}

/// Why no attempt can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StartRefusal {
    /// The round is not open.
    #[error("the round is not open")]
    NotOpen {
        /// When it opens next, as far as that is known.
        opens_at: Option<Timestamp>,
    },
    /// All attempts are used up.
    #[error("all {max} attempts are used up")]
    Limit {
        /// How many there are.
        max: u32,
        /// What they are counted over.
        per: AttemptScope,
    },
    /// The pause after the attempt before is not over.
    #[error("the next attempt may begin at {until}")]
    Cooldown {
        /// First instant at which it may.
        until: Timestamp,
    },
}

impl From<NotOpen> for StartRefusal {
    fn from(NotOpen { opens_at }: NotOpen) -> Self {
        Self::NotOpen { opens_at }
    }
}

/// Decides what starting an attempt of `round` at `now` leads to. `past` are all attempts of the
/// person in the contest, in any order, practice of other rounds left out; `extra` is what he has on
/// top of the time limit and of the allowed attempts.
///
/// A running attempt is taken up also after starts have ended, as long as it takes answers. Void
/// attempts use up their ordinal, as their paper was seen, but not the person's allowance. An attempt
/// whose time is up but which the clock has not handed in yet counts as ended at its deadline.
pub fn decide_start(
    round: &Round,
    past: &[PastAttempt],
    device: Option<&str>,
    extra: impl Into<Extra>,
    now: Timestamp,
) -> Result<StartDecision, StartRefusal> {
    let extra = extra.into();
    let here = || past.iter().filter(|attempt| attempt.round == round.id);
    let runs = |attempt: &&PastAttempt| {
        attempt.state == AttemptState::Active
            && Timeliness::at(now, attempt.deadline_at) != Timeliness::Closed
    };
    if let Some(running) = here().filter(runs).max_by_key(|attempt| attempt.ordinal)
        && !round.state.is_over()
    {
        let holds_the_turn = device.is_some() && running.device.as_deref() == device;
        return Ok(StartDecision::Resume {
            id: running.id,
            epoch: running.epoch + i64::from(!holds_the_turn),
        });
    }

    may_start(round, now)?;
    let rules = &round.rules.attempts;
    let counts = |attempt: &&PastAttempt| {
        attempt.state != AttemptState::Void
            && match rules.per {
                AttemptScope::Round => attempt.round == round.id,
                AttemptScope::Day => {
                    attempt.round == round.id
                        && attempt.started_at.vietnam_day() == now.vietnam_day()
                }
                AttemptScope::Contest => true,
            }
    };
    let used = past.iter().filter(counts).count();
    let allowed = rules.max as usize + extra.attempts as usize;
    if rules.max > 0 && used >= allowed {
        return Err(StartRefusal::Limit {
            max: rules.max.saturating_add(extra.attempts),
            per: rules.per,
        });
    }

    let valid = here().filter(|attempt| attempt.state != AttemptState::Void);
    let ended = valid
        .map(|attempt| attempt.ended_at.unwrap_or(attempt.deadline_at))
        .max();
    let pause = Millis::seconds(i64::from(rules.cooldown_s));
    if let Some(until) = ended.map(|ended| ended + pause)
        && rules.cooldown_s > 0
        && now < until
    {
        return Err(StartRefusal::Cooldown { until });
    }

    let allowance = Allowance {
        extra: extra.time,
        ..Allowance::of(round.rules.time_limit_s, round.rules.hard_end_at)
    };
    Ok(StartDecision::Begin {
        ordinal: here().map(|attempt| attempt.ordinal).max().unwrap_or(0) + 1,
        deadline_at: allowance.deadline(now),
    })
}

#[cfg(test)]
mod tests;
