//! The batch writer's side of the database.

use super::answer_log::{AnswerLog, Unsettled};
use super::lane::{self, Appended, Evidence, GRACE_US, SaveRow};
use super::{db, turn_of};
use crate::domain::{AttemptId, Response, Timestamp};
use crate::store::{StoreError, TimeSource};
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, SqlitePool};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};
use uuid::Uuid;

/// How often the high-water mark of the clock is written, at most.
const KEEP_TIME_EVERY_US: i64 = 1_000_000;

/// Writes batches by a connection of its own.
pub(super) struct Writer {
    pub(super) pool: SqlitePool,
    pub(super) conn: Option<PoolConnection<db::Db>>,
    pub(super) turn: Arc<Mutex<()>>,
    pub(super) time: TimeSource,
    pub(super) kept: i64,
    pub(super) log: Arc<AnswerLog>,
    /// What the batch under way wrote to the log.
    pub(super) unsettled: Unsettled,
}

impl Writer {
    /// Waits until no unit of work writes.
    pub(super) async fn turn(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
        turn_of(&self.turn).await
    }

    pub(super) async fn begin<'c>(
        &mut self,
        conn: &'c mut sqlx::SqliteConnection,
    ) -> Result<sqlx::Transaction<'c, db::Db>, StoreError> {
        // What a transaction wrote that was undone, if the last one was.
        self.unsettled = Unsettled::default();
        Ok(conn.begin_with("BEGIN IMMEDIATE").await?)
    }

    #[expect(clippy::unused_async, reason = "PostgreSQL asks its own clock here")]
    pub(super) async fn now(
        &self,
        _: &mut sqlx::SqliteConnection,
    ) -> Result<Timestamp, StoreError> {
        Ok((self.time)())
    }

    /// Nobody else writes until the transaction ends; what another process wrote before is learned.
    pub(super) async fn lock(
        &mut self,
        conn: &mut sqlx::SqliteConnection,
        _: Option<lane::Locks>,
    ) -> Result<(), StoreError> {
        self.log.catch_up(conn).await
    }

    pub(super) async fn append(
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

    pub(super) async fn evidence(
        &self,
        conn: &mut sqlx::SqliteConnection,
        rows: &[SaveRow<'_>],
        _: Appended,
    ) -> Result<Vec<Evidence>, StoreError> {
        self.log.evidence(conn, rows, &self.unsettled).await
    }

    /// The logs of attempts, with what this transaction appended.
    pub(super) async fn logs(
        &self,
        conn: &mut sqlx::SqliteConnection,
        attempts: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let lines = self.log.lines(attempts, &self.unsettled);
        self.log.read(conn, attempts, &lines).await
    }

    pub(super) async fn put_away(
        &mut self,
        conn: &mut sqlx::SqliteConnection,
        ended: &[(AttemptId, &[Response])],
    ) -> Result<(), StoreError> {
        self.log.put_away(conn, ended, &mut self.unsettled).await
    }

    /// Called after a commit.
    pub(super) fn settle(&mut self) {
        let unsettled = std::mem::take(&mut self.unsettled);
        self.log.settle(&unsettled, (self.time)());
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
        conn: &mut sqlx::SqliteConnection,
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
