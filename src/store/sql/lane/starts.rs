//! Starts and takeovers.

use super::super::db;
use super::{Connection, Ground};
use crate::domain::{Attempt, AttemptId, ParticipantId, RoundId};
use crate::store::StoreError;
use crate::store::writer::{StartPlan, Starting};
use serde::Serialize;
use std::collections::BTreeMap;

/// A new attempt as the rows parameter of [`db::START_ROWS`] holds it.
#[derive(Serialize)]
pub(in super::super) struct StartRow<'a> {
    pub(in super::super) id: AttemptId,
    pub(in super::super) round: RoundId,
    pub(in super::super) participant: ParticipantId,
    pub(in super::super) ordinal: i64,
    pub(in super::super) epoch: i64,
    pub(in super::super) device: Option<&'a str>,
    pub(in super::super) start_key: Option<&'a str>,
    pub(in super::super) started_at: i64,
    pub(in super::super) deadline_at: i64,
    pub(in super::super) paper_hash: &'a str,
    pub(in super::super) network: Option<&'a str>,
}

/// Asks everybody who wants to start, one after the other, and writes what they decided. The people
/// and their attempts are locked by now.
pub(super) async fn start(
    conn: &mut Connection,
    starts: &mut [Box<dyn Starting>],
    ground: &mut Ground,
) -> Result<(), StoreError> {
    let mut begun: Vec<(Attempt, Option<String>)> = Vec::new();
    let mut taken: BTreeMap<AttemptId, (i64, Option<String>, Option<String>)> = BTreeMap::new();
    for start in starts {
        let (round, participant) = start.who();
        let own = ground.attempts_of(participant);
        #[cfg(feature = "sabotage")]
        let own = &*crate::store::sabotage::overlook(own);
        if ground.is_excluded(participant) {
            start.excluded();
            continue;
        }
        match start.plan(ground.round(round), own, ground.now) {
            StartPlan::Insert(attempt) => {
                ground.add((*attempt).clone());
                begun.push((*attempt, start.network().map(str::to_owned)));
            }
            StartPlan::TakeOver {
                attempt,
                epoch,
                device,
                start_key,
            } => {
                if let Some(running) = ground.attempt_mut(attempt) {
                    running.epoch = epoch;
                    running.device.clone_from(&device);
                    running.start_key.clone_from(&start_key);
                }
                taken.insert(attempt, (epoch, device, start_key));
            }
            StartPlan::Nothing => {}
        }
    }
    insert_attempts(conn, &begun).await?;
    // A device changes rarely: a statement each is enough.
    for (attempt, (epoch, device, start_key)) in taken {
        let written = sqlx::query(
            "update attempts set epoch = $2, device = $3, start_key = $4 \
             where id = $1 and state = 'active' and epoch < $2",
        )
        .bind(attempt.0)
        .bind(epoch)
        .bind(device)
        .bind(start_key)
        .execute(&mut *conn)
        .await?
        .rows_affected();
        if written != 1 {
            return Err(StoreError::Other(format!(
                "attempt {attempt} can't be taken over with epoch {epoch}"
            )));
        }
    }
    Ok(())
}

async fn insert_attempts(
    conn: &mut Connection,
    begun: &[(Attempt, Option<String>)],
) -> Result<(), StoreError> {
    if begun.is_empty() {
        return Ok(());
    }
    let rows: Vec<StartRow> = begun
        .iter()
        .map(|(attempt, network)| StartRow {
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
            network: network.as_deref(),
        })
        .collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({}) insert into attempts (id, round_id, participant_id, ordinal, epoch, device, \
         start_key, state, started_at, deadline_at, paper_hash, network) \
         select v.id, v.round, v.participant, v.ordinal, v.epoch, v.device, v.start_key, 'active', \
         v.started_at, v.deadline_at, v.paper_hash, v.network from v",
        db::START_ROWS
    ));
    db::bind_starts(sqlx::query(sql), &rows)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
