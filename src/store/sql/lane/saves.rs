//! Saves: what is new is appended to the response log, the rest is told why not.

use super::super::Writer;
use super::super::row::{document, instant, word};
use super::{Connection, GRACE_US};
use crate::domain::{Answer, AttemptId, AttemptState, Timestamp};
use crate::store::StoreError;
use crate::store::writer::{NewResponse, Save, SaveOutcome, Saves};

/// One response as it goes into the saving statement.
pub(in super::super) struct SaveRow<'a> {
    pub(in super::super) attempt: AttemptId,
    pub(in super::super) epoch: i64,
    pub(in super::super) seq: i64,
    pub(in super::super) slot: u16,
    pub(in super::super) answer: &'a Answer,
}

/// What the saving statement did.
#[derive(Clone, Copy)]
pub(in super::super) struct Appended {
    /// The instant by which it judged.
    pub(in super::super) now: Timestamp,
    /// How many responses were new.
    pub(in super::super) rows: u64,
}

pub(super) fn rows(saves: &[Save]) -> Vec<SaveRow<'_>> {
    saves
        .iter()
        .flat_map(|save| {
            save.responses.iter().map(|new| SaveRow {
                attempt: save.attempt,
                epoch: save.epoch,
                seq: new.seq,
                slot: new.slot.0,
                answer: &new.answer,
            })
        })
        .collect()
}

/// What the store holds about a response that was not simply appended.
#[derive(sqlx::FromRow)]
pub(in super::super) struct Evidence {
    /// Which row of the batch.
    pub(in super::super) at: i64,
    /// Of the attempt, if there is one.
    pub(in super::super) epoch: Option<i64>,
    pub(in super::super) state: Option<String>,
    pub(in super::super) deadline_at: Option<i64>,
    /// Of what is stored under the same numbers, if anything is.
    pub(in super::super) slot: Option<i64>,
    pub(in super::super) answer: Option<String>,
    pub(in super::super) saved_at: Option<i64>,
    /// Greatest number above it for the same question in the same turn.
    pub(in super::super) newer: Option<i64>,
}

/// Leaves an outcome in every save. False if one of them would be taken now, because its attempt
/// changed since the saving statement; then nothing can be said yet.
pub(super) async fn judge(
    writer: &Writer,
    conn: &mut Connection,
    saves: &mut [Save],
    appended: Appended,
) -> Result<bool, StoreError> {
    let now = appended.now;
    let mut asked = 0;
    for save in &mut *saves {
        asked += save.responses.len() as u64;
        let saved = save
            .responses
            .iter()
            .map(|_| SaveOutcome::Saved { saved_at: now });
        save.saves = Some(Saves {
            outcomes: saved.collect(),
            now,
            deadline_at: None,
        });
    }
    if asked == appended.rows {
        return Ok(true);
    }
    let places: Vec<(usize, usize)> = saves
        .iter()
        .enumerate()
        .flat_map(|(at, save)| (0..save.responses.len()).map(move |response| (at, response)))
        .collect();
    for evidence in writer.evidence(conn, &rows(saves), appended).await? {
        let (save, response) = usize::try_from(evidence.at)
            .ok()
            .and_then(|at| places.get(at))
            .copied()
            .ok_or_else(|| StoreError::Other("evidence about no response".into()))?;
        let save = &mut saves[save];
        let Some(outcome) = verdict(&evidence, save.epoch, &save.responses[response], now)? else {
            return Ok(false);
        };
        if let Some(saves) = &mut save.saves {
            saves.outcomes[response] = outcome;
            saves.deadline_at = evidence.deadline_at.map(instant);
        }
    }
    Ok(true)
}

/// Why a response was not appended, or that it was stored before (security.md 2.3).
fn verdict(
    evidence: &Evidence,
    epoch: i64,
    response: &NewResponse,
    now: Timestamp,
) -> Result<Option<SaveOutcome>, StoreError> {
    let (Some(in_force), Some(state), Some(deadline_at)) =
        (evidence.epoch, &evidence.state, evidence.deadline_at)
    else {
        return Ok(Some(SaveOutcome::Missing));
    };
    if let (Some(slot), Some(answer), Some(saved_at)) =
        (evidence.slot, &evidence.answer, evidence.saved_at)
    {
        let stored: Answer = document("responses", "answer", answer)?;
        let same = slot == i64::from(response.slot.0) && stored == response.answer;
        return Ok(Some(if same {
            SaveOutcome::Saved {
                saved_at: instant(saved_at),
            }
        } else {
            SaveOutcome::Conflict
        }));
    }
    if in_force != epoch {
        return Ok(Some(SaveOutcome::Superseded { epoch: in_force }));
    }
    let active = word("attempts", "state", state, AttemptState::of)? == AttemptState::Active;
    if !active || deadline_at + GRACE_US < now.micros() {
        return Ok(Some(SaveOutcome::Closed {
            deadline_at: instant(deadline_at),
        }));
    }
    Ok(evidence.newer.map(|seq| SaveOutcome::Stale { epoch, seq }))
}
