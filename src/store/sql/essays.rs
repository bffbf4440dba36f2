//! Marks of essays in SQL.

use super::Work;
use super::db::Db;
use super::row::instant;
use crate::domain::{AttemptId, RoundId, Timestamp};
use crate::store::{EssayMark, EssayMarks, StoreError};
use async_trait::async_trait;
use uuid::Uuid;

#[async_trait]
impl EssayMarks for Work {
    async fn add_essay_mark(&mut self, mark: &EssayMark) -> Result<i64, StoreError> {
        let (version,): (i64,) = sqlx::query_as::<Db, _>(
            "insert into essay_marks (attempt_id, judge, version, points, note, at) \
             select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5 from essay_marks \
             where attempt_id = $1 and judge = $2 returning version",
        )
        .bind(mark.attempt.0)
        .bind(&mark.judge)
        .bind(mark.points)
        .bind(&mark.note)
        .bind(mark.at.micros())
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(version)
    }

    async fn essay_marks(
        &mut self,
        round: RoundId,
        until: Option<Timestamp>,
    ) -> Result<Vec<EssayMark>, StoreError> {
        let rows: Vec<(Uuid, String, i64, i64, String, i64)> = sqlx::query_as::<Db, _>(
            "select m.attempt_id, m.judge, m.version, m.points, m.note, m.at \
             from essay_marks as m join attempts as a on a.id = m.attempt_id \
             where a.round_id = $1 and m.at <= $2 and not exists (select 1 from essay_marks as n \
                 where n.attempt_id = m.attempt_id and n.judge = m.judge \
                     and n.version > m.version and n.at <= $2) \
             order by m.attempt_id, m.judge",
        )
        .bind(round.0)
        .bind(until.map_or(i64::MAX, Timestamp::micros))
        .fetch_all(&mut *self.tx)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(attempt, judge, version, points, note, at)| EssayMark {
                attempt: AttemptId(attempt),
                judge,
                version,
                points,
                note,
                at: instant(at),
            })
            .collect())
    }
}
