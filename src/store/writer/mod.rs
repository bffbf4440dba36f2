//! The batch writer: one thread through which saves, starts and submissions reach the store.
//!
//! It takes what has gathered while its last commit ran, writes that in one transaction, and only
//! then answers everybody. It never waits for more to come: a fixed wait of 2 ms costs seven eighths
//! of the rate (docs/adr/0004-batch-writer.md). A command belongs to the writer, not to the request
//! that sent it, so a phone that hangs up cancels nothing.
//!
//! Every command can be written twice without harm: a save that is stored already is the same save,
//! a start finds its attempt running, a submission finds its attempt handed in. So a transaction
//! whose end is unknown is tried again, and a batch that the database refuses is written command by
//! command, so that one bad command fails alone.

mod batch;
mod command;

pub(super) use batch::Batch;
pub use command::{
    NewResponse, Save, SaveOutcome, Saves, StartPlan, Starting, SubmitPlan, Submitting,
};

use super::StoreError;
use crate::domain::AttemptId;
use async_trait::async_trait;
use batch::gather;
use futures_util::FutureExt;
use smallvec::SmallVec;
use std::panic::AssertUnwindSafe;
use tokio::sync::{mpsc, oneshot};

/// Greatest number of commands in a transaction.
const BATCH: usize = 512;
/// Commands that may wait. Beyond it a command is refused at once instead of growing the queue.
const QUEUE: usize = 16_384;

/// The backend's side: writes a whole batch in one transaction.
#[async_trait]
pub(super) trait Lane: Send {
    /// Writes and commits, and leaves an outcome in every save.
    async fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError>;

    /// Puts the store in order while nothing waits; takes a few milliseconds at most.
    async fn tidy(&mut self) -> Result<(), StoreError>;
}

enum Command {
    Save(Save),
    Start(Box<dyn Starting>),
    Submit(Box<dyn Submitting>),
}

/// Hands commands to the writer.
#[derive(Clone)]
pub struct BatchWriter {
    commands: mpsc::Sender<Command>,
    ending: mpsc::Sender<oneshot::Sender<()>>,
}

impl BatchWriter {
    pub(super) fn spawn(lane: impl Lane + 'static) -> Self {
        let (commands, received) = mpsc::channel(QUEUE);
        let (ending, end) = mpsc::channel(1);
        // A thread of its own: among the tasks of requests it would wait its turn at every commit.
        std::thread::Builder::new()
            .name("batch-writer".into())
            .spawn(move || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime needs no more than a few descriptors")
                    .block_on(run(lane, received, end));
            })
            .expect("a thread can be begun at start-up");
        Self { commands, ending }
    }

    /// Appends answers of one attempt and waits until they are durable. Their `seq` must rise, or
    /// nothing is written.
    pub async fn save(
        &self,
        attempt: AttemptId,
        epoch: i64,
        responses: SmallVec<[NewResponse; 1]>,
    ) -> Result<Saves, StoreError> {
        if !responses.is_sorted_by(|a, b| a.seq < b.seq) {
            return Err(StoreError::Other(
                "answers of one save with numbers that do not rise".into(),
            ));
        }
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

    /// Takes no more commands, and returns when all that were taken are written.
    pub async fn end(&self) {
        let (reply, ended) = oneshot::channel();
        if self.ending.send(reply).await.is_ok() {
            drop(ended.await);
        }
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

async fn run(
    mut lane: impl Lane,
    mut received: mpsc::Receiver<Command>,
    mut ending: mpsc::Receiver<oneshot::Sender<()>>,
) {
    let mut waiting = Vec::with_capacity(BATCH);
    let mut ends = Vec::new();
    loop {
        if waiting.is_empty() {
            tokio::select! {
                biased;
                end = ending.recv(), if !ending.is_closed() => {
                    ends.extend(end);
                    received.close();
                    ending.close();
                    continue;
                }
                count = received.recv_many(&mut waiting, BATCH) => if count == 0 { break },
            }
        } else {
            // Beside what was put off there is room for what has come since.
            while waiting.len() < BATCH
                && let Ok(command) = received.try_recv()
            {
                waiting.push(command);
            }
        }
        let (batch, later) = gather(std::mem::take(&mut waiting));
        waiting = later;
        write(&mut lane, batch).await;
        if waiting.is_empty()
            && received.is_empty()
            && let Err(error) = lane.tidy().await
        {
            tracing::warn!(%error, "the store was not put in order");
        }
    }
    while let Ok(end) = ending.try_recv() {
        ends.push(end);
    }
    // The lane goes first, and with it its connection.
    drop(lane);
    for end in ends {
        // Whoever asked may have gone away.
        let _ = end.send(());
    }
}

/// Writes a batch and tells everybody what became of it.
async fn write(lane: &mut impl Lane, mut batch: Batch) {
    let commands = batch.len();
    metrics::histogram!("thiluat_batch_commands")
        .record(f64::from(u32::try_from(commands).unwrap_or(u32::MAX)));
    let mut committed = attempt(lane, &mut batch).await;
    if let Err(StoreError::Unavailable(reason)) = &committed {
        tracing::warn!(reason, commands, "a batch is tried again");
        committed = attempt(lane, &mut batch).await;
    }
    match &committed {
        Err(StoreError::Unavailable(_) | StoreError::Full(_)) => {
            tracing::error!(error = ?committed, commands, "a batch was not written");
        }
        Err(error) if commands > 1 => {
            tracing::error!(%error, commands, "a batch was refused and is written singly");
            for mut single in batch.singly() {
                let committed = attempt(lane, &mut single).await;
                single.settle(&committed);
            }
            return;
        }
        Err(error) => tracing::error!(%error, "a command was refused by the database"),
        Ok(()) => {}
    }
    batch.settle(&committed);
}

/// One transaction. A rule that panics inside it undoes it, and nothing else.
async fn attempt(lane: &mut impl Lane, batch: &mut Batch) -> Result<(), StoreError> {
    match AssertUnwindSafe(lane.write(batch)).catch_unwind().await {
        Ok(committed) => committed,
        Err(_) => Err(StoreError::Other("a rule panicked".into())),
    }
}
