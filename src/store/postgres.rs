//! The store of the province profile: PostgreSQL.
//!
//! Everything that differs from SQLite by nature stands in [`db`]; the rest is mounted from `sql/`.

use crate::domain::Timestamp;
use crate::store::{BatchWriter, Store, StoreError, TimeSource, UnitOfWork};
use async_trait::async_trait;
use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::path::Path;
use std::str::FromStr;
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

static MIGRATOR: Migrator = sqlx::migrate!("migrations/postgres");

/// A PostgreSQL database.
pub struct PostgresStore {
    pool: PgPool,
    lane: PgPool,
    writer: BatchWriter,
}

/// One transaction.
struct Work {
    tx: sqlx::Transaction<'static, db::Db>,
}

/// The batch writer's side of the database: a connection of its own, so that saving never waits
/// behind browsing.
struct Writer {
    pool: PgPool,
    time: Option<TimeSource>,
}

impl Writer {
    async fn begin(&self) -> Result<sqlx::Transaction<'static, db::Db>, StoreError> {
        Ok(self.pool.begin().await?)
    }

    /// The database's clock is the one authority of all nodes (algorithms.md 5).
    async fn now(
        &self,
        tx: &mut sqlx::Transaction<'static, db::Db>,
    ) -> Result<Timestamp, StoreError> {
        if let Some(time) = &self.time {
            return Ok(time());
        }
        let (micros,): (i64,) = sqlx::query_as(
            "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)",
        )
        .fetch_one(&mut **tx)
        .await?;
        Ok(Timestamp::from_micros(micros).truncated_to_millis())
    }

    #[expect(
        clippy::unused_async,
        clippy::unnecessary_wraps,
        reason = "SQLite keeps a high-water mark here"
    )]
    async fn keep_time(
        &mut self,
        _: &mut sqlx::Transaction<'static, db::Db>,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        Ok(())
    }
}

impl PostgresStore {
    /// Connects and brings the schema up to date. `time` is for tests; without it the database's
    /// own clock decides about deadlines.
    pub async fn connect(url: &str, time: Option<TimeSource>) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("thiluat")
            // A transaction that its owner forgot must not be borrowed by another (security.md 0.1).
            .options([("idle_in_transaction_session_timeout", "10s")]);
        let pool = |connections| {
            PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(5))
                .connect_with(options.clone())
        };
        let lane = pool(1).await?;
        super::migrations::bring_up_to_date(&MIGRATOR, &lane).await?;
        let (writer, _) = BatchWriter::spawn(Writer {
            pool: lane.clone(),
            time,
        });
        Ok(Self {
            pool: pool(12).await?,
            lane,
            writer,
        })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            tx: self.pool.begin().await?,
        }))
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let tx = self
            .pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        Ok(Box::new(Work { tx }))
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

    async fn copy_to(&self, _: &Path) -> Result<(), StoreError> {
        Err(StoreError::Other(
            "a PostgreSQL database is backed up with its own tools (pg_dump, pg_basebackup)".into(),
        ))
    }

    async fn close(&self) {
        self.pool.close().await;
        self.lane.close().await;
    }
}

#[async_trait]
impl UnitOfWork for Work {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

/// What PostgreSQL does by nature in its own way.
mod db {
    use super::lane::SaveRow;
    use super::row::json;
    use crate::store::StoreError;
    use uuid::Uuid;

    pub(super) type Db = sqlx::Postgres;

    pub(super) const FOR_UPDATE: &str = " for update";

    /// Ids as one parameter: an array.
    pub(super) fn ids(ids: &[Uuid]) -> Vec<Uuid> {
        ids.to_vec()
    }

    pub(super) fn ids_in(column: &str, parameter: &str) -> String {
        format!("{column} = any({parameter})")
    }

    pub(super) const START_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
        id uuid, round uuid, participant uuid, ordinal bigint, epoch bigint, device text, \
        start_key text, started_at bigint, deadline_at bigint, paper_hash text)";

    pub(super) const SUBMIT_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
        id uuid, state text, submitted_at bigint, duration_ms bigint, forced boolean, \
        correct bigint, questions bigint, score bigint, max_score bigint, prediction bigint, \
        answers_root text, receipt_code text)";

    pub(super) const STANDING_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
        place bigint, participant uuid, attempt uuid, measured text, reason text)";

    /// Starts of one person wait for each other, on whatever node they arrive.
    pub(super) async fn lock_participants(
        tx: &mut sqlx::Transaction<'_, Db>,
        people: &[Uuid],
    ) -> Result<(), StoreError> {
        sqlx::query("select 1 from participants where id = any($1) order by id for update")
            .bind(people)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Appends the responses that are new: the attempt is active, the epoch in force, the deadline
    /// with its grace not past, and no newer answer to the same question stored. Attempt rows are
    /// locked shared, in the order of their ids, so that none is handed in meanwhile.
    pub(super) async fn append_responses(
        tx: &mut sqlx::Transaction<'_, Db>,
        rows: &[SaveRow<'_>],
        now_us: i64,
        grace_us: i64,
    ) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "with v as (select * from unnest($1, $2, $3, $4, $5) \
                 as v(attempt_id, epoch, seq, slot, answer)), \
             a as materialized (select id, epoch, state, deadline_at from attempts \
                 where id = any($1) order by id for share) \
             insert into responses (attempt_id, epoch, seq, slot, answer, saved_at) \
             select v.attempt_id, v.epoch, v.seq, v.slot, v.answer, $6 \
             from v join a on a.id = v.attempt_id \
             where a.state = 'active' and a.epoch = v.epoch and a.deadline_at + $7 >= $6 \
             and not exists (select 1 from responses as r where r.attempt_id = v.attempt_id \
                 and r.epoch = v.epoch and r.seq > v.seq and r.slot = v.slot) \
             on conflict do nothing",
        )
        .bind(rows.iter().map(|row| row.0.0).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.1).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.2).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| i64::from(row.3)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| json(row.4)).collect::<Vec<_>>())
        .bind(now_us)
        .bind(grace_us)
        .execute(&mut **tx)
        .await?;
        Ok(done.rows_affected())
    }
}
