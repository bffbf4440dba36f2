//! The batch writer: one task through which saves, starts and submissions reach the store.
//!
//! It takes what has gathered while its last commit ran, writes that in one transaction, and only
//! then answers everybody. It never waits for more to come: a fixed wait of 2 ms costs seven eighths
//! of the rate (performance.md 2.1). A command belongs to the writer, not to the request that sent
//! it, so a phone that hangs up cancels nothing.

use super::StoreError;
use crate::domain::{
    Answer, Attempt, AttemptId, AttemptState, Outcome, ParticipantId, Response, Round, RoundId,
    Slot, Timestamp,
};
use async_trait::async_trait;
use smallvec::SmallVec;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Greatest number of commands in a transaction.
const BATCH: usize = 512;
/// Commands that may wait. Beyond it a command is refused at once instead of growing the queue.
const QUEUE: usize = 16_384;

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
    pub(super) saves: Option<Saves>,
    reply: oneshot::Sender<Result<Saves, StoreError>>,
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
    /// Decides, given the round as it stands now (none if there is no such round) and all attempts
    /// of the person in the contest, oldest first.
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
    fn plan(&mut self, attempt: Option<&Attempt>, log: &[Response], now: Timestamp) -> SubmitPlan;
    /// Told after the commit, or why there was none.
    fn done(self: Box<Self>, committed: Result<(), StoreError>);
}

/// What has gathered, by kind. Within an attempt the order of arrival holds: saves are written
/// before submissions, and a save that came with an older number than one in the same batch waits
/// for the next.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) saves: Vec<Save>,
    pub(super) starts: Vec<Box<dyn Starting>>,
    pub(super) submissions: Vec<Box<dyn Submitting>>,
}

impl Batch {
    fn len(&self) -> usize {
        self.saves.len() + self.starts.len() + self.submissions.len()
    }

    /// Tells everybody. Nobody listens any more where the phone hung up; the row stays all the same.
    fn settle(self, committed: &Result<(), StoreError>) {
        let again = || match committed {
            Ok(()) => Ok(()),
            Err(error) => Err(same_error(error)),
        };
        for save in self.saves {
            let saves = again().and_then(|()| {
                save.saves
                    .ok_or_else(|| StoreError::Other("a save without an outcome".into()))
            });
            drop(save.reply.send(saves));
        }
        for start in self.starts {
            start.done(again());
        }
        for submission in self.submissions {
            submission.done(again());
        }
    }
}

fn same_error(error: &StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
        StoreError::Full(why) => StoreError::Full(why.clone()),
        // A conflict inside a batch is a race with another node: trying again settles it.
        StoreError::Conflict => StoreError::Unavailable("written by another node at once".into()),
        other => StoreError::Other(other.to_string()),
    }
}

/// The backend's side: writes a whole batch in one transaction.
#[async_trait]
pub(super) trait Lane: Send {
    /// Writes and commits, and leaves an outcome in every save.
    async fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError>;
}

enum Command {
    Save(Save),
    Start(Box<dyn Starting>),
    Submit(Box<dyn Submitting>),
}

/// Hands commands to the writer task.
#[derive(Clone)]
pub struct BatchWriter {
    commands: mpsc::Sender<Command>,
}

impl BatchWriter {
    pub(super) fn spawn(lane: impl Lane + 'static) -> (Self, JoinHandle<()>) {
        let (commands, receiver) = mpsc::channel(QUEUE);
        (Self { commands }, tokio::spawn(run(lane, receiver)))
    }

    /// Appends answers of one attempt, whose `seq` must rise, and waits until they are durable.
    pub async fn save(
        &self,
        attempt: AttemptId,
        epoch: i64,
        responses: SmallVec<[NewResponse; 1]>,
    ) -> Result<Saves, StoreError> {
        debug_assert!(responses.is_sorted_by(|a, b| a.seq < b.seq));
        let (reply, answer) = oneshot::channel();
        self.send(Command::Save(Save {
            attempt,
            epoch,
            responses,
            saves: None,
            reply,
        }))?;
        answer.await.map_err(|_| gone())?
    }

    /// Hands over a start; its `done` is called once it is durable or refused.
    pub fn start(&self, start: Box<dyn Starting>) -> Result<(), StoreError> {
        self.send(Command::Start(start))
    }

    /// Hands over a submission; its `done` is called once it is durable or refused.
    pub fn submit(&self, submission: Box<dyn Submitting>) -> Result<(), StoreError> {
        self.send(Command::Submit(submission))
    }

    /// Commands that wait.
    pub fn depth(&self) -> usize {
        QUEUE - self.commands.capacity()
    }

    fn send(&self, command: Command) -> Result<(), StoreError> {
        self.commands
            .try_send(command)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => {
                    StoreError::Unavailable("more is waiting than can be written soon".into())
                }
                mpsc::error::TrySendError::Closed(_) => gone(),
            })
    }
}

fn gone() -> StoreError {
    StoreError::Unavailable("the writer has ended".into())
}

async fn run(mut lane: impl Lane, mut receiver: mpsc::Receiver<Command>) {
    let mut gathered = Vec::with_capacity(BATCH);
    let mut waiting = Vec::new();
    loop {
        if waiting.is_empty() && receiver.recv_many(&mut gathered, BATCH).await == 0 {
            return;
        }
        waiting.append(&mut gathered);
        let (mut batch, later) = gather(waiting);
        waiting = later;
        metrics::histogram!("thiluat_batch_commands")
            .record(f64::from(u32::try_from(batch.len()).unwrap_or(u32::MAX)));
        let committed = lane.write(&mut batch).await;
        if let Err(error) = &committed {
            tracing::error!(error = %error, commands = batch.len(), "a batch was not written");
        }
        batch.settle(&committed);
    }
}

/// Sorts commands by kind. A save whose numbers do not lie above those of an earlier save of the
/// same attempt is put off, so that the saving statement sees that earlier one in the log.
fn gather(commands: Vec<Command>) -> (Batch, Vec<Command>) {
    let mut batch = Batch::default();
    let mut later = Vec::new();
    let mut newest: HashMap<AttemptId, (i64, i64)> = HashMap::new();
    for command in commands {
        match command {
            Command::Save(save) => {
                let first = save.responses.first().map_or(0, |r| r.seq);
                let last = save.responses.last().map_or(0, |r| r.seq);
                match newest.entry(save.attempt) {
                    Entry::Occupied(seen)
                        if seen.get().0 != save.epoch || seen.get().1 >= first =>
                    {
                        later.push(Command::Save(save));
                        continue;
                    }
                    Entry::Occupied(mut seen) => {
                        seen.insert((save.epoch, last));
                    }
                    Entry::Vacant(place) => {
                        place.insert((save.epoch, last));
                    }
                }
                batch.saves.push(save);
            }
            Command::Start(start) => batch.starts.push(start),
            Command::Submit(submission) => batch.submissions.push(submission),
        }
    }
    (batch, later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use smallvec::smallvec;

    fn save(attempt: u8, epoch: i64, seq: i64) -> Command {
        let (reply, _) = oneshot::channel();
        Command::Save(Save {
            attempt: AttemptId(uuid::Uuid::from_bytes([attempt; 16])),
            epoch,
            responses: smallvec![NewResponse {
                seq,
                slot: Slot(1),
                answer: Answer::Number(seq)
            }],
            saves: None,
            reply,
        })
    }

    #[test]
    fn rising_saves_of_an_attempt_share_a_batch_and_older_ones_wait() {
        let (batch, later) = gather(vec![
            save(1, 1, 5),
            save(1, 1, 6),
            save(1, 1, 6),
            save(2, 1, 1),
            save(1, 2, 7),
        ]);
        assert_eq!(batch.saves.len(), 3);
        assert_eq!(later.len(), 2);
        let (batch, later) = gather(later);
        assert_eq!((batch.saves.len(), later.len()), (1, 1));
    }
}
