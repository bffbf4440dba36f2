//! Closing a round: when its last attempt has ended, its standings become a numbered, immutable
//! result.

use super::by_hand::RoundError;
use super::lot::ends_in_lot;
use crate::app::notifications::Event;
use crate::app::staff::allowed;
use crate::app::tenancy::round_by_code;
use crate::app::{Absent, App, Language, NotFound, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{Round, RoundId, RoundState};
use crate::engine::digest::hex;
use crate::engine::lot;
use crate::engine::ranking::NotRankable;
use crate::engine::window::state_at;
use crate::store::{LotState, ResultRow, StandingRow, StoreError, UnitOfWork};
use serde_json::json;
use std::collections::HashMap;

/// Why a round was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// No such round, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Its comparators can't be ranked by.
    #[error(transparent)]
    NotRankable(#[from] NotRankable),
}

impl Refusal for CloseError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::NotRankable(_) => "ranking.not_rankable",
        }
    }

    fn detail(&self, language: Language) -> String {
        match (self, language) {
            (Self::Absent(absent), _) => absent.detail(language),
            (Self::NotRankable(why), Language::Vietnamese) => {
                format!("Không xếp hạng được theo thể lệ của vòng thi: {why}.")
            }
            (Self::NotRankable(why), Language::English) => {
                format!("The rules of the round can't be ranked by: {why}.")
            }
        }
    }
}

impl App {
    /// Writes the result of a round that is closing, if its last attempt has ended; gives the closed
    /// round.
    pub(super) async fn close_if_ended(
        &self,
        actor: Actor,
        id: RoundId,
    ) -> Result<Option<Round>, CloseError> {
        let mut work = self.store.begin().await?;
        let mut round = work
            .round(id)
            .await?
            .ok_or(NotFound)
            .map_err(Absent::from)?;
        if round.state.is_over() {
            return Ok(Some(round));
        }
        if state_at(&round, self.now()) != RoundState::Closing
            || !work.active_in(id).await?.is_empty()
        {
            return Ok(None);
        }
        let contest = work
            .contest(round.contest)
            .await?
            .ok_or(NotFound)
            .map_err(Absent::from)?;
        if ends_in_lot(&round.rules.ranking) {
            // A value that was given for earlier standings of a reopened round does not count any more.
            work.put_lot(id, &LotState::default()).await?;
        }
        let voided = self.void_incomplete(&mut *work, &contest, &round, actor);
        let voided = voided.await?;
        if voided > 0 {
            let subject = format!("round:{id}");
            let detail = json!({ "people": voided });
            self.audit(
                &mut *work,
                &actor.to_string(),
                "round.incomplete_voided",
                subject,
                &detail,
            )
            .await?;
        }
        let made = self
            .result(&mut *work, &contest, &round, actor, &HashMap::new())
            .await?;
        round.state = RoundState::Closed;
        work.put_round(&round).await?;
        self.put_made(&mut *work, &contest, &round, &made, actor)
            .await?;
        self.note_result(&mut *work, actor, &round, &made.row, "round.closed")
            .await?;
        let event = Event::closed(&contest, &round, made.row.people, actor);
        self.notify(&mut *work, &event).await?;
        self.sign_audit(&mut *work).await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        Ok(Some(round))
    }

    /// Ranks a round that is over anew, for example after essays were marked: the next result stands
    /// beside the ones before, which never change.
    pub async fn rank_again(
        &self,
        actor: Actor,
        slug: &str,
        code: &str,
    ) -> Result<ResultRow, RoundError> {
        allowed(actor, Action::RunRounds)?;
        let mut work = self.store.begin().await?;
        let (round, contest) = round_by_code(&mut *work, actor, slug, code).await?;
        let round = &round;
        if !round.state.is_over() || round.state == RoundState::Void {
            return Err(RoundError::NotClosed);
        }
        let made = self
            .result(&mut *work, &contest, round, actor, &HashMap::new())
            .await?;
        self.put_made(&mut *work, &contest, round, &made, actor)
            .await?;
        self.note_result(&mut *work, actor, round, &made.row, "round.ranked_again")
            .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        Ok(made.row)
    }

    async fn note_result(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        round: &Round,
        result: &ResultRow,
        action: &str,
    ) -> Result<(), StoreError> {
        let detail = json!({
            "code": round.rules.code,
            "result": result.version,
            "people": result.people,
            "attempts": result.attempts,
            "actual_prediction": result.actual_prediction,
        });
        let subject = format!("round:{}", round.id);
        self.audit(work, &actor.to_string(), action, subject, &detail)
            .await
    }

    /// The root of the standings for which lots will be drawn.
    pub(super) async fn fixed_for_lot(
        &self,
        work: &mut dyn UnitOfWork,
        id: RoundId,
        places: &[StandingRow],
    ) -> Result<LotState, StoreError> {
        let mut numbers = HashMap::new();
        for person in work.finished_in(id).await? {
            numbers.insert(person.attempt.participant, person.number);
        }
        let mut rows: Vec<(i64, i64)> = places
            .iter()
            .map(|row| {
                (
                    row.place,
                    numbers.get(&row.participant).copied().unwrap_or(i64::MAX),
                )
            })
            .collect();
        rows.sort_unstable();
        Ok(LotState {
            root: Some(hex(&lot::root(rows))),
            beacon2: None,
        })
    }
}
