//! Somebody is invited to the staff; the link of the invitation is told once.

use super::add::{Fault, email};
use super::reach::{gives, member_of, unit_of};
use super::sign_in::fresh_token;
use super::{StaffError, allowed};
use crate::app::{App, NotFound, hash_token};
use crate::auth::{Action, Actor};
use crate::domain::{
    Millis, NoticeKind, Role, Staff, StaffId, StaffLinkId, StaffState, Timestamp, text,
};
use crate::entropy;
use crate::store::{LinkKind, StaffLink, StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// How long an invitation can be taken.
const LIFETIME: Millis = Millis::seconds(7 * 86_400);

/// Somebody to be invited.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// E-mail address, in any case.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What he may do.
    pub role: Role,
    /// Code of the unit he acts for; none: the whole platform.
    pub unit: Option<String>,
}

/// An invitation, with its link for this once.
#[derive(Clone, Serialize, ToSchema)]
pub struct Invitation {
    /// Opaque; the name of the invitation from now on.
    #[schema(value_type = String)]
    pub id: StaffLinkId,
    /// Where the invited person goes; kept nowhere.
    pub link: String,
    /// When it ends.
    #[schema(value_type = String)]
    pub expires_at: Timestamp,
    /// Whether a letter with the link is on its way.
    pub mailed: bool,
}

impl App {
    /// Invites somebody into the own unit or one below it.
    pub async fn invite_staff(
        &self,
        actor: Actor,
        new: &NewInvitation,
    ) -> Result<Invitation, StaffError> {
        allowed(actor, Action::ManageStaff)?;
        gives(actor, new.role)?;
        let email = email(&new.email).ok_or(Fault::EMAIL)?;
        let name = name_of(&new.name)?;
        let now = self.now();
        let mut work = self.store.begin().await?;
        let unit = unit_of(&mut *work, actor, new.unit.as_deref()).await?;
        let staff = Staff {
            id: entropy::id(&*self.entropy, now, StaffId::new),
            email,
            name,
            role: new.role,
            unit,
            password_hash: String::new(),
            created_at: now,
            disabled_at: None,
            has_second_factor: false,
        };
        match work.add_staff(&staff).await {
            Err(StoreError::Conflict) => return Err(Fault::TAKEN.into()),
            added => added?,
        }
        let id = entropy::id(&*self.entropy, now, StaffLinkId::new);
        let invitation = self.invitation(&mut *work, actor, &staff, id).await?;
        let detail = json!({ "role": staff.role, "unit": staff.unit });
        self.audit_staff(&mut *work, actor, "staff.invited", staff.id, &detail)
            .await?;
        work.commit().await?;
        Ok(invitation)
    }

    /// Makes a new link for an invitation that waits; the one before ends.
    pub async fn invite_again(
        &self,
        actor: Actor,
        id: StaffLinkId,
    ) -> Result<Invitation, StaffError> {
        allowed(actor, Action::ManageStaff)?;
        let mut work = self.store.begin().await?;
        let staff = invited(&mut *work, actor, id).await?;
        if staff.state() != StaffState::Invited {
            return Err(StaffError::NotActive);
        }
        let invitation = self.invitation(&mut *work, actor, &staff, id).await?;
        self.audit_staff(
            &mut *work,
            actor,
            "staff.invited_again",
            staff.id,
            &json!({}),
        )
        .await?;
        work.commit().await?;
        Ok(invitation)
    }

    /// Withdraws an invitation; the account that waited for it is gone.
    pub async fn withdraw_invitation(
        &self,
        actor: Actor,
        id: StaffLinkId,
    ) -> Result<(), StaffError> {
        allowed(actor, Action::ManageStaff)?;
        let mut work = self.store.begin().await?;
        let staff = invited(&mut *work, actor, id).await?;
        if !work.remove_invited(staff.id).await? {
            return Err(NotFound.into());
        }
        self.audit_staff(
            &mut *work,
            actor,
            "staff.invitation_withdrawn",
            staff.id,
            &json!({}),
        )
        .await?;
        work.commit().await?;
        Ok(())
    }

    async fn invitation(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        staff: &Staff,
        id: StaffLinkId,
    ) -> Result<Invitation, StoreError> {
        let (token, now) = (fresh_token(&*self.entropy), self.now());
        let expires_at = now + LIFETIME;
        work.put_link(&StaffLink {
            id,
            kind: LinkKind::Invitation,
            staff: staff.id,
            token_hash: hash_token(&token),
            takes_factor_off: false,
            made_by: actor.to_string(),
            created_at: now,
            expires_at,
        })
        .await?;
        let link = self.place.url(&format!("/quan-tri/loi-moi#{token}"));
        let mailed = self
            .send_link(work, staff, NoticeKind::StaffInvited, &link, expires_at)
            .await?;
        Ok(Invitation {
            id,
            link,
            expires_at,
            mailed,
        })
    }

    /// A line of the audit log about a member of staff.
    pub(super) async fn audit_staff(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        action: &str,
        id: StaffId,
        detail: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let subject = format!("staff:{id}");
        self.audit(work, &actor.to_string(), action, subject, detail)
            .await
    }
}

/// A name that can be shown.
pub(super) fn name_of(typed: &str) -> Result<String, Fault> {
    let name = text::line(typed, 100).ok();
    name.filter(|name| !name.is_empty()).ok_or(Fault::NAME)
}

/// Whom that invitation is for, if he is the actor's to manage.
async fn invited(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: StaffLinkId,
) -> Result<Staff, StaffError> {
    let link = work.link(id).await?.ok_or(NotFound)?;
    if link.kind != LinkKind::Invitation {
        return Err(NotFound.into());
    }
    member_of(work, actor, link.staff).await
}
