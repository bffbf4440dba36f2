//! Which other sites may show a contest.

use super::SiteError;
use super::error::{BadOrigin, TooMany};
use crate::app::staff::allowed;
use crate::app::{App, NotFound, Revision, tenancy};
use crate::auth::{Action, Actor};
use crate::domain::{Contest, ContestId, Origin};
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;

/// Sites that a contest may have: their names stand in a header, which proxies limit to 8 kB.
const MOST: usize = 100;

/// A site that may show a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SiteItem {
    /// Its exact origin, as browsers send it: `https://xa.example.vn`.
    pub origin: String,
}

/// The sites that may show a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SiteList {
    /// The sites, in alphabetical order.
    pub items: Vec<SiteItem>,
    /// Always null: a contest has few.
    pub next_cursor: Option<String>,
}

impl App {
    /// The sites that may show a contest.
    pub async fn sites(&self, actor: Actor, slug: &str) -> Result<SiteList, SiteError> {
        allowed(actor, Action::ManageSites)?;
        let mut work = self.store.read().await?;
        let contest = tenancy::contest_of(&mut *work, actor, slug).await?;
        let origins = work.sites_of(contest.id).await?;
        let items = origins.into_iter().map(|origin| SiteItem { origin });
        Ok(SiteList {
            items: items.collect(),
            next_cursor: None,
        })
    }

    /// Allows a site. Gives it as it is kept, and whether it is new.
    pub async fn allow_site(
        &self,
        actor: Actor,
        slug: &str,
        origin: &str,
    ) -> Result<(SiteItem, bool), SiteError> {
        allowed(actor, Action::ManageSites)?;
        let origin: Origin = origin.parse().map_err(BadOrigin)?;
        let mut work = self.store.begin().await?;
        let contest = tenancy::contest_of(&mut *work, actor, slug).await?;
        let known = work.sites_of(contest.id).await?;
        let is_new = !known.iter().any(|known| known == origin.as_str());
        if is_new {
            if known.len() >= MOST {
                return Err(TooMany(MOST).into());
            }
            work.add_site(contest.id, origin.as_str(), self.now())
                .await?;
            self.note_site(&mut *work, actor, "site.allowed", &contest, &origin)
                .await?;
            work.commit().await?;
            self.sites.allowed.remove(&contest.id);
        }
        let origin = origin.to_string();
        Ok((SiteItem { origin }, is_new))
    }

    /// Takes a site off the list of those that may show a contest.
    pub async fn disallow_site(
        &self,
        actor: Actor,
        slug: &str,
        origin: &str,
    ) -> Result<(), SiteError> {
        allowed(actor, Action::ManageSites)?;
        let origin: Origin = origin.parse().map_err(BadOrigin)?;
        let mut work = self.store.begin().await?;
        let contest = tenancy::contest_of(&mut *work, actor, slug).await?;
        if !work.remove_site(contest.id, origin.as_str()).await? {
            return Err(SiteError::Absent(NotFound.into()));
        }
        self.note_site(&mut *work, actor, "site.disallowed", &contest, &origin)
            .await?;
        work.commit().await?;
        self.sites.allowed.remove(&contest.id);
        Ok(())
    }

    async fn note_site(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        action: &str,
        contest: &Contest,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        self.raise(work, Revision::Everything).await?;
        let subject = format!("contest:{}", contest.id);
        let detail = json!({ "origin": origin.as_str() });
        self.audit(work, &actor.to_string(), action, subject, &detail)
            .await
    }

    /// The origins that may show a contest, as this node last read them.
    pub(super) async fn allowed_origins(
        &self,
        contest: ContestId,
    ) -> Result<Arc<[Origin]>, StoreError> {
        if let Some(known) = self.sites.allowed.get(&contest) {
            return Ok(Arc::clone(&known));
        }
        let stored = self.store.read().await?.sites_of(contest).await?;
        // What this version would not allow any more is not allowed.
        let origins = stored.iter().filter_map(|origin| origin.parse().ok());
        let origins: Arc<[Origin]> = origins.collect();
        self.sites.allowed.insert(contest, Arc::clone(&origins));
        Ok(origins)
    }
}
