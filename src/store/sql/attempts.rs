//! Attempts and the response log in SQL.

use super::Work;
use super::db::Db;
use super::row::{flag, instant, word};
use crate::domain::{
    Attempt, AttemptId, AttemptState, ContestId, Outcome, ParticipantId, Response, RoundId,
    Timestamp, UnitId,
};
use crate::store::{Attempts, Counted, Finished, HandedIn, ReceiptRow, StoreError, UnitCount};
use async_trait::async_trait;
use serde::Deserialize;
use sqlx::QueryBuilder;
use std::collections::HashMap;
use uuid::Uuid;

/// An attempt as its columns, or as a JSON array of them where rows cross as one text.
#[derive(sqlx::FromRow, Deserialize)]
pub(super) struct AttemptRow {
    id: Uuid,
    round_id: Uuid,
    participant_id: Uuid,
    ordinal: i64,
    epoch: i64,
    device: Option<String>,
    start_key: Option<String>,
    state: String,
    started_at: i64,
    deadline_at: i64,
    paper_hash: String,
    submitted_at: Option<i64>,
    duration_ms: Option<i64>,
    #[serde(deserialize_with = "flag")]
    forced: Option<bool>,
    correct: Option<i64>,
    questions: Option<i64>,
    score: Option<i64>,
    max_score: Option<i64>,
    #[serde(deserialize_with = "flag")]
    failed: Option<bool>,
    prediction: Option<i64>,
    answers_root: Option<String>,
    receipt_code: Option<String>,
}

/// The columns of [`AttemptRow`] in its order, of the table `attempts as a`.
pub(super) const COLUMNS: &str = "a.id, a.round_id, a.participant_id, a.ordinal, a.epoch, \
    a.device, a.start_key, a.state, a.started_at, a.deadline_at, a.paper_hash, a.submitted_at, \
    a.duration_ms, a.forced, a.correct, a.questions, a.score, a.max_score, a.failed, \
    a.prediction, a.answers_root, a.receipt_code";

impl TryFrom<AttemptRow> for Attempt {
    type Error = StoreError;
    fn try_from(row: AttemptRow) -> Result<Self, StoreError> {
        let hole = |column| StoreError::corrupt("attempts", column, "empty beside submitted_at");
        let outcome = match row.submitted_at {
            None => None,
            Some(submitted_at) => Some(Outcome {
                submitted_at: instant(submitted_at),
                duration_ms: row.duration_ms.ok_or_else(|| hole("duration_ms"))?,
                forced: row.forced.ok_or_else(|| hole("forced"))?,
                correct: row.correct.ok_or_else(|| hole("correct"))?,
                questions: row.questions.ok_or_else(|| hole("questions"))?,
                score: row.score.ok_or_else(|| hole("score"))?,
                max_score: row.max_score.ok_or_else(|| hole("max_score"))?,
                failed: row.failed.unwrap_or(false),
                prediction: row.prediction,
                answers_root: row.answers_root.ok_or_else(|| hole("answers_root"))?,
                receipt_code: row.receipt_code.ok_or_else(|| hole("receipt_code"))?,
            }),
        };
        Ok(Self {
            id: AttemptId(row.id),
            round: RoundId(row.round_id),
            participant: ParticipantId(row.participant_id),
            ordinal: row.ordinal,
            epoch: row.epoch,
            device: row.device,
            start_key: row.start_key,
            state: word("attempts", "state", &row.state, AttemptState::of)?,
            started_at: instant(row.started_at),
            deadline_at: instant(row.deadline_at),
            paper_hash: row.paper_hash,
            outcome,
        })
    }
}

#[derive(sqlx::FromRow)]
struct FinishedRow {
    #[sqlx(flatten)]
    attempt: AttemptRow,
    number: i64,
    group_code: Option<String>,
    unit_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct HandedInRow {
    #[sqlx(flatten)]
    attempt: AttemptRow,
    number: i64,
    alias: String,
    group_code: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ReceiptColumns {
    #[sqlx(flatten)]
    attempt: AttemptRow,
    number: i64,
    contest_id: Uuid,
}

impl Work {
    /// Attempts of a condition on `a`, whose parameters are bound by the caller.
    async fn attempts_where(
        &mut self,
        condition: &str,
        id: Uuid,
    ) -> Result<Vec<Attempt>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from attempts as a where {condition}"
        ));
        sqlx::query_as::<Db, AttemptRow>(sql)
            .bind(id)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Attempt::try_from)
            .collect()
    }
}

#[async_trait]
impl Attempts for Work {
    async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>, StoreError> {
        Ok(self.attempts_where("a.id = $1", id.0).await?.pop())
    }

    async fn attempts_of(
        &mut self,
        participant: ParticipantId,
    ) -> Result<Vec<Attempt>, StoreError> {
        self.attempts_where(
            "a.participant_id = $1 order by a.started_at, a.ordinal",
            participant.0,
        )
        .await
    }

    async fn responses(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        self.log_of(attempt).await
    }

    async fn newest_responses(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError> {
        self.newest_of(attempt).await
    }

    async fn attempt_by_receipt(&mut self, code: &str) -> Result<Option<ReceiptRow>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS}, p.number, p.contest_id from attempts as a \
             join participants as p on p.id = a.participant_id where a.receipt_code = $1"
        ));
        sqlx::query_as::<Db, ReceiptColumns>(sql)
            .bind(code)
            .fetch_optional(&mut *self.tx)
            .await?
            .map(|row| {
                Ok(ReceiptRow {
                    attempt: row.attempt.try_into()?,
                    number: row.number,
                    contest: ContestId(row.contest_id),
                })
            })
            .transpose()
    }

    async fn overdue(&mut self, before: Timestamp, limit: i64) -> Result<Vec<Attempt>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from attempts as a where a.state = 'active' and a.deadline_at < $1 \
             order by a.deadline_at limit $2"
        ));
        sqlx::query_as::<Db, AttemptRow>(sql)
            .bind(before.micros())
            .bind(limit)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(Attempt::try_from)
            .collect()
    }

    async fn active_in(&mut self, round: RoundId) -> Result<Vec<Attempt>, StoreError> {
        self.attempts_where("a.round_id = $1 and a.state = 'active'", round.0)
            .await
    }

    async fn finished_in(&mut self, round: RoundId) -> Result<Vec<Finished>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS}, p.number, p.group_code, p.unit_id from attempts as a \
             join participants as p on p.id = a.participant_id \
             where a.round_id = $1 and a.state in ('submitted', 'expired') \
             order by p.number, a.ordinal"
        ));
        sqlx::query_as::<Db, FinishedRow>(sql)
            .bind(round.0)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(|row| {
                Ok(Finished {
                    attempt: row.attempt.try_into()?,
                    number: row.number,
                    group: row.group_code,
                    unit: row.unit_id.map(UnitId),
                })
            })
            .collect()
    }

    async fn handed_in(
        &mut self,
        round: RoundId,
        (number, ordinal): (i64, i64),
        limit: i64,
    ) -> Result<Vec<HandedIn>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS}, p.number, p.alias, p.group_code from rounds as r \
             join participants as p on p.contest_id = r.contest_id \
             join attempts as a on a.participant_id = p.id and a.round_id = r.id \
             where r.id = $1 and a.submitted_at is not null \
             and p.number >= $2 and (p.number > $2 or a.ordinal > $3) \
             order by p.number, a.ordinal limit $4"
        ));
        sqlx::query_as::<Db, HandedInRow>(sql)
            .bind(round.0)
            .bind(number)
            .bind(ordinal)
            .bind(limit)
            .fetch_all(&mut *self.tx)
            .await?
            .into_iter()
            .map(|row| {
                Ok(HandedIn {
                    attempt: row.attempt.try_into()?,
                    number: row.number,
                    alias: row.alias,
                    group: row.group_code,
                })
            })
            .collect()
    }

    async fn logs_of(
        &mut self,
        attempts: &[AttemptId],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
        let ids: Vec<Uuid> = attempts.iter().map(|attempt| attempt.0).collect();
        self.logs(&ids).await
    }

    async fn count_finished(
        &mut self,
        round: RoundId,
        until: Option<Timestamp>,
    ) -> Result<i64, StoreError> {
        let (count,): (i64,) = sqlx::query_as::<Db, _>(
            "select count(*) from attempts where round_id = $1 \
             and state in ('submitted', 'expired') \
             and (cast($2 as bigint) is null or submitted_at <= $2)",
        )
        .bind(round.0)
        .bind(until.map(Timestamp::micros))
        .fetch_one(&mut *self.tx)
        .await?;
        Ok(count)
    }

    async fn has_attempts(&mut self, round: RoundId) -> Result<bool, StoreError> {
        let row: Option<(i64,)> =
            sqlx::query_as::<Db, _>("select ordinal from attempts where round_id = $1 limit 1")
                .bind(round.0)
                .fetch_optional(&mut *self.tx)
                .await?;
        Ok(row.is_some())
    }

    async fn count_attempts(&mut self, counted: Counted) -> Result<(i64, i64), StoreError> {
        let mut query = counting(
            "select count(distinct a.participant_id), count(*) from attempts as a where ",
            &[counted],
        );
        Ok(query.build_query_as().fetch_one(&mut *self.tx).await?)
    }

    async fn count_people(&mut self, counted: &[Counted]) -> Result<i64, StoreError> {
        if counted.is_empty() {
            return Ok(0);
        }
        let mut query = counting(
            "select count(distinct a.participant_id) from attempts as a where ",
            counted,
        );
        let (people,): (i64,) = query.build_query_as().fetch_one(&mut *self.tx).await?;
        Ok(people)
    }

    async fn count_by_unit(&mut self, counted: &[Counted]) -> Result<Vec<UnitCount>, StoreError> {
        if counted.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = counting(
            "select p.unit_id, count(distinct p.id), count(*) from attempts as a \
             join participants as p on p.id = a.participant_id where p.unit_id is not null and ",
            counted,
        );
        query.push(" group by p.unit_id");
        let rows: Vec<(Uuid, i64, i64)> = query.build_query_as().fetch_all(&mut *self.tx).await?;
        Ok(rows
            .into_iter()
            .map(|(unit, people, attempts)| UnitCount {
                unit: UnitId(unit),
                people,
                attempts,
            })
            .collect())
    }
}

/// A query over the attempts of some rounds, at least one, void ones left out.
fn counting(select: &'static str, counted: &[Counted]) -> QueryBuilder<Db> {
    let mut query = QueryBuilder::new(select);
    query.push("a.state <> 'void' and (");
    for (at, Counted { round, until }) in counted.iter().enumerate() {
        if at > 0 {
            query.push(" or ");
        }
        query.push("(a.round_id = ").push_bind(round.0);
        if let Some(until) = until {
            query
                .push(" and a.started_at <= ")
                .push_bind(until.micros());
        }
        query.push(")");
    }
    query.push(")");
    query
}
