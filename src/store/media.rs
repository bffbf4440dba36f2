//! Pictures of questions.

use super::StoreError;
use crate::domain::{Medium, Timestamp};
use async_trait::async_trait;

/// Pictures of questions, by the digest of their bytes.
#[async_trait]
pub trait Media {
    /// Keeps those that are not there yet.
    async fn add_media(&mut self, media: &[Medium], now: Timestamp) -> Result<(), StoreError>;
    /// Those of these names that there are, in no order.
    async fn media(&mut self, digests: &[String]) -> Result<Vec<Medium>, StoreError>;
}
