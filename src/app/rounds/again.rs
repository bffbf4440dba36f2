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
        _actor: Actor,
    ) -> Result<ResultRow, CloseError> {
        let none = HashMap::new();
        let (result, mut places) = self.result(work, contest, round, &none).await?;
        if ends_in_lot(&round.rules.ranking) {
            places = self.by_lot(work, round, places).await?;
        }
        work.put_result(&result, &places).await?;
        Ok(result)
    }

    /// The places of equals by lot, if it was drawn: the root was fixed before its public value, and
    /// stays, so that who is void is skipped and the next ticket moves up. Before that the root is
    /// fixed for the new standings.
    async fn by_lot(
        &self,
        work: &mut dyn UnitOfWork,
        round: &Round,
        places: Vec<StandingRow>,
    ) -> Result<Vec<StandingRow>, StoreError> {
        let state = work.lot(round.id).await?;
        if let (Some(root), Some(beacon2)) = (&state.root, &state.beacon2) {
            return self.drawn(work, round.id, (root, beacon2), places).await;
        }
        let fixed = self.fixed_for_lot(work, round.id, &places).await?;
        work.put_lot(round.id, &fixed).await?;
        Ok(places)
    }

    /// What the next result would be if attempts had these marks; nothing is written.
    pub(in crate::app) async fn result_if(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        _actor: Actor,
        instead: &HashMap<AttemptId, Marks>,
    ) -> Result<(ResultRow, Vec<StandingRow>), CloseError> {
        let (result, mut places) = self.result(work, contest, round, instead).await?;
        if ends_in_lot(&round.rules.ranking) {
            let state = work.lot(round.id).await?;
            if let (Some(root), Some(beacon2)) = (&state.root, &state.beacon2) {
                places = self.drawn(work, round.id, (root, beacon2), places).await?;
            }
        }
        Ok((result, places))
    }
}
