//! Results in SQL.

use super::Work;
use super::db::{self, Db};
use super::row::{document, instant};
use crate::domain::{AttemptId, ParticipantId, RoundId};
use crate::store::{GroupPlace, ResultRow, Results, StandingRow, StoreError};
use async_trait::async_trait;
use serde::Serialize;
use uuid::Uuid;

/// Places written with one statement.
const CHUNK: usize = 5_000;

const SELECT: &str = "select version, created_at, actual_prediction, people, attempts, made_by, \
    prediction_asked, receipts_root from results where round_id = $1";

#[derive(sqlx::FromRow)]
struct ResultColumns {
    version: i64,
    created_at: i64,
    actual_prediction: Option<i64>,
    people: i64,
    attempts: i64,
    made_by: Option<String>,
    prediction_asked: Option<String>,
    receipts_root: Option<String>,
}

impl ResultColumns {
    fn of(self, round: RoundId) -> ResultRow {
        ResultRow {
            round,
            version: self.version,
            created_at: instant(self.created_at),
            actual_prediction: self.actual_prediction,
            people: self.people,
            attempts: self.attempts,
            made_by: self.made_by.unwrap_or_default(),
            prediction_asked: self.prediction_asked,
            receipts_root: self.receipts_root,
        }
    }
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    place: i64,
    participant_id: Uuid,
    attempt_id: Uuid,
    measured: String,
    reason: String,
    group_code: Option<String>,
    group_place: Option<i64>,
    group_reason: Option<String>,
}

impl TryFrom<PlaceRow> for StandingRow {
    type Error = StoreError;
    fn try_from(row: PlaceRow) -> Result<Self, StoreError> {
        Ok(Self {
            place: row.place,
            participant: ParticipantId(row.participant_id),
            attempt: AttemptId(row.attempt_id),
            values: document("standings", "measured", &row.measured)?,
            reason: row.reason,
            group: match (row.group_code, row.group_place) {
                (Some(group), Some(place)) => Some(GroupPlace {
                    group,
                    place,
                    reason: row.group_reason.unwrap_or_default(),
                }),
                _ => None,
            },
        })
    }
}

/// A place as the rows parameter of [`db::STANDING_ROWS`] holds it.
#[derive(Serialize)]
struct PlaceJson<'a> {
    place: i64,
    participant: ParticipantId,
    attempt: AttemptId,
    measured: String,
    reason: &'a str,
    group_code: Option<&'a str>,
    group_place: Option<i64>,
    group_reason: Option<&'a str>,
}

#[async_trait]
impl Results for Work {
    async fn put_result(
        &mut self,
        result: &ResultRow,
        standings: &[StandingRow],
    ) -> Result<(), StoreError> {
        sqlx::query(
            "insert into results (round_id, version, created_at, actual_prediction, people, attempts, \
             made_by, prediction_asked, receipts_root) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(result.round.0)
        .bind(result.version)
        .bind(result.created_at.micros())
        .bind(result.actual_prediction)
        .bind(result.people)
        .bind(result.attempts)
        .bind(&result.made_by)
        .bind(&result.prediction_asked)
        .bind(&result.receipts_root)
        .execute(&mut *self.tx)
        .await?;
        for chunk in standings.chunks(CHUNK) {
            let rows: Vec<PlaceJson> = chunk
                .iter()
                .map(|row| PlaceJson {
                    place: row.place,
                    participant: row.participant,
                    attempt: row.attempt,
                    measured: super::row::json(&row.values),
                    reason: &row.reason,
                    group_code: row.group.as_ref().map(|at| at.group.as_str()),
                    group_place: row.group.as_ref().map(|at| at.place),
                    group_reason: row.group.as_ref().map(|at| at.reason.as_str()),
                })
                .collect();
            let sql = sqlx::AssertSqlSafe(format!(
                "with v as ({}) insert into standings \
                 (round_id, version, place, participant_id, attempt_id, measured, reason, \
                 group_code, group_place, group_reason) select $2, $3, v.place, v.participant, \
                 v.attempt, v.measured, v.reason, v.group_code, v.group_place, v.group_reason \
                 from v",
                db::STANDING_ROWS
            ));
            sqlx::query(sql)
                .bind(super::row::json(&rows))
                .bind(result.round.0)
                .bind(result.version)
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    async fn latest_result(&mut self, round: RoundId) -> Result<Option<ResultRow>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} order by version desc limit 1"));
        let row = sqlx::query_as::<Db, ResultColumns>(sql)
            .bind(round.0)
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(|row| row.of(round)))
    }

    async fn result_of(
        &mut self,
        round: RoundId,
        version: i64,
    ) -> Result<Option<ResultRow>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{SELECT} and version = $2"));
        let row = sqlx::query_as::<Db, ResultColumns>(sql)
            .bind(round.0)
            .bind(version)
            .fetch_optional(&mut *self.tx)
            .await?;
        Ok(row.map(|row| row.of(round)))
    }

    async fn standings(
        &mut self,
        round: RoundId,
        version: i64,
    ) -> Result<Vec<StandingRow>, StoreError> {
        sqlx::query_as::<Db, PlaceRow>(
            "select place, participant_id, attempt_id, measured, reason, group_code, group_place, \
             group_reason from standings \
             where round_id = $1 and version = $2 order by place, participant_id",
        )
        .bind(round.0)
        .bind(version)
        .fetch_all(&mut *self.tx)
        .await?
        .into_iter()
        .map(StandingRow::try_from)
        .collect()
    }

    async fn standings_page(
        &mut self,
        round: RoundId,
        version: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<StandingRow>, StoreError> {
        sqlx::query_as::<Db, PlaceRow>(
            "select place, participant_id, attempt_id, measured, reason, group_code, group_place, \
             group_reason from standings \
             where round_id = $1 and version = $2 order by place, participant_id \
             limit $3 offset $4",
        )
        .bind(round.0)
        .bind(version)
        .bind(limit)
        .bind(after)
        .fetch_all(&mut *self.tx)
        .await?
        .into_iter()
        .map(StandingRow::try_from)
        .collect()
    }

    async fn standing_of(
        &mut self,
        round: RoundId,
        version: i64,
        participant: ParticipantId,
    ) -> Result<Option<StandingRow>, StoreError> {
        sqlx::query_as::<Db, PlaceRow>(
            "select place, participant_id, attempt_id, measured, reason, group_code, group_place, \
             group_reason from standings \
             where round_id = $1 and version = $2 and participant_id = $3",
        )
        .bind(round.0)
        .bind(version)
        .bind(participant.0)
        .fetch_optional(&mut *self.tx)
        .await?
        .map(StandingRow::try_from)
        .transpose()
    }
}
