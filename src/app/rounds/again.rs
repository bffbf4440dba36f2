//! Counting a round that is over anew, within the transaction that changed what its result rests on.

use super::close::CloseError;
use super::lot::ends_in_lot;
use crate::app::App;
use crate::auth::Actor;
use crate::domain::{AttemptId, Contest, Round};
use crate::store::{Marks, ResultRow, StandingRow, StoreError, UnitOfWork};
use std::collections::HashMap;

impl App {
    /// Writes the next result of a round and all that follows from it.
    pub(in crate::app) async fn next_result(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        actor: Actor,
    ) -> Result<ResultRow, CloseError> {
        let none = HashMap::new();
        let made = self.result(work, contest, round, actor, &none).await?;
        self.put_made(work, contest, round, &made, actor).await?;
        Ok(made.row)
    }

    /// What the next result would be if attempts had these marks; nothing is written.
    pub(in crate::app) async fn result_if(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        actor: Actor,
        instead: &HashMap<AttemptId, Marks>,
    ) -> Result<(ResultRow, Vec<StandingRow>), CloseError> {
        let made = self.result(work, contest, round, actor, instead).await?;
        Ok((made.row, made.places))
    }

    /// The places of equals by lot, if it was drawn: its root was fixed before its public value, and
    /// stays, so that who is void is skipped and the next ticket moves up.
    pub(super) async fn by_lot(
        &self,
        work: &mut dyn UnitOfWork,
        round: &Round,
        places: Vec<StandingRow>,
    ) -> Result<Vec<StandingRow>, StoreError> {
        let state = work.lot(round.id).await?;
        match (&state.root, &state.beacon2) {
            (Some(root), Some(beacon2)) => {
                self.drawn(work, round.id, (root, beacon2), places).await
            }
            _ => Ok(places),
        }
    }

    /// Fixes the root of the standings for which lots will be drawn, until they were.
    pub(super) async fn fix_lot(
        &self,
        work: &mut dyn UnitOfWork,
        round: &Round,
        places: &[StandingRow],
    ) -> Result<(), StoreError> {
        if !ends_in_lot(&round.rules.ranking) || work.lot(round.id).await?.beacon2.is_some() {
            return Ok(());
        }
        let fixed = self.fixed_for_lot(work, round.id, places).await?;
        work.put_lot(round.id, &fixed).await
    }
}
