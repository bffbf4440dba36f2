//! The contests that a member of staff manages.

use crate::app::contests::Known;
use crate::app::contests::memory::known;
use crate::app::contests::show::ShowError;
use crate::app::staff::allowed;
use crate::app::{Absent, App};
use crate::auth::{Action, Actor};
use crate::domain::{RoundId, RoundState, Timestamp, text};
use crate::engine::window::state_at;
use crate::store::{Managed, ManagedFilter};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Contests of a page, if nothing is said.
const USUAL: usize = 50;
/// Most contests of a page.
const MOST: usize = 200;
/// Longest search text that is looked at.
const LONGEST: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedQuery {
    /// Part of a title or slug; tone marks and case don't count.
    pub q: Option<String>,
    /// `draft`: not published; any other state of rounds: with a round that stands there.
    pub state: Option<RoundState>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Contests of a page, at most 200.
    pub limit: Option<usize>,
}

/// Contests, those made last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ManagedList {
    /// A page of them.
    pub items: Vec<ManagedContest>,
    /// For the next page; null: this is the last.
    pub next_cursor: Option<String>,
    /// How many there are on all pages.
    pub total: usize,
}

/// A contest in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ManagedContest {
    /// Name in addresses.
    pub slug: String,
    /// Name for people.
    pub title: String,
    /// The unit that runs it.
    pub organiser: ManagedUnit,
    /// Whether the public sees it.
    pub published: bool,
    /// Its rounds, in the order of its file.
    pub rounds: Vec<ManagedRound>,
    /// People who took part, at most a few seconds old; null: a prediction asks for what it tells, and
    /// the reader may not see results.
    pub people: Option<i64>,
    /// Attempts at its rounds; null as above.
    pub attempts: Option<i64>,
    /// When it was applied last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A unit by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ManagedUnit {
    /// Its code.
    pub code: String,
    /// Its name; empty: there is none.
    pub name: String,
}

/// A round of a contest in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ManagedRound {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: RoundId,
    /// Code within the contest.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// Where it stands now.
    #[schema(value_type = String)]
    pub state: RoundState,
    /// First instant at which an attempt may be started.
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Timestamp,
    /// First instant at which none may be started any more.
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Timestamp,
}

impl App {
    /// Contests of the actor's unit and of all units below it, published or not. Counts come from the
    /// memory that the public pages use, so that a list costs no counting.
    pub async fn managed_contests(
        &self,
        actor: Actor,
        query: ManagedQuery,
    ) -> Result<ManagedList, ShowError> {
        allowed(actor, Action::ReadContests)?;
        let folded = text::folded(query.q.as_deref().unwrap_or_default());
        let filter = ManagedFilter {
            top: actor.unit(),
            folded: folded.chars().take(LONGEST).collect(),
        };
        let found = self.store.read().await?.managed_contests(&filter).await?;
        let mut lines = found;
        if let Some(state) = query.state {
            lines = self.in_state(lines, state).await?;
        }
        let total = lines.len();
        let begin = match &query.cursor {
            None => 0,
            // Somebody may have removed it; then the list begins anew.
            Some(cursor) => lines
                .iter()
                .position(|line| line.slug == *cursor)
                .map_or(0, |at| at + 1),
        };
        let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
        let mut items = Vec::new();
        for line in lines.iter().skip(begin).take(limit) {
            if let Some(known) = self.managed(line).await? {
                items.push(self.managed_line(actor, line, &known).await?);
            }
        }
        let last = lines.get((begin + limit).saturating_sub(1));
        Ok(ManagedList {
            next_cursor: last
                .filter(|_| begin + limit < total)
                .map(|line| line.slug.clone()),
            items,
            total,
        })
    }

    async fn in_state(
        &self,
        lines: Vec<Managed>,
        state: RoundState,
    ) -> Result<Vec<Managed>, ShowError> {
        let mut kept = Vec::new();
        let now = self.now();
        for line in lines {
            let fits = match (state, line.published) {
                (RoundState::Draft, published) => !published,
                (_, false) => false,
                (state, true) => self.managed(&line).await?.is_some_and(|known| {
                    known
                        .rounds
                        .iter()
                        .any(|round| state_at(round, now) == state)
                }),
            };
            if fits {
                kept.push(line);
            }
        }
        Ok(kept)
    }

    /// The contest of a line: a published one is remembered.
    async fn managed(&self, line: &Managed) -> Result<Option<Arc<Known>>, ShowError> {
        if line.published {
            return match self.published(&line.slug).await {
                Ok(known) => Ok(Some(known)),
                Err(Absent::NotFound(_)) => Ok(None),
                Err(Absent::Store(error)) => Err(error.into()),
            };
        }
        let mut work = self.store.read().await?;
        match work.contest_by_slug(&line.slug).await? {
            Some(contest) => Ok(Some(Arc::new(known(&mut *work, contest).await?))),
            None => Ok(None),
        }
    }

    async fn managed_line(
        &self,
        actor: Actor,
        line: &Managed,
        known: &Known,
    ) -> Result<ManagedContest, ShowError> {
        let now = self.now();
        let hides = |round| known.hides_counts(round, now);
        let (people, attempts) = if !line.published {
            // Nobody can have begun what the public never saw.
            (Some(0), Some(0))
        } else if known.rounds.iter().any(hides) && !actor.may(Action::ReadResults) {
            (None, None)
        } else {
            let counts = self.counts(known).await?;
            let attempts = known.rounds.iter().filter_map(|round| counts.of(round.id));
            let attempts = attempts.map(|totals| totals.attempts).sum();
            (Some(counts.people), Some(attempts))
        };
        let head = &known.contest.file.contest;
        Ok(ManagedContest {
            slug: line.slug.clone(),
            title: head.title.clone(),
            organiser: ManagedUnit {
                code: head.organiser.clone(),
                name: known.organiser.clone(),
            },
            published: line.published,
            rounds: known
                .rounds
                .iter()
                .map(|round| ManagedRound {
                    id: round.id,
                    code: round.rules.code.clone(),
                    title: round.rules.title.clone(),
                    state: state_at(round, now),
                    opens_at: round.rules.opens_at,
                    closes_at: round.rules.closes_at,
                })
                .collect(),
            people,
            attempts,
            updated_at: line.updated_at,
        })
    }
}
