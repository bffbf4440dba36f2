//! The link of a unit is followed: who came is counted, and led to the contest's page.

use crate::app::{Absent, App};
use crate::domain::Timestamp;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// Code of the unit, as the store writes it; none: there is no such unit, or the contest is not
    /// there.
    pub unit: Option<String>,
    /// When the day in Viet Nam ends on which the visit counts: the same browser counts once before.
    pub day_ends: Timestamp,
    /// The time now.
    pub now: Timestamp,
}

impl App {
    /// Where the link of a unit leads; `counts` says whether it is followed by a person who was not
    /// counted today. A link that names nothing leads to the contest's page, which says what there is:
    /// whoever follows a printed link can't mend it.
    pub async fn follow_link(
        &self,
        slug: &str,
        unit: &str,
        counts: bool,
    ) -> Result<LinkTarget, Absent> {
        let now = self.now();
        let day_ends = Timestamp::from_millis((now.vietnam_day() + 1) * 86_400_000 - 7 * 3_600_000);
        let nowhere = LinkTarget {
            unit: None,
            day_ends,
            now,
        };
        let known = match self.published(slug).await {
            Ok(known) => known,
            Err(Absent::NotFound(_)) => return Ok(nowhere),
            Err(error) => return Err(error),
        };
        let mut work = self.store.read().await?;
        let Some(unit) = work.unit_by_code(unit).await? else {
            return Ok(nowhere);
        };
        if counts {
            let day = now.to_vietnam().date();
            self.sites.visits.add((known.contest.id, unit.id, day), 1);
        }
        Ok(LinkTarget {
            unit: Some(unit.draft.code),
            ..nowhere
        })
    }
}
