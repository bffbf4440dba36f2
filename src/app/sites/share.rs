//! What a share of a contest says: on the picture, in the page's head, on a poster.

use crate::app::boards::UnitBoardQuery;
use crate::app::contests::ContestState;
use crate::app::{Absent, App, NotFound};
use crate::domain::Timestamp;

/// What a share of a contest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Name of the contest.
    pub title: String,
    /// Name of the unit that runs it.
    pub organiser: String,
    /// Where it stands.
    pub state: ContestState,
    /// When its first round opens.
    pub opens_at: Option<Timestamp>,
    /// When its last round closes.
    pub closes_at: Option<Timestamp>,
    /// The unit that shares it.
    pub unit: Option<ShareUnit>,
    /// People who took part so far, of the unit where one shares it; none where the rules hide it.
    pub people: Option<i64>,
    /// The time now.
    pub now: Timestamp,
}

/// A unit that shares a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareUnit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl App {
    /// What a share of a published contest says, by the unit of that code if one is named.
    pub async fn share(&self, slug: &str, unit: Option<&str>) -> Result<Share, Absent> {
        let unit = match unit {
            Some(code) => {
                let unit = self.store.read().await?.unit_by_code(code).await?;
                let draft = unit.ok_or(NotFound)?.draft;
                Some(ShareUnit {
                    code: draft.code,
                    name: draft.name,
                })
            }
            None => None,
        };
        let people = match &unit {
            Some(unit) => self.unit_people(slug, &unit.code).await?,
            None => self.contest_people(slug).await?,
        };
        let known = self.published(slug).await?;
        let now = self.now();
        let rounds = known.rounds.iter().map(|round| &round.rules);
        Ok(Share {
            title: known.contest.file.contest.title.clone(),
            organiser: known.organiser.clone(),
            state: known.state(now),
            opens_at: rounds.clone().map(|rules| rules.opens_at).min(),
            closes_at: rounds.map(|rules| rules.closes_at).max(),
            unit,
            people,
            now,
        })
    }

    /// People of a unit as the public board of units tells them.
    async fn unit_people(&self, slug: &str, code: &str) -> Result<Option<i64>, Absent> {
        let board = self.unit_board(slug, &UnitBoardQuery::default()).await?;
        // While it is hidden it has no totals either.
        Ok(board.totals.map(|_| {
            let own = board.items.iter().find(|entry| entry.unit.code == code);
            own.map_or(0, |entry| entry.people)
        }))
    }
}
