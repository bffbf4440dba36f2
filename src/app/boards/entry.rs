//! From a handed-in attempt to a row of the live board.

use crate::app::App;
use crate::app::Person;
use crate::app::attempts::Facts;
use crate::app::rounds::Material;
use crate::domain::contest::Recognised;
use crate::domain::{Attempt, Timestamp};
use crate::engine::ranking::{Entry, Ranking, recognised};
use crate::live::{BoardEntry, BoardRow, Replace};
use crate::store::StoreError;
use std::sync::Arc;

/// What ranking looks at; none for an attempt that has no outcome.
pub(in crate::app) fn ranked(number: i64, attempt: &Attempt) -> Option<Entry> {
    let outcome = attempt.outcome.as_ref()?;
    Some(Entry {
        participant: attempt.participant,
        number,
        attempt: attempt.id,
        ordinal: attempt.ordinal,
        correct: outcome.correct,
        questions: outcome.questions,
        score: outcome.score,
        duration_ms: outcome.duration_ms,
        submitted_at: outcome.submitted_at,
        prediction: outcome.prediction,
        attempts_used: attempt.ordinal,
    })
}

/// What the public sees of it.
pub(super) fn row(
    material: &Material,
    person: &Person,
    score: (i64, i64),
    duration_ms: i64,
    now: Timestamp,
) -> BoardRow {
    BoardRow {
        name: person.public_name(material.round.rules.publish.names, now),
        unit: person.unit,
        unit_name: person.unit_name.clone(),
        group: person.group.clone(),
        score: score.0,
        max_score: score.1,
        duration_ms: Some(duration_ms),
    }
}

impl App {
    /// Puts a handed-in attempt on its round's board. Best effort: a board that misses it is filled
    /// from the store again.
    pub(in crate::app) async fn enter_board(&self, facts: &Arc<Facts>, attempt: &Attempt) {
        let material = &facts.material;
        if let Err(error) = self.try_enter(facts, attempt).await {
            tracing::warn!(round.id = %material.round.id, error = %error, "a board is late");
            self.boards.filled.remove(&material.round.id);
        }
    }

    async fn try_enter(&self, facts: &Facts, attempt: &Attempt) -> Result<(), StoreError> {
        let material = &facts.material;
        // A board that is filled just now holds this attempt already: it is in the store.
        if self.fill_live_board(material).await? {
            return Ok(());
        }
        let Ok(ranking) = Ranking::new(&material.round.rules.ranking) else {
            return Ok(());
        };
        let Some(entry) = ranked(facts.person.number, attempt) else {
            return Ok(());
        };
        let (entry, replace) = self.best(&ranking, material, entry).await?;
        if !ranking.admits(&entry) {
            return Ok(());
        }
        let max_score = attempt
            .outcome
            .as_ref()
            .map_or(0, |outcome| outcome.max_score);
        let score = (entry.score, max_score);
        let board_entry = BoardEntry {
            participant: entry.participant,
            key: ranking.key(&entry, None),
            row: row(
                material,
                &facts.person,
                score,
                entry.duration_ms,
                self.now(),
            ),
        };
        let put = self
            .live
            .scoreboards
            .put(material.round.id, board_entry, replace)
            .await;
        put.map(drop)
            .map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// Which attempt of the person the board shows, and whether it takes the place of the one there.
    async fn best(
        &self,
        ranking: &Ranking,
        material: &Material,
        entry: Entry,
    ) -> Result<(Entry, Replace), StoreError> {
        let rules = &material.round.rules;
        match rules.attempts.recognised {
            _ if entry.ordinal == 1 => Ok((entry, Replace::Always)),
            Recognised::First => Ok((entry, Replace::IfAbsent)),
            Recognised::Last => Ok((entry, Replace::Always)),
            // The board's own order is the order of recognition.
            Recognised::Best if rules.ranking.recognised_by.is_none() => {
                Ok((entry, Replace::IfBetter))
            }
            Recognised::Best => {
                let attempts = self
                    .store
                    .read()
                    .await?
                    .attempts_of(entry.participant)
                    .await?;
                let own: Vec<Entry> = attempts
                    .iter()
                    .filter(|attempt| attempt.round == material.round.id)
                    .filter_map(|attempt| ranked(entry.number, attempt))
                    .collect();
                let best = recognised(&own, ranking, Recognised::Best).copied();
                Ok((best.unwrap_or(entry), Replace::Always))
            }
        }
    }
}
