//! Marks that judges give to essays.

use super::StoreError;
use crate::domain::{AttemptId, RoundId, Timestamp};
use async_trait::async_trait;

/// A mark of an essay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssayMark {
    /// The attempt.
    pub attempt: AttemptId,
    /// Who marked it.
    pub judge: String,
    /// 1, 2, …; the newest of a judge counts.
    pub version: i64,
    /// Points.
    pub points: i64,
    /// What the judge wants to say about it.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// Marks of essays. They are appended to, never changed.
#[async_trait]
pub trait EssayMarks {
    /// Adds the next mark of a judge, and gives its version; `mark.version` is ignored.
    async fn add_essay_mark(&mut self, mark: &EssayMark) -> Result<i64, StoreError>;
    /// The marks that count of all essays of a round: the newest of each judge, by attempt and judge;
    /// with `until` those that counted at that instant.
    async fn essay_marks(
        &mut self,
        round: RoundId,
        until: Option<Timestamp>,
    ) -> Result<Vec<EssayMark>, StoreError>;
}
