//! Name, role and unit of a member of staff change; an account is closed or opened again.

use super::invite::name_of;
use super::reach::{gives, member_of, unit_of};
use super::{StaffError, StaffItem, allowed};
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{Role, Staff, StaffId, StaffState};
use serde_json::json;

/// What is to change; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct StaffChange {
    /// Name for people.
    pub name: Option<String>,
    /// What he may do.
    pub role: Option<Role>,
    /// Code of the unit he acts for; `Some(None)`: the whole platform.
    pub unit: Option<Option<String>>,
    /// Whether the account is closed.
    pub disabled: Option<bool>,
}

impl App {
    /// Changes a member of staff who is the actor's to manage. A closed account loses its sessions at
    /// once, on every node: each request looks them up.
    pub async fn change_staff(
        &self,
        actor: Actor,
        id: StaffId,
        change: &StaffChange,
    ) -> Result<StaffItem, StaffError> {
        allowed(actor, Action::ManageStaff)?;
        let mut work = self.store.begin().await?;
        // Two administrators who close each other's account come one after the other.
        work.audit_end().await?;
        let before = member_of(&mut *work, actor, id).await?;
        let mut after = before.clone();
        if let Some(name) = &change.name {
            after.name = name_of(name)?;
        }
        if let Some(role) = change.role {
            gives(actor, role)?;
            after.role = role;
        }
        if let Some(code) = &change.unit {
            after.unit = unit_of(&mut *work, actor, code.as_deref()).await?;
        }
        match change.disabled {
            Some(true) if after.disabled_at.is_none() => after.disabled_at = Some(self.now()),
            Some(false) => after.disabled_at = None,
            _ => {}
        }
        let is_closed = before.disabled_at.is_none() && after.disabled_at.is_some();
        if actor.staff() == Some(id) && (before.role != after.role || is_closed) {
            return Err(StaffError::Oneself);
        }
        if runs_the_platform(&before)
            && !runs_the_platform(&after)
            && work.count_top_administrators().await? <= 1
        {
            return Err(StaffError::LastAdministrator);
        }
        work.put_staff(&after).await?;
        if is_closed {
            work.end_staff_sessions(id, None).await?;
        }
        let detail = json!({
            "renamed": before.name != after.name,
            "role": [before.role, after.role],
            "unit": [before.unit, after.unit],
            "disabled": after.disabled_at.is_some(),
        });
        self.audit_staff(&mut *work, actor, "staff.changed", id, &detail)
            .await?;
        let listed = work.listed_staff(id).await?.ok_or(NotFound)?;
        work.commit().await?;
        Ok(listed.into())
    }
}

/// Whether he can manage everything, and everybody.
fn runs_the_platform(staff: &Staff) -> bool {
    staff.role == Role::Administrator && staff.unit.is_none() && staff.state() == StaffState::Active
}
