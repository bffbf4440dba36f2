//! Lan tỏa: what the link of each unit brought (domain.md 1B and 2.1: distinct valid entrants).

use super::SiteError;
use crate::app::boards::UnitName;
use crate::app::staff::allowed;
use crate::app::{App, tenancy};
use crate::auth::{Action, Actor};
use crate::domain::{RoundId, RoundState, Timestamp};
use crate::engine::window::hides_counts;
use serde::Serialize;
use utoipa::ToSchema;

/// What the links of a contest brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReferralList {
    /// Units whose link was followed, most valid entrants first.
    pub items: Vec<ReferralItem>,
    /// Always null: the whole list.
    pub next_cursor: Option<String>,
    /// The time now.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
}

/// What the link of a unit brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReferralItem {
    /// The unit.
    pub unit: UnitName,
    /// Browsers that followed the link, each once a day.
    pub visits: i64,
    /// People who registered after following it; each belongs to the last link he followed.
    pub registered: i64,
    /// Those of them, each once, who handed in an attempt of a round that counts and is not void; null
    /// while a prediction question asks for what this could reveal.
    pub valid: Option<i64>,
}

impl App {
    /// What the links of a contest brought, by unit.
    pub async fn referrals(&self, actor: Actor, slug: &str) -> Result<ReferralList, SiteError> {
        allowed(actor, Action::ReadMonitor)?;
        self.write_visits().await?;
        let mut work = self.store.read().await?;
        let contest = tenancy::contest_of(&mut *work, actor, slug).await?;
        let rounds = work.rounds_of(contest.id).await?;
        let now = self.now();
        let hidden = rounds.iter().any(|round| hides_counts(&rounds, round, now));
        let counting: Vec<RoundId> = rounds
            .iter()
            .filter(|round| round.rules.kind.counts() && round.state != RoundState::Void)
            .map(|round| round.id)
            .collect();
        let mut rows = work.referrals(contest.id, &counting).await?;
        if hidden {
            // Nor may their order tell it.
            rows.sort_by(|a, b| {
                (b.registered, b.visits, &a.code).cmp(&(a.registered, a.visits, &b.code))
            });
        }
        let items = rows.into_iter().map(|row| ReferralItem {
            unit: UnitName {
                code: row.code,
                name: row.name,
            },
            visits: row.visits,
            registered: row.registered,
            valid: (!hidden).then_some(row.valid),
        });
        Ok(ReferralList {
            items: items.collect(),
            next_cursor: None,
            as_of: now,
        })
    }
}
