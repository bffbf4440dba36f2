//! Submissions: an attempt ends once, and marking sees every answer that was acknowledged.

use super::super::Writer;
use super::super::attempts::{AttemptRow, COLUMNS};
use super::super::db::{self, Db};
use super::super::row::json;
use super::Connection;
use crate::domain::{Attempt, AttemptId, AttemptState, Outcome, Response, Timestamp};
use crate::store::StoreError;
use crate::store::writer::{SubmitPlan, Submitting};
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// An outcome as the rows parameter of [`db::SUBMIT_ROWS`] holds it.
#[derive(Serialize)]
struct SubmitRow<'a> {
    id: AttemptId,
    state: &'static str,
    submitted_at: i64,
    duration_ms: i64,
    forced: bool,
    correct: i64,
    questions: i64,
    score: i64,
    max_score: i64,
    prediction: Option<i64>,
    answers_root: &'a str,
    receipt_code: &'a str,
}

/// Asks everybody who hands in, and writes what they decided. The attempts are locked by now, so the
/// log that marking sees is all that was ever acknowledged.
pub(super) async fn submit(
    writer: &mut Writer,
    conn: &mut Connection,
    submissions: &mut [Box<dyn Submitting>],
    now: Timestamp,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = submissions
        .iter()
        .map(|submission| submission.attempt().0)
        .collect();
    let mut attempts = attempts(conn, &ids).await?;
    let logs = writer.logs(conn, &ids).await?;
    let mut closed: Vec<(AttemptId, AttemptState, Box<Outcome>)> = Vec::new();
    for submission in submissions {
        let id = submission.attempt();
        let log = logs.get(&id).map_or(&[][..], Vec::as_slice);
        if let SubmitPlan::Close { state, outcome } = submission.plan(attempts.get(&id), log, now) {
            if let Some(attempt) = attempts.get_mut(&id) {
                attempt.state = state;
                attempt.outcome = Some((*outcome).clone());
            }
            closed.push((id, state, outcome));
        }
    }
    if closed.is_empty() {
        return Ok(());
    }
    let rows: Vec<SubmitRow> = closed
        .iter()
        .map(|(id, state, outcome)| SubmitRow {
            id: *id,
            state: state.word(),
            submitted_at: outcome.submitted_at.micros(),
            duration_ms: outcome.duration_ms,
            forced: outcome.forced,
            correct: outcome.correct,
            questions: outcome.questions,
            score: outcome.score,
            max_score: outcome.max_score,
            prediction: outcome.prediction,
            answers_root: &outcome.answers_root,
            receipt_code: &outcome.receipt_code,
        })
        .collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) update attempts set state = v.state, submitted_at = v.submitted_at, \
         duration_ms = v.duration_ms, forced = v.forced, correct = v.correct, \
         questions = v.questions, score = v.score, max_score = v.max_score, \
         prediction = v.prediction, answers_root = v.answers_root, receipt_code = v.receipt_code \
         from v where attempts.id = v.id and attempts.state = 'active'",
        db::SUBMIT_ROWS
    ));
    let written = sqlx::query(sql)
        .bind(json(&rows))
        .execute(&mut *conn)
        .await?
        .rows_affected();
    if written != rows.len() as u64 {
        return Err(StoreError::Other(format!(
            "{written} of {} attempts were ended",
            rows.len()
        )));
    }
    let ended: Vec<(AttemptId, &[Response])> = closed
        .iter()
        .filter_map(|(id, ..)| logs.get(id).map(|log| (*id, log.as_slice())))
        .collect();
    writer.put_away(conn, &ended).await
}

async fn attempts(
    conn: &mut Connection,
    ids: &[Uuid],
) -> Result<HashMap<AttemptId, Attempt>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from attempts as a where {}",
        db::ids_in("a.id", "$1")
    ));
    sqlx::query_as::<Db, AttemptRow>(sql)
        .bind(db::ids(ids))
        .fetch_all(&mut *conn)
        .await?
        .into_iter()
        .map(|row| Attempt::try_from(row).map(|attempt| (attempt.id, attempt)))
        .collect()
}
