//! Extra time and outages in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::domain::{AttemptId, ParticipantId, RoundId, Timestamp};
use crate::store::{Allowances, Outage, StoreError};
use async_trait::async_trait;

#[async_trait]
impl Allowances for Work {
    async fn set_extra_time(
        &mut self,
        participant: ParticipantId,
        seconds: u32,
    ) -> Result<(), StoreError> {
        sqlx::query("update participants set extra_time_s = $2 where id = $1")
            .bind(participant.0)
            .bind(i64::from(seconds))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn move_deadline(
        &mut self,
        attempt: AttemptId,
        deadline: Timestamp,
    ) -> Result<bool, StoreError> {
        let moved = sqlx::query(
            "update attempts set deadline_at = $2 \
             where id = $1 and state = 'active' and deadline_at < $2",
        )
        .bind(attempt.0)
        .bind(deadline.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(moved.rows_affected() > 0)
    }

    async fn add_outage(&mut self, round: RoundId, outage: &Outage) -> Result<(), StoreError> {
        sqlx::query(
            "insert into outages (round_id, from_at, to_at, reason, made_by, at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(round.0)
        .bind(outage.from.micros())
        .bind(outage.to.micros())
        .bind(&outage.reason)
        .bind(&outage.made_by)
        .bind(outage.at.micros())
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn outages(&mut self, round: RoundId) -> Result<Vec<Outage>, StoreError> {
        let rows: Vec<(i64, i64, String, String, i64)> = sqlx::query_as::<Db, _>(
            "select from_at, to_at, reason, made_by, at from outages where round_id = $1 \
             order by at, from_at",
        )
        .bind(round.0)
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(from, to, reason, made_by, at)| Outage {
                from: instant(from),
                to: instant(to),
                reason,
                made_by,
                at: instant(at),
            })
            .collect())
    }
}
