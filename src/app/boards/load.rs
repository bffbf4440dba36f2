//! Filling a live board from the store: at the first look after a start, after a flush of live
//! state, and when a round got its result.

use super::entry::{ranked, row};
use super::{Filled, Filling};
use crate::app::rounds::Material;
use crate::app::{Absent, App, Person};
use crate::domain::{ParticipantId, RankKey, Round, Unit, UnitId};
use crate::engine::ranking::{Entry, Ranking, recognise};
use crate::live::BoardEntry;
use crate::store::{Finished, StoreError};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl App {
    /// Fills the board of a round as it stands, if that was not done yet.
    pub(super) async fn fill_board(
        &self,
        material: &Material,
        round: &Round,
    ) -> Result<(), Absent> {
        if !round.state.is_over() {
            self.fill_live_board(material).await?;
            return Ok(());
        }
        let filling = self.filling(material);
        let mut work = self.store.read().await?;
        let Some(result) = work.latest_result(round.id).await? else {
            return Ok(());
        };
        let wanted = Some(Filled::Result(result.version));
        if *filling.with.read().await == wanted {
            return Ok(());
        }
        let mut filled = filling.with.write().await;
        if *filled == wanted {
            return Ok(());
        }
        let places = work.standings(round.id, result.version).await?;
        let finished = work.finished_in(round.id).await?;
        drop(work);
        let people = self.people_of(material).await?;
        let attempts: HashMap<_, &Finished> = finished
            .iter()
            .map(|finished| (finished.attempt.id, finished))
            .collect();
        let now = self.now();
        let entries = places
            .iter()
            .filter_map(|place| {
                let outcome = attempts.get(&place.attempt)?.attempt.outcome.as_ref()?;
                let person = people.get(&place.participant)?;
                let score = (outcome.score, outcome.max_score);
                Some(BoardEntry {
                    participant: place.participant,
                    // The place itself is the key: equal places stay equal, and nothing else counts.
                    key: RankKey([place.place, 0, 0, 0, 0, 0]),
                    row: row(material, person, score, outcome.duration_ms, now),
                })
            })
            .collect();
        self.replace_board(material, entries, result.attempts)
            .await?;
        *filled = wanted;
        Ok(())
    }

    /// Fills the board of a round under way from its handed-in attempts, if that was not done yet.
    /// Gives whether everything that was committed before the call came onto the board by filling.
    pub(super) async fn fill_live_board(&self, material: &Material) -> Result<bool, StoreError> {
        let filling = self.filling(material);
        let begun_before = filling.begun.load(Ordering::Acquire);
        if *filling.with.read().await == Some(Filled::Attempts) {
            // Filled without waiting, or by a filling that read the store before this call.
            return Ok(filling.begun.load(Ordering::Acquire) > begun_before);
        }
        let mut filled = filling.with.write().await;
        let begun = filling.begun.load(Ordering::Acquire);
        if *filled == Some(Filled::Attempts) && begun > begun_before {
            return Ok(true);
        }
        filling.begun.fetch_add(1, Ordering::AcqRel);
        let round = material.round.id;
        let finished = self.store.read().await?.finished_in(round).await?;
        let people = self.people_of(material).await?;
        let mut entries = Vec::new();
        if let Ok(ranking) = Ranking::new(&material.round.rules.ranking) {
            let max_scores: HashMap<_, i64> = finished
                .iter()
                .filter_map(|f| Some((f.attempt.id, f.attempt.outcome.as_ref()?.max_score)))
                .collect();
            let all: Vec<Entry> = finished
                .iter()
                .filter_map(|f| ranked(f.number, &f.attempt))
                .collect();
            let now = self.now();
            for entry in recognise(&all, &ranking, material.round.rules.attempts.recognised) {
                let Some(person) = people.get(&entry.participant) else {
                    continue;
                };
                if !ranking.admits(&entry) {
                    continue;
                }
                let max_score = max_scores.get(&entry.attempt).copied().unwrap_or(0);
                let score = (entry.score, max_score);
                entries.push(BoardEntry {
                    participant: entry.participant,
                    key: ranking.key(&entry, None),
                    row: row(material, person, score, entry.duration_ms, now),
                });
            }
        }
        let attempts = i64::try_from(finished.len()).unwrap_or(i64::MAX);
        self.replace_board(material, entries, attempts).await?;
        *filled = Some(Filled::Attempts);
        Ok(true)
    }

    fn filling(&self, material: &Material) -> Arc<Filling> {
        Arc::clone(&self.boards.filled.entry(material.round.id).or_default())
    }

    async fn replace_board(
        &self,
        material: &Material,
        entries: Vec<BoardEntry>,
        attempts: i64,
    ) -> Result<(), StoreError> {
        let attempts = u64::try_from(attempts).unwrap_or(0);
        let done = self
            .live
            .scoreboards
            .replace_all(material.round.id, entries, attempts)
            .await;
        done.map(drop)
            .map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// Everybody of a contest as boards name them.
    async fn people_of(
        &self,
        material: &Material,
    ) -> Result<HashMap<ParticipantId, Person>, StoreError> {
        let mut work = self.store.read().await?;
        let units: HashMap<UnitId, Unit> = work
            .all_units()
            .await?
            .into_iter()
            .map(|unit| (unit.id, unit))
            .collect();
        let people = work.participants_of(material.round.contest).await?;
        Ok(people
            .into_iter()
            .map(|participant| {
                let unit = participant.unit.and_then(|unit| units.get(&unit));
                let name = unit.map(|unit| unit.draft.name.clone());
                (participant.id, Person::of(participant, name))
            })
            .collect())
    }
}
