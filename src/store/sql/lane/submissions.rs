//! Submissions: an attempt ends once, and marking sees every answer that was acknowledged.

use super::super::Writer;
use super::super::db;
use super::{Connection, Ground};
use crate::domain::{AttemptId, AttemptState, Outcome, Response};
use crate::store::StoreError;
use crate::store::writer::{SubmitPlan, Submitting};
use serde::Serialize;

/// An outcome as the rows parameter of [`db::SUBMIT_ROWS`] holds it.
#[derive(Serialize)]
pub(in super::super) struct SubmitRow<'a> {
    pub(in super::super) id: AttemptId,
    pub(in super::super) state: &'static str,
    pub(in super::super) submitted_at: i64,
    pub(in super::super) duration_ms: i64,
    pub(in super::super) forced: bool,
    pub(in super::super) correct: i64,
    pub(in super::super) questions: i64,
    pub(in super::super) score: i64,
    pub(in super::super) max_score: i64,
    pub(in super::super) failed: bool,
    pub(in super::super) prediction: Option<i64>,
    pub(in super::super) answers_root: &'a str,
    pub(in super::super) receipt_code: &'a str,
}

/// Asks everybody who hands in, and writes what they decided. The attempts are locked by now, so the
/// log that marking sees is all that was ever acknowledged.
pub(super) async fn submit(
    writer: &mut Writer,
    conn: &mut Connection,
    submissions: &mut [Box<dyn Submitting>],
    ground: &mut Ground,
) -> Result<(), StoreError> {
    let (mut running, mut ended) = (Vec::new(), Vec::new());
    for submission in &*submissions {
        let id = submission.attempt();
        match ground.attempt(id).map(|attempt| attempt.state) {
            Some(AttemptState::Active) => running.push(id.0),
            Some(_) => ended.push(id.0),
            None => {}
        }
    }
    let logs = writer.logs(conn, &running, &ended).await?;
    let mut closed: Vec<(AttemptId, AttemptState, Box<Outcome>)> = Vec::new();
    for submission in submissions {
        let id = submission.attempt();
        let log = logs.get(&id).map_or(&[][..], Vec::as_slice);
        let plan = submission.plan(ground.attempt(id), log, ground.now);
        if let SubmitPlan::Close { state, outcome } = plan {
            if let Some(attempt) = ground.attempt_mut(id) {
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
            failed: outcome.failed,
            prediction: outcome.prediction,
            answers_root: &outcome.answers_root,
            receipt_code: &outcome.receipt_code,
        })
        .collect();
    // Not `state = 'active'`: PostgreSQL would go through the index of all that run.
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) update attempts set state = v.state, submitted_at = v.submitted_at, \
         duration_ms = v.duration_ms, forced = v.forced, correct = v.correct, \
         questions = v.questions, score = v.score, max_score = v.max_score, \
         failed = v.failed, prediction = v.prediction, answers_root = v.answers_root, receipt_code = v.receipt_code \
         from v where attempts.id = v.id and attempts.state || '' = 'active'",
        db::SUBMIT_ROWS
    ));
    let written = db::bind_submissions(sqlx::query(sql), &rows)
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
