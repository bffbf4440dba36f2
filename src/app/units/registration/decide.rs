//! A registration is approved, which makes the unit, or refused with a reason.

use super::invitation::InvitationLink;
use crate::app::staff::allowed;
use crate::app::tenancy::within_reach;
use crate::app::units::change::{NewUnit, begun, changed, line, required};
use crate::app::units::{UnitError, UnitRef};
use crate::app::{App, NotFound, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{RegistrationId, UnitRegistration, WaitState};
use crate::store::UnitOfWork;
use serde::Serialize;
use utoipa::ToSchema;

/// What approval made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationApproved {
    /// The new unit.
    pub unit: UnitRef,
    /// The invitation of its contact, if one was asked for and could be made.
    pub invitation: Option<InvitationLink>,
}

/// That a registration was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationRefused {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// How it stands: refused.
    pub state: WaitState,
}

impl App {
    /// Makes the unit that asked, with that code, below the unit that it named.
    pub async fn approve_registration(
        &self,
        actor: Actor,
        id: RegistrationId,
        code: &str,
        invite: bool,
    ) -> Result<RegistrationApproved, UnitError> {
        allowed(actor, Action::ManageUnits)?;
        let mut work = self.store.begin().await?;
        let asked = waiting(&mut *work, actor, id).await?;
        let parent = work.unit(asked.parent).await?.ok_or(NotFound)?;
        let (draft, change) = begun(NewUnit {
            code: code.to_owned(),
            name: asked.name.clone(),
            kind: asked.kind,
            parent: Some(parent.draft.code),
            block: None,
            area_type: None,
            headcount: asked.headcount,
            headcount_source: None,
            headcount_date: None,
            valid_from: None,
            valid_to: None,
            aliases: Vec::new(),
        })
        .map_err(UnitError::Fields)?;
        let draft = changed(&draft, change).map_err(UnitError::Fields)?;
        let unit = self.make_unit(&mut *work, actor, draft).await?;
        let contact = asked.contact.clone();
        let decided = UnitRegistration {
            state: WaitState::Approved,
            decided_by: actor.staff(),
            unit: Some(unit.id),
            ..asked
        };
        self.decide(&mut *work, actor, &decided, "registration.approved")
            .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        work.commit().await?;
        self.forget();
        let invitation = if invite {
            self.invite_contact(actor, &unit, &contact).await
        } else {
            None
        };
        Ok(RegistrationApproved {
            unit: UnitRef {
                code: unit.draft.code,
                name: unit.draft.name,
            },
            invitation,
        })
    }

    /// Refuses a registration; the reason is for those who look at it later.
    pub async fn refuse_registration(
        &self,
        actor: Actor,
        id: RegistrationId,
        reason: &str,
    ) -> Result<RegistrationRefused, UnitError> {
        allowed(actor, Action::ManageUnits)?;
        let mut faults = Vec::new();
        let reason = line(&mut faults, "/reason", reason, 500);
        if reason.is_empty() && faults.is_empty() {
            faults.push(required("/reason"));
        }
        if !faults.is_empty() {
            return Err(UnitError::Fields(faults));
        }
        let mut work = self.store.begin().await?;
        let asked = waiting(&mut *work, actor, id).await?;
        let decided = UnitRegistration {
            state: WaitState::Refused,
            decided_by: actor.staff(),
            reason: Some(reason),
            ..asked
        };
        self.decide(&mut *work, actor, &decided, "registration.refused")
            .await?;
        work.commit().await?;
        Ok(RegistrationRefused {
            id,
            state: WaitState::Refused,
        })
    }

    async fn decide(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        decided: &UnitRegistration,
        action: &str,
    ) -> Result<(), UnitError> {
        if !work.decide_unit_registration(decided, self.now()).await? {
            return Err(UnitError::Decided);
        }
        let detail = serde_json::json!({ "parent": decided.parent, "unit": decided.unit });
        let subject = format!("unit-registration:{}", decided.id);
        self.audit(work, &actor.to_string(), action, subject, &detail)
            .await?;
        Ok(())
    }
}

/// The registration of that id, if it is there, for a unit of the actor's, and undecided.
async fn waiting(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: RegistrationId,
) -> Result<UnitRegistration, UnitError> {
    let asked = work.unit_registration(id).await?.ok_or(NotFound)?;
    within_reach(work, actor, Some(asked.parent)).await?;
    if asked.state == WaitState::Waiting {
        Ok(asked)
    } else {
        Err(UnitError::Decided)
    }
}
