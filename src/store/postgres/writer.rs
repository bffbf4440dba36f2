//! The batch writer's side of the database.

use super::lane::{Appended, Evidence, GRACE_US, Ground, SaveRow, Wanted};
use super::{db, ground};
use crate::domain::{AttemptId, Response, Timestamp};
use crate::store::{StoreError, TimeSource};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};
use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;

/// Writes batches by a connection of its own, so that saving never waits behind browsing.
pub(super) struct Writer {
    pub(super) options: PgConnectOptions,
    pub(super) conn: Option<PgConnection>,
    pub(super) time: Option<TimeSource>,
    pub(super) patience: Duration,
}

/// What SQLite's one writer at a time has here: nothing.
pub(super) struct NoTurn;

impl Writer {
    /// A server that answers nothing for so long is out of reach: its connection is given up, and
    /// with it a transaction whose COMMIT was not confirmed. No timeout is told to the server, which
    /// would report a COMMIT that waits for a standby as done (security.md 3.1).
    #[expect(clippy::unnecessary_wraps, reason = "SQLite waits for ever")]
    pub(super) fn waits_for(&self) -> Option<Duration> {
        Some(self.patience)
    }

    pub(super) async fn connect(&self) -> Result<PgConnection, StoreError> {
        Ok(PgConnection::connect_with(&self.options).await?)
    }

    /// Nobody has to wait: rows are locked one by one.
    #[expect(clippy::unused_async, reason = "SQLite waits here")]
    pub(super) async fn turn(&self) -> Result<NoTurn, StoreError> {
        Ok(NoTurn)
    }

    pub(super) async fn begin<'c>(
        &mut self,
        conn: &'c mut PgConnection,
    ) -> Result<sqlx::Transaction<'c, db::Db>, StoreError> {
        Ok(conn.begin().await?)
    }

    /// The database's clock is the one authority of all nodes (algorithms.md 5).
    pub(super) async fn ground(
        &mut self,
        conn: &mut PgConnection,
        wanted: Wanted,
    ) -> Result<Ground, StoreError> {
        let locked = ground::lock(conn, &wanted).await?;
        let now = match (&self.time, locked.at) {
            (Some(time), _) => time(),
            (None, Some(micros)) => Timestamp::from_micros(micros),
            (None, None) => ground::now(conn).await?,
        };
        Ok(Ground::new(now, locked.rounds, locked.attempts).without(locked.excluded))
    }

    pub(super) async fn append(
        &mut self,
        conn: &mut PgConnection,
        rows: &[SaveRow<'_>],
    ) -> Result<Appended, StoreError> {
        let told = self.time.as_ref().map(|time| time());
        db::append_responses(conn, rows, told, GRACE_US).await
    }

    pub(super) async fn evidence(
        &self,
        conn: &mut PgConnection,
        rows: &[SaveRow<'_>],
        appended: Appended,
    ) -> Result<Vec<Evidence>, StoreError> {
        db::unusual(conn, rows, appended.now).await
    }

    pub(super) async fn logs(
        &self,
        conn: &mut PgConnection,
        running: &[Uuid],
        ended: &[Uuid],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        db::logs(conn, &[running, ended].concat()).await
    }

    /// Only SQLite keeps sheets.
    #[expect(clippy::unused_async, reason = "SQLite writes sheets here")]
    pub(super) async fn put_away(
        &mut self,
        _: &mut PgConnection,
        _: &[(AttemptId, &[Response])],
    ) -> Result<(), StoreError> {
        Ok(())
    }

    /// Only SQLite keeps the places of its log in memory.
    #[expect(clippy::unused_self, reason = "SQLite takes note of the commit here")]
    pub(super) fn settle(&mut self) {}

    #[expect(clippy::unused_async, reason = "SQLite shortens its log here")]
    pub(super) async fn tidy_up(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Only SQLite goes by a clock of its own, whose high-water mark it keeps.
    #[expect(clippy::unused_self, reason = "SQLite looks at its clock here")]
    pub(super) fn has_to_keep_time(&self) -> bool {
        false
    }

    #[expect(clippy::unused_async, reason = "SQLite keeps a high-water mark here")]
    pub(super) async fn keep_time(&mut self, _: &mut PgConnection) -> Result<(), StoreError> {
        Ok(())
    }
}
