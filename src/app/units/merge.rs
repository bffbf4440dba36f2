//! A unit is replaced by others: from a day on they stand in its place.

use super::error::UnitError;
use super::reach::unit_of;
use super::view::{UnitView, view};
use crate::app::staff::allowed;
use crate::app::{App, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{Unit, UnitDraft};
use crate::engine::units::leads_back;
use crate::store::PlacedUnit;
use serde::Serialize;
use std::collections::HashMap;
use time::Date;
use utoipa::ToSchema;

/// What a merger did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitMerged {
    /// Children that lie below the one successor now; 0 where there are several.
    pub moved: u64,
    /// The unit that was replaced.
    pub unit: UnitView,
}

impl App {
    /// Lets `into` take the place of a unit from the day `on`: the day before is its last one. Its
    /// children move at once where there is one successor; with several somebody has to say which child
    /// goes where. Staff, contests and participants of the unit keep naming it.
    pub async fn merge_unit(
        &self,
        actor: Actor,
        code: &str,
        into: &[String],
        on: Date,
    ) -> Result<UnitMerged, UnitError> {
        allowed(actor, Action::ManageUnits)?;
        let mut work = self.store.begin().await?;
        let unit = unit_of(&mut *work, actor, code).await?;
        if !unit.draft.replaced_by.is_empty() {
            return Err(UnitError::Replaced);
        }
        if actor.unit() == Some(unit.id) {
            return Err(UnitError::field(
                "/into",
                "unit.own",
                "Đơn vị của chính bạn do đơn vị cấp trên sáp nhập.",
                "Your own unit is merged by the one above it.",
            ));
        }
        let last = last_day(&unit.draft, on)?;
        let mut heirs: Vec<Unit> = Vec::with_capacity(into.len());
        for (at, code) in into.iter().enumerate() {
            let heir = unit_of(&mut *work, actor, code).await;
            let heir = heir.map_err(|absent| match absent {
                crate::app::Absent::NotFound(_) => unknown(at),
                absent @ crate::app::Absent::Store(_) => absent.into(),
            })?;
            fits(&heir, &unit, on, at, &heirs)?;
            heirs.push(heir);
        }
        if heirs.is_empty() {
            return Err(UnitError::field(
                "/into",
                "field.required",
                "Hãy chọn ít nhất một đơn vị thay thế.",
                "Please choose at least one successor.",
            ));
        }
        let all = work.all_units().await?;
        let drafts: HashMap<&str, &UnitDraft> = all
            .iter()
            .map(|unit| (unit.draft.code.as_str(), &unit.draft))
            .collect();
        for (at, heir) in heirs.iter().enumerate() {
            let find = |code: &str| drafts.get(code).copied();
            if leads_back(&heir.draft.code, code, find) {
                return Err(circle(&format!("/into/{at}")));
            }
        }
        let now = self.now();
        let id_of = |code: &str| {
            let found = all.iter().find(|unit| unit.draft.code == code);
            found.map(|unit| unit.id)
        };
        let parent_of = |draft: &UnitDraft| draft.parent.as_deref().and_then(id_of);
        let mut moved = 0;
        if let [heir] = &heirs[..] {
            if heir.draft.parent.as_deref() == Some(code) {
                // A child that takes the place of its parent stands where that stood.
                let draft = UnitDraft {
                    parent: unit.draft.parent.clone(),
                    ..heir.draft.clone()
                };
                let raised = PlacedUnit {
                    id: heir.id,
                    parent: parent_of(&draft),
                    draft,
                };
                work.put_units(&[raised], now).await?;
            } else if work.is_within(heir.id, unit.id).await? {
                return Err(circle("/into/0"));
            }
            moved = work.move_children(unit.id, heir.id, now).await?;
        }
        let draft = UnitDraft {
            valid_to: Some(last),
            replaced_by: heirs.iter().map(|heir| heir.draft.code.clone()).collect(),
            ..unit.draft.clone()
        };
        let ended = PlacedUnit {
            id: unit.id,
            parent: parent_of(&draft),
            draft,
        };
        work.put_units(&[ended], now).await?;
        let detail = serde_json::json!({ "into": into, "on": on.to_string(), "moved": moved });
        let subject = format!("unit:{}", unit.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "unit.merged",
            subject,
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        let unit = unit_of(&mut *work, actor, code).await?;
        let unit = view(&mut *work, unit, now.to_vietnam().date()).await?;
        work.commit().await?;
        self.forget();
        Ok(UnitMerged { moved, unit })
    }
}

/// The day before, which must not lie before the unit began.
fn last_day(unit: &UnitDraft, on: Date) -> Result<Date, UnitError> {
    let begun = unit.valid_from.is_none_or(|from| from < on);
    on.previous_day().filter(|_| begun).ok_or_else(|| {
        UnitError::field(
            "/on",
            "field.range",
            "Ngày thay thế đứng trước ngày đơn vị bắt đầu tồn tại.",
            "The day lies before the unit began.",
        )
    })
}

/// Refuses a successor that is the unit itself, was named before, or does not exist on that day.
fn fits(heir: &Unit, unit: &Unit, on: Date, at: usize, before: &[Unit]) -> Result<(), UnitError> {
    let pointer = format!("/into/{at}");
    if heir.id == unit.id {
        return Err(circle(&pointer));
    }
    if before.iter().any(|other| other.id == heir.id) {
        return Err(UnitError::field(
            &pointer,
            "field.repeated",
            "Đơn vị này đã được chọn ở trên.",
            "This unit was named before.",
        ));
    }
    if heir.draft.lives_on(on) {
        return Ok(());
    }
    Err(UnitError::field(
        &pointer,
        "field.range",
        format!("«{}» không tồn tại vào ngày này.", heir.draft.name),
        format!("“{}” does not exist on that day.", heir.draft.name),
    ))
}

fn unknown(at: usize) -> UnitError {
    UnitError::field(
        &format!("/into/{at}"),
        "unit.unknown",
        "Không có đơn vị này.",
        "There is no such unit.",
    )
}

fn circle(pointer: &str) -> UnitError {
    UnitError::field(
        pointer,
        "unit.circle",
        "Đơn vị sẽ quay vòng về chính nó; hãy chọn đơn vị khác.",
        "The unit would lead back to itself; please choose another one.",
    )
}
