//! The board of units: people, attempts, ratio to head-count, winners.

use crate::app::{Absent, App, NotFound};
use crate::domain::{Contest, RoundId, Timestamp, Unit, UnitId};
use crate::engine::window::hides_counts;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// How long a rendered board of units serves.
const FRESH_MS: i64 = 1_000;

/// By what units are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnitKey {
    /// Distinct people.
    #[default]
    People,
    /// Attempts.
    Attempts,
    /// People to head-count.
    Ratio,
    /// People within the prizes.
    Winners,
}

/// What a reader asks for.
#[derive(Debug, Clone, Default)]
pub struct UnitBoardQuery {
    /// Only units of this type (the block).
    pub block: Option<String>,
    /// people (default), attempts, ratio or winners.
    pub key: Option<String>,
}

/// A unit by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitName {
    /// Code of the unit.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl From<(String, String)> for UnitName {
    fn from((code, name): (String, String)) -> Self {
        Self { code, name }
    }
}

/// A unit's place.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct UnitBoardEntry {
    /// 1, 2, 2, 4, …
    pub place: u64,
    /// The unit.
    pub unit: UnitName,
    /// Type of the unit.
    pub block: &'static str,
    /// Distinct people.
    pub people: i64,
    /// Attempts.
    pub attempts: i64,
    /// People who could take part.
    pub headcount: Option<i64>,
    /// People to head-count in parts of ten thousand; no floats where places are given.
    #[schema(value_type = f64)]
    pub ratio: Option<Ratio>,
    /// People within the prizes of closed rounds.
    pub winners: i64,
}

/// A share in parts of ten thousand, written as a decimal fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(i64);

impl Serialize for Ratio {
    #[expect(
        clippy::cast_precision_loss,
        reason = "far below 2^52; only written, never compared"
    )]
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 10_000.0)
    }
}

/// The board of units of a contest.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct UnitBoard {
    /// When it was taken.
    #[schema(value_type = String)]
    pub as_of: Timestamp,
    /// `live`, or `hidden` while it would give a prediction away.
    pub state: &'static str,
    /// Units, the first place first.
    pub items: Vec<UnitBoardEntry>,
    /// Over all units; none while hidden.
    pub totals: Option<super::BoardTotals>,
}

/// What was counted last.
pub(super) struct Cached {
    at: Timestamp,
    board: UnitBoard,
}

impl App {
    /// The board of units of a published contest.
    pub async fn unit_board(
        &self,
        slug: &str,
        query: &UnitBoardQuery,
    ) -> Result<UnitBoard, Absent> {
        let key = match query.key.as_deref() {
            None | Some("people") => UnitKey::People,
            Some("attempts") => UnitKey::Attempts,
            Some("ratio") => UnitKey::Ratio,
            Some("winners") => UnitKey::Winners,
            Some(_) => return Err(NotFound.into()),
        };
        let contest = self.store.read().await?.contest_by_slug(slug).await?;
        let contest = contest
            .filter(|contest| contest.published)
            .ok_or(NotFound)?;
        let mut board = self.counted(&contest).await?;
        if let Some(block) = &query.block {
            board.items.retain(|entry| entry.block == block);
        }
        let value = |entry: &UnitBoardEntry| match key {
            UnitKey::People => entry.people,
            UnitKey::Attempts => entry.attempts,
            UnitKey::Ratio => entry.ratio.map_or(-1, |ratio| ratio.0),
            UnitKey::Winners => entry.winners,
        };
        board.items.sort_by(|a, b| {
            value(b)
                .cmp(&value(a))
                .then_with(|| a.unit.code.cmp(&b.unit.code))
        });
        let mut before: Option<(i64, u64)> = None;
        for (at, entry) in (1..).zip(&mut board.items) {
            let own = value(entry);
            entry.place = match before {
                Some((value, place)) if value == own => place,
                _ => at,
            };
            before = Some((own, entry.place));
        }
        Ok(board)
    }

    async fn counted(&self, contest: &Contest) -> Result<UnitBoard, Absent> {
        let now = self.now();
        if let Some(cached) = self.boards.units.get(&contest.id)
            && now.since(cached.at).0 < FRESH_MS
        {
            return Ok(cached.board.clone());
        }
        let mut work = self.store.read().await?;
        let board = self.count_units(&mut *work, contest, now).await?;
        let cached = Arc::new(Cached {
            at: now,
            board: board.clone(),
        });
        self.boards.units.insert(contest.id, cached);
        Ok(board)
    }

    async fn count_units(
        &self,
        work: &mut dyn UnitOfWork,
        contest: &Contest,
        now: Timestamp,
    ) -> Result<UnitBoard, Absent> {
        let rounds = work.rounds_of(contest.id).await?;
        let gives_away = rounds.iter().any(|round| hides_counts(&rounds, round, now));
        if gives_away {
            return Ok(UnitBoard {
                as_of: now,
                state: "hidden",
                items: Vec::new(),
                totals: None,
            });
        }
        let closed: Vec<RoundId> = rounds
            .iter()
            .filter(|round| round.state.is_over() && round.rules.kind.counts())
            .map(|round| round.id)
            .collect();
        let winners = winners(work, contest, &closed).await?;
        let units: HashMap<UnitId, Unit> = work
            .all_units()
            .await?
            .into_iter()
            .map(|unit| (unit.id, unit))
            .collect();
        let counts = work.count_by_unit(&super::counted(&rounds, now)).await?;
        let total = |of: fn(&crate::store::UnitCount) -> i64| {
            u64::try_from(counts.iter().map(of).sum::<i64>()).unwrap_or(0)
        };
        let totals = super::BoardTotals {
            people: total(|count| count.people),
            attempts: total(|count| count.attempts),
        };
        let items = counts
            .iter()
            .filter_map(|count| units.get(&count.unit).map(|unit| (count, unit)))
            .map(|(count, unit)| UnitBoardEntry {
                place: 0,
                unit: UnitName {
                    code: unit.draft.code.clone(),
                    name: unit.draft.name.clone(),
                },
                block: unit.draft.kind.word(),
                people: count.people,
                attempts: count.attempts,
                headcount: unit.draft.headcount,
                ratio: unit
                    .draft
                    .headcount
                    .filter(|headcount| *headcount > 0)
                    .map(|headcount| Ratio(count.people * 10_000 / headcount)),
                winners: winners.get(&count.unit).copied().unwrap_or(0),
            })
            .collect();
        Ok(UnitBoard {
            as_of: now,
            state: "live",
            items,
            totals: Some(totals),
        })
    }
}

/// People within the prizes of closed rounds, by unit. A prize for a group goes by the places in the
/// group. Somebody who wins in two rounds is counted in both.
pub(in crate::app) async fn winners(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    closed: &[RoundId],
) -> Result<HashMap<UnitId, i64>, StoreError> {
    let mut winners: HashMap<UnitId, i64> = HashMap::new();
    for id in closed {
        let Some(round) = work.round(*id).await? else {
            continue;
        };
        let prizes = |group: Option<&str>| -> i64 {
            let of_round = contest.file.prizes.iter().filter(|prize| {
                prize.round.as_deref() == Some(round.rules.code.as_str())
                    && prize.ranking.is_none()
                    && prize.group.as_deref() == group
            });
            of_round.map(|prize| prize.count).sum()
        };
        let for_all = prizes(None);
        let Some(result) = work.latest_result(*id).await? else {
            continue;
        };
        for row in work.standings(*id, result.version).await? {
            let in_group = row
                .group
                .as_ref()
                .is_some_and(|at| at.place <= prizes(Some(&at.group)));
            if row.place > for_all && !in_group {
                continue;
            }
            let unit = work
                .participant(row.participant)
                .await?
                .and_then(|person| person.unit);
            if let Some(unit) = unit {
                *winners.entry(unit).or_default() += 1;
            }
        }
    }
    Ok(winners)
}
