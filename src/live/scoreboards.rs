//! Scoreboards: who stands where in a round, while it runs.

use super::LiveError;
use crate::domain::{ParticipantId, RankKey, RoundId, UnitId};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The most rows that one reading gives (api.md 3).
pub const MOST_ROWS: usize = 200;

/// What a board shows of a person: public display data, already masked as the round says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// The name in the form that may be shown.
    pub name: String,
    /// The unit, by which a board can be narrowed.
    pub unit: Option<UnitId>,
    /// The unit's name.
    pub unit_name: Option<String>,
    /// Code of the group, by which a board can be narrowed.
    pub group: Option<String>,
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Time used in milliseconds, if it is shown.
    pub duration_ms: Option<i64>,
}

/// A person's recognised result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardEntry {
    /// Whose it is; one entry a person.
    pub participant: ParticipantId,
    /// How many attempts of the person have been handed in: what a board counts, so that the same
    /// hand-in put twice counts once.
    pub attempts: u32,
    /// Whether the person stands in a place. Some rules admit only part of the people; the others
    /// are counted and nothing more.
    pub listed: bool,
    /// Decides the place, smaller is higher.
    pub key: RankKey,
    /// What is shown.
    pub row: BoardRow,
}

/// What to do when the person already has an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// Take the new one if its key is smaller, or if it is listed and the old one is not; on equal
    /// keys the earlier one stays.
    IfBetter,
    /// Take the new one.
    Always,
    /// Take the new one unless the old one counts more attempts.
    Newest,
    /// Keep the old one.
    IfAbsent,
}

/// From what a board was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Finished attempts of a round that is under way; more of them can be put.
    Attempts,
    /// The result of that version, which nothing changes any more.
    Result(i64),
}

/// What a `put` did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Put {
    /// Whether the board takes entries: it holds attempts. Otherwise nothing was written, and
    /// whoever fills the board finds the attempts in the store.
    pub taken: bool,
    /// How many of the entries replaced what was there.
    pub entered: u64,
    /// The board's version after it.
    pub version: u64,
}

/// What a board holds, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Rises with every change; 0 where there is no board.
    pub version: u64,
    /// From what it was filled, if the filling was [confirmed](Scoreboards::confirm) and nothing of
    /// it was lost since.
    pub content: Option<Content>,
    /// How many people and attempts.
    pub totals: Totals,
    /// Whether it is only this node's own, because the shared one can't be reached.
    pub stand_in: bool,
}

/// People (người) and attempts (lượt), counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Different people with an entry.
    pub people: u64,
    /// Attempts handed in.
    pub attempts: u64,
}

/// Narrows a board to a group, a unit, or a group within a unit. Places are those within it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct BoardFilter {
    /// Only this group.
    pub group: Option<String>,
    /// Only this very unit, not the ones below it.
    pub unit: Option<UnitId>,
}

impl BoardFilter {
    /// All the boards on which a row appears: everybody's, its group's, its unit's, and its group's
    /// within its unit.
    pub fn of_row(row: &BoardRow) -> impl Iterator<Item = Self> + use<> {
        let (group, unit) = (row.group.clone(), row.unit);
        let both = group.clone().zip(unit).map(|(group, unit)| Self {
            group: Some(group),
            unit: Some(unit),
        });
        let by_unit = unit.map(|unit| Self {
            group: None,
            unit: Some(unit),
        });
        let by_group = group.map(|group| Self {
            group: Some(group),
            unit: None,
        });
        [Some(Self::default()), by_group, by_unit, both]
            .into_iter()
            .flatten()
    }
}

/// A person with their place: 1 + the number of people with a smaller key, so that equal keys
/// share a place and the next one is skipped (1, 2, 2, 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// From 1.
    pub place: u64,
    /// Who.
    pub participant: ParticipantId,
    /// What is shown.
    pub row: Arc<BoardRow>,
}

/// One reading of a board.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BoardView {
    /// The board's version at the reading.
    pub version: u64,
    /// Of the whole round, also where the reading is narrowed.
    pub totals: Totals,
    /// Best first; people with equal keys in the order of their ids.
    pub entries: Vec<Placed>,
}

/// Scoreboards of rounds, one a round.
///
/// Guarantee: each operation is atomic within its round, and a reading shows one state. Every
/// change raises the version, and a board that was lost begins above any version it had before
/// (versions start at the clock's microseconds), so that a version names one content for ever. A
/// round nobody wrote to has version 0 and no rows.
///
/// # Filling
/// What is on a board can vanish at any instant, and several nodes write to it. So that none of
/// them has to know what the others do, whoever finds a board without content
///
/// 1. reads the store and puts a whole board in place ([`Scoreboards::replace_all`]),
/// 2. reads the store again and puts what was not in the first reading: hand-ins that were
///    committed meanwhile and whose `put` still met the old board,
/// 3. confirms it ([`Scoreboards::confirm`]).
///
/// A hand-in is committed before it is put, so it is in one of the two readings or met the new
/// board. A filling that dies half way is never confirmed and is done again by somebody else.
#[async_trait]
pub trait Scoreboards: Send + Sync {
    /// Counts attempts and puts the people's results on the board as told for each, if the board
    /// holds attempts. Putting the same again changes nothing but the version.
    async fn put(
        &self,
        round: RoundId,
        entries: Vec<(BoardEntry, Replace)>,
    ) -> Result<Put, LiveError>;

    /// The first rows, best first; at most [`MOST_ROWS`].
    async fn top(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        limit: usize,
    ) -> Result<BoardView, LiveError>;

    /// Where a person stands on a board of the round, if they are on it.
    async fn place(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        participant: ParticipantId,
    ) -> Result<Option<Placed>, LiveError>;

    /// The rows around a person: up to `above` before them, their own, up to `below` after it; none
    /// if they are not on the board. At most [`MOST_ROWS`], and then `below` is cut first.
    async fn around(
        &self,
        round: RoundId,
        filter: &BoardFilter,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Result<BoardView, LiveError>;

    /// Puts a whole board in the place of the present one: after a restart, a flush or a new
    /// marking. Readers see the old board or the new one. Of two entries of a person the better one
    /// counts. It has no content until it is confirmed. Returns the number of this filling.
    async fn replace_all(
        &self,
        round: RoundId,
        content: Content,
        entries: Vec<BoardEntry>,
        attempts: u64,
    ) -> Result<u64, LiveError>;

    /// Says that the filling of that number is complete. False if another one took its place.
    async fn confirm(&self, round: RoundId, filling: u64) -> Result<bool, LiveError>;

    /// Takes a person off the board; the count of attempts stays. Says whether they were on it.
    async fn remove(&self, round: RoundId, participant: ParticipantId) -> Result<bool, LiveError>;

    /// What the board holds.
    async fn mark(&self, round: RoundId) -> Result<Mark, LiveError>;
}
