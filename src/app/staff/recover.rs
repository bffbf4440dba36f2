//! Ways back into an account: a person asks for a letter, or an administrator hands a link over.

use super::add::email;
use super::reach::member_of;
use super::sign_in::fresh_token;
use super::{Asker, StaffError, allowed, fresh};
use crate::app::{App, hash_token};
use crate::auth::{Action, Actor, password};
use crate::domain::{Millis, Staff, StaffId, StaffLinkId, StaffState, Timestamp};
use crate::entropy;
use crate::store::{LinkKind, StaffLink, StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::json;
use std::net::IpAddr;
use utoipa::ToSchema;

/// How long a link of a letter leads in (security.md 1, row 15).
const BY_LETTER: Millis = Millis::seconds(15 * 60);
/// How long a link leads in that an administrator hands over: it is read out on the phone, or waits in a
/// message until somebody is back at a desk.
const BY_HAND: Millis = Millis::seconds(24 * 3600);

/// A link to a new password, shown this once.
#[derive(Clone, Serialize, ToSchema)]
pub struct RecoveryLink {
    /// Where the person goes; kept nowhere.
    pub link: String,
    /// When it ends.
    #[schema(value_type = String)]
    pub expires_at: Timestamp,
}

impl App {
    /// Helps somebody who lost password or phone: all his sessions end, and the link takes the second
    /// factor off when it is used. Asks for a fresh proof of who helps, who holds another's account then.
    pub async fn help_back(
        &self,
        asker: impl Into<Asker> + Send,
        id: StaffId,
    ) -> Result<RecoveryLink, StaffError> {
        let asker = asker.into();
        allowed(asker.actor(), Action::ManageStaff)?;
        let actor = fresh(asker, self.now())?;
        let mut work = self.store.begin().await?;
        let staff = member_of(&mut *work, actor, id).await?;
        if staff.state() != StaffState::Active {
            return Err(StaffError::NotActive);
        }
        work.end_staff_sessions(id, None).await?;
        let link = self
            .link_back(&mut *work, actor, &staff, BY_HAND, true)
            .await?;
        self.audit_staff(&mut *work, actor, "staff.helped_back", id, &json!({}))
            .await?;
        work.commit().await?;
        Ok(link)
    }

    /// The same for whoever stands at the machine and knows the address.
    pub async fn help_back_by_email(&self, address: &str) -> Result<RecoveryLink, StaffError> {
        let address = email(address).ok_or(super::Fault::EMAIL)?;
        let staff = self.store.read().await?.staff_by_email(&address).await?;
        let staff = staff.ok_or(crate::app::NotFound)?;
        self.help_back(Actor::Command, staff.id).await
    }

    /// Asks for a letter with a link to a new password. The same is done for every address, known or not:
    /// whether there is an account shows only when the letter is written.
    pub async fn ask_back(&self, address: &str, from: Option<IpAddr>) -> Result<(), StoreError> {
        let Some(address) = email(address) else {
            return Ok(());
        };
        let quota = self.limits.sign_ins_from_address;
        let is_limited = self.credential_try(&address).await.is_err()
            || match from {
                Some(from) => {
                    let bucket = || format!("staff-from:{from}");
                    self.within(quota, bucket).await.is_err()
                }
                None => false,
            };
        if is_limited || !self.post.can_mail() {
            return Ok(());
        }
        self.ask_for_letter(&address).await
    }

    /// A link for the letter that somebody asked for; the one of an earlier letter ends.
    pub(in crate::app) async fn link_for_letter(
        &self,
        work: &mut dyn UnitOfWork,
        staff: &Staff,
    ) -> Result<RecoveryLink, StoreError> {
        // Whoever reads the letter has not shown the second factor: it stays.
        self.link_back(work, Actor::Job, staff, BY_LETTER, false)
            .await
    }

    /// Sets a new password by a link, once; every session of the account ends.
    pub async fn come_back(&self, token: &str, password: &str) -> Result<(), StaffError> {
        let mut work = self.store.read().await?;
        let (_, staff) = self.open_way_back(&mut *work, token).await?;
        drop(work);
        self.credential_try(&staff.email).await?;
        password::check(password)?;
        let password_hash = password::hash(&*self.entropy, password).await?;
        let mut work = self.store.begin().await?;
        let (link, staff) = self.open_way_back(&mut *work, token).await?;
        if !work.end_link(link.id).await? {
            return Err(StaffError::RecoveryGone);
        }
        let id = staff.id;
        work.put_staff(&Staff {
            password_hash,
            ..staff
        })
        .await?;
        work.end_staff_sessions(id, None).await?;
        if link.takes_factor_off {
            work.drop_totp(id).await?;
        }
        let who = format!("staff:{id}");
        let detail = json!({ "made_by": link.made_by, "factor_off": link.takes_factor_off });
        self.audit(&mut *work, &who, "staff.came_back", who.clone(), &detail)
            .await?;
        work.commit().await?;
        Ok(())
    }

    async fn link_back(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        staff: &Staff,
        lifetime: Millis,
        takes_factor_off: bool,
    ) -> Result<RecoveryLink, StoreError> {
        let (token, now) = (fresh_token(&*self.entropy), self.now());
        let expires_at = now + lifetime;
        work.put_link(&StaffLink {
            id: entropy::id(&*self.entropy, now, StaffLinkId::new),
            kind: LinkKind::Recovery,
            staff: staff.id,
            token_hash: hash_token(&token),
            takes_factor_off,
            made_by: actor.to_string(),
            created_at: now,
            expires_at,
        })
        .await?;
        Ok(RecoveryLink {
            link: self.place.url(&format!("/quan-tri/khoi-phuc#{token}")),
            expires_at,
        })
    }

    async fn open_way_back(
        &self,
        work: &mut dyn UnitOfWork,
        token: &str,
    ) -> Result<(StaffLink, Staff), StaffError> {
        let link = work.link_of_token(&hash_token(token)).await?;
        let link = link
            .filter(|link| link.kind == LinkKind::Recovery && self.now() < link.expires_at)
            .ok_or(StaffError::RecoveryGone)?;
        let staff = work.staff_member(link.staff).await?;
        let staff = staff
            .filter(|staff| staff.state() == StaffState::Active)
            .ok_or(StaffError::RecoveryGone)?;
        Ok((link, staff))
    }
}
