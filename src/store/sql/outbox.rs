//! The outbox in SQL.

use super::Work;
use super::db::Db;
use super::row::{instant, word};
use crate::domain::{ParcelId, Timestamp};
use crate::store::{Channel, Outbox, Parcel, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ParcelRow {
    id: Uuid,
    channel: String,
    recipient_id: Uuid,
    content: Vec<u8>,
    made_at: i64,
    next_at: i64,
    tries: i64,
}

impl TryFrom<ParcelRow> for Parcel {
    type Error = StoreError;
    fn try_from(row: ParcelRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ParcelId(row.id),
            channel: word("outbox", "channel", &row.channel, Channel::of)?,
            recipient: row.recipient_id,
            content: row.content,
            made_at: instant(row.made_at),
            next_at: instant(row.next_at),
            tries: row.tries,
        })
    }
}

#[async_trait]
impl Outbox for Work {
    async fn put_parcel(&mut self, parcel: &Parcel) -> Result<(), StoreError> {
        sqlx::query(
            "insert into outbox (id, channel, recipient_id, content, made_at, next_at, tries) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(parcel.id.0)
        .bind(parcel.channel.word())
        .bind(parcel.recipient)
        .bind(&parcel.content)
        .bind(parcel.made_at.micros())
        .bind(parcel.next_at.micros())
        .bind(parcel.tries)
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn due_parcels(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Parcel>, StoreError> {
        sqlx::query_as::<Db, ParcelRow>(
            "select id, channel, recipient_id, content, made_at, next_at, tries from outbox \
             where next_at <= $1 order by next_at, id limit $2",
        )
        .bind(now.micros())
        .bind(limit)
        .fetch_all(&mut *self.tx)
        .await?
        .into_iter()
        .map(Parcel::try_from)
        .collect()
    }

    async fn take_parcel(
        &mut self,
        parcel: &Parcel,
        next_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let taken = sqlx::query(
            "update outbox set next_at = $3, tries = tries + 1 where id = $1 and tries = $2",
        )
        .bind(parcel.id.0)
        .bind(parcel.tries)
        .bind(next_at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(taken.rows_affected() > 0)
    }

    async fn postpone_parcel(
        &mut self,
        id: ParcelId,
        next_at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query("update outbox set next_at = $2 where id = $1")
            .bind(id.0)
            .bind(next_at.micros())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn drop_parcel(&mut self, id: ParcelId) -> Result<(), StoreError> {
        sqlx::query("delete from outbox where id = $1")
            .bind(id.0)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }
}
