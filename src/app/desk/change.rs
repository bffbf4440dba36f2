//! A transaction that changes what a result rests on.

use super::DeskError;
use crate::app::rounds::CloseError;
use crate::app::tenancy::round_of;
use crate::app::{Absent, App, NotFound, Revision};
use crate::auth::Actor;
use crate::domain::{Contest, Round, RoundId, RoundState};
use crate::store::{ResultRow, StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::Value;

/// Where a round stands after a change.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoundNow {
    /// Its id.
    #[schema(value_type = String)]
    pub id: RoundId,
    /// closed or published.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// The newest result.
    pub result_version: i64,
}

/// A locked round that is over, with its contest and its newest result.
pub(super) struct Taken {
    pub work: Box<dyn UnitOfWork>,
    pub round: Round,
    pub contest: Contest,
    pub newest: ResultRow,
}

/// The same without a lock, to look at.
pub(super) async fn read(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: RoundId,
) -> Result<(Round, Contest, ResultRow), DeskError> {
    let (round, contest) = round_of(work, actor, id).await?;
    if !round.state.is_over() || round.state == RoundState::Void {
        return Err(DeskError::NotClosed);
    }
    let newest = work.latest_result(id).await?;
    Ok((round, contest, newest.ok_or(DeskError::NotClosed)?))
}

/// The newest result of a round that was published.
pub(in crate::app) async fn published_version(
    work: &mut dyn UnitOfWork,
    round: RoundId,
) -> Result<Option<i64>, StoreError> {
    let proposals = work.proposals_of(round).await?;
    Ok(proposals
        .iter()
        .filter(|proposal| proposal.awards.is_some() && proposal.is_approved())
        .filter_map(|proposal| proposal.closing.as_ref()?.result_version)
        .max())
}

impl App {
    /// Takes a round of the actor that is over, so that nobody else changes it meanwhile.
    pub(super) async fn take_over(&self, actor: Actor, id: RoundId) -> Result<Taken, DeskError> {
        let mut work = self.store.begin().await?;
        work.lock_round(id).await?;
        let (round, contest, newest) = read(&mut *work, actor, id).await?;
        Ok(Taken {
            work,
            round,
            contest,
            newest,
        })
    }

    /// The next result of a round, and of all that follows from it, within the transaction that
    /// changed what it rests on. What was published before is not any more.
    pub(super) async fn count_anew(
        &self,
        taken: &mut Taken,
        actor: Actor,
    ) -> Result<ResultRow, CloseError> {
        let made = self
            .next_result(&mut *taken.work, &taken.contest, &taken.round, actor)
            .await?;
        let round = taken.work.round(taken.round.id).await?;
        taken.round = round.ok_or(NotFound).map_err(Absent::from)?;
        taken.newest = made.clone();
        Ok(made)
    }

    /// Makes a change durable, with who did it, and lets every node see it.
    pub(super) async fn settle(
        &self,
        mut taken: Taken,
        actor: Actor,
        action: &str,
        detail: &Value,
    ) -> Result<RoundNow, DeskError> {
        let subject = format!("round:{}", taken.round.id);
        self.audit(
            &mut *taken.work,
            &actor.to_string(),
            action,
            subject,
            detail,
        )
        .await?;
        self.raise(&mut *taken.work, Revision::Everything).await?;
        taken.work.commit().await?;
        self.forget();
        Ok(RoundNow {
            id: taken.round.id,
            state: taken.round.state,
            result_version: taken.newest.version,
        })
    }
}
