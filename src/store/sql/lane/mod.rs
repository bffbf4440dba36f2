//! The batch writer's transactions in SQL. What differs by nature, the saving statement above all,
//! stands in `sqlite/` and `postgres/`.

mod ground;
mod registrations;
mod saves;
mod starts;
mod submissions;

pub(super) use ground::{Ground, Wanted};
pub(super) use saves::{Appended, Evidence, SaveRow};
pub(super) use starts::StartRow;
pub(super) use submissions::SubmitRow;

use super::db::Db;
use crate::store::StoreError;
use crate::store::writer::{Batch, Lane};
use async_trait::async_trait;
use sqlx::Connection as _;
use std::time::Duration;

/// A connection, inside a transaction or not.
type Connection = <Db as sqlx::Database>::Connection;

/// After the deadline writes are still taken for so long, for slow networks (algorithms.md 5).
pub(super) const GRACE_US: i64 = 5_000_000;

#[async_trait]
impl Lane for super::Writer {
    async fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.connect().await?,
        };
        let _turn = self.turn().await?;
        let written = self.write_by(&mut conn, batch).await;
        // After a failure it may be broken, or inside a transaction: it is closed, which undoes what
        // it had begun.
        if written.is_ok() {
            self.conn = Some(conn);
        }
        written
    }

    async fn tidy(&mut self) -> Result<(), StoreError> {
        self.tidy_up().await
    }

    fn patience(&self) -> Option<Duration> {
        self.waits_for()
    }

    async fn close(&mut self) {
        if let Some(conn) = self.conn.take()
            && let Err(error) = conn.close().await
        {
            tracing::debug!(%error, "the writer's connection was not closed in order");
        }
    }
}

impl super::Writer {
    async fn write_by(
        &mut self,
        conn: &mut Connection,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        if !batch.registrations.is_empty() {
            // They come by themselves.
            let mut tx = self.begin(conn).await?;
            registrations::register(&mut tx, &mut batch.registrations).await?;
            self.keep_time(&mut tx).await?;
            return Ok(tx.commit().await?);
        }
        if batch.starts.is_empty() && batch.submissions.is_empty() && !self.has_to_keep_time() {
            // The usual batch is one statement, and a statement by itself is a transaction.
            let appended = self.append(conn, &saves::rows(&batch.saves)).await?;
            let judged = saves::judge(self, conn, &mut batch.saves, appended).await;
            self.settle();
            if judged? {
                return Ok(());
            }
        }
        let mut tx = self.begin(conn).await?;
        let mut ground = self.ground(&mut tx, Wanted::by(batch)).await?;
        if !batch.saves.is_empty() {
            let appended = self.append(&mut tx, &saves::rows(&batch.saves)).await?;
            if !saves::judge(self, &mut tx, &mut batch.saves, appended).await? {
                return Err(StoreError::Unavailable(
                    "an attempt changed while its answers were judged".into(),
                ));
            }
        }
        if !batch.starts.is_empty() {
            starts::start(&mut tx, &mut batch.starts, &mut ground).await?;
        }
        if !batch.submissions.is_empty() {
            submissions::submit(self, &mut tx, &mut batch.submissions, &mut ground).await?;
        }
        self.keep_time(&mut tx).await?;
        tx.commit().await?;
        self.settle();
        Ok(())
    }
}
