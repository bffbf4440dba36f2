//! The store of the province profile: PostgreSQL.
//!
//! Everything that differs from SQLite by nature stands in [`db`]; the rest is mounted from `sql/`.

use crate::domain::{AttemptId, Response, Slot, Timestamp};
use crate::store::{BatchWriter, Pooling, Store, StoreError, TimeSource, UnitOfWork};
use async_trait::async_trait;
use lane::{Appended, Evidence, GRACE_US, Locks, SaveRow};
use row::{document, instant};
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgPool};
use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;
use uuid::Uuid;

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

impl Work {
    /// The response log of an attempt, by epoch and sequence.
    async fn log_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        let mut logs = db::logs(&mut self.tx, &[attempt.0]).await?;
        Ok(logs.remove(&attempt).unwrap_or_default())
    }

    /// The newest answer to each question of an attempt.
    async fn newest_of(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        sqlx::query_as::<_, ResponseRow>(
            "select distinct on (slot) attempt_id, epoch, seq, slot, answer, saved_at \
             from responses where attempt_id = $1 order by slot, epoch desc, seq desc",
        )
        .bind(attempt.0)
        .fetch_all(&mut *self.tx)
        .await?
        .into_iter()
        .map(Response::try_from)
        .collect()
    }
}

/// The batch writer's side of the database: a connection of its own, so that saving never waits
/// behind browsing.
struct Writer {
    pool: PgPool,
    conn: Option<PoolConnection<db::Db>>,
    time: Option<TimeSource>,
}

#[derive(sqlx::FromRow)]
struct ResponseRow {
    attempt_id: Uuid,
    epoch: i64,
    seq: i64,
    slot: i64,
    answer: String,
    saved_at: i64,
}

impl TryFrom<ResponseRow> for Response {
    type Error = StoreError;
    fn try_from(row: ResponseRow) -> Result<Self, StoreError> {
        Ok(Self {
            epoch: row.epoch,
            seq: row.seq,
            slot: Slot(
                u16::try_from(row.slot).map_err(|e| StoreError::corrupt("responses", "slot", e))?,
            ),
            answer: document("responses", "answer", &row.answer)?,
            saved_at: instant(row.saved_at),
        })
    }
}

/// What SQLite's one writer at a time has here: nothing.
struct NoTurn;

impl Writer {
    /// Nobody has to wait: rows are locked one by one.
    #[expect(clippy::unused_async, reason = "SQLite waits here")]
    async fn turn(&self) -> Result<NoTurn, StoreError> {
        Ok(NoTurn)
    }

    async fn begin<'c>(
        &mut self,
        conn: &'c mut sqlx::PgConnection,
    ) -> Result<sqlx::Transaction<'c, db::Db>, StoreError> {
        Ok(conn.begin().await?)
    }

    /// The database's clock is the one authority of all nodes (algorithms.md 5).
    async fn now(&self, conn: &mut sqlx::PgConnection) -> Result<Timestamp, StoreError> {
        if let Some(time) = &self.time {
            return Ok(time());
        }
        let sql = sqlx::AssertSqlSafe(format!("select {}", db::NOW));
        let (micros,): (i64,) = sqlx::query_as(sql).fetch_one(conn).await?;
        Ok(Timestamp::from_micros(micros))
    }

    async fn lock(
        &mut self,
        conn: &mut sqlx::PgConnection,
        locks: Option<Locks>,
    ) -> Result<(), StoreError> {
        match locks {
            Some(locks) => db::lock(conn, locks).await,
            None => Ok(()),
        }
    }

    async fn append(
        &mut self,
        conn: &mut sqlx::PgConnection,
        rows: &[SaveRow<'_>],
    ) -> Result<Appended, StoreError> {
        let told = self.time.as_ref().map(|time| time());
        db::append_responses(conn, rows, told, GRACE_US).await
    }

    async fn evidence(
        &self,
        conn: &mut sqlx::PgConnection,
        rows: &[SaveRow<'_>],
        appended: Appended,
    ) -> Result<Vec<Evidence>, StoreError> {
        db::unusual(conn, rows, appended.now).await
    }

    async fn logs(
        &self,
        conn: &mut sqlx::PgConnection,
        attempts: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        db::logs(conn, attempts).await
    }

    /// Only SQLite keeps sheets.
    #[expect(clippy::unused_async, reason = "SQLite writes sheets here")]
    async fn put_away(
        &mut self,
        _: &mut sqlx::PgConnection,
        _: &[(AttemptId, &[Response])],
    ) -> Result<(), StoreError> {
        Ok(())
    }

    /// Only SQLite keeps the places of its log in memory.
    #[expect(clippy::unused_self, reason = "SQLite takes note of the commit here")]
    fn settle(&mut self) {}

    #[expect(clippy::unused_async, reason = "SQLite shortens its log here")]
    async fn tidy_up(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Only SQLite goes by a clock of its own, whose high-water mark it keeps.
    #[expect(clippy::unused_self, reason = "SQLite looks at its clock here")]
    fn has_to_keep_time(&self) -> bool {
        false
    }

    #[expect(clippy::unused_async, reason = "SQLite keeps a high-water mark here")]
    async fn keep_time(&mut self, _: &mut sqlx::PgConnection) -> Result<(), StoreError> {
        Ok(())
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
            // A transaction that its owner forgot must not be borrowed by another (security.md 0.1).
            .options([("idle_in_transaction_session_timeout", "10s")]);
        let pool = |connections| {
            PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(pooling.patience)
        };
        // A dead connection is found by the batch, which is then tried again. The first batch
        // connects, so that the socket belongs to the thread of the writer.
        let lane = pool(1)
            .test_before_acquire(false)
            .connect_lazy_with(options.clone());
        let pool = pool(pooling.connections).connect_with(options).await?;
        super::migrations::bring_up_to_date(&MIGRATOR, &pool).await?;
        let writer = BatchWriter::spawn(Writer {
            pool: lane.clone(),
            conn: None,
            time,
        });
        Ok(Self { pool, lane, writer })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        begun(&self.pool, "BEGIN").await
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        begun(
            &self.pool,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        )
        .await
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
        self.lane.close().await;
    }
}

/// Begins in a task of its own: a BEGIN that is dropped on its way leaves a connection in the pool
/// that swallows the next one's writes (security.md 0.1), so it is always seen through.
async fn begun(pool: &PgPool, begin: &'static str) -> Result<Box<dyn UnitOfWork>, StoreError> {
    let pool = pool.clone();
    let tx = tokio::spawn(async move { pool.begin_with(begin).await })
        .await
        .map_err(|stopped| StoreError::Unavailable(stopped.to_string()))??;
    Ok(Box::new(Work { tx }))
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

/// What PostgreSQL does by nature in its own way.
mod db {
    use super::ResponseRow;
    use super::lane::{Appended, Evidence, Locks, SaveRow};
    use super::row::json;
    use crate::domain::{AttemptId, Response, Timestamp};
    use crate::store::StoreError;
    use sqlx::postgres::PgArguments;
    use sqlx::query::QueryAs;
    use std::collections::HashMap;
    use uuid::Uuid;

    pub(super) type Db = sqlx::Postgres;

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

    /// The database's clock, whole milliseconds in microseconds.
    pub(super) const NOW: &str = "cast(extract(epoch from \
        date_trunc('milliseconds', clock_timestamp())) * 1000000 as bigint)";

    pub(super) const SAVE_ROWS: &str = "select ordinality - 1 as at, attempt, epoch, seq, slot, answer \
        from unnest($2, $3, $4, $5, $6) with ordinality \
        as rows (attempt, epoch, seq, slot, answer, ordinality)";

    /// Binds the parameters of [`SAVE_ROWS`]: arrays, since PostgreSQL's JSON can't hold every text.
    pub(super) fn bind_rows<'q, O>(
        query: QueryAs<'q, Db, O, PgArguments>,
        rows: &[SaveRow<'_>],
    ) -> QueryAs<'q, Db, O, PgArguments> {
        query
            .bind(rows.iter().map(|row| row.attempt.0).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.epoch).collect::<Vec<_>>())
            .bind(rows.iter().map(|row| row.seq).collect::<Vec<_>>())
            .bind(
                rows.iter()
                    .map(|row| i64::from(row.slot))
                    .collect::<Vec<_>>(),
            )
            .bind(rows.iter().map(|row| json(row.answer)).collect::<Vec<_>>())
    }

    /// Locks people against other starts of theirs, rounds against being closed meanwhile, and
    /// attempts, those of the people among them, against saves and submissions.
    pub(super) async fn lock(
        conn: &mut sqlx::PgConnection,
        locks: Locks,
    ) -> Result<(), StoreError> {
        for (sql, ids) in [
            (
                "select 1 from participants where id = any($1) order by id for no key update",
                &locks.people,
            ),
            (
                "select 1 from rounds where id = any($1) order by id for share",
                &locks.rounds,
            ),
        ] {
            if !ids.is_empty() {
                sqlx::query(sql).bind(ids).execute(&mut *conn).await?;
            }
        }
        sqlx::query(
            "select 1 from attempts where id = any($1) or participant_id = any($2) \
             order by id for no key update",
        )
        .bind(&locks.attempts)
        .bind(&locks.people)
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Appends the responses that are new: the attempt is active, the epoch in force, the deadline
    /// with its grace not past, and no newer answer to the same question stored. Attempt rows are
    /// locked shared, in the order of their ids, so that none is handed in meanwhile. Without a time
    /// that is told the database's own clock decides.
    pub(super) async fn append_responses(
        conn: &mut sqlx::PgConnection,
        rows: &[SaveRow<'_>],
        told: Option<Timestamp>,
        grace_us: i64,
    ) -> Result<Appended, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "with t as materialized (select coalesce($1, {NOW}) as now), \
             v as ({SAVE_ROWS}), \
             a as materialized (select id, epoch, state, deadline_at from attempts \
                 where id = any($2) order by id for share), \
             added as (insert into responses (attempt_id, epoch, seq, slot, answer, saved_at) \
                 select v.attempt, v.epoch, v.seq, v.slot, v.answer, t.now \
                 from v join a on a.id = v.attempt cross join t \
                 where a.state = 'active' and a.epoch = v.epoch and a.deadline_at + $7 >= t.now \
                 and not exists (select 1 from responses as r where r.attempt_id = v.attempt \
                     and r.epoch = v.epoch and r.seq > v.seq and r.slot = v.slot) \
                 on conflict do nothing returning 1) \
             select t.now, (select count(*) from added) from t"
        ));
        let query = sqlx::query_as(sql).bind(told.map(Timestamp::micros));
        let (now, added): (i64, i64) = bind_rows(query, rows)
            .bind(grace_us)
            .fetch_one(conn)
            .await?;
        Ok(Appended {
            now: Timestamp::from_micros(now),
            rows: u64::try_from(added).unwrap_or(0),
        })
    }

    /// Looks up the responses that are not stored exactly as the statement of `now` writes them.
    pub(super) async fn unusual(
        conn: &mut sqlx::PgConnection,
        rows: &[SaveRow<'_>],
        now: Timestamp,
    ) -> Result<Vec<Evidence>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "with v as ({SAVE_ROWS}) select v.at, a.epoch, a.state, a.deadline_at, r.slot, r.answer, \
             r.saved_at, (select max(n.seq) from responses as n where n.attempt_id = v.attempt \
                 and n.epoch = v.epoch and n.seq > v.seq and n.slot = v.slot) as newer \
             from v left join attempts as a on a.id = v.attempt left join responses as r \
             on r.attempt_id = v.attempt and r.epoch = v.epoch and r.seq = v.seq \
             where r.saved_at is null or r.saved_at <> $1 or r.slot <> v.slot \
                 or r.answer <> v.answer"
        ));
        let query = sqlx::query_as::<Db, Evidence>(sql).bind(now.micros());
        Ok(bind_rows(query, rows).fetch_all(conn).await?)
    }

    /// The logs of attempts, each by epoch and sequence.
    pub(super) async fn logs(
        conn: &mut sqlx::PgConnection,
        attempts: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let rows: Vec<ResponseRow> = sqlx::query_as(
            "select attempt_id, epoch, seq, slot, answer, saved_at from responses \
             where attempt_id = any($1) order by attempt_id, epoch, seq",
        )
        .bind(attempts)
        .fetch_all(conn)
        .await?;
        let mut logs: HashMap<AttemptId, Vec<Response>> = HashMap::new();
        for row in rows {
            let log = logs.entry(AttemptId(row.attempt_id)).or_default();
            log.push(row.try_into()?);
        }
        Ok(logs)
    }
}
