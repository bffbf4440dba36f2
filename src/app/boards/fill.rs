//! Filling a board from the store: at the first look, after live state was lost or came back, and
//! when a round got its result. The order of the steps is that of [`Scoreboards`].
//!
//! [`Scoreboards`]: crate::live::Scoreboards

use super::entry::{is_shown, live_entry, ranked, row};
use crate::app::rounds::Material;
use crate::app::{Absent, App, Person};
use crate::domain::{AttemptId, ParticipantId, RankKey, Round, RoundId, Timestamp, Unit, UnitId};
use crate::engine::ranking::{Entry, Ranking, recognise};
use crate::engine::window::cut_off;
use crate::live::{BoardEntry, Content, LiveError, Mark, Replace};
use crate::store::{Finished, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A node that dies while it fills a board is replaced after this long.
const LEASE_FOR: Duration = Duration::from_secs(30);

/// How often a stand-in is filled again at most, and how much of the time that may take.
const STAND_IN_EVERY_MS: i64 = 5_000;
const STAND_IN_SHARE: i64 = 20;

/// When an own board was filled in place of the shared one, and how long that took.
#[derive(Clone, Copy)]
pub(super) struct StandIn {
    at: Timestamp,
    took_ms: i64,
}

impl StandIn {
    /// Other nodes' hand-ins reach it only by filling it again, which must not become a load.
    fn is_old(self, now: Timestamp) -> bool {
        now.since(self.at).0 >= STAND_IN_EVERY_MS.max(self.took_ms * STAND_IN_SHARE)
    }
}

fn away(error: &LiveError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

impl App {
    /// What the board of a round as it stands holds, filled if it was not.
    pub(super) async fn filled_board(
        &self,
        material: &Material,
        round: &Round,
    ) -> Result<Mark, Absent> {
        let id = round.id;
        let wanted = self.wanted_content(round).await?;
        let until = cut_off(round, self.now());
        let (mark, good) = self.look_at_board(id, wanted, until).await?;
        let Some(wanted) = wanted.filter(|_| !good) else {
            return Ok(mark);
        };
        let one_at_a_time = Arc::clone(&self.boards.filling.entry(id).or_default());
        let Ok(_filling) = one_at_a_time.try_lock() else {
            // Somebody of this node is at it. Who has seen the board before goes on with that.
            if self.boards.rendered.contains_key(&id) {
                return Ok(mark);
            }
            drop(one_at_a_time.lock().await);
            return Ok(self.look_at_board(id, Some(wanted), until).await?.0);
        };
        let (mark, good) = self.look_at_board(id, Some(wanted), until).await?;
        if good {
            return Ok(mark);
        }
        let name = format!("board:{id}");
        let lease = match self.live.leases.acquire(&name, &self.node, LEASE_FOR).await {
            // Another node is at it.
            Ok(None) => return Ok(mark),
            Ok(Some(lease)) => Some(lease),
            // Then nobody is told apart, and filling twice is only more work.
            Err(_) => None,
        };
        let begun = Instant::now();
        let filled = match wanted {
            Content::Attempts => self.fill_with_attempts(material).await,
            Content::Result(version) => self.fill_with_result(material, version).await,
        };
        if let Some(lease) = lease {
            drop(self.live.leases.release(&lease).await);
        }
        filled?;
        self.boards.checked.insert(id);
        self.boards.changed.insert(id);
        let took_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        let at = self.now();
        self.boards.stand_ins.insert(id, StandIn { at, took_ms });
        tracing::info!(round.id = %id, took_ms, "a board was filled from the store");
        Ok(self.look_at_board(id, Some(wanted), until).await?.0)
    }

    /// From what the board of a round has to be filled; none for a round that is over and has no
    /// result yet.
    async fn wanted_content(&self, round: &Round) -> Result<Option<Content>, StoreError> {
        if !round.state.is_over() {
            return Ok(Some(Content::Attempts));
        }
        let result = self.store.read().await?.latest_result(round.id).await?;
        Ok(result.map(|result| Content::Result(result.version)))
    }

    /// The board's mark, and whether the board can be shown as it is.
    async fn look_at_board(
        &self,
        round: RoundId,
        wanted: Option<Content>,
        until: Option<Timestamp>,
    ) -> Result<(Mark, bool), StoreError> {
        let mark = self.live.scoreboards.mark(round).await;
        let mark = mark.map_err(|error| away(&error))?;
        if mark.content.is_none() || mark.content != wanted {
            return Ok((mark, false));
        }
        if mark.stand_in {
            let known = self.boards.stand_ins.get(&round).map(|known| *known);
            let old = known.is_none_or(|known| known.is_old(self.now()));
            return Ok((mark, !old || wanted != Some(Content::Attempts)));
        }
        if wanted == Some(Content::Attempts) && !self.boards.checked.contains(&round) {
            // Live state may have been away, or older than the store, before this node began.
            let handed_in = self
                .store
                .read()
                .await?
                .count_finished(round, until)
                .await?;
            let all = mark.totals.attempts >= u64::try_from(handed_in).unwrap_or(0);
            if all {
                self.boards.checked.insert(round);
            }
            return Ok((mark, all));
        }
        Ok((mark, true))
    }

    async fn fill_with_result(&self, material: &Material, version: i64) -> Result<(), Absent> {
        let round = material.round.id;
        let mut work = self.store.read().await?;
        let Some(result) = work.latest_result(round).await? else {
            return Ok(());
        };
        let places = work.standings(round, version).await?;
        let finished = work.finished_in(round).await?;
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
                    attempts: 1,
                    listed: true,
                    // The place itself is the key: equal places stay equal, and nothing else counts.
                    key: RankKey([place.place, 0, 0, 0, 0, 0]),
                    row: row(material, person, score, outcome.duration_ms, now),
                })
            })
            .collect();
        let attempts = u64::try_from(result.attempts).unwrap_or(0);
        self.replace_board(round, Content::Result(version), entries, attempts)
            .await?;
        Ok(())
    }

    pub(super) async fn fill_with_attempts(&self, material: &Material) -> Result<(), Absent> {
        let round = material.round.id;
        let shown = |found: &Finished| {
            let entry = ranked(found.number, &found.attempt);
            entry.is_some_and(|entry| is_shown(&material.round.rules, &entry))
        };
        let mut first = self.store.read().await?.finished_in(round).await?;
        first.retain(shown);
        let seen: HashSet<AttemptId> = first.iter().map(|found| found.attempt.id).collect();
        let entries = self.live_entries(material, &first).await?;
        let boards = &self.live.scoreboards;
        let filling = boards
            .replace_all(round, Content::Attempts, entries, seen.len() as u64)
            .await
            .map_err(|error| away(&error))?;
        // Hand-ins whose put met the old board were committed before it went.
        let mut work = self.store.read().await?;
        let count = work
            .count_finished(round, cut_off(&material.round, self.now()))
            .await?;
        if usize::try_from(count) != Ok(seen.len()) {
            let again = work.finished_in(round).await?;
            drop(work);
            let late: Vec<&Finished> = again
                .iter()
                .filter(|found| !seen.contains(&found.attempt.id) && shown(found))
                .collect();
            let mut entries: Vec<(BoardEntry, Replace)> = Vec::with_capacity(late.len());
            for found in late {
                let facts = self.facts_of(&found.attempt).await?;
                entries.extend(self.board_entry(&facts, &found.attempt).await?);
            }
            boards
                .put(round, entries)
                .await
                .map_err(|error| away(&error))?;
        }
        let confirmed = boards.confirm(round, filling).await;
        confirmed.map_err(|error| away(&error))?;
        Ok(())
    }

    async fn replace_board(
        &self,
        round: RoundId,
        content: Content,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<(), StoreError> {
        let boards = &self.live.scoreboards;
        let filling = boards
            .replace_all(round, content, entries, attempts)
            .await
            .map_err(|error| away(&error))?;
        let confirmed = boards.confirm(round, filling).await;
        confirmed.map(drop).map_err(|error| away(&error))
    }

    /// The recognised result of everybody who has finished an attempt.
    async fn live_entries(
        &self,
        material: &Material,
        finished: &[Finished],
    ) -> Result<Vec<BoardEntry>, Absent> {
        let Ok(ranking) = Ranking::new(&material.round.rules.ranking) else {
            return Ok(Vec::new());
        };
        let people = self.people_of(material).await?;
        let max_scores: HashMap<AttemptId, i64> = finished
            .iter()
            .filter_map(|f| Some((f.attempt.id, f.attempt.outcome.as_ref()?.max_score)))
            .collect();
        let mut newest: HashMap<ParticipantId, i64> = HashMap::new();
        for Finished { attempt, .. } in finished {
            let ordinal = newest.entry(attempt.participant).or_default();
            *ordinal = attempt.ordinal.max(*ordinal);
        }
        let all: Vec<Entry> = finished
            .iter()
            .filter_map(|f| ranked(f.number, &f.attempt))
            .collect();
        let now = self.now();
        let recognised = recognise(&all, &ranking, material.round.rules.attempts.recognised);
        Ok(recognised
            .iter()
            .filter_map(|entry| {
                let person = people.get(&entry.participant)?;
                let max_score = max_scores.get(&entry.attempt).copied().unwrap_or(0);
                let attempts = newest.get(&entry.participant).copied().unwrap_or(1);
                let result = (entry, max_score);
                Some(live_entry(
                    material, &ranking, person, result, attempts, now,
                ))
            })
            .collect())
    }

    /// Everybody of a contest as boards name them.
    async fn people_of(
        &self,
        material: &Material,
    ) -> Result<HashMap<ParticipantId, Person>, Absent> {
        let known = self.known_contest(material.round.contest).await?;
        let registration = &known.contest.file.registration;
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
                (participant.id, Person::of(participant, name, registration))
            })
            .collect())
    }
}
