//! The list of published contests.

use super::contest::{ContestView, view};
use crate::app::App;
use crate::domain::{RoundState, Timestamp};
use crate::engine::window::state_at;
use crate::store::StoreError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which contests a list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContestFilter {
    /// With an open round.
    Open,
    /// With a round that will open.
    #[serde(alias = "upcoming")]
    Scheduled,
    /// With a round that closes just now.
    Closing,
    /// With a round that has its result.
    Closed,
    /// With a round whose result was published.
    Published,
}

impl ContestFilter {
    fn takes(self, state: RoundState) -> bool {
        match self {
            Self::Open => state == RoundState::Open,
            Self::Scheduled => state == RoundState::Scheduled,
            Self::Closing => state == RoundState::Closing,
            Self::Closed => matches!(state, RoundState::Closed | RoundState::Published),
            Self::Published => state == RoundState::Published,
        }
    }
}

/// Published contests, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContestList {
    /// The contests.
    pub items: Vec<ContestView>,
    /// Always null: contests are few.
    pub next_cursor: Option<String>,
    /// The time now.
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
}

impl App {
    /// Published contests that have a round in that state; all, if none is named.
    pub async fn contest_list(
        &self,
        filter: Option<ContestFilter>,
    ) -> Result<ContestList, StoreError> {
        let now = self.now();
        let mut items = Vec::new();
        for known in self.all_published().await? {
            let fits = filter.is_none_or(|filter| {
                known
                    .rounds
                    .iter()
                    .any(|round| filter.takes(state_at(round, now)))
            });
            if fits {
                let counts = self.counts(&known).await?;
                items.push(view(&known, &counts, now));
            }
        }
        Ok(ContestList {
            items,
            next_cursor: None,
            server_time: now,
        })
    }
}
