//! The batch writer's side of the database.

use super::answer_log::{AnswerLog, Unsettled};
use super::attempts::{AttemptRow, COLUMNS};
use super::db::{self, Db};
use super::lane::{Appended, Evidence, GRACE_US, Ground, SaveRow, Wanted};
use super::rounds::{self, RoundRow};
use super::row::document;
use super::turn_of;
use crate::domain::{Attempt, AttemptId, Response, Round};
use crate::store::{StoreError, TimeSource};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};
use uuid::Uuid;

/// How often the high-water mark of the clock is written, at most.
const KEEP_TIME_EVERY_US: i64 = 1_000_000;

/// Writes batches by a connection of its own.
pub(super) struct Writer {
    pub(super) options: SqliteConnectOptions,
    pub(super) conn: Option<SqliteConnection>,
    pub(super) turn: Arc<Mutex<()>>,
    pub(super) time: TimeSource,
    pub(super) kept: i64,
    pub(super) log: Arc<AnswerLog>,
    /// What the batch under way wrote to the log.
    pub(super) unsettled: Unsettled,
}

impl Writer {
    /// A file answers, or the whole machine does not.
    #[expect(clippy::unused_self, reason = "PostgreSQL may be out of reach")]
    pub(super) fn waits_for(&self) -> Option<Duration> {
        None
    }

    pub(super) async fn connect(&self) -> Result<SqliteConnection, StoreError> {
        Ok(SqliteConnection::connect_with(&self.options).await?)
    }

    /// Waits until no unit of work writes.
    pub(super) async fn turn(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
        turn_of(&self.turn).await
    }

    pub(super) async fn begin<'c>(
        &mut self,
        conn: &'c mut SqliteConnection,
    ) -> Result<sqlx::Transaction<'c, Db>, StoreError> {
        // What a transaction wrote that was undone, if the last one was.
        self.unsettled = Unsettled::default();
        Ok(conn.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Nobody else writes until the transaction ends; what another process wrote before is learned.
    pub(super) async fn ground(
        &mut self,
        conn: &mut SqliteConnection,
        wanted: Wanted,
    ) -> Result<Ground, StoreError> {
        let mut found = Vec::new();
        let mut last = None;
        let (mut conditions, mut lists) = (Vec::new(), Vec::new());
        for (column, ids) in [
            ("a.participant_id", &wanted.people),
            ("a.id", &wanted.submitted),
        ] {
            if !ids.is_empty() {
                lists.push(db::ids(ids));
                conditions.push(db::ids_in(column, &format!("${}", lists.len())));
            }
        }
        if !lists.is_empty() {
            // One text for all of them, together with how far the log goes: each row and each
            // statement would be a message from SQLite's thread.
            let sql = sqlx::AssertSqlSafe(format!(
                "select (select coalesce(max(id), 0) from answer_log), \
                 json_group_array({}) from attempts as a where {}",
                db::array_of(COLUMNS),
                conditions.join(" or ")
            ));
            let mut query = sqlx::query_as::<Db, (i64, String)>(sql);
            for ids in lists {
                query = query.bind(ids);
            }
            let (line, attempts) = query.fetch_one(&mut *conn).await?;
            last = Some(line);
            let rows: Vec<AttemptRow> = document("attempts", "id", &attempts)?;
            for row in rows {
                found.push(Attempt::try_from(row)?);
            }
        }
        if last.is_none_or(|last| !self.log.knows(last)) {
            self.log.catch_up(conn).await?;
        }
        let mut rounds = Vec::new();
        if !wanted.rounds.is_empty() {
            let sql = sqlx::AssertSqlSafe(format!(
                "{} where {}",
                rounds::SELECT,
                db::ids_in("id", "$1")
            ));
            let rows: Vec<RoundRow> = sqlx::query_as(sql)
                .bind(db::ids(&wanted.rounds))
                .fetch_all(&mut *conn)
                .await?;
            for row in rows {
                rounds.push(Round::try_from(row)?);
            }
        }
        let mut excluded = Vec::new();
        if !wanted.people.is_empty() {
            let sql = sqlx::AssertSqlSafe(format!(
                "select id from participants where {} and excluded_at is not null",
                db::ids_in("id", "$1")
            ));
            let rows: Vec<(Uuid,)> = sqlx::query_as(sql)
                .bind(db::ids(&wanted.people))
                .fetch_all(conn)
                .await?;
            excluded.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(Ground::new((self.time)(), rounds, found).without(excluded))
    }

    pub(super) async fn append(
        &mut self,
        conn: &mut SqliteConnection,
        rows: &[SaveRow<'_>],
    ) -> Result<Appended, StoreError> {
        let now = (self.time)();
        self.unsettled = self.log.append(conn, rows, now, GRACE_US).await?;
        Ok(Appended {
            now,
            rows: self.unsettled.rows(),
        })
    }

    pub(super) async fn evidence(
        &self,
        conn: &mut SqliteConnection,
        rows: &[SaveRow<'_>],
        _: Appended,
    ) -> Result<Vec<Evidence>, StoreError> {
        self.log.evidence(conn, rows, &self.unsettled).await
    }

    /// The logs of attempts, those of running ones with what this transaction appended.
    pub(super) async fn logs(
        &self,
        conn: &mut SqliteConnection,
        running: &[Uuid],
        ended: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let mut logs = self.log.running(running, &self.unsettled)?;
        if !ended.is_empty() {
            logs.extend(self.log.read(conn, ended, &Unsettled::default()).await?);
        }
        Ok(logs)
    }

    pub(super) async fn put_away(
        &mut self,
        conn: &mut SqliteConnection,
        ended: &[(AttemptId, &[Response])],
    ) -> Result<(), StoreError> {
        self.log.put_away(conn, ended, &mut self.unsettled).await
    }

    /// Called after a commit.
    pub(super) fn settle(&mut self) {
        let unsettled = std::mem::take(&mut self.unsettled);
        self.log.settle(unsettled, (self.time)());
    }

    pub(super) async fn tidy_up(&mut self) -> Result<(), StoreError> {
        let Some(conn) = &mut self.conn else {
            return Ok(());
        };
        let Some(last) = self.log.removable((self.time)()) else {
            return Ok(());
        };
        let _turn = turn_of(&self.turn).await?;
        self.log.remove_up_to(conn, last).await
    }

    /// Whether it is time to persist the high-water mark again.
    pub(super) fn has_to_keep_time(&self) -> bool {
        (self.time)().micros() - self.kept >= KEEP_TIME_EVERY_US
    }

    /// Persists the high-water mark below which the clock never starts again (security.md 2.1).
    pub(super) async fn keep_time(
        &mut self,
        conn: &mut SqliteConnection,
    ) -> Result<(), StoreError> {
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
