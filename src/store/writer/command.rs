//! What people ask of the batch writer, and what they are told.

use crate::domain::{
    Answer, Attempt, AttemptId, AttemptState, Outcome, ParticipantId, Response, Round, RoundId,
    Slot, Timestamp,
};
use crate::store::{NewParticipant, Replay, Session, StoreError};
use smallvec::SmallVec;
use tokio::sync::oneshot;

/// An answer to be appended to the response log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResponse {
    /// Rises per attempt.
    pub seq: i64,
    /// Which question.
    pub slot: Slot,
    /// What was answered.
    pub answer: Answer,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is durable, since then; also if it was sent before with the same numbers and bytes.
    Saved {
        /// When it was committed first.
        saved_at: Timestamp,
    },
    /// A newer answer to the same question is stored.
    Stale {
        /// Epoch of the newer answer.
        epoch: i64,
        /// Sequence of the newer answer.
        seq: i64,
    },
    /// Another answer has the same numbers.
    Conflict,
    /// Another device has taken over.
    Superseded {
        /// The epoch in force.
        epoch: i64,
    },
    /// The attempt has ended.
    Closed {
        /// When it ended or had to end.
        deadline_at: Timestamp,
    },
    /// There is no such attempt.
    Missing,
}

/// What became of the answers of one command, in their order.
#[derive(Debug, Clone)]
pub struct Saves {
    /// One for each answer.
    pub outcomes: SmallVec<[SaveOutcome; 1]>,
    /// The instant by which they were judged.
    pub now: Timestamp,
    /// The deadline of the attempt, where it was looked at (always unless every answer was new).
    pub deadline_at: Option<Timestamp>,
}

/// Answers of one attempt, `seq` rising.
pub struct Save {
    /// The attempt.
    pub attempt: AttemptId,
    /// The epoch that the device believes to hold.
    pub epoch: i64,
    /// What to append.
    pub responses: SmallVec<[NewResponse; 1]>,
    /// Filled in by the lane.
    pub(in crate::store) saves: Option<Saves>,
    pub(super) reply: oneshot::Sender<Result<Saves, StoreError>>,
}

/// What the writer is asked to do.
pub(super) enum Command {
    Save(Save),
    Start(Box<dyn Starting>),
    Submit(Box<dyn Submitting>),
    Register(Box<dyn Registering>),
}

impl Command {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Save(_) => Kind::Save,
            Self::Start(_) => Kind::Start,
            Self::Submit(_) => Kind::Submit,
            Self::Register(_) => Kind::Register,
        }
    }
}

/// Kinds of commands; each waits in a queue of its own.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Save,
    Start,
    Submit,
    Register,
}

#[cfg(feature = "sabotage")]
impl Save {
    /// Answers before anything is written; what comes of the writing is told to nobody.
    pub(in crate::store) fn answer_now(&mut self, saves: Result<Saves, StoreError>) {
        let (nobody, _) = oneshot::channel();
        drop(std::mem::replace(&mut self.reply, nobody).send(saves));
    }
}

/// What a start does, decided while the person's attempts are locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartPlan {
    /// A new attempt.
    Insert(Box<Attempt>),
    /// A device takes the turn at a running attempt.
    TakeOver {
        /// The attempt.
        attempt: AttemptId,
        /// Its new epoch.
        epoch: i64,
        /// The device.
        device: Option<String>,
        /// Idempotency key of the request.
        start_key: Option<String>,
    },
    /// Nothing is written: refused, or running on the same device already.
    Nothing,
}

/// Someone who wants to start. The decision is made by rules that the store does not know.
pub trait Starting: Send {
    /// The round to start in, and whose attempts to look at.
    fn who(&self) -> (RoundId, ParticipantId);
    /// The mark of the network that a new attempt begins in; it is only written.
    fn network(&self) -> Option<&str> {
        None
    }
    /// Told instead of being asked, where staff took the person out of the contest: nothing is written.
    fn excluded(&mut self) {}
    /// Decides, given the round as it stands now (none if there is no such round) and all attempts
    /// of the person in the contest, oldest first. Asked anew where a transaction is tried again.
    fn plan(&mut self, round: Option<&Round>, attempts: &[Attempt], now: Timestamp) -> StartPlan;
    /// Told after the commit, or why there was none.
    fn done(self: Box<Self>, committed: Result<(), StoreError>);
}

/// What a submission does, decided while the attempt is locked and its log is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmitPlan {
    /// The attempt ends with this outcome.
    Close {
        /// [`AttemptState::Submitted`] or [`AttemptState::Expired`].
        state: AttemptState,
        /// What handing in made of it.
        outcome: Box<Outcome>,
    },
    /// Nothing is written: refused, or handed in already.
    Nothing,
}

/// An attempt that is to be handed in. Marking is done by rules that the store does not know.
pub trait Submitting: Send {
    /// The attempt.
    fn attempt(&self) -> AttemptId;
    /// Decides, given the attempt (none if there is no such attempt) and its whole response log.
    /// Asked anew where a transaction is tried again.
    fn plan(&mut self, attempt: Option<&Attempt>, log: &[Response], now: Timestamp) -> SubmitPlan;
    /// Told after the commit, or why there was none.
    fn done(self: Box<Self>, committed: Result<(), StoreError>);
}

/// What is written together with a person who registers.
#[derive(Debug, Clone)]
pub struct Admission {
    /// He is signed in at once.
    pub session: Session,
    /// The reply, kept for the same request if it comes again.
    pub replay: Option<Replay>,
}

/// Someone who registers.
pub trait Registering: Send {
    /// The person; the store gives the number.
    fn person(&self) -> &NewParticipant;
    /// Told the number that he gets if the transaction is committed. Told another where it is tried
    /// again, and never told one where his identity is registered in the contest already.
    fn admit(&mut self, number: i64) -> Admission;
    /// Told after the commit whether he was admitted, or why there was no commit.
    fn done(self: Box<Self>, admitted: Result<bool, StoreError>);
}
