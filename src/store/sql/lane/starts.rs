//! Starts and takeovers.

use super::super::attempts::{AttemptRow, COLUMNS};
use super::super::db::{self, Db};
use super::super::rounds::{self, RoundRow};
use super::super::row::json;
use super::Connection;
use crate::domain::{Attempt, AttemptId, ParticipantId, Round, RoundId, Timestamp};
use crate::store::StoreError;
use crate::store::writer::{StartPlan, Starting};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

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

/// Asks everybody who wants to start, one after the other, and writes what they decided. The people
/// and their attempts are locked by now.
pub(super) async fn start(
    conn: &mut Connection,
    starts: &mut [Box<dyn Starting>],
    now: Timestamp,
) -> Result<(), StoreError> {
    let people: Vec<Uuid> = starts.iter().map(|start| start.who().1.0).collect();
    let wanted = starts.iter().map(|start| start.who().0.0).collect();
    let rounds = rounds(conn, wanted).await?;
    let mut known = attempts_of(conn, &people).await?;
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

async fn attempts_of(
    conn: &mut Connection,
    people: &[Uuid],
) -> Result<HashMap<ParticipantId, Vec<Attempt>>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!(
        "select {COLUMNS} from attempts as a where {} order by a.started_at, a.ordinal",
        db::ids_in("a.participant_id", "$1")
    ));
    let rows: Vec<AttemptRow> = sqlx::query_as::<Db, _>(sql)
        .bind(db::ids(people))
        .fetch_all(&mut *conn)
        .await?;
    let mut known: HashMap<ParticipantId, Vec<Attempt>> = HashMap::new();
    for row in rows {
        let attempt = Attempt::try_from(row)?;
        known.entry(attempt.participant).or_default().push(attempt);
    }
    Ok(known)
}

/// The rounds of a batch as they stand: a command beside this node may have closed one.
async fn rounds(
    conn: &mut Connection,
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
        .fetch_all(&mut *conn)
        .await?
        .into_iter()
        .map(|row| Round::try_from(row).map(|round| (round.id, round)))
        .collect()
}

async fn insert_attempts(conn: &mut Connection, begun: &[Attempt]) -> Result<(), StoreError> {
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
        .execute(&mut *conn)
        .await?;
    Ok(())
}
