//! A unit is made, or changed.

use super::change::{NewUnit, UnitChange, begun, changed, fault};
use super::error::UnitError;
use super::reach::unit_of;
use super::view::{UnitView, view};
use crate::app::staff::allowed;
use crate::app::tenancy::reaches;
use crate::app::{App, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{Unit, UnitDraft, UnitId};
use crate::entropy;
use crate::store::{PlacedUnit, UnitOfWork};

impl App {
    /// Makes a unit below one of the actor's; only who works for the whole platform makes one without a
    /// unit above.
    pub async fn add_unit(&self, actor: Actor, new: NewUnit) -> Result<UnitView, UnitError> {
        allowed(actor, Action::ManageUnits)?;
        let (draft, change) = begun(new).map_err(UnitError::Fields)?;
        let draft = changed(&draft, change).map_err(UnitError::Fields)?;
        let mut work = self.store.begin().await?;
        let unit = self.make_unit(&mut *work, actor, draft).await?;
        let subject = format!("unit:{}", unit.id);
        let detail = serde_json::json!({ "code": unit.draft.code });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "unit.added",
            subject,
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        let today = self.now().to_vietnam().date();
        let unit = view(&mut *work, unit, today).await?;
        work.commit().await?;
        self.forget();
        Ok(unit)
    }

    /// Writes a new unit below one of the actor's, within a transaction.
    pub(super) async fn make_unit(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        draft: UnitDraft,
    ) -> Result<Unit, UnitError> {
        let parent = parent_of(work, actor, &draft).await?;
        if work.unit_by_code(&draft.code).await?.is_some() {
            return Err(UnitError::Exists);
        }
        let now = self.now();
        let id = entropy::id(&*self.entropy, now, UnitId::new);
        let placed = PlacedUnit { id, parent, draft };
        work.put_units(std::slice::from_ref(&placed), now).await?;
        Ok(Unit {
            id,
            draft: placed.draft,
        })
    }

    /// Changes a unit of the actor's. Its code never changes; nobody moves his own unit.
    pub async fn change_unit(
        &self,
        actor: Actor,
        code: &str,
        change: UnitChange,
    ) -> Result<UnitView, UnitError> {
        allowed(actor, Action::ManageUnits)?;
        let mut work = self.store.begin().await?;
        let unit = unit_of(&mut *work, actor, code).await?;
        let draft = changed(&unit.draft, change).map_err(UnitError::Fields)?;
        let today = self.now().to_vietnam().date();
        if draft == unit.draft {
            return Ok(view(&mut *work, unit, today).await?);
        }
        let is_own = actor.unit() == Some(unit.id);
        let moves = draft.parent != unit.draft.parent || draft.valid_to != unit.draft.valid_to;
        if is_own && moves {
            return Err(UnitError::Fields(vec![fault(
                "/parent",
                "unit.own",
                "Vị trí và thời hạn của đơn vị bạn do đơn vị cấp trên sửa.",
                "Where your own unit stands and when it ends is changed by the one above it.",
            )]));
        }
        let parent = if draft.parent == unit.draft.parent {
            match &draft.parent {
                Some(code) => work.unit_by_code(code).await?.map(|above| above.id),
                None => None,
            }
        } else {
            parent_of(&mut *work, actor, &draft).await?
        };
        if let Some(above) = parent
            && work.is_within(above, unit.id).await?
        {
            return Err(UnitError::Fields(vec![fault(
                "/parent",
                "unit.circle",
                "Đơn vị không thể nằm dưới chính nó.",
                "A unit can't stand below itself.",
            )]));
        }
        let now = self.now();
        let placed = PlacedUnit {
            id: unit.id,
            parent,
            draft,
        };
        work.put_units(std::slice::from_ref(&placed), now).await?;
        let subject = format!("unit:{}", unit.id);
        let detail = serde_json::json!({ "before": unit.draft, "after": placed.draft });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "unit.changed",
            subject,
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        let after = Unit {
            id: unit.id,
            draft: placed.draft,
        };
        let unit = view(&mut *work, after, today).await?;
        work.commit().await?;
        self.forget();
        Ok(unit)
    }
}

/// The unit above a new or moved one, which has to be the actor's.
async fn parent_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    draft: &UnitDraft,
) -> Result<Option<UnitId>, UnitError> {
    let Some(code) = &draft.parent else {
        return if actor.unit().is_none() {
            Ok(None)
        } else {
            Err(UnitError::Fields(vec![super::change::required("/parent")]))
        };
    };
    let above = work.unit_by_code(code).await?;
    let above = match above {
        Some(unit) if reaches(work, actor, Some(unit.id)).await? => unit,
        _ => {
            return Err(UnitError::Fields(vec![fault(
                "/parent",
                "unit.unknown",
                "Không có đơn vị này.",
                "There is no such unit.",
            )]));
        }
    };
    Ok(Some(above.id))
}
