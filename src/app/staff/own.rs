//! What members of staff do with their own account: password, sessions, proving again who they are.

use super::StaffError;
use super::sign_in::{Refused, fresh_token};
use super::who::{IDLE, Present, StaffCard};
use crate::app::{App, NotFound, hash_token};
use crate::auth::password;
use crate::domain::{Millis, StaffSessionId, Timestamp};
use crate::entropy;
use crate::store::{AtWork, StaffSession, StoreError, UnitOfWork};
use serde::Serialize;
use utoipa::ToSchema;

/// How long a cookie that was replaced still opens the session, for requests that were under way; it is
/// not fresh any more.
const OVERLAP: Millis = Millis::seconds(60);

/// A session of a member of staff as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnSession {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: StaffSessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// When it began.
    #[schema(value_type = String)]
    pub signed_in_at: Timestamp,
    /// When it was last used, to a minute.
    #[schema(value_type = String)]
    pub seen_at: Timestamp,
    /// The address from which it began.
    pub address: String,
    /// What the browser said that it is.
    pub agent: String,
}

/// The sessions of a member of staff.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnSessions {
    /// The newest first.
    pub items: Vec<OwnSession>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// How somebody proves again who he is.
#[derive(Clone, Copy, Default)]
pub struct Proof<'a> {
    /// The password, where the account has no second factor.
    pub password: Option<&'a str>,
    /// A code, where it has one.
    pub code: Option<&'a str>,
}

/// What a step-up made of a session.
pub struct SteppedUp {
    /// Who it is, fresh from now on.
    pub card: StaffCard,
    /// The token that takes the place of the old one, where one was asked for.
    pub token: Option<String>,
}

impl App {
    /// Proves again who somebody is: by a code where the account has a second factor, else by the
    /// password. With `anew` the session gets another token (security.md 1, row 20); the old one opens it
    /// for a minute more, without being fresh.
    pub async fn step_up(
        &self,
        who: &Present,
        proof: Proof<'_>,
        anew: bool,
    ) -> Result<SteppedUp, StaffError> {
        let staff = &who.staff;
        self.credential_try(&staff.email).await?;
        if !staff.has_second_factor {
            let typed = proof.password.unwrap_or_default();
            let right = password::is_hashable(typed)
                && password::verify(typed, Some(&staff.password_hash)).await?;
            if !right {
                return Err(Refused.into());
            }
        }
        let now = self.now();
        let mut work = self.store.begin().await?;
        if staff.has_second_factor {
            let code = proof.code.unwrap_or_default();
            if !self.takes_code(&mut *work, staff, code).await? {
                return Err(Refused.into());
            }
        }
        let mut session = StaffSession {
            fresh_at: now,
            seen_at: now,
            ..who.session.clone()
        };
        let token = if anew {
            let token = fresh_token(&*self.entropy);
            work.retire_staff_session(&who.session.token_hash, now + OVERLAP)
                .await?;
            session.token_hash = hash_token(&token);
            session.id = Some(entropy::id(&*self.entropy, now, StaffSessionId::new));
            work.add_staff_session(&session).await?;
            Some(token)
        } else {
            work.freshen_staff_session(&session.token_hash, now).await?;
            None
        };
        let unread = work.unread_notices(staff.id).await?;
        self.audit_own(&mut *work, who, "staff.stepped_up").await?;
        work.commit().await?;
        let unit = who.card.unit.clone();
        let at_work = AtWork {
            session,
            staff: staff.clone(),
            unit: unit.map(|unit| (unit.code, unit.name)),
            unread,
        };
        Ok(SteppedUp {
            card: self.card(&at_work),
            token,
        })
    }

    /// Changes the own password, with the present one, and ends all other sessions.
    pub async fn change_password(
        &self,
        who: &Present,
        current: &str,
        new: &str,
    ) -> Result<(), StaffError> {
        self.credential_try(&who.staff.email).await?;
        password::check(new)?;
        let right = password::is_hashable(current)
            && password::verify(current, Some(&who.staff.password_hash)).await?;
        if !right {
            return Err(Refused.into());
        }
        let password_hash = password::hash(&*self.entropy, new).await?;
        let mut work = self.store.begin().await?;
        let staff = work.staff_member(who.staff.id).await?.ok_or(NotFound)?;
        work.put_staff(&crate::domain::Staff {
            password_hash,
            ..staff
        })
        .await?;
        work.end_staff_sessions(who.staff.id, Some(&who.session.token_hash))
            .await?;
        self.audit_own(&mut *work, who, "staff.password_changed")
            .await?;
        work.commit().await?;
        Ok(())
    }

    /// The own sessions.
    pub async fn own_sessions(&self, who: &Present) -> Result<OwnSessions, StaffError> {
        let now = self.now();
        let mut work = self.store.read().await?;
        let sessions = work.staff_sessions_of(who.staff.id).await?;
        let open = sessions
            .into_iter()
            .filter(|session| now < session.expires_at && now.since(session.seen_at) < IDLE);
        let items = open.filter_map(|session| {
            Some(OwnSession {
                id: session.id?,
                current: session.token_hash == who.session.token_hash,
                signed_in_at: session.signed_in_at,
                seen_at: session.seen_at,
                address: session.address,
                agent: session.agent,
            })
        });
        Ok(OwnSessions {
            items: items.collect(),
            next_cursor: None,
        })
    }

    /// Ends one of the own sessions.
    pub async fn end_own_session(
        &self,
        who: &Present,
        id: StaffSessionId,
    ) -> Result<(), StaffError> {
        let mut work = self.store.begin().await?;
        if !work.end_named_staff_session(who.staff.id, id).await? {
            return Err(NotFound.into());
        }
        work.commit().await?;
        Ok(())
    }

    /// Ends all own sessions but the one that asks.
    pub async fn end_other_sessions(&self, who: &Present) -> Result<(), StaffError> {
        let mut work = self.store.begin().await?;
        work.end_staff_sessions(who.staff.id, Some(&who.session.token_hash))
            .await?;
        work.commit().await?;
        Ok(())
    }

    /// A line of the audit log of what somebody did with his own account.
    pub(super) async fn audit_own(
        &self,
        work: &mut dyn UnitOfWork,
        who: &Present,
        action: &str,
    ) -> Result<(), StoreError> {
        let name = format!("staff:{}", who.staff.id);
        self.audit(work, &name, action, name.clone(), &serde_json::json!({}))
            .await
    }
}
