//! Settings and kept replies in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{Bytes, added_one, hash, instant};
use crate::domain::Timestamp;
use crate::store::{Replay, Settings, StoreError};
use async_trait::async_trait;
use serde::Serialize;

/// Keeps replies, all but those whose key is there already; gives how many.
pub(super) async fn keep(
    conn: &mut <Db as sqlx::Database>::Connection,
    replays: &[Replay],
) -> Result<u64, StoreError> {
    if replays.is_empty() {
        return Ok(0);
    }
    let rows: Vec<ReplayRow> = replays
        .iter()
        .map(|replay| ReplayRow {
            key: Bytes(&replay.key),
            body: Bytes(&replay.body),
            reply: Bytes(&replay.reply),
            at: replay.at.micros(),
        })
        .collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) insert into replays (key_hash, body_hash, reply, at) \
         select v.key, v.body, v.reply, v.at from v where true on conflict (key_hash) do nothing",
        db::REPLAY_ROWS
    ));
    let kept = db::bind_replays(sqlx::query(sql), &rows)
        .execute(conn)
        .await?;
    Ok(kept.rows_affected())
}

/// A reply as the rows parameter of [`db::REPLAY_ROWS`] holds it.
#[derive(Serialize)]
pub(super) struct ReplayRow<'a> {
    pub(super) key: Bytes<'a>,
    pub(super) body: Bytes<'a>,
    pub(super) reply: Bytes<'a>,
    pub(super) at: i64,
}

#[async_trait]
impl Settings for Work {
    async fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> =
            sqlx::query_as::<Db, _>("select content from settings where name = $1")
                .bind(key)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.map(|(content,)| content))
    }

    async fn put_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(
            "insert into settings (name, content) values ($1, $2) \
             on conflict (name) do update set content = excluded.content",
        )
        .bind(key)
        .bind(value)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn replay(&mut self, key: &[u8; 32]) -> Result<Option<Replay>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>, i64)> =
            sqlx::query_as::<Db, _>("select body_hash, reply, at from replays where key_hash = $1")
                .bind(key.to_vec())
                .fetch_optional(&mut *self.tx)
                .await?;
        row.map(|(body, reply, at)| {
            Ok(Replay {
                key: *key,
                body: hash("replays", "body_hash", &body)?,
                reply,
                at: instant(at),
            })
        })
        .transpose()
    }

    async fn put_replay(&mut self, replay: &Replay) -> Result<(), StoreError> {
        added_one(keep(&mut self.tx, std::slice::from_ref(replay)).await?)
    }

    async fn forget_replays(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        Ok(sqlx::query("delete from replays where at < $1")
            .bind(before.micros())
            .execute(&mut *self.tx)
            .await?
            .rows_affected())
    }
}
