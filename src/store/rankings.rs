//! Rankings beyond a single round: of people over rounds, and of units.

use super::StoreError;
use crate::domain::{ContestId, Timestamp};
use async_trait::async_trait;
use uuid::Uuid;

/// A version of a ranking. It never changes; later ones stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankingHead {
    /// The contest.
    pub contest: ContestId,
    /// Code of the ranking in the contest file.
    pub code: String,
    /// 1, 2, …
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub made_by: String,
    /// The ranking's part of the contest file, JSON.
    pub rules: String,
    /// The results it was made from, JSON: code of the round and version of the result.
    pub results: String,
}

/// A place of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankingRow {
    /// Code of the group or type of unit that is ranked by itself; empty: all together.
    pub group: String,
    /// 1, 2, 2, 4, …
    pub place: i64,
    /// The person or the unit.
    pub subject: Uuid,
    /// Values in the order of the comparators.
    pub values: Vec<Option<i64>>,
    /// What separates this place from the next, JSON.
    pub reason: String,
}

/// Rankings beyond a single round.
#[async_trait]
pub trait Rankings {
    /// Writes the next version of a ranking with all its places, once.
    async fn put_ranking(
        &mut self,
        head: &RankingHead,
        rows: &[RankingRow],
    ) -> Result<(), StoreError>;
    /// The newest version of a ranking.
    async fn latest_ranking(
        &mut self,
        contest: ContestId,
        code: &str,
    ) -> Result<Option<RankingHead>, StoreError>;
    /// The first places of a version, group by group.
    async fn ranking_rows(
        &mut self,
        contest: ContestId,
        code: &str,
        version: i64,
        most: i64,
    ) -> Result<Vec<RankingRow>, StoreError>;
}
