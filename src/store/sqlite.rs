//! The store of the unit profile: SQLite, write-ahead log, `synchronous = FULL`.
//!
//! One connection writes, several read. Everything that differs from PostgreSQL by nature stands in
//! [`db`]; the rest is mounted from `sql/`.

use crate::domain::{AttemptId, Response, Timestamp};
use crate::store::{BatchWriter, Pooling, Store, StoreError, TimeSource, UnitOfWork};
use answer_log::{AnswerLog, Unsettled};
use async_trait::async_trait;
use lane::{Appended, Evidence, GRACE_US, SaveRow};
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

mod answer_log;
#[path = "sql/attempts.rs"]
mod attempts;
#[path = "sql/audit.rs"]
mod audit;
#[path = "sql/banks.rs"]
mod banks;
#[path = "sql/contests.rs"]
mod contests;
#[path = "sql/lane/mod.rs"]
mod lane;
#[path = "sql/participants.rs"]
mod participants;
mod places;
#[path = "sql/results.rs"]
mod results;
#[path = "sql/rounds.rs"]
mod rounds;
#[path = "sql/row.rs"]
mod row;
#[path = "sql/sessions.rs"]
mod sessions;
#[path = "sql/settings.rs"]
mod settings;
#[path = "sql/staff.rs"]
mod staff;
#[path = "sql/units.rs"]
mod units;

static MIGRATOR: Migrator = sqlx::migrate!("migrations/sqlite");

/// How often the high-water mark of the clock is written, at most.
const KEEP_TIME_EVERY_US: i64 = 1_000_000;
/// Connections that read, at most: a file gains nothing from more.
const READERS: u32 = 4;

/// A SQLite database.
pub struct SqliteStore {
    write: SqlitePool,
    read: SqlitePool,
    writer: BatchWriter,
    log: Arc<AnswerLog>,
}

/// One transaction.
struct Work {
    tx: sqlx::Transaction<'static, db::Db>,
    log: Arc<AnswerLog>,
}

impl Work {
    /// The response log of an attempt, by epoch and sequence.
    async fn log_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        self.log.catch_up(&mut self.tx).await?;
        let lines = self.log.lines(&[attempt.0], &Unsettled::default());
        let mut logs = self.log.read(&mut self.tx, &[attempt.0], &lines).await?;
        Ok(logs.remove(&attempt).unwrap_or_default())
    }

    /// The newest answer to each question of an attempt; of one that was handed in, the whole log.
    async fn newest_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        self.log.catch_up(&mut self.tx).await?;
        let lines = self.log.newest_lines(attempt);
        let mut logs = self.log.read(&mut self.tx, &[attempt.0], &lines).await?;
        Ok(logs.remove(&attempt).unwrap_or_default())
    }
}

/// The batch writer's side of the database.
struct Writer {
    pool: SqlitePool,
    time: TimeSource,
    kept: i64,
    log: Arc<AnswerLog>,
    /// What the batch under way wrote to the log.
    unsettled: Unsettled,
}

impl Writer {
    async fn begin(&mut self) -> Result<sqlx::Transaction<'static, db::Db>, StoreError> {
        // What a transaction wrote that was undone, if the last one was.
        self.unsettled = Unsettled::default();
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    #[expect(clippy::unused_async, reason = "PostgreSQL asks its own clock here")]
    async fn now(&self, _: &mut sqlx::SqliteConnection) -> Result<Timestamp, StoreError> {
        Ok((self.time)())
    }

    /// Nobody else writes until the transaction ends; what another process wrote before is learned.
    async fn lock(
        &mut self,
        conn: &mut sqlx::SqliteConnection,
        _: Option<lane::Locks>,
    ) -> Result<(), StoreError> {
        self.log.catch_up(conn).await
    }

    async fn append(
        &mut self,
        conn: &mut sqlx::SqliteConnection,
        rows: &[SaveRow<'_>],
    ) -> Result<Appended, StoreError> {
        let now = (self.time)();
        self.unsettled = self.log.append(conn, rows, now, GRACE_US).await?;
        Ok(Appended {
            now,
            rows: self.unsettled.rows(),
        })
    }

    async fn evidence(
        &self,
        conn: &mut sqlx::SqliteConnection,
        rows: &[SaveRow<'_>],
        _: Appended,
    ) -> Result<Vec<Evidence>, StoreError> {
        self.log.evidence(conn, rows, &self.unsettled).await
    }

    /// The logs of attempts, with what this transaction appended.
    async fn logs(
        &self,
        conn: &mut sqlx::SqliteConnection,
        attempts: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let lines = self.log.lines(attempts, &self.unsettled);
        self.log.read(conn, attempts, &lines).await
    }

    async fn put_away(
        &mut self,
        conn: &mut sqlx::SqliteConnection,
        ended: &[(AttemptId, &[Response])],
    ) -> Result<(), StoreError> {
        self.log.put_away(conn, ended, &mut self.unsettled).await
    }

    /// Called after a commit.
    fn settle(&mut self) {
        let unsettled = std::mem::take(&mut self.unsettled);
        self.log.settle(&unsettled, (self.time)());
    }

    async fn tidy_up(&mut self) -> Result<(), StoreError> {
        let mut conn = self.pool.acquire().await?;
        self.log.tidy(&mut conn, (self.time)()).await
    }

    /// Whether it is time to persist the high-water mark again.
    fn has_to_keep_time(&self) -> bool {
        (self.time)().micros() - self.kept >= KEEP_TIME_EVERY_US
    }

    /// Persists the high-water mark below which the clock never starts again (security.md 2.1).
    async fn keep_time(&mut self, conn: &mut sqlx::SqliteConnection) -> Result<(), StoreError> {
        if !self.has_to_keep_time() {
            return Ok(());
        }
        let now = (self.time)().micros();
        sqlx::query(
            "insert into settings (name, content) values ('clock_high_water', $1) \
             on conflict (name) do update set content = excluded.content",
        )
        .bind(now.to_string())
        .execute(conn)
        .await?;
        self.kept = now;
        Ok(())
    }
}

impl SqliteStore {
    /// Opens the database in that file, makes it if need be, and brings its schema up to date.
    pub async fn open(file: &Path, time: TimeSource) -> Result<Self, StoreError> {
        Self::open_with(file, time, Pooling::default()).await
    }

    /// The same with a pool of that size.
    pub async fn open_with(
        file: &Path,
        time: TimeSource,
        pooling: Pooling,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            // Checkpoints off the path of an ack: larger and rarer (performance.md 2.10).
            .pragma("wal_autocheckpoint", "10000")
            .pragma("cache_size", "-8192")
            .pragma("temp_store", "memory")
            .statement_cache_capacity(256);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            // A connection to a file does not die of itself; asking it costs a message a batch.
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await?;
        super::migrations::bring_up_to_date(&MIGRATOR, &write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(pooling.connections.min(READERS))
            .acquire_timeout(pooling.patience)
            .min_connections(1)
            .connect_with(options.read_only(true))
            .await?;
        let log = Arc::<AnswerLog>::default();
        let writer = BatchWriter::spawn(Writer {
            pool: write.clone(),
            time,
            kept: i64::MIN / 2,
            log: Arc::clone(&log),
            unsettled: Unsettled::default(),
        });
        Ok(Self {
            write,
            read,
            writer,
            log,
        })
    }

    /// Journal mode and level of `synchronous` of the connection that writes: what an ack means.
    /// `wal` and 2 (FULL) unless somebody changed the file by hand.
    pub async fn durability(&self) -> Result<(String, i64), StoreError> {
        let mut conn = self.write.acquire().await?;
        let (journal,): (String,) = sqlx::query_as("pragma journal_mode")
            .fetch_one(&mut *conn)
            .await?;
        let (synchronous,): (i64,) = sqlx::query_as("pragma synchronous")
            .fetch_one(&mut *conn)
            .await?;
        Ok((journal, synchronous))
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            tx: self.write.begin_with("BEGIN IMMEDIATE").await?,
            log: Arc::clone(&self.log),
        }))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            tx: self.read.begin().await?,
            log: Arc::clone(&self.log),
        }))
    }

    fn writer(&self) -> &BatchWriter {
        &self.writer
    }

    async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("select 1 from settings limit 1")
            .execute(&self.read)
            .await?;
        Ok(())
    }

    async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let mut found: Vec<(String,)> = sqlx::query_as("pragma integrity_check(20)")
            .fetch_all(&self.read)
            .await?;
        found.retain(|(line,)| line != "ok");
        Ok(found.into_iter().map(|(line,)| line).collect())
    }

    async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let name = file
            .to_str()
            .ok_or_else(|| StoreError::Other("the name of the copy is not UTF-8".into()))?;
        sqlx::query("vacuum into $1")
            .bind(name)
            .execute(&self.read)
            .await?;
        Ok(())
    }

    async fn close(&self) {
        self.writer.end().await;
        self.read.close().await;
        self.write.close().await;
    }
}

#[async_trait]
impl UnitOfWork for Work {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

/// What SQLite does by nature in its own way.
mod db {
    use super::row::json;
    use uuid::Uuid;

    pub(super) type Db = sqlx::Sqlite;

    /// Ids as one parameter: a JSON array of hex.
    pub(super) fn ids(ids: &[Uuid]) -> String {
        let hex: Vec<_> = ids.iter().map(|id| id.simple()).collect();
        json(&hex)
    }

    pub(super) fn ids_in(column: &str, parameter: &str) -> String {
        format!("{column} in (select unhex(value) from json_each({parameter}))")
    }

    pub(super) const START_ROWS: &str = "select unhex(value ->> 'id') as id, \
        unhex(value ->> 'round') as round, unhex(value ->> 'participant') as participant, \
        value ->> 'ordinal' as ordinal, value ->> 'epoch' as epoch, value ->> 'device' as device, \
        value ->> 'start_key' as start_key, value ->> 'started_at' as started_at, \
        value ->> 'deadline_at' as deadline_at, value ->> 'paper_hash' as paper_hash \
        from json_each($1)";

    pub(super) const SUBMIT_ROWS: &str = "select unhex(value ->> 'id') as id, \
        value ->> 'state' as state, value ->> 'submitted_at' as submitted_at, \
        value ->> 'duration_ms' as duration_ms, value ->> 'forced' as forced, \
        value ->> 'correct' as correct, value ->> 'questions' as questions, \
        value ->> 'score' as score, value ->> 'max_score' as max_score, \
        value ->> 'prediction' as prediction, value ->> 'answers_root' as answers_root, \
        value ->> 'receipt_code' as receipt_code from json_each($1)";

    pub(super) const STANDING_ROWS: &str = "select value ->> 'place' as place, \
        unhex(value ->> 'participant') as participant, unhex(value ->> 'attempt') as attempt, \
        value ->> 'measured' as measured, value ->> 'reason' as reason from json_each($1)";
}
