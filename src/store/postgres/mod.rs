//! The store of the province profile: PostgreSQL.
//!
//! What differs from SQLite by nature stands here; the rest is mounted from `sql/`.

use crate::domain::{AttemptId, Response};
use crate::store::pooling::Browsing;
use crate::store::{BatchWriter, Pooling, Store, StoreError, TimeSource, UnitOfWork};
use async_trait::async_trait;
use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;
use writer::Writer;

#[path = "../sql/admissions.rs"]
mod admissions;
#[path = "../sql/allowances.rs"]
mod allowances;
#[path = "../sql/announcements.rs"]
mod announcements;
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
mod ground;
#[path = "../sql/imports.rs"]
mod imports;
#[path = "../sql/item_statistics.rs"]
mod item_statistics;
#[path = "../sql/lane/mod.rs"]
mod lane;
#[path = "../sql/laws.rs"]
mod laws;
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

static MIGRATOR: Migrator = sqlx::migrate!("migrations/postgres");

/// A PostgreSQL database.
pub struct PostgresStore {
    pool: PgPool,
    browsing: Browsing,
    writer: BatchWriter,
    patience: Duration,
}

/// One transaction.
struct Work {
    tx: sqlx::Transaction<'static, db::Db>,
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
        db::logs(&mut self.tx, attempts).await
    }

    /// The newest answer to each question of an attempt.
    async fn newest_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        let rows: Vec<(i64, i64, i64, String, i64)> = sqlx::query_as(
            "select distinct on (slot) epoch, seq, slot, answer, saved_at \
             from responses where attempt_id = $1 order by slot, epoch desc, seq desc",
        )
        .bind(attempt.0)
        .fetch_all(&mut *self.tx)
        .await?;
        rows.into_iter()
            .map(|(epoch, seq, slot, answer, at)| db::response(epoch, seq, slot, &answer, at))
            .collect()
    }
}

impl PostgresStore {
    /// Connects and brings the schema up to date. `time` is for tests; without it the database's
    /// own clock decides about deadlines.
    pub async fn connect(url: &str, time: Option<TimeSource>) -> Result<Self, StoreError> {
        Self::connect_with(url, time, Pooling::default()).await
    }

    /// The same with a pool of that size.
    pub async fn connect_with(
        url: &str,
        time: Option<TimeSource>,
        pooling: Pooling,
    ) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("thiluat")
            .options([
                // A transaction that its owner forgot must not be borrowed by another
                // (security.md 0.1).
                ("idle_in_transaction_session_timeout", "10s"),
                // A node that vanished holds no locks for longer than this.
                ("client_connection_check_interval", "2s"),
                ("tcp_user_timeout", "5s"),
                ("tcp_keepalives_idle", "3"),
                ("tcp_keepalives_interval", "1"),
                ("tcp_keepalives_count", "3"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(pooling.connections)
            .acquire_timeout(pooling.patience)
            .connect_with(options.clone())
            .await?;
        let settings: Vec<(String, String)> = sqlx::query_as(super::durability::OF_POSTGRES)
            .fetch_all(&pool)
            .await?;
        super::durability::of_postgres(&settings)?;
        super::migrations::bring_up_to_date(&MIGRATOR, &pool).await?;
        #[cfg(feature = "sabotage")]
        let options = super::sabotage::relax_postgres(options);
        // The first batch connects, so that the socket belongs to the thread of the writer. A dead
        // connection is found by a batch, which is then tried again by a new one.
        let writer = BatchWriter::spawn(Writer {
            // Its few statements go by keys. A plan that was made while a contest was empty would go
            // through whole tables, and be kept while they fill.
            options: options.options([("enable_seqscan", "off"), ("enable_mergejoin", "off")]),
            conn: None,
            time,
            patience: pooling.patience * 3 / 2,
        });
        Ok(Self {
            pool,
            browsing: Browsing::beside(pooling),
            writer,
            patience: pooling.patience,
        })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.begun("BEGIN", None).await
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let place = self.browsing.place().await?;
        self.begun(READ, Some(place)).await
    }

    async fn read_urgently(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.begun(READ, None).await
    }

    fn writer(&self) -> &BatchWriter {
        &self.writer
    }

    async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("select 1 from settings limit 1")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        // Checksums of pages are the server's own care; here only constraints that don't hold.
        let found: Vec<(String,)> = sqlx::query_as(
            "select conrelid::regclass::text || '.' || conname from pg_constraint \
             where not convalidated order by 1",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(found
            .into_iter()
            .map(|(constraint,)| format!("{constraint} is not validated"))
            .collect())
    }

    async fn copy_to(&self, _: &Path) -> Result<(), StoreError> {
        Err(StoreError::Other(
            "a PostgreSQL database is backed up with its own tools (pg_dump, pg_basebackup)".into(),
        ))
    }

    async fn close(&self) {
        self.writer.end().await;
        self.pool.close().await;
    }
}

/// Begins a transaction of one snapshot.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl PostgresStore {
    /// Begins in a task of its own: a BEGIN that is dropped on its way leaves a connection in the pool
    /// that swallows the next one's writes (security.md 0.1), so it is always seen through. Whoever
    /// asked doesn't wait for a server that is silent.
    async fn begun(
        &self,
        begin: &'static str,
        place: Option<OwnedSemaphorePermit>,
    ) -> Result<Box<dyn UnitOfWork>, StoreError> {
        #[cfg(feature = "sabotage")]
        if super::sabotage::is("begin-in-handler") {
            let tx = self.pool.begin_with(begin).await?;
            return Ok(Box::new(Work { tx, _place: place }));
        }
        let pool = self.pool.clone();
        let beginning = tokio::spawn(async move { pool.begin_with(begin).await });
        let tx = tokio::time::timeout(2 * self.patience, beginning)
            .await
            .map_err(|_| StoreError::Unavailable("the database does not answer".into()))?
            .map_err(|stopped| StoreError::Unavailable(stopped.to_string()))??;
        Ok(Box::new(Work { tx, _place: place }))
    }
}

#[async_trait]
impl UnitOfWork for Work {
    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        // COMMIT after a refused statement is answered by a silent ROLLBACK; any other statement
        // says so.
        sqlx::query("select 1").execute(&mut *self.tx).await?;
        Ok(self.tx.commit().await?)
    }
}
