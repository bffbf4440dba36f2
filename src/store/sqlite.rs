//! The store of the unit profile: SQLite, write-ahead log, `synchronous = FULL`.
//!
//! One connection writes, several read. Everything that differs from PostgreSQL by nature stands in
//! [`db`]; the rest is mounted from `sql/`.

use crate::domain::Timestamp;
use crate::store::{BatchWriter, Store, StoreError, TimeSource, UnitOfWork};
use async_trait::async_trait;
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

#[path = "sql/attempts.rs"]
mod attempts;
#[path = "sql/audit.rs"]
mod audit;
#[path = "sql/banks.rs"]
mod banks;
#[path = "sql/contests.rs"]
mod contests;
#[path = "sql/lane.rs"]
mod lane;
#[path = "sql/participants.rs"]
mod participants;
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
/// Connections that read.
const READERS: u32 = 4;

/// A SQLite database.
pub struct SqliteStore {
    write: SqlitePool,
    read: SqlitePool,
    writer: BatchWriter,
}

/// One transaction.
struct Work {
    tx: sqlx::Transaction<'static, db::Db>,
}

/// The batch writer's side of the database.
struct Writer {
    pool: SqlitePool,
    time: TimeSource,
    kept: i64,
}

impl Writer {
    async fn begin(&self) -> Result<sqlx::Transaction<'static, db::Db>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    #[expect(
        clippy::unused_async,
        clippy::unnecessary_wraps,
        reason = "PostgreSQL asks its own clock here"
    )]
    async fn now(
        &self,
        _: &mut sqlx::Transaction<'static, db::Db>,
    ) -> Result<Timestamp, StoreError> {
        Ok((self.time)())
    }

    /// Persists the high-water mark below which the clock never starts again (security.md 2.1).
    async fn keep_time(
        &mut self,
        tx: &mut sqlx::Transaction<'static, db::Db>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if now.micros() - self.kept < KEEP_TIME_EVERY_US {
            return Ok(());
        }
        self.kept = now.micros();
        sqlx::query(
            "insert into settings (name, content) values ('clock_high_water', $1) \
             on conflict (name) do update set content = excluded.content",
        )
        .bind(now.micros().to_string())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

impl SqliteStore {
    /// Opens the database in that file, makes it if need be, and brings its schema up to date.
    pub async fn open(file: &Path, time: TimeSource) -> Result<Self, StoreError> {
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
            .connect_with(options.clone())
            .await?;
        super::migrations::bring_up_to_date(&MIGRATOR, &write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(1)
            .connect_with(options.read_only(true))
            .await?;
        let (writer, _) = BatchWriter::spawn(Writer {
            pool: write.clone(),
            time,
            kept: i64::MIN / 2,
        });
        Ok(Self {
            write,
            read,
            writer,
        })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            tx: self.write.begin_with("BEGIN IMMEDIATE").await?,
        }))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            tx: self.read.begin().await?,
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
    use super::lane::SaveRow;
    use super::row::json;
    use crate::store::StoreError;
    use uuid::Uuid;

    pub(super) type Db = sqlx::Sqlite;

    /// One connection writes, so rows need no locks.
    pub(super) const FOR_UPDATE: &str = "";

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

    #[expect(
        clippy::unused_async,
        clippy::unnecessary_wraps,
        reason = "PostgreSQL locks rows here"
    )]
    pub(super) async fn lock_participants(
        _: &mut sqlx::Transaction<'_, Db>,
        _: &[Uuid],
    ) -> Result<(), StoreError> {
        Ok(())
    }

    /// Appends the responses that are new: the attempt is active, the epoch in force, the deadline
    /// with its grace not past, and no newer answer to the same question stored. The search for a
    /// newer one is a seek that finds nothing in the usual case.
    pub(super) async fn append_responses(
        tx: &mut sqlx::Transaction<'_, Db>,
        rows: &[SaveRow<'_>],
        now_us: i64,
        grace_us: i64,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "insert into responses (attempt_id, epoch, seq, slot, answer, saved_at) \
             select a.id, v.value ->> 1, v.value ->> 2, v.value ->> 3, v.value ->> 4, $2 \
             from json_each($1) as v cross join attempts as a on a.id = unhex(v.value ->> 0) \
             where a.state = 'active' and a.epoch = v.value ->> 1 and a.deadline_at + $3 >= $2 \
             and not exists (select 1 from responses as r where r.attempt_id = a.id \
                 and r.epoch = v.value ->> 1 and r.seq > v.value ->> 2 and r.slot = v.value ->> 3) \
             on conflict do nothing",
        )
        .bind(json(&rows))
        .bind(now_us)
        .bind(grace_us)
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected())
    }
}
