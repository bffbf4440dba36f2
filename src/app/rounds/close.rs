//! Closing a round: when its last attempt has ended, its standings become a numbered, immutable
//! result.

use super::lot::ends_in_lot;
use crate::app::boards::ranked;
use crate::app::proofs::receipts_root;
use crate::app::{Absent, App, Language, NotFound, Refusal, Revision};
use crate::auth::Actor;
use crate::domain::contest::PredictionScope;
use crate::domain::{AttemptId, Contest, Round, RoundId, RoundState};
use crate::engine::digest::hex;
use crate::engine::lot;
use crate::engine::prediction::actual;
use crate::engine::ranking::{Entry, NotRankable, Ranking, recognise, standings};
use crate::engine::window::state_at;
use crate::store::{LotState, Marks, ResultRow, StandingRow, StoreError, UnitOfWork};
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

impl From<StoreError> for CloseError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
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
        let (result, places) = self
            .result(&mut *work, &contest, &round, &HashMap::new())
            .await?;
        work.put_result(&result, &places).await?;
        if ends_in_lot(&round.rules.ranking) {
            let lot = self.fixed_for_lot(&mut *work, id, &places).await?;
            work.put_lot(id, &lot).await?;
        }
        round.state = RoundState::Closed;
        work.put_round(&round).await?;
        let detail = json!({
            "code": round.rules.code,
            "result": result.version,
            "people": result.people,
            "attempts": result.attempts,
        });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "round.closed",
            format!("round:{id}"),
            &detail,
        )
        .await?;
        self.sign_audit(&mut *work).await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        Ok(Some(round))
    }

    /// The next result of a round, from its handed-in attempts; `instead` takes the place of marks.
    pub(super) async fn result(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        round: &Round,
        instead: &HashMap<AttemptId, Marks>,
    ) -> Result<(ResultRow, Vec<StandingRow>), CloseError> {
        let ranking = Ranking::new(&round.rules.ranking)?;
        let valid = entries(work, round.id, instead).await?;
        let recognised = recognise(&valid, &ranking, round.rules.attempts.recognised);
        let actual = match &round.rules.prediction {
            None => None,
            Some(question) if question.scope == PredictionScope::Round => {
                Some(actual(question, &valid, &recognised))
            }
            Some(question) => {
                let (mut valid, mut recognised) = (valid.clone(), recognised.clone());
                for other in work.rounds_of(contest.id).await? {
                    if other.id != round.id {
                        let more = entries(work, other.id, &HashMap::new()).await?;
                        let ranking = Ranking::new(&other.rules.ranking)?;
                        recognised.extend(recognise(
                            &more,
                            &ranking,
                            other.rules.attempts.recognised,
                        ));
                        valid.extend(more);
                    }
                }
                Some(actual(question, &valid, &recognised))
            }
        };
        let version = work
            .latest_result(round.id)
            .await?
            .map_or(1, |result| result.version + 1);
        let ranked = standings(&recognised, &ranking, actual);
        let places: Vec<StandingRow> = ranked
            .iter()
            .map(|standing| StandingRow {
                place: standing.place,
                participant: standing.participant,
                attempt: standing.attempt,
                values: ranking.values(&standing.key).to_vec(),
                reason: standing.reason.as_ref().map_or_else(
                    || "null".to_owned(),
                    |reason| {
                        json!({ "vi": reason.vietnamese(), "en": reason.english() }).to_string()
                    },
                ),
            })
            .collect();
        let count = |len: usize| i64::try_from(len).unwrap_or(i64::MAX);
        let result = ResultRow {
            round: round.id,
            version,
            created_at: self.now(),
            actual_prediction: actual,
            people: count(recognised.len()),
            attempts: count(valid.len()),
            receipts_root: Some(receipts_root(work, round).await?),
        };
        Ok((result, places))
    }
}

impl App {
    /// The root of the standings for which lots will be drawn. A value that was given for earlier
    /// standings of a reopened round does not count any more.
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

async fn entries(
    work: &mut dyn UnitOfWork,
    round: RoundId,
    instead: &HashMap<AttemptId, Marks>,
) -> Result<Vec<Entry>, StoreError> {
    let finished = work.finished_in(round).await?;
    Ok(finished
        .iter()
        .filter_map(|f| ranked(f.number, &f.attempt))
        .map(|entry| match instead.get(&entry.attempt) {
            None => entry,
            Some(marks) => Entry {
                correct: marks.correct,
                questions: marks.questions,
                score: marks.score,
                ..entry
            },
        })
        .collect())
}
