//! Contests.

use super::StoreError;
use crate::domain::{Contest, ContestId, Timestamp};
use async_trait::async_trait;

/// A line of a list of contests.
#[derive(Debug, Clone)]
pub struct ContestSummary {
    /// The contest.
    pub contest: Contest,
    /// People who began at least one attempt in any round.
    pub people: i64,
}

/// A change of a contest after people had begun: only titles, prize texts and later ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// When.
    pub at: Timestamp,
    /// The key of the contest file.
    pub key: String,
    /// Its value before, JSON.
    pub before: String,
    /// Its value after, JSON.
    pub after: String,
}

/// Contests.
#[async_trait]
pub trait Contests {
    /// The contest of that slug.
    async fn contest_by_slug(&mut self, slug: &str) -> Result<Option<Contest>, StoreError>;
    /// The contest of that id.
    async fn contest(&mut self, id: ContestId) -> Result<Option<Contest>, StoreError>;
    /// Slugs of published contests, newest first.
    async fn published_slugs(&mut self) -> Result<Vec<String>, StoreError>;
    /// Every contest, newest first.
    async fn contests(&mut self) -> Result<Vec<ContestSummary>, StoreError>;
    /// Adds a contest or replaces the one with this id.
    async fn put_contest(&mut self, contest: &Contest, now: Timestamp) -> Result<(), StoreError>;
    /// Records a change.
    async fn add_amendment(
        &mut self,
        contest: ContestId,
        change: &Amendment,
    ) -> Result<(), StoreError>;
    /// Changes so far, oldest first.
    async fn amendments(&mut self, contest: ContestId) -> Result<Vec<Amendment>, StoreError>;
}
