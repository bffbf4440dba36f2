//! Settings and kept replies in SQL.

use super::Work;
use super::db::Db;
use super::row::{added_one, hash, instant};
use crate::domain::Timestamp;
use crate::store::{Replay, Settings, StoreError};
use async_trait::async_trait;

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
        let added = sqlx::query(
            "insert into replays (key_hash, body_hash, reply, at) values ($1, $2, $3, $4) \
             on conflict (key_hash) do nothing",
        )
        .bind(replay.key.to_vec())
        .bind(replay.body.to_vec())
        .bind(&replay.reply)
        .bind(replay.at.micros())
        .execute(&mut *self.tx)
        .await?;
        added_one(added.rows_affected())
    }

    async fn forget_replays(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        Ok(sqlx::query("delete from replays where at < $1")
            .bind(before.micros())
            .execute(&mut *self.tx)
            .await?
            .rows_affected())
    }
}
