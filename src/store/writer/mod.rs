//! The batch writer: one thread through which saves, starts, submissions and registrations reach the
//! store.
//!
//! It takes what has gathered while its last commit ran, saves first, the rest after them, writes it
//! in one transaction, and only then answers everybody. It never waits for more to come: a fixed wait of 2 ms costs seven eighths
//! of the rate (docs/adr/0004-batch-writer.md). A command belongs to the writer, not to the request
//! that sent it, so a phone that hangs up cancels nothing.
//!
//! Every command can be written twice without harm: a save that is stored already is the same save,
//! a start finds its attempt running, a submission finds its attempt handed in, a registration finds
//! its person there. So a transaction whose end is unknown is tried again, and a batch that the database refuses is written command by
//! command, so that one bad command fails alone.

mod batch;
mod command;
mod depths;
mod waiting;

pub(super) use batch::{Batch, Registration};
pub use command::{
    Admission, NewResponse, Registering, Save, SaveOutcome, Saves, StartPlan, Starting, SubmitPlan,
    Submitting,
};

use super::StoreError;
use crate::domain::AttemptId;
use async_trait::async_trait;
use command::Command;
use depths::Depths;
use futures_util::FutureExt;
use smallvec::SmallVec;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use waiting::Waiting;

/// The backend's side: writes a whole batch in one transaction.
#[async_trait]
pub(super) trait Lane: Send {
    /// Writes and commits, and leaves an outcome in every save.
    async fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError>;

    /// Puts the store in order while nothing waits; takes a few milliseconds at most.
    async fn tidy(&mut self) -> Result<(), StoreError>;

    /// How long a batch may take before the store counts as out of reach.
    fn patience(&self) -> Option<Duration>;

    /// Closes its connection.
    async fn close(&mut self);
}

/// Hands commands to the writer.
#[derive(Clone)]
pub struct BatchWriter {
    commands: mpsc::UnboundedSender<Command>,
    depths: Arc<Depths>,
    ending: mpsc::Sender<oneshot::Sender<()>>,
}

impl BatchWriter {
    pub(super) fn spawn(lane: impl Lane + 'static) -> Self {
        // Bounded by the depths, for each kind.
        let (commands, received) = mpsc::unbounded_channel();
        let depths = Arc::<Depths>::default();
        let taken = Arc::clone(&depths);
        let (ending, end) = mpsc::channel(1);
        // A thread of its own: among the tasks of requests it would wait its turn at every commit.
        std::thread::Builder::new()
            .name("batch-writer".into())
            .spawn(move || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime needs no more than a few descriptors")
                    .block_on(run(lane, received, taken, end));
            })
            .expect("a thread can be begun at start-up");
        Self {
            commands,
            depths,
            ending,
        }
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

    /// Hands over a registration; its `done` is called once it is durable or refused.
    pub fn register(&self, registration: Box<dyn Registering>) -> Result<(), StoreError> {
        self.send(Command::Register(registration))
    }

    /// Commands that wait.
    pub fn depth(&self) -> usize {
        self.depths.sum()
    }

    /// Takes no more commands, and returns when all that were taken are written.
    pub async fn end(&self) {
        let (reply, ended) = oneshot::channel();
        if self.ending.send(reply).await.is_ok() {
            drop(ended.await);
        }
    }

    fn send(&self, command: Command) -> Result<(), StoreError> {
        let kind = command.kind();
        if !self.depths.enter(kind) {
            return Err(StoreError::Unavailable(
                "more is waiting than can be written soon".into(),
            ));
        }
        self.commands.send(command).map_err(|_| {
            self.depths.leave(kind, 1);
            gone()
        })
    }
}

fn gone() -> StoreError {
    StoreError::Unavailable("the writer has ended".into())
}

async fn run(
    mut lane: impl Lane,
    mut received: mpsc::UnboundedReceiver<Command>,
    depths: Arc<Depths>,
    mut ending: mpsc::Receiver<oneshot::Sender<()>>,
) {
    let mut waiting = Waiting::default();
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
                command = received.recv() => match command {
                    Some(command) => waiting.push(command),
                    None => break,
                },
            }
        }
        for take in [
            Waiting::saves,
            Waiting::starts_and_submissions,
            Waiting::registrations,
        ] {
            while let Ok(command) = received.try_recv() {
                waiting.push(command);
            }
            let batch = take(&mut waiting);
            if batch.len() > 0 {
                depths.taken(&batch);
                if let Some(reason) = write(&mut lane, batch).await {
                    // What came meanwhile would wait as long for the same answer.
                    let all = waiting.everything();
                    depths.taken(&all);
                    all.settle(&Err(StoreError::Unavailable(reason)));
                }
            }
        }
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
    lane.close().await;
    for end in ends {
        // Whoever asked may have gone away.
        let _ = end.send(());
    }
}

/// Writes a batch and tells everybody what became of it. Gives the reason if the store is out of
/// reach.
async fn write(lane: &mut impl Lane, mut batch: Batch) -> Option<String> {
    #[cfg(feature = "sabotage")]
    super::sabotage::acknowledge_unwritten(&mut batch);
    let commands = batch.len();
    metrics::histogram!("thiluat_batch_commands")
        .record(f64::from(u32::try_from(commands).unwrap_or(u32::MAX)));
    let mut committed = attempt(lane, &mut batch).await;
    if let Err(StoreError::Unavailable(reason)) = &committed {
        tracing::warn!(reason, commands, "a batch is tried again");
        committed = attempt(lane, &mut batch).await;
    }
    let mut away = None;
    match &committed {
        Err(StoreError::Unavailable(reason)) => {
            tracing::error!(reason, commands, "a batch was not written");
            away = Some(reason.clone());
        }
        Err(StoreError::Full(reason)) => {
            tracing::error!(
                reason,
                commands,
                "a batch was not written, there is no room"
            );
        }
        Err(error) if commands > 1 => {
            tracing::error!(%error, commands, "a batch was refused and is written singly");
            for mut single in batch.singly() {
                let committed = attempt(lane, &mut single).await;
                single.settle(&committed);
            }
            return None;
        }
        Err(error) => tracing::error!(%error, "a command was refused by the database"),
        Ok(()) => {}
    }
    batch.settle(&committed);
    away
}

/// One transaction. A rule that panics inside it undoes it, and nothing else.
async fn attempt(lane: &mut impl Lane, batch: &mut Batch) -> Result<(), StoreError> {
    let patience = lane.patience();
    let writing = AssertUnwindSafe(lane.write(batch)).catch_unwind();
    let written = match patience {
        // Dropped halfway, the connection goes with it, and the database undoes what it was not told
        // to commit. If it was, the next try finds everything written.
        Some(patience) => tokio::time::timeout(patience, writing).await,
        None => Ok(writing.await),
    };
    match written {
        Ok(Ok(committed)) => committed,
        Ok(Err(_)) => Err(StoreError::Other("a rule panicked".into())),
        Err(_) => Err(StoreError::Unavailable(
            "the database did not answer in time".into(),
        )),
    }
}
