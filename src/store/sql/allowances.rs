//! Extra time and outages in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{instant, json};
use crate::domain::{AttemptId, ParticipantId, RoundId, Timestamp, UnitId};
use crate::store::{Allowances, Outage, Running, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use uuid::Uuid;

/// Ends written with one statement.
const CHUNK: usize = 5_000;

/// An end as the rows parameter of [`db::DEADLINE_ROWS`] holds it.
#[derive(Serialize)]
struct EndRow {
    id: AttemptId,
    deadline: i64,
}

#[derive(sqlx::FromRow)]
struct RunningRow {
    id: Uuid,
    participant_id: Uuid,
    unit_id: Option<Uuid>,
    extra_time_s: Option<i64>,
    started_at: i64,
    deadline_at: i64,
}

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

    async fn running_in(&mut self, round: RoundId) -> Result<Vec<Running>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select a.id, a.participant_id, p.unit_id, p.extra_time_s, a.started_at, a.deadline_at \
             from attempts as a join participants as p on p.id = a.participant_id \
             where a.round_id = $1 and a.state = 'active' order by a.id{}",
            db::LOCKED
        ));
        let rows: Vec<RunningRow> = sqlx::query_as::<Db, _>(sql)
            .bind(round.0)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Running {
                    attempt: AttemptId(row.id),
                    participant: ParticipantId(row.participant_id),
                    unit: row.unit_id.map(UnitId),
                    extra_time_s: u32::try_from(row.extra_time_s.unwrap_or(0)).map_err(
                        |error| StoreError::corrupt("participants", "extra_time_s", error),
                    )?,
                    started_at: instant(row.started_at),
                    deadline_at: instant(row.deadline_at),
                })
            })
            .collect()
    }

    async fn move_deadlines(
        &mut self,
        ends: &[(AttemptId, Timestamp)],
    ) -> Result<usize, StoreError> {
        let sql = format!(
            "with v as ({}) update attempts set deadline_at = v.deadline from v \
             where attempts.id = v.id and attempts.state || '' = 'active' \
             and attempts.deadline_at < v.deadline",
            db::DEADLINE_ROWS
        );
        let mut moved = 0;
        for chunk in ends.chunks(CHUNK) {
            let rows: Vec<EndRow> = chunk
                .iter()
                .map(|(id, deadline)| EndRow {
                    id: *id,
                    deadline: deadline.micros(),
                })
                .collect();
            let done = sqlx::query(sqlx::AssertSqlSafe(sql.clone()))
                .bind(json(&rows))
                .execute(&mut *self.tx)
                .await?;
            moved += usize::try_from(done.rows_affected()).unwrap_or(usize::MAX);
        }
        Ok(moved)
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
