//! Questions that several rounds may draw: their keys stay unpublished while any of these rounds is
//! still to come or open (api.md 2).

use super::Finding;
use crate::app::Absent;
use crate::app::tenancy::round_of;
use crate::auth::Actor;
use crate::domain::contest::KeyRelease;
use crate::domain::{Contest, Round, RoundId};
use crate::engine::draw::Manifest;
use crate::store::{StoreError, UnitOfWork};
use std::collections::HashSet;

/// Warns for every other round under way that may draw questions of a round of this contest.
pub(super) async fn warnings(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    contest: &Contest,
    rounds: &[Round],
) -> Result<Vec<Finding>, StoreError> {
    let mut warnings = Vec::new();
    let others = work.rounds_under_way().await?;
    for (at, round) in rounds.iter().enumerate() {
        let key = round.rules.publish.key;
        if key == KeyRelease::Never {
            continue;
        }
        let own = question_ids(work, round.id).await?;
        for other in others.iter().filter(|other| other.id != round.id) {
            let is_own_contest = other.contest == contest.id;
            // Keys that wait for the contest wait for its other rounds anyway.
            if is_own_contest && key == KeyRelease::ContestClose {
                continue;
            }
            let shared = question_ids(work, other.id)
                .await?
                .intersection(&own)
                .count();
            if shared > 0 {
                let of = if is_own_contest {
                    format!("«{}»", other.rules.code)
                } else {
                    of_contest(work, actor, other).await?
                };
                warnings.push(Finding {
                    key: format!("rounds[{at}].publish.key"),
                    code: "contest.keys_shared",
                    detail: format!(
                        "{shared} câu hỏi cũng nằm trong danh sách của vòng {of}; đáp án các câu này chưa được công bố khi vòng đó còn chờ mở hoặc đang mở."
                    ),
                });
            }
        }
    }
    Ok(warnings)
}

/// A round of another contest, by name if its contest is the actor's.
async fn of_contest(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    round: &Round,
) -> Result<String, StoreError> {
    match round_of(work, actor, round.id).await {
        Ok((round, contest)) => Ok(format!(
            "«{}» của cuộc thi «{}»",
            round.rules.code, contest.file.contest.slug
        )),
        Err(Absent::NotFound(_)) => Ok("thuộc cuộc thi của đơn vị khác".to_owned()),
        Err(Absent::Store(error)) => Err(error),
    }
}

async fn question_ids(
    work: &mut dyn UnitOfWork,
    round: RoundId,
) -> Result<HashSet<String>, StoreError> {
    let Some(stored) = work.manifest(round).await? else {
        return Ok(HashSet::new());
    };
    let manifest: Manifest = serde_json::from_str(&stored.document)
        .map_err(|error| StoreError::corrupt("manifests", "document", error))?;
    Ok(manifest
        .cells
        .into_iter()
        .flatten()
        .map(|question| question.id)
        .collect())
}
