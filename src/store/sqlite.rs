//! The store of the unit profile: SQLite, write-ahead log, `synchronous = FULL`.
//!
//! One connection writes, several read. Everything that differs from PostgreSQL by nature stands in
//! [`db`]; the rest is mounted from `sql/`.

use crate::domain::Timestamp;
use crate::store::{BatchWriter, Pooling, Store, StoreError, TimeSource, UnitOfWork};
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
#[path = "sql/lane/mod.rs"]
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
/// Connections that read, at most: a file gains nothing from more.
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

    #[expect(clippy::unused_async, reason = "PostgreSQL asks its own clock here")]
    async fn now(&self, _: &mut sqlx::SqliteConnection) -> Result<Timestamp, StoreError> {
        Ok((self.time)())
    }

    async fn append(
        &self,
        conn: &mut sqlx::SqliteConnection,
        rows: &[lane::SaveRow<'_>],
    ) -> Result<lane::Appended, StoreError> {
        db::append_responses(conn, rows, (self.time)(), lane::GRACE_US).await
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
        let writer = BatchWriter::spawn(Writer {
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
    use super::lane::{Appended, Locks, SaveRow};
    use super::row::json;
    use crate::domain::Timestamp;
    use crate::store::StoreError;
    use sqlx::query::QueryAs;
    use sqlx::sqlite::SqliteArguments;
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

    /// Rows of two parameters: the ids one after the other, sixteen bytes each, and an array of the
    /// rest. Ids as hex in the array cost somewhat more: 6 % of the statement at 512 people and 22 %
    /// at 64, in one run each.
    pub(super) const SAVE_ROWS: &str = "select key as at, substr($2, key * 16 + 1, 16) as attempt, \
        value ->> 0 as epoch, value ->> 1 as seq, value ->> 2 as slot, value ->> 3 as answer \
        from json_each($3)";

    /// Binds the parameters of [`SAVE_ROWS`].
    pub(super) fn bind_rows<'q, O>(
        query: QueryAs<'q, Db, O, SqliteArguments>,
        rows: &[SaveRow<'_>],
    ) -> QueryAs<'q, Db, O, SqliteArguments> {
        let (ids, rest) = packed(rows);
        query.bind(ids).bind(rest)
    }

    fn packed(rows: &[SaveRow<'_>]) -> (Vec<u8>, String) {
        let ids = rows.iter().flat_map(|row| *row.0.0.as_bytes()).collect();
        let rest: Vec<_> = rows
            .iter()
            .map(|row| (row.1, row.2, row.3, json(row.4)))
            .collect();
        (ids, json(&rest))
    }

    /// One connection writes, so rows need no locks.
    #[expect(clippy::unused_async, reason = "PostgreSQL locks rows here")]
    pub(super) async fn lock(_: &mut sqlx::SqliteConnection, _: Locks) -> Result<(), StoreError> {
        Ok(())
    }

    /// Appends the responses that are new: the attempt is active, the epoch in force, the deadline
    /// with its grace not past, and no newer answer to the same question stored. The search for a
    /// newer one is a seek that finds nothing in the usual case.
    pub(super) async fn append_responses(
        conn: &mut sqlx::SqliteConnection,
        rows: &[SaveRow<'_>],
        now: Timestamp,
        grace_us: i64,
    ) -> Result<Appended, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "with v as ({SAVE_ROWS}) \
             insert into responses (attempt_id, epoch, seq, slot, answer, saved_at) \
             select a.id, v.epoch, v.seq, v.slot, v.answer, $1 \
             from v cross join attempts as a on a.id = v.attempt \
             where a.state = 'active' and a.epoch = v.epoch and a.deadline_at + $4 >= $1 \
             and not exists (select 1 from responses as r where r.attempt_id = v.attempt \
                 and r.epoch = v.epoch and r.seq > v.seq and r.slot = v.slot) \
             on conflict do nothing"
        ));
        let (ids, rest) = packed(rows);
        let done = sqlx::query(sql)
            .bind(now.micros())
            .bind(ids)
            .bind(rest)
            .bind(grace_us)
            .execute(conn)
            .await?;
        Ok(Appended {
            now,
            rows: done.rows_affected(),
        })
    }
}
