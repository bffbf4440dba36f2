//! Pictures of questions.

use super::StoreError;
use crate::domain::{Medium, Timestamp, UnitId};
use async_trait::async_trait;

/// Pictures of questions, by the digest of their bytes.
#[async_trait]
pub trait Media {
    /// Keeps those that are not there yet, and notes for which unit they were brought in; none: the
    /// whole platform.
    async fn add_media(
        &mut self,
        media: &[Medium],
        owner: Option<UnitId>,
        now: Timestamp,
    ) -> Result<(), StoreError>;
    /// Whether a picture was brought in for that unit or one below it.
    async fn is_medium_within(&mut self, digest: &str, top: UnitId) -> Result<bool, StoreError>;
    /// Those of these names that there are, in no order.
    async fn media(&mut self, digests: &[String]) -> Result<Vec<Medium>, StoreError>;
}
