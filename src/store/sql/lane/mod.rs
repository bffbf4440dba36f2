//! The batch writer's transactions in SQL. What differs by nature, the saving statement above all,
//! stands in `sqlite/` and `postgres.rs`.

mod saves;
mod starts;
mod submissions;

pub(super) use saves::{Appended, Evidence, SaveRow};

use super::db::Db;
use crate::store::StoreError;
use crate::store::writer::{Batch, Lane};
use async_trait::async_trait;
use uuid::Uuid;

/// A connection, inside a transaction or not.
type Connection = <Db as sqlx::Database>::Connection;

/// After the deadline writes are still taken for so long, for slow networks (algorithms.md 5).
pub(super) const GRACE_US: i64 = 5_000_000;

#[async_trait]
impl Lane for super::Writer {
    async fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError> {
        // The connection is kept from batch to batch: giving it back costs a round trip.
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.pool.acquire().await?,
        };
        let _turn = self.turn().await?;
        let written = self.write_by(&mut conn, batch).await;
        // After a failure it may be broken, or inside a transaction; the pool sees to that.
        if written.is_ok() {
            self.conn = Some(conn);
        }
        written
    }

    async fn tidy(&mut self) -> Result<(), StoreError> {
        self.tidy_up().await
    }
}

impl super::Writer {
    async fn write_by(
        &mut self,
        conn: &mut Connection,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
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
        self.lock(&mut tx, to_lock(batch)).await?;
        if !batch.saves.is_empty() {
            let appended = self.append(&mut tx, &saves::rows(&batch.saves)).await?;
            if !saves::judge(self, &mut tx, &mut batch.saves, appended).await? {
                return Err(StoreError::Unavailable(
                    "an attempt changed while its answers were judged".into(),
                ));
            }
        }
        if !batch.starts.is_empty() || !batch.submissions.is_empty() {
            let now = self.now(&mut tx).await?;
            starts::start(&mut tx, &mut batch.starts, now).await?;
            submissions::submit(self, &mut tx, &mut batch.submissions, now).await?;
        }
        self.keep_time(&mut tx).await?;
        tx.commit().await?;
        self.settle();
        Ok(())
    }
}

/// Rows that starts and submissions decide upon, every list in the order of its ids. They are locked
/// list by list, so that two nodes never wait for each other.
pub(super) struct Locks {
    pub(super) people: Vec<Uuid>,
    pub(super) rounds: Vec<Uuid>,
    /// Beside those of the people.
    pub(super) attempts: Vec<Uuid>,
}

/// What to lock before a batch; nothing for saves alone, whose statement locks its attempts itself.
fn to_lock(batch: &Batch) -> Option<Locks> {
    if batch.starts.is_empty() && batch.submissions.is_empty() {
        return None;
    }
    let mut locks = Locks {
        people: batch.starts.iter().map(|start| start.who().1.0).collect(),
        rounds: batch.starts.iter().map(|start| start.who().0.0).collect(),
        attempts: batch
            .saves
            .iter()
            .map(|save| save.attempt.0)
            .chain(batch.submissions.iter().map(|s| s.attempt().0))
            .collect(),
    };
    for ids in [&mut locks.people, &mut locks.rounds, &mut locks.attempts] {
        ids.sort_unstable();
        ids.dedup();
    }
    Some(locks)
}
