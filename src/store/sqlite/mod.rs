//! The store of the unit profile: SQLite, write-ahead log, `synchronous = FULL`.
//!
//! The batch writer writes by a connection of its own, units of work by another; they take turns, and
//! several more read. What differs from PostgreSQL by nature stands here; the rest is mounted from
//! `sql/`.

use crate::domain::{AttemptId, Response, Slot};
use crate::store::pooling::Browsing;
use crate::store::{BatchWriter, Pooling, Store, StoreError, TimeSource, UnitOfWork, durability};
use answer_log::{AnswerLog, Unsettled};
use async_trait::async_trait;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqlitePool};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit};
use uuid::Uuid;
use writer::Writer;

#[path = "../sql/admissions.rs"]
mod admissions;
#[path = "../sql/allowances.rs"]
mod allowances;
#[path = "../sql/announcements.rs"]
mod announcements;
mod answer_log;
#[path = "../sql/attempts.rs"]
mod attempts;
#[path = "../sql/audit.rs"]
mod audit;
#[path = "../sql/banks.rs"]
mod banks;
#[path = "../sql/contests.rs"]
mod contests;
mod db;
#[path = "../sql/desk.rs"]
mod desk;
#[path = "../sql/drafts.rs"]
mod drafts;
#[path = "../sql/essays.rs"]
mod essays;
#[path = "../sql/figures.rs"]
mod figures;
#[path = "../sql/grants.rs"]
mod grants;
#[path = "../sql/imports.rs"]
mod imports;
#[path = "../sql/item_statistics.rs"]
mod item_statistics;
#[path = "../sql/lane/mod.rs"]
mod lane;
#[path = "../sql/laws.rs"]
mod laws;
mod lines;
#[path = "../sql/managed.rs"]
mod managed;
#[path = "../sql/media.rs"]
mod media;
#[path = "../sql/notices.rs"]
mod notices;
#[path = "../sql/outbox.rs"]
mod outbox;
#[path = "../sql/participants.rs"]
mod participants;
#[path = "../sql/people/mod.rs"]
mod people;
mod places;
#[path = "../sql/questions.rs"]
mod questions;
#[path = "../sql/rankings.rs"]
mod rankings;
#[path = "../sql/results.rs"]
mod results;
#[path = "../sql/reviews.rs"]
mod reviews;
#[path = "../sql/rounds.rs"]
mod rounds;
#[path = "../sql/row.rs"]
mod row;
#[path = "../sql/sessions.rs"]
mod sessions;
#[path = "../sql/settings.rs"]
mod settings;
#[path = "../sql/sites.rs"]
mod sites;
#[path = "../sql/staff.rs"]
mod staff;
#[path = "../sql/staff_access.rs"]
mod staff_access;
#[path = "../sql/templates.rs"]
mod templates;
#[path = "../sql/unit_registrations.rs"]
mod unit_registrations;
#[path = "../sql/units/mod.rs"]
mod units;
#[path = "../sql/webhooks.rs"]
mod webhooks;
mod writer;

static MIGRATOR: Migrator = sqlx::migrate!("migrations/sqlite");

/// Connections that read, at most: a file gains nothing from more.
const READERS: u32 = 4;
/// How long a writer waits for the one before it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A SQLite database.
pub struct SqliteStore {
    write: SqlitePool,
    read: SqlitePool,
    browsing: Browsing,
    writer: BatchWriter,
    log: Arc<AnswerLog>,
    /// SQLite lets one write at a time and would make the others poll; so they queue here.
    turn: Arc<Mutex<()>>,
}

/// One transaction.
struct Work {
    tx: sqlx::Transaction<'static, db::Db>,
    log: Arc<AnswerLog>,
    /// Held by the one that writes; given back after the transaction.
    _turn: Option<OwnedMutexGuard<()>>,
    /// Held by one that browses; given back after the transaction.
    _place: Option<OwnedSemaphorePermit>,
}

impl Work {
    /// The response log of an attempt, by epoch and sequence.
    async fn log_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        let mut logs = self.logs(&[attempt.0]).await?;
        Ok(logs.remove(&attempt).unwrap_or_default())
    }

    /// The response logs of attempts, each by epoch and sequence.
    async fn logs(
        &mut self,
        attempts: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        self.log.catch_up(&mut self.tx).await?;
        let none = Unsettled::default();
        self.log.read(&mut self.tx, attempts, &none).await
    }

    /// The newest answer to each question of an attempt.
    async fn newest_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        let log = self.log_of(attempt).await?;
        let newest: BTreeMap<Slot, Response> =
            log.into_iter().map(|line| (line.slot, line)).collect();
        Ok(newest.into_values().collect())
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
        durability::of_file(file)?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            // Small and often: the log of changes is then written over again instead of growing,
            // which flushes a third faster, and no ack waits long for a checkpoint.
            .pragma("wal_autocheckpoint", "1000")
            .pragma("cache_size", "-8192")
            .pragma("temp_store", "memory")
            // Rows of a batch pass from SQLite's thread without either waiting for the other.
            .row_buffer_size(1024)
            .statement_cache_capacity(256);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            // A connection to a file does not die of itself.
            .test_before_acquire(false)
            // But after a COMMIT that found no room sqlx counts on a transaction that SQLite has
            // undone, and would refuse to begin another one for ever.
            .after_release(|conn, _| {
                Box::pin(async move {
                    conn.ping().await?;
                    Ok(!conn.is_in_transaction())
                })
            })
            .connect_with(options.clone())
            .await?;
        super::migrations::bring_up_to_date(&MIGRATOR, &write).await?;
        let (journal, synchronous) = durability_of(&write).await?;
        durability::of_sqlite(&journal, synchronous)?;
        let pooling = Pooling {
            connections: pooling.connections.min(READERS),
            ..pooling
        };
        let read = SqlitePoolOptions::new()
            .max_connections(pooling.connections)
            .acquire_timeout(pooling.patience)
            .min_connections(1)
            .connect_with(options.clone().read_only(true))
            .await?;
        let log = Arc::<AnswerLog>::default();
        let turn = Arc::<Mutex<()>>::default();
        #[cfg(feature = "sabotage")]
        let (options, time) = (
            super::sabotage::relax_sqlite(options),
            super::sabotage::by_the_wall(time),
        );
        let writer = BatchWriter::spawn(Writer {
            // Hand-ins of a crowd touch pages all over the file; it is read once instead of always.
            options: options.pragma("cache_size", "-65536"),
            conn: None,
            turn: Arc::clone(&turn),
            time,
            kept: i64::MIN / 2,
            log: Arc::clone(&log),
            unsettled: Unsettled::default(),
        });
        Ok(Self {
            write,
            read,
            browsing: Browsing::beside(pooling),
            writer,
            log,
            turn,
        })
    }

    /// Journal mode and level of `synchronous` of connections that write: what an ack means.
    /// `wal` and 2 (FULL) unless somebody changed the file by hand.
    pub async fn durability(&self) -> Result<(String, i64), StoreError> {
        durability_of(&self.write).await
    }
}

impl SqliteStore {
    async fn reading(
        &self,
        place: Option<OwnedSemaphorePermit>,
    ) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            tx: self.read.begin().await?,
            log: Arc::clone(&self.log),
            _turn: None,
            _place: place,
        }))
    }
}

async fn durability_of(pool: &SqlitePool) -> Result<(String, i64), StoreError> {
    let mut conn = pool.acquire().await?;
    let (journal,): (String,) = sqlx::query_as("pragma journal_mode")
        .fetch_one(&mut *conn)
        .await?;
    let (synchronous,): (i64,) = sqlx::query_as("pragma synchronous")
        .fetch_one(&mut *conn)
        .await?;
    Ok((journal, synchronous))
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let turn = turn_of(&self.turn).await?;
        Ok(Box::new(Work {
            tx: self.write.begin_with("BEGIN IMMEDIATE").await?,
            log: Arc::clone(&self.log),
            _turn: Some(turn),
            _place: None,
        }))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let place = self.browsing.place().await?;
        self.reading(Some(place)).await
    }

    async fn read_urgently(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.reading(None).await
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
        #[cfg(feature = "sabotage")]
        if super::sabotage::copy(&self.read, file).await? {
            return Ok(());
        }
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

/// Waits for the turn to write.
async fn turn_of(turn: &Arc<Mutex<()>>) -> Result<OwnedMutexGuard<()>, StoreError> {
    tokio::time::timeout(PATIENCE, Arc::clone(turn).lock_owned())
        .await
        .map_err(|_| StoreError::Unavailable("another transaction does not end".into()))
}

#[async_trait]
impl UnitOfWork for Work {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}
