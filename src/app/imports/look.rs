//! Looking through imports.

use super::error::ImportError;
use super::view::{ImportView, ItemPage};
use crate::app::App;
use crate::app::questions::StaffName;
use crate::app::staff::allowed;
use crate::app::tenancy::import_of;
use crate::auth::{Action, Actor};
use crate::domain::import::{Import, ItemFilter};
use crate::domain::{ImportId, StaffId};
use crate::store::UnitOfWork;

/// Imports that a list shows.
const SHOWN: i64 = 50;
/// Most questions of a page.
const MOST: i64 = 200;

impl App {
    /// The newest imports.
    pub async fn imports(&self, actor: Actor) -> Result<Vec<ImportView>, ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        let found = self
            .store
            .read()
            .await?
            .imports(actor.unit(), SHOWN)
            .await?;
        let mut views = Vec::with_capacity(found.len());
        for import in found {
            views.push(self.import_view(import).await?);
        }
        Ok(views)
    }

    /// The import of that id.
    pub async fn import(&self, actor: Actor, id: ImportId) -> Result<ImportView, ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        let found = import_of(&mut *self.store.read().await?, actor, id).await?;
        self.import_view(found).await
    }

    /// Questions of an import behind that position.
    pub async fn import_items(
        &self,
        actor: Actor,
        id: ImportId,
        filter: ItemFilter,
        after: i64,
        limit: i64,
    ) -> Result<ItemPage, ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        let limit = limit.clamp(1, MOST);
        let mut work = self.store.read().await?;
        import_of(&mut *work, actor, id).await?;
        let counts = work.import_counts(id).await?;
        let mut items = work.import_items(id, filter, after, limit + 1).await?;
        let more = i64::try_from(items.len()).is_ok_and(|found| found > limit);
        if more {
            items.pop();
        }
        Ok(ItemPage {
            next_cursor: items
                .last()
                .filter(|_| more)
                .map(|item| item.position.to_string()),
            total: match filter {
                ItemFilter::All => counts.questions,
                ItemFilter::Doubtful => counts.doubtful,
                ItemFilter::Refused => counts.refused,
            },
            items: items.into_iter().map(Into::into).collect(),
        })
    }

    pub(super) async fn import_view(&self, import: Import) -> Result<ImportView, ImportError> {
        let mut work = self.store.read().await?;
        let counts = work.import_counts(import.id).await?;
        let by = name(&mut *work, &import.made_by).await?;
        Ok(ImportView::of(import, counts, by))
    }
}

/// Whoever the audit log calls that.
async fn name(work: &mut dyn UnitOfWork, actor: &str) -> Result<Option<StaffName>, ImportError> {
    let id = actor.strip_prefix("staff:").and_then(|id| id.parse().ok());
    let Some(id): Option<StaffId> = id else {
        return Ok(None);
    };
    let staff = work.staff_member(id).await?;
    Ok(staff.map(|staff| StaffName {
        id,
        name: staff.name,
    }))
}
