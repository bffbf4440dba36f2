//! Contests as the staff of a unit list them.

use super::StoreError;
use crate::domain::{Timestamp, UnitId};
use async_trait::async_trait;

/// Which contests a list of staff asks for.
#[derive(Debug, Clone, Default)]
pub struct ManagedFilter {
    /// Of this unit and all units below it; none: of the whole platform.
    pub top: Option<UnitId>,
    /// Part of the folded slug or title; empty: all.
    pub folded: String,
}

/// A line of such a list; the rest is remembered by nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Managed {
    /// Slug of the contest.
    pub slug: String,
    /// Whether the public sees it.
    pub published: bool,
    /// The unit that runs it.
    pub owner: Option<UnitId>,
    /// When it was applied last.
    pub updated_at: Timestamp,
}

/// Contests as the staff of a unit list them.
#[async_trait]
pub trait ManagedContests {
    /// Contests within reach, those made last first.
    async fn managed_contests(
        &mut self,
        filter: &ManagedFilter,
    ) -> Result<Vec<Managed>, StoreError>;
}
