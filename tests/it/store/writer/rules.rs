//! Simple rules in the place of the engine's: who may start, and what handing in makes.

use crate::store::world::{attempt, outcome};
use thiluat::domain::{
    Attempt, AttemptId, AttemptState, Outcome, ParticipantId, Response, Round, RoundId, Timestamp,
};
use thiluat::store::writer::{Admission, Registering, StartPlan, Starting, SubmitPlan, Submitting};
use thiluat::store::{NewParticipant, Replay, Session, StoreError};
use tokio::sync::oneshot;

type Told<T> = oneshot::Receiver<Result<T, StoreError>>;

/// Begins exactly this attempt, whatever there is already.
pub struct Begin {
    attempt: Attempt,
    tell: oneshot::Sender<Result<(), StoreError>>,
}

impl Begin {
    pub fn new(attempt: Attempt) -> (Self, Told<()>) {
        let (tell, told) = oneshot::channel();
        (Self { attempt, tell }, told)
    }
}

impl Starting for Begin {
    fn who(&self) -> (RoundId, ParticipantId) {
        (self.attempt.round, self.attempt.participant)
    }

    fn plan(&mut self, _: Option<&Round>, _: &[Attempt], _: Timestamp) -> StartPlan {
        StartPlan::Insert(Box::new(self.attempt.clone()))
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        drop(self.tell.send(committed));
    }
}

/// What became of somebody who took his turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The attempt that runs, none if there is no such round.
    pub attempt: Option<Attempt>,
    /// Whether it was begun by this command.
    pub is_new: bool,
}

/// One attempt a person: a first command begins it, the same device goes on, another takes over.
pub struct TakeTurn {
    round: RoundId,
    participant: ParticipantId,
    /// Number of the attempt, if it comes to a new one.
    number: u32,
    device: String,
    started: Started,
    tell: oneshot::Sender<Result<Started, StoreError>>,
}

impl TakeTurn {
    pub fn new(
        round: RoundId,
        participant: ParticipantId,
        number: u32,
        device: &str,
    ) -> (Self, Told<Started>) {
        let (tell, told) = oneshot::channel();
        let turn = Self {
            round,
            participant,
            number,
            device: device.to_owned(),
            started: Started {
                attempt: None,
                is_new: false,
            },
            tell,
        };
        (turn, told)
    }
}

impl Starting for TakeTurn {
    fn who(&self) -> (RoundId, ParticipantId) {
        (self.round, self.participant)
    }

    fn plan(&mut self, round: Option<&Round>, attempts: &[Attempt], now: Timestamp) -> StartPlan {
        let Some(round) = round else {
            return StartPlan::Nothing;
        };
        let Some(running) = attempts.iter().find(|attempt| attempt.round == round.id) else {
            let mut new = attempt(self.number, round.id, self.participant, now);
            new.device = Some(self.device.clone());
            self.started = Started {
                attempt: Some(new.clone()),
                is_new: true,
            };
            return StartPlan::Insert(Box::new(new));
        };
        let mut running = running.clone();
        let is_same = running.device.as_ref() == Some(&self.device);
        let goes_on = running.state != AttemptState::Active || is_same;
        if !goes_on {
            running.epoch += 1;
            running.device = Some(self.device.clone());
        }
        let plan = StartPlan::TakeOver {
            attempt: running.id,
            epoch: running.epoch,
            device: running.device.clone(),
            start_key: None,
        };
        self.started = Started {
            attempt: Some(running),
            is_new: false,
        };
        if goes_on { StartPlan::Nothing } else { plan }
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        let Self { started, tell, .. } = *self;
        drop(tell.send(committed.map(|()| started)));
    }
}

/// Ends exactly this attempt with exactly this outcome.
pub struct Close {
    attempt: AttemptId,
    state: AttemptState,
    outcome: Outcome,
    tell: oneshot::Sender<Result<(), StoreError>>,
}

impl Close {
    pub fn new(attempt: AttemptId, state: AttemptState, outcome: Outcome) -> (Self, Told<()>) {
        let (tell, told) = oneshot::channel();
        let close = Self {
            attempt,
            state,
            outcome,
            tell,
        };
        (close, told)
    }
}

impl Submitting for Close {
    fn attempt(&self) -> AttemptId {
        self.attempt
    }

    fn plan(&mut self, _: Option<&Attempt>, _: &[Response], _: Timestamp) -> SubmitPlan {
        SubmitPlan::Close {
            state: self.state,
            outcome: Box::new(self.outcome.clone()),
        }
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        drop(self.tell.send(committed));
    }
}

/// What handing in found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Whether this command ended the attempt.
    pub ended_it: bool,
    /// The attempt as it was, none if there is no such attempt.
    pub attempt: Option<Attempt>,
    /// Epoch and sequence of every answer that marking saw.
    pub log: Vec<(i64, i64)>,
}

/// Hands in once: the mark is the number of answers in the log.
pub struct HandIn {
    attempt: AttemptId,
    seen: Seen,
    tell: oneshot::Sender<Result<Seen, StoreError>>,
}

impl HandIn {
    pub fn new(attempt: AttemptId) -> (Self, Told<Seen>) {
        let (tell, told) = oneshot::channel();
        let seen = Seen {
            ended_it: false,
            attempt: None,
            log: Vec::new(),
        };
        let hand_in = Self {
            attempt,
            seen,
            tell,
        };
        (hand_in, told)
    }
}

impl Submitting for HandIn {
    fn attempt(&self) -> AttemptId {
        self.attempt
    }

    fn plan(&mut self, attempt: Option<&Attempt>, log: &[Response], now: Timestamp) -> SubmitPlan {
        let active = attempt.is_some_and(|attempt| attempt.state == AttemptState::Active);
        self.seen = Seen {
            ended_it: active,
            attempt: attempt.cloned(),
            log: log.iter().map(|row| (row.epoch, row.seq)).collect(),
        };
        if !active {
            return SubmitPlan::Nothing;
        }
        let marks = i64::try_from(log.len()).unwrap();
        SubmitPlan::Close {
            state: AttemptState::Submitted,
            outcome: Box::new(outcome(self.attempt, marks, now)),
        }
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        let Self { seen, tell, .. } = *self;
        drop(tell.send(committed.map(|()| seen)));
    }
}

/// What a start was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub round: Option<Round>,
    pub attempts: Vec<Attempt>,
    pub now: Option<Timestamp>,
}

/// Looks, and starts nothing.
pub struct Looks {
    who: (RoundId, ParticipantId),
    shown: Shown,
    tell: oneshot::Sender<Result<Shown, StoreError>>,
}

impl Looks {
    pub fn new(round: RoundId, participant: ParticipantId) -> (Self, Told<Shown>) {
        let (tell, told) = oneshot::channel();
        let shown = Shown {
            round: None,
            attempts: Vec::new(),
            now: None,
        };
        let who = (round, participant);
        (Self { who, shown, tell }, told)
    }
}

impl Starting for Looks {
    fn who(&self) -> (RoundId, ParticipantId) {
        self.who
    }

    fn plan(&mut self, round: Option<&Round>, attempts: &[Attempt], now: Timestamp) -> StartPlan {
        self.shown = Shown {
            round: round.cloned(),
            attempts: attempts.to_vec(),
            now: Some(now),
        };
        StartPlan::Nothing
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        let Self { shown, tell, .. } = *self;
        drop(tell.send(committed.map(|()| shown)));
    }
}

/// Breaks its promise not to panic.
pub struct Breaks {
    pub attempt: AttemptId,
    pub participant: ParticipantId,
    pub tell: Option<oneshot::Sender<Result<(), StoreError>>>,
    /// Whether it breaks when it is told, rather than when it plans.
    pub when_told: bool,
}

impl Starting for Breaks {
    fn who(&self) -> (RoundId, ParticipantId) {
        (crate::store::world::round_id(1), self.participant)
    }

    fn plan(&mut self, _: Option<&Round>, _: &[Attempt], _: Timestamp) -> StartPlan {
        assert!(self.when_told, "a rule that breaks while it plans");
        StartPlan::Nothing
    }

    fn done(mut self: Box<Self>, committed: Result<(), StoreError>) {
        if let Some(tell) = self.tell.take() {
            drop(tell.send(committed));
        }
        assert!(!self.when_told, "a rule that breaks while it is told");
    }
}

impl Submitting for Breaks {
    fn attempt(&self) -> AttemptId {
        self.attempt
    }

    fn plan(&mut self, _: Option<&Attempt>, _: &[Response], _: Timestamp) -> SubmitPlan {
        assert!(self.when_told, "a rule that breaks while it marks");
        SubmitPlan::Nothing
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        Starting::done(self, committed);
    }
}

/// Registers a person, with a session and a kept reply that follow from his number.
pub struct Register {
    person: NewParticipant,
    session: [u8; 32],
    number: Option<i64>,
    tell: oneshot::Sender<Result<Option<i64>, StoreError>>,
}

impl Register {
    pub fn new(person: NewParticipant, session: [u8; 32]) -> (Self, Told<Option<i64>>) {
        let (tell, told) = oneshot::channel();
        let register = Self {
            person,
            session,
            number: None,
            tell,
        };
        (register, told)
    }
}

impl Registering for Register {
    fn person(&self) -> &NewParticipant {
        &self.person
    }

    fn admit(&mut self, number: i64) -> Admission {
        self.number = Some(number);
        let person = &self.person.participant;
        Admission {
            session: Session {
                token_hash: self.session,
                participant: person.id,
                contest: person.contest,
                expires_at: person.created_at,
            },
            replay: Some(Replay {
                key: self.session,
                body: self.person.identity,
                reply: number.to_string().into_bytes(),
                at: person.created_at,
            }),
        }
    }

    fn done(self: Box<Self>, admitted: Result<bool, StoreError>) {
        drop(self.tell.send(admitted.map(|admitted| {
            assert_eq!(self.number.is_some(), admitted);
            self.number
        })));
    }
}
