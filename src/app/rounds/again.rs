//! Counting a round that is over anew, within the transaction that changed what its result rests on.

use super::close::CloseError;
use crate::app::App;
use crate::auth::Actor;
use crate::domain::{AttemptId, Contest, Round};
use crate::store::{Marks, ResultRow, StandingRow, UnitOfWork};
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
        let (result, places) = self.result(work, contest, round, &HashMap::new()).await?;
        work.put_result(&result, &places).await?;
        Ok(result)
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
        self.result(work, contest, round, instead).await
    }
}
