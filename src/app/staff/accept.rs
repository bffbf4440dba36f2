//! An invited person looks at the invitation, and takes it with a name and a password.

use super::invite::name_of;
use super::{Device, StaffError, StaffWelcome};
use crate::app::boards::UnitName;
use crate::app::{App, hash_token};
use crate::auth::password;
use crate::domain::{Role, Staff, StaffState, Timestamp};
use crate::store::{LinkKind, StaffLink, UnitOfWork};
use serde::Serialize;
use utoipa::ToSchema;

/// What an invitation says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitationCard {
    /// E-mail address of the account.
    pub email: String,
    /// Name, as whoever invited wrote it.
    pub name: String,
    /// What the person may do.
    #[schema(value_type = String)]
    pub role: Role,
    /// The unit for which; null: the whole platform.
    pub unit: Option<UnitName>,
    /// When it ends.
    #[schema(value_type = String)]
    pub expires_at: Timestamp,
}

impl App {
    /// What the invitation of that token says; looking does not use it up.
    pub async fn look_at_invitation(&self, token: &str) -> Result<InvitationCard, StaffError> {
        let mut work = self.store.read().await?;
        let (link, staff) = self.open_invitation(&mut *work, token).await?;
        let unit = match staff.unit {
            Some(unit) => work.unit(unit).await?,
            None => None,
        };
        Ok(InvitationCard {
            email: staff.email,
            name: staff.name,
            role: staff.role,
            unit: unit.map(|unit| UnitName::from((unit.draft.code, unit.draft.name))),
            expires_at: link.expires_at,
        })
    }

    /// Takes the invitation of that token, once, and signs the person in.
    pub async fn accept_invitation(
        &self,
        token: &str,
        name: &str,
        password: &str,
        device: &Device,
    ) -> Result<StaffWelcome, StaffError> {
        let mut work = self.store.read().await?;
        let (_, staff) = self.open_invitation(&mut *work, token).await?;
        drop(work);
        self.credential_try(&staff.email).await?;
        let name = name_of(name)?;
        password::check(password)?;
        let password_hash = password::hash(&*self.entropy, password).await?;
        let mut work = self.store.begin().await?;
        // Read again where nobody else can take it meanwhile.
        let (link, staff) = self.open_invitation(&mut *work, token).await?;
        if !work.end_link(link.id).await? {
            return Err(StaffError::InvitationGone);
        }
        let staff = Staff {
            name,
            password_hash,
            ..staff
        };
        work.put_staff(&staff).await?;
        let who = format!("staff:{}", staff.id);
        let (token, at_work) = self.open_session(&mut *work, staff, device).await?;
        let detail = serde_json::json!({ "made_by": link.made_by });
        self.audit(&mut *work, &who, "staff.joined", who.clone(), &detail)
            .await?;
        work.commit().await?;
        Ok(StaffWelcome {
            staff: self.card(&at_work),
            token,
        })
    }

    async fn open_invitation(
        &self,
        work: &mut dyn UnitOfWork,
        token: &str,
    ) -> Result<(StaffLink, Staff), StaffError> {
        let link = work.link_of_token(&hash_token(token)).await?;
        let link = link
            .filter(|link| link.kind == LinkKind::Invitation && self.now() < link.expires_at)
            .ok_or(StaffError::InvitationGone)?;
        let staff = work.staff_member(link.staff).await?;
        let staff = staff
            .filter(|staff| staff.state() == StaffState::Invited)
            .ok_or(StaffError::InvitationGone)?;
        Ok((link, staff))
    }
}
