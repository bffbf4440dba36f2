//! The batch writer's transactions in SQL. The saving statement itself differs by nature and
//! stands in `sqlite.rs` and `postgres.rs`.

use super::attempts::{AttemptRow, COLUMNS, ResponseRow, lock_attempts};
use super::db::{self, Db};
use super::rounds::{self, RoundRow};
use super::row::json;
use crate::domain::{
    Attempt, AttemptId, AttemptState, Outcome, ParticipantId, Response, Round, RoundId, Timestamp,
};
use crate::store::StoreError;
use crate::store::writer::{
    Batch, Lane, Save, SaveOutcome, Saves, StartPlan, Starting, SubmitPlan, Submitting,
};
use async_trait::async_trait;
use serde::Serialize;
use smallvec::SmallVec;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Seconds after the deadline in which writes are still taken, for slow networks (algorithms.md 5).
const GRACE_US: i64 = 5_000_000;

#[async_trait]
impl Lane for super::Writer {
    async fn write(&mut self, batch: &mut Batch) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let now = self.now(&mut tx).await?;
        if !batch.saves.is_empty() {
            save(&mut tx, &mut batch.saves, now).await?;
        }
        if !batch.starts.is_empty() {
            start(&mut tx, &mut batch.starts, now).await?;
        }
        if !batch.submissions.is_empty() {
            submit(&mut tx, &mut batch.submissions, now).await?;
        }
        self.keep_time(&mut tx, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// One response as the rows parameter of the saving statement holds it.
#[derive(Serialize)]
pub(super) struct SaveRow<'a>(
    pub(super) AttemptId,
    pub(super) i64,
    pub(super) i64,
    pub(super) u16,
    pub(super) &'a crate::domain::Answer,
);

/// Appends what is new, then finds out what became of the rest.
async fn save(
    tx: &mut sqlx::Transaction<'_, Db>,
    saves: &mut [Save],
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows: Vec<SaveRow> = saves
        .iter()
        .flat_map(|save| {
            save.responses.iter().map(|response| {
                SaveRow(
                    save.attempt,
                    save.epoch,
                    response.seq,
                    response.slot.0,
                    &response.answer,
                )
            })
        })
        .collect();
    let appended = db::append_responses(tx, &rows, now.micros(), GRACE_US).await?;
    if appended == rows.len() as u64 {
        drop(rows);
        for save in saves {
            let outcomes = save
                .responses
                .iter()
                .map(|_| SaveOutcome::Saved { saved_at: now });
            save.saves = Some(Saves {
                outcomes: outcomes.collect(),
                now,
                deadline_at: None,
            });
        }
        return Ok(());
    }
    drop(rows);
    judge(tx, saves, now).await
}

/// Says of every answer what became of it, by what the store holds after the saving statement.
async fn judge(
    tx: &mut sqlx::Transaction<'_, Db>,
    saves: &mut [Save],
    now: Timestamp,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = saves.iter().map(|save| save.attempt.0).collect();
    let attempts: HashMap<AttemptId, Attempt> = {
        let sql = sqlx::AssertSqlSafe(format!(
            "select {COLUMNS} from attempts as a where {}",
            db::ids_in("a.id", "$1")
        ));
        let rows: Vec<AttemptRow> = sqlx::query_as::<Db, _>(sql)
            .bind(db::ids(&ids))
            .fetch_all(&mut **tx)
            .await?;
        rows.into_iter()
            .map(|row| Attempt::try_from(row).map(|attempt| (attempt.id, attempt)))
            .collect::<Result<_, _>>()?
    };
    let logs = logs(tx, &ids).await?;
    for save in saves {
        let attempt = attempts.get(&save.attempt);
        let log = logs.get(&save.attempt).map_or(&[][..], Vec::as_slice);
        let outcomes: SmallVec<[SaveOutcome; 1]> = save
            .responses
            .iter()
            .map(|response| {
                let Some(attempt) = attempt else {
                    return SaveOutcome::Missing;
                };
                let same = log
                    .iter()
                    .find(|r| r.epoch == save.epoch && r.seq == response.seq);
                if let Some(stored) = same {
                    return if stored.slot == response.slot && stored.answer == response.answer {
                        SaveOutcome::Saved {
                            saved_at: stored.saved_at,
                        }
                    } else {
                        SaveOutcome::Conflict
                    };
                }
                if attempt.epoch != save.epoch {
                    return SaveOutcome::Superseded {
                        epoch: attempt.epoch,
                    };
                }
                let newer = log.iter().rev().find(|r| {
                    r.slot == response.slot && (r.epoch, r.seq) > (save.epoch, response.seq)
                });
                match newer {
                    Some(newer) if attempt.state == AttemptState::Active => SaveOutcome::Stale {
                        epoch: newer.epoch,
                        seq: newer.seq,
                    },
                    _ => SaveOutcome::Closed {
                        deadline_at: attempt.deadline_at,
                    },
                }
            })
            .collect();
        save.saves = Some(Saves {
            outcomes,
            now,
            deadline_at: attempt.map(|attempt| attempt.deadline_at),
        });
    }
    Ok(())
}

async fn logs(
    tx: &mut sqlx::Transaction<'_, Db>,
    ids: &[Uuid],
) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!(
        "select attempt_id, epoch, seq, slot, answer, saved_at from responses where {} \
         order by attempt_id, epoch, seq",
        db::ids_in("attempt_id", "$1")
    ));
    let rows: Vec<ResponseRow> = sqlx::query_as::<Db, _>(sql)
        .bind(db::ids(ids))
        .fetch_all(&mut **tx)
        .await?;
    let mut logs: HashMap<AttemptId, Vec<Response>> = HashMap::new();
    for row in rows {
        logs.entry(AttemptId(row.attempt_id))
            .or_default()
            .push(row.try_into()?);
    }
    Ok(logs)
}

/// A new attempt as the rows parameter of [`db::START_ROWS`] holds it.
#[derive(Serialize)]
struct StartRow<'a> {
    id: AttemptId,
    round: RoundId,
    participant: ParticipantId,
    ordinal: i64,
    epoch: i64,
    device: Option<&'a str>,
    start_key: Option<&'a str>,
    started_at: i64,
    deadline_at: i64,
    paper_hash: &'a str,
}

async fn start(
    tx: &mut sqlx::Transaction<'_, Db>,
    starts: &mut [Box<dyn Starting>],
    now: Timestamp,
) -> Result<(), StoreError> {
    let people: Vec<Uuid> = starts.iter().map(|start| start.who().1.0).collect();
    db::lock_participants(tx, &people).await?;
    let wanted = starts.iter().map(|start| start.who().0.0).collect();
    let rounds = rounds(tx, wanted).await?;
    let mut known: HashMap<ParticipantId, Vec<Attempt>> = HashMap::new();
    let sql = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from attempts as a where {} order by a.started_at, a.ordinal",
        db::ids_in("a.participant_id", "$1")
    ));
    let rows: Vec<AttemptRow> = sqlx::query_as::<Db, _>(sql)
        .bind(db::ids(&people))
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        let attempt = Attempt::try_from(row)?;
        known.entry(attempt.participant).or_default().push(attempt);
    }

    let mut begun: Vec<Attempt> = Vec::new();
    let mut taken: BTreeMap<AttemptId, (i64, Option<String>, Option<String>)> = BTreeMap::new();
    for start in starts {
        let (round, participant) = start.who();
        let own = known.entry(participant).or_default();
        match start.plan(rounds.get(&round), own, now) {
            StartPlan::Insert(attempt) => {
                own.push((*attempt).clone());
                begun.push(*attempt);
            }
            StartPlan::TakeOver {
                attempt,
                epoch,
                device,
                start_key,
            } => {
                if let Some(running) = own.iter_mut().find(|a| a.id == attempt) {
                    running.epoch = epoch;
                    running.device.clone_from(&device);
                    running.start_key.clone_from(&start_key);
                }
                taken.insert(attempt, (epoch, device, start_key));
            }
            StartPlan::Nothing => {}
        }
    }
    insert_attempts(tx, &begun).await?;
    // A device changes rarely: a statement each is enough.
    for (attempt, (epoch, device, start_key)) in taken {
        sqlx::query(
            "update attempts set epoch = $2, device = $3, start_key = $4 \
             where id = $1 and state = 'active' and epoch < $2",
        )
        .bind(attempt.0)
        .bind(epoch)
        .bind(device)
        .bind(start_key)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The rounds of a batch as they stand: a command beside this node may have closed one.
async fn rounds(
    tx: &mut sqlx::Transaction<'_, Db>,
    mut ids: Vec<Uuid>,
) -> Result<HashMap<RoundId, Round>, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let sql = sqlx::AssertSqlSafe(format!(
        "{} where {}",
        rounds::SELECT,
        db::ids_in("id", "$1")
    ));
    sqlx::query_as::<Db, RoundRow>(sql)
        .bind(db::ids(&ids))
        .fetch_all(&mut **tx)
        .await?
        .into_iter()
        .map(|row| Round::try_from(row).map(|round| (round.id, round)))
        .collect()
}

async fn insert_attempts(
    tx: &mut sqlx::Transaction<'_, Db>,
    begun: &[Attempt],
) -> Result<(), StoreError> {
    if begun.is_empty() {
        return Ok(());
    }
    let rows: Vec<StartRow> = begun
        .iter()
        .map(|attempt| StartRow {
            id: attempt.id,
            round: attempt.round,
            participant: attempt.participant,
            ordinal: attempt.ordinal,
            epoch: attempt.epoch,
            device: attempt.device.as_deref(),
            start_key: attempt.start_key.as_deref(),
            started_at: attempt.started_at.micros(),
            deadline_at: attempt.deadline_at.micros(),
            paper_hash: &attempt.paper_hash,
        })
        .collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) insert into attempts (id, round_id, participant_id, ordinal, epoch, device, \
         start_key, state, started_at, deadline_at, paper_hash) \
         select v.id, v.round, v.participant, v.ordinal, v.epoch, v.device, v.start_key, 'active', \
         v.started_at, v.deadline_at, v.paper_hash from v",
        db::START_ROWS
    ));
    sqlx::query(sql)
        .bind(json(&rows))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

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

async fn submit(
    tx: &mut sqlx::Transaction<'_, Db>,
    submissions: &mut [Box<dyn Submitting>],
    now: Timestamp,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = submissions
        .iter()
        .map(|submission| submission.attempt().0)
        .collect();
    // Locked first, read after: nothing can be acknowledged that marking does not see.
    let mut attempts: HashMap<AttemptId, Attempt> = lock_attempts(tx, &ids)
        .await?
        .into_iter()
        .map(|attempt| (attempt.id, attempt))
        .collect();
    let logs = logs(tx, &ids).await?;
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
        .execute(&mut **tx)
        .await?
        .rows_affected();
    if written != rows.len() as u64 {
        return Err(StoreError::Other(format!(
            "{written} of {} attempts were ended",
            rows.len()
        )));
    }
    Ok(())
}
