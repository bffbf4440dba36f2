//! The side of the platform: a child for each file, a few at a time.

use super::message::{Order, Picture, Reply, Wanted};
use crate::app::imports::OwnField;
use crate::app::imports::{FileRead, FileToRead, QuestionFiles, ReadFault};
use crate::domain::{RosterFile, UnitFile};
use crate::exchange::OwnColumn;
use async_trait::async_trait;
use dashmap::DashSet;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Children at a time: reading is for a few members of staff, saving answers for a province.
const AT_A_TIME: usize = 2;
/// How long a file waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a child may take altogether; its processor time is limited by itself.
const LONGEST: Duration = Duration::from_secs(30);
/// Tells the child's allocator (`main.rs`) to take memory as it is asked for. Otherwise it reserves a GiB at its start,
/// which is more address space than the child is then allowed, and in a few of a hundred readings the next page
/// is refused: a sound file counts as damaged or as too much.
const NOTHING_AHEAD: (&str, &str) = ("MIMALLOC_DISALLOW_ARENA_ALLOC", "1");
/// Most that a child may say, in bytes: fifty MiB of pictures as base64 beside their questions.
const MOST: u64 = 200 << 20;

/// Reads question files in processes of their own.
pub struct Apart {
    program: PathBuf,
    turns: Semaphore,
}

impl Apart {
    /// `program` is this program: the child is the same one with another command.
    pub fn new(program: PathBuf) -> Self {
        Self {
            program,
            turns: Semaphore::new(AT_A_TIME),
        }
    }

    /// A turn to read, of the few there are at a time.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, ReadFault> {
        match timeout(PATIENCE, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(ReadFault::Busy),
        }
    }

    async fn ask(&self, file: FileToRead, wanted: Wanted) -> Result<Reply, ReadFault> {
        let _turn = self.turn().await?;
        let mut child = Command::new(&self.program)
            .arg("read-questions")
            .env_clear()
            .env(NOTHING_AHEAD.0, NOTHING_AHEAD.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| ReadFault::Failed(error.to_string()))?;
        match timeout(LONGEST, talk(&mut child, file, wanted)).await {
            Ok(Ok(Reply::Refused { code, detail, at })) => {
                Err(ReadFault::Refused(lasting(&code), detail, at))
            }
            Ok(told) => told,
            Err(_) => Err(ReadFault::OverLimits),
        }
    }
}

/// Hands the files over and takes the answer.
async fn talk(child: &mut Child, file: FileToRead, wanted: Wanted) -> Result<Reply, ReadFault> {
    let failed = |what: &str| ReadFault::Failed(what.to_owned());
    let mut input = child.stdin.take().ok_or_else(|| failed("no input"))?;
    let output = child.stdout.take().ok_or_else(|| failed("no output"))?;
    let (key_name, key) = file.key.unzip();
    let order = Order {
        wanted,
        name: file.name,
        len: file.bytes.len(),
        format: file.format,
        key_name,
        key_len: key.as_ref().map_or(0, bytes::Bytes::len),
    };
    let mut line = serde_json::to_vec(&order).map_err(|_| failed("no order"))?;
    line.push(b'\n');
    let give = async move {
        // A child that ended early says so by what it does not answer.
        for part in [
            &line[..],
            &file.bytes[..],
            key.as_deref().unwrap_or_default(),
        ] {
            if input.write_all(part).await.is_err() {
                return;
            }
        }
        drop(input.shutdown().await);
    };
    let take = async move {
        let mut said = Vec::new();
        let read = output.take(MOST + 1).read_to_end(&mut said).await;
        read.map(|_| said)
    };
    let ((), said) = tokio::join!(give, take);
    let said = said.map_err(|error| ReadFault::Failed(error.to_string()))?;
    let status = child.wait().await;
    let status = status.map_err(|error| ReadFault::Failed(error.to_string()))?;
    if !status.success() || said.len() as u64 > MOST {
        // Out of memory, out of time, or a fault in a parser: of the file in any case.
        tracing::warn!(%status, said = said.len(), "a question file was too much for its reader");
        return Err(ReadFault::OverLimits);
    }
    serde_json::from_slice(&said).map_err(|error| ReadFault::Failed(error.to_string()))
}

#[async_trait]
impl QuestionFiles for Apart {
    async fn read(&self, file: FileToRead) -> Result<FileRead, ReadFault> {
        match self.ask(file, Wanted::Questions).await? {
            Reply::Read(told) => Ok(FileRead {
                format: told.format,
                code: told.code,
                title: told.title,
                items: told.items,
                remarks: told.remarks,
                media: told.media.into_iter().filter_map(Picture::medium).collect(),
            }),
            other => Err(beside_the_point(&other)),
        }
    }

    async fn read_units(&self, file: FileToRead) -> Result<UnitFile, ReadFault> {
        match self.ask(file, Wanted::Units).await? {
            Reply::Units(units) => Ok(units),
            other => Err(beside_the_point(&other)),
        }
    }

    async fn read_roster(
        &self,
        file: FileToRead,
        own: Vec<OwnField>,
    ) -> Result<RosterFile, ReadFault> {
        let own = own.into_iter().map(|field| OwnColumn {
            key: field.key,
            label: field.label,
        });
        match self.ask(file, Wanted::Roster(own.collect())).await? {
            Reply::Roster(people) => Ok(people),
            other => Err(beside_the_point(&other)),
        }
    }
}

/// A child that answers another question than it was asked is none of ours.
fn beside_the_point(reply: &Reply) -> ReadFault {
    let kind = match reply {
        Reply::Read(_) => "questions",
        Reply::Units(_) => "units",
        Reply::Roster(_) => "people",
        Reply::Refused { .. } => "a refusal",
    };
    ReadFault::Failed(format!("the reader answered with {kind}"))
}

/// Codes that children gave. They are this program's own and few; the number is bounded all the same.
static CODES: LazyLock<DashSet<&'static str>> = LazyLock::new(DashSet::new);
const MOST_CODES: usize = 200;

/// A code as the rest of the program has codes.
fn lasting(code: &str) -> &'static str {
    if let Some(known) = CODES.get(code) {
        return *known;
    }
    if CODES.len() >= MOST_CODES {
        return "import.damaged";
    }
    let lasting: &'static str = code.to_owned().leak();
    CODES.insert(lasting);
    lasting
}
